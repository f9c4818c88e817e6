//! A holiday notice comes in: a file or pasted lines, looked over, then entered.

use crate::form::{ErrorLine, Errors, Form, Upload};
use crate::page::{Answer, Page};
use crate::request::Ctx;
use crate::shell::Shell;
use app::calendar::{self, NoticeRow};
use askama::Template;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "calendar/notice.html")]
pub struct NoticePage {
    shell: Shell,
    text: String,
    errors: Errors,
    lines: Vec<ErrorLine>,
    /// Faulty lines of the notice.
    faults: Vec<String>,
    rows: Vec<RowLine>,
}

struct RowLine {
    day: String,
    name: String,
    rest: &'static str,
    paper: String,
    change: &'static str,
}

impl From<NoticeRow> for RowLine {
    fn from(row: NoticeRow) -> Self {
        Self {
            day: format!("{}（周{}）", row.day.full_text(), row.day.weekday().letter()),
            rest: if row.holiday.off { "休" } else { "班" },
            change: row.change(),
            name: row.holiday.name,
            paper: row.holiday.paper,
        }
    }
}

async fn page(ctx: &Ctx, text: String, errors: Errors) -> app::Result<NoticePage> {
    Ok(NoticePage {
        shell: ctx.shell("录入放假通知").await?,
        text,
        lines: errors.lines(),
        errors,
        faults: Vec::new(),
        rows: Vec::new(),
    })
}

pub async fn ask(ctx: Ctx) -> Answer<Page<NoticePage>> {
    Ok(Page::ok(page(&ctx, String::new(), Errors::default()).await?))
}

/// A notice has a few hundred lines.
const MAX_NOTICE: u64 = 512 * 1024;

pub async fn preview(ctx: Ctx, mut upload: Upload) -> Answer<Response> {
    let text = match text(&mut upload).await {
        Ok(text) => text,
        Err(error) => {
            let typed = upload.field("text").to_owned();
            return Ok(upload.refused(page(&ctx, typed, Errors::of(error)?).await?).into_response());
        }
    };
    match calendar::preview(&ctx.app, &ctx.who, &text).await {
        Ok(Ok(rows)) => {
            let page = page(&ctx, text, Errors::default()).await?;
            let rows = rows.into_iter().map(RowLine::from).collect();
            Ok(Page::ok(NoticePage { rows, ..page }).into_response())
        }
        Ok(Err(faults)) => {
            let page = page(&ctx, text, Errors::default()).await?;
            let faults = faults.iter().take(50).map(ToString::to_string).collect();
            Ok(Page::refused(NoticePage { faults, ..page }).into_response())
        }
        Err(error) => Ok(Page::refused(page(&ctx, String::new(), Errors::of(error)?).await?).into_response()),
    }
}

async fn text(upload: &mut Upload) -> app::Result<String> {
    upload.fit()?;
    Ok(match upload.take("file") {
        Some(file) => gongwen::decode(&file.text_bytes(MAX_NOTICE).await?, None).text,
        None => upload.field("text").to_owned(),
    })
}

#[derive(Debug, Deserialize)]
pub struct NoticeForm {
    text: String,
}

pub async fn import(ctx: Ctx, Form(form): Form<NoticeForm>) -> Answer<Response> {
    match calendar::import(&ctx.app, &ctx.who, &form.text).await {
        Ok(count) => Ok(ctx.done("/calendar", format!("放假安排已录入，共 {count} 天。")).into_response()),
        Err(error) => Ok(Page::refused(page(&ctx, form.text, Errors::of(error)?).await?).into_response()),
    }
}
