//! 措施: a heading of the plan under which tasks stand, with its leader and reviewer.

use crate::draft::MeasureKind;
use crate::id::{MeasureId, PersonId, PlanId, UnitId};
use serde::{Deserialize, Serialize};

/// A measure of a plan, in the paper's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    pub id: MeasureId,
    pub plan: PlanId,
    pub position: i64,
    /// A measure, or the heading of a stage or of requirements under which duties stand.
    pub kind: MeasureKind,
    /// The paper's number, e.g. `（二）`.
    pub number: String,
    pub title: String,
    /// 责任领导, if set.
    pub leader: Option<PersonId>,
    /// The unit that leads all tasks of the measure which name no other, if set.
    pub lead: Option<UnitId>,
    /// Reviews what is filed under the measure; 创建办 if unset.
    pub reviewer: Option<PersonId>,
}
