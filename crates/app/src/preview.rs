//! Files of others as a page of ours can show them: what a Word file, a workbook, a text or a PDF says,
//! as plain data, bounded. Nothing of a file's own markup comes through. [`read`] is pure, so that it can
//! run in a limited child process.

mod shown;

pub use shown::{Shown, shown};

use crate::sheet;
use gongwen::{Block, Blocks, Refusal};
use serde::{Deserialize, Serialize};

/// Sheets of a workbook, rows and columns of a sheet, characters of a cell.
const SHEETS: usize = 6;
const ROWS: u32 = 1_000;
const COLUMNS: u32 = 40;
const CELL: usize = 300;
/// Pages of a PDF whose text is shown, and characters of a page.
const PAGES: usize = 80;
const PAGE: usize = 6_000;
/// Paragraphs of a plain text, and characters of one.
const PARAGRAPHS: usize = 3_000;
const PARAGRAPH: usize = 4_000;

/// The media types that [`read`] understands.
pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
pub const PDF: &str = "application/pdf";
pub const TEXT: &str = "text/plain";

/// What a file says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Preview {
    /// A Word file or a plain text.
    Document(Blocks),
    /// The text of the pages of a PDF file; empty for those of a scan.
    Pages {
        pages: Vec<String>,
        cut: bool,
    },
    Book {
        sheets: Vec<Grid>,
        cut: bool,
    },
}

/// One sheet of a workbook.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    pub name: String,
    /// From the first row, each from column A to its last cell.
    pub rows: Vec<Vec<String>>,
    /// Whether the sheet goes on to the right or below.
    pub cut: bool,
}

/// Whether [`read`] can show a file of this kind.
pub fn readable(media: &str) -> bool {
    matches!(media, DOCX | XLSX | PDF | TEXT)
}

/// What a file says.
///
/// # Errors
/// A sentence that says why it cannot be shown.
pub fn read(bytes: &[u8], media: &str) -> Result<Preview, String> {
    match media {
        DOCX => gongwen::docx_blocks(bytes).map(Preview::Document).map_err(|it| sentence(&it)),
        XLSX => book(bytes),
        PDF => pages(bytes),
        TEXT => Ok(Preview::Document(text(bytes))),
        _ => Err("这种文件不能在页面里显示。".into()),
    }
}

/// A mark is another matter in a file that is kept already than in one that comes in.
fn sentence(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Classified { mark, .. } => format!(
            "文件标有密级“{mark}”，不予显示。本系统不得存储、处理国家秘密和工作秘密，请立即移除这个文件，并报告保密工作人员。"
        ),
        other => other.to_string(),
    }
}

fn cut_at(text: &str, most: usize) -> String {
    let mut cut: String = text.chars().take(most).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

fn text(bytes: &[u8]) -> Blocks {
    let decoded = gongwen::decode(bytes, None).text;
    let mut lines = decoded.lines().map(str::trim_end).filter(|line| !line.trim().is_empty());
    let shown = lines.by_ref().take(PARAGRAPHS);
    let blocks = shown.map(|line| Block::Paragraph { text: cut_at(line, PARAGRAPH) }).collect();
    Blocks { blocks, cut: lines.next().is_some(), notes: Vec::new() }
}

fn pages(bytes: &[u8]) -> Result<Preview, String> {
    let pages = gongwen::pdf_pages(bytes).map_err(|it| sentence(&it))?;
    let cut = pages.len() > PAGES;
    Ok(Preview::Pages { pages: pages.iter().take(PAGES).map(|page| cut_at(page, PAGE)).collect(), cut })
}

fn book(bytes: &[u8]) -> Result<Preview, String> {
    let mut book = sheet::open(bytes)?;
    let names = sheet::visible(&book);
    let mut sheets = Vec::new();
    for name in names.iter().take(SHEETS) {
        let mut grid = Grid { name: cut_at(name, CELL), ..Grid::default() };
        let mut stream = book.worksheet_cells_reader(name).map_err(sheet::damaged)?;
        while let Some(cell) = stream.next_cell().map_err(sheet::damaged)? {
            let (row, column) = cell.get_position();
            let text = sheet::text(cell.get_value(), sheet::MAX_TEXT);
            if text.is_empty() {
                continue;
            }
            if row >= ROWS || column >= COLUMNS {
                grid.cut = true;
                continue;
            }
            let (row, column) = (row as usize, column as usize);
            grid.rows.resize_with(grid.rows.len().max(row + 1), Vec::new);
            let cells = &mut grid.rows[row];
            cells.resize_with(cells.len().max(column + 1), String::new);
            cells[column] = cut_at(&text, CELL);
        }
        sheets.push(grid);
    }
    if sheets.is_empty() {
        return Err("表格里没有可见的工作表。".into());
    }
    Ok(Preview::Book { cut: names.len() > SHEETS, sheets })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::Workbook;

    #[test]
    fn a_workbook_comes_as_bounded_sheets() {
        let mut book = Workbook::new();
        let first = book.add_worksheet().set_name("名册").unwrap();
        first.write(0, 0, "姓名").unwrap();
        first.write(2, 3, "<b>二队</b>").unwrap();
        first.write(5_000, 0, "太远").unwrap();
        book.add_worksheet().set_name("空表").unwrap();
        let Ok(Preview::Book { sheets, cut }) = read(&book.save_to_buffer().unwrap(), XLSX) else {
            panic!("not read")
        };
        assert_eq!((sheets.len(), cut), (2, false));
        assert_eq!((sheets[0].rows.len(), sheets[0].cut), (3, true));
        assert_eq!(sheets[0].rows[2], ["", "", "", "<b>二队</b>"]);
        assert!(sheets[1].rows.is_empty() && !sheets[1].cut);
    }

    #[test]
    fn what_cannot_be_shown_is_a_sentence() {
        let cases: [(&[u8], &str); 5] = [
            (b"PK\x03\x04 cut", DOCX),
            (b"PK\x03\x04 cut", XLSX),
            (b"%PDF-1.7 cut", PDF),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", DOCX),
            (b"x", "image/heic"),
        ];
        for (bytes, media) in cases {
            let said = read(bytes, media).unwrap_err();
            assert!(said.ends_with('。') && said.chars().count() > 8, "{media}: {said}");
        }
    }

    #[test]
    fn text_of_any_charset_is_shown_as_it_stands() {
        let gbk = [0xc4, 0xe3, 0xba, 0xc3, b'\n', b'\n', b'<', b'i', b'>'];
        let Ok(Preview::Document(shown)) = read(&gbk, TEXT) else { panic!("not read") };
        let texts = ["你好", "<i>"].map(|text| Block::Paragraph { text: text.into() });
        assert_eq!(shown.blocks, texts);
        let many = "行\n".repeat(PARAGRAPHS + 1);
        let Ok(Preview::Document(shown)) = read(many.as_bytes(), TEXT) else { panic!("not read") };
        assert!(shown.cut && shown.blocks.len() == PARAGRAPHS);
    }
}
