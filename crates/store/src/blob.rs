//! Bytes by their digest, on disk. A blob is written beside its place, fsynced, renamed and its
//! folder fsynced, all before the commit that names it (`DESIGN.md` §5).

use crate::Result;
use sm3::{Digest, Sm3};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The folder of all blobs.
#[derive(Debug, Clone)]
pub struct Blobs {
    root: PathBuf,
}

/// What was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// `sm3:` and the hexadecimal digest.
    pub digest: String,
    /// Size in bytes.
    pub size: u64,
}

impl Blobs {
    pub(crate) fn open(root: PathBuf) -> Result<Self> {
        fs::create_dir_all(root.join("incoming"))?;
        Ok(Self { root })
    }

    /// Keeps what `from` yields, durably. `name` is a fresh id, so that two uploads never share a file.
    /// Blocking: call it on a blocking thread, outside any transaction.
    pub fn keep(&self, name: uuid::Uuid, from: &mut dyn Read) -> Result<Kept> {
        let incoming = self.root.join("incoming").join(name.to_string());
        let kept = self.write(&incoming, from);
        if kept.is_err() {
            let _ = fs::remove_file(&incoming);
        }
        kept
    }

    fn write(&self, incoming: &Path, from: &mut dyn Read) -> Result<Kept> {
        let mut file = fs::File::create_new(incoming)?;
        let (mut hasher, mut size, mut buffer) = (Sm3::new(), 0_u64, vec![0_u8; 64 * 1024]);
        loop {
            let n = from.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            hasher.update(&buffer[..n]);
            file.write_all(&buffer[..n])?;
            size += n as u64;
        }
        file.sync_all()?;
        let digest = format!("sm3:{}", crate::hex(&hasher.finalize()));
        let place = self.place(&digest);
        let folder = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        // The same bytes are the same blob; renaming over it changes nothing.
        fs::rename(incoming, &place)?;
        fs::File::open(folder)?.sync_all()?;
        fs::File::open(&self.root)?.sync_all()?;
        Ok(Kept { digest, size })
    }

    /// Opens a blob for reading.
    pub fn open_blob(&self, digest: &str) -> Result<fs::File> {
        Ok(fs::File::open(self.place(digest))?)
    }

    fn place(&self, digest: &str) -> PathBuf {
        // A digest of ours is plain ASCII; anything else must not become a path.
        let plain: String = digest.chars().filter(char::is_ascii_alphanumeric).collect();
        let (head, rest) = plain.split_at(plain.len().min(5));
        self.root.join(head).join(rest)
    }
}
