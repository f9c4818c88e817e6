//! How often a duty comes back, and how that is said in Chinese.
//!
//! Reading the papers' words stands in `cadence_words.rs`, the days a duty is due in [`super::recurrence`].

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::day::Weekday;

/// How often a duty comes back.
///
/// Every cadence reads back what it displays: `Cadence::parse(&cadence.to_string()) == Some(cadence)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// Once, by the end of the period.
    Once,
    /// Every working day.
    Daily,
    /// Every week (Monday to Sunday) on that day, on Friday when none is named.
    Weekly {
        /// The day named by the paper.
        weekday: Option<Weekday>,
    },
    /// Several times a week, 2–4, spread over Monday to Friday.
    TimesPerWeek(u8),
    /// Every so many weeks, counted from the first week of the period, on Friday.
    EveryWeeks(u8),
    /// Every month by that day (1–31, the last day in shorter months), by the month's end when none is named.
    Monthly {
        /// The day named by the paper.
        day: Option<i8>,
    },
    /// Every month on the n-th such weekday (1–4), on the last one when `nth` is `None`.
    MonthlyOn {
        /// Which of the month's weekdays.
        nth: Option<i8>,
        /// The weekday.
        weekday: Weekday,
    },
    /// Several times a month, spread evenly over its days.
    TimesPerMonth(u8),
    /// Every so many months, counted from January, by the end of the last of them.
    EveryMonths(u8),
    /// By the end of every quarter.
    Quarterly,
    /// By the end of June and December.
    HalfYearly,
    /// By the end of every year.
    Yearly,
    /// Every year by that day; the day is cut to the length of the month.
    YearlyOn {
        /// The month, 1–12.
        month: i8,
        /// The day of the month, 1–31.
        day: i8,
    },
    /// Several times a year, spread evenly over its days.
    TimesPerYear(u8),
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Once => f.write_str("一次"),
            Self::Daily => f.write_str("每个工作日"),
            Self::Weekly { weekday: None } => f.write_str("每周"),
            Self::Weekly { weekday: Some(weekday) } => write!(f, "每周{}", weekday.letter()),
            Self::TimesPerWeek(n) => write!(f, "每周{n}次"),
            Self::EveryWeeks(n) => write!(f, "每{n}周"),
            Self::Monthly { day: None } => f.write_str("每月"),
            Self::Monthly { day: Some(day) } => write!(f, "每月{day}日"),
            Self::MonthlyOn { nth: Some(nth), weekday } => write!(f, "每月第{nth}个{weekday}"),
            Self::MonthlyOn { nth: None, weekday } => write!(f, "每月最后一个{weekday}"),
            Self::TimesPerMonth(n) => write!(f, "每月{n}次"),
            Self::EveryMonths(n) => write!(f, "每{n}个月"),
            Self::Quarterly => f.write_str("每季度"),
            Self::HalfYearly => f.write_str("每半年"),
            Self::Yearly => f.write_str("每年"),
            Self::YearlyOn { month, day } => write!(f, "每年{month}月{day}日"),
            Self::TimesPerYear(n) => write!(f, "每年{n}次"),
        }
    }
}
