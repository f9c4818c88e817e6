//! From what a row asks for to the change of a task and its assignments. The rules are those of
//! the pages: [`crate::task`] and [`crate::assignment`] decide, this only goes through them in order.

use super::want::{Roster, Wanted};
use crate::assignment::{self, Assignment, Part};
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::day::Day;
use crate::id::{Ids, PersonId, UnitId};
use crate::message::Message;
use crate::refused::Refused;
use crate::task::{self, Task, Wording};

/// What is to be written of one task.
#[derive(Debug, Clone, Default)]
pub struct Decided {
    pub task: Option<Versioned<Task>>,
    pub moved: Vec<Versioned<Assignment>>,
    pub new: Vec<Assignment>,
}

/// Goes through the rules one by one on a copy; what was touched is written once.
struct Bench<'a> {
    task: Versioned<Task>,
    held: Vec<Versioned<Assignment>>,
    touched: Vec<bool>,
    new: Vec<Assignment>,
    audit: Vec<Entry>,
    messages: Vec<Message>,
    roster: &'a Roster,
    ids: &'a dyn Ids,
    today: Day,
}

/// Reason of an assignment that the table took off.
const TAKEN_OFF: &str = "按任务分解表调整";

/// The change that a row asks for.
pub fn decide(
    task: &Versioned<Task>,
    held: &[Versioned<Assignment>],
    wanted: &Wanted,
    roster: &Roster,
    ids: &dyn Ids,
    today: Day,
) -> Result<Change<Decided>, Refused> {
    task::standing(task)?;
    let mut bench = Bench {
        task: task.clone(),
        touched: vec![false; held.len()],
        held: held.to_vec(),
        new: Vec::new(),
        audit: Vec::new(),
        messages: Vec::new(),
        roster,
        ids,
        today,
    };
    bench.reword(wanted)?;
    if let Some(leads) = &wanted.leads {
        bench.lead(leads)?;
    }
    if let Some(doers) = &wanted.doers {
        bench.people(doers)?;
    }
    if let Some(supports) = &wanted.supports {
        let holders: Vec<Holder> = supports.iter().map(|unit| (Some(*unit), None)).collect();
        bench.level(Part::Support, &holders, |it| (it.unit, None))?;
    }
    if let Some(leaders) = &wanted.leaders {
        let holders: Vec<Holder> = leaders.iter().map(|person| (None, Some(*person))).collect();
        bench.level(Part::Leader, &holders, |it| (None, it.person))?;
    }
    if let Some(due) = wanted.due {
        bench.due(due)?;
    }
    Ok(bench.done(task))
}

type Holder = (Option<UnitId>, Option<PersonId>);

