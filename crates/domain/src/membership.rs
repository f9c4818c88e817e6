//! 任职: where a person serves, as what, from when to when.

use crate::codes;
use crate::day::Day;
use crate::id::{MembershipId, PersonId, UnitId};
use serde::{Deserialize, Serialize};

codes! {
    /// How a person belongs to a unit.
    pub enum MembershipKind {
        Established = "established" "编制",
        Seconded = "seconded" "借调",
        Concurrent = "concurrent" "兼职",
    }
}

/// One dated interval of service. `title` is the 职务.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub id: MembershipId,
    pub person: PersonId,
    pub unit: UnitId,
    pub kind: MembershipKind,
    pub title: String,
    /// Head of the unit: receives what is assigned to the unit and to no person.
    pub heads: bool,
    /// 联络员: files and receives for the unit.
    pub liaison: bool,
    pub from: Day,
    pub to: Option<Day>,
}

impl Membership {
    /// Whether the membership holds on `day`.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}
