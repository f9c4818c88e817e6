//! 任务分解表 over `/api/v1`: out as a workbook or a document, and in again in two steps.

use super::problem::Refusals;
use super::{Answer, Body, Caller, Path, Problem, Raw, given, id};
use crate::route::{Access, Route, get, post};
use crate::table::{as_docx, as_xlsx};
use app::table;
use axum::Json;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::code::Code;
use domain::table::{Cells, Column, ReadRow};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Cursor;
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let (out, back) = (Access::Program(Action::ExportTasks), Access::Program(Action::ImportTasks));
    vec![
        get("/api/v1/plans/{id}/table.xlsx", out, xlsx),
        get("/api/v1/plans/{id}/table.docx", out, docx),
        post("/api/v1/table/review", back, review),
        post("/api/v1/table/apply", back, apply),
    ]
}

#[utoipa::path(get, path = "/api/v1/plans/{id}/table.xlsx", params(("id" = String, Path)), responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), Refusals))]
pub(super) async fn xlsx(caller: Caller, Path(plan): Path<String>) -> Result<Response, Problem> {
    let table = table::of_plan(&caller.app, &caller.who, id(&plan)?).await?;
    Ok(as_xlsx(table).await.into_response())
}

#[utoipa::path(get, path = "/api/v1/plans/{id}/table.docx", params(("id" = String, Path)), responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), Refusals))]
pub(super) async fn docx(caller: Caller, Path(plan): Path<String>) -> Result<Response, Problem> {
    let table = table::of_plan(&caller.app, &caller.who, id(&plan)?).await?;
    Ok(as_docx(table).await.into_response())
}

/// A row of a known task, to be sent back to `apply` where it is agreed to.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct TableRow {
    /// The row as the spreadsheet counts it.
    line: u32,
    task: String,
    /// What the row was made from.
    stamp: String,
    /// Cells that an editor can change, by the code of their column.
    cells: BTreeMap<String, String>,
}

impl From<ReadRow> for TableRow {
    fn from(row: ReadRow) -> Self {
        let editable = Column::ALL.iter().filter(|column| column.is_editable());
        let cells = editable.map(|it| (it.code().to_owned(), row.cells.get(*it).to_owned())).collect();
        Self { line: row.line, task: row.task.to_string(), stamp: row.stamp, cells }
    }
}

impl TableRow {
    fn parse(self) -> Result<ReadRow, Problem> {
        let mut cells = Cells::default();
        for (code, text) in self.cells {
            cells.set(super::member::<Column>("cells", &code)?, text);
        }
        Ok(ReadRow { line: self.line, task: given("task", &self.task)?, stamp: self.stamp, cells })
    }
}

/// What a returned sheet would do. Nothing is written yet.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReviewOut {
    proposed: Vec<ProposedOut>,
    errors: Vec<CellErrorOut>,
    /// Lines whose task changed since the sheet was made.
    stale: Vec<u32>,
    /// Lines that name no task.
    unknown: Vec<u32>,
    same: usize,
}

/// A task of which the sheet asks something.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProposedOut {
    title: String,
    changes: Vec<ChangeOut>,
    row: TableRow,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ChangeOut {
    column: String,
    old: String,
    new: String,
}

/// A wrong cell.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CellErrorOut {
    line: u32,
    column: String,
    detail: String,
}

#[utoipa::path(post, path = "/api/v1/table/review", request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = ReviewOut), Refusals))]
pub(super) async fn review(caller: Caller, Raw(bytes): Raw) -> Answer<ReviewOut> {
    let found = table::review(&caller.app, &caller.who, "任务分解表", Cursor::new(bytes)).await?;
    let change = |it: domain::table::CellChange| ChangeOut {
        column: it.column.code().to_owned(),
        old: it.old,
        new: it.new,
    };
    let proposed = |it: table::Proposed| ProposedOut {
        title: it.title,
        changes: it.changes.into_iter().map(change).collect(),
        row: it.row.into(),
    };
    let error =
        |it: domain::table::CellError| CellErrorOut { line: it.line, column: it.column, detail: it.sentence };
    Ok(Json(ReviewOut {
        proposed: found.proposed.into_iter().map(proposed).collect(),
        errors: found.errors.into_iter().map(error).collect(),
        stale: found.stale.into_iter().map(|(line, _)| line).collect(),
        unknown: found.unknown,
        same: found.same,
    }))
}

/// Rows that a person has agreed to.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AgreedIn {
    rows: Vec<TableRow>,
}

/// What became of them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AppliedOut {
    tasks: usize,
    cells: usize,
    /// Lines whose task changed between the review and now.
    stale: Vec<u32>,
}

#[utoipa::path(post, path = "/api/v1/table/apply", request_body = AgreedIn, responses((status = 200, body = AppliedOut), Refusals))]
pub(super) async fn apply(caller: Caller, Body(asked): Body<AgreedIn>) -> Answer<AppliedOut> {
    let rows: Result<Vec<ReadRow>, Problem> = asked.rows.into_iter().map(TableRow::parse).collect();
    let done = table::apply(&caller.app, &caller.who, &rows?).await?;
    Ok(Json(AppliedOut { tasks: done.tasks, cells: done.cells, stale: done.stale }))
}