impl Bench<'_> {
    fn note<T>(&mut self, change: Change<T>) -> T {
        self.audit.extend(change.audit);
        self.messages.extend(change.messages);
        change.next
    }

    fn put(&mut self, at: usize, change: Change<Versioned<Assignment>>) {
        let next = self.note(change);
        self.held[at] = next;
        self.touched[at] = true;
    }

    fn reword(&mut self, wanted: &Wanted) -> Result<(), Refused> {
        if wanted.title.is_none() && wanted.material.is_none() {
            return Ok(());
        }
        let now = &self.task.row;
        let words = Wording {
            title: wanted.title.clone().unwrap_or_else(|| now.title.clone()),
            material: wanted.material.clone().unwrap_or_else(|| now.material.clone()),
            quantity: now.quantity.clone(),
            uom: now.uom.clone(),
        };
        let change = task::reword(&self.task, &words)?;
        self.task = self.note(change);
        Ok(())
    }

    /// Assignments that answer and can still be moved.
    fn open(&self) -> Vec<usize> {
        (0..self.held.len()).filter(|at| self.held[*at].waiting()).collect()
    }

    /// 牵头科室: units that go are replaced by units that come, in order; more that come get an
    /// assignment of their own, more that go lose theirs. What is done or under review stays.
    fn lead(&mut self, wanted: &[UnitId]) -> Result<(), Refused> {
        let counted = self.held.iter().filter(|it| it.counted() && it.state != assignment::State::Void);
        let present: Vec<Option<UnitId>> = counted.map(|it| it.unit).collect();
        let mut coming = wanted.iter().filter(|unit| !present.contains(&Some(**unit))).copied();
        let mut replaced: Vec<(Option<UnitId>, Option<UnitId>)> = Vec::new();
        for at in self.open() {
            let from = self.held[at].unit;
            if from.is_some_and(|unit| wanted.contains(&unit)) {
                continue;
            }
            let to = match replaced.iter().find(|(known, _)| *known == from) {
                Some((_, to)) => *to,
                None => {
                    let to = coming.next();
                    replaced.push((from, to));
                    to
                }
            };
            match to {
                Some(unit) => {
                    let person = self.held[at].person.filter(|person| self.roster.serves(*person, unit));
                    let change = assignment::reassign(&self.held[at], Some(unit), person, &self.task.title)?;
                    self.put(at, change);
                }
                None if from.is_some() => {
                    let change = assignment::void(&self.held[at], TAKEN_OFF)?;
                    self.put(at, change);
                }
                None => {}
            }
        }
        for unit in coming.collect::<Vec<_>>() {
            self.hand_out(Part::Lead, (Some(unit), None))?;
        }
        Ok(())
    }

    /// 责任人: each stands with the unit where the person serves.
    fn people(&mut self, wanted: &[PersonId]) -> Result<(), Refused> {
        let mut placed: Vec<PersonId> = Vec::new();
        let counted = |it: &&Versioned<Assignment>| it.counted() && it.state != assignment::State::Void;
        placed.extend(self.held.iter().filter(counted).filter(|it| !it.waiting()).filter_map(|it| it.person));
        for at in self.open() {
            let (unit, before) = (self.held[at].unit, self.held[at].person);
            let fits = |person: &&PersonId| unit.is_none_or(|unit| self.roster.serves(**person, unit));
            let kept = before.filter(|person| wanted.contains(person));
            let next = kept.or_else(|| wanted.iter().find(fits).copied());
            placed.extend(next);
            if next == before {
                continue;
            }
            let unit = unit.or_else(|| next.and_then(|person| self.roster.home(person)));
            if unit.is_none() && next.is_none() {
                continue;
            }
            let change = assignment::reassign(&self.held[at], unit, next, &self.task.title)?;
            self.put(at, change);
        }
        for row in self.new.iter_mut().filter(|it| it.part.answers() && it.person.is_none()) {
            let fits = |person: &&PersonId| row.unit.is_none_or(|unit| self.roster.serves(**person, unit));
            row.person = wanted.iter().find(fits).copied();
            placed.extend(row.person);
        }
        let lost: Vec<&str> = wanted
            .iter()
            .filter(|person| !placed.contains(person))
            .filter_map(|person| self.roster.people.iter().find(|seat| seat.person == *person))
            .map(|seat| seat.name.as_str())
            .collect();
        if lost.is_empty() {
            return Ok(());
        }
        Err(Refused::rule(format!("“{}”不在牵头科室里，或者这个科室已经写了另一位责任人。", lost.join("、"))))
    }

    /// Makes the holders of a part just those wanted.
    fn level(
        &mut self,
        part: Part,
        wanted: &[Holder],
        of: impl Fn(&Assignment) -> Holder,
    ) -> Result<(), Refused> {
        let mut present = Vec::new();
        for at in 0..self.held.len() {
            let it = &self.held[at];
            if it.part != part || it.state.closed() || it.valid_to.is_some() {
                continue;
            }
            let holder = of(it);
            if wanted.contains(&holder) {
                present.push(holder);
            } else {
                let change = assignment::void(it, TAKEN_OFF)?;
                self.put(at, change);
            }
        }
        for holder in wanted.iter().filter(|holder| !present.contains(holder)) {
            self.hand_out(part, *holder)?;
        }
        Ok(())
    }

    fn hand_out(&mut self, part: Part, (unit, person): Holder) -> Result<(), Refused> {
        let id = self.ids.make();
        let change = assignment::hand_out(&self.task, id, part, unit, person, self.today)?;
        let next = self.note(change);
        self.new.push(next);
        Ok(())
    }

    fn due(&mut self, due: Option<Day>) -> Result<(), Refused> {
        let change = task::set_due(&self.task, &self.held, due)?;
        let (task, moved) = self.note(change);
        self.task = task;
        for next in moved {
            if let Some(at) = self.held.iter().position(|it| it.id == next.id) {
                self.held[at] = next;
                self.touched[at] = true;
            }
        }
        for row in &mut self.new {
            row.due = due;
        }
        Ok(())
    }

    fn done(mut self, before: &Versioned<Task>) -> Change<Decided> {
        // The act itself is witnessed beside the acts it consists of.
        self.audit.insert(0, Entry::new(Action::ImportTasks, self.task.id));
        let touched = self.held.into_iter().zip(self.touched);
        let next = Decided {
            task: (self.task.row != before.row).then_some(self.task),
            moved: touched.filter(|(_, touched)| *touched).map(|(it, _)| it).collect(),
            new: self.new,
        };
        Change { next, audit: self.audit, messages: self.messages, jobs: Vec::new() }
    }
}
