//! 承接: what hangs on a unit that is merged, split or closed goes to the unit that the operation
//! names. The old rows end, new ones begin, so that history keeps the unit of its day.
//!
//! People and children move by [`crate::membership`] and [`crate::unit`]; a person who leaves is the
//! matter of [`crate::handover`].

use crate::assignment::{Assignment, Part};
use crate::audit::Entry;
use crate::authority::{Action, Role};
use crate::change::Versioned;
use crate::day::Day;
use crate::handover::{Passed, Placed};
use crate::id::{
    AccountId, AssignmentId, GrantId, Id, Ids, MeasureId, PersonId, TaskId, TeamMemberId, UnitId,
};
use crate::measure::Measure;
use crate::message::{Message, Reason};
use crate::team::TeamMember;
use crate::unit::{Unit, UnitKind};
use std::collections::BTreeSet;

/// A right that somebody holds for a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    pub id: GrantId,
    pub account: AccountId,
    pub person: PersonId,
    pub role: Role,
}

/// What hangs on a unit beside its people and children.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Estate {
    /// Open assignments of the unit.
    pub duties: Vec<Placed>,
    /// Measures that the unit leads.
    pub measures: Vec<Versioned<Measure>>,
    pub grants: Vec<Granted>,
    /// Seats that the unit holds by its name, with the name of their team.
    pub seats: Vec<(Versioned<TeamMember>, String)>,
}

/// What the heir has already, so that nobody holds a thing twice, and who is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Own {
    pub duties: Vec<(TaskId, String, Part)>,
    pub grants: Vec<(AccountId, Role)>,
    /// Who serves there from the day on: a duty of somebody else goes to the unit as such.
    pub people: BTreeSet<PersonId>,
    /// Who receives for the heir and is told.
    pub receivers: Vec<PersonId>,
}

/// A right that goes over to the heir, or ends because the heir's is held already or nobody inherits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedGrant {
    pub id: GrantId,
    pub to: Option<UnitId>,
}

/// What is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inherited {
    pub passed: Vec<Passed>,
    /// What the heir answers already.
    pub ended: Vec<Versioned<Assignment>>,
    pub measures: Vec<Versioned<Measure>>,
    pub grants: Vec<MovedGrant>,
    /// A seat that ends, and the one of the heir.
    pub seats: Vec<(Versioned<TeamMember>, Option<TeamMember>)>,
}

/// What is written, with its witnesses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Succession {
    pub next: Inherited,
    pub audit: Vec<Entry>,
    pub messages: Vec<Message>,
}

impl Estate {
    /// Whether the unit still answers for something: then it cannot close without an heir.
    pub fn binds(&self) -> bool {
        !self.duties.is_empty() || !self.measures.is_empty()
    }

    /// What will move, as one sentence; empty where nothing does.
    pub fn sentence(&self) -> String {
        let parts = [
            (self.duties.len(), "项没办结的任务"),
            (self.measures.len(), "条牵头的措施"),
            (self.grants.len(), "项权限"),
            (self.seats.len(), "个领导小组席位"),
        ];
        let said: Vec<String> =
            parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        said.join("、")
    }

    /// The duties by measure, with their number: what the page of a split offers.
    pub fn by_measure(&self) -> Vec<(Option<MeasureId>, usize)> {
        let mut groups: Vec<(Option<MeasureId>, usize)> = Vec::new();
        for it in &self.duties {
            match groups.iter_mut().find(|(measure, _)| *measure == it.measure) {
                Some((_, n)) => *n += 1,
                None => groups.push((it.measure, 1)),
            }
        }
        groups
    }

    /// What goes to a unit of `kind` that is split off: the duties of the chosen measures, without
    /// those that every unit of the kind has anyway, and the rights of those who go along.
    pub fn share(mut self, chosen: &[Option<MeasureId>], along: &BTreeSet<PersonId>, kind: UnitKind) -> Self {
        self.duties.retain(|it| chosen.contains(&it.measure) && !it.fan.is_some_and(|fan| fan.takes(kind)));
        self.measures.retain(|it| chosen.contains(&Some(it.id)));
        self.grants.retain(|it| along.contains(&it.person));
        self.seats.clear();
        self
    }
}

