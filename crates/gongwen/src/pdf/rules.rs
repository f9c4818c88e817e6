//! Rules of a page: which of them touch, and what they part.

/// How far lines may miss one another and still meet, in points.
const NEAR: f64 = 3.0;

/// A line across or upright: its place on the other axis, and from where to where it runs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Line {
    pub upright: bool,
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

/// Lines that hang together, with the places of rows and columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Lines {
    lines: Vec<Line>,
    /// From the left.
    columns: Vec<f64>,
    /// From the top.
    rows: Vec<f64>,
}

impl Line {
    /// Whether two lines cross, touch at an end, or lie on one another.
    fn meets(&self, other: &Self) -> bool {
        if self.upright == other.upright {
            return (self.at - other.at).abs() <= NEAR
                && self.from <= other.to + NEAR
                && other.from <= self.to + NEAR;
        }
        (self.from - NEAR..=self.to + NEAR).contains(&other.at)
            && (other.from - NEAR..=other.to + NEAR).contains(&self.at)
    }

    fn covers(&self, place: f64) -> bool {
        (self.from - NEAR..=self.to + NEAR).contains(&place)
    }
}

impl Lines {
    /// Lines in groups that hang together, from the top of the page.
    pub fn tables(lines: &[Line]) -> Vec<Self> {
        let mut group: Vec<usize> = (0..lines.len()).collect();
        for a in 0..lines.len() {
            for b in 0..a {
                let (one, other) = (root(&mut group, a), root(&mut group, b));
                if one != other && lines[a].meets(&lines[b]) {
                    group[one] = other;
                }
            }
        }
        let mut found: std::collections::BTreeMap<usize, Vec<Line>> = std::collections::BTreeMap::new();
        for (at, line) in lines.iter().enumerate() {
            found.entry(root(&mut group, at)).or_default().push(*line);
        }
        let mut tables: Vec<Self> = found.into_values().map(Self::of).collect();
        tables.retain(|it| it.columns.len() > 1 && it.rows.len() > 1);
        let top = |it: &Self| it.rows.first().copied().unwrap_or_default();
        tables.sort_by(|a, b| top(b).total_cmp(&top(a)));
        tables
    }

    fn of(lines: Vec<Line>) -> Self {
        let places = |upright: bool| {
            let mut places: Vec<f64> =
                lines.iter().filter(|line| line.upright == upright).map(|line| line.at).collect();
            places.sort_by(f64::total_cmp);
            places.dedup_by(|next, kept| *next - *kept <= NEAR);
            places
        };
        let columns = places(true);
        let mut rows = places(false);
        rows.reverse();
        Self { columns, rows, lines }
    }

    pub fn columns(&self) -> &[f64] {
        &self.columns
    }

    pub fn rows(&self) -> &[f64] {
        &self.rows
    }

    /// Whether a line stands at the left of a column, within a row.
    pub fn parts_columns(&self, column: usize, row: usize) -> bool {
        let middle = (self.rows[row] + self.rows[row + 1]) / 2.0;
        self.has(true, self.columns[column], middle)
    }

    /// Whether a line stands above a row, within a column.
    pub fn parts_rows(&self, row: usize, column: usize) -> bool {
        let middle = (self.columns[column] + self.columns[column + 1]) / 2.0;
        self.has(false, self.rows[row], middle)
    }

    fn has(&self, upright: bool, at: f64, middle: f64) -> bool {
        self.lines
            .iter()
            .any(|line| line.upright == upright && (line.at - at).abs() <= NEAR && line.covers(middle))
    }
}

/// The first line of a group; the way to it becomes shorter.
fn root(group: &mut [usize], mut at: usize) -> usize {
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn across(at: f64, from: f64, to: f64) -> Line {
        Line { upright: false, at, from, to }
    }

    fn upright(at: f64, from: f64, to: f64) -> Line {
        Line { upright: true, at, from, to }
    }

    #[test]
    fn lines_that_touch_make_a_grid_and_what_is_missing_merges() {
        let lines = [
            across(100.0, 0.0, 60.0),
            across(80.0, 30.0, 60.0),
            across(60.0, 0.0, 60.0),
            upright(0.0, 60.0, 100.0),
            upright(30.0, 60.0, 80.0),
            upright(30.4, 80.0, 100.0),
            upright(60.0, 60.0, 100.0),
            // An underline elsewhere.
            across(300.0, 0.0, 60.0),
        ];
        let tables = Lines::tables(&lines);
        assert_eq!(tables.len(), 1);
        let table = &tables[0];
        assert_eq!((table.columns().len(), table.rows().len()), (3, 3));
        assert!(!table.parts_rows(1, 0), "the left cell reaches down");
        assert!(table.parts_rows(1, 1) && table.parts_columns(1, 0) && table.parts_columns(1, 1));
    }
}
