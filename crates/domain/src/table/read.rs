//! A sheet that came back: where its head is, which row is which task, what is wrong in which cell.

use super::{COLUMNS, Cells, Column, ID, STAMP};
use crate::code::Code;
use crate::id::TaskId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The head must stand in one of the first rows: above it people put a title.
const HEAD_ROWS: usize = 10;
/// Longest text of a cell.
const LONGEST: usize = 1_000;
/// A sheet with more errors than this is another sheet.
const MOST_ERRORS: usize = 200;

/// A sheet as text. Rows and columns count from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub cells: Vec<Cell>,
    pub merged: Vec<Merged>,
}

/// One cell that holds something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub row: u32,
    pub column: u32,
    /// What the cell shows; a date as `2026-06-12`.
    pub text: String,
    pub formula: bool,
}

/// Cells that were merged, corners included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

/// What is wrong with one cell, as `第 5 行“完成时限”：…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellError {
    /// The row as the spreadsheet counts it, from 1; 0 for the sheet as a whole.
    pub line: u32,
    /// Head of the column; empty for the row as a whole.
    pub column: String,
    pub sentence: String,
}

impl CellError {
    pub fn new(line: u32, column: impl Into<String>, sentence: impl Into<String>) -> Self {
        Self { line, column: column.into(), sentence: sentence.into() }
    }
}

impl std::fmt::Display for CellError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.line, self.column.as_str()) {
            (0, _) => write!(f, "{}", self.sentence),
            (line, "") => write!(f, "第 {line} 行：{}", self.sentence),
            (line, column) => write!(f, "第 {line} 行“{column}”：{}", self.sentence),
        }
    }
}

/// A row of a known task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadRow {
    pub line: u32,
    pub task: TaskId,
    pub stamp: String,
    pub cells: Cells,
}

/// What a sheet holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    pub rows: Vec<ReadRow>,
    pub errors: Vec<CellError>,
    /// Rows that name no task: a table changes tasks and makes none.
    pub unknown: Vec<u32>,
}

/// Reads a sheet. Errors name their cell; sound rows are given all the same.
pub fn read(sheet: &Sheet) -> Reading {
    let mut reading = Reading::default();
    let Some(head) = Head::find(sheet) else {
        let sentence = "没有找到表头。请用本系统导出的任务分解表填写，不要删改第一行的列名。";
        reading.errors.push(CellError::new(0, "", sentence));
        return reading;
    };
    head.check(&mut reading.errors);
    merged(sheet, &head, &mut reading.errors);
    if !reading.errors.is_empty() {
        return reading;
    }
    let mut seen = BTreeSet::new();
    let mut cells = sheet.cells.iter().filter(|cell| cell.row > head.row).peekable();
    while let Some(first) = cells.peek() {
        let row = first.row;
        let mut line = Vec::new();
        while let Some(cell) = cells.next_if(|cell| cell.row == row) {
            line.push(cell);
        }
        take(&head, row + 1, &line, &mut seen, &mut reading);
        if reading.errors.len() >= MOST_ERRORS {
            reading.errors.push(CellError::new(0, "", "错误太多，后面的没有再查。"));
            break;
        }
    }
    reading
}

/// Which column of the sheet is which.
struct Head {
    row: u32,
    columns: [Option<u32>; COLUMNS],
    id: Option<u32>,
    stamp: Option<u32>,
    twice: Vec<String>,
}

impl Head {
    fn find(sheet: &Sheet) -> Option<Self> {
        let rows: BTreeSet<u32> =
            sheet.cells.iter().map(|cell| cell.row).take_while(|row| *row < 1_000).collect();
        rows.into_iter().take(HEAD_ROWS).find_map(|row| {
            let head = Self::of(row, sheet);
            let known = head.columns.iter().flatten().count();
            (known >= 3).then_some(head)
        })
    }

    fn of(row: u32, sheet: &Sheet) -> Self {
        let mut head = Self { row, columns: [None; COLUMNS], id: None, stamp: None, twice: Vec::new() };
        for cell in sheet.cells.iter().filter(|cell| cell.row == row) {
            let name = plain(&cell.text);
            let place = match Column::ALL.iter().find(|column| column.label() == name) {
                Some(column) => &mut head.columns[*column as usize],
                None if name == plain(ID) => &mut head.id,
                None if name == plain(STAMP) => &mut head.stamp,
                None => continue,
            };
            if place.is_some() {
                head.twice.push(name);
            } else {
                *place = Some(cell.column);
            }
        }
        head
    }

    fn check(&self, errors: &mut Vec<CellError>) {
        let line = self.row + 1;
        for column in Column::ALL.iter().filter(|column| column.is_needed()) {
            if self.columns[*column as usize].is_none() {
                errors.push(CellError::new(line, column.label(), "表头缺少这一列，请重新导出后再填。"));
            }
        }
        if self.id.is_none() || self.stamp.is_none() {
            let sentence = "缺少隐藏的编号列，分不清哪一行是哪项任务。请重新导出后再填，不要复制到别的表里。";
            errors.push(CellError::new(line, "", sentence));
        }
        for name in &self.twice {
            errors.push(CellError::new(line, name.as_str(), "表头里这一列出现了两次，请删去一列。"));
        }
    }

    fn name_of(&self, column: u32) -> &'static str {
        let known = Column::ALL.iter().find(|it| self.columns[**it as usize] == Some(column));
        known.map_or("", |it| it.label())
    }
}

