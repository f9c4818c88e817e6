//! HEIC photos of phones, decoded by `heifer` (decision 0028). It turns and crops as the container says and
//! brings wide colours to those of screens, so that what comes out is a picture as any other.

use super::{MOST_PIXELS, Opened};
use image::metadata::Orientation;
use image::{DynamicImage, RgbaImage};

/// The media type by content.
pub const HEIC: &str = "image/heic";

/// Decodes the main picture of a file. An error is a sentence.
pub(super) fn open(bytes: &[u8]) -> Result<Opened, String> {
    // One thread: each further one would take from the memory that the limited reader may have.
    let options = heifer::Options { max_threads: 1, max_pixels: MOST_PIXELS };
    let decoded = heifer::decode_srgb_rgba8(bytes, &options).map_err(|error| match error {
        heifer::Error::Unsupported(_) => "这张 HEIC 照片的编码方式少见，没有生成缩略图，原图不受影响。",
        _ => "HEIC 照片不完整、已损坏或者太大，没有生成缩略图，原图不受影响。",
    })?;
    let (width, height) = (decoded.width, decoded.height);
    let pixels = RgbaImage::from_raw(width, height, decoded.data).ok_or("HEIC 照片读不出来。")?;
    Ok(Opened {
        whole: DynamicImage::ImageRgba8(pixels),
        width,
        height,
        // What the camera notes besides repeats what the container has already said.
        upright: Orientation::NoTransforms,
        noted: heifer::read_metadata(bytes).ok().and_then(|it| it.exif),
    })
}

#[cfg(test)]
mod tests {
    use super::super::look;

    const SINGLE: &[u8] = include_bytes!("../../tests/fixtures/heic/single.heic");
    const TEN: &[u8] = include_bytes!("../../tests/fixtures/heic/ten.heic");
    const TILES: &[u8] = include_bytes!("../../tests/fixtures/heic/tiles.heic");

    /// The colours in the middle of the quarters, row by row.
    fn quarters(jpeg: &[u8]) -> Vec<[u8; 3]> {
        let picture = image::load_from_memory(jpeg).unwrap().to_rgb8();
        let (w, h) = picture.dimensions();
        [(1, 1), (3, 1), (1, 3), (3, 3)].map(|(x, y)| picture.get_pixel(x * w / 4, y * h / 4).0).to_vec()
    }

    fn near(seen: &[[u8; 3]], expected: [[u8; 3]; 4]) -> bool {
        seen.iter().flatten().zip(expected.iter().flatten()).all(|(a, b)| a.abs_diff(*b) < 12)
    }

    const RED: [u8; 3] = [200, 30, 30];
    const GREEN: [u8; 3] = [30, 180, 40];
    const BLUE: [u8; 3] = [40, 50, 200];
    const PALE: [u8; 3] = [230, 230, 220];

    #[test]
    fn eight_and_ten_bits_are_decoded_in_their_colours() {
        for bytes in [SINGLE, TEN] {
            let looked = look(bytes).unwrap();
            assert_eq!((looked.width, looked.height, looked.taken.as_str()), (192, 128, ""));
            let seen = quarters(&looked.public);
            assert!(near(&seen, [RED, GREEN, BLUE, PALE]), "{seen:?}");
            assert!(looked.hashes.is_some());
        }
    }

    #[test]
    fn tiles_are_put_together_turned_once_and_their_time_is_read_without_the_place() {
        let looked = look(TILES).unwrap();
        assert_eq!((looked.width, looked.height), (128, 192));
        assert_eq!(looked.taken, look_time());
        for made in [&looked.small, &looked.public] {
            let seen = quarters(made);
            assert!(near(&seen, [BLUE, RED, PALE, GREEN]), "{seen:?}");
            assert!(!made.windows(4).any(|it| it == b"Exif"));
        }
    }

    fn look_time() -> String {
        domain::remark::photo::parse_taken("2026:06:11 09:05:00").unwrap().to_string()
    }

    #[test]
    fn damaged_files_are_a_sentence_or_a_picture_and_never_a_panic() {
        let mut refused = 0;
        for at in (0..TILES.len()).step_by(9) {
            let mut hurt = TILES.to_vec();
            hurt[at] ^= 0xff;
            // The head decides whether it is taken for HEIC at all.
            if let Err(sentence) = look(&hurt) {
                assert!(sentence.ends_with('。'), "{sentence}");
                refused += 1;
            }
            assert!(look(&TILES[..at]).is_err(), "cut at {at}");
        }
        assert!(refused > 10, "{refused}");
    }

    #[test]
    fn a_grid_that_only_claims_to_be_huge_costs_nothing() {
        let mut claims = TILES.to_vec();
        let shape = [0, 0, 1, 2, 0, 192, 0, 128];
        let at = claims.windows(8).position(|it| it == shape).unwrap();
        claims[at + 4..at + 8].copy_from_slice(&[0xff; 4]);
        assert!(look(&claims).unwrap_err().contains("太大"));
    }
}
