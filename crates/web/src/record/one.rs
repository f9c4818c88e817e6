//! The page of a record, its files, and what its author may still do.

use crate::form::{Errors, Form};
use crate::page::{Answer, Page, Redirected, attachment};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use crate::task::{Told, record_sign};
use crate::words::{self, Due, Pick};
use app::file::inline;
use app::matching::{self, Proposal};
use app::record::{self, RecordPage};
use askama::Template;
use axum::body::Body;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::assignment::ReturnReason;
use domain::authority::Action;
use domain::code::Code;
use domain::day::Day;
use domain::id::{CriterionId, FileId, RecordId, RemarkId, TaskId};
use domain::record::{RecordState, time};
use serde::Deserialize;
use store::{CriterionHead, Made};

#[derive(Template)]
#[template(path = "record/one.html")]
pub struct OnePage {
    shell: Shell,
    line: String,
    view: Shown,
    history: Vec<Told>,
    draft: bool,
    /// Criteria that the record stands behind or may stand behind.
    criteria: Vec<Proposal>,
    /// Whether the reader decides about them.
    decides: bool,
    /// What was looked for among the other criteria, and what was found.
    words: String,
    found: Vec<CriterionHead>,
}

/// Criteria that a search shows at most.
const FOUND: usize = 20;

#[derive(Debug, Default, Deserialize)]
pub struct Sought {
    /// Words of a criterion that nothing proposes.
    #[serde(default)]
    criterion: String,
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
    pub kind: String,
    /// Who took part, in one line, with times of service.
    pub people: String,
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
            .partition::<Vec<_>, _>(|file| page.photos.iter().any(|photo| photo.file.id == file.id));
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
            kind: page.kind.as_ref().map_or_else(String::new, |it| it.name.clone()),
            people: people(&page.people),
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

fn people(people: &[(String, Option<i64>)]) -> String {
    let told = |(name, minutes): &(String, Option<i64>)| match minutes {
        Some(minutes) => format!("{name}（{}）", time::told(*minutes)),
        None => name.clone(),
    };
    people.iter().map(told).collect::<Vec<_>>().join("、")
}

pub async fn show(ctx: Ctx, Path(id): Path<RecordId>, Query(sought): Query<Sought>) -> Answer<Response> {
    let page = record::page(&ctx.app, &ctx.who, id).await?;
    let today = ctx.app.today();
    if page.own && page.record.state == RecordState::Draft {
        return Ok(Redirected::to(format!("/records/{id}/edit")).into_response());
    }
    let history = super::history::told(&page, today);
    let line = format!("{} · {}{}", words::spaced(page.record.day, today), page.unit, page.author);
    let title = page.record.title.clone();
    let view = Shown::of(page, today);
    let draft = view.page.record.state == RecordState::Returned;
    let criteria = matching::proposals(&ctx.app, &ctx.who, id).await?;
    let decides = view.page.own || ctx.who.reach(Action::ReviewRecord).is_some();
    let words: String = sought.criterion.trim().chars().take(50).collect();
    let found = match decides {
        true => matching::sought(&ctx.app, &ctx.who, &words, &criteria, FOUND).await?,
        false => Vec::new(),
    };
    let shell = ctx.shell(title).await?;
    Ok(Page::ok(OnePage { shell, line, view, history, draft, criteria, decides, words, found })
        .into_response())
}

pub async fn withdraw(ctx: Ctx, Path(id): Path<RecordId>, Form(()): Form<()>) -> Answer<Redirected> {
    record::withdraw(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done(format!("/records/{id}/edit"), "已撤回，可以修改后再报。"))
}

pub async fn void(ctx: Ctx, Path(id): Path<RecordId>, Form(()): Form<()>) -> Answer<Redirected> {
    record::void(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done("/records?own=on", "纪实已作废。"))
}

#[derive(Debug, Deserialize)]
pub struct DecideForm {
    criterion: CriterionId,
    act: String,
}

/// One tap: the record stands behind a criterion, or does not.
pub async fn decide(ctx: Ctx, Path(id): Path<RecordId>, Form(form): Form<DecideForm>) -> Answer<Redirected> {
    let confirm = form.act == "confirm";
    matching::decide(&ctx.app, &ctx.who, id, form.criterion, confirm).await?;
    let sentence = if confirm { "已用在这个测评项。" } else { "已去掉，不会再建议。" };
    Ok(ctx.done(format!("/records/{id}#criteria"), sentence))
}

#[derive(Debug, Deserialize)]
pub struct ExplainForm {
    explanation: String,
}

/// What the filer says to a remark.
pub async fn explain(
    ctx: Ctx,
    Path((id, remark)): Path<(RecordId, RemarkId)>,
    Form(form): Form<ExplainForm>,
) -> Answer<Redirected> {
    let page = format!("/records/{id}#remarks");
    match app::remark::explain(&ctx.app, &ctx.who, id, remark, &form.explanation).await {
        Ok(()) => Ok(ctx.done(page, "说明已记下，审核的同志能看到。")),
        Err(error) => {
            let sentences: Vec<String> = Errors::of(error)?.lines().into_iter().map(|it| it.text).collect();
            Ok(Redirected::with_notice(page, "warn", sentences.join("")))
        }
    }
}

/// The copy of a photo for the public, without anything that the camera wrote into it.
pub async fn public(ctx: Ctx, Path((id, file)): Path<(RecordId, FileId)>) -> Answer<Response> {
    let Some(opened) = record::open_made(&ctx.app, &ctx.who, id, file, Made::Public).await? else {
        return Err(app::Error::rule("公开用的图片还没有做好，请过一会儿再来。").into());
    };
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg".to_owned()),
        (header::CONTENT_DISPOSITION, attachment("公开用图片.jpg")),
        (header::CACHE_CONTROL, "private, max-age=3600".to_owned()),
    ];
    Ok((headers, Body::new(crate::stream::FileBody::new(opened))).into_response())
}

/// The small picture of a photo; the photo itself while there is none yet.
pub async fn thumbnail(ctx: Ctx, Path((id, file)): Path<(RecordId, FileId)>) -> Answer<Response> {
    match record::open_thumbnail(&ctx.app, &ctx.who, id, file).await? {
        Some(opened) => {
            let headers = [
                (header::CONTENT_TYPE, "image/jpeg"),
                // The bytes of a file never change; the browser of this reader alone keeps them.
                (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
            ];
            Ok((headers, Body::new(crate::stream::FileBody::new(opened))).into_response())
        }
        None => {
            let mut response = self::file(ctx, Path((id, file))).await?;
            response
                .headers_mut()
                .insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
            Ok(response)
        }
    }
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
