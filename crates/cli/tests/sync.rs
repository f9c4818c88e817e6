//! A kill keeps the page cache, so that a kill alone proves little. Here strace watches the server:
//! before each answer to a write, the log of the database was forced to the disk, and before that
//! the file of an upload, and its folder. What a job does later is synced in the same order.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod kit;

use kit::server::Server;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// Writes whose answers are looked at.
const WRITES: usize = 10;

/// A system call, at the place in the trace where it had returned.
#[derive(Debug)]
struct Call {
    name: String,
    args: String,
}

/// A demonstration under the eyes of strace.
fn watched(folder: &Path, trace: &Path, url: Option<&str>) -> Server {
    let mut strace = Command::new("strace");
    strace.args(["-D", "-f", "-y", "-s", "48", "-o", trace.to_str().unwrap()]);
    strace.args([
        "-e",
        "trace=fsync,fdatasync,pwrite64,write,writev,sendto,recvfrom,rename,renameat,renameat2",
    ]);
    strace.args([kit::BINARY, "demo", "--listen", "127.0.0.1:0", "--data", folder.to_str().unwrap()]);
    strace.args(url.map(|url| format!("--database-url={url}"))).env_clear();
    strace.env("WENMING_DEMO_YEAR", "short").stdin(Stdio::null());
    let started = strace.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn();
    Server::of(started.expect("strace is installed by scripts/install.sh"))
}

/// Calls in the order in which they returned; an answer counts from where it was begun.
fn calls(trace: &Path) -> Vec<Call> {
    let (mut calls, mut open) = (Vec::new(), BTreeMap::new());
    for line in fs::read_to_string(trace).unwrap().lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some(begun) = rest.strip_suffix("<unfinished ...>") {
            if answers(begun) {
                calls.push(call(begun));
            } else {
                open.insert(thread.to_owned(), begun.to_owned());
            }
        } else if let Some((_, result)) = rest.split_once(" resumed>") {
            if let Some(begun) = open.remove(thread) {
                calls.push(call(&format!("{begun}{result}")));
            }
        } else {
            calls.push(call(rest));
        }
    }
    calls
}

fn call(text: &str) -> Call {
    let (name, args) = text.split_once('(').unwrap_or((text, ""));
    Call { name: name.to_owned(), args: args.to_owned() }
}

fn answers(text: &str) -> bool {
    text.contains("HTTP/1.1 303")
}

impl Call {
    /// A successful sync of a file whose name holds `what`.
    fn syncs(&self, what: &str) -> bool {
        self.name.contains("sync") && self.args.contains(what) && self.args.ends_with("= 0")
    }

    /// A write into the log of the embedded database.
    fn logs(&self) -> bool {
        self.name == "pwrite64" && self.args.contains("wenming.db-wal")
    }

    /// A request to write that has come in.
    fn asks(&self) -> bool {
        self.name == "recvfrom" && self.args.contains("\"POST /")
    }

    /// An arrived file that takes its place.
    fn moves(&self) -> bool {
        self.name.starts_with("rename")
            && self.args.contains("/files/incoming/")
            && self.args.ends_with("= 0")
    }
}

/// What happened before each answer, since the answer before it.
fn before_answers(calls: &[Call]) -> Vec<&[Call]> {
    let mut parts: Vec<&[Call]> = calls.split(|call| answers(&call.args)).collect();
    parts.pop();
    parts
}

