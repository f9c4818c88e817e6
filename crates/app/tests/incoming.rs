//! 收文: registered without a gap, handled by those who hold it, a plan made of it once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::file::Incoming as Upload;
use app::incoming::{self, Wanted};
use app::turn::Turn;
use app::{Error, Who, search};
use domain::Refused;
use domain::authority::Role;
use domain::id::{IncomingId, UnitId};
use domain::incoming::{IncomingState, Sheet};
use domain::message::Reason;
use domain::unit::UnitKind;
use testkit::{Office, TestApp};

struct World {
    office: Office,
    section: UnitId,
    liaison: Who,
    stranger: Who,
}

async fn world(app: &TestApp) -> World {
    let office = app.founded().await;
    let section = app.unit(&office, office.bureau.root, UnitKind::Section, "人事教育科").await;
    let liaison = app.user(&office, section, "贺一帆", "heyf", Role::Liaison).await;
    let stranger = app.user(&office, office.unit, "高翔宇", "gaoxy", Role::Staff).await;
    World { office, section, liaison, stranger }
}

fn sheet(w: &World) -> Sheet {
    Sheet {
        origin: "云岚市精神文明建设办公室".into(),
        number: "云文明办〔2026〕5号".into(),
        title: "关于印发2026年文明单位创建实施方案的通知".into(),
        received: "2026-06-10".into(),
        due: "2026-06-20".into(),
        unit: Some(w.section),
        ..Sheet::default()
    }
}

fn upload(text: &str) -> Option<Upload> {
    Some(Upload::read("方案.txt", std::io::Cursor::new(text.as_bytes().to_vec())))
}

async fn register(app: &TestApp, w: &World, text: &str) -> app::Result<IncomingId> {
    incoming::register(app, &w.office.who, &sheet(w), upload(text)).await
}

testkit::on_both_engines! {
    async fn an_entry_is_handled_by_those_who_hold_it(app) {
        let w = world(&app).await;
        assert!(incoming::register(&app, &w.liaison, &sheet(&w), None).await.is_err());
        let first = register(&app, &w, "一、总体要求\n开展创建。").await.unwrap();
        let second = incoming::register(&app, &w.office.who, &sheet(&w), None).await.unwrap();
        let pages = [incoming::page(&app, &w.office.who, first).await.unwrap(), incoming::page(&app, &w.office.who, second).await.unwrap()];
        assert_eq!(pages.each_ref().map(|it| it.incoming.serial), [1, 2]);
        let told = app.store.view().await.unwrap().messages(w.liaison.person, false, None, 10).await.unwrap();
        assert_eq!((told.len(), told[0].reason), (2, Reason::Assigned));
        assert!(matches!(incoming::page(&app, &w.stranger, first).await, Err(Error::Refused(Refused::NotFound))));
        assert!(incoming::open_file(&app, &w.stranger, first).await.is_err());
        let listed = |who: Who| {
            let app = app.app.clone();
            async move { incoming::list(&app, &who, &Wanted::default(), &Turn::First, 10).await.unwrap().rows.len() }
        };
        assert_eq!((listed(w.office.who.clone()).await, listed(w.liaison.clone()).await, listed(w.stranger.clone()).await), (2, 2, 0));
        incoming::handle(&app, &w.liaison, second, "已传达到全科。").await.unwrap();
        assert!(incoming::handle(&app, &w.liaison, second, "再办").await.is_err());
        assert!(incoming::void(&app, &w.liaison, first, "重复").await.is_err());
        let wanted = Wanted { state: Some(IncomingState::Open), ..Wanted::default() };
        assert_eq!(incoming::list(&app, &w.office.who, &wanted, &Turn::First, 10).await.unwrap().rows.len(), 1);
    }

    async fn an_entry_is_found_by_those_who_see_it_until_it_is_voided(app) {
        let w = world(&app).await;
        let id = incoming::register(&app, &w.office.who, &sheet(&w), None).await.unwrap();
        let find = async |who: &Who, query: &str| -> Vec<_> {
            let found = search::find(&app, who, query, Some("incoming"), None, 20).await.unwrap();
            found.hits.into_iter().map(|hit| hit.object).collect()
        };
        for query in ["創建實施方案", "云文明办", "精神文明建设办公室"] {
            assert_eq!(find(&w.office.who, query).await, [id.0], "{query}");
        }
        assert_eq!((find(&w.liaison, "创建").await, find(&w.stranger, "创建").await), (vec![id.0], vec![]));
        incoming::void(&app, &w.office.who, id, "重复登记").await.unwrap();
        assert!(find(&w.office.who, "创建").await.is_empty());
    }

    async fn a_plan_becomes_a_draft_in_one_step(app) {
        let w = world(&app).await;
        let text = "2026年文明单位创建实施方案\n\n一、主要措施\n（一）加强学习。人事教育科每季度举办一期读书班。\n";
        let id = register(&app, &w, text).await.unwrap();
        assert!(incoming::import(&app, &w.liaison, id).await.is_err());
        let draft = incoming::import(&app, &w.office.who, id).await.unwrap();
        let sheet = app::draft::view(&app, &w.office.who, draft).await.unwrap();
        assert!(sheet.read.text.contains("读书班"));
        assert_eq!(incoming::page(&app, &w.office.who, id).await.unwrap().incoming.draft, Some(draft));
        assert!(incoming::import(&app, &w.office.who, id).await.is_err(), "once");
        let bare = incoming::register(&app, &w.office.who, &super::sheet(&w), None).await.unwrap();
        assert!(incoming::import(&app, &w.office.who, bare).await.is_err(), "no file");
    }
}
