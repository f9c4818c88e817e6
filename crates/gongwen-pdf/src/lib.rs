//! Papers as PDF files in the layout of GB/T 9704-2012: 22 lines of 28 characters on a fixed grid.
//!
//! [`book`] binds texts, tables, pictures and pages of other files to volumes with contents, bookmarks and continuous
//! page numbers; [`label`] makes what is pasted on boxes.
//!
//! [`pdf`] sets a [`Paper`] from the same texts ([`gongwen::paper::compose`]) and numbers ([`gongwen::layout`]) as
//! the Word writer. It touches no files and no clock: faces come in as [`Fonts`], the time as [`Options::made`]; the
//! same input makes the same bytes. What was set in another face than the standard names, what was borrowed from
//! another face, and what no face holds, is part of the [`Output`].
//!
//! ```
//! use gongwen::paper::Paper;
//! use gongwen_pdf::{Fonts, Options, pdf};
//!
//! let paper: Paper = serde_json::from_str(r#"{
//!     "kind": "notice",
//!     "header": {"organs": ["云岚市交通运输局"], "with_suffix": true, "number": "云交文〔2026〕12号"},
//!     "title": "云岚市交通运输局关于开展清明活动的通知",
//!     "recipients": ["局属各单位"],
//!     "body": [{"type": "paragraph", "runs": [{"text": "请于4月3日前报送安排。"}]}],
//!     "sign_off": {"date": "2026-03-20"}
//! }"#)?;
//! let output = pdf(&paper, &Fonts::embedded(), &Options { archival: true, ..Options::default() })?;
//! assert!(output.bytes.starts_with(b"%PDF") && output.pages == 1 && output.missing.is_empty());
//! assert_eq!(output.substituted[0].sentence(), "没有仿宋体（仿宋_GB2312），以“Noto Serif CJK SC”代替。");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod book;
mod cell;
mod draw;
mod flow;
mod fonts;
mod foot;
mod head;
mod imprint;
pub mod label;
mod line;
mod mark;
mod measure;
mod number;
mod outline;
mod page;
pub mod sheet;
mod table;
mod text;

pub use fonts::{FontError, Fonts, Use};

use gongwen::paper::{Lack, Paper, Substitution};
use thiserror::Error;

/// How a paper is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// PDF/A-2b, for the archive.
    pub archival: bool,
    /// Time of making, in seconds since 1970 UTC; stands in the metadata.
    pub made: u64,
    /// 版记 on an even page, with a blank page before it if need be. Practice of some offices, no rule.
    pub even_imprint: bool,
}

/// A paper that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its pages.
    pub pages: u32,
    /// Classes of type that were set in a stand-in, in the order of [`gongwen::paper::Face::ALL`].
    pub substituted: Vec<Substitution>,
    /// Characters taken from another face than the rest of their text, each once, by page.
    pub borrowed: Vec<Borrowed>,
    /// Characters that no face at hand holds, each once a page. A 〓 stands in their place, the text below it is right.
    pub missing: Vec<Lack>,
}

/// A character that the face of its text does not hold and another one gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Borrowed {
    /// The character.
    pub character: char,
    /// 1-based page on which it first stands.
    pub page: u32,
    /// The face it was taken from.
    pub used: String,
}

impl Borrowed {
    /// The sentence for the user.
    pub fn sentence(&self) -> String {
        let Self { character, page, used } = self;
        let point = u32::from(*character);
        format!("第 {page} 页的“{character}”（U+{point:04X}）取自“{used}”。")
    }
}

/// Why a paper was not set.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Error {
    /// A table whose rows do not fill its columns.
    #[error("{0}的表格有一行的格数与列数不符，请核对合并的单元格。")]
    Table(String),
    /// An image that is no PNG file.
    #[error("{0}的图片不是可用的 PNG 文件，请转换后再插入。")]
    Image(String),
    /// An image of too many pixels.
    #[error("{0}的图片超过 1600 万像素，请缩小后再插入。")]
    LargeImage(String),
    /// A control character.
    #[error("文字中有不能打印的控制字符（U+{0:04X}），请删去。")]
    Unprintable(u32),
    /// A plate that could not be brought; the caller's sentence.
    #[error("{0}")]
    Plate(String),
    /// A face that its maker does not allow to be embedded, which PDF/A demands.
    #[error("所用的字体文件不允许嵌入，不能生成存档格式，请换用其他字体文件。")]
    Licence,
    /// The PDF library refused.
    #[error("PDF 没有生成：{0}。")]
    Refused(String),
}

/// The paper as a PDF file. It is set as it is: ask [`Paper::problems`] first whether it may be issued.
pub fn pdf(paper: &Paper, fonts: &Fonts, options: &Options) -> Result<Output, Error> {
    let mut flow = flow::Flow::new();
    head::write(&mut flow, paper);
    text::write(&mut flow, paper)?;
    foot::write(&mut flow, paper)?;
    imprint::write(&mut flow, paper, options.even_imprint);
    number::write(&mut flow, paper.format);
    draw::draw(&flow, paper, fonts, options)
}
