//! What a record proves, over `/api/v1`: what was seen on it with the filer's explanation, and the criteria
//! that it stands behind or may stand behind.

use super::model::{Coded, Done, Listed};
use super::problem::Refusals;
use super::{Answer, Body, Caller, Path, id};
use crate::route::{Access, Route, get, post};
use app::{matching, record, remark};
use axum::Json;
use domain::authority::Action;
use domain::id::{CriterionId, RecordId, RemarkId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let (view, file) = (Access::Program(Action::ViewRecord), Access::Program(Action::FileRecord));
    vec![
        get("/api/v1/records/{id}/remarks", view, remarks),
        post("/api/v1/records/{id}/remarks/{remark}", file, explain),
        get("/api/v1/records/{id}/criteria", view, criteria),
        post("/api/v1/records/{id}/criteria/{criterion}", view, decide),
    ]
}

/// Something that photos or words of a record contradict or repeat. It asks for a word and blocks nothing.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RemarkOut {
    id: String,
    kind: Coded,
    text: String,
    /// The photo that it is about.
    file: Option<String>,
    /// The record in which the same was found.
    other: Option<String>,
    /// What the filer says to it.
    explanation: String,
    /// Whether it was seen at the last look.
    stands: bool,
}

#[utoipa::path(get, path = "/api/v1/records/{id}/remarks", params(("id" = String, Path)), responses((status = 200, body = Listed<RemarkOut>), Refusals))]
pub(super) async fn remarks(caller: Caller, Path(record): Path<String>) -> Answer<Listed<RemarkOut>> {
    let page = record::page(&caller.app, &caller.who, id(&record)?).await?;
    let out = |it: domain::remark::Remark| RemarkOut {
        id: it.id.to_string(),
        kind: it.seen.kind.into(),
        file: it.seen.file.map(|file| file.to_string()),
        other: it.seen.other.map(|other| other.to_string()),
        text: it.seen.text,
        explanation: it.explanation,
        stands: it.stands,
    };
    let items = page.remarks.into_iter().map(|it| out(it.row)).collect();
    Ok(Json(Listed { items, next: None }))
}

/// The filer's word to a remark.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ExplainIn {
    explanation: String,
}

#[utoipa::path(post, path = "/api/v1/records/{id}/remarks/{remark}", params(("id" = String, Path), ("remark" = String, Path)), request_body = ExplainIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn explain(
    caller: Caller,
    Path((record, remark)): Path<(String, String)>,
    Body(asked): Body<ExplainIn>,
) -> Answer<Done> {
    let (record, remark): (RecordId, RemarkId) = (id(&record)?, id(&remark)?);
    remark::explain(&caller.app, &caller.who, record, remark, &asked.explanation).await?;
    Ok(Done::of(remark))
}

/// A criterion beside a record.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposalOut {
    criterion: String,
    standard: String,
    standard_name: String,
    code: String,
    title: String,
    /// proposed or confirmed.
    state: Coded,
    /// Why, in a sentence.
    reason: String,
}

#[utoipa::path(get, path = "/api/v1/records/{id}/criteria", params(("id" = String, Path)), responses((status = 200, body = Listed<ProposalOut>), Refusals))]
pub(super) async fn criteria(caller: Caller, Path(record): Path<String>) -> Answer<Listed<ProposalOut>> {
    let found = matching::proposals(&caller.app, &caller.who, id(&record)?).await?;
    let out = |it: matching::Proposal| ProposalOut {
        criterion: it.criterion.id.to_string(),
        standard: it.criterion.standard.to_string(),
        standard_name: it.criterion.standard_name,
        code: it.criterion.code,
        title: it.criterion.title,
        state: it.state.into(),
        reason: it.reason,
    };
    Ok(Json(Listed { items: found.into_iter().map(out).collect(), next: None }))
}

/// Whether the record stands behind the criterion; what is removed is not proposed again.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct DecideIn {
    confirm: bool,
}

#[utoipa::path(post, path = "/api/v1/records/{id}/criteria/{criterion}", params(("id" = String, Path), ("criterion" = String, Path)), request_body = DecideIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn decide(
    caller: Caller,
    Path((record, criterion)): Path<(String, String)>,
    Body(asked): Body<DecideIn>,
) -> Answer<Done> {
    let criterion: CriterionId = id(&criterion)?;
    matching::decide(&caller.app, &caller.who, id(&record)?, criterion, asked.confirm).await?;
    Ok(Done::of(criterion))
}
