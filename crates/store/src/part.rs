//! Files that come in pieces. How much of one is there is told by the file itself: each piece is forced to
//! the disk before it is acknowledged, so that a crash costs no more than the piece that was on its way.

use crate::Result;
use crate::blob::{Arrived, Blobs};
use sm3::{Digest, Sm3};
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use uuid::Uuid;

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    /// It is on the disk; so many bytes are there now.
    Whole(u64),
    /// It does not go on where the file stands; nothing was written.
    Elsewhere(u64),
    /// Another request writes the same file.
    Held,
}

impl Blobs {
    /// Bytes that are there of a file that comes in pieces. Blocking, like all that follows.
    pub fn part(&self, name: Uuid) -> Result<u64> {
        match std::fs::metadata(self.incoming(name)) {
            Ok(known) => Ok(known.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error.into()),
        }
    }

    /// Puts a piece behind what is there, if it goes on from there.
    pub fn append(&self, name: Uuid, at: u64, piece: &[u8]) -> Result<Appended> {
        let place = self.incoming(name);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&place)?;
        if file.try_lock().is_err() {
            return Ok(Appended::Held);
        }
        let there = file.metadata()?.len();
        if there != at {
            return Ok(Appended::Elsewhere(there));
        }
        file.seek(SeekFrom::End(0))?;
        if let Err(error) = file.write_all(piece).and_then(|()| file.sync_all()) {
            // Half a piece is as good as none.
            let _ = file.set_len(there);
            return Err(error.into());
        }
        if there == 0
            && let Some(folder) = place.parent()
        {
            File::open(folder)?.sync_all()?;
        }
        Ok(Appended::Whole(there + piece.len() as u64))
    }

    /// The file with all that is there, digested, to be adopted; dropped, it stays. None where nothing came.
    pub fn whole(&self, name: Uuid) -> Result<Option<Arrived>> {
        let mut file = match File::open(self.incoming(name)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let (mut hasher, mut size, mut buffer) = (Sm3::new(), 0_u64, vec![0_u8; 256 * 1024]);
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                n => {
                    hasher.update(&buffer[..n]);
                    size += n as u64;
                }
            }
        }
        self.waiting(name, &format!("sm3:{}", crate::hex(&hasher.finalize())), size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_make_the_file_whatever_is_sent_twice_or_skipped() {
        let folder = std::env::temp_dir().join(format!("wenming-part-{}", std::process::id()));
        let blobs = Blobs::open(folder.clone()).unwrap();
        let name = Uuid::from_u128(7);
        assert!(blobs.part(name).unwrap() == 0 && blobs.whole(name).unwrap().is_none());
        assert_eq!(blobs.append(name, 0, b"abc").unwrap(), Appended::Whole(3));
        assert_eq!(blobs.append(name, 0, b"abc").unwrap(), Appended::Elsewhere(3), "sent twice");
        assert_eq!(blobs.append(name, 5, b"x").unwrap(), Appended::Elsewhere(3), "a gap");
        let held = OpenOptions::new().write(true).open(blobs.incoming(name)).unwrap();
        held.lock().unwrap();
        assert_eq!(blobs.append(name, 3, b"d").unwrap(), Appended::Held);
        drop(held);
        assert_eq!(blobs.append(name, 3, b"de").unwrap(), Appended::Whole(5));
        drop(blobs.whole(name).unwrap().unwrap());
        assert_eq!(blobs.part(name).unwrap(), 5, "looked at and not taken it stays");
        let whole = blobs.whole(name).unwrap().unwrap();
        let kept = blobs.keep(Uuid::from_u128(8), &mut &b"abcde"[..]).unwrap();
        assert_eq!((whole.digest.clone(), whole.size), (kept.digest, 5));
        blobs.adopt(whole).unwrap();
        assert_eq!(blobs.part(name).unwrap(), 0);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
