//! 档号 of a thousand filings, and who is told when papers are due at the archives.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::Who;
use app::paper::archive;
use app::paper::step::{Asked, step};
use domain::audit::Entry;
use domain::authority::Action;
use domain::change::Change;
use domain::id::PaperId;
use domain::paper::archive::{Archives, Rules, Term};
use domain::paper::{Number, Paper, PaperState, Signature, Step, Template, Text};
use gongwen::paper as gw;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use store::NewPaper;
use testkit::{Office, TestApp};

const TERMS: [Term; 3] = [Term::Permanent, Term::Thirty, Term::Ten];

fn rules(terms: &[Term]) -> Rules {
    Rules::parse("J001", "BGS", "云档〔2020〕3号", terms, Archives::County).unwrap()
}

/// Minutes that bear their 期次 and no number, so that their pages are set once for all.
fn minutes() -> gw::Paper {
    serde_json::from_str(
        r#"{"format":"minutes","kind":"minutes","header":{"organs":["云岚市交通运输局"],"issue":"第1期"},"title":"会议纪要",
        "body":[{"type":"paragraph","runs":[{"text":"会议听取了进展。"}]}],"sign_off":{"date":"2026-06-11","seal":{"type":"omitted"}}}"#,
    )
    .unwrap()
}

/// An issued paper of a year, put there without its life before.
async fn issued(app: &TestApp, office: &Office, words: &gw::Paper, serial: i64, year: i16) -> PaperId {
    let (id, text): (PaperId, String) = (app.ids.make(), app::paper::text::write(words).unwrap());
    let digest = app::paper::text::digest(&text);
    let on = domain::Day::new(year, 6, 11).unwrap();
    let paper = Paper {
        id,
        bureau: office.bureau.id,
        template: Template::Minutes,
        title: "会议纪要".into(),
        state: PaperState::Issued,
        author: office.who.person,
        unit: office.unit,
        plan: None,
        text: 1,
        digest: digest.clone(),
        signature: Some(Signature { by: office.who.person, on, digest: digest.clone() }),
        number: Some(Number { code: "云交纪".into(), year, serial }),
        issued_on: Some(on),
        void_reason: String::new(),
    };
    let author = office.who.person;
    let text = Text { paper: id, bureau: office.bureau.id, number: 1, text, digest, author };
    let entry = Entry::new(Action::DraftPaper, id).field("state", "issued");
    let mut tx = app.store.begin().await.unwrap();
    let new = NewPaper { paper: paper.clone(), text, sources: Vec::new() };
    tx.apply(&app.stamp(&office.who), Change::new(new, entry)).await.unwrap();
    // A new paper is a draft; what its life would have written follows.
    let next = tx.paper(id).await.unwrap().to(paper);
    let entry = Entry::new(Action::IssuePaper, id).field("state", "issued");
    tx.apply(&app.stamp(&office.who), Change::new(next, entry)).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn file(app: &TestApp, who: &Who, id: PaperId, term: Term) -> app::Result<PaperState> {
    let version = app.store.view().await.unwrap().paper(id).await.unwrap().version;
    step(app, who, id, Step::File, &Asked { version, term: Some(term), ..Asked::default() }).await
}

async fn package(app: &TestApp, who: &Who, id: PaperId) -> Vec<u8> {
    let (_, mut opened) = archive::open(app, who, id, 1).await.unwrap();
    let mut bytes = Vec::new();
    opened.read_to_end(&mut bytes).unwrap();
    bytes
}

/// AR-01: 档号 of so many filings of three years and terms, in no order.
async fn numbers(app: &TestApp, filings: i64) {
    let office = app.founded().await;
    archive::decide(app, &office.who, &rules(&TERMS)).await.unwrap();
    let mut numbers = BTreeSet::new();
    let mut classes: BTreeMap<(i16, &str), Vec<i64>> = BTreeMap::new();
    for at in 0..filings {
        // Steps that meet every class, without an order that a counter could hide behind.
        let year = 2024 + i16::try_from(at * 7 % 3).unwrap();
        let term = TERMS[usize::try_from(at * at % 11 % 3).unwrap()];
        let id = issued(app, &office, &minutes(), at + 1, year).await;
        assert_eq!(file(app, &office.who, id, term).await.unwrap(), PaperState::Filed);
        let row = app.store.view().await.unwrap().filings(id).await.unwrap().remove(0).filing;
        let number = row.number;
        let code = domain::code::Code::code(number.term);
        assert_eq!(number.to_string(), format!("J001-WS·{year}-{code}-BGS-{:04}", number.item));
        assert!(numbers.insert(number.to_string()), "{number} twice");
        classes.entry((number.year, code)).or_default().push(number.item);
        if at % (filings / 10) == 0 {
            let bytes = package(app, &office.who, id).await;
            assert_eq!(archive::verify(&bytes), Ok(8), "{number}");
            // Made anew, it has the same number and the same bytes stay.
            archive::pack(app, &office.who, id).await.unwrap();
            assert_eq!(package(app, &office.who, id).await, bytes);
        }
    }
    assert_eq!(classes.len(), 9);
    for (class, items) in classes {
        let gapless: Vec<i64> = (1..=items.len() as i64).collect();
        assert_eq!(items, gapless, "{class:?}");
    }
    let years = archive::years(app, &office.who).await.unwrap();
    assert_eq!(years.iter().map(|it| it.papers).sum::<i64>(), filings);
    assert!(years.iter().all(|it| it.transfer == it.year + 10), "{years:?}");
}

#[tokio::test]
async fn a_thousand_filings_are_numbered_without_gap_or_doublet() {
    let app = TestApp::sqlite().await;
    numbers(&app, 1_000).await;
}

testkit::on_both_engines! {
    async fn filings_are_numbered_on_either_engine(app) {
        numbers(&app, 90).await;
    }

    async fn a_paper_with_a_picture_is_archived(app) {
        let office = app.founded().await;
        archive::decide(&app, &office.who, &rules(&TERMS)).await.unwrap();
        let mut words = minutes();
        words.body.push(gw::Block::Image(gw::Image {
            png: include_bytes!("../../gongwen/tests/data/picture.png").to_vec(),
            width_mm: None,
            caption: None,
            alt: "候车厅布置".into(),
        }));
        let id = issued(&app, &office, &words, 1, 2026).await;
        assert_eq!(file(&app, &office.who, id, Term::Ten).await.unwrap(), PaperState::Filed);
        let bytes = package(&app, &office.who, id).await;
        assert_eq!(archive::verify(&bytes), Ok(8));
    }

    async fn papers_due_at_the_archives_are_told_once_a_year(app) {
        let office = app.founded().await;
        archive::decide(&app, &office.who, &rules(&[Term::Permanent])).await.unwrap();
        let id = issued(&app, &office, &minutes(), 1, 2026).await;
        let refused = file(&app, &office.who, id, Term::Ten).await.unwrap_err();
        assert!(format!("{refused:?}").contains("不在经批准的"), "{refused:?}");
        file(&app, &office.who, id, Term::Permanent).await.unwrap();
        let told = async || -> Vec<String> {
            archive::remind(&app).await.unwrap();
            let mut view = app.store.view().await.unwrap();
            let rows = view.messages(office.who.person, false, None, 50).await.unwrap();
            rows.into_iter().filter(|it| it.noun == "archive").map(|it| it.text).collect()
        };
        app.go_to("2035-12-31");
        assert!(told().await.is_empty(), "not before its year");
        app.go_to("2036-01-01");
        assert_eq!(told().await, ["2036 年有 1 件归档公文到了移交的年度，请按规定向同级档案馆移交。"]);
        app.go_to("2036-05-04");
        assert_eq!(told().await.len(), 1, "once a year");
    }
}
