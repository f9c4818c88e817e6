//! What a program may do: the same acts as on the pages, audited under the token's owner.

use super::model::Done;
use super::problem::Refusals;
use super::{Answer, Caller, Path, id};
use domain::id::{AssignmentId, MessageId};

#[utoipa::path(post, path = "/api/v1/assignments/{id}/start", params(("id" = String, Path)), responses((status = 200, body = Done), Refusals))]
pub(crate) async fn start(caller: Caller, Path(assignment): Path<String>) -> Answer<Done> {
    let assignment: AssignmentId = id(&assignment)?;
    app::assignment::start(&caller.app, &caller.who, assignment).await?;
    Ok(Done::of(assignment))
}

#[utoipa::path(post, path = "/api/v1/messages/{id}/read", params(("id" = String, Path)), responses((status = 200, body = Done), Refusals))]
pub(crate) async fn read_message(caller: Caller, Path(message): Path<String>) -> Answer<Done> {
    let message: MessageId = id(&message)?;
    app::message::read(&caller.app, &caller.who, Some(message)).await?;
    Ok(Done::of(message))
}
