//! 整理旧资料: a folder of before is taken in whole, a job looks at every file and sorts them into
//! activities, people correct and confirm these, and records are made. Bytes that are here already make
//! nothing twice.

mod review;
mod sort;
mod unpack;

pub use review::{BundleRow, Deed, Done, FolderPage, Picked, decide, open_thumbnail, show};
pub(crate) use sort::sort;

use crate::file::MAX_FILE;
use crate::job::hurry;
use crate::{App, Error, Result, Who};
use domain::audit::Entry;
use domain::authority::{self, Action, Scope};
use domain::change::{Change, Versioned};
use domain::day::Instant;
use domain::folder::{self, Folder, FolderFile, FolderState, MAX_ARCHIVE, MAX_FOLDER_FILES, Told};
use domain::id::{FolderId, JobId};
use domain::job::{Job, Work};
use domain::refused::Refused;
use store::{Arrived, Conn, FolderLine, NewFolder, NewFolderFiles};

/// Folders on one page of the list.
pub const PAGE: i64 = 30;

/// A file with the folders in which it lay.
#[derive(Debug)]
pub struct Brought {
    pub path: String,
    pub file: Arrived,
}

/// Takes files in: into a new folder, or into one that is not complete yet. Where no more are to come,
/// its job begins.
pub async fn take(
    app: &App,
    who: &Who,
    into: Option<FolderId>,
    brought: Vec<Brought>,
    more: bool,
) -> Result<FolderId> {
    authority::require_any(who, Action::ImportRecords)?;
    let (id, first) = match into {
        Some(id) => {
            let mut view = app.store.view().await?;
            let held = own(&mut view, who, id).await?;
            if held.state != FolderState::Open {
                return Err(Error::rule("这个文件夹已经收齐，不能再加文件。请另传一次。"));
            }
            (id, view.folder_size(id).await?)
        }
        None => (app.ids.make(), 0),
    };
    if brought.is_empty() && into.is_none() {
        return Err(Error::field("files", "没有选到文件，请选择一个文件夹，或者一次选多个文件。"));
    }
    if first + brought.len() as i64 > MAX_FOLDER_FILES as i64 {
        let sentence = format!("一次最多整理 {MAX_FOLDER_FILES} 个文件。请按年份或科室分几次传。");
        return Err(Error::field("files", sentence));
    }
    let name = brought.first().map_or_else(String::new, |it| heap(&it.path));
    let (rows, stays) = sift(who, id, first, brought);
    let stays = tokio::task::spawn_blocking(move || {
        // They lie in one folder, which is synced once.
        stays.last().map_or(Ok(()), Arrived::settle).map(|()| stays)
    })
    .await??;
    let mut tx = app.store.begin().await?;
    let stamp = app.stamp(who);
    if into.is_none() {
        let row = Folder {
            id,
            bureau: who.bureau,
            account: who.account,
            name,
            state: FolderState::Open,
            job: None,
            created: app.now(),
        };
        let entry = Entry::new(Action::ImportRecords, id).field("state", "open");
        tx.apply(&stamp, Change::new(NewFolder(row), entry)).await?;
    }
    let entry = Entry::new(Action::ImportRecords, id).field("files", rows.len());
    tx.apply(&stamp, Change::new(NewFolderFiles(rows), entry)).await?;
    let job: JobId = app.ids.make();
    if !more {
        let work = Work::SortFolder { folder: id };
        let put = Job { id: job, bureau: Some(who.bureau), work, run_at: app.now() };
        let held = tx.folder(id).await?;
        tx.apply(&stamp, folder::close(&held, job)?.with_job(put)).await?;
    }
    tx.commit().await?;
    stays.into_iter().for_each(Arrived::stay);
    if !more {
        hurry(app, job).await?;
    }
    Ok(id)
}

/// What the folder is called: the topmost one, or plainly that there was none.
fn heap(path: &str) -> String {
    match folder::parts(path).unwrap_or_default().as_slice() {
        [top, _, ..] => top.chars().take(80).collect(),
        [one] if folder::below(one) != one => folder::below(one).chars().take(80).collect(),
        _ => "零散文件".into(),
    }
}

/// The rows of what arrived, and the files that a row waits for; the others go.
fn sift(who: &Who, id: FolderId, first: i64, brought: Vec<Brought>) -> (Vec<FolderFile>, Vec<Arrived>) {
    let (mut rows, mut stays) = (Vec::new(), Vec::new());
    for (position, it) in (first + 1..).zip(brought) {
        let parts = folder::parts(&it.path);
        let most = if unpack::is_archive(&it.file.head) { MAX_ARCHIVE } else { MAX_FILE };
        let note = match &parts {
            None => "系统自带的文件，或者路径太长，没有收下。",
            Some(_) if it.file.size == 0 => "空文件，没有收下。",
            Some(_) if it.file.size > most => "太大了，没有收下：一个文件最多 50 MB，压缩包最多 2 GB。",
            Some(_) => "",
        };
        let path = parts.map_or_else(|| it.path.chars().take(120).collect(), |parts| parts.join("/"));
        rows.push(row(who, id, position, path, note.is_empty().then_some(&it.file), note));
        if note.is_empty() {
            stays.push(it.file);
        }
    }
    (rows, stays)
}

/// A row that waits for a file, or says why there is none.
fn row(
    who: &Who,
    folder: FolderId,
    position: i64,
    path: String,
    file: Option<&Arrived>,
    note: &str,
) -> FolderFile {
    FolderFile {
        folder,
        bureau: who.bureau,
        position,
        path,
        upload: file.map(Arrived::name),
        digest: file.map(|it| it.digest.clone()).unwrap_or_default(),
        size: file.map_or(0, |it| i64::try_from(it.size).unwrap_or(i64::MAX)),
        file: None,
        bundle: None,
        note: note.to_owned(),
        told: Told::default(),
    }
}

/// A folder of one's own; the office sees all of the bureau.
async fn own(conn: &mut Conn, who: &Who, id: FolderId) -> Result<Versioned<Folder>> {
    let held = conn.folder(id).await?;
    let all = who.reach(Action::ImportRecords) == Some(Scope::All);
    if held.bureau != who.bureau || (!all && held.account != who.account) {
        return Err(Refused::NotFound.into());
    }
    Ok(held)
}

/// Folders that the actor may see, newest first.
pub async fn list(app: &App, who: &Who, before: Option<(Instant, FolderId)>) -> Result<Vec<FolderLine>> {
    authority::require_any(who, Action::ImportRecords)?;
    let all = who.reach(Action::ImportRecords) == Some(Scope::All);
    let account = (!all).then_some(who.account);
    Ok(app.store.view().await?.folders(who.bureau, account, before, PAGE).await?)
}
