//! 导入: an upload is taken in and answered at once; a job reads it and makes a draft or a roster of
//! it. A 密级 mark or an unreadable file ends it, and nothing of the file stays.

use crate::job::{Report, Teller, hurry};
use crate::reading::is_secret;
use crate::{App, Error, Result, Who, draft, roster};
use domain::account::AccountState;
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::change::{Change, Versioned};
use domain::day::Instant;
use domain::id::{DraftId, ImportId};
use domain::import::{self, Import, ImportKind, State};
use domain::job::{Job, Work};
use domain::refused::Refused;
use std::io::Read;
use store::{Arrived, ImportLine, NewImport, PurgeImport, StoreError};

/// The most that a roster may weigh, in bytes. Twenty thousand rows take two megabytes.
pub const MAX_ROSTER: u64 = 16 * 1024 * 1024;
/// Imports on one page of the list.
pub const PAGE: i64 = 50;
/// How long the list remembers, in microseconds: 30 days.
const REMEMBERED: i64 = 30 * 24 * 60 * 60_000_000;

/// A paper as it arrived.
#[derive(Debug)]
pub struct Paper {
    pub name: String,
    pub file: Arrived,
    /// The charset that the user chose.
    pub charset: String,
    /// The draft that it revises.
    pub revises: Option<DraftId>,
}

/// Takes a paper in, and waits a moment for its reading.
pub async fn paper(app: &App, who: &Who, paper: Paper) -> Result<ImportId> {
    authority::require_any(who, Action::ImportPlan)?;
    if let Some(old) = paper.revises {
        draft::view(app, who, old).await?;
    }
    let file = filled(paper.file)?;
    let file = tokio::task::spawn_blocking(move || file.settle().map(|()| file)).await??;
    let row = Import {
        charset: paper.charset,
        revises: paper.revises,
        upload: Some(file.name()),
        ..received(app, who, ImportKind::Plan, &paper.name, &file)
    };
    let (id, job) = (row.id, row.job);
    put(app, who, row).await?;
    file.stay();
    hurry(app, job).await?;
    Ok(id)
}

/// Takes a roster in. It holds phone numbers: what waits on the disk is sealed.
pub async fn roster(app: &App, who: &Who, name: &str, file: Arrived) -> Result<ImportId> {
    authority::require_any(who, Action::ImportRoster)?;
    let file = filled(file)?;
    if file.size > MAX_ROSTER {
        let sentence = format!("“{name}”超过 {} MB。请删去图片和无关的工作表再上传。", MAX_ROSTER >> 20);
        return Err(Error::field("file", sentence));
    }
    let mut row = received(app, who, ImportKind::Roster, name, &file);
    let room = app.rooms.clone().acquire_owned().await.map_err(|error| Error::fault("rooms", error))?;
    let (blobs, keys, blob) = (app.store.blobs().clone(), app.keys.clone(), app.ids.next());
    row.digest = tokio::task::spawn_blocking(move || -> Result<String> {
        let mut bytes = Vec::new();
        file.open()?.read_to_end(&mut bytes).map_err(StoreError::Io)?;
        Ok(blobs.keep(blob, &mut keys.seal_file(&bytes)?.as_slice())?.digest)
    })
    .await??;
    drop(room);
    let (id, job) = (row.id, row.job);
    put(app, who, row).await?;
    hurry(app, job).await?;
    Ok(id)
}

fn filled(file: Arrived) -> Result<Arrived> {
    if file.size == 0 {
        return Err(Error::field("file", "文件是空的，请检查文件后重新选择。"));
    }
    Ok(file)
}

fn received(app: &App, who: &Who, kind: ImportKind, name: &str, file: &Arrived) -> Import {
    Import {
        id: app.ids.make(),
        bureau: who.bureau,
        account: who.account,
        kind,
        name: name.chars().take(120).collect(),
        size: i64::try_from(file.size).unwrap_or(i64::MAX),
        upload: None,
        digest: file.digest.clone(),
        charset: String::new(),
        revises: None,
        job: app.ids.make(),
        state: State::Received,
        note: String::new(),
        made: None,
        created: app.now(),
        ended: None,
    }
}

