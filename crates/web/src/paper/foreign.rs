//! A file that others made becomes a draft; where its layout departs from the standard is shown once.

use super::new;
use crate::form::{Errors, Upload};
use crate::page::{Answer, Page};
use crate::request::Ctx;
use crate::shell::Shell;
use app::paper::template::foreign;
use app::reading::Layout;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::id::PaperId;

#[derive(Template)]
#[template(path = "paper/begun.html")]
pub struct BegunPage {
    shell: Shell,
    id: PaperId,
    title: String,
    blocks: usize,
    layout: Option<Layout>,
}

pub async fn begin(ctx: Ctx, mut upload: Upload) -> Answer<Response> {
    let file = upload.take("file");
    let begun = match (upload.fit(), file) {
        (Err(error), _) => Err(error),
        (Ok(()), Some(file)) if file.file.size > 0 => {
            foreign::begin(&ctx.app, &ctx.who, &file.name, file.file).await
        }
        (Ok(()), _) => Err(app::Error::field("file", "请选择一个 Word、PDF 或文本文件。")),
    };
    match begun {
        Ok(it) => Ok(Page::ok(BegunPage {
            shell: ctx.shell("已读入为初稿").await?,
            id: it.id,
            title: it.title,
            blocks: it.blocks,
            layout: it.layout,
        })
        .into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            let page = new::page(&ctx, new::NewForm::default(), errors).await?;
            Ok(upload.refused(page).into_response())
        }
    }
}