/// Hands the estate of `unit` to `heir` from `on`.
pub fn inherit(unit: &Unit, heir: &Unit, estate: &Estate, own: &Own, on: Day, ids: &dyn Ids) -> Succession {
    let mut found = Succession::default();
    for placed in &estate.duties {
        let held = &placed.assignment;
        let first = if held.valid_from > on { held.valid_from } else { on };
        let ended = held.to(Assignment { valid_to: Some(first.minus(1)), ..held.row.clone() });
        found.audit.push(Entry::new(Action::AssignTask, held.id).field("unit", heir.id).field("on", first));
        let same = |(task, occurrence, part): &(TaskId, String, Part)| {
            *task == held.task && *occurrence == held.occurrence && part.answers() == held.part.answers()
        };
        if own.duties.iter().any(same) {
            found.next.ended.push(ended);
            continue;
        }
        let id: AssignmentId = ids.make();
        let person = held.person.filter(|person| own.people.contains(person));
        let row = Assignment { id, unit: Some(heir.id), person, valid_from: first, ..held.row.clone() };
        let begun = Placed { assignment: Versioned { version: 1, row }, ..placed.clone() };
        found.next.passed.push(Passed { ended, begun });
    }
    for held in &estate.measures {
        found.audit.push(Entry::new(Action::EditTask, held.id).field("lead", heir.id));
        found.next.measures.push(held.to(Measure { lead: Some(heir.id), ..held.row.clone() }));
    }
    for held in &estate.grants {
        let twice = own.grants.contains(&(held.account, held.role));
        found.audit.push(
            Entry::new(Action::ChangeRights, held.account).field("role", held.role).field("unit", heir.id),
        );
        found.next.grants.push(MovedGrant { id: held.id, to: (!twice).then_some(heir.id) });
    }
    for (held, _) in &estate.seats {
        let first = if held.from > on { held.from } else { on };
        let rest = held.name.strip_prefix(&unit.name).unwrap_or_default();
        let id: TeamMemberId = ids.make();
        let begun = TeamMember { id, name: format!("{}{rest}", heir.name), from: first, ..held.row.clone() };
        found.audit.push(Entry::new(Action::EditPeople, held.id).field("name", &begun.name));
        found
            .next
            .seats
            .push((held.to(TeamMember { to: Some(first.minus(1)), ..held.row.clone() }), Some(begun)));
    }
    let moved = found.next.passed.len();
    if moved > 0 {
        let text =
            format!("“{}”的 {moved} 项任务自{}起由“{}”承接。", unit.name, on.month_day_text(), heir.name);
        let message = |to: &PersonId| Message {
            to: *to,
            reason: Reason::HandedOver,
            noun: UnitId::NOUN,
            object: heir.id.uuid(),
            text: text.clone(),
            due: None,
        };
        found.messages = own.receivers.iter().map(message).collect();
    }
    found
}

