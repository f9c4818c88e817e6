//! A picture of the form: it is saved together with everything that is typed.

use super::edit;
use crate::form::Upload;
use crate::page::Answer;
use crate::request::{Ctx, Path};
use app::paper::picture::{self, Asked};
use axum::response::{IntoResponse, Response};
use domain::id::PaperId;

pub async fn add(ctx: Ctx, Path(id): Path<PaperId>, mut upload: Upload) -> Answer<Response> {
    let part = upload.field("act").strip_prefix("picture.").and_then(|part| part.parse().ok()).unwrap_or(0);
    let version = upload.field("version").to_owned();
    let asked = Asked {
        version: version.parse().unwrap_or(0),
        part,
        alt: upload.field(&format!("alt{part}")).to_owned(),
    };
    let typed = edit::sheet(&upload.fields);
    let file = upload.take(&format!("picture{part}"));
    let done = match (upload.fit(), file) {
        (Err(error), _) => Err(error),
        (Ok(()), Some(it)) if it.file.size > 0 => {
            picture::add(&ctx.app, &ctx.who, id, &asked, &typed, it.file).await
        }
        (Ok(()), _) => Err(app::Error::rule("请选择一张图片。")),
    };
    match done {
        Ok(()) => Ok(ctx.done(format!("/papers/{id}/edit"), "图片已加上，存为新的版本。").into_response()),
        Err(error) => edit::refused(&ctx, id, &version, typed, error).await,
    }
}
