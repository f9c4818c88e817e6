//! A paper comes in: read, kept, turned into a tree. A 密级 mark or an unreadable file stops before
//! anything is stored.

use super::{held, org};
use crate::reading::Read;
use crate::{App, Error, Result, Who};
use domain::audit::Entry;
use domain::authority::{Action, require_any};
use domain::change::Change;
use domain::draft::{Draft, DraftRow, DraftState, build, row};
use domain::file::File;
use domain::id::{DraftId, FileId};
use store::{NewDraft, NewFile};

/// Longest pasted text, in characters.
pub const MAX_PASTE: usize = 300_000;

/// A paper as it arrives.
#[derive(Debug, Clone, Default)]
pub struct Arrival {
    pub name: String,
    pub bytes: Vec<u8>,
    /// The charset that the user chose.
    pub charset: Option<String>,
    /// The draft that this paper revises.
    pub revises: Option<DraftId>,
}

/// Imports a file.
pub async fn import(app: &App, who: &Who, arrival: Arrival) -> Result<DraftId> {
    let change = prepare(app, who, arrival).await?;
    let id = change.next.1.0.id;
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(who), change).await?;
    tx.commit().await?;
    Ok(id)
}

/// Reads and keeps a file, and makes a draft of it; the caller writes it.
pub(crate) async fn prepare(app: &App, who: &Who, arrival: Arrival) -> Result<Change<Drawn>> {
    require_any(who, Action::ImportPlan)?;
    if let Some(old) = arrival.revises {
        let mut view = app.store.view().await?;
        held(&mut view, who, old).await?;
    }
    let (arrival, read, digest) = read_and_keep(app, arrival).await?;
    let size = i64::try_from(arrival.bytes.len()).unwrap_or(i64::MAX);
    let file = file(app, who, &arrival.name, digest, size, &arrival.bytes);
    draw(app, who, read, arrival.name, Some(file), arrival.revises).await
}

/// The row of a paper that was kept; `head` tells its kind.
pub(crate) fn file(app: &App, who: &Who, name: &str, digest: String, size: i64, head: &[u8]) -> File {
    File {
        id: app.ids.make(),
        bureau: who.bureau,
        digest,
        name: name.to_owned(),
        media: media(head).to_owned(),
        size,
        uploader: Some(who.person),
        uploaded: app.now(),
    }
}

/// Imports pasted text.
pub async fn paste(app: &App, who: &Who, text: &str, revises: Option<DraftId>) -> Result<DraftId> {
    require_any(who, Action::ImportPlan)?;
    let count = text.chars().count();
    if text.trim().is_empty() {
        return Err(Error::field("text", "请粘贴方案全文，或者选择一个文件。"));
    }
    if count > MAX_PASTE {
        return Err(Error::field(
            "text",
            format!("粘贴的文字太多（{count} 字），最多 {MAX_PASTE} 字。请改为上传文件。"),
        ));
    }
    let arrival = Arrival {
        name: "粘贴的文字.txt".into(),
        bytes: text.as_bytes().to_vec(),
        charset: Some("UTF-8".into()),
        revises,
    };
    import(app, who, arrival).await.map_err(|error| in_field(error, "text"))
}

/// The refusal of a file shown at another field.
fn in_field(error: Error, field: &str) -> Error {
    match error.fields() {
        [only] if only.field == "file" => Error::field(field, only.sentence.clone()),
        _ => error,
    }
}

/// Reads the kept file again in another charset. What was decided is lost: only a fresh draft is.
pub async fn reread(app: &App, who: &Who, id: DraftId, version: i64, charset: &str) -> Result<()> {
    let mut view = app.store.view().await?;
    let draft = held(&mut view, who, id).await?;
    row::open(&draft)?;
    let file: FileId = draft.file.ok_or_else(|| Error::rule("这份草稿没有保存原文件，不能换编码重读。"))?;
    let file = view.file(file).await?;
    let org = org(&mut view, who, app.today()).await?;
    drop(view);
    let (blobs, reader, charset) = (app.store.blobs().clone(), app.reader.clone(), charset.to_owned());
    let read = tokio::task::spawn_blocking(move || -> Result<Read> {
        let mut from = blobs.open_blob(&file.digest)?;
        reader
            .read(&mut from, Some(&file.name), Some(&charset))
            .map_err(|sentence| Error::field("charset", sentence))
    })
    .await??;
    let tree = build(&read.paper(), &read.text, &org, app.today());
    let mut tx = app.store.begin().await?;
    let mut next = draft.to(DraftRow {
        class: tree.header.class.clone(),
        reading: json(&read)?,
        tree,
        ..draft.row.clone()
    });
    next.version = version;
    let entry = Entry::new(Action::EditDraft, id).field("edit", "reread");
    tx.apply(&app.stamp(who), Change::new(next, entry)).await?;
    Ok(tx.commit().await?)
}

/// Reads first, keeps second: what may not be stored is not stored.
async fn read_and_keep(app: &App, arrival: Arrival) -> Result<(Arrival, Read, String)> {
    let (reader, blobs, name) = (app.reader.clone(), app.store.blobs().clone(), app.ids.next());
    tokio::task::spawn_blocking(move || {
        let read = reader
            .read(&mut arrival.bytes.as_slice(), Some(&arrival.name), arrival.charset.as_deref())
            .map_err(|sentence| Error::field("file", sentence))?;
        let kept = blobs.keep(name, &mut arrival.bytes.as_slice())?;
        Ok((arrival, read, kept.digest))
    })
    .await?
}

/// Media type by content.
fn media(bytes: &[u8]) -> &'static str {
    match bytes {
        [b'P', b'K', 3, 4, ..] => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        [b'%', b'P', b'D', b'F', ..] => "application/pdf",
        _ => "text/plain",
    }
}

fn json(read: &Read) -> Result<String> {
    serde_json::to_string(read).map_err(|error| Error::fault("reading", error))
}

/// A draft of what was read, with the file it came from.
pub(crate) type Drawn = (Option<NewFile>, NewDraft);

/// Makes a draft of what was read; the caller writes it.
pub(crate) async fn draw(
    app: &App,
    who: &Who,
    read: Read,
    name: String,
    file: Option<File>,
    revises: Option<DraftId>,
) -> Result<Change<Drawn>> {
    if let Some(old) = revises {
        let mut view = app.store.view().await?;
        held(&mut view, who, old).await?;
    }
    let mut view = app.store.view().await?;
    let org = org(&mut view, who, app.today()).await?;
    drop(view);
    let tree: Draft = build(&read.paper(), &read.text, &org, app.today());
    let id: DraftId = app.ids.make();
    let row = DraftRow {
        id,
        bureau: who.bureau,
        file: file.as_ref().map(|file| file.id),
        name,
        class: tree.header.class.clone(),
        state: DraftState::Open,
        reading: json(&read)?,
        tree,
        author: who.person,
        created: app.now(),
        updated: app.now(),
        plan: None,
        revises,
    };
    Ok(Change::new((file.map(NewFile), NewDraft(row)), Entry::new(Action::ImportPlan, id)))
}
