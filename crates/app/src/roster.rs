//! 名册导入: template, upload, columns, preview, confirmation, error workbook. The upload is kept
//! sealed, because it holds phone numbers; it is read again for each preview. Confirmation writes
//! all rows in one transaction or none.

mod workbook;

pub use workbook::template;
pub(crate) use workbook::write_text;

use crate::reading::Reader;
use crate::sheet::Sheet;
use crate::{App, Error, Result, Who, account, joiner};
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::change::{Change, Versioned};
use domain::day::Day;
use domain::id::{RosterId, UnitId};
use domain::membership::Membership;
use domain::person::Person;
use domain::refused::{FieldError, Refused};
use domain::roster::{Column, ImportState, Judged, Known, Layout, RosterImport, Row, judge};
use domain::unit::{self, Unit, UnitKind};
use std::collections::BTreeMap;
use std::io::Read;
use store::{Conn, NewMembership, NewPerson, NewRoster, NewRosterImport, NewUnit, SealedPhone, StoreError};

/// What a page shows between upload and confirmation.
#[derive(Debug, Clone)]
pub struct Preview {
    pub import: Versioned<RosterImport>,
    pub sheet: Sheet,
    pub judged: Judged,
}

/// Takes a roster in that is read now. Nothing is kept of a file that cannot be read or is marked
/// as secret. Uploads come in through [`crate::import`].
pub async fn upload(app: &App, who: &Who, name: &str, bytes: Vec<u8>) -> Result<RosterId> {
    authority::require_any(who, Action::ImportRoster)?;
    let (blobs, keys, blob) = (app.store.blobs().clone(), app.keys.clone(), app.ids.next());
    let (reader, called) = (app.reader.clone(), name.to_owned());
    let (layout, digest) = tokio::task::spawn_blocking(move || -> Result<_> {
        let layout = layout(&*reader, &bytes, &called)?;
        let sealed = keys.seal_file(&bytes)?;
        Ok((layout, blobs.keep(blob, &mut sealed.as_slice())?.digest))
    })
    .await??;
    let change = opened(app, who, name, digest, layout);
    let id = change.next.0.id;
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(who), change).await?;
    tx.commit().await?;
    Ok(id)
}

/// The columns of a roster that can be read. Blocking.
pub(crate) fn layout(reader: &dyn Reader, bytes: &[u8], name: &str) -> Result<Layout> {
    let sheet = reader.roster(&mut &*bytes, name).map_err(|sentence| Error::field("file", sentence))?;
    refuse_secrets(&sheet)?;
    Ok(Layout::guess(&sheet.rows))
}

/// A roster whose sealed bytes are kept, open for review; the caller writes it.
pub(crate) fn opened(
    app: &App,
    who: &Who,
    name: &str,
    digest: String,
    layout: Layout,
) -> Change<NewRosterImport> {
    let import = RosterImport {
        id: app.ids.make(),
        bureau: who.bureau,
        author: who.account,
        name: name.chars().take(120).collect(),
        digest,
        layout,
        state: ImportState::Open,
        created: app.now(),
    };
    let entry = Entry::new(Action::ImportRoster, import.id).field("digest", &import.digest);
    Change::new(NewRosterImport(import), entry)
}

/// Whether a cell bears a 密级 mark.
pub(crate) fn marked(text: &str) -> bool {
    ["绝密★", "机密★", "秘密★", "绝密☆", "机密☆", "秘密☆"].iter().any(|mark| text.contains(mark))
}

/// A 密级 mark anywhere stops the upload before anything is stored.
fn refuse_secrets(sheet: &Sheet) -> Result<()> {
    let line = sheet.rows.iter().position(|row| row.iter().any(|cell| marked(&cell.text)));
    match line {
        Some(line) => Err(Error::field(
            "file",
            format!(
                "表格第 {} 行标有密级。本系统不得存储、处理国家秘密和工作秘密，已停止读取，未保存任何内容。",
                line + 1
            ),
        )),
        None => Ok(()),
    }
}

