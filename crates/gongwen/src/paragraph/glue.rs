//! Papers that lost their line breaks: what stands glued is parted.
//!
//! Copies from web pages and character recognition run title, headings and articles together. A break is put
//! back only where the count of the paper itself, or a word that only opens papers, gives reason for it.

use super::{Para, ParagraphKind};
use crate::anatomy::{addressed, number_at_start};
use crate::kind;
use crate::mark::{self, Mark, Style};
use crate::number::{arabic, find_date};
use crate::organ::is_organ;
use crate::text::{depths, is_break, is_han, is_stop, starts};
use std::collections::BTreeMap;

/// Styles whose numbers may stand glued.
const STYLES: &[Style] = &[Style::Han, Style::Chapter, Style::Article];
/// Longest title of a glued paper.
const TITLE: usize = 70;

/// Parts paragraphs before what stands glued in them: …的通知各科室：…, …如下：一、指导思想….
///
/// A number counts only where a sentence ended before it and where it continues the count of the paper; a
/// first one needs its successor.
pub(super) fn unglue(paras: Vec<Para>) -> Vec<Para> {
    let paras = unglue_head(paras.into_iter().flat_map(unglue_foot).collect());
    let laters = laters(&paras);
    let mut done = Vec::with_capacity(paras.len());
    let mut count = Count::default();
    let mut paras = paras.into_iter();
    let mut index = 0;
    while let Some(mut para) = paras.next() {
        let below = paras.as_slice();
        let whole = para.text.len();
        if let Some(mark) = mark::parse(&para.text.chars) {
            count.note(mark.style, mark.value);
        }
        loop {
            if let Some((at, style)) = inner_first(&para.text.chars, below)
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
        count.opening &= whole == 0;
        done.push(para);
        index += 1;
    }
    done
}

/// The numbers that a paper has reached.
struct Count {
    last: BTreeMap<Style, u64>,
    /// Nothing was said yet: the first number may stand right behind the title.
    opening: bool,
}

impl Default for Count {
    fn default() -> Self {
        Self { last: BTreeMap::new(), opening: true }
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
    let limit = chars.iter().take(28).position(|c| is_stop(*c) || matches!(c, '：' | ':')).unwrap_or(28);
    let (at, style) = (4..limit.min(chars.len()))
        .filter(|at| is_han(chars[at - 1]))
        .find_map(|at| is(&chars[at..], 1).map(|style| (at, style)))?;
    let here = (at + 4..chars.len()).any(|next| ended(chars, next) && is(&chars[next..], 2) == Some(style));
    let below = || next.iter().take(6).any(|para| is(&para.text.chars, 2) == Some(style));
    (here || below()).then_some((at, style))
}

/// True where a sentence ended before `at`, or a note in brackets did that stands behind one.
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
    let opens = |at: usize, style: Style| {
        let chaptered = chapter && style == Style::Article && (4..=title).contains(&at);
        depths[at] == 0 && (ended(chars, at) || chaptered || style == Style::Han && titled(at))
    };
    let may_open = |at: usize| chapter && at <= title || at <= head || ended(chars, at);
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

/// Parts number, title and 主送 from a paper whose first line holds all of it.
fn unglue_head(mut paras: Vec<Para>) -> Vec<Para> {
    let Some(first) = paras.iter().position(|para| !para.text.is_empty()) else { return paras };
    let mut at = first;
    while let Some(end) = head_end(&paras[at]).filter(|end| *end < paras[at].text.len()) {
        let rest = cut(&mut paras[at], end);
        paras.insert(at + 1, rest);
        at += 1;
    }
    paras
}

/// Parts organ, date and what follows them in one line: 云岚市交通运输局 2024年3月1日 云岚市应急预案 1.1 目的.
fn unglue_foot(mut para: Para) -> Vec<Para> {
    let blank = |c: &char| c.is_whitespace();
    let mut done = Vec::new();
    let words: Vec<(usize, Vec<char>)> = {
        let chars = &para.loose.chars;
        let opens = |at: &usize| !blank(&chars[*at]) && (*at == 0 || blank(&chars[*at - 1]));
        let word = |at: usize| chars[at..].iter().take_while(|c| !blank(c)).take(TITLE).copied().collect();
        (0..chars.len()).filter(opens).take(6).map(|at| (para.loose.at[at], word(at))).collect()
    };
    let [(_, organ), (day, date), (rest, next), ..] = words.as_slice() else { return vec![para] };
    let dated = find_date(date).is_some_and(|found| found.start == 0 && found.end == date.len());
    if para.kind != ParagraphKind::Body || !dated || !is_organ(organ) {
        return vec![para];
    }
    let mut places = vec![*day, *rest];
    if kind::of_title(&next.iter().collect::<String>()).is_some() {
        places.extend(words.get(3).map(|(place, _)| *place));
        places.extend(words.iter().skip(4).filter(|(_, word)| counts(word)).map(|(place, _)| *place));
    }
    for place in places {
        let at = para.text.at.partition_point(|at| *at < place);
        part(&mut para, at, &mut done);
    }
    done.push(para);
    done
}

/// 1.1 or the like, alone between white space.
fn counts(word: &[char]) -> bool {
    word.first().is_some_and(|c| arabic(*c).is_some())
        && word.iter().all(|c| arabic(*c).is_some() || *c == '.')
}

/// Where the number, the title or the 主送 that a long paragraph begins with ends.
fn head_end(para: &Para) -> Option<usize> {
    let chars = &para.text.chars;
    if para.kind != ParagraphKind::Body || chars.len() <= TITLE {
        return None;
    }
    if let Some((_, end)) = number_at_start(chars) {
        let day = find_date(&chars[end..]).filter(|day| day.start == 0);
        return Some(end + day.map_or(0, |day| day.end));
    }
    let colon = |from: usize| (from..chars.len().min(from + 120)).find(|at| matches!(chars[*at], '：' | ':'));
    let address = |from: usize| colon(from).filter(|colon| addressed(&chars[from..=*colon]).is_some());
    if let Some(colon) = address(0) {
        return Some(colon + 1);
    }
    const OPENS: &[&str] = &["为", "根据", "按照", "依据", "第一章", "第一条", "一、", "今年以来", "近年来"];
    let quoted = depths(chars);
    let limit = (0..TITLE).find(|at| quoted[*at] == 0 && is_break(chars[*at])).unwrap_or(TITLE);
    (8..=limit).filter(|end| quoted[*end] == 0).find(|end| {
        let rest = &chars[*end..];
        let year = rest.iter().take(4).all(|c| arabic(*c).is_some()) && rest.get(4) == Some(&'年');
        let numbered = || number_at_start(rest).is_some();
        let opens = year || OPENS.iter().any(|word| starts(rest, word)) || numbered();
        (opens || address(*end).is_some())
            && kind::of_title(&chars[..*end].iter().collect::<String>()).is_some()
    })
}

/// Parts `para` before `at`: the first half is put to `done`, the rest stays. `false` where nothing is parted.
fn part(para: &mut Para, at: usize, done: &mut Vec<Para>) -> bool {
    let parts = at > 0 && at < para.text.len();
    if parts {
        let rest = cut(para, at);
        done.push(std::mem::replace(para, rest));
    }
    parts
}

/// Takes what stands from `at` on out of `para`.
fn cut(para: &mut Para, at: usize) -> Para {
    let place = para.text.at[at];
    let loose = para.loose.at.partition_point(|loose| *loose < place);
    let rest = Para {
        text: para.text.slice(at..para.text.len()),
        loose: para.loose.slice(loose..para.loose.len()),
        span: [place, para.span[1]],
        ..para.clone()
    };
    para.text = para.text.slice(0..at);
    para.loose = para.loose.slice(0..loose);
    para.span[1] = place;
    rest
}
