//! Backup and restore: one archive that no engine owns, from one snapshot — first the rows, then the
//! files they name (`DESIGN.md` §8). It restores into an empty database of either engine.
//!
//! The archive is a zip: `tables/NAME.jsonl`, `files/DIGEST`, `manifest.json` with the count and SM3
//! of every part and the heads of the audit chains, and `manifest.seal`, an HMAC of the manifest
//! under the key outside the database. The key itself is not in it.

mod read;
mod shelf;
mod write;

pub use read::{Archive, open, put_back};
pub use shelf::{PAGE, Shelf, delete, doomed, folder, line, order, set_schedule, shelf, take};
pub(crate) use shelf::{keep_schedule, make};
pub use write::write;
use write::write_telling;

use crate::{App, Keys, Result, Who, audit};
use domain::audit::Entry;
use domain::authority::Action;
use domain::change::Change;
use domain::day::Instant;
use domain::id::BureauId;
use serde::{Deserialize, Serialize};
use std::path::Path;

const FORMAT: &str = "wenming.backup/1";
const MANIFEST: &str = "manifest.json";
const SEAL: &str = "manifest.seal";

/// What an archive holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: String,
    /// Version of the program.
    pub program: String,
    /// Number and digest of the schema.
    pub schema: i64,
    pub schema_digest: String,
    pub taken: Instant,
    /// Whether it holds a demonstration.
    pub demo: bool,
    /// Fingerprint of the key that is needed.
    pub key: String,
    pub parts: Vec<Part>,
    pub heads: Vec<Head>,
}

/// One entry of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub size: u64,
    /// Rows of a table; one for a file.
    pub count: i64,
    pub sm3: String,
}

/// Head of an audit chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub bureau: BureauId,
    pub seq: i64,
    pub digest: String,
}

impl Manifest {
    /// Rows of all tables.
    pub fn rows(&self) -> i64 {
        self.parts.iter().filter(|part| part.name.starts_with("tables/")).map(|part| part.count).sum()
    }

    /// Number of attachments.
    pub fn files(&self) -> usize {
        self.parts.iter().filter(|part| part.name.starts_with("files/")).count()
    }
}

fn table_entry(name: &str) -> String {
    format!("tables/{name}.jsonl")
}

/// The entry of a blob; a digest holds a colon, which no file name should.
fn file_entry(digest: &str) -> String {
    format!("files/{}", digest.replace(':', "-"))
}

fn fingerprint(keys: &Keys) -> String {
    store::hmac_hex(&keys.anchor(), b"wenming.backup/key")[..16].to_owned()
}

fn seal(keys: &Keys, manifest: &[u8]) -> String {
    store::hmac_hex(&keys.anchor(), &[b"wenming.backup/seal\n", manifest].concat())
}

/// Backs everything up into a new file. The heads of the audit chains are anchored first.
pub async fn back_up(app: &App, who: Option<&Who>, out: &Path) -> Result<Manifest> {
    audit::anchor(app).await?;
    let manifest = write(app, out).await?;
    witness(app, who, "cli", Action::BackUp, &manifest).await?;
    Ok(manifest)
}

/// Restores an archive into this empty database.
pub async fn restore(app: &App, archive: Archive) -> Result<Manifest> {
    let manifest = put_back(app, archive).await?;
    witness(app, None, "cli", Action::Restore, &manifest).await?;
    audit::anchor(app).await?;
    Ok(manifest)
}

async fn witness(
    app: &App,
    who: Option<&Who>,
    source: &str,
    action: Action,
    manifest: &Manifest,
) -> Result<()> {
    let mut tx = app.store.begin().await?;
    for head in &manifest.heads {
        let own = app.own_stamp(head.bureau, source);
        let stamp = who.map_or(own, |who| app.stamp(who));
        let entry =
            Entry::new(action, head.bureau).field("taken", manifest.taken.0).field("head", &head.digest);
        tx.apply(&stamp, Change::new((), entry)).await?;
    }
    Ok(tx.commit().await?)
}
