//! What follows the text: attachments, sign-off, imprint, and the list of those present at a meeting.

use super::block::Block;
use super::day::Day;
use serde::{Deserialize, Serialize};

/// 附件, GB/T 9704-2012, 7.3.4 and 7.3.7. Its title stands in the note below the text and above the
/// attachment itself: one title, so that the two never differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attachment {
    /// Its title, without 书名号 and without a full stop.
    pub title: String,
    /// Words of the title that must not be cut.
    #[serde(default)]
    pub title_words: Vec<String>,
    /// Its text. An attachment without text is named in the note and travels by itself.
    #[serde(default)]
    pub body: Vec<Block>,
    /// Set on pages turned by a quarter, for wide tables (clause 8).
    #[serde(default)]
    pub landscape: bool,
}

/// 发文机关署名、成文日期和印章, 7.3.5.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOff {
    /// 署名; empty means the organs of the header.
    #[serde(default)]
    pub organs: Vec<String>,
    /// 成文日期: the day of signature or of adoption.
    pub date: Day,
    /// How it is attested.
    #[serde(default)]
    pub seal: Seal,
}

/// How a paper is attested.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Seal {
    /// 不加盖印章 (7.3.5.2).
    None,
    /// 加盖印章 (7.3.5.1): room for a seal is left over names and date.
    #[default]
    Stamped,
    /// 加盖签发人签名章 (7.3.5.3).
    Signature {
        /// 职务 of the signer, such as 局长.
        post: String,
        /// Name of the signer, printed where no stamp covers it.
        name: String,
    },
    /// Neither names nor date below the text: minutes carry them in the head.
    Omitted,
}

/// 出席、请假、列席 of minutes, 10.3.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Attendance {
    /// 出席: units and names, as they are printed.
    pub present: Vec<String>,
    /// 请假.
    pub excused: Vec<String>,
    /// 列席.
    pub observers: Vec<String>,
}

/// 版记, 7.4.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Imprint {
    /// 抄送机关 in order.
    pub cc: Vec<String>,
    /// 印发机关. A letter has none (10.1).
    pub printer: Option<String>,
    /// 印发日期: the day of printing.
    pub printed: Option<Day>,
}
