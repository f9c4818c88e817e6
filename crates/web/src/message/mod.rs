//! 消息: what a person is told and why; a digest lists what it sums up.

use crate::form::Form;
use crate::listing::{Address, Pager};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::words;
use app::message;
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::day::{Day, Instant};
use domain::id::MessageId;
use domain::message::Reason;
use serde::Deserialize;
use store::MessageRow;

pub fn routes() -> Vec<Route> {
    vec![
        get("/messages", Access::May(Action::ReadMessages), list),
        post("/messages/read", Access::May(Action::ReadMessages), read_all),
        post("/messages/{id}/open", Access::May(Action::ReadMessages), open),
    ]
}

const LIMIT: i64 = 30;

#[derive(Template)]
#[template(path = "message/list.html")]
pub struct MessagesPage {
    shell: Shell,
    rows: Vec<Line>,
    unread: i64,
    unread_only: bool,
    pager: Pager,
}

struct Line {
    id: MessageId,
    reason: String,
    kind: &'static str,
    text: String,
    when: String,
    read: bool,
    /// Where it leads; empty for a digest, whose items lead on.
    url: String,
    items: Vec<Item>,
}

struct Item {
    url: String,
    title: String,
    step: String,
    due: String,
    late: bool,
}

async fn list(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let address = Address::parse("/messages", &[], &["unread"], &raw.unwrap_or_default());
    let unread_only = address.get("unread") == "on";
    let turn = address.turn(|at, id| Some((Instant(at.parse().ok()?), id.parse::<MessageId>().ok()?)));
    let found = message::list(&ctx.app, &ctx.who, unread_only, turn, LIMIT).await?;
    if found.rows.is_empty() && !address.is_first() {
        return Ok(Redirected::to(address.first()).into_response());
    }
    let key = |(at, id): (Instant, MessageId)| (at.0, id);
    let shown = format!("本页 {} 条", found.rows.len());
    let pager = address.pager(shown, found.prev.map(key), found.next.map(key));
    let today = ctx.app.today();
    let rows = found.leaf.rows.into_iter().map(|(row, items)| {
        let items = items.into_iter().map(|item| Item {
            url: format!("/tasks/{}", item.task),
            late: item.step == domain::message::Step::Overdue,
            step: item.step.to_string(),
            due: words::spaced(item.due, today),
            title: item.title,
        });
        Line { items: items.collect(), ..line(row, today) }
    });
    let rows = rows.collect();
    Ok(Page::ok(MessagesPage {
        shell: ctx.shell("消息").await?,
        rows,
        unread: found.unread,
        unread_only,
        pager,
    })
    .into_response())
}

fn line(row: MessageRow, today: Day) -> Line {
    let url = url(&row);
    Line {
        id: row.id,
        reason: row.reason.to_string(),
        kind: match row.reason {
            Reason::Overdue | Reason::Urged => "late",
            Reason::Returned | Reason::DueSoon => "back",
            Reason::Accepted => "done",
            Reason::ToReview => "review",
            _ => "doing",
        },
        text: row.text,
        when: words::moment(row.created, today),
        read: row.read,
        url,
        items: Vec::new(),
    }
}

/// The page of what a message is about.
fn url(row: &MessageRow) -> String {
    match (row.noun.as_str(), row.task) {
        (_, Some(task)) => format!("/tasks/{task}"),
        ("task", _) => format!("/tasks/{}", row.object),
        ("record", _) => format!("/records/{}", row.object),
        ("certificate", _) => "/certificates".into(),
        ("incoming", _) => format!("/incoming/{}", row.object),
        ("paper", _) => format!("/papers/{}", row.object),
        ("archive", _) => "/papers/archive".into(),
        ("plan", _) => format!("/campaign?plan={}", row.object),
        _ => String::new(),
    }
}

async fn read_all(ctx: Ctx, Form(()): Form<()>) -> Answer<Redirected> {
    message::read(&ctx.app, &ctx.who, None).await?;
    Ok(ctx.done("/messages", "消息已全部标为已读。"))
}

#[derive(Debug, Deserialize)]
pub struct OpenForm {
    to: String,
}

/// Marks as read and leads on, never to another host.
async fn open(ctx: Ctx, Path(id): Path<MessageId>, Form(form): Form<OpenForm>) -> Answer<Redirected> {
    message::read(&ctx.app, &ctx.who, Some(id)).await?;
    let inside = form.to.starts_with('/') && !form.to.starts_with("//") && !form.to.contains('\\');
    Ok(Redirected::to(if inside { form.to } else { "/messages".into() }))
}
