//! What the form 记一笔 shows: the record as it stands, its kind, people to pick, the check before filing.

use super::show::checked;
use super::{empty, linkable, own, seen};
use crate::record_kind::{self, Kinds};
use crate::thumbnail::pictured;
use crate::{App, Error, Result, Who};
use domain::assignment::Assignment;
use domain::authority::{self, Action};
use domain::change::Versioned;
use domain::file::File;
use domain::id::{AssignmentId, FileId, PersonId, RecordId, UnitId};
use domain::record::{self, Record, proof, series};
use domain::record_kind::{RecordKind, guess};
use store::{Conn, WorkRow};

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
    /// Those that a page can show as photos.
    pub pictures: Vec<FileId>,
    pub proof: Vec<proof::Line>,
    /// What it answers.
    pub rows: Vec<WorkRow>,
    /// Other open duties of the same person that it could answer too (建议).
    pub others: Vec<WorkRow>,
    /// The record of the same series that this new one was begun from.
    pub like: Option<Record>,
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

impl Attendee {
    /// Someone as the roster names them.
    fn new(id: PersonId, name: String, ticked: bool) -> Self {
        Self { id, name, unit: String::new(), ticked, minutes: None }
    }
}

/// What the address of a form asks for beside the record.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Key of the kind of a new record.
    pub kind: String,
    /// A unit whose people are to be listed.
    pub section: Option<UnitId>,
    /// The record that a new one is to go on from.
    pub like: Option<RecordId>,
    /// Whether a new one is to begin empty, though there is one to go on from.
    pub fresh: bool,
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
    let guessed = match duties.as_slice() {
        [] => guess(&kinds.offered, &due_today(app, who, &mut view).await?),
        duties => guess(&kinds.offered, &duties.join(" ")),
    };
    if let Some(kind) = kinds.get(&asked.kind).or(guessed) {
        record.kind.clone_from(&kind.key);
    }
    // What was done is most often what was to be done: one changes a word instead of typing a line.
    if let [duty] = duties.as_slice() {
        record.title = duty.chars().take(100).collect();
    }
    let like = last_of_series(app, who, &mut view, &linked, asked).await?;
    if let Some(last) = &like
        && let Some(kind) = kinds.get(&last.kind)
    {
        record = series::next(record, last, kind);
    }
    let held = Versioned { version: 0, row: record };
    let form = filled_form(app, who, &mut view, held, asked).await?;
    let Some(last) = like else { return Ok(form) };
    let mut people = form.people;
    for attended in &last.people {
        if people.iter().all(|known| known.id != attended.person) {
            let person = view.person(attended.person).await?.row;
            // Offered, not ticked: who came last time has not come this time by that.
            people.push(Attendee::new(person.id, person.name, false));
        }
    }
    Ok(FormPage { people, like: Some(last), ..form })
}

/// What of the author's work is due today, in words: what is written down on a day was most likely that.
async fn due_today(app: &App, who: &Who, view: &mut Conn) -> Result<String> {
    let today = app.today();
    let rows = view.my_todo(who, today, 50).await?;
    let due = rows.iter().filter(|row| row.due == Some(today)).map(|row| row.task_title.as_str());
    Ok(due.collect::<Vec<_>>().join(" "))
}

/// The record that a new one goes on from: the one that was asked for, or the author's own last one
/// for the same recurring task.
async fn last_of_series(
    app: &App,
    who: &Who,
    view: &mut Conn,
    linked: &[Assignment],
    asked: &Asked,
) -> Result<Option<Record>> {
    if asked.fresh || !asked.kind.is_empty() {
        return Ok(None);
    }
    let last = match (asked.like, linked) {
        (Some(like), _) => Some(like),
        (None, [only]) => view.last_for_task(who.person, only.task).await?,
        (None, _) => None,
    };
    match last {
        Some(id) => Ok(Some(seen(app, view, who, id).await?.row)),
        None => Ok(None),
    }
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
    let mine = view.my_todo(who, app.today(), 12).await?;
    let others = mine.into_iter().filter(|row| !held.assignments.contains(&row.id)).collect();
    let units = view.units(who.bureau, app.today()).await?;
    let photos = view.photos_of_record(held.id).await?;
    let (mut proof, told) = checked(&held, &kind, (&files, &photos), app.today());
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
        pictures: files.iter().filter(|it| pictured(it, &photos)).map(|it| it.id).collect(),
        files,
        rows,
        others,
        like: None,
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
        people.push(Attendee { minutes: attended.minutes, ..Attendee::new(person.id, person.name, true) });
    }
    let Some(section) = section else { return Ok(people) };
    for it in view.person_choices(who.bureau, Some(&[section]), app.today()).await? {
        match people.iter_mut().find(|known| known.id == it.id) {
            Some(known) => known.unit = it.unit_name,
            None => people.push(Attendee { unit: it.unit_name, ..Attendee::new(it.id, it.name, true) }),
        }
    }
    Ok(people)
}
