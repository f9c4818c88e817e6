//! The demonstration: a bureau that does not exist, half way through its year. Everything in it is
//! made by the use cases that the pages call; only their clock stands in the past. All dates are
//! relative to today.

mod fill;
mod incoming;
mod learned;
mod life;
mod outgoing;
mod paper;
mod people;
mod scene;
mod score;
mod story;
mod told;
mod year;

pub use fill::fill;
pub(crate) use fill::run;
pub use people::{logins, users};

use crate::clock::FixedClock;
use crate::{App, Error, Result, Who};
use domain::authority::Role;
use domain::day::{Day, Instant};
use std::sync::Arc;

/// A user of the demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoUser {
    pub name: &'static str,
    pub login: &'static str,
    pub password: &'static str,
    pub role: Role,
}

const PASSWORD: &str = "yunlan-2026";

/// How much of its year the demonstration holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Year {
    /// About 600 records with 1 500 photos and two standards; a job brings in most of the photos.
    #[default]
    Full,
    /// What the plan asked for, with one standard: enough to try things out, and there at once.
    Short,
}

/// Builds the demonstration once and tells its users.
pub async fn ensure(app: &App, year: Year) -> Result<Vec<DemoUser>> {
    if app.store.view().await?.bureaus().await?.is_empty() {
        build(app, year).await?;
    }
    Ok(users())
}

async fn build(app: &App, year: Year) -> Result<()> {
    let today = app.today();
    let issued = issued(today);
    let founded = match year {
        Year::Full => issued.minus(60).min(year::begin(today).minus(30)),
        Year::Short => issued.minus(60),
    };
    people::found(&on(app, founded), year).await?;
    let published = issued.plus(3).min(today);
    let plan = paper::publish(&on(app, published), issued, today).await?;
    outgoing::earlier(app, plan, published).await?;
    life::live(app, plan, published, year).await?;
    outgoing::now(app, published).await?;
    incoming::register(app, published).await?;
    if year == Year::Full {
        fill::open(app, today).await?;
    }
    score::assess(app, plan, year).await?;
    paper::open_draft(&on(app, app.today().minus(1).max(published)), app.today()).await
}

/// The day of the plan: in spring, or some days ago while the year is young.
fn issued(today: Day) -> Day {
    let spring = Day::new(today.year(), 3, 12).unwrap_or(today);
    let new_year = Day::new(today.year(), 1, 1).unwrap_or(today);
    spring.min(today.minus(10)).max(new_year)
}

/// The same application on the morning of an earlier day; never later than now.
fn on(app: &App, day: Day) -> App {
    const HALF_PAST_NINE: i64 = 34_200_000_000;
    let morning = Instant(day.start().0 + HALF_PAST_NINE).min(app.now());
    App { clock: Arc::new(FixedClock::new(morning)), ..app.clone() }
}

/// A user as an actor, for content that use cases make.
async fn who(app: &App, login: &str) -> Result<Who> {
    let mut view = app.store.view().await?;
    let account =
        view.account_by_login(login).await?.ok_or_else(|| Error::fault("demo", login.to_owned()))?;
    let actor = view.actor(&account, app.today()).await?;
    Ok(Who { actor, source: "demo".into() })
}
