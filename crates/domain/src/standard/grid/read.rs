//! The rows of a table as nodes of a standard.

use super::{Grid, Layout, Meaning, words};
use crate::points::Points;
use crate::standard::file::Item;
use crate::standard::{BonusRule, EventRule, Gate};

/// Something that was not understood, with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The row as people count, from 1.
    pub row: usize,
    /// The column, from 0; none for the row as a whole.
    pub column: Option<usize>,
    /// What stands over the column.
    pub heading: String,
    /// The words of the cell, cut.
    pub text: String,
    pub sentence: String,
}

/// What a table came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    pub nodes: Vec<Item>,
    pub total: Option<Points>,
    pub bonuses: Vec<BonusRule>,
    pub events: Vec<EventRule>,
    pub gates: Vec<Gate>,
    pub remarks: Vec<Remark>,
}

/// Reads a table by a layout. What is not understood becomes a remark.
pub fn read(grid: &Grid, layout: &Layout) -> Outcome {
    let mut reader = Reader::new(grid, layout);
    reader.unread_columns();
    for row in layout.header + layout.depth.max(1)..grid.rows.len() {
        reader.row(row);
    }
    reader.finish()
}

/// A node while its rows are read.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub parent: Option<usize>,
    /// Columns of the tree count from 1; a heading across the table is 0.
    pub level: usize,
    pub row: usize,
    /// Rows that its own cell reaches over.
    pub down: usize,
    pub code: String,
    pub title: String,
    pub points: Option<Points>,
    pub rule: String,
    pub methods: String,
    pub evidence: String,
    pub section: String,
    pub due: String,
    pub applies: String,
}

pub(super) struct Reader<'a> {
    grid: &'a Grid,
    pub layout: &'a Layout,
    levels: Vec<usize>,
    pub nodes: Vec<Node>,
    /// The open node of each level, from the heading across the table.
    open: Vec<Option<usize>>,
    pub total: Option<Points>,
    pub remarks: Vec<Remark>,
}

impl<'a> Reader<'a> {
    fn new(grid: &'a Grid, layout: &'a Layout) -> Self {
        let levels: Vec<usize> = layout.levels().collect();
        let open = vec![None; levels.len() + 2];
        Self { grid, layout, levels, nodes: Vec::new(), open, total: None, remarks: Vec::new() }
    }

    fn heading(&self, column: usize) -> String {
        let header = self.layout.header;
        self.grid.heading(header, header + self.layout.depth.max(1), column)
    }

    pub(super) fn say(&mut self, row: usize, column: Option<usize>, sentence: impl Into<String>) {
        let text = match column {
            Some(column) => self.grid.own(row, column).unwrap_or_default().to_owned(),
            None => {
                (0..self.grid.width()).find_map(|it| self.grid.own(row, it)).unwrap_or_default().to_owned()
            }
        };
        self.remarks.push(Remark {
            row: row + 1,
            column,
            heading: column.map(|column| self.heading(column)).unwrap_or_default(),
            text: text.chars().take(60).collect(),
            sentence: sentence.into(),
        });
    }

    /// Columns with words that mean nothing to a standard: said once, at their heading.
    fn unread_columns(&mut self) {
        let body = self.layout.header + self.layout.depth.max(1)..self.grid.rows.len();
        for column in 0..self.grid.width() {
            if self.layout.columns.get(column).copied().flatten().is_none()
                && body.clone().any(|row| self.grid.own(row, column).is_some())
            {
                self.say(
                    self.layout.header,
                    Some(column),
                    "这一列没有读。需要的话，在“列的对应”里指定它当作什么。",
                );
            }
        }
    }

    fn text(&self, row: usize, meaning: Meaning) -> Option<(usize, String)> {
        self.layout
            .places(meaning)
            .find_map(|column| self.grid.own(row, column).map(|text| (column, words::flat(text))))
    }

    fn row(&mut self, row: usize) {
        let filled: Vec<usize> =
            (0..self.grid.width()).filter(|column| self.grid.own(row, *column).is_some()).collect();
        let Some(first) = filled.first().copied() else { return };
        if self.repeats_heading(row) || self.sums_up(row, first) {
            return;
        }
        if let [only] = filled.as_slice()
            && self.across(row, *only)
        {
            return;
        }
        self.nodes_of(row);
    }

