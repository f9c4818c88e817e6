//! 分值: exact decimals of points, and exact ratios. A score is argued about to the last tenth,
//! so nothing here is a binary fraction.

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};
use std::str::FromStr;

/// Points in 1/10 000. Sums saturate: no standard comes near the limit, and no input may overflow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Points(pub i64);

/// A text that is no number of points.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是分值。请填写数字，最多四位小数，例如 2 或 0.5。")]
pub struct NotPoints(String);

impl Points {
    pub const ZERO: Self = Self(0);
    const SCALE: i64 = 10_000;
    /// No stated number of points is larger than this; a larger one is a slip of the pen.
    pub const MOST: Self = Self(1_000_000 * Self::SCALE);

    pub const fn whole(points: i64) -> Self {
        Self(points * Self::SCALE)
    }

    pub fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(i64::from(count)))
    }

    /// This many points in the proportion `ratio`, rounded half up to 1/10 000.
    pub fn at(self, ratio: Ratio) -> Self {
        let product = i128::from(self.0) * i128::from(ratio.num);
        let den = i128::from(ratio.den);
        let rounded = (2 * product + den).div_euclid(2 * den);
        Self(i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX }))
    }

    /// What part of `whole` this is; nothing of nothing.
    pub fn of(self, whole: Self) -> Option<Ratio> {
        Ratio::new(self.0, whole.0)
    }
}

/// A number of points as typed: an optional sign, digits, at most four decimals.
impl FromStr for Points {
    type Err = NotPoints;

    fn from_str(text: &str) -> Result<Self, NotPoints> {
        let wrong = || NotPoints(text.chars().take(20).collect());
        let plain = text.trim();
        let (sign, digits) = match plain.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, plain),
        };
        let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
        let ascii = |it: &str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
        if !ascii(whole) || !ascii(rest) || rest.len() > 4 {
            return Err(wrong());
        }
        let whole: i64 = whole.parse().map_err(|_| wrong())?;
        let rest: i64 = format!("{rest:0<4}").parse().map_err(|_| wrong())?;
        if whole >= Self::MOST.0 / Self::SCALE {
            return Err(wrong());
        }
        Ok(Self(sign * (whole * Self::SCALE + rest)))
    }
}

/// Shortest decimal: `2`, `0.5`, `-1.25`.
impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let scale = Self::SCALE.unsigned_abs();
        let (whole, rest) = (self.0.unsigned_abs() / scale, self.0.unsigned_abs() % scale);
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        write!(f, "{sign}{whole}.{}", format!("{rest:04}").trim_end_matches('0'))
    }
}

impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// From text, or from a number as a standard's file writes it: `2` or `0.5`.
impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Points;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("points with at most four decimals")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Points, E> {
                text.parse().map_err(E::custom)
            }
            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Points, E> {
                number.to_string().parse().map_err(E::custom)
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Points, E> {
                number.to_string().parse().map_err(E::custom)
            }
            // The shortest decimal that reads back as this number is what the file says.
            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Points, E> {
                number.to_string().parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// An exact proportion, the denominator above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ratio {
    num: i64,
    den: i64,
}

impl Ratio {
    /// `num` out of `den`; nothing if `den` is not above zero.
    pub fn new(num: i64, den: i64) -> Option<Self> {
        (den > 0).then_some(Self { num, den })
    }

    pub const fn percent(percent: i64) -> Self {
        Self { num: percent, den: 100 }
    }

    pub fn reaches(self, other: Self) -> bool {
        i128::from(self.num) * i128::from(other.den) >= i128::from(other.num) * i128::from(self.den)
    }

    /// Percentage points from here up to `goal`, a begun point counting as one; 0 if reached.
    pub fn points_short_of(self, goal: Self) -> u32 {
        let gap = i128::from(goal.num) * i128::from(self.den) - i128::from(self.num) * i128::from(goal.den);
        let den = i128::from(goal.den) * i128::from(self.den);
        let points = (100 * gap.max(0) + den - 1) / den;
        u32::try_from(points).unwrap_or(u32::MAX)
    }
}

/// A text that is no proportion.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是比例。请填写百分数或分数，例如 90% 或 18/20。")]
pub struct NotARatio(String);

/// `90%`, `92.5%` or `18/20`.
impl FromStr for Ratio {
    type Err = NotARatio;

    fn from_str(text: &str) -> Result<Self, NotARatio> {
        let wrong = || NotARatio(text.chars().take(20).collect());
        let number = |it: &str| it.trim().parse::<u32>().map(i64::from).map_err(|_| wrong());
        let (num, den) = match (text.trim().strip_suffix('%'), text.split_once('/')) {
            (Some(percent), _) if percent.contains('.') => {
                let exact: Points = percent.parse().map_err(|_| wrong())?;
                (Some(exact.0).filter(|it| *it >= 0).ok_or_else(wrong)?, 100 * Points::SCALE)
            }
            (Some(percent), _) => (number(percent)?, 100),
            (None, Some((num, den))) => (number(num)?, number(den)?),
            (None, None) => return Err(wrong()),
        };
        Self::new(num, den).ok_or_else(wrong)
    }
}

impl TryFrom<String> for Ratio {
    type Error = NotARatio;
    fn try_from(text: String) -> Result<Self, NotARatio> {
        text.parse()
    }
}

/// As a fraction, which loses nothing.
impl From<Ratio> for String {
    fn from(ratio: Ratio) -> Self {
        format!("{}/{}", ratio.num, ratio.den)
    }
}

/// As a percentage with at most two decimals, rounded half up: `90%`, `66.67%`.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = Points::whole(100).at(*self).0;
        let rounded = Points((hundredths + 50).div_euclid(100) * 100);
        write!(f, "{rounded}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_to_the_last_digit() {
        for (text, is) in
            [("2", 20_000), ("0.5", 5_000), ("-1.25", -12_500), ("0.0001", 1), (" 100 ", 1_000_000)]
        {
            let points: Points = text.parse().expect(text);
            assert_eq!(points.0, is, "{text}");
            assert_eq!(points.to_string(), text.trim());
        }
        for text in
            ["", ".", "1.", ".5", "1.23456", "1e3", "１", "+1", "--1", "1000000", "9999999999999999999"]
        {
            assert!(text.parse::<Points>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_file_may_write_numbers_or_text() {
        let all: Vec<Points> = serde_json::from_str(r#"[2, 0.3, "0.2", -1]"#).expect("points");
        assert_eq!(all, [Points(20_000), Points(3_000), Points(2_000), Points(-10_000)]);
        assert!(serde_json::from_str::<Points>("0.00001").is_err());
        assert!(serde_json::from_str::<Points>("1e300").is_err());
    }

    #[test]
    fn a_share_is_rounded_half_up_once() {
        let third = Ratio::new(1, 3).expect("above zero");
        assert_eq!(Points::whole(2).at(third).to_string(), "0.6667");
        assert_eq!(Points(1).at(Ratio::percent(50)), Points(1));
        assert_eq!(Points(-1).at(Ratio::percent(50)), Points(0));
        assert_eq!(Points(i64::MAX).at(Ratio::percent(200)), Points(i64::MAX));
    }

    #[test]
    fn a_ratio_is_a_percentage_or_a_fraction() {
        assert_eq!("90%".parse(), Ok(Ratio::percent(90)));
        assert_eq!("92.5%".parse::<Ratio>().map(|it| it.to_string()), Ok("92.5%".into()));
        assert_eq!("18/20".parse::<Ratio>().map(|it| it.to_string()), Ok("90%".into()));
        assert_eq!(serde_json::to_string(&Ratio::percent(66)).expect("json"), "\"66/100\"");
        for text in ["", "90", "1/0", "-1/2", "-1.5%", "1.%", "%", "1/2/3", "99999999999/1"] {
            assert!(text.parse::<Ratio>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_begun_percentage_point_counts() {
        let goal = Ratio::percent(90);
        for (num, den, short) in
            [(9, 10, 0), (89, 100, 1), (895, 1000, 1), (80, 100, 10), (1, 1, 0), (0, 7, 90)]
        {
            assert_eq!(Ratio::new(num, den).expect("above zero").points_short_of(goal), short, "{num}/{den}");
        }
        assert_eq!(Ratio::new(2, 3).expect("above zero").to_string(), "66.67%");
        assert_eq!(goal.to_string(), "90%");
    }
}
