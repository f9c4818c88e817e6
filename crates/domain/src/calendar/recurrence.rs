//! The days a recurring duty is due within a period, moved off rest days.
//!
//! How often stands in [`super::cadence`]. Who has to do it is no matter of the calendar.

use super::cadence::Cadence;
use super::workday::{Holidays, Walk};
use crate::day::{Day, Weekday};

/// One time a duty is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The day it is due, a working day wherever the period has one.
    pub due: Day,
    /// What to call it: `第22周`, `3月`, `二季度`, `上半年`; with the year when the period spans several.
    pub label: String,
    /// The rest day it was moved away from.
    pub moved_from: Option<Day>,
    /// Whether it was reckoned without a holiday notice and has to be checked later.
    pub uncertain: bool,
}

/// The occurrences of a cadence from one day to another, both included, in order.
///
/// - A due day on a rest day moves to the last working day before it. It never leaves the period: if there
///   is none before it, it moves to the next one after it.
/// - A weekly duty stays in its week; a week in which nobody works has none.
/// - A day named by the paper that lies outside the period is left out. The end of a week, month or year
///   that runs past the period is due on the last day of the period.
pub fn occurrences(cadence: Cadence, from: Day, to: Day, holidays: &Holidays) -> Vec<Occurrence> {
    if from > to {
        return Vec::new();
    }
    let slots = slots(cadence, from, to);
    slots.into_iter().filter_map(|slot| slot.settle(from, to, holidays)).collect()
}

/// One unit of time in which a duty is due once, before rest days and the ends of the period are regarded.
struct Slot {
    first: Day,
    last: Day,
    due: Day,
    /// Whether the paper names the day, so that it is left out rather than drawn into the period.
    is_named: bool,
    /// Whether the duty stays in the slot and falls away when nobody works in it: weeks and days.
    is_bound: bool,
    label: String,
}

impl Slot {
    fn settle(self, from: Day, to: Day, holidays: &Holidays) -> Option<Occurrence> {
        let (first, last) = (self.first.max(from), self.last.min(to));
        let planned = if self.is_named { self.due } else { self.due.min(to) };
        if !(from..=to).contains(&planned) || first > last {
            return None;
        }
        let mut walk = Walk::new(holidays);
        let floor = if self.is_bound { first } else { from };
        let earlier = days_back(planned, floor).find(|day| walk.works(*day));
        let moved = earlier.or_else(|| days_on(planned, last).find(|day| walk.works(*day)));
        let due = match moved {
            Some(day) => day,
            None if self.is_bound => return None,
            None => planned,
        };
        let moved_from = (due != planned).then_some(planned);
        Some(Occurrence { due, label: self.label, moved_from, uncertain: walk.has_guessed() })
    }
}

fn days_back(from: Day, floor: Day) -> impl Iterator<Item = Day> {
    let next = move |day: &Day| (*day > floor).then(|| day.minus(1));
    std::iter::successors((from >= floor).then_some(from), next)
}

fn days_on(from: Day, ceiling: Day) -> impl Iterator<Item = Day> {
    let next = move |day: &Day| (*day < ceiling).then(|| day.plus(1));
    std::iter::successors((from <= ceiling).then_some(from), next)
}

fn slots(cadence: Cadence, from: Day, to: Day) -> Vec<Slot> {
    let several_years = from.year() != to.year();
    let month_label = |first: Day| months_label(first, 1, several_years);
    match cadence {
        Cadence::Once => vec![open(from, to, to, "一次".to_owned())],
        Cadence::Daily => {
            days_on(from, to).map(|day| bound(day, day, day, day_label(day, several_years))).collect()
        }
        Cadence::Weekly { weekday } => {
            let offset = weekday.unwrap_or(Weekday::Friday).index();
            let week = |monday: Day| Slot {
                is_named: weekday.is_some(),
                ..bound(monday, monday.plus(6), monday.plus(offset), week_label(monday, several_years))
            };
            weeks(from, to, 1).map(week).collect()
        }
        Cadence::EveryWeeks(n) => {
            let n = n.max(1);
            let span = |monday: Day| {
                let last = monday.plus(i64::from(n) * 7 - 1);
                bound(monday, last, last.minus(2), week_label(last, several_years))
            };
            weeks(from, to, n).map(span).collect()
        }
        Cadence::TimesPerWeek(n) => {
            let parts = |monday: Day| share(monday, monday.plus(4), n, &week_label(monday, several_years));
            weeks(from, to, 1).flat_map(parts).map(|slot| Slot { is_bound: true, ..slot }).collect()
        }
        Cadence::Monthly { day } => {
            let month = |first: Day| {
                let due = day.map_or(first.month_end(), |day| in_month(first, day));
                Slot { is_named: day.is_some(), ..open(first, first.month_end(), due, month_label(first)) }
            };
            blocks(from, to, 1).map(month).collect()
        }
        Cadence::MonthlyOn { nth, weekday } => {
            let month = |first: Day| {
                let due = nth_weekday(first, nth, weekday);
                Slot { is_named: true, ..open(first, first.month_end(), due, month_label(first)) }
            };
            blocks(from, to, 1).map(month).collect()
        }
        Cadence::TimesPerMonth(n) => blocks(from, to, 1)
            .flat_map(|first| share(first, first.month_end(), n, &month_label(first)))
            .collect(),
        Cadence::EveryMonths(n) => month_blocks(from, to, i16::from(n.clamp(1, 12)), several_years),
        Cadence::Quarterly => month_blocks(from, to, 3, several_years),
        Cadence::HalfYearly => month_blocks(from, to, 6, several_years),
        Cadence::Yearly => month_blocks(from, to, 12, several_years),
        Cadence::YearlyOn { month, day } => {
            let year = |first: Day| {
                let start = months_on(first, i16::from(month.clamp(1, 12)) - 1);
                let due = in_month(start, day);
                Slot { is_named: true, ..open(first, year_end(first), due, months_label(first, 12, true)) }
            };
            blocks(from, to, 12).map(year).collect()
        }
        Cadence::TimesPerYear(n) => {
            let parts = |first: Day| {
                let label = if several_years { months_label(first, 12, true) } else { String::new() };
                share(first, year_end(first), n, &label)
            };
            blocks(from, to, 12).flat_map(parts).collect()
        }
    }
}

