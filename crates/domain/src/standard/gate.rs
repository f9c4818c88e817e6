//! 一票否决 and 准入: what bars a unit whatever its points.

use crate::codes;
use crate::day::Day;
use serde::{Deserialize, Serialize};

codes! {
    /// What a breach does.
    pub enum Effect {
        Veto = "veto" "一票否决",
        Entry = "entry" "不得申报",
        Revoke = "revoke" "撤销称号",
    }
}

/// How far back an event still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// So many months before the day of judgement.
    Months(u16),
    /// From a fixed day on (自 2018 年 1 月 1 日以来).
    Since(Day),
    /// The assessed period itself.
    Period,
}

/// One gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gate {
    pub code: String,
    pub title: String,
    pub effect: Effect,
    pub window: Window,
    /// From so many persons on (Anhui: 3 staff with criminal liability); 1 where any counts.
    #[serde(default = "one")]
    pub heads: u32,
}

const fn one() -> u32 {
    1
}

impl Window {
    /// The first day that counts, seen from `day` in a period that began on `period`.
    pub fn from(self, day: Day, period: Day) -> Day {
        match self {
            Self::Months(months) => day.minus_months(months),
            Self::Since(since) => since,
            Self::Period => period,
        }
    }
}
