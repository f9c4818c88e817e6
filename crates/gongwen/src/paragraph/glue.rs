//! Papers that lost their line breaks: headings and articles that stand glued are parted.
//!
//! Copies from web pages and character recognition run title, headings and articles together. A break is put
//! back only where the count of the paper itself, or a word that only opens papers, gives reason for it.

use super::part::{TITLE, foot, head, part, untag};
use super::{Para, ParagraphKind, spaced};
use crate::mark::{self, Mark, Style};
use crate::text::{depths, is_break, is_han, is_stop, starts};
use std::collections::BTreeMap;

/// Styles whose numbers may stand glued.
const STYLES: &[Style] = &[Style::Han, Style::Chapter, Style::Article];

/// Parts paragraphs before what stands glued in them: …的通知各科室：…, …如下：一、指导思想….
///
/// A number counts only where a sentence ended before it and where it continues the count of the paper; a
/// first one needs its successor.
pub(super) fn unglue(paras: Vec<Para>) -> Vec<Para> {
    let parted = paras.into_iter().flat_map(untag).flat_map(foot).flat_map(spaced::numbers);
    let paras = head(parted.collect());
    let laters = laters(&paras);
    let mut done = Vec::with_capacity(paras.len());
    let mut count = Count::default();
    let mut paras = paras.into_iter();
    let mut index = 0;
    while let Some(mut para) = paras.next() {
        let below = paras.as_slice();
        let closed = para.text.chars.contains(&'。');
        loop {
            if let Some(mark) = mark::parse(&para.text.chars) {
                count.head(mark.style, mark.value);
            }
            if let Some(at) = inner_decimal(&para).or_else(|| behind_note(&para.text.chars, &count))
                && part(&mut para, at, &mut done)
            {
                // The rest is looked at in turn.
            } else if let Some((at, style)) = inner_first(&para.text.chars, below)
                && part(&mut para, at, &mut done)
            {
                count.open(style);
            } else if let Some((at, style, value)) = glued(&para, &count, &laters[index], below)
                && part(&mut para, at, &mut done)
            {
                count.note(style, value);
            } else {
                break;
            }
        }
        count.opening &= !closed;
        done.push(para);
        index += 1;
    }
    // Who signs may stand behind what was parted last.
    done.into_iter().flat_map(foot).collect()
}

/// The numbers that a paper has reached.
struct Count {
    last: BTreeMap<Style, u64>,
    /// The last number of each style at the head of a paragraph.
    heads: BTreeMap<Style, u64>,
    /// Nothing was said yet: the first number may stand right behind the title.
    opening: bool,
}

impl Default for Count {
    fn default() -> Self {
        Self { last: BTreeMap::new(), heads: BTreeMap::new(), opening: true }
    }
}

impl Count {
    /// Notes a number at the head of a paragraph. Lower numbers count only once they were opened.
    fn note(&mut self, style: Style, value: u64) {
        if STYLES.contains(&style) || self.last.contains_key(&style) {
            self.last.insert(style, value);
        }
        self.last.retain(|open, _| STYLES.contains(open) || *open <= style);
    }

    /// Notes the number at the head of a paragraph.
    fn head(&mut self, style: Style, value: u64) {
        self.note(style, value);
        self.heads.insert(style, value);
    }

    /// A lower level was found glued behind its heading, so that its next numbers may be too.
    fn open(&mut self, style: Style) {
        self.last.retain(|open, _| STYLES.contains(open) || *open <= style);
        self.last.insert(style, 1);
    }
}

/// For each paragraph, the next number of each style that opens a paragraph below it.
fn laters(paras: &[Para]) -> Vec<[Option<u64>; 3]> {
    let mut laters = vec![[None; 3]; paras.len()];
    for at in (1..paras.len()).rev() {
        laters[at - 1] = laters[at];
        if let Some((style, value)) = counted(&paras[at].text.chars)
            && let Some(place) = STYLES.iter().position(|known| *known == style)
        {
            laters[at - 1][place] = Some(value);
        }
    }
    laters
}

/// Style and value of the mark at the start of a text, if it is one that may stand glued.
fn counted(chars: &[char]) -> Option<(Style, u64)> {
    mark::parse(chars).filter(|mark| STYLES.contains(&mark.style)).map(|mark| (mark.style, mark.value))
}

/// 一、总则（一）目的…。（二）…: the first number of a lower level stands right behind a short heading. Its
/// successor must follow, in this paragraph or at the head of one of the `next`.
fn inner_first(chars: &[char], next: &[Para]) -> Option<(usize, Style)> {
    let style = mark::parse(chars)?.style;
    let inner = |mark: &Mark| match style {
        Style::Han => matches!(mark.style, Style::HanBracket | Style::Digit),
        Style::HanBracket => mark.style == Style::Digit,
        _ => false,
    };
    let is = |chars: &[char], value: u64| {
        mark::parse(chars).filter(|mark| inner(mark) && mark.value == value).map(|mark| mark.style)
    };
    let limit = chars.iter().take(40).position(|c| is_stop(*c) || matches!(c, '：' | ':')).unwrap_or(40);
    // （一）年会目的：1、…: a label may stand before it.
    let label = chars.iter().take(16).position(|c| matches!(c, '：' | ':')).map(|colon| colon + 1);
    // （一）动员部署阶段（4月下旬至5月上旬）1、…: the time of a stage may stand before it.
    let (at, style) = (4..limit.min(chars.len()))
        .filter(|at| is_han(chars[at - 1]) && *at <= 28 || timed(chars, *at))
        .chain(label.filter(|at| *at < chars.len()))
        .find_map(|at| is(&chars[at..], 1).map(|style| (at, style)))?;
    let here = (at + 4..chars.len()).any(|next| ended(chars, next) && is(&chars[next..], 2) == Some(style));
    let below = || next.iter().take(12).any(|para| is(&para.text.chars, 2) == Some(style));
    // 二、主要任务（一）…: behind a word that only headings end with, the first number needs no second.
    const ENDS: &[&str] =
        &["任务", "目标", "要求", "措施", "步骤", "安排", "内容", "重点", "原则", "机构", "保障"];
    let heading = at <= 10 && ENDS.iter().any(|end| crate::text::ends(&chars[..at], end));
    (heading || here || below()).then_some((at, style))
}

