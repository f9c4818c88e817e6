//! 材料要求: what a criterion wants to see. A rule is checked and shown; it never blocks filing.

use crate::codes;
use serde::{Deserialize, Serialize};

codes! {
    /// The sorts of proof that standards name.
    pub enum EvidenceKind {
        Paper = "paper" "正式文件",
        Report = "report" "说明报告",
        Text = "text" "文字材料",
        Photo = "photo" "图片",
        Video = "video" "视频",
        Screenshot = "screenshot" "截图",
        Link = "link" "链接",
        Instruction = "instruction" "签批件",
        Minutes = "minutes" "会议纪要",
        Pledge = "pledge" "责任书",
        Certificate = "certificate" "证书",
        Article = "article" "稿件",
        Regulation = "regulation" "制度",
        Other = "other" "其他",
    }
}

/// One requirement of a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceRule {
    pub kind: EvidenceKind,
    /// What it must be of, in the standard's words.
    #[serde(default)]
    pub what: String,
    /// At least so many.
    #[serde(default = "one")]
    pub least: u32,
    /// At most so many; photos for the photo's sake are not wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<u32>,
    /// Bounds of a text in characters, white space not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_chars: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_chars: Option<u32>,
    /// 单位名称, 节日氛围 …: what the picture must show; only people can see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub must_show: Vec<String>,
    /// The paper must bear a 文号.
    #[serde(default)]
    pub numbered: bool,
    #[serde(default)]
    pub optional: bool,
}

const fn one() -> u32 {
    1
}
