//! A long roster through the use cases that the page calls: upload, preview, confirmation.

use super::Result;
use super::place::Place;
use crate::args::Args;
use crate::say;
use app::roster::{self, Answers};
use bench::bureau::Size;
use std::time::Instant;

pub async fn run(args: &Args) -> Result<()> {
    let place = Place::make(args).await?;
    let done = measured(args, &place).await;
    place.remove().await?;
    done
}

async fn measured(args: &Args, place: &Place) -> Result<()> {
    let app = place.open().await?;
    bench::bureau::fill(&app, Size { assignments: 100, people: 200, years: 1 }).await?;
    let office = {
        let mut view = app.store.view().await?;
        let account = view.account_by_login("office").await?.ok_or("no office user")?;
        app::Who { actor: view.actor(&account, app.today()).await?, source: "bench".into() }
    };
    let bytes = bench::roster::workbook(args.rows)?;
    let weight = bytes.len();
    let begun = Instant::now();
    let id = roster::upload(&app, &office, "名册.xlsx", bytes).await?;
    let uploaded = begun.elapsed().as_secs_f64();
    let preview = roster::preview(&app, &office, id).await?;
    let previewed = begun.elapsed().as_secs_f64();
    let twins = preview.judged.twins.iter().map(|line| (*line, true)).collect();
    let outcome = roster::apply(&app, &office, id, &Answers { twins, ..Answers::default() }).await?;
    let applied = begun.elapsed().as_secs_f64();
    say(&format!(
        "{}: {} rows ({weight} bytes): upload {uploaded:.2} s, preview {:.2} s, confirmation {:.2} s, all {applied:.2} s; {} joined, {} wrong",
        place.engine(),
        args.rows,
        previewed - uploaded,
        applied - previewed,
        outcome.joined,
        preview.judged.wrong_rows()
    ));
    app.store.close().await;
    Ok(())
}
