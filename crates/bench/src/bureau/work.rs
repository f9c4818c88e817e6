//! Assignments and what became of them: long past ones are done, of those due lately some are late,
//! returned or wait for review, of those to come a few are begun. Most that are done have a record.

use super::people::People;
use super::rows::{Rows, row};
use crate::seed::Seed;
use app::App;
use domain::assignment::{Assignment, Part, ReturnReason, State};
use domain::code::Code;
use domain::day::Day;
use domain::id::{AssignmentId, MeasureId, PersonId, PlanId, RecordId, StageId, TaskId, UnitId};
use std::collections::BTreeMap;
use store::TallyKey;

/// Where a task stands in its plan.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub plan: PlanId,
    pub measure: MeasureId,
    pub stage: StageId,
}

/// One duty to be given out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Duty {
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    pub part: Part,
    pub due: Option<Day>,
    /// Which one of a recurring task, from 1; 0 for a single one.
    pub occurrence: usize,
    pub begins: Day,
}

/// Gives duties out and remembers what was given.
#[derive(Debug)]
pub(super) struct Desk<'a> {
    app: &'a App,
    people: &'a People,
    today: Day,
    seed: Seed,
    tally: BTreeMap<TallyKey, i64>,
    /// The last record of each author: now and then it answers one more duty.
    last: BTreeMap<PersonId, RecordId>,
    heads: BTreeMap<UnitId, PersonId>,
    pub assignments: usize,
    pub records: usize,
}

impl<'a> Desk<'a> {
    pub fn new(app: &'a App, people: &'a People, seed: Seed) -> Self {
        let heads = people.units.iter().map(|(unit, members)| (*unit, members[0])).collect();
        Self {
            app,
            people,
            today: app.today(),
            seed,
            tally: BTreeMap::new(),
            last: BTreeMap::new(),
            heads,
            assignments: 0,
            records: 0,
        }
    }

    pub fn give(&mut self, task: TaskId, place: Place, duty: Duty, rows: &mut Rows) {
        let state = self.state(duty);
        let it = Assignment {
            id: self.app.ids.make(),
            bureau: self.people.bureau,
            task,
            occurrence: if duty.occurrence == 0 {
                String::new()
            } else {
                format!("第{}次", duty.occurrence)
            },
            unit: duty.unit,
            person: duty.person,
            part: duty.part,
            due: duty.due,
            state,
            submitter: None,
            reviewer: None,
            return_reason: (state == State::Returned).then_some(ReturnReason::Incomplete),
            return_note: String::new(),
            valid_from: duty.begins,
            valid_to: None,
        };
        let changed = match (state, it.due) {
            (State::Todo | State::Void, _) | (_, None) => duty.begins,
            (_, Some(due)) => due.minus(self.seed.below(20) as i64).min(self.today),
        };
        rows.add(
            "assignment",
            row! {
                "id": it.id.0, "bureau_id": it.bureau.0, "plan_id": place.plan.0, "measure_id": place.measure.0,
                "stage_id": place.stage.0, "task_id": task.0, "occurrence": it.occurrence, "unit_id": it.unit.map(|it| it.0),
                "person_id": it.person.map(|it| it.0), "part": it.part.code(), "due": it.due.map(|it| it.to_string()),
                "due_key": it.due.unwrap_or(Day::MAX).to_string(), "state": state.code(), "waiting": it.waiting(),
                "return_reason": it.return_reason.map(Code::code), "return_note": "",
                "valid_from": it.valid_from.to_string(),
                "changed": changed.start().0 + self.seed.below(36_000) as i64 * 1_000_000, "version": 1
            },
        );
        for key in store::tally_keys(place.plan, Some(place.measure), Some(place.stage), &it) {
            *self.tally.entry(key).or_default() += 1;
        }
        if matches!(state, State::Done | State::Review | State::Returned) && it.part.answers() {
            self.answer(it.id, &it, changed, rows);
        }
        self.assignments += 1;
    }

    fn state(&mut self, duty: Duty) -> State {
        if !duty.part.answers() || duty.unit.is_none() {
            return State::Todo;
        }
        let Some(due) = duty.due else { return State::Doing };
        let chance = self.seed.below(1_000);
        match due.days_until(self.today) {
            61.. => match chance {
                0..970 => State::Done,
                970..990 => State::Void,
                _ => State::Todo,
            },
            1..=60 => match chance {
                0..820 => State::Done,
                820..880 => State::Review,
                880..900 => State::Returned,
                900..940 => State::Doing,
                _ => State::Todo,
            },
            _ => match chance {
                0..30 => State::Done,
                30..50 => State::Review,
                50..200 => State::Doing,
                _ => State::Todo,
            },
        }
    }

    /// Files a record, or lets the author's last one answer this duty too.
    fn answer(&mut self, id: AssignmentId, it: &Assignment, day: Day, rows: &mut Rows) {
        let (Some(unit), Some(head)) = (it.unit, it.unit.and_then(|unit| self.heads.get(&unit))) else {
            return;
        };
        let author = it.person.unwrap_or(*head);
        let again =
            self.last.get(&author).copied().filter(|_| it.state == State::Done && self.seed.chance(15));
        let record = again.unwrap_or_else(|| self.file(unit, author, it.state, day, rows));
        rows.add("record_assignment", row! { "record_id": record.0, "assignment_id": id.0 });
    }

    fn file(&mut self, unit: UnitId, author: PersonId, state: State, day: Day, rows: &mut Rows) -> RecordId {
        let id: RecordId = self.app.ids.make();
        let code = match state {
            State::Done => "accepted",
            State::Review => "filed",
            _ => "returned",
        };
        let title = format!("{}开展活动情况", day.month_day_text());
        let text = "到场同志签到后按安排进行，拍照留存，会后收集了意见，需要改进的两条已经分给有关同志办理。";
        rows.add(
            "record",
            row! {
                "id": id.0, "bureau_id": self.people.bureau.0, "kind": "work", "title": title, "day": day.to_string(),
                "place": "三楼会议室", "unit_id": unit.0, "author_id": author.0, "text": text, "state": code,
                "return_reason": (code == "returned").then_some("incomplete"), "return_note": "",
                "created": day.start().0, "updated": day.start().0, "version": 1
            },
        );
        rows.add(
            "search_doc",
            row! {
                "id": self.app.ids.next(), "bureau_id": self.people.bureau.0, "noun": "record", "object_id": id.0,
                "title": title, "body": text, "unit_id": unit.0, "person_id": author.0, "day": day.to_string(),
                "updated": day.start().0
            },
        );
        if code == "accepted" {
            self.last.insert(author, id);
        }
        self.records += 1;
        id
    }

    /// The tally of what was given out.
    pub fn count(&mut self, rows: &mut Rows) {
        for (key, n) in std::mem::take(&mut self.tally) {
            rows.add(
                "tally_slice",
                row! {
                    "plan_id": key.plan.0, "slice": key.slice.code(), "slice_id": key.id, "state": key.state.code(),
                    "n": n
                },
            );
        }
    }
}
