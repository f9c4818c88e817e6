//! Working days: the plain week corrected by the State Council's yearly holiday notices.
//!
//! Rest days cannot be computed, only read from the notice of the year. For a year without one the plain
//! week is used and every answer says so. Which deadline applies where is not decided here.

use std::collections::{BTreeMap, BTreeSet};

use crate::day::Day;

/// What a notice says of one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The holiday the day belongs to, such as 国庆节; also on make-up working days.
    pub name: String,
    /// Whether the day is a rest day; otherwise people work on it, weekend or not.
    pub off: bool,
    /// The notice: its number or address. May be empty.
    pub paper: String,
}

/// The holiday notices known to an installation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays {
    pub(super) days: BTreeMap<Day, Holiday>,
}

/// Whether people work on a day, and how firmly that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workday {
    /// From a notice, or from the plain week in a year whose notice does not name the day.
    Known(bool),
    /// From the plain week alone: the notice of that year is not there.
    Guess(bool),
}

/// A result of counting days, with the years for which no notice was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reckoned<T> {
    /// The result, in which days of [`Self::missing`] years count after the plain week.
    pub value: T,
    /// The years the count ran through without a notice, ascending; empty when the result is firm.
    pub missing: Vec<i16>,
}

/// A span of time in the words of a rule: 5 个工作日, 60 日.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Working days; the day of the start is not counted.
    Workdays(u32),
    /// Calendar days; the day of the start is not counted, and a last day off is not carried over.
    Days(u32),
}

impl Workday {
    /// Whether people work on the day, firm or guessed.
    pub fn holds(self) -> bool {
        let (Self::Known(holds) | Self::Guess(holds)) = self;
        holds
    }

    /// Whether the answer rests on the plain week for want of a notice.
    pub fn is_guess(self) -> bool {
        matches!(self, Self::Guess(_))
    }
}

impl<T> Reckoned<T> {
    /// Whether the count ran into a year without a notice.
    pub fn is_uncertain(&self) -> bool {
        !self.missing.is_empty()
    }

    /// The warning to show beside an uncertain result.
    pub fn warning(&self) -> Option<String> {
        let years: Vec<String> = self.missing.iter().map(|year| format!("{year}年")).collect();
        self.is_uncertain().then(|| {
            format!(
                "{}的放假通知尚未录入，这里按周一至周五上班推算，录入通知后请重新核对。",
                years.join("、")
            )
        })
    }
}

/// Rows that a bureau has entered, as the store gives them.
impl FromIterator<(Day, Holiday)> for Holidays {
    fn from_iter<I: IntoIterator<Item = (Day, Holiday)>>(rows: I) -> Self {
        Self { days: rows.into_iter().collect() }
    }
}

impl Holidays {
    /// The notices shipped with the product, 2020 to 2026.
    pub fn shipped() -> Self {
        // A test proves that the shipped file has no faulty row.
        Self::parse_csv(include_str!("../../../../standards/calendar/statutory_days.csv")).unwrap_or_default()
    }

    /// Whether the notice of that year is there.
    ///
    /// Every notice names 1 October, while a row in late December may belong to the next year's notice.
    pub fn covers(&self, year: i16) -> bool {
        Day::new(year, 10, 1).is_some_and(|day| self.days.contains_key(&day))
    }

    /// What a notice says of that day, `None` where it follows the plain week.
    pub fn get(&self, day: Day) -> Option<&Holiday> {
        self.days.get(&day)
    }

    /// The rows between two days, both included, in order.
    pub fn rows(&self, from: Day, to: Day) -> impl Iterator<Item = (Day, &Holiday)> {
        let range = (from <= to).then(|| self.days.range(from..=to));
        range.into_iter().flatten().map(|(day, holiday)| (*day, holiday))
    }

    /// Puts the rows of a newer notice over these; days it does not name stay as they are.
    #[must_use]
    pub fn merge(mut self, newer: Self) -> Self {
        self.days.extend(newer.days);
        self
    }

    /// Whether people work on that day.
    ///
    /// The last days of December may still be changed by the notice of the next year, as 2022-12-31 was:
    /// that notice comes out before them, in October to December.
    pub fn is_workday(&self, day: Day) -> Workday {
        match self.get(day) {
            Some(holiday) => Workday::Known(!holiday.off),
            None if self.covers(day.year()) => Workday::Known(!day.weekday().is_weekend()),
            None => Workday::Guess(!day.weekday().is_weekend()),
        }
    }

    /// The n-th working day after `start`, which itself is not counted; `start` when `n` is 0.
    pub fn add_workdays(&self, start: Day, n: u32) -> Reckoned<Day> {
        let mut walk = Walk::new(self);
        let mut day = start;
        for _ in 0..n {
            day = walk.nearest(day.plus(1), 1);
            if day == Day::MAX {
                break;
            }
        }
        walk.reckon(day)
    }

    /// The last day of a term that begins with `start`, which itself is not counted.
    pub fn end_of(&self, start: Day, term: Term) -> Reckoned<Day> {
        match term {
            Term::Workdays(n) => self.add_workdays(start, n),
            Term::Days(n) => Reckoned { value: add_days(start, n), missing: Vec::new() },
        }
    }

    /// Working days after `start` up to and including `end`: the inverse of [`Self::add_workdays`].
    /// 0 when `end` is not later than `start`.
    pub fn workdays_between(&self, start: Day, end: Day) -> Reckoned<u32> {
        let mut walk = Walk::new(self);
        let mut count = 0;
        let mut day = start;
        while day < end {
            day = day.plus(1);
            count += u32::from(walk.works(day));
        }
        walk.reckon(count)
    }

    /// The last working day before that day.
    pub fn previous_workday(&self, day: Day) -> Reckoned<Day> {
        let mut walk = Walk::new(self);
        let day = walk.nearest(day.minus(1), -1);
        walk.reckon(day)
    }

    /// The first working day after that day.
    pub fn next_workday(&self, day: Day) -> Reckoned<Day> {
        self.add_workdays(day, 1)
    }
}

/// The day `n` calendar days after `start`, which itself is not counted. A rest day is not carried over:
/// where a bureau does that, it is its own setting.
pub fn add_days(start: Day, n: u32) -> Day {
    start.plus(i64::from(n))
}

/// A walk over days that remembers the years it had to guess.
pub(super) struct Walk<'a> {
    holidays: &'a Holidays,
    missing: BTreeSet<i16>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(holidays: &'a Holidays) -> Self {
        Self { holidays, missing: BTreeSet::new() }
    }

    pub(super) fn works(&mut self, day: Day) -> bool {
        let workday = self.holidays.is_workday(day);
        if workday.is_guess() {
            self.missing.insert(day.year());
        }
        workday.holds()
    }

    /// The first working day from `day` on in steps of `step` days; the end of the calendar if there is none.
    fn nearest(&mut self, mut day: Day, step: i64) -> Day {
        while !self.works(day) && day != Day::MIN && day != Day::MAX {
            day = day.plus(step);
        }
        day
    }

    pub(super) fn has_guessed(&self) -> bool {
        !self.missing.is_empty()
    }

    fn reckon<T>(self, value: T) -> Reckoned<T> {
        Reckoned { value, missing: self.missing.into_iter().collect() }
    }
}
