//! 成文日期 and 印发日期: a civil day, printed as GB/T 9704-2012, 7.3.5.4 demands.

use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// A day that exists, from 1900 to 2099. Serialised as `2026-03-05`, printed as 2026年3月5日.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

/// Why a day is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("“{0}”不是一个日期，请写成 2026-03-05 这样。")]
pub struct DayError(String);

impl Day {
    /// The day, if the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(leap),
            1..=12 => 31,
            _ => return None,
        };
        ((1900..2100).contains(&year) && (1..=last).contains(&day)).then_some(Self { year, month, day })
    }

    /// Year, month and day.
    pub fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// Reads the printed form, strictly: Arabic digits, whole year, no padding.
    pub fn printed(text: &str) -> Option<Self> {
        let (year, rest) = text.split_once('年')?;
        let (month, rest) = rest.split_once('月')?;
        let day = rest.strip_suffix('日')?;
        let found =
            Self::new(plain(year)?, u8::try_from(plain(month)?).ok()?, u8::try_from(plain(day)?).ok()?)?;
        (found.to_string() == text).then_some(found)
    }
}

/// Digits without sign.
fn plain(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}年{}月{}日", self.year, self.month, self.day)
    }
}

impl TryFrom<String> for Day {
    type Error = DayError;

    fn try_from(text: String) -> Result<Self, DayError> {
        let read = || {
            let mut parts = text.splitn(3, '-');
            let mut part = || plain(parts.next()?);
            let (year, month, day) = (part()?, part()?, part()?);
            Self::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
        };
        read().ok_or_else(|| DayError(text.clone()))
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn printed_without_padding_and_read_strictly() {
        let day = Day::try_from("2022-03-05".to_owned()).unwrap();
        assert_eq!(day.to_string(), "2022年3月5日");
        assert_eq!(Day::printed("2022年3月5日"), Some(day));
        for bad in [
            "2022年03月5日",
            "二〇二二年三月五日",
            "22年3月5日",
            "2022年2月30日",
            "2022.3.5",
            "+2022年3月5日",
        ] {
            assert_eq!(Day::printed(bad), None, "{bad}");
        }
        assert!(Day::try_from("2023-02-29".to_owned()).is_err());
        assert!(Day::try_from("今天".to_owned()).is_err());
    }
}
