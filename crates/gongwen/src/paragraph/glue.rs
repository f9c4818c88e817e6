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
use crate::text::{Text, depths, is_break, is_han, is_stop, starts};
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
    let paras = unglue_head(paras.into_iter().flat_map(untag).flat_map(unglue_foot).collect());
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
    done
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
    let limit = chars.iter().take(28).position(|c| is_stop(*c) || matches!(c, '：' | ':')).unwrap_or(28);
    let (at, style) = (4..limit.min(chars.len()))
        .filter(|at| is_han(chars[at - 1]))
        .find_map(|at| is(&chars[at..], 1).map(|style| (at, style)))?;
    let here = (at + 4..chars.len()).any(|next| ended(chars, next) && is(&chars[next..], 2) == Some(style));
    let below = || next.iter().take(6).any(|para| is(&para.text.chars, 2) == Some(style));
    // 二、主要任务（一）…: behind a word that only headings end with, the first number needs no second.
    const ENDS: &[&str] =
        &["任务", "目标", "要求", "措施", "步骤", "安排", "内容", "重点", "原则", "机构", "保障"];
    let heading = at <= 10 && ENDS.iter().any(|end| crate::text::ends(&chars[..at], end));
    (heading || here || below()).then_some((at, style))
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

/// Parts lines at the tags for breaks that pages leave in copied text: <br>, </p>.
fn untag(mut para: Para) -> Vec<Para> {
    let mut done = Vec::new();
    while let Some((at, end)) = tag(&para.text.chars) {
        let mut rest = cut(&mut para, end);
        let open = rest.text.chars.iter().position(|c| *c != ' ').unwrap_or(rest.text.len());
        rest.text = rest.text.slice(open..rest.text.len());
        para.text = para.text.slice(0..at);
        let place = para.text.at.last().map_or(0, |at| at + 1);
        para.loose = para.loose.slice(0..para.loose.at.partition_point(|at| *at < place));
        if para.text.is_empty() {
            para.kind = ParagraphKind::Noise;
        }
        done.push(para);
        para = rest;
    }
    if para.text.is_empty() {
        para.kind = ParagraphKind::Noise;
    }
    done.push(para);
    done
}

/// The first such tag.
fn tag(chars: &[char]) -> Option<(usize, usize)> {
    const TAGS: &[&str] = &["br", "br/", "br /", "/br", "p", "/p", "div", "/div"];
    let mut from = 0;
    while let Some(at) = (from..chars.len()).find(|at| chars[*at] == '<') {
        let close = chars[at..].iter().take(8).position(|c| *c == '>').map(|len| at + len);
        if let Some(close) = close
            && TAGS
                .iter()
                .any(|tag| chars[at + 1..close].iter().collect::<String>().eq_ignore_ascii_case(tag))
        {
            return Some((at, close + 1));
        }
        from = at + 1;
    }
    None
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
    // The title may stand in a line of its own over a paper that is glued from its addressees on.
    let glued = |para: &Para| address_end(&para.text.chars).filter(|end| *end < para.text.len());
    let next = (at..paras.len().min(at + 8)).find_map(|at| glued(&paras[at]).map(|end| (at, end)));
    if let Some((at, end)) = next {
        let rest = cut(&mut paras[at], end);
        paras.insert(at + 1, rest);
    }
    paras
}

/// Parts organ, date and what follows them in one line: 云岚市交通运输局 2024年3月1日 云岚市应急预案 1.1 目的. They
/// may stand behind the sentence that closes the paper.
fn unglue_foot(mut para: Para) -> Vec<Para> {
    let mut done = Vec::new();
    let words = words(&para.loose);
    let dated =
        |word: &[char]| find_date(word).is_some_and(|found| found.start == 0 && found.end == word.len());
    let signs = |at: &usize| {
        let opens = *at == 0 || words[at - 1].1.last().is_some_and(|c| is_stop(*c));
        opens && is_organ(&words[*at].1) && words.get(at + 1).is_some_and(|(_, word)| dated(word))
    };
    let Some(foot) = (para.kind == ParagraphKind::Body).then(|| (0..words.len()).find(signs)).flatten()
    else {
        return vec![para];
    };
    let [(organ, _), (day, _), (rest, next), tail @ ..] = &words[foot..] else { return vec![para] };
    let mut places = vec![*organ, *day, *rest];
    if kind::of_title(&next.iter().collect::<String>()).is_some() {
        places.extend(tail.first().map(|(place, _)| *place));
        places.extend(tail.iter().skip(1).take(3).filter(|(_, word)| counts(word)).map(|(place, _)| *place));
    }
    for place in places {
        let at = para.text.at.partition_point(|at| *at < place);
        part(&mut para, at, &mut done);
    }
    done.push(para);
    done
}

/// The first words of a line that white space parts, each with its place.
fn words(loose: &Text) -> Vec<(usize, Vec<char>)> {
    let chars = &loose.chars;
    let opens = |at: &usize| !chars[*at].is_whitespace() && (*at == 0 || chars[at - 1].is_whitespace());
    let word = |at: usize| {
        let end = (at..chars.len()).find(|at| chars[*at].is_whitespace()).unwrap_or(chars.len());
        // Of a long word only its end is asked for.
        chars[if end - at > 2 * TITLE { end - TITLE } else { at }..end].to_vec()
    };
    (0..chars.len()).filter(opens).take(12).map(|at| (loose.at[at], word(at))).collect()
}

/// 1.1 or the like, alone between white space.
fn counts(word: &[char]) -> bool {
    word.first().is_some_and(|c| arabic(*c).is_some())
        && word.iter().all(|c| arabic(*c).is_some() || *c == '.')
}

/// Where the addressees that a long paragraph begins with end.
fn address_end(chars: &[char]) -> Option<usize> {
    let colon = chars.iter().take(120).position(|c| matches!(c, '：' | ':'))?;
    (chars.len() > colon + 10 && addressed(&chars[..=colon]).is_some()).then_some(colon + 1)
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
