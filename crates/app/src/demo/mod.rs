//! The demonstration: a bureau that does not exist, half way through its year. Everything in it is
//! made by the use cases that the pages call; only their clock stands in the past. All dates are
//! relative to today.

mod incoming;
mod life;
mod outgoing;
mod paper;
mod people;
mod score;
mod told;

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

/// Builds the demonstration once and tells its users.
pub async fn ensure(app: &App) -> Result<Vec<DemoUser>> {
    if app.store.view().await?.bureaus().await?.is_empty() {
        build(app).await?;
    }
    Ok(users())
}

async fn build(app: &App) -> Result<()> {
    let issued = issued(app.today());
    people::found(&on(app, issued.minus(60))).await?;
    let published = issued.plus(3).min(app.today());
    let plan = paper::publish(&on(app, published), issued, app.today()).await?;
    outgoing::earlier(app, plan, published).await?;
    life::live(app, plan, published).await?;
    outgoing::now(app, published).await?;
    incoming::register(app, published).await?;
    score::assess(app, plan).await?;
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
