//! What stands on a page, and where: texts, rules and pictures in points from the upper left corner.

use crate::cell::Cell;
use crate::measure::Area;

/// A page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its size.
    pub area: Area,
    /// What stands on it, in reading order.
    pub items: Vec<Item>,
    /// Whether it carries a page number.
    pub numbered: bool,
}

/// One thing on a page.
#[derive(Debug, Clone)]
pub enum Item {
    /// Cells of text on one line.
    Text(Text),
    /// A filled rectangle: left, top, width, height.
    Rule {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// Red or black.
        red: bool,
    },
    /// A picture.
    Image {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// Bytes of a PNG file.
        png: Vec<u8>,
        /// Where it stands in the paper, for messages.
        place: String,
    },
    /// A picture or a page of another file, brought when it is drawn.
    Plate {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// What it shows.
        shown: Shown,
    },
    /// A place that leads to another page of the same file.
    Link {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// Page from 0.
        page: usize,
    },
}

/// What a plate shows, by the caller's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// A picture.
    Picture(usize),
    /// A page, from 0, of a file.
    Sheet(usize, usize),
}

/// Where a line of text stands across the page's height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Height {
    /// Its baseline.
    Baseline(f64),
    /// The upper edge of its ink.
    Ink(f64),
    /// The middle of the ink of its first character.
    Middle(f64),
}

/// A line of text.
#[derive(Debug, Clone)]
pub struct Text {
    /// Left edge.
    pub x: f64,
    /// Where it stands.
    pub y: Height,
    /// Size of type in points.
    pub size: f64,
    /// Points of one 字.
    pub advance: f64,
    /// Width of the characters, 1 where they are as they were drawn.
    pub squeeze: f64,
    /// Its characters.
    pub cells: Vec<Cell>,
    /// Red or black.
    pub red: bool,
    /// Turned by a quarter, running downwards.
    pub turned: bool,
}

impl Text {
    /// About where its characters begin.
    pub fn top(&self) -> f64 {
        match self.y {
            Height::Baseline(y) => y - self.size,
            Height::Ink(y) => y,
            Height::Middle(y) => y - self.size / 2.0,
        }
    }
}
