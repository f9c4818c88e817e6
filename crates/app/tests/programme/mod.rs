//! A plan with tasks for the tests of what reads them: calendar, feed, digest, search, table.
#![allow(dead_code, reason = "each test file uses a part")]

use domain::assignment::{Assignment, Part, State};
use domain::audit::Entry;
use domain::authority::Action;
use domain::change::Change;
use domain::id::{AssignmentId, CampaignId, PersonId, PlanId, TaskId, UnitId};
use domain::task::{Origin, Task};
use store::{NewAssignment, NewTask};
use testkit::{Office, TestApp};

/// A published plan.
#[derive(Debug, Clone, Copy)]
pub struct Programme {
    pub campaign: CampaignId,
    pub plan: PlanId,
}

/// Writes a campaign and a plan of 2026.
pub async fn programme(app: &TestApp, office: &Office) -> Programme {
    let (campaign, plan) = (app.ids.make(), app.ids.make());
    let next = store::testing::Programme { campaign, plan, stages: Vec::new(), measures: Vec::new() };
    let mut tx = app.store.begin().await.unwrap();
    tx.apply(&app.stamp(&office.who), Change::new(next, Entry::new(Action::PublishPlan, plan)))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    Programme { campaign, plan }
}

/// A task without assignments.
pub async fn task(app: &TestApp, office: &Office, programme: Programme, title: &str) -> TaskId {
    let id: TaskId = app.ids.make();
    let task = Task {
        id,
        bureau: office.bureau.id,
        campaign: programme.campaign,
        plan: programme.plan,
        measure: None,
        stage: None,
        position: 1,
        title: title.into(),
        source: format!("{title}，有关科室按要求落实。"),
        span: None,
        cadence: String::new(),
        deadline: String::new(),
        due: None,
        quantity: String::new(),
        uom: String::new(),
        material: String::new(),
        origin: Origin::Manual,
        void_reason: String::new(),
    };
    let mut tx = app.store.begin().await.unwrap();
    let change =
        Change::new(NewTask { task, author: Some(office.who.person) }, Entry::new(Action::EditTask, id));
    tx.apply(&app.stamp(&office.who), change).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Who holds an assignment.
#[derive(Debug, Clone, Copy)]
pub enum Holder {
    Unit(UnitId),
    Person(PersonId),
}

/// An assignment of a task.
pub async fn assign(
    app: &TestApp,
    office: &Office,
    programme: Programme,
    task: TaskId,
    holder: Holder,
    part: Part,
    due: Option<&str>,
) -> AssignmentId {
    let id: AssignmentId = app.ids.make();
    let (unit, person) = match holder {
        Holder::Unit(unit) => (Some(unit), None),
        Holder::Person(person) => (Some(office.unit), Some(person)),
    };
    let assignment = Assignment {
        id,
        bureau: office.bureau.id,
        task,
        occurrence: String::new(),
        unit,
        person,
        part,
        due: due.map(|day| day.parse().unwrap()),
        state: State::Todo,
        submitter: None,
        reviewer: None,
        return_reason: None,
        return_note: String::new(),
        valid_from: app.today(),
        valid_to: None,
    };
    let new = NewAssignment { assignment, plan: programme.plan, measure: None, stage: None };
    let mut tx = app.store.begin().await.unwrap();
    tx.apply(&app.stamp(&office.who), Change::new(new, Entry::new(Action::AssignTask, id))).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// A task with one holder who leads it.
pub async fn duty(
    app: &TestApp,
    office: &Office,
    programme: Programme,
    title: &str,
    holder: Holder,
    due: &str,
) -> (TaskId, AssignmentId) {
    let task = task(app, office, programme, title).await;
    (task, assign(app, office, programme, task, holder, Part::Lead, Some(due)).await)
}
