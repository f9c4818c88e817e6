//! One item of the draft as assignments: who × when.

use super::Ground;
use crate::assignment::{Assignment, Part, State};
use crate::calendar::{Cadence, occurrences};
use crate::day::Day;
use crate::draft::{Item, Measure, Stage};
use crate::id::{Ids, PersonId, TaskId, UnitId};

/// An item with everything that decides who does it and when.
pub(super) struct Expansion<'a> {
    pub ground: &'a Ground<'a>,
    pub year: i16,
    pub issued: Option<Day>,
    pub measure: &'a Measure,
    pub item: &'a Item,
    pub stage: Option<&'a Stage>,
}

/// One time at which the duty falls due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub occurrence: String,
    pub due: Option<Day>,
}

/// Who holds an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holder {
    pub part: Part,
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
}

impl Expansion<'_> {
    pub fn assignments(&self, task: TaskId, ids: &dyn Ids) -> Vec<Assignment> {
        let slots = self.slots();
        let mut made = Vec::new();
        for holder in self.answering() {
            for slot in &slots {
                made.push(self.assignment(task, &holder, slot, ids));
            }
        }
        // Who supports or is responsible as a leader holds the task once, not each time.
        let whole = Slot { occurrence: String::new(), due: slots.iter().filter_map(|slot| slot.due).max() };
        for holder in self.beside() {
            made.push(self.assignment(task, &holder, &whole, ids));
        }
        made
    }

    fn assignment(&self, task: TaskId, holder: &Holder, slot: &Slot, ids: &dyn Ids) -> Assignment {
        Assignment {
            id: ids.make(),
            bureau: self.ground.bureau,
            task,
            occurrence: slot.occurrence.clone(),
            unit: holder.unit,
            person: holder.person,
            part: holder.part,
            due: slot.due,
            state: State::Todo,
            submitter: None,
            reviewer: self.measure.reviewer,
            return_reason: None,
            return_note: String::new(),
            valid_from: self.ground.today,
            valid_to: None,
        }
    }

    /// Those who must answer with a record. One unit and its person hold one assignment together.
    pub fn answering(&self) -> Vec<Holder> {
        let org = self.ground.org;
        let mut units = self.measure.leads_of(self.item);
        if let Some(fan) = self.item.fan {
            units.extend(org.fan(fan));
        }
        let mut seen = Vec::new();
        units.retain(|unit| {
            !seen.contains(unit) && {
                seen.push(*unit);
                true
            }
        });
        let staff = self.item.fan.map(|fan| org.staff(fan)).unwrap_or_default();
        if !staff.is_empty() {
            let each =
                staff.iter().map(|it| Holder { part: Part::Doer, unit: Some(it.unit), person: Some(it.id) });
            let lead = units.iter().map(|unit| Holder { part: Part::Lead, unit: Some(*unit), person: None });
            return each.chain(lead).collect();
        }
        let doer = self.measure.doer_of(self.item);
        let home = |person: PersonId| org.person(person).map(|person| person.unit);
        match doer {
            Some(person) if units.is_empty() => {
                vec![Holder { part: Part::Doer, unit: home(person), person: Some(person) }]
            }
            // What nobody has stands in the queue of gaps, where somebody is found for it.
            None if units.is_empty() => vec![Holder { part: Part::Lead, unit: None, person: None }],
            _ => {
                let seat = doer.map(|person| {
                    let own = home(person).and_then(|unit| units.iter().position(|other| *other == unit));
                    (own.unwrap_or(0), person)
                });
                let person_of = |at: usize| seat.filter(|(own, _)| *own == at).map(|(_, person)| person);
                units
                    .iter()
                    .enumerate()
                    .map(|(at, unit)| Holder { part: Part::Lead, unit: Some(*unit), person: person_of(at) })
                    .collect()
            }
        }
    }

    /// 责任领导 and 配合: they never block.
    pub fn beside(&self) -> Vec<Holder> {
        let leader =
            self.measure.leader.map(|person| Holder { part: Part::Leader, unit: None, person: Some(person) });
        let support = self.item.support.iter().map(|unit| Holder {
            part: Part::Support,
            unit: Some(*unit),
            person: None,
        });
        leader.into_iter().chain(support).collect()
    }

    /// When the duty falls due: by frequency, by festival, or once.
    pub fn slots(&self) -> Vec<Slot> {
        let item = self.item;
        let mut slots: Vec<Slot> = match item.recurs {
            Some(cadence) if cadence != Cadence::Once => {
                let (from, to) = self.window();
                occurrences(cadence, from, item.due.map_or(to, |due| due.min(to)), self.ground.holidays)
                    .into_iter()
                    .map(|found| Slot { occurrence: found.label, due: Some(found.due) })
                    .collect()
            }
            _ => Vec::new(),
        };
        let festivals = item.festivals.iter().filter_map(|festival| Some((festival, festival.day?)));
        slots.extend(
            festivals.map(|(festival, day)| Slot { occurrence: festival.name.clone(), due: Some(day) }),
        );
        if slots.is_empty() {
            slots.push(Slot { occurrence: String::new(), due: item.due });
        }
        slots
    }

    /// The days in which a duty recurs: its stage, else the year of the plan from its issue on. What
    /// lies before the day of publication is not asked for any more, unless all of it does.
    fn window(&self) -> (Day, Day) {
        let whole = Day::new(self.year, 1, 1).zip(Day::new(self.year, 12, 31));
        let (first, last) = whole.unwrap_or((self.ground.today, self.ground.today));
        let issued = self.issued.filter(|day| day.year() == self.year).unwrap_or(first);
        let from = self.stage.and_then(|stage| stage.from).unwrap_or(issued);
        let to = self.stage.and_then(|stage| stage.to).unwrap_or(last);
        let today = self.ground.today;
        if (from..=to).contains(&today) { (today, to) } else { (from, to) }
    }
}
