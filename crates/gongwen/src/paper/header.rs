//! 版头: what stands above the red rule of the first page, GB/T 9704-2012, 7.2.

use super::number::DocNumber;
use serde::{Deserialize, Serialize};

/// 版头.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Header {
    /// 发文机关, full or standard short names, the lead organ first. Several make a joint paper.
    pub organs: Vec<String>,
    /// Text of the red heading where it is not made of the organs, such as 云岚市创建工作领导小组会议纪要.
    pub mark: Option<String>,
    /// Whether 文件 follows the organs in the red heading (7.2.4: 可以).
    pub with_suffix: bool,
    /// Only the lead organ stands in the red heading of a joint paper (7.2.4).
    pub lead_only: bool,
    /// 发文字号; a joint paper has that of the lead organ.
    pub number: Option<DocNumber>,
    /// 期次 of minutes, such as 第3期, where they have no number.
    pub issue: Option<String>,
    /// 签发人, upward papers only.
    pub signers: Vec<String>,
    /// 份号, of classified papers. Laid out here; the product offers none.
    pub copy_no: Option<u32>,
    /// 密级和保密期限. Laid out here; the product offers none.
    pub secrecy: Option<Secrecy>,
    /// 紧急程度.
    pub urgency: Option<Urgency>,
}

/// 密级和保密期限.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrecy {
    /// 密级.
    pub level: SecrecyLevel,
    /// 保密期限 with Arabic digits, such as 1年.
    #[serde(default)]
    pub period: Option<String>,
}

/// 密级.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecrecyLevel {
    /// 绝密.
    Top,
    /// 机密.
    Secret,
    /// 秘密.
    Confidential,
}

/// 紧急程度 of papers that are no telegrams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// 特急.
    Extra,
    /// 加急.
    Urgent,
}

impl Secrecy {
    /// 机密★1年.
    pub fn text(&self) -> String {
        let level = match self.level {
            SecrecyLevel::Top => "绝密",
            SecrecyLevel::Secret => "机密",
            SecrecyLevel::Confidential => "秘密",
        };
        self.period.as_ref().map_or_else(|| level.to_owned(), |period| format!("{level}★{period}"))
    }
}

impl Urgency {
    /// 特急, 加急.
    pub fn text(self) -> &'static str {
        match self {
            Self::Extra => "特急",
            Self::Urgent => "加急",
        }
    }
}
