//! 照片说明: six elements under each photo, mostly filled in.

use crate::form::{Errors, Form, Pairs};
use crate::page::{Answer, Page};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use app::record::{self, CaptionPage};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::id::{FileId, RecordId};
use domain::record::MAX_FILES;
use domain::record::caption::{Caption, LONGEST};

#[derive(Template)]
#[template(path = "record/captions.html")]
pub struct CaptionsPage {
    shell: Shell,
    id: RecordId,
    title: String,
    longest: usize,
    errors: Errors,
    photos: Vec<Line>,
}

/// A photo with its inputs.
struct Line {
    file: FileId,
    name: String,
    inputs: Vec<Input>,
}

struct Input {
    name: String,
    label: &'static str,
    value: String,
    error: String,
}

/// Names of the inputs of one photo, in the order of [`Caption::LABELS`].
const NAMES: [&str; 6] = ["reason", "time", "place", "people", "background", "photographer"];

pub async fn show(ctx: Ctx, Path(id): Path<RecordId>) -> Answer<Page<CaptionsPage>> {
    let page = record::captions(&ctx.app, &ctx.who, id).await?;
    Ok(Page::ok(drawn(&ctx, page, &[], Errors::default()).await?))
}

async fn drawn(
    ctx: &Ctx,
    page: CaptionPage,
    typed: &[(FileId, Caption)],
    errors: Errors,
) -> app::Result<CaptionsPage> {
    let photos = page.photos.into_iter().enumerate().map(|(at, it)| {
        let caption =
            typed.iter().find(|(file, _)| *file == it.file.id).map_or(it.caption, |(_, own)| own.clone());
        let inputs =
            NAMES.iter().zip(Caption::LABELS).zip(caption.elements()).map(|((name, label), value)| {
                let name = format!("{name}_{at}");
                Input { error: errors.on(&name).to_owned(), name, label, value: value.to_owned() }
            });
        Line { file: it.file.id, name: it.file.name, inputs: inputs.collect() }
    });
    let photos = photos.collect();
    Ok(CaptionsPage {
        shell: ctx.shell("照片说明").await?,
        id: page.record.id,
        title: page.record.title,
        longest: LONGEST,
        errors,
        photos,
    })
}

pub async fn save(ctx: Ctx, Path(id): Path<RecordId>, Form(pairs): Form<Pairs>) -> Answer<Response> {
    let typed: Vec<(FileId, Caption)> = (0..MAX_FILES).filter_map(|at| read(&pairs, at)).collect();
    match record::write_captions(&ctx.app, &ctx.who, id, typed.clone()).await {
        Ok(()) => Ok(ctx.done(format!("/records/{id}"), "照片说明已保存。").into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            let page = record::captions(&ctx.app, &ctx.who, id).await?;
            Ok(Page::refused(drawn(&ctx, page, &typed, errors).await?).into_response())
        }
    }
}

fn read(pairs: &Pairs, at: usize) -> Option<(FileId, Caption)> {
    let value = |name: &str| {
        let name = format!("{name}_{at}");
        pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let [reason, time, place, people, background, photographer] = NAMES.map(value);
    let file = value("file").parse().ok()?;
    Some((file, Caption { reason, time, place, people, background, photographer }))
}
