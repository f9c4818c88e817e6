//! The ZIP of an inspection file: folders with the standard's numbering, reports, records, originals, lists, and a
//! list of digests with which everything can be checked. Same file, same day: same bytes.

use super::drawn::{self, Drawn, Volume};
use super::label::labels;
use super::place::{other_name, photo_name, proof_folder};
use super::plate::Plates;
use super::volume::{Places, book};
use super::{lists, word};
use crate::job::Teller;
use crate::paper::pdf::Press;
use crate::{Error, Result};
use domain::day::Day;
use domain::dossier::{Dossier, Enclosure, Entry, LABELS, Made, PaperForm, Proof, volume_name};
use gongwen_pdf::book::{Book, Bound, bind};
use gongwen_pdf::label;
use std::fs::{self, OpenOptions};
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use store::{Blobs, Digester};
use tokio::sync::mpsc;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

/// The list of digests in the archive.
const DIGESTS: &str = "校验清单.txt";

/// An archive that is written beside its place and moved there when it is whole.
pub(super) struct Archive {
    zip: ZipWriter<BufWriter<fs::File>>,
    part: PathBuf,
    out: PathBuf,
    blobs: Blobs,
    day: Day,
    binding: Binding,
    entries: Vec<Entry>,
    /// Characters that no face holds, a sentence each.
    missing: Vec<String>,
}

/// With what the volumes are bound.
pub(super) struct Binding {
    pub form: PaperForm,
    pub plates: Plates,
    pub press: Press,
    /// The folder of the machine's own faces.
    pub fonts: PathBuf,
}

/// What was written.
pub(super) struct Written {
    pub made: Made,
    pub parts: Vec<Entry>,
    /// Volumes of the PDF.
    pub volumes: usize,
}

/// Share of the work that the folders are, in percent; the rest are volumes.
const FOLDERS: usize = 50;

