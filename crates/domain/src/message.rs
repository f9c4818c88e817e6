//! 提醒: what a person is told, always with the reason why it reached that person.
//! Messages name objects, never personal values (`DESIGN.md` §10, invariant 12).

use crate::codes;
use crate::day::Day;
use crate::id::PersonId;
use uuid::Uuid;

codes! {
    /// Why a person receives a message.
    pub enum Reason {
        Assigned = "assigned" "交给您办",
        CopiedTo = "copied" "抄送给您",
        DueSoon = "due_soon" "临近期限",
        Overdue = "overdue" "已经逾期",
        Returned = "returned" "被退回",
        Accepted = "accepted" "已通过审核",
        ToReview = "to_review" "等您审核",
        Urged = "urged" "催办",
        HandedOver = "handed_over" "移交给您",
        PlanPublished = "plan_published" "方案已发布",
        Announced = "announced" "通知",
    }
}

/// One message to one person about one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub to: PersonId,
    pub reason: Reason,
    /// Noun of the object it is about, as in [`crate::id::Id::NOUN`].
    pub noun: &'static str,
    pub object: Uuid,
    /// One sentence without personal values.
    pub text: String,
    /// The day it concerns, where there is one.
    pub due: Option<Day>,
}
