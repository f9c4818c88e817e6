//! Records: filed once, answering one or more assignments; reviewed, returned, filed again.

use crate::file::{self, Incoming};
use crate::record_kind::{self, Kinds};
use crate::sight::{Sight, record_facts, visible};
use crate::turn::{Leaf, Turn};
use crate::{App, Error, Result, Who};
use crate::{remark, thumbnail};
use domain::assignment::{self, Assignment, ReturnReason, Setting};
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::change::{Change, Versioned};
use domain::file::File;
use domain::id::{AssignmentId, FileId, PersonId, RecordId, UnitId};
use domain::record::proof::{self, FileFacts};
use domain::record::{self, ACTIVITY, MAX_FILES, Record, RecordState, Sheet};
use domain::record_kind::{RecordKind, guess};
use domain::refused::Refused;
use domain::remark::{Filed, PhotoFacts, Remark};
use store::{Conn, Made, NewFile, NewRecord, NewVerdict, RecordFilter, RecordRow, Tx, WorkRow};

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
    let held = put(app, &mut tx, who, id, filled, files).await?;
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
    Ok(tx.commit().await?)
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
    Ok(record.labelled(kind).counted(kind))
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
    let held = seen(app, &mut tx, who, id).await?;
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
    Ok(tx.commit().await?)
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
    Ok(RecordPage {
        proof: match &kind {
            Some(kind) => checked(&mut view, &record, kind, &files, filed).await?.0,
            None => Vec::new(),
        },
        remarks: view.remarks(id).await?,
        people: view.people_of_record(id).await?,
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
        record,
        may_review,
        alone,
        own,
    })
}

/// The check of a record by the rules of its kind, and what its photos contradict.
async fn checked(
    view: &mut Conn,
    record: &Record,
    kind: &RecordKind,
    files: &[File],
    today: domain::Day,
) -> Result<(Vec<proof::Line>, Vec<proof::Line>)> {
    let photos = view.photos_of_record(record.id).await?;
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
    Ok((lines, told))
}

/// What an empty or unfinished form shows.
#[derive(Debug, Clone)]
pub struct FormPage {
    pub id: RecordId,
    pub version: i64,
    pub record: Record,
    pub kinds: Kinds,
    /// The kind of the record.
    pub kind: RecordKind,
    /// Units whose people can be picked, and those of the picked ones: the ticked first.
    pub sections: Vec<(UnitId, String)>,
    pub people: Vec<Attendee>,
    pub files: Vec<File>,
    pub proof: Vec<proof::Line>,
    /// What it answers.
    pub rows: Vec<WorkRow>,
    /// Other open duties of the same person that it could answer too (建议).
    pub others: Vec<WorkRow>,
}

/// Someone whom the form offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attendee {
    pub id: PersonId,
    pub name: String,
    pub unit: String,
    pub ticked: bool,
    pub minutes: Option<i64>,
}

/// What the address of a form asks for beside the record.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Key of the kind of a new record.
    pub kind: String,
    /// A unit whose people are to be listed.
    pub section: Option<UnitId>,
}

/// The form for a new record, or the draft that was begun for the same duty.
pub async fn new_form(app: &App, who: &Who, assignments: &[AssignmentId], asked: &Asked) -> Result<FormPage> {
    authority::require_any(who, Action::FileRecord)?;
    let mut view = app.store.view().await?;
    if let [only] = assignments
        && let Some(draft) = view.draft_of(who.person, *only).await?
    {
        drop(view);
        return form(app, who, draft, asked).await;
    }
    drop(view);
    blank_form(app, who, assignments, asked).await
}