/// A slot whose duty may be done in another one rather than fall away.
fn open(first: Day, last: Day, due: Day, label: String) -> Slot {
    Slot { first, last, due, is_named: false, is_bound: false, label }
}

/// A slot whose duty falls away when nobody works in it.
fn bound(first: Day, last: Day, due: Day, label: String) -> Slot {
    Slot { is_bound: true, ..open(first, last, due, label) }
}

/// Cuts a span into n parts as even as whole days allow; each part is due on its last day.
fn share(first: Day, last: Day, n: u8, label: &str) -> Vec<Slot> {
    let days = first.days_until(last) + 1;
    let n = i64::from(n.max(1)).min(days);
    // Rounding up gives the earlier parts the odd days, so that the last part ends with the span.
    let end = |part: i64| first.plus((days * part + n - 1) / n - 1);
    (1..=n)
        .map(|part| {
            let begin = if part == 1 { first } else { end(part - 1).plus(1) };
            open(begin, end(part), end(part), format!("{label}第{part}次"))
        })
        .collect()
}

fn month_blocks(from: Day, to: Day, months: i16, several_years: bool) -> Vec<Slot> {
    let block = |first: Day| {
        let last = block_end(first, months);
        open(first, last, last, months_label(first, months, several_years))
    };
    blocks(from, to, months).map(block).collect()
}

/// The Mondays of the weeks that meet a period, every `n`-th of them.
fn weeks(from: Day, to: Day, n: u8) -> impl Iterator<Item = Day> {
    let monday = from.minus(from.weekday().index());
    std::iter::successors(Some(monday), move |monday| {
        Some(monday.plus(i64::from(n.max(1)) * 7)).filter(|next| next > monday)
    })
    .take_while(move |monday| *monday <= to)
}

/// The first days of the blocks of months that meet a period; blocks begin anew every January.
fn blocks(from: Day, to: Day, months: i16) -> impl Iterator<Item = Day> {
    let into_block = (i16::from(from.month()) - 1) % months;
    let first = months_on(from.month_start(), -into_block);
    std::iter::successors(Some(first), move |first| {
        Some(block_end(*first, months).plus(1)).filter(|next| next > first)
    })
    .take_while(move |first| *first <= to)
}

fn block_end(first: Day, months: i16) -> Day {
    let in_year = (12 - i16::from(first.month())).min(months - 1);
    months_on(first, in_year).month_end()
}

/// The first day of the month so many months on, within the same year.
fn months_on(first: Day, months: i16) -> Day {
    let month = (i16::from(first.month()) + months).clamp(1, 12);
    Day::new(first.year(), i8::try_from(month).unwrap_or(1), 1).unwrap_or(first)
}

fn year_end(first: Day) -> Day {
    block_end(first, 12)
}

/// That day of the month, its last one when it is shorter.
fn in_month(first: Day, day: i8) -> Day {
    first.plus(i64::from(day.max(1)) - 1).min(first.month_end())
}

fn nth_weekday(first: Day, nth: Option<i8>, weekday: Weekday) -> Day {
    match nth {
        Some(nth) => {
            let to_first = (weekday.index() - first.weekday().index()).rem_euclid(7);
            in_month(first, i8::try_from(to_first).unwrap_or(0) + 1 + (nth.clamp(1, 4) - 1) * 7)
        }
        None => {
            let last = first.month_end();
            last.minus((last.weekday().index() - weekday.index()).rem_euclid(7))
        }
    }
}

fn day_label(day: Day, with_year: bool) -> String {
    if with_year { day.full_text() } else { day.month_day_text() }
}

fn week_label(day: Day, with_year: bool) -> String {
    let (year, week) = day.week();
    if with_year { format!("{year}年第{week}周") } else { format!("第{week}周") }
}

/// What a block of months is called: 3月, 1—2月, 二季度, 上半年, 2026年.
fn months_label(first: Day, months: i16, with_year: bool) -> String {
    let (month, last) = (first.month(), block_end(first, months).month());
    let name = match (months, month) {
        (12, _) => return format!("{}年", first.year()),
        (6, 1) => "上半年".to_owned(),
        (6, _) => "下半年".to_owned(),
        (3, 1) => "一季度".to_owned(),
        (3, 4) => "二季度".to_owned(),
        (3, 7) => "三季度".to_owned(),
        (3, _) => "四季度".to_owned(),
        _ if month == last => format!("{month}月"),
        _ => format!("{month}—{last}月"),
    };
    if with_year { format!("{}年{name}", first.year()) } else { name }
}
