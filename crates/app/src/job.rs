//! Background work: claimed from the database, run, finished; retried with back-off. `serve` runs
//! the worker, `wenming work --once` drains the queue.

use crate::{App, Error, Result};
use domain::day::Instant;
use domain::job::Job;
use std::time::Duration;
use store::{JobRow, JobState};

/// Attempts before a job is given up and shown as failed.
const ATTEMPTS: i64 = 5;
/// How long a claim holds, in microseconds.
const CLAIM: i64 = 10 * 60_000_000;
/// Name of the clockwork: the job that comes back every quarter of an hour.
pub const CLOCKWORK: &str = "clockwork";

/// Claims and runs one job. False where none was ready.
pub async fn step(app: &App) -> Result<bool> {
    let now = app.now();
    let mut tx = app.store.begin().await?;
    let Some(job) = tx.claim_job(now, Instant(now.0 + CLAIM)).await? else { return Ok(false) };
    tx.commit().await?;
    let outcome = run(app, &job).await;
    let mut tx = app.store.begin().await?;
    match outcome {
        Ok(note) => tx.finish_job(job.id, JobState::Done, &note).await?,
        Err(error) if job.attempts >= ATTEMPTS => {
            tracing::error!(kind = job.kind, ?error, "job given up");
            tx.finish_job(job.id, JobState::Failed, &sentence(&error)).await?;
        }
        Err(error) => {
            tracing::warn!(kind = job.kind, ?error, "job failed, will be tried again");
            let pause = 30_000_000 << job.attempts.clamp(0, 6);
            tx.retry_job(job.id, Instant(now.0 + pause), &sentence(&error)).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

fn sentence(error: &Error) -> String {
    match error {
        Error::Refused(refused) => refused.to_string(),
        Error::Unfit(sentence) => sentence.clone(),
        Error::Fault(_) => "系统内部出错，会自动重试。".into(),
    }
}

async fn run(app: &App, job: &JobRow) -> Result<String> {
    match job.kind.as_str() {
        CLOCKWORK => clockwork(app).await,
        other => Err(Error::fault("job", format!("no handler for {other}"))),
    }
}

/// What happens by the clock. A chore that fails is logged and tried again at the next round; it
/// does not hold up the others.
async fn clockwork(app: &App) -> Result<String> {
    let mut done = Vec::new();
    note(&mut done, "清理过期会话", crate::login::sweep(app).await.map(|gone| gone as usize));
    note(&mut done, "清理回收站", crate::draft::purge(app).await);
    note(&mut done, "记入被拒操作", crate::audit::flush_refusals(app).await);
    note(&mut done, "写审计锚点", crate::audit::anchor_daily(app).await);
    note(&mut done, "发送提醒", crate::message::ladder(app).await);
    let next =
        Job { kind: CLOCKWORK, payload: String::new(), run_at: Instant(app.now().0 + 15 * 60_000_000) };
    let mut tx = app.store.begin().await?;
    tx.put_job(app.ids.make(), &next, app.now()).await?;
    tx.commit().await?;
    Ok(format!("{}。", done.join("，")))
}

fn note(done: &mut Vec<String>, chore: &str, outcome: Result<usize>) {
    match outcome {
        Ok(count) => done.push(format!("{chore} {count}")),
        Err(error) => {
            tracing::error!(chore, ?error, "chore of the clockwork");
            done.push(format!("{chore}没有完成"));
        }
    }
}

/// Starts the clockwork unless it runs already.
pub async fn wind(app: &App) -> Result<()> {
    let job = Job { kind: CLOCKWORK, payload: String::new(), run_at: app.now() };
    let mut tx = app.store.begin().await?;
    tx.ensure_job(app.ids.make(), &job, app.now()).await?;
    Ok(tx.commit().await?)
}

/// Runs all ready jobs and tells how many.
pub async fn drain(app: &App) -> Result<usize> {
    let mut done = 0;
    while step(app).await? {
        done += 1;
    }
    Ok(done)
}

/// Works until the task is dropped.
pub async fn work(app: App) {
    loop {
        match step(&app).await {
            Ok(true) => {}
            Ok(false) => tokio::time::sleep(Duration::from_secs(1)).await,
            Err(error) => {
                tracing::error!(?error, "worker");
                tokio::time::sleep(Duration::from_secs(5)).await;
            }
        }
    }
}
