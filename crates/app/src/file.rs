//! Files that come in: written and digested piece by piece, so that none is ever held whole. Files
//! of records are bounded, recognised by their content, kept durably before the change that names
//! them, and given out only through the record.

use crate::{App, Error, Result, Who};
use domain::file::File;
use std::io::Read;
use store::{Arrived, Arriving};

/// The most that one file of a record may weigh.
pub const MAX_FILE: u64 = 50 * 1024 * 1024;
/// Pieces are gathered to this size before a thread writes them.
const PIECE: usize = 256 * 1024;

/// A file on its way in from a connection.
#[derive(Debug)]
pub struct Receiving {
    arriving: Option<Arriving>,
    piece: Vec<u8>,
    size: u64,
}

impl Receiving {
    pub async fn begin(app: &App) -> Result<Self> {
        let (blobs, name) = (app.store.blobs().clone(), app.ids.next());
        let arriving = tokio::task::spawn_blocking(move || blobs.arriving(name)).await?.map_err(full)?;
        Ok(Self { arriving: Some(arriving), piece: Vec::new(), size: 0 })
    }

    /// Bytes so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    pub async fn take(&mut self, piece: &[u8]) -> Result<()> {
        self.size += piece.len() as u64;
        self.piece.extend_from_slice(piece);
        if self.piece.len() < PIECE {
            return Ok(());
        }
        let (mut arriving, piece) = self.hand_over()?;
        let (arriving, piece) =
            tokio::task::spawn_blocking(move || arriving.take(&piece).map(|()| (arriving, piece)))
                .await?
                .map_err(full)?;
        (self.arriving, self.piece) = (Some(arriving), piece);
        self.piece.clear();
        Ok(())
    }

    /// Waits until the disk has it.
    pub async fn finish(mut self) -> Result<Arrived> {
        let (mut arriving, piece) = self.hand_over()?;
        let done = move || arriving.take(&piece).and_then(|()| arriving.finish());
        tokio::task::spawn_blocking(done).await?.map_err(full)
    }

    fn hand_over(&mut self) -> Result<(Arriving, Vec<u8>)> {
        let arriving = self.arriving.take().ok_or_else(|| Error::fault("upload", "broken off before"))?;
        Ok((arriving, std::mem::take(&mut self.piece)))
    }
}

/// A full disk is the administrator's matter, and no fault of the program.
pub(crate) fn full(error: store::StoreError) -> Error {
    match error {
        store::StoreError::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => {
            Error::unfit("服务器的磁盘满了，文件没有收下。请联系管理员清理后再传。")
        }
        other => other.into(),
    }
}

/// Arrived files for which neither an upload nor a row waits: what a process left that died. Run at
/// start and by the clockwork.
pub async fn sweep(app: &App) -> Result<usize> {
    let blobs = app.store.blobs().clone();
    let found = tokio::task::spawn_blocking(move || blobs.unheld()).await??;
    if found.is_empty() {
        return Ok(0);
    }
    // Asked after the look: whoever let go meanwhile had committed its row before.
    let wanted = app.store.view().await?.awaited_files().await?;
    let gone: Vec<_> = found.into_iter().filter(|name| !wanted.contains(name)).collect();
    let (blobs, count) = (app.store.blobs().clone(), gone.len());
    tokio::task::spawn_blocking(move || gone.into_iter().try_for_each(|name| blobs.discard(name))).await??;
    Ok(count)
}

/// A file for a record.
pub struct Incoming {
    pub name: String,
    from: From,
}

