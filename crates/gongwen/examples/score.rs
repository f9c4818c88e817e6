//! Prints how well the composed papers of `tests/corpus` are read, field by field.
//!
//! `--verbose` names every miss and surplus; `--held-out` takes only the papers that were written after the
//! rules; `--first` only the others; any other word takes only the papers whose name holds it.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a tool for developers")]

#[path = "../tests/score/mod.rs"]
mod score;

use score::paper::Batch;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| words.iter().any(|word| word == flag);
    let batch = match () {
        () if has("--held-out") => Some(Batch::HeldOut),
        () if has("--first") => Some(Batch::First),
        () => None,
    };
    let mut papers = score::paper::all();
    if let Some(name) = words.iter().find(|word| !word.starts_with("--")) {
        papers.retain(|paper| paper.name.contains(name));
    }
    let score = score::Score::of(&papers, batch);
    if has("--verbose") {
        println!("{}\n", score.misses.join("\n"));
    }
    print!("{}", score.table());
}
