//! The composed papers of `tests/corpus`: no field may sink under its floor.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may panic and report")]

mod score;

use score::{FIELDS, Score, paper};
use std::path::Path;

/// The least F1 of each field over all papers, a little under what is reached; for measures the recall.
const FLOORS: &[(&str, f64)] = &[
    ("outline", 0.985),
    ("stages", 0.98),
    ("roster", 0.98),
    ("number", 0.98),
    ("title", 0.98),
    ("issuer", 0.98),
    ("recipients", 0.98),
    ("date", 0.98),
    ("cc", 0.98),
    ("print", 0.98),
    ("attached", 0.97),
    ("office", 0.97),
    ("class", 0.98),
    ("kind", 0.98),
    ("quantities", 0.98),
    ("honours", 0.82),
    ("measures", 0.97),
    ("owners", 0.97),
    ("support", 0.93),
    ("deadlines", 0.97),
    ("cadence", 0.97),
];

#[test]
fn no_field_sinks_under_its_floor() {
    let papers = paper::all();
    assert!(papers.len() >= 145, "{} papers", papers.len());
    let score = Score::of(&papers, None);
    println!("{}\n{}", score.misses.join("\n"), score.table());
    for (field, floor) in FLOORS {
        assert!(FIELDS.contains(field), "{field} is no field");
        let tally = score.tally(field);
        let reached = if *field == "measures" { tally.recall() } else { tally.f1() };
        assert!(reached >= *floor, "{field}: {reached:.3} is under {floor}");
    }
    assert_eq!(score.tally("invented").read, 0, "an owner or a date was invented");
}

/// Every row of the table of phenomena names a paper that holds its words.
#[test]
fn every_phenomenon_has_its_paper() {
    let blind = paper::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/blind"));
    let papers: Vec<_> = paper::all().into_iter().chain(blind).collect();
    let table = include_str!("../PHENOMENA.md");
    let mut rows = 0;
    for row in table.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")) {
        let cells: Vec<&str> = row.split(" | ").collect();
        let [what, name, words] = cells[..] else { panic!("“{row}” has no three cells") };
        let Some(name) = name.strip_prefix('`').and_then(|name| name.strip_suffix('`')) else { continue };
        let paper = papers.iter().find(|paper| paper.name == name);
        let paper = paper.unwrap_or_else(|| panic!("{what}: no paper {name}"));
        assert!(paper.text.contains(words), "{what}: {name} does not hold “{words}”");
        rows += 1;
    }
    assert!(rows >= 190, "{rows} rows");
}
