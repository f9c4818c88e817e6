//! Search: both scripts, both engines, one character, and only what one may see.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod programme;

use app::search::{self, Found};
use domain::authority::Role;
use domain::unit::UnitKind;
use programme::{Holder, duty, programme as plan};

fn titles(found: &Found) -> Vec<String> {
    found.hits.iter().map(|hit| hit.title.iter().map(|piece| piece.text.as_str()).collect()).collect()
}

testkit::on_both_engines! {
    async fn either_script_finds_the_other(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        duty(&app, &office, programme, "申报文明单位", Holder::Person(office.who.person), "2026-06-12").await;
        duty(&app, &office, programme, "整理創建檔案", Holder::Person(office.who.person), "2026-06-12").await;
        let find = async |query: &str| titles(&search::find(&app, &office.who, query, None, None, 20).await.unwrap());
        assert_eq!(find("文明單位").await, ["申报文明单位"]);
        assert_eq!(find("创建档案").await, ["整理創建檔案"]);
        assert_eq!(find("档").await, ["整理創建檔案"]);
        assert_eq!(find("单位 申报").await, ["申报文明单位"]);
        assert_eq!(find("位").await.len(), 1, "the last character of a title is found alone");
        assert!(find("位申").await.is_empty(), "characters must stand together");
        assert!(find("").await.is_empty());
        assert!(find("%_\"'*").await.is_empty());
    }

    async fn what_both_engines_must_answer_alike(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        let me = Holder::Person(office.who.person);
        for title in ["2020届 总结ABC", "café 读书会", "a1b2三会一课", "“学习强国”学习", "第10次例会", "百日·攻坚"] {
            duty(&app, &office, programme, title, me, "2026-06-12").await;
        }
        let find = async |query: &str| titles(&search::find(&app, &office.who, query, Some("task"), None, 20).await.unwrap());
        for (query, expected) in [
            ("2020", vec!["2020届 总结ABC"]),
            ("20", vec!["2020届 总结ABC"]),
            ("abc", vec!["2020届 总结ABC"]),
            ("ABC总结", vec!["2020届 总结ABC"]),
            ("café", vec!["café 读书会"]),
            ("cafe", vec![]),
            ("三会一课", vec!["a1b2三会一课"]),
            ("学习强国", vec!["“学习强国”学习"]),
            ("10次", vec!["第10次例会"]),
            ("百日攻坚", vec![]),
            ("百日 攻坚", vec!["百日·攻坚"]),
            ("' | (", vec![]),
            ("NOT 百日", vec![]),
        ] {
            assert_eq!(find(query).await, expected, "{query}");
        }
        let long = "a".repeat(10_000);
        assert!(find(&long).await.is_empty());
        duty(&app, &office, programme, &"b".repeat(3_000), me, "2026-06-12").await;
        assert_eq!(find("bbb").await.len(), 1);
    }

    async fn one_finds_what_one_may_see(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        let section = app.unit(&office, office.bureau.root, UnitKind::Section, "运输管理科").await;
        let staff = app.user(&office, section, "陈立", "chenli", Role::Staff).await;
        let liaison = app.user(&office, section, "周海明", "zhouhm", Role::Liaison).await;
        let auditor = app.user(&office, section, "吴审", "wushen", Role::AuditAdmin).await;
        duty(&app, &office, programme, "运输市场整治", Holder::Unit(section), "2026-06-12").await;
        duty(&app, &office, programme, "运输执法培训", Holder::Person(staff.person), "2026-06-12").await;
        let find = async |who: &app::Who| titles(&search::find(&app, who, "运输", None, None, 20).await.unwrap());
        assert_eq!(find(&office.who).await.len(), 4, "two tasks, the section and the bureau");
        assert_eq!(find(&staff).await.iter().filter(|title| title.len() > 18).count(), 1, "the bureau only");
        let own: Vec<String> = find(&staff).await;
        assert!(own.contains(&"运输执法培训".to_owned()) && !own.contains(&"运输市场整治".to_owned()), "{own:?}");
        assert!(find(&liaison).await.contains(&"运输市场整治".to_owned()));
        assert!(search::find(&app, &auditor, "运输", None, None, 20).await.is_err());
    }

    async fn persons_and_units_are_found(app) {
        let office = app.founded().await;
        app.unit(&office, office.bureau.root, UnitKind::Section, "港航管理科").await;
        app.person(&office, office.unit, "歐陽秋實", false).await;
        let find = async |query: &str, noun| titles(&search::find(&app, &office.who, query, noun, None, 20).await.unwrap());
        assert_eq!(find("港航", None).await, ["港航管理科"]);
        assert_eq!(find("欧阳秋实", None).await, ["歐陽秋實"]);
        assert_eq!(find("欧", Some("person")).await, ["歐陽秋實"]);
        assert!(find("欧", Some("unit")).await.is_empty());
    }

    async fn hits_page_by_key(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        for i in 0..7 {
            duty(&app, &office, programme, &format!("志愿服务 {i}"), Holder::Person(office.who.person), "2026-06-12").await;
        }
        let mut seen = Vec::new();
        let mut key = None;
        loop {
            let found = search::find(&app, &office.who, "志愿", None, key, 3).await.unwrap();
            seen.extend(titles(&found));
            key = found.next;
            if key.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 7);
        assert_eq!(seen[0], "志愿服务 6");
    }
}
