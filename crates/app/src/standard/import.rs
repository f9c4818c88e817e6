//! A file whose table becomes a draft: the template with every wrong cell named, or any table of a
//! Word, PDF or Excel file by the meaning of its columns. What was read is kept until a draft is made
//! of it, so that columns can be chosen by hand; the file itself is not kept.

use super::{blank, making};
use crate::{App, Error, Result, Who};
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::change::{Change, Versioned};
use domain::code::Code;
use domain::day::Instant;
use domain::id::{StandardId, StandardImportId};
use domain::refused::Refused;
use domain::standard::file::{File, Head, Item, SCHEMA};
use domain::standard::grid::{Grid, GridCell, Layout, Outcome};
use domain::standard::import::{self, TableImport};
use domain::standard::words::{Column, Row};
use domain::standard::{self, StandardState};
use std::io;
use store::{Conn, NewStandard, NewTableImport, PurgeTableImport, TableImportLine, Tx};

/// One wrong cell of a workbook that follows the template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongCell {
    /// The row as the workbook counts it.
    pub line: usize,
    pub column: String,
    pub sentence: String,
}

/// What an upload came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// A draft was made.
    Made(StandardId),
    /// Someone must look at it first.
    Open(StandardImportId),
}

/// 导入 a file: read in the limited child, kept as a draft where its columns are understood.
pub async fn import(
    app: &App,
    who: &Who,
    head: Head,
    name: &str,
    mut from: impl io::Read + Send + 'static,
) -> Result<Read> {
    authority::require_any(who, Action::EditStandard)?;
    let (reader, called) = (app.reader.clone(), name.to_owned());
    let grids = tokio::task::spawn_blocking(move || reader.grids(&mut from, &called)).await?;
    let grids = grids.map_err(|sentence| Error::field("file", sentence))?;
    refuse_secrets(&grids)?;
    let Some(first) = grids.first() else {
        let sentence = "里没有找到表格。扫描件和截图里的表读不出来，请上传有文字的 .docx、.pdf 或 .xlsx。";
        return Err(Error::field("file", format!("“{name}”{sentence}")));
    };
    let template = template(first);
    if let Some(Ok(nodes)) = template {
        return Ok(Read::Made(super::add(app, who, file(head, nodes)).await?));
    }
    let layout = if template.is_some() { None } else { Layout::guess(&grids) };
    let row = TableImport {
        id: app.ids.make(),
        bureau: who.bureau,
        author: who.person,
        file: name.chars().take(120).collect(),
        name: head.name.chars().take(80).collect(),
        issuer: head.issuer.chars().take(80).collect(),
        grids,
        layout,
        made: None,
        created: app.now(),
    };
    let (id, clear) = (row.id, row.outcome().is_some_and(|it| !it.nodes.is_empty()));
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(who), import::open(row).map(NewTableImport)).await?;
    if clear {
        let held = tx.table_import(id).await?;
        match drafted(app, who, &mut tx, &held).await {
            Ok(made) => {
                tx.commit().await?;
                return Ok(Read::Made(made));
            }
            // A name that is missing or taken is mended on the page of the file.
            Err(Error::Refused(Refused::Invalid(_))) => {}
            Err(error) => return Err(error),
        }
    }
    tx.commit().await?;
    Ok(Read::Open(id))
}

fn file(head: Head, nodes: Vec<Item>) -> File {
    File { schema: SCHEMA, standard: head, nodes, bonuses: vec![], events: vec![], gates: vec![] }
}

/// A 密级 mark anywhere stops the upload before anything is stored.
fn refuse_secrets(grids: &[Grid]) -> Result<()> {
    let cells = grids.iter().flat_map(|grid| &grid.rows).flatten();
    if cells.map(|cell| cell.text.as_str()).any(crate::roster::marked) {
        let sentence = "表格里标有密级。本系统不得存储、处理国家秘密和工作秘密，已停止读取，未保存任何内容。";
        return Err(Error::field("file", sentence));
    }
    Ok(())
}

/// The draft of an import, within the caller's transaction.
async fn drafted(app: &App, who: &Who, tx: &mut Tx, held: &Versioned<TableImport>) -> Result<StandardId> {
    let outcome = held.outcome().filter(|it| !it.nodes.is_empty());
    let outcome = outcome.ok_or_else(|| Error::rule("还没有读出指标，请先核对“列的对应”。"))?;
    let head = Head { total: outcome.total, ..blank(&held.name, &held.issuer) };
    let file = File {
        bonuses: outcome.bonuses,
        events: outcome.events,
        gates: outcome.gates,
        ..file(head, outcome.nodes)
    };
    let names: Vec<String> = tx.standards(who.bureau).await?.into_iter().map(|head| head.name).collect();
    let change = standard::adopt(file, StandardState::Draft, &names, making(app, who), &*app.ids)?;
    let made = change.next.id;
    let finished = import::finish(held, made)?;
    tx.apply(&app.stamp(who), change.map(NewStandard)).await?;
    tx.apply(&app.stamp(who), finished).await?;
    Ok(made)
}

/// An import as its page shows it.
#[derive(Debug, Clone)]
pub struct Opened {
    pub import: Versioned<TableImport>,
    /// What is wrong with a workbook that follows the template.
    pub wrong: Vec<WrongCell>,
    /// What the table comes to by the columns as they are taken.
    pub outcome: Option<Outcome>,
}

