//! A server in a process of its own: the built program, or the bare page beside it.

use super::place::Place;
use super::{Client, Result};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running server; it ends when dropped.
#[derive(Debug)]
pub struct Program {
    child: Child,
    /// Host and port.
    pub address: String,
    /// From the start of the process to the first good answer.
    pub started: Duration,
}

/// The program beside this one: both come out of the same build.
pub fn binary() -> Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name("wenming");
    if path.exists() {
        Ok(path)
    } else {
        Err(format!("{} is not there: build it first, with the same profile", path.display()).into())
    }
}

impl Program {
    /// `wenming serve` on a port of its own.
    pub async fn start(binary: &Path, place: &Place) -> Result<Self> {
        let mut command = Command::new(binary);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(place.folder());
        if let Some(url) = place.url() {
            command.arg(format!("--database-url={url}"));
        }
        Self::run(command, "/healthz").await
    }

    /// A bare axum page of so many bytes.
    pub async fn bare(bytes: usize) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["__bare", &bytes.to_string()]);
        Self::run(command, "/").await
    }

    async fn run(mut command: Command, ready: &str) -> Result<Self> {
        let begun = Instant::now();
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn()?;
        let Some(output) = child.stdout.take() else { return Err("the server has no output".into()) };
        let mut lines = BufReader::new(output).lines();
        let address = lines
            .by_ref()
            .map_while(std::io::Result::ok)
            .find_map(|line| line.split_once("http://").map(|(_, rest)| rest.to_owned()));
        let Some(address) = address else { return Err("the server does not say where it listens".into()) };
        let address = address.split('/').next().unwrap_or_default().to_owned();
        // The rest is read away, so that the server never waits for its standard output.
        std::thread::spawn(move || lines.for_each(drop));
        let mut program = Self { child, address, started: Duration::ZERO };
        loop {
            if let Ok(mut client) = Client::new(&program.address).await
                && client.get(ready).await.is_ok_and(|answer| answer.status == 200)
            {
                program.started = begun.elapsed();
                return Ok(program);
            }
            if begun.elapsed() > Duration::from_secs(60) {
                return Err("the server does not become ready".into());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// Resident memory now, in bytes.
    pub fn resident(&self) -> u64 {
        self.status("VmRSS:")
    }

    /// The most that was resident, in bytes.
    pub fn most_resident(&self) -> u64 {
        self.status("VmHWM:")
    }

    /// Forgets the most that was resident until now.
    pub fn forget_most(&self) -> Result<()> {
        Ok(std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5")?)
    }

    fn status(&self, name: &str) -> u64 {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes =
            line.and_then(|rest| rest.split_whitespace().next()).and_then(|n| n.parse::<u64>().ok());
        kilobytes.unwrap_or(0) * 1024
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
