//! Ways in: an empty draft, a standard's file, a table of a Word, PDF or Excel file.

use crate::form::{ErrorLine, Errors, Upload};
use crate::page::{Answer, Download, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::table::XLSX;
use crate::words;
use app::standard::{self, Read};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::id::{StandardId, StandardImportId};
use domain::standard::file::File;

/// The most that a standard's file may weigh.
const MOST: u64 = 4 << 20;

struct Waiting {
    id: StandardImportId,
    file: String,
    came: String,
}

#[derive(Template)]
#[template(path = "standard/new.html")]
struct NewPage {
    shell: Shell,
    called: String,
    issuer: String,
    /// Files that wait for someone to say what their columns mean.
    waiting: Vec<Waiting>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

async fn form(ctx: &Ctx, upload: Option<&Upload>, errors: Errors) -> app::Result<NewPage> {
    let field = |name| upload.map(|upload| upload.field(name).to_owned()).unwrap_or_default();
    Ok(NewPage {
        shell: ctx.shell("新建或上传测评体系").await?,
        called: field("name"),
        issuer: field("issuer"),
        waiting: standard::waiting(&ctx.app, &ctx.who)
            .await?
            .into_iter()
            .map(|it| Waiting { id: it.id, file: it.file, came: words::moment(it.created, ctx.app.today()) })
            .collect(),
        lines: errors.lines(),
        errors,
    })
}

pub async fn page(ctx: Ctx) -> Answer<Response> {
    Ok(Page::ok(form(&ctx, None, Errors::default()).await?).into_response())
}

pub async fn make(ctx: Ctx, mut upload: Upload) -> Answer<Response> {
    match take(&ctx, &mut upload).await {
        Ok(Read::Made(id)) => {
            Ok(ctx.done(format!("/standards/{id}"), "已成草稿，请核对后发布。").into_response())
        }
        Ok(Read::Open(id)) => Ok(Redirected::to(format!("/standards/tables/{id}")).into_response()),
        Err(error) => {
            let page = form(&ctx, Some(&upload), Errors::of(error)?).await?;
            Ok(upload.refused(page).into_response())
        }
    }
}

async fn take(ctx: &Ctx, upload: &mut Upload) -> app::Result<Read> {
    upload.fit()?;
    let head = standard::blank(upload.field("name"), upload.field("issuer"));
    let Some(file) = upload.take("file") else {
        return Ok(Read::Made(standard::begin(&ctx.app, &ctx.who, head).await?));
    };
    if file.name.to_lowercase().ends_with(".toml") {
        let text = String::from_utf8(file.text_bytes(MOST).await?)
            .map_err(|_| app::Error::field("file", "体系文件不是 UTF-8 文本。"))?;
        let read = File::parse(&text).map_err(|wrong| app::Error::field("file", wrong.to_string()))?;
        return Ok(Read::Made(standard::add(&ctx.app, &ctx.who, read).await?));
    }
    standard::import(&ctx.app, &ctx.who, head, &file.name, file.file.open()?).await
}

/// The first lines of the example: every column filled as it is to be filled.
pub async fn template(ctx: Ctx) -> Answer<Download> {
    let mut file = standard::shipped()?.swap_remove(0).1;
    file.standard.name = "模板：下面各行是示例，填写前请删去".into();
    let day = ctx.app.today();
    workbook("测评体系模板.xlsx".into(), file, None, day).await
}

/// A version as a workbook.
pub async fn sheet(ctx: Ctx, Path(id): Path<StandardId>) -> Answer<Download> {
    let sight = standard::show(&ctx.app, &ctx.who, id).await?;
    let held = &sight.row.row.standard;
    let (name, caution) = (format!("{}.xlsx", held.name), held.caution());
    workbook(name, File::from(held), caution, ctx.app.today()).await
}

async fn workbook(name: String, file: File, caution: Option<String>, day: domain::Day) -> Answer<Download> {
    let made = tokio::task::spawn_blocking(move || standard::workbook(&file, caution.as_deref(), day));
    Ok(Download { name, media: XLSX, bytes: made.await.map_err(app::Error::from)?? })
}
