//! 禁则: where a line of Chinese text may end, after GB/T 15834-2011, 5.1 (punctuation at the ends of a
//! line), and the wrapping of text by widths.

use super::width;
use std::ops::Range;

/// Never at the start of a line: closing marks and what hangs on the character before.
const NOT_FIRST: &str = "，。、；：？！）》〉」』】〕〗］｝”’％‰℃…—～·,.;:?!)]}%°′″々";
/// Never at the end of a line: opening marks.
const NOT_LAST: &str = "（《〈「『【〔〖［｛“‘([{¥￥＄$№第";

/// True if a line may begin with this character.
pub fn may_start(c: char) -> bool {
    !NOT_FIRST.contains(c)
}

/// True if a line may end with this character.
pub fn may_end(c: char) -> bool {
    !NOT_LAST.contains(c)
}

/// True if a line may be broken between two neighbours.
pub fn may_break(before: char, after: char) -> bool {
    if before == ' ' || before == '\u{3000}' {
        return may_start(after);
    }
    let word = |c: char| c.is_ascii_alphanumeric();
    let glued = (word(before) && word(after))
        || (matches!(before, '.' | ',' | '-' | '/' | ':') && word(after))
        || (before.is_ascii_digit()
            && matches!(after, '-' | '/' | '℃' | '亿' | '万' | '年' | '月' | '日' | '号' | '届' | '个'))
        || matches!((before, after), ('—', '—') | ('…', '…'));
    !glued && may_start(after) && may_end(before)
}

/// Cuts `text` into lines; widths in halves of a character, the first line may be of another width.
/// What cannot be broken anywhere is cut at the width, so that every line fits and nothing is lost.
pub fn wrap(text: &str, first: usize, rest: usize) -> Vec<Range<usize>> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let place = |at: usize| chars.get(at).map_or(text.len(), |(byte, _)| *byte);
    let mut lines = Vec::new();
    let mut start = 0;
    while start < chars.len() {
        let room = if lines.is_empty() { first } else { rest };
        let end = line_end(&chars, start, room);
        lines.push(place(start)..place(end));
        start = end;
    }
    lines
}

/// End of the line that starts at `start`: at least one character further.
fn line_end(chars: &[(usize, char)], start: usize, room: usize) -> usize {
    let (mut end, mut used) = (start, 0);
    while end < chars.len() {
        used += width::half(chars[end].1);
        if used > room && end > start {
            break;
        }
        end += 1;
    }
    if end == chars.len() {
        return end;
    }
    let good = (start + 1..=end).rev().find(|at| may_break(chars[at - 1].1, chars[*at].1));
    good.unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, chars: usize) -> Vec<&str> {
        wrap(text, chars * 2, chars * 2).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn no_line_begins_or_ends_with_a_forbidden_mark() {
        let cases: &[(&str, usize, &[&str])] = &[
            ("积极创建，持续", 4, &["积极创", "建，持续"]),
            ("印发《方案》通知", 3, &["印发", "《方", "案》通", "知"]),
            ("截至2026年底", 3, &["截至", "2026年", "底"]),
            ("完成率98.5%以上", 5, &["完成率", "98.5%以上"]),
            ("甲——乙", 2, &["甲—", "—乙"]),
            ("甲乙……丙", 3, &["甲", "乙……", "丙"]),
        ];
        for (text, width, expected) in cases {
            assert_eq!(lines(text, *width), *expected, "{text}");
        }
    }

    #[test]
    fn nothing_is_lost_and_what_cannot_be_broken_is_cut() {
        let text = "。。。。。。。。AAAAAAAAAAAAAAAAAAAAAAAAA";
        for width in 1..12 {
            assert_eq!(lines(text, width).concat(), text);
        }
    }
}
