//! What tests stand on: an application on either engine with a fixed clock, people with roles, and
//! a browser of the mind that fills forms by their label.
//!
//! [`on_both_engines!`] runs a test on SQLite and on PostgreSQL. PostgreSQL is the server named by
//! `WENMING_TEST_PG`, which `./check` starts; each test gets a schema of its own.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod assessment;
#[cfg(feature = "browser")]
pub mod browser;
mod people;
mod programme;

#[cfg(feature = "browser")]
pub use browser::Browser;
pub use people::Office;
pub use programme::Duty;

use app::clock::FixedClock;
use app::ids::TestIds;
use app::{App, Keys};
use domain::day::{Day, Instant};
use std::sync::Arc;
use store::{Options, Store};
use tempfile::TempDir;

/// An application of a test. Its folder goes with it.
#[derive(Debug)]
pub struct TestApp {
    pub app: App,
    pub clock: Arc<FixedClock>,
    folder: TempDir,
}

impl std::ops::Deref for TestApp {
    type Target = App;
    fn deref(&self) -> &App {
        &self.app
    }
}

/// 2026-06-11 09:00 in Asia/Shanghai, a Thursday: the day on which all tests begin.
pub const MORNING: Instant = Instant(1_781_139_600_000_000);

impl TestApp {
    /// On the embedded database.
    pub async fn sqlite() -> Self {
        Self::open(None).await
    }

    /// On PostgreSQL, in a schema of its own.
    pub async fn postgres() -> Self {
        Self::open(Some(fresh_schema().await)).await
    }

    /// The same bureau once more on the embedded database, so that an act in the copy does not
    /// disturb the original. Nobody may be writing to it.
    pub async fn copy(&self) -> Self {
        let folder = TempDir::new().unwrap();
        for name in ["wenming.db", "wenming.db-wal"] {
            let from = self.folder().join(name);
            if from.exists() {
                std::fs::copy(from, folder.path().join(name)).unwrap();
            }
        }
        let mut copy = Self::open_in(folder, None).await;
        copy.app.ids = self.app.ids.clone();
        copy
    }

    async fn open(database_url: Option<String>) -> Self {
        Self::open_in(TempDir::new().unwrap(), database_url).await
    }

    async fn open_in(folder: TempDir, database_url: Option<String>) -> Self {
        let keys = Keys::for_testing();
        let clock = Arc::new(FixedClock::new(MORNING));
        let options = Options { data: folder.path().to_owned(), database_url, key: keys.audit() };
        let store = Store::open(&options).await.unwrap();
        let mut app = App::new(store, clock.clone(), Arc::new(TestIds::default()), keys, false);
        // A busy machine must not change what a test sees.
        app.patience = std::time::Duration::from_secs(120);
        Self { app, clock, folder }
    }

    /// The folder of this test's data.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// Moves the clock to the morning of another day.
    pub fn go_to(&self, day: &str) {
        let days = MORNING_DAY.parse::<Day>().unwrap().days_until(day.parse().unwrap());
        self.clock.set(Instant(MORNING.0 + days * 86_400_000_000));
    }
}

const MORNING_DAY: &str = "2026-06-11";

/// Makes an empty schema and the address that leads into it.
#[expect(clippy::disallowed_methods, reason = "the address of the test server comes from ./check")]
async fn fresh_schema() -> String {
    let server = std::env::var("WENMING_TEST_PG")
        .expect("WENMING_TEST_PG names no PostgreSQL server: run ./check, which starts one");
    // Process numbers come round again within one run of many tests; randomness does not.
    let name = format!("t{:032x}", u128::from_be_bytes(app::secret::random()));
    store::testing::create_schema(&server, &name).await.unwrap();
    let separator = if server.contains('?') { '&' } else { '?' };
    format!("{server}{separator}options=-c%20search_path%3D{name}")
}

/// Runs each test on SQLite and on PostgreSQL.
///
/// ```text
/// testkit::on_both_engines! {
///     async fn a_unit_keeps_its_name(app) { … }
/// }
/// ```
#[macro_export]
macro_rules! on_both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident) $body:block)+) => { $(
        mod $name {
            #[allow(unused_imports)]
            use super::*;
            $(#[$meta])*
            async fn test($app: $crate::TestApp) $body
            #[tokio::test]
            async fn sqlite() { test($crate::TestApp::sqlite().await).await }
            #[tokio::test]
            async fn postgres() { test($crate::TestApp::postgres().await).await }
        }
    )+ };
}
