//! Tasks and their assignments over `/api/v1`: added, reworded, dated, given out, assigned, urged.

use super::model::Done;
use super::problem::Refusals;
use super::{Answer, Body, Caller, Path, all_given, day_or_none, given, given_or_none, id, member};
use crate::route::{Access, Route, post};
use app::assignment::{self, Owner, Picked, Summary};
use app::task::{self, Added};
use axum::Json;
use domain::authority::Action;
use domain::id::TaskId;
use domain::task::Wording;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let may = Access::Program;
    let (edit, assign) = (may(Action::EditTask), may(Action::AssignTask));
    vec![
        post("/api/v1/tasks", edit, add),
        post("/api/v1/tasks/{id}/reword", edit, reword),
        post("/api/v1/tasks/{id}/due", edit, set_due),
        post("/api/v1/tasks/{id}/void", edit, void),
        post("/api/v1/tasks/{id}/holders", assign, hand_out),
        post("/api/v1/assignments/assign", assign, assign_all),
        post("/api/v1/assignments/due", edit, date_all),
        post("/api/v1/assignments/urge", may(Action::UrgeTask), urge_all),
    ]
}

/// The words of a task.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct WordsIn {
    title: String,
    #[serde(default)]
    material: String,
    /// Decimal digits, or blank.
    #[serde(default)]
    quantity: String,
    #[serde(default)]
    uom: String,
}

impl WordsIn {
    fn parse(&self) -> app::Result<Wording> {
        Ok(Wording::parse(&self.title, &self.material, &self.quantity, &self.uom)?)
    }
}

/// A task that is added to a published plan.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct TaskIn {
    plan: String,
    #[serde(default)]
    measure: Option<String>,
    #[serde(default)]
    due: Option<String>,
    #[serde(flatten)]
    words: WordsIn,
}

#[utoipa::path(post, path = "/api/v1/tasks", request_body = TaskIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn add(caller: Caller, Body(asked): Body<TaskIn>) -> Answer<Done> {
    let plan = given("plan", &asked.plan)?;
    let added = Added {
        measure: given_or_none("measure", asked.measure.as_deref())?,
        words: asked.words.parse()?,
        due: day_or_none("due", asked.due.as_deref())?,
    };
    Ok(Done::of(task::add(&caller.app, &caller.who, plan, &added).await?))
}

/// New words, decided on `version`.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Rewording {
    version: i64,
    #[serde(flatten)]
    words: WordsIn,
}

#[utoipa::path(post, path = "/api/v1/tasks/{id}/reword", params(("id" = String, Path)), request_body = Rewording, responses((status = 200, body = Done), Refusals))]
pub(super) async fn reword(
    caller: Caller,
    Path(task): Path<String>,
    Body(asked): Body<Rewording>,
) -> Answer<Done> {
    let task: TaskId = id(&task)?;
    task::reword(&caller.app, &caller.who, task, asked.version, &asked.words.parse()?).await?;
    Ok(Done::of(task))
}

/// A due day or none, decided on `version`.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Dating {
    version: i64,
    due: Option<String>,
}

#[utoipa::path(post, path = "/api/v1/tasks/{id}/due", params(("id" = String, Path)), request_body = Dating, responses((status = 200, body = Done), Refusals))]
pub(super) async fn set_due(
    caller: Caller,
    Path(task): Path<String>,
    Body(asked): Body<Dating>,
) -> Answer<Done> {
    let task: TaskId = id(&task)?;
    let due = day_or_none("due", asked.due.as_deref())?;
    task::set_due(&caller.app, &caller.who, task, asked.version, due).await?;
    Ok(Done::of(task))
}

/// Why, decided on `version`.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Voiding {
    version: i64,
    reason: String,
}