/// True behind the time of a stage in its brackets.
fn timed(chars: &[char], at: usize) -> bool {
    let open = || chars[..at].iter().rposition(|c| matches!(c, '（' | '('));
    matches!(chars[at - 1], '）' | ')')
        && open().is_some_and(|open| open > 3 && chars[open..at].contains(&'月'))
}

/// 1、总则 1.1编制目的 …: white space parts the first number of the level below from its heading.
fn inner_decimal(para: &Para) -> Option<usize> {
    let loose = &para.loose.chars;
    let number = |at: usize| loose[at..].iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
    let outer = number(0);
    let gaps = (outer..loose.len().min(30)).filter(|at| *at > outer + 1 && loose[at - 1].is_whitespace());
    if outer == 0 || para.kind != ParagraphKind::Body {
        return None;
    }
    let head: String = loose[..outer].iter().collect();
    let first = format!("{}.1", head.trim_end_matches('.'));
    let at = gaps.into_iter().find(|at| loose[*at..*at + number(*at)].iter().collect::<String>() == first)?;
    let place = para.loose.at[at];
    Some(para.text.at.partition_point(|at| *at < place))
}

/// （责任单位：城建局）2.…: the next number stands behind the note on the last one.
fn behind_note(chars: &[char], count: &Count) -> Option<usize> {
    const LABELS: &[&str] = &["责任", "牵头", "配合", "承办", "完成时限"];
    let labelled = LABELS.iter().any(|label| starts(chars.get(1..).unwrap_or_default(), label));
    let open = matches!(chars.first(), Some('（' | '(')) && labelled;
    let close = chars.iter().take(120).position(|c| matches!(c, '）' | ')')).filter(|_| open)?;
    let mark = mark::parse(&chars[close + 1..])?;
    (count.heads.get(&mark.style) == Some(&(mark.value - 1))).then_some(close + 1)
}

/// True where a sentence ended before `at`.
fn ended(chars: &[char], at: usize) -> bool {
    is_stop(chars[at - 1]) || matches!(chars[at - 1], '：' | ':')
}

fn glued(
    para: &Para,
    count: &Count,
    later: &[Option<u64>; 3],
    below: &[Para],
) -> Option<(usize, Style, u64)> {
    let chars = &para.text.chars;
    if para.kind != ParagraphKind::Body || chars.len() < 12 {
        return None;
    }
    let counts = |chars: &[char]| {
        mark::parse(chars)
            .filter(|mark| STYLES.contains(&mark.style) || count.last.contains_key(&mark.style))
            .map(|mark| (mark.style, mark.value))
    };
    let depths = depths(chars);
    // 第一章总则第一条: the title of a chapter has no stop.
    let chapter = counted(chars).is_some_and(|(style, _)| style == Style::Chapter);
    let title = chars.iter().take(24).position(|c| is_break(*c)).unwrap_or(chars.len().min(24));
    // 创建工作方案一、前言: nor has the title of a paper.
    let head = match count.opening {
        true => chars.iter().take(TITLE).position(|c| is_stop(*c)).unwrap_or(chars.len().min(TITLE)),
        false => 0,
    };
    let titled = |at: usize| (4..=head).contains(&at) && !"统第唯之万单同专逐任".contains(chars[at - 1]);
    // 成员：张三 王五 七、评定工作进程: behind a gap the number that is due needs no stop.
    let due = count.last.get(&Style::Han).map_or(0, |last| last + 1);
    let counts_on = |at: usize| {
        para.gap_before(at)
            && due > 2
            && mark::parse(&chars[at..]).is_some_and(|mark| mark.style == Style::Han && mark.value == due)
    };
    let opens = |at: usize, style: Style| {
        let chaptered = chapter && style == Style::Article && (4..=title).contains(&at);
        // 测试包括两个部分：第一部分：… tells the parts of something else.
        let part = style == Style::Chapter
            && !is_stop(chars[at - 1])
            && chars[at..].iter().take(5).any(|c| *c == '部');
        depths[at] == 0
            && !part
            && (ended(chars, at) || chaptered || style == Style::Han && (titled(at) || counts_on(at)))
    };
    let may_open = |at: usize| chapter && at <= title || at <= head || ended(chars, at) || counts_on(at);
    let marks: Vec<(usize, Style, u64)> = (1..chars.len())
        .filter(|at| may_open(*at))
        .filter_map(|at| counts(&chars[at..]).map(|(style, value)| (at, style, value)))
        .filter(|(at, style, _)| opens(*at, *style))
        .collect();
    marks.iter().enumerate().find_map(|(index, (at, style, value))| {
        let before = count.last.get(style).copied().unwrap_or(0);
        let next = marks[index + 1..].iter().find(|(_, other, _)| other == style).map(|(_, _, value)| *value);
        let next = next.or(STYLES.iter().position(|known| known == style).and_then(|place| later[place]));
        let continues = *value == before + 1 && *value > 1;
        let begins = *value == 1
            && (next == Some(2)
                || *style == Style::Article && chapter
                || *style == Style::Han && inner_first(&chars[*at..], below).is_some());
        (continues || begins).then_some((*at, *style, *value))
    })
}
