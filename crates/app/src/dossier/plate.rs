//! Photos and papers as the volumes of an inspection file show them. Photos are the copies without anything that a
//! camera wrote; pages of PDF papers are taken over by the limited reader and wait in a file beside the ZIP until
//! their volume is drawn, so that memory holds none of them.

use crate::Result;
use crate::reading::Reader;
use crate::thumbnail::public_copy;
use domain::dossier::Enclosure;
use domain::id::Ids;
use image::ImageReader;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{Blobs, Made};

/// A photo that can be shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Photo {
    pub key: usize,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Bytes.
    pub weight: u64,
}

/// A paper whose pages can be shown.
#[derive(Debug, Clone)]
pub(super) struct Paper {
    pub key: usize,
    /// Of each page, in points.
    pub sizes: Vec<(f32, f32)>,
    pub signed: Vec<usize>,
    pub relevant: Vec<usize>,
    /// Bytes.
    pub weight: u64,
}

/// Or a sentence that says why it cannot.
type Shown<T> = std::result::Result<T, String>;

/// Where what is shown comes from.
enum Plate {
    /// The public copy of a photo, by the digest of its original.
    Photo(String),
    /// A range of the waiting file.
    Paper { from: u64, size: u64 },
}

/// Everything that the volumes show, by number.
pub(super) struct Plates {
    blobs: Blobs,
    reader: Arc<dyn Reader>,
    ids: Arc<dyn Ids>,
    all: Vec<Plate>,
    photos: BTreeMap<String, Shown<Photo>>,
    papers: BTreeMap<(String, Vec<String>), Shown<Paper>>,
    waiting: Waiting,
}

/// Pages of papers, one paper behind the other. Dropped, it is gone.
struct Waiting {
    path: PathBuf,
    file: Option<File>,
    size: u64,
}

impl Plates {
    pub(super) fn new(blobs: Blobs, reader: Arc<dyn Reader>, ids: Arc<dyn Ids>, waiting: PathBuf) -> Self {
        let waiting = Waiting { path: waiting, file: None, size: 0 };
        Self {
            blobs,
            reader,
            ids,
            all: Vec::new(),
            photos: BTreeMap::new(),
            papers: BTreeMap::new(),
            waiting,
        }
    }

    /// A photo, made ready if it is not.
    pub(super) fn photo(&mut self, file: &Enclosure) -> Result<Shown<Photo>> {
        if let Some(known) = self.photos.get(&file.digest) {
            return Ok(known.clone());
        }
        let name = self.ids.next();
        let copied = public_copy(&self.blobs, &*self.reader, name, &file.digest, &file.media)?;
        let shown = copied.and_then(|copy| {
            let weight = copy.metadata().map_or(0, |it| it.len());
            let size = ImageReader::new(BufReader::new(copy)).with_guessed_format();
            let size = size.ok().and_then(|it| it.into_dimensions().ok());
            let (width, height) = size.ok_or("照片读不出来。")?;
            self.all.push(Plate::Photo(file.digest.clone()));
            Ok(Photo { key: self.all.len() - 1, width, height, weight })
        });
        self.photos.insert(file.digest.clone(), shown.clone());
        Ok(shown)
    }

    /// The pages of a paper.
    pub(super) fn paper(&mut self, file: &Enclosure, words: &[String]) -> Result<Shown<Paper>> {
        let key = (file.digest.clone(), words.to_vec());
        if let Some(known) = self.papers.get(&key) {
            return Ok(known.clone());
        }
        let shown = match self.reader.sheets(&mut self.blobs.open_blob(&file.digest)?, words) {
            Ok(sheets) => {
                let (from, size) = self.waiting.put(&sheets.bytes)?;
                self.all.push(Plate::Paper { from, size });
                Ok(Paper {
                    key: self.all.len() - 1,
                    sizes: sheets.sizes,
                    signed: sheets.signed,
                    relevant: sheets.relevant,
                    weight: size,
                })
            }
            Err(why) => Err(why),
        };
        self.papers.insert(key, shown.clone());
        Ok(shown)
    }
}

impl gongwen_pdf::book::Plates for Plates {
    fn picture(&mut self, key: usize) -> Shown<Vec<u8>> {
        let lost = || "照片的副本不在了，请再生成一次。".to_owned();
        let Some(Plate::Photo(digest)) = self.all.get(key) else { return Err(lost()) };
        let copy = self.blobs.open_made(Made::Public, digest).map_err(|_| lost())?;
        let mut bytes = Vec::new();
        copy.ok_or_else(lost)?.read_to_end(&mut bytes).map_err(|_| lost())?;
        Ok(bytes)
    }

    fn sheets(&mut self, key: usize) -> Shown<Vec<u8>> {
        let lost = || "编入的文件不在了，请再生成一次。".to_owned();
        let Some(Plate::Paper { from, size }) = self.all.get(key) else { return Err(lost()) };
        self.waiting.get(*from, *size).map_err(|_| lost())
    }
}

impl Waiting {
    /// Puts a paper behind those that wait; answers where it begins and how long it is.
    fn put(&mut self, bytes: &[u8]) -> Result<(u64, u64)> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(open(&self.path)?),
        };
        let (from, size) = (self.size, bytes.len() as u64);
        let put = file.seek(SeekFrom::Start(from)).and_then(|_| file.write_all(bytes));
        put.map_err(|error| super::archive::unwritten(&error))?;
        self.size += size;
        Ok((from, size))
    }

    fn get(&mut self, from: u64, size: u64) -> std::io::Result<Vec<u8>> {
        let Some(file) = &mut self.file else { return Ok(Vec::new()) };
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.take(size).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

fn open(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    let file = options.read(true).write(true).create(true).truncate(true).mode(0o600).open(path);
    file.map_err(|error| super::archive::unwritten(&error))
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if self.file.is_some() {
            // What is left behind is written over by the next build of this name.
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl std::fmt::Debug for Plates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plates").field("count", &self.all.len()).finish_non_exhaustive()
    }
}
