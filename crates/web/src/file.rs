//! A kept file in a page: a photo, the pages of a PDF file in a frame, or what a Word file, workbook or
//! text says, in elements of ours. `file/said.html` shows it below the head of whatever the file belongs to.

use crate::guard::Framed;
use crate::listing::Pager;
use crate::page::attachment;
use crate::stream::FileBody;
use crate::work::Tab;
use app::preview::{Grid, PDF, Preview, Shown};
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::refused::Refused;
use gongwen::{Block, Blocks};
use serde::Deserialize;

/// A file as a page shows it.
pub struct Viewed {
    pub name: String,
    /// Where its bytes are, the copy of a photo, its page, and the pages of a PDF file for the frame.
    pub file: String,
    pub copy: String,
    pub view: String,
    pub frame: String,
    /// The sheets of a workbook.
    pub tabs: Vec<Tab>,
    pub said: Said,
}

/// What stands below the head.
pub enum Said {
    Image,
    /// The copy of a photo that browsers do not know.
    Copy,
    Pdf,
    Document(Document),
    Pages {
        pages: Vec<String>,
        cut: bool,
    },
    Book(Leaf),
    Not(String),
}

pub struct Document {
    pub blocks: Vec<Piece>,
    pub cut: bool,
    pub notes: Vec<String>,
}

/// A block as the template of papers shows it.
pub struct Piece {
    pub kind: &'static str,
    pub level: usize,
    pub text: String,
    pub more: &'static str,
    pub head: Vec<Vec<String>>,
    pub rows: Vec<Vec<String>>,
}

/// Some rows of one sheet of a workbook.
pub struct Leaf {
    /// Letters of the columns.
    pub heads: Vec<String>,
    /// Number and cells of each row.
    pub rows: Vec<(usize, Vec<String>)>,
    pub pager: Pager,
    pub cut: bool,
}

/// Rows of a sheet on one page.
const ROWS: usize = 100;

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// `on` or nothing, see [`Asked::text`].
    #[serde(default)]
    text: String,
    /// Sheet of a workbook and page of it, from 1.
    #[serde(default)]
    sheet: String,
    #[serde(default)]
    page: String,
}

impl Asked {
    /// Whether the words of a PDF file are asked for instead of its pages.
    pub fn text(&self) -> bool {
        self.text == "on"
    }
}

impl Viewed {
    /// A file whose bytes are at the address `file`; its copy, page and frame stand at the others.
    pub fn new(name: String, [file, copy, view, frame]: [String; 4], shown: Shown, asked: &Asked) -> Self {
        let mut tabs = Vec::new();
        let said = match shown {
            Shown::Image => Said::Image,
            Shown::Copy => Said::Copy,
            Shown::Pdf => Said::Pdf,
            Shown::Not(sentence) => Said::Not(sentence),
            Shown::Read(Preview::Document(blocks)) => Said::Document(document(blocks)),
            Shown::Read(Preview::Pages { pages, cut }) => Said::Pages { pages, cut },
            Shown::Read(Preview::Book { sheets, cut }) => {
                let sheet = number(&asked.sheet).min(sheets.len().saturating_sub(1));
                tabs = tabs_of(&sheets, sheet);
                Said::Book(leaf(&sheets, cut, sheet, number(&asked.page)))
            }
        };
        Self { name, file, copy, view, frame, tabs, said }
    }
}

fn number(typed: &str) -> usize {
    typed.parse::<usize>().unwrap_or(1).clamp(1, 10_000) - 1
}

fn document(blocks: Blocks) -> Document {
    let piece = |kind, level, text, rows| Piece { kind, level, text, more: "", head: Vec::new(), rows };
    let of = |block| match block {
        Block::Heading { level, text } => piece("heading", level.min(4), text, Vec::new()),
        Block::Paragraph { text } => piece("paragraph", 0, text, Vec::new()),
        Block::Table { rows } => piece("table", 0, String::new(), rows),
    };
    Document { blocks: blocks.blocks.into_iter().map(of).collect(), cut: blocks.cut, notes: blocks.notes }
}

/// The address of a page of a sheet, both counted from 0.
fn url(sheet: usize, page: usize) -> String {
    format!("?sheet={}&page={}", sheet + 1, page + 1)
}

fn tabs_of(sheets: &[Grid], chosen: usize) -> Vec<Tab> {
    let tab = |(index, it): (usize, &Grid)| Tab {
        label: it.name.clone(),
        url: url(index, 0),
        active: index == chosen,
        count: None,
        late: false,
    };
    sheets.iter().enumerate().map(tab).collect()
}

fn leaf(sheets: &[Grid], more: bool, sheet: usize, page: usize) -> Leaf {
    let blank = Grid::default();
    let grid = sheets.get(sheet).unwrap_or(&blank);
    let pages = grid.rows.len().div_ceil(ROWS).max(1);
    let page = page.min(pages - 1);
    let columns = grid.rows.iter().map(Vec::len).max().unwrap_or(0);
    let filled = |row: &Vec<String>| {
        let mut row = row.clone();
        row.resize(columns, String::new());
        row
    };
    let rows = grid.rows.iter().enumerate().skip(page * ROWS).take(ROWS);
    Leaf {
        heads: (0..columns).map(letters).collect(),
        rows: rows.map(|(at, row)| (at + 1, filled(row))).collect(),
        pager: Pager {
            line: format!("第 {} 页，共 {pages} 页，{} 行", page + 1, grid.rows.len()),
            prev: page.checked_sub(1).map(|before| url(sheet, before)),
            next: (page + 1 < pages).then(|| url(sheet, page + 1)),
        },
        cut: grid.cut || more,
    }
}

/// `A` to `Z`, then `AA`.
fn letters(column: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    match column / 26 {
        0 => letter(column).to_string(),
        n => format!("{}{}", letter(n - 1), letter(column)),
    }
}

/// The pages of a PDF file for a frame of ours: nothing but the viewer of the browser may act in it.
///
/// # Errors
/// Not found where it is no PDF file.
pub fn framed(media: &str, name: &str, size: i64, opened: std::fs::File) -> app::Result<Response> {
    if media != PDF {
        return Err(Refused::NotFound.into());
    }
    let headers = [
        (header::CONTENT_TYPE, PDF.to_owned()),
        (header::CONTENT_LENGTH, size.to_string()),
        (header::CONTENT_DISPOSITION, attachment(name).replacen("attachment", "inline", 1)),
        (header::CACHE_CONTROL, "private, max-age=3600".to_owned()),
    ];
    let mut response = (headers, Body::new(FileBody::new(opened))).into_response();
    response.extensions_mut().insert(Framed);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_in_a_workbook() {
        assert_eq!([0, 25, 26, 39].map(letters), ["A", "Z", "AA", "AN"]);
    }

    #[test]
    fn any_sheet_and_page_that_is_asked_for_is_one_that_exists() {
        let grid = Grid { name: "名册".into(), rows: vec![vec!["a".into()]; 250], cut: false };
        let shown = leaf(&[grid.clone(), Grid::default()], false, 0, 2);
        assert_eq!((shown.rows.len(), shown.rows[0].0, shown.pager.next), (50, 201, None));
        assert_eq!(shown.pager.prev.as_deref(), Some("?sheet=1&page=2"));
        for (sheet, page) in [(0, 9_999), (9_999, 0), (1, 1)] {
            assert!(!leaf(&[grid.clone(), Grid::default()], true, sheet, page).pager.line.is_empty());
        }
        assert!(leaf(&[], false, 0, 0).rows.is_empty());
    }
}
