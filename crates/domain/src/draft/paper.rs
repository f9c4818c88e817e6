//! What the reader found, as the record `wenming.plan_read/1` has it. The reader is a crate of its
//! own that this one does not know; the record is the border between them.

use super::Span;
use serde::{Deserialize, Serialize};

/// The parts of the record that a draft is built from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paper {
    pub class: String,
    pub title: Option<String>,
    pub attached_titles: Vec<String>,
    pub issuer: Option<String>,
    pub doc_number: Option<String>,
    pub date: Option<String>,
    pub outline: Vec<Node>,
    pub stages: Vec<Stage>,
    pub roster: Vec<Roster>,
    pub office: Option<String>,
    pub measures: Vec<Clause>,
    pub quantities: Vec<Quantity>,
    pub honours: Vec<Honour>,
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Node {
    pub id: usize,
    pub parent: Option<usize>,
    pub level: usize,
    pub number: Option<String>,
    pub title: String,
    pub inline: bool,
    pub span: Span,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stage {
    pub name: String,
    pub start_month: Option<i8>,
    pub end_month: Option<i8>,
    pub raw: Option<String>,
    pub span: Span,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Roster {
    pub role: String,
    pub names: Vec<String>,
    pub posts: Vec<String>,
    pub collective: Vec<String>,
    pub span: Span,
}

/// A candidate task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Clause {
    pub text: String,
    pub under: Option<usize>,
    pub dept: Option<String>,
    pub support: Vec<String>,
    pub deadline: Option<String>,
    pub cadence: Option<String>,
    pub quantity: Option<String>,
    pub festivals: Vec<String>,
    pub done: bool,
    pub span: Span,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Quantity {
    pub item: String,
    pub value: String,
    pub unit: String,
    pub approx: bool,
    pub raw: String,
    pub span: Span,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Honour {
    pub text: String,
    pub status: String,
    pub holder: Option<String>,
    pub span: Span,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Diagnostic {
    pub severity: String,
    pub message: String,
    pub hint: Option<String>,
    pub span: Span,
}

impl Clause {
    /// Whether the clause says who, when, how often or how much: then it is a task of its own.
    pub fn is_specific(&self) -> bool {
        self.dept.is_some()
            || self.deadline.is_some()
            || self.cadence.is_some()
            || self.quantity.is_some()
            || !self.festivals.is_empty()
    }
}

impl Paper {
    pub fn node(&self, id: usize) -> Option<&Node> {
        self.outline.iter().find(|node| node.id == id)
    }

    /// The node and all above it, from the top down.
    pub fn path(&self, id: Option<usize>) -> Vec<&Node> {
        let mut path: Vec<&Node> = Vec::new();
        let mut next = id.and_then(|id| self.node(id));
        while let Some(node) = next {
            // A damaged outline must not lead in a circle.
            if path.len() > 16 {
                break;
            }
            path.push(node);
            next = node.parent.and_then(|id| self.node(id));
        }
        path.reverse();
        path
    }
}
