//! Deadlines in the papers' words, relative to the year of a plan: 6月26日前, 7月底前, 三季度末.
//!
//! A deadline stays where the paper put it, rest day or not. 月底前 and 每月5日前 name no single day and
//! give none; how often a duty comes back stands in [`super::cadence`].

use super::cadence::Cadence;
use super::festival::Festival;
use super::words::{self, number};
use crate::day::Day;

/// A deadline read from a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// The last day on which the duty is in time.
    pub due: Day,
    /// The words it was read from, as they stood.
    pub raw: String,
}

impl Deadline {
    /// Reads the first deadline a phrase names; months without a year are those of `plan_year`.
    ///
    /// `前` and `底` include the day they name, as offices use them. 月初 and 上旬 end on the 10th, 中旬 on the
    /// 20th, 下旬 and a bare month on its last day; a span of time ends with its last day; 五一前 ends the
    /// day before the festival. `None` when no day is named or it does not exist.
    pub fn parse(words: &str, plan_year: i16) -> Option<Self> {
        let folded = words::fold(words);
        let clauses = folded.split(['，', '。', '；', ',', ';', '：', ':']);
        let due =
            clauses.filter(|clause| !is_recurring(clause)).find_map(|clause| read(clause, plan_year))?;
        Some(Self { due, raw: words.trim().to_owned() })
    }
}

/// Whether a clause says how often rather than when. 年底 says both and counts as a deadline.
fn is_recurring(clause: &str) -> bool {
    Cadence::parse(clause).is_some_and(|cadence| cadence != Cadence::Yearly)
}

fn read(clause: &str, plan_year: i16) -> Option<Day> {
    let dated = clause.char_indices().find_map(|(at, _)| {
        let (before, here) = clause.split_at(at);
        let is_inner =
            before.ends_with(|c: char| c == '十' || c.is_ascii_digit() || words::digit(c).is_some());
        let (point, rest) = (!is_inner).then(|| point(here, plan_year)).flatten()?;
        let rest = rest.strip_prefix('起').filter(|rest| rest.starts_with(['至', '到'])).unwrap_or(rest);
        // 3月起 and 3月以来 say when a duty begins.
        let is_begin = ["起", "开始", "以来", "以后", "之后"].iter().any(|word| rest.starts_with(word));
        (!is_begin).then(|| span_end(point, rest))
    });
    match dated {
        Some(due) => due,
        None => before_festival(clause, plan_year),
    }
}

/// A day or the end of a part of the year, as named; `due` is `None` when the calendar has no such day.
#[derive(Clone, Copy)]
struct Point {
    year: i16,
    month: i8,
    due: Option<Day>,
}

/// The end of a span 5月至7月, 6月1日—26日, 12月至次年2月, or the point itself when none follows it.
fn span_end(begin: Point, rest: &str) -> Option<Day> {
    let Some(rest) = rest.strip_prefix(['至', '到', '-', '—', '–', '~', '～']) else {
        return begin.due;
    };
    let rest = rest.trim_start_matches('—');
    // 6月1日—26日: the month is that of the beginning.
    if let Some((day, _)) = number(rest).filter(|(_, rest)| rest.starts_with('日')) {
        return day_of(begin.year, begin.month, day);
    }
    match point(rest, begin.year) {
        // 12月至2月 runs into the next year without saying so.
        Some((end, _)) if end.year == begin.year && end.month < begin.month => {
            point(rest, begin.year + 1).and_then(|(end, _)| end.due)
        }
        Some((end, _)) => end.due,
        None => begin.due,
    }
}

/// Reads a point of time at the head of a text: an ISO date, year words, then a part of the year.
fn point(text: &str, plan_year: i16) -> Option<(Point, &str)> {
    if let Some(found) = figures(text) {
        return Some(found);
    }
    let (year, rest) = year(text, plan_year);
    let rest = rest.strip_prefix('的').unwrap_or(rest);
    let at = |month, due| Point { year, month, due };
    for (words, month) in [
        (["年底", "年末", "年终"], 12),
        (["上半年", "前半年", "年中"], 6),
        (["下半年", "后半年", "年内"], 12),
    ] {
        if let Some(rest) = words.iter().find_map(|word| rest.strip_prefix(word)) {
            return Some((at(month, month_end(year, month)), rest));
        }
    }
    // Once a year word has been read, 2026年底 leaves 底 alone.
    if rest.len() < text.len() && rest.starts_with(['底', '末', '终', '内']) {
        return Some((at(12, month_end(year, 12)), &rest['底'.len_utf8()..]));
    }
    if let Some((quarter, rest)) = quarter(rest) {
        return Some((at(quarter * 3, month_end(year, quarter * 3)), rest));
    }
    month(rest, year)
}

