//! 任务分解表: downloads of a plan, and the sheet that comes back: upload, review, apply.

use crate::form::{ErrorLine, Errors, Form, Upload};
use crate::page::{Answer, Download, Page};
use crate::request::{Ctx, Path};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use app::table::{self, Review, Table};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::id::PlanId;
use domain::table::{Cells, Column, ReadRow};
use serde::Deserialize;

pub fn routes() -> Vec<Route> {
    vec![
        get("/plans/{id}/table.xlsx", Access::May(Action::ExportTasks), xlsx),
        get("/plans/{id}/table.docx", Access::May(Action::ExportTasks), docx),
        get("/table", Access::May(Action::ExportTasks), show),
        post("/table/review", Access::May(Action::ImportTasks), review),
        post("/table/apply", Access::May(Action::ImportTasks), apply),
    ]
}

pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/// The agreement travels through the page; more than this does not fit into a form.
const MOST_AGREED: usize = 900_000;
/// Lines of each kind that a page spells out.
const SPELLED: usize = 100;

/// A table as a workbook, for the lists that offer one.
pub(crate) async fn as_xlsx(table: Table) -> Answer<Download> {
    let name = format!("{}.xlsx", table.title);
    let bytes = rendered(table, Table::xlsx).await?;
    Ok(Download { name, media: XLSX, bytes })
}

/// A table as a Word document.
pub(crate) async fn as_docx(table: Table) -> Answer<Download> {
    let name = format!("{}.docx", table.title);
    let bytes = rendered(table, Table::docx).await?;
    Ok(Download { name, media: DOCX, bytes })
}

/// Thousands of rows take a while: other requests go on meanwhile.
async fn rendered(table: Table, render: fn(&Table) -> app::Result<Vec<u8>>) -> Answer<Vec<u8>> {
    Ok(tokio::task::spawn_blocking(move || render(&table)).await.map_err(app::Error::from)??)
}

async fn xlsx(ctx: Ctx, Path(id): Path<PlanId>) -> Answer<Download> {
    as_xlsx(table::of_plan(&ctx.app, &ctx.who, id).await?).await
}

async fn docx(ctx: Ctx, Path(id): Path<PlanId>) -> Answer<Download> {
    as_docx(table::of_plan(&ctx.app, &ctx.who, id).await?).await
}