impl Archive {
    pub(super) fn create(out: &Path, blobs: Blobs, day: Day, binding: Binding) -> Result<Self> {
        let folder = out.parent().unwrap_or(Path::new("."));
        if !folder.exists() {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)
                .map_err(|error| unwritten(&error))?;
        }
        let part = out.with_extension("part");
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(true).mode(0o600).open(&part);
        let zip = ZipWriter::new(BufWriter::new(file.map_err(|error| unwritten(&error))?));
        let (entries, missing) = (Vec::new(), Vec::new());
        Ok(Self { zip, part, out: out.to_owned(), blobs, day, binding, entries, missing })
    }

    /// Writes everything in a thread of its own and tells how far it is.
    pub(super) async fn write(self, dossier: Dossier, teller: &Teller) -> Result<Written> {
        let (sender, mut told) = mpsc::channel(16);
        let part = self.part.clone();
        let writing = tokio::task::spawn_blocking(move || self.pack(&dossier, &sender));
        while let Some((percent, note)) = told.recv().await {
            teller.tell(percent, &note).await;
        }
        let written = writing.await?;
        if written.is_err() {
            let _ = fs::remove_file(part);
        }
        written
    }

    fn pack(mut self, dossier: &Dossier, tell: &mpsc::Sender<(i64, String)>) -> Result<Written> {
        let all: usize = dossier.sections.iter().map(|section| section.proofs.len()).sum();
        let mut paths: Vec<(usize, usize, String)> = Vec::new();
        for (place, section) in dossier.sections.iter().enumerate() {
            let folder = section.path.join("/");
            if let Some(report) = &section.report {
                self.bytes(&format!("{folder}/说明报告.docx"), &word::report(section, report)?)?;
            }
            if let Some(why) = &section.waiver {
                self.bytes(&format!("{folder}/不适用说明.txt"), format!("{why}\r\n").as_bytes())?;
            }
            for (at, proof) in section.proofs.iter().enumerate() {
                let path = format!("{folder}/{}", proof_folder(at, proof));
                self.proof(&path, proof)?;
                paths.push((place, at, path));
                // Where nobody listens the work goes on.
                let _ = tell.try_send(((paths.len() * FOLDERS / all.max(1)) as i64, section.heading.clone()));
            }
        }
        let Binding { form, plates, .. } = &mut self.binding;
        let (book, places) = book(dossier, self.day, *form, &paths, plates)?;
        let bound = bind(&book).map_err(|error| Error::unfit(error.to_string()))?;
        self.bytes("目录.xlsx", &lists::catalogue(dossier, self.day, &paths, &bound, &places)?)?;
        if let Some(gaps) = lists::gaps(dossier, self.day)? {
            self.bytes("缺项清单.xlsx", &gaps)?;
        }
        let drawn = Drawn::beside(&self.out, dossier, self.binding.form, self.day);
        self.volumes(&bound, &drawn, tell)?;
        self.labels(dossier, &book, &bound, &places)?;
        self.bytes("说明.txt", cover(dossier, self.day, &self.missing).as_bytes())?;
        let out = self.out.clone();
        let (made, parts) = self.finish()?;
        drawn::forget(&out).map_err(|error| unwritten(&error))?;
        Ok(Written { made, parts, volumes: bound.volumes() })
    }

    fn proof(&mut self, folder: &str, proof: &Proof) -> Result<()> {
        self.bytes(&format!("{folder}/纪实.docx"), &word::record(proof)?)?;
        let (mut photos, mut others) = (0, 0);
        for file in &proof.files {
            let name = if file.is_picture() {
                photos += 1;
                photo_name(photos, proof, file)
            } else {
                others += 1;
                other_name(others, file)
            };
            self.blob(&format!("{folder}/{name}"), file)?;
        }
        Ok(())
    }

    /// The volumes of the PDF, one after the other: memory holds one. What was drawn before the build broke off
    /// is not drawn again.
    fn volumes(&mut self, bound: &Bound, drawn: &Drawn, tell: &mpsc::Sender<(i64, String)>) -> Result<()> {
        let count = bound.volumes();
        for volume in 1..=count {
            let name = volume_name(volume, count);
            let percent = FOLDERS + (95 - FOLDERS) * (volume - 1) / count;
            let _ = tell.try_send((percent as i64, name.clone()));
            let kept = match drawn.take(volume) {
                Some(kept) => kept,
                None => {
                    let fresh = self.draw(bound, volume)?;
                    drawn.put(volume, &fresh)?;
                    fresh
                }
            };
            self.missing.extend(kept.missing.iter().map(|it| format!("{name}：{it}")));
            self.stored(&name, &kept.bytes)?;
        }
        Ok(())
    }

    fn draw(&mut self, bound: &Bound, volume: usize) -> Result<Volume> {
        let Binding { plates, press, fonts, .. } = &mut self.binding;
        let written = bound.write(volume, press.fonts(fonts), plates);
        let output = written.map_err(|error| Error::unfit(error.to_string()))?;
        let missing = output.missing.iter().map(|it| it.sentence()).collect();
        Ok(Volume { bytes: output.bytes, missing })
    }

    fn labels(&mut self, dossier: &Dossier, book: &Book, bound: &Bound, places: &Places) -> Result<()> {
        let Binding { press, fonts, .. } = &self.binding;
        let labels = labels(dossier, bound, places);
        let output = label::labels(LABELS.trim_end_matches(".pdf"), &labels, press.fonts(fonts), book.made);
        let output = output.map_err(|error| Error::unfit(error.to_string()))?;
        self.stored(LABELS, &output.bytes)
    }

    fn start(&mut self, path: &str, method: CompressionMethod) -> Result<()> {
        let at = DateTime::from_date_and_time(
            u16::try_from(self.day.year()).unwrap_or(1980).clamp(1980, 2107),
            self.day.month() as u8,
            self.day.day() as u8,
            0,
            0,
            0,
        );
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(at.unwrap_or_default())
            .unix_permissions(0o644)
            .large_file(true);
        self.zip.start_file(path, options).map_err(|error| Error::fault("zip", error))
    }

    fn bytes(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        self.start(path, CompressionMethod::Deflated)?;
        self.put(path, bytes)
    }

    /// What is packed already stays as it is, so that it can be read out of the ZIP in one piece.
    fn stored(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        self.start(path, CompressionMethod::Stored)?;
        self.put(path, bytes)
    }

    fn put(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        self.zip.write_all(bytes).map_err(|error| unwritten(&error))?;
        let mut digester = Digester::default();
        digester.update(bytes);
        self.enter(path, digester, bytes.len() as u64);
        Ok(())
    }

    /// An original, byte for byte, read piece by piece and held against its digest.
    fn blob(&mut self, path: &str, file: &Enclosure) -> Result<()> {
        let lost = |error: &dyn std::fmt::Display| {
            Error::unfit(format!("附件“{}”读不出来：{error}。请联系管理员从备份恢复。", file.name))
        };
        let mut from = self.blobs.open_blob(&file.digest).map_err(|error| lost(&error))?;
        self.start(path, CompressionMethod::Stored)?;
        let (mut digester, mut size, mut buffer) = (Digester::default(), 0, vec![0_u8; 64 * 1024]);
        loop {
            let n = from.read(&mut buffer).map_err(|error| lost(&error))?;
            if n == 0 {
                break;
            }
            digester.update(&buffer[..n]);
            size += n as u64;
            self.zip.write_all(&buffer[..n]).map_err(|error| unwritten(&error))?;
        }
        self.enter(path, digester, size);
        match self.entries.last() {
            Some(entry) if entry.digest == file.digest => Ok(()),
            _ => Err(lost(&"内容与登记的摘要不符")),
        }
    }

    fn enter(&mut self, path: &str, digester: Digester, size: u64) {
        self.entries.push(Entry {
            path: path.to_owned(),
            digest: format!("sm3:{}", digester.finish()),
            size,
        });
    }

    fn finish(mut self) -> Result<(Made, Vec<Entry>)> {
        let lines: String = self
            .entries
            .iter()
            .map(|it| format!("{}  {}\r\n", it.digest.trim_start_matches("sm3:"), it.path))
            .collect();
        self.start(DIGESTS, CompressionMethod::Deflated)?;
        self.zip.write_all(format!("\u{FEFF}{lines}").as_bytes()).map_err(|error| unwritten(&error))?;
        let file = self.zip.finish().map_err(|error| Error::fault("zip", error))?;
        let mut file = file.into_inner().map_err(|error| unwritten(error.error()))?;
        let archive = weigh(&mut file)?;
        let durable = || -> std::io::Result<()> {
            file.sync_all()?;
            fs::rename(&self.part, &self.out)?;
            fs::File::open(self.out.parent().unwrap_or(Path::new(".")))?.sync_all()
        };
        durable().map_err(|error| unwritten(&error))?;
        Ok((archive, self.entries))
    }
}