/// What ends with a unit that closes without an heir: rights and seats, nothing that binds it.
pub fn lapse(estate: &Estate, on: Day) -> Succession {
    let mut found = Succession::default();
    for held in &estate.grants {
        found.audit.push(Entry::new(Action::ChangeRights, held.account).field("removed", held.role));
        found.next.grants.push(MovedGrant { id: held.id, to: None });
    }
    for (held, _) in &estate.seats {
        found.audit.push(Entry::new(Action::EditPeople, held.id).field("to", on.minus(1)));
        found.next.seats.push((held.to(TeamMember { to: Some(on.minus(1)), ..held.row.clone() }), None));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assignment::State;
    use crate::draft::Fan;
    use crate::id::{BureauId, PlanId};
    use uuid::Uuid;

    struct Fixed;

    impl Ids for Fixed {
        fn next(&self) -> Uuid {
            Uuid::from_u128(900)
        }
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn unit(n: u128, name: &str) -> Unit {
        Unit {
            id: UnitId(Uuid::from_u128(n)),
            bureau: BureauId(Uuid::nil()),
            kind: UnitKind::Section,
            name: name.into(),
            parent: None,
            position: 1,
            valid_from: day("2020-01-01"),
            valid_to: None,
        }
    }

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    fn duty(task: u128, part: Part, who: Option<PersonId>, fan: Option<Fan>) -> Placed {
        let row = Assignment {
            id: AssignmentId(Uuid::from_u128(task + 50)),
            bureau: BureauId(Uuid::nil()),
            task: TaskId(Uuid::from_u128(task)),
            occurrence: "6月".into(),
            unit: Some(UnitId(Uuid::from_u128(2))),
            person: who,
            part,
            due: None,
            state: State::Doing,
            submitter: None,
            reviewer: None,
            return_reason: None,
            return_note: String::new(),
            valid_from: day("2026-03-01"),
            valid_to: None,
        };
        let measure = Some(MeasureId(Uuid::from_u128(task * 100)));
        let plan = PlanId(Uuid::nil());
        Placed {
            assignment: Versioned { version: 3, row },
            title: String::new(),
            plan,
            measure,
            stage: None,
            fan,
        }
    }

    fn run(estate: &Estate, own: &Own, people: &[PersonId]) -> Succession {
        let (old, heir) = (unit(2, "宣传科"), unit(3, "机关党委"));
        let people = people.iter().copied().collect();
        let own = Own { people, receivers: vec![person(8)], ..own.clone() };
        inherit(&old, &heir, estate, &own, day("2026-06-11"), &Fixed)
    }

    #[test]
    fn open_duties_go_over_and_nobody_holds_one_twice() {
        let estate = Estate {
            duties: vec![
                duty(11, Part::Lead, None, None),
                duty(12, Part::Lead, Some(person(5)), None),
                duty(13, Part::Support, None, None),
            ],
            ..Estate::default()
        };
        let has = |task: u128, part| (TaskId(Uuid::from_u128(task)), "6月".to_owned(), part);
        for (own, passed, ended) in [
            (vec![], 3, 0),
            (vec![has(11, Part::Doer)], 2, 1),
            // Who supports does not answer: both are kept.
            (vec![has(11, Part::Support), has(13, Part::Support)], 2, 1),
        ] {
            let found = run(&estate, &Own { duties: own.clone(), ..Own::default() }, &[person(5)]);
            assert_eq!((found.next.passed.len(), found.next.ended.len()), (passed, ended), "{own:?}");
            assert_eq!(found.audit.len(), 3);
            for it in &found.next.passed {
                assert_eq!(it.ended.valid_to, Some(day("2026-06-10")));
                assert_eq!(
                    (it.begun.assignment.valid_from, it.begun.assignment.state),
                    (day("2026-06-11"), State::Doing)
                );
            }
        }
    }

    #[test]
    fn who_does_not_go_along_leaves_the_duty_to_the_unit() {
        let estate =
            Estate { duties: vec![duty(12, Part::Lead, Some(person(5)), None)], ..Estate::default() };
        for (along, expected) in [(vec![person(5)], Some(person(5))), (vec![], None)] {
            let found = run(&estate, &Own::default(), &along);
            assert_eq!(found.next.passed[0].begun.assignment.person, expected);
            assert!(found.messages[0].text.contains("1 项任务"));
        }
    }

    #[test]
    fn a_right_is_held_once_and_a_seat_bears_the_new_name() {
        let account = AccountId(Uuid::from_u128(6));
        let seat = TeamMember {
            id: TeamMemberId(Uuid::from_u128(7)),
            team: Id::from_uuid(Uuid::nil()),
            role: "成员".into(),
            name: "宣传科科长".into(),
            person: None,
            position: 1,
            from: day("2026-03-01"),
            to: None,
        };
        let estate = Estate {
            grants: vec![Granted {
                id: GrantId(Uuid::from_u128(1)),
                account,
                person: person(5),
                role: Role::Liaison,
            }],
            seats: vec![(Versioned { version: 1, row: seat }, "领导小组".into())],
            ..Estate::default()
        };
        let found = run(&estate, &Own::default(), &[]);
        assert_eq!(found.next.grants[0].to, Some(UnitId(Uuid::from_u128(3))));
        assert_eq!(found.next.seats[0].1.as_ref().unwrap().name, "机关党委科长");
        let twice = run(&estate, &Own { grants: vec![(account, Role::Liaison)], ..Own::default() }, &[]);
        assert_eq!(twice.next.grants[0].to, None);
        let lapsed = lapse(&estate, day("2026-06-11"));
        assert_eq!((lapsed.next.grants[0].to, lapsed.next.seats[0].1.is_none()), (None, true));
        assert_eq!(estate.sentence(), "1 项权限、1 个领导小组席位");
    }

    #[test]
    fn a_split_takes_the_chosen_duties_and_leaves_what_every_section_has() {
        let estate = Estate {
            duties: vec![
                duty(11, Part::Lead, None, None),
                duty(12, Part::Lead, None, Some(Fan::Sections)),
                duty(13, Part::Lead, None, None),
            ],
            ..Estate::default()
        };
        assert_eq!(estate.by_measure().len(), 3);
        let chosen = [estate.duties[0].measure, estate.duties[1].measure];
        let share = estate.share(&chosen, &BTreeSet::new(), UnitKind::Section);
        assert_eq!(share.duties.iter().map(|it| it.assignment.task.0.as_u128()).collect::<Vec<_>>(), [11]);
    }
}
