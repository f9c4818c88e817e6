//! When a stage takes place: a month, a range of months or a quarter, with or without year and day.

use crate::number::{arabic, read as read_number};
use crate::text::{is_break, is_stop};
use std::ops::Range;

/// The window of a stage, and where it is told.
pub(super) struct Time {
    pub range: Range<usize>,
    /// The first month.
    pub start: Option<u32>,
    /// The last month.
    pub end: Option<u32>,
}

/// A month or a range of months within `range`; `near` asks that it opens the text.
pub(super) fn find_time(chars: &[char], range: Range<usize>, near: bool) -> Option<Time> {
    let limit = if near { range.end.min(range.start + 8) } else { range.end };
    let mut at = range.start;
    while at < limit {
        let fresh = at == 0 || arabic(chars[at - 1]).is_none();
        if fresh && let Some(time) = time_at(chars, at, range.end) {
            return Some(time);
        }
        at += 1;
    }
    None
}

/// A point in time: the year and the day are optional, the month is not, 月 may follow the second one only.
struct Point {
    month: Option<u32>,
    /// 月 was printed.
    closed: bool,
    end: usize,
}

fn point(chars: &[char], at: usize, limit: usize) -> Option<Point> {
    let at = at + masked_year(chars, at);
    let (value, mut end) = read_number(chars, at).filter(|(_, end)| *end <= limit)?;
    let mut month = value;
    // 2016年底
    if (1900..2200).contains(&value) && crate::text::has_at(chars, end, "年底") {
        return (end + 2 <= limit).then_some(Point { month: Some(12), closed: true, end: end + 2 });
    }
    if (1900..2200).contains(&value) && matches!(chars.get(end), Some('年' | '.' | '．' | '-' | '/')) {
        (month, end) = read_number(chars, end + 1)?;
    }
    let month = u32::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    let mut closed = false;
    if chars.get(end) == Some(&'月') {
        closed = true;
        end += 1;
        if chars.get(end) == Some(&'份') {
            end += 1;
        }
        // 3月21-11月30日: 日 may be lost before the dash.
        let lost = read_number(chars, end).filter(|(_, day)| {
            let next = matches!(chars.get(*day), Some('-' | '—' | '–' | '至' | '到'))
                .then(|| read_number(chars, day + 1));
            next.flatten().is_some_and(|(_, month)| chars.get(month) == Some(&'月'))
        });
        if let Some((_, day)) = lost {
            end = day;
        } else if let Some((_, day)) =
            read_number(chars, end).filter(|(_, day)| matches!(chars.get(*day), Some('日' | '号')))
        {
            end = day + 1;
        }
        for word in ["上中旬", "中下旬", "上旬", "中旬", "下旬", "月初", "月底", "初", "中", "底", "末"]
        {
            if crate::text::has_at(chars, end, word) {
                end += word.chars().count();
                break;
            }
        }
    }
    Some(Point { month: Some(month), closed, end })
}

/// Length of a year that was masked: 20**年, 20xx年, ××年.
fn masked_year(chars: &[char], at: usize) -> usize {
    let mask = |c: &char| matches!(c, '*' | '＊' | 'x' | 'X' | '×' | '_');
    let len = chars[at..].iter().take(5).take_while(|c| mask(c) || arabic(**c).is_some()).count();
    let masked = chars[at..at + len].iter().any(mask);
    if masked && (2..=4).contains(&len) && chars.get(at + len) == Some(&'年') { len + 1 } else { 0 }
}

