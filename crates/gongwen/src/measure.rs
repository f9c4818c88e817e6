//! Candidate tasks: clauses with a verb of action and an object, in the paper's words.
//!
//! Sentences are parted at their clauses; a clause that only leads to the next (通过…, 围绕…) stays with it.
//! Clauses that state a wish or a result (提高素质, 形成氛围) are no tasks. Sections about guiding ideas,
//! aims and the leading group are left out.

mod detail;
mod words;

use crate::outline::{Outline, Piece, lead_in};
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::{Class, Measure, Node};
use crate::text::{Text, contains, depths, ends, is_break, is_han, is_stop, starts};
use std::ops::Range;
use words::{ADVERBS, RESULTS, VERBS};

/// Headings under which nothing is a task.
const SILENT: &[&str] = &[
    "指导思想",
    "创建目标",
    "工作目标",
    "总体目标",
    "总体要求",
    "目标任务",
    "基本原则",
    "组织领导机构",
    "组织机构",
    "基本情况",
    "存在问题",
    "存在的问题",
    "目标要求",
];

/// Headings of a retrospective that look ahead.
const AHEAD: &[&str] = &["下一步", "打算", "今后", "努力方向", "明年", "下阶段", "工作计划", "工作思路"];

/// Reads the candidate tasks.
pub(crate) fn read(paras: &[Para], outline: &Outline, class: Class) -> Vec<Measure> {
    let done = class == Class::Retrospective;
    let silent = matches!(class, Class::Roster | Class::Standard);
    if silent {
        return Vec::new();
    }
    let mut pieces = outline.pieces.clone();
    pieces.extend(bare_items(paras, outline));
    pieces.sort_by_key(|piece| (piece.para, piece.range.start));
    let mut found = Vec::new();
    for piece in &pieces {
        if piece.under.is_none() || !matches!(paras[piece.para].kind, Kind::Body | Kind::Heading) {
            continue;
        }
        if outline.titles_above(piece.under).any(|title| SILENT.iter().any(|word| title.contains(word))) {
            continue;
        }
        let ahead =
            outline.titles_above(piece.under).any(|title| AHEAD.iter().any(|word| title.contains(word)));
        clauses(&paras[piece.para].text, piece, done && !ahead, &mut found);
    }
    if !done {
        found.extend(unanswered(paras, outline, &found));
        found.sort_by_key(|measure| measure.span);
    }
    found
}

/// Items of a chain (一是 …) and headings of action in whose text no clause was recognised: the
/// title itself is the duty, or it would be lost.
fn unanswered(paras: &[Para], outline: &Outline, found: &[Measure]) -> Vec<Measure> {
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
            && title.len() >= 6
            && !node.title.contains("阶段")
            && (node.inline || node.level > 1 && has_action(&title))
            && !outline
                .titles_above(Some(node.id))
                .any(|title| SILENT.iter().any(|word| title.contains(word)))
    };
    let measure = |node: &Node| {
        let (para, title) = outline.places[node.id - 1].clone();
        let text = &paras[para].text;
        let stop = (title.start..text.chars.len()).find(|at| is_stop(text.chars[*at]));
        let whole = title.start..stop.unwrap_or(text.chars.len()).max(title.end);
        let words = &text.chars[whole.clone()];
        Measure {
            text: text.str(title),
            under: Some(node.id),
            dept: detail::dept(words),
            support: detail::support(words),
            deadline: detail::deadline(words),
            cadence: detail::cadence(words),
            quantity: detail::quantity(words),
            festivals: detail::festivals(words),
            done: false,
            span: text.span(whole),
        }
    };
    outline.nodes.iter().filter(duty).map(measure).collect()
}

/// Items that consist of their title only: the title itself is the task.
fn bare_items(paras: &[Para], outline: &Outline) -> Vec<Piece> {
    let says = |piece: &Piece| {
        paras[piece.para].text.chars[piece.range.clone()].iter().filter(|c| is_han(**c)).count()
    };
    let mut bare = vec![true; outline.nodes.len()];
    for piece in &outline.pieces {
        let text = &paras[piece.para].text.chars[piece.range.clone()];
        if let Some(id) = piece.under
            && says(piece) > 0
            && !detail::is_note(text)
        {
            bare[id - 1] = false;
        }
    }
    for node in &outline.nodes {
        if let Some(parent) = node.parent {
            bare[parent - 1] = false;
        }
    }
    let items = outline
        .nodes
        .iter()
        .filter(|node| bare[node.id - 1] && !node.inline && node.title.chars().count() >= 6);
    items
        .map(|node| {
            let (para, title) = outline.places[node.id - 1].clone();
            Piece { para, range: title, under: Some(node.id) }
        })
        .collect()
}

