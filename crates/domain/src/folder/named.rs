//! Days in names of files and folders, as people and phones write them.

use crate::day::Day;

/// A day found in a name, and the name without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub day: Option<Day>,
    /// A year or a month that stands alone, for the names below it.
    pub year: Option<i16>,
    pub month: Option<i8>,
    /// What is left of the name.
    pub rest: String,
}

/// What a name tells, under the year and the month of the folders above it.
pub(super) fn read(name: &str, year: Option<i16>, month: Option<i8>) -> Named {
    let chars: Vec<char> = name.chars().map(narrow).collect();
    for at in 0..chars.len() {
        // In the middle of a number no date begins.
        if at > 0 && (chars[at - 1].is_ascii_digit() || chars[at - 1] == '.') {
            continue;
        }
        let whole = full(&chars[at..]).or_else(|| without_year(&chars[at..], year, at == 0));
        if let Some((day, length)) = whole {
            let rest = without(&chars, at, length);
            return Named { day: Some(day), year: Some(day.year()), month: Some(day.month()), rest };
        }
    }
    alone(&chars, year, month)
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '．' | '。' => '.',
        '－' | '—' | '–' => '-',
        other => other,
    }
}

/// Digits at the begin, and how many.
fn number(chars: &[char], most: usize) -> Option<(i16, usize)> {
    let length = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    if length == 0 || length > most {
        return None;
    }
    let text: String = chars[..length].iter().collect();
    Some((text.parse().ok()?, length))
}

fn day(year: i16, month: i16, date: i16) -> Option<Day> {
    if !(1990..=2100).contains(&year) {
        return None;
    }
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(date).ok()?)
}

/// `2026年3月15日`, `2026-3-15`, `2026.03.15`, `20260315`.
fn full(chars: &[char]) -> Option<(Day, usize)> {
    let run = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    // A phone writes the time behind it: 20260315_101010, or twenty digits in one.
    if run == 8 || run == 14 {
        let part = |from: usize, to: usize| chars[from..to].iter().collect::<String>().parse::<i16>().ok();
        return Some((day(part(0, 4)?, part(4, 6)?, part(6, 8)?)?, run));
    }
    let (year, mut at) = number(chars, 4).filter(|(_, length)| *length == 4)?;
    let (month, date);
    at += mark(&chars[at..], &['年', '-', '.', '_', '/'])?;
    (month, at) = number(&chars[at..], 2).map(|(value, length)| (value, at + length))?;
    at += mark(&chars[at..], &['月', '-', '.', '_', '/'])?;
    (date, at) = number(&chars[at..], 2).map(|(value, length)| (value, at + length))?;
    at += mark(&chars[at..], &['日', '号']).unwrap_or(0);
    Some((day(year, month, date)?, at))
}

/// `3月15日`, `3.15`, `0315`, under a folder that names the year.
fn without_year(chars: &[char], year: Option<i16>, begins: bool) -> Option<(Day, usize)> {
    let year = year?;
    let run = chars.iter().take_while(|c| c.is_ascii_digit()).count();
    // Four digits further on are what cameras count with.
    if run == 4 && begins {
        let part = |from: usize, to: usize| chars[from..to].iter().collect::<String>().parse::<i16>().ok();
        return Some((day(year, part(0, 2)?, part(2, 4)?)?, 4));
    }
    let (month, mut at) = number(chars, 2)?;
    let sign = *chars.get(at)?;
    if !matches!(sign, '月' | '.' | '-') {
        return None;
    }
    let (date, length) = number(&chars[at + 1..], 2)?;
    at += 1 + length;
    let end = mark(&chars[at..], &['日', '号']);
    // `3.15` and `3-15` may be a number of something; with 月 it is a day, with or without 日.
    let followed = chars.get(at).is_some_and(|c| matches!(c, '.' | '-') || c.is_ascii_digit());
    if sign != '月' && followed {
        return None;
    }
    Some((day(year, month, date)?, at + end.unwrap_or(0)))
}

fn mark(chars: &[char], marks: &[char]) -> Option<usize> {
    chars.first().filter(|c| marks.contains(c)).map(|_| 1)
}

