//! A civil day in Asia/Shanghai and an instant in UTC: the only two notions of time the product has.
//!
//! Deadlines, festivals and papers live on days; audit entries and messages live on instants.
//! Working days and holidays stand in [`crate::calendar`]. Nothing here reads a clock.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::{SignedDuration, Span};
use serde::{Deserialize, Serialize};

use crate::calendar::words;

/// A civil day in Asia/Shanghai, from 0001-01-01 to 9999-12-31.
///
/// Reads and writes itself as `YYYY-MM-DD`, the form the database and the API use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

/// A day of the week; Monday comes first, as in GB/T 7408 (ISO 8601).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    /// 星期一
    Monday,
    /// 星期二
    Tuesday,
    /// 星期三
    Wednesday,
    /// 星期四
    Thursday,
    /// 星期五
    Friday,
    /// 星期六
    Saturday,
    /// 星期日
    Sunday,
}

/// Why a text is not a day, as a sentence for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotADay {
    /// Nothing was typed.
    #[error("请填写日期，例如 2026-06-12 或 2026年6月12日。")]
    Empty,
    /// The text does not have the shape of a date; carries the text, shortened.
    #[error("“{0}”不是日期，请写成 2026-06-12 或 2026年6月12日。")]
    Shape(String),
    /// The shape is right, but the month has no such day; carries year, month and day.
    #[error("没有{0}年{1}月{2}日这一天，请核对月份和日期。")]
    NoSuchDay(u32, u32, u32),
    /// The year lies outside [`Day::TYPED_YEARS`]; carries the year.
    #[error("年份 {0} 不在 1900 至 2199 之间，请核对年份。")]
    YearOutside(u32),
}

impl Day {
    /// The first day that can be expressed, 0001-01-01.
    pub const MIN: Self = Self(Date::constant(1, 1, 1));
    /// The last day that can be expressed, 9999-12-31.
    pub const MAX: Self = Self(Date::constant(9999, 12, 31));
    /// The years a typed date may have: outside them a slip of the key is likelier than a date.
    pub const TYPED_YEARS: std::ops::RangeInclusive<u32> = 1900..=2199;

    /// The day of that year (1–9999), month (1–12) and day of the month; `None` where there is none.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self).filter(|day| (Self::MIN..=Self::MAX).contains(day))
    }

    /// The day it is in Shanghai at that instant; instants before [`Day::MIN`] or after [`Day::MAX`] give these.
    pub fn of_instant(instant: Instant) -> Self {
        EPOCH.plus(instant.shanghai().div_euclid(MICROS_PER_DAY))
    }

    /// The instant at which the day begins in Shanghai.
    pub fn start(self) -> Instant {
        Instant(EPOCH.days_until(self) * MICROS_PER_DAY - SHANGHAI_OFFSET)
    }

    /// That many days later, earlier when negative; stops at [`Day::MIN`] and [`Day::MAX`].
    pub fn plus(self, days: i64) -> Self {
        // The whole range is under four million days; the clamp keeps the product of hours from overflowing.
        let days = days.clamp(-4_000_000, 4_000_000);
        // In two steps: jiff takes none of more than 2 932 896 days, which is less than the range.
        let half = SignedDuration::from_hours(days / 2 * 24);
        let rest = SignedDuration::from_hours((days - days / 2) * 24);
        Self(self.0.saturating_add(half).saturating_add(rest)).clamp(Self::MIN, Self::MAX)
    }

    /// That many days earlier; stops at [`Day::MIN`] and [`Day::MAX`].
    pub fn minus(self, days: i64) -> Self {
        self.plus(days.saturating_neg())
    }

    /// The same day of the month so many months later, or the month's last day where it has no such day.
    pub fn plus_months(self, months: u16) -> Self {
        Self(self.0.saturating_add(Span::new().months(i64::from(months)))).clamp(Self::MIN, Self::MAX)
    }

    /// The same day of the month so many months earlier, or the month's last day where it has no such day.
    pub fn minus_months(self, months: u16) -> Self {
        Self(self.0.saturating_sub(Span::new().months(i64::from(months)))).clamp(Self::MIN, Self::MAX)
    }

    /// Days from this day to the other, negative when the other is earlier.
    pub fn days_until(self, other: Self) -> i64 {
        self.0.duration_until(other.0).as_hours() / 24
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        Weekday::ALL[usize::try_from(self.0.weekday().to_monday_zero_offset()).unwrap_or(0)]
    }

    /// The first day of its month.
    pub fn month_start(self) -> Self {
        Self(self.0.first_of_month())
    }

    /// The last day of its month.
    pub fn month_end(self) -> Self {
        Self(self.0.last_of_month())
    }

    /// The year, 1–9999.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1–12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1–31.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The year and number (1–53) of its week after GB/T 7408 (ISO 8601): weeks begin on Monday, and
    /// week 1 is the one with the first Thursday, so that 2027-01-01 lies in week 53 of 2026.
    pub fn week(self) -> (i16, i8) {
        let week = self.0.iso_week_date();
        (week.year(), week.week())
    }

    /// `6月12日`.
    pub fn month_day_text(self) -> String {
        format!("{}月{}日", self.month(), self.day())
    }

    /// `2026年6月12日`, the form of GB/T 9704-2012 7.3.5.4 and 7.4: no leading zeros.
    pub fn full_text(self) -> String {
        format!("{}年{}", self.year(), self.month_day_text())
    }

    /// Reads a date as people type it and spreadsheets hold it: `2022.3.10`, `2022年3月10日`, `2022/3/10`,
    /// full-width digits, `20220310`, `二〇二二年三月十日`, with a time of day or weekday behind it.
    ///
    /// # Errors
    /// A [`NotADay`], whose text is a sentence for the person who typed.
    pub fn parse_loose(text: &str) -> Result<Self, NotADay> {
        let folded = words::fold_width(text);
        let trimmed = folded.trim();
        if trimmed.is_empty() {
            return Err(NotADay::Empty);
        }
        let (year, month, day) =
            words::date(trimmed).ok_or_else(|| NotADay::Shape(words::shorten(text.trim(), 20)))?;
        if !Self::TYPED_YEARS.contains(&year) {
            return Err(NotADay::YearOutside(year));
        }
        words::day(year, month, day).ok_or(NotADay::NoSuchDay(year, month, day))
    }
}

