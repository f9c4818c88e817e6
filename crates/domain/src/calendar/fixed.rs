//! Commemorations on the same day of every year, as data: `standards/calendar/fixed_dates.csv`.
//!
//! The words papers use for them stand in the same file; they are looked up in [`super::festival`].

use std::sync::LazyLock;

use super::nodes::NodeKind;
use crate::day::Day;

/// A day that comes back on the same date every year.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FixedDate {
    /// The month, 1–12.
    pub month: i8,
    /// The day of the month, 1–31; never 29 February.
    pub day: i8,
    /// Its full name, such as 学雷锋纪念日（中国青年志愿者服务日）.
    pub name: &'static str,
    /// What kind of day it is.
    pub kind: NodeKind,
    /// Further words papers use for it; bare figures such as 五一 among them.
    pub words: Vec<&'static str>,
    /// How well the date is known.
    pub basis: Basis,
}

/// Where a date was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Basis {
    /// In the text of a law or decision.
    Law,
    /// On a page that reports it.
    Reported,
    /// Remembered only: to be checked before it is shown as a fact.
    Unchecked,
}

impl FixedDate {
    /// The day in that year; `None` outside the years 1–9999.
    pub fn in_year(&self, year: i16) -> Option<Day> {
        Day::new(year, self.month, self.day)
    }
}

/// All of them, in the order of the year.
pub fn fixed_dates() -> &'static [FixedDate] {
    static DATES: LazyLock<Vec<FixedDate>> = LazyLock::new(|| {
        include_str!("../../../../standards/calendar/fixed_dates.csv").lines().filter_map(read).collect()
    });
    &DATES
}

/// Reads one row; `None` for comments and the head line. A test proves that every other row is read.
fn read(line: &'static str) -> Option<FixedDate> {
    let mut fields = line.split(',').map(str::trim);
    let mut next = || fields.next();
    let (month, day) = (next()?.parse().ok()?, next()?.parse().ok()?);
    let name = next()?;
    let kind = match next()? {
        "statutory" => NodeKind::Statutory,
        "political" => NodeKind::Political,
        "campaign" => NodeKind::Campaign,
        "industry" => NodeKind::Industry,
        _ => return None,
    };
    let words = next()?.split('|').filter(|word| !word.is_empty()).collect();
    let basis = match next()? {
        "T" => Basis::Law,
        "S" => Basis::Reported,
        "M" => Basis::Unchecked,
        _ => return None,
    };
    Some(FixedDate { month, day, name, kind, words, basis })
}
