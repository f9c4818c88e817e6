//! 任务落实: task × occurrence × unit or person, with role, due day and state. The only place
//! where state lives; everything above is computed from here (`DESIGN.md` §3).
//!
//! A task that nobody has yet holds one answering assignment without unit and person: it is counted,
//! listed as 未定责任人 and filled in by [`reassign`].

mod answer;
mod hold;

pub use answer::{accept, check_return, send_back, start, submit, withdraw};
pub use hold::{hand_out, reassign, set_due, urge, void};

use crate::audit::Entry;
use crate::authority::Action;
use crate::code::Code;
use crate::codes;
use crate::day::Day;
use crate::id::{AssignmentId, BureauId, PersonId, TaskId, UnitId};
use crate::refused::Refused;
use serde::{Deserialize, Serialize};

codes! {
    /// In which capacity a unit or person is bound to a task.
    pub enum Part {
        Leader = "leader" "责任领导",
        Lead = "lead" "牵头",
        Support = "support" "配合",
        Doer = "doer" "责任人",
        Copied = "copied" "抄送",
    }
}

codes! {
    /// State of one assignment. Lateness is not a state: it is computed from the due day.
    pub enum State {
        Todo = "todo" "未开始",
        Doing = "doing" "进行中",
        Review = "review" "待审核",
        Returned = "returned" "已退回",
        Done = "done" "已完成",
        Void = "void" "已作废",
    }
}

codes! {
    /// Why a record was returned.
    pub enum ReturnReason {
        Blurred = "blurred" "照片不清楚",
        NoUnitName = "no_unit_name" "照片看不出单位名称",
        OffPoint = "off_point" "与任务不符",
        SummaryOnly = "summary_only" "只有小结，没有情况说明",
        OutOfPeriod = "out_of_period" "不在要求的时段内",
        Incomplete = "incomplete" "内容不完整",
        Other = "other" "其他",
    }
}

impl Part {
    /// Whether the holder must answer with a record. 配合, 抄送 and 责任领导 never block.
    pub fn answers(self) -> bool {
        matches!(self, Self::Lead | Self::Doer)
    }
}

impl State {
    /// Whether nothing more is expected of the holder.
    pub fn closed(self) -> bool {
        matches!(self, Self::Done | Self::Void)
    }

    /// Whether a record can be filed now.
    pub fn fileable(self) -> bool {
        matches!(self, Self::Todo | Self::Doing | Self::Returned)
    }
}

/// One assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    pub id: AssignmentId,
    pub bureau: BureauId,
    pub task: TaskId,
    /// Which occurrence of a recurring task, e.g. `第22周`; empty for a single one.
    pub occurrence: String,
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    pub part: Part,
    pub due: Option<Day>,
    pub state: State,
    pub submitter: Option<PersonId>,
    /// Who reviews; 创建办 as a whole if unset.
    pub reviewer: Option<PersonId>,
    pub return_reason: Option<ReturnReason>,
    pub return_note: String,
    pub valid_from: Day,
    pub valid_to: Option<Day>,
}

impl Assignment {
    /// Whether progress counts it: it must be answered and has not been ended by a hand-over.
    pub fn counted(&self) -> bool {
        self.part.answers() && self.valid_to.is_none()
    }

    /// Whether something is still expected of the holder.
    pub fn waiting(&self) -> bool {
        self.counted() && self.state.fileable()
    }

    /// Days late on `today`; none while it is not late or nothing is expected.
    pub fn late_by(&self, today: Day) -> Option<i64> {
        let due = self.due?;
        (self.waiting() && due < today).then(|| due.days_until(today))
    }
}

/// What a rule needs to know beside the assignment: the task's title stands in every message.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    pub task_title: &'a str,
    /// Whether the bureau's office has only one person, who may then review what is their own.
    pub alone: bool,
}

fn open(held: &Assignment, act: &str) -> Result<(), Refused> {
    if held.state.fileable() && held.valid_to.is_none() {
        return Ok(());
    }
    Err(Refused::rule(format!("这项任务现在是“{}”，不能{act}。", held.state)))
}

fn entry(held: &Assignment, action: Action, state: State) -> Entry {
    Entry::new(action, held.id).field("state", state.code())
}

#[cfg(test)]
#[path = "assignment/tests.rs"]
mod tests;
