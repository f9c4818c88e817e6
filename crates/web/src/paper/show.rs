//! How pages show what a paper says and where it stands.

use domain::paper::PaperState;
use gongwen::paper as gw;
use gw::Block;

/// The sign of a state, as the macro `status` knows it.
pub fn sign(state: PaperState) -> &'static str {
    match state {
        PaperState::Draft => "doing",
        PaperState::Issued | PaperState::Filed => "done",
        PaperState::Void => "void",
        _ => "review",
    }
}

/// A block of the text on the page.
pub struct Shown {
    /// `heading`, `text`, `table` or `image`.
    pub kind: &'static str,
    /// Level of a heading.
    pub level: u8,
    pub text: String,
    pub more: String,
    pub head: Vec<Vec<String>>,
    pub rows: Vec<Vec<String>>,
}

/// The blocks of a text with their numerals.
pub fn shown(body: &[Block]) -> Vec<Shown> {
    let numerals = gw::numeral::numerals(body);
    body.iter().zip(numerals).map(|(block, number)| one(block, &number)).collect()
}

fn one(block: &Block, number: &str) -> Shown {
    let plain = |kind, text: String| Shown {
        kind,
        level: 0,
        text,
        more: String::new(),
        head: Vec::new(),
        rows: Vec::new(),
    };
    let cells = |rows: &[gw::Row]| -> Vec<Vec<String>> {
        rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect()
    };
    match block {
        Block::Heading(it) => Shown {
            level: it.level.into(),
            more: app::paper::text::runs(&it.follow),
            ..plain("heading", format!("{number}{}", it.text))
        },
        Block::Paragraph { runs } => plain("text", app::paper::text::runs(runs)),
        Block::Table(it) => Shown {
            head: cells(&it.head),
            rows: cells(&it.rows),
            ..plain("table", it.caption.clone().unwrap_or_default())
        },
        Block::Image(it) => plain("image", it.alt.clone()),
    }
}
