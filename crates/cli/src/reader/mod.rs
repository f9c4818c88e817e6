//! Foreign files are read in a child of the same binary, so that a file made to harm costs that
//! child and nothing else (`DESIGN.md` §7). [`parent`] starts it and words its end, [`child`] is it.
//!
//! The parent writes one line of JSON (what is known of the file) and the bytes; the child answers
//! with one JSON value, the reading or the sentence of a refusal; the bytes of a PDF file follow it as they are. A further kind of file is one more
//! [`What`], one arm in the child and one method of [`app::reading::Reader`].

pub mod child;
pub mod parent;

pub use parent::Child;

use gongwen::layout::Overlay;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Hidden name of the child's command.
pub const COMMAND: &str = "__read";
/// Address space of the child, in bytes.
const MEMORY: u64 = 1 << 30;
/// Processor time of the child, in seconds.
const CPU_SECONDS: u64 = 20;
/// How long the parent waits.
const WALL: Duration = Duration::from_secs(30);
/// Largest file that is handed over.
pub const FILE_LIMIT: u64 = app::reading::MAX_BYTES;
/// Largest answer that is taken back: thirty times what the longest papers and rosters give. It
/// bounds what one reading costs the parent.
const ANSWER_LIMIT: u64 = 24 << 20;

/// As what a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
enum What {
    #[default]
    Paper,
    Roster,
    Table,
    Grids,
    Photo,
    Sheets,
    Preview,
    Layout,
}

/// What is known of a file before it is read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Head {
    what: What,
    name: Option<String>,
    charset: Option<String>,
    /// Words that are looked for in it.
    #[serde(default)]
    words: Vec<String>,
    /// Media type, where that decides how it is read.
    #[serde(default)]
    media: String,
    /// An organ's own layout, where that of a Word file is checked.
    #[serde(default)]
    overlay: Overlay,
}