/// An empty form, whatever drafts there are.
pub async fn blank_form(
    app: &App,
    who: &Who,
    assignments: &[AssignmentId],
    asked: &Asked,
) -> Result<FormPage> {
    let mut view = app.store.view().await?;
    let linked = linkable(app, &mut view, who, None, assignments).await?;
    let id = app.ids.make();
    let mut record = empty(app, &mut view, who, id, &linked).await?;
    record.assignments = linked.iter().map(|it| it.id).collect();
    let kinds = record_kind::kinds(&mut view, who.bureau).await?;
    let rows = view.rows_of(&record.assignments).await?;
    let duties: Vec<&str> = rows.iter().map(|row| row.task_title.as_str()).collect();
    let guessed = guess(&kinds.offered, &duties.join(" "));
    if let Some(kind) = kinds.get(&asked.kind).or(guessed) {
        record.kind.clone_from(&kind.key);
    }
    // What was done is most often what was to be done: one changes a word instead of typing a line.
    if let [duty] = duties.as_slice() {
        record.title = duty.chars().take(100).collect();
    }
    filled_form(app, who, &mut view, Versioned { version: 0, row: record }, asked).await
}

/// The form of a draft or a returned record.
pub async fn form(app: &App, who: &Who, id: RecordId, asked: &Asked) -> Result<FormPage> {
    let mut view = app.store.view().await?;
    let held = own(&mut view, who, id).await?;
    record::editable(&held, who)?;
    filled_form(app, who, &mut view, held, asked).await
}

async fn filled_form(
    app: &App,
    who: &Who,
    view: &mut Conn,
    held: Versioned<Record>,
    asked: &Asked,
) -> Result<FormPage> {
    let kinds = record_kind::kinds(view, who.bureau).await?;
    let Some(kind) = kinds.get(&held.kind).cloned() else {
        return Err(Error::fault("record", format!("kind {} is not known", held.kind)));
    };
    let rows = view.rows_of(&held.assignments).await?;
    let files = if held.version == 0 { Vec::new() } else { view.files_of_record(held.id).await? };
    let receives = view.receives(who.person, app.today()).await?;
    let page = store::Page { after: None, limit: 12 };
    let mine =
        view.my_rows(who.bureau, who.person, &receives, store::WorkTab::Todo, app.today(), page).await?;
    let others = mine.into_iter().filter(|row| !held.assignments.contains(&row.id)).collect();
    let units = view.units(who.bureau, app.today()).await?;
    let (mut proof, told) = checked(view, &held, &kind, &files, app.today()).await?;
    proof.extend(told);
    Ok(FormPage {
        id: held.id,
        version: held.version,
        proof,
        people: attendees(app, who, view, &held, asked.section).await?,
        sections: units.into_iter().map(|unit| (unit.row.id, unit.row.name)).collect(),
        record: held.row,
        kinds,
        kind,
        files,
        rows,
        others,
    })
}

/// Who is written down, and who serves in the unit that was asked for: all of these ticked, for one
/// takes off who was absent.
async fn attendees(
    app: &App,
    who: &Who,
    view: &mut Conn,
    held: &Record,
    section: Option<UnitId>,
) -> Result<Vec<Attendee>> {
    let mut people = Vec::new();
    for attended in &held.people {
        let person = view.person(attended.person).await?.row;
        people.push(Attendee {
            id: person.id,
            name: person.name,
            unit: String::new(),
            ticked: true,
            minutes: attended.minutes,
        });
    }
    let Some(section) = section else { return Ok(people) };
    for it in view.person_choices(who.bureau, &[section], app.today()).await? {
        match people.iter_mut().find(|known| known.id == it.id) {
            Some(known) => known.unit = it.unit_name,
            None => people.push(Attendee {
                id: it.id,
                name: it.name,
                unit: it.unit_name,
                ticked: true,
                minutes: None,
            }),
        }
    }
    Ok(people)
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
    open_made(app, who, id, file, Made::Thumbnail).await
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

/// A page of records, newest activity first.
#[derive(Debug, Clone)]
pub struct Records {
    pub leaf: Leaf<RecordRow, (domain::Day, RecordId)>,
    /// Records of the whole list and before this page, each up to [`store::COUNTED`].
    pub total: i64,
    pub before: i64,
}

impl std::ops::Deref for Records {
    type Target = Leaf<RecordRow, (domain::Day, RecordId)>;
    fn deref(&self) -> &Self::Target {
        &self.leaf
    }
}

/// Which records a list shows.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Only one's own, with drafts.
    pub own: bool,
    pub state: Option<RecordState>,
    pub words: String,
    /// Key of a kind; empty for all.
    pub kind: String,
    pub from: Option<domain::Day>,
    pub to: Option<domain::Day>,
    pub unit: Option<UnitId>,
    /// In which someone took part.
    pub attended: Option<PersonId>,
    /// With a figure of this name.
    pub item: String,
    /// The earliest activity first.
    pub ascending: bool,
}

