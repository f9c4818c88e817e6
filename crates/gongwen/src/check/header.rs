//! GW-03, GW-07, GW-09, GW-10, GW-16, GW-17: red heading, number, signer, title, recipients.

use super::find::{self, Parts};
use super::parse::{File, Para};
use super::{List, Spot};
use crate::layout::{
    self, MARK_ALIGN, MARK_COLOR, MARK_FACE, NUMBER_ALIGN, RECIPIENTS_INDENT_CHARS,
    RECIPIENTS_LINES_AFTER_TITLE, RECIPIENTS_MARK, RED_RULE_COLOR, SIGNER_LABEL, SIGNER_NAME_FACE, SIZE_2_PT,
    Strength, TITLE_ALIGN, TITLE_FACE, TITLE_LINES_AFTER_RULE, TITLE_SHAPE, TITLE_SIZE, size_name,
};
use crate::paper::{Face, Kind, title};

pub(super) fn check(file: &File, parts: &Parts, list: &mut List<'_>) {
    let all = &file.paragraphs;
    let formal = parts.number.is_some() || !parts.mark.is_empty();
    mark(all, parts, list);
    number(all, parts, formal, list);
    if formal {
        kind(all, parts, list);
        title(all, parts, list);
    }
    recipients(all, parts, list);
}

fn mark(all: &[Para], parts: &Parts, list: &mut List<'_>) {
    for para in parts.mark.iter().map(|at| &all[*at]) {
        let spot = || find::spot("发文机关标志", para);
        if para.table.is_none() && !centred(para) {
            list.words("GW-09", &MARK_ALIGN, spot(), align_name(para), "请把发文机关标志居中。");
        }
        face(para, Face::BiaoSong, "GW-09", &MARK_FACE, "发文机关标志", list);
        let color = para.most(|props| props.color.clone()).unwrap_or_default();
        if !find::is_red(&color) {
            list.words("GW-09", &MARK_COLOR, spot(), "其他颜色", "发文机关标志推荐用红色。");
        }
    }
    let Some(number) = parts.number.filter(|_| !parts.mark.is_empty()) else { return };
    let end = parts.title.first().copied().unwrap_or(number + 3);
    let mut zone = all[..end.min(all.len())].iter();
    // Foreign files often draw the rule as a shape, whose place is not judged.
    let ruled = zone
        .any(|para| para.drawing || para.props.rule.as_ref().is_some_and(|(_, color)| find::is_red(color)));
    if !ruled {
        let fix = "请在发文字号之下 4 毫米处加一条与版心等宽的红色分隔线。";
        list.words("GW-09", &RED_RULE_COLOR, find::spot("版头", &all[number]), "没有红色分隔线", fix);
    }
}

fn number(all: &[Para], parts: &Parts, formal: bool, list: &mut List<'_>) {
    let Some(at) = parts.number else {
        if formal && !parts.minutes {
            let place = Spot { part: "版头", paragraph: None, excerpt: String::new() };
            list.other(
                ("GW-03", "条例第九条（五）", Strength::Usual),
                place,
                "没有发文字号",
                "机关代字〔年份〕顺序号",
                "请登记发文字号。",
            );
        }
        return;
    };
    let para = &all[at];
    let text = find::number(&para.text).unwrap_or_default();
    if let Err(error) = find::sound_number(&text) {
        let clause = layout::NUMBER_OPEN.clause;
        list.other(
            ("GW-03", clause, Strength::Required),
            find::spot("发文字号", para),
            format!("发文字号是“{text}”"),
            "“机关代字〔2026〕1号”的形式",
            error.to_string(),
        );
    }
    let alone = parts.signer.is_none() && !parts.letter && para.table.is_none();
    if alone && !centred(para) && !para.text.contains('\t') {
        list.words(
            "GW-03",
            &NUMBER_ALIGN,
            find::spot("发文字号", para),
            align_name(para),
            "请把发文字号居中。",
        );
    }
}

/// 签发人 on upward papers only; the title names its kind.
fn kind(all: &[Para], parts: &Parts, list: &mut List<'_>) {
    let text: String = parts.title.iter().map(|at| all[*at].text.replace('\n', "")).collect();
    let bare = text
        .trim()
        .trim_end_matches('）')
        .rsplit_once('（')
        .map_or(text.trim(), |(bare, inner)| if inner.chars().count() <= 4 { bare } else { text.trim() });
    let kind = Kind::ALL.into_iter().find(|kind| kind.endings().iter().any(|ending| bare.ends_with(ending)));
    if let Some(first) = parts.title.first().filter(|_| kind.is_none()) {
        let fix = "请在标题末尾写明文种；方案、要点、总结等随通知或报告印发。";
        list.other(
            ("GW-17", "条例第八条", Strength::Required),
            find::spot("标题", &all[*first]),
            "标题末尾没有文种",
            "十五种文种之一",
            fix,
        );
    }
    if let Some(at) = parts.signer {
        signer(&all[at], kind, list);
    } else if kind.is_some_and(Kind::must_go_up) && parts.number.is_some() {
        let name = kind.map_or("", Kind::name);
        let place = Spot { part: "版头", paragraph: None, excerpt: String::new() };
        list.other(
            ("GW-16", SIGNER_LABEL.clause, Strength::Required),
            place,
            format!("{name}没有标注签发人"),
            "签发人姓名",
            "上行文应当标注签发人，请补上。",
        );
    }
}

