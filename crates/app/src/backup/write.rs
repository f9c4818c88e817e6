//! Writing an archive: the snapshot is read page by page, a thread beside it packs and digests.

use super::{FORMAT, Head, MANIFEST, Manifest, Part, SEAL, file_entry, fingerprint, seal, table_entry};
use crate::job::Teller;
use crate::{App, Error, Keys, Result};
use std::fs::{self, File};
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use store::{Blobs, Digester};
use tokio::sync::mpsc;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// What the packing thread is handed.
enum Piece {
    Table(String),
    Lines(String, i64),
    Blob(String),
    Heads(Vec<Head>),
}

/// Writes an archive of one snapshot. The file is there whole and durable, or not at all.
pub async fn write(app: &App, out: &Path) -> Result<Manifest> {
    write_telling(app, out, None).await
}

/// [`write`], telling how far it is.
pub(super) async fn write_telling(app: &App, out: &Path, teller: Option<&Teller>) -> Result<Manifest> {
    if out.exists() {
        return Err(Error::unfit(format!("“{}”已经存在，请换一个文件名。", out.display())));
    }
    let packer = Packer::create(app, out)?;
    let (sender, receiver) = mpsc::channel(4);
    let packing = tokio::task::spawn_blocking(move || packer.pack(receiver));
    let read = hand_over(app, sender, teller).await;
    let packed = packing.await?;
    // The packer's complaint comes first: a closed channel is only its echo.
    let manifest = packed?;
    match read {
        Ok(()) => Ok(manifest),
        Err(error) => {
            let _ = fs::remove_file(out);
            Err(error)
        }
    }
}

async fn hand_over(app: &App, to: mpsc::Sender<Piece>, teller: Option<&Teller>) -> Result<()> {
    let gone = |_| Error::fault("backup", "packer ended");
    let mut view = app.store.view().await?;
    let tables = store::tables();
    for (n, table) in tables.iter().enumerate() {
        tell(teller, 60 * n / tables.len(), "正在写数据表", n, tables.len()).await;
        to.send(Piece::Table(table_entry(&table.name))).await.map_err(gone)?;
        let mut after = None;
        loop {
            let page = view.export(table, after).await?;
            to.send(Piece::Lines(page.lines, page.rows)).await.map_err(gone)?;
            match page.next {
                Some(next) => after = Some(next),
                None => break,
            }
        }
    }
    let digests = view.digests().await?;
    let count = digests.len();
    for (n, digest) in digests.into_iter().enumerate() {
        if n % 20 == 0 {
            tell(teller, 60 + 35 * n / count, "正在写附件", n, count).await;
        }
        to.send(Piece::Blob(digest)).await.map_err(gone)?;
    }
    let mut heads = Vec::new();
    for bureau in view.bureaus().await? {
        let (seq, digest) = view.audit_head(bureau.id).await?;
        heads.push(Head { bureau: bureau.id, seq, digest });
    }
    to.send(Piece::Heads(heads)).await.map_err(gone)
}

async fn tell(teller: Option<&Teller>, percent: usize, what: &str, n: usize, of: usize) {
    if let Some(teller) = teller {
        teller.tell(percent as i64, &format!("{what}，{n} / {of}")).await;
    }
}

struct Packer {
    zip: ZipWriter<BufWriter<File>>,
    /// Where it is written before it is whole.
    part: PathBuf,
    out: PathBuf,
    blobs: Blobs,
    keys: Keys,
    manifest: Manifest,
    open: Option<(Part, Digester)>,
}

