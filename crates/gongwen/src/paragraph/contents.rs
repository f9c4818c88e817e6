//! 目录: a table of contents repeats the headings of a paper and is none of its text.

use super::{Para, ParagraphKind};
use crate::mark::{self, Style};
use crate::number::{arabic, is_numeral};
use crate::text::{ends, is_han, starts};

/// Longest entry.
const LONGEST: usize = 40;
/// Most entries of a list that dots close.
const MOST: usize = 80;

/// Makes noise of each list of headings under a line 目录, up to where its first heading stands once more.
pub(super) fn drop(paras: &mut [Para]) {
    if let Some(at) = broken_off(paras) {
        paras[at].kind = ParagraphKind::Noise;
    }
    let mut at = 0;
    while at < paras.len() {
        let chars = &paras[at].text.chars;
        let entries = match () {
            () if is_label(chars) => entries(paras, at + 1),
            () if starts(chars, "目录/提纲") => dotted(paras, at + 1),
            () => 0,
        };
        if entries > 0 {
            paras[at..=at + entries].iter_mut().for_each(|para| para.kind = ParagraphKind::Noise);
        }
        at += entries + 1;
    }
}

/// 一、加强领导，落实责任2023年以来… over 一、加强领导，落实责任: the abstract over a text breaks off behind its
/// first heading, which then stands once more.
fn broken_off(paras: &[Para]) -> Option<usize> {
    let first = |para: &Para| {
        mark::parse(&para.text.chars).is_some_and(|mark| mark.style == Style::Han && mark.value == 1)
    };
    let mut found =
        (0..paras.len().min(40)).filter(|at| paras[*at].kind == ParagraphKind::Body && first(&paras[*at]));
    let (abstracted, again) = (found.next()?, found.next()?);
    let (one, other) = (&paras[abstracted].text.chars, &paras[again].text.chars);
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let between = paras[abstracted + 1..again].iter().all(|para| para.kind == ParagraphKind::Noise);
    (between && same >= 8 && one.len() != other.len()).then_some(abstracted)
}

fn is_label(chars: &[char]) -> bool {
    chars.len() <= 4 && ends(chars, "目录")
}

/// How many paragraphs from `from` on a list takes that a line of dots closes.
fn dotted(paras: &[Para], from: usize) -> usize {
    let dots = |para: &Para| !para.text.is_empty() && para.text.chars.iter().all(|c| *c == '…');
    let end = paras[from..].iter().take(MOST).position(dots);
    end.filter(|end| paras[from..from + end].iter().all(|para| !para.text.chars.contains(&'。')))
        .map_or(0, |end| end + 1)
}

/// How many paragraphs from `from` on the list takes.
fn entries(paras: &[Para], from: usize) -> usize {
    let mut first: Option<&[char]> = None;
    let (mut count, mut next) = (0, from);
    while let Some(para) = paras.get(next) {
        let chars = &para.text.chars[..];
        if para.kind != ParagraphKind::Noise {
            let title = titled(chars);
            if !is_entry(chars) || first == Some(title) {
                break;
            }
            first = first.or(Some(title));
            count += 1;
        }
        next += 1;
    }
    if count < 3 { 0 } else { next - from }
}

/// A short line of words without the marks of a sentence.
fn is_entry(chars: &[char]) -> bool {
    chars.len() <= LONGEST
        && chars.iter().any(|c| is_han(*c))
        && !chars.iter().any(|c| matches!(c, '。' | '，' | '；' | '：' | ':' | ',' | ';' | '！' | '？'))
}

/// An entry without its number and what stands beside it.
fn titled(chars: &[char]) -> &[char] {
    let counts = |c: &char| {
        arabic(*c).is_some()
            || is_numeral(*c)
            || matches!(c, '.' | '．' | '、' | '（' | '）' | '(' | ')' | '第' | '章' | '节')
    };
    let open = chars.iter().position(|c| !counts(c)).unwrap_or(0);
    let close = chars.iter().rposition(|c| is_han(*c)).map_or(chars.len(), |last| last + 1);
    &chars[open..close.max(open)]
}
