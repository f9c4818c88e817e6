//! A file of a record in the page.

use crate::file::{Asked, Viewed, framed};
use crate::page::{Answer, Page};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use crate::words;
use app::record;
use askama::Template;
use axum::response::Response;
use domain::id::{FileId, RecordId};

#[derive(Template)]
#[template(path = "record/view.html")]
pub struct ViewPage {
    shell: Shell,
    record: RecordId,
    title: String,
    line: String,
    before: Option<FileId>,
    after: Option<FileId>,
    viewed: Viewed,
}

pub async fn show(
    ctx: Ctx,
    Path((id, file)): Path<(RecordId, FileId)>,
    Query(asked): Query<Asked>,
) -> Answer<Page<ViewPage>> {
    let it = record::view(&ctx.app, &ctx.who, id, file, asked.text()).await?;
    let at = format!("/records/{id}/files/{file}");
    let places = [at.clone(), format!("{at}/public"), format!("{at}/view"), format!("{at}/frame")];
    Ok(Page::ok(ViewPage {
        shell: ctx.shell(it.file.name.clone()).await?,
        record: id,
        title: it.title,
        line: words::size(it.file.size),
        before: it.before,
        after: it.after,
        viewed: Viewed::new(it.file.name, places, it.shown, &asked),
    }))
}

/// Its pages, for the frame of [`show`].
pub async fn frame(ctx: Ctx, Path((id, file)): Path<(RecordId, FileId)>) -> Answer<Response> {
    let (file, opened) = record::open_file(&ctx.app, &ctx.who, id, file).await?;
    Ok(framed(&file.media, &file.name, file.size, opened)?)
}