/// Signs in, enters notices one after the other, then uploads as many papers.
fn use_it(server: &Server) {
    let cookie = server.sign_in("office", "yunlan-2026");
    let csrf = server.get("/calendar/notices", &cookie).unwrap().csrf();
    for i in 1..=WRITES {
        let text = format!("2031-01-{i:02},t,%E4%BC%91,1");
        let answer = server.post("/calendar/notices", &cookie, &format!("csrf={csrf}&text={text}")).unwrap();
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
    for i in 0..WRITES {
        let paper = format!("2026年工作方案\n一、措施\n开展志愿服务{i}次。\n");
        let answer = server.upload("/drafts", &cookie, &csrf, "方案.txt", paper.as_bytes()).unwrap();
        assert_eq!(answer.status, 303, "{}", answer.body);
    }
    // strace writes its file a moment later.
    std::thread::sleep(Duration::from_millis(300));
}

#[test]
fn each_answer_follows_the_sync_of_the_log() {
    let (folder, traces) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let trace = traces.path().join("trace");
    let mut server = watched(folder.path(), &trace, None);
    use_it(&server);
    server.kill();
    let calls = calls(&trace);
    let parts = before_answers(&calls);
    assert_eq!(parts.len(), 1 + 2 * WRITES, "sign-in, notices, uploads");
    for (i, part) in parts.iter().enumerate() {
        own_write_is_synced(i, part);
    }
    for part in &parts[1 + WRITES..] {
        file_before_log(part, Call::logs);
    }
    place_before_log(&calls, Call::logs);
}

#[test]
fn on_postgres_each_answer_follows_the_commit_that_the_server_confirmed() {
    let (folder, traces) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let trace = traces.path().join("trace");
    let url = kit::postgres("sync");
    let mut server = watched(folder.path(), &trace, Some(&url));
    use_it(&server);
    server.kill();
    let calls = calls(&trace);
    let parts = before_answers(&calls);
    assert_eq!(parts.len(), 1 + 2 * WRITES, "sign-in, notices, uploads");
    // PostgreSQL syncs its own log before it confirms: the store asks for that on every connection.
    let committed = |call: &Call| call.name == "recvfrom" && call.args.contains("COMMIT");
    for (i, part) in parts.iter().enumerate() {
        assert!(part.iter().any(committed), "write {i} is confirmed before its answer");
    }
    for part in &parts[1 + WRITES..] {
        file_before_log(part, committed);
    }
    place_before_log(&calls, committed);
}

/// Between a request and its answer the log is written and then synced. A job may be in the middle of
/// its own transaction when the answer goes out: what it wrote last need not be on the disk yet.
fn own_write_is_synced(i: usize, part: &[Call]) {
    let asked = part.iter().rposition(Call::asks).unwrap_or_else(|| panic!("request {i}: {part:#?}"));
    let since = &part[asked..];
    let first = since.iter().position(Call::logs);
    let first = first.unwrap_or_else(|| panic!("write {i} reaches the log before its answer: {since:#?}"));
    assert!(since[first..].iter().any(|call| call.syncs("wenming.db-wal")), "write {i}: {since:#?}");
}

/// The file and its name among arrived files are synced, before the row that waits for it.
fn file_before_log(part: &[Call], row: impl Fn(&Call) -> bool) {
    let at = |what: &str, found: Option<usize>| found.unwrap_or_else(|| panic!("{what}: {part:#?}"));
    let file = at("sync of the file", part.iter().position(|call| call.syncs("/files/incoming/")));
    let name = at("sync of its name", part.iter().rposition(|call| call.syncs("/files/incoming>")));
    let row = at("the row", part.iter().rposition(row));
    assert!(file < name && name < row, "{file} {name} {row} {part:#?}");
}

/// A file that was read takes its place, and its folder is synced, before the rows that name it.
fn place_before_log(calls: &[Call], row: impl Fn(&Call) -> bool) {
    let mut moves: Vec<usize> =
        calls.iter().enumerate().filter(|(_, call)| call.moves()).map(|(i, _)| i).collect();
    assert!(moves.len() > 1, "papers were read");
    // The kill may have come between the last one and its row.
    moves.pop();
    for i in moves {
        let folder = calls[i..].iter().position(|call| call.syncs("/files/sm3"));
        let folder = i + folder.unwrap_or_else(|| panic!("no sync of the folder: {:#?}", &calls[i..]));
        assert!(calls[folder..].iter().any(&row), "no row after the folder");
    }
}

#[tokio::test]
async fn postgres_is_asked_to_wait_for_its_log() {
    let (folder, url) =
        (TempDir::new().unwrap(), tokio::task::spawn_blocking(|| kit::postgres("wait")).await.unwrap());
    let options = store::Options { data: folder.path().to_owned(), database_url: Some(url), key: [0; 32] };
    let store = store::Store::open(&options).await.unwrap();
    assert_eq!(store::testing::synchronous_commit(&store).await.unwrap(), "on");
}
