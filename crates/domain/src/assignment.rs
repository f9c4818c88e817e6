//! 任务落实: task × occurrence × unit or person, with role, due day and state. The only place
//! where state lives; everything above is computed from here (`DESIGN.md` §3).
//!
//! A task that nobody has yet holds one answering assignment without unit and person: it is counted,
//! listed as 未定责任人 and filled in by [`reassign`].

use crate::audit::Entry;
use crate::authority::{Action, Actor};
use crate::change::{Change, Versioned};
use crate::code::Code;
use crate::codes;
use crate::day::Day;
use crate::id::{AssignmentId, BureauId, PersonId, RecordId, TaskId, UnitId};
use crate::message::{Message, Reason};
use crate::refused::{Check, Refused};
use crate::task::Task;
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

/// 开始: the holder takes the assignment up.
pub fn start(held: &Versioned<Assignment>) -> Result<Change<Versioned<Assignment>>, Refused> {
    answering(held, "开始")?;
    match held.state {
        State::Todo => {}
        State::Doing => return Err(Refused::rule("这项任务已经在办了。")),
        other => return Err(Refused::rule(format!("这项任务现在是“{other}”，不用再点开始。"))),
    }
    let next = Assignment { state: State::Doing, ..held.row.clone() };
    Ok(Change::new(held.to(next), entry(held, Action::FileRecord, State::Doing)))
}

