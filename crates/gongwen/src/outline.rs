//! The tree of headings, driven by the numbering of this very paper, and the chains inside its paragraphs.
//!
//! Levels come from the order in which styles of numbers open one under the other, never from the layout.
//! What stands under a node is handed on as [`Piece`]s, so that later rules know where a clause belongs.

mod bare;
mod chain;
mod level;
mod title;

pub(crate) use title::lead_in;

use crate::anatomy::Anatomy;
use crate::mark::{self, Mark, Style};
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::{Diagnostic, Node};
use crate::text::{is_break, is_stop};
use level::Levels;
use std::ops::Range;

/// The tree and the running text under its nodes.
#[derive(Debug, Default)]
pub(crate) struct Outline {
    pub nodes: Vec<Node>,
    /// Where the title of each node stands: paragraph and range of its text.
    pub places: Vec<(usize, Range<usize>)>,
    /// Who is to act, as a note behind the title says: （责任科室：法规科）. Aligned with the nodes.
    pub notes: Vec<Option<Range<usize>>>,
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

    /// For each node the last of those right under it.
    pub fn last_children(&self) -> Vec<Option<usize>> {
        let mut last = vec![None; self.nodes.len()];
        for node in &self.nodes {
            if let Some(parent) = node.parent {
                last[parent - 1] = Some(node.id);
            }
        }
        last
    }

    /// The node and those above it, up to the root.
    pub fn ids_above(&self, id: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(id, |id| self.node(*id).parent)
    }

    /// Titles from the node up to the root.
    pub fn titles_above(&self, id: Option<usize>) -> impl Iterator<Item = &str> {
        self.ids_above(id).map(|id| self.node(id).title.as_str())
    }

    /// Notes behind the titles from the node up to the root: paragraph and range.
    pub fn notes_above(&self, id: Option<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
        self.ids_above(id)
            .filter_map(|id| self.notes[id - 1].clone().map(|note| (self.places[id - 1].0, note)))
    }

    /// The note at the end of the title of a node: its paragraph and place.
    pub fn note(&self, id: usize) -> Option<(usize, Range<usize>)> {
        Some((self.places[id - 1].0, self.notes[id - 1].clone()?))
    }

    pub(super) fn add(&mut self, parent: Option<usize>, node: Node, place: (usize, Range<usize>)) -> usize {
        let id = self.nodes.len() + 1;
        let level = parent.map_or(1, |parent| self.node(parent).level + 1);
        self.nodes.push(Node { id, parent, level, ..node });
        self.places.push(place);
        self.notes.push(None);
        id
    }
}

/// Reads the outline of all papers and sets the kind of its headings.
pub(crate) fn read(paras: &mut [Para], anatomy: &Anatomy, diagnostics: &mut Vec<Diagnostic>) -> Outline {
    let mut outline = Outline::default();
    for paper in &anatomy.papers {
        let mut levels = Levels::default();
        let mut chains = chain::Chains::default();
        let bare = bare::headings(paras, paper.clone());
        let decimals = counts_in_decimals(&paras[paper.clone()]);
        let unmarked = counts_unmarked(&paras[paper.clone()]);
        for at in paper.clone() {
            if !matches!(paras[at].kind, Kind::Body) {
                continue;
            }
            let text = paras[at].text.clone();
            let mark = numbered(&paras[at], paras[at + 1..paper.end].first(), decimals)
                .or_else(|| unmarked.then(|| mark::unmarked(&paras[at].text.chars)).flatten())
                .filter(|mark| {
                    let followed = || is_followed(&paras[at + 1..paper.end], mark);
                    let noted = || {
                        let below = paras[at + 1..paper.end].iter().find(|next| next.kind != Kind::Noise);
                        below.is_some_and(|next| crate::measure::is_labelled(&next.text.chars))
                    };
                    mark.len < text.len() && levels.accepts(mark, is_short(&text.chars), followed, noted)
                })
                .or_else(|| bare.get(&at).cloned());
            let opened = mark.as_ref().map(|mark| (mark.style, mark.value));
            let start = match mark {
                Some(mark) => {
                    let leading = chains.close(&mut outline, paras, diagnostics);
                    paras[at].kind = Kind::Heading;
                    levels.lead(leading);
                    let parent = levels.place(&mark, || text.span(0..mark.len), diagnostics);
                    let next = paras[at + 1..paper.end].iter().find(|next| next.kind != Kind::Noise);
                    let title = title::bracketed(&text.chars, &mark)
                        .or_else(|| title::labelled(&paras[at], &mark))
                        .or_else(|| title::spaced(&paras[at], &mark))
                        .or_else(|| title::sentence(&text.chars, &mark, next))
                        .unwrap_or_else(|| title::of_heading(&text.chars, mark.len));
                    let (title, note) = title::without_note(&text.chars, title);
                    let node = title::node(&text, &mark, title.clone(), false);
                    let id = outline.add(parent, node, (at, title.clone()));
                    let start = match &note {
                        // 请各校填报《…》（见附件5），加盖公章…: the sentence goes on behind the note.
                        Some(note) if matches!(text.chars.get(note.end), Some('，' | ',')) => title.start,
                        Some(note) => note.end,
                        // 第八条 按要求参加培训；…: an article has no heading, and its first sentence says something.
                        None if says_something(&mark, &text.chars, &title) => title.start,
                        // A title that is cut at a comma is the beginning of a sentence.
                        None if matches!(text.chars.get(title.end), Some('，' | ',')) => title.start,
                        None => title.end,
                    };
                    outline.notes[id - 1] = note;
                    let rest = &text.chars[title.end..];
                    let alone = title.len() <= 20 && rest.iter().all(|c| matches!(c, '：' | ':'));
                    levels.opened(id, alone);
                    start
                }
                None => {
                    levels.spoken();
                    0
                }
            };
            if let Some(value) = chains.collect(&paras[at], at, start, levels.current(), opened) {
                levels.counted(value);
            }
        }
        chains.close(&mut outline, paras, diagnostics);
    }
    outline
}

