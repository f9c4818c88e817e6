//! Candidate tasks: what the clauses of a paper ask for, in the paper's words.
//!
//! Sentences are parted at their clauses; a clause that only leads to the next (通过…, 围绕…) stays with it.
//! Chinese has no list of all verbs, so that tasks are told by what is left out: clauses that state a wish, a
//! result or a fact. Sections about guiding ideas, aims and the leading group are left out as a whole.

mod charge;
mod clause;
mod detail;
mod due;
mod festival;
mod group;
mod note;
mod sentence;
mod subject;
mod table;
mod telling;
mod time;
mod unit;
mod words;

use crate::outline::{Outline, Piece};
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::{Class, Measure, Node, RosterEntry, Span};
use crate::text::{is_han, is_stop, starts};
use charge::Charges;
use clause::Clause;
use note::Facts;
pub(crate) use note::is_labelled;
use std::collections::{BTreeMap, BTreeSet};

/// Headings under which nothing is a task.
const SILENT: &[&str] = &[
    "前言",
    "指导思想",
    "创建目标",
    "工作目标",
    "总体目标",
    "总体要求",
    "总体思路",
    "基本形势",
    "主要问题",
    "突出问题",
    "目标任务",
    "基本原则",
    "组织领导机构",
    "组织机构",
    "基本情况",
    "存在问题",
    "存在的问题",
    "目标要求",
    "参加人员",
    "参会人员",
    "参赛人员",
];

/// Headings of a retrospective that look ahead.
const AHEAD: &[&str] = &["下一步", "打算", "今后", "努力方向", "明年", "下阶段", "工作计划", "工作思路"];

/// Characters between a group that a sentence forms and the first holder of its roles.
const NEAR: usize = 24;

/// Reads the candidate tasks.
pub(crate) fn read(paras: &[Para], outline: &Outline, roster: &[RosterEntry], class: Class) -> Vec<Measure> {
    if class == Class::Standard {
        return Vec::new();
    }
    // 成立…领导小组的通知 may lay tasks on the group; without headings only what it asks of a unit by name is one.
    let listed_only = class == Class::Roster && outline.nodes.is_empty();
    let done = class == Class::Retrospective;
    let mut pieces = outline.pieces.clone();
    pieces.extend(bare_items(paras, outline));
    pieces.sort_by_key(|piece| (piece.para, piece.range.start));
    let opening = pieces.iter().position(|piece| !is_cover(paras, piece)).unwrap_or(pieces.len());
    let mut found = Vec::new();
    let mut noted = sentence::Noted::default();
    let mut charges = Charges::new(outline);
    let closers = closers(paras, outline, &pieces);
    for (index, piece) in pieces.iter().enumerate() {
        let running = matches!(paras[piece.para].kind, Kind::Body | Kind::Heading);
        // Without any heading the whole paper is what it asks for, behind its opening.
        let told = class != Class::Other && outline.nodes.is_empty() && index >= opening;
        let placed = piece.under.is_some() || told;
        let listed = is_item_of_list(&paras[piece.para].text.chars);
        if !running || listed {
            continue;
        }
        let text = &paras[piece.para].text.chars[piece.range.clone()];
        charges.hear(outline, &paras[piece.para].text.chars, piece);
        if charge::names_group(text) {
            continue;
        }
        // 1.…。2.…。 over 责任科室：机关党委 in a line of its own: the note is about all items of the paragraph.
        let line = piece.under.map(|id| outline.places[id - 1].0).filter(|para| *para != piece.para);
        // 1.…2.… over 责任单位：各部门: where each section has one such line at its end, it is about the whole section.
        let section = piece.under.filter(|id| closers[id - 1] && is_note_line(paras, piece));
        let section = section.and_then(|id| outline.node(id).parent);
        let with = |id: Option<usize>| {
            line.is_some()
                && (id.map(|id| outline.places[id - 1].0) == line
                    || outline
                        .ids_above(id)
                        .any(|above| piece.under == Some(above) || section == Some(above)))
        };
        let charged = charges.of(outline, piece.under);
        // Where aims and grounds are told only what somebody is asked for by name is a task.
        let silent = charged.is_none() && is_silent(outline, piece.under);
        let above = Facts::above(paras, outline, piece.under);
        let own = Facts::own(paras, outline, piece.under);
        let ahead =
            outline.titles_above(piece.under).any(|title| AHEAD.iter().any(|word| title.contains(word)));
        sentence::read(
            &paras[piece.para].text,
            piece,
            (&above, &own),
            (charged, &with),
            (done && !ahead, !placed || silent),
            &mut noted,
            &mut found,
        );
    }
    if listed_only {
        // 主要负责…；指导…；督促…: what follows the duties of a group at once belongs to them.
        let mut duties_end = None;
        found.retain(|measure| {
            let duty = group::starts_duty(&measure.text.chars().collect::<Vec<_>>());
            let follows = duties_end.is_some_and(|end: usize| measure.span[0] <= end + 2);
            duties_end = if duty || follows { Some(measure.span[1]) } else { None };
            measure.dept.is_some() || duty || follows
        });
    }
    // Who holds which role is no task.
    let mut held: Vec<Span> = roster.iter().map(|entry| entry.span).collect();
    held.sort_unstable();
    found.retain(|measure| {
        let behind = held.partition_point(|span| span[0] < measure.span[1]);
        let holds = held[..behind].iter().rev().take(8).any(|span| span[1] > measure.span[0]);
        // 成立…领导小组，组长由…担任: the paper itself forms it.
        let forms = || {
            let words: Vec<char> = measure.text.chars().collect();
            measure.dept.is_none()
                && held.get(behind).is_some_and(|span| span[0] < measure.span[1] + NEAR)
                && group::forms(&words)
        };
        !holds && !forms()
    });
    if !done {
        found.extend(unanswered(paras, outline, &charges, &found));
        found.extend(table::read(paras));
        found.sort_by_key(|measure| measure.span);
    }
    if note::first_leads(paras) {
        found.iter_mut().for_each(lead_by_first);
    }
    found
}

