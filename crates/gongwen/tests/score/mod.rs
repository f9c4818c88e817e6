//! Scores readings of the composed papers in `tests/corpus` against what a careful person reads in them.
//!
//! Shared by the test `corpus`, which holds every field above its floor, and the example `score`, which
//! prints the table. How a paper is written down is told in [`paper`].

#![allow(dead_code, reason = "the test and the example use different halves")]

mod compare;
pub mod paper;

use paper::{Batch, Paper};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Fields in the order of the table.
pub const FIELDS: &[&str] = &[
    "outline",
    "stages",
    "roster",
    "number",
    "title",
    "issuer",
    "recipients",
    "date",
    "cc",
    "print",
    "attached",
    "office",
    "class",
    "kind",
    "quantities",
    "honours",
    "measures",
    "owners",
    "support",
    "deadlines",
    "cadence",
    "invented",
];

/// Hits, misses and surplus of one field.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    pub hit: usize,
    pub read: usize,
    pub wanted: usize,
}

impl Tally {
    /// Share of what was read that is right; 1 where nothing was read.
    pub fn precision(self) -> f64 {
        if self.read == 0 { 1.0 } else { self.hit as f64 / self.read as f64 }
    }

    /// Share of what was wanted that was read; 1 where nothing was wanted.
    pub fn recall(self) -> f64 {
        if self.wanted == 0 { 1.0 } else { self.hit as f64 / self.wanted as f64 }
    }

    pub fn f1(self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

/// One title is the other up to one of its commas.
fn begins(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let rest = long.strip_prefix(short).filter(|_| short.chars().count() >= 9);
    rest.is_some_and(|rest| rest.starts_with(['，', ',', '；', ';', '、', '（', '(']))
}

/// The score over several papers.
#[derive(Debug, Default)]
pub struct Score {
    pub papers: usize,
    /// A sentence that serves as heading may end at any of its commas: for papers annotated elsewhere, whose rule for
    /// the length of such a title is another one.
    clauses: bool,
    tallies: BTreeMap<&'static str, Tally>,
    /// One line per miss or surplus: paper, field, what.
    pub misses: Vec<String>,
}

impl Score {
    /// Reads and scores the papers of `batch`, or all.
    pub fn of(papers: &[Paper], batch: Option<Batch>) -> Self {
        Self::default().with(papers, batch)
    }

    /// The same, where titles of sentences may end at another comma.
    pub fn of_clauses(papers: &[Paper], batch: Option<Batch>) -> Self {
        Self { clauses: true, ..Self::default() }.with(papers, batch)
    }

    fn with(self, papers: &[Paper], batch: Option<Batch>) -> Self {
        let mut score = self;
        for paper in papers.iter().filter(|paper| batch.is_none_or(|batch| paper.batch == batch)) {
            score.papers += 1;
            compare::paper(paper, &mut score);
        }
        score
    }

    pub fn tally(&self, field: &str) -> Tally {
        self.tallies.get(field).copied().unwrap_or_default()
    }

    /// Compares two lists without regard to their order.
    fn lists(&mut self, paper: &str, field: &'static str, read: &[String], wanted: &[String]) {
        let tally = self.tallies.entry(field).or_default();
        let mut rest: Vec<&String> = wanted.iter().collect();
        tally.read += read.len();
        tally.wanted += wanted.len();
        for item in read {
            let clauses = self.clauses && field == "outline";
            let agree = |want: &&String| **want == *item || clauses && begins(want, item);
            match rest.iter().position(agree) {
                Some(at) => {
                    rest.remove(at);
                    tally.hit += 1;
                }
                None => self.misses.push(format!("{paper}: {field}: not wanted: {item}")),
            }
        }
        self.misses.extend(rest.iter().map(|item| format!("{paper}: {field}: missing: {item}")));
    }

    fn add(&mut self, field: &'static str, tally: Tally) {
        let sum = self.tallies.entry(field).or_default();
        sum.hit += tally.hit;
        sum.read += tally.read;
        sum.wanted += tally.wanted;
    }

    fn miss(&mut self, paper: &str, field: &str, what: &str) {
        self.misses.push(format!("{paper}: {field}: {what}"));
    }

    /// The table, one line per field. Of `invented` only the number read counts, and it should be none.
    pub fn table(&self) -> String {
        let mut text = format!("{} papers\n", self.papers);
        let _ = writeln!(
            text,
            "{:<12}{:>8}{:>8}{:>8}{:>11}{:>8}{:>8}",
            "field", "wanted", "read", "hit", "precision", "recall", "F1"
        );
        for field in FIELDS {
            let tally = self.tally(field);
            let Tally { hit, read, wanted } = tally;
            let _ = match *field {
                "invented" => writeln!(text, "{field:<12}{wanted:>8}{read:>8}"),
                _ => writeln!(
                    text,
                    "{field:<12}{wanted:>8}{read:>8}{hit:>8}{:>11.3}{:>8.3}{:>8.3}",
                    tally.precision(),
                    tally.recall(),
                    tally.f1()
                ),
            };
        }
        text
    }
}