async fn put(app: &App, who: &Who, row: Import) -> Result<()> {
    let job = Job {
        id: row.job,
        bureau: Some(row.bureau),
        work: Work::ReadImport { import: row.id },
        run_at: app.now(),
    };
    let entry = Entry::new(row.kind.action(), row.id).field("digest", &row.digest);
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(who), Change::new(NewImport(row), entry).with_job(job)).await?;
    Ok(tx.commit().await?)
}

/// Reads an upload: the work of its job. Done once, however often it is tried.
pub(crate) async fn read(app: &App, id: ImportId, teller: &Teller) -> Result<Report> {
    let held = match app.store.view().await?.import_row(id).await {
        Ok(held) => held,
        Err(StoreError::NotFound) => return Ok(Report::new("导入记录已经清理。")),
        Err(error) => return Err(error.into()),
    };
    if held.row.state != State::Received {
        return Ok(Report::new("已经读过。"));
    }
    teller.tell(10, "正在识读").await;
    let outcome = match held.kind {
        ImportKind::Plan => read_paper(app, &held, teller).await,
        ImportKind::Roster => read_roster(app, &held, teller).await,
    };
    match outcome {
        Ok(()) => Ok(Report::new("已读成，等人核对。")),
        Err(error) => {
            let sentence = refusal(error)?;
            refuse(app, &held, &sentence).await?;
            Ok(Report::new("没有读成，原因已告诉上传的人。"))
        }
    }
}

/// What the user is told; a fault is tried again instead.
fn refusal(error: Error) -> Result<String> {
    match error {
        Error::Refused(Refused::Stale | Refused::Busy(_)) | Error::Fault(_) => Err(error),
        Error::Refused(Refused::Invalid(fields)) => Ok(fields.into_iter().map(|it| it.sentence).collect()),
        Error::Refused(refused) => Ok(refused.to_string()),
        Error::Unfit(sentence) => Ok(sentence),
    }
}

async fn refuse(app: &App, held: &Versioned<Import>, sentence: &str) -> Result<()> {
    let (blobs, upload, digest) = (app.store.blobs().clone(), held.upload, held.digest.clone());
    let sealed = held.kind == ImportKind::Roster;
    tokio::task::spawn_blocking(move || {
        upload.map_or(Ok(()), |name| blobs.discard(name))?;
        // A sealed upload is like no other: nobody else can name it.
        if sealed { blobs.forget(&digest) } else { Ok(()) }
    })
    .await??;
    let change = import::fail(held, sentence, is_secret(sentence), app.now());
    let mut tx = app.store.begin().await?;
    tx.apply(&app.own_stamp(held.bureau, "job"), change).await?;
    Ok(tx.commit().await?)
}

/// The uploader as of now: whose rights went meanwhile, imports nothing any more.
async fn uploader(app: &App, held: &Import) -> Result<Who> {
    let mut view = app.store.view().await?;
    let account = view.account(held.account).await?;
    if account.state != AccountState::Active {
        return Err(Error::rule("上传的人账号已停用，没有再读。"));
    }
    let who = Who { actor: view.actor(&account, app.today()).await?, source: "job".into() };
    authority::require_any(&who, held.kind.action())?;
    Ok(who)
}

const GONE: &str = "上传的文件已经不在了，请重新上传。";

