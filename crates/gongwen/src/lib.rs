#![doc = include_str!("../README.md")]

mod anatomy;
mod charset;
pub mod check;
mod classified;
mod docx;
mod honour;
mod input;
mod kind;
pub mod layout;
mod lexicon;
mod mark;
mod measure;
mod number;
mod organ;
mod outline;
pub mod paper;
mod paragraph;
mod pdf;
mod plan;
mod quantity;
mod reading;
mod refusal;
mod repair;
mod roster;
mod script;
mod stage;
mod tables;
mod text;
pub mod write;

pub use charset::{Charset, Decoded, decode};
pub use docx::{Block, Blocks, blocks as docx_blocks};
pub use paragraph::ParagraphKind;
pub use pdf::pages as pdf_pages;
pub use plan::{
    Class, Diagnostic, FORMAT, Honour, HonourStatus, Measure, Node, PlanRead, Quantity, RosterEntry,
    Severity, Span, Stage,
};
pub use reading::{Hint, Paragraph, Reading, read, read_text};
pub use refusal::Refusal;
pub use script::{fold, to_simplified, to_traditional};
pub use tables::{FileCell, FileTable, tables};