impl Instant {
    /// The time of day in Shanghai, `HH:MM`.
    pub fn clock_text(self) -> String {
        let minutes = self.shanghai().rem_euclid(MICROS_PER_DAY) / 60_000_000;
        format!("{:02}:{:02}", minutes / 60, minutes % 60)
    }

    fn shanghai(self) -> i64 {
        self.0.saturating_add(SHANGHAI_OFFSET)
    }
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Whether it is Saturday or Sunday; which days are worked is decided by [`crate::calendar::Holidays`].
    pub fn is_weekend(self) -> bool {
        matches!(self, Self::Saturday | Self::Sunday)
    }

    /// `一` to `六` and `日`, to be put behind 星期 or 周.
    pub fn letter(self) -> char {
        match self {
            Self::Monday => '一',
            Self::Tuesday => '二',
            Self::Wednesday => '三',
            Self::Thursday => '四',
            Self::Friday => '五',
            Self::Saturday => '六',
            Self::Sunday => '日',
        }
    }

    /// Days since Monday, 0–6.
    pub fn index(self) -> i64 {
        self as i64
    }
}

const MICROS_PER_DAY: i64 = 86_400_000_000;
const EPOCH: Day = Day(Date::constant(1970, 1, 1));
/// Shanghai is eight hours ahead of UTC all year: the last change of Asia/Shanghai in the IANA time zone
/// database is the end of summer time on 1991-09-15, before anything this product records.
const SHANGHAI_OFFSET: i64 = 8 * 3_600_000_000;

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// `星期四`.
impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "星期{}", self.letter())
    }
}

/// Reads `YYYY-MM-DD` and nothing else; what people type goes through [`Day::parse_loose`].
impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let shape = || NotADay::Shape(words::shorten(text, 20));
        let well_formed = text.len() == 10
            && text.bytes().enumerate().all(|(i, byte)| match i {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !well_formed {
            return Err(shape());
        }
        let part = |range: std::ops::Range<usize>| text[range].parse::<u32>().map_err(|_| shape());
        let (year, month, day) = (part(0..4)?, part(5..7)?, part(8..10)?);
        words::day(year, month, day).ok_or(NotADay::NoSuchDay(year, month, day))
    }
}

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