    /// A heading that stands again on the next page.
    fn repeats_heading(&self, row: usize) -> bool {
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let mut known = (0..self.grid.width()).filter_map(|column| {
            let meaning = self.layout.columns.get(column).copied().flatten()?;
            let own = self.grid.own(row, column)?;
            Some((meaning, bare(own) == bare(&self.heading(column))))
        });
        known.next().is_some_and(|(_, same)| same && known.all(|(_, same)| same))
    }

    /// 合计: its points are the total of the standard.
    fn sums_up(&mut self, row: usize, first: usize) -> bool {
        let Some(text) = self.grid.own(row, first) else { return false };
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if ["小计", "本页小计"].contains(&bare.as_str()) {
            return true;
        }
        if !["合计", "总计", "总分", "合计得分", "总分值"].iter().any(|it| bare.starts_with(it))
        {
            return false;
        }
        let points = self.layout.places(Meaning::Points).filter_map(|column| self.grid.own(row, column));
        let found = points.filter_map(words::points).last();
        match found.or_else(|| words::title_points(&bare).1) {
            Some(total) => self.total = Some(total),
            None => self.say(row, None, "这一行没有读出总分，请在“改名称和总分”里填写。"),
        }
        true
    }

    /// A cell that reaches across most of the table: a heading over the rows below, or a note.
    fn across(&mut self, row: usize, column: usize) -> bool {
        let reach = self.grid.rows.get(row).and_then(|cells| cells.get(column)).map_or(1, |cell| cell.across);
        let wide = reach * 2 > self.grid.width();
        if !wide && self.levels.contains(&column) {
            return false;
        }
        let Some(text) = self.grid.own(row, column) else { return false };
        let (title, points) = words::title_points(text);
        let numbered = title.starts_with(|c: char| "一二三四五六七八九十（(第ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ".contains(c));
        let note = ["注", "说明", "备注"].iter().any(|it| title.starts_with(it));
        if wide && !note && title.chars().count() <= 40 && (numbered || points.is_some()) {
            let node = Node { title, points, row, down: 1, ..Node::default() };
            self.push(node, 0);
        } else {
            self.say(row, Some(column), "这一行没有读成指标。");
        }
        true
    }

    /// A new node of a level; the levels below it are closed.
    fn push(&mut self, mut node: Node, level: usize) -> usize {
        node.level = level;
        node.parent = self.open[..level].iter().rev().find_map(|it| *it);
        let (code, title) = match words::code(&node.title) {
            Some((code, rest)) => (code, rest),
            None => (String::new(), std::mem::take(&mut node.title)),
        };
        (node.code, node.title) = (code, title);
        self.nodes.push(node);
        let at = self.nodes.len() - 1;
        for place in &mut self.open[level..] {
            *place = None;
        }
        self.open[level] = Some(at);
        at
    }

    fn nodes_of(&mut self, row: usize) {
        let mut made: Vec<usize> = Vec::new();
        for (depth, column) in self.levels.clone().into_iter().enumerate() {
            let Some(text) = self.grid.own(row, column) else { continue };
            let (title, points) = words::title_points(&words::flat(text).replace('\n', ""));
            let node = Node { title, points, row, down: self.grid.down(row, column), ..Node::default() };
            made.push(self.push(node, depth + 1));
        }
        let target = match made.last() {
            Some(last) => *last,
            None => match self.further(row) {
                Some(target) => {
                    made.push(target);
                    target
                }
                // Said already where the row goes on from above.
                None if self.open[self.levels.len()].is_some() => return,
                None => return self.say(row, None, "这一行没有内容，没有读成指标。"),
            },
        };
        self.points(row, &made, target);
        self.details(row, target);
    }

    /// A row whose content goes on from above. With points of its own it is one part of that content,
    /// a node below it; else its words go on with those above.
    fn further(&mut self, row: usize) -> Option<usize> {
        let leaf = self.levels.len();
        let above = self.open[leaf]?;
        let part = self.open[leaf + 1];
        if self.grid_points(row).is_none() {
            return Some(part.unwrap_or(above));
        }
        let Some((_, title)) = self.text(row, Meaning::Rule) else {
            self.say(row, None, "这一行只有分值，没有内容，没有读成指标。");
            return None;
        };
        if part.is_none() {
            self.first_part(above);
        }
        Some(self.push(Node { title: title.replace('\n', ""), row, down: 1, ..Node::default() }, leaf + 1))
    }

