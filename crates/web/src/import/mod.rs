//! 导入记录: what was uploaded and what became of it; the page that an upload leads to while it is read.

use crate::draft::goal;
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path, Query};
use crate::route::{Access, Route, get};
use crate::shell::Shell;
use crate::words;
use app::import;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::day::Instant;
use domain::id::{DraftId, ImportId};
use domain::import::{ImportKind, State};
use domain::job::JobState;
use serde::Deserialize;
use store::ImportLine;

pub fn routes() -> Vec<Route> {
    let may = Access::May(Action::ImportRoster);
    vec![get("/imports", may, list), get("/imports/{id}", may, show)]
}

/// Where an upload leads: to what was made of it, or to its progress. A file that was not read is
/// refused beside its field.
pub(crate) async fn landing(ctx: &Ctx, id: ImportId) -> app::Result<String> {
    let line = import::show(&ctx.app, &ctx.who, id).await?;
    match (line.import.row.state(line.job), made(ctx, &line).await?) {
        (_, Some(url)) => Ok(url),
        (State::Failed, None) => Err(app::Error::field("file", why(&line))),
        _ => Ok(format!("/imports/{id}")),
    }
}

/// What was made of an import.
async fn made(ctx: &Ctx, line: &ImportLine) -> app::Result<Option<String>> {
    let Some(made) = line.import.made else { return Ok(None) };
    Ok(Some(match line.import.kind {
        ImportKind::Roster => format!("/roster/{made}"),
        ImportKind::Plan => match goal(ctx, DraftId(made), line.import.revises.is_some()).await {
            Ok(url) => url,
            // Discarded for good since then.
            Err(app::Error::Refused(domain::Refused::NotFound)) => return Ok(None),
            Err(error) => return Err(error),
        },
    }))
}

/// Why an import failed: its own sentence, or that of its job.
fn why(line: &ImportLine) -> String {
    if line.import.note.is_empty() {
        format!("“{}”没有读成：{}管理员可以在后台任务里重试。", line.import.name, line.told)
    } else {
        line.import.note.clone()
    }
}

/// The sign of a state, as the macro `status_as` knows it.
fn sign(state: State) -> &'static str {
    match state {
        State::Received => "todo",
        State::Reading => "doing",
        State::Done => "done",
        State::Failed => "late",
    }
}

fn name(line: &ImportLine) -> String {
    if line.import.name.is_empty() { "标有密级的文件".into() } else { line.import.name.clone() }
}

#[derive(Template)]
#[template(path = "import/show.html")]
pub struct ShowPage {
    shell: Shell,
    url: String,
    /// Where to choose another file.
    again: &'static str,
    name: String,
    line: String,
    state: State,
    sign: &'static str,
    running: bool,
    progress: i64,
    told: String,
    why: String,
}

async fn show(ctx: Ctx, Path(id): Path<ImportId>) -> Answer<Response> {
    let line = import::show(&ctx.app, &ctx.who, id).await?;
    if let Some(url) = made(&ctx, &line).await? {
        // A script that asks how far it is cannot follow to another page by itself.
        return Ok(if ctx.fragment {
            [("hx-redirect", url)].into_response()
        } else {
            Redirected::to(url).into_response()
        });
    }
    let state = line.import.row.state(line.job);
    let waits = line.job == Some(JobState::Ready) && line.told.is_empty();
    Ok(Page::ok(ShowPage {
        shell: ctx.shell("导入文件").await?,
        url: format!("/imports/{id}"),
        again: match line.import.kind {
            ImportKind::Plan => "/drafts",
            ImportKind::Roster => "/roster",
        },
        name: name(&line),
        line: format!(
            "{} · {} · {} 上传",
            line.import.kind,
            words::size(line.import.size),
            words::moment(line.import.created, ctx.app.today())
        ),
        state,
        sign: sign(state),
        running: matches!(state, State::Received | State::Reading),
        progress: line.progress,
        told: if waits { "已经收下，正在排队。".into() } else { line.told.clone() },
        why: if state == State::Failed { why(&line) } else { String::new() },
    })
    .into_response())
}

#[derive(Template)]
#[template(path = "import/list.html")]
pub struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    url: String,
    name: String,
    kind: ImportKind,
    state: State,
    sign: &'static str,
    why: String,
    person: String,
    at: String,
    size: String,
}

#[derive(Debug, Default, Deserialize)]
/// Where a list goes on.
pub struct Asked {
    #[serde(default)]
    pub(crate) before: String,
}

/// The key of a page: an instant and an id.
pub(crate) fn key<T: std::str::FromStr>(before: &str) -> Option<(Instant, T)> {
    let (at, id) = before.split_once('_')?;
    Some((Instant(at.parse().ok()?), id.parse().ok()?))
}

async fn list(ctx: Ctx, Query(asked): Query<Asked>) -> Answer<Page<ListPage>> {
    let lines = import::list(&ctx.app, &ctx.who, key(&asked.before)).await?;
    let last = lines.last().filter(|_| lines.len() as i64 == import::PAGE);
    let next = last.map(|it| format!("/imports?before={}_{}", it.import.created.0, it.import.id));
    let today = ctx.app.today();
    let row = |line: ImportLine| {
        let state = line.import.row.state(line.job);
        Row {
            url: format!("/imports/{}", line.import.id),
            name: name(&line),
            kind: line.import.kind,
            state,
            sign: sign(state),
            why: if state == State::Failed { why(&line) } else { String::new() },
            at: words::moment(line.import.created, today),
            size: words::size(line.import.size),
            person: line.person,
        }
    };
    Ok(Page::ok(ListPage {
        shell: ctx.shell("导入记录").await?,
        rows: lines.into_iter().map(row).collect(),
        next,
    }))
}
