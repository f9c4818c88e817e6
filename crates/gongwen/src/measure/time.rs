//! Points of time within a clause: a time of day, a day, a part of a month, and the times that a clause opens with.

use super::due::{DEADLINES, deadline_at};
use crate::number::{arabic, is_numeral, read as read_number};
use crate::text::{ends, has_at};

/// End of a time of day at `at`: 4:30, 下午5时, 上午9点半.
pub(super) fn clock(clause: &[char], at: usize) -> Option<usize> {
    let part = match clause.get(at)? {
        '上' | '下' | '中' | '晚' | '早' => {
            Some(["上午", "下午", "中午", "晚上", "早上"].iter().find(|part| has_at(clause, at, part))?)
        }
        c if c.is_ascii_digit()
            && clause[at..].iter().take(3).any(|c| matches!(c, ':' | '：' | '时' | '点')) =>
        {
            None
        }
        _ => return None,
    };
    let from = at + part.map_or(0, |part| part.chars().count());
    let (hour, end) = read_number(clause, from).filter(|(hour, _)| *hour <= 24)?;
    match clause.get(end) {
        Some(':' | '：') => {
            let (minute, close) = read_number(clause, end + 1)?;
            (minute < 60 && hour <= 24 && close == end + 3).then_some(close)
        }
        Some('时' | '点') => {
            // 下午2点15分前, 下午2点15前
            let minute = read_number(clause, end + 1).filter(|(minute, _)| *minute < 60);
            let close = minute.map_or(end + 1, |(_, close)| close);
            let close = close + usize::from(matches!(clause.get(close), Some('半' | '分')));
            // 3点要求 is no time of day, 16时前 and 6月1日9时 are.
            let told = clause.get(close) == Some(&'前') || at > 0 && clause[at - 1] == '日';
            (part.is_some() || told).then_some(close)
        }
        _ => None,
    }
}

/// End of a point in time at `at`: 2022年6月底, 3月15日, 15日, 3月4日下午4:00.
pub(super) fn point(clause: &[char], at: usize) -> Option<usize> {
    if let Some(end) = clock(clause, at) {
        return Some(end);
    }
    let end = day(clause, at)?;
    let end = weekday(clause, end).unwrap_or(end);
    Some(clock(clause, end).unwrap_or(end))
}

/// End of a day of the week in brackets: 3月30日(周六)前.
fn weekday(clause: &[char], at: usize) -> Option<usize> {
    let open = matches!(clause.get(at)?, '（' | '(');
    let named = ["周", "星期", "礼拜"].iter().any(|word| has_at(clause, at + 1, word));
    let close = (at + 3..clause.len().min(at + 6)).find(|at| matches!(clause[*at], '）' | ')'))?;
    (open && named).then_some(close + 1)
}

fn day(clause: &[char], at: usize) -> Option<usize> {
    let (_, mut end) = read_number(clause, at)?;
    // 一季度前, 三季度末前
    if has_at(clause, end, "季度") {
        let part = ["末", "底", "初"].iter().any(|part| has_at(clause, end + 2, part));
        return Some(end + 2 + usize::from(part));
    }
    if clause.get(end) == Some(&'年') {
        end = match read_number(clause, end + 1) {
            Some((_, month)) => month,
            // 2026年底, 2026年年底
            None => {
                let twice = usize::from(has_at(clause, end + 1, "年底"));
                return has_at(clause, end + 1 + twice, "底").then_some(end + 2 + twice);
            }
        };
    }
    if clause.get(end) == Some(&'日') && at > 0 && matches!(clause[at - 1], '月') {
        return Some(end + 1);
    }
    // 24日下午4:00前: with a time of day the day says enough.
    let lone = clause.get(end) == Some(&'日') && (at == 0 || crate::text::is_han(clause[at - 1]));
    if lone
        && !(at > 0 && matches!(clause[at - 1], '月' | '年' | '每' | '至' | '到'))
        && clock(clause, end + 1).is_some()
    {
        return Some(end + 1);
    }
    if clause.get(end) != Some(&'月') {
        return None;
    }
    end += 1;
    // 11月13至14日
    if let Some((_, from)) = read_number(clause, end)
        && matches!(clause.get(from), Some('至' | '到' | '—' | '-' | '–' | '－' | '~' | '～'))
        && let Some((_, until)) = read_number(clause, from + 1)
        && clause.get(until) == Some(&'日')
    {
        return Some(until + 1);
    }
    let closed = |day: usize| clause.get(day) == Some(&'日');
    // 4月26中午12点: 日 may be lost before a time of day.
    let timed = |day: usize| ["上午", "下午", "中午", "晚上"].iter().any(|part| has_at(clause, day, part));
    if let Some((_, day)) = read_number(clause, end).filter(|(_, day)| closed(*day) || timed(*day)) {
        end = day + usize::from(closed(day));
    }
    let part = ["上旬", "中旬", "下旬", "月底", "底", "末", "初", "份"]
        .iter()
        .find(|part| has_at(clause, end, part));
    Some(end + part.map_or(0, |part| part.chars().count()))
}

