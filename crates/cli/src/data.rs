//! Opens the folder, the key and the database of a command.

use crate::args::Data;
use crate::reader::Child;
use app::clock::SystemClock;
use app::ids::TimeIds;
use app::{App, Clock, Error, Keys, Result};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Options, Store};

/// Marks the folder of a demonstration; `serve` refuses it.
pub const DEMO_MARK: &str = "demo";

/// The folder that a command works in.
pub fn folder(data: &Data, demo: bool) -> PathBuf {
    let default = if demo { "wenming-demo" } else { "wenming-data" };
    data.data.clone().unwrap_or_else(|| default.into())
}

/// Opens everything, making what is missing.
pub async fn open(data: &Data, demo: bool) -> Result<App> {
    let folder = folder(data, demo);
    fit(&folder, demo)?;
    let keys = Keys::open(&key_file(data, &folder))?;
    let options = Options { data: folder, database_url: data.database_url.clone(), key: keys.audit() };
    let store = Store::open(&options).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let ids = Arc::new(TimeIds::new(Arc::clone(&clock)));
    Ok(App { reader: Arc::new(Child::default()), ..App::new(store, clock, ids, keys, demo) })
}

/// Opens what `serve` or `demo` made before, for a command.
pub async fn open_existing(data: &Data) -> Result<App> {
    let folder = folder(data, false);
    Keys::existing(&key_file(data, &folder))?;
    let demo = folder.join(DEMO_MARK).exists();
    open(data, demo).await
}

/// Opens the target of a restore. Its folder holds the key at most.
pub async fn open_for_restore(data: &Data, demo: bool) -> Result<App> {
    let folder = folder(data, demo);
    let mark = folder.join(DEMO_MARK);
    if demo && !mark.exists() && !folder.join("wenming.db").exists() {
        std::fs::write(&mark, "演示数据\n")
            .map_err(|error| Error::unfit(format!("无法写入目录 {}：{error}。", folder.display())))?;
    }
    open(data, demo).await
}

/// The key file: outside the database, and outside the folder where the administrator says so.
pub fn key_file(data: &Data, folder: &Path) -> PathBuf {
    data.key_file.clone().unwrap_or_else(|| folder.join("key"))
}

/// A demonstration and a real bureau never share a folder.
fn fit(folder: &Path, demo: bool) -> Result<()> {
    let mark = folder.join(DEMO_MARK);
    let used = folder.join("key").exists() || folder.join("wenming.db").exists();
    match (demo, mark.exists(), used) {
        (false, true, _) => Err(Error::unfit(format!(
            "{} 是演示数据，不能用来正式运行。请用 --data 指定另一个目录。",
            folder.display()
        ))),
        (true, false, true) => Err(Error::unfit(format!(
            "{} 里有正式数据，不能用来演示。请用 --data 指定另一个目录。",
            folder.display()
        ))),
        (true, false, false) => std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&mark, "演示数据\n"))
            .map_err(|error| Error::unfit(format!("无法建立目录 {}：{error}。", folder.display()))),
        _ => Ok(()),
    }
}
