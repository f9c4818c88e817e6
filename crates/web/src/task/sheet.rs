//! The task list as it is filtered: as a 任务分解表, and as the very list that is shown.

use super::list::chips;
use super::query::Asked;
use crate::listing::Column;
use crate::page::{Answer, Download};
use crate::request::Ctx;
use crate::words;
use app::assignment::Choices;
use app::export::{Cell, Export, MOST_ROWS};
use app::table::{self, Table};
use axum::extract::RawQuery;
use domain::authority::Action;
use domain::code::Code;
use domain::day::Day;
use store::WorkRow;

async fn filtered(ctx: &Ctx, raw: Option<String>) -> app::Result<Table> {
    let mut asked = Asked::parse(&raw.unwrap_or_default());
    asked.resolve(ctx).await?;
    table::of_filter(&ctx.app, &ctx.who, &asked.filter).await
}

pub async fn xlsx(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Download> {
    crate::table::as_xlsx(filtered(&ctx, raw).await?).await
}

pub async fn docx(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Download> {
    crate::table::as_docx(filtered(&ctx, raw).await?).await
}

/// The list as it is shown: its filters, columns and order.
pub async fn list(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Download> {
    let mut asked = Asked::parse(&raw.unwrap_or_default());
    asked.resolve(&ctx).await?;
    let today = ctx.app.today();
    let measures = app::task::measures(&ctx.app, &ctx.who).await?;
    let may_assign = ctx.who.reach(Action::AssignTask).is_some();
    let choices =
        if may_assign { app::assignment::choices(&ctx.app, &ctx.who).await? } else { Choices::default() };
    let filter: Vec<String> =
        chips(&asked, &measures, &choices, today).into_iter().map(|chip| chip.text).collect();
    let (rows, cut) = app::task::all(&ctx.app, &ctx.who, &asked.filter, asked.sort(), MOST_ROWS).await?;
    let columns: Vec<&Column> = asked.address.shown().collect();
    let cells = |row: &WorkRow| columns.iter().map(|column| cell(column.code, row, today)).collect();
    let export = Export {
        title: "任务列表".into(),
        filter: filter.join("；"),
        day: today,
        heads: columns.iter().map(|column| column.label.to_owned()).collect(),
        rows: rows.iter().map(cells).collect(),
        cut,
    };
    Ok(crate::listing::workbook(export).await?)
}

fn cell(code: &str, row: &WorkRow, today: Day) -> Cell {
    match code {
        "title" => words::title(row).into(),
        "measure" => words::heading(&row.measure_number, &row.measure_title).into(),
        "unit" => row.unit_name.as_str().into(),
        "person" => row.person_name.as_str().into(),
        "due" => row.due.map(|day| day.to_string()).unwrap_or_default().into(),
        "state" if row.waiting() && row.due.is_some_and(|due| due < today) => {
            format!("{}（逾期）", row.state.label()).into()
        }
        "state" => row.state.label().into(),
        "changed" => Day::of_instant(row.changed).to_string().into(),
        _ => Cell::Figure(row.records),
    }
}
