//! 记一笔: at most six inputs, phone first. Saves itself while one types; works without script too.

use crate::form::{Errors, Upload};
use crate::page::{Answer, Page, Redirected};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::words::{self, Due};
use app::file::{Incoming, inline};
use app::record::{self, Filled, FormPage};
use askama::Template;
use axum::Json;
use axum::extract::{Path, RawQuery};
use axum::response::{IntoResponse, Response};
use domain::file::File;
use domain::id::{AssignmentId, RecordId};
use domain::record::{Figured, Sheet};
use serde::Serialize;
use store::WorkRow;

#[derive(Template)]
#[template(path = "record/form.html")]
pub struct Blank {
    shell: Shell,
    id: RecordId,
    version: i64,
    sheet: Sheet,
    /// The first figure, which every activity has: how many took part.
    people: Figured,
    more: Vec<Figured>,
    errors: Errors,
    returned: Option<String>,
    linked: Vec<Linked>,
    others: Vec<Linked>,
    /// Who reviews what is answered.
    reviewers: String,
    photos: String,
    today: String,
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
    fn draw(id: RecordId, files: &[File]) -> app::Result<String> {
        let files = files.iter().map(|file| Shown {
            id: file.id,
            name: file.name.clone(),
            image: file.media.starts_with("image/") && inline(&file.media),
        });
        let photos = Self { id, files: files.collect() };
        photos.render().map_err(|error| app::Error::fault("template", error))
    }
}

const PEOPLE: &str = "参加人数";

pub async fn blank(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Page<Blank>> {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(&raw.unwrap_or_default()).unwrap_or_default();
    let asked: Vec<AssignmentId> = pairs
        .iter()
        .filter(|(name, _)| name == "assignment")
        .filter_map(|(_, id)| id.parse().ok())
        .take(20)
        .collect();
    let form = record::new_form(&ctx.app, &ctx.who, &asked).await?;
    Ok(Page::ok(drawn(&ctx, form, None, Errors::default()).await?))
}

pub async fn edit(ctx: Ctx, Path(id): Path<RecordId>) -> Answer<Page<Blank>> {
    let form = record::form(&ctx.app, &ctx.who, id).await?;
    Ok(Page::ok(drawn(&ctx, form, None, Errors::default()).await?))
}

async fn drawn(ctx: &Ctx, form: FormPage, typed: Option<Sheet>, errors: Errors) -> app::Result<Blank> {
    let held = &form.record;
    let sheet = typed.unwrap_or_else(|| Sheet {
        title: held.title.clone(),
        day: held.day.to_string(),
        place: held.place.clone(),
        text: held.text.clone(),
        figures: held.figures.clone(),
        assignments: held.assignments.clone(),
    });
    let mut more = sheet.figures.clone();
    let first = more.iter().position(|it| it.item == PEOPLE).map(|at| more.remove(at));
    let people =
        first.unwrap_or_else(|| Figured { item: PEOPLE.into(), value: String::new(), uom: "人".into() });
    more.push(Figured { item: String::new(), value: String::new(), uom: String::new() });
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
    Ok(Blank {
        shell: ctx.shell("记一笔").await?,
        id: form.id,
        version: form.version,
        people,
        more,
        errors,
        returned,
        linked: named,
        others: near,
        reviewers: words::reviewers(&form.rows),
        photos: Photos::draw(form.id, &form.files)?,
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

/// What a form with files says.
fn filled(upload: &Upload) -> Filled {
    let all = |name: &str| -> Vec<String> {
        upload.fields.iter().filter(|(it, _)| it == name).map(|(_, value)| value.clone()).collect()
    };
    let (items, values, uoms) = (all("item"), all("value"), all("uom"));
    let figures: Vec<Figured> = items
        .into_iter()
        .zip(values)
        .zip(uoms)
        .map(|((item, value), uom)| Figured { item, value, uom })
        // The row 参加人数 stands in every form; without a number it says nothing.
        .filter(|it| !it.value.trim().is_empty() || (!it.item.trim().is_empty() && it.item != PEOPLE))
        .collect();
    let sheet = Sheet {
        title: upload.field("title").to_owned(),
        day: upload.field("day").to_owned(),
        place: upload.field("place").to_owned(),
        text: upload.field("text").to_owned(),
        figures,
        assignments: all("assignment").iter().filter_map(|id| id.parse().ok()).collect(),
    };
    Filled {
        version: upload.field("version").parse().unwrap_or(0),
        sheet,
        removed: all("remove").iter().filter_map(|id| id.parse().ok()).collect(),
    }
}

fn incoming(upload: &mut Upload) -> Vec<Incoming> {
    std::mem::take(&mut upload.files)
        .into_iter()
        .map(|file| Incoming::arrived(file.name, file.file))
        .collect()
}

/// 存草稿 or 提交审核.
pub async fn send(ctx: Ctx, Path(id): Path<RecordId>, mut upload: Upload) -> Answer<Response> {
    let filled = filled(&upload);
    let files = incoming(&mut upload);
    let submitting = upload.field("act") == "submit";
    let outcome = match upload.fit() {
        Ok(()) if submitting => record::submit(&ctx.app, &ctx.who, id, &filled, files).await,
        Ok(()) => record::save(&ctx.app, &ctx.who, id, &filled, files).await.map(drop),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(()) if submitting => {
            let who = words::reviewers(&record::page(&ctx.app, &ctx.who, id).await?.rows);
            Ok(ctx.done(format!("/records/{id}"), format!("已提交，等{who}审核。")).into_response())
        }
        Ok(()) if filled.removed.is_empty() && upload.field("act") == "save" => {
            Ok(ctx.done("/records?own=on&state=draft", "已存为草稿，随时可以接着写。").into_response())
        }
        Ok(()) => Ok(Redirected::to(format!("/records/{id}/edit")).into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            let form = form_again(&ctx, id, &filled).await?;
            Ok(upload.refused(drawn(&ctx, form, Some(filled.sheet), errors).await?).into_response())
        }
    }
}

/// The form as it stands in the database, or empty if it was never saved.
async fn form_again(ctx: &Ctx, id: RecordId, filled: &Filled) -> app::Result<FormPage> {
    if filled.version > 0 {
        return record::form(&ctx.app, &ctx.who, id).await;
    }
    let form = record::blank_form(&ctx.app, &ctx.who, &filled.sheet.assignments).await?;
    Ok(FormPage { id, ..form })
}

#[derive(Debug, Serialize)]
pub struct Saved {
    version: i64,
    at: String,
    /// The list of files, drawn again.
    photos: String,
}

/// Saves while one types; the page shows when.
pub async fn autosave(ctx: Ctx, Path(id): Path<RecordId>, mut upload: Upload) -> Answer<Response> {
    let filled = filled(&upload);
    let files = incoming(&mut upload);
    let outcome = match upload.fit() {
        Ok(()) => record::save(&ctx.app, &ctx.who, id, &filled, files).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(version) => {
            let form = record::form(&ctx.app, &ctx.who, id).await?;
            let saved =
                Saved { version, at: ctx.app.now().clock_text(), photos: Photos::draw(id, &form.files)? };
            Ok(Json(saved).into_response())
        }
        Err(app::Error::Refused(refused)) => {
            let sentence = match &refused {
                domain::Refused::Invalid(fields) => {
                    fields.iter().map(|it| it.sentence.as_str()).collect::<Vec<_>>().join("")
                }
                other => other.to_string(),
            };
            let body = Json(serde_json::json!({ "sentence": sentence }));
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, body).into_response())
        }
        Err(fault) => Err(fault.into()),
    }
}
