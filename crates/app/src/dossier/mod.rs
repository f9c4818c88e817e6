//! 迎检档案: everything behind an assessment as a ZIP of folders with volumes to print, put together anew by a
//! job whenever someone asks, kept in the folder of data until someone deletes it, and compared with the build before it.

mod archive;
pub(crate) mod collect;
mod drawn;
mod label;
mod lists;
mod place;
mod plate;
mod volume;
mod word;

use crate::assessment::allowed;
use crate::job::{Report, Teller, hurry};
use crate::{App, Error, Result, Who};
use archive::{Archive, Binding, Written};
use domain::assessment::Assessment;
use domain::audit::Entry;
use domain::authority::Action;
use domain::change::{Change, Versioned};
use domain::day::Instant;
use domain::dossier::{
    self, Build, BuildState, Difference, Dossier, LABELS, PaperForm, differences, volume_name,
};
use domain::id::{AssessmentId, DossierId};
use domain::job::JobState;
use domain::refused::Refused;
use plate::Plates;
use std::fs::File;
use std::io::{Seek, SeekFrom};
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
pub async fn order(app: &App, who: &Who, id: AssessmentId, form: PaperForm) -> Result<DossierId> {
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
        form,
        volumes: 0,
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
    let (out, blobs) = (path(app, id), app.store.blobs().clone());
    let waiting = out.with_extension("sheets");
    let binding = Binding {
        form: held.form,
        plates: Plates::new(blobs.clone(), app.reader.clone(), app.ids.clone(), waiting),
        press: app.press.clone(),
        fonts: app.store.data().join("fonts"),
    };
    let archive = Archive::create(&out, blobs, held.as_of, binding)?;
    let Written { made, parts, volumes } = archive.write(dossier, teller).await?;
    let said = format!("已生成 {} 个文件，共 {} KB。", parts.len(), made.size / 1024);
    let mut tx = app.store.begin().await?;
    tx.apply(&app.own_stamp(held.bureau, "job"), dossier::finish(&held, made, parts, volumes)).await?;
    tx.commit().await?;
    Ok(Report::new(said))
}

/// What is taken away of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    Archive,
    /// A volume of the PDF, counted from 1.
    Volume(usize),
    Labels,
}

/// A file that is taken away: from where it stands on, so many bytes.
#[derive(Debug)]
pub struct Taken {
    pub build: Versioned<Build>,
    pub name: String,
    pub file: File,
    pub size: u64,
}

/// Opens a build, or a PDF of it, to be taken away; that is audited.
pub async fn take(app: &App, who: &Who, id: DossierId, wanted: Wanted) -> Result<Taken> {
    let mut tx = app.store.begin().await?;
    let held = tx.dossier(id).await?;
    allowed(&mut tx, who, held.assessment, Action::ViewScore).await?;
    let Some(made) = held.archive.clone() else {
        return Err(Error::rule("这份档案还没有生成好。"));
    };
    let path = path(app, id);
    let inside = match wanted {
        Wanted::Archive => None,
        Wanted::Volume(volume) if (1..=held.volumes).contains(&volume) => {
            Some(volume_name(volume, held.volumes))
        }
        Wanted::Labels if held.volumes > 0 => Some(LABELS.to_owned()),
        Wanted::Volume(_) | Wanted::Labels => return Err(Refused::NotFound.into()),
    };
    let name = inside.clone().unwrap_or_else(|| format!("迎检档案{}.zip", held.as_of));
    let opened = tokio::task::spawn_blocking(move || open(&path, inside.as_deref())).await?;
    let (file, size) =
        opened.ok_or_else(|| Error::rule("这份档案的文件已经不在服务器上了，请重新生成一份。"))?;
    let entry = Entry::new(Action::MakeDossier, id).field("taken", &made.digest).field("file", &name);
    tx.apply(&app.stamp(who), Change::new((), entry)).await?;
    tx.commit().await?;
    Ok(Taken { build: held, name, file, size })
}

/// The ZIP, or one file that stands in it as it is; and its bytes.
fn open(path: &Path, inside: Option<&str>) -> Option<(File, u64)> {
    let mut file = File::open(path).ok()?;
    let Some(name) = inside else {
        let size = file.metadata().ok()?.len();
        return Some((file, size));
    };
    let mut zip = zip::ZipArchive::new(file.try_clone().ok()?).ok()?;
    let entry = zip.by_name(name).ok().filter(|it| it.compression() == zip::CompressionMethod::Stored)?;
    let (start, size) = (entry.data_start()?, entry.size());
    drop(entry);
    file.seek(SeekFrom::Start(start)).ok()?;
    Some((file, size))
}

/// How far a build is, for those who may see its assessment.
pub async fn state(app: &App, who: &Who, id: DossierId) -> Result<DossierLine> {
    let mut view = app.store.view().await?;
    let line = view.dossier_line(id).await?;
    allowed(&mut view, who, line.build.assessment, Action::ViewScore).await?;
    Ok(line)
}

/// A build as the list shows it, for those who may delete it.
pub async fn line(app: &App, who: &Who, id: DossierId) -> Result<DossierLine> {
    let mut view = app.store.view().await?;
    let line = view.dossier_line(id).await?;
    allowed(&mut view, who, line.build.assessment, Action::MakeDossier).await?;
    Ok(line)
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
    if matches!(tx.dossier_line(id).await?.job, Some(JobState::Ready | JobState::Running)) {
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
    drawn::forget(path).map_err(StoreError::Io)?;
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::Io(error).into()),
        _ => Ok(()),
    }
}
