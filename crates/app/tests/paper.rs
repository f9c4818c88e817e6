//! The life of a paper: from the template to the receipt, and what must not happen on the way.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::paper::step::{Asked, step};
use app::paper::template::{self, create};
use app::paper::{self, delivery, sheet::Sheet};
use app::{Error, Who};
use domain::Refused;
use domain::authority::Role;
use domain::id::PaperId;
use domain::message::Reason;
use domain::paper::{PaperState, Step, Template};
use domain::unit::UnitKind;
use testkit::{Duty, Office, TestApp};

struct World {
    office: Office,
    /// A second member of 创建办: the first one drafts.
    second: Who,
    leader: Who,
    liaison: Who,
    stranger: Who,
    section: domain::id::UnitId,
}

async fn world(app: &TestApp) -> World {
    let office = app.founded().await;
    let root = office.bureau.root;
    let section = app.unit(&office, root, UnitKind::Section, "人事教育科").await;
    let other = app.unit(&office, root, UnitKind::Section, "运输管理科").await;
    let second = app.user(&office, office.unit, "周明远", "zhoumy", Role::Office).await;
    let leader = app.user(&office, root, "秦卫东", "qinwd", Role::Leader).await;
    let liaison = app.user(&office, section, "贺一帆", "heyf", Role::Liaison).await;
    let stranger = app.user(&office, other, "高翔宇", "gaoxy", Role::Staff).await;
    World { office, second, leader, liaison, stranger, section }
}

fn wanted(app: &TestApp, template: Template) -> template::Asked {
    let today = app.today();
    template::Asked { template, plan: None, from: today.month_start(), to: today }
}

/// A notice without anything missing.
async fn notice(app: &TestApp, w: &World) -> PaperId {
    let id = create(app, &w.office.who, &wanted(app, Template::Notice)).await.unwrap();
    fill(app, w, id, "关于召开创建推进会的通知").await;
    id
}

async fn fill(app: &TestApp, w: &World, id: PaperId, title: &str) {
    let form = paper::form(app, &w.office.who, id).await.unwrap();
    let mut sheet = Sheet::of(&form.words);
    sheet.title = title.into();
    for piece in &mut sheet.pieces {
        piece.text = piece.text.replace("××××", "创建工作");
    }
    paper::save(app, &w.office.who, id, form.paper.version, sheet).await.unwrap();
}

async fn version(app: &TestApp, id: PaperId) -> i64 {
    app.store.view().await.unwrap().paper(id).await.unwrap().version
}

async fn act(app: &TestApp, who: &Who, id: PaperId, it: Step) -> app::Result<PaperState> {
    let asked = Asked {
        version: version(app, id).await,
        note: "原因".into(),
        code: "云交发".into(),
        ..Asked::default()
    };
    step(app, who, id, it, &asked).await
}

async fn until_checked(app: &TestApp, w: &World, id: PaperId) {
    act(app, &w.office.who, id, Step::Submit).await.unwrap();
    act(app, &w.second, id, Step::Review).await.unwrap();
    act(app, &w.leader, id, Step::Sign).await.unwrap();
    act(app, &w.office.who, id, Step::Check).await.unwrap();
}

/// How many papers of the meeting someone finds.
async fn found(app: &TestApp, who: &Who) -> usize {
    app::search::find(app, who, "推进会", Some("paper"), None, 20).await.unwrap().hits.len()
}

fn sentence(error: &Error) -> String {
    match error {
        Error::Refused(Refused::Invalid(fields)) => fields.iter().map(|it| it.sentence.clone()).collect(),
        other => other.to_string(),
    }
}

