//! Reading an archive: every part is proven before anything is written, then the attachments come
//! back, then all rows in one transaction. An archive of an older schema is brought up to date in it.

use super::{FORMAT, MANIFEST, Manifest, Part, SEAL, fingerprint, seal, table_entry};
use crate::{App, Error, Keys, Result};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use store::{Blobs, Digester, Table, Tx};
use tokio::sync::mpsc;
use uuid::Uuid;
use zip::ZipArchive;

/// Largest manifest that is read.
const MANIFEST_LIMIT: u64 = 256 << 20;
/// Rows and bytes that are handed over at a time.
const ROWS: usize = 250;
const BYTES: usize = 1 << 20;

/// An archive whose every part is as its manifest says.
#[derive(Debug)]
pub struct Archive {
    zip: ZipArchive<BufReader<File>>,
    pub manifest: Manifest,
}

/// Opens an archive with the key it was made with and proves all of it. Blocking.
pub fn open(path: &Path, keys: &Keys) -> Result<Archive> {
    let file = File::open(path)
        .map_err(|error| Error::unfit(format!("无法打开备份文件“{}”：{error}。", path.display())))?;
    let mut zip = ZipArchive::new(BufReader::new(file))
        .map_err(|_| Error::unfit(format!("“{}”不是完整的备份文件。", path.display())))?;
    let text = entry(&mut zip, MANIFEST)?;
    let manifest: Manifest = serde_json::from_slice(&text).map_err(|_| damaged(MANIFEST))?;
    fits(&manifest, keys)?;
    if entry(&mut zip, SEAL)? != seal(keys, &text).into_bytes() {
        return Err(damaged(MANIFEST));
    }
    if zip.len() != manifest.parts.len() + 2 {
        return Err(Error::unfit("备份文件已损坏：条目与清单不一致。"));
    }
    for part in &manifest.parts {
        prove(&mut zip, part)?;
    }
    Ok(Archive { zip, manifest })
}

/// Whether this program and this key can restore it.
fn fits(manifest: &Manifest, keys: &Keys) -> Result<()> {
    let sentence = if manifest.format != FORMAT || manifest.schema > store::schema().0 {
        "这份备份由更新版本的程序建立，请升级程序后再恢复。"
    } else if !store::knows_schema(manifest.schema, &manifest.schema_digest) {
        "这份备份由另一版本的程序建立，请先用那个版本恢复，再升级。"
    } else if manifest.key != fingerprint(keys) {
        "这份备份要用另一把密钥才能恢复，请按恢复单还原当时的密钥文件。"
    } else {
        return Ok(());
    };
    Err(Error::unfit(sentence))
}

fn damaged(entry: &str) -> Error {
    Error::unfit(format!("备份文件已损坏：条目 {entry} 与清单不符，未恢复任何内容。"))
}

fn entry(zip: &mut ZipArchive<BufReader<File>>, name: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = zip.by_name(name).map_err(|_| damaged(name))?.take(MANIFEST_LIMIT).read_to_end(&mut bytes);
    read.map_err(|_| damaged(name))?;
    Ok(bytes)
}

fn prove(zip: &mut ZipArchive<BufReader<File>>, part: &Part) -> Result<()> {
    let broken = || damaged(&part.name);
    let mut from = zip.by_name(&part.name).map_err(|_| broken())?.take(part.size + 1);
    let (mut digester, mut size, mut buffer) = (Digester::default(), 0_u64, vec![0_u8; 64 * 1024]);
    loop {
        let n = from.read(&mut buffer).map_err(|_| broken())?;
        if n == 0 {
            break;
        }
        size += n as u64;
        digester.update(&buffer[..n]);
    }
    if size == part.size && digester.finish() == part.sm3 { Ok(()) } else { Err(broken()) }
}

/// Puts an archive back into the empty database of `app`, without a trace of having done so.
pub async fn put_back(app: &App, archive: Archive) -> Result<Manifest> {
    refuse_filled(app.store.view().await?.is_empty().await?)?;
    let manifest = archive.manifest.clone();
    let (blobs, mut names) = (app.store.blobs().clone(), Vec::new());
    names.resize_with(manifest.files(), || app.ids.next());
    // Attachments first: no row ever names what is not there.
    let archive = tokio::task::spawn_blocking(move || keep_files(archive, &blobs, &names)).await??;
    let tables = store::tables_at(manifest.schema);
    let (sender, mut receiver) = mpsc::channel(4);
    let names = tables.clone();
    let reading = tokio::task::spawn_blocking(move || read_rows(archive, &names, &sender));
    let mut tx = app.store.begin().await?;
    refuse_filled(tx.is_empty().await?)?;
    tx.forget_jobs().await?;
    // Rows of an older schema come into that schema; then they are brought up to date with it.
    let older = manifest.schema < store::schema().0;
    if older {
        tx.rebase(manifest.schema).await?;
    }
    while let Some((index, lines)) = receiver.recv().await {
        let table: &Table = tables.get(index).ok_or_else(|| Error::fault("restore", "table"))?;
        tx.import(table, &lines).await?;
    }
    reading.await??;
    if older {
        tx.upgrade().await?;
    }
    tx.index_imported().await?;
    check_heads(&mut tx, &manifest).await?;
    tx.commit().await?;
    Ok(manifest)
}

fn refuse_filled(empty: bool) -> Result<()> {
    if empty {
        Ok(())
    } else {
        Err(Error::unfit("目标里已经有数据，只能恢复到空的数据库。请用 --data 另指定一个目录。"))
    }
}

fn keep_files(mut archive: Archive, blobs: &Blobs, names: &[Uuid]) -> Result<Archive> {
    let files: Vec<&Part> =
        archive.manifest.parts.iter().filter(|part| part.name.starts_with("files/")).collect();
    for (part, name) in files.into_iter().zip(names) {
        let mut from = archive.zip.by_name(&part.name).map_err(|_| damaged(&part.name))?;
        let kept = blobs.keep(*name, &mut from)?;
        if kept.digest != format!("sm3:{}", part.sm3) {
            return Err(damaged(&part.name));
        }
    }
    Ok(archive)
}

type Rows = (usize, String);

fn read_rows(mut archive: Archive, tables: &[Table], to: &mpsc::Sender<Rows>) -> Result<()> {
    for (index, table) in tables.iter().enumerate() {
        let name = table_entry(&table.name);
        let from = archive.zip.by_name(&name).map_err(|_| damaged(&name))?;
        let (mut lines, mut count) = (String::new(), 0);
        let mut from = BufReader::new(from);
        while from.read_line(&mut lines).map_err(|_| damaged(&name))? > 0 {
            count += 1;
            if count >= ROWS || lines.len() >= BYTES {
                // A closed channel means that the import has failed and says why.
                if to.blocking_send((index, std::mem::take(&mut lines))).is_err() {
                    return Ok(());
                }
                count = 0;
            }
        }
        if !lines.is_empty() && to.blocking_send((index, lines)).is_err() {
            return Ok(());
        }
    }
    Ok(())
}

/// The chains must hold, and end where the manifest says.
async fn check_heads(tx: &mut Tx, manifest: &Manifest) -> Result<()> {
    for head in &manifest.heads {
        let verdict = tx.audit_verify(head.bureau).await?;
        if let Some(broken) = verdict.broken {
            return Err(Error::unfit(format!("备份里的审计链不完整，未恢复任何内容。{}", broken.what)));
        }
        if (verdict.rows, &verdict.head) != (head.seq, &head.digest) {
            return Err(Error::unfit("备份里的审计链与清单不符，未恢复任何内容。"));
        }
    }
    Ok(())
}