async fn own(conn: &mut Conn, who: &Who, id: RosterId) -> Result<Versioned<RosterImport>> {
    let import = conn.roster_import(id).await?;
    if import.bureau == who.bureau { Ok(import) } else { Err(Refused::NotFound.into()) }
}

/// The upload as it would be written now.
pub async fn preview(app: &App, who: &Who, id: RosterId) -> Result<Preview> {
    authority::require_any(who, Action::ImportRoster)?;
    let mut view = app.store.view().await?;
    let import = own(&mut view, who, id).await?;
    let known = known(&mut view, who, app.today()).await?;
    drop(view);
    let (blobs, keys, today) = (app.store.blobs().clone(), app.keys.clone(), app.today());
    let layout = import.layout.clone();
    let (reader, name, digest) = (app.reader.clone(), import.name.clone(), import.digest.clone());
    let (sheet, judged) = tokio::task::spawn_blocking(move || -> Result<_> {
        let mut sealed = Vec::new();
        blobs.open_blob(&digest)?.read_to_end(&mut sealed).map_err(|error| Error::fault("roster", error))?;
        let plain = keys.open_file(&sealed)?;
        let sheet =
            reader.roster(&mut plain.as_slice(), &name).map_err(|cause| Error::fault("roster", cause))?;
        let judged = judge(&sheet.rows, &layout, &known, today);
        Ok((sheet, judged))
    })
    .await??;
    Ok(Preview { import, sheet, judged })
}

/// A roster as it would be written now, of a file of which nothing is kept: version 0.
pub async fn check(app: &App, who: &Who, name: &str, bytes: Vec<u8>) -> Result<Preview> {
    authority::require_any(who, Action::ImportRoster)?;
    let known = known(&mut *app.store.view().await?, who, app.today()).await?;
    let (reader, called, today) = (app.reader.clone(), name.to_owned(), app.today());
    let (sheet, layout, judged) = tokio::task::spawn_blocking(move || -> Result<_> {
        let sheet = reader
            .roster(&mut bytes.as_slice(), &called)
            .map_err(|sentence| Error::field("file", sentence))?;
        refuse_secrets(&sheet)?;
        let layout = Layout::guess(&sheet.rows);
        let judged = judge(&sheet.rows, &layout, &known, today);
        Ok((sheet, layout, judged))
    })
    .await??;
    let import = opened(app, who, name, String::new(), layout).next.0;
    Ok(Preview { import: Versioned { version: 0, row: import }, sheet, judged })
}

async fn known(conn: &mut Conn, who: &Who, today: Day) -> Result<Known> {
    let mut known = Known::default();
    for person in conn.listed(who.bureau).await? {
        if let Some(no) = &person.staff_no {
            known.staff.insert(no.clone(), person.name.clone());
        }
        if !person.left {
            known.names.entry(person.name).or_default().push(person.staff_no);
        }
    }
    let units = conn.units(who.bureau, today).await?;
    for unit in &units {
        known.sections.entry(unit.name.clone()).or_default().push(unit.id);
        if let Some(parent) = units.iter().find(|parent| Some(parent.id) == unit.parent) {
            known.sections.entry(format!("{}/{}", parent.name, unit.name)).or_default().push(unit.id);
        }
    }
    Ok(known)
}

/// The columns as someone chose them.
pub async fn choose(app: &App, who: &Who, id: RosterId, columns: Vec<Option<Column>>) -> Result<()> {
    authority::require_any(who, Action::ImportRoster)?;
    let mut tx = app.store.begin().await?;
    let import = open(&mut tx, who, id).await?;
    let layout = import.layout.choose(columns).map_err(|sentence| Error::field("columns", sentence))?;
    let entry = Entry::new(Action::ImportRoster, id).field("columns", layout.columns.len());
    tx.apply(&app.stamp(who), Change::new(import.to(RosterImport { layout, ..import.row.clone() }), entry))
        .await?;
    Ok(tx.commit().await?)
}

