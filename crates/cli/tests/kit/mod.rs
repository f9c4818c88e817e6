//! What the tests of the binary share: running it and looking at what it leaves.

#![allow(dead_code, reason = "each test file uses a part")]

pub mod server;

use std::path::Path;
use std::process::{Command, Output, Stdio};

pub const BINARY: &str = env!("CARGO_BIN_EXE_wenming");

/// The binary with none of the settings of this machine.
pub fn wenming(args: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    // A whole year of the demonstration would only make tests wait.
    command.args(args).env_clear().env("WENMING_DEMO_YEAR", "short").stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn run(args: &[&str]) -> Ended {
    Ended::of(&wenming(args).output().unwrap())
}

/// Runs a command on a data folder.
pub fn run_in(folder: &Path, args: &[&str]) -> Ended {
    Ended::of(&wenming(args).env("WENMING_DATA", folder).output().unwrap())
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ended {
    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// The standard output of a command that did what it was asked.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }

    /// The one sentence of a command that ended with `code`.
    #[track_caller]
    pub fn stopped(self, code: i32) -> String {
        assert_eq!((self.code, self.err.lines().count()), (code, 1), "{} {}", self.out, self.err);
        assert!(self.err.starts_with("wenming: ") && self.err.trim_end().ends_with('。'), "{}", self.err);
        self.err
    }
}

/// The address of an empty schema on the server that `./check` starts.
#[expect(clippy::disallowed_methods, reason = "the address of the test server comes from ./check")]
pub fn postgres(name: &str) -> String {
    let server = std::env::var("WENMING_TEST_PG")
        .expect("WENMING_TEST_PG names no PostgreSQL server: run ./check, which starts one");
    let name = format!("{name}_{}", std::process::id());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(store::testing::create_schema(&server, &name)).unwrap();
    let separator = if server.contains('?') { '&' } else { '?' };
    format!("{server}{separator}options=-c%20search_path%3D{name}")
}
