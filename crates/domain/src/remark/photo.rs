//! What a picture looks like in 64 bits: a hash of its lowest frequencies, which stays nearly the same
//! when it is made smaller, compressed again, lightly cropped or mirrored. And when it was taken.

use crate::day::Day;
use std::f64::consts::PI;

/// Edge of the grey picture that is hashed, in pixels.
pub const EDGE: usize = 32;
/// Edge of the block of lowest frequencies.
const LOW: usize = 8;
/// Hashes at most this far apart are of nearly the same picture: measured in
/// `crates/app/tests/remark.rs`. A search over bands of 16 bits finds everything up to 7 bits apart,
/// and of what is 8, 9 or 10 apart by chance 96, 88 and 78 in a hundred.
pub const NEAR: u32 = 10;
/// Bands of a hash, each of 16 bits.
pub const BANDS: usize = 4;

/// The hash of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PhotoHash(pub u64);

impl PhotoHash {
    /// In how many of 64 bits two pictures differ.
    pub fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// The bands by which a search finds it.
    pub fn bands(self) -> [u16; BANDS] {
        [0, 16, 32, 48].map(|shift| (self.0 >> shift) as u16)
    }
}

/// The bands within one bit of one band: 17 of 65 536. If two hashes differ in at most 7 bits, then in
/// one of four bands they differ in at most one. Two bits would find everything up to 11 and read
/// eight times as many rows: 45 ms among a million photos instead of 4 (SQLite).
pub fn around(band: u16) -> Vec<u16> {
    std::iter::once(band).chain((0..16).map(|bit| band ^ (1 << bit))).collect()
}

/// The hash of a grey picture of 32 × 32, and that of its mirror image. A picture without any
/// contrast has none: a white page is like every other white page.
pub fn hashes(grey: &[u8]) -> Option<(PhotoHash, PhotoHash)> {
    if grey.len() != EDGE * EDGE {
        return None;
    }
    let least = grey.iter().min()?;
    let most = grey.iter().max()?;
    if most - least < 16 {
        return None;
    }
    let low = low_frequencies(grey);
    let mirrored: Vec<f64> =
        low.iter().enumerate().map(|(at, it)| if at % LOW % 2 == 1 { -it } else { *it }).collect();
    Some((bits(&low), bits(&mirrored)))
}

/// The lowest frequencies of the cosine transform, row by row, without the mean.
fn low_frequencies(grey: &[u8]) -> Vec<f64> {
    let wave: Vec<Vec<f64>> = (0..LOW)
        .map(|u| (0..EDGE).map(|x| (PI * u as f64 * (2 * x + 1) as f64 / (2 * EDGE) as f64).cos()).collect())
        .collect();
    let rows: Vec<Vec<f64>> = grey
        .chunks(EDGE)
        .map(|row| {
            let along =
                |wave: &Vec<f64>| row.iter().zip(wave).map(|(pixel, it)| f64::from(*pixel) * it).sum();
            wave.iter().map(along).collect()
        })
        .collect();
    let mut low = Vec::with_capacity(LOW * LOW);
    for down in &wave {
        for across in 0..LOW {
            low.push(rows.iter().zip(down).map(|(row, it)| row[across] * it).sum());
        }
    }
    low[0] = 0.0;
    low
}

/// One bit per frequency: above the median or not.
fn bits(low: &[f64]) -> PhotoHash {
    let mut sorted: Vec<f64> = low[1..].to_vec();
    sorted.sort_by(f64::total_cmp);
    let median = sorted[sorted.len() / 2];
    let set = low.iter().enumerate().filter(|(_, it)| **it > median);
    PhotoHash(set.fold(0, |hash, (at, _)| hash | 1 << at))
}

/// When a photo was taken, by the camera's own clock: local time, whatever its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    pub day: Day,
    pub hour: u8,
    pub minute: u8,
}

