//! Papers as Word files (.docx) in the layout of GB/T 9704-2012.
//!
//! [`docx`] sets a [`Paper`]; every number comes from [`crate::layout`], every text from
//! [`crate::paper::compose`]. The same paper, faces and time make the same bytes. Faces are named, not
//! embedded: Word and WPS take them from the computer on which the file is opened.

mod body;
mod foot;
mod head;
mod package;
mod paragraph;
mod picture;
mod section;
mod styles;
mod table;
mod xml;

use crate::paper::{Paper, Problem, Typefaces};
use thiserror::Error;

/// What a file needs besides the paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Names of the faces.
    pub faces: Typefaces,
    /// Time of making, in seconds since 1970 UTC; stands in the metadata.
    pub made: u64,
}

/// Why a paper was not written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WriteError {
    /// A table whose rows do not fill its columns.
    #[error("{0}的表格有一行的格数与列数不符，请核对合并的单元格。")]
    Table(String),
    /// An image that is no PNG file.
    #[error("{0}的图片不是可用的 PNG 文件，请转换后再插入。")]
    Image(String),
    /// A control character.
    #[error("文字中有不能打印的控制字符（U+{0:04X}），请删去。")]
    Unprintable(u32),
    /// The container could not be made.
    #[error("文件没有生成：{0}")]
    Container(String),
}

/// The paper as a Word file. It is written as it is: ask [`Paper::problems`] first whether it may be issued.
pub fn docx(paper: &Paper, options: &Options) -> Result<Vec<u8>, WriteError> {
    let mut document = body::Document::default();
    head::write(&mut document, paper);
    body::write(&mut document, paper)?;
    foot::write(&mut document, paper)?;
    package::pack(&document, paper, options)
}

/// Problems that the standard forbids, without remarks.
pub fn obstacles(paper: &Paper) -> Vec<Problem> {
    paper.problems().into_iter().filter(|problem| problem.strength.binds()).collect()
}
