//! The form of a certificate: for a person, or of one that is there.

use crate::form::{Errors, Form};
use crate::page::{Answer, Page};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use app::certificate;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::certificate::Sheet;
use domain::id::{CertificateId, PersonId};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "certificate/edit.html")]
struct EditPage {
    shell: Shell,
    person: PersonId,
    holder: String,
    /// The certificate that is changed, with the version that the form was filled on; none for a new one.
    held: Option<(CertificateId, i64)>,
    sheet: Sheet,
    reason: String,
    errors: Errors,
}

impl EditPage {
    fn action(&self) -> String {
        match self.held {
            Some((id, _)) => format!("/certificates/{id}"),
            None => format!("/people/{}/certificates", self.person),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct SheetForm {
    #[serde(default)]
    version: i64,
    #[serde(default)]
    name: String,
    #[serde(default)]
    issuer: String,
    #[serde(default)]
    number: String,
    #[serde(default)]
    issued: String,
    #[serde(default)]
    expires: String,
}

impl SheetForm {
    fn sheet(self) -> Sheet {
        let Self { name, issuer, number, issued, expires, .. } = self;
        Sheet { name, issuer, number, issued, expires }
    }
}

async fn new_page(ctx: &Ctx, person: PersonId, sheet: Sheet, errors: Errors) -> app::Result<EditPage> {
    let holder = certificate::holder(&ctx.app, &ctx.who, person).await?;
    let shell = ctx.shell("登记证书").await?;
    Ok(EditPage { shell, person, holder, held: None, sheet, reason: String::new(), errors })
}

pub(super) async fn blank(ctx: Ctx, Path(id): Path<PersonId>) -> Answer<Response> {
    Ok(Page::ok(new_page(&ctx, id, Sheet::default(), Errors::default()).await?).into_response())
}

pub(super) async fn add(ctx: Ctx, Path(id): Path<PersonId>, Form(form): Form<SheetForm>) -> Answer<Response> {
    let sheet = form.sheet();
    match certificate::add(&ctx.app, &ctx.who, id, &sheet).await {
        Ok(_) => {
            Ok(ctx.done(format!("/certificates?person={id}"), "证书已登记，到期前会提醒。").into_response())
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            Ok(Page::refused(new_page(&ctx, id, sheet, errors).await?).into_response())
        }
    }
}

async fn page(
    ctx: &Ctx,
    id: CertificateId,
    typed: Option<(i64, Sheet)>,
    reason: String,
    errors: Errors,
) -> app::Result<EditPage> {
    let (held, holder) = certificate::form(&ctx.app, &ctx.who, id).await?;
    let (version, sheet) = typed.unwrap_or_else(|| (held.version, Sheet::of(&held)));
    let shell = ctx.shell("修改证书").await?;
    Ok(EditPage { shell, person: held.person, holder, held: Some((id, version)), sheet, reason, errors })
}

pub(super) async fn show(ctx: Ctx, Path(id): Path<CertificateId>) -> Answer<Response> {
    Ok(Page::ok(page(&ctx, id, None, String::new(), Errors::default()).await?).into_response())
}

pub(super) async fn save(
    ctx: Ctx,
    Path(id): Path<CertificateId>,
    Form(form): Form<SheetForm>,
) -> Answer<Response> {
    let version = form.version;
    let sheet = form.sheet();
    match certificate::edit(&ctx.app, &ctx.who, id, version, &sheet).await {
        Ok(person) => Ok(ctx.done(format!("/certificates?person={person}"), "证书已修改。").into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            let page = page(&ctx, id, Some((version, sheet)), String::new(), errors).await?;
            Ok(Page::refused(page).into_response())
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct VoidForm {
    #[serde(default)]
    version: i64,
    #[serde(default)]
    reason: String,
}

pub(super) async fn void(
    ctx: Ctx,
    Path(id): Path<CertificateId>,
    Form(form): Form<VoidForm>,
) -> Answer<Response> {
    match certificate::void(&ctx.app, &ctx.who, id, form.version, &form.reason).await {
        Ok(person) => {
            let said = "证书已作废，历史保留在审计里。";
            Ok(ctx.done(format!("/certificates?person={person}"), said).into_response())
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            Ok(Page::refused(page(&ctx, id, None, form.reason, errors).await?).into_response())
        }
    }
}
