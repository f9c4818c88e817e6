//! 目录: every heading with its page, in lines closer than those of a text. How many pages it takes is known before
//! any page number is, because a number has room of its own at the right.

use super::{Heading, Listed, Part};
use crate::cell::{self, Cell, breadth};
use crate::flow::{Flow, style};
use crate::line::{self, Line, Measure};
use crate::measure::{PITCH, UPRIGHT};
use crate::page::Item;
use gongwen::layout::{SIZE_2_PT, SIZE_4_SMALL_PT};
use gongwen::paper::Face;

/// From line to line, in points.
const LINE: f64 = 20.0;
/// Size of type.
const SIZE: f64 = SIZE_4_SMALL_PT;
/// Lines of the grid that its own title takes.
const TITLE: f64 = 2.0;
/// Levels that are indented, one 字 each.
const DEEPEST: usize = 6;

/// The headings of a book with their places among its parts.
pub(super) fn headings(parts: &[Part]) -> Vec<(usize, &Heading)> {
    let all = parts.iter().enumerate();
    all.filter_map(|(at, part)| match part {
        Part::Heading(heading) => Some((at, heading)),
        _ => None,
    })
    .collect()
}

/// The lines of the contents, without page numbers.
pub(super) struct List {
    entries: Vec<Vec<Line>>,
    /// Whether numbers name a volume too.
    parted: bool,
}

impl List {
    pub(super) fn of(headings: &[(usize, &Heading)], volumes: usize) -> Self {
        let parted = volumes > 1;
        let right = UPRIGHT.width / SIZE - room(parted);
        let lines = |(_, heading): &(usize, &Heading)| {
            let indent = heading.level.min(DEEPEST) as f64;
            let face = if heading.level == 0 { Face::Hei } else { Face::FangSong };
            let measure = Measure { first: indent, rest: indent + 1.0, right, justified: false };
            line::lines(&cell::cells(&heading.text, face), measure)
        };
        Self { entries: headings.iter().map(lines).collect(), parted }
    }

    /// Pages that it takes; at least one.
    pub(super) fn pages(&self) -> usize {
        let lines: usize = self.entries.iter().map(Vec::len).sum();
        let first = fitting(UPRIGHT.height - TITLE * PITCH);
        1 + lines.saturating_sub(first).div_ceil(fitting(UPRIGHT.height))
    }

    /// Fills its pages, the first of which is `at`.
    pub(super) fn write(self, flow: &mut Flow, at: usize, contents: &[Listed]) {
        let parted = self.parted;
        let mut pen = Pen { flow, page: at, y: TITLE * PITCH };
        pen.title();
        for (lines, listed) in self.entries.into_iter().zip(contents) {
            let last = lines.len().saturating_sub(1);
            for (at, line) in lines.into_iter().enumerate() {
                pen.room();
                pen.text(line.indent, &line.cells);
                if at == last {
                    let number = if parted {
                        format!("第{}册 {}", listed.volume, listed.page)
                    } else {
                        listed.page.to_string()
                    };
                    pen.number(line.indent + breadth(&line.cells), &number);
                    pen.link(listed.page as usize - 1);
                }
                pen.y += LINE;
            }
        }
    }
}

/// 字 that are kept for a page number and the dots before it.
fn room(parted: bool) -> f64 {
    if parted { 8.0 } else { 4.5 }
}

fn fitting(height: f64) -> usize {
    (height / LINE).floor() as usize
}

/// Writes on pages that stand already.
struct Pen<'a> {
    flow: &'a mut Flow,
    page: usize,
    y: f64,
}

impl Pen<'_> {
    fn title(&mut self) {
        let cells = cell::cells("目　录", Face::BiaoSong);
        let x = (UPRIGHT.width / SIZE_2_PT - breadth(&cells)) / 2.0;
        let y = std::mem::replace(&mut self.y, 0.0);
        self.put(x, &cells, SIZE_2_PT);
        self.y = y;
    }

    /// The next page where this one is full.
    fn room(&mut self) {
        if self.y + LINE > UPRIGHT.height {
            (self.page, self.y) = (self.page + 1, 0.0);
        }
    }

    fn text(&mut self, indent: f64, cells: &[Cell]) {
        self.put(indent, cells, SIZE);
    }

    /// The number at the right edge, and dots up to it.
    fn number(&mut self, from: f64, number: &str) {
        let cells = cell::cells(number, Face::Song);
        let at = UPRIGHT.width / SIZE - breadth(&cells);
        let dots = (at - from - 0.5).floor().max(0.0);
        let leader = cell::cells(&"…".repeat(dots as usize), Face::Song);
        self.text(at - dots - 0.25, &leader);
        self.text(at, &cells);
    }

    fn put(&mut self, indent: f64, cells: &[Cell], size: f64) {
        if cells.is_empty() {
            return;
        }
        let (x, y) = (UPRIGHT.left + indent * size, UPRIGHT.top + self.y);
        let text = Flow::text_of(x, y, cells, style(size));
        if let Some(page) = self.flow.pages.get_mut(self.page) {
            page.items.push(Item::Text(text));
        }
    }

    fn link(&mut self, page: usize) {
        let (x, y) = (UPRIGHT.left, UPRIGHT.top + self.y);
        let link = Item::Link { x, y, width: UPRIGHT.width, height: LINE, page };
        if let Some(page) = self.flow.pages.get_mut(self.page) {
            page.items.push(link);
        }
    }
}
