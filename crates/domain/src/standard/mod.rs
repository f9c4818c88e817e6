//! 测评体系: a standard as data. A tree of any depth, each criterion with its points, its model and
//! the proof that it asks for; gates, bonuses and deductions beside the tree. A version that was
//! used never changes; the next one is a new version with the same lineage.

mod aside;
mod change;
mod due;
pub mod edit;
mod event;
mod evidence;
pub mod file;
mod finding;
mod gap;
mod gate;
pub mod grid;
pub mod import;
mod link;
mod model;
mod row;
mod shipped;
mod tree;
pub mod words;

pub use aside::{Aside, AsideKind, AsideWords, LookBack};
pub use change::{Difference, differences};
pub use due::due_days;
pub use event::{BonusRule, EventRule};
pub use evidence::{EvidenceKind, EvidenceRule};
pub use finding::{Finding, Severity};
pub use gap::{Gap, Piece, Weight, gaps};
pub use gate::{Effect, Gate, Window};
pub use link::{CriterionLink, LinkState};
pub use model::{Grade, Letter, Model, Part};
pub use row::{Discarded, Making, StandardHead, StandardRow, StandardState};
pub use row::{adopt, discard, publish, renew, retire, rewrite};
pub use shipped::shipped;
pub use tree::{Node, NotATree, Tree};

use crate::codes;
use crate::points::Points;
use serde::{Deserialize, Serialize};

codes! {
    /// Who stands behind a standard.
    pub enum Level {
        National = "national" "全国",
        Provincial = "provincial" "省级",
        Municipal = "municipal" "市级",
        County = "county" "县级",
        Industry = "industry" "行业",
        Bureau = "bureau" "本单位",
    }
}

codes! {
    /// How far a copy can be trusted (`docs/glossary.md`).
    pub enum Source {
        Official = "A" "发布机关网站",
        Mirror = "B" "转载",
        Upload = "C" "网友上传",
        Lead = "D" "线索",
        Composed = "example" "示例",
    }
}

codes! {
    /// What happens to the points of a criterion that does not apply to a unit.
    pub enum Rebase {
        /// The rest of its project is scaled up to the project's full points.
        Scale = "scale" "按比例折算",
        /// It counts as reached.
        Full = "full" "计满分",
        /// It counts as not reached.
        None = "none" "不计分",
    }
}

codes! {
    /// How the years of one term become one result.
    pub enum Years {
        /// The period stands alone.
        Single = "single" "单年",
        /// Each year has points of its own, added up (Ezhou: 40 + 60).
        Sum = "sum" "各年相加",
        /// The mean of the years (Suizhou: of three).
        Mean = "mean" "各年平均",
    }
}

/// One version of a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    pub name: String,
    pub issuer: String,
    pub level: Level,
    pub region: String,
    /// 2017, "2020年版" …; empty where the copy does not say.
    pub edition: String,
    pub source: Source,
    /// What is missing from the copy, in one sentence; empty for a whole standard.
    pub gaps: String,
    pub total: Option<Points>,
    /// The score from which a unit may stand (达标线).
    pub pass: Option<Points>,
    pub rebase: Rebase,
    pub years: Years,
    /// How many years make a term.
    pub term: u8,
    pub tree: Tree,
    pub bonuses: Vec<BonusRule>,
    pub events: Vec<EventRule>,
    pub gates: Vec<Gate>,
}

impl Standard {
    /// 节选: parts of it were never seen.
    pub fn is_partial(&self) -> bool {
        !self.gaps.is_empty()
    }

    /// The mark that every page and export of a partial or unchecked copy carries.
    pub fn caution(&self) -> Option<String> {
        caution(self.source, self.is_partial())
    }
}

pub(crate) fn caution(source: Source, partial: bool) -> Option<String> {
    match source {
        Source::Composed => Some("示例体系，仅供演示，不得用于正式测评".into()),
        Source::Official if !partial => None,
        source => {
            let part = if partial { "节选·" } else { "" };
            Some(format!("{part}来源等级 {}（{source}）·未经核对", crate::code::Code::code(source)))
        }
    }
}

/// The part of the term that a node is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    Year(i16),
    Month(u8),
    Quarter(u8),
}
