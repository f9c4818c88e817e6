//! Drafts over `/api/v1`: a paper goes up, its tree comes back, edits change it, publication makes a plan.

use super::edit::EditIn;
use super::model::{Coded, Done, PaperIn};
use super::problem::Refusals;
use super::{Answer, Body, Caller, Path, Problem, Query, Raw, given_or_none, id};
use crate::route::{Access, Route, get, post};
use app::draft::{self, Arrival};
use axum::Json;
use domain::authority::Action;
use domain::draft::{Item, Measure};
use domain::id::DraftId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let may = Access::Program;
    let (import, edit) = (may(Action::ImportPlan), may(Action::EditDraft));
    vec![
        post("/api/v1/drafts", import, upload),
        get("/api/v1/drafts/{id}", edit, show),
        post("/api/v1/drafts/{id}/edits", edit, change),
        post("/api/v1/drafts/{id}/merge", edit, merge),
        post("/api/v1/drafts/{id}/discard", edit, discard),
        post("/api/v1/drafts/{id}/restore", edit, restore),
        get("/api/v1/drafts/{id}/forecast", may(Action::PublishPlan), forecast),
        post("/api/v1/drafts/{id}/publish", may(Action::PublishPlan), publish),
    ]
}

#[utoipa::path(post, path = "/api/v1/drafts", params(PaperIn), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = Done), Refusals))]
pub(super) async fn upload(caller: Caller, Query(asked): Query<PaperIn>, Raw(bytes): Raw) -> Answer<Done> {
    let arrival = Arrival {
        name: crate::form::clean_name(&asked.name),
        bytes: bytes.to_vec(),
        charset: asked.charset,
        revises: given_or_none("revises", asked.revises.as_deref())?,
    };
    Ok(Done::of(draft::import(&caller.app, &caller.who, arrival).await?))
}

/// The tree of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftFull {
    id: String,
    version: i64,
    state: Coded,
    title: String,
    doc_number: String,
    issuer: String,
    issued: Option<String>,
    year: i16,
    /// 推定: derived, not yet confirmed by a person.
    year_presumed: bool,
    target: String,
    stages: Vec<StageOut>,
    measures: Vec<MeasureOut>,
    seats: Vec<SeatFound>,
    doubts: Vec<DoubtOut>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StageOut {
    id: u32,
    name: String,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MeasureOut {
    id: u32,
    number: String,
    title: String,
    leader: Option<String>,
    lead: Option<String>,
    doer: Option<String>,
    reviewer: Option<String>,
    items: Vec<ItemOut>,
}

/// One task candidate.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ItemOut {
    id: u32,
    number: String,
    text: String,
    /// The sentence of the paper.
    source: String,
    /// Where it stands in the paper: from and to, in Unicode scalars.
    span: Vec<usize>,
    status: Coded,
    leads: Vec<String>,
    fan: Option<Coded>,
    support: Vec<String>,
    doer: Option<String>,
    deadline: String,
    due: Option<String>,
    cadence: String,
    quantity: String,
    uom: String,
    stage: Option<u32>,
    festivals: Vec<FestivalOut>,
}

/// A festival that an item names; without a day it waits for a person to choose one.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FestivalOut {
    name: String,
    day: Option<String>,
}

/// A seat of the leading group as the paper names it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SeatFound {
    id: u32,
    role: String,
    name: String,
    person: Option<String>,
}

/// A question to a person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DoubtOut {
    id: u32,
    sentence: String,
    settled: bool,
}

fn text<T: ToString>(it: Option<T>) -> Option<String> {
    it.map(|it| it.to_string())
}

fn item(it: &Item) -> ItemOut {
    ItemOut {
        id: it.id,
        number: it.number.clone(),
        text: it.text.clone(),
        source: it.source.clone(),
        span: it.span.to_vec(),
        status: it.status.into(),
        leads: it.leads.iter().map(ToString::to_string).collect(),
        fan: it.fan.map(Coded::from),
        support: it.support.iter().map(ToString::to_string).collect(),
        doer: text(it.doer),
        deadline: it.deadline.clone(),
        due: text(it.due),
        cadence: it.recurs.map_or_else(|| it.cadence.clone(), |cadence| cadence.to_string()),
        quantity: it.quantity.clone(),
        uom: it.uom.clone(),
        stage: it.stage,
        festivals: it
            .festivals
            .iter()
            .map(|it| FestivalOut { name: it.name.clone(), day: text(it.day) })
            .collect(),
    }
}

fn measure(it: &Measure) -> MeasureOut {
    MeasureOut {
        id: it.id,
        number: it.number.clone(),
        title: it.title.clone(),
        leader: text(it.leader),
        lead: text(it.lead),
        doer: text(it.doer),
        reviewer: text(it.reviewer),
        items: it.items.iter().map(item).collect(),
    }
}

