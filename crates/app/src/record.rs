//! Records: filed once, answering one or more assignments; reviewed, returned, filed again.

mod caption;
mod form;
mod list;
mod show;
mod view;

pub use caption::{CaptionPage, Captioned, captioned, captions, write_captions};
pub use form::{Asked, Attendee, FormPage, blank_form, form, new_form};
pub use list::{Queue, Records, Wanted, list, queue, waiting};
pub use show::{RecordPage, open_file, open_made, open_thumbnail, page};
pub use view::{Viewed, view};

use crate::file::{self, Incoming};
use crate::record_kind::{self, Kinds};
use crate::sight::{Sight, record_facts};
use crate::{App, Error, Result, Who};
use crate::{remark, thumbnail};
use domain::assignment::{self, Assignment, ReturnReason, Setting};
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::change::{Change, Versioned};
use domain::file::File;
use domain::id::{AssignmentId, FileId, RecordId, UnitId};
use domain::record::{self, ACTIVITY, MAX_FILES, Record, RecordState, Sheet};
use domain::refused::Refused;
use store::{Conn, NewFile, NewRecord, NewVerdict, Tx, WorkRow};

/// A form as it came: the id was given out with the empty form, version 0 means not yet saved.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    pub version: i64,
    pub sheet: Sheet,
    /// Files to be taken off.
    pub removed: Vec<FileId>,
}

/// 存草稿, also by itself while one types. Gives the new version.
pub async fn save(app: &App, who: &Who, id: RecordId, filled: &Filled, files: Vec<Incoming>) -> Result<i64> {
    let files = kept(app, who, id, filled, files).await?;
    let mut tx = app.store.begin().await?;
    let held = put(app, &mut tx, who, id, filled, files).await?;
    tx.commit().await?;
    Ok(held.version)
}

/// 提交: the record goes to review, and with it every assignment that it answers.
pub async fn submit(app: &App, who: &Who, id: RecordId, filled: &Filled, files: Vec<Incoming>) -> Result<()> {
    let files = kept(app, who, id, filled, files).await?;
    let mut tx = app.store.begin().await?;
    hand_in(app, &mut tx, who, id, filled, files).await?;
    Ok(tx.commit().await?)
}

/// [`submit`] within a transaction that does more, with files that are kept already.
pub(crate) async fn hand_in(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    id: RecordId,
    filled: &Filled,
    files: Vec<File>,
) -> Result<()> {
    authority::require_any(who, Action::FileRecord)?;
    let held = put(app, tx, who, id, filled, files).await?;
    let change = record::submit(&held, who, app.today())?.with_job(remark::job(app, &held));
    tx.apply(&app.stamp(who), change).await?;
    let office = tx.office_people(who.bureau).await?;
    for row in tx.rows_of(&held.assignments).await? {
        let told = match row.reviewer {
            Some(reviewer) => vec![reviewer],
            None => office.clone(),
        };
        let change = assignment::submit(&row.assignment, who, id, &row.task_title, &told)
            .map_err(|refused| named(refused, &row.task_title))?;
        tx.apply(&app.stamp(who), change).await?;
    }
    Ok(())
}

/// A record of something before, made by whoever sorted it for a unit that they answer for: handed in
/// at once, with files that are kept already.
pub(crate) async fn of_before(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    (id, unit): (RecordId, UnitId),
    sheet: &Sheet,
    files: Vec<FileId>,
) -> Result<()> {
    authority::require_any(who, Action::FileRecord)?;
    let base = Record { unit, files, ..empty(app, tx, who, id, &[]).await? };
    let kinds = record_kind::kinds(tx, who.bureau).await?;
    let next = told(base.with(sheet)?, &kinds)?;
    let entry = Entry::new(Action::FileRecord, id).field("state", "draft").field("origin", "folder");
    tx.apply(&app.stamp(who), Change::new(NewRecord(next), entry)).await?;
    let held = tx.record(id).await?;
    let change = record::submit(&held, who, app.today())?.with_job(remark::job(app, &held));
    tx.apply(&app.stamp(who), change).await?;
    Ok(())
}

fn named(refused: Refused, title: &str) -> Refused {
    match refused {
        Refused::Rule(sentence) => Refused::Rule(format!("“{title}”：{sentence}")),
        other => other,
    }
}

/// Permission and counts first, then the bytes: a stranger's upload is not even read.
async fn kept(
    app: &App,
    who: &Who,
    id: RecordId,
    filled: &Filled,
    files: Vec<Incoming>,
) -> Result<Vec<File>> {
    authority::require_any(who, Action::FileRecord)?;
    let mut view = app.store.view().await?;
    let mut has = 0;
    if let Some(held) = view.record_if(id).await? {
        may_edit(who, &held)?;
        has = held.files.iter().filter(|file| !filled.removed.contains(file)).count();
    }
    drop(view);
    if has + files.len() > MAX_FILES {
        return Err(Error::field("files", format!("一份纪实最多 {MAX_FILES} 个文件，已有 {has} 个。")));
    }
    let mut kept = Vec::new();
    for incoming in files {
        kept.push(file::keep(app, who, incoming).await?);
    }
    Ok(kept)
}

