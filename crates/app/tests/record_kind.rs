//! Kinds of record: changed by a bureau in editions, filed by one form, counted by one statistic.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::record::{self, Asked, Filled};
use app::register::{self, Span};
use app::turn::Turn;
use app::{record_kind, system};
use domain::Refused;
use domain::authority::Role;
use domain::id::{PersonId, RecordId};
use domain::record::{Attended, Detail, Figured, Sheet};
use domain::record_kind::{KindForm, Register};
use domain::unit::UnitKind;
use store::By;
use testkit::TestApp;

fn figure(item: &str, value: &str, uom: &str) -> Figured {
    Figured { item: item.into(), value: value.into(), uom: uom.into() }
}

fn attended(person: PersonId, minutes: i64) -> Attended {
    Attended { person, minutes: Some(minutes) }
}

async fn file(app: &TestApp, who: &app::Who, sheet: Sheet) -> RecordId {
    let id: RecordId = app.ids.make();
    record::submit(app, who, id, &Filled { sheet, ..Filled::default() }, Vec::new()).await.unwrap();
    id
}

fn refused(error: app::Error) -> Refused {
    match error {
        app::Error::Refused(refused) => refused,
        other => panic!("{other:?}"),
    }
}

testkit::on_both_engines! {
    async fn a_bureau_changes_a_kind_and_what_was_filed_keeps_its_words(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "贺一帆", "heyf", Role::Staff).await;
        let detail = |key: &str, value: &str| Detail { key: key.into(), label: "伪造".into(), value: value.into() };
        let visit = |details| Sheet { kind: "visit".into(), title: "走访".into(), details, ..Sheet::default() };
        let before = file(&app, &staff, visit(vec![detail("visited", "环卫工人"), detail("own_1", "晴")])).await;

        assert!(matches!(refused(record_kind::begin(&app, &staff, "visit").await.unwrap_err()), Refused::Forbidden(_)));
        let id = record_kind::begin(&app, &office.who, "visit").await.unwrap();
        assert_eq!(record_kind::begin(&app, &office.who, "visit").await.unwrap(), id, "one draft of a kind");
        let held = record_kind::show(&app, &office.who, id).await.unwrap();
        let mut form = KindForm::of(&held.kind);
        form.name = "走访慰问".into();
        form.fields = "看望了谁\n天气".into();
        record_kind::publish(&app, &office.who, id, held.version, &form).await.unwrap();
        let again = record_kind::save(&app, &office.who, id, held.version + 1, &form).await.unwrap_err();
        assert!(matches!(refused(again), Refused::Rule(_)), "what is published is frozen");
        let stale = record_kind::retire(&app, &office.who, id, held.version).await.unwrap_err();
        assert_eq!(refused(stale), Refused::Stale);

        let kinds = record_kind::own(&app, &staff).await.unwrap();
        assert_eq!(kinds.name("visit"), "走访慰问");
        let key = kinds.get("visit").unwrap().fields[1].key.clone();
        let after = file(&app, &staff, visit(vec![detail(&key, "晴")])).await;
        let labels = |page: record::RecordPage| -> Vec<String> {
            page.record.row.details.into_iter().map(|it| it.label).collect()
        };
        assert_eq!(labels(record::page(&app, &staff, before).await.unwrap()), ["走访对象"]);
        assert_eq!(labels(record::page(&app, &staff, after).await.unwrap()), ["天气"]);

        let second = record_kind::begin(&app, &office.who, "visit").await.unwrap();
        let held = record_kind::show(&app, &office.who, second).await.unwrap();
        assert_eq!((held.number, held.kind.name.as_str()), (2, "走访慰问"));
        let held = record_kind::show(&app, &office.who, id).await.unwrap();
        record_kind::retire(&app, &office.who, id, held.version).await.unwrap();
        assert_eq!(record_kind::own(&app, &staff).await.unwrap().name("visit"), "走访帮扶", "the shipped one again");
        assert!(system::overview(&app, &staff).await.is_err());
    }

    async fn a_kind_of_ones_own_is_filed_like_any_other_and_stays_readable(app) {
        let office = app.founded().await;
        let id = record_kind::begin(&app, &office.who, "").await.unwrap();
        let held = record_kind::show(&app, &office.who, id).await.unwrap();
        let mut form = KindForm::of(&held.kind);
        form.quantities = "书籍".into();
        let wrong = record_kind::publish(&app, &office.who, id, held.version, &form).await.unwrap_err();
        assert!(matches!(refused(wrong), Refused::Invalid(_)), "a quantity without its uom");
        form.name = "送书下乡".into();
        form.quantities = "书籍|册".into();
        record_kind::publish(&app, &office.who, id, held.version, &form).await.unwrap();
        let kind = held.row.kind.key;
        let sheet = Sheet { kind: kind.clone(), title: "送书".into(), figures: vec![figure("书籍", "120.5", "册")], ..Sheet::default() };
        let record = file(&app, &office.who, sheet).await;
        let held = record_kind::show(&app, &office.who, id).await.unwrap();
        record_kind::retire(&app, &office.who, id, held.version).await.unwrap();
        let page = record::page(&app, &office.who, record).await.unwrap();
        assert_eq!(page.kind.map(|it| it.name).as_deref(), Some("送书下乡"));
        let form = record::new_form(&app, &office.who, &[], &Asked { kind, ..Asked::default() }).await.unwrap();
        assert!(!form.kinds.offered.iter().any(|it| it.name == "送书下乡"));
        let unknown = Sheet { kind: "no_such".into(), title: "甲".into(), ..Sheet::default() };
        let filled = Filled { sheet: unknown, ..Filled::default() };
        let wrong = record::submit(&app, &office.who, app.ids.make(), &filled, Vec::new()).await.unwrap_err();
        assert!(matches!(refused(wrong), Refused::Invalid(fields) if fields[0].field == "kind"));
    }

    async fn who_took_part_is_counted_to_the_minute_and_every_sum_has_its_records(app) {
        let office = app.founded().await;
        let root = office.bureau.root;
        let (one, two) = (
            app.unit(&office, root, UnitKind::Section, "人事教育科").await,
            app.unit(&office, root, UnitKind::Section, "运输管理科").await,
        );
        let he = app.user(&office, one, "贺一帆", "heyf", Role::Staff).await;
        let gao = app.user(&office, two, "高翔宇", "gaoxy", Role::Staff).await;
        let form = record::new_form(&app, &he, &[], &Asked { kind: "volunteering".into(), section: Some(two), ..Asked::default() }).await.unwrap();
        let names: Vec<&str> = form.people.iter().map(|it| it.name.as_str()).collect();
        assert_eq!((names, form.people[0].ticked), (vec!["高翔宇"], true), "a section is listed with all its people");

        let serve = |day: &str, people: Vec<Attended>, figures| Sheet {
            kind: "volunteering".into(), title: "护学".into(), day: day.into(), people, figures, ..Sheet::default()
        };
        let both = vec![attended(he.person, 150), attended(gao.person, 45)];
        let first = file(&app, &he, serve("2026-06-10", both, Vec::new())).await;
        file(&app, &gao, serve("2026-05-02", vec![attended(gao.person, 61)], vec![figure("服务人次", "0.3", "人次")])).await;
        file(&app, &gao, serve("2025-05-02", vec![attended(gao.person, 600)], vec![figure("服务人次", "0.1", "人次")])).await;
        file(&app, &gao, Sheet { kind: "visit".into(), title: "走访".into(), figures: vec![figure("慰问金", "1200.25", "元")], ..Sheet::default() }).await;

        let page = record::page(&app, &he, first).await.unwrap();
        assert_eq!(page.record.figures, [figure("参加人数", "2", "人")], "the head-count follows");
        assert_eq!(page.people, [("高翔宇".to_owned(), Some(45)), ("贺一帆".to_owned(), Some(150))]);

        let year = Span { from: "2026-01-01".parse().ok(), to: "2026-12-31".parse().ok(), ..Span::default() };
        let people = register::people(&app, &office.who, Register::Volunteering, &year, None, 10).await.unwrap();
        let told: Vec<(String, i64, i64)> = people.into_iter().map(|it| (it.name, it.records, it.minutes)).collect();
        assert_eq!(told, [("贺一帆".to_owned(), 1, 150), ("高翔宇".to_owned(), 2, 106)], "by name");
        let after = Some(("贺一帆".to_owned(), he.person));
        let rest = register::people(&app, &office.who, Register::Volunteering, &year, after, 10).await.unwrap();
        assert_eq!(rest.len(), 1, "on from the first");

        for (by, expect) in [
            (By::Kind, "visit 1 慰问金=12002500;volunteering 2 参加人数=30000,服务人次=3000;"),
            (By::Unit, "人事教育科 1 参加人数=20000;运输管理科 2 参加人数=10000,慰问金=12002500,服务人次=3000;"),
            (By::Month, "2026-05 1 参加人数=10000,服务人次=3000;2026-06 2 参加人数=20000,慰问金=12002500;"),
        ] {
            let found = register::figures(&app, &office.who, &year, by).await.unwrap();
            let told: String = found.counts.iter().map(|slice| {
                let mut sums: Vec<String> = found.sums.iter().filter(|it| it.name == slice.name)
                    .map(|it| format!("{}={}", it.item, it.amount)).collect();
                sums.sort();
                format!("{} {} {};", slice.name, slice.records, sums.join(","))
            }).collect();
            let mut slices: Vec<&str> = told.split_inclusive(';').collect();
            let mut wanted: Vec<&str> = expect.split_inclusive(';').collect();
            slices.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(slices, wanted, "{by:?}");
        }
        let own = register::figures(&app, &he, &year, By::Kind).await.unwrap();
        assert_eq!(own.counts.iter().map(|it| it.records).sum::<i64>(), 1, "no more than one may see");

        let wanted = record::Wanted { attended: Some(gao.person), from: year.from, ..record::Wanted::default() };
        let list = record::list(&app, &office.who, &wanted, &Turn::First, 10).await.unwrap();
        assert_eq!(list.total, 2);
        let item = record::Wanted { item: "慰问金".into(), ..record::Wanted::default() };
        assert_eq!(record::list(&app, &office.who, &item, &Turn::First, 10).await.unwrap().total, 1);
        let page = register::register(&app, &office.who, Register::Volunteering, &year, &Turn::First, 1).await.unwrap();
        assert_eq!((page.leaf.rows.len(), page.total, page.leaf.next.is_some()), (1, 2, true));
    }

    async fn a_person_of_another_bureau_cannot_be_written_down(app) {
        let office = app.founded().await;
        let people = vec![attended(PersonId(uuid::Uuid::from_u128(5)), 10)];
        let sheet = Sheet { title: "护学".into(), people, ..Sheet::default() };
        let filled = Filled { sheet, ..Filled::default() };
        let error = record::save(&app, &office.who, app.ids.make(), &filled, Vec::new()).await.unwrap_err();
        assert!(matches!(error, app::Error::Refused(Refused::NotFound)), "{error:?}");
    }
}
