//! A standard as a file (`standards/*.toml`): flat nodes that name the number of their parent, so
//! that any depth reads alike. Unknown keys are refused: a slip of the pen must not vanish.

use super::{
    BonusRule, EventRule, EvidenceRule, Gate, Level, Model, NotATree, Rebase, Slot, Source, Standard, Tree,
    Years,
};
use crate::id::{CriterionId, Ids, LineageId};
use crate::points::{Points, Ratio};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The file's schema that this program reads.
pub const SCHEMA: u32 = 1;

/// A whole file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub schema: u32,
    pub standard: Head,
    #[serde(default, rename = "node")]
    pub nodes: Vec<Item>,
    #[serde(default, rename = "bonus", skip_serializing_if = "Vec::is_empty")]
    pub bonuses: Vec<BonusRule>,
    #[serde(default, rename = "event", skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<EventRule>,
    #[serde(default, rename = "gate", skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<Gate>,
}

/// What stands over the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    pub name: String,
    pub issuer: String,
    pub level: Level,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub region: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub edition: String,
    pub source: Source,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub gaps: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Points>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<Points>,
    #[serde(default = "scale")]
    pub rebase: Rebase,
    #[serde(default = "single")]
    pub years: Years,
    #[serde(default = "one")]
    pub term: u8,
}

/// One node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    pub code: String,
    /// The number of the parent; a top node where empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub under: String,
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Points>,
    #[serde(default)]
    pub partial: bool,
    #[serde(default)]
    pub score: Model,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceRule>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub due: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slot: Option<Slot>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies_to: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<Ratio>,
}

const fn scale() -> Rebase {
    Rebase::Scale
}
const fn single() -> Years {
    Years::Single
}
const fn one() -> u8 {
    1
}

/// Why a file is no standard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAStandard {
    /// Where the text is no such file: the parser's line and column with its words.
    #[error("文件不符合体系的格式：{0}")]
    Text(String),
    #[error("文件格式版本是 {0}，本程序只能读取版本 {SCHEMA}。")]
    Schema(u32),
    #[error("“{code}”的上级编号“{under}”不存在，或者排在它后面。")]
    Parent { code: String, under: String },
    #[error("第 {0} 项没有编号。")]
    Unnumbered(usize),
    #[error(transparent)]
    Tree(#[from] NotATree),
}

/// Larger than any standard; the file is refused before it is read.
pub const MOST_BYTES: usize = 4 << 20;

impl File {
    /// Reads the text of a file.
    ///
    /// # Errors
    /// Text that is no TOML of this shape, with line and column.
    pub fn parse(text: &str) -> Result<Self, NotAStandard> {
        if text.len() > MOST_BYTES {
            return Err(NotAStandard::Text(format!("超过 {} MB", MOST_BYTES >> 20)));
        }
        toml::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start).min(text.len());
            let line = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
            NotAStandard::Text(format!("第 {line} 行，{}", error.message()))
        })
    }

    /// The text of the file: what [`File::parse`] reads back.
    ///
    /// # Errors
    /// None that is known; the type is the serializer's.
    pub fn text(&self) -> Result<String, NotAStandard> {
        toml::to_string(self).map_err(|error| NotAStandard::Text(error.to_string()))
    }

    /// The standard, each node with new ids. A node with the same number as one of `before` keeps
    /// its lineage, so that answers can be carried over.
    ///
    /// # Errors
    /// A parent that is not above, a number used twice, a schema of another program.
    pub fn build(self, ids: &dyn Ids, before: Option<&Tree>) -> Result<Standard, NotAStandard> {
        let lineage: BTreeMap<&str, LineageId> =
            before.into_iter().flat_map(Tree::nodes).map(|node| (node.code.as_str(), node.lineage)).collect();
        let keys: Vec<(CriterionId, LineageId)> = self
            .nodes
            .iter()
            .map(|item| (ids.make(), lineage.get(item.code.as_str()).copied().unwrap_or_else(|| ids.make())))
            .collect();
        self.with(&keys)
    }

    /// The standard with the ids that its nodes were given once, in their order.
    ///
    /// # Errors
    /// As [`File::build`].
    pub fn with(self, keys: &[(CriterionId, LineageId)]) -> Result<Standard, NotAStandard> {
        if self.schema != SCHEMA {
            return Err(NotAStandard::Schema(self.schema));
        }
        let mut places: BTreeMap<String, usize> = BTreeMap::new();
        let mut nodes = Vec::with_capacity(self.nodes.len());
        for (index, (item, (id, lineage))) in self.nodes.into_iter().zip(keys).enumerate() {
            if item.code.trim().is_empty() {
                return Err(NotAStandard::Unnumbered(index + 1));
            }
            let parent =
                match item.under.as_str() {
                    "" => None,
                    under => Some(places.get(under).copied().ok_or_else(|| NotAStandard::Parent {
                        code: item.code.clone(),
                        under: under.into(),
                    })?),
                };
            places.entry(item.code.clone()).or_insert(index);
            nodes.push(item.node(*id, *lineage, parent));
        }
        Ok(self.standard.over(Tree::new(nodes)?, self.bonuses, self.events, self.gates))
    }
}

/// A standard as it is written down: what the database keeps and what a file holds.
impl From<&Standard> for File {
    fn from(it: &Standard) -> Self {
        let codes: Vec<&str> = it.tree.nodes().iter().map(|node| node.code.as_str()).collect();
        Self {
            schema: SCHEMA,
            standard: Head {
                name: it.name.clone(),
                issuer: it.issuer.clone(),
                level: it.level,
                region: it.region.clone(),
                edition: it.edition.clone(),
                source: it.source,
                gaps: it.gaps.clone(),
                total: it.total,
                pass: it.pass,
                rebase: it.rebase,
                years: it.years,
                term: it.term,
            },
            nodes: it.tree.nodes().iter().map(|node| Item::of(node, &codes)).collect(),
            bonuses: it.bonuses.clone(),
            events: it.events.clone(),
            gates: it.gates.clone(),
        }
    }
}

impl Item {
    fn of(node: &super::Node, codes: &[&str]) -> Self {
        Self {
            code: node.code.clone(),
            under: node.parent.map(|parent| codes[parent].to_owned()).unwrap_or_default(),
            title: node.title.clone(),
            points: node.points,
            partial: node.partial,
            score: node.model.clone(),
            methods: node.methods.clone(),
            evidence: node.evidence.clone(),
            section: node.section.clone(),
            due: node.due.clone(),
            slot: node.slot,
            applies_to: node.applies_to.clone(),
            weight: node.weight,
        }
    }

    fn node(self, id: CriterionId, lineage: LineageId, parent: Option<usize>) -> super::Node {
        super::Node {
            id,
            lineage,
            parent,
            code: self.code,
            title: self.title,
            points: self.points,
            partial: self.partial,
            model: self.score,
            methods: self.methods,
            evidence: self.evidence,
            section: self.section,
            due: self.due,
            slot: self.slot,
            applies_to: self.applies_to,
            weight: self.weight,
        }
    }
}

impl Head {
    fn over(self, tree: Tree, bonuses: Vec<BonusRule>, events: Vec<EventRule>, gates: Vec<Gate>) -> Standard {
        Standard {
            name: self.name,
            issuer: self.issuer,
            level: self.level,
            region: self.region,
            edition: self.edition,
            source: self.source,
            gaps: self.gaps,
            total: self.total,
            pass: self.pass,
            rebase: self.rebase,
            years: self.years,
            term: self.term,
            tree,
            bonuses,
            events,
            gates,
        }
    }
}
