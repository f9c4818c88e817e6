//! Inspection files over `/api/v1`: made, watched, taken home.

use super::model::{Coded, Done, Listed};
use super::problem::Refusals;
use super::{Answer, Body, Caller, Path, Problem, Query, id, member};
use crate::page::attachment;
use crate::route::{Access, Route, get, post};
use crate::stream::FileBody;
use app::dossier::{self, PAGE, Wanted};
use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::Instant;
use domain::Refused;
use domain::authority::Action;
use domain::dossier::PaperForm;
use domain::id::{AssessmentId, DossierId};
use serde::{Deserialize, Serialize};
use store::DossierLine;
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let (view, make) = (Access::Program(Action::ViewScore), Access::Program(Action::MakeDossier));
    vec![
        get("/api/v1/scores/{id}/dossiers", view, list),
        post("/api/v1/scores/{id}/dossiers", make, order),
        get("/api/v1/dossiers/{id}", view, show),
        get("/api/v1/dossiers/{id}/archive", view, archive),
    ]
}

/// One build of an inspection file.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DossierOut {
    id: String,
    assessment: String,
    /// making, done or failed.
    state: Coded,
    /// Percent done while it is being made.
    progress: i64,
    /// What is being done, or why it failed.
    told: String,
    /// The day it speaks of.
    as_of: String,
    /// How papers stand in the PDF: full or excerpt.
    papers: Coded,
    created: i64,
    author: String,
    /// Volumes of the PDF.
    volumes: usize,
    /// Bytes and digest of the ZIP, once it is there.
    size: Option<i64>,
    digest: Option<String>,
}

impl From<DossierLine> for DossierOut {
    fn from(it: DossierLine) -> Self {
        let state = it.build.row.state(it.job);
        let held = it.build.row;
        Self {
            id: held.id.to_string(),
            assessment: held.assessment.to_string(),
            state: state.into(),
            progress: it.progress,
            told: it.told,
            as_of: held.as_of.to_string(),
            papers: held.form.into(),
            created: held.created.0,
            author: it.author,
            volumes: held.volumes,
            size: held.archive.as_ref().map(|made| made.size),
            digest: held.archive.map(|made| made.digest),
        }
    }
}

/// Which page of a list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct After {
    /// `next` of the page before.
    #[serde(default)]
    after: String,
}

#[utoipa::path(get, path = "/api/v1/scores/{id}/dossiers", params(("id" = String, Path), After), responses((status = 200, body = Listed<DossierOut>), Refusals))]
pub(super) async fn list(
    caller: Caller,
    Path(assessment): Path<String>,
    Query(asked): Query<After>,
) -> Answer<Listed<DossierOut>> {
    let assessment: AssessmentId = id(&assessment)?;
    let key: Option<(Instant, DossierId)> =
        asked.after.rsplit_once('_').and_then(|(at, id)| Some((Instant(at.parse().ok()?), id.parse().ok()?)));
    let shelf = dossier::shelf(&caller.app, &caller.who, assessment, key).await?;
    let last = shelf.lines.last().filter(|_| shelf.lines.len() as i64 == PAGE);
    let next = last.map(|it| format!("{}_{}", it.build.created.0, it.build.id));
    Ok(Json(Listed { items: shelf.lines.into_iter().map(DossierOut::from).collect(), next }))
}

/// How it is to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct OrderIn {
    /// full or excerpt.
    papers: String,
}

#[utoipa::path(post, path = "/api/v1/scores/{id}/dossiers", params(("id" = String, Path)), request_body = OrderIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn order(
    caller: Caller,
    Path(assessment): Path<String>,
    Body(asked): Body<OrderIn>,
) -> Answer<Done> {
    let papers: PaperForm = member("papers", &asked.papers)?;
    Ok(Done::of(dossier::order(&caller.app, &caller.who, id(&assessment)?, papers).await?))
}

#[utoipa::path(get, path = "/api/v1/dossiers/{id}", params(("id" = String, Path)), responses((status = 200, body = DossierOut), Refusals))]
pub(super) async fn show(caller: Caller, Path(dossier): Path<String>) -> Answer<DossierOut> {
    let dossier: DossierId = id(&dossier)?;
    Ok(Json(dossier::state(&caller.app, &caller.who, dossier).await?.into()))
}

/// Which file of a build.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct PartAsked {
    /// `labels`, or the number of a volume; without it the ZIP.
    #[serde(default)]
    part: String,
}

/// Taking it home is audited, as from the page.
#[utoipa::path(get, path = "/api/v1/dossiers/{id}/archive", params(("id" = String, Path), PartAsked), responses((status = 200, content_type = "application/zip", body = Vec<u8>), Refusals))]
pub(super) async fn archive(
    caller: Caller,
    Path(dossier): Path<String>,
    Query(asked): Query<PartAsked>,
) -> Result<Response, Problem> {
    let (wanted, media) = match asked.part.as_str() {
        "" => (Wanted::Archive, "application/zip"),
        "labels" => (Wanted::Labels, "application/pdf"),
        volume => (Wanted::Volume(volume.parse().map_err(|_| Refused::NotFound)?), "application/pdf"),
    };
    let taken = dossier::take(&caller.app, &caller.who, id(&dossier)?, wanted).await?;
    let headers = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_LENGTH, taken.size.to_string()),
        (header::CONTENT_DISPOSITION, attachment(&taken.name)),
    ];
    Ok((headers, axum::body::Body::new(FileBody::part(taken.file, taken.size))).into_response())
}
