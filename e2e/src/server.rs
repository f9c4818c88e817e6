//! The built program as a user starts it: a process of its own on a free port and an empty data folder.
//! It speaks to it over HTTP only.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::protocol::lock;
use crate::settings;

/// How long the program may take until it answers; `demo` fills its data first.
const START: Duration = Duration::from_secs(90);

/// A running `wenming`; it ends when this value is dropped.
#[derive(Debug)]
pub struct Server {
    url: String,
    child: Child,
    said: Said,
    // Removed after the process has ended: fields drop after `Drop::drop`.
    home: TempDir,
}

/// The lines the program has written so far, on both of its outputs.
type Said = Arc<Mutex<Vec<String>>>;

impl Server {
    /// `wenming serve` on an empty data folder, with further arguments.
    #[track_caller]
    pub fn serve(arguments: &[&str]) -> Self {
        Self::start("serve", arguments)
    }

    /// `wenming demo` on an empty data folder, with further arguments.
    #[track_caller]
    pub fn demo(arguments: &[&str]) -> Self {
        Self::start("demo", arguments)
    }

    #[track_caller]
    fn start(command: &str, arguments: &[&str]) -> Self {
        let at = Location::caller();
        Self::launch(&settings::program(), command, arguments)
            .unwrap_or_else(|e| panic!("{at}: wenming {command} did not start: {e}"))
    }

    /// Starts a given program in the same way; for this crate's own tests.
    #[doc(hidden)]
    pub fn launch(program: &Path, command: &str, arguments: &[&str]) -> Result<Self, String> {
        if !program.is_file() {
            return Err(format!("there is no {}; build it with `cargo build -p wenming`", program.display()));
        }
        let home =
            TempDir::with_prefix("wenming-server-").map_err(|e| format!("no temporary folder: {e}"))?;
        let data = home.path().join("data");
        let mut child = Command::new(program)
            .args([command, "--listen", "127.0.0.1:0", "--data"])
            .arg(&data)
            .args(arguments.iter().map(OsStr::new))
            // A whole year would only make tests wait; one that wants it says so.
            .env("WENMING_DEMO_YEAR", "short")
            .current_dir(home.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| format!("{}: {e}", program.display()))?;
        let said = Said::default();
        listen(child.stdout.take(), &said);
        listen(child.stderr.take(), &said);
        let mut server = Self { url: String::new(), child, said, home };
        server.url = server.come_up()?;
        Ok(server)
    }

    /// The address of a path on this server.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// The lines the program has written so far, on both of its outputs.
    pub fn said(&self) -> Vec<String> {
        lock(&self.said).clone()
    }

    /// The first line so far that contains a text: an activation link, a password.
    pub fn line_with(&self, text: &str) -> Option<String> {
        lock(&self.said).iter().find(|line| line.contains(text)).cloned()
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// Waits for the address in the program's words, then for its health.
    fn come_up(&mut self) -> Result<String, String> {
        let begun = Instant::now();
        while begun.elapsed() < START {
            if let Some(address) = self.said().iter().find_map(|line| address(line))
                && healthy(&address)
            {
                return Ok(format!("http://{address}"));
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!("it ended with {status}; it said:\n{}", self.said().join("\n")));
            }
            thread::sleep(Duration::from_millis(20));
        }
        Err(format!("it was not healthy after {} s; it said:\n{}", START.as_secs(), self.said().join("\n")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Only our own child; it may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Keeps what the program writes, line by line, until it ends.
fn listen(output: Option<impl Read + Send + 'static>, said: &Said) {
    let said = Arc::clone(said);
    if let Some(output) = output {
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                lock(&said).push(line);
            }
        });
    }
}

/// `127.0.0.1:PORT` out of a line that names `http://127.0.0.1:PORT`.
fn address(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("http://127.0.0.1:")?;
    let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
    (!port.is_empty()).then(|| format!("127.0.0.1:{port}"))
}

fn healthy(address: &str) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        write!(stream, "GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut head = [0; 12];
        stream.read_exact(&mut head)?;
        Ok(String::from_utf8_lossy(&head).into_owned())
    };
    ask().is_ok_and(|head| head.ends_with(" 200"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_off_the_line() {
        assert_eq!(address("打开 http://127.0.0.1:8123/setup?x=1").as_deref(), Some("127.0.0.1:8123"));
        assert_eq!(address("listening"), None);
    }

    #[test]
    fn a_missing_program_is_named_with_the_command_that_builds_it() {
        let refusal = Server::launch(Path::new("/nonexistent/wenming"), "serve", &[]).unwrap_err();
        assert!(refusal.contains("cargo build -p wenming"), "{refusal}");
    }
}
