//! Units over time: names of their day, a tree that survives moves, mergers that lose nobody.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::facts::unit_facts;
use app::unit::{self, NewUnitForm};
use domain::authority::{self, Action, Decision, Role};
use domain::day::Day;
use domain::unit::UnitKind;
use testkit::Duty;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

testkit::on_both_engines! {
    async fn a_paper_prints_the_name_of_its_day(app) {
        let office = app.founded().await;
        let section = app.unit(&office, office.bureau.root, UnitKind::Section, "运输管理科").await;
        app.go_to("2026-08-01");
        unit::rename(&app, &office.who, section, "运输服务科", day("2026-07-15")).await.unwrap();
        for (on, name) in [("2020-01-01", "运输管理科"), ("2026-07-14", "运输管理科"), ("2026-07-15", "运输服务科")] {
            assert_eq!(unit::name_on(&app, &office.who, section, day(on)).await.unwrap(), name, "{on}");
        }
        let early = unit::rename(&app, &office.who, section, "客运科", day("2026-07-01")).await.unwrap_err();
        assert_eq!(early.fields()[0].field, "on");
    }

    async fn authority_follows_a_subtree_that_moves(app) {
        let office = app.founded().await;
        let root = office.bureau.root;
        let center = app.unit(&office, root, UnitKind::Subordinate, "公路养护中心").await;
        let station = app.unit(&office, center, UnitKind::Section, "东岭养护站").await;
        let team = app.unit(&office, station, UnitKind::Section, "一班").await;
        let other = app.unit(&office, root, UnitKind::Subordinate, "港航发展中心").await;
        let head = app.user(&office, center, "石磊", "shil", Role::Subordinate).await;
        let mut view = app.store.view().await.unwrap();
        let facts = unit_facts(&mut view, office.bureau.id, &[team], &[]).await.unwrap();
        drop(view);
        assert_eq!(authority::may(&head, Action::AssignTask, Action::ViewTask, &facts), Decision::Allow);
        unit::relocate(&app, &office.who, station, other, app.today()).await.unwrap();
        let mut view = app.store.view().await.unwrap();
        assert_eq!(view.ancestors(team).await.unwrap(), [team, station, other, root]);
        assert_eq!(view.descendants(center).await.unwrap(), [center]);
        let facts = unit_facts(&mut view, office.bureau.id, &[team], &[]).await.unwrap();
        assert_eq!(authority::may(&head, Action::AssignTask, Action::ViewTask, &facts), Decision::Hide);
        drop(view);
        let loops = unit::relocate(&app, &office.who, other, team, app.today()).await.unwrap_err();
        assert_eq!(loops.fields()[0].field, "parent");
    }

    async fn a_unit_ends_empty_or_merges_with_all_it_has(app) {
        let office = app.founded().await;
        let root = office.bureau.root;
        let old = app.unit(&office, root, UnitKind::Section, "宣传科").await;
        let below = app.unit(&office, old, UnitKind::Section, "融媒体组").await;
        let into = app.unit(&office, root, UnitKind::Section, "机关党委").await;
        let person = app.person(&office, old, "叶知秋", true).await;
        app.go_to("2026-07-01");
        let on = app.today();
        let busy = unit::end(&app, &office.who, old, None, on).await.unwrap_err();
        assert!(busy.to_string().contains("1 人在任、1 个下级单位"), "{busy}");
        unit::merge(&app, &office.who, old, into, on).await.unwrap();
        let sight = unit::show(&app, &office.who, into).await.unwrap();
        assert_eq!(sight.members.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["叶知秋"]);
        assert_eq!(sight.children.iter().map(|u| u.id).collect::<Vec<_>>(), [below]);
        assert!(sight.kin[0].before && sight.kin[0].unit == old);
        let gone = unit::show(&app, &office.who, old).await.unwrap();
        assert_eq!(gone.unit.valid_to, Some(day("2026-06-30")));
        assert_eq!(gone.members.len(), 1, "who served on its last day stays known");
        let mut view = app.store.view().await.unwrap();
        assert_eq!(view.memberships_of(person).await.unwrap().len(), 2);
        drop(view);
        let names: Vec<String> =
            unit::tree(&app, &office.who, on).await.unwrap().into_iter().map(|n| n.unit.name).collect();
        assert!(!names.contains(&"宣传科".into()) && names.contains(&"融媒体组".into()), "{names:?}");
    }

    async fn a_split_takes_the_chosen_along(app) {
        let office = app.founded().await;
        let root = office.bureau.root;
        let old = app.unit(&office, root, UnitKind::Section, "综合科").await;
        app.person(&office, old, "叶知秋", false).await;
        app.person(&office, old, "方远", false).await;
        app.go_to("2026-07-01");
        let served = unit::show(&app, &office.who, old).await.unwrap().members;
        let form = NewUnitForm { name: "财务科".into(), kind: UnitKind::Section, parent: root, on: app.today() };
        let new = unit::split(&app, &office.who, old, &form, &[served[0].membership.id], &[]).await.unwrap();
        assert_eq!(unit::show(&app, &office.who, new).await.unwrap().members[0].person, served[0].person);
        assert_eq!(unit::show(&app, &office.who, old).await.unwrap().members.len(), 1);
        let again = unit::create(&app, &office.who, &form).await.unwrap_err();
        assert_eq!(again.fields()[0].field, "name");
    }

    async fn a_merged_unit_leaves_its_duties_rights_and_seats_to_its_successor(app) {
        let office = app.founded().await;
        let root = office.bureau.root;
        let old = app.unit(&office, root, UnitKind::Section, "宣传科").await;
        let into = app.unit(&office, root, UnitKind::Section, "机关党委").await;
        let liaison = app.user(&office, old, "叶知秋", "yezq", Role::Liaison).await;
        let programme = app.programme(&office).await;
        let given = |title, person| Duty { title, unit: Some(old), person, due: Some("2026-12-10"), ..Duty::default() };
        let (_, open) = app.duty(&office, &programme, given("办好读书角", Some(liaison.person))).await;
        let (task, _) = app.duty(&office, &programme, given("更新宣传栏", None)).await;
        app.go_to("2026-07-01");
        let leaves = unit::estate(&app, &office.who, old).await.unwrap();
        assert_eq!(leaves.sentence, "2 项没办结的任务、1 项权限");
        unit::merge(&app, &office.who, old, into, app.today()).await.unwrap();
        let mut view = app.store.view().await.unwrap();
        let before = view.assignment(open).await.unwrap();
        assert_eq!((before.unit, before.valid_to), (Some(old), Some(day("2026-06-30"))), "history keeps the unit of its day");
        let rows = view.assignments_of_task(before.task).await.unwrap();
        let now = rows.iter().find(|row| row.valid_to.is_none()).unwrap();
        assert_eq!((now.unit, now.person, now.valid_from), (Some(into), Some(liaison.person), app.today()));
        assert_eq!(view.assignments_of_task(task).await.unwrap().len(), 2);
        assert!(view.estate(office.bureau.id, old, "宣传科", app.today()).await.unwrap().sentence().is_empty());
        assert_eq!(view.tally(programme.plan).await.unwrap(), view.recount(programme.plan).await.unwrap());
        assert!(view.audit_verify(office.bureau.id).await.unwrap().broken.is_none());
        drop(view);
        assert_eq!(app.who("yezq").await.grants[0].unit, into);
    }

    async fn a_unit_that_closes_says_who_takes_its_duties(app) {
        let office = app.founded().await;
        let root = office.bureau.root;
        let old = app.unit(&office, root, UnitKind::Section, "宣传科").await;
        let heir = app.unit(&office, root, UnitKind::Section, "机关党委").await;
        let programme = app.programme(&office).await;
        let (_, open) =
            app.duty(&office, &programme, Duty { title: "办好读书角", unit: Some(old), ..Duty::default() }).await;
        app.go_to("2026-07-01");
        let bound = unit::end(&app, &office.who, old, None, app.today()).await.unwrap_err();
        assert_eq!(bound.fields()[0].field, "heir");
        let itself = unit::end(&app, &office.who, old, Some(old), app.today()).await.unwrap_err();
        assert_eq!(itself.fields()[0].field, "heir");
        unit::end(&app, &office.who, old, Some(heir), app.today()).await.unwrap();
        let mut view = app.store.view().await.unwrap();
        let task = view.assignment(open).await.unwrap().task;
        let rows = view.assignments_of_task(task).await.unwrap();
        let held: Vec<_> = rows.iter().filter(|row| row.valid_to.is_none()).map(|row| row.unit).collect();
        assert_eq!(held, [Some(heir)]);
    }

    async fn a_split_takes_the_duties_of_the_chosen_measures(app) {
        let office = app.founded().await;
        let root = office.bureau.root;
        let old = app.unit(&office, root, UnitKind::Section, "综合科").await;
        let stays = app.person(&office, old, "叶知秋", false).await;
        let programme = app.programme(&office).await;
        let given = |title, measure| Duty { title, unit: Some(old), person: Some(stays), measure, ..Duty::default() };
        let (goes, _) = app.duty(&office, &programme, given("核对经费", 1)).await;
        let (rests, _) = app.duty(&office, &programme, given("收发文件", 2)).await;
        app.go_to("2026-07-01");
        let form = NewUnitForm { name: "财务科".into(), kind: UnitKind::Section, parent: root, on: app.today() };
        let new = unit::split(&app, &office.who, old, &form, &[], &[Some(programme.measures[1])]).await.unwrap();
        let mut view = app.store.view().await.unwrap();
        for (task, expected) in [(goes, (new, None)), (rests, (old, Some(stays)))] {
            let rows = view.assignments_of_task(task).await.unwrap();
            let now = rows.iter().find(|row| row.valid_to.is_none()).unwrap();
            assert_eq!((now.unit.unwrap(), now.person), expected);
        }
    }

    async fn only_those_who_maintain_units_change_them(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "方远", "fangy", Role::Staff).await;
        let form =
            NewUnitForm { name: "财务科".into(), kind: UnitKind::Section, parent: office.bureau.root, on: app.today() };
        assert!(unit::create(&app, &staff, &form).await.unwrap_err().to_string().contains("维护机构"));
        assert!(unit::tree(&app, &staff, app.today()).await.is_ok());
    }
}