/// A year or a month alone: `2026`, `2026年`, `3月`, `03`; a date alone under a month: `15日`.
fn alone(chars: &[char], year: Option<i16>, month: Option<i8>) -> Named {
    let text: String = chars.iter().collect();
    let mut named = Named { day: None, year, month, rest: text.trim().to_owned() };
    if let Some((value, 4)) = number(chars, 4)
        && (1990..=2100).contains(&value)
    {
        let rest = chars[4..].iter().collect::<String>();
        let rest = rest.strip_prefix("年度").or_else(|| rest.strip_prefix('年')).unwrap_or(&rest);
        let month = chars.get(5..).and_then(month_of);
        let rest = rest.split_once('月').filter(|_| month.is_some()).map_or(rest, |(_, rest)| rest);
        return Named { day: None, year: Some(value), month, rest: trimmed(rest) };
    }
    if let Some(value) = month_of(chars) {
        let rest = text.split_once('月').map(|(_, rest)| rest).unwrap_or_default();
        named.month = Some(value);
        named.rest = trimmed(rest.strip_prefix('份').unwrap_or(rest));
    } else if let (Some((value, length)), Some(year), Some(month)) = (number(chars, 2), year, month)
        && mark(&chars[length..], &['日', '号']).is_some()
    {
        named.day = day(year, i16::from(month), value);
        named.rest = without(chars, 0, length + 1);
    }
    named
}

fn month_of(chars: &[char]) -> Option<i8> {
    let (value, length) = number(chars, 2)?;
    mark(&chars[length..], &['月'])?;
    i8::try_from(value).ok().filter(|month| (1..=12).contains(month))
}

fn without(chars: &[char], at: usize, length: usize) -> String {
    let (before, after) = (&chars[..at], chars.get(at + length..).unwrap_or_default());
    let (before, after): (String, String) = (before.iter().collect(), after.iter().collect());
    let (before, after) = (trimmed(&before), trimmed(&after));
    if before.is_empty() || after.is_empty() {
        format!("{before}{after}")
    } else {
        format!("{before} {after}")
    }
}

/// Without the signs that part a date from words.
pub(super) fn trimmed(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || "-_.、，,：:（）()[]【】+".contains(c)).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_and_phones_write_them() {
        for (name, year, day, rest) in [
            ("2026-03-12 植树", None, "2026-03-12", "植树"),
            ("2026年3月12日义务植树", None, "2026-03-12", "义务植树"),
            ("植树（2026.3.12）", None, "2026-03-12", "植树"),
            ("20260312植树", None, "2026-03-12", "植树"),
            ("IMG_20260312_093000", None, "2026-03-12", "IMG 093000"),
            ("VID20260312093000", None, "2026-03-12", "VID"),
            ("２０２６年３月１２日", None, "2026-03-12", ""),
            ("3月12日植树", Some(2026), "2026-03-12", "植树"),
            ("3.12植树", Some(2026), "2026-03-12", "植树"),
            ("0312植树", Some(2026), "2026-03-12", "植树"),
            ("植树3月12号", Some(2026), "2026-03-12", "植树"),
        ] {
            let named = read(name, year, None);
            assert_eq!(
                (named.day.map(|it| it.to_string()).as_deref(), named.rest.as_str()),
                (Some(day), rest),
                "{name}"
            );
        }
        assert_eq!(read("12日植树", Some(2026), Some(3)).day, Day::new(2026, 3, 12));
    }

    #[test]
    fn what_is_no_day_is_none() {
        for (name, year) in [
            ("3月12日植树", None),
            ("3.12植树", None),
            ("20261332", None),
            ("mmexport1700000000000", None),
            ("2026年植树", None),
            ("第3.1.2条", Some(2026)),
            ("植树", Some(2026)),
            ("DSC_0412 植树", Some(2026)),
            ("", None),
        ] {
            assert_eq!(read(name, year, None).day, None, "{name}");
        }
    }

    #[test]
    fn years_and_months_speak_for_what_stands_below() {
        for (name, year, month, rest) in [
            ("2026", Some(2026), None, ""),
            ("2026年", Some(2026), None, ""),
            ("2026年度创建资料", Some(2026), None, "创建资料"),
            ("2026年3月", Some(2026), Some(3), ""),
            ("3月", Some(2025), Some(3), ""),
            ("3月份活动", Some(2025), Some(3), "活动"),
        ] {
            let named = read(name, Some(2025), None);
            assert_eq!((named.year, named.month, named.rest.as_str()), (year, month, rest), "{name}");
        }
    }
}