#[utoipa::path(post, path = "/api/v1/tasks/{id}/void", params(("id" = String, Path)), request_body = Voiding, responses((status = 200, body = Done), Refusals))]
pub(super) async fn void(
    caller: Caller,
    Path(task): Path<String>,
    Body(asked): Body<Voiding>,
) -> Answer<Done> {
    let task: TaskId = id(&task)?;
    task::void(&caller.app, &caller.who, task, asked.version, &asked.reason).await?;
    Ok(Done::of(task))
}

/// A unit, a person, or both.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OwnerIn {
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    person: Option<String>,
}

impl OwnerIn {
    fn parse(&self) -> Result<Owner, super::Problem> {
        Ok(Owner {
            unit: given_or_none("unit", self.unit.as_deref())?,
            person: given_or_none("person", self.person.as_deref())?,
        })
    }
}

/// Someone more who holds the task.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct HolderIn {
    /// leader, lead, support, doer or copied.
    part: String,
    #[serde(flatten)]
    owner: OwnerIn,
}

#[utoipa::path(post, path = "/api/v1/tasks/{id}/holders", params(("id" = String, Path)), request_body = HolderIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn hand_out(
    caller: Caller,
    Path(task): Path<String>,
    Body(asked): Body<HolderIn>,
) -> Answer<Done> {
    let task: TaskId = id(&task)?;
    let part = member("part", &asked.part)?;
    assignment::hand_out(&caller.app, &caller.who, task, part, asked.owner.parse()?).await?;
    Ok(Done::of(task))
}

/// What an act on many did, and what it left alone.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SummaryOut {
    done: usize,
    skipped: Vec<SkippedOut>,
}

/// Left alone, and why.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SkippedOut {
    title: String,
    reason: String,
}

fn summary(it: Summary) -> Json<SummaryOut> {
    let skipped = it.skipped.into_iter().map(|it| SkippedOut { title: it.title, reason: it.reason });
    Json(SummaryOut { done: it.done, skipped: skipped.collect() })
}

/// Assignments at most in one act.
const MOST: usize = 500;

fn picked(ids: &[String]) -> Result<Picked, super::Problem> {
    if ids.is_empty() || ids.len() > MOST {
        return Err(app::Error::field("assignments", format!("一次请给出 1 至 {MOST} 项。")).into());
    }
    Ok(Picked::Ids(all_given("assignments", ids)?))
}

/// Who shall do these.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AssignIn {
    assignments: Vec<String>,
    #[serde(flatten)]
    owner: OwnerIn,
}

#[utoipa::path(post, path = "/api/v1/assignments/assign", request_body = AssignIn, responses((status = 200, body = SummaryOut), Refusals))]
pub(super) async fn assign_all(caller: Caller, Body(asked): Body<AssignIn>) -> Answer<SummaryOut> {
    let picked = picked(&asked.assignments)?;
    Ok(summary(assignment::assign(&caller.app, &caller.who, &picked, asked.owner.parse()?).await?))
}

/// Until when these are due.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct DueIn {
    assignments: Vec<String>,
    due: Option<String>,
}

#[utoipa::path(post, path = "/api/v1/assignments/due", request_body = DueIn, responses((status = 200, body = SummaryOut), Refusals))]
pub(super) async fn date_all(caller: Caller, Body(asked): Body<DueIn>) -> Answer<SummaryOut> {
    let picked = picked(&asked.assignments)?;
    let due = day_or_none("due", asked.due.as_deref())?;
    Ok(summary(assignment::set_due(&caller.app, &caller.who, &picked, due).await?))
}

/// Which are urged.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct UrgeIn {
    assignments: Vec<String>,
}

#[utoipa::path(post, path = "/api/v1/assignments/urge", request_body = UrgeIn, responses((status = 200, body = SummaryOut), Refusals))]
pub(super) async fn urge_all(caller: Caller, Body(asked): Body<UrgeIn>) -> Answer<SummaryOut> {
    let picked = picked(&asked.assignments)?;
    Ok(summary(assignment::urge(&caller.app, &caller.who, &picked).await?))
}
