//! Uploads become drafts and rosters through jobs: done once whatever happens, refused without a
//! trace, tried again where something broke.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::import::{self, Paper};
use app::photo::Looked;
use app::preview::Preview;
use app::reading::{Inline, Layout, Read, Reader, Sheets, Source};
use app::sheet::Sheet;
use app::{file, job};
use domain::authority::Role;
use domain::day::Instant;
use domain::draft::DraftState;
use domain::import::State;
use domain::job::{ATTEMPTS, JobState};
use gongwen::layout::Overlay;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use store::Arrived;
use testkit::{Office, TestApp};

const PAPER: &str = include_str!("paper.txt");

/// A file as the connection brings it, piece by piece.
async fn arrived(app: &TestApp, bytes: &[u8]) -> Arrived {
    let mut receiving = file::Receiving::begin(app).await.unwrap();
    for piece in bytes.chunks(1_000) {
        receiving.take(piece).await.unwrap();
    }
    receiving.finish().await.unwrap()
}

async fn paper(app: &TestApp, office: &Office, bytes: &[u8]) -> domain::id::ImportId {
    let file = arrived(app, bytes).await;
    let paper = Paper { name: "方案.txt".into(), file, charset: String::new(), revises: None };
    import::paper(app, &office.who, paper).await.unwrap()
}

