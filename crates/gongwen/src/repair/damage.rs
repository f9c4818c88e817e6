//! Byte damage: a run of GBK text that lost its step by one byte.
//!
//! Such a run begins and ends with `?` (half a character each) and holds wrong characters between them. Read
//! one byte later, its inner characters come out right; of the first and the last one byte is known. These
//! two are taken from a word that stands unharmed elsewhere in the paper, or the place is only flagged.

use crate::plan::{Diagnostic, Severity};
use crate::script::fold_char;
use crate::text::{Text, is_han};
use encoding_rs::GBK;

/// Longest damaged run, in characters, that is tried.
const LONGEST: usize = 6;

/// Words that begin a run and are too common to need a second witness in the paper.
const COMMON: &[&str] = &["日常", "平常", "经常", "正常", "开展", "加强", "组织"];

/// From this number of damaged places on, the text is past mending, and they are only counted.
const MANY: usize = 60;

pub(super) fn mend(text: &mut Text, diagnostics: &mut Vec<Diagnostic>) {
    let (mut at, mut count, mut more) = (1, 0, Vec::new());
    while at < text.len() {
        match run_at(&text.chars, at) {
            Some(end) if count < MANY => {
                at = repair(text, at, end, diagnostics);
                count += 1;
            }
            Some(end) => {
                more.push(text.span(at..end));
                at = end;
            }
            None => at += 1,
        }
    }
    if let Some(first) = more.first() {
        let message = format!("自此处起另有 {} 处文字疑有字节损坏，未作改动。", more.len());
        diagnostics.push(
            Diagnostic::new(Severity::Doubt, *first, message).hint("请对照原件更正，或换用完好的文件。"),
        );
    }
}

/// End of the damaged run that starts with `?` at `at`.
fn run_at(chars: &[char], at: usize) -> Option<usize> {
    let odd = |c: char| c == '?' || c == '\u{FFFD}';
    if !odd(chars[at]) || !is_han(chars[at - 1]) {
        return None;
    }
    let last = (at + 1..chars.len().min(at + LONGEST))
        .rev()
        .find(|last| odd(chars[*last]) && chars[at + 1..*last].iter().any(|c| is_han(*c)))?;
    let inner = &chars[at + 1..last];
    let follows = chars.get(last + 1).is_some_and(|c| !c.is_whitespace());
    (follows && inner.iter().all(|c| is_han(*c) || odd(*c))).then_some(last + 1)
}

fn repair(text: &mut Text, start: usize, end: usize, diagnostics: &mut Vec<Diagnostic>) -> usize {
    let place = text.span(start..end);
    let damaged = text.str(start..end);
    let Some(mended) = reread(&text.chars, start, end) else {
        let message = format!("此处文字疑有字节损坏：“{damaged}”，未作改动。");
        diagnostics.push(Diagnostic::new(Severity::Doubt, place, message).hint("请对照原件更正。"));
        return end;
    };
    let word: String = mended.iter().map(|c| fold_char(*c)).collect();
    let message = format!("字节损坏“{damaged}”已按错位的 GBK 字节还原为“{word}”。");
    diagnostics.push(Diagnostic::new(Severity::Repair, place, message));
    let last_at = text.at[end - 1];
    let at: Vec<usize> =
        (0..mended.len()).map(|i| text.at[start + i.min(end - start - 1)].min(last_at)).collect();
    text.at.splice(start..end, at);
    text.chars.splice(start..end, mended.iter().copied());
    start + mended.len()
}

