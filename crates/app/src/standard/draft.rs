//! A standard in the making: edited node by node, or read from a workbook with every wrong cell named.

use super::{adopt, at_version, own};
use crate::{App, Error, Result, Who};
use domain::authority::{self, Action};
use domain::code::Code;
use domain::id::StandardId;
use domain::roster::Cell;
use domain::standard::edit::{Edit, edit as decide};
use domain::standard::file::{File, Head, SCHEMA};
use domain::standard::words::{Column, Row};
use domain::standard::{Rebase, Source, StandardState, Years};
use std::io;

/// One edit of a draft. `version` is the one that the form was filled on.
pub async fn edit(app: &App, who: &Who, id: StandardId, version: i64, change: Edit) -> Result<()> {
    authority::require_any(who, Action::EditStandard)?;
    let mut tx = app.store.begin().await?;
    let held = at_version(own(&mut tx, who, id).await?, version)?;
    tx.apply(&app.stamp(who), decide(&held, change, &*app.ids)?).await?;
    Ok(tx.commit().await?)
}

/// What stands over a standard that is begun here.
pub fn blank(name: &str, issuer: &str) -> Head {
    Head {
        name: name.to_owned(),
        issuer: issuer.to_owned(),
        level: domain::standard::Level::Bureau,
        region: String::new(),
        edition: String::new(),
        source: Source::Upload,
        gaps: String::new(),
        total: None,
        pass: None,
        rebase: Rebase::Scale,
        years: Years::Single,
        term: 1,
    }
}

/// 新建: an empty draft to be filled in the editor.
pub async fn begin(app: &App, who: &Who, head: Head) -> Result<StandardId> {
    let file = File {
        schema: SCHEMA,
        standard: head,
        nodes: vec![],
        bonuses: vec![],
        events: vec![],
        gates: vec![],
    };
    adopt(app, who, file, StandardState::Draft).await
}

/// One wrong cell of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongCell {
    /// The row as the workbook counts it.
    pub line: usize,
    pub column: String,
    pub sentence: String,
}

/// What a workbook came to.
#[derive(Debug, Clone)]
pub enum Read {
    /// Every cell was understood: a draft was made.
    Made(StandardId),
    /// Nothing was stored.
    Wrong(Vec<WrongCell>),
}

/// 导入 a workbook: read in the limited child, checked cell by cell, kept as a draft.
pub async fn import(
    app: &App,
    who: &Who,
    head: Head,
    name: &str,
    mut from: impl io::Read + Send + 'static,
) -> Result<Read> {
    authority::require_any(who, Action::EditStandard)?;
    let (reader, file) = (app.reader.clone(), name.to_owned());
    let sheet = tokio::task::spawn_blocking(move || reader.roster(&mut from, &file)).await?;
    let sheet = sheet.map_err(|sentence| Error::field("file", sentence))?;
    match items(&sheet.rows) {
        Err(wrong) => Ok(Read::Wrong(wrong)),
        Ok(nodes) => {
            let file = File {
                schema: SCHEMA,
                standard: head,
                nodes,
                bonuses: vec![],
                events: vec![],
                gates: vec![],
            };
            Ok(Read::Made(adopt(app, who, file, StandardState::Draft).await?))
        }
    }
}

/// The longest text that the reader of workbooks keeps of a cell; a cell of this length was cut.
const CUT: usize = 500;

/// The nodes of a sheet: the first row that names number and title is the heading.
fn items(rows: &[Vec<Cell>]) -> std::result::Result<Vec<domain::standard::file::Item>, Vec<WrongCell>> {
    let heads = |row: &Vec<Cell>| -> Vec<Option<Column>> {
        row.iter().map(|cell| Column::of_heading(&cell.text)).collect()
    };
    let known = |row: &&Vec<Cell>| {
        let heads = heads(row);
        heads.contains(&Some(Column::Code)) && heads.contains(&Some(Column::Title))
    };
    let Some(at) = rows.iter().take(20).position(|row| known(&row)) else {
        let sentence = "前 20 行里没有找到表头：至少要有“编号”和“内容”两列。请下载模板对照。".to_owned();
        return Err(vec![WrongCell { line: 1, column: "表头".into(), sentence }]);
    };
    let columns = heads(&rows[at]);
    let (mut items, mut wrong) = (Vec::new(), Vec::new());
    for (index, cells) in rows.iter().enumerate().skip(at + 1) {
        let line = index + 1;
        let mut row = Row::default();
        for (cell, column) in cells.iter().zip(&columns) {
            let Some(column) = column else { continue };
            if cell.text.chars().count() >= CUT {
                wrong.push(cell_of(line, *column, format!("这一格超过 {CUT} 个字，读不全，请写短一些。")));
            }
            row.set(*column, cell.text.clone());
        }
        // A line with one filled cell is a note below the table.
        if cells.iter().filter(|cell| !cell.text.trim().is_empty()).count() < 2 {
            continue;
        }
        match row.parse(None) {
            Ok(item) => items.push(item),
            Err(cells) => {
                wrong.extend(cells.into_iter().map(|(column, sentence)| cell_of(line, column, sentence)));
            }
        }
    }
    if items.is_empty() && wrong.is_empty() {
        wrong.push(WrongCell {
            line: at + 1, column: "表头".into(), sentence: "表头下面没有指标。".into()
        });
    }
    if wrong.is_empty() { Ok(items) } else { Err(wrong) }
}

fn cell_of(line: usize, column: Column, sentence: String) -> WrongCell {
    WrongCell { line, column: column.label().to_owned(), sentence }
}
