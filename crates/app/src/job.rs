//! Background work: claimed from the database, run, finished; what broke off is tried again after a
//! rest. `serve` runs the workers, `wenming work --once` drains the queue. Each kind of work is one
//! arm of `run`; what it does twice does no harm, because a crash makes it begin anew.

use crate::{App, Error, Result, Who, audit, backup, dossier, import, joiner};
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::change::Change;
use domain::day::Instant;
use domain::id::JobId;
use domain::job::{ATTEMPTS, Job, JobState, Work, rest};
use domain::refused::Refused;
use std::time::Duration;
use store::{AgainJob, JobRow};

/// How long a claim holds unless it is held on, in microseconds: after a crash the work begins anew.
const CLAIM: i64 = 60_000_000;
/// How often a claim is held on.
const HOLD: Duration = Duration::from_secs(20);
/// Rounds of the clockwork, in microseconds.
const ROUND: i64 = 15 * 60_000_000;
const DAY: i64 = 24 * 60 * 60_000_000;

/// What came of a piece of work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// A sentence for the page.
    pub note: String,
    /// A word that the page of this kind knows.
    pub outcome: Option<&'static str>,
}

impl Report {
    pub fn new(note: impl Into<String>) -> Self {
        Self { note: note.into(), outcome: None }
    }
}

/// Through which running work tells how far it is.
#[derive(Debug, Clone)]
pub struct Teller {
    app: App,
    job: JobId,
}

impl Teller {
    /// Percent done and what is being done. The work goes on where this cannot be written.
    pub async fn tell(&self, percent: i64, note: &str) {
        if let Err(error) = self.write(percent.clamp(0, 99), note).await {
            tracing::warn!(?error, "progress not written");
        }
    }

    async fn write(&self, percent: i64, note: &str) -> Result<()> {
        let mut tx = self.app.store.begin().await?;
        tx.job_progress(self.job, percent, note).await?;
        Ok(tx.commit().await?)
    }
}

async fn run(app: &App, work: Work, teller: &Teller) -> Result<Report> {
    match work {
        Work::Clockwork => clockwork(app).await,
        Work::ReadImport { import } => import::read(app, import, teller).await,
        Work::BackUp { backup } => backup::make(app, backup, teller).await,
        Work::VerifyAudit { bureau } => audit::walk(app, bureau).await,
        Work::ExamineRecord { record } => crate::remark::run(app, record).await.map(Report::new),
        Work::MakeThumbnail { file } => crate::thumbnail::run(app, file).await.map(Report::new),
        Work::BuildDossier { dossier } => dossier::make(app, dossier, teller).await,
        Work::SortFolder { folder } => crate::folder::sort(app, folder, teller).await,
        Work::FillDemo { until, .. } => crate::demo::run(app, until, teller).await,
        Work::GiveJoiners { bureau } => {
            let joined = joiner::all(app, bureau).await?;
            Ok(Report::new(format!("{joined} 个后到的单位和人员接续了任务。")))
        }
    }
}

/// Claims and runs one job. False where none was ready.
pub async fn step(app: &App) -> Result<bool> {
    let mut tx = app.store.begin().await?;
    let Some(job) = tx.claim_job(app.now(), claim(app)).await? else { return Ok(false) };
    tx.commit().await?;
    finish(app, &job).await?;
    Ok(true)
}

fn claim(app: &App) -> Instant {
    Instant(app.now().0 + CLAIM)
}

/// Runs a job that was just put, now, if there is room, and waits for it as long as the app is
/// patient. What takes longer goes on by itself; where there is no room a worker will come.
pub async fn hurry(app: &App, id: JobId) -> Result<()> {
    let Ok(room) = app.rooms.clone().try_acquire_owned() else { return Ok(()) };
    let own = app.clone();
    let running = tokio::spawn(async move {
        let _room = room;
        let mut tx = own.store.begin().await?;
        let claimed = tx.claim_this(id, claim(&own)).await?;
        tx.commit().await?;
        match claimed {
            Some(job) => finish(&own, &job).await,
            None => Ok(()),
        }
    });
    match tokio::time::timeout(app.patience, running).await {
        Ok(done) => done?,
        Err(_) => Ok(()),
    }
}