async fn read_paper(app: &App, held: &Versioned<Import>, teller: &Teller) -> Result<()> {
    let who = uploader(app, held).await?;
    let (blobs, reader, it) = (app.store.blobs().clone(), app.reader.clone(), held.row.clone());
    let size = u64::try_from(held.size).unwrap_or(0);
    let (read, head) = tokio::task::spawn_blocking(move || -> Result<_> {
        let waiting = it.upload.map(|name| blobs.waiting(name, &it.digest, size)).transpose()?.flatten();
        // After a crash at the wrong moment it stands in its place already.
        let mut from = match &waiting {
            Some(file) => file.open()?,
            None => blobs.open_blob(&it.digest).map_err(|_| Error::rule(GONE))?,
        };
        let read = reader
            .read(&mut from, Some(&it.name), Some(&it.charset))
            .map_err(|sentence| Error::field("file", sentence))?;
        let mut head = Vec::new();
        if let Some(file) = waiting {
            head.clone_from(&file.head);
            blobs.adopt(file)?;
        } else {
            let again = blobs.open_blob(&it.digest)?;
            again.take(16).read_to_end(&mut head).map_err(StoreError::Io)?;
        }
        Ok((read, head))
    })
    .await??;
    teller.tell(70, "正在整理").await;
    let file = draft::file(app, &who, &held.name, held.digest.clone(), held.size, &head);
    let change = draft::draw(app, &who, read, held.name.clone(), Some(file), held.revises).await?;
    let made = change.next.1.0.id.0;
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(&who), change).await?;
    tx.apply(&app.stamp(&who), import::finish(held, made, app.now())).await?;
    Ok(tx.commit().await?)
}

async fn read_roster(app: &App, held: &Versioned<Import>, teller: &Teller) -> Result<()> {
    let who = uploader(app, held).await?;
    let (blobs, keys, reader, it) =
        (app.store.blobs().clone(), app.keys.clone(), app.reader.clone(), held.row.clone());
    let layout = tokio::task::spawn_blocking(move || -> Result<_> {
        let mut sealed = Vec::new();
        let mut from = blobs.open_blob(&it.digest).map_err(|_| Error::rule(GONE))?;
        from.read_to_end(&mut sealed).map_err(StoreError::Io)?;
        roster::layout(&*reader, &keys.open_file(&sealed)?, &it.name)
    })
    .await??;
    teller.tell(70, "正在核对").await;
    let change = roster::opened(app, &who, &held.name, held.digest.clone(), layout);
    let made = change.next.0.id.0;
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(&who), change).await?;
    tx.apply(&app.stamp(&who), import::finish(held, made, app.now())).await?;
    Ok(tx.commit().await?)
}

/// One import, for its page.
pub async fn show(app: &App, who: &Who, id: ImportId) -> Result<ImportLine> {
    let line = app.store.view().await?.import_line(id).await?;
    let may = line.import.bureau == who.bureau && who.reach(line.import.kind.action()).is_some();
    if may { Ok(line) } else { Err(Refused::NotFound.into()) }
}

/// Imports that the actor may see, newest first.
pub async fn list(app: &App, who: &Who, before: Option<(Instant, ImportId)>) -> Result<Vec<ImportLine>> {
    let kinds: Vec<ImportKind> = <ImportKind as domain::code::Code>::ALL
        .iter()
        .copied()
        .filter(|kind| who.reach(kind.action()).is_some())
        .collect();
    if kinds.is_empty() {
        return Err(authority::denied(Action::ImportRoster).into());
    }
    Ok(app.store.view().await?.imports(who.bureau, &kinds, before, PAGE).await?)
}

/// Imports of a month ago are forgotten. Run by the clockwork.
pub(crate) async fn purge(app: &App) -> Result<usize> {
    let before = Instant(app.now().0 - REMEMBERED);
    let mut tx = app.store.begin().await?;
    let old = tx.imports_before(before, 1_000).await?;
    for it in &old {
        let entry = Entry::new(it.kind.action(), it.id).field("state", "purged");
        tx.apply(&app.own_stamp(it.bureau, "job"), Change::new(PurgeImport(it.id), entry)).await?;
    }
    tx.commit().await?;
    Ok(old.len() + crate::standard::purge(app, before).await?)
}
