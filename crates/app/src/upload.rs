//! Files of records that come in pieces. Each piece is on the disk before it is acknowledged, so that after a
//! broken connection the same file goes on where it stopped.

use crate::file::{Incoming, MAX_FILE};
use crate::{App, Error, Result, Who, record};
use domain::authority::{self, Action};
use domain::day::Instant;
use domain::id::{RecordId, UploadId};
use domain::record::MAX_FILES;
use domain::refused::Refused;
use domain::upload::{self, KEPT_DAYS, PIECE, Upload};
use store::Appended;

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub upload: UploadId,
    /// Bytes that are on the disk.
    pub offset: u64,
    /// Bytes of the whole.
    pub size: u64,
}

/// Begins a file, or goes on with the same one.
pub async fn begin(
    app: &App,
    who: &Who,
    id: RecordId,
    name: &str,
    size: i64,
    mark: &str,
) -> Result<Progress> {
    authority::require_any(who, Action::FileRecord)?;
    let asked = Upload {
        id: app.ids.make(),
        bureau: who.bureau,
        person: who.person,
        record: id,
        name: name.to_owned(),
        size,
        mark: mark.to_owned(),
    };
    let mut tx = app.store.begin().await?;
    record::attachable(&mut tx, who, id).await?;
    let held = match tx.upload_like(&asked).await? {
        Some(held) => held,
        None => {
            let open = tx.upload_count(who.person).await?;
            tx.apply(&app.stamp(who), upload::begin(asked, open, MAX_FILE)?).await?
        }
    };
    tx.commit().await?;
    let (blobs, name) = (app.store.blobs().clone(), held.id.0);
    let offset = tokio::task::spawn_blocking(move || blobs.part(name)).await??;
    Ok(Progress { upload: held.id, offset, size: held.size.unsigned_abs() })
}

async fn own(app: &App, who: &Who, id: RecordId, upload: UploadId) -> Result<Upload> {
    let held = app.store.view().await?.upload(upload).await?;
    if held.person != who.person || held.record != id {
        return Err(Refused::NotFound.into());
    }
    Ok(held)
}

/// Takes a piece that begins at `at`. Where the file stands elsewhere, nothing is taken and the answer says
/// where.
pub async fn take(
    app: &App,
    who: &Who,
    id: RecordId,
    upload: UploadId,
    at: u64,
    piece: Vec<u8>,
) -> Result<Progress> {
    let held = own(app, who, id, upload).await?;
    if piece.len() as u64 > PIECE {
        return Err(Error::rule(format!("一段最多 {} MB。", PIECE >> 20)));
    }
    upload::fits(&held, at, piece.len())?;
    let (blobs, name) = (app.store.blobs().clone(), upload.0);
    let offset = match tokio::task::spawn_blocking(move || blobs.append(name, at, &piece)).await?? {
        Appended::Whole(size) | Appended::Elsewhere(size) => size,
        Appended::Held => {
            return Err(Refused::Busy("这个文件正从另一个页面上传，请稍等。".into()).into());
        }
    };
    Ok(Progress { upload, offset, size: held.size.unsigned_abs() })
}

/// Finished files as those of a record. What is not finished is a wrong field.
pub async fn finished(app: &App, who: &Who, id: RecordId, uploads: &[UploadId]) -> Result<Vec<Incoming>> {
    let mut files = Vec::new();
    for upload in uploads.iter().take(MAX_FILES) {
        let held = own(app, who, id, *upload).await?;
        let (blobs, name) = (app.store.blobs().clone(), upload.0);
        let whole = tokio::task::spawn_blocking(move || blobs.whole(name)).await??;
        match whole {
            Some(whole) if whole.size == held.size.unsigned_abs() => {
                files.push(Incoming::arrived(held.name, whole));
            }
            _ => {
                return Err(Error::field(
                    "files",
                    format!("“{}”还没有传完，请再选一次，会接着传。", held.name),
                ));
            }
        }
    }
    Ok(files)
}

/// Forgets files that have become those of their record.
pub async fn forget(app: &App, who: &Who, id: RecordId, uploads: &[UploadId]) -> Result<()> {
    for upload in uploads {
        own(app, who, id, *upload).await?;
        let mut tx = app.store.begin().await?;
        tx.drop_upload(*upload).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Throws away what nobody has finished for days.
pub async fn purge(app: &App) -> Result<usize> {
    let before = Instant(app.now().0 - KEPT_DAYS * 86_400_000_000);
    let old = app.store.view().await?.uploads_before(before, 500).await?;
    for upload in &old {
        let mut tx = app.store.begin().await?;
        tx.drop_upload(*upload).await?;
        tx.commit().await?;
        let (blobs, name) = (app.store.blobs().clone(), upload.0);
        tokio::task::spawn_blocking(move || blobs.discard(name)).await??;
    }
    Ok(old.len())
}
