//! 任务: a duty in the paper's words. All state lives on its assignments.

use crate::codes;
use crate::day::Day;
use crate::id::{BureauId, CampaignId, MeasureId, PlanId, StageId, TaskId};
use serde::{Deserialize, Serialize};

codes! {
    /// Where a task came from.
    pub enum Origin {
        /// Read from a document.
        Import = "import" "文件导入",
        /// Written by hand.
        Manual = "manual" "手工新增",
        /// Made from a 任务分解表.
        Table = "table" "任务分解表",
    }
}

/// A task of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub id: TaskId,
    pub bureau: BureauId,
    pub campaign: CampaignId,
    pub plan: PlanId,
    pub measure: Option<MeasureId>,
    pub stage: Option<StageId>,
    pub position: i64,
    pub title: String,
    /// The sentence of the paper, with the span `[from, to)` in the decoded text.
    pub source: String,
    pub span: Option<(i64, i64)>,
    /// Cadence in the paper's words (每季度 …), empty if none.
    pub cadence: String,
    /// Deadline in the paper's words, empty if none.
    pub deadline: String,
    /// Due day of a task without recurrence.
    pub due: Option<Day>,
    /// Quantity as canonical decimal text and its uom, e.g. `2` `次`.
    pub quantity: String,
    pub uom: String,
    /// What must be handed in, in the bureau's words (材料要求).
    pub material: String,
    pub origin: Origin,
    /// Why the task was voided; empty while it stands.
    pub void_reason: String,
}
