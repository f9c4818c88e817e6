//! Starting and ending a browser: an own empty profile, an own port, an own process.
//! What happens on its pages is in [`Page`](crate::Page).

use std::io::{BufRead, BufReader};
use std::panic::Location;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use tempfile::TempDir;

use crate::page::{self, Page, Viewport};
use crate::protocol::Connection;
use crate::settings;

/// Which browser to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowserKind {
    /// The distribution's Chromium.
    Current,
    /// Chromium 90, the oldest browser we support.
    Chromium90,
}

impl BrowserKind {
    fn program(self) -> PathBuf {
        match self {
            Self::Current => settings::chromium(),
            Self::Chromium90 => settings::chromium90(),
        }
    }

    fn how_to_install(self) -> &'static str {
        match self {
            Self::Current => "install it with `scripts/install.sh`, or `apt-get install chromium`",
            Self::Chromium90 => {
                "unpack it with `scripts/chromium90.sh`, or set WENMING_NO_CHROMIUM90=1 to go without it"
            }
        }
    }
}

/// A running browser; it ends when this value is dropped.
#[derive(Debug)]
pub struct Browser {
    kind: BrowserKind,
    connection: Connection,
    child: Child,
    home: TempDir,
}

/// Chromium's switches: none of them changes how a page is shown. Background networking is off because
/// the tests speak to this machine only; `--no-sandbox` because Chromium refuses to run as root with it.
const SWITCHES: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--disable-features=Translate,OptimizationHints,MediaRouter,HttpsUpgrades",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-proxy-server",
    "--mute-audio",
    "--force-color-profile=srgb",
    "--font-render-hinting=none",
    "--lang=zh-CN",
    "--remote-debugging-port=0",
];

impl Browser {
    /// Starts the browser with an empty profile. Panics with a sentence when it is not installed.
    #[track_caller]
    pub fn start(kind: BrowserKind) -> impl Future<Output = Self> {
        let at = Location::caller();
        async move {
            match Self::launch(kind).await {
                Ok(browser) => browser,
                Err(e) => panic!("{at}: {kind:?} did not start: {e}"),
            }
        }
    }

    async fn launch(kind: BrowserKind) -> Result<Self, String> {
        let program = kind.program();
        if !program.exists() {
            return Err(format!("there is no {}; {}", program.display(), kind.how_to_install()));
        }
        let home =
            TempDir::with_prefix("wenming-browser-").map_err(|e| format!("no temporary folder: {e}"))?;
        let mut child = Command::new(&program)
            .args(SWITCHES)
            .arg(format!("--user-data-dir={}", home.path().join("profile").display()))
            .arg("about:blank")
            .env("HOME", home.path())
            .env("LANGUAGE", "zh_CN")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|e| format!("{}: {e}", program.display()))?;
        match connect(&mut child).await {
            Ok(connection) => Ok(Self { kind, connection, child, home }),
            Err(e) => {
                end(&mut child);
                Err(e)
            }
        }
    }

    /// Opens a page that shares nothing (cookies, storage) with other pages.
    #[track_caller]
    pub fn page(&self, viewport: Viewport) -> impl Future<Output = Page> {
        let at = Location::caller();
        async move {
            let downloads = self.home.path().join("downloads");
            match page::open(&self.connection, self.kind, viewport, &downloads).await {
                Ok(page) => page,
                Err(e) => panic!("{at}: no page opened in {:?}: {e}", self.kind),
            }
        }
    }

    /// Which browser this is.
    pub fn kind(&self) -> BrowserKind {
        self.kind
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        end(&mut self.child);
        // Its helper processes end a moment later and may still write; `TempDir` would try only once.
        for _ in 0..40 {
            if std::fs::remove_dir_all(self.home.path()).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
    }
}

/// Starts the browser a test asks for; nothing when this machine goes without Chromium 90.
pub async fn start_for_test(kind: BrowserKind) -> Option<Browser> {
    if kind == BrowserKind::Chromium90 && settings::without_chromium90() {
        #[expect(clippy::print_stderr, reason = "a test that is left out says so")]
        {
            eprintln!("left out: WENMING_NO_CHROMIUM90 is set");
        }
        return None;
    }
    Some(Browser::start(kind).await)
}

/// Reads the debugging address off the browser's own words and connects. The rest of what it says is
/// read and forgotten, so that it never blocks on a full pipe.
async fn connect(child: &mut Child) -> Result<Connection, String> {
    let errors = child.stderr.take().ok_or("the browser's error output is not piped")?;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for line in BufReader::new(errors).lines().map_while(Result::ok) {
            // The receiver is gone once the address is known.
            let _ = sender.send(line);
        }
    });
    let address = tokio::task::spawn_blocking(move || {
        let mut said = String::new();
        loop {
            match receiver.recv_timeout(Duration::from_secs(30)) {
                Ok(line) => match line.split_once("DevTools listening on ") {
                    Some((_, address)) => return Ok(address.trim().to_owned()),
                    None => said = format!("{said}\n{line}"),
                },
                Err(_) => return Err(format!("it opened no debugging port; it said:{said}")),
            }
        }
    })
    .await
    .map_err(|e| e.to_string())??;
    Connection::open(&address).await
}

/// Ends the process we started, and only that one; its helpers end with it.
fn end(child: &mut Child) {
    // It may have ended by itself; either way it is gone afterwards.
    let _ = child.kill();
    let _ = child.wait();
}
