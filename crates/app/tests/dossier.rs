//! The inspection file: what was accepted and confirmed goes into folders by the standard's numbering, the same
//! evidence makes the same bytes, and the next build is compared with the one before.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::dossier::Wanted;
use app::file::Incoming;
use app::record::{self, Filled, Verdict};
use app::{Who, dossier, job, standard};
use domain::audit::Entry;
use domain::authority::{Action, Role};
use domain::change::Change;
use domain::dossier::{BuildState, PaperForm, Turn};
use domain::id::{AssessmentId, CriterionId, DossierId, RecordId};
use domain::record::{Figured, Sheet};
use domain::standard::{CriterionLink, LinkState};
use domain::unit::UnitKind;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use testkit::{Office, TestApp};

/// The smallest JPEG that says what it is.
const PHOTO: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9";

struct World {
    office: Office,
    liaison: Who,
    assessment: AssessmentId,
    criteria: Vec<CriterionId>,
}

async fn world(app: &TestApp) -> World {
    let office = app.founded().await;
    let id = standard::install(app, &office.who, "example").await.unwrap();
    let assessment = app.assessed(&office.who, id, office.bureau.root).await;
    let row = app.store.view().await.unwrap().standard(id).await.unwrap().row;
    let criteria = row.standard.tree.criteria().map(|(_, node)| node.id).collect();
    let unit = app.unit(&office, office.bureau.root, UnitKind::Section, "办公室").await;
    let liaison = app.user(&office, unit, "方志远", "fangzy", Role::Liaison).await;
    World { office, liaison, assessment, criteria }
}

/// A record of the liaison with a photo of a hostile name, behind a criterion; the office accepts it if asked.
async fn record(app: &TestApp, w: &World, title: &str, accepted: bool, state: LinkState) -> RecordId {
    let photo = Incoming::read("../..\\现场?.jpg", std::io::Cursor::new(PHOTO));
    record_with(app, w, title, accepted, state, vec![photo]).await
}

async fn record_with(
    app: &TestApp,
    w: &World,
    title: &str,
    accepted: bool,
    state: LinkState,
    files: Vec<Incoming>,
) -> RecordId {
    let form = record::new_form(app, &w.liaison, &[], &record::Asked::default()).await.unwrap();
    let sheet = Sheet {
        title: title.into(),
        day: "2026-03-05".into(),
        place: "敬老院".into(),
        text: "上午打扫院子。下午办读书班，二十人参加。".into(),
        figures: vec![Figured { item: "参加人数".into(), value: "20".into(), uom: "人".into() }],
        ..Sheet::default()
    };
    let filled = Filled { version: form.version, sheet, removed: vec![] };
    record::submit(app, &w.liaison, form.id, &filled, files).await.unwrap();
    if accepted {
        let page = record::page(app, &w.office.who, form.id).await.unwrap();
        record::review(app, &w.office.who, form.id, page.record.version, &Verdict::Accept).await.unwrap();
    }
    let link = CriterionLink {
        bureau: w.office.bureau.id,
        criterion: w.criteria[0],
        record: form.id,
        state,
        reason: "因为有“读书班”".into(),
        author: Some(w.office.who.person),
    };
    let mut tx = app.store.begin().await.unwrap();
    let entry = Entry::new(Action::FileRecord, form.id);
    tx.apply(&app.stamp(&w.office.who), Change::new(link, entry)).await.unwrap();
    tx.commit().await.unwrap();
    form.id
}

async fn built(app: &TestApp, w: &World) -> DossierId {
    built_as(app, w, PaperForm::Full).await
}

async fn built_as(app: &TestApp, w: &World, form: PaperForm) -> DossierId {
    let id = dossier::order(app, &w.office.who, w.assessment, form).await.unwrap();
    job::drain(app).await.unwrap();
    id
}

/// Names and bytes of what is in a build.
async fn opened(app: &TestApp, w: &World, id: DossierId) -> BTreeMap<String, Vec<u8>> {
    let taken = dossier::take(app, &w.office.who, id, Wanted::Archive).await.unwrap();
    let mut zip = zip::ZipArchive::new(taken.file).unwrap();
    let mut all = BTreeMap::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        all.insert(entry.name().unwrap().into_owned(), bytes);
    }
    all
}

