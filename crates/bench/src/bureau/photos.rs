//! Photos without pictures: rows of files and what is known of them, hashes spread evenly.

use super::rows::{Rows, row};
use crate::seed::Seed;
use app::{App, Result};
use domain::id::{BureauId, FileId};
use domain::remark::photo::PhotoHash;

/// Rows that are held in memory at once.
const STEP: usize = 100_000;

/// Adds so many photos and gives their hashes.
pub async fn fill(app: &App, bureau: BureauId, photos: usize) -> Result<Vec<PhotoHash>> {
    let mut seed = Seed::default();
    let mut hashes = Vec::with_capacity(photos);
    let mut rows = Rows::default();
    while hashes.len() < photos {
        for nth in hashes.len()..(hashes.len() + STEP).min(photos) {
            let hash = PhotoHash((0..4).fold(0, |bits, _| (bits << 16) | seed.below(1 << 16) as u64));
            let file: FileId = app.ids.make();
            let [a, b, c, d] = hash.bands();
            rows.add(
                "file",
                row! {
                    "id": file.0, "bureau_id": bureau.0, "digest": format!("sm3:{nth:064x}"),
                    "name": format!("现场{nth}.jpg"), "media": "image/jpeg", "size": 200_000, "uploaded": 0,
                    "version": 1
                },
            );
            rows.add(
                "photo",
                row! {
                    "file_id": file.0, "bureau_id": bureau.0, "width": 1_600, "height": 1_200, "hash": hash.0 as i64,
                    "mirror": !hash.0 as i64, "band_a": a, "band_b": b, "band_c": c, "band_d": d
                },
            );
            hashes.push(hash);
        }
        rows.write(app).await?;
    }
    rows.finish(app).await?;
    Ok(hashes)
}
