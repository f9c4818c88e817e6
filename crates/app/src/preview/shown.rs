//! A kept file in a page: photos and PDF files as they are, Word files, workbooks and texts as what
//! they say. What was read once is kept beside the file by its digest; it can be lost.

use super::{PDF, Preview, readable};
use crate::photo::HEIC;
use crate::thumbnail::public_copy;
use crate::{App, Error, Result, file};
use domain::refused::Refused;
use std::io::Read;
use std::time::Duration;
use store::{Blobs, Made};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;

/// What the page of a file shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    Image,
    /// A photo that browsers do not know: there is a copy that they do, see [`crate::thumbnail`].
    Copy,
    /// The browser's viewer shows it.
    Pdf,
    Read(Preview),
    /// Why it is not shown.
    Not(String),
}

/// How long one waits for a reader before one is told to come again.
const QUEUE: Duration = Duration::from_secs(20);
/// The largest reading that is taken up again: the reader answers with no more.
const KEPT: u64 = 24 << 20;

/// What the page of a kept file shows. `text` asks for the words of a PDF file instead of its pages.
pub async fn shown(app: &App, digest: &str, media: &str, text: bool) -> Result<Shown> {
    if media == PDF && !text {
        return Ok(Shown::Pdf);
    }
    if media.starts_with("image/") && file::inline(media) {
        return Ok(Shown::Image);
    }
    if media == HEIC {
        return copied(app, digest).await;
    }
    if !readable(media) {
        return Ok(Shown::Not(unshown(media).into()));
    }
    Ok(match read(app, digest, media).await? {
        Ok(preview) => Shown::Read(preview),
        Err(sentence) => Shown::Not(sentence),
    })
}

fn unshown(media: &str) -> &'static str {
    match media {
        "video/mp4" => "视频请下载后播放。",
        "application/x-ole-storage" => {
            "这是旧版的 Word、Excel 或 WPS 文件，不能在页面里显示。请下载后打开；另存为 .docx 或 .xlsx 再传，就能直接看。"
        }
        _ => "这种文件不能在页面里显示，请下载后打开。",
    }
}

/// A photo as a phone keeps it: whether there is or can be a copy of it.
async fn copied(app: &App, digest: &str) -> Result<Shown> {
    let (blobs, made) = (app.store.blobs().clone(), digest.to_owned());
    if tokio::task::spawn_blocking(move || blobs.open_made(Made::Public, &made)).await??.is_some() {
        return Ok(Shown::Copy);
    }
    let room = room(app).await?;
    let (blobs, reader, name) = (app.store.blobs().clone(), app.reader.clone(), app.ids.next());
    let digest = digest.to_owned();
    let copy = tokio::task::spawn_blocking(move || public_copy(&blobs, &*reader, name, &digest, HEIC));
    let copy = copy.await??;
    drop(room);
    Ok(match copy {
        Ok(_) => Shown::Copy,
        Err(_) => Shown::Not(UNDECODED.into()),
    })
}

/// Why a photo as a phone keeps it is not shown.
pub(crate) const UNDECODED: &str = "这张 HEIC 照片不完整、已损坏或者编码少见，不能在页面里显示。请下载后用手机或看图软件打开；苹果手机可以在“设置、相机、格式”里选“兼容性最佳”，以后拍的就是 JPG。";

/// A turn among those who wait for the reader.
async fn room(app: &App) -> Result<OwnedSemaphorePermit> {
    let Ok(room) = timeout(QUEUE, app.rooms.clone().acquire_owned()).await else {
        return Err(Refused::Busy("正在打开的文件太多，请过一会儿再看，或者先下载。".into()).into());
    };
    room.map_err(|error| Error::fault("rooms", error))
}

/// What a file says: as it was read before, or read now by the limited reader.
async fn read(app: &App, digest: &str, media: &str) -> Result<std::result::Result<Preview, String>> {
    let (blobs, kept_as) = (app.store.blobs().clone(), digest.to_owned());
    if let Some(known) = tokio::task::spawn_blocking(move || kept(&blobs, &kept_as)).await?? {
        return Ok(Ok(known));
    }
    let room = room(app).await?;
    let (blobs, reader, name) = (app.store.blobs().clone(), app.reader.clone(), app.ids.next());
    let (digest, media) = (digest.to_owned(), media.to_owned());
    let read = tokio::task::spawn_blocking(move || {
        let read = reader.preview(&mut blobs.open_blob(&digest)?, &media);
        if let Ok(preview) = &read {
            let bytes = serde_json::to_vec(preview).map_err(|error| Error::fault("preview", error))?;
            blobs.keep_made(Made::Preview, &digest, name, &bytes)?;
        }
        Ok::<_, Error>(read)
    });
    let read = read.await??;
    drop(room);
    Ok(read)
}

/// What was read before. What an older version wrote in another form is read anew.
fn kept(blobs: &Blobs, digest: &str) -> Result<Option<Preview>> {
    let Some(file) = blobs.open_made(Made::Preview, digest)? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.take(KEPT).read_to_end(&mut bytes).map_err(|error| Error::fault("preview", error))?;
    Ok(serde_json::from_slice(&bytes).ok())
}
