//! Names of folders and files in the ZIP; safe on every system, and in the order of their numbers.

use domain::day::Day;
use domain::dossier::{Enclosure, Proof, safe_name};

/// Characters of the name of a record's folder and of a file.
const NAME_CHARS: usize = 36;

/// `01 20260305 学雷锋志愿服务`.
pub(super) fn proof_folder(at: usize, proof: &Proof) -> String {
    safe_name(&format!("{:02} {} {}", at + 1, compact(proof.day), proof.title), NAME_CHARS)
}

/// Platforms take a photo only if its name ends with the day (`field.md` §1.4, Shaanxi).
pub(super) fn photo_name(number: usize, proof: &Proof, file: &Enclosure) -> String {
    let ending = match file.media.as_str() {
        "image/png" => "png",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/heic" => "heic",
        _ => "jpg",
    };
    format!("照片{number:02} {}.{ending}", compact(proof.day))
}

fn compact(day: Day) -> String {
    day.to_string().replace('-', "")
}

/// A paper or anything else that is no photo, under its own name.
pub(super) fn other_name(number: usize, file: &Enclosure) -> String {
    safe_name(&format!("材料{number:02} {}", file.name), NAME_CHARS + 12)
}
