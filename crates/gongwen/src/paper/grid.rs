//! Where the cells of a table lie: each row only names the cells that begin in it.

use super::block::{Cell, Row, Table};

/// What a place of a row holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot<'a> {
    /// A cell begins here.
    Begins(&'a Cell),
    /// A cell of a row above goes on, over so many columns.
    GoesOn(u16),
}

/// Rows as slots that fill all columns.
pub type Rows<'a> = Vec<Vec<Slot<'a>>>;

/// Head and rows of a table, or `None` if a row does not fill its columns exactly or a cell leaves its part.
pub fn grid(table: &Table) -> Option<(Rows<'_>, Rows<'_>)> {
    Some((part(&table.head, table.columns.len())?, part(&table.rows, table.columns.len())?))
}

fn part(rows: &[Row], columns: usize) -> Option<Rows<'_>> {
    // For each column: rows the cell above still covers, and its breadth where it began.
    let mut open: Vec<(u16, u16)> = vec![(0, 0); columns];
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let mut cells = row.cells.iter();
        let mut slots = Vec::new();
        let mut at = 0;
        while at < columns {
            let (left, breadth) = open[at];
            if left > 0 {
                let end = at + usize::from(breadth);
                open.get_mut(at..end)?.iter_mut().for_each(|it| it.0 -= 1);
                slots.push(Slot::GoesOn(breadth));
                at = end;
                continue;
            }
            let cell = cells.next()?;
            let end = at + usize::from(cell.across);
            let covered = open
                .get_mut(at..end)
                .filter(|it| cell.across > 0 && cell.down > 0 && it.iter().all(|it| it.0 == 0))?;
            covered.fill((cell.down - 1, cell.across));
            slots.push(Slot::Begins(cell));
            at = end;
        }
        if cells.next().is_some() {
            return None;
        }
        found.push(slots);
    }
    open.iter().all(|(left, _)| *left == 0).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Column;

    #[test]
    fn cells_fill_their_rows_or_the_table_is_refused() {
        let cell = |across, down| Cell { text: "甲".into(), across, down };
        let table = |rows: &[&[(u16, u16)]]| Table {
            columns: vec![Column::default(); 3],
            rows: rows
                .iter()
                .map(|row| Row { cells: row.iter().map(|(a, d)| cell(*a, *d)).collect() })
                .collect(),
            ..Table::default()
        };
        assert!(grid(&table(&[&[(1, 2), (2, 1)], &[(1, 1), (1, 1)]])).is_some());
        assert!(grid(&table(&[&[(2, 2), (1, 1)], &[(1, 1)]])).is_some());
        for bad in [
            &[&[(1, 1)][..]][..],
            &[&[(2, 1), (2, 1)]],
            &[&[(1, 2), (2, 1)]],
            &[&[(0, 1), (3, 1)]],
            &[&[(1, 1), (1, 1), (1, 1), (1, 1)]],
        ] {
            assert!(grid(&table(bad)).is_none(), "{bad:?}");
        }
    }
}