fn signer(para: &Para, kind: Option<Kind>, list: &mut List<'_>) {
    let spot = || find::spot("签发人", para);
    if let Some(kind) = kind.filter(|kind| !kind.may_go_up()) {
        let found = format!("{}标注了签发人", kind.name());
        list.other(
            ("GW-16", SIGNER_LABEL.clause, Strength::Required),
            spot(),
            found,
            "不标注签发人",
            "只有上行文标注签发人，请删去。",
        );
    }
    if !para.text.contains("签发人：") {
        list.words("GW-16", &SIGNER_LABEL, spot(), "其他写法", "“签发人”三字后用全角冒号。");
    }
    let named = para
        .runs
        .iter()
        .skip_while(|run| !run.text.contains('：'))
        .find(|run| !run.text.contains('：') && !run.text.trim().is_empty());
    if let Some(found) = named.and_then(|run| run.props.face.as_deref())
        && Face::of_name(found).is_some_and(|face| face != Face::Kai)
    {
        list.words("GW-16", &SIGNER_NAME_FACE, spot(), found, "请把签发人姓名设为3号楷体。");
    }
}

fn title(all: &[Para], parts: &Parts, list: &mut List<'_>) {
    let Some(first) = parts.title.first().map(|at| &all[*at]) else { return };
    for para in parts.title.iter().map(|at| &all[*at]) {
        if !centred(para) {
            list.words("GW-07", &TITLE_ALIGN, find::spot("标题", para), align_name(para), "请把标题居中。");
        }
        face(para, Face::BiaoSong, "GW-07", &TITLE_FACE, "标题", list);
        if let Some(size) = para.size_pt().filter(|size| (size - SIZE_2_PT).abs() > 0.1) {
            list.words("GW-07", &TITLE_SIZE, find::spot("标题", para), size_name(size), "请把标题设为二号。");
        }
    }
    let lines: Vec<String> = parts
        .title
        .iter()
        .flat_map(|at| all[*at].text.split('\n'))
        .map(|line| line.trim().to_owned())
        .collect();
    if lines.len() > 1 && !title::is_shaped(&lines) {
        let widths: Vec<String> = lines.iter().map(|line| line.chars().count().to_string()).collect();
        let found = format!("各行 {} 字", widths.join("、"));
        list.words(
            "GW-07",
            &TITLE_SHAPE,
            find::spot("标题", first),
            found,
            "请调整换行处，排成梯形或菱形，并保持词意完整。",
        );
    }
    if parts.number.is_some() {
        list.number(
            "GW-07",
            &TITLE_LINES_AFTER_RULE,
            0.6,
            find::spot("标题", first),
            blank_before(all, first),
            "请在红色分隔线与标题之间空二行。",
        );
    }
}

fn recipients(all: &[Para], parts: &Parts, list: &mut List<'_>) {
    let Some(para) = parts.recipients.map(|at| &all[at]) else { return };
    let spot = || find::spot("主送机关", para);
    if !para.text.trim_end().ends_with('：') {
        list.words("GW-10", &RECIPIENTS_MARK, spot(), "半角冒号", "请把主送机关后的冒号改为全角冒号。");
    }
    let indent = find_indent(para);
    list.number("GW-10", &RECIPIENTS_INDENT_CHARS, 0.3, spot(), indent, "主送机关居左顶格，请取消缩进。");
    list.number(
        "GW-10",
        &RECIPIENTS_LINES_AFTER_TITLE,
        0.6,
        spot(),
        blank_before(all, para),
        "请在标题与主送机关之间空一行。",
    );
}

/// First-line indent of a paragraph in characters of its own size, spaces at its start included.
pub(super) fn find_indent(para: &Para) -> f64 {
    let size = para.size_pt().unwrap_or(16.0);
    let spaces: f64 = para
        .text
        .chars()
        .take_while(|c| c.is_whitespace() && *c != '\n')
        .map(|c| {
            if c == '\u{3000}' {
                1.0
            } else if c == '\t' {
                2.0
            } else {
                0.5
            }
        })
        .sum();
    let first = match (para.props.first_chars, para.props.first) {
        (Some(hundredths), _) if hundredths != 0 => hundredths as f64 / 100.0,
        (_, Some(twips)) => twips as f64 / 20.0 / size,
        _ => 0.0,
    };
    para.props.left.unwrap_or(0) as f64 / 20.0 / size + first + spaces
}

/// Blank lines before a paragraph: empty paragraphs and space, in lines of the body.
pub(super) fn blank_before(all: &[Para], para: &Para) -> f64 {
    let line = layout::WORD_EXACT_LINE_PT.value;
    let space = para.props.before.unwrap_or(0) as f64 / 20.0;
    let height = |para: &Para| match para.props.line_rule.as_deref() {
        Some("exact" | "atLeast") => para.props.line.unwrap_or(240) as f64 / 20.0,
        _ => line,
    };
    let above = all[..para.index].iter().rev().take_while(|para| para.is_blank());
    (space + above.map(|para| height(para) + para.props.before.unwrap_or(0) as f64 / 20.0).sum::<f64>())
        / line
}

/// Face of a paragraph, where it is a known one of another class.
pub(super) fn face(
    para: &Para,
    wanted: Face,
    rule: &'static str,
    words: &layout::Words,
    part: &'static str,
    list: &mut List<'_>,
) {
    let Some(found) = para.most(|props| props.face.clone()) else { return };
    if Face::of_name(&found) != Some(wanted) {
        let fix = format!("请设为{}（{}）。", wanted.class(), wanted.names()[0]);
        list.words(rule, words, find::spot(part, para), format!("“{found}”"), &fix);
    }
}

pub(super) fn centred(para: &Para) -> bool {
    para.props.align.as_deref() == Some("center")
}

fn align_name(para: &Para) -> &'static str {
    match para.props.align.as_deref() {
        Some("center") => "居中",
        Some("right" | "end") => "居右",
        Some("distribute") => "分散对齐",
        _ => "居左",
    }
}
