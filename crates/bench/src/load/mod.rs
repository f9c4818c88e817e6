//! The load command from beginning to end.

pub mod bare;
mod client;
pub mod dossier;
mod drive;
pub mod photos;
mod place;
mod program;
mod report;
pub mod roster;
mod route;

use crate::args::Args;
use crate::say;
use bench::bureau::Filled;
use client::Client;
use place::Place;
use program::Program;
use report::{Report, Setting};
use std::time::Instant;

/// Any failure ends the run with its sentence.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
pub type Result<T, E = Failure> = std::result::Result<T, E>;

/// How often a start is timed.
const STARTS: usize = 5;

/// Fills, starts, drives, reports. Everything that was made is removed again; what `fill` has left in a
/// named folder is measured as it is and stays.
pub async fn run(args: &Args) -> Result<()> {
    let binary = program::binary()?;
    let place = Place::make(args).await?;
    let done = measured(args, &place, &binary).await;
    place.remove().await?;
    done
}

async fn measured(args: &Args, place: &Place, binary: &std::path::Path) -> Result<()> {
    let filled = match place.filled() {
        Some(filled) => filled.clone(),
        None => fill(args, place).await?,
    };
    if let Some(url) = place.url() {
        store::testing::settle(url).await?;
    }

    let mut starts = Vec::new();
    for _ in 1..STARTS {
        starts.push(Program::start(binary, place).await?.started);
    }
    let program = Program::start(binary, place).await?;
    starts.push(program.started);
    let resident_before = program.resident();

    let routes = route::all(&filled, bench::today());
    let mut people = Vec::new();
    for (login, _) in bench::bureau::LOGINS {
        people.push((login, Client::sign_in(&program.address, login, bench::bureau::PASSWORD).await?));
    }
    let weight = drive::weight(&program.address, &people, &routes).await?;
    let bare = Program::bare(weight).await?;
    let timed = drive::one_by_one(&program.address, &bare.address, &people, &routes, args.seconds).await?;
    let crowd = drive::together(&program.address, &people, &routes, args.clients, args.seconds / 3).await?;
    let bare_crowd = drive::together_bare(&bare.address, args.clients, args.seconds / 6).await?;

    let report = Report {
        setting: Setting::look(place, binary, &filled, weight)?,
        starts,
        resident: (resident_before, program.resident(), program.most_resident()),
        timed,
        crowd,
        bare_crowd,
        clients: args.clients,
    };
    report.print();
    if let Some(path) = &args.json {
        std::fs::write(path, serde_json::to_string_pretty(&report.json())?)?;
    }
    Ok(())
}

async fn fill(args: &Args, place: &Place) -> Result<Filled> {
    let begun = Instant::now();
    let app = place.open().await?;
    let filled = bench::bureau::fill(&app, args.size).await?;
    app.store.close().await;
    say(&format!(
        "filled {} assignments and {} records in {:.1} s, in {}",
        filled.assignments,
        filled.records,
        begun.elapsed().as_secs_f64(),
        place.folder().display()
    ));
    Ok(filled)
}

/// Fills a folder or a schema and leaves it, to be looked at or measured by `load` as often as wanted.
pub async fn fill_only(args: &Args) -> Result<()> {
    let place = Place::make(args).await?;
    if place.filled().is_some() {
        return Err("this folder is filled already".into());
    }
    let filled = fill(args, &place).await?;
    place.keep(filled)
}
