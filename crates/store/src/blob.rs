//! Bytes by their digest, on disk. A file arrives beside its place, digested while it is written,
//! fsynced, renamed and its folder fsynced, all before the commit that names it (`DESIGN.md` §5).
//!
//! While it arrives its writer holds a lock on it, so that a leftover of a process that died is told
//! from the upload of one that lives.

use crate::Result;
use sm3::{Digest, Sm3};
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// How much of the head of a file is remembered, to tell its kind.
const HEAD: usize = 64 * 1024;

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

/// What is made of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// A small picture for lists.
    Thumbnail,
    /// A copy without anything that the camera wrote.
    Public,
    /// What a file says, as plain data for a page.
    Preview,
}

impl Blobs {
    pub(crate) fn open(root: PathBuf) -> Result<Self> {
        fs::create_dir_all(root.join(INCOMING))?;
        Ok(Self { root })
    }

    /// Begins a file. `name` is a fresh id, so that two uploads never share one.
    pub fn arriving(&self, name: Uuid) -> Result<Arriving> {
        use std::os::unix::fs::OpenOptionsExt;
        let path = self.root.join(INCOMING).join(name.to_string());
        // Personal values may stand in it before it is sealed.
        let file = fs::OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
        file.lock()?;
        Ok(Arriving {
            arrived: Arrived {
                file,
                path,
                name,
                digest: String::new(),
                size: 0,
                head: Vec::new(),
                stays: false,
            },
            hasher: Sm3::new(),
        })
    }

    /// Takes in what `from` yields. Blocking: call it on a blocking thread, outside any transaction.
    pub fn arrive(&self, name: Uuid, from: &mut dyn Read) -> Result<Arrived> {
        let mut arriving = self.arriving(name)?;
        let mut buffer = vec![0_u8; 64 * 1024];
        loop {
            match from.read(&mut buffer)? {
                0 => return arriving.finish(),
                n => arriving.take(&buffer[..n])?,
            }
        }
    }

    /// Gives an arrived file its place, durably.
    pub fn adopt(&self, arrived: Arrived) -> Result<Kept> {
        let place = self.place(&arrived.digest);
        let folder = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        // The same bytes are the same blob; renaming over it changes nothing.
        fs::rename(&arrived.path, &place)?;
        fs::File::open(folder)?.sync_all()?;
        fs::File::open(&self.root)?.sync_all()?;
        let kept = Kept { digest: arrived.digest.clone(), size: arrived.size };
        // Its lock goes with it; the name that it had is gone.
        drop(arrived);
        Ok(kept)
    }

    /// [`Self::arrive`] and [`Self::adopt`] at once.
    pub fn keep(&self, name: Uuid, from: &mut dyn Read) -> Result<Kept> {
        self.adopt(self.arrive(name, from)?)
    }

    /// An arrived file that a row waits for ([`Arrived::stay`]); none where it is there no more.
    pub fn waiting(&self, name: Uuid, digest: &str, size: u64) -> Result<Option<Arrived>> {
        let path = self.root.join(INCOMING).join(name.to_string());
        let file = match fs::OpenOptions::new().read(true).write(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let mut head = Vec::new();
        (&file).take(HEAD as u64).read_to_end(&mut head)?;
        Ok(Some(Arrived { file, path, name, digest: digest.to_owned(), size, head, stays: true }))
    }

    /// Arrived files that no process holds: what rows wait for, and leftovers.
    pub fn unheld(&self) -> Result<Vec<Uuid>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(self.root.join(INCOMING))? {
            let path = entry?.path();
            let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
            // One that vanishes meanwhile was adopted or removed by its writer.
            let Ok(file) = fs::OpenOptions::new().write(true).open(&path) else { continue };
            if let (Some(name), Ok(())) = (name, file.try_lock()) {
                found.push(name);
            }
        }
        Ok(found)
    }

