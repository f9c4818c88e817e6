//! Small pictures of photos, made in the background by the limited reader. Originals stay untouched,
//! and a small picture can be lost: until it is made again, the original is shown.

use crate::{App, Result};
use domain::file::File;
use domain::id::FileId;
use domain::job::{Job, Work};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use std::io::Cursor;

/// The longer edge of a small picture, in pixels: sharp at 180 on a phone.
const EDGE: u32 = 360;
/// Pixels of the largest photo that is read: the biggest phone cameras take 108 million.
const MOST_PIXELS: u64 = 110_000_000;
/// Memory that decoding may take, in bytes.
const MEMORY: u64 = 512 << 20;
const QUALITY: u8 = 80;

/// The job for a file that just came in, if it is a photo that can be read.
pub(crate) fn job(app: &App, file: &File) -> Option<Job> {
    let readable = matches!(file.media.as_str(), "image/jpeg" | "image/png" | "image/webp");
    let work = Work::MakeThumbnail { file: file.id };
    readable.then(|| Job { id: app.ids.make(), bureau: Some(file.bureau), work, run_at: app.now() })
}

/// Makes the small picture of a file. A photo that cannot be read is told and not tried again.
pub(crate) async fn run(app: &App, id: FileId) -> Result<String> {
    let file = app.store.view().await?.file(id).await?;
    let (blobs, reader, name) = (app.store.blobs().clone(), app.reader.clone(), app.ids.next());
    tokio::task::spawn_blocking(move || {
        if blobs.open_thumbnail(&file.digest)?.is_some() {
            return Ok("已有缩略图。".to_owned());
        }
        let mut photo = blobs.open_blob(&file.digest)?;
        match reader.thumbnail(&mut photo) {
            Ok(small) => {
                blobs.keep_thumbnail(&file.digest, name, &small)?;
                Ok("缩略图已生成。".to_owned())
            }
            Err(sentence) => Ok(sentence),
        }
    })
    .await?
}

/// A small JPEG, turned upright as the camera noted. An error is a sentence.
pub fn make(bytes: &[u8]) -> std::result::Result<Vec<u8>, String> {
    let unreadable = |_| "照片不完整或者格式少见，没有生成缩略图，原图不受影响。".to_owned();
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| "照片读不出来。")?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(format!("照片有 {width}×{height} 个像素，太大了，没有生成缩略图。"));
    }
    let upright = decoder.orientation().map_err(unreadable)?;
    let mut small = DynamicImage::from_decoder(decoder).map_err(unreadable)?.thumbnail(EDGE, EDGE);
    small.apply_orientation(upright);
    let mut out = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut out, QUALITY);
    small.to_rgb8().write_with_encoder(encoder).map_err(unreadable)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, RgbImage};

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        RgbImage::new(width, height).write_to(&mut out, ImageFormat::Png).unwrap_or_default();
        out.into_inner()
    }

    #[test]
    fn photos_become_small_and_other_bytes_become_a_sentence() {
        let small = make(&png(1200, 600)).map(|bytes| image::load_from_memory(&bytes).ok());
        let size = small.map(|it| it.map(|it| (it.width(), it.height())));
        assert_eq!(size, Ok(Some((360, 180))));
        for bytes in [&b"\xff\xd8\xff\xe0photo"[..], b"", b"<svg/>", &png(40, 40)[..60]] {
            assert!(make(bytes).is_err_and(|sentence| sentence.ends_with('。')));
        }
    }

    #[test]
    fn a_picture_that_only_claims_to_be_huge_costs_nothing() {
        let mut claims = png(8, 8);
        // Width and height of the header, and its checksum left wrong or right: both are refused.
        claims[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        assert!(make(&claims).is_err());
    }
}
