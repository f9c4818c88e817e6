//! Photos of the demonstration: scenes that code draws, with a capture time as a phone writes it. They
//! show nobody; each is different enough for the look of it to be its own.

use crate::{Error, Result};
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

const WIDTH: u32 = 640;
const HEIGHT: u32 = 480;
const QUALITY: u8 = 72;

/// A photo to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shot {
    /// What it shows: the same seed, the same scene.
    pub seed: u64,
    /// Capture time as cameras write it; empty for one that a messenger has passed on.
    pub taken: String,
    /// Brighter by so much: the same scene once more.
    pub light: u8,
}

/// Numbers that follow from a seed (splitmix64).
#[derive(Debug, Clone)]
pub(super) struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let it = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    /// From `least` to `most`, both included.
    pub fn within(&mut self, (least, most): (i64, i64)) -> i64 {
        let wide = most.saturating_sub(least).max(0).unsigned_abs() + 1;
        least + (self.next() % wide) as i64
    }

    fn share(&mut self, least: f32, most: f32) -> f32 {
        least + (most - least) * (self.next() % 10_001) as f32 / 10_000.0
    }

    fn colour(&mut self, (least, most): (i64, i64)) -> Rgb<u8> {
        let base = self.within((least, most));
        let mut tint = || (base + self.within((-24, 24))).clamp(0, 255) as u8;
        Rgb([tint(), tint(), tint()])
    }
}

/// The name that a phone, or a messenger, gives to a photo.
pub(super) fn name(shot: &Shot) -> String {
    let digits: String = shot.taken.chars().filter(char::is_ascii_digit).collect();
    match digits.split_at_checked(8) {
        Some((day, time)) => format!("IMG_{day}_{time}.jpg"),
        None => format!("mmexport{}.jpg", 1_700_000_000_000 + shot.seed % 1_000_000_000),
    }
}

/// Draws a photo and gives its bytes.
pub(super) fn jpeg(shot: &Shot) -> Result<Vec<u8>> {
    let mut plain = Vec::new();
    draw(shot)
        .write_with_encoder(JpegEncoder::new_with_quality(&mut plain, QUALITY))
        .map_err(|error| Error::fault("demo", error.to_string()))?;
    Ok(if shot.taken.is_empty() { plain } else { noted(&plain, &shot.taken) })
}

/// A room or a place, what hangs and stands there, people in front, and the light of the hour.
pub(super) fn draw(shot: &Shot) -> RgbImage {
    let mut dice = Dice(shot.seed);
    let dice = &mut dice;
    let mut picture = RgbImage::from_pixel(WIDTH, HEIGHT, dice.colour((120, 235)));
    let floor = dice.share(0.35, 0.8);
    let ground = dice.colour((40, 190));
    block(&mut picture, (0.0, floor, 1.0, 1.0), ground);
    for _ in 0..dice.within((3, 7)) {
        let (x, y) = (dice.share(-0.1, 0.9), dice.share(0.0, 0.7));
        let (wide, high) = (dice.share(0.1, 0.42), dice.share(0.1, 0.5));
        let colour = dice.colour((20, 245));
        block(&mut picture, (x, y, x + wide, y + high), colour);
    }
    if dice.within((0, 4)) > 0 {
        banner(&mut picture, dice);
    }
    for _ in 0..dice.within((2, 11)) {
        person(&mut picture, dice, floor);
    }
    lit(&mut picture, dice, shot.light);
    picture
}

/// A rectangle in shares of the picture.
fn block(picture: &mut RgbImage, (left, top, right, bottom): (f32, f32, f32, f32), colour: Rgb<u8>) {
    let at = |share: f32, whole: u32| (share.clamp(0.0, 1.0) * whole as f32) as u32;
    for y in at(top, HEIGHT)..at(bottom, HEIGHT) {
        for x in at(left, WIDTH)..at(right, WIDTH) {
            picture.put_pixel(x, y, colour);
        }
    }
}

/// A red banner with light signs on it.
fn banner(picture: &mut RgbImage, dice: &mut Dice) {
    let (left, top) = (dice.share(0.0, 0.4), dice.share(0.02, 0.3));
    let (wide, high) = (dice.share(0.3, 0.6), dice.share(0.06, 0.12));
    block(picture, (left, top, left + wide, top + high), Rgb([186, 32, 36]));
    let signs = dice.within((5, 12));
    let step = wide / signs as f32;
    for n in 0..signs {
        let x = left + step * (n as f32 + 0.25);
        block(picture, (x, top + high * 0.3, x + step * 0.5, top + high * 0.7), Rgb([250, 236, 200]));
    }
}