/// 报送: the holder answers with a record and hands it to the reviewers.
pub fn submit(
    held: &Versioned<Assignment>,
    who: &Actor,
    record: RecordId,
    task_title: &str,
    reviewers: &[PersonId],
) -> Result<Change<Versioned<Assignment>>, Refused> {
    answering(held, "报送")?;
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

/// 撤回: the submitter takes the record back before it is reviewed.
pub fn withdraw(held: &Versioned<Assignment>, who: &Actor) -> Result<Change<Versioned<Assignment>>, Refused> {
    if held.state != State::Review {
        return Err(Refused::rule(format!("这项任务现在是“{}”，没有可以撤回的报送。", held.state)));
    }
    if held.submitter != Some(who.person) {
        return Err(Refused::rule("只有报送的人可以撤回。"));
    }
    let next = Assignment { state: State::Doing, submitter: None, ..held.row.clone() };
    Ok(Change::new(held.to(next), entry(held, Action::FileRecord, State::Doing)))
}

/// 审核通过. The reviewer is never the submitter, except in an office of one person.
pub fn accept(
    held: &Versioned<Assignment>,
    who: &Actor,
    setting: Setting<'_>,
) -> Result<Change<Versioned<Assignment>>, Refused> {
    reviewable(held, who, setting.alone)?;
    let next = Assignment { state: State::Done, ..held.row.clone() };
    let text = format!("“{}”已通过审核。", setting.task_title);
    Ok(Change::new(held.to(next), entry(held, Action::ReviewRecord, State::Done)).with_messages(tell(
        held,
        Reason::Accepted,
        text,
    )))
}

/// 退回, with a reason code and a note.
pub fn send_back(
    held: &Versioned<Assignment>,
    who: &Actor,
    setting: Setting<'_>,
    reason: ReturnReason,
    note: &str,
) -> Result<Change<Versioned<Assignment>>, Refused> {
    reviewable(held, who, setting.alone)?;
    check_return(reason, note)?;
    let next = Assignment {
        state: State::Returned,
        return_reason: Some(reason),
        return_note: note.trim().to_owned(),
        ..held.row.clone()
    };
    let text = format!("“{}”被退回：{reason}。改后可以再报。", setting.task_title);
    Ok(Change::new(held.to(next), entry(held, Action::ReviewRecord, State::Returned).field("reason", reason))
        .with_messages(tell(held, Reason::Returned, text)))
}

/// A return tells what to do better: 其他 alone says nothing.
pub fn check_return(reason: ReturnReason, note: &str) -> Result<(), Refused> {
    let mut check = Check::new();
    let note = check.length("note", "说明", note, 200);
    let silent = reason == ReturnReason::Other && note.is_empty();
    check.require(!silent, "note", "选“其他”时，请写明哪里要改。");
    check.done()
}

/// 指定责任: gives an open assignment to a unit, a person or both.
pub fn reassign(
    held: &Versioned<Assignment>,
    unit: Option<UnitId>,
    person: Option<PersonId>,
    task_title: &str,
) -> Result<Change<Versioned<Assignment>>, Refused> {
    if unit.is_none() && person.is_none() {
        return Err(Refused::field("unit", "请选择责任科室或责任人。"));
    }
    open(held, "指定责任人")?;
    if held.unit == unit && held.person == person {
        return Err(Refused::rule("责任人没有变化。"));
    }
    let next = Assignment { unit, person, ..held.row.clone() };
    let entry = Entry::new(Action::AssignTask, held.id)
        .field("unit", unit.map(|id| id.to_string()).unwrap_or_default())
        .field("person", person.map(|id| id.to_string()).unwrap_or_default());
    let told = person.filter(|person| held.person != Some(*person)).map(|to| Message {
        to,
        reason: Reason::Assigned,
        noun: "assignment",
        object: held.id.0,
        text: format!("“{task_title}”交给您办，您是{}。", held.part),
        due: held.due,
    });
    Ok(Change::new(held.to(next), entry).with_messages(told))
}

/// 加一项落实: another unit or person is bound to a task.
pub fn hand_out(
    task: &Task,
    id: AssignmentId,
    part: Part,
    unit: Option<UnitId>,
    person: Option<PersonId>,
    today: Day,
) -> Result<Change<Assignment>, Refused> {
    crate::task::standing(task)?;
    if unit.is_none() && person.is_none() {
        return Err(Refused::field("unit", "请选择科室或人员。"));
    }
    let next = Assignment {
        id,
        bureau: task.bureau,
        task: task.id,
        occurrence: String::new(),
        unit,
        person,
        part,
        due: task.due,
        state: State::Todo,
        submitter: None,
        reviewer: None,
        return_reason: None,
        return_note: String::new(),
        valid_from: today,
        valid_to: None,
    };
    let reason = if part.answers() { Reason::Assigned } else { Reason::CopiedTo };
    let text = if part.answers() {
        format!("“{}”交给您办，您是{part}。", task.title)
    } else {
        format!("“{}”请您知悉，您是{part}。", task.title)
    };
    let told = person.map(|to| Message { to, reason, noun: "assignment", object: id.0, text, due: task.due });
    let entry = Entry::new(Action::AssignTask, id).field("part", part.label());
    Ok(Change::new(next, entry).with_messages(told))
}

/// 改时限 of one open assignment.
pub fn set_due(
    held: &Versioned<Assignment>,
    due: Option<Day>,
) -> Result<Change<Versioned<Assignment>>, Refused> {
    open(held, "改时限")?;
    let next = Assignment { due, ..held.row.clone() };
    let day = due.map(|day| day.to_string()).unwrap_or_default();
    Ok(Change::new(held.to(next), Entry::new(Action::EditTask, held.id).field("due", day)))
}

/// 作废 of one assignment; what was accepted stays.
pub fn void(held: &Versioned<Assignment>, reason: &str) -> Result<Change<Versioned<Assignment>>, Refused> {
    if held.state.closed() {
        return Err(Refused::rule(format!("这项任务现在是“{}”，不能作废。", held.state)));
    }
    let mut check = Check::new();
    let reason = check.text("reason", "作废的原因", reason, 200);
    check.done()?;
    let next = Assignment { state: State::Void, ..held.row.clone() };
    Ok(Change::new(held.to(next), entry(held, Action::EditTask, State::Void).field("reason", reason)))
}

/// 催办: reminds the holders, at most once per assignment and day (`urged` says whether today's was sent).
pub fn urge(
    held: &Versioned<Assignment>,
    holders: &[PersonId],
    urged: bool,
    task_title: &str,
) -> Result<Change<()>, Refused> {
    if !held.waiting() {
        return Err(Refused::rule(format!("这项任务现在是“{}”，不用催办。", held.state)));
    }
    if urged {
        return Err(Refused::rule("今天已经催办过一次，明天可以再催。"));
    }
    if holders.is_empty() {
        return Err(Refused::rule("这项任务还没有责任人，请先指定。"));
    }
    let told = holders.iter().map(|to| Message {
        to: *to,
        reason: Reason::Urged,
        noun: "assignment",
        object: held.id.0,
        text: format!("请抓紧办理“{task_title}”。"),
        due: held.due,
    });
    Ok(Change::new((), Entry::new(Action::UrgeTask, held.id)).with_messages(told))
}

fn answering(held: &Assignment, act: &str) -> Result<(), Refused> {
    if held.counted() {
        return Ok(());
    }
    Err(Refused::rule(if held.valid_to.is_some() {
        "这项任务已经移交给别的同志。".to_owned()
    } else {
        format!("您在这项任务里是“{}”，不需要{act}。", held.part)
    }))
}

fn open(held: &Assignment, act: &str) -> Result<(), Refused> {
    if held.state.fileable() && held.valid_to.is_none() {
        return Ok(());
    }
    Err(Refused::rule(format!("这项任务现在是“{}”，不能{act}。", held.state)))
}

fn reviewable(held: &Assignment, who: &Actor, alone: bool) -> Result<(), Refused> {
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
    Entry::new(action, held.id).field("state", state.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::AccountId;
    use uuid::Uuid;

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    fn actor(n: u128) -> Actor {
        Actor {
            account: AccountId(Uuid::from_u128(n + 1000)),
            person: person(n),
            bureau: BureauId(Uuid::nil()),
            name: String::new(),
            login: String::new(),
            grants: Vec::new(),
            units: Vec::new(),
        }
    }

    fn held(state: State, part: Part) -> Versioned<Assignment> {
        Versioned {
            version: 1,
            row: Assignment {
                id: AssignmentId(Uuid::from_u128(9)),
                bureau: BureauId(Uuid::nil()),
                task: TaskId(Uuid::nil()),
                occurrence: String::new(),
                unit: None,
                person: Some(person(1)),
                part,
                due: Day::new(2026, 6, 12),
                state,
                submitter: (state == State::Review).then(|| person(1)),
                reviewer: None,
                return_reason: None,
                return_note: String::new(),
                valid_from: Day::MIN,
                valid_to: None,
            },
        }
    }

    const CALM: Setting<'static> = Setting { task_title: "办一期读书班", alone: false };

    /// Every act on every state: the state after it, or `-` where it is refused.
    #[test]
    fn all_states_and_all_acts() {
        type Act = fn(&Versioned<Assignment>) -> Result<Change<Versioned<Assignment>>, Refused>;
        let acts: [(&str, Act); 8] = [
            ("start", start),
            ("submit", |held| submit(held, &actor(1), RecordId(Uuid::nil()), "办一期读书班", &[person(2)])),
            ("withdraw", |held| withdraw(held, &actor(1))),
            ("accept", |held| accept(held, &actor(2), CALM)),
            ("send_back", |held| send_back(held, &actor(2), CALM, ReturnReason::Blurred, "")),
            ("reassign", |held| reassign(held, None, Some(person(3)), "办一期读书班")),
            ("set_due", |held| set_due(held, None)),
            ("void", |held| void(held, "并入另一项任务")),
        ];
        let expected = "\
            start     doing - - - - -\n\
            submit    review review - review - -\n\
            withdraw  - - doing - - -\n\
            accept    - - done - - -\n\
            send_back - - returned - - -\n\
            reassign  todo doing - returned - -\n\
            set_due   todo doing - returned - -\n\
            void      void void void void - -\n";
        let mut found = String::new();
        for (name, act) in acts {
            let row: Vec<&str> = State::ALL
                .iter()
                .map(|state| act(&held(*state, Part::Doer)).map_or("-", |change| change.next.state.code()))
                .collect();
            found.push_str(&format!("{name:<9} {}\n", row.join(" ")));
        }
        assert_eq!(found, expected, "columns: {:?}", State::ALL);
    }

    #[test]
    fn support_copied_and_leader_never_answer_and_are_never_late() {
        for part in [Part::Leader, Part::Support, Part::Copied] {
            let held = held(State::Todo, part);
            assert!(start(&held).is_err());
            assert!(submit(&held, &actor(1), RecordId(Uuid::nil()), "", &[]).is_err());
            assert_eq!(held.late_by(Day::MAX), None, "{part} blocks nothing");
        }
    }

    #[test]
    fn nobody_reviews_their_own_except_alone() {
        let held = held(State::Review, Part::Doer);
        assert!(accept(&held, &actor(1), CALM).is_err());
        assert!(accept(&held, &actor(1), Setting { alone: true, ..CALM }).is_ok());
    }

    #[test]
    fn only_the_submitter_withdraws() {
        assert!(withdraw(&held(State::Review, Part::Doer), &actor(2)).is_err());
    }

    #[test]
    fn other_needs_a_note_and_the_holder_is_told() {
        let held = held(State::Review, Part::Doer);
        assert!(send_back(&held, &actor(2), CALM, ReturnReason::Other, " ").is_err());
        let change = send_back(&held, &actor(2), CALM, ReturnReason::Other, "缺签到表").unwrap();
        assert_eq!(change.next.return_note, "缺签到表");
        assert_eq!((change.messages[0].to, change.messages[0].reason), (person(1), Reason::Returned));
    }

    #[test]
    fn what_was_handed_over_is_closed_to_its_old_holder() {
        let mut held = held(State::Doing, Part::Doer);
        held.row.valid_to = Day::new(2026, 5, 1);
        assert!(!held.waiting() && held.late_by(Day::MAX).is_none());
        assert!(submit(&held, &actor(1), RecordId(Uuid::nil()), "", &[]).is_err());
        assert!(reassign(&held, None, Some(person(4)), "").is_err());
    }

    #[test]
    fn one_urging_a_day_and_only_while_something_is_expected() {
        let open = held(State::Todo, Part::Doer);
        assert_eq!(urge(&open, &[person(1)], false, "读书班").unwrap().messages.len(), 1);
        assert!(urge(&open, &[person(1)], true, "读书班").is_err());
        assert!(urge(&open, &[], false, "读书班").is_err());
        assert!(urge(&held(State::Review, Part::Doer), &[person(1)], false, "读书班").is_err());
    }

    #[test]
    fn late_is_counted_in_days_after_the_due_day() {
        let held = held(State::Returned, Part::Lead);
        assert_eq!(held.late_by(Day::new(2026, 6, 12).unwrap()), None);
        assert_eq!(held.late_by(Day::new(2026, 6, 18).unwrap()), Some(6));
    }
}