testkit::on_both_engines! {
    async fn from_the_template_to_the_receipt(app) {
        let w = world(&app).await;
        let bystander = app.user(&w.office, w.section, "陈立", "chenli", Role::Staff).await;
        let id = create(&app, &w.office.who, &wanted(&app, Template::Notice)).await.unwrap();
        act(&app, &w.office.who, id, Step::Submit).await.unwrap();
        assert!(act(&app, &w.office.who, id, Step::Review).await.is_err(), "one's own");
        act(&app, &w.second, id, Step::Review).await.unwrap();
        let told = app.store.view().await.unwrap().messages(w.leader.person, false, None, 10).await.unwrap();
        assert_eq!((told[0].reason, told[0].noun.as_str()), (Reason::ToReview, "paper"));
        let refused = act(&app, &w.leader, id, Step::Sign).await.unwrap_err();
        assert!(sentence(&refused).contains("有未填写的内容“××××”"), "{refused}");
        act(&app, &w.leader, id, Step::Return).await.unwrap();
        fill(&app, &w, id, "关于召开创建推进会的通知").await;
        until_checked(&app, &w, id).await;
        act(&app, &w.office.who, id, Step::Register).await.unwrap();
        assert!(act(&app, &w.office.who, id, Step::File).await.is_err(), "nothing is skipped");
        assert!(act(&app, &w.office.who, id, Step::Return).await.is_err(), "a number is not taken back");
        assert!(delivery::send(&app, &w.office.who, id, &delivery::Receivers { units: vec![w.section], people: vec![] }).await.is_err());
        act(&app, &w.office.who, id, Step::Issue).await.unwrap();

        let page = paper::page(&app, &w.office.who, id).await.unwrap();
        assert_eq!(page.paper.number.as_ref().unwrap().to_string(), "云交发〔2026〕1号");
        assert!(page.intact() && page.problems.iter().all(|it| !it.binds), "{:?}", page.problems);
        let steps: Vec<Step> = page.steps.iter().map(|it| it.step).collect();
        assert_eq!(steps, [Step::Submit, Step::Review, Step::Return, Step::Submit, Step::Review, Step::Sign, Step::Check, Step::Register, Step::Issue]);
        let file = paper::docx(&app, &w.office.who, id).await.unwrap();
        let report = gongwen::check::check(&file.bytes, &gongwen::layout::Overlay::default()).unwrap();
        assert_eq!(report.violations().map(gongwen::check::Finding::sentence).collect::<Vec<_>>(), Vec::<String>::new());

        assert!(paper::page(&app, &w.liaison, id).await.is_err(), "not sent yet");
        assert_eq!((found(&app, &w.liaison).await, found(&app, &w.stranger).await), (0, 0));
        let to = delivery::Receivers { units: vec![w.section], people: vec![w.stranger.person] };
        assert_eq!(delivery::send(&app, &w.office.who, id, &to).await.unwrap(), 2);
        assert!(delivery::send(&app, &w.office.who, id, &to).await.is_err(), "nobody twice");
        assert_eq!((found(&app, &w.liaison).await, found(&app, &w.stranger).await), (1, 1), "found by its receivers");
        assert_eq!(found(&app, &bystander).await, 0, "and by nobody else");
        let page = paper::page(&app, &w.liaison, id).await.unwrap();
        assert_eq!((page.own.len(), page.rights.forward, page.rights.edit), (1, None, false));
        delivery::opened(&app, &w.liaison, &page.own).await.unwrap();
        delivery::receipt(&app, &w.liaison, id, page.own[0].delivery.id).await.unwrap();
        assert!(delivery::receipt(&app, &w.liaison, id, page.own[0].delivery.id).await.is_err(), "once");
        assert_eq!(delivery::urge(&app, &w.office.who, id).await.unwrap(), 1);
        assert!(delivery::urge(&app, &w.office.who, id).await.is_err(), "once a day");
        let told = app.store.view().await.unwrap().messages(w.stranger.person, false, None, 10).await.unwrap();
        assert_eq!(told[0].reason, Reason::Urged);
        let page = paper::page(&app, &w.stranger, id).await.unwrap();
        let foreign = page.deliveries.iter().find(|it| it.delivery.unit.is_some()).unwrap().delivery.id;
        assert!(delivery::receipt(&app, &w.stranger, id, foreign).await.is_err(), "another's receipt");
        filed(&app, &w, id).await;
        let verdict = app.store.view().await.unwrap().audit_verify(w.office.bureau.id).await.unwrap();
        assert!(verdict.broken.is_none());
    }

    async fn fifty_papers_at_once_get_numbers_without_a_gap(app) {
        let w = world(&app).await;
        let mut ids = Vec::new();
        for _ in 0..50 {
            let id = notice(&app, &w).await;
            until_checked(&app, &w, id).await;
            ids.push(id);
        }
        // Every fifth is pressed twice by two people: one of both is told that it is done.
        let pressed: Vec<PaperId> = ids.iter().copied().chain(ids.iter().copied().step_by(5)).collect();
        let mut running = tokio::task::JoinSet::new();
        for (at, id) in pressed.into_iter().enumerate() {
            let who = if at % 2 == 0 { w.office.who.clone() } else { w.second.clone() };
            let (app, held) = (app.app.clone(), version(&app, id).await);
            running.spawn(async move {
                let asked = Asked { version: held, code: "云交发".into(), ..Asked::default() };
                step(&app, &who, id, Step::Register, &asked).await.is_ok()
            });
        }
        let done = running.join_all().await.into_iter().filter(|ok| *ok).count();
        assert_eq!(done, 50);
        let mut serials = Vec::new();
        for id in &ids {
            serials.push(app.store.view().await.unwrap().paper(*id).await.unwrap().row.number.unwrap().serial);
        }
        serials.sort_unstable();
        assert_eq!(serials, (1..=50).collect::<Vec<i64>>());

        // A voided number stays in the register, and the next paper gets the next one.
        act(&app, &w.office.who, ids[0], Step::Void).await.unwrap();
        let id = notice(&app, &w).await;
        until_checked(&app, &w, id).await;
        act(&app, &w.office.who, id, Step::Register).await.unwrap();
        let leaf = paper::register(&app, &w.office.who, &app::turn::Turn::First, 100).await.unwrap();
        assert_eq!((leaf.rows.len(), leaf.rows.iter().filter(|it| it.voided.is_some()).count()), (51, 1));
        assert_eq!(leaf.rows.iter().map(|it| it.number.serial).max(), Some(51));
        // Another 机关代字 has serials of its own.
        let id = notice(&app, &w).await;
        until_checked(&app, &w, id).await;
        let asked = Asked { version: version(&app, id).await, code: "云交函".into(), ..Asked::default() };
        step(&app, &w.office.who, id, Step::Register, &asked).await.unwrap();
        assert_eq!(app.store.view().await.unwrap().paper(id).await.unwrap().row.number.unwrap().to_string(), "云交函〔2026〕1号");
    }

    async fn a_text_changed_behind_our_back_stops_the_paper(app) {
        let w = world(&app).await;
        let id = notice(&app, &w).await;
        until_checked(&app, &w, id).await;
        let mut tx = app.store.begin().await.unwrap();
        store::testing::tamper_paper(&mut tx, id, "创建工作", "别的工作").await.unwrap();
        tx.commit().await.unwrap();
        let refused = act(&app, &w.office.who, id, Step::Register).await.unwrap_err();
        assert!(sentence(&refused).contains("对不上"), "{refused}");
        assert!(!paper::page(&app, &w.office.who, id).await.unwrap().intact());
        let leaf = paper::register(&app, &w.office.who, &app::turn::Turn::First, 10).await.unwrap();
        assert!(leaf.rows.is_empty(), "no number was used up");
    }

    async fn a_character_without_a_face_stops_signing_and_is_named(app) {
        let w = world(&app).await;
        let id = notice(&app, &w).await;
        let form = paper::form(&app, &w.office.who, id).await.unwrap();
        let mut sheet = Sheet::of(&form.words);
        sheet.pieces[0].text = "请\u{0F00}同志参加。".into();
        paper::save(&app, &w.office.who, id, form.paper.version, sheet).await.unwrap();
        act(&app, &w.office.who, id, Step::Submit).await.unwrap();
        act(&app, &w.second, id, Step::Review).await.unwrap();
        let refused = sentence(&act(&app, &w.leader, id, Step::Sign).await.unwrap_err());
        assert!(refused.contains("第 1 页") && refused.contains("U+0F00"), "{refused}");
        let (_, pages) = paper::pdf::pdf(&app, &w.office.who, id).await.unwrap();
        assert!(pages.bytes.starts_with(b"%PDF-") && pages.count >= 1 && !pages.substituted.is_empty());
    }

    async fn rights_and_versions_hold(app) {
        let w = world(&app).await;
        let id = notice(&app, &w).await;
        for who in [&w.liaison, &w.stranger] {
            assert!(matches!(paper::page(&app, who, id).await, Err(Error::Refused(Refused::NotFound))));
        }
        let forbidden = |error: app::Result<PaperState>| matches!(error, Err(Error::Refused(Refused::Forbidden(_))));
        act(&app, &w.office.who, id, Step::Submit).await.unwrap();
        assert!(paper::form(&app, &w.office.who, id).await.is_err(), "sent papers are not edited");
        act(&app, &w.second, id, Step::Review).await.unwrap();
        assert!(forbidden(act(&app, &w.second, id, Step::Sign).await), "the office does not sign");
        let stale = Asked { version: 1, ..Asked::default() };
        assert!(matches!(step(&app, &w.leader, id, Step::Sign, &stale).await, Err(Error::Refused(Refused::Stale))));
        act(&app, &w.leader, id, Step::Sign).await.unwrap();
        assert!(forbidden(act(&app, &w.leader, id, Step::Check).await));

        let own = create(&app, &w.liaison, &wanted(&app, Template::Letter)).await.unwrap();
        assert!(paper::page(&app, &w.office.who, own).await.is_ok());
        let form = paper::form(&app, &w.liaison, own).await.unwrap();
        let mut sheet = Sheet::of(&form.words);
        sheet.title = "关于商请共建的函".into();
        paper::save(&app, &w.liaison, own, form.paper.version, sheet.clone()).await.unwrap();
        assert!(matches!(paper::save(&app, &w.liaison, own, form.paper.version, sheet.clone()).await, Err(Error::Refused(Refused::Stale))));
        let compared = paper::compare(&app, &w.liaison, own, 2).await.unwrap();
        let changed: Vec<&str> = compared.lines.iter().filter(|it| it.kind != paper::diff::Kind::Same).map(|it| it.text.as_str()).collect();
        assert_eq!(changed, ["关于商请××××的函", "关于商请共建的函"]);
        paper::comment(&app, &w.office.who, own, "对方名称要写全称").await.unwrap();
        assert_eq!(paper::page(&app, &w.liaison, own).await.unwrap().comments[0].text, "对方名称要写全称");

        // A 密级 mark is not stored.
        sheet.pieces[0].text = "机密★1年".into();
        let refused = paper::save(&app, &w.liaison, own, form.paper.version + 1, sheet).await.unwrap_err();
        assert!(app::reading::is_secret(&sentence(&refused)), "{refused}");
        assert_eq!(paper::page(&app, &w.liaison, own).await.unwrap().texts.len(), 2);
    }

    async fn the_plan_goes_out_with_its_table_and_figures_name_their_records(app) {
        let w = world(&app).await;
        let asked = wanted(&app, Template::Plan);
        assert!(sentence(&create(&app, &w.office.who, &asked).await.unwrap_err()).contains("还没有发布的方案"));
        let programme = app.programme(&w.office).await;
        for at in 0..3 {
            let duty = Duty { title: "办一期读书班", measure: at, unit: Some(w.section), due: Some("2026-06-01"), ..Duty::default() };
            app.duty(&w.office, &programme, duty).await;
        }
        let id = create(&app, &w.office.who, &asked).await.unwrap();
        let page = paper::page(&app, &w.office.who, id).await.unwrap();
        assert_eq!((page.words.attachments.len(), page.paper.plan), (2, Some(programme.plan)));
        assert!(page.words.attachments[1].landscape);
        assert!(page.problems.iter().all(|it| !it.binds), "{:?}", page.problems);
        let lines = paper::text::lines(&page.words).join("\n");
        assert!(lines.contains("办一期读书班") && lines.contains("人事教育科"), "{lines}");
        for template in [Template::Table, Template::Circular, Template::Rectify, Template::Minutes, Template::Summary] {
            let id = create(&app, &w.office.who, &wanted(&app, template)).await.unwrap();
            paper::docx(&app, &w.office.who, id).await.unwrap();
        }
        let late = create(&app, &w.office.who, &wanted(&app, Template::Rectify)).await.unwrap();
        let page = paper::page(&app, &w.office.who, late).await.unwrap();
        assert!(paper::text::lines(&page.words).join("\n").contains("共有3项创建任务逾期"));

        let records = accepted(&app, &w).await;
        let id = create(&app, &w.office.who, &wanted(&app, Template::Bulletin)).await.unwrap();
        let page = paper::page(&app, &w.office.who, id).await.unwrap();
        let lines = paper::text::lines(&page.words).join("\n");
        assert!(lines.contains("参加人数合计50人（据附件第1、2份）"), "{lines}");
        assert_eq!(page.sources.iter().map(|it| it.0).collect::<Vec<_>>(), records);
    }
}

