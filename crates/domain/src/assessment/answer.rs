//! What is claimed of one criterion: the answer that its model asks for, with the reason and the
//! records behind it.

use crate::id::{CriterionId, RecordId};
use crate::points::{Points, Ratio};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The answer to one criterion; each model takes one kind of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// How often each part of a sum, or each fault of a deduction, occurred.
    Counts(Vec<u32>),
    /// Index into the scale.
    Grade(usize),
    /// The number of bad cases of a state description.
    Cases(u32),
    Met(bool),
    Measured(Ratio),
    /// Points given by judgement.
    Given(Points),
    /// 不适用, with the written reason that standards ask for.
    NotApplicable(String),
}

/// An answer with what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    pub answer: Answer,
    /// 得分理由, in the words of whoever scored.
    pub reason: String,
    pub records: Vec<RecordId>,
}

/// Everything claimed of one unit and period by one track (self, reviewer, outside assessor).
pub type Claims = BTreeMap<CriterionId, Claim>;
