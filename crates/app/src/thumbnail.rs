//! What is made of photos in the background by the limited reader: small pictures, copies for the
//! public, and what is known of them. Originals stay untouched with all their bytes, and what is made
//! can be lost: until it is made again, the original is shown.

use crate::file::inline;
use crate::photo::HEIC;
use crate::reading::Reader;
use crate::{App, Result};
use domain::audit::Entry;
use domain::authority::Action;
use domain::change::Change;
use domain::file::File;
use domain::id::FileId;
use domain::job::{Job, Work};
use domain::remark::photo::parse_taken;
use store::{Blobs, Made, NewPhoto, PhotoRow};
use uuid::Uuid;

/// Whether a file is a photo that can be read.
pub(crate) fn readable(file: &File) -> bool {
    is_readable(&file.media)
}

fn is_readable(media: &str) -> bool {
    matches!(media, "image/jpeg" | "image/png" | "image/webp" | HEIC)
}

/// Whether a page can show a file as a photo: browsers know it, or it has been read.
pub(crate) fn pictured(file: &File, read: &[PhotoRow]) -> bool {
    let known = file.media.starts_with("image/") && inline(&file.media);
    known || read.iter().any(|photo| photo.file == file.id)
}

/// The job for a file that just came in, if it is a photo that can be read.
pub(crate) fn job(app: &App, file: &File) -> Option<Job> {
    let work = Work::MakeThumbnail { file: file.id };
    readable(file).then(|| Job { id: app.ids.make(), bureau: Some(file.bureau), work, run_at: app.now() })
}

/// The copy of a photo for the public, made by the limited reader where there is none yet; else a sentence.
/// Blocking. `name` is a fresh id.
pub(crate) fn public_copy(
    blobs: &Blobs,
    reader: &dyn Reader,
    name: Uuid,
    digest: &str,
    media: &str,
) -> Result<std::result::Result<std::fs::File, String>> {
    if let Some(copy) = blobs.open_made(Made::Public, digest)? {
        return Ok(Ok(copy));
    }
    if !is_readable(media) {
        return Ok(Err("这种照片不能显示。".into()));
    }
    let Ok(looked) = reader.photo(&mut blobs.open_blob(digest)?) else {
        return Ok(Err("照片不完整或者格式少见。".into()));
    };
    blobs.keep_made(Made::Public, digest, name, &looked.public)?;
    Ok(blobs.open_made(Made::Public, digest)?.ok_or_else(|| "照片读不出来。".into()))
}

/// Makes the small picture of a file and notes what is known of it. A photo that cannot be read is
/// told and not tried again.
pub(crate) async fn run(app: &App, id: FileId) -> Result<String> {
    let mut view = app.store.view().await?;
    let file = view.file(id).await?;
    let known = view.knows_photo(id).await?;
    drop(view);
    let (blobs, reader) = (app.store.blobs().clone(), app.reader.clone());
    let (small, public) = (app.ids.next(), app.ids.next());
    let digest = file.digest.clone();
    let looked = tokio::task::spawn_blocking(move || {
        if known && blobs.open_made(Made::Thumbnail, &digest)?.is_some() {
            return Ok(Err("已有缩略图。".to_owned()));
        }
        let mut photo = blobs.open_blob(&digest)?;
        let looked = reader.photo(&mut photo);
        if let Ok(looked) = &looked {
            blobs.keep_made(Made::Thumbnail, &digest, small, &looked.small)?;
            blobs.keep_made(Made::Public, &digest, public, &looked.public)?;
        }
        Ok::<_, crate::Error>(looked)
    })
    .await??;
    let looked = match looked {
        Ok(looked) => looked,
        Err(sentence) => return Ok(sentence),
    };
    let photo = NewPhoto {
        file: id,
        bureau: file.bureau,
        taken: parse_taken(&looked.taken),
        width: i64::from(looked.width),
        height: i64::from(looked.height),
        hashes: looked.looks(),
    };
    let mut tx = app.store.begin().await?;
    let entry = Entry::new(Action::ExamineRecord, id).field("width", photo.width);
    tx.apply(&app.own_stamp(file.bureau, "job"), Change::new(photo, entry)).await?;
    tx.commit().await?;
    Ok("缩略图已生成。".to_owned())
}
