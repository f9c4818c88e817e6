//! A published programme for tests: one plan with three stages and six measures, and tasks in it.

use crate::{Office, TestApp};
use domain::assignment::{Assignment, Part, State};
use domain::audit::Entry;
use domain::authority::Action;
use domain::change::Change;
use domain::day::Day;
use domain::id::{AssignmentId, PersonId, TaskId, UnitId};
use domain::task::{Origin, Task};
use store::testing::Programme;
use store::{NewAssignment, NewTask};

/// Who shall do a test's task, and until when.
#[derive(Debug, Clone, Copy, Default)]
pub struct Duty<'a> {
    pub title: &'a str,
    /// Number of the measure, from 0.
    pub measure: usize,
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    pub due: Option<&'a str>,
}

impl TestApp {
    /// A campaign with one published plan.
    pub async fn programme(&self, office: &Office) -> Programme {
        let programme = Programme {
            campaign: self.ids.make(),
            plan: self.ids.make(),
            stages: (0..3).map(|_| self.ids.make()).collect(),
            measures: (0..6).map(|_| self.ids.make()).collect(),
        };
        let entry = Entry::new(Action::PublishPlan, programme.plan);
        let mut tx = self.store.begin().await.unwrap();
        let programme = tx
            .apply(&self.app.own_stamp(office.bureau.id, "test"), Change::new(programme, entry))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        programme
    }

    /// A task with one answering assignment.
    pub async fn duty(
        &self,
        office: &Office,
        programme: &Programme,
        duty: Duty<'_>,
    ) -> (TaskId, AssignmentId) {
        let due: Option<Day> = duty.due.map(|day| day.parse().unwrap());
        let measure = Some(programme.measures[duty.measure]);
        let stage = Some(programme.stages[1]);
        let task = Task {
            id: self.ids.make(),
            bureau: office.bureau.id,
            campaign: programme.campaign,
            plan: programme.plan,
            measure,
            stage,
            position: 0,
            title: duty.title.to_owned(),
            source: format!("一是{}。", duty.title),
            span: None,
            cadence: String::new(),
            deadline: String::new(),
            due,
            quantity: String::new(),
            uom: String::new(),
            material: String::new(),
            origin: Origin::Import,
            void_reason: String::new(),
        };
        let assignment = self.assignment(office, task.id, duty, "");
        let ids = (task.id, assignment.id);
        let entry = Entry::new(Action::PublishPlan, task.id);
        let next = (
            NewTask { task, author: Some(office.who.person) },
            NewAssignment { assignment, plan: programme.plan, measure, stage },
        );
        let mut tx = self.store.begin().await.unwrap();
        tx.apply(&self.app.own_stamp(office.bureau.id, "test"), Change::new(next, entry)).await.unwrap();
        tx.commit().await.unwrap();
        ids
    }

    /// A further occurrence of a recurring task.
    pub async fn occurrence(
        &self,
        office: &Office,
        programme: &Programme,
        task: TaskId,
        duty: Duty<'_>,
        occurrence: &str,
    ) -> AssignmentId {
        let assignment = self.assignment(office, task, duty, occurrence);
        let id = assignment.id;
        let (measure, stage) = (Some(programme.measures[duty.measure]), Some(programme.stages[1]));
        let next = NewAssignment { assignment, plan: programme.plan, measure, stage };
        let mut tx = self.store.begin().await.unwrap();
        let change = Change::new(next, Entry::new(Action::PublishPlan, id));
        tx.apply(&self.app.own_stamp(office.bureau.id, "test"), change).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    fn assignment(&self, office: &Office, task: TaskId, duty: Duty<'_>, occurrence: &str) -> Assignment {
        Assignment {
            id: self.ids.make(),
            bureau: office.bureau.id,
            task,
            occurrence: occurrence.to_owned(),
            unit: duty.unit,
            person: duty.person,
            part: Part::Doer,
            due: duty.due.map(|day| day.parse().unwrap()),
            state: State::Todo,
            submitter: None,
            reviewer: None,
            return_reason: None,
            return_note: String::new(),
            valid_from: self.today(),
            valid_to: None,
        }
    }
}