/// 纪实与材料: all that the reader may see, or only their own with drafts.
pub async fn list(
    app: &App,
    who: &Who,
    wanted: &Wanted,
    turn: &Turn<(domain::Day, RecordId)>,
    limit: i64,
) -> Result<Records> {
    let mut view = app.store.view().await?;
    let state =
        wanted.state.filter(|state| wanted.own || !matches!(state, RecordState::Draft | RecordState::Void));
    let filter = RecordFilter {
        visible: visible(app, &mut view, who, Action::ViewRecord).await?,
        state,
        author: wanted.own.then_some(who.person),
        task: None,
        kinds: if wanted.kind.is_empty() { Vec::new() } else { vec![wanted.kind.clone()] },
        from: wanted.from,
        to: wanted.to,
        unit: wanted.unit,
        attended: wanted.attended,
        item: wanted.item.chars().take(30).collect(),
        words: wanted.words.chars().take(50).collect(),
        ascending: wanted.ascending != turn.back(),
        after: turn.key().copied(),
        limit: limit + 1,
    };
    let rows = view.record_rows(who.bureau, &filter).await?;
    let leaf = turn.leaf(rows, limit, |row| (row.record.day, row.record.id));
    let filter = RecordFilter { ascending: wanted.ascending, after: None, ..filter };
    let total = view.record_count(who.bureau, &filter).await?;
    let before = match leaf.prev {
        Some(first) => view.record_count(who.bureau, &RecordFilter { after: Some(first), ..filter }).await?,
        None => 0,
    };
    Ok(Records { leaf, total, before })
}

/// 待审核: what waits for the actor, longest waiting first, with the duties each answers.
#[derive(Debug, Clone)]
pub struct Queue {
    pub leaf: Leaf<(RecordPage, RecordRow), (domain::Instant, RecordId)>,
}

pub async fn queue(
    app: &App,
    who: &Who,
    turn: &Turn<(domain::Instant, RecordId)>,
    limit: i64,
) -> Result<Queue> {
    let reviewer = reviewer(who);
    let mut view = app.store.view().await?;
    let found = view.review_queue(who.bureau, reviewer, turn.key().copied(), turn.back(), limit + 1).await?;
    drop(view);
    let leaf = turn.leaf(found, limit, |row| (row.updated, row.record.id));
    let mut rows = Vec::new();
    for row in leaf.rows {
        match page(app, who, row.record.id).await {
            Ok(page) => rows.push((page, row)),
            Err(Error::Refused(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(Queue { leaf: Leaf { rows, prev: leaf.prev, next: leaf.next } })
}

/// None for 创建办, who reviews everything.
fn reviewer(who: &Who) -> Option<PersonId> {
    (who.reach(Action::ReviewRecord).is_none()).then_some(who.person)
}

/// How many records wait for 创建办.
pub async fn waiting(app: &App, who: &Who) -> Result<i64> {
    if who.reach(Action::ReviewRecord).is_none() {
        return Ok(0);
    }
    Ok(app.store.view().await?.review_count(who.bureau).await?)
}
