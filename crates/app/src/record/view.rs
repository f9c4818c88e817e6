//! A file of a record in the page.

use super::seen;
use crate::preview::{Shown, shown};
use crate::{App, Result, Who};
use domain::file::File;
use domain::id::{FileId, RecordId};
use domain::refused::Refused;

/// A file among those of its record.
#[derive(Debug, Clone)]
pub struct Viewed {
    pub record: RecordId,
    pub title: String,
    pub file: File,
    pub before: Option<FileId>,
    pub after: Option<FileId>,
    pub shown: Shown,
}

/// A file of a record that the actor may see. `text` asks for the words of a PDF file instead of its pages.
pub async fn view(app: &App, who: &Who, id: RecordId, file: FileId, text: bool) -> Result<Viewed> {
    let mut view = app.store.view().await?;
    let record = seen(app, &mut view, who, id).await?;
    let files = view.files_of_record(id).await?;
    drop(view);
    let at = files.iter().position(|it| it.id == file).ok_or(Refused::NotFound)?;
    let file = files[at].clone();
    let shown = shown(app, &file.digest, &file.media, text).await?;
    Ok(Viewed {
        record: id,
        title: record.row.title,
        before: at.checked_sub(1).map(|before| files[before].id),
        after: files.get(at + 1).map(|it| it.id),
        file,
        shown,
    })
}
