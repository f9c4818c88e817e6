//! 迎检档案: everything behind an assessment as a ZIP of folders, put together anew by a job whenever someone
//! asks, kept in the folder of data until someone deletes it, and compared with the build before it.

mod archive;
mod collect;
mod lists;
mod word;

use crate::assessment::allowed;
use crate::job::{Report, Teller, hurry};
use crate::{App, Error, Result, Who};
use archive::Archive;
use domain::assessment::Assessment;
use domain::audit::Entry;
use domain::authority::Action;
use domain::change::{Change, Versioned};
use domain::day::Instant;
use domain::dossier::{self, Build, BuildState, Difference, Dossier, differences};
use domain::id::{AssessmentId, DossierId};
use domain::job::JobState;
use domain::refused::Refused;
use std::fs::File;
use std::path::{Path, PathBuf};
use store::{DossierLine, DropDossier, NewDossier, StoreError};

/// Builds on one page of the list.
pub const PAGE: i64 = 20;

/// What the page of an inspection file shows.
#[derive(Debug)]
pub struct Shelf {
    pub assessment: Assessment,
    /// What a build of today would hold.
    pub dossier: Dossier,
    pub lines: Vec<DossierLine>,
    /// Whether the reader may have one made.
    pub may_make: bool,
}

/// The folder of builds, in the folder of data.
fn folder(app: &App) -> PathBuf {
    app.store.data().join("dossiers")
}

fn path(app: &App, id: DossierId) -> PathBuf {
    folder(app).join(format!("{id}.zip"))
}

/// The inspection file of an assessment as it stands today, and its builds.
pub async fn shelf(
    app: &App,
    who: &Who,
    id: AssessmentId,
    before: Option<(Instant, DossierId)>,
) -> Result<Shelf> {
    let mut view = app.store.view().await?;
    let held = allowed(&mut view, who, id, Action::ViewScore).await?;
    let dossier = collect::dossier(&mut view, &held, app.today()).await?;
    let lines = view.dossiers(id, before, PAGE).await?;
    let may_make = allowed(&mut view, who, id, Action::MakeDossier).await.is_ok();
    Ok(Shelf { assessment: held.row, dossier, lines, may_make })
}

/// Has a build made, and waits a moment for it.
pub async fn order(app: &App, who: &Who, id: AssessmentId) -> Result<DossierId> {
    let mut tx = app.store.begin().await?;
    let held = allowed(&mut tx, who, id, Action::MakeDossier).await?;
    let busy = |it: &DossierLine| {
        it.build.state == BuildState::Making && matches!(it.job, Some(JobState::Ready | JobState::Running))
    };
    if tx.dossiers(id, None, 1).await?.first().is_some_and(busy) {
        return Err(Error::rule("上一份还在生成，请等它完成。"));
    }
    let build = Build {
        id: app.ids.make(),
        bureau: held.bureau,
        assessment: id,
        state: BuildState::Making,
        job: app.ids.make(),
        author: who.person,
        created: app.now(),
        as_of: app.today(),
        archive: None,
        parts: Vec::new(),
    };
    let (dossier, job) = (build.id, build.job);
    tx.apply(&app.stamp(who), dossier::order(build).map(NewDossier)).await?;
    tx.commit().await?;
    hurry(app, job).await?;
    Ok(dossier)
}

/// Writes a build: the work of its job. Done twice it writes the same bytes.
pub(crate) async fn make(app: &App, id: DossierId, teller: &Teller) -> Result<Report> {
    let mut view = app.store.view().await?;
    let held = match view.dossier(id).await {
        Ok(held) => held,
        Err(StoreError::NotFound) => return Ok(Report::new("这份档案已经删除。")),
        Err(error) => return Err(error.into()),
    };
    if held.state == BuildState::Done {
        return Ok(Report::new("已经生成过。"));
    }
    let assessment = view.assessment(held.assessment).await?;
    let dossier = collect::dossier(&mut view, &assessment, held.as_of).await?;
    drop(view);
    let archive = Archive::create(&path(app, id), app.store.blobs().clone(), held.as_of)?;
    let (made, parts) = archive.write(dossier, teller).await?;
    let said = format!("已生成 {} 个文件，共 {} KB。", parts.len(), made.size / 1024);
    let mut tx = app.store.begin().await?;
    tx.apply(&app.own_stamp(held.bureau, "job"), dossier::finish(&held, made, parts)).await?;
    tx.commit().await?;
    Ok(Report::new(said))
}

/// Opens a build to be taken away; that is audited.
pub async fn take(app: &App, who: &Who, id: DossierId) -> Result<(Versioned<Build>, File)> {
    let mut tx = app.store.begin().await?;
    let held = tx.dossier(id).await?;
    allowed(&mut tx, who, held.assessment, Action::ViewScore).await?;
    let Some(made) = held.archive.clone() else {
        return Err(Error::rule("这份档案还没有生成好。"));
    };
    let path = path(app, id);
    let file = tokio::task::spawn_blocking(move || File::open(path)).await?;
    let file = file.map_err(|_| Error::rule("这份档案的文件已经不在服务器上了，请重新生成一份。"))?;
    let entry = Entry::new(Action::MakeDossier, id).field("taken", &made.digest);
    tx.apply(&app.stamp(who), Change::new((), entry)).await?;
    tx.commit().await?;
    Ok((held, file))
}

/// What changed from the build before to this one. None where this is the first.
pub async fn compare(
    app: &App,
    who: &Who,
    id: DossierId,
) -> Result<(Versioned<Build>, Option<Vec<Difference>>)> {
    let mut view = app.store.view().await?;
    let held = view.dossier(id).await?;
    allowed(&mut view, who, held.assessment, Action::ViewScore).await?;
    let Some(before) = view.dossier_before(&held).await? else { return Ok((held, None)) };
    let (old, new) = (view.dossier_parts(before).await?, view.dossier_parts(id).await?);
    Ok((held, Some(differences(&old, &new))))
}

/// Deletes a build: row first, then the file.
pub async fn delete(app: &App, who: &Who, id: DossierId) -> Result<AssessmentId> {
    let mut tx = app.store.begin().await?;
    let held = tx.dossier(id).await?;
    allowed(&mut tx, who, held.assessment, Action::MakeDossier).await?;
    let lines = tx.dossiers(held.assessment, Some((Instant(held.created.0 + 1), id)), 1).await?;
    if lines.iter().any(|it| it.build.id == id && matches!(it.job, Some(JobState::Ready | JobState::Running)))
    {
        return Err(Refused::rule("这份档案还在生成，完成后才能删除。").into());
    }
    let entry = Entry::new(Action::MakeDossier, id).field("state", "deleted");
    tx.apply(&app.stamp(who), Change::new(DropDossier(id), entry)).await?;
    tx.commit().await?;
    let path = path(app, id);
    tokio::task::spawn_blocking(move || forget(&path)).await??;
    Ok(held.assessment)
}

fn forget(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::Io(error).into()),
        _ => Ok(()),
    }
}
