//! Typefaces: what the standard calls them, what files are called, and what was taken where one is missing.

use serde::{Deserialize, Serialize};

/// A class of type. The standard names classes; names of files are office practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Face {
    /// 仿宋体: running text.
    FangSong,
    /// 楷体: headings of the second level, names of signers.
    Kai,
    /// 黑体: headings of the first level, 附件.
    Hei,
    /// 小标宋体: red heading and title.
    BiaoSong,
    /// 宋体: page numbers.
    Song,
}

impl Face {
    /// All classes.
    pub const ALL: [Self; 5] = [Self::FangSong, Self::Kai, Self::Hei, Self::BiaoSong, Self::Song];

    /// Name in the standard.
    pub fn class(self) -> &'static str {
        match self {
            Self::FangSong => "仿宋体",
            Self::Kai => "楷体",
            Self::Hei => "黑体",
            Self::BiaoSong => "小标宋体",
            Self::Song => "宋体",
        }
    }

    /// Names of installed faces of this class, the one to write first.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Self::FangSong => &[
                "仿宋_GB2312",
                "仿宋",
                "FangSong",
                "FangSong_GB2312",
                "STFangsong",
                "华文仿宋",
                "方正仿宋_GBK",
                "方正仿宋简体",
            ],
            Self::Kai => &[
                "楷体_GB2312",
                "楷体",
                "KaiTi",
                "KaiTi_GB2312",
                "STKaiti",
                "华文楷体",
                "方正楷体_GBK",
                "方正楷体简体",
            ],
            Self::Hei => &["黑体", "SimHei", "STHeiti", "华文黑体", "方正黑体_GBK", "方正黑体简体"],
            Self::BiaoSong => &["方正小标宋简体", "方正小标宋_GBK", "华文中宋", "STZhongsong"],
            Self::Song => &["宋体", "SimSun", "STSong", "华文宋体", "NSimSun", "新宋体"],
        }
    }

    /// The class that a name of a face belongs to.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|face| face.names().iter().any(|known| known.eq_ignore_ascii_case(name.trim())))
    }
}

/// The names that a document is written with, one for each class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typefaces {
    /// 仿宋体.
    pub fang_song: String,
    /// 楷体.
    pub kai: String,
    /// 黑体.
    pub hei: String,
    /// 小标宋体.
    pub biao_song: String,
    /// 宋体.
    pub song: String,
}

impl Default for Typefaces {
    fn default() -> Self {
        let first = |face: Face| face.names()[0].to_owned();
        Self {
            fang_song: first(Face::FangSong),
            kai: first(Face::Kai),
            hei: first(Face::Hei),
            biao_song: first(Face::BiaoSong),
            song: first(Face::Song),
        }
    }
}

impl Typefaces {
    /// The name for a class.
    pub fn name(&self, face: Face) -> &str {
        match face {
            Face::FangSong => &self.fang_song,
            Face::Kai => &self.kai,
            Face::Hei => &self.hei,
            Face::BiaoSong => &self.biao_song,
            Face::Song => &self.song,
        }
    }
}

/// A face that a writer did not have and what it set instead. Never silent: it belongs to the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Substitution {
    /// The class.
    pub face: Face,
    /// The face set instead.
    pub used: String,
}

/// A character that no face at hand holds. It blocks signing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lack {
    /// The character.
    pub character: char,
    /// 1-based page.
    pub page: u32,
}

impl Substitution {
    /// The sentence for the user.
    pub fn sentence(&self) -> String {
        let wanted = self.face.names()[0];
        format!("没有{}（{wanted}），以“{}”代替。", self.face.class(), self.used)
    }
}

impl Lack {
    /// The sentence for the user.
    pub fn sentence(&self) -> String {
        let Self { character, page } = self;
        let point = u32::from(*character);
        format!("第 {page} 页的“{character}”（U+{point:04X}）没有可用的字形，请安装生僻字字体后再签发。")
    }
}
