//! 目录: a table of contents repeats the headings of a paper and is none of its text.

use super::{Para, ParagraphKind};
use crate::number::{arabic, is_numeral};
use crate::text::{ends, is_han};

/// Longest entry.
const LONGEST: usize = 40;

/// Makes noise of each list of headings under a line 目录, up to where its first heading stands once more.
pub(super) fn drop(paras: &mut [Para]) {
    let mut at = 0;
    while at < paras.len() {
        let entries = if is_label(&paras[at].text.chars) { entries(paras, at + 1) } else { 0 };
        if entries > 0 {
            paras[at..=at + entries].iter_mut().for_each(|para| para.kind = ParagraphKind::Noise);
        }
        at += entries + 1;
    }
}

fn is_label(chars: &[char]) -> bool {
    chars.len() <= 4 && ends(chars, "目录")
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
