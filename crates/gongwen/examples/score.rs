//! Prints how well the composed papers of `tests/corpus` are read, field by field.
//!
//! `--verbose` names every miss and surplus; `--held-out` takes only the papers that were written after the
//! rules; `--first` only the others; `--folder=DIR` takes papers of the same format from elsewhere, which is how
//! public papers are measured that are no part of this crate; `--clauses` lets the title of a sentence end at another of
//! its commas; any other word takes only the papers whose name
//! holds it.

#![allow(clippy::unwrap_used, reason = "a tool for developers")]

#[path = "../tests/score/mod.rs"]
mod score;

use score::paper::Batch;
use std::io::Write as _;
use std::path::Path;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| words.iter().any(|word| word == flag);
    let batch = match () {
        () if has("--held-out") => Some(Batch::HeldOut),
        () if has("--first") => Some(Batch::First),
        () => None,
    };
    let folder = words.iter().find_map(|word| word.strip_prefix("--folder="));
    let mut papers = folder.map_or_else(score::paper::all, |folder| score::paper::of(Path::new(folder)));
    if let Some(name) = words.iter().find(|word| !word.starts_with("--")) {
        papers.retain(|paper| paper.name.contains(name));
    }
    let score = match has("--clauses") {
        true => score::Score::of_clauses(&papers, batch),
        false => score::Score::of(&papers, batch),
    };
    let mut out = std::io::stdout().lock();
    let printed = match has("--verbose") {
        true => write!(out, "{}\n\n{}", score.misses.join("\n"), score.table()),
        false => write!(out, "{}", score.table()),
    };
    match printed {
        // Whoever reads only the beginning has what they want.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {}
        other => other.unwrap(),
    }
}