async fn own(conn: &mut Conn, who: &Who, id: StandardImportId) -> Result<Versioned<TableImport>> {
    let held = conn.table_import(id).await?;
    if held.bureau == who.bureau { Ok(held) } else { Err(Refused::NotFound.into()) }
}

pub async fn opened(app: &App, who: &Who, id: StandardImportId) -> Result<Opened> {
    authority::require_any(who, Action::EditStandard)?;
    let import = own(&mut *app.store.view().await?, who, id).await?;
    let wrong = match (&import.layout, import.grids.first().and_then(template)) {
        (None, Some(Err(wrong))) => wrong,
        _ => Vec::new(),
    };
    Ok(Opened { outcome: import.outcome(), wrong, import })
}

/// 列的对应, as someone chose it.
pub async fn choose(
    app: &App,
    who: &Who,
    id: StandardImportId,
    layout: Layout,
    name: &str,
    issuer: &str,
) -> Result<()> {
    authority::require_any(who, Action::EditStandard)?;
    let mut tx = app.store.begin().await?;
    let held = own(&mut tx, who, id).await?;
    tx.apply(&app.stamp(who), import::choose(&held, layout, name, issuer)?).await?;
    Ok(tx.commit().await?)
}

/// 成为草稿.
pub async fn make(app: &App, who: &Who, id: StandardImportId) -> Result<StandardId> {
    authority::require_any(who, Action::EditStandard)?;
    let mut tx = app.store.begin().await?;
    let held = own(&mut tx, who, id).await?;
    let made = drafted(app, who, &mut tx, &held).await?;
    tx.commit().await?;
    Ok(made)
}

/// Files of which nothing was made yet.
pub async fn waiting(app: &App, who: &Who) -> Result<Vec<TableImportLine>> {
    authority::require_any(who, Action::EditStandard)?;
    Ok(app.store.view().await?.open_table_imports(who.bureau, 5).await?)
}

/// The table as it came, with the reasons behind each row that was not understood.
pub async fn errors(app: &App, who: &Who, id: StandardImportId) -> Result<Vec<u8>> {
    let opened = opened(app, who, id).await?;
    tokio::task::spawn_blocking(move || super::sheet::errors(&opened)).await?
}

/// Files of a month ago are forgotten. Run by the clockwork.
pub(crate) async fn purge(app: &App, before: Instant) -> Result<usize> {
    let mut tx = app.store.begin().await?;
    let old = tx.table_imports_before(before, 1_000).await?;
    for it in &old {
        let entry = Entry::new(Action::EditStandard, it.id).field("state", "purged");
        tx.apply(&app.own_stamp(it.bureau, "job"), Change::new(PurgeTableImport(it.id), entry)).await?;
    }
    tx.commit().await?;
    Ok(old.len())
}

/// The longest text that the reader keeps of a cell; a cell of this length was cut.
const CUT: usize = crate::sheet::MAX_LONG_TEXT;
/// Rows in which the heading is looked for.
const HEAD_WITHIN: usize = 20;

/// The nodes of a table that follows the template, or every wrong cell; none where it does not.
fn template(grid: &Grid) -> Option<std::result::Result<Vec<Item>, Vec<WrongCell>>> {
    let heads = |row: &[GridCell]| -> Vec<Option<Column>> {
        row.iter().map(|cell| Column::of_heading(&cell.text)).collect()
    };
    let at = grid.rows.iter().take(HEAD_WITHIN).position(|row| {
        let heads = heads(row);
        let has = |column| heads.contains(&Some(column));
        // 评分方式 is a column of ours alone; tables of others say 评分标准.
        let ours = has(Column::Under) || row.iter().any(|cell| cell.text.trim() == Column::Model.label());
        has(Column::Code) && has(Column::Title) && ours
    })?;
    let columns = heads(&grid.rows[at]);
    let (mut items, mut wrong) = (Vec::new(), Vec::new());
    for (index, cells) in grid.rows.iter().enumerate().skip(at + 1) {
        let line = index + 1;
        // A line with one filled cell is a note below the table.
        if cells.iter().filter(|cell| !cell.text.trim().is_empty()).count() < 2 {
            continue;
        }
        let mut row = Row::default();
        for (cell, column) in cells.iter().zip(&columns) {
            let Some(column) = column else { continue };
            if cell.text.chars().count() >= CUT {
                wrong.push(wrong_cell(line, *column, format!("这一格超过 {CUT} 个字，读不全，请写短一些。")));
            }
            row.set(*column, cell.text.clone());
        }
        match row.parse(None) {
            Ok(item) => items.push(item),
            Err(cells) => {
                wrong.extend(cells.into_iter().map(|(column, said)| wrong_cell(line, column, said)));
            }
        }
    }
    if items.is_empty() && wrong.is_empty() {
        let sentence = "表头下面没有指标。".to_owned();
        wrong.push(WrongCell { line: at + 1, column: "表头".into(), sentence });
    }
    Some(if wrong.is_empty() { Ok(items) } else { Err(wrong) })
}

fn wrong_cell(line: usize, column: Column, sentence: String) -> WrongCell {
    WrongCell { line, column: column.label().to_owned(), sentence }
}
