//! 待审核: what was filed, longest waiting first, to be accepted or returned with a reason.

use super::one::Shown;
use crate::form::{Errors, Form};
use crate::listing::{Address, Pager};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::unit::{Choice, units};
use crate::words;
use app::record::{self, Verdict};
use app::turn::Leaf;
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::assignment::ReturnReason;
use domain::authority::Action;
use domain::code::Code;
use domain::day::Instant;
use domain::id::RecordId;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "record/queue.html")]
pub struct QueuePage {
    shell: Shell,
    items: Vec<Item>,
    pager: Pager,
    back: &'static str,
    /// Units whose records can be looked at alone: for 创建办, which reviews those of all.
    units: Vec<Choice>,
    total: i64,
    chosen: String,
}

struct Item {
    view: Shown,
    since: String,
    line: String,
}

/// Records on one page: each is read in full.
const PAGE: i64 = 10;

pub async fn queue(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let address = Address::parse("/review", &[], &["unit"], &raw.unwrap_or_default());
    let unit = address.get("unit").parse().ok();
    let turn = address.turn(|at, id| Some((Instant(at.parse().ok()?), id.parse().ok()?)));
    let queue = record::queue(&ctx.app, &ctx.who, unit, &turn, PAGE).await?;
    let Leaf { rows, prev, next } = queue.leaf;
    if rows.is_empty() && !address.is_first() {
        return Ok(Redirected::to(address.first()).into_response());
    }
    let today = ctx.app.today();
    let total = record::waiting(&ctx.app, &ctx.who, unit).await?;
    let key = |(at, id): (Instant, RecordId)| (at.0, id);
    let shown =
        if total > 0 { format!("本页 {} 份，共 {total} 份", rows.len()) } else { String::new() };
    let pager = address.pager(shown, prev.map(key), next.map(key));
    let items = rows.into_iter().map(|(page, row)| {
        let line = format!("{} · {}{}", words::spaced(page.record.day, today), page.unit, page.author);
        Item { view: Shown::of(page, today), since: words::moment(row.updated, today), line }
    });
    let items = items.collect();
    let units = match ctx.who.reach(Action::ReviewRecord) {
        Some(_) => units(&ctx, address.get("unit"), "全部科室和单位").await?,
        None => Vec::new(),
    };
    let chosen = units.iter().find(|it| it.selected && !it.value.is_empty());
    let chosen = chosen.map(|it| it.label.trim().to_owned()).unwrap_or_default();
    let shell = ctx.shell("待审核").await?;
    let page = QueuePage { shell, items, pager, back: "queue", units, total, chosen };
    Ok(Page::ok(page).into_response())
}

#[derive(Debug, Deserialize)]
pub struct VerdictForm {
    version: i64,
    verdict: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    note: String,
    #[serde(default)]
    back: String,
}

pub async fn decide(ctx: Ctx, Path(id): Path<RecordId>, Form(form): Form<VerdictForm>) -> Answer<Redirected> {
    let back = if form.back == "queue" { "/review".to_owned() } else { format!("/records/{id}") };
    let outcome = async {
        let verdict = match form.verdict.as_str() {
            "accept" => Verdict::Accept,
            _ => {
                let reason = ReturnReason::from_code(&form.reason)
                    .ok_or_else(|| app::Error::field("reason", "请选择退回原因。"))?;
                Verdict::Return { reason, note: form.note.clone() }
            }
        };
        record::review(&ctx.app, &ctx.who, id, form.version, &verdict).await?;
        Ok(if verdict == Verdict::Accept {
            "已通过，报送人会收到消息。"
        } else {
            "已退回，原因已告诉报送人。"
        })
    };
    match outcome.await {
        Ok(sentence) => Ok(ctx.done(back, sentence)),
        Err(error) => {
            let sentences: Vec<String> = Errors::of(error)?.lines().into_iter().map(|it| it.text).collect();
            Ok(Redirected::with_notice(back, "warn", sentences.join("")))
        }
    }
}