/// The time that begins at `at` and ends before `limit`.
pub(super) fn time_at(chars: &[char], at: usize, limit: usize) -> Option<Time> {
    if let Some(time) = quarters_at(chars, at, limit) {
        return Some(time);
    }
    let first = point(chars, at, limit)?;
    let mut next = first.end;
    let joined = |c: Option<&char>| {
        c.is_some_and(|c| matches!(c, '—' | '-' | '－' | '–' | '~' | '～' | '至' | '到' | '―' | '一' | '─'))
    };
    // 6月5日起至10月10日
    let since = usize::from(chars.get(next) == Some(&'起') && chars.get(next + 1) == Some(&'至'));
    next += since;
    while joined(chars.get(next)) && next - first.end < 3 + since {
        next += 1;
    }
    if next > first.end {
        // 10月—次年1月
        for year in ["次年", "翌年", "第二年", "明年", "当年"] {
            next += if crate::text::has_at(chars, next, year) { year.chars().count() } else { 0 };
        }
        if let Some(second) = point(chars, next, limit).filter(|second| second.closed) {
            return Some(Time { range: at..second.end, start: first.month, end: second.month });
        }
        // 3月10日—25日 stays within its month.
        if first.closed
            && let Some((_, day)) = read_number(chars, next)
            && matches!(chars.get(day), Some('日' | '号'))
        {
            return Some(Time { range: at..day + 1, start: first.month, end: first.month });
        }
    }
    if !first.closed {
        return None;
    }
    // 9月1日至测评结束 has no last month.
    // 12月1日至2018年春节前 has none either.
    let event = match read_number(chars, next).filter(|(year, _)| (1900..2200).contains(year)) {
        Some((_, end)) if chars.get(end) == Some(&'年') => end + 1,
        _ => next,
    };
    if next > first.end
        && chars.get(event).is_some_and(|c| crate::text::is_han(*c) && read_number(chars, event).is_none())
    {
        let close = (next..limit)
            .find(|at| matches!(chars[*at], '）' | ')') || is_break(chars[*at]))
            .unwrap_or(limit);
        return Some(Time { range: at..close, start: first.month, end: None });
    }
    let mut end = first.end;
    let until = ["以前", "之前", "前"].iter().find(|word| crate::text::has_at(chars, end, word));
    if let Some(word) = until {
        end += word.chars().count();
        return Some(Time { range: at..end, start: None, end: first.month });
    }
    let onward =
        ["以后", "起", "开始", "及以后", "后"].iter().any(|word| crate::text::has_at(chars, end, word));
    let last = if onward { None } else { first.month };
    // 即日起至2月10日, （至3月25日）
    // 第二阶段至2023年底
    const SINCE: &[&str] =
        &["即日起至", "之日起至", "即日起-", "即日起—", "即日起－", "阶段至", "（至", "(至"];
    let since = SINCE.iter().any(|word| crate::text::ends(&chars[..at], word));
    Some(Time { range: at..end, start: first.month.filter(|_| !since), end: last })
}

/// 第一季度, 二季度至三季度: a quarter is its three months.
fn quarters_at(chars: &[char], at: usize, limit: usize) -> Option<Time> {
    let quarter = |at: usize| {
        let from = at + usize::from(chars.get(at) == Some(&'第'));
        let (value, end) = read_number(chars, from).filter(|(value, _)| (1..=4).contains(value))?;
        let end = end + if crate::text::has_at(chars, end, "季度") { 2 } else { return None };
        (end <= limit).then_some((u32::try_from(value).ok()?, end))
    };
    // The third quarter, not 23季度.
    if at > 0 && (arabic(chars[at - 1]).is_some() || chars[at - 1] == '第') {
        return None;
    }
    let (first, end) = quarter(at)?;
    let joined = matches!(chars.get(end), Some('—' | '-' | '–' | '至' | '到' | '、'));
    let (last, end) = joined.then(|| quarter(end + 1)).flatten().unwrap_or((first, end));
    Some(Time { range: at..end, start: Some(first * 3 - 2), end: Some(last * 3) })
}

/// The month of the first day by which something is to be done within `range`.
pub(super) fn first_until(chars: &[char], range: Range<usize>) -> Option<u32> {
    let fresh = |at: &usize| *at == 0 || arabic(chars[at - 1]).is_none();
    let mut times = range.clone().filter(fresh).filter_map(|at| time_at(chars, at, range.end));
    times.find(|time| time.start.is_none() && time.end.is_some()).and_then(|time| time.end)
}

/// The month in which the last sentence that opens with its time ends.
pub(super) fn last_opened(chars: &[char], range: Range<usize>) -> Option<u32> {
    let opens = range.clone().filter(|at| *at == range.start || is_stop(chars[at - 1]));
    opens.filter_map(|at| time_at(chars, at, range.end).and_then(|time| time.end)).next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, expect: Option<(Option<u32>, Option<u32>, &str)>) {
        let chars: Vec<char> = given.chars().collect();
        let time = find_time(&chars, 0..chars.len(), false);
        let got = time.map(|time| (time.start, time.end, chars[time.range].iter().collect::<String>()));
        assert_eq!(got.as_ref().map(|(a, b, c)| (*a, *b, c.as_str())), expect, "{given}");
    }

    #[test]
    fn months() {
        check("（4—5月）", Some((Some(4), Some(5), "4—5月")));
        check("5月中旬–7月中旬", Some((Some(5), Some(7), "5月中旬–7月中旬")));
        check("2022年11月至2023年2月", Some((Some(11), Some(2), "2022年11月至2023年2月")));
        check("六月底前", Some((None, Some(6), "六月底前")));
        check("3月10日—25日", Some((Some(3), Some(3), "3月10日—25日")));
        check("第二季度", Some((Some(4), Some(6), "第二季度")));
        check("10月—次年1月", Some((Some(10), Some(1), "10月—次年1月")));
        check("动员部署", None);
        check("做好2件事", None);
    }
}
