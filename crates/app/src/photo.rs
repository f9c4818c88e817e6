//! What is read off a photo by the limited reader: a small picture, a copy for the public without
//! anything the camera wrote, the capture time, and what it looks like. Where it was taken is never
//! read; it stays in the original and nowhere else.

mod heic;

pub use heic::HEIC;

use crate::file::sniff;
use domain::remark::photo::{self, EDGE, PhotoHash, parse_taken};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};
use serde::{Deserialize, Serialize};
use std::io::Cursor;

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// A small JPEG, turned upright as the camera noted.
    pub small: Vec<u8>,
    /// A JPEG for the public: upright, of moderate size, without anything but the picture.
    pub public: Vec<u8>,
    /// As [`parse_taken`] reads it; empty where the camera wrote none.
    pub taken: String,
    /// Upright, in pixels.
    pub width: u32,
    pub height: u32,
    /// Hash and that of the mirror image; none for a picture without contrast.
    pub hashes: Option<(u64, u64)>,
}

/// The longer edge of a small picture, in pixels: sharp at 180 on a phone.
const SMALL: u32 = 360;
/// That of a public copy: enough for a page of a paper, 1 600 pixels at 160 mm are 254 dpi.
const PUBLIC: u32 = 1600;
/// Pixels of the largest photo that is read: the biggest phone cameras take 108 million.
const MOST_PIXELS: u64 = 110_000_000;
/// Memory that decoding may take, in bytes.
const MEMORY: u64 = 512 << 20;
const QUALITY: u8 = 80;

impl Looked {
    /// The hashes in the words of the domain.
    pub fn looks(&self) -> Option<(PhotoHash, PhotoHash)> {
        self.hashes.map(|(hash, mirror)| (PhotoHash(hash), PhotoHash(mirror)))
    }
}

/// A decoded photo, before it is turned.
struct Opened {
    whole: DynamicImage,
    /// As decoded, in pixels.
    width: u32,
    height: u32,
    /// What still has to be done to see it upright.
    upright: Orientation,
    /// The raw EXIF block.
    noted: Option<Vec<u8>>,
}

/// Reads a photo. An error is a sentence.
pub fn look(bytes: &[u8]) -> Result<Looked, String> {
    let opened = if sniff(bytes) == Some(HEIC) { heic::open(bytes)? } else { open(bytes)? };
    let Opened { whole, width, height, upright, noted } = opened;
    let mut public = if width.max(height) > PUBLIC { whole.thumbnail(PUBLIC, PUBLIC) } else { whole };
    public.apply_orientation(upright);
    let turned = public.width() > public.height();
    let (long, short) = (width.max(height), width.min(height));
    let (width, height) = if turned { (long, short) } else { (short, long) };
    Ok(Looked {
        small: jpeg(&public.thumbnail(SMALL, SMALL)).map_err(unreadable)?,
        hashes: hashes(&public),
        public: jpeg(&public).map_err(unreadable)?,
        taken: noted.as_deref().and_then(taken).unwrap_or_default(),
        width,
        height,
    })
}

fn open(bytes: &[u8]) -> Result<Opened, String> {
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
    let noted = decoder.exif_metadata().ok().flatten();
    let whole = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    Ok(Opened { whole, width, height, upright, noted })
}

fn unreadable(_: image::ImageError) -> String {
    "照片不完整或者格式少见，没有生成缩略图，原图不受影响。".to_owned()
}

fn jpeg(picture: &DynamicImage) -> image::ImageResult<Vec<u8>> {
    let mut out = Vec::new();
    picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))?;
    Ok(out)
}

/// What a picture looks like.
pub fn hashes(picture: &DynamicImage) -> Option<(u64, u64)> {
    let edge = EDGE as u32;
    // First cheaply to a size at which the slow, smooth way costs nothing.
    let grey = picture.thumbnail_exact(edge * 8, edge * 8).to_luma8();
    let grey = image::imageops::resize(&grey, edge, edge, FilterType::Triangle);
    photo::hashes(grey.as_raw()).map(|(hash, mirror)| (hash.0, mirror.0))
}

/// The capture time out of the raw EXIF block. Nothing else of it is looked at.
fn taken(noted: &[u8]) -> Option<String> {
    use exif::{In, Tag, Value};
    let read = exif::Reader::new().read_raw(noted.to_vec()).ok()?;
    [Tag::DateTimeOriginal, Tag::DateTimeDigitized].into_iter().find_map(|tag| {
        let Value::Ascii(lines) = &read.get_field(tag, In::PRIMARY)?.value else { return None };
        let text = String::from_utf8_lossy(lines.first()?).into_owned();
        Some(parse_taken(&text)?.to_string())
    })
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
        let size = |bytes: &[u8]| image::load_from_memory(bytes).ok().map(|it| (it.width(), it.height()));
        let looked = look(&png(1800, 900)).unwrap_or_default();
        assert_eq!((size(&looked.small), size(&looked.public)), (Some((360, 180)), Some((1600, 800))));
        assert_eq!((looked.width, looked.height, looked.taken.as_str()), (1800, 900, ""));
        assert_eq!(looked.hashes, None, "a black picture is like every black picture");
        for bytes in [&b"\xff\xd8\xff\xe0photo"[..], b"", b"<svg/>", &png(40, 40)[..60]] {
            assert!(look(bytes).is_err_and(|sentence| sentence.ends_with('。')));
        }
    }

    #[test]
    fn a_picture_that_only_claims_to_be_huge_costs_nothing() {
        let mut claims = png(8, 8);
        // Width and height of the header, and its checksum left wrong or right: both are refused.
        claims[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        assert!(look(&claims).is_err());
    }
}
