//! 移交职责: what a person holds, who takes it, from when; one act.

use crate::form::{ErrorLine, Errors, Form, Pairs};
use crate::page::{Answer, Page};
use crate::request::{Ctx, Path};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::unit::day;
use app::handover::{self, HandOverForm, Preview};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::id::PersonId;
use std::collections::BTreeMap;
use uuid::Uuid;

pub fn routes() -> Vec<Route> {
    let may = Access::May(Action::HandOver);
    vec![get("/people/{id}/handover", may, ask), post("/people/{id}/handover", may, act)]
}

#[derive(Template)]
#[template(path = "handover/ask.html")]
struct AskPage {
    shell: Shell,
    preview: Preview,
    default: String,
    on: String,
    leaves: bool,
    single: BTreeMap<Uuid, String>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

impl AskPage {
    fn typed(&self, id: &Uuid) -> &str {
        self.single.get(id).map(String::as_str).unwrap_or_default()
    }

    fn wrong(&self, id: &Uuid) -> &str {
        self.errors.on(&format!("to-{id}"))
    }
}

async fn page(ctx: &Ctx, id: PersonId, typed: &Pairs, errors: Errors) -> app::Result<AskPage> {
    let preview = handover::preview(&ctx.app, &ctx.who, id).await?;
    let on = get_field(typed, "on");
    Ok(AskPage {
        shell: ctx.shell(format!("移交职责：{}", preview.person.name)).await?,
        default: get_field(typed, "default").to_owned(),
        on: if on.is_empty() { ctx.app.today().to_string() } else { on.to_owned() },
        leaves: get_field(typed, "leaves") == "on",
        single: single(typed),
        preview,
        lines: errors.lines(),
        errors,
    })
}

fn get_field<'a>(typed: &'a Pairs, name: &str) -> &'a str {
    typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
}

/// Successors of single duties: fields `to-<id>`.
fn single(typed: &Pairs) -> BTreeMap<Uuid, String> {
    typed
        .iter()
        .filter_map(|(key, value)| Some((key.strip_prefix("to-")?.parse().ok()?, value.clone())))
        .collect()
}

async fn ask(ctx: Ctx, Path(id): Path<PersonId>) -> Answer<Response> {
    Ok(Page::ok(page(&ctx, id, &Vec::new(), Errors::default()).await?).into_response())
}

async fn act(ctx: Ctx, Path(id): Path<PersonId>, Form(typed): Form<Pairs>) -> Answer<Response> {
    match run(&ctx, id, &typed).await {
        Ok(n) => Ok(ctx
            .done(format!("/people/{id}"), format!("{n} 项职责已移交，接手人会收到提醒。"))
            .into_response()),
        Err(error) => Ok(Page::refused(page(&ctx, id, &typed, Errors::of(error)?).await?).into_response()),
    }
}

async fn run(ctx: &Ctx, id: PersonId, typed: &Pairs) -> app::Result<usize> {
    let form = HandOverForm {
        default: get_field(typed, "default").to_owned(),
        single: single(typed),
        on: day("on", get_field(typed, "on"))?,
        leaves: get_field(typed, "leaves") == "on",
    };
    handover::hand_over(&ctx.app, &ctx.who, id, &form).await
}
