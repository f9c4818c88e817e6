//! 记一笔: at most six inputs, phone first; what else its kind asks for is folded away. Saves itself
//! while one types; works without script too.

use super::shape::{self, Shape};
use crate::form::{Errors, Upload};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::words::{self, Due};
use app::file::Incoming;
use app::record::{self, Asked, Filled, FormPage};
use askama::Template;
use axum::Json;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::id::{AssignmentId, RecordId, UnitId, UploadId};
use domain::record::Sheet;
use domain::record::proof::Line;
use serde::Serialize;
use store::WorkRow;

#[derive(Template)]
#[template(path = "record/form.html")]
pub struct Blank {
    shell: Shell,
    id: RecordId,
    version: i64,
    sheet: Sheet,
    /// What the kind asks for, with what was typed.
    shape: Shape,
    errors: Errors,
    returned: Option<String>,
    /// The record of the series that it was begun from.
    like: Option<Like>,
    linked: Vec<Linked>,
    others: Vec<Linked>,
    /// Who reviews what is answered.
    reviewers: String,
    photos: String,
    proof: Vec<Line>,
    today: String,
}

struct Like {
    id: RecordId,
    title: String,
    day: String,
    /// Where the form begins empty.
    fresh: String,
}

struct Linked {
    id: AssignmentId,
    title: String,
    why: String,
    picked: bool,
}

/// The files of a form, drawn again after each upload.
#[derive(Template)]
#[template(path = "record/photos.html")]
struct Photos {
    id: RecordId,
    files: Vec<Shown>,
}

struct Shown {
    id: domain::id::FileId,
    name: String,
    image: bool,
}

impl Photos {
    fn draw(form: &FormPage) -> app::Result<String> {
        let files = form.files.iter().map(|file| Shown {
            id: file.id,
            name: file.name.clone(),
            image: form.pictures.contains(&file.id),
        });
        let photos = Self { id: form.id, files: files.collect() };
        photos.render().map_err(|error| app::Error::fault("template", error))
    }
}

/// What the address asks for: assignments to answer, a kind, a unit whose people are to be listed.
fn asked(raw: Option<String>) -> (Vec<AssignmentId>, Asked) {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(&raw.unwrap_or_default()).unwrap_or_default();
    let all = |wanted: &'static str| {
        pairs.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value.as_str())
    };
    let assignments = all("assignment").filter_map(|id| id.parse().ok()).take(20).collect();
    let kind = all("kind").next().unwrap_or_default().to_owned();
    let section = all("section").find_map(|id| id.parse().ok());
    let like = all("like").find_map(|id| id.parse().ok());
    (assignments, Asked { kind, section, like, fresh: all("fresh").any(|it| it == "on") })
}

