//! Reading the figures and dates of Chinese papers: full-width forms, 二十六, 二〇二二年, 6月.
//!
//! Shared by the readers of days, cadences and deadlines; knows no calendar rules.

use crate::day::Day;

/// Turns full-width ASCII and the ideographic space into their plain forms.
pub(crate) fn fold_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' | '\u{a0}' => ' ',
            // Full-width forms stand at a fixed distance from ASCII (Unicode block FF00).
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            _ => c,
        })
        .collect()
}

/// Folds what typists vary and readers ignore: width, spaces, 星期 and 礼拜 for 周, 号 for 日.
pub(crate) fn fold(text: &str) -> String {
    let folded: String = fold_width(text).chars().filter(|c| !c.is_whitespace()).collect();
    folded.replace("星期", "周").replace("礼拜", "周").replace('号', "日").replace("周天", "周日")
}

/// The first `limit` characters, with an ellipsis where some were left off.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The value of a Chinese digit; 两 counts as two.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '〇' | '○' | '零' => Some(0),
        '一' => Some(1),
        '二' | '两' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    }
}

/// Reads a number at the head, Arabic (up to four digits) or Chinese (0–99), and gives what follows it.
pub(crate) fn number(text: &str) -> Option<(u32, &str)> {
    let arabic = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    if arabic > 0 {
        let value = (arabic <= 4).then(|| text[..arabic].parse().ok()).flatten()?;
        return Some((value, &text[arabic..]));
    }
    let take = |text: &'_ str| text.chars().next().and_then(digit);
    let (tens, rest) = match take(text) {
        Some(head) => {
            let rest = &text[head_len(text)..];
            match rest.strip_prefix('十') {
                Some(rest) => (head, rest),
                None => return Some((head, rest)),
            }
        }
        None => (1, text.strip_prefix('十')?),
    };
    match take(rest) {
        Some(ones) => Some((tens * 10 + ones, &rest[head_len(rest)..])),
        None => Some((tens * 10, rest)),
    }
}

fn head_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Reads a year of four digits at the head, `2022` or `二〇二二`, and gives what follows it.
pub(crate) fn year(text: &str) -> Option<(u32, &str)> {
    let mut value = 0;
    let mut chars = text.char_indices();
    for _ in 0..4 {
        let (_, c) = chars.next()?;
        value = value * 10 + c.to_digit(10).or_else(|| digit(c).filter(|_| c != '两'))?;
    }
    let rest = chars.as_str();
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((value, rest))
}

/// The day of these figures, `None` where the calendar has none.
pub(crate) fn day(year: u32, month: u32, day: u32) -> Option<Day> {
    Day::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

/// Reads a whole text as year, month and day, with at most a weekday or a time of day behind them.
pub(crate) fn date(text: &str) -> Option<(u32, u32, u32)> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some((text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?));
    }
    let (year, rest) = year(text)?;
    let (month, rest) = number(after_separator(rest, '年')?)?;
    let (day, rest) = number(after_separator(rest, '月')?)?;
    let tail = rest.trim_start();
    is_date_tail(tail.strip_prefix(['日', '号']).unwrap_or(tail)).then_some((year, month, day))
}

fn after_separator(text: &str, word: char) -> Option<&str> {
    let rest = text.trim_start().strip_prefix([word, '-', '.', '/', '。', '—', '–', '−'])?;
    Some(rest.trim_start())
}

/// Whether what follows a date may be dropped: a bracketed or bare weekday, or the time a spreadsheet adds.
fn is_date_tail(tail: &str) -> bool {
    let tail = tail.trim_matches(|c: char| c.is_whitespace() || matches!(c, '(' | ')'));
    let weekday = ["星期", "礼拜", "周"].iter().find_map(|word| tail.strip_prefix(word));
    let is_clock = |text: &str| {
        text.contains(':')
            && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | 'Z' | '+' | 'T'))
    };
    tail.is_empty() || weekday.is_some_and(|day| day.chars().count() == 1) || is_clock(tail)
}