/// A head without spaces, line breaks and the width of its characters.
fn plain(text: &str) -> String {
    let folded = crate::calendar::words::fold_width(text);
    folded.chars().filter(|c| !c.is_whitespace()).collect::<String>().replace('(', "（").replace(')', "）")
}

/// Merged cells below the head: which row the text belongs to would be guessed.
fn merged(sheet: &Sheet, head: &Head, errors: &mut Vec<CellError>) {
    for it in sheet.merged.iter().filter(|it| it.rows.1 > head.row).take(20) {
        let column = head.name_of(it.columns.0);
        let line = it.rows.0.max(head.row) + 1;
        errors.push(CellError::new(line, column, "这里合并了单元格，请取消合并，逐行填写。"));
    }
}

fn take(head: &Head, line: u32, cells: &[&Cell], seen: &mut BTreeSet<TaskId>, reading: &mut Reading) {
    let at = |column: Option<u32>| column.and_then(|column| cells.iter().find(|cell| cell.column == column));
    if cells.iter().all(|cell| cell.text.trim().is_empty() && !cell.formula) {
        return;
    }
    let id = at(head.id).map(|cell| cell.text.trim()).unwrap_or_default();
    if id.is_empty() {
        reading.unknown.push(line);
        return;
    }
    let Ok(task) = id.parse::<TaskId>() else {
        reading.errors.push(CellError::new(line, "", "隐藏的编号被改动过，请重新导出后再填。"));
        return;
    };
    if !seen.insert(task) {
        reading.errors.push(CellError::new(line, "", "与前面某一行是同一项任务，请只保留一行。"));
        return;
    }
    let mut row = ReadRow { line, task, stamp: String::new(), cells: Cells::default() };
    row.stamp = at(head.stamp).map(|cell| cell.text.trim().to_owned()).unwrap_or_default();
    for column in Column::ALL {
        let Some(cell) = at(head.columns[*column as usize]) else { continue };
        if column.is_editable() && cell.formula {
            reading.errors.push(CellError::new(line, column.label(), "这一格是公式，请改成文字。"));
        } else if cell.text.chars().count() > LONGEST {
            reading.errors.push(CellError::new(
                line,
                column.label(),
                format!("文字太长，最多 {LONGEST} 个字。"),
            ));
        } else {
            row.cells.set(*column, tidy(&cell.text));
        }
    }
    reading.rows.push(row);
}

/// Text without what a spreadsheet adds: outer blanks, carriage returns, control characters.
fn tidy(text: &str) -> String {
    text.trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn sheet(rows: &[Vec<&str>]) -> Sheet {
        let cells = rows.iter().enumerate().flat_map(|(row, cells)| {
            cells.iter().enumerate().filter(|(_, text)| !text.is_empty()).map(move |(column, text)| Cell {
                row: row as u32,
                column: column as u32,
                text: (*text).to_owned(),
                formula: text.starts_with('='),
            })
        });
        Sheet { cells: cells.collect(), merged: Vec::new() }
    }

    fn head() -> Vec<&'static str> {
        let mut head: Vec<&str> = Column::ALL.iter().map(|column| column.label()).collect();
        head.extend([ID, STAMP]);
        head
    }

    fn row<'a>(title: &'a str, due: &'a str, id: &'a str) -> Vec<&'a str> {
        let mut row = vec![""; COLUMNS];
        row[Column::Content as usize] = title;
        row[Column::Due as usize] = due;
        row.extend([id, "1-abc"]);
        row
    }

    #[test]
    fn rows_are_found_below_a_title() {
        let id = Uuid::from_u128(7).to_string();
        let reading = read(&sheet(&[vec!["任务分解表"], head(), row(" 读书班 ", "２０２２.3.10", &id)]));
        assert!(reading.errors.is_empty(), "{:?}", reading.errors);
        assert_eq!(reading.rows.len(), 1);
        assert_eq!((reading.rows[0].line, reading.rows[0].cells.get(Column::Content)), (3, "读书班"));
    }

    #[test]
    fn each_fault_names_its_cell() {
        let (a, b) = (Uuid::from_u128(7).to_string(), Uuid::from_u128(8).to_string());
        let long = "长".repeat(1_001);
        let reading = read(&sheet(&[
            head(),
            row("=HYPERLINK(1)", "", &a),
            row("读书班", "", &a),
            row(&long, "", &b),
            row("新的任务", "", ""),
            row("编号坏了", "", "abc"),
        ]));
        let told: Vec<String> = reading.errors.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "第 2 行“测评内容”：这一格是公式，请改成文字。",
                "第 3 行：与前面某一行是同一项任务，请只保留一行。",
                "第 4 行“测评内容”：文字太长，最多 1000 个字。",
                "第 6 行：隐藏的编号被改动过，请重新导出后再填。",
            ]
        );
        assert_eq!(reading.unknown, [5]);
    }

    #[test]
    fn a_sheet_without_its_head_is_refused() {
        assert!(read(&Sheet::default()).errors[0].sentence.contains("没有找到表头"));
        let mut short = head();
        short[Column::Due as usize] = "时间";
        short.truncate(COLUMNS + 1);
        let told: Vec<String> = read(&sheet(&[short])).errors.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].starts_with("第 1 行“完成时限”"));
    }

    #[test]
    fn merged_cells_are_refused() {
        let id = Uuid::from_u128(7).to_string();
        let mut sheet = sheet(&[head(), row("读书班", "", &id)]);
        sheet.merged.push(Merged { rows: (1, 2), columns: (7, 7) });
        assert_eq!(
            read(&sheet).errors[0].to_string(),
            "第 2 行“牵头科室”：这里合并了单元格，请取消合并，逐行填写。"
        );
    }
}