/// Another's record is not there at all; one's own says why it cannot be edited.
fn may_edit(who: &Who, held: &Record) -> Result<()> {
    if held.bureau != who.bureau || held.author != who.person {
        return Err(Refused::NotFound.into());
    }
    Ok(record::editable(held, who)?)
}

/// Whether files may be brought to a record: to one's own that can be edited, or to one that is not there yet.
pub(crate) async fn attachable(conn: &mut Conn, who: &Who, id: RecordId) -> Result<()> {
    match conn.record_if(id).await? {
        Some(held) => may_edit(who, &held),
        None => Ok(()),
    }
}

/// The files that the record does not have yet: the same one sent twice is one.
async fn fresh(conn: &mut Conn, known: Option<&Versioned<Record>>, files: Vec<File>) -> Result<Vec<File>> {
    let mut there = match known {
        Some(held) => conn.files_of_record(held.id).await?,
        None => Vec::new(),
    };
    let mut fresh = Vec::new();
    for file in files {
        if there.iter().all(|it| it.digest != file.digest || it.name != file.name) {
            there.push(file.clone());
            fresh.push(file);
        }
    }
    Ok(fresh)
}

/// Writes the draft, new or known, with its files; gives the row as it stands now.
async fn put(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    id: RecordId,
    filled: &Filled,
    files: Vec<File>,
) -> Result<Versioned<Record>> {
    let known = tx.record_if(id).await?;
    let linked = linkable(app, tx, who, known.as_ref(), &filled.sheet.assignments).await?;
    let files = fresh(tx, known.as_ref(), files).await?;
    let stamp = app.stamp(who);
    let base = match &known {
        Some(held) => {
            may_edit(who, held)?;
            if held.version != filled.version {
                return Err(Refused::Stale.into());
            }
            held.row.clone()
        }
        None => empty(app, tx, who, id, &linked).await?,
    };
    let kinds = record_kind::kinds(tx, who.bureau).await?;
    let mut next = told(base.with(&filled.sheet)?, &kinds)?;
    attending(tx, who, &base, &next).await?;
    next.files.retain(|file| !filled.removed.contains(file));
    next.files.extend(files.iter().map(|file| file.id));
    for file in files {
        let entry = Entry::new(Action::FileRecord, file.id).field("digest", &file.digest);
        let job = thumbnail::job(app, &file);
        let mut change = Change::new(NewFile(file), entry);
        change.jobs.extend(job);
        tx.apply(&stamp, change).await?;
    }
    match known {
        Some(held) => {
            tx.apply(&stamp, record::save(&held, who, next)?).await?;
        }
        None => {
            let entry = Entry::new(Action::FileRecord, id).field("state", "draft");
            tx.apply(&stamp, Change::new(NewRecord(next), entry)).await?;
        }
    }
    Ok(tx.record(id).await?)
}

/// The record with the labels of its kind, and the head-count that follows from who took part.
fn told(record: Record, kinds: &Kinds) -> Result<Record> {
    let Some(kind) = kinds.get(&record.kind) else {
        return Err(Error::field("kind", "没有这种纪实，请重新选择。"));
    };
    Ok(record.labelled(kind).counted(kind).served(kind))
}

/// Who is written down must be of the bureau; a foreign id is not there.
async fn attending(conn: &mut Conn, who: &Who, before: &Record, next: &Record) -> Result<()> {
    for attended in &next.people {
        let known = before.people.iter().any(|it| it.person == attended.person);
        if !known && conn.person(attended.person).await?.row.bureau != who.bureau {
            return Err(Refused::NotFound.into());
        }
    }
    Ok(())
}

/// The assignments that a record names: each must be one that the actor may answer.
async fn linkable(
    app: &App,
    conn: &mut Conn,
    who: &Who,
    known: Option<&Versioned<Record>>,
    ids: &[AssignmentId],
) -> Result<Vec<Assignment>> {
    let mut sight = Sight::new(app);
    let mut linked = Vec::new();
    for id in ids.iter().take(50) {
        let it = conn.assignment(*id).await?.row;
        // What was linked once stays: a later change of rights must not make a draft unsavable.
        if !known.is_some_and(|held| held.assignments.contains(id)) {
            let facts = sight.assignment(conn, &it).await?;
            authority::require(who, Action::FileRecord, Action::ViewTask, &facts)?;
        }
        linked.push(it);
    }
    Ok(linked)
}

