//! The pieces of a text: headings, paragraphs, tables, images.

use serde::{Deserialize, Serialize};

/// One piece of a text, in reading order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// A heading, alone or with text behind it.
    Heading(Heading),
    /// A paragraph of running text, indented by two characters.
    Paragraph {
        /// Its runs, in order.
        runs: Vec<Run>,
    },
    /// A table.
    Table(Table),
    /// A picture on a line of its own.
    Image(Image),
}

impl Block {
    /// A paragraph of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Paragraph { runs: vec![Run::plain(text)] }
    }

    /// A numbered heading.
    pub fn heading(level: Level, text: impl Into<String>) -> Self {
        Self::Heading(Heading { level, text: text.into(), numbered: true, follow: Vec::new() })
    }
}

/// Level of a heading, GB/T 9704-2012, 7.3.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Level {
    /// 一、 in 黑体.
    First,
    /// （一） in 楷体.
    Second,
    /// 1. in 仿宋体.
    Third,
    /// （1） in 仿宋体.
    Fourth,
}

impl Level {
    /// All levels, outermost first.
    pub const ALL: [Self; 4] = [Self::First, Self::Second, Self::Third, Self::Fourth];

    /// 0 for the first level.
    pub fn index(self) -> usize {
        self as usize
    }
}

impl TryFrom<u8> for Level {
    type Error = String;

    fn try_from(level: u8) -> Result<Self, String> {
        let at = usize::from(level).checked_sub(1);
        at.and_then(|at| Self::ALL.get(at).copied())
            .ok_or_else(|| format!("标题层级 {level} 不在 1 至 4 之间"))
    }
}

impl From<Level> for u8 {
    fn from(level: Level) -> Self {
        level as u8 + 1
    }
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// Its level.
    pub level: Level,
    /// Its words without the numeral.
    pub text: String,
    /// Whether the numeral of its level is put before it; 第一阶段：… needs none.
    #[serde(default = "yes")]
    pub numbered: bool,
    /// Text that goes on in the same paragraph.
    #[serde(default)]
    pub follow: Vec<Run>,
}

fn yes() -> bool {
    true
}

/// Text of one kind inside a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The text; no line breaks.
    pub text: String,
    /// Stressed by weight, as in 一是加强学习。
    #[serde(default)]
    pub bold: bool,
}

impl Run {
    /// A run without stress.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: false }
    }
}

/// Where the text of a cell stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// 居左.
    #[default]
    Left,
    /// 居中.
    Center,
    /// 居右, for figures.
    Right,
}

/// A table. Its head is repeated on every page it reaches.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Words above it.
    #[serde(default)]
    pub caption: Option<String>,
    /// Columns from left to right; their shares make up the width of the type area.
    pub columns: Vec<Column>,
    /// Rows of the head.
    #[serde(default)]
    pub head: Vec<Row>,
    /// Rows below it.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Share of the width, in any unit common to the table.
    pub share: u16,
    /// Where the text of the rows below the head stands.
    #[serde(default)]
    pub align: Align,
}

/// A row: only the cells that begin in it, from left to right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Row {
    /// The cells.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "CellForm")]
pub struct Cell {
    /// Its text; line breaks part paragraphs.
    pub text: String,
    /// How many columns it covers.
    pub across: u16,
    /// How many rows it covers.
    pub down: u16,
}

impl Cell {
    /// A cell of one column and row.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), across: 1, down: 1 }
    }
}

/// A cell as it is written: a text alone, or with its extent.
#[derive(Deserialize)]
#[serde(untagged)]
enum CellForm {
    Text(String),
    Full {
        text: String,
        #[serde(default = "one")]
        across: u16,
        #[serde(default = "one")]
        down: u16,
    },
}

fn one() -> u16 {
    1
}

impl From<CellForm> for Cell {
    fn from(form: CellForm) -> Self {
        match form {
            CellForm::Text(text) => Self::new(text),
            CellForm::Full { text, across, down } => Self { text, across, down },
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// A picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Image {
    /// The bytes of a PNG file; hexadecimal digits in JSON, where an array of numbers is read too.
    #[serde(with = "super::hex")]
    pub png: Vec<u8>,
    /// Width on paper in millimetres; at most the type area. Without it, the picture's own at 150 dpi.
    #[serde(default)]
    pub width_mm: Option<f64>,
    /// Words below it.
    #[serde(default)]
    pub caption: Option<String>,
    /// What it shows, for those who cannot see it.
    pub alt: String,
}

impl Image {
    /// Width and height in pixels, if the bytes begin as those of a PNG file.
    pub fn pixels(&self) -> Option<(u32, u32)> {
        let head = self.png.get(..24)?;
        if !head.starts_with(b"\x89PNG\r\n\x1a\n") || &head[12..16] != b"IHDR" {
            return None;
        }
        let side = |at: usize| head.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
        let (width, height) = (side(16)?, side(20)?);
        (width > 0 && height > 0 && width <= 1 << 16 && height <= 1 << 16).then_some((width, height))
    }

    /// Width and height on paper, in millimetres, inside an area.
    pub fn size_mm(&self, area_width: f64, area_height: f64) -> Option<(f64, f64)> {
        let (width, height) = self.pixels()?;
        let ratio = f64::from(height) / f64::from(width);
        let wanted = self.width_mm.unwrap_or(f64::from(width) / 150.0 * 25.4);
        let shown = wanted.max(1.0).min(area_width).min(area_height / ratio);
        Some((shown, shown * ratio))
    }
}
