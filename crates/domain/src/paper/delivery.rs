//! 分发: an issued paper goes to units and persons; each confirms with 签收, and is urged until then.

use super::{Paper, PaperState};
use crate::audit::Entry;
use crate::authority::{Action, Actor};
use crate::change::{Change, Versioned};
use crate::day::Instant;
use crate::id::{BureauId, DeliveryId, PaperId, PersonId, UnitId};
use crate::message::{Message, Reason};
use crate::refused::Refused;

/// One receiver of one paper: a unit, for which its head or liaison answers, or a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub id: DeliveryId,
    pub bureau: BureauId,
    pub paper: PaperId,
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    pub sent: Instant,
    /// When it was first opened, and by whom.
    pub read: Option<(Instant, PersonId)>,
    /// 签收: when and by whom.
    pub receipt: Option<(Instant, PersonId)>,
    pub urged: Option<Instant>,
}

/// A paper may be given out once it was issued.
pub fn sendable(paper: &Paper) -> Result<(), Refused> {
    match paper.state {
        PaperState::Issued | PaperState::Filed => Ok(()),
        other => Err(Refused::rule(format!("这份公文现在“{other}”，印发以后才能分发。"))),
    }
}

/// Sends to new receivers; each is told.
pub fn send(paper: &Paper, new: Vec<Delivery>, tell: &[PersonId]) -> Result<Change<Vec<Delivery>>, Refused> {
    sendable(paper)?;
    if new.is_empty() {
        return Err(Refused::field("to", "请选择要分发的单位或人员；已经分发过的不再重复。"));
    }
    let entry = Entry::new(Action::IssuePaper, paper.id).field("deliveries", new.len());
    let text = format!("收到公文“{}”，请阅后签收。", paper.title);
    Ok(Change::new(new, entry).with_messages(messages(paper, tell, Reason::Announced, &text)))
}

/// Notes the first opening; nothing to change afterwards.
pub fn open(held: &Versioned<Delivery>, who: &Actor, now: Instant) -> Option<Change<Versioned<Delivery>>> {
    if held.read.is_some() {
        return None;
    }
    let next = Delivery { read: Some((now, who.person)), ..held.row.clone() };
    Some(Change::new(held.to(next), Entry::new(Action::ReceivePaper, held.id).field("read", now.0)))
}

/// 签收.
pub fn receipt(
    held: &Versioned<Delivery>,
    who: &Actor,
    now: Instant,
) -> Result<Change<Versioned<Delivery>>, Refused> {
    if held.receipt.is_some() {
        return Err(Refused::rule("已经签收过了。"));
    }
    let read = held.read.or(Some((now, who.person)));
    let next = Delivery { read, receipt: Some((now, who.person)), ..held.row.clone() };
    Ok(Change::new(held.to(next), Entry::new(Action::ReceivePaper, held.id).field("receipt", now.0)))
}

/// 催办 of one receiver, at most once a day.
pub fn urge(
    paper: &Paper,
    held: &Versioned<Delivery>,
    since: Instant,
    now: Instant,
    tell: &[PersonId],
) -> Result<Change<Versioned<Delivery>>, Refused> {
    if held.receipt.is_some() {
        return Err(Refused::rule("已经签收，不用再催。"));
    }
    if held.urged.is_some_and(|at| at >= since) {
        return Err(Refused::rule("今天已经催过。"));
    }
    let next = Delivery { urged: Some(now), ..held.row.clone() };
    let text = format!("公文“{}”还没有签收，请阅后签收。", paper.title);
    let change = Change::new(held.to(next), Entry::new(Action::IssuePaper, held.id).field("urged", now.0));
    Ok(change.with_messages(messages(paper, tell, Reason::Urged, &text)))
}

fn messages(paper: &Paper, tell: &[PersonId], reason: Reason, text: &str) -> Vec<Message> {
    let one = |to: &PersonId| Message {
        to: *to,
        reason,
        noun: "paper",
        object: paper.id.0,
        text: text.to_owned(),
        due: None,
    };
    tell.iter().map(one).collect()
}
