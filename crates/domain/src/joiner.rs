//! 后到者: a unit or a person who joins after a task was given to everybody of a kind. They get
//! theirs from their first day: what falls due from today on, never what is past.
//!
//! Publication is the neighbour ([`crate::publish`]); who leaves is the matter of
//! [`crate::handover`] and [`crate::succession`].

use crate::assignment::{Assignment, Part, State};
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::day::Day;
use crate::draft::Fan;
use crate::id::{AssignmentId, BureauId, Id, Ids, MeasureId, PersonId, PlanId, StageId, TaskId, UnitId};
use crate::message::{Message, Reason};
use crate::unit::UnitKind;
use uuid::Uuid;

/// A task that everybody of a kind holds, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FanOut {
    pub task: TaskId,
    pub fan: Fan,
    /// The day of the fan-out: who was there got theirs then.
    pub since: Day,
    pub title: String,
    pub plan: PlanId,
    /// The year of the plan: duties without a day end with it.
    pub year: i16,
    pub measure: Option<MeasureId>,
    pub stage: Option<StageId>,
    /// Reviews the measure; 创建办 if unset.
    pub reviewer: Option<PersonId>,
}

/// Who joins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Joiner {
    Unit(UnitId),
    /// With the unit of their service.
    Person(PersonId, Option<UnitId>),
}

impl Joiner {
    /// The id under which it is remembered that the joiner was given a task.
    pub fn id(self) -> Uuid {
        match self {
            Self::Unit(unit) => unit.uuid(),
            Self::Person(person, _) => person.uuid(),
        }
    }
}

impl Fan {
    /// Whether a unit of this kind is one of those meant.
    pub fn takes(self, kind: UnitKind) -> bool {
        match self {
            Self::Sections => kind == UnitKind::Section,
            Self::Subordinates => kind == UnitKind::Subordinate,
            Self::Both => matches!(kind, UnitKind::Section | UnitKind::Subordinate),
            Self::Staff => false,
        }
    }
}

/// One time at which others of the kind must answer, with how many of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    pub occurrence: String,
    pub due: Option<Day>,
    pub n: i64,
}

/// A task as it is offered to one joiner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    pub fan_out: FanOut,
    /// When the others answer, as the days stand now.
    pub slots: Vec<Slot>,
    /// Occurrences that the joiner has already, voided ones too: what was taken away stays away.
    pub held: Vec<String>,
    /// Open rows that nobody holds, because there was nobody of the kind.
    pub bare: Vec<Versioned<Assignment>>,
}

/// An assignment with its place in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub assignment: Assignment,
    pub plan: PlanId,
    pub measure: Option<MeasureId>,
    pub stage: Option<StageId>,
}

/// What is written for a joiner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Joined {
    pub made: Vec<Placed>,
    pub filled: Vec<Versioned<Assignment>>,
    /// That the joiner was given the task, whether anything was left of it or not.
    pub marks: Vec<(TaskId, Uuid, Day)>,
}

/// Gives a joiner the rest of every task that all of the kind hold. `from` is the first day;
/// `told` are the persons who hear of it. None where nothing is offered.
pub fn join(
    bureau: BureauId,
    (joiner, from): (Joiner, Day),
    offers: &[Offer],
    told: &[PersonId],
    today: Day,
    ids: &dyn Ids,
) -> Option<Change<Joined>> {
    let mut next = Joined::default();
    let (mut entries, mut tasks) = (Vec::new(), 0);
    for offer in offers {
        let slots = remaining(offer, today);
        for slot in &slots {
            let own = assignment(bureau, joiner, from, offer, slot, ids.make());
            match offer.bare.iter().find(|bare| bare.occurrence == slot.occurrence) {
                Some(bare) => next.filled.push(bare.to(Assignment {
                    unit: own.unit,
                    person: own.person,
                    valid_from: own.valid_from,
                    ..bare.row.clone()
                })),
                None => next.made.push(Placed {
                    assignment: own,
                    plan: offer.fan_out.plan,
                    measure: offer.fan_out.measure,
                    stage: offer.fan_out.stage,
                }),
            }
        }
        tasks += usize::from(!slots.is_empty());
        next.marks.push((offer.fan_out.task, joiner.id(), from));
        let entry = Entry::new(Action::AssignTask, offer.fan_out.task)
            .field("joiner", joiner.id())
            .field("from", from)
            .field("n", slots.len());
        entries.push(entry);
    }
    let mut entries = entries.into_iter();
    let first = Change::new(next, entries.next()?);
    let change = entries.fold(first, Change::with_entry);
    if tasks == 0 {
        return Some(change);
    }
    Some(change.with_messages(told.iter().map(|to| message(*to, joiner, from, tasks))))
}