#[derive(Template)]
#[template(path = "table/ask.html")]
pub struct AskPage {
    shell: Shell,
    plans: Vec<PlanLine>,
    may_import: bool,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

struct PlanLine {
    id: PlanId,
    title: String,
    year: i64,
}

async fn page(ctx: &Ctx, errors: Errors) -> app::Result<AskPage> {
    let plans = ctx.app.store.view().await?.plan_heads(ctx.who.bureau).await?;
    Ok(AskPage {
        shell: ctx.shell("任务分解表").await?,
        plans: plans
            .into_iter()
            .map(|plan| PlanLine { id: plan.id, title: plan.title, year: plan.year })
            .collect(),
        may_import: ctx.who.reach(Action::ImportTasks).is_some(),
        lines: errors.lines(),
        errors,
    })
}

async fn show(ctx: Ctx) -> Answer<Page<AskPage>> {
    Ok(Page::ok(page(&ctx, Errors::default()).await?))
}

#[derive(Template)]
#[template(path = "table/review.html")]
pub struct ReviewPage {
    shell: Shell,
    file: String,
    errors: Vec<String>,
    more_errors: usize,
    stale: Vec<StaleLine>,
    unknown: String,
    same: usize,
    tasks: Vec<TaskLine>,
    cells: usize,
    /// The agreement, as the form sends it back.
    agreed: String,
    too_much: bool,
}

struct StaleLine {
    line: u32,
    title: String,
}

struct TaskLine {
    line: u32,
    url: String,
    title: String,
    changes: Vec<ChangeLine>,
}

struct ChangeLine {
    column: String,
    old: String,
    new: String,
}

async fn review(ctx: Ctx, mut upload: Upload) -> Answer<Response> {
    match receive(&ctx, &mut upload).await {
        Ok((name, found)) => {
            let failed = !found.errors.is_empty();
            let page = reviewed(&ctx, name, found).await?;
            Ok(if failed { Page::refused(page) } else { Page::ok(page) }.into_response())
        }
        Err(error) => Ok(upload.refused(page(&ctx, Errors::of(error)?).await?).into_response()),
    }
}

async fn receive(ctx: &Ctx, upload: &mut Upload) -> app::Result<(String, Review)> {
    upload.fit()?;
    let none = || app::Error::field("file", "请选择要上传的 .xlsx 文件。");
    let file = upload.take("file").ok_or_else(none)?;
    let found = table::review(&ctx.app, &ctx.who, &file.name, file.file.open()?).await?;
    Ok((file.name, found))
}

async fn reviewed(ctx: &Ctx, file: String, found: Review) -> app::Result<ReviewPage> {
    let rows: Vec<ReadRow> = found.proposed.iter().map(|it| slim(&it.row)).collect();
    let agreed = serde_json::to_string(&rows).unwrap_or_default();
    let tasks: Vec<TaskLine> = found
        .proposed
        .into_iter()
        .map(|it| TaskLine {
            line: it.row.line,
            url: format!("/tasks/{}", it.row.task),
            title: it.title,
            changes: it
                .changes
                .into_iter()
                .map(|change| ChangeLine {
                    column: change.column.to_string(),
                    old: change.old,
                    new: change.new,
                })
                .collect(),
        })
        .collect();
    let unknown: Vec<String> = found.unknown.iter().take(SPELLED).map(ToString::to_string).collect();
    Ok(ReviewPage {
        shell: ctx.shell("核对回填内容").await?,
        file,
        more_errors: found.errors.len().saturating_sub(SPELLED),
        errors: found.errors.iter().take(SPELLED).map(ToString::to_string).collect(),
        stale: found.stale.into_iter().map(|(line, title)| StaleLine { line, title }).collect(),
        unknown: unknown.join("、"),
        same: found.same,
        cells: tasks.iter().map(|task| task.changes.len()).sum(),
        tasks,
        too_much: agreed.len() > MOST_AGREED,
        agreed,
    })
}

/// Only what an editor can change travels through the page.
fn slim(row: &ReadRow) -> ReadRow {
    use domain::code::Code;
    let mut cells = Cells::default();
    for column in Column::ALL.iter().filter(|column| column.is_editable()) {
        cells.set(*column, row.cells.get(*column));
    }
    ReadRow { cells, ..row.clone() }
}

#[derive(Debug, Deserialize)]
pub struct AgreedForm {
    rows: String,
}

async fn apply(ctx: Ctx, Form(form): Form<AgreedForm>) -> Answer<Response> {
    let rows: Vec<ReadRow> = serde_json::from_str(&form.rows)
        .map_err(|_| app::Error::rule("核对页不完整，请重新上传表格再核对一次。"))?;
    let applied = match table::apply(&ctx.app, &ctx.who, &rows).await {
        Ok(applied) => applied,
        Err(error) => return Ok(Page::refused(page(&ctx, Errors::of(error)?).await?).into_response()),
    };
    let mut told = format!("已更新 {} 项任务，共 {} 格。", applied.tasks, applied.cells);
    if !applied.stale.is_empty() {
        let lines: Vec<String> = applied.stale.iter().take(20).map(ToString::to_string).collect();
        told.push_str(&format!("第 {} 行的任务刚刚被别人改过，没有动，请重新导出后再填。", lines.join("、")));
    }
    let kind = if applied.stale.is_empty() { "ok" } else { "warn" };
    Ok(crate::page::Redirected::with_notice("/table", kind, told).into_response())
}
