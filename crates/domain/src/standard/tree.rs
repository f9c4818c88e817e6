//! The tree of a standard: projects, indicators, criteria, to any depth; the top may be blocks,
//! months or quarters.

use super::{EvidenceRule, Model, Slot};
use crate::id::{CriterionId, LineageId};
use crate::points::{Points, Ratio};

/// One node. A node without children is a criterion and is answered; any other is the sum of its children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// In this version: what an answer and a piece of evidence hang on.
    pub id: CriterionId,
    /// Across versions: what carries an answer over.
    pub lineage: LineageId,
    /// Index of the parent, always smaller than the node's own.
    pub parent: Option<usize>,
    /// The standard's own numbering: `Ⅱ-1-①`.
    pub code: String,
    pub title: String,
    /// Unknown where the copy does not show them.
    pub points: Option<Points>,
    /// Something below it was not seen.
    pub partial: bool,
    pub model: Model,
    /// 材料审核, 实地考察 …, in the standard's words; several at once.
    pub methods: Vec<String>,
    pub evidence: Vec<EvidenceRule>,
    /// 责任科室 as the standard names it.
    pub section: String,
    /// 报送时间 as the standard says it.
    pub due: String,
    pub slot: Option<Slot>,
    /// The kinds of unit it is meant for; all where empty (共性/个性指标).
    pub applies_to: Vec<String>,
    /// The share of the whole that a top block has, where blocks are weighted (实地 85 %).
    pub weight: Option<Ratio>,
}

/// Nodes in reading order, each parent before its children.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    children: Vec<Vec<usize>>,
}

/// Why a list of nodes is no tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotATree {
    #[error("第 {0} 项的上级排在它后面或不存在。")]
    Parent(usize),
    #[error("编号“{0}”重复。")]
    Twice(String),
    #[error("指标层级超过 {} 层。", Tree::DEEPEST)]
    Deep,
    #[error("指标超过 {} 项。", Tree::MOST)]
    Large,
}

impl Tree {
    pub const DEEPEST: usize = 8;
    /// Ten times the largest city standard seen.
    pub const MOST: usize = 5_000;

    /// Checks that the nodes are a tree.
    ///
    /// # Errors
    /// A parent that does not come before its child, a number used twice, too deep or too large.
    pub fn new(nodes: Vec<Node>) -> Result<Self, NotATree> {
        if nodes.len() > Self::MOST {
            return Err(NotATree::Large);
        }
        let mut codes = std::collections::BTreeSet::new();
        let mut depth: Vec<usize> = Vec::with_capacity(nodes.len());
        let mut children = vec![Vec::new(); nodes.len()];
        for (index, node) in nodes.iter().enumerate() {
            if !node.code.is_empty() && !codes.insert(node.code.as_str()) {
                return Err(NotATree::Twice(node.code.clone()));
            }
            let deep = match node.parent {
                None => 0,
                Some(parent) if parent < index => {
                    children[parent].push(index);
                    depth[parent] + 1
                }
                Some(_) => return Err(NotATree::Parent(index + 1)),
            };
            if deep >= Self::DEEPEST {
                return Err(NotATree::Deep);
            }
            depth.push(deep);
        }
        Ok(Self { nodes, children })
    }

    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    pub fn children(&self, index: usize) -> &[usize] {
        &self.children[index]
    }

    pub fn is_criterion(&self, index: usize) -> bool {
        self.children[index].is_empty()
    }

    /// Criteria in reading order, with their indexes.
    pub fn criteria(&self) -> impl Iterator<Item = (usize, &Node)> {
        self.nodes.iter().enumerate().filter(|(index, _)| self.is_criterion(*index))
    }

    pub fn roots(&self) -> impl Iterator<Item = usize> + '_ {
        self.nodes.iter().enumerate().filter(|(_, node)| node.parent.is_none()).map(|(index, _)| index)
    }

    pub fn position(&self, id: CriterionId) -> Option<usize> {
        self.nodes.iter().position(|node| node.id == id)
    }

    /// How many nodes stand above.
    pub fn depth(&self, index: usize) -> usize {
        std::iter::successors(self.nodes[index].parent, |parent| self.nodes[*parent].parent).count()
    }
}
