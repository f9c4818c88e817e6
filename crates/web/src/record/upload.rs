//! Files of a record that come in pieces: after a broken connection the page goes on where the file stands.

use super::fill::sentence;
use crate::form::{Form, Piece};
use crate::page::Answer;
use crate::request::{Ctx, Path, Query};
use app::upload::{self, Progress};
use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::id::{RecordId, UploadId};
use domain::upload::PIECE;
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Deserialize)]
pub struct BeginForm {
    #[serde(default)]
    name: String,
    /// Bytes of the whole.
    #[serde(default)]
    size: String,
    /// By which the page knows the same file again.
    #[serde(default)]
    mark: String,
}

#[derive(Debug, Serialize)]
struct Told {
    upload: String,
    /// Bytes that are on the disk: the next piece begins there.
    offset: u64,
    size: u64,
    /// Bytes of a piece at most.
    piece: u64,
}

fn told(done: app::Result<Progress>) -> Answer<Response> {
    match done {
        Ok(it) => {
            let told = Told { upload: it.upload.to_string(), offset: it.offset, size: it.size, piece: PIECE };
            Ok(Json(told).into_response())
        }
        Err(error) => sentence(error),
    }
}

pub async fn begin(ctx: Ctx, Path(id): Path<RecordId>, Form(form): Form<BeginForm>) -> Answer<Response> {
    let size = form.size.parse().unwrap_or(0);
    let name = crate::form::clean_name(&form.name);
    told(upload::begin(&ctx.app, &ctx.who, id, &name, size, &form.mark).await)
}

#[derive(Debug, Deserialize)]
pub struct At {
    at: u64,
}

pub async fn take(
    ctx: Ctx,
    Path((id, upload)): Path<(RecordId, UploadId)>,
    Query(At { at }): Query<At>,
    Piece(bytes): Piece,
) -> Answer<Response> {
    told(upload::take(&ctx.app, &ctx.who, id, upload, at, bytes.to_vec()).await)
}
