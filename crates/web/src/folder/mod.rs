//! 整理旧资料: a folder goes up whole; its review is a table whose rows are corrected, ticked and made
//! records of. Works without script too; with script a large folder goes up in portions.

mod review;

use crate::form::{ErrorLine, Errors, Upload};
use crate::import::key;
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Query};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::words;
use app::folder::{self, Brought};
use askama::Template;
use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::folder::FolderState;
use domain::id::FolderId;
use serde::Deserialize;
use store::FolderLine;

pub fn routes() -> Vec<Route> {
    let may = Access::May(Action::ImportRecords);
    vec![
        get("/folders", may, list),
        post("/folders", may, upload),
        get("/folders/{id}", may, review::show),
        post("/folders/{id}", may, review::act),
        get("/folders/{id}/files/{file}/thumb", may, review::thumbnail),
    ]
}

#[derive(Template)]
#[template(path = "folder/list.html")]
pub struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    next: Option<String>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

struct Row {
    id: FolderId,
    name: String,
    state: FolderState,
    sign: &'static str,
    person: String,
    at: String,
    files: i64,
    open: i64,
    made: i64,
    left: i64,
}

/// The sign of a state, as the macro `status_as` knows it.
fn sign(state: FolderState) -> &'static str {
    match state {
        FolderState::Open => "todo",
        FolderState::Received => "doing",
        FolderState::Ready => "review",
        FolderState::Failed => "late",
    }
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    before: String,
}

async fn list_page(ctx: &Ctx, before: &str, errors: Errors) -> app::Result<ListPage> {
    let lines = folder::list(&ctx.app, &ctx.who, key(before)).await?;
    let last = lines.last().filter(|_| lines.len() as i64 == folder::PAGE);
    let next = last.map(|it| format!("/folders?before={}_{}", it.folder.created.0, it.folder.id));
    let today = ctx.app.today();
    let row = |line: FolderLine| {
        let state = line.folder.state(line.job);
        Row {
            id: line.folder.id,
            name: line.folder.name.clone(),
            state,
            sign: if state == FolderState::Ready && line.open == 0 { "done" } else { sign(state) },
            person: line.person,
            at: words::moment(line.folder.created, today),
            files: line.files,
            open: line.open,
            made: line.made,
            left: line.left,
        }
    };
    Ok(ListPage {
        shell: ctx.shell("整理旧资料").await?,
        rows: lines.into_iter().map(row).collect(),
        next,
        lines: errors.lines(),
        errors,
    })
}

async fn list(ctx: Ctx, Query(asked): Query<Asked>) -> Answer<Page<ListPage>> {
    Ok(Page::ok(list_page(&ctx, &asked.before, Errors::default()).await?))
}

/// A whole folder, or a portion of it that a script sends: then the answer is the id, for the next one.
async fn upload(ctx: Ctx, mut upload: Upload) -> Answer<Response> {
    let portion = upload.field("portion") == "on";
    match receive(&ctx, &mut upload).await {
        Ok(id) if portion => {
            let url = format!("/folders/{id}");
            Ok(Json(serde_json::json!({ "id": id.to_string(), "url": url })).into_response())
        }
        Ok(id) => Ok(Redirected::to(format!("/folders/{id}")).into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            if portion {
                let sentence: String = errors.lines().into_iter().map(|it| it.text).collect();
                let body = Json(serde_json::json!({ "sentence": sentence }));
                return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, body).into_response());
            }
            Ok(upload.refused(list_page(&ctx, "", errors).await?).into_response())
        }
    }
}

async fn receive(ctx: &Ctx, upload: &mut Upload) -> app::Result<FolderId> {
    upload.fit()?;
    let into = match upload.field("folder") {
        "" => None,
        id => Some(id.parse().map_err(|_| domain::Refused::NotFound)?),
    };
    let more = upload.field("more") == "on";
    let brought = std::mem::take(&mut upload.files)
        .into_iter()
        .map(|it| Brought { path: it.path, file: it.file })
        .collect();
    folder::take(&ctx.app, &ctx.who, into, brought, more).await
}
