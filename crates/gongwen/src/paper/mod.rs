//! An official paper before it is set: what it says, not how it looks.
//!
//! [`Paper`] is plain data. [`Paper::problems`] says what keeps it from being issued, each with place and
//! clause. [`compose`] turns it into the texts and indents that every writer sets alike: numbered headings, broken title,
//! attachment note, sign-off, imprint. The numbers of the layout stand in [`crate::layout`].

mod block;
pub mod compose;
mod day;
pub mod digits;
mod face;
mod foot;
pub mod grid;
mod header;
mod hex;
mod kind;
mod lexicon;
pub mod linebreak;
mod number;
pub mod numeral;
mod placeholder;
pub mod title;
mod validate;
pub mod width;

pub use block::{Align, Block, Cell, Column, Heading, Image, Level, Row, Run, Table};
pub use day::{Day, DayError};
pub use face::{Face, Lack, Substitution, Typefaces};
pub use foot::{Attachment, Attendance, Imprint, Seal, SignOff};
pub use header::{Header, Secrecy, SecrecyLevel, Urgency};
pub use kind::{Direction, Kind};
pub(crate) use number::is_han;
pub use number::{DocNumber, NumberError};
pub use placeholder::{Placeholder, placeholders};
pub use validate::{Place, Problem};

use serde::{Deserialize, Serialize};

/// The outer form of a paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// 通用格式: clauses 7 and 9.
    #[default]
    Common,
    /// 信函格式: clause 10.1.
    Letter,
    /// 纪要格式: clause 10.3.
    Minutes,
}

/// An official paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Outer form.
    #[serde(default)]
    pub format: Format,
    /// 文种.
    pub kind: Kind,
    /// Whether it goes to a superior organ (上行文); [`Kind::directions`] says what is possible.
    #[serde(default)]
    pub upward: bool,
    /// 版头.
    pub header: Header,
    /// 标题; a line break in it is kept as the break of the printed title.
    pub title: String,
    /// Words of the title that must not be cut, beside those the lexicon knows.
    #[serde(default)]
    pub title_words: Vec<String>,
    /// 主送机关 in order; groups of the same kind are written with 、 in one entry.
    #[serde(default)]
    pub recipients: Vec<String>,
    /// 正文.
    pub body: Vec<Block>,
    /// 附件, in order.
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// 发文机关署名、成文日期、印章.
    pub sign_off: SignOff,
    /// 出席、请假、列席, of minutes.
    #[serde(default)]
    pub attendance: Attendance,
    /// 附注 without its brackets.
    #[serde(default)]
    pub note: Option<String>,
    /// 版记.
    #[serde(default)]
    pub imprint: Option<Imprint>,
}