/// Rereads the inner bytes one step later and completes both ends from the paper itself.
fn reread(chars: &[char], start: usize, end: usize) -> Option<Vec<char>> {
    let inner: String = chars[start + 1..end - 1].iter().map(|c| if *c == '?' { '？' } else { *c }).collect();
    let (bytes, _, failed) = GBK.encode(&inner);
    if failed || bytes.len() < 2 || bytes.len() % 2 != 0 {
        return None;
    }
    let (head_trail, tail_lead) = (bytes[0], bytes[bytes.len() - 1]);
    let (middle, failed) = GBK.decode_without_bom_handling(&bytes[1..bytes.len() - 1]);
    if failed {
        return None;
    }
    let middle: Vec<char> = middle.chars().collect();
    let before = fold_char(chars[start - 1]);
    let folded: Vec<char> = chars.iter().map(|c| fold_char(*c)).collect();
    let folded_middle: Vec<char> = middle.iter().map(|c| fold_char(*c)).collect();
    let sound = |from: usize| from + 1 < start || from > end;

    let tail = witness(chars, &folded, &folded_middle, sound, |at| fits(chars[at], None, Some(tail_lead)))?;
    let head = heads(chars, &folded, &folded_middle, fold_char(tail), sound)
        .or_else(|| heads_after(chars, &folded, before, head_trail, sound))
        .filter(|c| fits(*c, Some(head_trail), None))
        .or_else(|| common(before, head_trail))?;
    let mut mended = vec![head];
    mended.extend(middle);
    mended.push(tail);
    Some(mended)
}

/// The character that follows `middle` elsewhere in the paper, where only one fits.
fn witness(
    chars: &[char],
    folded: &[char],
    middle: &[char],
    sound: impl Fn(usize) -> bool,
    fits: impl Fn(usize) -> bool,
) -> Option<char> {
    let mut found = (0..folded.len().saturating_sub(middle.len()))
        .filter(|at| sound(*at) && folded[*at..].starts_with(middle) && fits(at + middle.len()))
        .map(|at| chars[at + middle.len()]);
    let first = found.next()?;
    found.all(|other| fold_char(other) == fold_char(first)).then_some(first)
}

/// The character before `middle` + `tail` elsewhere in the paper.
fn heads(
    chars: &[char],
    folded: &[char],
    middle: &[char],
    tail: char,
    sound: impl Fn(usize) -> bool,
) -> Option<char> {
    let mut word = middle.to_vec();
    word.push(tail);
    let mut found =
        (1..folded.len()).filter(|at| sound(*at) && folded[*at..].starts_with(&word)).map(|at| chars[at - 1]);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// The character with the known second byte that follows `before` elsewhere in the paper.
fn heads_after(
    chars: &[char],
    folded: &[char],
    before: char,
    trail: u8,
    sound: impl Fn(usize) -> bool,
) -> Option<char> {
    let mut found = (1..folded.len())
        .filter(|at| sound(*at) && folded[at - 1] == before && fits(chars[*at], Some(trail), None))
        .map(|at| chars[at]);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

fn common(before: char, trail: u8) -> Option<char> {
    COMMON.iter().find_map(|word| {
        let mut pair = word.chars();
        (pair.next() == Some(before)).then(|| pair.next()).flatten().filter(|c| fits(*c, Some(trail), None))
    })
}

/// True where the GBK bytes of `c` agree with what is known of them.
fn fits(c: char, trail: Option<u8>, lead: Option<u8>) -> bool {
    let mut buffer = [0; 4];
    let (bytes, _, failed) = GBK.encode(c.encode_utf8(&mut buffer));
    !failed
        && bytes.len() == 2
        && lead.is_none_or(|lead| bytes[0] == lead)
        && trail.is_none_or(|trail| bytes[1] == trail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, expect: &str) {
        let mut text = Text::new(given);
        mend(&mut text, &mut Vec::new());
        assert_eq!(text.all(), expect);
    }

    #[test]
    fn runs_with_a_witness_are_mended() {
        check("坚持日??己?、年终考核并重。", "坚持日常考核、年终考核并重。");
        check("深入開展?幭葎?優活動。以爭先創優為主線。", "深入開展爭先創優活動。以爭先創優為主線。");
    }

    #[test]
    fn questions_and_unknown_runs_stay() {
        check("为什么?怎么办?大家来谈。", "为什么?怎么办?大家来谈。");
        check("市里??己?。", "市里??己?。");
    }
}