/// Files an issued paper, with its package proven by its own text, and wrong ones found out.
async fn filed(app: &TestApp, w: &World, id: PaperId) {
    use app::paper::archive;
    use domain::paper::archive::{Archives, Rules, Term};
    use std::io::Read;
    let file = |term: Option<Term>, held: i64| {
        let asked = Asked { version: held, term, ..Asked::default() };
        let (app, who) = (app.app.clone(), w.office.who.clone());
        async move { step(&app, &who, id, Step::File, &asked).await }
    };
    let held = version(app, id).await;
    assert!(sentence(&file(Some(Term::Ten), held).await.unwrap_err()).contains("还没有归档设置"));
    let rules = Rules::parse("J001", "BGS", "云档〔2020〕3号", &[Term::Ten], Archives::County).unwrap();
    assert!(archive::decide(app, &w.liaison, &rules).await.is_err());
    archive::decide(app, &w.office.who, &rules).await.unwrap();
    assert!(sentence(&file(Some(Term::Permanent), held).await.unwrap_err()).contains("不在经批准的"));
    file(Some(Term::Ten), held).await.unwrap();
    let page = paper::page(app, &w.office.who, id).await.unwrap();
    assert_eq!(page.filings[0].filing.number.to_string(), "J001-WS·2026-D10-BGS-0001");
    assert_eq!((page.filings[0].filing.transfer, page.paper.state), (2036, PaperState::Filed));
    let read = |edition: i64| {
        let (app, who) = (app.app.clone(), w.office.who.clone());
        async move {
            let (_, mut opened) = archive::open(&app, &who, id, edition).await.unwrap();
            let mut bytes = Vec::new();
            opened.read_to_end(&mut bytes).unwrap();
            bytes
        }
    };
    let package = read(1).await;
    assert_eq!(archive::verify(&package), Ok(9));
    // One bit of any stored part is found.
    let mut wrong = package.clone();
    let at = package.windows(5).position(|it| it == b"%PDF-").unwrap_or(2_000);
    wrong[at] ^= 1;
    assert!(archive::verify(&wrong).is_err());
    archive::supplement(app, &w.office.who, id, "补附件").await.unwrap();
    assert!(archive::supplement(app, &w.office.who, id, " ").await.is_err());
    assert_eq!(read(1).await, package, "the first edition stays");
    assert_eq!(archive::verify(&read(2).await), Ok(9));
    assert!(archive::open(app, &w.liaison, id, 1).await.is_err());
}

/// Two accepted records that count people.
async fn accepted(app: &TestApp, w: &World) -> Vec<domain::id::RecordId> {
    use app::record::{self, Filled, Verdict};
    let mut ids = Vec::new();
    for (day, people) in [("2026-06-02", "20"), ("2026-06-05", "30")] {
        let form = record::blank_form(app, &w.liaison, &[], &record::Asked::default()).await.unwrap();
        let figures =
            vec![domain::record::Figured {
                item: "参加人数".into(), value: people.into(), uom: "人".into()
            }];
        let sheet = domain::record::Sheet {
            title: "读书班".into(),
            day: day.into(),
            figures,
            ..domain::record::Sheet::default()
        };
        let filled = Filled { version: 0, sheet, removed: Vec::new() };
        record::submit(app, &w.liaison, form.id, &filled, Vec::new()).await.unwrap();
        let held = record::page(app, &w.office.who, form.id).await.unwrap().record.version;
        record::review(app, &w.office.who, form.id, held, &Verdict::Accept).await.unwrap();
        ids.push(form.id);
    }
    ids
}
