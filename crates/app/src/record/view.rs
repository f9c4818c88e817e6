//! A file of a record in the page: photos and PDF files as they are, Word files, workbooks and texts as
//! what they say. What was read once is kept beside the file by its digest; it can be lost.

use super::seen;
use crate::preview::{self, Preview};
use crate::{App, Error, Result, Who, file};
use domain::file::File;
use domain::id::{FileId, RecordId};
use domain::refused::Refused;
use std::io::Read;
use std::time::Duration;
use store::{Blobs, Made};
use tokio::time::timeout;

/// What the page of a file shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    Image,
    /// The browser's viewer shows it.
    Pdf,
    Read(Preview),
    /// Why it is not shown.
    Not(String),
}

/// A file among those of its record.
#[derive(Debug, Clone)]
pub struct Viewed {
    pub record: RecordId,
    pub title: String,
    pub file: File,
    pub before: Option<FileId>,
    pub after: Option<FileId>,
    pub shown: Shown,
}

/// How long one waits for a reader before one is told to come again.
const QUEUE: Duration = Duration::from_secs(20);
/// The largest reading that is taken up again: the reader answers with no more.
const KEPT: u64 = 24 << 20;

/// A file of a record that the actor may see. `text` asks for the words of a PDF file instead of its pages.
pub async fn view(app: &App, who: &Who, id: RecordId, file: FileId, text: bool) -> Result<Viewed> {
    let mut view = app.store.view().await?;
    let record = seen(app, &mut view, who, id).await?;
    let files = view.files_of_record(id).await?;
    drop(view);
    let at = files.iter().position(|it| it.id == file).ok_or(Refused::NotFound)?;
    let file = files[at].clone();
    let shown = shown(app, &file, text).await?;
    Ok(Viewed {
        record: id,
        title: record.row.title,
        before: at.checked_sub(1).map(|before| files[before].id),
        after: files.get(at + 1).map(|it| it.id),
        file,
        shown,
    })
}

async fn shown(app: &App, held: &File, text: bool) -> Result<Shown> {
    let media = held.media.as_str();
    if media == preview::PDF && !text {
        return Ok(Shown::Pdf);
    }
    if media.starts_with("image/") && file::inline(media) {
        return Ok(Shown::Image);
    }
    if !preview::readable(media) {
        return Ok(Shown::Not(unshown(media).into()));
    }
    Ok(match read(app, held).await? {
        Ok(preview) => Shown::Read(preview),
        Err(sentence) => Shown::Not(sentence),
    })
}

fn unshown(media: &str) -> &'static str {
    match media {
        "image/heic" => {
            "这是 HEIC 格式的照片，浏览器和本系统都不能显示。请下载后用手机或看图软件打开；苹果手机可以在“设置、相机、格式”里选“兼容性最佳”，以后拍的就是 JPG。"
        }
        "video/mp4" => "视频请下载后播放。",
        "application/x-ole-storage" => {
            "这是旧版的 Word、Excel 或 WPS 文件，不能在页面里显示。请下载后打开；另存为 .docx 或 .xlsx 再传，就能直接看。"
        }
        _ => "这种文件不能在页面里显示，请下载后打开。",
    }
}

/// What a file says: as it was read before, or read now by the limited reader.
async fn read(app: &App, held: &File) -> Result<std::result::Result<Preview, String>> {
    let (blobs, digest) = (app.store.blobs().clone(), held.digest.clone());
    if let Some(known) = tokio::task::spawn_blocking(move || kept(&blobs, &digest)).await?? {
        return Ok(Ok(known));
    }
    let Ok(room) = timeout(QUEUE, app.rooms.clone().acquire_owned()).await else {
        return Err(Refused::Busy("正在打开的文件太多，请过一会儿再看，或者先下载。".into()).into());
    };
    let room = room.map_err(|error| Error::fault("rooms", error))?;
    let (blobs, reader, name) = (app.store.blobs().clone(), app.reader.clone(), app.ids.next());
    let (digest, media) = (held.digest.clone(), held.media.clone());
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