enum From {
    Arrived(Arrived),
    Reader(Box<dyn Read + Send>),
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Incoming {
    /// A file that an upload has left on the disk.
    pub fn arrived(name: impl Into<String>, file: Arrived) -> Self {
        Self { name: name.into(), from: From::Arrived(file) }
    }

    /// A file that is read only now.
    pub fn read(name: impl Into<String>, from: impl Read + Send + 'static) -> Self {
        Self { name: name.into(), from: From::Reader(Box::new(from)) }
    }

    /// Opens what an upload has left, to look at it before it is kept.
    pub fn opened(&self) -> Result<Option<std::fs::File>> {
        match &self.from {
            From::Arrived(file) => Ok(Some(file.open()?)),
            From::Reader(_) => Ok(None),
        }
    }

    async fn arrive(self, app: &App) -> Result<Arrived> {
        let mut from = match self.from {
            From::Arrived(file) => return Ok(file),
            From::Reader(from) => from.take(MAX_FILE + 1),
        };
        let (blobs, name) = (app.store.blobs().clone(), app.ids.next());
        tokio::task::spawn_blocking(move || blobs.arrive(name, &mut from)).await?.map_err(full)
    }
}

/// Media types by the first bytes. The name of a file tells nothing.
const MAGIC: &[(&[u8], usize, &str)] = &[
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF8", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypheix", 4, "image/heic"),
    (b"ftypheim", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heic"),
    (b"ftypmsf1", 4, "image/heic"),
    (b"ftyp", 4, "video/mp4"),
    (b"%PDF-", 0, "application/pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "application/x-ole-storage"),
    (b"PK\x03\x04", 0, "application/zip"),
];

/// What stands inside a zip that is a document.
const ZIPPED: &[(&[u8], &str)] = &[
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"OFD.xml", "application/ofd"),
];

/// The media type of a file from its head; none for what records do not take.
pub fn sniff(head: &[u8]) -> Option<&'static str> {
    let known =
        MAGIC.iter().find(|(magic, at, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(magic)));
    match known {
        Some((_, _, "application/zip")) => {
            let inside = |mark: &[u8]| head.windows(mark.len()).any(|window| window == mark);
            Some(ZIPPED.iter().find(|(mark, _)| inside(mark)).map_or("application/zip", |(_, media)| media))
        }
        Some((_, _, media)) => Some(media),
        None if is_text(head) => Some("text/plain"),
        None => None,
    }
}

/// No byte that text never has. GBK and UTF-8 pass alike; the bytes are not interpreted.
fn is_text(head: &[u8]) -> bool {
    !head.is_empty() && !head.iter().any(|b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127))
}

/// Whether a browser may show the file inside a page. HTML and SVG are text here, and never shown.
pub fn inline(media: &str) -> bool {
    matches!(media, "image/jpeg" | "image/png" | "image/gif" | "image/webp" | "application/pdf")
}

/// Keeps a file durably; the row that names it is written by the caller's change. What is refused
/// leaves nothing.
pub async fn keep(app: &App, who: &Who, incoming: Incoming) -> Result<File> {
    let name = incoming.name.clone();
    let file = incoming.arrive(app).await?;
    if file.size > MAX_FILE {
        return Err(Error::field("files", format!("“{name}”超过 50 MB，请压缩后再传。")));
    }
    if file.size == 0 {
        return Err(Error::field("files", format!("“{name}”是空文件，请重新选择。")));
    }
    let Some(media) = sniff(&file.head) else {
        return Err(Error::field(
            "files",
            format!("“{name}”不是能收的文件。可以传照片、PDF、Word、Excel、WPS、文本和压缩包。"),
        ));
    };
    let blobs = app.store.blobs().clone();
    let kept = tokio::task::spawn_blocking(move || blobs.adopt(file)).await??;
    Ok(File {
        id: app.ids.make(),
        bureau: who.bureau,
        digest: kept.digest,
        name,
        media: media.to_owned(),
        size: kept.size as i64,
        uploader: Some(who.person),
        uploaded: app.now(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_and_not_the_name() {
        let cases: [(&[u8], Option<&str>); 9] = [
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Some("image/webp")),
            (b"%PDF-1.7", Some("application/pdf")),
            (
                b"PK\x03\x04....xl/workbook.xml",
                Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            ),
            (b"PK\x03\x04....a.txt", Some("application/zip")),
            (b"<html><script>alert(1)</script>", Some("text/plain")),
            (b"<svg onload=alert(1)>", Some("text/plain")),
            (b"MZ\x90\x00\x03", None),
            (b"", None),
        ];
        for (head, media) in cases {
            assert_eq!(sniff(head), media, "{head:?}");
        }
        assert!(!inline("text/plain") && !inline("image/svg+xml") && inline("image/png"));
    }
}
