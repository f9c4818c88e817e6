//! The pages of what is typed and not saved, for the frame beside the form; a sentence where they
//! cannot be set.

use super::{edit, one};
use crate::form::{Errors, Form, Pairs};
use crate::guard::Framed;
use crate::page::{Answer, Page};
use crate::request::{Ctx, Path};
use app::paper;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::id::PaperId;
use domain::refused::Refused;

/// What stands in the frame instead of pages.
#[derive(Template)]
#[template(path = "paper/unset.html")]
struct UnsetPage {
    sentences: Vec<String>,
    version: &'static str,
}

pub async fn show(ctx: Ctx, Path(id): Path<PaperId>, Form(pairs): Form<Pairs>) -> Answer<Response> {
    let version = pairs.iter().find(|(name, _)| name == "version");
    let version = version.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
    let sentences = match paper::pdf::preview(&ctx.app, &ctx.who, id, version, &edit::sheet(&pairs)).await {
        Ok(pages) => return Ok(one::framed(pages.bytes, "inline".into())),
        Err(app::Error::Refused(Refused::Stale)) => vec![Refused::Stale.to_string()],
        Err(error) => Errors::of(error)?.0.into_iter().map(|it| it.sentence).collect(),
    };
    let page = Page::refused(UnsetPage { sentences, version: crate::shell::VERSION });
    let mut response = page.into_response();
    response.extensions_mut().insert(Framed);
    Ok(response)
}