/// Runs a claimed job and writes what came of it.
async fn finish(app: &App, job: &JobRow) -> Result<()> {
    let outcome = if job.attempts > ATTEMPTS {
        Err(Error::unfit(format!("中途断了 {ATTEMPTS} 次，已停下。请联系管理员查看日志。")))
    } else {
        attempt(app, job).await
    };
    let mut tx = app.store.begin().await?;
    match outcome {
        Ok(report) => {
            tx.finish_job(job.id, JobState::Done, &report.note, report.outcome, app.now()).await?;
        }
        Err(error) if job.attempts >= ATTEMPTS || !passing(&error) => {
            tracing::error!(kind = job.kind, ?error, "job given up");
            tx.finish_job(job.id, JobState::Failed, &sentence(&error), None, app.now()).await?;
        }
        Err(error) => {
            tracing::warn!(kind = job.kind, ?error, "job failed, will be tried again");
            let at = Instant(app.now().0 + rest(job.attempts));
            tx.retry_job(job.id, at, &sentence(&error)).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// One attempt in a task of its own, so that a panic costs the job and not the worker. The claim is
/// held on while it runs.
async fn attempt(app: &App, job: &JobRow) -> Result<Report> {
    let Some(work) = job.work else {
        return Err(Error::unfit("这项工作由另一版本的程序安排，本程序办不了。"));
    };
    let (own, teller) = (app.clone(), Teller { app: app.clone(), job: job.id });
    let mut running = tokio::spawn(async move { run(&own, work, &teller).await });
    loop {
        tokio::select! {
            done = &mut running => return done?,
            () = tokio::time::sleep(HOLD) => {
                let mut tx = app.store.begin().await?;
                tx.hold_job(job.id, claim(app)).await?;
                tx.commit().await?;
            }
        }
    }
}

/// Whether another attempt may end otherwise. A refusal will be the same again.
fn passing(error: &Error) -> bool {
    matches!(error, Error::Fault(_) | Error::Refused(Refused::Stale | Refused::Busy(_)))
}

fn sentence(error: &Error) -> String {
    match error {
        Error::Refused(Refused::Invalid(fields)) => fields.iter().map(|it| it.sentence.as_str()).collect(),
        Error::Refused(refused) => refused.to_string(),
        Error::Unfit(sentence) => sentence.clone(),
        Error::Fault(_) => "系统内部出错。".into(),
    }
}

/// What happens by the clock. A chore that fails is logged and tried again at the next round; it
/// does not hold up the others.
async fn clockwork(app: &App) -> Result<Report> {
    let mut done = Vec::new();
    note(&mut done, "清理过期会话", crate::login::sweep(app).await.map(|gone| gone as usize));
    note(&mut done, "清理回收站", crate::draft::purge(app).await);
    note(&mut done, "清理未收下的上传", crate::file::sweep(app).await);
    note(&mut done, "清理没有传完的文件", crate::upload::purge(app).await);
    note(&mut done, "清理导入记录", import::purge(app).await);
    note(&mut done, "清理办完的后台任务", sweep(app).await);
    note(&mut done, "记入被拒操作", audit::flush_refusals(app).await);
    note(&mut done, "写审计锚点", audit::anchor_daily(app).await);
    note(&mut done, "后到者接续任务", joiner::daily(app).await);
    note(&mut done, "发送提醒", crate::message::ladder(app).await);
    note(&mut done, "提醒证书到期", crate::certificate::remind(app).await);
    note(&mut done, "提醒移交档案", crate::paper::archive::remind(app).await);
    note(&mut done, "安排备份", backup::keep_schedule(app).await);
    let next =
        Job { id: app.ids.make(), bureau: None, work: Work::Clockwork, run_at: Instant(app.now().0 + ROUND) };
    let mut tx = app.store.begin().await?;
    tx.put_job(&next, app.now()).await?;
    tx.commit().await?;
    Ok(Report::new(format!("{}。", done.join("，"))))
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

/// Rounds of the clockwork are forgotten after two days, other jobs after ninety.
async fn sweep(app: &App) -> Result<usize> {
    let now = app.now().0;
    let mut tx = app.store.begin().await?;
    let gone = tx.sweep_jobs(Instant(now - 2 * DAY), Instant(now - 90 * DAY)).await?;
    tx.commit().await?;
    Ok(gone as usize)
}

/// Starts the clockwork unless it runs already.
pub async fn wind(app: &App) -> Result<()> {
    let job = Job { id: app.ids.make(), bureau: None, work: Work::Clockwork, run_at: app.now() };
    let mut tx = app.store.begin().await?;
    tx.ensure_job(&job, app.now()).await?;
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

/// Works until the task is dropped: two at a time, so that a long backup keeps no upload waiting.
pub async fn work(app: App) {
    tokio::join!(worker(app.clone()), worker(app));
}

async fn worker(app: App) {
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

/// Jobs on one page of the list.
pub const PAGE: i64 = 50;

/// Jobs of the actor's bureau in these states, newest first, and how many failed.
pub async fn list(
    app: &App,
    who: &Who,
    states: &[JobState],
    before: Option<(Instant, JobId)>,
) -> Result<(Vec<JobRow>, i64)> {
    authority::require_any(who, Action::ViewSystem)?;
    let mut view = app.store.view().await?;
    Ok((view.jobs(who.bureau, states, before, PAGE).await?, view.failed_jobs(who.bureau).await?))
}

/// Lets a failed job begin anew.
pub async fn again(app: &App, who: &Who, id: JobId) -> Result<()> {
    authority::require_any(who, Action::EditSetting)?;
    let mut tx = app.store.begin().await?;
    let job = tx.job(id).await?;
    if job.bureau.is_some_and(|bureau| bureau != who.bureau) {
        return Err(Refused::NotFound.into());
    }
    if job.state != JobState::Failed {
        return Err(Error::rule("这项后台任务没有失败，不用重试。"));
    }
    let entry = Entry::new(Action::EditSetting, id).field("state", "again");
    tx.apply(&app.stamp(who), Change::new(AgainJob(id), entry)).await?;
    tx.commit().await?;
    hurry(app, id).await
}