/// 责任单位：各部门 in a line of its own.
fn is_note_line(paras: &[Para], piece: &Piece) -> bool {
    let text = &paras[piece.para].text.chars;
    piece.range.start == 0 && is_labelled(text)
}

/// For each node, whether a line of its own that says who is to act, as the only one beside its like, closes the
/// section above it. Where items of its level have lines each, one line is about one item.
fn closers(paras: &[Para], outline: &Outline, pieces: &[Piece]) -> Vec<bool> {
    let mut noted: Vec<usize> =
        pieces.iter().filter(|piece| is_note_line(paras, piece)).filter_map(|piece| piece.under).collect();
    noted.dedup();
    let mut beside: BTreeMap<usize, usize> = BTreeMap::new();
    for parent in noted.iter().filter_map(|id| outline.node(*id).parent) {
        *beside.entry(parent).or_default() += 1;
    }
    let single: BTreeSet<usize> = beside
        .iter()
        .filter(|(_, count)| **count > 1)
        .map(|(parent, _)| outline.node(*parent).level)
        .collect();
    let last = outline.last_children();
    let mut closes = vec![false; outline.nodes.len()];
    for id in noted {
        closes[id - 1] = outline.node(id).parent.is_some_and(|parent| {
            last[parent - 1] == Some(id) && !single.contains(&outline.node(parent).level)
        });
    }
    closes
}

/// 广东海事局总值班室 in a line of its own: a short line without a verb or a mark lists somebody or something.
fn is_item_of_list(line: &[char]) -> bool {
    line.len() <= 24
        && !line.contains(&'由')
        && line.iter().all(|c| is_han(*c) || matches!(c, '（' | '）' | '(' | ')'))
        && (!clause::has_action(line)
            || (crate::organ::is_organ(line) || unit::is_unit(line))
                && !Clause::new(line).opens_with_action())
}

/// Of several units the first one leads and the others help, where the paper says so.
fn lead_by_first(measure: &mut Measure) {
    if let Some((first, rest)) = measure.dept.as_deref().and_then(|dept| dept.split_once('、'))
        && measure.support.is_empty()
    {
        measure.support = note::split(rest);
        measure.dept = Some(first.to_owned());
    }
}

