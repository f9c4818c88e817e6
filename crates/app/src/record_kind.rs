//! Kinds of record of a bureau: the shipped ones, and its own editions over and beside them.

use crate::{App, Error, Result, Who};
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::change::{Change, Versioned};
use domain::id::{BureauId, RecordKindId};
use domain::record_kind::{self, Edition, EditionState, KindForm, RecordKind};
use domain::refused::Refused;
use store::{Conn, NewEdition};

/// The kinds of a bureau, those that a form offers first, as they were offered by the program.
#[derive(Debug, Clone, Default)]
pub struct Kinds {
    pub offered: Vec<RecordKind>,
    /// What is no longer offered but still stands in records.
    gone: Vec<RecordKind>,
}

impl Kinds {
    /// A kind by its key, offered or not.
    pub fn get(&self, key: &str) -> Option<&RecordKind> {
        self.offered.iter().chain(&self.gone).find(|it| it.key == key)
    }

    /// Every kind, offered or not.
    pub fn all(&self) -> impl Iterator<Item = &RecordKind> {
        self.offered.iter().chain(&self.gone)
    }

    /// What a page calls a kind.
    pub fn name<'a>(&'a self, key: &'a str) -> &'a str {
        self.get(key).map_or(key, |it| it.name.as_str())
    }
}

/// The kinds that a bureau uses.
pub async fn kinds(conn: &mut Conn, bureau: BureauId) -> Result<Kinds> {
    let mut offered = shipped()?;
    let mut gone = Vec::new();
    for edition in conn.editions(bureau).await? {
        let kind = edition.row.kind;
        let known = offered.iter().position(|it| it.key == kind.key);
        match (edition.row.state, known) {
            (EditionState::Published, Some(at)) => offered[at] = kind,
            (EditionState::Published, None) => offered.push(kind),
            (EditionState::Retired, None) => gone.push(kind),
            (EditionState::Retired | EditionState::Draft, _) => {}
        }
    }
    Ok(Kinds { offered, gone })
}

fn shipped() -> Result<Vec<RecordKind>> {
    record_kind::shipped().map_err(|error| Error::fault("record kinds", error))
}

/// The kinds that the actor's bureau uses.
pub async fn own(app: &App, who: &Who) -> Result<Kinds> {
    kinds(&mut *app.store.glance().await?, who.bureau).await
}

/// One line of 纪实类型.
#[derive(Debug, Clone)]
pub struct Line {
    pub kind: RecordKind,
    pub shipped: bool,
    /// The edition in use and the one in the making.
    pub published: Option<Versioned<Edition>>,
    pub draft: Option<Versioned<Edition>>,
    /// Editions that were in use before.
    pub retired: usize,
}

/// Every kind with its editions.
pub async fn list(app: &App, who: &Who) -> Result<Vec<Line>> {
    authority::require_any(who, Action::EditKind)?;
    let mut lines: Vec<Line> = shipped()?
        .into_iter()
        .map(|kind| Line { kind, shipped: true, published: None, draft: None, retired: 0 })
        .collect();
    for edition in app.store.view().await?.editions(who.bureau).await? {
        let known = lines.iter().position(|it| it.kind.key == edition.kind.key);
        let at = known.unwrap_or_else(|| {
            let kind = edition.kind.clone();
            lines.push(Line { kind, shipped: false, published: None, draft: None, retired: 0 });
            lines.len() - 1
        });
        let line = &mut lines[at];
        match edition.state {
            EditionState::Draft => line.draft = Some(edition),
            EditionState::Published => {
                line.kind = edition.kind.clone();
                line.published = Some(edition);
            }
            EditionState::Retired => line.retired += 1,
        }
    }
    Ok(lines)
}

/// Begins an edition of a kind, or a new kind where `key` is empty; gives the draft that there is.
pub async fn begin(app: &App, who: &Who, key: &str) -> Result<RecordKindId> {
    authority::require_any(who, Action::EditKind)?;
    let lines = list(app, who).await?;
    let line = lines.iter().find(|it| it.kind.key == key);
    if let Some(draft) = line.and_then(|it| it.draft.as_ref()) {
        return Ok(draft.id);
    }
    let id: RecordKindId = app.ids.make();
    let (kind, number) = match line {
        Some(line) => {
            let all = line.retired + usize::from(line.published.is_some());
            (line.kind.clone(), all as i64 + 1)
        }
        None if key.is_empty() => (blank(id)?, 1),
        None => return Err(Refused::NotFound.into()),
    };
    let edition = Edition { id, bureau: who.bureau, number, state: EditionState::Draft, kind };
    let mut tx = app.store.begin().await?;
    let entry = Entry::new(Action::EditKind, id).field("state", "draft");
    tx.apply(&app.stamp(who), Change::new(NewEdition(edition), entry)).await?;
    tx.commit().await?;
    Ok(id)
}

/// A kind that nobody has described yet. Its key is its id: no two bureaus or helpers meet in it.
fn blank(id: RecordKindId) -> Result<RecordKind> {
    let first = shipped()?.into_iter().next();
    let key = format!("own_{}", id.0.simple());
    first
        .map(|kind| RecordKind { key, name: "新的类型".into(), hint: String::new(), ..kind })
        .ok_or_else(|| Error::fault("record kinds", "none is shipped"))
}

async fn held(conn: &mut Conn, who: &Who, id: RecordKindId) -> Result<Versioned<Edition>> {
    authority::require_any(who, Action::EditKind)?;
    let held = conn.edition(id).await?;
    if held.bureau != who.bureau {
        return Err(Refused::NotFound.into());
    }
    Ok(held)
}

/// An edition.
pub async fn show(app: &App, who: &Who, id: RecordKindId) -> Result<Versioned<Edition>> {
    held(&mut *app.store.view().await?, who, id).await
}

/// 存草稿.
pub async fn save(app: &App, who: &Who, id: RecordKindId, version: i64, form: &KindForm) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let edition = held(&mut tx, who, id).await?;
    fresh(&edition, version)?;
    let kind = form.kind(&edition.kind.key, Some(&edition.kind))?;
    tx.apply(&app.stamp(who), record_kind::revise(&edition, kind)?).await?;
    Ok(tx.commit().await?)
}

/// 发布 of what was typed.
pub async fn publish(app: &App, who: &Who, id: RecordKindId, version: i64, form: &KindForm) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let edition = held(&mut tx, who, id).await?;
    fresh(&edition, version)?;
    let kind = form.kind(&edition.kind.key, Some(&edition.kind))?;
    let edition = edition.to(Edition { kind, ..edition.row.clone() });
    let editions = tx.editions(who.bureau).await?;
    let same = |it: &&Versioned<Edition>| it.kind.key == edition.kind.key;
    let before = editions.iter().filter(same).find(|it| it.state == EditionState::Published);
    tx.apply(&app.stamp(who), record_kind::publish(&edition, before)?).await?;
    Ok(tx.commit().await?)
}

/// 停用.
pub async fn retire(app: &App, who: &Who, id: RecordKindId, version: i64) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let edition = held(&mut tx, who, id).await?;
    fresh(&edition, version)?;
    tx.apply(&app.stamp(who), record_kind::retire(&edition)?).await?;
    Ok(tx.commit().await?)
}

fn fresh(held: &Versioned<Edition>, version: i64) -> Result<()> {
    if held.version == version { Ok(()) } else { Err(Refused::Stale.into()) }
}
