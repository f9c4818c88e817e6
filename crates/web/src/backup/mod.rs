//! 备份: archives on the server, their schedule, and how to restore one.

use crate::form::{ErrorLine, Errors, Form};
use crate::import::{Asked, key};
use crate::page::{Answer, Page, Redirected, attachment};
use crate::request::{Ctx, Path, Query};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::stream::FileBody;
use crate::words;
use app::backup;
use askama::Template;
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::backup::{BackupState, OLD, Schedule};
use domain::id::BackupId;
use serde::Deserialize;
use store::BackupLine;

pub fn routes() -> Vec<Route> {
    let may = Access::May(Action::BackUp);
    vec![
        get("/backups", may, list),
        post("/backups", may, order),
        post("/backups/schedule", Access::May(Action::EditSetting), schedule),
        post("/backups/{id}/take", may, take),
        get("/backups/{id}/delete", may, ask),
        post("/backups/{id}/delete", may, delete),
    ]
}

#[derive(Template)]
#[template(path = "backup/list.html")]
pub struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    next: Option<String>,
    /// Whether one is being made, so that the page asks again by itself.
    busy: bool,
    /// How old the last whole archive is, and whether that is too old.
    age: String,
    old: bool,
    folder: String,
    shared: bool,
    daily: bool,
    hour: String,
    keep: String,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

struct Row {
    id: BackupId,
    name: String,
    at: String,
    scheduled: bool,
    state: BackupState,
    sign: &'static str,
    done: bool,
    making: bool,
    progress: i64,
    told: String,
    size: String,
    digest: String,
    schema: i64,
    holds: String,
}

/// What stands in the form of the schedule.
#[derive(Debug, Default, Deserialize)]
pub struct ScheduleForm {
    #[serde(default)]
    daily: String,
    #[serde(default)]
    hour: String,
    #[serde(default)]
    keep: String,
}

async fn page(
    ctx: &Ctx,
    asked: &Asked,
    typed: Option<ScheduleForm>,
    errors: Errors,
) -> app::Result<ListPage> {
    let shelf = backup::shelf(&ctx.app, &ctx.who, key(&asked.before)).await?;
    let last = shelf.lines.last().filter(|_| shelf.lines.len() as i64 == backup::PAGE);
    let next = last.map(|it| format!("/backups?before={}_{}", it.backup.created.0, it.backup.id));
    let (age, old) = match shelf.last {
        None => ("还没有做过备份。服务器一旦损坏，所有内容都找不回来。".to_owned(), true),
        Some(at) if ctx.app.now().0 - at.0 > OLD => {
            let days = (ctx.app.now().0 - at.0) / (24 * 3_600_000_000);
            (format!("已经 {days} 天没有做过备份，请现在做一份。"), true)
        }
        Some(at) => (format!("最近一份完好的备份是{} 做的。", words::moment(at, ctx.app.today())), false),
    };
    let Schedule { daily, hour, keep } = shelf.schedule;
    let (daily, hour, keep) = match typed {
        Some(typed) => (!typed.daily.is_empty(), typed.hour, typed.keep),
        None => (daily, hour.to_string(), keep.to_string()),
    };
    let rows: Vec<Row> = shelf.lines.into_iter().map(|it| row(ctx, it)).collect();
    Ok(ListPage {
        shell: ctx.shell("备份").await?,
        busy: rows.iter().any(|row| row.making),
        rows,
        next,
        age,
        old,
        folder: shelf.folder.display().to_string(),
        shared: shelf.shared,
        daily,
        hour,
        keep,
        lines: errors.lines(),
        errors,
    })
}

fn row(ctx: &Ctx, it: BackupLine) -> Row {
    let state = it.backup.row.state(it.job);
    let held = it.backup.row;
    Row {
        id: held.id,
        at: words::moment(held.created, ctx.app.today()),
        scheduled: held.scheduled,
        state,
        sign: match state {
            BackupState::Making => "doing",
            BackupState::Done => "done",
            BackupState::Failed => "late",
        },
        done: state == BackupState::Done,
        making: state == BackupState::Making,
        progress: it.progress,
        told: it.told,
        size: words::size(held.size),
        digest: held.digest,
        schema: held.schema,
        holds: format!("{} 行，{} 个附件", held.rows, held.files),
        name: held.name,
    }
}

async fn list(ctx: Ctx, Query(asked): Query<Asked>) -> Answer<Page<ListPage>> {
    Ok(Page::ok(page(&ctx, &asked, None, Errors::default()).await?))
}

async fn order(ctx: Ctx, Form(()): Form<()>) -> Answer<Response> {
    let id = match backup::order(&ctx.app, &ctx.who).await {
        Ok(id) => id,
        Err(error) => {
            let page = page(&ctx, &Asked::default(), None, Errors::of(error)?).await?;
            return Ok(Page::refused(page).into_response());
        }
    };
    let line = backup::line(&ctx.app, &ctx.who, id).await?;
    let (kind, sentence) = match line.backup.row.state(line.job) {
        BackupState::Done => ("ok", "备份做好了。".to_owned()),
        BackupState::Making => ("info", "正在备份，做好后会列在下面。".to_owned()),
        BackupState::Failed => ("error", format!("备份没有做成：{}", line.told)),
    };
    Ok(Redirected::with_notice("/backups", kind, sentence).into_response())
}

async fn schedule(ctx: Ctx, Form(form): Form<ScheduleForm>) -> Answer<Response> {
    let parsed = Schedule::parse(!form.daily.is_empty(), &form.hour, &form.keep).map_err(app::Error::from);
    let outcome = match parsed {
        Ok(schedule) => backup::set_schedule(&ctx.app, &ctx.who, schedule).await.map(|()| schedule),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(it) if it.daily => {
            let said = format!("已设为每天 {} 点以后备份一次，保留最近 {} 份。", it.hour, it.keep);
            Ok(ctx.done("/backups", said).into_response())
        }
        Ok(_) => Ok(ctx.done("/backups", "每日备份已关闭。").into_response()),
        Err(error) => {
            let page = page(&ctx, &Asked::default(), Some(form), Errors::of(error)?).await?;
            Ok(Page::refused(page).into_response())
        }
    }
}

/// Hands an archive out, to be saved.
async fn take(ctx: Ctx, Path(id): Path<BackupId>, Form(()): Form<()>) -> Answer<Response> {
    let (held, file) = backup::take(&ctx.app, &ctx.who, id).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, held.size.to_string()),
        (header::CONTENT_DISPOSITION, attachment(&held.name)),
    ];
    Ok((headers, Body::new(FileBody::new(file))).into_response())
}

#[derive(Template)]
#[template(path = "backup/delete.html")]
pub struct DeletePage {
    shell: Shell,
    id: BackupId,
    name: String,
    at: String,
    /// Whether it is the newest that is whole.
    last: bool,
}

async fn ask(ctx: Ctx, Path(id): Path<BackupId>) -> Answer<Page<DeletePage>> {
    let (held, last) = backup::doomed(&ctx.app, &ctx.who, id).await?;
    Ok(Page::ok(DeletePage {
        shell: ctx.shell("删除备份").await?,
        id,
        at: words::moment(held.created, ctx.app.today()),
        name: held.name,
        last,
    }))
}

async fn delete(ctx: Ctx, Path(id): Path<BackupId>, Form(()): Form<()>) -> Answer<Redirected> {
    backup::delete(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done("/backups", "备份已删除。"))
}
