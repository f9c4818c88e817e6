use super::*;
use crate::assignment::{Assignment, Part, State};
use crate::change::Versioned;
use crate::draft::paper::{Clause, Node, Paper, Roster};
use crate::draft::{Edit, Fan, OrgPerson, OrgUnit, build, diff, edit, paper};
use crate::unit::UnitKind;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn org() -> Org {
    let of = |n, kind, name: &str| OrgUnit { id: unit(n), kind, name: name.into(), duties: String::new() };
    let who = |n, name: &str, at, liaison| OrgPerson {
        id: person(n),
        name: name.into(),
        title: String::new(),
        unit: unit(at),
        heads: false,
        liaison,
    };
    Org {
        units: vec![
            of(1, UnitKind::Bureau, "云岚市交通运输局"),
            of(2, UnitKind::Section, "政策法规科"),
            of(3, UnitKind::Section, "办公室"),
            of(4, UnitKind::Subordinate, "运输服务中心"),
        ],
        persons: vec![who(11, "秦卫东", 1, false), who(12, "罗文涛", 2, true), who(13, "孟青", 3, true)],
    }
}

fn draft() -> Draft {
    let node = |id, title: &str| Node {
        id,
        title: title.into(),
        number: Some("一".into()),
        span: [id * 100, id * 100 + 4],
        ..Node::default()
    };
    let clause = |text: &str, under, at| Clause {
        text: text.into(),
        under: Some(under),
        span: [at, at + 4],
        ..Clause::default()
    };
    let paper = Paper {
        class: "plan".into(),
        title: Some("2026年度文明单位创建方案".into()),
        date: Some("2026-03-20".into()),
        outline: vec![node(1, "学习教育"), node(2, "优化环境")],
        stages: vec![paper::Stage {
            name: "全面实施阶段".into(),
            start_month: Some(5),
            end_month: Some(10),
            raw: None,
            span: [0, 0],
        }],
        roster: vec![Roster {
            role: "组长".into(),
            names: vec!["秦卫东".into()],
            collective: vec!["各科室负责人".into()],
            ..Roster::default()
        }],
        measures: vec![
            Clause {
                cadence: Some("每季度".into()),
                dept: Some("法规科".into()),
                ..clause("办一期道德讲堂", 1, 110)
            },
            Clause {
                dept: Some("各科室".into()),
                deadline: Some("7月底前".into()),
                ..clause("各科室开展自查", 1, 120)
            },
            Clause {
                festivals: vec!["端午".into(), "中秋".into()], ..clause("过好传统节日", 2, 210)
            },
            clause("清理卫生死角", 2, 220),
        ],
        ..Paper::default()
    };
    let text = "。".repeat(400);
    let built = build(&paper, &text, &org(), day("2026-06-11"));
    let year = built.doubts.iter().find(|doubt| doubt.about == crate::draft::About::Year).unwrap().id;
    edit(&built, Edit::Settle { doubt: year }).unwrap()
}

fn ground<'a>(org: &'a Org, holidays: &'a Holidays) -> Ground<'a> {
    Ground {
        bureau: BureauId(Uuid::from_u128(900)),
        unit: unit(1),
        org,
        holidays,
        today: day("2026-06-11"),
        draft: DraftId(Uuid::from_u128(901)),
        campaign: None,
        plans: &[],
    }
}

fn published(draft: &Draft) -> Published {
    let (org, holidays) = (org(), Holidays::shipped());
    publish(draft, &ground(&org, &holidays), &Throwaway::default()).unwrap()
}

fn of_task<'a>(made: &'a Published, title: &str) -> Vec<&'a Assignment> {
    let task = made.tasks.iter().find(|task| task.title == title).unwrap();
    made.assignments.iter().map(|placed| &placed.assignment).filter(|it| it.task == task.id).collect()
}

#[test]
fn recurrence_becomes_real_occurrences_from_publication_on() {
    let made = published(&draft());
    let talks = of_task(&made, "办一期道德讲堂");
    let days: Vec<String> = talks.iter().map(|it| format!("{} {}", it.occurrence, it.due.unwrap())).collect();
    assert_eq!(days, ["二季度 2026-06-30", "三季度 2026-09-30", "四季度 2026-12-31"]);
    assert!(
        talks.iter().all(|it| it.part == Part::Lead && it.unit == Some(unit(2)) && it.state == State::Todo)
    );
}

#[test]
fn words_for_all_sections_fan_out() {
    let made = published(&draft());
    let units: Vec<UnitId> = of_task(&made, "各科室开展自查").iter().filter_map(|it| it.unit).collect();
    assert_eq!(units, [unit(2), unit(3)]);
    assert!(of_task(&made, "各科室开展自查").iter().all(|it| it.due == Some(day("2026-07-31"))));
}

