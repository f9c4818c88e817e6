//! The form that begins an assessment.

use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page};
use crate::request::{Ctx, Query};
use crate::shell::Shell;
use crate::unit::{Choice, chosen, day};
use app::assessment::{self, Begun};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::Day;
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
pub struct BeginFields {
    #[serde(default)]
    standard: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    unit_kind: String,
}

impl BeginFields {
    fn parse(&self) -> app::Result<Begun> {
        Ok(Begun {
            standard: chosen("standard", &self.standard, "请选择按哪一套体系测评。")?,
            unit: chosen("unit", &self.unit, "请选择测评哪个单位。")?,
            from: day("from", &self.from)?,
            to: day("to", &self.to)?,
            unit_kind: self.unit_kind.clone(),
        })
    }
}

#[derive(Template)]
#[template(path = "score/new.html")]
struct NewPage {
    shell: Shell,
    form: BeginFields,
    standards: Vec<Choice>,
    units: Vec<Choice>,
    kinds: Vec<Choice>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

async fn page(ctx: &Ctx, form: BeginFields, errors: Errors) -> app::Result<NewPage> {
    let choices = assessment::choices(&ctx.app, &ctx.who).await?;
    let choice = |value: String, label: String, now: &str| Choice { selected: value == now, value, label };
    let mut kinds = Vec::new();
    if !choices.kinds.is_empty() {
        kinds.push(choice(String::new(), "体系不分单位类别".into(), &form.unit_kind));
        kinds.extend(choices.kinds.iter().map(|kind| choice(kind.clone(), kind.clone(), &form.unit_kind)));
    }
    Ok(NewPage {
        shell: ctx.shell("开始测评").await?,
        standards: choices
            .standards
            .iter()
            .map(|it| {
                choice(it.id.to_string(), format!("{}（第 {} 版）", it.name, it.number), &form.standard)
            })
            .collect(),
        units: choices
            .units
            .iter()
            .map(|(id, name)| choice(id.to_string(), name.clone(), &form.unit))
            .collect(),
        kinds,
        form,
        lines: errors.lines(),
        errors,
    })
}

/// The year of today, for the whole bureau.
pub async fn new(ctx: Ctx, Query(mut form): Query<BeginFields>) -> Answer<Response> {
    let year = ctx.app.today().year();
    let of = |month, last| Day::new(year, month, last).map(|day| day.to_string()).unwrap_or_default();
    if form.from.is_empty() {
        form.from = of(1, 1);
        form.to = of(12, 31);
    }
    Ok(Page::ok(page(&ctx, form, Errors::default()).await?).into_response())
}

pub async fn begin(ctx: Ctx, Form(form): Form<BeginFields>) -> Answer<Response> {
    let begun = match form.parse() {
        Ok(parsed) => assessment::begin(&ctx.app, &ctx.who, &parsed).await,
        Err(error) => Err(error),
    };
    match begun {
        Ok(id) => Ok(ctx.done(format!("/scores/{id}"), "可以逐条填写自评了。").into_response()),
        Err(error) => Ok(Page::refused(page(&ctx, form, Errors::of(error)?).await?).into_response()),
    }
}