async fn open(conn: &mut Conn, who: &Who, id: RosterId) -> Result<Versioned<RosterImport>> {
    let import = own(conn, who, id).await?;
    match import.state {
        ImportState::Open => Ok(import),
        ImportState::Applied => Err(Error::rule("这份名册已经导入过了。")),
    }
}

/// What becomes of a section that does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    Create(UnitKind),
    Use(UnitId),
}

/// The answers to what the preview asked.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    pub sections: BTreeMap<String, Section>,
    /// Line → whether it is another person, who joins; else it is the same, and the line is skipped.
    pub twins: BTreeMap<usize, bool>,
}

/// What an import did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    pub joined: usize,
    pub skipped: usize,
    pub units: usize,
}

/// Confirms an import: every row that is not skipped joins, or none does.
pub async fn apply(app: &App, who: &Who, id: RosterId, answers: &Answers) -> Result<Outcome> {
    let Preview { judged, .. } = preview(app, who, id).await?;
    ready(&judged, answers)?;
    let skipped = |row: &&Row| answers.twins.get(&row.line) == Some(&false);
    let rows: Vec<Row> = judged.ready.iter().filter(|row| !skipped(row)).cloned().collect();
    // Sealing ten thousand numbers takes a moment: it happens before the transaction.
    let phones = seal(app, rows.iter().map(|row| row.phone.clone()).collect()).await?;
    let mut tx = app.store.begin().await?;
    let import = open(&mut tx, who, id).await?;
    let sections = sections(app, who, &mut tx, &rows, answers).await?;
    let roster = people(app, who, &rows, phones, &sections.found);
    let outcome = Outcome {
        joined: rows.len(),
        skipped: judged.present.len() + judged.ready.len() - rows.len(),
        units: sections.made,
    };
    let entry = Entry::new(Action::ImportRoster, id).field("joined", outcome.joined);
    let next = import.to(RosterImport { state: ImportState::Applied, ..import.row.clone() });
    let stamp = app.stamp(who);
    tx.apply(&stamp, Change::new((next, roster), entry)).await.map_err(|error| match error {
        StoreError::Conflict(_) => Error::rule("名册刚刚有变动，有工号已被使用。请刷新预览后再确认。"),
        other => other.into(),
    })?;
    joiner::welcome_many(app, &stamp, &mut tx).await?;
    tx.commit().await?;
    Ok(outcome)
}

async fn seal(app: &App, phones: Vec<Option<String>>) -> Result<Vec<Option<SealedPhone>>> {
    let keys = app.keys.clone();
    let seal = move |phone: Option<String>| phone.map(|phone| keys.seal_phone(&phone)).transpose();
    tokio::task::spawn_blocking(move || phones.into_iter().map(seal).collect()).await?
}

/// Nothing is written while a row is wrong or a question open.
fn ready(judged: &Judged, answers: &Answers) -> Result<()> {
    if !judged.wrong.is_empty() {
        let n = judged.wrong_rows();
        return Err(Error::rule(format!("还有 {n} 行有错，一行也没有写入。请下载错误表改好，再重新上传。")));
    }
    let mut open: Vec<FieldError> = Vec::new();
    let mut ask = |field: String, sentence: String| open.push(FieldError { field, sentence });
    for (n, section) in judged.unknown.keys().enumerate() {
        if !answers.sections.contains_key(section) {
            ask(format!("section{n}"), format!("“{section}”还不存在，请选择新建，或者选一个已有的科室。"));
        }
    }
    for line in &judged.twins {
        if !answers.twins.contains_key(line) {
            ask(format!("twin{line}"), format!("第 {line} 行与别人同名，请说明是不是同一位同志。"));
        }
    }
    if judged.ready.is_empty() {
        return Err(Error::rule("没有可以导入的新人员。"));
    }
    if open.is_empty() { Ok(()) } else { Err(Refused::Invalid(open).into()) }
}

