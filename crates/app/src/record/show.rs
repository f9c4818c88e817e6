//! One record as its page shows it, with its files and what is made of them.

use super::caption::captions_of;
use super::{Captioned, reviews, seen};
use crate::file::inline;
use crate::record_kind;
use crate::thumbnail::public_copy;
use crate::{App, Error, Result, Who};
use domain::change::Versioned;
use domain::file::File;
use domain::id::{FileId, RecordId};
use domain::record::proof::{self, FileFacts};
use domain::record::{Record, RecordState};
use domain::record_kind::RecordKind;
use domain::remark::{Filed, PhotoFacts, Remark};
use store::{Made, PhotoRow, WorkRow};

/// Everything the page of a record shows.
#[derive(Debug, Clone)]
pub struct RecordPage {
    pub record: Versioned<Record>,
    pub author: String,
    pub unit: String,
    /// The kind as the bureau uses it now.
    pub kind: Option<RecordKind>,
    /// Who took part, by name.
    pub people: Vec<(String, Option<i64>)>,
    pub files: Vec<File>,
    /// Its photos with what stands under them.
    pub photos: Vec<Captioned>,
    /// What the rules of the kind find.
    pub proof: Vec<proof::Line>,
    /// What was seen on it, and what its author says to that.
    pub remarks: Vec<Versioned<Remark>>,
    pub rows: Vec<WorkRow>,
    pub history: Vec<store::Happened>,
    pub verdicts: Vec<store::VerdictRow>,
    pub may_review: bool,
    /// Whether the reviewer would judge their own, as the only person of the office.
    pub alone: bool,
    pub own: bool,
    /// The folder of before out of which it was made (补录).
    pub origin: Option<String>,
}

/// One record.
pub async fn page(app: &App, who: &Who, id: RecordId) -> Result<RecordPage> {
    let mut view = app.store.view().await?;
    let record = seen(app, &mut view, who, id).await?;
    let rows = view.rows_of(&record.assignments).await?;
    let office = view.office_people(who.bureau).await?;
    let own = record.author == who.person;
    let alone = own && office.as_slice() == [who.person];
    let may_review = record.state == RecordState::Filed && reviews(who, &rows) && (!own || alone);
    let kinds = record_kind::kinds(&mut view, who.bureau).await?;
    let kind = kinds.get(&record.kind).cloned();
    let files = view.files_of_record(id).await?;
    let filed = view.filed_at(id).await?.map_or_else(|| app.today(), domain::Day::of_instant);
    let (photos, people) = (view.photos_of_record(id).await?, view.people_of_record(id).await?);
    Ok(RecordPage {
        proof: kind.as_ref().map_or_else(Vec::new, |kind| checked(&record, kind, (&files, &photos), filed).0),
        photos: captions_of(&mut view, &record, &files, &photos, &people).await?,
        remarks: view.remarks(id).await?,
        people,
        kind,
        author: view.person(record.author).await?.row.name,
        // Papers print the name of their day.
        unit: match view.unit_name_on(record.unit, record.day).await {
            Ok(name) => name,
            Err(_) => view.unit(record.unit).await?.row.name,
        },
        files,
        history: view.happened(who.bureau, &[id.0], 300).await?,
        verdicts: view.verdicts(who.bureau, &[id]).await?,
        rows,
        origin: view.folder_of_record(id).await?,
        record,
        may_review,
        alone,
        own,
    })
}

/// The check of a record by the rules of its kind, and what its photos contradict.
pub(super) fn checked(
    record: &Record,
    kind: &RecordKind,
    (files, photos): (&[File], &[PhotoRow]),
    today: domain::Day,
) -> (Vec<proof::Line>, Vec<proof::Line>) {
    let facts = |it: &File| FileFacts {
        name: it.name.clone(),
        media: it.media.clone(),
        size: it.size,
        pixels: photos.iter().find(|photo| photo.file == it.id).map(|photo| (photo.width, photo.height)),
    };
    let lines = proof::check(record, kind, &files.iter().map(facts).collect::<Vec<_>>(), today);
    let photos = photos.iter().map(|it| PhotoFacts { file: it.file, taken: it.taken, elsewhere: Vec::new() });
    let photos: Vec<PhotoFacts> = photos.collect();
    let seen = domain::remark::look(record, today, &photos, &[], Filed::default());
    let told = seen.into_iter().filter(|it| !it.kind.neutral());
    let told = told.map(|it| proof::Line { mark: proof::Mark::Look, text: it.text }).collect();
    (lines, told)
}

/// A file of a record that the actor may see, opened.
pub async fn open_file(app: &App, who: &Who, id: RecordId, file: FileId) -> Result<(File, std::fs::File)> {
    let mut view = app.store.view().await?;
    seen(app, &mut view, who, id).await?;
    let file = view.file_of_record(id, file).await?;
    drop(view);
    let (blobs, digest) = (app.store.blobs().clone(), file.digest.clone());
    let opened = tokio::task::spawn_blocking(move || blobs.open_blob(&digest)).await??;
    Ok((file, opened))
}

/// The small picture of a photo of a record that the actor may see; none where there is none yet.
pub async fn open_thumbnail(
    app: &App,
    who: &Who,
    id: RecordId,
    file: FileId,
) -> Result<Option<std::fs::File>> {
    let mut view = app.store.view().await?;
    seen(app, &mut view, who, id).await?;
    let (file, read) = (view.file_of_record(id, file).await?, view.knows_photo(file).await?);
    drop(view);
    let (blobs, reader, name) = (app.store.blobs().clone(), app.reader.clone(), app.ids.next());
    let opened = tokio::task::spawn_blocking(move || {
        let small = blobs.open_made(Made::Thumbnail, &file.digest)?;
        if small.is_some() || !read || inline(&file.media) {
            return Ok::<_, Error>(small);
        }
        // Small pictures can be lost, and no browser shows the original: its copy is made again.
        Ok(public_copy(&blobs, &*reader, name, &file.digest, &file.media)?.ok())
    });
    opened.await?
}

/// What was made of a photo of a record that the actor may see; none where it was not made yet.
pub async fn open_made(
    app: &App,
    who: &Who,
    id: RecordId,
    file: FileId,
    made: Made,
) -> Result<Option<std::fs::File>> {
    let mut view = app.store.view().await?;
    seen(app, &mut view, who, id).await?;
    let file = view.file_of_record(id, file).await?;
    drop(view);
    let (blobs, digest) = (app.store.blobs().clone(), file.digest);
    Ok(tokio::task::spawn_blocking(move || blobs.open_made(made, &digest)).await??)
}