/// True where the title of an article is its first sentence, or that of an item a long one, behind which more follows.
fn says_something(mark: &Mark, chars: &[char], title: &Range<usize>) -> bool {
    let commas = || chars[title.clone()].iter().filter(|c| matches!(c, '，' | ',')).count();
    let item = || {
        matches!(mark.style, Style::Digit | Style::DigitBracket)
            && (title.len() >= 20 && commas() > 0 || title.len() >= 30)
    };
    (mark.style == Style::Article && title.len() >= 8 || item())
        && title.end + 1 < chars.len()
        && chars.get(title.end).is_some_and(|c| is_stop(*c))
}

/// A line of words without any mark inside.
fn is_short(chars: &[char]) -> bool {
    chars.len() <= 16 && !chars[2.min(chars.len())..].iter().any(|c| is_break(*c) || *c == '、')
}

/// The next number of the same style opens one of the next lines.
fn is_followed(next: &[Para], mark: &Mark) -> bool {
    let same = |para: &Para| mark::parse(&para.text.chars).filter(|next| next.style == mark.style);
    next.iter().take(12).find_map(same).is_some_and(|next| next.value == mark.value + 1)
}

fn numbered(para: &Para, next: Option<&Para>, decimals: bool) -> Option<Mark> {
    let chars = &para.text.chars;
    let below = || next.and_then(|next| mark::decimal(&next.text.chars));
    let over =
        || mark::bare(chars).filter(|mark| below().is_some_and(|b| b.label == format!("{}.1", mark.label)));
    let fine = || mark::decimal(chars).or_else(|| mark::plain(&para.loose.chars, chars)).or_else(over);
    let parted = || mark::parted(&para.loose.chars).filter(|_| !decimals);
    decimals.then(fine).flatten().or_else(|| mark::parse(chars)).or_else(parted)
}

/// True for papers whose lines begin with 1强化制度 and, soon below it, 2加强设施.
fn counts_unmarked(paras: &[Para]) -> bool {
    let values = paras.iter().filter(|para| para.kind == Kind::Body);
    let values: Vec<Option<u64>> =
        values.map(|para| mark::unmarked(&para.text.chars).map(|mark| mark.value)).collect();
    (0..values.len())
        .any(|at| values[at] == Some(1) && values[at + 1..].iter().take(4).any(|value| *value == Some(2)))
}

/// True for papers that count 1.1, 1.2: some first and its successor open lines.
fn counts_in_decimals(paras: &[Para]) -> bool {
    let marks: Vec<Mark> = paras.iter().filter_map(|para| mark::decimal(&para.text.chars)).collect();
    let has = |value: u64| marks.iter().any(|mark| mark.style == Style::Decimal && mark.value == value);
    // 1.1 and 1.2 say so alone.
    let first = |label: &str| marks.iter().any(|mark| mark.label == label);
    marks.len() >= 3 && has(1) && has(2) || first("1.1") && first("1.2")
}