/// Units by the name that a row gives them.
struct Sections {
    found: BTreeMap<String, UnitId>,
    made: usize,
}

async fn sections(
    app: &App,
    who: &Who,
    tx: &mut store::Tx,
    rows: &[Row],
    answers: &Answers,
) -> Result<Sections> {
    let known = known(tx, who, app.today()).await?;
    let root = tx.bureau(who.bureau).await?.root;
    let mut sections = Sections { found: BTreeMap::new(), made: 0 };
    for row in rows {
        if sections.found.contains_key(&row.section) {
            continue;
        }
        let unit =
            match (known.sections.get(&row.section).map(Vec::as_slice), answers.sections.get(&row.section)) {
                (Some([unit]), _) => *unit,
                (_, Some(Section::Use(unit))) => crate::unit::own(tx, who, *unit).await?.id,
                (_, Some(Section::Create(kind))) => {
                    sections.made += 1;
                    found(app, who, tx, &known, root, &row.section, *kind).await?
                }
                _ => return Err(Error::rule("机构刚刚有变动。请刷新预览后再确认。")),
            };
        sections.found.insert(row.section.clone(), unit);
    }
    Ok(sections)
}

/// A new unit below the bureau, or below the unit that `parent/name` gives.
async fn found(
    app: &App,
    who: &Who,
    tx: &mut store::Tx,
    known: &Known,
    root: UnitId,
    section: &str,
    kind: UnitKind,
) -> Result<UnitId> {
    let (parent, name) = match section.rsplit_once('/') {
        None => (root, section),
        Some((parent, name)) => match known.sections.get(parent).map(Vec::as_slice) {
            Some([parent]) => (*parent, name),
            _ => return Err(Error::rule(format!("“{section}”的上级“{parent}”还不存在，请先建好上级单位。"))),
        },
    };
    let parent = tx.unit(parent).await?;
    let siblings = tx.children(parent.id, app.today()).await?;
    let position = siblings.iter().map(|it| it.position).max().unwrap_or(0) + 10;
    let names: Vec<String> = siblings.into_iter().map(|it| it.row.name).collect();
    let new = Unit {
        id: app.ids.make(),
        bureau: who.bureau,
        kind,
        name: name.to_owned(),
        parent: Some(parent.id),
        position,
        valid_from: app.today(),
        valid_to: None,
    };
    let change = unit::create(&new, &parent, &names, app.today())?;
    let id = change.next.id;
    tx.apply(&app.stamp(who), change.map(NewUnit)).await?;
    Ok(id)
}

fn people(
    app: &App,
    who: &Who,
    rows: &[Row],
    phones: Vec<Option<SealedPhone>>,
    sections: &BTreeMap<String, UnitId>,
) -> NewRoster {
    let mut roster = NewRoster::default();
    for (row, phone) in rows.iter().zip(phones) {
        let Some(unit) = sections.get(&row.section) else { continue };
        let person = Person {
            id: app.ids.make(),
            bureau: who.bureau,
            name: row.name.clone(),
            staff_no: row.staff_no.clone(),
            initials: account::initials(&row.name),
            left_on: None,
        };
        let membership = Membership {
            id: app.ids.make(),
            person: person.id,
            unit: *unit,
            kind: row.kind,
            title: row.title.clone(),
            heads: row.heads,
            liaison: row.liaison,
            from: row.joined.unwrap_or_else(|| app.today()),
            to: None,
        };
        roster.people.push(NewPerson { person, phone });
        roster.service.push(NewMembership { bureau: who.bureau, membership });
    }
    roster
}

/// The original with a last column 原因, to be corrected and uploaded again.
pub async fn errors(app: &App, who: &Who, id: RosterId) -> Result<Vec<u8>> {
    errors_of(preview(app, who, id).await?).await
}

/// [`errors`] of a preview.
pub async fn errors_of(preview: Preview) -> Result<Vec<u8>> {
    tokio::task::spawn_blocking(move || workbook::errors(&preview)).await?
}
