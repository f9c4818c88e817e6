//! Volumes that were drawn already. Drawing is most of the work of a build, so that each volume is put beside the
//! ZIP when it is done; a build that breaks off goes on behind the last of them when its job runs again.
//!
//! Volumes count only for what they were drawn from: the same assembled file, form and day, by the same version.

use super::archive::unwritten;
use crate::Result;
use domain::day::Day;
use domain::dossier::{Dossier, PaperForm};
use serde::{Deserialize, Serialize};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use store::sm3_hex;

/// The folder of one build.
pub(super) struct Drawn {
    folder: PathBuf,
    /// Digest of what the volumes are drawn from.
    source: String,
}

/// One volume.
pub(super) struct Volume {
    pub bytes: Vec<u8>,
    /// Characters that no face holds, a sentence each.
    pub missing: Vec<String>,
}

/// What stands beside a volume, so that half a file is never taken for one.
#[derive(Serialize, Deserialize)]
struct Note {
    source: String,
    digest: String,
    missing: Vec<String>,
}

impl Drawn {
    /// The folder beside the ZIP `out`.
    pub fn beside(out: &Path, dossier: &Dossier, form: PaperForm, day: Day) -> Self {
        let source = format!("{} {form:?} {day} {dossier:?}", env!("CARGO_PKG_VERSION"));
        Self { folder: place(out), source: sm3_hex(source.as_bytes()) }
    }

    /// The volume of this number, where it was drawn from the same and is whole.
    pub fn take(&self, number: usize) -> Option<Volume> {
        let note: Note = serde_json::from_slice(&fs::read(self.note(number)).ok()?).ok()?;
        let bytes = (note.source == self.source).then(|| fs::read(self.pdf(number)).ok()).flatten()?;
        (sm3_hex(&bytes) == note.digest).then_some(Volume { bytes, missing: note.missing })
    }

    /// Keeps a volume: its bytes first, then what says that they are whole.
    ///
    /// # Errors
    /// Where the disk does not take it.
    pub fn put(&self, number: usize, volume: &Volume) -> Result<()> {
        let note = Note {
            source: self.source.clone(),
            digest: sm3_hex(&volume.bytes),
            missing: volume.missing.clone(),
        };
        let kept = || -> io::Result<()> {
            DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
            write(&self.pdf(number), &volume.bytes)?;
            write(&self.note(number), &serde_json::to_vec(&note)?)
        };
        kept().map_err(|error| unwritten(&error))
    }

    fn pdf(&self, number: usize) -> PathBuf {
        self.folder.join(format!("{number}.pdf"))
    }

    fn note(&self, number: usize) -> PathBuf {
        self.folder.join(format!("{number}.json"))
    }
}

fn place(out: &Path) -> PathBuf {
    out.with_extension("volumes")
}

/// Takes the folder away that belongs to the ZIP `out`, if there is one.
pub(super) fn forget(out: &Path) -> io::Result<()> {
    match fs::remove_dir_all(place(out)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