/// A photo of a phone.
const TILES: &[u8] = include_bytes!("fixtures/heic/tiles.heic");

/// A photo of 16 × 12 pixels that is whole.
const GREY: &[u8] = include_bytes!("../../gongwen-pdf/tests/data/grey.jpg");

/// A PDF paper of five pages; the second speaks of the words of the link.
fn paper() -> Vec<u8> {
    use gongwen_pdf::label::{Label, labels};
    let label = |number: usize| Label {
        head: format!("第{number}盒"),
        foot: vec![if number == 5 { "读书班".into() } else { format!("第{number}张") }],
        ..Label::default()
    };
    let all: Vec<Label> = (1..=8).map(label).collect();
    labels("样张", &all, &gongwen_pdf::Fonts::embedded(), 0).unwrap().bytes
}

/// The lines of each page of a PDF, without blanks.
fn pages(bytes: &[u8]) -> Vec<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("volume.pdf");
    fs::write(&path, bytes).unwrap();
    let done = std::process::Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output().unwrap();
    assert!(done.status.success(), "pdftotext");
    let text = String::from_utf8(done.stdout).unwrap();
    let bare = |line: &str| line.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let page = |page: &str| page.lines().map(bare).filter(|line| !line.is_empty()).collect();
    text.trim_end_matches('\u{c}').split('\u{c}').map(page).collect()
}

/// The lines of the contents: what stands before the dots, and the number behind them. Each page that is named holds
/// what is said of it, and the same number below.
fn listed(pages: &[Vec<String>]) -> Vec<(String, usize)> {
    let contents =
        pages.iter().skip(1).take_while(|page| page.iter().any(|line| line.contains('…'))).flatten();
    let (mut found, mut name) = (Vec::new(), String::new());
    for line in contents.filter(|line| *line != "目录" && !line.starts_with('—')) {
        let Some((before, after)) = line.split_once('…') else {
            name.push_str(line);
            continue;
        };
        name.push_str(before);
        let number: usize = after.trim_start_matches('…').parse().unwrap();
        let page = &pages[number - 1];
        assert!(page.concat().contains(&name), "{name} stands not on page {number}: {page:?}");
        assert!(page.contains(&format!("—{number}—")), "{number}: {page:?}");
        found.push((std::mem::take(&mut name), number));
    }
    found
}

/// A build that broke off behind its last volume, since a folder stands where its ZIP belongs; and that place.
async fn broken(app: &TestApp, w: &World) -> (DossierId, PathBuf) {
    let rooms = app.rooms.clone().acquire_many_owned(2).await.unwrap();
    let id = dossier::order(app, &w.office.who, w.assessment, PaperForm::Full).await.unwrap();
    drop(rooms);
    let zip = app.store.data().join("dossiers").join(format!("{id}.zip"));
    fs::create_dir_all(zip.join("在用")).unwrap();
    job::drain(app).await.unwrap();
    let line = dossier::state(app, &w.office.who, id).await.unwrap();
    assert_eq!(line.build.row.state(line.job), BuildState::Failed, "{}", line.told);
    (id, zip)
}

async fn again(app: &TestApp, w: &World, id: DossierId, zip: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::remove_dir_all(zip).unwrap();
    let job = app.store.view().await.unwrap().dossier(id).await.unwrap().job;
    job::again(app, &w.office.who, job).await.unwrap();
    job::drain(app).await.unwrap();
    opened(app, w, id).await
}

