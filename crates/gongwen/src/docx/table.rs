//! Tables of `document.xml`: cells with what they reach over.

use super::body::SKIPPED;
use super::numbering::Numbering;
use super::xml::{Step, attribute, walk};
use crate::input::TEXT_LIMIT_MB;
use crate::refusal::Refusal;
use crate::tables::{FileCell, FileTable, MOST_COLUMNS, MOST_ROWS};
use quick_xml::events::BytesStart;

/// The tables of the body.
pub(super) fn read(xml: &str, numbers: &mut Numbering) -> Result<Vec<FileTable>, Refusal> {
    let mut found = Tables::default();
    walk(xml, "word/document.xml", |step| {
        found.step(step, numbers);
        if found.size > TEXT_LIMIT_MB << 20 {
            return Err(Refusal::TooLong { limit_mb: TEXT_LIMIT_MB });
        }
        Ok(())
    })?;
    Ok(found.done.into_iter().map(merged).collect())
}

/// A cell as the file says it.
#[derive(Debug, Default)]
struct Raw {
    text: String,
    across: usize,
    /// It goes on with the cell above.
    below: bool,
}

type RawTable = Vec<Vec<Raw>>;

#[derive(Default)]
struct Tables {
    done: Vec<RawTable>,
    /// Open `w:tbl`; only the outermost is a table, those within are words of their cell.
    depth: usize,
    table: RawTable,
    row: Vec<Raw>,
    cell: Raw,
    line: String,
    /// Bytes and rows of all tables so far.
    size: usize,
    rows: usize,
    in_text: bool,
    skipping: usize,
    style: String,
    list: Option<String>,
    level: Option<usize>,
}

impl Tables {
    fn step(&mut self, step: Step<'_>, numbers: &mut Numbering) {
        match step {
            Step::Open(name, _) if SKIPPED.contains(&name) => self.skipping += 1,
            Step::Close(name) if SKIPPED.contains(&name) => self.skipping = self.skipping.saturating_sub(1),
            _ if self.skipping > 0 => {}
            Step::Open("pStyle", tag) => self.style = attribute(tag, "val").unwrap_or_default(),
            Step::Open("numId", tag) => self.list = attribute(tag, "val"),
            Step::Open("ilvl", tag) => {
                let level = attribute(tag, "val").and_then(|level| level.parse().ok());
                self.level = level.filter(|level| *level < 9);
            }
            Step::Open("t", _) => self.in_text = true,
            Step::Close("t") => self.in_text = false,
            Step::Text(text) if self.in_text => self.line.push_str(text),
            Step::Open("tab" | "br" | "cr", _) => self.line.push(' '),
            Step::Open("noBreakHyphen", _) => self.line.push('-'),
            Step::Close("p") => self.paragraph(numbers),
            Step::Open("tbl", _) => self.depth += 1,
            Step::Close("tbl") => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    self.done.push(std::mem::take(&mut self.table));
                }
            }
            _ if self.depth != 1 => {}
            Step::Open("tr", _) => self.row.clear(),
            Step::Open("tc", _) => self.cell = Raw { across: 1, ..Raw::default() },
            Step::Open("gridBefore", tag) => {
                // Columns that the row leaves out on its left.
                let blank = (0..number(tag)).map(|_| Raw { across: 1, ..Raw::default() });
                self.row.extend(blank);
            }
            Step::Open("gridSpan", tag) => self.cell.across = number(tag).max(1),
            Step::Open("vMerge", tag) => {
                self.cell.below = attribute(tag, "val").is_none_or(|value| value != "restart");
            }
            Step::Close("tc") if self.row.len() < MOST_COLUMNS => {
                self.row.push(std::mem::take(&mut self.cell));
            }
            Step::Close("tr") => {
                self.rows += 1;
                if self.rows <= MOST_ROWS {
                    self.table.push(std::mem::take(&mut self.row));
                }
            }
            _ => {}
        }
    }

    /// The number counts outside of tables too, so that lists which run through both stay right.
    fn paragraph(&mut self, numbers: &mut Numbering) {
        let line = std::mem::take(&mut self.line);
        let bare = line.trim();
        let number = (!bare.is_empty())
            .then(|| numbers.next(&self.style, self.list.as_deref(), self.level))
            .flatten()
            .unwrap_or_default();
        if self.depth > 0 && !bare.is_empty() {
            if !self.cell.text.is_empty() {
                self.cell.text.push('\n');
            }
            self.cell.text.push_str(&number);
            self.cell.text.push_str(bare);
            self.size += bare.len();
        }
        self.style.clear();
        (self.list, self.level) = (None, None);
    }
}

fn number(tag: &BytesStart<'_>) -> usize {
    let value = attribute(tag, "val").and_then(|value| value.parse().ok()).unwrap_or(1_usize);
    value.min(MOST_COLUMNS)
}

/// Cells on the grid: what goes on below becomes the reach of the cell above.
fn merged(raw: RawTable) -> FileTable {
    let width = raw.iter().map(|row| row.iter().map(|cell| cell.across).sum::<usize>()).max();
    let width = width.unwrap_or(0).min(MOST_COLUMNS);
    let mut rows: Vec<Vec<FileCell>> = Vec::with_capacity(raw.len());
    // For each column, the row in which the cell that may go on began.
    let mut began: Vec<Option<usize>> = vec![None; width];
    for (at, cells) in raw.into_iter().enumerate() {
        let mut row: Vec<FileCell> = Vec::with_capacity(width);
        for cell in cells {
            let column = row.len();
            let across = cell.across.min(width - column.min(width));
            if across == 0 {
                break;
            }
            let above = began[column].filter(|_| cell.below);
            if let Some(first) = above {
                rows[first][column].down = at - first + 1;
                row.push(FileCell::under());
            } else {
                row.push(FileCell { across, ..FileCell::plain(cell.text) });
            }
            row.extend((1..across).map(|_| FileCell::under()));
            for place in &mut began[column..column + across] {
                *place = above;
            }
            began[column] = Some(above.unwrap_or(at));
        }
        // A row that ends early has empty cells.
        for place in began.iter_mut().skip(row.len()) {
            *place = None;
        }
        row.resize_with(width, || FileCell::plain(String::new()));
        rows.push(row);
    }
    FileTable { page: None, rows }
}
