//! The archives that the server keeps: made by a job, listed, handed out, deleted, and made daily
//! where the administrator says so.

use super::{witness, write_telling};
use crate::job::{Report, Teller, hurry};
use crate::{App, Error, Result, Who, audit};
use domain::audit::Entry;
use domain::authority::{Action, require_any};
use domain::backup::{self, Backup, BackupState, Schedule, Written};
use domain::change::{Change, Versioned};
use domain::day::{Day, Instant};
use domain::id::{BackupId, BureauId};
use domain::job::{Job, JobState, Work};
use domain::refused::Refused;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use store::{BackupLine, Digester, DropBackup, NewBackup, PutSetting, Stamp, StoreError, Tx};

/// Archives on one page of the list.
pub const PAGE: i64 = 30;
/// Scheduled archives that are looked at when old ones go.
const LOOKED_AT: i64 = 1_000;

/// What the page of backups shows.
#[derive(Debug, Clone)]
pub struct Shelf {
    pub lines: Vec<BackupLine>,
    pub schedule: Schedule,
    /// When the last whole archive was begun.
    pub last: Option<Instant>,
    /// Where the archives lie.
    pub folder: PathBuf,
    /// Whether they hold several bureaus: then nobody of one bureau takes them home.
    pub shared: bool,
}

/// The folder of archives, in the folder of data.
pub fn folder(app: &App) -> PathBuf {
    app.store.data().join("backups")
}

/// Archives, newest first, with the schedule.
pub async fn shelf(app: &App, who: &Who, before: Option<(Instant, BackupId)>) -> Result<Shelf> {
    require_any(who, Action::BackUp)?;
    let mut view = app.store.view().await?;
    let folder = folder(app);
    Ok(Shelf {
        lines: view.backups(before, PAGE).await?,
        schedule: schedule(view.setting(who.bureau, Schedule::NAME).await?),
        last: view.last_backup().await?,
        folder: folder.canonicalize().unwrap_or(folder),
        shared: view.bureaus().await?.len() > 1,
    })
}

/// One archive, for its line while it is made.
pub async fn line(app: &App, who: &Who, id: BackupId) -> Result<BackupLine> {
    require_any(who, Action::BackUp)?;
    Ok(app.store.view().await?.backup_line(id).await?)
}

fn schedule(value: Option<String>) -> Schedule {
    value.and_then(|value| serde_json::from_str(&value).ok()).unwrap_or_default()
}

/// Sets the daily backup.
pub async fn set_schedule(app: &App, who: &Who, schedule: Schedule) -> Result<()> {
    require_any(who, Action::EditSetting)?;
    let value = serde_json::to_string(&schedule).map_err(|error| Error::fault("schedule", error))?;
    let entry = Entry::new(Action::EditSetting, who.bureau).field("backup", &value);
    let setting = PutSetting { bureau: who.bureau, name: Schedule::NAME, value };
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(who), Change::new(setting, entry)).await?;
    Ok(tx.commit().await?)
}

/// Has an archive made, and waits a moment for it.
pub async fn order(app: &App, who: &Who) -> Result<BackupId> {
    require_any(who, Action::BackUp)?;
    let mut tx = app.store.begin().await?;
    let latest = tx.backups(None, 1).await?.pop();
    let busy = |it: &BackupLine| matches!(it.job, Some(JobState::Ready | JobState::Running));
    if latest.as_ref().is_some_and(|it| it.backup.row.state == BackupState::Making && busy(it)) {
        return Err(Error::rule("上一份备份还在做，请等它做完。"));
    }
    let new = put(app, &mut tx, &app.stamp(who), who.bureau, false).await?;
    tx.commit().await?;
    hurry(app, new.job).await?;
    Ok(new.id)
}

async fn put(app: &App, tx: &mut Tx, stamp: &Stamp<'_>, bureau: BureauId, scheduled: bool) -> Result<Backup> {
    let (id, now): (BackupId, Instant) = (app.ids.make(), app.now());
    let tail: String = id.to_string().chars().rev().take(6).collect();
    let backup = Backup {
        id,
        bureau,
        name: format!("{}-{}-{tail}.wmb", Day::of_instant(now), now.clock_text().replace(':', "")),
        state: BackupState::Making,
        scheduled,
        job: app.ids.make(),
        created: now,
        size: 0,
        digest: String::new(),
        schema: 0,
        rows: 0,
        files: 0,
    };
    let job = Job { id: backup.job, bureau: Some(bureau), work: Work::BackUp { backup: id }, run_at: now };
    let entry = Entry::new(Action::BackUp, id).field("state", "asked");
    tx.apply(stamp, Change::new(NewBackup(backup.clone()), entry).with_job(job)).await?;
    Ok(backup)
}