#[utoipa::path(get, path = "/api/v1/drafts/{id}", params(("id" = String, Path)), responses((status = 200, body = DraftFull), Refusals))]
pub(super) async fn show(caller: Caller, Path(draft): Path<String>) -> Answer<DraftFull> {
    let held = draft::view(&caller.app, &caller.who, id(&draft)?).await?.draft;
    let version = held.version;
    let tree = held.row.tree;
    let stage = |it: domain::draft::Stage| StageOut {
        id: it.id,
        name: it.name,
        from: text(it.from),
        to: text(it.to),
    };
    let seat = |it: domain::draft::Seat| SeatFound {
        id: it.id,
        role: it.role,
        name: it.name,
        person: text(it.person),
    };
    let doubt = |it: domain::draft::Doubt| DoubtOut { id: it.id, sentence: it.sentence, settled: it.settled };
    Ok(Json(DraftFull {
        id: held.row.id.to_string(),
        version,
        state: held.row.state.into(),
        title: tree.header.title,
        doc_number: tree.header.doc_number,
        issuer: tree.header.issuer,
        issued: text(tree.header.issued),
        year: tree.header.year,
        year_presumed: tree.header.year_presumed,
        target: tree.header.target,
        measures: tree.measures.iter().map(measure).collect(),
        stages: tree.stages.into_iter().map(stage).collect(),
        seats: tree.team.into_iter().map(seat).collect(),
        doubts: tree.doubts.into_iter().map(doubt).collect(),
    }))
}

/// Edits in order, decided on `version`: all of them or none.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct EditsIn {
    version: i64,
    edits: Vec<EditIn>,
}

/// The version that stands now.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Version {
    version: i64,
}

#[utoipa::path(post, path = "/api/v1/drafts/{id}/edits", params(("id" = String, Path)), request_body = EditsIn, responses((status = 200, body = Version), Refusals))]
pub(super) async fn change(
    caller: Caller,
    Path(draft): Path<String>,
    Body(asked): Body<EditsIn>,
) -> Answer<Version> {
    let edits: Result<Vec<_>, Problem> = asked.edits.into_iter().map(EditIn::parse).collect();
    let version = draft::edit(&caller.app, &caller.who, id(&draft)?, asked.version, edits?).await?;
    Ok(Json(Version { version }))
}

/// The version on which something is decided.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Decided {
    version: i64,
}

#[utoipa::path(post, path = "/api/v1/drafts/{id}/merge", params(("id" = String, Path)), request_body = Decided, responses((status = 200, body = Done), Refusals))]
pub(super) async fn merge(
    caller: Caller,
    Path(draft): Path<String>,
    Body(asked): Body<Decided>,
) -> Answer<Done> {
    let draft: DraftId = id(&draft)?;
    draft::merge(&caller.app, &caller.who, draft, asked.version).await?;
    Ok(Done::of(draft))
}

#[utoipa::path(post, path = "/api/v1/drafts/{id}/discard", params(("id" = String, Path)), responses((status = 200, body = Done), Refusals))]
pub(super) async fn discard(caller: Caller, Path(draft): Path<String>) -> Answer<Done> {
    let draft: DraftId = id(&draft)?;
    draft::discard(&caller.app, &caller.who, draft).await?;
    Ok(Done::of(draft))
}

#[utoipa::path(post, path = "/api/v1/drafts/{id}/restore", params(("id" = String, Path)), responses((status = 200, body = Done), Refusals))]
pub(super) async fn restore(caller: Caller, Path(draft): Path<String>) -> Answer<Done> {
    let draft: DraftId = id(&draft)?;
    draft::restore(&caller.app, &caller.who, draft).await?;
    Ok(Done::of(draft))
}

/// What publishing would make, and what stands in its way.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ForecastOut {
    version: i64,
    stages: usize,
    measures: usize,
    tasks: usize,
    assignments: usize,
    /// Items without owner, without date, not yet confirmed.
    unowned: Vec<u32>,
    undated: Vec<u32>,
    unconfirmed: Vec<u32>,
    /// Why it cannot be published; empty if it can.
    obstacles: Vec<String>,
}

#[utoipa::path(get, path = "/api/v1/drafts/{id}/forecast", params(("id" = String, Path)), responses((status = 200, body = ForecastOut), Refusals))]
pub(super) async fn forecast(caller: Caller, Path(draft): Path<String>) -> Answer<ForecastOut> {
    let check = draft::check(&caller.app, &caller.who, id(&draft)?).await?;
    let it = check.forecast;
    Ok(Json(ForecastOut {
        version: check.draft.version,
        stages: it.stages,
        measures: it.measures,
        tasks: it.tasks,
        assignments: it.assignments,
        unowned: it.unowned,
        undated: it.undated,
        unconfirmed: it.unconfirmed,
        obstacles: it.obstacles,
    }))
}

#[utoipa::path(post, path = "/api/v1/drafts/{id}/publish", params(("id" = String, Path)), request_body = Decided, responses((status = 200, body = Done, description = "the id of the plan"), Refusals))]
pub(super) async fn publish(
    caller: Caller,
    Path(draft): Path<String>,
    Body(asked): Body<Decided>,
) -> Answer<Done> {
    Ok(Done::of(draft::publish(&caller.app, &caller.who, id(&draft)?, asked.version).await?))
}
