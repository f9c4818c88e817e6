//! Photos of a bureau by their hash: how long it takes to find those that look nearly like one, in
//! the store alone.

use super::Result;
use super::place::Place;
use crate::args::Args;
use crate::say;
use bench::bureau::{Size, photos};
use domain::remark::photo::{NEAR, PhotoHash};
use std::time::Instant;

/// How many pictures are looked for.
const LOOKS: usize = 200;

pub async fn run(args: &Args) -> Result<()> {
    let place = Place::make(args).await?;
    let done = measured(args, &place).await;
    place.remove().await?;
    done
}

async fn measured(args: &Args, place: &Place) -> Result<()> {
    let app = place.open().await?;
    let filled = bench::bureau::fill(&app, Size { assignments: 100, people: 200, years: 1 }).await?;
    let begun = Instant::now();
    let hashes = photos::fill(&app, filled.bureau, args.rows).await?;
    if let Some(url) = place.url() {
        store::testing::settle(url).await?;
    }
    say(&format!("filled {} photos in {:.1} s", hashes.len(), begun.elapsed().as_secs_f64()));
    let mut times = Vec::new();
    for look in 0..LOOKS {
        // A picture that differs in five bits from one that is there, as after another compression.
        let there = hashes[look * (hashes.len() / LOOKS)];
        let wanted = PhotoHash(there.0 ^ 0b1_0001_0001_0000_0100_0001);
        let mut view = app.store.view().await?;
        let asked = Instant::now();
        let found = view.near_photos(filled.bureau, &[wanted, PhotoHash(!wanted.0)]).await?;
        times.push(asked.elapsed().as_secs_f64() * 1_000.0);
        if !found.iter().any(|(_, far)| *far <= NEAR) {
            return Err("a picture that is there was not found".into());
        }
    }
    times.sort_by(f64::total_cmp);
    say(&format!(
        "{}: near one of {} photos: p50 {:.2} ms, p95 {:.2} ms, at most {:.2} ms",
        place.engine(),
        hashes.len(),
        times[LOOKS / 2],
        times[LOOKS * 95 / 100],
        times[LOOKS - 1]
    ));
    app.store.close().await;
    Ok(())
}
