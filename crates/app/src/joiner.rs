//! 后到者: whoever joins a bureau gets the rest of what everybody of the kind has. Run in the
//! transaction that founds a unit or takes a person on, and by the clockwork for what was entered
//! for a later day; given once, however often it runs.

use crate::{App, Result};
use domain::day::Day;
use domain::id::{BureauId, PersonId};
use domain::job::{Job, Work};
use domain::joiner::{self, FanOut, Joiner};
use std::collections::BTreeMap;
use store::{Conn, JOINERS, NewJoined, Stamp, Tx};

/// After an import: what the transaction of the import left over is done by a job.
pub(crate) async fn welcome_many(app: &App, stamp: &Stamp<'_>, tx: &mut Tx) -> Result<()> {
    if welcome(app, stamp, tx).await? as i64 >= JOINERS {
        let work = Work::GiveJoiners { bureau: stamp.bureau };
        let job = Job { id: app.ids.make(), bureau: Some(stamp.bureau), work, run_at: app.now() };
        tx.put_job(&job, app.now()).await?;
    }
    Ok(())
}

/// Gives everyone who joined up to today what is left for them; tells how many joiners there were.
pub(crate) async fn welcome(app: &App, stamp: &Stamp<'_>, tx: &mut Tx) -> Result<usize> {
    let today = app.today();
    let fan_outs = tx.fan_outs(stamp.bureau, today.year()).await?;
    let mut found: BTreeMap<Joiner, (Day, Vec<&FanOut>)> = BTreeMap::new();
    for to in &fan_outs {
        for (joiner, from) in tx.joiners(stamp.bureau, to, today).await? {
            found.entry(joiner).or_insert((from, Vec::new())).1.push(to);
        }
    }
    let joined = found.len();
    for (joiner, (from, tasks)) in found {
        let mut offers = Vec::with_capacity(tasks.len());
        for to in tasks {
            offers.push(tx.offer(to, joiner).await?);
        }
        let told = told(tx, joiner, today).await?;
        let change = joiner::join(stamp.bureau, (joiner, from), &offers, &told, today, &*app.ids);
        if let Some(change) = change {
            tx.apply(stamp, change.map(NewJoined)).await?;
        }
    }
    Ok(joined)
}

/// Who hears of it: the person, or whoever receives for the unit.
async fn told(conn: &mut Conn, joiner: Joiner, today: Day) -> Result<Vec<PersonId>> {
    match joiner {
        Joiner::Person(person, _) => Ok(vec![person]),
        Joiner::Unit(unit) => Ok(conn.receivers(unit, today).await?),
    }
}

/// Joiners of one bureau, a batch at a time: each batch is a transaction of its own.
pub async fn all(app: &App, bureau: BureauId) -> Result<usize> {
    let mut joined = 0;
    loop {
        let mut tx = app.store.begin().await?;
        let some = welcome(app, &app.own_stamp(bureau, "job"), &mut tx).await?;
        tx.commit().await?;
        if some == 0 {
            return Ok(joined);
        }
        joined += some;
    }
}

/// Joiners of every bureau: whose first day has come. Run by the clockwork.
pub async fn daily(app: &App) -> Result<usize> {
    let bureaus = app.store.view().await?.bureaus().await?;
    let mut joined = 0;
    for bureau in bureaus {
        joined += all(app, bureau.id).await?;
    }
    Ok(joined)
}
