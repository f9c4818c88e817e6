//! The way of one paper: text, mended characters, paragraphs, parts of the paper, outline, and what it says.

use crate::charset::Charset;
use crate::lexicon::{Lexicon, Words};
use crate::paragraph::{Para, ParagraphKind};
use crate::plan::{Class, Diagnostic, FORMAT, PlanRead, Severity, Span};
use crate::refusal::Refusal;
use crate::text::{Text, contains, ends, find, is_stop, starts};
use crate::{
    anatomy, classified, honour, input, kind, measure, outline, paragraph, quantity, repair, roster, stage,
};
use std::sync::LazyLock;

/// What is known of a file before it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hint {
    /// Name of the file, for the caller; the kind of a file is told by its content.
    pub file_name: Option<String>,
    /// The charset that the user chose.
    pub charset: Option<Charset>,
}

/// A paper that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The decoded original text; all spans refer to it.
    pub text: String,
    /// The charset of a text file; `None` for other files and pasted text.
    pub charset: Option<Charset>,
    /// What was read.
    pub plan: PlanRead,
    /// All paragraphs in order; their spans cover every character that is not white space.
    pub paragraphs: Vec<Paragraph>,
}

/// A paragraph: its place in the original and its mended text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Paragraph {
    /// Place in the original.
    pub span: Span,
    /// Mended, Simplified text; empty for rules and page numbers.
    pub text: String,
    /// Its part in the paper.
    pub kind: ParagraphKind,
}

/// Reads any file.
///
/// # Errors
/// A [`Refusal`] where the file is empty, damaged, encrypted, a scan, too large, of an unknown type, or
/// carries a 密级 mark. Text that can be decoded and is not classified is never refused.
pub fn read(bytes: &[u8], hint: &Hint) -> Result<Reading, Refusal> {
    let source = input::extract(bytes, hint.charset)?;
    classified::check(&source.text)?;
    Ok(understand(source.text, source.charset, source.diagnostics))
}

/// Reads pasted text. Never fails; check classification marks before storing anything by [`read`].
pub fn read_text(text: &str) -> Reading {
    understand(text.to_owned(), None, Vec::new())
}

/// 河湖专项行动简报 over its issue: the kind of a bulletin whose piece names none.
fn masthead_kind(paras: &[Para]) -> Option<(&'static str, Class)> {
    let head = paras.iter().take_while(|para| para.kind != ParagraphKind::Title);
    head.filter_map(|para| kind::of_title(&para.text.all())).find(|(_, class)| *class == Class::Brief)
}

fn understand(text: String, charset: Option<Charset>, mut diagnostics: Vec<Diagnostic>) -> Reading {
    let original: Vec<char> = text.chars().collect();
    let mut mended = Text::new(&text);
    repair::mend(&mut mended, &mut diagnostics);
    let mut paras = paragraph::split(&mended, &original);
    let anatomy = anatomy::take_apart(&mut paras);
    let outline = outline::read(&mut paras, &anatomy, &mut diagnostics);
    // Minutes are counted like the issues of a bulletin, whose pieces say nothing of their kind.
    let issued = |kind: &str, class: Class| class == Class::Brief || kind == "纪要";
    let known = kind_of(&anatomy).filter(|(kind, class)| !anatomy.bulletin || issued(kind, *class));
    let known = known.or_else(|| anatomy.bulletin.then(|| masthead_kind(&paras)).flatten());
    let roster = roster::read(&paras);
    let class = match known {
        // 关于成立学术委员会的通知 that names nobody gives notice.
        Some((_, Class::Roster))
            if anatomy.title.as_ref().is_some_and(|(title, _)| !kind::appoints(title))
                && roster.is_empty()
                && !outline.nodes.is_empty() =>
        {
            Class::Notice
        }
        Some((_, class)) => class,
        None if anatomy.bulletin => Class::Brief,
        None if anatomy.title.as_ref().is_some_and(|(title, _)| kind::forms_team(title)) => Class::Roster,
        None => match class_of_text(&paras) {
            Class::Other if anatomy.title.as_ref().is_some_and(|(title, _)| tells_news(title)) => {
                Class::Retrospective
            }
            class => class,
        },
    };
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    shorten(&mut diagnostics);
    let plan = PlanRead {
        format: FORMAT.to_owned(),
        class,
        kind: known.map(|(kind, _)| kind.to_owned()),
        attached_titles: anatomy.attached.iter().map(|(title, _)| title.clone()).collect(),
        // What was done in stages is no plan.
        stages: if class == Class::Retrospective { Vec::new() } else { stage::read(&paras, &outline) },
        office: roster::office(&paras),
        measures: measure::read(&paras, &outline, &roster, class),
        roster,
        quantities: quantity::read(&paras),
        honours: honour::read(&paras),
        outline: outline.nodes,
        title: anatomy.title.map(|(title, _)| title),
        issuer: anatomy.issuer,
        doc_number: anatomy.doc_number,
        recipients: anatomy.recipients,
        cc: anatomy.cc,
        date: anatomy.date,
        date_raw: anatomy.date_raw,
        print_office: anatomy.print_office,
        print_date: anatomy.print_date,
        diagnostics,
    };
    let paragraphs = paras
        .into_iter()
        .map(|para| Paragraph { span: para.span, text: para.text.all(), kind: para.kind })
        .collect();
    Reading { text, charset, plan, paragraphs }
}