pub async fn blank(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Page<Blank>> {
    let (assignments, asked) = asked(raw);
    let form = record::new_form(&ctx.app, &ctx.who, &assignments, &asked).await?;
    Ok(Page::ok(drawn(&ctx, form, None, Errors::default()).await?))
}

pub async fn edit(ctx: Ctx, Path(id): Path<RecordId>, RawQuery(raw): RawQuery) -> Answer<Page<Blank>> {
    let form = record::form(&ctx.app, &ctx.who, id, &asked(raw).1).await?;
    Ok(Page::ok(drawn(&ctx, form, None, Errors::default()).await?))
}

async fn drawn(ctx: &Ctx, form: FormPage, typed: Option<Sheet>, errors: Errors) -> app::Result<Blank> {
    let held = &form.record;
    let again = typed.is_some();
    let sheet = typed.unwrap_or_else(|| Sheet {
        kind: held.kind.clone(),
        title: held.title.clone(),
        day: held.day.to_string(),
        place: held.place.clone(),
        text: held.text.clone(),
        figures: held.figures.clone(),
        details: held.details.clone(),
        people: held.people.clone(),
        assignments: held.assignments.clone(),
    });
    let named = form.rows.iter().map(|row| linked(ctx, row, &sheet, None)).collect();
    let measure = form.rows.first().and_then(|row| row.measure);
    let mut others: Vec<&WorkRow> = form.others.iter().collect();
    // What belongs to the same measure is likelier to be answered by the same activity.
    others.sort_by_key(|row| (row.measure != measure, row.due));
    let near = others.into_iter().take(6).map(|row| linked(ctx, row, &sheet, measure)).collect();
    let returned = held.return_reason.map(|reason| match held.return_note.as_str() {
        "" => reason.to_string(),
        note => format!("{reason}。{note}"),
    });
    let like = form.like.as_ref().map(|last| Like {
        id: last.id,
        title: last.title.clone(),
        day: words::spaced(last.day, ctx.app.today()),
        fresh: sheet
            .assignments
            .iter()
            .fold("/records/new?fresh=on".to_owned(), |url, id| format!("{url}&assignment={id}")),
    });
    Ok(Blank {
        shell: ctx.shell("记一笔").await?,
        id: form.id,
        version: form.version,
        like,
        shape: Shape::of(&form, &sheet, again),
        errors,
        returned,
        linked: named,
        others: near,
        reviewers: words::reviewers(&form.rows),
        photos: Photos::draw(&form)?,
        proof: if form.version > 0 { form.proof } else { Vec::new() },
        today: ctx.app.today().to_string(),
        sheet,
    })
}

fn linked(ctx: &Ctx, row: &WorkRow, sheet: &Sheet, measure: Option<domain::id::MeasureId>) -> Linked {
    let due = Due::of(row.due, row.waiting(), ctx.app.today()).text;
    let why = if measure.is_some() && row.measure == measure {
        format!("同属{}，也是您的待办，{due}", words::place(row))
    } else {
        format!("也是您的待办，{due}")
    };
    Linked { id: row.id, title: words::title(row), why, picked: sheet.assignments.contains(&row.id) }
}

/// What a form with files says, and what of it cannot be read.
fn filled(upload: &Upload) -> (Filled, app::Result<()>) {
    let removed = shape::all(upload, "remove").filter_map(|id| id.parse().ok()).collect();
    let version = upload.field("version").parse().unwrap_or(0);
    let (sheet, read) = shape::sheet(upload);
    (Filled { version, sheet, removed }, upload.fit().and(read))
}

/// Files of the form, and those that came in pieces before it.
async fn incoming(
    ctx: &Ctx,
    id: RecordId,
    upload: &mut Upload,
) -> app::Result<(Vec<Incoming>, Vec<UploadId>)> {
    let pieces: Vec<UploadId> = shape::all(upload, "upload").filter_map(|id| id.parse().ok()).collect();
    let mut files: Vec<Incoming> = std::mem::take(&mut upload.files)
        .into_iter()
        .map(|file| Incoming::arrived(file.name, file.file))
        .collect();
    files.extend(app::upload::finished(&ctx.app, &ctx.who, id, &pieces).await?);
    Ok((files, pieces))
}

/// Saves a draft with what came before its form.
async fn save(
    ctx: &Ctx,
    id: RecordId,
    filled: &Filled,
    upload: &mut Upload,
    fit: app::Result<()>,
) -> app::Result<i64> {
    fit?;
    let (files, pieces) = incoming(ctx, id, upload).await?;
    let version = record::save(&ctx.app, &ctx.who, id, filled, files).await?;
    app::upload::forget(&ctx.app, &ctx.who, id, &pieces).await?;
    Ok(version)
}

async fn submit(
    ctx: &Ctx,
    id: RecordId,
    filled: &Filled,
    upload: &mut Upload,
    fit: app::Result<()>,
) -> app::Result<()> {
    fit?;
    let (files, pieces) = incoming(ctx, id, upload).await?;
    record::submit(&ctx.app, &ctx.who, id, filled, files).await?;
    app::upload::forget(&ctx.app, &ctx.who, id, &pieces).await
}

/// 存草稿 or 提交审核.
pub async fn send(ctx: Ctx, Path(id): Path<RecordId>, mut upload: Upload) -> Answer<Response> {
    let (filled, fit) = filled(&upload);
    let act = upload.field("act").to_owned();
    let submitting = act == "submit";
    let outcome = if submitting {
        submit(&ctx, id, &filled, &mut upload, fit).await
    } else {
        save(&ctx, id, &filled, &mut upload, fit).await.map(drop)
    };
    match outcome {
        Ok(()) if submitting => {
            let who = words::reviewers(&record::page(&ctx.app, &ctx.who, id).await?.rows);
            Ok(ctx.done(format!("/records/{id}"), format!("已提交，等{who}审核。")).into_response())
        }
        Ok(()) if act == "people" => {
            let section: Option<UnitId> = upload.field("section").parse().ok();
            let query = section.map(|id| format!("?section={id}")).unwrap_or_default();
            Ok(Redirected::to(format!("/records/{id}/edit{query}#f-people")).into_response())
        }
        Ok(()) if filled.removed.is_empty() && act == "save" => {
            Ok(ctx.done("/records?own=on&state=draft", "已存为草稿，随时可以接着写。").into_response())
        }
        Ok(()) => Ok(Redirected::to(format!("/records/{id}/edit")).into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            let section = upload.field("section").parse().ok();
            let form = form_again(&ctx, id, &filled, section).await?;
            Ok(upload.refused(drawn(&ctx, form, Some(filled.sheet), errors).await?).into_response())
        }
    }
}

/// The form as it stands in the database, or empty if it was never saved.
async fn form_again(
    ctx: &Ctx,
    id: RecordId,
    filled: &Filled,
    section: Option<UnitId>,
) -> app::Result<FormPage> {
    let asked = Asked { kind: filled.sheet.kind.clone(), section, ..Asked::default() };
    if filled.version > 0 {
        return record::form(&ctx.app, &ctx.who, id, &asked).await;
    }
    let form = record::blank_form(&ctx.app, &ctx.who, &filled.sheet.assignments, &asked).await?;
    Ok(FormPage { id, ..form })
}

#[derive(Debug, Serialize)]
pub struct Saved {
    version: i64,
    at: String,
    /// The list of files, drawn again.
    photos: String,
    /// The check by the rules of the kind, drawn again.
    proof: String,
}

/// The lines of the check, drawn again after each saving.
#[derive(Template)]
#[template(path = "record/proof.html")]
struct Checked {
    proof: Vec<Line>,
}

/// Saves while one types; the page shows when.
pub async fn autosave(ctx: Ctx, Path(id): Path<RecordId>, mut upload: Upload) -> Answer<Response> {
    let (filled, fit) = filled(&upload);
    match save(&ctx, id, &filled, &mut upload, fit).await {
        Ok(version) => {
            let form = record::form(&ctx.app, &ctx.who, id, &Asked::default()).await?;
            let photos = Photos::draw(&form)?;
            let proof = Checked { proof: form.proof }.render();
            let saved = Saved {
                version,
                at: ctx.app.now().clock_text(),
                photos,
                proof: proof.map_err(|error| app::Error::fault("template", error))?,
            };
            Ok(Json(saved).into_response())
        }
        Err(error) => sentence(error),
    }
}

/// A refusal for our own script, which shows it beside the form. What is not there or not allowed is that
/// for a script too.
pub(super) fn sentence(error: app::Error) -> Answer<Response> {
    let sentence = match error {
        app::Error::Refused(domain::Refused::Invalid(fields)) => {
            fields.into_iter().map(|it| it.sentence).collect::<String>()
        }
        app::Error::Refused(
            refused @ (domain::Refused::Rule(_) | domain::Refused::Stale | domain::Refused::Busy(_)),
        ) => refused.to_string(),
        other => return Err(other.into()),
    };
    let body = Json(serde_json::json!({ "sentence": sentence }));
    Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
}
