//! Line breaks that a conversion turned into white space: …编制依据 为… 1.2 适用范围 本预案….
//!
//! White space parts words for many reasons, so that a number behind it opens a line only where it continues the
//! count that the same line began.

use super::part::part;
use super::{Para, ParagraphKind};
use crate::mark::{self, Style};
use crate::number::arabic;
use crate::text::{is_han, is_stop};
use std::collections::BTreeMap;

/// Parts a line before the numbers 1, 1.1, 1.2, 2 … and （1）, （2） … that count on through it.
pub(super) fn numbers(mut para: Para) -> Vec<Para> {
    let mut done = Vec::new();
    if para.kind == ParagraphKind::Body {
        let openings = openings(&para.loose.chars);
        let mut places = decimals(&para, &openings);
        places.extend(first_under(&para, &openings, &places));
        places.extend(counted(&para, &openings, Style::DigitBracket));
        places.extend(counted(&para, &openings, Style::Digit));
        places.extend(headings(&para, &openings));
        places.sort_unstable();
        places.dedup();
        for place in places {
            let at = para.text.at.partition_point(|at| *at < place);
            if part(&mut para, at, &mut done) {
                para.gapped = true;
            }
        }
    }
    done.push(para);
    done
}

/// Where words begin behind white space.
fn openings(chars: &[char]) -> Vec<usize> {
    let opens = |at: &usize| !chars[*at].is_whitespace() && (*at == 0 || chars[at - 1].is_whitespace());
    (0..chars.len()).filter(opens).collect()
}

/// The places of decimals, two at least, each the next of the one before it.
fn decimals(para: &Para, openings: &[usize]) -> Vec<usize> {
    let mut last: Vec<u64> = Vec::new();
    let mut places = Vec::new();
    // 2 组织体系 counts only where 2.1 follows.
    let mut outer: Option<(u64, usize)> = None;
    let mut counted = 0;
    for at in openings.iter().copied() {
        let Some(parts) = parts(&para.loose.chars[at..]) else { continue };
        let place = para.loose.at[at];
        match parts[..] {
            [value] if value == last.first().map_or(1, |last| last + 1) => outer = Some((value, place)),
            [value, 1] if outer.is_some_and(|(open, _)| open == value) => {
                places.extend(outer.take().map(|(_, place)| place));
                places.push(place);
                counted += 1;
                last = parts;
            }
            _ if parts.len() > 1 && follows(&parts, &last) => {
                places.push(place);
                counted += 1;
                last = parts;
            }
            _ => {}
        }
    }
    if counted < 2 { Vec::new() } else { places }
}

/// 1.3 工作原则 （1）以人为本: the first number under a decimal stands behind nothing but its title.
fn first_under(para: &Para, openings: &[usize], decimals: &[usize]) -> Vec<usize> {
    let chars = &para.loose.chars;
    let first = |at: usize| {
        mark::parse(&chars[at..chars.len().min(at + 8)])
            .is_some_and(|mark| mark.style == Style::DigitBracket && mark.value == 1)
    };
    let titled = |from: usize, to: usize| {
        let title = chars[from..to].iter().filter(|c| !c.is_whitespace());
        let words = title.skip_while(|c| arabic(**c).is_some() || matches!(c, '.' | '、'));
        to - from <= 20 && words.clone().count() >= 2 && words.clone().all(|c| is_han(*c))
    };
    let mut places = Vec::new();
    for pair in openings.windows(2) {
        let above = (0..2).filter_map(|back| {
            let index = openings.binary_search(&pair[1]).ok()?.checked_sub(back + 1)?;
            Some(openings[index])
        });
        let mut above = above.filter(|at| decimals.contains(&para.loose.at[*at]));
        if first(pair[1]) && above.any(|from| titled(from, pair[1])) {
            places.push(para.loose.at[pair[1]]);
        }
    }
    places
}

/// 1.2 and 1.1.1 follow 1.1; 1.1 opens a count.
fn follows(next: &[u64], last: &[u64]) -> bool {
    let Some((value, above)) = next.split_last() else { return false };
    match last.get(above.len()) {
        _ if last.is_empty() => next == [1, 1],
        Some(before) => last[..above.len()] == *above && *value == before + 1,
        None => last == above && *value == 1,
    }
}