/// More remarks than anybody reads are cut, and their number is told.
fn shorten(diagnostics: &mut Vec<Diagnostic>) {
    const MOST: usize = 500;
    let more = diagnostics.len().saturating_sub(MOST);
    if more > 0 {
        let next = diagnostics[MOST].span;
        diagnostics.truncate(MOST);
        let message = format!("自此处起另有 {more} 条同类提示，不再逐条列出。");
        diagnostics.push(Diagnostic::new(Severity::Note, next, message));
    }
}

/// Kind and class by the main title; a bare notice takes over those of the first attached paper.
fn kind_of(anatomy: &anatomy::Anatomy) -> Option<(&'static str, Class)> {
    let main = anatomy.title.as_ref().and_then(|(title, _)| kind::of_paper(title));
    let attached = || anatomy.attached.iter().find_map(|(title, _)| kind::of_title(title));
    match main {
        Some(("通知", Class::Notice)) => attached().filter(|(_, class)| *class == Class::Plan).or(main),
        Some(_) => main,
        // A list at the end says nothing of the paper above it.
        None => attached().filter(|(_, class)| *class != Class::Roster || anatomy.recipients.is_empty()),
    }
}

/// 特制定本预案。: a paper without a title says what it is. 制定本乡的计划 is to be done.
fn says_itself(para: &Para) -> Option<Class> {
    let chars = &para.text.chars;
    let at = ["制定本", "制订本"].iter().find_map(|word| find(chars, 0, word))? + 3;
    let end =
        (at..chars.len().min(at + 6)).find(|at| is_stop(chars[*at]) || matches!(chars[*at], '，' | ','))?;
    kind::of_title(&chars[at..end].iter().collect::<String>()).map(|(_, class)| class)
}

/// Without a word for its kind, only a paper that says that it gives notice or sums up is classed.
fn class_of_text(paras: &[Para]) -> Class {
    static WORDS: Words = LazyLock::new(|| {
        Lexicon::of(
            "总结如下 汇报如下 报告如下 主要做法 主要经验 体会是 做法如下 情况如下 近年来 一年来 今年以来 工作回顾",
        )
    });
    let sums_up = |para: &Para| {
        let chars = &para.text.chars;
        let mut places = std::iter::successors(WORDS.find(chars, 0), |(at, len)| WORDS.find(chars, at + len));
        // 组成情况如下 opens a list of members.
        places.any(|(at, _)| !ends(&chars[..at], "组成"))
    };
    static NOTICE: Words = LazyLock::new(|| {
        Lexicon::of("通知如下 有关事项如下 有关事宜如下 通报如下 公告如下 会议安排如下 工作安排如下 决定授予")
    });
    static FORMED: Words =
        LazyLock::new(|| Lexicon::of("名单如下 组成人员通知如下 组成人员如下 成员如下 人员组成如下"));
    let article = |number: &str| paras.iter().any(|para| starts(&para.text.chars, number));
    if article("第一条") && article("第二条") {
        return Class::Rules;
    }
    let forms = |para: &Para| {
        ["成立", "组建", "调整"].iter().any(|verb| contains(&para.text.chars, verb))
            && FORMED.within(&para.text.chars)
    };
    if let Some(class) = paras.iter().take(6).find_map(says_itself) {
        return class;
    }
    // 收费工作领导小组 over 组长：张三
    let roster = paras.iter().filter(|para| para.kind != ParagraphKind::Noise).nth(1);
    if paras.iter().take(6).any(forms) || roster.is_some_and(roster::is_labelled) {
        return Class::Roster;
    }
    if paras.iter().take(12).any(|para| NOTICE.within(&para.text.chars)) {
        return Class::Notice;
    }
    if paras.iter().filter(|para| plans_activity(para)).count() >= 2 {
        return Class::Plan;
    }
    let headed = |para: &Para| {
        para.text.len() <= 20
            && ["工作完成情况", "工作开展情况"].iter().any(|word| contains(&para.text.chars, word))
    };
    if paras.iter().take(12).any(|para| sums_up(para) || headed(para)) {
        Class::Retrospective
    } else {
        Class::Other
    }
}

/// 一、活动主题, 三、参赛对象：高一学生: what only the plan of an activity or a contest tells under a heading of its own.
fn plans_activity(para: &Para) -> bool {
    static HEADS: Words = LazyLock::new(|| {
        Lexicon::of(
            "\
        活动主题 活动时间 活动地点 活动目的 活动内容 活动对象 活动背景 活动安排 活动流程 活动形式 活动要求 比赛主题 比赛时间 比赛地点 \
        比赛内容 比赛规则 比赛办法 竞赛时间 竞赛办法 竞赛内容 大赛主题 大赛时间 参赛对象 参赛要求 参赛办法 参赛资格 报名阶段 赛程安排 评分维度 \
        ",
        )
    });
    let chars = &para.text.chars;
    let from = crate::mark::parse(chars).map_or(0, |mark| mark.len);
    let Some(len) = HEADS.longest(&chars[from..]) else { return false };
    matches!(chars.get(from + len), None | Some('：' | ':' | '（' | '(' | '及' | '与' | '和'))
}

/// 某局党支部召开支委会: a headline that says who did what.
fn tells_news(title: &str) -> bool {
    let deeds = ["召开", "组织开展", "举行"];
    let done = deeds.iter().filter_map(|deed| title.find(deed)).any(|at| at > 0);
    done && !title.contains("关于")
}
