//! A roster over `/api/v1`: the workbook goes up as bytes, its questions come back, the answers apply it.

use super::model::{Coded, Done};
use super::problem::Refusals;
use super::{Answer, Body, Caller, Named, Path, Problem, Query, Raw, given, id, member};
use crate::route::{Access, Route, get, post};
use app::roster::{self, Answers, Section};
use axum::Json;
use domain::authority::Action;
use domain::id::RosterId;
use domain::roster::Column;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let may = Access::Program(Action::ImportRoster);
    vec![
        post("/api/v1/roster", may, upload),
        get("/api/v1/roster/{id}", may, preview),
        post("/api/v1/roster/{id}/columns", may, columns),
        post("/api/v1/roster/{id}/apply", may, apply),
    ]
}

#[utoipa::path(post, path = "/api/v1/roster", params(Named), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = Done), Refusals))]
pub(super) async fn upload(caller: Caller, Query(named): Query<Named>, Raw(bytes): Raw) -> Answer<Done> {
    Ok(Done::of(roster::upload(&caller.app, &caller.who, &named.name, bytes.to_vec()).await?))
}

/// What the workbook would do, and what it asks.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RosterOut {
    id: String,
    state: Coded,
    /// What each column is taken for; null is not imported.
    columns: Vec<Option<Coded>>,
    /// Columns that the sheet lacks.
    missing: Vec<Coded>,
    /// Rows that can join.
    ready: usize,
    /// Rows that are in the roster already.
    present: usize,
    errors: Vec<CellWrong>,
    /// Sections that do not exist: each needs an answer.
    sections: Vec<String>,
    /// Lines whose name someone bears already: each needs an answer.
    twins: Vec<usize>,
}

/// A wrong cell.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CellWrong {
    line: usize,
    column: Option<Coded>,
    typed: String,
    detail: String,
}

#[utoipa::path(get, path = "/api/v1/roster/{id}", params(("id" = String, Path)), responses((status = 200, body = RosterOut), Refusals))]
pub(super) async fn preview(caller: Caller, Path(roster): Path<String>) -> Answer<RosterOut> {
    let found = roster::preview(&caller.app, &caller.who, id(&roster)?).await?;
    let wrong = |it: domain::roster::Wrong| CellWrong {
        line: it.line,
        column: it.column.map(Coded::from),
        typed: it.typed,
        detail: it.sentence,
    };
    let layout = &found.import.layout;
    Ok(Json(RosterOut {
        id: found.import.id.to_string(),
        state: found.import.state.into(),
        columns: layout.columns.iter().map(|it| it.map(Coded::from)).collect(),
        missing: layout.missing().into_iter().map(Coded::from).collect(),
        ready: found.judged.ready.len(),
        present: found.judged.present.len(),
        sections: found.judged.unknown.into_keys().collect(),
        twins: found.judged.twins.into_iter().collect(),
        errors: found.judged.wrong.into_iter().take(500).map(wrong).collect(),
    }))
}

/// A code for each column of the sheet; null is not imported.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ColumnsIn {
    columns: Vec<Option<String>>,
}

#[utoipa::path(post, path = "/api/v1/roster/{id}/columns", params(("id" = String, Path)), request_body = ColumnsIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn columns(
    caller: Caller,
    Path(roster): Path<String>,
    Body(asked): Body<ColumnsIn>,
) -> Answer<Done> {
    let roster: RosterId = id(&roster)?;
    let columns: Result<Vec<Option<Column>>, Problem> = asked
        .columns
        .iter()
        .map(|code| code.as_deref().map(|code| member("columns", code)).transpose())
        .collect();
    roster::choose(&caller.app, &caller.who, roster, columns?).await?;
    Ok(Done::of(roster))
}

/// What becomes of a section that does not exist: one of the two.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SectionIn {
    /// The unit that is meant.
    #[serde(default, rename = "use")]
    known: Option<String>,
    /// section or subordinate: it is set up.
    #[serde(default)]
    create: Option<String>,
}

/// The answers to the questions of a roster.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub(super) struct AnswersIn {
    /// By the name of the section.
    #[serde(default)]
    sections: BTreeMap<String, SectionIn>,
    /// By the line: true for another person of the same name, false for the one who is there.
    #[serde(default)]
    twins: BTreeMap<usize, bool>,
}

/// What was done.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RosterDone {
    joined: usize,
    skipped: usize,
    units: usize,
}

#[utoipa::path(post, path = "/api/v1/roster/{id}/apply", params(("id" = String, Path)), request_body = AnswersIn, responses((status = 200, body = RosterDone), Refusals))]
pub(super) async fn apply(
    caller: Caller,
    Path(roster): Path<String>,
    Body(asked): Body<AnswersIn>,
) -> Answer<RosterDone> {
    let section = |it: &SectionIn| match (&it.known, &it.create) {
        (Some(unit), None) => given("sections", unit).map(Section::Use),
        (None, Some(kind)) => member("sections", kind).map(Section::Create),
        _ => Err(app::Error::field("sections", "每个科室请写 use 或 create 之一。").into()),
    };
    let sections: Result<BTreeMap<String, Section>, Problem> =
        asked.sections.iter().map(|(name, it)| Ok((name.clone(), section(it)?))).collect();
    let answers = Answers { sections: sections?, twins: asked.twins };
    let done = roster::apply(&caller.app, &caller.who, id(&roster)?, &answers).await?;
    Ok(Json(RosterDone { joined: done.joined, skipped: done.skipped, units: done.units }))
}
