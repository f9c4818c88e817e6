//! 待审核: what was filed, longest waiting first, to be accepted or returned with a reason.

use super::one::Shown;
use crate::form::{Errors, Form};
use crate::page::{Answer, Page, Redirected};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::words;
use app::record::{self, Verdict};
use askama::Template;
use axum::extract::{Path, Query};
use domain::assignment::ReturnReason;
use domain::code::Code;
use domain::day::Instant;
use domain::id::RecordId;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "record/queue.html")]
pub struct QueuePage {
    shell: Shell,
    items: Vec<Item>,
    total: i64,
    next: Option<String>,
    back: &'static str,
}

struct Item {
    view: Shown,
    since: String,
    line: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    after: String,
}

/// Records on one page: each is read in full.
const PAGE: i64 = 10;

pub async fn queue(ctx: Ctx, Query(asked): Query<Asked>) -> Answer<Page<QueuePage>> {
    let after = asked.after.split_once('~').and_then(|(at, id)| {
        let id: RecordId = id.parse().ok()?;
        Some((Instant(at.parse().ok()?), id))
    });
    let queue = record::queue(&ctx.app, &ctx.who, after, PAGE).await?;
    let today = ctx.app.today();
    let items = queue.items.into_iter().map(|(page, row)| {
        let line = format!("{} · {}{}", words::spaced(page.record.day, today), page.unit, page.author);
        Item { view: Shown::of(page, today), since: words::moment(row.updated, today), line }
    });
    let items = items.collect();
    Ok(Page::ok(QueuePage {
        shell: ctx.shell("待审核").await?,
        items,
        total: record::waiting(&ctx.app, &ctx.who).await?,
        next: queue.next.map(|(at, id)| format!("/review?after={}~{id}", at.0)),
        back: "queue",
    }))
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