fn is_silent(outline: &Outline, under: Option<usize>) -> bool {
    const ENDS: &[&str] = &[
        "目标",
        "主题",
        "时间",
        "地点",
        "意义",
        "原则",
        "思想",
        "背景",
        "目的",
        "名额",
        "范围",
        "条件",
        "对象",
        "形势",
        "联系方式",
    ];
    // 工作职责 under 组织机构 says again what is to be done.
    let duties = |title: &&str| ["职责", "分工"].iter().any(|word| title.contains(word));
    // 总体要求, 目标任务, 工作目标和重点 over numbered items: the items ask for something.
    let items = |title: &str| {
        (title.contains("总体要求")
            || title.contains("目标") && ["任务", "重点", "措施"].iter().any(|word| title.contains(word)))
            && under.is_some_and(|id| outline.node(id).title != title)
    };
    outline.titles_above(under).take_while(|title| !duties(title)).any(|title| {
        // 全面深化一个主题 asks for something.
        // 统计领取地点 asks for something.
        let words: Vec<char> = title.chars().collect();
        let label = ENDS.iter().any(|end| title.ends_with(end))
            && !title.contains("一个")
            && !(words.len() > 4 && Clause::new(&words).opens_with_action());
        let short = title.chars().count() <= 8 && label;
        // 健全组织机构 asks for something as well.
        let acts = ["健全组织机构", "完善组织机构"].iter().any(|deed| title.contains(deed));
        // 售电企业按附件填写基本情况，随自查报告上报 asks for something, and so does 组织机构和保障措施.
        // 充分认识建立信用档案的重要意义
        let meaning = ["充分认识", "深刻认识"].iter().any(|word| title.starts_with(word))
            && ["意义", "重要性", "必要性", "紧迫性"].iter().any(|end| title.ends_with(end));
        let heading = words.len() <= 20
            && !words.contains(&'，')
            && !["措施", "机制", "主要任务", "重点任务", "工作任务"].iter().any(|word| title.contains(word));
        !items(title)
            && (short || meaning || !acts && heading && SILENT.iter().any(|word| title.contains(word)))
    })
}

/// The opening of a paper: why it is written and that something follows.
fn is_cover(paras: &[Para], piece: &Piece) -> bool {
    let text: String = paras[piece.para].text.chars[piece.range.clone()].iter().collect();
    ["如下", "现就", "决定", "现将", "制定本", "提出以下"].iter().any(|word| text.contains(word))
        || ["为", "根据", "按照"].iter().any(|word| text.starts_with(word))
}

/// Items of a chain (一是 …) and headings of action in whose text no clause was recognised: the
/// title itself is the duty, or it would be lost.
fn unanswered(paras: &[Para], outline: &Outline, charges: &Charges, found: &[Measure]) -> Vec<Measure> {
    let mut open = vec![true; outline.nodes.len()];
    for id in found.iter().filter_map(|measure| measure.under) {
        open[id - 1] = false;
    }
    for parent in outline.nodes.iter().filter_map(|node| node.parent) {
        open[parent - 1] = false;
    }
    let duty = |node: &&Node| {
        let title: Vec<char> = node.title.chars().collect();
        open[node.id - 1]
            && node.number.is_some()
            && title.len() >= 6
            && !node.title.contains("阶段")
            && !is_step(&node.title)
            && asks(&title)
            && (node.inline || node.level > 1 && clause::has_action(&title))
            && !is_silent(outline, Some(node.id))
    };
    let measure = |node: &Node| {
        let (para, title) = outline.places[node.id - 1].clone();
        let text = &paras[para].text;
        let stop = (title.start..text.chars.len()).find(|at| is_stop(text.chars[*at]));
        let whole = title.start..stop.unwrap_or(text.chars.len()).max(title.end);
        let words = &text.chars[whole.clone()];
        let mut measure = Measure {
            text: text.str(title),
            under: Some(node.id),
            span: text.span(whole),
            ..detail::of(words)
        };
        measure.dept = measure.dept.or_else(|| charges.of(outline, Some(node.id)));
        Facts::above(paras, outline, Some(node.id)).fill(&mut measure);
        measure
    };
    outline.nodes.iter().filter(duty).map(measure).collect()
}

/// 动员部署（7月）: a step and its time.
fn is_step(title: &str) -> bool {
    let inner = title.split(['（', '(']).nth(1).filter(|_| title.ends_with(['）', ')']));
    inner.is_some_and(|inner| inner.contains('月') || inner.contains("季度"))
}

/// True where the first clause of a title asks for something.
fn asks(title: &[char]) -> bool {
    let first = title.split(|c| matches!(c, '，' | ',')).next().unwrap_or(title);
    clause::sense(&Clause::new(first), false, true) == clause::Sense::Task || first.len() < 6
}