testkit::on_both_engines! {
    async fn a_build_that_broke_off_goes_on_behind_what_was_drawn(app) {
        let w = world(&app).await;
        record(&app, &w, "到敬老院开展志愿服务", true, LinkState::Confirmed).await;
        let whole = built(&app, &w).await;
        let whole = opened(&app, &w, whole).await;
        let volume = &whole["迎检档案.pdf"];

        // A mark in what was drawn, and in what says that it is whole, shows that it is not drawn again.
        let (id, zip) = broken(&app, &w).await;
        let drawn = zip.with_extension("volumes");
        let (pdf, note) = (drawn.join("1.pdf"), drawn.join("1.json"));
        assert_eq!(&fs::read(&pdf).unwrap(), volume);
        let marked = [volume.as_slice(), b"% mark\n"].concat();
        let said = fs::read_to_string(&note).unwrap();
        fs::write(&pdf, &marked).unwrap();
        fs::write(&note, said.replace(&store::sm3_hex(volume), &store::sm3_hex(&marked))).unwrap();
        assert_eq!(again(&app, &w, id, &zip).await["迎检档案.pdf"], marked);
        assert!(!drawn.exists(), "what was drawn goes when the build is done");

        // Half a volume is none, and what was drawn of other evidence neither.
        let (id, zip) = broken(&app, &w).await;
        fs::write(zip.with_extension("volumes").join("1.pdf"), &volume[..volume.len() / 2]).unwrap();
        assert_eq!(again(&app, &w, id, &zip).await, whole);
        let (id, zip) = broken(&app, &w).await;
        record(&app, &w, "又一次活动", true, LinkState::Confirmed).await;
        assert!(pages(&again(&app, &w, id, &zip).await["迎检档案.pdf"]).concat().concat().contains("又一次活动"));
    }

    async fn the_volume_holds_everything_and_its_contents_are_right(app) {
        let w = world(&app).await;
        let files = || vec![
            Incoming::read("现场.jpg", std::io::Cursor::new(GREY)),
            Incoming::read("会场.heic", std::io::Cursor::new(TILES)),
            Incoming::read("通知.pdf", std::io::Cursor::new(paper())),
            Incoming::read("名单.txt", std::io::Cursor::new("张三")),
        ];
        record_with(&app, &w, "到敬老院开展志愿服务", true, LinkState::Confirmed, files()).await;
        let id = built_as(&app, &w, PaperForm::Full).await;
        let all = opened(&app, &w, id).await;
        let volume = pages(&all["迎检档案.pdf"]);
        let cover = volume[0].concat();
        assert!(cover.contains("迎检档案") && cover.contains("2026年1月1日至2026年12月31日"), "{cover}");
        let lines = listed(&volume);
        let sections = dossier::shelf(&app, &w.office.who, w.assessment, None).await.unwrap().dossier.sections;
        assert_eq!(lines.len(), sections.len() + 2, "sections, the record, the gaps: {lines:?}");
        assert!(lines.windows(2).all(|pair| pair[0].1 <= pair[1].1), "{lines:?}");
        let (_, at) = lines.iter().find(|(name, _)| name.contains("到敬老院开展志愿服务")).unwrap();
        let record = volume[at - 1..].concat().concat();
        for said in ["下午办读书班，二十人参加。", "照片1", "照片2", "附件“通知.pdf”共5页，附后", "附件“名单.txt”没有印在这里", "第8盒"] {
            assert!(record.contains(said), "{said} is missing: {record:.900}");
        }
        let original = all.iter().find(|(name, _)| name.ends_with(".heic"));
        assert!(original.is_some_and(|(_, bytes)| bytes == TILES), "{:?}", all.keys());
        assert!(!record.contains("照片不完整") && !record.contains("这种照片不能"), "{record:.900}");
        assert!(pages(&all["脊背和盒标签.pdf"])[0].concat().contains("第1盒"));
        let taken = dossier::take(&app, &w.office.who, id, Wanted::Volume(1)).await.unwrap();
        let mut alone = Vec::new();
        taken.file.take(taken.size).read_to_end(&mut alone).unwrap();
        assert!(alone == all["迎检档案.pdf"], "the volume taken alone is the one in the ZIP");
        assert!(dossier::take(&app, &w.office.who, id, Wanted::Volume(2)).await.is_err());

        let excerpt = built_as(&app, &w, PaperForm::Excerpt).await;
        let excerpt = opened(&app, &w, excerpt).await;
        let shorter = pages(&excerpt["迎检档案.pdf"]);
        assert_eq!(shorter.len(), volume.len() - 2, "first, last, and the one with the words, of five");
        let said = shorter.concat().concat();
        assert!(said.contains("附第1、2、5页；全文在压缩包的"), "{said}");
        assert!(excerpt.keys().any(|name| name.ends_with("材料01 通知.pdf")), "{:?}", excerpt.keys());
    }

    async fn what_was_accepted_and_confirmed_is_filed_by_the_standards_numbering(app) {
        let w = world(&app).await;
        record(&app, &w, "到敬老院开展志愿服务", true, LinkState::Confirmed).await;
        record(&app, &w, "还没通过的", false, LinkState::Confirmed).await;
        record(&app, &w, "只是建议的", true, LinkState::Proposed).await;
        let id = built(&app, &w).await;
        let all = opened(&app, &w, id).await;
        let photos: Vec<&String> = all.keys().filter(|name| name.contains("照片")).collect();
        assert_eq!(photos.len(), 1, "{:?}", all.keys());
        assert!(photos[0].ends_with("/01 20260305 到敬老院开展志愿服务/照片01 20260305.jpg"), "{photos:?}");
        assert_eq!(all[photos[0]], PHOTO, "originals keep their bytes");
        assert!(all.keys().all(|name| !name.contains("..") && !name.contains('\\')), "{:?}", all.keys());
        assert!(all.keys().any(|name| name.ends_with("/说明报告.docx")));
        for name in ["目录.xlsx", "缺项清单.xlsx", "说明.txt", "校验清单.txt"] {
            assert!(all.contains_key(name), "{name}");
        }
        // The list of digests fits every other file.
        let digests = String::from_utf8(all["校验清单.txt"].clone()).unwrap();
        for (name, bytes) in all.iter().filter(|(name, _)| *name != "校验清单.txt") {
            assert!(digests.contains(&format!("{}  {name}\r\n", store::sm3_hex(bytes))), "{name}");
        }
        let shelf = dossier::shelf(&app, &w.office.who, w.assessment, None).await.unwrap();
        assert_eq!(shelf.dossier.covered(), (1, w.criteria.len()));
        assert_eq!(shelf.lines[0].build.state, BuildState::Done);
    }

    async fn the_same_evidence_makes_the_same_bytes_and_changes_are_listed(app) {
        let w = world(&app).await;
        record(&app, &w, "第一次活动", true, LinkState::Confirmed).await;
        let (first, second) = (built(&app, &w).await, built(&app, &w).await);
        let mut view = app.store.view().await.unwrap();
        let digest = |build: domain::dossier::Build| build.archive.unwrap().digest;
        let (a, b) = (view.dossier(first).await.unwrap().row, view.dossier(second).await.unwrap().row);
        assert_eq!(digest(a), digest(b));
        drop(view);
        assert_eq!(dossier::compare(&app, &w.office.who, first).await.unwrap().1, None);
        assert_eq!(dossier::compare(&app, &w.office.who, second).await.unwrap().1, Some(vec![]));
        record(&app, &w, "第二次活动", true, LinkState::Confirmed).await;
        let third = built(&app, &w).await;
        let changes = dossier::compare(&app, &w.office.who, third).await.unwrap().1.unwrap();
        assert!(changes.iter().any(|it| it.turn == Turn::Added && it.path.contains("第二次活动")), "{changes:?}");
        assert!(changes.iter().any(|it| it.turn == Turn::Changed && it.path == "目录.xlsx"), "{changes:?}");
        dossier::delete(&app, &w.office.who, third).await.unwrap();
        assert!(dossier::take(&app, &w.office.who, third, Wanted::Archive).await.is_err());
    }

    async fn a_lost_original_stops_the_build_with_a_sentence(app) {
        let w = world(&app).await;
        let id = record(&app, &w, "活动", true, LinkState::Confirmed).await;
        let file = app.store.view().await.unwrap().files_of_record(id).await.unwrap().remove(0);
        app.store.blobs().forget(&file.digest).unwrap();
        let build = built(&app, &w).await;
        let shelf = dossier::shelf(&app, &w.office.who, w.assessment, None).await.unwrap();
        let line = shelf.lines.iter().find(|it| it.build.id == build).unwrap();
        assert_eq!(line.build.row.state(line.job), BuildState::Failed);
        assert!(line.told.contains("读不出来"), "{}", line.told);
    }

    async fn sections_read_but_do_not_build(app) {
        let w = world(&app).await;
        assert!(dossier::shelf(&app, &w.liaison, w.assessment, None).await.is_ok());
        assert!(dossier::order(&app, &w.liaison, w.assessment, PaperForm::Full).await.is_err());
    }
}
