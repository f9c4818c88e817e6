//! 收文: registered with its file, handled, or made into the draft of a plan in one step.

use crate::draft::{self, Arrival};
use crate::facts::unit_facts;
use crate::file::{self, Incoming as Upload};
use crate::preview::{Shown, shown};
use crate::reading::{Layout, is_secret};
use crate::sight::visible;
use crate::thumbnail::public_copy;
use crate::turn::{Leaf, Turn};
use crate::{App, Error, Result, Who};
use domain::audit::Entry;
use domain::authority::{self, Action, Decision, Facts};
use domain::change::{Change, Versioned};
use domain::day::Day;
use domain::file::File;
use domain::id::{DraftId, IncomingId, PersonId, UnitId};
use domain::incoming::{self, Incoming, IncomingState, Sheet};
use domain::refused::Refused;
use std::io::Read;
use store::{Conn, IncomingFilter, IncomingRow, NewFile, NewIncoming};

/// Serials of 收文 stand beside those of 机关代字, of which none is written like this.
const SERIAL: &str = "incoming";

async fn facts(app: &App, conn: &mut Conn, it: &Incoming) -> Result<Facts> {
    let units: Vec<UnitId> = it.unit.into_iter().collect();
    let mut people: Vec<PersonId> = it.person.into_iter().collect();
    if let (Some(unit), None) = (it.unit, it.person) {
        people.extend(conn.receivers(unit, app.today()).await?);
    }
    unit_facts(conn, it.bureau, &units, &people).await
}

async fn held(
    app: &App,
    conn: &mut Conn,
    who: &Who,
    id: IncomingId,
    action: Action,
) -> Result<Versioned<Incoming>> {
    let it = conn.incoming(id).await?;
    let facts = facts(app, conn, &it).await?;
    authority::require(who, action, Action::ViewIncoming, &facts)?;
    Ok(it)
}

/// 登记 of a paper that came in, with its file if there is one.
pub async fn register(app: &App, who: &Who, sheet: &Sheet, upload: Option<Upload>) -> Result<IncomingId> {
    authority::require_any(who, Action::RegisterIncoming)?;
    let entered = sheet.parse(app.today())?;
    let file = match upload {
        Some(upload) => Some(kept(app, who, upload).await?),
        None => None,
    };
    let mut tx = app.store.begin().await?;
    let mut tell: Vec<PersonId> = entered.person.into_iter().collect();
    if let Some(unit) = entered.unit {
        if tx.unit(unit).await?.bureau != who.bureau {
            return Err(Refused::NotFound.into());
        }
        if tell.is_empty() {
            tell = tx.receivers(unit, app.today()).await?;
        }
    }
    if let Some(person) = entered.person
        && tx.person(person).await?.bureau != who.bureau
    {
        return Err(Refused::NotFound.into());
    }
    let number = tx.take_serial(who.bureau, SERIAL, entered.received.year()).await?;
    let new = Incoming {
        id: app.ids.make(),
        bureau: who.bureau,
        year: number.year,
        serial: number.serial,
        origin: entered.origin,
        number: entered.number,
        title: entered.title,
        received: entered.received,
        due: entered.due,
        note: entered.note,
        unit: entered.unit,
        person: entered.person,
        file: file.as_ref().map(|file| file.id),
        state: IncomingState::Open,
        outcome: String::new(),
        draft: None,
        registrar: who.person,
    };
    let id = new.id;
    if let Some(file) = file {
        let entry = Entry::new(Action::RegisterIncoming, file.id).field("digest", &file.digest);
        tx.apply(&app.stamp(who), Change::new(NewFile(file), entry)).await?;
    }
    tx.apply(&app.stamp(who), incoming::register(new, &tell).map(NewIncoming)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Keeps the file, unless it can be read and carries a 密级 mark.
async fn kept(app: &App, who: &Who, upload: Upload) -> Result<File> {
    let (name, reader) = (upload.name.clone(), app.reader.clone());
    let upload = tokio::task::spawn_blocking(move || -> Result<Upload> {
        let Some(opened) = upload.opened()? else { return Ok(upload) };
        let mut from = opened.take(crate::reading::MAX_BYTES);
        match reader.read(&mut from, Some(&name), None) {
            Err(sentence) if is_secret(&sentence) => Err(Error::field("file", sentence)),
            // Pictures and scans are kept, though nothing in them can be read.
            _ => Ok(upload),
        }
    })
    .await??;
    file::keep(app, who, upload).await
}

/// Units and persons who may handle a paper, units in official order.
#[derive(Debug, Clone)]
pub struct Handlers {
    pub units: Vec<(UnitId, String)>,
    pub people: Vec<(PersonId, String)>,
}

pub async fn handlers(app: &App, who: &Who) -> Result<Handlers> {
    authority::require_any(who, Action::RegisterIncoming)?;
    let mut view = app.store.view().await?;
    let root = view.bureau(who.bureau).await?.root;
    let units = view.units(who.bureau, app.today()).await?.into_iter().filter(|unit| unit.id != root);
    let units = units.map(|unit| (unit.id, unit.row.name)).collect();
    let mut people: Vec<(PersonId, String)> = Vec::new();
    for holder in view.holders_of_roles(who.bureau).await? {
        if !people.iter().any(|(person, _)| *person == holder.person) {
            people.push((holder.person, view.person(holder.person).await?.row.name));
        }
    }
    Ok(Handlers { units, people })
}

/// One entry with what the actor may do.
#[derive(Debug, Clone)]
pub struct IncomingPage {
    pub incoming: Versioned<Incoming>,
    pub unit: String,
    pub person: String,
    pub registrar: String,
    pub file: Option<File>,
    pub may_handle: bool,
    pub may_void: bool,
    pub may_import: bool,
}

pub async fn page(app: &App, who: &Who, id: IncomingId) -> Result<IncomingPage> {
    let mut view = app.store.view().await?;
    let it = held(app, &mut view, who, id, Action::ViewIncoming).await?;
    let facts = facts(app, &mut view, &it).await?;
    let open = it.state == IncomingState::Open;
    let may = |action| open && authority::may(who, action, Action::ViewIncoming, &facts) == Decision::Allow;
    Ok(IncomingPage {
        unit: match it.unit {
            Some(unit) => view.unit(unit).await?.row.name,
            None => String::new(),
        },
        person: match it.person {
            Some(person) => view.person(person).await?.row.name,
            None => String::new(),
        },
        registrar: view.person(it.registrar).await?.row.name,
        file: match it.file {
            Some(file) => Some(view.file(file).await?),
            None => None,
        },
        may_handle: may(Action::HandleIncoming),
        may_void: may(Action::RegisterIncoming),
        may_import: may(Action::ImportPlan) && incoming::importable(&it).is_ok(),
        incoming: it,
    })
}

/// Which entries are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub state: Option<IncomingState>,
    pub words: String,
    pub ascending: bool,
}

/// Entries that the actor may see, the latest first.
pub async fn list(
    app: &App,
    who: &Who,
    wanted: &Wanted,
    turn: &Turn<(Day, IncomingId)>,
    limit: i64,
) -> Result<Leaf<IncomingRow, (Day, IncomingId)>> {
    let mut view = app.store.view().await?;
    let filter = IncomingFilter {
        visible: visible(who, Action::ViewIncoming)?,
        state: wanted.state,
        words: wanted.words.clone(),
        ascending: wanted.ascending != turn.back(),
        after: turn.key().copied(),
        limit: limit + 1,
    };
    let rows = view.incoming_rows(who.bureau, &filter).await?;
    Ok(turn.leaf(rows, limit, |row| (row.incoming.received, row.incoming.id)))
}

/// 办结.
pub async fn handle(app: &App, who: &Who, id: IncomingId, outcome: &str) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let it = held(app, &mut tx, who, id, Action::HandleIncoming).await?;
    tx.apply(&app.stamp(who), incoming::handle(&it, outcome)?).await?;
    Ok(tx.commit().await?)
}

