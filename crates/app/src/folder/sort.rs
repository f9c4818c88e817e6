//! The work of the job: looks at every file of a folder, keeps what records may hold, and sorts them
//! into activities. Broken off and begun anew, it goes on where it was.

use super::row;
use super::unpack::{self, Piece, Unpacked};
use crate::file::{MAX_FILE, sniff};
use crate::job::{Report, Teller};
use crate::reading::{Read as Reading, is_secret};
use crate::{App, Error, Result, Who, record_kind, thumbnail};
use domain::account::AccountState;
use domain::audit::Entry;
use domain::authority::{self, Action, Scope};
use domain::change::Change;
use domain::day::Day;
use domain::file::File;
use domain::folder::guess::{Found, Guessed, World, bundles};
use domain::folder::{self, Bundle, BundleState, Folder, FolderFile, FolderState, MAX_FOLDER_FILES, Told};
use domain::id::{FolderId, UnitId};
use std::io::{Read, Seek};
use store::{Arrived, LookedAt, NewBundle, NewFile, NewFolderFiles, StoreError};

/// Files of one reading.
const PART: i64 = 200;
/// Characters of a paper that are kept for its record.
const EXCERPT: usize = 2_000;

/// Sorts a folder. Done again it does nothing.
pub(crate) async fn sort(app: &App, id: FolderId, teller: &Teller) -> Result<Report> {
    let held = match app.store.view().await?.folder(id).await {
        Ok(held) => held,
        Err(StoreError::NotFound) => return Ok(Report::new("文件夹已经不在了。")),
        Err(error) => return Err(error.into()),
    };
    if held.state != FolderState::Received {
        return Ok(Report::new("已经整理过。"));
    }
    let who = bringer(app, &held).await?;
    let (mut files, mut done) = (all(app, id).await?, 0);
    while let Some(file) = files.get(done) {
        if done.is_multiple_of(10) {
            let note = format!("正在看第 {} 个文件，共 {} 个", done + 1, files.len());
            teller.tell((done * 90 / files.len()) as i64, &note).await;
        }
        let mut more = false;
        if file.note.is_empty() && file.file.is_none() {
            more = look_at(app, &who, file).await?;
        }
        done += 1;
        if more {
            // What came out of an archive stands behind all others.
            files = all(app, id).await?;
        }
    }
    teller.tell(92, "正在按活动分组").await;
    let files = all(app, id).await?;
    examine_photos(app, &files).await?;
    let guessed = guess(app, &who, id, &files).await?;
    let count = guessed.len();
    let mut tx = app.store.begin().await?;
    let stamp = app.stamp(&who);
    for bundle in guessed {
        let entry = Entry::new(Action::ImportRecords, bundle.bundle.id).field("state", "open");
        tx.apply(&stamp, Change::new(bundle, entry)).await?;
    }
    tx.apply(&stamp, folder::sorted(&held, count)).await?;
    tx.commit().await?;
    Ok(Report::new(format!("分成 {count} 组，等人核对。")))
}

/// Who brought the folder, as of now: whose rights went meanwhile, brings nothing any more.
async fn bringer(app: &App, held: &Folder) -> Result<Who> {
    let mut view = app.store.view().await?;
    let account = view.account(held.account).await?;
    if account.state != AccountState::Active {
        return Err(Error::rule("上传的人账号已停用，没有再整理。"));
    }
    let who = Who { actor: view.actor(&account, app.today()).await?, source: "job".into() };
    authority::require_any(&who, Action::ImportRecords)?;
    Ok(who)
}

async fn all(app: &App, id: FolderId) -> Result<Vec<FolderFile>> {
    let mut view = app.store.view().await?;
    let (mut files, mut after) = (Vec::new(), 0);
    loop {
        let part = view.folder_files(id, after, PART).await?;
        let Some(last) = part.last() else { return Ok(files) };
        after = last.position;
        files.extend(part);
    }
}

/// What came of a look at a file.
enum Seen {
    /// It is not kept; of what is marked as secret not even the name is.
    Left {
        why: String,
        secret: bool,
    },
    Kept {
        media: &'static str,
        told: Told,
    },
    /// An archive: its files are looked at in its place.
    Unpacked(Vec<Piece>),
}

