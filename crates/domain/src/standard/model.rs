//! How one criterion turns what was found into points. The words of each model are the standards'
//! own (`docs/glossary.md`); the example behind each is named in its comment.

use crate::points::{Points, Ratio};
use serde::{Deserialize, Serialize};

/// The scoring model of a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "model", rename_all = "snake_case")]
pub enum Model {
    /// 评定: the standard states no rule; whoever scores gives points up to the full ones.
    #[default]
    Judged,
    /// 累加: each part earns its points (Ezhou Ⅱ-1: 0.5 + 0.5).
    Sum { parts: Vec<Part> },
    /// 分档: one grade of a scale (Zhejiang: 2 / 1.5 / 1 / 0).
    Grades { grades: Vec<Grade> },
    /// 状态描述: a letter by the number of bad cases, each a share of the full points.
    States {
        #[serde(default = "Letter::usual")]
        letters: Vec<Letter>,
    },
    /// 扣分: from the full points, each fault its deduction, 扣完为止.
    Deduct { parts: Vec<Part> },
    /// 达标得分: all the points or none.
    AllOrNothing,
    /// 比例达标: a measured ratio must reach a threshold; short of it nothing, or less by the point.
    Threshold {
        metric: String,
        at_least: Ratio,
        /// Points lost for each begun percentage point below; all of them where nothing is stated.
        #[serde(default)]
        per_point_short: Option<Points>,
    },
    /// 按比例得分: the measured ratio itself is the share (12328: 即时答复率 20 points).
    Share { metric: String },
}

/// One part of a sum, or one fault of a deduction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub text: String,
    /// For one occurrence. Never negative: the model says whether it is earned or lost.
    pub points: Points,
    /// 每次、每项: counts as often as it occurs.
    #[serde(default)]
    pub each: bool,
    /// Where one part alone is limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Points>,
}

impl Part {
    /// What `count` occurrences are worth.
    pub fn worth(&self, count: u32) -> Points {
        let count = if self.each { count } else { count.min(1) };
        let worth = self.points.times(count);
        self.most.map_or(worth, |most| worth.min(most))
    }
}

/// One step of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    pub name: String,
    pub points: Points,
}

/// One letter of a state description: it holds up to so many bad cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    pub name: String,
    /// The last letter holds for any number.
    pub cases: u32,
    pub share: Ratio,
}

impl Letter {
    /// A, B, C and C# for 0, 1, 2 and more bad cases: 100, 66, 33 and 0 % of the points.
    pub fn usual() -> Vec<Self> {
        [("A", 0, 100), ("B", 1, 66), ("C", 2, 33), ("C#", 3, 0)]
            .map(|(name, cases, percent)| Self { name: name.into(), cases, share: Ratio::percent(percent) })
            .into()
    }
}

impl Model {
    /// The word of the model on pages.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Judged => "评定",
            Self::Sum { .. } => "累加",
            Self::Grades { .. } => "分档",
            Self::States { .. } => "状态描述",
            Self::Deduct { .. } => "扣分",
            Self::AllOrNothing => "达标得分",
            Self::Threshold { .. } => "比例达标",
            Self::Share { .. } => "按比例得分",
        }
    }

    /// The most that the model itself can give, where it says so.
    pub fn reaches(&self) -> Option<Points> {
        match self {
            Self::Sum { parts } => {
                parts.iter().map(|part| if part.each { part.most } else { Some(part.worth(1)) }).sum()
            }
            Self::Grades { grades } => grades.iter().map(|grade| grade.points).max(),
            _ => None,
        }
    }
}
