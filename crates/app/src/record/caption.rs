//! 照片说明: what was written under the photos of a record, and what is known where nothing was.

use super::seen;
use crate::thumbnail::pictured;
use crate::{App, Result, Who};
use domain::authority::{self, Action};
use domain::file::File;
use domain::id::{FileId, RecordId};
use domain::record::Record;
use domain::record::caption::{self, Caption};
use store::{Conn, PhotoRow};

/// A photo with its caption.
#[derive(Debug, Clone)]
pub struct Captioned {
    pub file: File,
    pub caption: Caption,
}

/// The photos of a record in their order, each with what was written under it or else is known.
pub async fn captioned(view: &mut Conn, record: &Record) -> Result<Vec<Captioned>> {
    let files = view.files_of_record(record.id).await?;
    let photos = view.photos_of_record(record.id).await?;
    let people = view.people_of_record(record.id).await?;
    captions_of(view, record, &files, &photos, &people).await
}

/// The same, of what was fetched before.
pub(super) async fn captions_of(
    view: &mut Conn,
    record: &Record,
    files: &[File],
    photos: &[PhotoRow],
    people: &[(String, Option<i64>)],
) -> Result<Vec<Captioned>> {
    let written = view.captions(record.id).await?;
    let names: Vec<String> = people.iter().map(|(name, _)| name.clone()).collect();
    let images = files.iter().filter(|file| pictured(file, photos));
    let captioned = images.map(|file| {
        let own = written.iter().find(|(id, _)| *id == file.id).map(|(_, caption)| caption.clone());
        let taken = photos.iter().find(|photo| photo.file == file.id).and_then(|photo| photo.taken);
        let caption = own.unwrap_or_else(|| Caption::known(record, taken, &names));
        Captioned { file: file.clone(), caption }
    });
    Ok(captioned.collect())
}

/// The page on which the filer writes.
#[derive(Debug, Clone)]
pub struct CaptionPage {
    pub record: Record,
    pub photos: Vec<Captioned>,
}

/// The captions of one's own record.
pub async fn captions(app: &App, who: &Who, id: RecordId) -> Result<CaptionPage> {
    authority::require_any(who, Action::FileRecord)?;
    let mut view = app.store.view().await?;
    let record = super::own(&mut view, who, id).await?.row;
    Ok(CaptionPage { photos: captioned(&mut view, &record).await?, record })
}

/// 写照片说明.
pub async fn write_captions(app: &App, who: &Who, id: RecordId, typed: Vec<(FileId, Caption)>) -> Result<()> {
    authority::require_any(who, Action::FileRecord)?;
    let mut tx = app.store.begin().await?;
    let record = seen(app, &mut tx, who, id).await?;
    tx.apply(&app.stamp(who), caption::write(&record, who, typed)?).await?;
    Ok(tx.commit().await?)
}