/// Looks at a file and writes down what came of it. Says whether there is more to look at now.
async fn look_at(app: &App, who: &Who, it: &FolderFile) -> Result<bool> {
    let mut view = app.store.view().await?;
    let twice = if view.bytes_in_record(it.bureau, &it.digest).await? {
        Some("同样的文件已经用在纪实里，没有重复收下。")
    } else if view.bytes_in_folder(it).await? {
        Some("同样的文件已经收过一份，没有重复收下。")
    } else {
        None
    };
    drop(view);
    let seen = match twice {
        Some(why) => {
            discard(app, it).await?;
            Seen::Left { why: why.to_owned(), secret: false }
        }
        None => open(app, it).await?,
    };
    let mut tx = app.store.begin().await?;
    let stamp = app.stamp(who);
    match seen {
        Seen::Unpacked(pieces) => {
            drop(tx);
            return spread(app, who, it, pieces).await.map(|()| true);
        }
        Seen::Left { why, secret } => {
            let path = if secret { "标有密级的文件".to_owned() } else { it.path.clone() };
            let next = FolderFile { path, upload: None, digest: String::new(), note: why, ..it.clone() };
            let entry = Entry::new(Action::ImportRecords, it.folder).field("left_out", it.position);
            tx.apply(&stamp, Change::new(LookedAt(next), entry)).await?;
        }
        Seen::Kept { media, told } => {
            let file = File {
                id: app.ids.make(),
                bureau: it.bureau,
                digest: it.digest.clone(),
                name: name(it).chars().take(120).collect(),
                media: media.to_owned(),
                size: it.size,
                uploader: Some(who.person),
                uploaded: app.now(),
            };
            let next = FolderFile { upload: None, file: Some(file.id), told, ..it.clone() };
            let entry = Entry::new(Action::ImportRecords, file.id).field("digest", &file.digest);
            tx.apply(&stamp, Change::new((NewFile(file), LookedAt(next)), entry)).await?;
        }
    }
    tx.commit().await?;
    Ok(false)
}

/// The files of an archive become files of the folder; of the archive itself stays only what is told of it.
async fn spread(app: &App, who: &Who, it: &FolderFile, pieces: Vec<Piece>) -> Result<()> {
    let first = app.store.view().await?.folder_size(it.folder).await?;
    let note = unpack::told(&pieces);
    let (mut rows, mut stays) = (Vec::new(), Vec::new());
    for (position, piece) in (first + 1..).zip(pieces) {
        match piece.file {
            Ok(file) => {
                rows.push(row(who, it.folder, position, piece.path, Some(&file), ""));
                stays.push(file);
            }
            Err(why) => rows.push(row(who, it.folder, position, piece.path, None, &why)),
        }
    }
    let stays = tokio::task::spawn_blocking(move || {
        // They lie in one folder, which is synced once.
        stays.last().map_or(Ok(()), Arrived::settle).map(|()| stays)
    })
    .await??;
    let mut tx = app.store.begin().await?;
    let next = FolderFile { upload: None, digest: String::new(), note, ..it.clone() };
    let entry = Entry::new(Action::ImportRecords, it.folder)
        .field("unpacked", it.position)
        .field("files", rows.len());
    tx.apply(&app.stamp(who), Change::new((LookedAt(next), NewFolderFiles(rows)), entry)).await?;
    tx.commit().await?;
    stays.into_iter().for_each(Arrived::stay);
    discard(app, it).await
}

fn name(it: &FolderFile) -> &str {
    it.path.rsplit('/').next().unwrap_or_default()
}

async fn discard(app: &App, it: &FolderFile) -> Result<()> {
    let (blobs, upload) = (app.store.blobs().clone(), it.upload);
    Ok(tokio::task::spawn_blocking(move || upload.map_or(Ok(()), |name| blobs.discard(name))).await??)
}

