//! The composed papers of `tests/corpus`: no field may sink under its floor.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may panic and report")]

mod score;

use score::{FIELDS, Score, paper};

/// The least F1 of each field over all papers, a little under what is reached; for measures the recall.
const FLOORS: &[(&str, f64)] = &[("outline", 0.85)];

#[test]
fn no_field_sinks_under_its_floor() {
    let papers = paper::all();
    assert!(papers.len() >= 40, "{} papers", papers.len());
    let score = Score::of(&papers, None);
    println!("{}\n{}", score.misses.join("\n"), score.table());
    for (field, floor) in FLOORS {
        assert!(FIELDS.contains(field), "{field} is no field");
        let tally = score.tally(field);
        let reached = if *field == "measures" { tally.recall() } else { tally.f1() };
        assert!(reached >= *floor, "{field}: {reached:.3} is under {floor}");
    }
    assert!(score.tally("invented").read <= 2, "an owner or a date was invented");
}
