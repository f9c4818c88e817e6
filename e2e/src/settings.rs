//! What the environment says about where things are. Read here and nowhere else in this crate.

use std::env::var_os;
use std::path::{Path, PathBuf};

/// The program under test: `WENMING_BIN`, or `wenming` beside the folder of the running test.
pub fn program() -> PathBuf {
    var_os("WENMING_BIN").map_or_else(|| target().join("wenming"), PathBuf::from)
}

/// The current Chromium: `WENMING_CHROMIUM`, or the distribution's.
pub fn chromium() -> PathBuf {
    var_os("WENMING_CHROMIUM").map_or_else(|| "/usr/bin/chromium".into(), PathBuf::from)
}

/// Chromium 90: `WENMING_CHROMIUM90`, or where `scripts/chromium90.sh` unpacks it.
pub fn chromium90() -> PathBuf {
    var_os("WENMING_CHROMIUM90").map_or_else(|| repository().join("var/chromium90/chromium"), PathBuf::from)
}

/// Whether this machine is to go without Chromium 90.
pub fn without_chromium90() -> bool {
    var_os("WENMING_NO_CHROMIUM90").is_some_and(|value| !value.is_empty())
}

/// Where pictures go: `WENMING_SHOTS`, or `target/shots`.
pub fn shots() -> PathBuf {
    var_os("WENMING_SHOTS").map_or_else(|| repository().join("target/shots"), PathBuf::from)
}

/// The folder of built programs: the running test lies in its `deps`.
fn target() -> PathBuf {
    let test = std::env::current_exe().expect("a running test knows its own path");
    test.ancestors().nth(2).expect("a test lies in target/debug/deps").to_path_buf()
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository").to_path_buf()
}
