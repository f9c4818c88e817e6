//! The paper as it grows: pages, and the place below what stands on the last of them.

use crate::cell::{Cell, breadth};
use crate::line::{self, Line, Measure};
use crate::measure::{ADVANCE, Area, BODY, CHAR_HEIGHT, HAIR, MIDDLE, PITCH, TURNED, UPRIGHT};
use crate::outline::Bookmark;
use crate::page::{Height, Item, Page, Text};
use gongwen::layout::TEXT_INDENT_CHARS;

/// Pages under construction.
#[derive(Debug)]
pub struct Flow {
    /// The pages; never empty.
    pub pages: Vec<Page>,
    /// Bookmarks, in order.
    pub bookmarks: Vec<Bookmark>,
    /// Where the next line goes, from the upper edge of the type area.
    pub at: f64,
    /// Where the grid of the page begins: below the head of the first page, else 0.
    pub origin: f64,
    /// Something has been set on the page since it began.
    pub used: bool,
}

/// Size and face of a line, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Size of type in points.
    pub size: f64,
    /// Points of one 字.
    pub advance: f64,
    /// Red or black.
    pub red: bool,
}

/// Running text: 三号, 28 to a line.
pub const TEXT: Style = Style { size: BODY, advance: ADVANCE, red: false };

/// A line of a size of its own, at its natural breadth.
pub const fn style(size: f64) -> Style {
    Style { size, advance: size, red: false }
}

/// Thickness of the line below a proof, in points.
const UNDERLINE: f64 = 0.9;
/// A paragraph of so many lines is not parted for what follows it.
const SHORT: usize = 3;
/// Last lines of a longer one that stay with what follows it.
const KEEP: usize = 2;

impl Flow {
    /// One empty upright page.
    pub fn new() -> Self {
        let mut flow = Self { pages: Vec::new(), bookmarks: Vec::new(), at: 0.0, origin: 0.0, used: false };
        flow.new_page(false);
        flow
    }

    /// Begins a page, upright or turned by a quarter.
    pub fn new_page(&mut self, turned: bool) {
        let area = if turned { TURNED } else { UPRIGHT };
        self.pages.push(Page { area, items: Vec::new(), numbered: true });
        (self.at, self.origin, self.used) = (0.0, 0.0, false);
    }

    /// Begins another page like this one.
    pub fn next_page(&mut self) {
        self.new_page(self.area() == TURNED);
    }

    /// Size of the page under way.
    pub fn area(&self) -> Area {
        self.pages.last().map_or(UPRIGHT, |page| page.area)
    }

    /// Puts something on the page under way.
    pub fn put(&mut self, item: Item) {
        self.used = true;
        if let Some(page) = self.pages.last_mut() {
            page.items.push(item);
        }
    }

    /// True if so much height is left.
    pub fn has(&self, height: f64) -> bool {
        self.at + height <= self.area().height + HAIR
    }

    /// Blank lines.
    pub fn skip(&mut self, lines: f64) {
        self.at += lines * PITCH;
    }

    /// Goes down to the next line of the grid.
    pub fn snap(&mut self) {
        let lines = ((self.at - self.origin - HAIR) / PITCH).ceil().max(0.0);
        self.at = self.origin + lines * PITCH;
    }

    /// A new page unless so much height is left on this one or it is still empty.
    pub fn need(&mut self, height: f64) {
        if self.used && !self.has(height) {
            self.next_page();
        }
    }

    /// Sets a line whose character begins at the place of the next line, on a new page where it does not fit.
    pub fn line(&mut self, line: &Line, style: Style) {
        self.need(style.size.min(CHAR_HEIGHT));
        let area = self.area();
        let x = area.left + line.indent * style.advance;
        self.text_at(x, area.top + self.at, &line.cells, style);
        self.underline(x, area.top + self.at + CHAR_HEIGHT, &line.cells, style);
        self.at += PITCH;
    }

    /// Sets text in the middle of the type area, on several lines where it is wider.
    pub fn centred(&mut self, cells: &[Cell], style: Style) {
        let width = self.area().width / style.advance;
        for mut line in fitted(cells, width) {
            line.indent = (width - breadth(&line.cells)) / 2.0;
            self.line(&line, style);
        }
    }

    /// Sets text that ends so many 字 before the right edge.
    pub fn right(&mut self, cells: &[Cell], right: f64, style: Style) {
        let width = self.area().width / style.advance;
        for mut line in fitted(cells, width) {
            line.indent = (width - right - breadth(&line.cells)).max(0.0);
            self.line(&line, style);
        }
    }

    /// Text with the upper edge of its characters at `top`; moves nothing.
    pub fn text_at(&mut self, x: f64, top: f64, cells: &[Cell], style: Style) {
        self.put(Item::Text(Self::text_of(x, top, cells, style)));
    }

    /// The same, for a page that stands already.
    pub fn text_of(x: f64, top: f64, cells: &[Cell], style: Style) -> Text {
        // 三号 is drawn a little larger than its cell of the grid: both have one middle.
        let height = if style == TEXT { CHAR_HEIGHT } else { style.size };
        let y = Height::Baseline(top + height / 2.0 + MIDDLE * style.size);
        let Style { size, advance, red } = style;
        Text { x, y, size, advance, squeeze: 1.0, cells: cells.to_vec(), red, turned: false }
    }

    /// A straight red line below what is marked.
    fn underline(&mut self, mut x: f64, y: f64, cells: &[Cell], style: Style) {
        for part in cells.chunk_by(|a, b| a.marked == b.marked) {
            let width = breadth(part) * style.advance;
            if part[0].marked {
                self.put(Item::Rule { x, y: y + HAIR, width, height: UNDERLINE, red: true });
            }
            x += width;
        }
    }

    /// A paragraph of running text. Its last lines stay with the `tail` of so much height that follows.
    pub fn paragraph(&mut self, text: &[Cell], tail: f64) {
        let measure = Measure {
            first: TEXT_INDENT_CHARS.value,
            rest: 0.0,
            right: self.area().chars(),
            justified: true,
        };
        self.lines(&line::lines(text, measure), tail);
    }

    /// Lines of running text, the last of which stay with what follows.
    pub fn lines(&mut self, lines: &[Line], tail: f64) {
        let first = if lines.len() <= SHORT { 0 } else { lines.len() - KEEP };
        // The first page must show text (7.3.3), so that its first line is never moved.
        let bare = self.pages.len() == 1 && (self.at - self.origin).abs() < HAIR;
        let earliest = if bare { first.max(1) } else { first };
        let mut moved = false;
        for (at, line) in lines.iter().enumerate() {
            let rest = (lines.len() - at) as f64 * PITCH + tail;
            if tail > 0.0 && at >= earliest && !moved && self.used && !self.has(rest) {
                // Later lines stay together; only a tail that fits on a page is worth a short one.
                moved = true;
                if rest <= self.area().height {
                    self.next_page();
                }
            }
            self.line(line, TEXT);
        }
    }
}

/// Text as one line, or as several where it is too wide for one.
fn fitted(cells: &[Cell], width: f64) -> Vec<Line> {
    line::lines(cells, Measure { first: 0.0, rest: 0.0, right: width + HAIR, justified: false })
}