/// Head and shoulders without a face.
fn person(picture: &mut RgbImage, dice: &mut Dice, floor: f32) {
    let size = dice.share(0.03, 0.075);
    let (x, y) = (dice.share(0.03, 0.97), dice.share(floor - 0.15, floor + 0.2).min(0.8));
    let coat = dice.colour((25, 235));
    block(picture, (x - size, y + size * 1.1, x + size, y + size * 6.0), coat);
    let (cx, cy) = (x * WIDTH as f32, y * HEIGHT as f32);
    let radius = size * WIDTH as f32 * 0.6;
    let (from, to) = ((cy - radius).max(0.0) as u32, ((cy + radius) as u32).min(HEIGHT));
    let skin = Rgb([222, 184, 152]);
    for py in from..to {
        let high = py as f32 - cy;
        let half = (radius * radius - high * high).max(0.0).sqrt();
        for px in (cx - half).max(0.0) as u32..((cx + half) as u32).min(WIDTH) {
            picture.put_pixel(px, py, if high < -radius * 0.35 { Rgb([38, 32, 30]) } else { skin });
        }
    }
}

/// Light that falls from somewhere: waves along both edges.
fn lit(picture: &mut RgbImage, dice: &mut Dice, more: u8) {
    let mut wave = |length: u32| -> Vec<f32> {
        let waves: Vec<(f32, f32, f32)> = (1..4)
            .map(|n| {
                (
                    dice.share(0.0, 0.3),
                    n as f32 * std::f32::consts::PI,
                    dice.share(0.0, std::f32::consts::TAU),
                )
            })
            .collect();
        let at = |place: u32| {
            let share = place as f32 / length as f32;
            1.0 + waves.iter().map(|(high, pace, from)| high * (pace * share + from).sin()).sum::<f32>()
        };
        (0..length).map(at).collect()
    };
    let (across, down) = (wave(WIDTH), wave(HEIGHT));
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let light = across[x as usize] * down[y as usize];
        for part in &mut pixel.0 {
            *part = (f32::from(*part) * light + f32::from(more)).clamp(0.0, 255.0) as u8;
        }
    }
}

/// The photo with its capture time in an EXIF block (JEITA CP-3451: APP1, big-endian TIFF).
fn noted(plain: &[u8], taken: &str) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| -> Vec<u8> {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value.to_be_bytes()].concat()
    };
    let mut tiff = Vec::from(*b"MM\0\x2a\0\0\0\x08");
    // IFD0 with one entry: the Exif directory, which stands at 26.
    tiff.extend(1_u16.to_be_bytes());
    tiff.extend(entry(0x8769, 4, 1, 26));
    tiff.extend(0_u32.to_be_bytes());
    // It has one entry: DateTimeOriginal, 20 bytes at 44.
    tiff.extend(1_u16.to_be_bytes());
    tiff.extend(entry(0x9003, 2, 20, 44));
    tiff.extend(0_u32.to_be_bytes());
    tiff.extend(taken.as_bytes());
    tiff.push(0);
    let length = (tiff.len() + 8) as u16;
    [&plain[..2], b"\xff\xe1", &length.to_be_bytes(), b"Exif\0\0", &tiff, &plain[2..]].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::remark::photo::{NEAR, PhotoHash};
    use image::DynamicImage;

    fn looks(seed: u64, light: u8) -> (PhotoHash, PhotoHash) {
        let shot = Shot { seed, taken: String::new(), light };
        let (hash, mirror) = crate::photo::hashes(&DynamicImage::from(draw(&shot))).unwrap();
        (PhotoHash(hash), PhotoHash(mirror))
    }

    #[test]
    fn scenes_do_not_look_alike_and_the_same_scene_in_other_light_does() {
        let all: Vec<_> = (0..60).map(|seed| looks(seed, 0)).collect();
        for (at, (hash, mirror)) in all.iter().enumerate() {
            for (other, _) in &all[..at] {
                assert!(hash.distance(*other) > NEAR && mirror.distance(*other) > NEAR, "{at}");
            }
        }
        let again = (0..6).filter(|seed| looks(*seed, 14).0.distance(all[*seed as usize].0) <= NEAR).count();
        assert_eq!(again, 6, "brighter, and still the same");
    }

    #[test]
    fn the_capture_time_is_read_as_it_was_written() {
        let shot = Shot { seed: 7, taken: "2026:06:11 09:30:00".into(), light: 0 };
        let looked = crate::photo::look(&jpeg(&shot).unwrap()).unwrap();
        assert_eq!((looked.taken.as_str(), looked.width, looked.height), ("2026-06-11T09:30", 640, 480));
        let bare = Shot { taken: String::new(), ..shot };
        assert_eq!(crate::photo::look(&jpeg(&bare).unwrap()).unwrap().taken, "");
    }
}
