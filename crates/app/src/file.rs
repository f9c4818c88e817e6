//! Files of records: bounded, recognised by their content, kept durably before the change that names
//! them, and given out only through the record.

use crate::{App, Error, Result, Who};
use domain::file::File;
use std::io::{self, Read};

/// The most that one file may weigh.
pub const MAX_FILE: u64 = 50 * 1024 * 1024;
/// How much of the head of a file is looked at.
const HEAD: usize = 64 * 1024;

/// A file on its way in. `bytes` may be a pipe: nothing is held in memory here.
pub struct Incoming {
    pub name: String,
    pub bytes: Box<dyn Read + Send>,
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Media types by the first bytes. The name of a file tells nothing.
const MAGIC: &[(&[u8], usize, &str)] = &[
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"GIF8", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heic"),
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

/// Keeps a file durably; the row that names it is written by the caller's change.
pub async fn keep(app: &App, who: &Who, incoming: Incoming) -> Result<File> {
    let name = incoming.name.clone();
    let (blobs, temporary) = (app.store.blobs().clone(), app.ids.next());
    let mut taken = Taken { from: incoming.bytes, head: Vec::new(), size: 0 };
    let (kept, taken) = tokio::task::spawn_blocking(move || {
        let kept = blobs.keep(temporary, &mut taken);
        (kept, taken)
    })
    .await?;
    if taken.size > MAX_FILE {
        return Err(Error::field("files", format!("“{name}”超过 50 MB，请压缩后再传。")));
    }
    let kept = kept?;
    if kept.size == 0 {
        return Err(Error::field("files", format!("“{name}”是空文件，请重新选择。")));
    }
    let Some(media) = sniff(&taken.head) else {
        return Err(Error::field(
            "files",
            format!("“{name}”不是能收的文件。可以传照片、PDF、Word、Excel、WPS、文本和压缩包。"),
        ));
    };
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

/// Reads through, remembers the head and stops at the limit.
struct Taken {
    from: Box<dyn Read + Send>,
    head: Vec<u8>,
    size: u64,
}

impl Read for Taken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(buffer)?;
        self.size += n as u64;
        if self.size > MAX_FILE {
            return Err(io::Error::other("file over the limit"));
        }
        let room = HEAD.saturating_sub(self.head.len()).min(n);
        self.head.extend_from_slice(&buffer[..room]);
        Ok(n)
    }
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
