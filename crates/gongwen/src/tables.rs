//! Tables of a file as cells: where each begins, how far it reaches, and what stands in it. Nothing is understood
//! here; a caller who knows what the columns of a table mean reads it.

use crate::refusal::Refusal;
use crate::{classified, docx, input, pdf};
use serde::{Deserialize, Serialize};

/// Largest number of rows of all tables together that is kept.
pub(crate) const MOST_ROWS: usize = 20_000;
/// Largest number of columns of one table.
pub(crate) const MOST_COLUMNS: usize = 100;

/// A table: rows of cells, every row as wide as the table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileTable {
    /// The page on which it begins, from 1, where the file has pages.
    pub page: Option<usize>,
    /// Its rows from the top.
    pub rows: Vec<Vec<FileCell>>,
}

/// A cell of the grid of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileCell {
    /// Its words, lines parted by line breaks.
    pub text: String,
    /// How many rows it reaches down; 1 for most.
    pub down: usize,
    /// How many columns it reaches to the right; 1 for most.
    pub across: usize,
    /// It is covered by a cell that begins above or to the left, and holds nothing itself.
    pub covered: bool,
}

impl FileCell {
    /// A cell of its own.
    pub(crate) fn plain(text: String) -> Self {
        Self { text, down: 1, across: 1, covered: false }
    }

    /// A place that another cell covers.
    pub(crate) fn under() -> Self {
        Self { text: String::new(), down: 1, across: 1, covered: true }
    }
}

/// All tables of a Word or PDF file, in order; those within cells count as words of their cell. In a PDF file a
/// table is what rules enclose.
///
/// # Errors
/// As [`crate::read`]: a file that cannot be read, or one that carries a 密级 mark.
pub fn tables(bytes: &[u8]) -> Result<Vec<FileTable>, Refusal> {
    let source = input::extract(bytes, None)?;
    classified::check(&source.text)?;
    let mut tables = match bytes {
        [b'P', b'K', ..] => docx::tables(bytes)?,
        _ if source.charset.is_none() => pdf::tables(bytes)?,
        _ => Vec::new(),
    };
    let mut left = MOST_ROWS;
    for table in &mut tables {
        table.rows.truncate(left);
        left -= table.rows.len();
    }
    tables.retain(|table| !table.rows.is_empty());
    Ok(tables)
}
