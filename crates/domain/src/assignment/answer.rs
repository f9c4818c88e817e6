//! How an assignment is answered: taken up, handed in by a record, taken back, accepted, returned.

use super::{Assignment, ReturnReason, Setting, State, entry};
use crate::authority::{Action, Actor};
use crate::change::{Change, Versioned};
use crate::id::{PersonId, RecordId};
use crate::message::{Message, Reason};
use crate::refused::{Check, Refused};

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