/// 维修机具。: a verb and what it is done to.
fn deed_alone(title: &str) -> bool {
    let title: Vec<char> = title.chars().collect();
    title.len() >= 4 && Clause::new(&title).opens_with_action()
}

/// Items that consist of their title only: the title itself is the task.
fn bare_items(paras: &[Para], outline: &Outline) -> Vec<Piece> {
    let says = |piece: &Piece| {
        paras[piece.para].text.chars[piece.range.clone()].iter().filter(|c| is_han(**c)).count()
    };
    let mut bare = vec![true; outline.nodes.len()];
    // A number, one sentence, and nothing more in the line: the sentence is the item, whatever follows below.
    let sentence = |node: &Node| {
        let (para, title) = &outline.places[node.id - 1];
        let rest = &paras[*para].text.chars[title.end..];
        let stopped = rest.first().is_some_and(|c| is_stop(*c) || matches!(c, '.' | '．'));
        stopped && (rest.len() == 1 || note::is_note(rest) || matches!(rest[1], '（' | '('))
    };
    // 一、县卫生所要指派专人。各校…: a sentence that says who is to act asks for something, be it a title too.
    let stopped = |node: &Node| {
        let (para, title) = &outline.places[node.id - 1];
        paras[*para].text.chars.get(title.end).is_some_and(|c| is_stop(*c))
    };
    let mut has_text = vec![false; outline.nodes.len()];
    // Where the text of a node begins with its title there is nothing to add.
    let mut spoken = vec![false; outline.nodes.len()];
    for piece in &outline.pieces {
        if let Some(id) = piece.under {
            let (para, title) = &outline.places[id - 1];
            spoken[id - 1] |= piece.para == *para && piece.range.start <= title.start;
        }
        let text = &paras[piece.para].text.chars[piece.range.clone()];
        if let Some(id) = piece.under
            && outline.places[id - 1].0 != piece.para
        {
            has_text[id - 1] = true;
        }
        if let Some(id) = piece.under
            && says(piece) > 0
            && !note::is_note(text)
        {
            bare[id - 1] = false;
        }
    }
    let mut leaf = vec![true; outline.nodes.len()];
    for parent in outline.nodes.iter().filter_map(|node| node.parent) {
        (bare[parent - 1], leaf[parent - 1]) = (false, false);
    }
    let items = outline.nodes.iter().filter(|node| {
        let (para, title) = &outline.places[node.id - 1];
        let deed = || {
            let words = &paras[*para].text.chars[title.clone()];
            clause::has_action(words) || subject::of(words).is_some()
        };
        // A noun over running text is its heading, not one more task.
        let asks = || {
            let words = &paras[*para].text.chars[title.clone()];
            words
                .split(|c| matches!(c, '，' | ','))
                .any(|clause| subject::is_bound(clause) || starts(clause, "负责"))
        };
        // 参赛者请于4月30日前投稿至指定邮箱：…
        let addressed = || {
            let words = &paras[*para].text.chars[title.clone()];
            paras[*para].text.chars.get(title.end).is_some_and(|c| matches!(c, '：' | ':'))
                && words.len() >= 12
                && subject::is_bound(words)
        };
        // 严格落实统一的政策，消除不合理的限制。…: what is said at length in the first sentence is asked for.
        let deeds = || {
            let words = &paras[*para].text.chars[title.clone()];
            let clauses = || words.split(|c| matches!(c, '，' | ','));
            let deed = |clause: &[char]| clause.len() >= 10 && Clause::new(clause).opens_with_action();
            clauses().count() > 1 && clauses().all(deed)
        };
        (bare[node.id - 1]
            || leaf[node.id - 1] && stopped(node) && deeds()
            || leaf[node.id - 1] && sentence(node) && (deed() || !has_text[node.id - 1])
            || leaf[node.id - 1] && (stopped(node) && asks() || addressed()))
            && !node.inline
            && !spoken[node.id - 1]
            && (node.title.chars().count() >= 6 || stopped(node) && deed_alone(&node.title))
            && !is_step(&node.title)
    });
    items
        .map(|node| {
            let (para, title) = outline.places[node.id - 1].clone();
            Piece { para, range: title, under: Some(node.id) }
        })
        .collect()
}
