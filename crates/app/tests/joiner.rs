//! Whoever joins later gets the rest of what everybody of the kind has: once, from the first day.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::draft::{self, Arrival};
use app::joiner;
use app::person::{self, NewPersonForm, ServiceForm};
use app::unit::{self, NewUnitForm};
use domain::assignment::{Assignment, Part, State};
use domain::day::Day;
use domain::draft::{About, Edit, Fan};
use domain::id::{PersonId, PlanId, TaskId, UnitId};
use domain::membership::MembershipKind;
use domain::person::Fields;
use domain::unit::UnitKind;
use testkit::{Office, TestApp};

const PAPER: &str = "云岚市交通运输局2026年度文明单位创建工作方案\n\n\
一、主要措施\n\
（一）学习引领\n\
一是每月组织一次支部共读。\n\
二是10月底前完成应知应会线上答题。\n\
（二）窗口服务\n\
一是11月底前评出亲切服务岗。\n";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Publishes the paper: the first item for all sections, the second for everybody.
async fn published(app: &TestApp, office: &Office) -> (PlanId, TaskId, TaskId) {
    let arrival =
        Arrival { name: "方案.txt".into(), bytes: PAPER.as_bytes().to_vec(), ..Arrival::default() };
    let id = draft::import(app, &office.who, arrival).await.unwrap();
    let sheet = draft::view(app, &office.who, id).await.unwrap();
    let tree = &sheet.draft.tree;
    let mut edits: Vec<Edit> = tree
        .doubts
        .iter()
        .filter(|doubt| doubt.about == About::Year)
        .map(|doubt| Edit::Settle { doubt: doubt.id })
        .collect();
    let items: Vec<u32> = tree.items().map(|(_, item)| item.id).collect();
    for (item, fan) in [(items[0], Fan::Sections), (items[1], Fan::Staff)] {
        edits.push(Edit::Own { item, leads: vec![], fan: Some(fan), doer: None, support: vec![] });
    }
    edits.extend(tree.measures.iter().map(|measure| Edit::ConfirmMeasure { measure: measure.id }));
    let version = draft::edit(app, &office.who, id, sheet.draft.version, edits).await.unwrap();
    let plan = draft::publish(app, &office.who, id, version).await.unwrap();
    let mut view = app.store.view().await.unwrap();
    let tasks = view.tasks_of_plan(plan).await.unwrap();
    (plan, tasks[0].id, tasks[1].id)
}

async fn held(app: &TestApp, task: TaskId, is: impl Fn(&Assignment) -> bool) -> Vec<Assignment> {
    let all = app.store.view().await.unwrap().assignments_of_task(task).await.unwrap();
    all.into_iter().map(|it| it.row).filter(|it| is(it)).collect()
}

fn founding(office: &Office, name: &str, kind: UnitKind, on: Day) -> NewUnitForm {
    NewUnitForm { name: name.into(), kind, parent: office.bureau.root, on }
}

fn joining(unit: UnitId, name: &str, from: Day) -> NewPersonForm {
    NewPersonForm {
        fields: Fields { name: name.into(), staff_no: None, phone: None },
        another: false,
        service: ServiceForm {
            unit,
            kind: MembershipKind::Established,
            title: String::new(),
            heads: false,
            liaison: false,
            from,
            to: None,
        },
    }
}

testkit::on_both_engines! {
    async fn a_section_founded_later_gets_the_rest_of_the_year(app) {
        let office = app.founded().await;
        app.unit(&office, office.bureau.root, UnitKind::Section, "办公室").await;
        let (plan, monthly, _) = published(&app, &office).await;
        app.go_to("2026-08-20");
        let section = unit::create(&app, &office.who, &founding(&office, "安全监督科", UnitKind::Section, day("2026-08-17"))).await.unwrap();
        let own = held(&app, monthly, |it| it.unit == Some(section)).await;
        assert_eq!(own.len(), 5, "August to December: {own:?}");
        assert!(own.iter().all(|it| it.due.unwrap() >= app.today() && it.valid_from == day("2026-08-17")));
        assert!(own.iter().all(|it| it.part == Part::Lead && it.state == State::Todo));
        let other = unit::create(&app, &office.who, &founding(&office, "港航中心", UnitKind::Subordinate, app.today())).await.unwrap();
        assert!(held(&app, monthly, |it| it.unit == Some(other)).await.is_empty(), "only sections are meant");
        // Given once, however often it runs, and counted.
        assert_eq!(joiner::daily(&app).await.unwrap(), 0);
        assert_eq!(held(&app, monthly, |it| it.unit == Some(section)).await.len(), 5);
        let mut view = app.store.view().await.unwrap();
        assert_eq!(view.tally(plan).await.unwrap(), view.recount(plan).await.unwrap());
        assert!(view.audit_verify(office.bureau.id).await.unwrap().broken.is_none());
    }

    async fn a_person_who_joins_later_gets_theirs_on_the_first_day(app) {
        let office = app.founded().await;
        let (_, _, quiz) = published(&app, &office).await;
        assert_eq!(held(&app, quiz, |_| true).await.len(), 1, "one person is there yet");
        app.go_to("2026-08-20");
        let now = person::create(&app, &office.who, &joining(office.unit, "叶知秋", app.today())).await.unwrap();
        let later = person::create(&app, &office.who, &joining(office.unit, "方远", day("2026-09-01"))).await.unwrap();
        let of = |person: PersonId| move |it: &Assignment| it.person == Some(person);
        assert_eq!(held(&app, quiz, of(now)).await.len(), 1);
        assert!(held(&app, quiz, of(later)).await.is_empty());
        let mut view = app.store.view().await.unwrap();
        let told = view.messages(now, false, None, 10).await.unwrap();
        assert_eq!(told.len(), 1, "{told:?}");
        drop(view);
        app.go_to("2026-08-31");
        assert_eq!(joiner::daily(&app).await.unwrap(), 0);
        app.go_to("2026-09-02");
        assert_eq!(joiner::daily(&app).await.unwrap(), 1);
        let own = held(&app, quiz, of(later)).await;
        assert_eq!((own.len(), own[0].valid_from, own[0].unit), (1, day("2026-09-01"), Some(office.unit)));
        // Another post of someone who is there already makes nobody a joiner.
        let post = ServiceForm { kind: MembershipKind::Concurrent, ..joining(office.unit, "", app.today()).service };
        let room = unit::create(&app, &office.who, &founding(&office, "办公室", UnitKind::Section, app.today())).await.unwrap();
        person::serve(&app, &office.who, now, ServiceForm { unit: room, ..post }).await.unwrap();
        assert_eq!(held(&app, quiz, of(now)).await.len(), 1);
    }

    async fn after_the_last_day_nothing_is_left_to_give(app) {
        let office = app.founded().await;
        let (_, _, quiz) = published(&app, &office).await;
        app.go_to("2026-11-02");
        let late = person::create(&app, &office.who, &joining(office.unit, "叶知秋", app.today())).await.unwrap();
        assert!(held(&app, quiz, |it| it.person == Some(late)).await.is_empty());
        assert!(app.store.view().await.unwrap().messages(late, false, None, 10).await.unwrap().is_empty());
    }
}
