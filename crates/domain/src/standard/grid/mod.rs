//! A table of a file (Word, PDF, Excel) that says what a standard asks for: which column means
//! what, and what its rows become. Nothing is invented: what is not understood is a remark with its
//! row and column, and the words stay where a person can see them.

mod beside;
mod heading;
mod made;
mod read;
#[cfg(test)]
mod tests;
mod words;

pub use heading::Meaning;
pub use read::{Outcome, Remark, read};

use serde::{Deserialize, Serialize};

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GridCell {
    #[serde(rename = "t", default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Rows that it reaches over.
    #[serde(rename = "d", default = "one", skip_serializing_if = "is_one")]
    pub down: usize,
    /// Columns that it reaches over.
    #[serde(rename = "a", default = "one", skip_serializing_if = "is_one")]
    pub across: usize,
    /// A cell above or to the left covers it.
    #[serde(rename = "c", default, skip_serializing_if = "is_not")]
    pub covered: bool,
}

const fn one() -> usize {
    1
}

fn is_one(n: &usize) -> bool {
    *n == 1
}

fn is_not(it: &bool) -> bool {
    !*it
}

/// A table as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grid {
    /// The page on which it begins, where the file has pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<usize>,
    /// Rows of equal width.
    pub rows: Vec<Vec<GridCell>>,
}

/// Rows in which a heading is looked for.
const HEAD_WITHIN: usize = 20;

impl Grid {
    pub fn width(&self) -> usize {
        self.rows.iter().map(Vec::len).max().unwrap_or(0)
    }

    /// The words of a cell of its own; none of a covered or an empty one.
    pub fn own(&self, row: usize, column: usize) -> Option<&str> {
        let cell = self.rows.get(row)?.get(column)?;
        let text = cell.text.trim();
        (!cell.covered && !text.is_empty()).then_some(text)
    }

    /// Rows that the cell at a place reaches over, within the table.
    pub fn down(&self, row: usize, column: usize) -> usize {
        let down = self.rows.get(row).and_then(|cells| cells.get(column)).map_or(1, |cell| cell.down);
        down.clamp(1, self.rows.len().saturating_sub(row).max(1))
    }

    /// What stands over a column in heading rows `from..to`: the lowest words, own or covering.
    pub fn heading(&self, from: usize, to: usize, column: usize) -> String {
        let owner = |row: usize| -> Option<&str> {
            // The cell that covers this place begins above, or to the left in a row of the heading.
            (from..=row)
                .rev()
                .flat_map(|above| (0..=column).rev().map(move |left| (above, left)))
                .find(|(above, left)| {
                    self.rows.get(*above).and_then(|cells| cells.get(*left)).is_some_and(|cell| {
                        !cell.covered && above + cell.down > row && left + cell.across > column
                    })
                })
                .and_then(|(above, left)| self.own(above, left))
        };
        (from..to).rev().find_map(owner).unwrap_or_default().to_owned()
    }
}

/// How a table is read: which of the tables of a file, where its heading stands, what each column means.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Layout {
    pub table: usize,
    /// The first row of the heading, from 0, and how many rows it has.
    pub header: usize,
    pub depth: usize,
    /// One for each column; none where a column is not read.
    pub columns: Vec<Option<Meaning>>,
}

impl Layout {
    /// The layout that the headings of the tables suggest: the table with most known columns.
    pub fn guess(grids: &[Grid]) -> Option<Self> {
        let of = |(table, grid): (usize, &Grid)| {
            let rows = 0..grid.rows.len().min(HEAD_WITHIN);
            rows.filter_map(|header| Self::at(grid, table, header)).max_by_key(|(known, it)| {
                // Of two rows that say the same, the upper one.
                (*known, std::cmp::Reverse(it.header))
            })
        };
        let found = grids.iter().enumerate().filter_map(of);
        found.max_by_key(|(known, it)| (*known, std::cmp::Reverse(it.table))).map(|(_, it)| it)
    }

    /// The layout with the heading in this row, if that names a level and something else, and how many
    /// columns it names. A cell across the table names one, however far it reaches.
    fn at(grid: &Grid, table: usize, header: usize) -> Option<(usize, Self)> {
        let layout = Self::under(grid, table, header);
        let own =
            |column: &usize| (header..header + layout.depth).any(|row| grid.own(row, *column).is_some());
        let named =
            layout.columns.iter().enumerate().filter(|(_, it)| it.is_some()).map(|(column, _)| column);
        let known = named.filter(own).count();
        (layout.levels().count() > 0 && known > 1).then_some((known, layout))
    }

    /// The layout with the heading in a row that a person names.
    pub fn under(grid: &Grid, table: usize, header: usize) -> Self {
        // A heading of two rows has cells that reach over both.
        let reach = (0..grid.width()).map(|column| grid.down(header, column));
        let depth = reach.filter(|down| *down <= 3).max().unwrap_or(1);
        let columns = (0..grid.width())
            .map(|column| Meaning::of_heading(&grid.heading(header, header + depth, column)))
            .collect();
        Self { table, header, depth, columns }
    }

    /// Columns of the tree, from the top.
    pub fn levels(&self) -> impl Iterator<Item = usize> + '_ {
        self.places(Meaning::Level)
    }

    pub(crate) fn places(&self, meaning: Meaning) -> impl Iterator<Item = usize> + '_ {
        self.columns.iter().enumerate().filter(move |(_, it)| **it == Some(meaning)).map(|(column, _)| column)
    }

    /// Why a choice of columns cannot be read.
    ///
    /// # Errors
    /// A sentence: no level, more levels than a standard has, a meaning that one column alone can have.
    pub fn check(&self, grids: &[Grid]) -> Result<(), String> {
        let Some(grid) = grids.get(self.table) else {
            return Err("请选择一张表。".into());
        };
        if self.header + self.depth.max(1) >= grid.rows.len() {
            return Err("表头下面没有内容，请核对表头在第几行。".into());
        }
        match self.levels().count() {
            0 => return Err("请至少选一列当作“项目、指标、内容”。".into()),
            1..=MOST_LEVELS => {}
            _ => return Err(format!("“项目、指标、内容”最多选 {MOST_LEVELS} 列。")),
        }
        let single = [Meaning::Code, Meaning::Section, Meaning::Due, Meaning::Applies];
        match single.into_iter().find(|it| self.places(*it).count() > 1) {
            Some(twice) => Err(format!("只能有一列当作“{twice}”。")),
            None => Ok(()),
        }
    }
}

/// Levels that a table can have: blocks and rows of a leaf come beside them.
const MOST_LEVELS: usize = 5;
