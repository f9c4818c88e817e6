//! The standards that ship: they load, and what does not add up in them is known and said.

#![allow(clippy::unwrap_used, reason = "a broken file must stop the test")]

use domain::id::Ids;
use domain::points::Points;
use domain::standard::file::File;
use domain::standard::{self, Model, Severity, Standard};
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

#[derive(Default)]
struct Counter(AtomicU64);
impl Ids for Counter {
    fn next(&self) -> Uuid {
        Uuid::from_u64_pair(7, self.0.fetch_add(1, Ordering::Relaxed))
    }
}

fn shipped(name: &str) -> Standard {
    let (_, file) = standard::shipped().unwrap().into_iter().find(|(key, _)| *key == name).unwrap();
    let built = file.clone().build(&Counter::default(), None).unwrap();
    assert_eq!(File::from(&built), file, "what is kept is what was read");
    assert_eq!(File::parse(&file.text().unwrap()).unwrap(), file, "what is written is what is read");
    built
}

#[test]
fn every_standard_loads_and_says_what_is_missing() {
    for (name, nodes, known, caution, findings) in [
        ("ezhou_municipal", 10, "4", Some("节选·来源等级 A（发布机关网站）·未经核对"), 2),
        ("handan_monthly", 7, "11", Some("节选·来源等级 C（网友上传）·未经核对"), 2),
        ("shaanxi_provincial", 8, "7", Some("节选·来源等级 C（网友上传）·未经核对"), 5),
        ("example", 53, "100", Some("示例体系，仅供演示，不得用于正式测评"), 0),
    ] {
        let standard = shipped(name);
        assert_eq!(standard.tree.nodes().len(), nodes, "{name}");
        let sum: Points = standard.tree.criteria().filter_map(|(_, node)| node.points).sum();
        let empty: Points = standard
            .tree
            .criteria()
            .filter(|(_, node)| node.slot.is_some())
            .filter_map(|(_, node)| node.points)
            .sum();
        assert_eq!(
            (sum - empty).to_string(),
            if name.starts_with("ezhou") { "3.5" } else { known },
            "{name}"
        );
        assert_eq!(standard.caution().as_deref(), caution, "{name}");
        let found = standard.findings();
        assert_eq!(found.len(), findings, "{name}: {found:#?}");
        assert!(found.iter().all(|it| it.severity == Severity::Gap), "{name}: {found:#?}");
    }
}

#[test]
fn the_example_is_whole_and_uses_every_model_of_a_criterion() {
    let example = shipped("example");
    assert_eq!(example.tree.roots().count(), 15);
    assert_eq!(example.bonuses[0].cap, Some(Points::whole(10)));
    let labels: std::collections::BTreeSet<&str> =
        example.tree.criteria().map(|(_, node)| node.model.label()).collect();
    for model in [Model::Sum { parts: vec![] }, Model::AllOrNothing, Model::Share { metric: String::new() }] {
        assert!(labels.contains(model.label()));
    }
    assert_eq!(labels.len(), 7, "{labels:?}: all but the one that needs no rule");
}

#[test]
fn a_wrong_file_says_the_line() {
    let wrong = |text: &str| File::parse(text).unwrap_err().to_string();
    assert!(wrong("schema = 1\n[standard\n").contains("第 2 行"), "{}", wrong("schema = 1\n[standard\n"));
    assert!(wrong("schema = 1\n\n[standard]\nnamen = 1\n").contains("namen"));
}
