//! 发文登记簿: every number that was ever given, voided ones with their reason.

use crate::listing::{Address, Pager};
use crate::page::{Answer, Page, Redirected};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::words;
use app::paper;
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::day::Instant;
use domain::id::PaperId;

#[derive(Template)]
#[template(path = "paper/register.html")]
pub struct RegisterPage {
    shell: Shell,
    rows: Vec<Line>,
    pager: Pager,
}

struct Line {
    number: String,
    id: PaperId,
    title: String,
    person: String,
    when: String,
    /// Why it was voided; empty while it stands.
    voided: String,
}

const PAGE: i64 = 50;

pub async fn show(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let address = Address::parse("/papers/register", &[], &[], &raw.unwrap_or_default());
    let turn = address.turn(|at, id| Some((Instant(at.parse().ok()?), id.parse().ok()?)));
    let leaf = paper::register(&ctx.app, &ctx.who, &turn, PAGE).await?;
    if leaf.rows.is_empty() && !address.is_first() {
        return Ok(Redirected::to(address.first()).into_response());
    }
    let today = ctx.app.today();
    let key = |(at, id): (Instant, PaperId)| (at.0, id);
    let line = format!("本页 {} 个文号", leaf.rows.len());
    let rows = leaf.rows.iter().map(|row| Line {
        number: row.number.to_string(),
        id: row.paper,
        title: row.title.clone(),
        person: row.person.clone(),
        when: words::moment(row.at, today),
        voided: row.voided.map_or_else(String::new, |_| row.reason.clone()),
    });
    Ok(Page::ok(RegisterPage {
        shell: ctx.shell("发文登记簿").await?,
        rows: rows.collect(),
        pager: address.pager(line, leaf.prev.map(key), leaf.next.map(key)),
    })
    .into_response())
}
