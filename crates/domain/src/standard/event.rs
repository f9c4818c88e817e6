//! Beside the tree: what is added for awards and taken off for events.

use crate::points::Points;
use serde::{Deserialize, Serialize};

/// 加分: awards, capped, of one work only the highest where the standard says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BonusRule {
    pub code: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Points>,
    /// 同一工作多级表彰只取最高.
    #[serde(default)]
    pub highest_per_work: bool,
    /// 当年表彰有效.
    #[serde(default)]
    pub same_year: bool,
}

/// 扣分: an event taken off the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRule {
    pub code: String,
    pub title: String,
    /// For one event; unknown where the copy does not show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    /// Months within which the unit reports the event itself, counted from the day it was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_within_months: Option<u8>,
    /// The deduction is multiplied by this where the event was not reported in time (瞒报加倍).
    #[serde(default = "single")]
    pub concealed_times: u32,
}

const fn single() -> u32 {
    1
}
