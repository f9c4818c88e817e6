//! 单位/科室: the tree over time. A unit's name and parent are dated intervals, so that a paper
//! prints the name of its day; 合并, 拆分 and 更名 leave a link to the predecessor.

use crate::codes;
use crate::day::Day;
use crate::id::{BureauId, UnitId};
use crate::refused::{Check, Refused};
use serde::{Deserialize, Serialize};

codes! {
    /// What a unit is in the tree.
    pub enum UnitKind {
        Bureau = "bureau" "机关",
        Section = "section" "内设机构",
        Subordinate = "subordinate" "局属单位",
        Superior = "superior" "上级",
        External = "external" "外部",
    }
}

/// A unit as it stands on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    pub bureau: BureauId,
    pub kind: UnitKind,
    pub name: String,
    pub parent: Option<UnitId>,
    /// Official order among siblings (机构序列).
    pub position: i64,
    pub valid_from: Day,
    /// Last day of existence, if it has ended.
    pub valid_to: Option<Day>,
}

/// Checks the fields of a new or renamed unit.
pub fn parse_name(name: &str) -> Result<String, Refused> {
    let mut check = Check::new();
    let name = check.text("name", "名称", name, 60);
    check.done()?;
    Ok(name)
}
