//! 阶段: windows of a plan. They may overlap; a task without a stage runs the whole period.

use crate::day::Day;
use crate::id::{PlanId, StageId};
use serde::{Deserialize, Serialize};

/// A stage of a plan. Without days it is a name only, as some papers have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    pub id: StageId,
    pub plan: PlanId,
    pub position: i64,
    pub name: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
}
