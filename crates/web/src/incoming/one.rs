//! One incoming paper: its entry, its file, 办结, and the way into a draft.

use super::sign;
use crate::file::{Asked, Viewed, framed};
use crate::form::Form;
use crate::page::{Answer, Page, Redirected, attachment};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use crate::stream::FileBody;
use crate::words::{self, Due};
use app::incoming::{self, IncomingPage};
use app::reading::{self, Layout};
use askama::Template;
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::id::IncomingId;
use domain::incoming::IncomingState;
use domain::refused::Refused;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "incoming/one.html")]
pub struct OnePage {
    shell: Shell,
    page: IncomingPage,
    sign: &'static str,
    serial: String,
    received: String,
    due: Due,
    size: String,
    /// Whether the layout of its file can be checked.
    has_layout: bool,
}

pub async fn show(ctx: Ctx, Path(id): Path<IncomingId>) -> Answer<Page<OnePage>> {
    let page = incoming::page(&ctx.app, &ctx.who, id).await?;
    let today = ctx.app.today();
    let it = &page.incoming;
    Ok(Page::ok(OnePage {
        shell: ctx.shell(it.title.clone()).await?,
        sign: sign(it.state),
        serial: format!("{}-{}", it.year, it.serial),
        received: words::spaced(it.received, today),
        due: Due::of(it.due, it.state == IncomingState::Open, today),
        size: page.file.as_ref().map_or_else(String::new, |file| words::size(file.size)),
        has_layout: page.file.as_ref().is_some_and(|file| reading::has_layout(&file.name)),
        page,
    }))
}

#[derive(Template)]
#[template(path = "incoming/checked.html")]
pub struct LayoutPage {
    shell: Shell,
    id: IncomingId,
    title: String,
    layout: Layout,
}

pub async fn layout(ctx: Ctx, Path(id): Path<IncomingId>) -> Answer<Response> {
    match incoming::layout(&ctx.app, &ctx.who, id).await {
        Ok((title, layout)) => {
            Ok(Page::ok(LayoutPage { shell: ctx.shell("版式检查").await?, id, title, layout })
                .into_response())
        }
        Err(app::Error::Refused(Refused::Rule(sentence))) => {
            Ok(Redirected::with_notice(format!("/incoming/{id}"), "error", sentence).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Deserialize)]
pub struct EndForm {
    #[serde(default)]
    outcome: String,
}

/// Back to the entry, with the sentence where the act was refused.
fn ended(ctx: &Ctx, id: IncomingId, done: app::Result<()>, sentence: &str) -> Answer<Response> {
    let here = format!("/incoming/{id}");
    match done {
        Ok(()) => Ok(ctx.done(here, sentence).into_response()),
        Err(app::Error::Refused(Refused::Invalid(fields))) => {
            let sentence: String = fields.into_iter().map(|it| it.sentence).collect();
            Ok(Redirected::with_notice(here, "error", sentence).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn handle(ctx: Ctx, Path(id): Path<IncomingId>, Form(form): Form<EndForm>) -> Answer<Response> {
    let done = incoming::handle(&ctx.app, &ctx.who, id, &form.outcome).await;
    ended(&ctx, id, done, "已办结。")
}

pub async fn void(ctx: Ctx, Path(id): Path<IncomingId>, Form(form): Form<EndForm>) -> Answer<Response> {
    let done = incoming::void(&ctx.app, &ctx.who, id, &form.outcome).await;
    ended(&ctx, id, done, "已作废，收文号保留。")
}

pub async fn import(ctx: Ctx, Path(id): Path<IncomingId>, Form(()): Form<()>) -> Answer<Response> {
    match incoming::import(&ctx.app, &ctx.who, id).await {
        Ok(draft) => {
            Ok(ctx.done(format!("/drafts/{draft}"), "已导入为方案草稿，请逐条核对。").into_response())
        }
        Err(app::Error::Refused(Refused::Invalid(fields))) => {
            let sentence: String = fields.into_iter().map(|it| it.sentence).collect();
            Ok(Redirected::with_notice(format!("/incoming/{id}"), "error", sentence).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn file(ctx: Ctx, Path(id): Path<IncomingId>) -> Answer<Response> {
    let (file, opened) = incoming::open_file(&ctx.app, &ctx.who, id).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, file.size.to_string()),
        (header::CONTENT_DISPOSITION, attachment(&file.name)),
    ];
    Ok((headers, Body::new(FileBody::new(opened))).into_response())
}

#[derive(Template)]
#[template(path = "incoming/view.html")]
pub struct ViewPage {
    shell: Shell,
    id: IncomingId,
    title: String,
    line: String,
    viewed: Viewed,
}

/// The file in the page.
pub async fn view(
    ctx: Ctx,
    Path(id): Path<IncomingId>,
    Query(asked): Query<Asked>,
) -> Answer<Page<ViewPage>> {
    let (title, file, shown) = incoming::view(&ctx.app, &ctx.who, id, asked.text()).await?;
    let places = ["file", "copy", "view", "frame"].map(|it| format!("/incoming/{id}/{it}"));
    Ok(Page::ok(ViewPage {
        shell: ctx.shell(file.name.clone()).await?,
        id,
        title,
        line: words::size(file.size),
        viewed: Viewed::new(file.name, places, shown, &asked),
    }))
}

/// The copy of a photo, for [`view`].
pub async fn copy(ctx: Ctx, Path(id): Path<IncomingId>) -> Answer<Response> {
    let opened = incoming::open_copy(&ctx.app, &ctx.who, id).await?;
    let headers = [(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, "private, max-age=3600")];
    Ok((headers, Body::new(FileBody::new(opened))).into_response())
}

/// Its pages, for the frame of [`view`].
pub async fn frame(ctx: Ctx, Path(id): Path<IncomingId>) -> Answer<Response> {
    let (file, opened) = incoming::open_file(&ctx.app, &ctx.who, id).await?;
    Ok(framed(&file.media, &file.name, file.size, opened)?)
}
