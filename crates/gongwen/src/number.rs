//! Numerals: Han numbers (十二, 二〇二二, 两), Arabic digits of either width, and dates.

/// Value of a Han numeral, positional (二〇二二) or with units (一百二十); `None` for anything else.
pub(crate) fn parse_han(chars: &[char]) -> Option<u64> {
    if chars.is_empty() || chars.len() > 9 {
        return None;
    }
    if chars.len() > 1 && chars.iter().all(|c| digit(*c).is_some()) {
        return chars.iter().try_fold(0u64, |sum, c| Some(sum * 10 + digit(*c)?));
    }
    let (mut total, mut section, mut pending) = (0u64, 0u64, None);
    for c in chars {
        match (digit(*c), scale(*c)) {
            (Some(value), _) => pending = Some(value),
            (None, Some(10_000)) => {
                total += (section + pending.take().unwrap_or(0)) * 10_000;
                section = 0;
            }
            (None, Some(scale)) => section += pending.take().unwrap_or(1) * scale,
            (None, None) => return None,
        }
    }
    Some(total + section + pending.unwrap_or(0))
}

/// True for characters of Han numerals.
pub(crate) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || scale(c).is_some()
}

fn digit(c: char) -> Option<u64> {
    let value = match c {
        '〇' | '零' | '○' | 'Ｏ' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    Some(value)
}

fn scale(c: char) -> Option<u64> {
    match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1000),
        '万' => Some(10_000),
        _ => None,
    }
}

/// Value of an Arabic digit, ASCII or full width.
pub(crate) fn arabic(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// Reads Arabic or Han digits at `at`: value and end.
pub(crate) fn read(chars: &[char], at: usize) -> Option<(u64, usize)> {
    let mut end = at;
    while end < chars.len() && end - at < 9 && arabic(chars[end]).is_some() {
        end += 1;
    }
    if end > at {
        let value = chars[at..end].iter().fold(0, |sum, c| sum * 10 + u64::from(arabic(*c).unwrap_or(0)));
        return Some((value, end));
    }
    while end < chars.len() && end - at < 9 && is_numeral(chars[end]) {
        end += 1;
    }
    parse_han(&chars[at..end]).map(|value| (value, end))
}

/// A date found in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Date {
    pub start: usize,
    pub end: usize,
    /// ISO day, where year, month and day are all given and sound.
    pub iso: Option<String>,
}

/// First date with a year from 1900 to 2199 in `chars`: 2022年3月10日, 二〇二二年三月, 2022-03-10.
pub(crate) fn find_date(chars: &[char]) -> Option<Date> {
    (0..chars.len())
        .filter(|at| match arabic(chars[*at]) {
            Some(_) => *at == 0 || arabic(chars[at - 1]).is_none(),
            None => digit(chars[*at]).is_some() || scale(chars[*at]).is_some(),
        })
        .find_map(|at| date_at(chars, at))
}

/// A year of four Han digits in which a Latin or round O stands for 〇: 二O一一.
fn year_with_o(chars: &[char], start: usize) -> Option<(u64, usize)> {
    let year = chars.get(start..start + 4)?;
    let value = |c: &char| if matches!(c, 'O' | 'o' | '0' | '◯' | 'Ο') { Some(0) } else { digit(*c) };
    let value = year.iter().try_fold(0, |sum, c| Some(sum * 10 + value(c)?))?;
    digit(year[0]).map(|_| (value, start + 4))
}

fn date_at(chars: &[char], start: usize) -> Option<Date> {
    let (year, at) = year_with_o(chars, start).or_else(|| read(chars, start))?;
    if !(1900..2200).contains(&year) {
        return None;
    }
    let parted = |c: Option<&char>| c.is_some_and(|c| matches!(c, '-' | '/' | '.' | '．'));
    let dashed = parted(chars.get(at));
    if !dashed && chars.get(at) != Some(&'年') {
        return None;
    }
    let (month, at) = read(chars, at + 1).filter(|(month, _)| (1..=12).contains(month))?;
    let closed = if dashed { parted(chars.get(at)) } else { chars.get(at) == Some(&'月') };
    if !closed {
        return None;
    }
    let day = read(chars, at + 1).filter(|(day, _)| (1..=31).contains(day));
    match day {
        Some((day, end)) if dashed || chars.get(end) == Some(&'日') => {
            Some(Date { start, end: end + usize::from(!dashed), iso: iso(year, month, day) })
        }
        _ if dashed => None,
        // 二○一三年四月二十三: the last character is missing, and nothing follows.
        Some((day, end)) if end == chars.len() && end > at + 2 => {
            Some(Date { start, end, iso: iso(year, month, day) })
        }
        _ => Some(Date { start, end: at + 1, iso: None }),
    }
}

/// The ISO day, where the month has it.
fn iso(year: u64, month: u64, day: u64) -> Option<String> {
    (day <= days(year, month)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

fn days(year: u64, month: u64) -> u64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_numerals() {
        let parse = |text: &str| parse_han(&text.chars().collect::<Vec<_>>());
        assert_eq!(parse("十二"), Some(12));
        assert_eq!(parse("二〇二二"), Some(2022));
        assert_eq!(parse("一百二十"), Some(120));
        assert_eq!(parse("两"), Some(2));
        assert_eq!(parse("三千五百"), Some(3500));
        assert_eq!(parse("甲"), None);
    }

    #[test]
    fn dates() {
        let iso = |text: &str| find_date(&text.chars().collect::<Vec<_>>()).and_then(|date| date.iso);
        assert_eq!(iso("2022年3月10日").as_deref(), Some("2022-03-10"));
        assert_eq!(iso("二〇二三年十二月一日印发").as_deref(), Some("2023-12-01"));
        assert_eq!(iso("二O一一年5月16日").as_deref(), Some("2011-05-16"));
        assert_eq!(iso("2022年2月30日"), None);
        assert_eq!(iso("2022年3月"), None);
        assert_eq!(iso("2021-05-06").as_deref(), Some("2021-05-06"));
    }
}
