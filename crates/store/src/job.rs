//! Jobs: rows that a worker claims, runs and finishes. A crash leaves the claim to run out.

use crate::clause::{Query, marks};
use crate::column::{IntoArg, args};
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp, StoreError, Tx};
use domain::day::Instant;
use domain::id::{BureauId, JobId};
use domain::job::{Job, JobState, Work};
use uuid::Uuid;

/// A job as a worker or a page sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRow {
    pub id: JobId,
    pub bureau: Option<BureauId>,
    pub kind: String,
    /// None for a kind that only another version of the program knows.
    pub work: Option<Work>,
    pub run_at: Instant,
    pub state: JobState,
    pub attempts: i64,
    /// Percent done.
    pub progress: i64,
    /// What it is doing, what it did, or why it failed: a Chinese sentence.
    pub note: String,
    /// What came out, as the kind defines it.
    pub outcome: Option<String>,
    pub created: Instant,
    pub ended: Option<Instant>,
}

const COLUMNS: &str =
    "id, bureau_id, kind, payload, run_at, state, attempts, progress, note, outcome, created, ended";

fn from(row: &Row) -> Result<JobRow> {
    let payload: String = row.get("payload")?;
    Ok(JobRow {
        id: row.get("id")?,
        bureau: row.opt("bureau_id")?,
        kind: row.get("kind")?,
        work: serde_json::from_str(&payload).ok(),
        run_at: row.get("run_at")?,
        state: row.get("state")?,
        attempts: row.get("attempts")?,
        progress: row.get("progress")?,
        note: row.get("note")?,
        outcome: row.opt("outcome")?,
        created: row.get("created")?,
        ended: row.opt("ended")?,
    })
}

/// A failed job begins anew.
#[derive(Debug, Clone, Copy)]
pub struct AgainJob(pub JobId);

impl Apply for AgainJob {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update job set state = 'ready', attempts = 0, progress = 0, run_at = $2, locked_until = 0, ended = null \
             where id = $1 and state = 'failed'",
            args![self.0, stamp.at],
        )
        .await
    }
}

impl Conn {
    pub(crate) async fn add_job(&mut self, job: &Job, now: Instant) -> Result<()> {
        let payload =
            serde_json::to_string(&job.work).map_err(|_| StoreError::Corrupt { column: "payload".into() })?;
        self.run(
            "insert into job (id, bureau_id, kind, payload, run_at, state, attempts, locked_until, progress, note, \
             outcome, created, ended) values ($1, $2, $3, $4, $5, 'ready', 0, 0, 0, '', null, $6, null)",
            args![job.id, job.bureau, job.work.kind(), payload, job.run_at, now],
        )
        .await?;
        Ok(())
    }

    pub async fn job(&mut self, id: JobId) -> Result<JobRow> {
        self.one(&format!("select {COLUMNS} from job where id = $1"), args![id], from).await
    }

    /// A job that may have been swept away.
    pub async fn job_if(&mut self, id: JobId) -> Result<Option<JobRow>> {
        self.maybe(&format!("select {COLUMNS} from job where id = $1"), args![id], from).await
    }

    /// Jobs of a bureau, and those of the whole installation, in these states; newest first.
    pub async fn jobs(
        &mut self,
        bureau: BureauId,
        states: &[JobState],
        before: Option<(Instant, JobId)>,
        limit: i64,
    ) -> Result<Vec<JobRow>> {
        let (at, id) = before.unwrap_or((Instant(i64::MAX), JobId(Uuid::max())));
        let sql = format!(
            "select {COLUMNS} from job where (bureau_id = ? or bureau_id is null) and state in ({}) \
             and (created, id) < (?, ?) order by created desc, id desc limit ?",
            marks(states.len())
        );
        let states = states.iter().map(IntoArg::into_arg).collect();
        let query = Query::new(&sql, [args![bureau], states, args![at, id, limit]].concat());
        self.all(&query.sql, query.args, from).await
    }

    /// The latest job of a kind in a bureau.
    pub async fn last_job(&mut self, bureau: BureauId, kind: &str) -> Result<Option<JobRow>> {
        self.maybe(
            &format!(
                "select {COLUMNS} from job where bureau_id = $1 and kind = $2 order by created desc, id desc limit 1"
            ),
            args![bureau, kind],
            from,
        )
        .await
    }

    /// How many jobs of a bureau failed.
    pub async fn failed_jobs(&mut self, bureau: BureauId) -> Result<i64> {
        self.number(
            "select count(*) as n from job where (bureau_id = $1 or bureau_id is null) and state = 'failed'",
            args![bureau],
        )
        .await
    }

    /// How many jobs wait or run.
    pub async fn open_jobs(&mut self) -> Result<i64> {
        self.number("select count(*) as n from job where state in ('ready', 'running')", vec![]).await
    }
}

impl Tx {
    /// Puts a job that belongs to no change: the clockwork, a look along the chain.
    pub async fn put_job(&mut self, job: &Job, now: Instant) -> Result<()> {
        self.add_job(job, now).await
    }

    /// Puts a job that belongs to no change (the worker's own clockwork) unless one of its kind waits.
    pub async fn ensure_job(&mut self, job: &Job, now: Instant) -> Result<()> {
        let waiting = self
            .number(
                "select count(*) as n from job where kind = $1 and state in ('ready', 'running')",
                args![job.work.kind()],
            )
            .await?;
        if waiting == 0 { self.add_job(job, now).await } else { Ok(()) }
    }

    /// Claims the next ready job until `until`; a claim that ran out may be claimed again.
    pub async fn claim_job(&mut self, now: Instant, until: Instant) -> Result<Option<JobRow>> {
        let sql = self.engine().claim_job();
        self.maybe(&format!("{sql} returning {COLUMNS}"), args![now, until], from).await
    }

    /// Claims this very job if nobody else has it.
    pub async fn claim_this(&mut self, id: JobId, until: Instant) -> Result<Option<JobRow>> {
        self.maybe(
            &format!(
                "update job set state = 'running', attempts = attempts + 1, locked_until = $2 \
                 where id = $1 and state = 'ready' returning {COLUMNS}"
            ),
            args![id, until],
            from,
        )
        .await
    }

    pub async fn finish_job(
        &mut self,
        id: JobId,
        state: JobState,
        note: &str,
        outcome: Option<&str>,
        at: Instant,
    ) -> Result<()> {
        let outcome = outcome.map(str::to_owned);
        self.run_one(
            "update job set state = $2, note = $3, outcome = $4, ended = $5, locked_until = 0, \
             progress = case when $2 = 'done' then 100 else progress end where id = $1",
            args![id, state, note, outcome, at],
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

    /// Tells how far a running job is.
    pub async fn job_progress(&mut self, id: JobId, percent: i64, note: &str) -> Result<()> {
        self.run(
            "update job set progress = $2, note = $3 where id = $1 and state = 'running'",
            args![id, percent, note],
        )
        .await
        .map(|_| ())
    }

    /// Holds a claim for longer.
    pub async fn hold_job(&mut self, id: JobId, until: Instant) -> Result<()> {
        self.run("update job set locked_until = $2 where id = $1 and state = 'running'", args![id, until])
            .await
            .map(|_| ())
    }

    /// Forgets jobs that ended before: those of the clockwork before `chores`, others before `others`.
    pub async fn sweep_jobs(&mut self, chores: Instant, others: Instant) -> Result<u64> {
        self.run(
            "delete from job where state in ('done', 'failed') and ended < $1 and (kind = 'clockwork' or ended < $2)",
            args![chores, others],
        )
        .await
    }
}
