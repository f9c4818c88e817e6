//! What a program may do: the same acts as on the pages, audited under the token's owner.

use super::model::{Done, RecordIn};
use super::problem::ErrorBody;
use super::{Answer, Body, Caller, id};
use app::record::Filled;
use axum::Json;
use axum::extract::Path;
use domain::id::{AssignmentId, MessageId, RecordId};
use domain::record::{Figured, Sheet};

#[utoipa::path(post, path = "/api/v1/assignments/{id}/start", params(("id" = String, Path)), responses((status = 200, body = Done), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
pub(crate) async fn start(caller: Caller, Path(assignment): Path<String>) -> Answer<Done> {
    let assignment: AssignmentId = id(&assignment)?;
    app::assignment::start(&caller.app, &caller.who, assignment).await?;
    Ok(Json(Done { id: assignment.to_string() }))
}

#[utoipa::path(post, path = "/api/v1/records", request_body = RecordIn, responses((status = 200, body = Done), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)))]
pub(crate) async fn file_record(caller: Caller, Body(given): Body<RecordIn>) -> Answer<Done> {
    let record: RecordId = caller.app.ids.make();
    let assignments: Result<Vec<AssignmentId>, _> = given.assignments.iter().map(|it| id(it)).collect();
    let figures =
        given.figures.into_iter().map(|it| Figured { item: it.item, value: it.value, uom: it.uom }).collect();
    let sheet = Sheet {
        title: given.title,
        day: given.day,
        place: given.place,
        text: given.text,
        figures,
        assignments: assignments?,
    };
    let filled = Filled { version: 0, sheet, removed: Vec::new() };
    app::record::submit(&caller.app, &caller.who, record, &filled, Vec::new()).await?;
    Ok(Json(Done { id: record.to_string() }))
}

#[utoipa::path(post, path = "/api/v1/messages/{id}/read", params(("id" = String, Path)), responses((status = 200, body = Done), (status = 404, body = ErrorBody)))]
pub(crate) async fn read_message(caller: Caller, Path(message): Path<String>) -> Answer<Done> {
    let message: MessageId = id(&message)?;
    app::message::read(&caller.app, &caller.who, Some(message)).await?;
    Ok(Json(Done { id: message.to_string() }))
}
