//! 领导小组, 专班, 志愿队, 监督员: rosters with roles and terms.

use crate::codes;
use crate::day::Day;
use crate::id::{BureauId, PersonId, TeamId, TeamMemberId};
use serde::{Deserialize, Serialize};

codes! {
    /// What a team is for.
    pub enum TeamKind {
        LeadingGroup = "leading_group" "领导小组",
        TaskForce = "task_force" "工作专班",
        Volunteers = "volunteers" "志愿服务队",
        Supervisors = "supervisors" "行风监督员",
        Inspection = "inspection" "督查组",
    }
}

/// A team of a bureau.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub id: TeamId,
    pub bureau: BureauId,
    pub kind: TeamKind,
    pub name: String,
    pub from: Day,
    pub to: Option<Day>,
}

/// One seat of a team. `name` is as the paper prints it; `person` is set once it is matched to the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    pub id: TeamMemberId,
    pub team: TeamId,
    /// 组长, 副组长, 成员 … in the paper's words.
    pub role: String,
    pub name: String,
    pub person: Option<PersonId>,
    pub position: i64,
    pub from: Day,
    pub to: Option<Day>,
}