fn cover(dossier: &Dossier, day: Day, missing: &[String]) -> String {
    let (covered, all) = dossier.covered();
    let caution = dossier.caution.as_deref().map(|it| format!("{it}\r\n")).unwrap_or_default();
    format!(
        "\u{FEFF}{}迎检档案\r\n{}\r\n{caution}起止：{} 至 {}\r\n{} 生成\r\n\r\n共 {all} 项测评内容，{covered} 项有材料或说明。\r\n\
         先看“目录.xlsx”；文件夹的编号就是测评体系的编号。\r\n\
         “迎检档案.pdf”把全部材料按顺序编了页，太大时分成几册，页码连续；“脊背和盒标签.pdf”打印后剪下来贴。\r\n\
         “{DIGESTS}”是每个文件的 SM3 值，重新计算一遍就能知道有没有被改动。\r\n{}",
        dossier.unit,
        dossier.standard,
        dossier.from,
        dossier.to,
        day,
        missing.iter().map(|line| format!("{line}\r\n")).collect::<String>(),
    )
}

fn weigh(file: &mut fs::File) -> Result<Made> {
    let (mut digester, mut size, mut buffer) = (Digester::default(), 0_i64, vec![0_u8; 64 * 1024]);
    file.seek(SeekFrom::Start(0)).map_err(|error| unwritten(&error))?;
    loop {
        let n = file.read(&mut buffer).map_err(|error| unwritten(&error))?;
        if n == 0 {
            return Ok(Made { size, digest: format!("sm3:{}", digester.finish()) });
        }
        size += n as i64;
        digester.update(&buffer[..n]);
    }
}

pub(super) fn unwritten(error: &std::io::Error) -> Error {
    Error::unfit(format!("档案没有写成：{error}。"))
}
