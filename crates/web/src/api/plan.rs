//! Campaigns and published plans over `/api/v1`: what there is, and how far it is.

use super::model::Listed;
use super::problem::Refusals;
use super::{Answer, Caller, Path, id};
use crate::route::{Access, Route, get};
use app::campaign::{self, Overview, Progress};
use axum::Json;
use domain::Refused;
use domain::authority::{Action, require_any};
use serde::Serialize;
use store::PlanHead;
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let may = Access::Program(Action::ViewCampaign);
    vec![
        get("/api/v1/campaigns", may, campaigns),
        get("/api/v1/plans", may, plans),
        get("/api/v1/plans/{id}", may, plan),
    ]
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CampaignOut {
    id: String,
    name: String,
    /// The honour aimed at, in the paper's words.
    target: String,
    from: String,
    to: String,
}

#[utoipa::path(get, path = "/api/v1/campaigns", responses((status = 200, body = Listed<CampaignOut>), Refusals))]
pub(super) async fn campaigns(caller: Caller) -> Answer<Listed<CampaignOut>> {
    require_any(&caller.who, Action::ViewCampaign)?;
    let rows = caller.app.store.view().await.map_err(app::Error::from)?.campaigns(caller.who.bureau).await?;
    let items = rows
        .into_iter()
        .map(|it| CampaignOut {
            id: it.id.to_string(),
            from: it.from.to_string(),
            to: it.to.to_string(),
            name: it.row.name,
            target: it.row.target,
        })
        .collect();
    Ok(Json(Listed { items, next: None }))
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlanOut {
    id: String,
    campaign: String,
    title: String,
    doc_number: String,
    year: i64,
    published_on: String,
}

impl From<PlanHead> for PlanOut {
    fn from(it: PlanHead) -> Self {
        Self {
            id: it.id.to_string(),
            campaign: it.campaign.to_string(),
            title: it.title,
            doc_number: it.doc_number,
            year: it.year,
            published_on: it.published_on.to_string(),
        }
    }
}

#[utoipa::path(get, path = "/api/v1/plans", responses((status = 200, body = Listed<PlanOut>), Refusals))]
pub(super) async fn plans(caller: Caller) -> Answer<Listed<PlanOut>> {
    let found = campaign::overview(&caller.app, &caller.who, None).await?;
    let items = found.map(|it| it.plans.clone()).unwrap_or_default().into_iter().map(PlanOut::from).collect();
    Ok(Json(Listed { items, next: None }))
}

/// Counts of assignments by state; `late` is part of the others.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProgressOut {
    done: i64,
    review: i64,
    doing: i64,
    todo: i64,
    late: i64,
}

impl From<Progress> for ProgressOut {
    fn from(it: Progress) -> Self {
        Self { done: it.done, review: it.review, doing: it.doing, todo: it.todo, late: it.late }
    }
}

/// A stage, measure or unit with its progress.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PartOut {
    id: String,
    name: String,
    progress: ProgressOut,
}

/// What still has nobody or no day.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct GapsOut {
    measures_without_leader: i64,
    measures_without_owner: i64,
    tasks_without_owner: i64,
    tasks_without_date: i64,
    people_without_duty: i64,
}

/// The overview of a plan.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlanFull {
    #[serde(flatten)]
    plan: PlanOut,
    tasks: i64,
    progress: ProgressOut,
    /// What no unit has.
    unowned: ProgressOut,
    stages: Vec<PartOut>,
    measures: Vec<PartOut>,
    units: Vec<PartOut>,
    gaps: GapsOut,
}

#[utoipa::path(get, path = "/api/v1/plans/{id}", params(("id" = String, Path)), responses((status = 200, body = PlanFull), Refusals))]
pub(super) async fn plan(caller: Caller, Path(plan): Path<String>) -> Answer<PlanFull> {
    let found = campaign::overview(&caller.app, &caller.who, Some(id(&plan)?)).await?;
    let it = Overview::clone(&*found.ok_or(Refused::NotFound)?);
    let part = |id: String, name: String, progress: Progress| PartOut { id, name, progress: progress.into() };
    Ok(Json(PlanFull {
        plan: it.plan.into(),
        tasks: it.tasks,
        progress: it.all.into(),
        unowned: it.unowned.into(),
        stages: it.stages.into_iter().map(|(stage, n)| part(stage.id.to_string(), stage.name, n)).collect(),
        measures: it
            .measures
            .into_iter()
            .map(|(measure, n)| {
                part(measure.id.to_string(), format!("{}{}", measure.number, measure.title), n)
            })
            .collect(),
        units: it.units.into_iter().map(|it| part(it.unit.to_string(), it.name, it.progress)).collect(),
        gaps: GapsOut {
            measures_without_leader: it.gaps.measures_without_leader,
            measures_without_owner: it.gaps.measures_without_owner,
            tasks_without_owner: it.gaps.tasks_without_owner,
            tasks_without_date: it.gaps.tasks_without_date,
            people_without_duty: it.gaps.people_without_duty,
        },
    }))
}