async fn empty(app: &App, conn: &mut Conn, who: &Who, id: RecordId, linked: &[Assignment]) -> Result<Record> {
    let unit = match linked.iter().find_map(|it| it.unit).or_else(|| who.units.first().copied()) {
        Some(unit) => unit,
        None => conn.bureau(who.bureau).await?.root,
    };
    Ok(Record {
        id,
        bureau: who.bureau,
        kind: ACTIVITY.into(),
        title: String::new(),
        day: app.today(),
        place: String::new(),
        unit,
        author: who.person,
        text: String::new(),
        state: RecordState::Draft,
        return_reason: None,
        return_note: String::new(),
        figures: Vec::new(),
        details: Vec::new(),
        people: Vec::new(),
        files: Vec::new(),
        assignments: Vec::new(),
    })
}

/// 撤回 of one's own record before the review.
pub async fn withdraw(app: &App, who: &Who, id: RecordId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let held = own(&mut tx, who, id).await?;
    tx.apply(&app.stamp(who), record::withdraw(&held, who)?).await?;
    for row in tx.rows_of(&held.assignments).await? {
        if row.submitter == Some(who.person) && row.state == assignment::State::Review {
            tx.apply(&app.stamp(who), assignment::withdraw(&row.assignment, who)?).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// 作废 of one's own draft or returned record.
pub async fn void(app: &App, who: &Who, id: RecordId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let held = own(&mut tx, who, id).await?;
    tx.apply(&app.stamp(who), record::void(&held, who)?).await?;
    Ok(tx.commit().await?)
}

async fn own(conn: &mut Conn, who: &Who, id: RecordId) -> Result<Versioned<Record>> {
    let held = conn.record(id).await?;
    if held.bureau != who.bureau || held.author != who.person {
        return Err(Refused::NotFound.into());
    }
    Ok(held)
}

/// What a reviewer decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Accept,
    Return { reason: ReturnReason, note: String },
}

/// 审核: of the record and, with it, of every assignment that waits for it.
pub async fn review(app: &App, who: &Who, id: RecordId, version: i64, verdict: &Verdict) -> Result<()> {
    let mut tx = app.store.begin().await?;
    judge(app, &mut tx, who, id, version, verdict).await?;
    Ok(tx.commit().await?)
}

/// [`review`] within a transaction that does more.
pub(crate) async fn judge(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    id: RecordId,
    version: i64,
    verdict: &Verdict,
) -> Result<()> {
    let held = seen(app, tx, who, id).await?;
    let rows = tx.rows_of(&held.assignments).await?;
    let office = tx.office_people(who.bureau).await?;
    if !reviews(who, &rows) {
        return Err(authority::denied(Action::ReviewRecord).into());
    }
    if held.version != version {
        return Err(Refused::Stale.into());
    }
    let alone = office.as_slice() == [who.person];
    let stamp = app.stamp(who);
    let change = match verdict {
        Verdict::Accept => record::accept(&held, who, alone)?,
        Verdict::Return { reason, note } => record::send_back(&held, who, alone, *reason, note)?,
    };
    let judged = NewVerdict {
        record: id,
        version: held.version,
        bureau: held.bureau,
        reviewer: who.person,
        state: change.next.state,
        reason: change.next.return_reason,
        note: change.next.return_note.clone(),
    };
    tx.apply(&stamp, change.map(|next| (next, judged))).await?;
    for row in rows.iter().filter(|row| row.state == assignment::State::Review) {
        let setting = Setting { task_title: &row.task_title, alone };
        let change = match verdict {
            Verdict::Accept => assignment::accept(&row.assignment, who, setting)?,
            Verdict::Return { reason, note } => {
                assignment::send_back(&row.assignment, who, setting, *reason, note)?
            }
        };
        tx.apply(&stamp, change).await?;
    }
    Ok(())
}

/// 创建办 reviews all; a named reviewer what was given to them by name.
fn reviews(who: &Who, rows: &[WorkRow]) -> bool {
    let office = who.reach(Action::ReviewRecord).is_some();
    office || (!rows.is_empty() && rows.iter().all(|row| row.reviewer == Some(who.person)))
}

/// Loads a record that the actor may see. A draft is seen by its author alone.
pub(crate) async fn seen(app: &App, conn: &mut Conn, who: &Who, id: RecordId) -> Result<Versioned<Record>> {
    let held = conn.record(id).await?;
    let facts = record_facts(app, conn, &held).await?;
    authority::require(who, Action::ViewRecord, Action::ViewRecord, &facts)?;
    let private = matches!(held.state, RecordState::Draft | RecordState::Void);
    if private && held.author != who.person {
        return Err(Refused::NotFound.into());
    }
    Ok(held)
}
