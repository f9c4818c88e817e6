//! Jobs: rows that a worker claims, runs and finishes. A crash leaves the claim to run out.

use crate::column::args;
use crate::db::Row;
use crate::{Conn, Result, Tx};
use domain::day::Instant;
use domain::id::JobId;
use domain::job::Job;

/// States of a job row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    Done,
    Failed,
}

/// A job as a worker or a progress page sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    pub id: JobId,
    pub kind: String,
    pub payload: String,
    pub run_at: Instant,
    pub state: String,
    pub attempts: i64,
    /// Percent done.
    pub progress: i64,
    /// What it is doing, or why it failed: a Chinese sentence.
    pub note: String,
}

fn from(row: &Row) -> Result<JobRow> {
    Ok(JobRow {
        id: row.get("id")?,
        kind: row.get("kind")?,
        payload: row.get("payload")?,
        run_at: row.get("run_at")?,
        state: row.get("state")?,
        attempts: row.get("attempts")?,
        progress: row.get("progress")?,
        note: row.get("note")?,
    })
}

impl Conn {
    pub(crate) async fn add_job(&mut self, id: JobId, job: &Job, now: Instant) -> Result<()> {
        self.run(
            "insert into job (id, kind, payload, run_at, state, attempts, locked_until, progress, note, created) \
             values ($1, $2, $3, $4, 'ready', 0, 0, 0, '', $5)",
            args![id, job.kind, job.payload, job.run_at, now],
        )
        .await?;
        Ok(())
    }

    pub async fn job(&mut self, id: JobId) -> Result<JobRow> {
        self.one(
            "select id, kind, payload, run_at, state, attempts, progress, note from job where id = $1",
            args![id],
            from,
        )
        .await
    }

    /// How many jobs wait or run.
    pub async fn open_jobs(&mut self) -> Result<i64> {
        self.number("select count(*) as n from job where state in ('ready', 'running')", vec![]).await
    }
}

impl Tx {
    /// Puts a job of the clockwork.
    pub async fn put_job(&mut self, id: JobId, job: &Job, now: Instant) -> Result<()> {
        self.add_job(id, job, now).await
    }

    /// Puts a job that belongs to no change (the worker's own clockwork) unless one of its kind waits.
    pub async fn ensure_job(&mut self, id: JobId, job: &Job, now: Instant) -> Result<()> {
        let waiting = self
            .number(
                "select count(*) as n from job where kind = $1 and state in ('ready', 'running')",
                args![job.kind],
            )
            .await?;
        if waiting == 0 { self.add_job(id, job, now).await } else { Ok(()) }
    }

    /// Claims the next ready job until `until`; a claim that ran out may be claimed again.
    pub async fn claim_job(&mut self, now: Instant, until: Instant) -> Result<Option<JobRow>> {
        let sql = self.engine().claim_job();
        self.maybe(sql, args![now, until], from).await
    }

    pub async fn finish_job(&mut self, id: JobId, state: JobState, note: &str) -> Result<()> {
        let (state, progress) = match state {
            JobState::Done => ("done", 100_i64),
            JobState::Failed => ("failed", 0),
        };
        self.run_one(
            "update job set state = $2, note = $3, progress = $4, locked_until = 0 where id = $1",
            args![id, state, note, progress],
        )
        .await
    }

    /// Puts a failed attempt back for later.
    pub async fn retry_job(&mut self, id: JobId, at: Instant, note: &str) -> Result<()> {
        self.run_one(
            "update job set state = 'ready', run_at = $2, note = $3, locked_until = 0 where id = $1",
            args![id, at, note],
        )
        .await
    }

    pub async fn job_progress(&mut self, id: JobId, percent: i64, note: &str) -> Result<()> {
        self.run_one("update job set progress = $2, note = $3 where id = $1", args![id, percent, note]).await
    }
}