/// 作废 of a wrong entry.
pub async fn void(app: &App, who: &Who, id: IncomingId, reason: &str) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let it = held(app, &mut tx, who, id, Action::RegisterIncoming).await?;
    tx.apply(&app.stamp(who), incoming::void(&it, reason)?).await?;
    Ok(tx.commit().await?)
}

/// The entry and its file, for those who see it.
async fn filed(app: &App, who: &Who, id: IncomingId) -> Result<(Versioned<Incoming>, File)> {
    let mut view = app.store.view().await?;
    let it = held(app, &mut view, who, id, Action::ViewIncoming).await?;
    let file = view.file(it.file.ok_or(Refused::NotFound)?).await?;
    Ok((it, file))
}

/// The file, opened.
pub async fn open_file(app: &App, who: &Who, id: IncomingId) -> Result<(File, std::fs::File)> {
    let (_, file) = filed(app, who, id).await?;
    let (blobs, digest) = (app.store.blobs().clone(), file.digest.clone());
    let opened = tokio::task::spawn_blocking(move || blobs.open_blob(&digest)).await??;
    Ok((file, opened))
}

/// The copy of a photo, as every browser shows it.
pub async fn open_copy(app: &App, who: &Who, id: IncomingId) -> Result<std::fs::File> {
    let (_, file) = filed(app, who, id).await?;
    let (blobs, reader, name) = (app.store.blobs().clone(), app.reader.clone(), app.ids.next());
    let copy =
        tokio::task::spawn_blocking(move || public_copy(&blobs, &*reader, name, &file.digest, &file.media));
    copy.await??.map_err(Error::rule)
}

/// What the page of its file shows; `text` asks for the words of a PDF file instead of its pages.
pub async fn view(app: &App, who: &Who, id: IncomingId, text: bool) -> Result<(String, File, Shown)> {
    let (it, file) = filed(app, who, id).await?;
    let shown = shown(app, &file.digest, &file.media, text).await?;
    Ok((it.row.title, file, shown))
}

/// Where its file departs from the layout of official papers.
pub async fn layout(app: &App, who: &Who, id: IncomingId) -> Result<(String, Layout)> {
    let title = page(app, who, id).await?.incoming.row.title;
    let (file, opened) = open_file(app, who, id).await?;
    Ok((title, crate::reading::layout(app, file.name, opened).await?))
}

/// Makes the draft of a plan from the file, and notes it on the entry in the same transaction.
pub async fn import(app: &App, who: &Who, id: IncomingId) -> Result<DraftId> {
    authority::require_any(who, Action::ImportPlan)?;
    let mut view = app.store.view().await?;
    let it = held(app, &mut view, who, id, Action::ViewIncoming).await?;
    drop(view);
    incoming::importable(&it)?;
    let (file, opened) = open_file(app, who, id).await?;
    let bytes = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::new();
        opened.take(crate::reading::MAX_BYTES).read_to_end(&mut bytes).map(|_| bytes)
    })
    .await?
    .map_err(store::StoreError::Io)?;
    let arrival = Arrival { name: file.name, bytes, ..Arrival::default() };
    let change = draft::prepare(app, who, arrival).await?;
    let made = change.next.1.0.id;
    let mut tx = app.store.begin().await?;
    let again = tx.incoming(id).await?;
    let noted = incoming::planned(&again, made)?;
    tx.apply(&app.stamp(who), change).await?;
    tx.apply(&app.stamp(who), noted).await?;
    tx.commit().await?;
    Ok(made)
}
