//! The roster and its teams: found by name, initials and number; same names asked about; phones
//! masked; service dated.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::person::{self, NewPersonForm, ServiceForm};
use app::team::{self, SeatForm, TeamForm};
use domain::authority::Role;
use domain::id::{PersonId, UnitId};
use domain::membership::MembershipKind;
use domain::person::Fields;
use domain::team::TeamKind;
use domain::unit::UnitKind;
use store::PersonFilter;

fn service(app: &app::App, unit: UnitId) -> ServiceForm {
    ServiceForm {
        unit,
        kind: MembershipKind::Established,
        title: "科员".into(),
        heads: false,
        liaison: false,
        from: app.today(),
        to: None,
    }
}

async fn join(
    app: &testkit::TestApp,
    who: &app::Who,
    unit: UnitId,
    name: &str,
    no: &str,
) -> app::Result<PersonId> {
    let fields = Fields::parse(name, no, "13812345678").unwrap();
    person::create(app, who, &NewPersonForm { fields, another: false, service: service(app, unit) }).await
}

async fn found(app: &testkit::TestApp, who: &app::Who, words: &str) -> Vec<String> {
    let filter = PersonFilter { words: words.into(), limit: 50, ..PersonFilter::default() };
    person::list(app, who, &filter)
        .await
        .unwrap()
        .leaf
        .rows
        .into_iter()
        .map(|line| line.person.name)
        .collect()
}

