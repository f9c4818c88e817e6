//! The composed papers of `tests/corpus`: each file holds a paper and what must be read from it.
//!
//! Header fields, rosters and figures must be exact; the heading tree and the stages are scored over all
//! papers, so that a change shows what it costs.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may panic and report")]

use gongwen::{PlanRead, Severity, read_text};
use std::path::Path;

#[derive(Default)]
struct Score {
    hit: usize,
    read: usize,
    wanted: usize,
}

impl Score {
    fn add(&mut self, name: &str, read: &[String], wanted: &[String]) {
        let mut rest = wanted.to_vec();
        for item in read {
            match rest.iter().position(|want| want == item) {
                Some(at) => {
                    rest.remove(at);
                    self.hit += 1;
                }
                None => println!("{name}: not wanted: {item}"),
            }
        }
        rest.iter().for_each(|item| println!("{name}: missing: {item}"));
        self.read += read.len();
        self.wanted += wanted.len();
    }

    fn f1(&self, name: &str) -> f64 {
        let precision = self.hit as f64 / self.read.max(1) as f64;
        let recall = self.hit as f64 / self.wanted.max(1) as f64;
        println!("{name}: precision {precision:.3}, recall {recall:.3}");
        2.0 * precision * recall / (precision + recall).max(1e-9)
    }
}

#[test]
fn corpus_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 12);
    let (mut outline, mut stages, mut failures) = (Score::default(), Score::default(), Vec::new());
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let (paper, expect) = text.split_once("=== expect\n").unwrap();
        let plan = read_text(paper).plan;
        let of = |keys: &[&str]| -> Vec<String> {
            expect
                .lines()
                .filter_map(|line| line.split_once(": "))
                .filter(|(key, _)| keys.contains(key))
                .map(|(_, value)| value.to_owned())
                .collect()
        };
        outline.add(&name, &nodes(&plan), &of(&["node", "inline"]));
        stages.add(&name, &stage_lines(&plan), &of(&["stage"]));
        for (key, got) in fields(&plan) {
            let want = of(&[key]).join("");
            if got != want {
                failures.push(format!("{name}: {key}: read “{got}”, wanted “{want}”"));
            }
        }
        for key in ["role", "quantity"] {
            let (got, want) = (lists(&plan, key), of(&[key]));
            if !want.is_empty() && got != want {
                failures.push(format!("{name}: {key}: read {got:?}, wanted {want:?}"));
            }
        }
        for doubt in of(&["doubt"]) {
            let found =
                plan.diagnostics.iter().any(|d| d.severity == Severity::Doubt && d.message.contains(&doubt));
            if !found {
                failures.push(format!("{name}: no doubt about {doubt}"));
            }
        }
    }
    let (outline, stages) = (outline.f1("outline"), stages.f1("stages"));
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(outline >= 0.95, "outline {outline:.3}");
    assert!(stages >= 0.95, "stages {stages:.3}");
}

fn nodes(plan: &PlanRead) -> Vec<String> {
    plan.outline
        .iter()
        .map(|node| format!("{} {} {}", node.level, node.number.as_deref().unwrap_or("-"), node.title))
        .collect()
}

fn stage_lines(plan: &PlanRead) -> Vec<String> {
    let month = |month: Option<u32>| month.map_or("-".to_owned(), |month| month.to_string());
    plan.stages
        .iter()
        .map(|s| format!("{} {} {}", s.name, month(s.start_month), month(s.end_month)))
        .collect()
}

fn fields(plan: &PlanRead) -> Vec<(&'static str, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let class = serde_json::to_value(plan.class).unwrap().as_str().unwrap().to_owned();
    vec![
        ("class", class),
        ("kind", text(&plan.kind)),
        ("title", text(&plan.title)),
        ("issuer", text(&plan.issuer)),
        ("doc_number", text(&plan.doc_number)),
        ("recipients", plan.recipients.join("|")),
        ("cc", plan.cc.join("|")),
        ("date", text(&plan.date)),
        ("print_office", text(&plan.print_office)),
        ("print_date", text(&plan.print_date)),
        ("attached", plan.attached_titles.join("|")),
        ("office", text(&plan.office)),
    ]
}

fn lists(plan: &PlanRead, key: &str) -> Vec<String> {
    match key {
        "role" => plan
            .roster
            .iter()
            .map(|entry| {
                let people = [&entry.names[..], &entry.posts[..], &entry.collective[..]].concat();
                format!("{} {}", entry.role, people.join("、"))
            })
            .collect(),
        _ => plan.quantities.iter().map(|quantity| format!("{} {}", quantity.value, quantity.unit)).collect(),
    }
}
