//! 文种: the fifteen kinds of the 《党政机关公文处理工作条例》, article 8, in its order.

use serde::{Deserialize, Serialize};

/// Kind of an official paper. 方案, 总结, 要点 are none: they travel under a notice or report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 决议.
    Resolution,
    /// 决定.
    Decision,
    /// 命令（令）.
    Order,
    /// 公报.
    Communique,
    /// 公告.
    Announcement,
    /// 通告.
    PublicNotice,
    /// 意见.
    Opinion,
    /// 通知.
    Notice,
    /// 通报.
    Circular,
    /// 报告.
    Report,
    /// 请示.
    Request,
    /// 批复.
    Reply,
    /// 议案.
    Motion,
    /// 函.
    Letter,
    /// 纪要.
    Minutes,
}

/// Where a paper goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// 上行文.
    Up,
    /// 平行文.
    Level,
    /// 下行文, or to the public.
    Down,
}

impl Kind {
    /// All kinds in the order of the article.
    pub const ALL: [Self; 15] = [
        Self::Resolution,
        Self::Decision,
        Self::Order,
        Self::Communique,
        Self::Announcement,
        Self::PublicNotice,
        Self::Opinion,
        Self::Notice,
        Self::Circular,
        Self::Report,
        Self::Request,
        Self::Reply,
        Self::Motion,
        Self::Letter,
        Self::Minutes,
    ];

    /// The word of the article.
    pub fn name(self) -> &'static str {
        match self {
            Self::Resolution => "决议",
            Self::Decision => "决定",
            Self::Order => "命令（令）",
            Self::Communique => "公报",
            Self::Announcement => "公告",
            Self::PublicNotice => "通告",
            Self::Opinion => "意见",
            Self::Notice => "通知",
            Self::Circular => "通报",
            Self::Report => "报告",
            Self::Request => "请示",
            Self::Reply => "批复",
            Self::Motion => "议案",
            Self::Letter => "函",
            Self::Minutes => "纪要",
        }
    }

    /// The kind of this name. Other words are no kinds, though an attachment may be titled so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name || kind.endings().contains(&name))
    }

    /// What a title of this kind ends with.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Order => &["命令", "令"],
            Self::Letter => &["函"],
            Self::Resolution => &["决议"],
            Self::Decision => &["决定"],
            Self::Communique => &["公报"],
            Self::Announcement => &["公告"],
            Self::PublicNotice => &["通告"],
            Self::Opinion => &["意见"],
            Self::Notice => &["通知"],
            Self::Circular => &["通报"],
            Self::Report => &["报告"],
            Self::Request => &["请示"],
            Self::Reply => &["批复"],
            Self::Motion => &["议案"],
            Self::Minutes => &["纪要"],
        }
    }

    /// Which ways papers of this kind go. Only an upward paper names its 签发人.
    pub fn directions(self) -> &'static [Direction] {
        match self {
            Self::Report | Self::Request => &[Direction::Up],
            Self::Opinion => &[Direction::Up, Direction::Level, Direction::Down],
            Self::Letter | Self::Motion => &[Direction::Level],
            Self::Minutes => &[Direction::Level, Direction::Down],
            _ => &[Direction::Down],
        }
    }

    /// True where a paper of this kind may go up.
    pub fn may_go_up(self) -> bool {
        self.directions().contains(&Direction::Up)
    }

    /// True where a paper of this kind goes up and nowhere else.
    pub fn must_go_up(self) -> bool {
        self.directions() == [Direction::Up]
    }
}
