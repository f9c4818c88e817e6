//! 任务落实: task × occurrence × unit or person, with role, due day and state. The only place
//! where state lives; everything above is computed from here (`DESIGN.md` §3).

use crate::audit::Entry;
use crate::authority::{Action, Actor};
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::Day;
use crate::id::{AssignmentId, BureauId, PersonId, RecordId, TaskId, UnitId};
use crate::message::{Message, Reason};
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

/// 开始: the holder takes the assignment up.
pub fn start(held: &Versioned<Assignment>) -> Result<Change<Versioned<Assignment>>, Refused> {
    match held.state {
        State::Todo => {}
        State::Doing => return Err(Refused::rule("这项任务已经在办了。")),
        other => return Err(Refused::rule(format!("这项任务现在是“{other}”，不用再点开始。"))),
    }
    let next = Assignment { state: State::Doing, ..held.row.clone() };
    Ok(Change::new(held.to(next), entry(held, Action::FileRecord, State::Doing)))
}

/// 报送: the holder answers with a record and hands it to the reviewer.
pub fn submit(
    held: &Versioned<Assignment>,
    who: &Actor,
    record: RecordId,
    task_title: &str,
    reviewers: &[PersonId],
) -> Result<Change<Versioned<Assignment>>, Refused> {
    if !held.part.answers() {
        return Err(Refused::rule(format!("您在这项任务里是“{}”，不需要报送。", held.part)));
    }
    if !held.state.fileable() {
        return Err(Refused::rule(format!("这项任务现在是“{}”，不能再报送。", held.state)));
    }
    let next = Assignment {
        state: State::Review,
        submitter: Some(who.person),
        return_reason: None,
        return_note: String::new(),
        ..held.row.clone()
    };
    let told = reviewers.iter().filter(|person| **person != who.person).map(|person| Message {
        to: *person,
        reason: Reason::ToReview,
        noun: "assignment",
        object: held.id.0,
        text: format!("“{task_title}”已报送，请审核。"),
        due: held.due,
    });
    Ok(Change::new(held.to(next), entry(held, Action::FileRecord, State::Review).field("record", record))
        .with_messages(told))
}

/// 审核通过. The reviewer is never the submitter, except in an office of one person (`alone`).
pub fn accept(
    held: &Versioned<Assignment>,
    who: &Actor,
    alone: bool,
    task_title: &str,
) -> Result<Change<Versioned<Assignment>>, Refused> {
    reviewable(held, who, alone)?;
    let next = Assignment { state: State::Done, ..held.row.clone() };
    Ok(Change::new(held.to(next), entry(held, Action::ReviewRecord, State::Done)).with_messages(tell(
        held,
        Reason::Accepted,
        format!("“{task_title}”已通过审核。"),
    )))
}

/// 退回, with a reason code and a note.
pub fn send_back(
    held: &Versioned<Assignment>,
    who: &Actor,
    alone: bool,
    reason: ReturnReason,
    note: &str,
    task_title: &str,
) -> Result<Change<Versioned<Assignment>>, Refused> {
    reviewable(held, who, alone)?;
    if reason == ReturnReason::Other && note.trim().is_empty() {
        return Err(Refused::field("note", "选“其他”时，请写明哪里要改。"));
    }
    let next = Assignment {
        state: State::Returned,
        return_reason: Some(reason),
        return_note: note.trim().to_owned(),
        ..held.row.clone()
    };
    Ok(Change::new(held.to(next), entry(held, Action::ReviewRecord, State::Returned).field("reason", reason))
        .with_messages(tell(
            held,
            Reason::Returned,
            format!("“{task_title}”被退回：{reason}。改后可以再报。"),
        )))
}

fn reviewable(held: &Versioned<Assignment>, who: &Actor, alone: bool) -> Result<(), Refused> {
    if held.state != State::Review {
        return Err(Refused::rule(format!("这项任务现在是“{}”，没有等待审核的报送。", held.state)));
    }
    if held.submitter == Some(who.person) && !alone {
        return Err(Refused::rule("自己报送的，要由另一位同志审核。"));
    }
    Ok(())
}

fn tell(held: &Assignment, reason: Reason, text: String) -> Option<Message> {
    held.submitter.or(held.person).map(|to| Message {
        to,
        reason,
        noun: "assignment",
        object: held.id.0,
        text,
        due: held.due,
    })
}

fn entry(held: &Assignment, action: Action, state: State) -> Entry {
    use crate::code::Code;
    Entry::new(action, held.id).field("state", state.code())
}
