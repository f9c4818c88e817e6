//! Notes beside the claims: awards, events, breaches and confirmations, each with its day.

use super::row::opened;
use super::{Assessment, Award, Breach, Event, Facts};
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::Change;
use crate::code::Code;
use crate::codes;
use crate::day::{Day, Instant};
use crate::id::{AssessmentId, NoteId, PersonId};
use crate::points::Points;
use crate::refused::{Check, Refused};
use crate::standard::Standard;

codes! {
    /// What a note is.
    pub enum NoteKind {
        Award = "award" "表彰加分",
        Event = "event" "扣分事项",
        Breach = "breach" "门槛情形",
        /// Someone states that nothing else is known of a gate.
        Confirmation = "confirmation" "确认没有",
    }
}

/// One note. Like a claim it is ended, never overwritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub id: NoteId,
    pub assessment: AssessmentId,
    pub kind: NoteKind,
    /// Code of the bonus rule, event rule or gate.
    pub rule: String,
    /// The work that was awarded, or what happened.
    pub text: String,
    /// Of an award.
    pub points: Option<Points>,
    /// When it was given, found or happened; of a confirmation the day on which it was stated.
    pub day: Day,
    /// On which day the unit reported an event itself.
    pub reported: Option<Day>,
    /// Persons concerned by a breach.
    pub heads: u32,
    pub author: Option<PersonId>,
    pub made: Instant,
    pub ended: Option<Instant>,
}

impl Note {
    /// Whether it stood at an instant.
    pub fn stands_at(&self, at: Instant) -> bool {
        self.made <= at && self.ended.is_none_or(|ended| ended > at)
    }

    pub(super) fn add_to(&self, facts: &mut Facts) {
        match self.kind {
            NoteKind::Award => facts.awards.push(Award {
                rule: self.rule.clone(),
                work: self.text.clone(),
                points: self.points.unwrap_or_default(),
                day: self.day,
            }),
            NoteKind::Event => {
                facts.events.push(Event {
                    rule: self.rule.clone(),
                    found: self.day,
                    reported: self.reported,
                });
            }
            NoteKind::Breach => {
                facts.breaches.push(Breach { gate: self.rule.clone(), day: self.day, heads: self.heads });
            }
            NoteKind::Confirmation => {
                let day = facts.confirmed.entry(self.rule.clone()).or_insert(self.day);
                *day = (*day).max(self.day);
            }
        }
    }
}

/// 登记.
///
/// # Errors
/// A closed assessment, a rule that the standard does not have, a day after today, and points that
/// an award lacks.
pub fn note(held: &Assessment, standard: &Standard, new: &Note, today: Day) -> Result<Change<Note>, Refused> {
    opened(held)?;
    let mut check = Check::new();
    let known = match new.kind {
        NoteKind::Award => standard.bonuses.iter().any(|it| it.code == new.rule),
        NoteKind::Event => standard.events.iter().any(|it| it.code == new.rule),
        NoteKind::Breach | NoteKind::Confirmation => standard.gates.iter().any(|it| it.code == new.rule),
    };
    check.require(known, "rule", "请选择体系里的一条。");
    let text = match new.kind {
        NoteKind::Confirmation => String::new(),
        NoteKind::Award => check.text("text", "受表彰的工作", &new.text, 100),
        NoteKind::Event | NoteKind::Breach => check.text("text", "情况", &new.text, 300),
    };
    check.require(new.day <= today, "day", "日期不能晚于今天。");
    if new.kind == NoteKind::Award {
        let some = new.points.is_some_and(|points| points > Points::ZERO && points <= Points::whole(1_000));
        check.require(some, "points", "请填写加几分，例如 2 或 0.5。");
    }
    if let Some(reported) = new.reported {
        check.require(reported >= new.day && reported <= today, "reported", "报告日期在发现之后、今天之前。");
    }
    check.require(new.heads <= 100_000, "heads", "人数太大，请核对。");
    check.done()?;
    let next = Note { text, ..new.clone() };
    let entry = Entry::new(Action::ClaimScore, next.id)
        .field("kind", next.kind.code())
        .field("rule", &next.rule)
        .field("day", next.day);
    Ok(Change::new(next, entry))
}

/// A note that was wrong ends.
///
/// # Errors
/// A closed assessment.
pub fn strike(held: &Assessment, note: NoteId) -> Result<Change<Struck>, Refused> {
    opened(held)?;
    let entry = Entry::new(Action::ClaimScore, note).field("state", "struck");
    Ok(Change::new(Struck { note, assessment: held.id }, entry))
}

/// The note that ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Struck {
    pub note: NoteId,
    pub assessment: AssessmentId,
}