/// What times open with; several may follow one another in this order.
const TIMES: &[&str] = &[
    "从",
    "自",
    "于",
    "每年",
    "今年",
    "明年",
    "当年",
    "全年",
    "年内",
    "每月",
    "同年",
    "每学期",
    "每季度",
    "每半年",
    "每周",
    "每天",
    "每日",
    "每半月",
    "每两个月",
    "夏季",
    "冬季",
    "春季",
    "秋季",
    "汛期",
    "假期",
    "节日",
    "平时",
    "近日",
    "近期",
];

/// Length of the time that opens a clause: 4月下旬, 5月至8月, 9月起, 每年11月, “五一”前后, 今年.
pub(super) fn time_len(clause: &[char]) -> Option<usize> {
    // Nearly every clause begins otherwise.
    let first = *clause.first()?;
    let may_open = TIMES.iter().any(|word| word.starts_with(first))
        || is_numeral(first)
        || arabic(first).is_some()
        || matches!(first, '上' | '下' | '中' | '晚' | '早' | '次')
        || DEADLINES.may_open(first);
    if !may_open {
        return None;
    }
    let mut end = 0;
    for word in TIMES {
        end += if has_at(clause, end, word) { word.chars().count() } else { 0 };
    }
    let opened = end;
    if let Some(close) = point(clause, end)
        .or_else(|| deadline_at(clause).filter(|range| range.start == end).map(|range| range.end))
    {
        end = close;
        if matches!(clause.get(end), Some('至' | '到' | '—' | '-' | '–' | '－')) {
            end = point(clause, end + 1)
                .or_else(|| {
                    read_number(clause, end + 1)
                        .filter(|(_, day)| clause.get(*day) == Some(&'日'))
                        .map(|(_, day)| day + 1)
                })
                .unwrap_or(end);
        }
    }
    // 4月20日下午下班前
    let closing = ["下午下班", "下班"].iter().find(|word| end > opened && has_at(clause, end, word));
    end += closing.map_or(0, |word| word.chars().count());
    // 每季度初, 每学期末
    let part = matches!(clause.get(end), Some('初' | '末')) && opened == end && end > 1;
    end += usize::from(part);
    for word in ["以前", "之前", "期间", "前后", "前", "起", "开始", "以来", "内", "间"] {
        if end > opened && has_at(clause, end, word) {
            end += word.chars().count();
            break;
        }
    }
    (end > 0 && (end > opened || !matches!(clause[0], '从' | '自' | '于'))).then_some(end)
}

/// True for a clause that is nothing but a time.
pub(super) fn is_time(clause: &[char]) -> bool {
    let named =
        ["期间", "前后", "前夕", "之际", "星期"].iter().any(|word| ends(clause, word)) && clause.len() <= 16;
    time_len(clause) == Some(clause.len()) || named
}