/// A year before the point: 2026年, 今年, 次年; the plan's year when there is none.
fn year(text: &str, plan_year: i16) -> (i16, &str) {
    for (words, offset) in
        [(["今年", "本年", "当年"], 0), (["明年", "次年", "翌年"], 1), (["去年", "上年", "上一年"], -1)]
    {
        if let Some(rest) = words.iter().find_map(|word| text.strip_prefix(word)) {
            return (plan_year.saturating_add(offset), rest.strip_prefix('度').unwrap_or(rest));
        }
    }
    let named = words::year(text)
        .and_then(|(year, rest)| Some((i16::try_from(year).ok()?, rest.strip_prefix('年')?)));
    named.unwrap_or((plan_year, text))
}

/// 三季度, 第三季度, with 末 or 底 behind it.
fn quarter(text: &str) -> Option<(i8, &str)> {
    let (n, rest) = number(text.strip_prefix('第').unwrap_or(text))?;
    let rest = rest.strip_prefix("季度")?.trim_start_matches(['末', '底', '内']);
    let n = i8::try_from(n).ok().filter(|n| (1..=4).contains(n))?;
    Some((n, rest))
}

/// 6月26日, 7月底, 5月中旬, 5月, and the 5 of 5—7月.
fn month(text: &str, year: i16) -> Option<(Point, &str)> {
    let (figure, rest) = number(text)?;
    let month = i8::try_from(figure).ok().filter(|month| (1..=12).contains(month))?;
    let at = |due| Point { year, month, due };
    let Some(rest) = rest.strip_prefix('月') else {
        let end = rest.strip_prefix(['至', '到', '-', '—', '–', '~', '～']).and_then(number);
        return end.filter(|(_, rest)| rest.starts_with('月')).map(|_| (at(None), rest));
    };
    // 3个月内 is a length of time and was stopped above; 一月一次 is a frequency and was sorted out before.
    if let Some((day, rest)) = number(rest).filter(|(_, rest)| rest.starts_with('日')) {
        return Some((at(day_of(year, month, day)), &rest['日'.len_utf8()..]));
    }
    // 6月26前 leaves out 日.
    if let Some((day, rest)) = number(rest).filter(|(_, rest)| rest.starts_with('前')) {
        return Some((at(day_of(year, month, day)), rest));
    }
    let rest = rest.strip_prefix('份').unwrap_or(rest);
    if let Some(rest) = rest.strip_prefix("中下旬") {
        return Some((at(month_end(year, month)), rest));
    }
    for (words, day) in [(["上旬", "初"], 10), (["中旬", "中"], 20)] {
        if let Some(rest) = words.iter().find_map(|word| rest.strip_prefix(word)) {
            return Some((at(day_of(year, month, day)), rest));
        }
    }
    let rest = ["下旬", "底", "末", "内"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    Some((at(month_end(year, month)), rest))
}

/// A date in figures alone: 2026-06-26, 2026.6.26, 2026/6/26.
fn figures(text: &str) -> Option<(Point, &str)> {
    let (figure, rest) = words::year(text)?;
    let point = |text: &'_ str| {
        text.strip_prefix(['-', '.', '/']).and_then(number).map(|(n, rest)| (n, text.len() - rest.len()))
    };
    let (month, used) = point(rest)?;
    let rest = &rest[used..];
    let (day, used) = point(rest)?;
    let year = i16::try_from(figure).ok()?;
    let month = i8::try_from(month).ok()?;
    Some((Point { year, month, due: day_of(year, month, day) }, &rest[used..]))
}

/// 春节前, 五一之前: the day before the festival in the plan's year. 前后 is no limit.
fn before_festival(clause: &str, plan_year: i16) -> Option<Day> {
    let (head, tail) = clause.split_once("之前").or_else(|| clause.split_once('前'))?;
    if tail.starts_with('后') {
        return None;
    }
    let (year, words) = year(head, plan_year);
    let last = || Festival::mentions(words).pop().filter(|mention| mention.span.end == words.len());
    let festival = Festival::find(words).or_else(|| last().map(|mention| mention.festival))?;
    festival.occurrence(year).map(|day| day.minus(1))
}

fn day_of(year: i16, month: i8, day: u32) -> Option<Day> {
    Day::new(year, month, i8::try_from(day).ok()?)
}

fn month_end(year: i16, month: i8) -> Option<Day> {
    Day::new(year, month, 1).map(Day::month_end)
}
