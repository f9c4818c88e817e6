//! Versions of a standard written over `/api/v1`: read out, made and rewritten as the file that any bureau can take
//! in, with the tree and the rules beside it; published, renewed, retired, discarded.

use super::model::Done;
use super::problem::Refusals;
use super::{Answer, Body, Caller, Path};
use crate::route::{Access, Route, get, post};
use app::standard;
use axum::Json;
use domain::authority::Action;
use domain::id::StandardId;
use domain::standard::file::File;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let (view, edit) = (Access::Program(Action::ViewStandard), Access::Program(Action::EditStandard));
    vec![
        post("/api/v1/standards/drafts", edit, add),
        get("/api/v1/standards/{id}/file", view, show),
        post("/api/v1/standards/{id}/file", edit, rewrite),
        post("/api/v1/standards/{id}/publish", edit, publish),
        post("/api/v1/standards/{id}/renew", edit, renew),
        post("/api/v1/standards/{id}/retire", edit, retire),
        post("/api/v1/standards/{id}/discard", edit, discard),
    ]
}

/// A standard as the text of its file.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct FileIn {
    /// TOML of the shape of the shipped files.
    toml: String,
}

/// The file of a version, to be sent back with the number that it was read at.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct VersionedFile {
    version: i64,
    toml: String,
}

/// What was read before it is acted on: who comes with an older number is told.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct VersionIn {
    version: i64,
}

fn parse(toml: &str) -> app::Result<File> {
    File::parse(toml).map_err(|wrong| app::Error::field("toml", wrong.to_string()))
}

#[utoipa::path(post, path = "/api/v1/standards/drafts", request_body = FileIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn add(caller: Caller, Body(asked): Body<FileIn>) -> Answer<Done> {
    Ok(Done::of(standard::add(&caller.app, &caller.who, parse(&asked.toml)?).await?))
}

#[utoipa::path(get, path = "/api/v1/standards/{id}/file", params(("id" = String, Path)), responses((status = 200, body = VersionedFile), Refusals))]
pub(super) async fn show(caller: Caller, Path(id): Path<StandardId>) -> Answer<VersionedFile> {
    let held = standard::show(&caller.app, &caller.who, id).await?.row;
    let toml = File::from(&held.standard).text().map_err(|error| app::Error::fault("standard", error))?;
    Ok(Json(VersionedFile { version: held.version, toml }))
}

/// Only a draft is rewritten; a node that keeps its number keeps its answers.
#[utoipa::path(post, path = "/api/v1/standards/{id}/file", params(("id" = String, Path)), request_body = VersionedFile, responses((status = 200, body = Done), Refusals))]
pub(super) async fn rewrite(
    caller: Caller,
    Path(id): Path<StandardId>,
    Body(asked): Body<VersionedFile>,
) -> Answer<Done> {
    standard::rewrite(&caller.app, &caller.who, id, asked.version, parse(&asked.toml)?).await?;
    Ok(Done::of(id))
}

#[utoipa::path(post, path = "/api/v1/standards/{id}/publish", params(("id" = String, Path)), request_body = VersionIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn publish(
    caller: Caller,
    Path(id): Path<StandardId>,
    Body(asked): Body<VersionIn>,
) -> Answer<Done> {
    standard::publish(&caller.app, &caller.who, id, asked.version).await?;
    Ok(Done::of(id))
}

/// The draft of the next version.
#[utoipa::path(post, path = "/api/v1/standards/{id}/renew", params(("id" = String, Path)), responses((status = 200, body = Done), Refusals))]
pub(super) async fn renew(caller: Caller, Path(id): Path<StandardId>) -> Answer<Done> {
    Ok(Done::of(standard::renew(&caller.app, &caller.who, id).await?))
}

#[utoipa::path(post, path = "/api/v1/standards/{id}/retire", params(("id" = String, Path)), request_body = VersionIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn retire(
    caller: Caller,
    Path(id): Path<StandardId>,
    Body(asked): Body<VersionIn>,
) -> Answer<Done> {
    standard::retire(&caller.app, &caller.who, id, asked.version).await?;
    Ok(Done::of(id))
}

#[utoipa::path(post, path = "/api/v1/standards/{id}/discard", params(("id" = String, Path)), request_body = VersionIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn discard(
    caller: Caller,
    Path(id): Path<StandardId>,
    Body(asked): Body<VersionIn>,
) -> Answer<Done> {
    standard::discard(&caller.app, &caller.who, id, asked.version).await?;
    Ok(Done::of(id))
}