    /// What the first row of a content in parts has said becomes its first part.
    fn first_part(&mut self, above: usize) {
        let own = self.grid_points(self.nodes[above].row);
        let node = &mut self.nodes[above];
        if node.rule.is_empty() {
            return;
        }
        if own.is_some() {
            node.points = None;
        }
        let part = Node {
            title: std::mem::take(&mut node.rule).replace('\n', ""),
            points: own,
            row: node.row,
            down: 1,
            methods: std::mem::take(&mut node.methods),
            evidence: std::mem::take(&mut node.evidence),
            ..Node::default()
        };
        self.push(part, self.levels.len() + 1);
    }

    /// The points of a row that stand in a cell of one row.
    fn grid_points(&self, row: usize) -> Option<Points> {
        let column = self.layout.places(Meaning::Points).last()?;
        let text = self.grid.own(row, column).filter(|_| self.grid.down(row, column) == 1)?;
        words::points(text)
    }

    /// Which node the points of a cell belong to: that whose rows are the rows of the cell.
    fn points(&mut self, row: usize, made: &[usize], target: usize) {
        let columns: Vec<usize> = self.layout.places(Meaning::Points).collect();
        for (n, column) in columns.iter().copied().enumerate() {
            let Some(text) = self.grid.own(row, column).map(str::to_owned) else { continue };
            let Some(points) = words::points(&text) else {
                self.say(row, Some(column), "这一格没有读出分值，请在编辑器里填写。");
                continue;
            };
            let down = self.grid.down(row, column);
            let left = self.levels.iter().rposition(|level| *level < column).map(|depth| depth + 1);
            let owner = if n + 1 < columns.len() {
                // 项目分值 beside 项目: the nearest level to the left.
                made.iter().copied().find(|it| Some(self.nodes[*it].level) == left)
            } else if down == 1 {
                Some(target)
            } else {
                made.iter().copied().rev().find(|it| self.nodes[*it].down == down)
            };
            let Some(owner) = owner else {
                self.say(
                    row,
                    Some(column),
                    format!("这一格管 {down} 行，没有拆分到各条，请在编辑器里填写。"),
                );
                continue;
            };
            let known = self.nodes[owner].points.replace(points);
            if known.is_some_and(|known| known != points) {
                self.say(row, Some(column), "分值和内容里写的不一样，按这一格读。");
            }
        }
    }

    /// The other cells of a row, for the node that it made.
    fn details(&mut self, row: usize, target: usize) {
        let tree = self.levels.len() > 1;
        for meaning in [
            Meaning::Rule,
            Meaning::Methods,
            Meaning::Evidence,
            Meaning::Section,
            Meaning::Due,
            Meaning::Applies,
            Meaning::Code,
        ] {
            let all: Vec<(usize, String)> = self
                .layout
                .places(meaning)
                .filter_map(|column| self.grid.own(row, column).map(|text| (column, words::flat(text))))
                .collect();
            for (column, text) in all {
                let owner = self.owner(row, column, target);
                let node = &mut self.nodes[owner];
                let part = node.level == self.levels.len() + 1;
                let place = match meaning {
                    // The words of a part are its title already.
                    Meaning::Rule if part => continue,
                    Meaning::Rule => &mut node.rule,
                    Meaning::Methods => &mut node.methods,
                    Meaning::Evidence => &mut node.evidence,
                    Meaning::Section => &mut node.section,
                    Meaning::Due => &mut node.due,
                    Meaning::Applies => &mut node.applies,
                    // 1, 2, 3 count the rows of a list; in a tree they number nothing.
                    _ if !node.code.is_empty() || tree && is_count(&text) => continue,
                    _ => &mut node.code,
                };
                if !place.is_empty() {
                    place.push('\n');
                }
                place.push_str(&text);
            }
        }
    }

    /// A cell over several rows belongs to the node with the same rows, if there is one above the leaf.
    fn owner(&self, row: usize, column: usize, target: usize) -> usize {
        let down = self.grid.down(row, column);
        if down == 1 {
            return target;
        }
        let way = std::iter::successors(Some(target), |at| self.nodes[*at].parent);
        way.take_while(|at| self.nodes[*at].row == row)
            .find(|at| self.nodes[*at].down == down)
            .unwrap_or(target)
    }
}

fn is_count(text: &str) -> bool {
    text.chars().all(|c: char| c.is_ascii_digit())
}
