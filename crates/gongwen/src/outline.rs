//! The tree of headings, driven by the numbering of this very paper, and the chains inside its paragraphs.
//!
//! Levels come from the order in which styles of numbers open one under the other, never from the layout.
//! What stands under a node is handed on as [`Piece`]s, so that later rules know where a clause belongs.

mod chain;
mod title;

pub(crate) use title::lead_in;

use crate::anatomy::Anatomy;
use crate::mark::{self, Mark, Style};
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::{Diagnostic, Node, Severity};
use std::ops::Range;

/// The tree and the running text under its nodes.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub nodes: Vec<Node>,
    /// Where the title of each node stands: paragraph and range of its text.
    pub places: Vec<(usize, Range<usize>)>,
    pub pieces: Vec<Piece>,
}

/// Running text, and the node under which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    pub para: usize,
    pub range: Range<usize>,
    pub under: Option<usize>,
}

impl Outline {
    pub fn node(&self, id: usize) -> &Node {
        &self.nodes[id - 1]
    }

    /// Titles from the node up to the root.
    pub fn titles_above(&self, id: Option<usize>) -> impl Iterator<Item = &str> {
        std::iter::successors(id, |id| self.node(*id).parent).map(|id| self.node(id).title.as_str())
    }

    pub(super) fn add(&mut self, parent: Option<usize>, node: Node, place: (usize, Range<usize>)) -> usize {
        let id = self.nodes.len() + 1;
        let level = parent.map_or(1, |parent| self.node(parent).level + 1);
        self.nodes.push(Node { id, parent, level, ..node });
        self.places.push(place);
        id
    }
}

/// Reads the outline of all papers and sets the kind of its headings.
pub(crate) fn read(paras: &mut [Para], anatomy: &Anatomy, diagnostics: &mut Vec<Diagnostic>) -> Outline {
    let mut outline = Outline::default();
    for paper in &anatomy.papers {
        let mut levels = Levels::default();
        let mut chains = chain::Chains::default();
        for at in paper.clone() {
            if !matches!(paras[at].kind, Kind::Body) {
                continue;
            }
            let text = paras[at].text.clone();
            let mark = mark::parse(&text.chars).filter(|mark| mark.len < text.len() && levels.accepts(mark));
            let opened = mark.as_ref().map(|mark| (mark.style, mark.value));
            let start = match mark {
                Some(mark) => {
                    chains.close(&mut outline, paras, diagnostics);
                    paras[at].kind = Kind::Heading;
                    let parent = levels.place(&mark, || text.span(0..mark.len), diagnostics);
                    let title = title::of_heading(&text.chars, mark.len);
                    let node = title::node(&text, &mark, title.clone(), false);
                    let id = outline.add(parent, node, (at, title.clone()));
                    levels.opened(id);
                    title.end
                }
                None => 0,
            };
            chains.collect(&paras[at], at, start, levels.current(), opened);
        }
        chains.close(&mut outline, paras, diagnostics);
    }
    outline
}

/// The open headings, outermost first.
#[derive(Default)]
struct Levels {
    open: Vec<Open>,
    /// Last number of each style that was closed, since some papers number through their sections.
    closed: Vec<(Style, u64)>,
}

struct Open {
    style: Style,
    value: u64,
    id: usize,
}

impl Levels {
    /// A number far from any sequence is not a heading but a figure that happens to open a line.
    fn accepts(&self, mark: &Mark) -> bool {
        let last = self.open.iter().rev().find(|open| open.style == mark.style).map(|open| open.value);
        let closed =
            self.closed.iter().rev().find(|(style, _)| *style == mark.style).map(|(_, value)| *value);
        let expected = last.or(closed).unwrap_or(0) + 1;
        mark.value <= 3 || mark.value <= expected + 3
    }

    /// Closes what `mark` ends and returns the parent of its node.
    fn place(
        &mut self,
        mark: &Mark,
        span: impl FnOnce() -> [usize; 2],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let same = self.open.iter().rposition(|open| open.style == mark.style);
        let keep = same.unwrap_or_else(|| {
            self.open.iter().position(|open| open.style >= mark.style).unwrap_or(self.open.len())
        });
        let last = match same {
            Some(at) => self.open[at].value,
            None => self
                .closed
                .iter()
                .rev()
                .find(|(style, value)| *style == mark.style && value + 1 == mark.value)
                .map_or(0, |(_, value)| *value),
        };
        for open in self.open.drain(keep..) {
            self.closed.push((open.style, open.value));
        }
        if mark.value != last + 1 && mark.value != 1 {
            let message = match mark.value {
                value if value == last => format!("编号“{}”重复。", mark.label),
                value if value > last => format!("编号从 {last} 跳到 {value}，中间可能有缺漏。"),
                value => format!("编号从 {last} 退回到 {value}，请核对。"),
            };
            diagnostics.push(Diagnostic::new(Severity::Doubt, span(), message).hint("请对照原件核对编号。"));
        }
        self.open.push(Open { style: mark.style, value: mark.value, id: 0 });
        self.open.len().checked_sub(2).map(|at| self.open[at].id)
    }

    fn opened(&mut self, id: usize) {
        if let Some(last) = self.open.last_mut() {
            last.id = id;
        }
    }

    fn current(&self) -> Option<usize> {
        self.open.last().map(|open| open.id)
    }
}
