//! Records over `/api/v1`: kept as drafts, with files, submitted, withdrawn, reviewed.

use super::model::{Done, FigureOut, RecordIn};
use super::problem::Refusals;
use super::{Answer, Body, Caller, Named, Path, Problem, Query, Raw, all_given, id, member};
use crate::page::attachment;
use crate::route::{Access, Route, get, post};
use crate::stream::FileBody;
use app::file::Incoming;
use app::record::{self, Asked, Filled, Verdict};
use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::code::Code;
use domain::id::{FileId, RecordId};
use domain::record::{Attended, Detail, Figured, Sheet};
use domain::record_kind::RecordKind;
use serde::{Deserialize, Serialize};
use std::io::Cursor;
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let (view, file) = (Access::Program(Action::ViewRecord), Access::Program(Action::FileRecord));
    vec![
        get("/api/v1/record-kinds", file, kinds),
        post("/api/v1/records", file, create),
        post("/api/v1/records/{id}", file, change),
        post("/api/v1/records/{id}/files", file, attach),
        get("/api/v1/records/{id}/files", view, files),
        get("/api/v1/records/{id}/files/{file}", view, download),
        post("/api/v1/records/{id}/withdraw", file, withdraw),
        post("/api/v1/records/{id}/void", file, void),
        post("/api/v1/records/{id}/review", view, review),
    ]
}

/// The sheet of a record, and whether it stays a draft.
fn sheet(given: RecordIn) -> Result<(Sheet, bool), Problem> {
    let figure = |it: FigureOut| Figured { item: it.item, value: it.value, uom: it.uom };
    let draft = given.draft;
    let assignments = all_given("assignments", &given.assignments)?;
    let figures = given.figures.into_iter().map(figure).collect();
    let detail = |(key, value)| Detail { key, label: String::new(), value };
    let mut people = Vec::new();
    for it in given.people {
        people.push(Attended { person: id(&it.person)?, minutes: it.minutes });
    }
    let details = given.details.into_iter().map(detail).collect();
    let RecordIn { kind, title, day, place, text, .. } = given;
    Ok((Sheet { kind, title, day, place, text, figures, details, people, assignments }, draft))
}

async fn put(caller: &Caller, record: RecordId, version: i64, given: RecordIn) -> Result<(), Problem> {
    let (sheet, draft) = sheet(given)?;
    let filled = Filled { version, sheet, removed: Vec::new() };
    if draft {
        record::save(&caller.app, &caller.who, record, &filled, Vec::new()).await?;
    } else {
        record::submit(&caller.app, &caller.who, record, &filled, Vec::new()).await?;
    }
    Ok(())
}

#[utoipa::path(post, path = "/api/v1/records", request_body = RecordIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn create(caller: Caller, Body(given): Body<RecordIn>) -> Answer<Done> {
    let record: RecordId = caller.app.ids.make();
    put(&caller, record, 0, given).await?;
    Ok(Done::of(record))
}

/// A draft or returned record as it is to be, decided on `version`.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct RecordChange {
    version: i64,
    #[serde(flatten)]
    record: RecordIn,
}

#[utoipa::path(post, path = "/api/v1/records/{id}", params(("id" = String, Path)), request_body = RecordChange, responses((status = 200, body = Done), Refusals))]
pub(super) async fn change(
    caller: Caller,
    Path(record): Path<String>,
    Body(asked): Body<RecordChange>,
) -> Answer<Done> {
    let record: RecordId = id(&record)?;
    // What is not there cannot be changed: an id is given out by `POST /api/v1/records` only.
    record::form(&caller.app, &caller.who, record, &Asked::default()).await?;
    put(&caller, record, asked.version, asked.record).await?;
    Ok(Done::of(record))
}

#[utoipa::path(post, path = "/api/v1/records/{id}/files", params(("id" = String, Path), Named), request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = Done), Refusals))]
pub(super) async fn attach(
    caller: Caller,
    Path(record): Path<String>,
    Query(named): Query<Named>,
    Raw(bytes): Raw,
) -> Answer<Done> {
    let record: RecordId = id(&record)?;
    let held = record::form(&caller.app, &caller.who, record, &Asked::default()).await?;
    let it = held.record;
    let sheet = Sheet {
        title: it.title,
        day: it.day.to_string(),
        place: it.place,
        text: it.text,
        figures: it.figures,
        kind: it.kind,
        details: it.details,
        people: it.people,
        assignments: it.assignments,
    };
    let filled = Filled { version: held.version, sheet, removed: Vec::new() };
    let name = crate::form::clean_name(&named.name);
    let files = vec![Incoming::read(name, Cursor::new(bytes))];
    record::save(&caller.app, &caller.who, record, &filled, files).await?;
    Ok(Done::of(record))
}