#[test]
fn festivals_are_dated_and_what_nobody_owns_waits_for_an_owner() {
    let draft = draft();
    let made = published(&draft);
    let bare = of_task(&made, "过好传统节日");
    assert_eq!(bare.len(), 2);
    assert!(bare.iter().all(|it| it.part == Part::Lead && it.unit.is_none() && it.person.is_none()));
    let item = draft.items().find(|(_, item)| item.text == "过好传统节日").unwrap().1.id;
    let own = Edit::Own { item, leads: vec![], fan: Some(Fan::Subordinates), doer: None, support: vec![] };
    let made = published(&edit(&draft, own).unwrap());
    let days: Vec<(&str, Option<Day>)> =
        of_task(&made, "过好传统节日").iter().map(|it| (it.occurrence.as_str(), it.due)).collect();
    assert_eq!(days, [("端午", Some(day("2026-06-19"))), ("中秋", Some(day("2026-09-25")))]);
}

#[test]
fn a_measure_lends_its_owner_and_a_unit_and_its_person_answer_once() {
    let draft = draft();
    let measure = draft.measures[1].id;
    let assign = Edit::AssignMeasure {
        measure,
        leader: Some(person(11)),
        lead: Some(unit(3)),
        doer: Some(person(13)),
        reviewer: None,
        due: Some(day("2026-09-30")),
    };
    let made = published(&edit(&draft, assign).unwrap());
    let held: Vec<(Part, Option<UnitId>, Option<PersonId>)> =
        of_task(&made, "清理卫生死角").iter().map(|it| (it.part, it.unit, it.person)).collect();
    assert_eq!(held, [(Part::Lead, Some(unit(3)), Some(person(13))), (Part::Leader, None, Some(person(11)))]);
}

#[test]
fn each_person_gets_one_message_with_the_number_of_tasks() {
    let made = published(&draft());
    let texts: Vec<(PersonId, &str)> = made.messages.iter().map(|it| (it.to, it.text.as_str())).collect();
    assert_eq!(
        texts,
        [
            (person(12), "方案已发布，您有 2 项任务：2026年度文明单位创建方案。"),
            (person(13), "方案已发布，您有 1 项任务：2026年度文明单位创建方案。"),
        ]
    );
}

#[test]
fn the_forecast_tells_what_will_be_made_and_what_is_missing() {
    let (org, holidays) = (org(), Holidays::shipped());
    let draft = draft();
    let forecast = forecast(&draft, &ground(&org, &holidays));
    assert_eq!(
        (forecast.tasks, forecast.assignments, forecast.stages, forecast.measures, forecast.seats),
        (4, 8, 1, 2, 2)
    );
    assert_eq!((forecast.unowned.len(), forecast.undated.len(), forecast.unconfirmed.len()), (2, 1, 4));
    assert!(forecast.obstacles.is_empty() && forecast.guessed_years.is_empty());
    let none = Holidays::default();
    assert_eq!(super::forecast(&draft, &ground(&org, &none)).guessed_years, [2026]);
}

#[test]
fn what_cannot_be_published_is_told_first() {
    let (org, holidays) = (org(), Holidays::shipped());
    let good = draft();
    let presumed = Draft { header: Header { year_presumed: true, ..good.header.clone() }, ..good.clone() };
    let past =
        Draft { header: Header { class: "retrospective".into(), ..good.header.clone() }, ..good.clone() };
    let empty = Draft { measures: Vec::new(), ..good };
    for draft in [presumed, past, empty] {
        assert!(publish(&draft, &ground(&org, &holidays), &Throwaway::default()).is_err());
        assert!(!forecast(&draft, &ground(&org, &holidays)).obstacles.is_empty());
    }
}

#[test]
fn a_year_already_over_is_published_whole() {
    let draft = draft();
    let header = Edit::Header {
        title: "2020年度方案".into(),
        doc_number: String::new(),
        issuer: String::new(),
        target: String::new(),
        issued: Some(day("2020-04-28")),
        year: 2020,
    };
    let made = published(&edit(&draft, header).unwrap());
    assert_eq!(of_task(&made, "办一期道德讲堂").len(), 3);
}

#[test]
fn a_revision_keeps_what_is_in_progress() {
    let (org, holidays) = (org(), Holidays::shipped());
    let ground = ground(&org, &holidays);
    let made = published(&draft());
    let live: Vec<Live> = made
        .tasks
        .iter()
        .map(|task| Live {
            task: Versioned { version: 1, row: task.clone() },
            assignments: made
                .assignments
                .iter()
                .filter(|placed| placed.assignment.task == task.id)
                .map(|placed| {
                    let mut row = placed.assignment.clone();
                    if row.occurrence == "二季度" {
                        row.state = State::Doing;
                    }
                    Versioned { version: 1, row }
                })
                .collect(),
        })
        .collect();
    // The new paper: one task is gone, one has another day, one is new.
    let mut new = draft();
    for measure in &mut new.measures {
        measure.items.retain(|item| item.text != "过好传统节日");
        for item in measure.items.iter_mut().filter(|item| item.text == "各科室开展自查") {
            item.due = Some(day("2026-08-31"));
        }
    }
    let measure = new.measures[1].id;
    let new = edit(&new, Edit::AddItem { measure, text: "新增垃圾分类宣传".into() }).unwrap();
    let merged = diff::merge(&made.tree, &new);
    let revised = revise(
        &merged,
        &made.plan,
        &live,
        &Standing::default(),
        &ground,
        &TestIds(std::sync::atomic::AtomicU64::new(5000)),
    )
    .unwrap();
    assert_eq!(
        revised.tasks.iter().map(|task| task.title.as_str()).collect::<Vec<_>>(),
        ["新增垃圾分类宣传"]
    );
    let voided: Vec<&str> = revised
        .changed_tasks
        .iter()
        .filter(|task| !task.void_reason.is_empty())
        .map(|task| task.title.as_str())
        .collect();
    assert_eq!(voided, ["过好传统节日"]);
    let (void, kept): (Vec<_>, Vec<_>) =
        revised.changed_assignments.iter().partition(|it| it.state == State::Void);
    let moved: Vec<Option<Day>> = kept.iter().map(|it| it.due).collect();
    assert_eq!(moved, [Some(day("2026-08-31")); 2]);
    assert!(void.iter().all(|it| it.unit.is_none() && it.person.is_none()), "nobody loses what was begun");
    assert!(revised.stages.is_empty() && revised.measures.is_empty(), "known headings are not made twice");
}

