//! 归档: what the unit has decided, packages and their editions.

use crate::form::{Errors, Form, Pairs};
use crate::page::{Answer, Page, Redirected, attachment};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::words::Pick;
use app::paper::archive;
use askama::Template;
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::code::Code;
use domain::id::PaperId;
use domain::paper::archive::{Archives, Rules, Term};
use domain::refused::Refused;
use serde::Deserialize;
use store::FilingYear;

#[derive(Template)]
#[template(path = "paper/archive.html")]
pub struct RulesPage {
    shell: Shell,
    fonds: String,
    body: String,
    approval: String,
    terms: Vec<Pick>,
    archives: Vec<Pick>,
    /// Filed papers by year, and whether they are due at the archives by now.
    years: Vec<(FilingYear, bool)>,
    errors: Errors,
}

/// What was typed.
#[derive(Default)]
struct Typed {
    fonds: String,
    body: String,
    approval: String,
    terms: Vec<Term>,
    archives: Option<Archives>,
}

async fn page(ctx: &Ctx, typed: Typed, errors: Errors) -> app::Result<RulesPage> {
    let this_year = ctx.app.today().year();
    let years = archive::years(&ctx.app, &ctx.who).await?.into_iter();
    Ok(RulesPage {
        years: years.map(|it| (it.clone(), it.transfer <= this_year)).collect(),
        shell: ctx.shell("归档设置").await?,
        terms: Term::ALL
            .iter()
            .map(|it| Pick::of(it.code().into(), it.label().into(), typed.terms.contains(it)))
            .collect(),
        archives: Archives::ALL
            .iter()
            .map(|it| Pick::of(it.code().into(), it.label().into(), typed.archives == Some(*it)))
            .collect(),
        fonds: typed.fonds,
        body: typed.body,
        approval: typed.approval,
        errors,
    })
}

pub async fn rules(ctx: Ctx) -> Answer<Page<RulesPage>> {
    let typed = match archive::rules(&ctx.app, &ctx.who).await? {
        Some(it) => Typed {
            fonds: it.fonds,
            body: it.body,
            approval: it.approval,
            terms: it.terms,
            archives: Some(it.archives),
        },
        None => Typed::default(),
    };
    Ok(Page::ok(page(&ctx, typed, Errors::default()).await?))
}

pub async fn decide(ctx: Ctx, Form(pairs): Form<Pairs>) -> Answer<Response> {
    let one = |name: &str| -> String {
        pairs.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let terms =
        pairs.iter().filter(|(name, _)| name == "terms").filter_map(|(_, code)| Term::from_code(code));
    let typed = Typed {
        fonds: one("fonds"),
        body: one("body"),
        approval: one("approval"),
        terms: terms.collect(),
        archives: Archives::from_code(&one("archives")),
    };
    let archives = typed.archives.unwrap_or(Archives::City);
    let done = match Rules::parse(&typed.fonds, &typed.body, &typed.approval, &typed.terms, archives) {
        Ok(rules) => archive::decide(&ctx.app, &ctx.who, &rules).await,
        Err(refused) => Err(refused.into()),
    };
    match done {
        Ok(()) => {
            Ok(ctx.done("/papers?state=issued", "归档设置已保存，已印发的公文可以归档了。").into_response())
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            Ok(Page::refused(page(&ctx, typed, errors).await?).into_response())
        }
    }
}

pub async fn pack(ctx: Ctx, Path(id): Path<PaperId>, Form(()): Form<()>) -> Answer<Redirected> {
    archive::pack(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done(format!("/papers/{id}"), "归档包已生成。"))
}

#[derive(Debug, Deserialize)]
pub struct SupplementForm {
    #[serde(default)]
    reason: String,
}

pub async fn supplement(
    ctx: Ctx,
    Path(id): Path<PaperId>,
    Form(form): Form<SupplementForm>,
) -> Answer<Redirected> {
    let here = format!("/papers/{id}");
    match archive::supplement(&ctx.app, &ctx.who, id, &form.reason).await {
        Ok(()) => Ok(ctx.done(here, "已生成新的一版归档包，以前的版本保留。")),
        Err(app::Error::Refused(Refused::Invalid(fields))) => {
            let sentence: String = fields.into_iter().map(|it| it.sentence).collect();
            Ok(Redirected::with_notice(here, "error", sentence))
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn download(ctx: Ctx, Path((id, edition)): Path<(PaperId, i64)>) -> Answer<Response> {
    let (file, opened) = archive::open(&ctx.app, &ctx.who, id, edition).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_LENGTH, file.size.to_string()),
        (header::CONTENT_DISPOSITION, attachment(&file.name)),
    ];
    Ok((headers, Body::new(crate::stream::FileBody::new(opened))).into_response())
}
