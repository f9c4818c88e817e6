//! Who holds an assignment and until when: given, given on, moved in time, voided, reminded of.

use super::{Assignment, Part, State, entry, open};
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::code::Code;
use crate::day::Day;
use crate::id::{AssignmentId, PersonId, UnitId};
use crate::message::{Message, Reason};
use crate::refused::{Check, Refused};
use crate::task::Task;

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
