//! 简易改三员: who the three are, what will happen, and their slips. There is no way back.

use crate::account::slip::PrintPage;
use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page};
use crate::request::Ctx;
use crate::shell::Shell;
use app::system::{self, Three};
use askama::Template;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
pub struct ThreeForm {
    #[serde(default)]
    system: String,
    #[serde(default)]
    security: String,
    #[serde(default)]
    audit: String,
}

#[derive(Template)]
#[template(path = "system/separation.html")]
pub struct AskPage {
    shell: Shell,
    form: ThreeForm,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

async fn page(ctx: &Ctx, form: ThreeForm, errors: Errors) -> app::Result<AskPage> {
    Ok(AskPage { shell: ctx.shell("改为三员管理").await?, form, lines: errors.lines(), errors })
}

pub async fn ask(ctx: Ctx) -> Answer<Page<AskPage>> {
    Ok(Page::ok(page(&ctx, ThreeForm::default(), Errors::default()).await?))
}

pub async fn act(ctx: Ctx, Form(form): Form<ThreeForm>) -> Answer<Response> {
    let three =
        Three { system: form.system.clone(), security: form.security.clone(), audit: form.audit.clone() };
    match system::separate(&ctx.app, &ctx.who, &three).await {
        Ok(slips) => Ok(Page::ok(PrintPage::new(&ctx, slips).await?).into_response()),
        Err(error) => Ok(Page::refused(page(&ctx, form, Errors::of(error)?).await?).into_response()),
    }
}
