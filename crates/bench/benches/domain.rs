//! Rules without a database: publication of a large plan, the calendar, the check of a long roster.

#![allow(clippy::unwrap_used, reason = "a bench that cannot set itself up has failed")]

use criterion::{Criterion, criterion_group, criterion_main};
use domain::calendar::{Cadence, Holidays, occurrences};
use domain::day::Day;
use domain::draft::paper::{Clause, Node, Paper};
use domain::draft::{About, Draft, Edit, Org, OrgPerson, OrgUnit, build, edit};
use domain::id::CriterionId;
use domain::id::{BureauId, DraftId, Ids, PersonId, UnitId};
use domain::matching::{Subject, Target, matches};
use domain::publish::{Ground, publish};
use domain::roster::{Cell, Known, Layout, judge};
use domain::unit::UnitKind;
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// Ids that count up.
#[derive(Default)]
struct Counter(AtomicU64);

impl Ids for Counter {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) << 64)
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Sixty sections with a liaison each.
fn org() -> Org {
    let unit = |n: u128| OrgUnit {
        id: UnitId(Uuid::from_u128(n)),
        kind: if n == 1 { UnitKind::Bureau } else { UnitKind::Section },
        name: format!("第{n}科"),
        duties: String::new(),
    };
    let person = |n: u128| OrgPerson {
        id: PersonId(Uuid::from_u128(1_000 + n)),
        name: format!("林晓{n}"),
        title: String::new(),
        unit: UnitId(Uuid::from_u128(n)),
        heads: false,
        liaison: true,
    };
    Org { units: (1..=61).map(unit).collect(), persons: (2..=61).map(person).collect() }
}

/// Twelve measures of ten duties, half of them monthly for every section: some 40 000 occurrences of
/// a holder would be too many, so one in four is for all.
fn draft(org: &Org) -> Draft {
    let node = |id: usize| Node {
        id,
        title: format!("第{id}方面的工作"),
        number: Some(id.to_string()),
        span: [id * 100, id * 100 + 4],
        ..Node::default()
    };
    let clause = |n: usize| Clause {
        text: format!("做好第{n}件事"),
        under: Some(n % 12 + 1),
        span: [2_000 + n * 10, 2_004 + n * 10],
        dept: Some(if n.is_multiple_of(4) { "各科室".into() } else { format!("第{}科", n % 60 + 2) }),
        cadence: n.is_multiple_of(2).then(|| "每月".into()),
        ..Clause::default()
    };
    let paper = Paper {
        class: "plan".into(),
        title: Some("2026年度文明单位创建方案".into()),
        date: Some("2026-01-05".into()),
        outline: (1..=12).map(node).collect(),
        measures: (0..100).map(clause).collect(),
        ..Paper::default()
    };
    let built = build(&paper, &"。".repeat(4_000), org, day("2026-01-06"));
    match built.doubts.iter().find(|doubt| doubt.about == About::Year).map(|doubt| doubt.id) {
        Some(doubt) => edit(&built, Edit::Settle { doubt }).unwrap(),
        None => built,
    }
}

fn publication(criterion: &mut Criterion) {
    let (org, holidays) = (org(), Holidays::shipped());
    let draft = draft(&org);
    let ground = Ground {
        bureau: BureauId(Uuid::from_u128(900)),
        unit: UnitId(Uuid::from_u128(1)),
        org: &org,
        holidays: &holidays,
        today: day("2026-01-06"),
        draft: DraftId(Uuid::from_u128(901)),
        campaign: None,
        plans: &[],
    };
    let made = publish(&draft, &ground, &Counter::default()).unwrap().assignments.len();
    criterion.bench_function(&format!("publish a plan of {made} assignments"), |bench| {
        bench.iter(|| publish(black_box(&draft), &ground, &Counter::default()).unwrap());
    });
    criterion.bench_function("tally keys of a plan", |bench| {
        let published = publish(&draft, &ground, &Counter::default()).unwrap();
        let plan = domain::id::PlanId(Uuid::from_u128(902));
        bench.iter(|| {
            let keys = published
                .assignments
                .iter()
                .flat_map(|it| store::tally_keys(plan, it.measure, it.stage, &it.assignment));
            keys.fold(std::collections::BTreeMap::new(), |mut tally, key| {
                *tally.entry(key).or_insert(0) += 1;
                tally
            })
        });
    });
}

fn calendar(criterion: &mut Criterion) {
    let holidays = Holidays::shipped();
    let (from, to) = (day("2024-01-01"), day("2026-12-31"));
    for (name, cadence) in [
        ("daily", Cadence::Daily),
        ("weekly", Cadence::Weekly { weekday: None }),
        ("monthly", Cadence::Monthly { day: None }),
    ] {
        criterion.bench_function(&format!("three years {name}"), |bench| {
            bench.iter(|| occurrences(black_box(cadence), from, to, &holidays));
        });
    }
}

fn roster(criterion: &mut Criterion) {
    let cell = |text: String| Cell { text, ..Cell::default() };
    let mut rows: Vec<Vec<Cell>> =
        vec![["姓名", "工号", "科室", "职务", "手机"].map(|text| cell(text.to_owned())).to_vec()];
    rows.extend((0..10_000).map(|n| {
        [
            format!("林{}", ["晓雯", "文涛", "明远"][n % 3]),
            format!("X{n:06}"),
            "办公室".into(),
            "科员".into(),
            format!("139{n:08}"),
        ]
        .map(cell)
        .to_vec()
    }));
    let mut known = Known::default();
    known.sections.insert("办公室".into(), vec![UnitId(Uuid::from_u128(2))]);
    let layout = Layout::guess(&rows);
    assert_eq!(judge(&rows, &layout, &known, day("2026-06-11")).ready.len(), 10_000);
    criterion.bench_function("check a roster of 10 000 rows", |bench| {
        bench.iter(|| judge(black_box(&rows), &layout, &known, day("2026-06-11")));
    });
}

/// One record against a thousand criteria, each with titles of its own above it.
fn matching(criterion: &mut Criterion) {
    let matters =
        ["志愿服务", "道德讲堂", "业务培训", "优质服务", "环境卫生", "文体活动", "廉政教育", "安全生产"];
    let targets: Vec<Target> = (0..1000_u128)
        .map(|n| Target {
            id: CriterionId(Uuid::from_u128(n)),
            words: format!("第{}部分 {}有计划有记录第{n}项", n % 15, matters[n as usize % matters.len()]),
            section: "人事教育科".into(),
            slot: None,
        })
        .collect();
    let kinds = domain::record_kind::shipped().unwrap();
    let subject = Subject {
        kind: kinds.iter().find(|it| it.key == "volunteering"),
        title: "学雷锋志愿服务进车站",
        words: &"志愿者分三个岗位引导旅客购票、搬运行李，劝导不文明行为。".repeat(10),
        day: day("2026-03-05"),
        unit: "人事教育科",
    };
    criterion.bench_function("match one record with 1 000 criteria", |bench| {
        bench.iter(|| matches(black_box(&subject), black_box(&targets)));
    });
}

criterion_group!(benches, publication, calendar, roster, matching);
criterion_main!(benches);
