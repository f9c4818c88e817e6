//! 报送时间: on which days of a year a criterion is due, from the part of the term it is about or
//! from the standard's words. Words that name no day give none; nothing is guessed.

use super::{Slot, Standard};
use crate::day::Day;

/// Due days of a criterion in a year, in order.
pub fn due_days(standard: &Standard, index: usize, year: i16) -> Vec<Day> {
    let nodes = standard.tree.nodes();
    let way = || std::iter::successors(Some(index), |at| nodes[*at].parent);
    if let Some(slot) = way().find_map(|at| nodes[at].slot) {
        return of_slot(slot, year).into_iter().collect();
    }
    match way().map(|at| nodes[at].due.as_str()).find(|words| !words.is_empty()) {
        Some(words) => of_words(words, year),
        None => Vec::new(),
    }
}

fn of_slot(slot: Slot, year: i16) -> Option<Day> {
    match slot {
        Slot::Year(year) => Day::new(year, 12, 31),
        Slot::Month(month) => end_of(year, i8::try_from(month).ok()?),
        Slot::Quarter(quarter) => end_of(year, i8::try_from(quarter.checked_mul(3)?).ok()?),
    }
}

fn end_of(year: i16, month: i8) -> Option<Day> {
    Day::new(year, month, 1).map(Day::month_end)
}

/// `6月、12月`, `3月31日`, 每月, 每季度, 每半年, 年底 ….
fn of_words(words: &str, year: i16) -> Vec<Day> {
    let months: &[i8] = if words.contains("每月") || words.contains("月报") {
        &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    } else if words.contains("每季") || words.contains("每个季度") {
        &[3, 6, 9, 12]
    } else if words.contains("每半年") || words.contains("半年一次") {
        &[6, 12]
    } else {
        return named(words, year);
    };
    months.iter().filter_map(|month| end_of(year, *month)).collect()
}

/// Months and days that are named by number, and the ends of year and half-year.
fn named(words: &str, year: i16) -> Vec<Day> {
    let mut days = Vec::new();
    let mut rest = words;
    while let Some(at) = rest.find('月') {
        let (before, month) = number_before(&rest[..at]);
        let year = if ["次年", "下一年", "第二年"].iter().any(|it| before.ends_with(it)) {
            year + 1
        } else {
            year
        };
        rest = &rest[at + '月'.len_utf8()..];
        let day = rest.find('日').and_then(|end| rest[..end].parse::<i8>().ok());
        days.extend(month.and_then(|month| match day {
            Some(day) => Day::new(year, month, day),
            None => end_of(year, month),
        }));
    }
    if words.contains("上半年") {
        days.extend(end_of(year, 6));
    }
    if ["下半年", "年底", "年末", "每年"].iter().any(|it| words.contains(it)) {
        days.extend(end_of(year, 12));
    }
    days.sort_unstable();
    days.dedup();
    days
}

/// The number at the end of a text, and what stands before it.
fn number_before(text: &str) -> (&str, Option<i8>) {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    (before, text[before.len()..].parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_name_days_or_none() {
        for (words, expected) in [
            ("6月、12月", &["2026-06-30", "2026-12-31"][..]),
            ("每季度", &["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]),
            ("3月15日前", &["2026-03-15"]),
            ("上半年", &["2026-06-30"]),
            ("年底", &["2026-12-31"]),
            ("次年1月", &["2027-01-31"]),
            ("11月、次年1月15日", &["2026-11-30", "2027-01-15"]),
            ("13月", &[]),
            ("按要求及时报送", &[]),
            ("", &[]),
        ] {
            let said: Vec<String> = of_words(words, 2026).iter().map(ToString::to_string).collect();
            assert_eq!(said, expected, "{words}");
        }
        assert_eq!(of_words("每月", 2026).len(), 12);
    }
}
