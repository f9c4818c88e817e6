//! How long a score takes: 30 units × 300 criteria × 3 years from 27 000 answers, and one answer
//! more. Run with `cargo bench -p wenming-domain --bench score`; prints the best of ten.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement prints, or stops")]

use domain::assessment::{Answer, Claim, Claims, Facts, Period, score};
use domain::id::Ids;
use domain::standard::{Standard, file::File};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use uuid::Uuid;

#[derive(Default)]
struct Counter(AtomicU64);
impl Ids for Counter {
    fn next(&self) -> Uuid {
        Uuid::from_u64_pair(7, self.0.fetch_add(1, Ordering::Relaxed))
    }
}

/// 15 projects of 20 criteria, each a sum of two parts.
fn standard() -> Standard {
    let head = "schema = 1\n[standard]\nname = \"量\"\nissuer = \"示例\"\nlevel = \"bureau\"\nsource = \"example\"\ntotal = 600\n";
    let project = |p: usize| {
        let criteria: String = (0..20)
            .map(|c| format!("[[node]]\ncode = \"{p}-{c}\"\nunder = \"{p}\"\ntitle = \"指标\"\npoints = 2\nscore = {{ model = \"sum\", parts = [{{ text = \"甲\", points = 1 }}, {{ text = \"乙\", points = 0.5, each = true, most = 1 }}] }}\n"))
            .collect();
        format!("[[node]]\ncode = \"{p}\"\ntitle = \"项目\"\npoints = 40\n{criteria}")
    };
    let text: String = std::iter::once(head.to_owned()).chain((0..15).map(project)).collect();
    File::parse(&text).unwrap().build(&Counter::default(), None).unwrap()
}

fn best(mut run: impl FnMut()) -> Duration {
    let timed = (0..10).map(|_| {
        let begun = Instant::now();
        run();
        begun.elapsed()
    });
    timed.min().unwrap()
}

fn main() {
    let standard = standard();
    let day = |text: &str| text.parse().unwrap();
    let facts = Facts {
        period: Period { from: day("2026-01-01"), to: day("2026-12-31"), as_of: day("2026-06-11") },
        unit_kind: String::new(),
        awards: vec![],
        events: vec![],
        breaches: vec![],
        confirmed: BTreeMap::new(),
    };
    let all: Vec<Claims> = (0..90_u32)
        .map(|which| {
            let claim = |nth: usize| Claim {
                answer: Answer::Counts(vec![1, (which + nth as u32) % 3]),
                reason: String::new(),
                records: vec![],
            };
            standard.tree.criteria().enumerate().map(|(nth, (_, node))| (node.id, claim(nth))).collect()
        })
        .collect();
    assert_eq!(all.iter().map(BTreeMap::len).sum::<usize>(), 27_000);
    let whole = best(|| {
        for claims in &all {
            std::hint::black_box(score(&standard, claims, &facts).unwrap());
        }
    });
    let one = best(|| {
        std::hint::black_box(score(&standard, &all[0], &facts).unwrap());
    });
    println!("27 000 answers, 90 scores: {whole:.2?}; one score of 300 criteria: {one:.2?}");
}
