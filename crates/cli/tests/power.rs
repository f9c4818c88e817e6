//! Power may fail at any instant. A server is killed again and again while several users write; what
//! was answered is there afterwards, nothing is there by half, and the audit chain holds.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod kit;

use app::clock::SystemClock;
use app::ids::TimeIds;
use app::{App, Keys, audit, backup};
use domain::Day;
use domain::id::BureauId;
use kit::server::{Answer, Server};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;
use store::{AuditFilter, Options, Store};
use tempfile::TempDir;

/// Times that the server is killed, on each engine.
const KILLS: u64 = 50;
/// Days that one notice enters: all or none.
const DAYS: i64 = 3;
const WRITERS: usize = 3;

/// Notices are numbered; each has days of its own.
struct Notices {
    next: AtomicI64,
    answered: Mutex<BTreeSet<i64>>,
}

impl Notices {
    /// Writes notices until the server is gone.
    fn write(&self, server: &Server, cookie: &str, csrf: &str, over: &AtomicBool) {
        while !over.load(Ordering::Relaxed) {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let line = |i: i64| format!("{},t,%E4%BC%91,{number}%0A", first().plus(number * DAYS + i));
            let text: String = (0..DAYS).map(line).collect();
            match server.post("/calendar/notices", cookie, &format!("csrf={csrf}&text={text}")) {
                Ok(answer) if answer.status == 303 => {
                    self.answered.lock().unwrap().insert(number);
                }
                Ok(answer) => panic!("{} {}", answer.status, answer.body),
                Err(_) => return,
            }
        }
    }
}

fn first() -> Day {
    "1951-01-01".parse().unwrap()
}

/// Uploads small papers until the server is gone; answers how many were taken.
fn upload(server: &Server, cookie: &str, csrf: &str, over: &AtomicBool, round: u64) -> usize {
    let mut taken = 0;
    while !over.load(Ordering::Relaxed) {
        let paper = format!("2026年第{round}号工作方案\n一、措施\n开展志愿服务{taken}次。\n");
        match server.upload("/drafts", cookie, csrf, "方案.txt", paper.as_bytes()) {
            Ok(answer) if answer.status == 303 => taken += 1,
            Ok(answer) => panic!("{} {}", answer.status, answer.body),
            Err(_) => break,
        }
    }
    taken
}

fn csrf(server: &Server, cookie: &str) -> String {
    let page: Answer = server.get("/calendar/notices", cookie).unwrap();
    assert_eq!(page.status, 200, "the session survives");
    page.csrf()
}

fn torment(url: Option<&str>) {
    let folder = TempDir::new().unwrap();
    let notices = Notices { next: AtomicI64::new(0), answered: Mutex::default() };
    let mut cookie = String::new();
    let mut drafts = 0;
    for round in 0..KILLS {
        let mut server = Server::demo(folder.path(), url);
        if cookie.is_empty() {
            cookie = server.sign_in("office", "yunlan-2026");
        }
        let (csrf, over) = (csrf(&server, &cookie), AtomicBool::new(false));
        let pid = server.process.id().to_string();
        std::thread::scope(|scope| {
            for _ in 0..WRITERS {
                scope.spawn(|| notices.write(&server, &cookie, &csrf, &over));
            }
            let uploads = scope.spawn(|| upload(&server, &cookie, &csrf, &over, round));
            // Never twice at the same distance from the start; now and then late enough for an upload
            // to be answered on a busy machine.
            let late = if round % 10 == 9 { 500 } else { 0 };
            std::thread::sleep(Duration::from_millis(40 + round * 37 % 90 + late));
            assert!(std::process::Command::new("kill").args(["-KILL", &pid]).status().unwrap().success());
            over.store(true, Ordering::Relaxed);
            drafts += uploads.join().unwrap();
        });
        server.kill();
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(inspect(folder.path(), url, &notices.answered.into_inner().unwrap(), drafts));
}

/// What stands in the database after all of it.
async fn inspect(folder: &Path, url: Option<&str>, answered: &BTreeSet<i64>, drafts: usize) {
    let app = open(folder, url).await;
    let mut view = app.store.view().await.unwrap();
    let bureau = view.bureaus().await.unwrap().remove(0).id;
    let mut days: BTreeMap<i64, i64> = BTreeMap::new();
    for (_, holiday) in view.holidays(bureau).await.unwrap() {
        *days.entry(holiday.paper.parse().unwrap()).or_default() += 1;
    }
    drop(view);
    assert!(answered.len() > 50, "only {} writes were answered", answered.len());
    let lost: Vec<&i64> = answered.iter().filter(|number| !days.contains_key(number)).collect();
    assert!(lost.is_empty(), "answered, then lost: {lost:?}");
    let half: Vec<_> = days.iter().filter(|(_, count)| **count != DAYS).collect();
    assert!(half.is_empty(), "there by half: {half:?}");
    assert_eq!(entries(&app, bureau, "edit_calendar").await, days.len(), "one audit entry for each change");
    let imported = entries(&app, bureau, "import_plan").await;
    assert!(imported >= drafts && drafts > 0, "{imported} of {drafts} papers");
    let proof = audit::verify(&app, bureau, None).await.unwrap();
    assert!(proof.broken.is_none(), "{}", proof.sentence);
    // A backup reads every file that a row names and proves its digest.
    let manifest = backup::write(&app, &folder.join("all.wmb")).await.unwrap();
    assert!(manifest.files() > 0);
    app.store.close().await;
}

async fn open(folder: &Path, url: Option<&str>) -> App {
    let keys = Keys::existing(&folder.join("key")).unwrap();
    let options =
        Options { data: folder.to_owned(), database_url: url.map(str::to_owned), key: keys.audit() };
    let store = Store::open(&options).await.unwrap();
    let clock = Arc::new(SystemClock);
    App::new(store, clock.clone(), Arc::new(TimeIds::new(clock)), keys, true)
}

async fn entries(app: &App, bureau: BureauId, action: &str) -> usize {
    let filter = AuditFilter { action: Some(action.into()), limit: 1_000_000, ..Default::default() };
    app.store.view().await.unwrap().audit_rows(bureau, &filter).await.unwrap().len()
}

#[test]
fn fifty_kills_on_sqlite() {
    torment(None);
}

#[test]
fn fifty_kills_on_postgres() {
    torment(Some(&kit::postgres("power")));
}