/// A kind of record.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct KindOut {
    key: String,
    name: String,
    /// Key and label of each field.
    fields: Vec<KindField>,
    /// Name and uom of each figure that is usual.
    quantities: Vec<KindQuantity>,
    /// none, heads or hours.
    attendance: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct KindField {
    key: String,
    label: String,
    /// text, day, link or paper_number.
    form: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct KindQuantity {
    item: String,
    uom: String,
}

#[utoipa::path(get, path = "/api/v1/record-kinds", responses((status = 200, body = Vec<KindOut>), Refusals))]
pub(super) async fn kinds(caller: Caller) -> Answer<Vec<KindOut>> {
    let kinds = app::record_kind::own(&caller.app, &caller.who).await?;
    let out = |it: RecordKind| KindOut {
        key: it.key,
        name: it.name,
        fields: it
            .fields
            .into_iter()
            .map(|it| KindField { key: it.key, label: it.label, form: it.form.code() })
            .collect(),
        quantities: it.quantities.into_iter().map(|it| KindQuantity { item: it.item, uom: it.uom }).collect(),
        attendance: it.attendance.code(),
    };
    Ok(Json(kinds.offered.into_iter().map(out).collect()))
}

/// A file of a record.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FileOut {
    id: String,
    name: String,
    /// Media type found from the content.
    media: String,
    /// In bytes.
    size: i64,
}

#[utoipa::path(get, path = "/api/v1/records/{id}/files", params(("id" = String, Path)), responses((status = 200, body = Vec<FileOut>), Refusals))]
pub(super) async fn files(caller: Caller, Path(record): Path<String>) -> Answer<Vec<FileOut>> {
    let page = record::page(&caller.app, &caller.who, id(&record)?).await?;
    let file = |it: domain::file::File| FileOut {
        id: it.id.to_string(),
        name: it.name,
        media: it.media,
        size: it.size,
    };
    Ok(Json(page.files.into_iter().map(file).collect()))
}

#[utoipa::path(get, path = "/api/v1/records/{id}/files/{file}", params(("id" = String, Path), ("file" = String, Path)), responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), Refusals))]
pub(super) async fn download(
    caller: Caller,
    Path((record, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let file: FileId = id(&file)?;
    let (file, opened) = record::open_file(&caller.app, &caller.who, id(&record)?, file).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, file.size.to_string()),
        (header::CONTENT_DISPOSITION, attachment(&file.name)),
    ];
    Ok((headers, axum::body::Body::new(FileBody::new(opened))).into_response())
}

#[utoipa::path(post, path = "/api/v1/records/{id}/withdraw", params(("id" = String, Path)), responses((status = 200, body = Done), Refusals))]
pub(super) async fn withdraw(caller: Caller, Path(record): Path<String>) -> Answer<Done> {
    let record: RecordId = id(&record)?;
    record::withdraw(&caller.app, &caller.who, record).await?;
    Ok(Done::of(record))
}

#[utoipa::path(post, path = "/api/v1/records/{id}/void", params(("id" = String, Path)), responses((status = 200, body = Done), Refusals))]
pub(super) async fn void(caller: Caller, Path(record): Path<String>) -> Answer<Done> {
    let record: RecordId = id(&record)?;
    record::void(&caller.app, &caller.who, record).await?;
    Ok(Done::of(record))
}

/// What a reviewer decides, on `version`.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct VerdictIn {
    version: i64,
    /// accept or return.
    verdict: String,
    /// Why it is returned: a code of the reasons.
    #[serde(default)]
    reason: String,
    #[serde(default)]
    note: String,
}

#[utoipa::path(post, path = "/api/v1/records/{id}/review", params(("id" = String, Path)), request_body = VerdictIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn review(
    caller: Caller,
    Path(record): Path<String>,
    Body(asked): Body<VerdictIn>,
) -> Answer<Done> {
    let record: RecordId = id(&record)?;
    let verdict = match asked.verdict.as_str() {
        "accept" => Verdict::Accept,
        "return" => Verdict::Return { reason: member("reason", &asked.reason)?, note: asked.note },
        _ => return Err(app::Error::field("verdict", "请填写 accept 或 return。").into()),
    };
    record::review(&caller.app, &caller.who, record, asked.version, &verdict).await?;
    Ok(Done::of(record))
}
