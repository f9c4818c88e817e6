//! What the layout of official papers is: every number of GB/T 9704-2012 《党政机关公文格式》 with its
//! clause and its strength. Writers read it, the checker compares with it, nobody writes a number of his own.
//!
//! A [`Fact`] is a number, a [`Words`] a fixed text. Only facts of [`Strength::Required`] may ever be
//! reported as against the standard; everything else is a remark. An organ that departs from a fact says so
//! in an [`Overlay`], and the departure is listed as such.

mod facts;
mod overlay;
mod words;

use facts::NUMBERS;
pub use facts::*;
pub use overlay::{Departure, Overlay, OverlayError};
use words::TEXTS;
pub use words::*;

use serde::{Deserialize, Serialize};

/// How binding a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// 规定: the standard demands it. The only strength that can be violated.
    Required,
    /// 一般: the standard's normal case; special cases may differ.
    Usual,
    /// 推荐: recommended by the standard.
    Recommended,
    /// 可以: the standard allows it.
    Optional,
    /// 推算: arithmetic from numbers of the standard, not printed in it.
    Derived,
    /// 实务: common office practice; the standard is silent.
    Practice,
}

impl Strength {
    /// The word shown to people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Required => "规定",
            Self::Usual => "一般",
            Self::Recommended => "推荐",
            Self::Optional => "可以",
            Self::Derived => "推算",
            Self::Practice => "实务",
        }
    }

    /// True where a departure is against the standard, and not merely unusual.
    pub fn binds(self) -> bool {
        self == Self::Required
    }
}

/// Unit of a [`Fact`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Unit {
    /// Millimetres.
    Mm,
    /// Points of 1/72 inch.
    Pt,
    /// Twentieths of a point.
    Twip,
    /// Lines of the body (行).
    Lines,
    /// Widths of a character of the size at hand (字).
    Chars,
    /// Heights of a character of 三号.
    CharHeights,
    /// A count without unit.
    Count,
}

impl Unit {
    /// The word behind a number.
    pub fn word(self) -> &'static str {
        match self {
            Self::Mm => "毫米",
            Self::Pt => "磅",
            Self::Twip => "缇",
            Self::Lines => "行",
            Self::Chars => "字",
            Self::CharHeights => "字高",
            Self::Count => "",
        }
    }
}

/// A number of the layout.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Fact {
    /// Stable name, section and key: `page.top_margin_mm`.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// The value, in `unit`.
    pub value: f64,
    /// Allowed distance to either side; 0 where the standard names none.
    pub tolerance: f64,
    /// Unit of value and tolerance.
    pub unit: Unit,
    /// Clause of GB/T 9704-2012.
    pub clause: &'static str,
    /// How binding it is.
    pub strength: Strength,
}

impl Fact {
    /// The value in points, for lengths.
    pub fn pt(&self) -> f64 {
        match self.unit {
            Unit::Mm => self.value / MM_PER_PT,
            Unit::Twip => self.value / 20.0,
            Unit::Lines => self.value * WORD_EXACT_LINE_PT.value,
            _ => self.value,
        }
    }
}

/// A fixed text, face or place of the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Words {
    /// Stable name, section and key: `header.signer.label`.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// The values, in order where there are several.
    pub value: &'static [&'static str],
    /// Clause of GB/T 9704-2012.
    pub clause: &'static str,
    /// How binding it is.
    pub strength: Strength,
}

/// Millimetres in a point.
pub const MM_PER_PT: f64 = 25.4 / 72.0;

/// Millimetres as twips, rounded.
pub fn mm_to_twips(mm: f64) -> i64 {
    (mm / 25.4 * 1440.0).round() as i64
}

/// Every fact with a number.
pub fn all_facts() -> &'static [&'static Fact] {
    NUMBERS
}

/// Every fact with words.
pub fn all_words() -> &'static [&'static Words] {
    TEXTS
}