/// The capture time as cameras write it, `2026:06:11 09:30:00`. Cameras without a clock write zeros
/// or blanks: that is no time.
pub fn parse_taken(text: &str) -> Option<Taken> {
    let (day, time) = text.trim().split_once([' ', 'T'])?;
    let mut parts = day.split([':', '-']).map(|it| it.parse::<i16>().ok());
    let (year, month, date) = (parts.next()??, parts.next()??, parts.next()??);
    let day = Day::new(year, i8::try_from(month).ok()?, i8::try_from(date).ok()?)?;
    let mut parts = time.split(':').map(|it| it.parse::<u8>().ok());
    let (hour, minute) = (parts.next()??, parts.next()??);
    (year >= 1990 && hour < 24 && minute < 60).then_some(Taken { day, hour, minute })
}

impl std::fmt::Display for Taken {
    /// `2026-06-11T09:30`, which [`parse_taken`] reads.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}T{:02}:{:02}", self.day, self.hour, self.minute)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of soft spots, the same for the same seed.
    fn picture(seed: u32) -> Vec<u8> {
        let mut state = seed.wrapping_mul(2_654_435_761) | 1;
        let mut next = move || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            f64::from(state % 1000) / 1000.0
        };
        let spots: Vec<[f64; 4]> =
            (0..8).map(|_| [next(), next(), next() * 0.3 + 0.05, next() * 255.0]).collect();
        (0..EDGE * EDGE)
            .map(|at| {
                let (x, y) = ((at % EDGE) as f64 / EDGE as f64, (at / EDGE) as f64 / EDGE as f64);
                let light = spots
                    .iter()
                    .map(|[sx, sy, r, v]| v * (-((x - sx).powi(2) + (y - sy).powi(2)) / (r * r)).exp());
                light.sum::<f64>().min(255.0) as u8
            })
            .collect()
    }

    #[test]
    fn a_mirror_image_has_the_mirror_s_hash_and_light_changes_little() {
        for seed in 1..40 {
            let grey = picture(seed);
            let mirrored: Vec<u8> = grey.chunks(EDGE).flat_map(|row| row.iter().rev().copied()).collect();
            let (hash, mirror) = hashes(&grey).unwrap();
            let (other, back) = hashes(&mirrored).unwrap();
            assert!(hash.distance(back) <= 2 && mirror.distance(other) <= 2, "{seed}");
            let darker: Vec<u8> = grey.iter().map(|it| it / 2 + 10).collect();
            assert!(hashes(&darker).unwrap().0.distance(hash) <= 6, "{seed}");
            let foreign = hashes(&picture(seed + 1000)).unwrap().0;
            assert!(hash.distance(foreign) > NEAR, "{seed}");
        }
        assert_eq!(hashes(&[200; EDGE * EDGE]), None);
        assert_eq!(hashes(&[1, 2, 3]), None);
    }

    #[test]
    fn the_bands_find_everything_within_seven_bits() {
        let hash = PhotoHash(0x1234_5678_9abc_def0);
        let mut state = 7_u64;
        for _ in 0..2000 {
            let mut other = hash.0;
            for _ in 0..7 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                other ^= 1 << (state >> 58);
            }
            let bands = PhotoHash(other).bands();
            let found = hash.bands().iter().zip(bands).any(|(band, other)| around(*band).contains(&other));
            assert!(found, "{other:x}");
        }
        let near = around(5);
        assert_eq!(near.iter().collect::<std::collections::BTreeSet<_>>().len(), 17);
    }

    #[test]
    fn capture_times_are_read_as_cameras_write_them() {
        for (text, is) in [
            ("2026:06:11 09:30:59", Some("2026-06-11T09:30")),
            ("2026-06-11T23:05", Some("2026-06-11T23:05")),
            ("0000:00:00 00:00:00", None),
            ("    :  :     :  :  ", None),
            ("2026:13:01 10:00:00", None),
            ("1970:01:01 00:00:00", None),
            ("2026:06:11", None),
            ("", None),
        ] {
            assert_eq!(parse_taken(text).map(|it| it.to_string()).as_deref(), is, "{text}");
        }
    }
}
