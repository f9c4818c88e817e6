//! How fast is it, with how much in it? A composed bureau of any size ([`bureau`]) for the load
//! command, for criterion and for whoever wants to look at a full product. Nothing here is shipped.

pub mod bureau;
pub mod roster;
pub mod seed;

use app::clock::SystemClock;
use app::ids::TimeIds;
use app::{App, Clock, Keys, Result};
use domain::day::Day;
use std::path::Path;
use std::sync::Arc;
use store::{Options, Store};

/// The application as the program opens it: the key in its folder, the clock of the machine.
pub async fn open(folder: &Path, database_url: Option<&str>) -> Result<App> {
    let keys = Keys::open(&folder.join("key"))?;
    let options =
        Options { data: folder.to_owned(), database_url: database_url.map(str::to_owned), key: keys.audit() };
    let store = Store::open(&options).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let ids = Arc::new(TimeIds::new(Arc::clone(&clock)));
    Ok(App::new(store, clock, ids, keys, false))
}

/// Today by the clock of the machine.
pub fn today() -> Day {
    Day::of_instant(SystemClock.now())
}
