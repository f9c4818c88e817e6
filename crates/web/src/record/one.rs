//! The page of a record, its files, and what its author may still do.

use crate::form::Form;
use crate::page::{Answer, Page, Redirected, attachment};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::task::record_sign;
use crate::words::{self, Due, Pick};
use app::file::inline;
use app::record::{self, RecordPage};
use askama::Template;
use axum::body::Body;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::assignment::ReturnReason;
use domain::authority::Action;
use domain::code::Code;
use domain::day::Day;
use domain::id::{FileId, RecordId, TaskId};
use domain::record::RecordState;
use store::Happened;

#[derive(Template)]
#[template(path = "record/one.html")]
pub struct OnePage {
    shell: Shell,
    line: String,
    view: Shown,
    history: Vec<(String, String)>,
    draft: bool,
}

/// A record as its page and the review queue show it.
pub struct Shown {
    pub page: RecordPage,
    pub sign: &'static str,
    pub returned: Option<String>,
    pub images: Vec<(FileId, String)>,
    pub others: Vec<(FileId, String, String)>,
    pub duties: Vec<Duty>,
    pub reasons: Vec<Pick>,
}

/// A duty that the record answers.
pub struct Duty {
    pub task: TaskId,
    pub title: String,
    pub sign: &'static str,
    pub due: Due,
    pub measure: String,
}

impl Shown {
    pub fn of(page: RecordPage, today: Day) -> Self {
        let (images, others) = page
            .files
            .iter()
            .partition::<Vec<_>, _>(|file| file.media.starts_with("image/") && inline(&file.media));
        let returned = (page.record.state == RecordState::Returned).then(|| {
            let reason = page.record.return_reason.map_or_else(String::new, |it| it.to_string());
            if page.record.return_note.is_empty() {
                reason
            } else {
                format!("{reason}。{}", page.record.return_note)
            }
        });
        Self {
            sign: record_sign(page.record.state),

            returned,
            images: images.iter().map(|file| (file.id, file.name.clone())).collect(),
            others: others.iter().map(|file| (file.id, file.name.clone(), words::size(file.size))).collect(),
            duties: page
                .rows
                .iter()
                .map(|row| Duty {
                    task: row.task,
                    title: words::title(row),
                    sign: words::sign(row.state),
                    due: Due::of(row.due, row.waiting(), today),
                    measure: words::place(row),
                })
                .collect(),
            reasons: ReturnReason::ALL
                .iter()
                .map(|it| Pick::of(it.code().into(), it.label().into(), false))
                .collect(),
            page,
        }
    }
}

pub async fn show(ctx: Ctx, Path(id): Path<RecordId>) -> Answer<Response> {
    let page = record::page(&ctx.app, &ctx.who, id).await?;
    let today = ctx.app.today();
    if page.own && page.record.state == RecordState::Draft {
        return Ok(Redirected::to(format!("/records/{id}/edit")).into_response());
    }
    let history = page.history.iter().map(|it| (words::moment(it.at, today), told(it))).collect();
    let line = format!("{} · {}{}", words::spaced(page.record.day, today), page.unit, page.author);
    let title = page.record.title.clone();
    let view = Shown::of(page, today);
    let draft = view.page.record.state == RecordState::Returned;
    Ok(Page::ok(OnePage { shell: ctx.shell(title).await?, line, view, history, draft }).into_response())
}

fn told(it: &Happened) -> String {
    let who = if it.name.is_empty() { "系统" } else { it.name.as_str() };
    let did = match it.action.as_str() {
        "file_record" => "保存或报送",
        "review_record" => "审核",
        other => Action::from_code(other).map_or("办理", Code::label),
    };
    format!("{who}{did}")
}

pub async fn withdraw(ctx: Ctx, Path(id): Path<RecordId>, Form(()): Form<()>) -> Answer<Redirected> {
    record::withdraw(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done(format!("/records/{id}/edit"), "已撤回，可以修改后再报。"))
}

pub async fn void(ctx: Ctx, Path(id): Path<RecordId>, Form(()): Form<()>) -> Answer<Redirected> {
    record::void(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done("/records?own=on", "纪实已作废。"))
}

/// A file through its record: photos and PDF inside the page, everything else only to be saved.
pub async fn file(ctx: Ctx, Path((id, file)): Path<(RecordId, FileId)>) -> Answer<Response> {
    let (file, opened) = record::open_file(&ctx.app, &ctx.who, id, file).await?;
    let shown = inline(&file.media);
    let disposition = if shown {
        attachment(&file.name).replacen("attachment", "inline", 1)
    } else {
        attachment(&file.name)
    };
    let media =
        if file.media == "text/plain" { "application/octet-stream".to_owned() } else { file.media.clone() };
    let headers = [
        (header::CONTENT_TYPE, media),
        (header::CONTENT_LENGTH, file.size.to_string()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "private, max-age=3600".to_owned()),
    ];
    Ok((headers, Body::new(crate::stream::FileBody::new(opened))).into_response())
}