fn clauses(text: &Text, piece: &Piece, done: bool, found: &mut Vec<Measure>) {
    let chars = &text.chars;
    let label = |c: &char| is_han(*c) || matches!(c, '（' | '(');
    let note = chars[piece.range.clone()].iter().position(label).map(|at| piece.range.start + at);
    if let Some(note) = note.filter(|note| detail::is_note(&chars[*note..piece.range.end])) {
        // （责任科室：…） after the stop belongs to what was said before it.
        let facts = detail::of_sentence(&chars[note..piece.range.end]);
        for measure in found.iter_mut().rev().take_while(|measure| measure.under == piece.under) {
            measure.dept = measure.dept.take().or_else(|| facts.dept.clone());
            measure.deadline = measure.deadline.take().or_else(|| facts.deadline.clone());
            if measure.support.is_empty() {
                measure.support.clone_from(&facts.support);
            }
        }
        return;
    }
    let depths = depths(&chars[piece.range.clone()]);
    let offset = piece.range.start;
    let mut sentence = piece.range.start;
    for at in piece.range.clone() {
        if depths[at - offset] == 0 && is_stop(chars[at]) || at + 1 == piece.range.end {
            let end = if is_stop(chars[at]) { at } else { at + 1 };
            parts(text, sentence..end, &depths, offset, piece.under, done, found);
            sentence = at + 1;
            let rest = &chars[sentence..piece.range.end];
            if matches!(rest.first(), Some('（' | '(')) && detail::is_note(rest) {
                let note = Piece { range: sentence..piece.range.end, ..piece.clone() };
                return clauses(text, &note, done, found);
            }
        }
    }
}

/// Parts one sentence into tasks.
fn parts(
    text: &Text,
    sentence: Range<usize>,
    depths: &[usize],
    offset: usize,
    under: Option<usize>,
    done: bool,
    found: &mut Vec<Measure>,
) {
    let chars = &text.chars;
    let facts = detail::of_sentence(&chars[sentence.clone()]);
    let mut lead = None;
    let mut start = sentence.start;
    let edge = |at: usize| at == sentence.end || (depths[at - offset] == 0 && is_break(chars[at]));
    for at in sentence.start..=sentence.end {
        if at < start || !edge(at) {
            continue;
        }
        let clause = start..at;
        start = at + 1;
        if clause.is_empty() {
            continue;
        }
        let begin = lead.unwrap_or(clause.start);
        let part = &chars[clause.clone()];
        let last = at == sentence.end;
        let leads = lead_in(part) && (part.contains(&'为') || !starts(part, "以"));
        let open =
            ["为主题", "为载体", "为契机", "为主要内容", "为内容", "为抓手", "为重点", "等形式", "多种形式"];
        let leads = leads || open.iter().any(|word| ends(part, word));
        if !last && (leads || matches!(chars[at], '：' | ':')) {
            lead = Some(begin);
            continue;
        }
        lead = None;
        let led = begin < clause.start || lead_in(part);
        let acting = opens_with_action(part) || led && has_action(part);
        let whole = begin..clause.end;
        let dated = part.len() > 10 && has_action(part) && detail::deadline(part).is_some();
        let acting = (acting || dated) && !finishes(part);
        if !acting && part.len() <= 20 {
            // …，6月底前完成 or …，由法规科牵头 completes the clause before it.
            let before = found.last_mut().filter(|last| last.span[0] >= text.at[sentence.start]);
            if let Some(last) = before
                && detail::complete(last, part)
            {
                last.span[1] = text.at[clause.end - 1] + 1;
            }
            continue;
        }
        if !acting || is_result(part) || whole.len() < 6 || clause.len() > 160 {
            continue;
        }
        let words = &chars[whole.clone()];
        found.push(Measure {
            text: text.str(whole.clone()),
            under,
            dept: detail::dept(words).or_else(|| facts.dept.clone()),
            support: if facts.support.is_empty() { detail::support(words) } else { facts.support.clone() },
            deadline: detail::deadline(words).or_else(|| facts.deadline.clone()),
            cadence: detail::cadence(words),
            quantity: detail::quantity(words),
            festivals: detail::festivals(words),
            done,
            span: text.span(whole),
        });
    }
}

/// True for a clause that only says by when: 6月底前完成, 12月12日前检查完毕.
fn finishes(clause: &[char]) -> bool {
    let ended = ["完成", "完毕", "到位", "结束", "办结"].iter().any(|word| ends(clause, word));
    ended && clause.len() <= 14 && detail::deadline(clause).is_some()
}

/// True where a verb of action with an object opens the clause, behind adverbs and a short subject.
fn opens_with_action(clause: &[char]) -> bool {
    let mut at = detail::subject_end(clause);
    loop {
        let rest = &clause[at..];
        if let Some(verb) = longest(&VERBS, rest) {
            return has_object(&rest[verb..]);
        }
        let Some(adverb) = longest(&ADVERBS, rest) else { return false };
        at += adverb;
    }
}

/// 扎实开展工作 and 全面贯彻落实 name nothing to do.
fn has_object(rest: &[char]) -> bool {
    let verb = longest(&VERBS, rest).unwrap_or(0);
    let rest = &rest[verb..];
    rest.len() >= 2 && rest != ['工', '作']
}

fn longest(words: &[&str], text: &[char]) -> Option<usize> {
    words.iter().filter(|word| starts(text, word)).map(|word| word.chars().count()).max()
}

fn has_action(clause: &[char]) -> bool {
    VERBS.iter().any(|verb| contains(clause, verb))
}

/// A wish, a result, or the purpose of the clause before (以推动…开展).
fn is_result(clause: &[char]) -> bool {
    let purpose = ["以推动", "以提高", "以实现", "以促进", "以确保"].iter().any(|word| starts(clause, word));
    let mut at = detail::subject_end(clause);
    loop {
        let rest = &clause[at..];
        if purpose || RESULTS.iter().any(|word| starts(rest, word)) {
            return true;
        }
        let Some(adverb) = longest(&ADVERBS, rest) else { return false };
        at += adverb;
    }
}