impl Packer {
    fn create(app: &App, out: &Path) -> Result<Self> {
        use std::os::unix::fs::OpenOptionsExt;
        let mut part = out.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part);
        let file = file.map_err(|error| Error::unfit(format!("无法写入“{}”：{error}。", part.display())))?;
        let (schema, schema_digest) = store::schema();
        let manifest = Manifest {
            format: FORMAT.into(),
            program: env!("CARGO_PKG_VERSION").into(),
            schema,
            schema_digest,
            taken: app.now(),
            demo: app.demo,
            key: fingerprint(&app.keys),
            parts: Vec::new(),
            heads: Vec::new(),
        };
        Ok(Self {
            zip: ZipWriter::new(BufWriter::new(file)),
            part,
            out: out.to_owned(),
            blobs: app.store.blobs().clone(),
            keys: app.keys.clone(),
            manifest,
            open: None,
        })
    }

    fn pack(mut self, mut pieces: mpsc::Receiver<Piece>) -> Result<Manifest> {
        let part = self.part.clone();
        let mut whole = false;
        let mut run = || -> Result<()> {
            while let Some(piece) = pieces.blocking_recv() {
                whole |= matches!(piece, Piece::Heads(_));
                self.take(piece)?;
            }
            self.close();
            Ok(())
        };
        let done =
            run().and_then(|()| if whole { self.finish() } else { Err(Error::fault("backup", "cut short")) });
        if done.is_err() {
            let _ = fs::remove_file(part);
        }
        done
    }

    fn take(&mut self, piece: Piece) -> Result<()> {
        match piece {
            Piece::Table(name) => self.start(name, CompressionMethod::Deflated),
            Piece::Lines(lines, rows) => {
                if let Some((part, _)) = &mut self.open {
                    part.count += rows;
                }
                self.bytes(lines.as_bytes())
            }
            Piece::Blob(digest) => self.blob(&digest),
            Piece::Heads(heads) => {
                self.manifest.heads = heads;
                Ok(())
            }
        }
    }

    fn start(&mut self, name: String, method: CompressionMethod) -> Result<()> {
        self.close();
        let options = SimpleFileOptions::default().compression_method(method).large_file(true);
        self.zip.start_file(name.as_str(), options).map_err(|error| broken(&error))?;
        self.open = Some((Part { name, size: 0, count: 0, sm3: String::new() }, Digester::default()));
        Ok(())
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        if let Some((part, digester)) = &mut self.open {
            part.size += bytes.len() as u64;
            digester.update(bytes);
        }
        self.zip.write_all(bytes).map_err(|error| self.full(&error))
    }

    fn blob(&mut self, digest: &str) -> Result<()> {
        let lost = |error: &dyn std::fmt::Display| Error::unfit(format!("附件 {digest} 读不出来：{error}。"));
        let mut file = self.blobs.open_blob(digest).map_err(|error| lost(&error))?;
        // Attachments are mostly packed already: photos, .docx, .xlsx.
        self.start(file_entry(digest), CompressionMethod::Stored)?;
        let mut buffer = vec![0_u8; 64 * 1024];
        loop {
            let n = file.read(&mut buffer).map_err(|error| lost(&error))?;
            if n == 0 {
                break;
            }
            self.bytes(&buffer[..n])?;
        }
        if let Some((part, _)) = &mut self.open {
            part.count = 1;
        }
        self.close();
        match self.manifest.parts.last() {
            Some(part) if format!("sm3:{}", part.sm3) == digest => Ok(()),
            _ => Err(lost(&"内容与登记的摘要不符")),
        }
    }

    fn close(&mut self) {
        if let Some((mut part, digester)) = self.open.take() {
            part.sm3 = digester.finish();
            self.manifest.parts.push(part);
        }
    }

    fn finish(mut self) -> Result<Manifest> {
        let manifest =
            serde_json::to_vec_pretty(&self.manifest).map_err(|error| Error::fault("manifest", error))?;
        for (name, text) in [(MANIFEST, manifest.clone()), (SEAL, seal(&self.keys, &manifest).into_bytes())] {
            self.zip.start_file(name, SimpleFileOptions::default()).map_err(|error| broken(&error))?;
            self.zip.write_all(&text).map_err(|error| self.full(&error))?;
        }
        let (out, part) = (self.out.clone(), self.part.clone());
        let file = self
            .zip
            .finish()
            .map_err(|error| broken(&error))?
            .into_inner()
            .map_err(|error| unwritten(&out, error.error()))?;
        let durable = || -> std::io::Result<()> {
            file.sync_all()?;
            fs::rename(&part, &out)?;
            let folder =
                out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            File::open(folder)?.sync_all()
        };
        durable().map_err(|error| unwritten(&out, &error))?;
        Ok(self.manifest)
    }

    fn full(&self, error: &std::io::Error) -> Error {
        unwritten(&self.out, error)
    }
}

fn unwritten(out: &Path, error: &std::io::Error) -> Error {
    Error::unfit(format!("备份没有写成“{}”：{error}。", out.display()))
}

fn broken(error: &zip::result::ZipError) -> Error {
    Error::unfit(format!("备份没有写成：{error}。"))
}