/// What is still to come of a task for one who does not have it yet. Where the others' days differ,
/// the day of most of them holds.
fn remaining(offer: &Offer, today: Day) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    for slot in &offer.slots {
        let comes = match slot.due {
            Some(due) => due >= today,
            None => offer.fan_out.year >= today.year(),
        };
        if !comes || offer.held.contains(&slot.occurrence) {
            continue;
        }
        match slots.iter_mut().find(|known| known.occurrence == slot.occurrence) {
            Some(known) if (slot.n, slot.due) > (known.n, known.due) => *known = slot.clone(),
            Some(_) => {}
            None => slots.push(slot.clone()),
        }
    }
    slots
}

fn assignment(
    bureau: BureauId,
    joiner: Joiner,
    from: Day,
    offer: &Offer,
    slot: &Slot,
    id: AssignmentId,
) -> Assignment {
    let (unit, person, part) = match joiner {
        Joiner::Unit(unit) => (Some(unit), None, Part::Lead),
        Joiner::Person(person, unit) => (unit, Some(person), Part::Doer),
    };
    Assignment {
        id,
        bureau,
        task: offer.fan_out.task,
        occurrence: slot.occurrence.clone(),
        unit,
        person,
        part,
        due: slot.due,
        state: State::Todo,
        submitter: None,
        reviewer: offer.fan_out.reviewer.filter(|reviewer| Some(*reviewer) != person),
        return_reason: None,
        return_note: String::new(),
        valid_from: from,
        valid_to: None,
    }
}

