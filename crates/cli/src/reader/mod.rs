//! Foreign files are read in a child of the same binary, so that a file made to harm costs that
//! child and nothing else (`DESIGN.md` §7). [`parent`] starts it and words its end, [`child`] is it.
//!
//! The parent writes one line of JSON (what is known of the file) and the bytes; the child answers
//! with one JSON value, the reading or the sentence of a refusal.

pub mod child;
pub mod parent;

pub use parent::Child;

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
/// Largest file that is handed over; the library refuses the same size with its own sentence.
pub const FILE_LIMIT: u64 = 64 << 20;
/// Largest answer that is taken back.
const ANSWER_LIMIT: u64 = 96 << 20;

/// What is known of a file before it is read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Head {
    name: Option<String>,
    charset: Option<String>,
}
