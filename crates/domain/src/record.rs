//! 纪实: one record of one activity. It answers assignments; what is filed once feeds everything.

use crate::codes;
use crate::day::Day;
use crate::id::{AssignmentId, BureauId, FileId, PersonId, RecordId, UnitId};
use serde::{Deserialize, Serialize};

codes! {
    /// Where a record stands.
    pub enum RecordState {
        Draft = "draft" "草稿",
        Filed = "filed" "已报送",
        Accepted = "accepted" "已通过",
        Returned = "returned" "已退回",
        Void = "void" "已作废",
    }
}

/// A record of the minimal kind 工作纪实.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub id: RecordId,
    pub bureau: BureauId,
    /// Key of the kind in `standards/record_kinds.toml`.
    pub kind: String,
    pub title: String,
    pub day: Day,
    pub place: String,
    pub unit: UnitId,
    pub author: PersonId,
    pub text: String,
    pub state: RecordState,
    pub figures: Vec<Figured>,
    pub files: Vec<FileId>,
    pub assignments: Vec<AssignmentId>,
}

/// A quantity of a record: what was counted, canonical decimal text, uom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figured {
    pub item: String,
    pub value: String,
    pub uom: String,
}