fn message(to: PersonId, joiner: Joiner, from: Day, tasks: usize) -> Message {
    let (noun, whose) = match joiner {
        Joiner::Unit(_) => (UnitId::NOUN, "您的单位"),
        Joiner::Person(..) => (PersonId::NOUN, "您"),
    };
    let text = format!(
        "自{}起，{whose}有 {tasks} 项各单位、各人都要办的任务，以前的期次不计。",
        from.month_day_text()
    );
    Message { to, reason: Reason::Assigned, noun, object: joiner.id(), text, due: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[derive(Default)]
    struct Counter(AtomicU64);

    impl Ids for Counter {
        fn next(&self) -> Uuid {
            Uuid::from_u128(1000 + u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
        }
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn offer(slots: &[(&str, Option<&str>, i64)], held: &[&str]) -> Offer {
        let slot = |(occurrence, due, n): &(&str, Option<&str>, i64)| Slot {
            occurrence: (*occurrence).into(),
            due: due.map(day),
            n: *n,
        };
        Offer {
            fan_out: FanOut {
                task: TaskId(Uuid::from_u128(7)),
                fan: Fan::Sections,
                since: day("2026-03-01"),
                title: "每月集中学习".into(),
                plan: PlanId(Uuid::from_u128(8)),
                year: 2026,
                measure: None,
                stage: None,
                reviewer: Some(PersonId(Uuid::from_u128(3))),
            },
            slots: slots.iter().map(slot).collect(),
            held: held.iter().map(|it| (*it).to_owned()).collect(),
            bare: Vec::new(),
        }
    }

    fn given(offer: &Offer, joiner: Joiner, today: &str) -> Vec<(String, Option<Day>)> {
        let ids = Counter::default();
        let change = join(
            BureauId(Uuid::nil()),
            (joiner, day("2026-06-11")),
            std::slice::from_ref(offer),
            &[],
            day(today),
            &ids,
        );
        change
            .unwrap()
            .next
            .made
            .into_iter()
            .map(|it| (it.assignment.occurrence, it.assignment.due))
            .collect()
    }

    #[test]
    fn the_past_is_not_charged_and_nothing_is_given_twice() {
        let unit = Joiner::Unit(UnitId(Uuid::from_u128(5)));
        type Slots = &'static [(&'static str, Option<&'static str>, i64)];
        let cases: [(Slots, &[&str], &str, &[&str]); 6] = [
            (&[("5月", Some("2026-05-31"), 3), ("6月", Some("2026-06-30"), 3)], &[], "2026-06-11", &["6月"]),
            (&[("6月", Some("2026-06-30"), 3)], &["6月"], "2026-06-11", &[]),
            (&[("", Some("2026-06-11"), 3)], &[], "2026-06-11", &[""]),
            (&[("", None, 3)], &[], "2026-06-11", &[""]),
            // Of a plan of last year nothing without a day is left.
            (&[("", None, 3)], &[], "2027-01-05", &[]),
            (&[], &[], "2026-06-11", &[]),
        ];
        for (slots, held, today, expected) in cases {
            let found: Vec<String> =
                given(&offer(slots, held), unit, today).into_iter().map(|it| it.0).collect();
            assert_eq!(found, expected, "{slots:?} {held:?} {today}");
        }
    }

    #[test]
    fn the_day_of_most_others_holds() {
        let slots =
            [("6月", Some("2026-06-30"), 1), ("6月", Some("2026-07-05"), 4), ("6月", Some("2026-07-09"), 2)];
        let found = given(&offer(&slots, &[]), Joiner::Unit(UnitId(Uuid::from_u128(5))), "2026-06-11");
        assert_eq!(found, [("6月".to_owned(), Some(day("2026-07-05")))]);
    }

    #[test]
    fn a_joiner_is_told_once_and_never_reviews_their_own() {
        let person = PersonId(Uuid::from_u128(3));
        let offers = [offer(&[("6月", Some("2026-06-30"), 2)], &[]), offer(&[("", None, 2)], &[])];
        let joiner = (Joiner::Person(person, None), day("2026-06-11"));
        let change =
            join(BureauId(Uuid::nil()), joiner, &offers, &[person], day("2026-06-11"), &Counter::default())
                .unwrap();
        assert_eq!((change.messages.len(), change.audit.len()), (1, 2));
        assert!(change.messages[0].text.contains("有 2 项"), "{}", change.messages[0].text);
        assert!(change.next.made.iter().all(|it| it.assignment.reviewer.is_none()));
        assert!(change.next.made.iter().all(|it| it.assignment.valid_from == day("2026-06-11")));
    }

    #[test]
    fn what_nobody_held_goes_to_the_first_who_comes() {
        let mut offer = offer(&[("", Some("2026-06-30"), 1)], &[]);
        let made = assignment(
            BureauId(Uuid::nil()),
            Joiner::Unit(UnitId(Uuid::nil())),
            Day::MIN,
            &offer,
            &offer.slots[0],
            AssignmentId(Uuid::from_u128(40)),
        );
        offer.bare = vec![Versioned { version: 4, row: Assignment { unit: None, ..made } }];
        let unit = UnitId(Uuid::from_u128(5));
        let today = day("2026-06-11");
        let change = join(
            BureauId(Uuid::nil()),
            (Joiner::Unit(unit), today),
            &[offer],
            &[],
            today,
            &Counter::default(),
        );
        let next = change.unwrap().next;
        assert!(next.made.is_empty());
        assert_eq!((next.filled[0].version, next.filled[0].unit), (4, Some(unit)));
    }
}
