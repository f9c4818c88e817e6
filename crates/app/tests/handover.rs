//! Hand-over: everything open moves in one step, and who was responsible when stays known.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::handover::{self, HandOverForm};
use domain::assignment::State;
use domain::authority::Role;
use domain::day::Day;
use domain::handover::DutyKind;
use domain::id::Id;
use std::collections::BTreeMap;
use testkit::Duty;

fn form(default: &str, on: Day, leaves: bool) -> HandOverForm {
    HandOverForm { default: default.into(), single: BTreeMap::new(), on, leaves }
}

testkit::on_both_engines! {
    async fn a_leaver_hands_over_all_duties_to_several(app) {
        let office = app.founded().await;
        let programme = app.programme(&office).await;
        let leaver = app.user(&office, office.unit, "贺一帆", "heyf", Role::Liaison).await;
        let heir = app.user(&office, office.unit, "叶知秋", "yezq", Role::Staff).await;
        app.person(&office, office.unit, "方远", false).await;
        let given = |title, unit, due| Duty { title, unit, due, person: Some(leaver.person), ..Duty::default() };
        let (_, first) = app.duty(&office, &programme, given("读书班", Some(office.unit), Some("2026-07-10"))).await;
        let (_, second) = app.duty(&office, &programme, given("主题党日", None, None)).await;
        app.go_to("2026-07-01");
        let preview = handover::preview(&app, &office.who, leaver.person).await.unwrap();
        let kinds: Vec<DutyKind> = preview.items.iter().map(|item| item.kind).collect();
        assert_eq!(kinds, [DutyKind::Assignment, DutyKind::Assignment, DutyKind::Post]);
        assert_eq!(preview.colleagues.len(), 3);

        let mut asked = form("叶知秋", app.today(), true);
        asked.single.insert(second.uuid(), "fy".into());
        assert_eq!(handover::hand_over(&app, &office.who, leaver.person, &asked).await.unwrap(), 3);

        let mut view = app.store.view().await.unwrap();
        let old = view.assignment(first).await.unwrap();
        assert_eq!((old.person, old.valid_to), (Some(leaver.person), Some("2026-06-30".parse().unwrap())));
        let rows = view.assignments_of_task(old.task).await.unwrap();
        let new = rows.iter().find(|row| row.id != first).unwrap();
        assert_eq!((new.person, new.valid_from, new.state), (Some(heir.person), app.today(), State::Todo));
        assert_eq!(new.due, old.due);
        let service = view.memberships_of(heir.person).await.unwrap();
        assert!(service[0].liaison && service[0].from == app.today() && service.len() == 2);
        assert_eq!(view.person(leaver.person).await.unwrap().left_on, Some("2026-06-30".parse().unwrap()));
        assert!(view.memberships_of(leaver.person).await.unwrap().iter().all(|held| held.to.is_some()));
        assert!(view.audit_verify(office.bureau.id).await.unwrap().broken.is_none());
        drop(view);

        let history = handover::history(&app, &office.who, leaver.person).await.unwrap();
        assert_eq!(history.len(), 3);
        assert!(history.iter().any(|row| row.to_name == "方远" && row.text.starts_with("主题党日")));
        assert!(handover::preview(&app, &office.who, leaver.person).await.unwrap().items.is_empty());
        let again = handover::hand_over(&app, &office.who, leaver.person, &asked).await.unwrap_err();
        assert_eq!(again.fields()[0].field, "form");
    }

    async fn who_stays_keeps_the_service_and_gives_the_duties(app) {
        let office = app.founded().await;
        let programme = app.programme(&office).await;
        let giver = app.user(&office, office.unit, "贺一帆", "heyf", Role::Liaison).await;
        app.person(&office, office.unit, "叶知秋", false).await;
        app.duty(&office, &programme, Duty { title: "读书班", person: Some(giver.person), ..Duty::default() }).await;
        app.go_to("2026-07-01");
        handover::hand_over(&app, &office.who, giver.person, &form("叶知秋", app.today(), false)).await.unwrap();
        let mut view = app.store.view().await.unwrap();
        let service = view.memberships_of(giver.person).await.unwrap();
        assert!(service[0].to.is_none() && !service[0].liaison, "serves on, no longer liaison");
        assert!(service[1].liaison && service[1].to.is_some());
        assert_eq!(view.person(giver.person).await.unwrap().left_on, None);
    }

    async fn wrong_orders_are_refused_beside_their_field(app) {
        let office = app.founded().await;
        let leaver = app.user(&office, office.unit, "贺一帆", "heyf", Role::Liaison).await;
        app.person(&office, office.unit, "叶知秋", false).await;
        app.person(&office, office.unit, "叶知秋", false).await;
        let today = app.today();
        for (to, on, leaves, field) in [
            ("叶知秋", today, true, "default"),
            ("没有这人", today, true, "default"),
            ("贺一帆", today, true, "default"),
            ("林晓雯", today.plus(1), true, "on"),
            ("", today, true, "default"),
        ] {
            let error = handover::hand_over(&app, &office.who, leaver.person, &form(to, on, leaves)).await.unwrap_err();
            assert_eq!(error.fields()[0].field, field, "{to} {on}");
        }
        let staff = app.user(&office, office.unit, "方远", "fangy", Role::Staff).await;
        assert!(handover::preview(&app, &staff, leaver.person).await.is_err());
        let own = handover::hand_over(&app, &office.who, office.who.person, &form("方远", today, true)).await;
        assert!(own.is_err(), "nobody closes their own account");
    }
}
