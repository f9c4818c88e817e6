//! Archives in a folder of before: a ZIP is opened into files that are then looked at like any other. It comes from
//! outside, so that everything is bounded: entries, bytes of one and of all, archives within archives. Names
//! are only ever shown, never used as paths. Only the directory is held in memory; entries go to the disk piece
//! by piece.

use crate::file::{MAX_FILE, full};
use crate::{App, Result};
use domain::folder::{MAX_FOLDER_FILES, MAX_NESTING, MAX_UNPACKED, entry_path, is_litter};
use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use store::{Arrived, StoreError};
use zip::ZipArchive;

/// What stands in a file that begins like a ZIP.
pub(super) enum Unpacked {
    /// A document that is a ZIP by its form (Word, WPS, OFD), to be kept as it is.
    Document,
    /// Why nothing of it was taken.
    Refused(String),
    Files(Vec<Piece>),
}

/// An entry of an archive: what was unpacked, or why it was not.
pub(super) struct Piece {
    pub path: String,
    pub file: Result<Arrived, String>,
}

/// The first bytes of a ZIP, and of one that holds nothing.
const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];
/// Archives of other programs, which are not opened here.
const OTHERS: [&[u8]; 2] = [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"];
/// Names at the top of documents that are ZIPs by their form.
const DOCUMENTS: [&str; 3] = ["[Content_Types].xml", "OFD.xml", "mimetype"];
/// Bytes of a directory that is held in memory: names of four times the files that a folder takes.
const MAX_DIRECTORY: u64 = 16 * 1024 * 1024;
/// How many times its own size an archive may hold. Photos do not shrink at all, texts to a tenth.
const MAX_RATIO: u64 = 100;

pub(super) fn is_archive(head: &[u8]) -> bool {
    ZIP.iter().any(|mark| head.starts_with(mark))
}

/// Archives that would have to be opened by other programs.
pub(super) fn is_foreign(head: &[u8]) -> bool {
    OTHERS.iter().any(|mark| head.starts_with(mark))
}

/// Opens an archive that lies under `path` in its folder, which takes so many files more. Blocking.
pub(super) fn unpack(app: &App, from: File, path: &str, room: usize) -> Result<Unpacked> {
    let size = from.metadata().map_err(StoreError::Io)?.len();
    let budget = MAX_UNPACKED.min(size.saturating_mul(MAX_RATIO).max(MAX_FILE));
    Opening { app, budget, room }.open(from, path, 1)
}

struct Opening<'a> {
    app: &'a App,
    /// Bytes that may still come out.
    budget: u64,
    /// Files that the folder still takes.
    room: usize,
}