/// The stages, headings and seats of a publication, as they stand.
fn standing(made: &Published) -> Standing {
    let team = made
        .team
        .clone()
        .map(|(team, seats)| (team, seats.into_iter().map(|row| Versioned { version: 1, row }).collect()));
    Standing {
        base: Some(made.tree.clone()),
        stages: made.stages.iter().cloned().map(|row| Versioned { version: 1, row }).collect(),
        measures: made.measures.iter().cloned().map(|row| Versioned { version: 1, row }).collect(),
        team,
    }
}

#[test]
fn a_revision_moves_stages_and_headings_and_keeps_what_changed_since() {
    let (org, holidays) = (org(), Holidays::shipped());
    let ground = ground(&org, &holidays);
    let made = published(&draft());
    let mut live = standing(&made);
    // Since publication somebody took over the second measure; the paper does not know.
    let (first, second) = (live.measures[0].id, live.measures[1].id);
    live.measures[1].row.leader = Some(person(77));
    let mut merged = diff::merge(&made.tree, &draft());
    let stage = merged.stages.iter_mut().find(|it| it.published.is_some()).unwrap();
    stage.to = Some(day("2026-12-20"));
    let moved = stage.published;
    let measure = merged.measures.iter_mut().find(|it| it.published == Some(first)).unwrap();
    measure.reviewer = Some(person(78));
    let rows: Vec<Live> = made
        .tasks
        .iter()
        .map(|task| Live {
            task: Versioned { version: 1, row: task.clone() },
            assignments: made
                .assignments
                .iter()
                .filter(|placed| placed.assignment.task == task.id)
                .map(|placed| Versioned { version: 1, row: placed.assignment.clone() })
                .collect(),
        })
        .collect();
    let ids = TestIds(std::sync::atomic::AtomicU64::new(5000));
    let revised = revise(&merged, &made.plan, &rows, &live, &ground, &ids).unwrap();
    let stages: Vec<_> = revised.heads.stages.iter().map(|it| (Some(it.id), it.to)).collect();
    assert_eq!(stages, [(moved, Some(day("2026-12-20")))]);
    let measures: Vec<_> = revised.heads.measures.iter().map(|it| (it.id, it.reviewer, it.leader)).collect();
    assert_eq!(measures, [(first, Some(person(78)), None)], "the second keeps {second}'s new leader");
    let of_first = |task: &Task| task.measure == Some(first);
    let tasks: Vec<TaskId> = made.tasks.iter().filter(|task| of_first(task)).map(|task| task.id).collect();
    let open: Vec<_> = revised.changed_assignments.iter().filter(|it| tasks.contains(&it.task)).collect();
    assert!(!open.is_empty() && open.iter().all(|it| it.reviewer == Some(person(78))), "{open:?}");
    assert!(revised.changed_assignments.iter().all(|it| it.state != State::Void), "no progress is lost");
}

#[test]
fn a_revised_leading_group_joins_and_leaves_by_day() {
    let (org, holidays) = (org(), Holidays::shipped());
    let ground = ground(&org, &holidays);
    let made = published(&draft());
    let live = standing(&made);
    let mut merged = diff::merge(&made.tree, &draft());
    let gone = merged.team.remove(0);
    let newcomer =
        crate::draft::Seat { id: 900, name: "方远".into(), named: true, person: None, ..gone.clone() };
    merged.team.push(newcomer);
    let ids = TestIds(std::sync::atomic::AtomicU64::new(5000));
    let heads = revise(&merged, &made.plan, &[], &live, &ground, &ids).unwrap().heads;
    assert_eq!(heads.left.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), [gone.name.as_str()]);
    assert!(heads.left[0].to.is_some());
    assert_eq!(heads.joined.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["方远"]);
    // A paper that names no leading group leaves it alone.
    merged.team.clear();
    let heads = revise(&merged, &made.plan, &[], &live, &ground, &ids).unwrap().heads;
    assert!(heads.left.is_empty() && heads.joined.is_empty());
}

#[derive(Debug)]
struct TestIds(std::sync::atomic::AtomicU64);

impl Ids for TestIds {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed)))
    }
}