testkit::on_both_engines! {
    async fn people_are_found_by_name_initials_and_number(app) {
        let office = app.founded().await;
        join(&app, &office.who, office.unit, "叶知秋", "JT007").await.unwrap();
        join(&app, &office.who, office.unit, "方远", "JT008").await.unwrap();
        for (words, names) in
            [("知秋", vec!["叶知秋"]), ("yzq", vec!["叶知秋"]), ("jt008", vec!["方远"]), ("%", vec!["叶知秋", "方远", "林晓雯"])]
        {
            let mut got = found(&app, &office.who, words).await;
            let mut names = names;
            got.sort_unstable();
            names.sort_unstable();
            assert_eq!(got, names, "{words}");
        }
    }

    async fn a_list_pages_by_key(app) {
        let office = app.founded().await;
        for n in ["甲", "乙", "丙", "丁"] {
            join(&app, &office.who, office.unit, &format!("方{n}"), "").await.unwrap();
        }
        let mut seen = Vec::new();
        let mut filter = PersonFilter { limit: 2, ..PersonFilter::default() };
        loop {
            let page = person::list(&app, &office.who, &filter).await.unwrap().leaf;
            assert!(page.rows.iter().all(|line| line.posts.len() == 1));
            seen.extend(page.rows.into_iter().map(|line| line.person.name));
            let Some(next) = page.next else { break };
            filter.after = Some(next);
        }
        assert_eq!(seen.len(), 5);
        seen.dedup();
        assert_eq!(seen.len(), 5);
        // Turned back from the last page, the list stands as it stood.
        let key = filter.after.clone().unwrap();
        let last = person::list(&app, &office.who, &filter).await.unwrap();
        assert_eq!((last.before, last.total), (4, 5));
        let back = PersonFilter { after: last.prev.clone(), back: true, ..filter };
        let back = person::list(&app, &office.who, &back).await.unwrap();
        let names: Vec<&str> = back.rows.iter().map(|line| line.person.name.as_str()).collect();
        assert_eq!(names, seen[2..4].iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((back.before, back.next.clone()), (2, Some(key)));
    }

    async fn same_names_are_asked_about_and_numbers_are_unique(app) {
        let office = app.founded().await;
        join(&app, &office.who, office.unit, "叶知秋", "JT007").await.unwrap();
        let asked = join(&app, &office.who, office.unit, "叶知秋", "JT009").await.unwrap_err();
        assert_eq!(asked.fields()[0].field, "another");
        let fields = Fields::parse("叶知秋", "JT009", "").unwrap();
        let form = NewPersonForm { fields, another: true, service: service(&app, office.unit) };
        person::create(&app, &office.who, &form).await.unwrap();
        assert_eq!(found(&app, &office.who, "叶知秋").await.len(), 2);
        let taken = join(&app, &office.who, office.unit, "方远", "JT009").await.unwrap_err();
        assert_eq!(taken.fields()[0].field, "staff_no");
    }

    async fn a_phone_is_masked_and_unmasking_is_audited(app) {
        let office = app.founded().await;
        let id = join(&app, &office.who, office.unit, "叶知秋", "").await.unwrap();
        let staff = app.user(&office, office.unit, "方远", "fangy", Role::Staff).await;
        let sight = person::show(&app, &staff, id).await.unwrap();
        assert_eq!(sight.phone.as_deref(), Some("138****5678"));
        assert!(person::unmask(&app, &staff, id).await.is_err());
        let rows = |app: &testkit::TestApp| {
            let (store, bureau) = (app.store.clone(), office.bureau.id);
            async move { store.view().await.unwrap().audit_verify(bureau).await.unwrap().rows }
        };
        let before = rows(&app).await;
        assert_eq!(person::unmask(&app, &office.who, id).await.unwrap(), "13812345678");
        assert_eq!(rows(&app).await, before + 1);
    }

    async fn service_is_dated_and_ends(app) {
        let office = app.founded().await;
        let other = app.unit(&office, office.bureau.root, UnitKind::Section, "办公室").await;
        let id = join(&app, &office.who, office.unit, "叶知秋", "").await.unwrap();
        let twice = person::serve(&app, &office.who, id, service(&app, office.unit)).await.unwrap_err();
        assert_eq!(twice.fields()[0].field, "unit");
        let seconded = ServiceForm { kind: MembershipKind::Seconded, ..service(&app, other) };
        let made = person::serve(&app, &office.who, id, seconded.clone()).await.unwrap();
        let head = ServiceForm { heads: true, title: "负责人".into(), ..seconded };
        person::correct(&app, &office.who, made, head).await.unwrap();
        app.go_to("2026-09-01");
        person::end_service(&app, &office.who, made, app.today()).await.unwrap();
        let sight = person::show(&app, &office.who, id).await.unwrap();
        assert_eq!(sight.service.len(), 2);
        assert!(sight.service.iter().any(|post| post.unit == "办公室" && post.membership.to == Some(app.today())));
    }

    async fn printed_names_are_matched_by_hand(app) {
        let office = app.founded().await;
        let id = join(&app, &office.who, office.unit, "叶知秋", "JT007").await.unwrap();
        let form = TeamForm {
            kind: TeamKind::LeadingGroup,
            name: "创建工作领导小组".into(),
            from: app.today(),
            to: None,
        };
        let group = team::create(&app, &office.who, &form).await.unwrap();
        assert!(team::create(&app, &office.who, &form).await.is_err());
        let seat = SeatForm { role: "组长".into(), name: "叶知秋".into(), from: app.today(), to: None };
        let made = team::seat(&app, &office.who, group, &seat).await.unwrap();
        let sight = team::show(&app, &office.who, group).await.unwrap();
        assert!(sight.seats[0].seat.person.is_none(), "never matched by itself");
        assert_eq!(sight.seats[0].candidates[0].mark, "工号 JT007，政策法规科");
        assert!(team::recognise(&app, &office.who, made, Some(office.who.person)).await.is_err(), "another name");
        team::recognise(&app, &office.who, made, Some(id)).await.unwrap();
        assert_eq!(person::show(&app, &office.who, id).await.unwrap().seats[0].1.name, "创建工作领导小组");
        team::leave(&app, &office.who, made, app.today()).await.unwrap();
        app.go_to("2026-06-12");
        assert_eq!(team::list(&app, &office.who).await.unwrap()[0].members, 0);
    }
}