/// Opens a file, reads it if it is a paper, and keeps it. What is marked as secret is not kept.
async fn open(app: &App, it: &FolderFile) -> Result<Seen> {
    let room = MAX_FOLDER_FILES as i64 - app.store.view().await?.folder_size(it.folder).await?;
    let (blobs, reader, it) = (app.store.blobs().clone(), app.reader.clone(), it.clone());
    let app = app.clone();
    tokio::task::spawn_blocking(move || {
        let size = u64::try_from(it.size).unwrap_or(0);
        let waiting = it.upload.map(|name| blobs.waiting(name, &it.digest, size)).transpose()?.flatten();
        let left = |why: &str| Ok(Seen::Left { why: why.to_owned(), secret: false });
        let (mut from, head) = match &waiting {
            Some(file) => (file.open()?, file.head.clone()),
            // After a crash at the wrong moment it stands in its place already.
            None => {
                let Ok(kept) = blobs.open_blob(&it.digest) else {
                    return left("上传的文件已经不在了。");
                };
                let mut head = Vec::new();
                kept.take(64 * 1024).read_to_end(&mut head).map_err(StoreError::Io)?;
                (blobs.open_blob(&it.digest)?, head)
            }
        };
        if unpack::is_archive(&head) {
            match unpack::unpack(
                &app,
                from.try_clone().map_err(StoreError::Io)?,
                &it.path,
                room.max(0) as usize,
            )? {
                Unpacked::Files(pieces) => return Ok(Seen::Unpacked(pieces)),
                Unpacked::Refused(why) => {
                    it.upload.map_or(Ok(()), |name| blobs.discard(name))?;
                    return left(&why);
                }
                Unpacked::Document if size > MAX_FILE => {
                    it.upload.map_or(Ok(()), |name| blobs.discard(name))?;
                    return left("超过 50 MB，没有收下。");
                }
                Unpacked::Document => from.rewind().map_err(StoreError::Io)?,
            }
        }
        if unpack::is_foreign(&head) {
            it.upload.map_or(Ok(()), |name| blobs.discard(name))?;
            return left("这种压缩包解不开，没有收下。请解开以后再传，或者改用 zip 格式。");
        }
        let Some(media) = sniff(&head) else {
            it.upload.map_or(Ok(()), |name| blobs.discard(name))?;
            return left("不是能收的文件，没有收下。");
        };
        let mut told = Told::default();
        if is_paper(media) {
            match reader.read(&mut from, Some(name(&it)), None) {
                Ok(read) => told = told_by(&read),
                Err(why) if is_secret(&why) => {
                    it.upload.map_or(Ok(()), |name| blobs.discard(name))?;
                    return Ok(Seen::Left { why, secret: true });
                }
                // A file that cannot be read is kept as it is: it tells nothing, and proves all the same.
                Err(_) => {}
            }
        }
        if let Some(file) = waiting {
            blobs.adopt(file)?;
        }
        Ok(Seen::Kept { media, told })
    })
    .await?
}

fn is_paper(media: &str) -> bool {
    media == "application/pdf" || media == "text/plain" || media.ends_with("wordprocessingml.document")
}

/// Title, day and words of a paper.
fn told_by(read: &Reading) -> Told {
    let paper = read.paper();
    let body = read.paragraphs.iter().filter(|it| it.kind == "body").map(|it| it.text.trim());
    let text: String = body.filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n");
    let day =
        paper.date.as_deref().and_then(|it| it.parse::<Day>().ok().or_else(|| Day::parse_loose(it).ok()));
    Told { title: paper.title.unwrap_or_default(), day, text: text.chars().take(EXCERPT).collect() }
}

/// Small pictures and capture times; what was done before is passed over.
async fn examine_photos(app: &App, files: &[FolderFile]) -> Result<()> {
    for id in files.iter().filter_map(|it| it.file) {
        let file = app.store.view().await?.file(id).await?;
        if thumbnail::readable(&file) {
            thumbnail::run(app, id).await?;
        }
    }
    Ok(())
}

async fn guess(app: &App, who: &Who, id: FolderId, files: &[FolderFile]) -> Result<Vec<NewBundle>> {
    let units = units(app, who).await?;
    let mut view = app.store.view().await?;
    let taken = view.days_of_photos(id).await?;
    let kinds = record_kind::kinds(&mut view, who.bureau).await?;
    let own = who.units.first().copied().or_else(|| units.first().map(|(id, _)| *id));
    let own = match own {
        Some(unit) => unit,
        None => view.bureau(who.bureau).await?.root,
    };
    let kept: Vec<&FolderFile> = files.iter().filter(|it| it.file.is_some() && it.bundle.is_none()).collect();
    let found: Vec<Found> = kept
        .iter()
        .map(|it| Found {
            parts: it.path.split('/').map(str::to_owned).collect(),
            taken: it.file.and_then(|id| taken.get(&id).copied()),
            told: it.told.clone(),
        })
        .collect();
    let world = World { kinds: &kinds.offered, units: &units, own };
    let bundle = |(position, it): (i64, Guessed)| NewBundle {
        files: it.files.iter().map(|at| kept[*at].position).collect(),
        bundle: Bundle {
            id: app.ids.make(),
            folder: id,
            bureau: who.bureau,
            position,
            state: BundleState::Open,
            fields: it.fields,
            reasons: it.reasons,
            record: None,
        },
    };
    Ok((1..).zip(bundles(&found, world)).map(bundle).collect())
}

/// The units for which someone may bring records of before: id and name.
pub(super) async fn units(app: &App, who: &Who) -> Result<Vec<(UnitId, String)>> {
    let mut view = app.store.view().await?;
    let everywhere = who.reach(Action::ImportRecords) == Some(Scope::All);
    let mut own = who.units.clone();
    for unit in who.granted_units(Action::ImportRecords) {
        own.extend(view.descendants(unit).await?);
    }
    let all = view.units(who.bureau, app.today()).await?;
    let may = |id: &UnitId| everywhere || own.contains(id);
    Ok(all.into_iter().filter(|it| may(&it.row.id)).map(|it| (it.row.id, it.row.name)).collect())
}