    /// Removes an arrived file that nobody waits for.
    pub fn discard(&self, name: Uuid) -> Result<()> {
        match fs::remove_file(self.root.join(INCOMING).join(name.to_string())) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Removes a blob that only the caller can name, e.g. a sealed upload that was refused.
    pub fn forget(&self, digest: &str) -> Result<()> {
        match fs::remove_file(self.place(digest)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Opens a blob for reading.
    pub fn open_blob(&self, digest: &str) -> Result<fs::File> {
        Ok(fs::File::open(self.place(digest))?)
    }

    /// Keeps what was made of a photo. It can be made again at any time, so that nothing is synced; a
    /// torn one never shows, because it comes to its place by a rename.
    pub fn keep_made(&self, made: Made, digest: &str, name: Uuid, bytes: &[u8]) -> Result<()> {
        let incoming = self.root.join("incoming").join(name.to_string());
        fs::write(&incoming, bytes)?;
        let place = self.made(made, digest);
        fs::create_dir_all(place.parent().unwrap_or(&self.root))?;
        Ok(fs::rename(incoming, place)?)
    }

    /// Opens what was made of a photo, where it was made.
    pub fn open_made(&self, made: Made, digest: &str) -> Result<Option<fs::File>> {
        match fs::File::open(self.made(made, digest)) {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The place of a file on its way in.
    pub(crate) fn incoming(&self, name: Uuid) -> PathBuf {
        self.root.join(INCOMING).join(name.to_string())
    }

    fn made(&self, made: Made, digest: &str) -> PathBuf {
        let place = self.place(digest);
        let name = place.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
        let head = place.parent().and_then(Path::file_name).map(|it| it.to_string_lossy().into_owned());
        let folder = match made {
            Made::Thumbnail => "thumbnails",
            Made::Public => "public",
            Made::Preview => "previews",
        };
        self.root.join(folder).join(head.unwrap_or_default()).join(name)
    }

    fn place(&self, digest: &str) -> PathBuf {
        // A digest of ours is plain ASCII; anything else must not become a path.
        let plain: String = digest.chars().filter(char::is_ascii_alphanumeric).collect();
        let (head, rest) = plain.split_at(plain.len().min(5));
        self.root.join(head).join(rest)
    }
}

const INCOMING: &str = "incoming";

/// A file on its way in. Dropped before its end, it is gone.
#[derive(Debug)]
pub struct Arriving {
    arrived: Arrived,
    hasher: Sm3,
}

impl Arriving {
    /// The next piece. Blocking.
    pub fn take(&mut self, piece: &[u8]) -> Result<()> {
        self.hasher.update(piece);
        let it = &mut self.arrived;
        it.file.write_all(piece)?;
        it.size += piece.len() as u64;
        let room = HEAD.saturating_sub(it.head.len()).min(piece.len());
        it.head.extend_from_slice(&piece[..room]);
        Ok(())
    }

    /// Bytes so far.
    pub fn size(&self) -> u64 {
        self.arrived.size
    }

    /// Forces it to the disk. Blocking.
    pub fn finish(mut self) -> Result<Arrived> {
        self.arrived.file.sync_all()?;
        self.arrived.digest = format!("sm3:{}", crate::hex(&self.hasher.finalize()));
        Ok(self.arrived)
    }
}

/// A file that is there whole and durable, under a name of its own. Dropped, it is gone, unless it
/// was adopted or stays for a row.
#[derive(Debug)]
pub struct Arrived {
    /// Keeps the lock.
    file: fs::File,
    path: PathBuf,
    name: Uuid,
    /// `sm3:` and the hexadecimal digest.
    pub digest: String,
    /// Size in bytes.
    pub size: u64,
    /// Its first 64 KB, to tell its kind.
    pub head: Vec<u8>,
    stays: bool,
}

impl Arrived {
    /// Its name among arrived files, for [`Blobs::waiting`].
    pub fn name(&self) -> Uuid {
        self.name
    }

    /// Opens it from the beginning.
    pub fn open(&self) -> Result<fs::File> {
        Ok(fs::File::open(&self.path)?)
    }

    /// Makes its name durable, so that a row may wait for it. Blocking.
    pub fn settle(&self) -> Result<()> {
        Ok(fs::File::open(self.path.parent().unwrap_or(Path::new(".")))?.sync_all()?)
    }

    /// Leaves it where it is: a committed row waits for it.
    pub fn stay(mut self) {
        self.stays = true;
    }
}

impl Drop for Arrived {
    fn drop(&mut self) {
        if !self.stays {
            // An adopted file is not there any more.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_kept_leaves_nothing() {
        let folder = std::env::temp_dir().join(format!("wenming-blob-{}", std::process::id()));
        let blobs = Blobs::open(folder.clone()).unwrap();
        let names: Vec<Uuid> = (1..=4).map(Uuid::from_u128).collect();
        let mut half = blobs.arriving(names[0]).unwrap();
        half.take(b"half").unwrap();
        assert!(blobs.unheld().unwrap().is_empty(), "who writes holds it");
        drop(half);
        drop(blobs.arrive(names[1], &mut &b"whole"[..]).unwrap());
        blobs.arrive(names[2], &mut &b"stays"[..]).unwrap().stay();
        let kept = blobs.keep(names[3], &mut &b"kept"[..]).unwrap();
        assert_eq!(blobs.unheld().unwrap(), [names[2]]);
        let back = blobs.waiting(names[2], "sm3:0", 5).unwrap().unwrap();
        assert_eq!(back.head, b"stays");
        blobs.discard(names[2]).unwrap();
        assert!(blobs.waiting(names[2], "sm3:0", 5).unwrap().is_none());
        let mut bytes = String::new();
        blobs.open_blob(&kept.digest).unwrap().read_to_string(&mut bytes).unwrap();
        assert_eq!((bytes.as_str(), kept.size), ("kept", 4));
        fs::remove_dir_all(folder).unwrap();
    }
}