/// The parts of a number at the start of `chars` that a title follows.
fn parts(chars: &[char]) -> Option<Vec<u64>> {
    let (mut parts, mut at) = (Vec::new(), 0);
    loop {
        let digits = chars[at..].iter().take(3).take_while(|c| arabic(**c).is_some()).count();
        if !(1..=2).contains(&digits) {
            return None;
        }
        let value = chars[at..at + digits].iter().filter_map(|c| arabic(*c));
        parts.push(value.fold(0, |sum, digit| sum * 10 + u64::from(digit)));
        at += digits;
        let goes_on = chars.get(at) == Some(&'.') && chars.get(at + 1).is_some_and(|c| arabic(*c).is_some());
        if !goes_on || parts.len() == 4 {
            break;
        }
        at += 1;
    }
    at += usize::from(matches!(chars.get(at), Some('.' | '、' | '．')));
    let title = chars[at..].iter().take(4).find(|c| !c.is_whitespace()).is_some_and(|c| is_han(*c));
    title.then_some(parts)
}

/// The places of 一、 and （一）, and of those that count on from them, behind white space that follows the end of a
/// sentence.
fn headings(para: &Para, openings: &[usize]) -> Vec<usize> {
    let chars = &para.loose.chars;
    let numbered = |at: usize| mark::parse(&chars[at..chars.len().min(at + 8)]);
    let mut last: BTreeMap<Style, u64> =
        numbered(0).map(|mark| (mark.style, mark.value)).into_iter().collect();
    let mut places = Vec::new();
    for at in openings.iter().copied().filter(|at| *at > 0) {
        let ended = chars[..at].iter().rev().take(4).find(|c| !c.is_whitespace());
        if !ended.is_some_and(|c| is_stop(*c) || matches!(c, '：' | ':')) {
            continue;
        }
        let Some(mark) = numbered(at).filter(|mark| matches!(mark.style, Style::Han | Style::HanBracket))
        else {
            continue;
        };
        if mark.value == 1 || last.get(&mark.style) == Some(&(mark.value - 1)) {
            last.insert(mark.style, mark.value);
            places.push(para.loose.at[at]);
        }
    }
    places
}

/// The places of （1）, （2） …, or of 1., 2. …, each behind white space that follows the end of a sentence.
fn counted(para: &Para, openings: &[usize], style: Style) -> Vec<usize> {
    let chars = &para.loose.chars;
    let mut places = Vec::new();
    let numbered = |at: usize| {
        let mark = mark::parse(&chars[at..chars.len().min(at + 8)]);
        mark.filter(|mark| mark.style == style).map(|mark| mark.value)
    };
    // （2）…； （3）…: a line that opens with a number counts on from it.
    let opened = numbered(0).unwrap_or(0);
    for at in openings.iter().copied() {
        if at == 0 || !(matches!(chars[at], '（' | '(') || arabic(chars[at]).is_some()) {
            continue;
        }
        let ended = chars[..at].iter().rev().take(4).find(|c| !c.is_whitespace());
        let closed = ended.is_some_and(|c| is_stop(*c) || matches!(c, '：' | ':'));
        if closed && numbered(at) == Some(opened + places.len() as u64 + 1) {
            places.push(para.loose.at[at]);
        }
    }
    if places.len() + usize::from(opened > 0) < 2 { Vec::new() } else { places }
}

#[cfg(test)]
mod tests {
    use super::super::split;
    use crate::text::Text;

    fn check(given: &str, expect: &[&str]) {
        let original: Vec<char> = given.chars().collect();
        let paras = split(&Text::new(given), &original);
        let texts: Vec<String> = paras.iter().map(|para| para.text.all()).collect();
        assert_eq!(texts, expect);
    }

    #[test]
    fn numbers_that_count_on_open_lines() {
        check(
            "1 总则 1.1 目的 为做好应急工作，制定本预案。 1.2 范围 适用于本港。 2 职责 2.1 领导 由局长负责。",
            &[
                "1总则",
                "1.1目的为做好应急工作，制定本预案。",
                "1.2范围适用于本港。",
                "2职责",
                "2.1领导由局长负责。",
            ],
        );
        check(
            "分工如下： （1）办公室负责联络。 （2）法规科负责审核。",
            &["分工如下：", "（1）办公室负责联络。", "（2）法规科负责审核。"],
        );
    }

    #[test]
    fn other_numbers_do_not() {
        let text = "全长 1.1 公里，配 2 名管护员， 3 个站点，投资 1.3 亿元。";
        check(text, &["全长1.1公里，配2名管护员，3个站点，投资1.3亿元。"]);
    }
}