fn roster(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// All files below the folder of files.
fn kept(app: &TestApp) -> Vec<std::path::PathBuf> {
    let (mut found, mut waiting) = (Vec::new(), vec![app.folder().join("files")]);
    while let Some(path) = waiting.pop() {
        match std::fs::read_dir(&path) {
            Ok(entries) => waiting.extend(entries.map(|entry| entry.unwrap().path())),
            Err(_) => found.push(path),
        }
    }
    found
}

/// Reads as the product does, but breaks the first times.
struct Broken {
    left: AtomicUsize,
}

impl Reader for Broken {
    fn read(&self, from: Source<'_>, name: Option<&str>, charset: Option<&str>) -> Result<Read, String> {
        let left = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
        assert!(left.is_err(), "the reader breaks as it was asked to");
        Inline.read(from, name, charset)
    }
    fn roster(&self, from: Source<'_>, name: &str) -> Result<Sheet, String> {
        Inline.roster(from, name)
    }
    fn table(&self, from: Source<'_>, name: &str) -> Result<domain::table::Sheet, String> {
        Inline.table(from, name)
    }
    fn grids(&self, from: Source<'_>, name: &str) -> Result<Vec<domain::standard::grid::Grid>, String> {
        Inline.grids(from, name)
    }
    fn photo(&self, from: Source<'_>) -> Result<Looked, String> {
        Inline.photo(from)
    }
    fn sheets(&self, from: Source<'_>, words: &[String]) -> Result<Sheets, String> {
        Inline.sheets(from, words)
    }
    fn preview(&self, from: Source<'_>, media: &str) -> Result<Preview, String> {
        Inline.preview(from, media)
    }
    fn layout(&self, from: Source<'_>, name: &str, overlay: &Overlay) -> Result<Layout, String> {
        Inline.layout(from, name, overlay)
    }
}

fn breaks(app: &mut TestApp, times: usize) {
    app.app.reader = Arc::new(Broken { left: AtomicUsize::new(times) });
}

/// Moves the clock on.
fn later(app: &TestApp, minutes: i64) {
    app.clock.set(Instant(app.now().0 + minutes * 60_000_000));
}

testkit::on_both_engines! {
    async fn a_paper_is_read_at_once_where_there_is_room(app) {
        let office = app.founded().await;
        let id = paper(&app, &office, PAPER.as_bytes()).await;
        let line = import::show(&app, &office.who, id).await.unwrap();
        assert_eq!((line.import.state, line.job), (State::Done, Some(JobState::Done)));
        let drafts = app::draft::list(&app, &office.who, DraftState::Open, None).await.unwrap();
        assert_eq!(Some(drafts.rows[0].id.0), line.import.made);
        assert_eq!(kept(&app).len(), 1, "the paper in its place and nothing else");
        assert_eq!(app.store.view().await.unwrap().open_jobs().await.unwrap(), 0);
        let staff = app.user(&office, office.unit, "陈立", "chenli", Role::Staff).await;
        assert!(import::show(&app, &staff, id).await.is_err() && import::list(&app, &staff, None).await.is_err());
    }

    async fn what_waits_is_read_later_and_only_once(app) {
        let mut app = app;
        let office = app.founded().await;
        app.app.rooms = Arc::new(tokio::sync::Semaphore::new(0));
        let id = paper(&app, &office, PAPER.as_bytes()).await;
        let line = import::show(&app, &office.who, id).await.unwrap();
        assert_eq!(line.import.row.state(line.job), State::Received);
        assert_eq!(file::sweep(&app).await.unwrap(), 0, "a row waits for the upload");
        assert_eq!(job::drain(&app).await.unwrap(), 1);
        // The same work once more, as after a crash just before the job was finished.
        let mut tx = app.store.begin().await.unwrap();
        let again = domain::job::Job { id: app.ids.make(), bureau: None, work: domain::job::Work::ReadImport { import: id }, run_at: app.now() };
        tx.put_job(&again, app.now()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(job::drain(&app).await.unwrap(), 1);
        assert_eq!(app::draft::list(&app, &office.who, DraftState::Open, None).await.unwrap().rows.len(), 1);
        assert_eq!(import::list(&app, &office.who, None).await.unwrap().len(), 1);
        app.go_to("2026-08-01");
        job::wind(&app).await.unwrap();
        job::drain(&app).await.unwrap();
        assert!(import::list(&app, &office.who, None).await.unwrap().is_empty(), "forgotten after a month");
        assert_eq!(app::draft::list(&app, &office.who, DraftState::Open, None).await.unwrap().rows.len(), 1);
    }

    async fn a_refused_file_leaves_nothing_and_a_marked_one_not_even_its_name(app) {
        let office = app.founded().await;
        for (bytes, words, name) in [
            (&b"PK\x03\x04broken"[..], "损坏", "方案.txt"),
            ("机密★1年\n关于创建工作的方案\n".as_bytes(), "密级", ""),
        ] {
            let id = paper(&app, &office, bytes).await;
            let line = import::show(&app, &office.who, id).await.unwrap();
            assert_eq!((line.import.state, line.import.name.as_str()), (State::Failed, name));
            assert!(line.import.note.contains(words), "{}", line.import.note);
        }
        let marked = roster(&[&["姓名", "科室"], &["叶知秋", "机密★"]]);
        let id = import::roster(&app, &office.who, "名册.xlsx", arrived(&app, &marked).await).await.unwrap();
        let line = import::show(&app, &office.who, id).await.unwrap();
        assert!(line.import.note.contains("密级") && line.import.name.is_empty(), "{line:?}");
        assert_eq!(kept(&app), Vec::<std::path::PathBuf>::new());
        let empty = import::roster(&app, &office.who, "名册.xlsx", arrived(&app, b"").await).await.unwrap_err();
        assert_eq!(empty.fields()[0].field, "file");
    }

    async fn a_roster_waits_sealed(app) {
        let mut app = app;
        let office = app.founded().await;
        app.app.rooms = Arc::new(tokio::sync::Semaphore::new(1));
        let bytes = roster(&[&["姓名", "科室", "手机"], &["叶知秋", "政策法规科", "13812345678"]]);
        let id = import::roster(&app, &office.who, "名册.xlsx", arrived(&app, &bytes).await).await.unwrap();
        let line = import::show(&app, &office.who, id).await.unwrap();
        let preview = app::roster::preview(&app, &office.who, domain::id::RosterId(line.import.made.unwrap())).await.unwrap();
        assert_eq!(preview.judged.ready.len(), 1);
        let kept = kept(&app);
        assert_eq!(kept.len(), 1);
        assert!(!std::fs::read(&kept[0]).unwrap().starts_with(b"PK"), "sealed on the disk");
    }

    async fn what_breaks_is_tried_again_after_a_rest(app) {
        let mut app = app;
        let office = app.founded().await;
        breaks(&mut app, 1);
        let id = paper(&app, &office, PAPER.as_bytes()).await;
        let line = import::show(&app, &office.who, id).await.unwrap();
        assert_eq!((line.job, line.import.row.state(line.job)), (Some(JobState::Ready), State::Received));
        assert_eq!(job::drain(&app).await.unwrap(), 0, "it rests");
        later(&app, 1);
        assert_eq!(job::drain(&app).await.unwrap(), 1);
        assert_eq!(import::show(&app, &office.who, id).await.unwrap().import.state, State::Done);
    }

    async fn what_breaks_for_good_stands_on_the_page_and_may_be_tried_by_hand(app) {
        let mut app = app;
        let office = app.founded().await;
        breaks(&mut app, ATTEMPTS as usize);
        let id = paper(&app, &office, PAPER.as_bytes()).await;
        for _ in 1..ATTEMPTS {
            later(&app, 60);
            job::drain(&app).await.unwrap();
        }
        let line = import::show(&app, &office.who, id).await.unwrap();
        assert_eq!(line.import.row.state(line.job), State::Failed);
        let (failed, count) = job::list(&app, &office.who, &[JobState::Failed], None).await.unwrap();
        assert_eq!((failed.len(), count, failed[0].attempts), (1, 1, ATTEMPTS));
        let staff = app.user(&office, office.unit, "陈立", "chenli", Role::Staff).await;
        assert!(job::again(&app, &staff, failed[0].id).await.is_err());
        job::again(&app, &office.who, failed[0].id).await.unwrap();
        assert_eq!(import::show(&app, &office.who, id).await.unwrap().import.state, State::Done);
        assert!(job::again(&app, &office.who, failed[0].id).await.is_err(), "it is done");
    }

    async fn a_claim_of_a_dead_process_runs_out(app) {
        let mut app = app;
        let office = app.founded().await;
        app.app.rooms = Arc::new(tokio::sync::Semaphore::new(0));
        let id = paper(&app, &office, PAPER.as_bytes()).await;
        let mut tx = app.store.begin().await.unwrap();
        tx.claim_job(app.now(), Instant(app.now().0 + 60_000_000)).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(job::drain(&app).await.unwrap(), 0);
        let line = import::show(&app, &office.who, id).await.unwrap();
        assert_eq!(line.import.row.state(line.job), State::Reading);
        later(&app, 2);
        assert_eq!(job::drain(&app).await.unwrap(), 1);
        assert_eq!(import::show(&app, &office.who, id).await.unwrap().import.state, State::Done);
    }

    async fn leftovers_are_swept_and_living_uploads_are_not(app) {
        let office = app.founded().await;
        let mut receiving = file::Receiving::begin(&app).await.unwrap();
        receiving.take(b"half").await.unwrap();
        let dead = app.folder().join("files/incoming").join(app.ids.next().to_string());
        std::fs::write(&dead, b"left by a process that died").unwrap();
        assert_eq!(file::sweep(&app).await.unwrap(), 1);
        assert!(!dead.exists());
        receiving.finish().await.unwrap();
        assert_eq!(office.who.name, "林晓雯");
    }

    async fn an_impatient_answer_leaves_the_work_running(app) {
        let mut app = app;
        let office = app.founded().await;
        app.app.patience = Duration::ZERO;
        let id = paper(&app, &office, PAPER.as_bytes()).await;
        // It goes on by itself: its room is free again when it has ended.
        let rooms = app.rooms.clone();
        let _both = rooms.acquire_many(2).await.unwrap();
        assert_eq!(import::show(&app, &office.who, id).await.unwrap().import.state, State::Done);
    }
}