impl Opening<'_> {
    fn open(&mut self, mut from: File, path: &str, depth: usize) -> Result<Unpacked> {
        let broken = || Ok(Unpacked::Refused("压缩包打不开，可能没有传完整。请重新压缩以后再传。".into()));
        let entries = match directory(&mut from) {
            None => return broken(),
            Some((entries, size)) if entries > 4 * MAX_FOLDER_FILES as u64 || size > MAX_DIRECTORY => {
                return Ok(Unpacked::Refused(self.crowded()));
            }
            Some((entries, _)) => entries,
        };
        let Ok(mut zip) = ZipArchive::new(from) else { return broken() };
        if DOCUMENTS.iter().any(|name| zip.index_for_name(name).is_some()) {
            return Ok(Unpacked::Document);
        }
        let mut pieces = Vec::new();
        // The library holds the last entry of each name, and says nothing of the others.
        if let Some(more) = entries.checked_sub(zip.len() as u64).filter(|more| *more > 0) {
            let sentence = format!(
                "压缩包里有 {more} 个文件与别的文件同名，只收下了其中最后一个。请改成不同的名称再传。"
            );
            pieces.push(Piece { path: format!("{path}/同名文件"), file: Err(sentence) });
        }
        for index in 0..zip.len() {
            let Some(named) = self.named(&mut zip, index, path) else { continue };
            if self.room == 0 {
                return Ok(Unpacked::Refused(self.crowded()));
            }
            self.room -= 1;
            let (path, taken) = match named {
                Ok(path) => {
                    let taken = self.entry(&mut zip, index)?;
                    (path, taken)
                }
                Err((name, why)) => (name, Taken::Left(why.to_owned())),
            };
            match taken {
                Taken::Over => {
                    let most = MAX_UNPACKED >> 30;
                    let sentence = format!(
                        "压缩包解开以后太大，没有收下。最多 {most} GB，也不能比压缩包本身大 {MAX_RATIO} 倍以上；请分几次传。"
                    );
                    return Ok(Unpacked::Refused(sentence));
                }
                Taken::Left(why) => pieces.push(Piece { path, file: Err(why) }),
                Taken::File(file) if is_archive(&file.head) => self.nested(file, path, depth, &mut pieces)?,
                Taken::File(file) => pieces.push(Piece { path, file: Ok(file) }),
            }
        }
        Ok(match pieces.is_empty() {
            true => Unpacked::Refused("压缩包里没有文件。".into()),
            false => Unpacked::Files(pieces),
        })
    }

    fn crowded(&self) -> String {
        format!(
            "压缩包里的文件太多，没有收下。一次最多整理 {MAX_FOLDER_FILES} 个文件，请按年份或科室分几次传。"
        )
    }

    /// Where an entry will lie; none for folders and for what systems leave behind.
    fn named(
        &self,
        zip: &mut ZipArchive<File>,
        index: usize,
        path: &str,
    ) -> Option<Result<String, (String, &'static str)>> {
        let Ok(raw) = zip.by_index_raw(index) else {
            return Some(Err((format!("{path}/第 {} 个文件", index + 1), UNREADABLE)));
        };
        let name = decoded(raw.name_raw());
        if raw.is_dir() || is_litter(&name) {
            return None;
        }
        let shown = || name.chars().take(120).collect::<String>();
        let link = raw.unix_mode().is_some_and(|mode| mode & 0o170_000 == 0o120_000);
        Some(if raw.encrypted() {
            Err((shown(), "压缩包里的这个文件有密码，没有收下。请去掉密码再传。"))
        } else if link {
            Err((shown(), "是指向别处的快捷方式，没有收下。"))
        } else {
            entry_path(path, &name).map_err(|why| (shown(), why))
        })
    }

    /// Brings one entry onto the disk.
    fn entry(&mut self, zip: &mut ZipArchive<File>, index: usize) -> Result<Taken> {
        let left = |why: &str| Ok(Taken::Left(why.to_owned()));
        let Ok(entry) = zip.by_index(index) else { return left(UNKNOWN) };
        if entry.size() > MAX_FILE {
            return left("超过 50 MB，没有收下。");
        }
        let most = MAX_FILE.min(self.budget);
        let mut bounded = entry.take(most + 1);
        match self.app.store.blobs().arrive(self.app.ids.next(), &mut bounded) {
            Ok(file) if file.size > self.budget => Ok(Taken::Over),
            Ok(file) if file.size > MAX_FILE => left("超过 50 MB，没有收下。"),
            Ok(file) if file.size == 0 => left("空文件，没有收下。"),
            Ok(file) => {
                self.budget -= file.size;
                Ok(Taken::File(file))
            }
            Err(StoreError::Io(error)) if error.kind() == ErrorKind::StorageFull => {
                Err(full(StoreError::Io(error)))
            }
            Err(StoreError::Io(_)) => left(UNREADABLE),
            Err(error) => Err(error.into()),
        }
    }

    /// An archive within an archive: its files take its place.
    fn nested(&mut self, file: Arrived, path: String, depth: usize, pieces: &mut Vec<Piece>) -> Result<()> {
        // What it is decides only its directory; a document may lie as deep as it likes.
        let opened = match depth < MAX_NESTING {
            true => self.open(file.open()?, &path, depth + 1)?,
            false if is_document(&file)? => Unpacked::Document,
            false => Unpacked::Refused("压缩包套得太深，没有解开。请解开以后再传。".into()),
        };
        match opened {
            Unpacked::Document => pieces.push(Piece { path, file: Ok(file) }),
            Unpacked::Refused(why) => pieces.push(Piece { path, file: Err(why) }),
            Unpacked::Files(inner) => pieces.extend(inner),
        }
        Ok(())
    }
}

const UNREADABLE: &str = "压缩包里的这个文件读不出来，可能已经损坏，没有收下。";
const UNKNOWN: &str = "压缩包里的这个文件用了不认得的压缩方式，没有收下。请用一般的 zip 格式重新压缩。";

enum Taken {
    File(Arrived),
    Left(String),
    /// More would come out than may.
    Over,
}

fn is_document(file: &Arrived) -> Result<bool> {
    let mut from = file.open()?;
    let small = directory(&mut from).is_some_and(|(_, size)| size <= MAX_DIRECTORY);
    let zip = small.then(|| ZipArchive::new(from).ok()).flatten();
    Ok(zip.is_some_and(|zip| DOCUMENTS.iter().any(|name| zip.index_for_name(name).is_some())))
}

/// Names are UTF-8 or, as programs here write them without saying so, GB18030.
fn decoded(raw: &[u8]) -> String {
    let charset = std::str::from_utf8(raw).is_err().then_some(gongwen::Charset::Gb18030);
    gongwen::decode(raw, charset).text
}

/// How many entries the directory of a ZIP says it has, and its bytes: read before anything is held for them.
fn directory(from: &mut File) -> Option<(u64, u64)> {
    /// The end record without its comment, and the longest comment.
    const END: u64 = 22;
    const COMMENT: u64 = 65_535;
    let size = from.seek(SeekFrom::End(0)).ok()?;
    from.seek(SeekFrom::Start(size.saturating_sub(END + COMMENT))).ok()?;
    let mut tail = Vec::new();
    from.take(END + COMMENT).read_to_end(&mut tail).ok()?;
    let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let end = tail.get(at..at + END as usize)?;
    let entries = u16::from_le_bytes([end[10], end[11]]);
    let bytes = u32::from_le_bytes([end[12], end[13], end[14], end[15]]);
    from.seek(SeekFrom::Start(0)).ok()?;
    // The largest values stand for numbers that only the longer record holds: more than any folder takes.
    let over = entries == u16::MAX || bytes == u32::MAX;
    Some(if over { (u64::MAX, u64::MAX) } else { (entries.into(), bytes.into()) })
}

/// What is told of an archive that was opened.
pub(super) fn told(pieces: &[Piece]) -> String {
    let taken = pieces.iter().filter(|it| it.file.is_ok()).count();
    match pieces.len() - taken {
        0 => format!("压缩包已经解开，收下里面的 {taken} 个文件。"),
        left => format!("压缩包已经解开，收下里面的 {taken} 个文件，没有收下的 {left} 个另有说明。"),
    }
}