/// Writes an archive: the work of its job.
pub(crate) async fn make(app: &App, id: BackupId, teller: &Teller) -> Result<Report> {
    let held = match app.store.view().await?.backup_row(id).await {
        Ok(held) => held,
        Err(StoreError::NotFound) => return Ok(Report::new("这份备份已经删除。")),
        Err(error) => return Err(error.into()),
    };
    if held.row.state == BackupState::Done {
        return Ok(Report::new("已经备份过。"));
    }
    let folder = folder(app);
    let path = folder.join(&held.name);
    make_room(&folder, &path)?;
    audit::anchor(app).await?;
    let manifest = write_telling(app, &path, Some(teller)).await?;
    witness(app, None, "job", Action::BackUp, &manifest).await?;
    teller.tell(97, "正在核对").await;
    let (size, digest) = tokio::task::spawn_blocking(move || weigh(&path)).await??;
    let (rows, files) = (manifest.rows(), manifest.files() as i64);
    let change = backup::finish(&held, Written { size, digest, schema: manifest.schema, rows, files });
    let mut tx = app.store.begin().await?;
    tx.apply(&app.own_stamp(held.bureau, "job"), change).await?;
    tx.commit().await?;
    let gone = thin(app, held.bureau).await?;
    let old = if gone > 0 { format!("，删去旧的 {gone} 份") } else { String::new() };
    Ok(Report::new(format!("已备份 {rows} 行数据、{files} 个附件{old}。")))
}

/// The folder, open to its owner alone; what an attempt before left in the way goes.
fn make_room(folder: &Path, path: &Path) -> Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    let broken =
        |error: std::io::Error| Error::unfit(format!("无法写入备份目录 {}：{error}。", folder.display()));
    if !folder.exists() {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(broken)?;
    }
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(broken(error)),
        _ => Ok(()),
    }
}

/// Size and digest of a file.
fn weigh(path: &Path) -> Result<(i64, String)> {
    let mut file = File::open(path).map_err(StoreError::Io)?;
    let (mut digester, mut size, mut buffer) = (Digester::default(), 0_i64, vec![0_u8; 64 * 1024]);
    loop {
        let n = file.read(&mut buffer).map_err(StoreError::Io)?;
        if n == 0 {
            return Ok((size, format!("sm3:{}", digester.finish())));
        }
        size += n as i64;
        digester.update(&buffer[..n]);
    }
}

/// Opens an archive to be taken away; that is audited.
pub async fn take(app: &App, who: &Who, id: BackupId) -> Result<(Backup, File)> {
    require_any(who, Action::BackUp)?;
    let mut tx = app.store.begin().await?;
    let held = tx.backup_row(id).await?.row;
    if tx.bureaus().await?.len() > 1 {
        return Err(Error::rule("备份里有不止一个单位的数据，请由运维人员在服务器上取走。"));
    }
    if held.state != BackupState::Done {
        return Err(Error::rule("这份备份还没有做好。"));
    }
    let path = folder(app).join(&held.name);
    let file = tokio::task::spawn_blocking(move || File::open(path)).await?;
    let file = file.map_err(|_| Error::rule("这份备份的文件已经不在服务器上了，可以把它从列表里删去。"))?;
    let entry = Entry::new(Action::BackUp, id).field("taken", &held.digest);
    tx.apply(&app.stamp(who), Change::new((), entry)).await?;
    tx.commit().await?;
    Ok((held, file))
}

/// An archive that may be deleted, for the page that asks.
pub async fn doomed(app: &App, who: &Who, id: BackupId) -> Result<(Backup, bool)> {
    require_any(who, Action::BackUp)?;
    let mut view = app.store.view().await?;
    let held = view.backup_row(id).await?.row;
    let last = view.last_backup().await? == Some(held.created);
    Ok((held, last))
}

/// Deletes an archive: row first, then the file.
pub async fn delete(app: &App, who: &Who, id: BackupId) -> Result<()> {
    require_any(who, Action::BackUp)?;
    let held = app.store.view().await?.backup_line(id).await?;
    if matches!(held.job, Some(JobState::Running | JobState::Ready)) {
        return Err(Refused::rule("这份备份还在做，做完才能删除。").into());
    }
    remove(app, &app.stamp(who), &held.backup).await
}

async fn remove(app: &App, stamp: &Stamp<'_>, held: &Versioned<Backup>) -> Result<()> {
    let entry = Entry::new(Action::BackUp, held.id).field("state", "deleted");
    let mut tx = app.store.begin().await?;
    tx.apply(stamp, Change::new(DropBackup(held.id), entry)).await?;
    tx.commit().await?;
    let path = folder(app).join(&held.name);
    match tokio::task::spawn_blocking(move || fs::remove_file(path)).await? {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::Io(error).into()),
        _ => Ok(()),
    }
}

/// Deletes scheduled archives beyond what the schedule keeps.
async fn thin(app: &App, bureau: BureauId) -> Result<usize> {
    let mut view = app.store.view().await?;
    let schedule = schedule(view.setting(bureau, Schedule::NAME).await?);
    let whole = view.scheduled_backups(LOOKED_AT).await?;
    drop(view);
    let surplus = schedule.surplus(&whole);
    for held in &surplus {
        remove(app, &app.own_stamp(held.bureau, "job"), held).await?;
    }
    Ok(surplus.len())
}

/// Asks for the backup of the day where a schedule says so. Run by the clockwork.
pub(crate) async fn keep_schedule(app: &App) -> Result<usize> {
    let mut tx = app.store.begin().await?;
    let last = tx.last_scheduled_backup().await?;
    for bureau in tx.bureaus().await? {
        let schedule = schedule(tx.setting(bureau.id, Schedule::NAME).await?);
        if schedule.due(app.now(), last) {
            put(app, &mut tx, &app.own_stamp(bureau.id, "job"), bureau.id, true).await?;
            tx.commit().await?;
            return Ok(1);
        }
    }
    Ok(0)
}
