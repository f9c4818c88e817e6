//! 导入与核对: papers come in, people check the tree, the tree is published.

mod import;
mod publish;

pub use import::{Arrival, MAX_PASTE, import, paste, reread};
pub(crate) use import::{draw, file, prepare};
pub use publish::{Check, check, keep_findings, publish};

use crate::reading::Read;
use crate::{App, Error, Result, Who};
use domain::audit::Entry;
use domain::authority::{Action, Facts, require, require_any};
use domain::change::{Change, Versioned};
use domain::day::{Day, Instant};
use domain::draft::diff::{Matched, diff, merge as merge_trees};
use domain::draft::heads::{HeadChange, heads};
use domain::draft::{DraftRow, DraftState, Edit, Org, row};
use domain::id::DraftId;
use store::{Conn, DraftLine};

/// Drafts on one page of the list.
const PAGE: i64 = 30;

/// A draft with all that its page shows.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub draft: Versioned<DraftRow>,
    pub read: Read,
    pub org: Org,
}

/// A draft that the actor may work on.
async fn held(conn: &mut Conn, who: &Who, id: DraftId) -> Result<Versioned<DraftRow>> {
    let draft = conn.draft(id).await?;
    let facts = Facts { bureau: Some(draft.bureau), ..Facts::default() };
    require(who, Action::EditDraft, Action::ImportPlan, &facts)?;
    Ok(draft)
}

async fn org(conn: &mut Conn, who: &Who, day: Day) -> Result<Org> {
    Ok(conn.org(who.bureau, day).await?)
}

/// A page of drafts.
#[derive(Debug, Clone)]
pub struct Listed {
    pub rows: Vec<DraftLine>,
    /// Key of the next page, if there is one.
    pub next: Option<(Instant, DraftId)>,
}

/// Drafts in one state, the latest first.
pub async fn list(
    app: &App,
    who: &Who,
    state: DraftState,
    before: Option<(Instant, DraftId)>,
) -> Result<Listed> {
    require_any(who, Action::ImportPlan)?;
    let mut rows = app.store.view().await?.drafts(who.bureau, state, before, PAGE + 1).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let next = rows.last().filter(|_| more).map(|last| (last.updated, last.id));
    Ok(Listed { rows, next })
}

/// The draft with its paper and the organisation of the day.
pub async fn view(app: &App, who: &Who, id: DraftId) -> Result<Sheet> {
    let mut view = app.store.view().await?;
    let draft = held(&mut view, who, id).await?;
    let org = org(&mut view, who, app.today()).await?;
    let read = serde_json::from_str(&draft.reading).map_err(|error| Error::fault("reading", error))?;
    Ok(Sheet { draft, read, org })
}

/// Applies edits to the version that the page showed. All or none; answers with the new version.
pub async fn edit(app: &App, who: &Who, id: DraftId, version: i64, edits: Vec<Edit>) -> Result<i64> {
    let mut tx = app.store.begin().await?;
    let mut draft = held(&mut tx, who, id).await?;
    if draft.version != version {
        return Err(Error::Refused(domain::Refused::Stale));
    }
    let org = org(&mut tx, who, app.today()).await?;
    let mut entries: Vec<Entry> = Vec::new();
    for act in edits {
        let change = row::apply(&draft, act, &org)?;
        draft = change.next;
        entries.extend(change.audit);
    }
    let mut entries = entries.into_iter();
    if let Some(first) = entries.next() {
        let change = entries.fold(Change::new(draft, first), Change::with_entry);
        tx.apply(&app.stamp(who), change).await?;
        tx.commit().await?;
    }
    Ok(version + 1)
}

/// Into the trash.
pub async fn discard(app: &App, who: &Who, id: DraftId) -> Result<()> {
    shift(app, who, id, row::discard).await
}

/// Out of the trash.
pub async fn restore(app: &App, who: &Who, id: DraftId) -> Result<()> {
    shift(app, who, id, row::restore).await
}

/// How long a discarded draft waits in the trash, in microseconds: 30 days (`DESIGN.md` §5).
const TRASH: i64 = 30 * 24 * 60 * domain::account::MINUTE;

/// Drafts that lay in the trash for 30 days go for good. Run by the clockwork.
pub async fn purge(app: &App) -> Result<usize> {
    let before = Instant(app.now().0 - TRASH);
    let mut tx = app.store.begin().await?;
    let old = tx.drafts_discarded(before).await?;
    for (bureau, id) in &old {
        let entry = Entry::new(Action::EditDraft, *id).field("state", "purged");
        tx.apply(&app.own_stamp(*bureau, "job"), Change::new(store::PurgeDraft(*id), entry)).await?;
    }
    tx.commit().await?;
    Ok(old.len())
}

type Rule = fn(&Versioned<DraftRow>) -> Result<Change<Versioned<DraftRow>>, domain::Refused>;

async fn shift(app: &App, who: &Who, id: DraftId, rule: Rule) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let draft = held(&mut tx, who, id).await?;
    let change = rule(&draft)?;
    tx.apply(&app.stamp(who), change).await?;
    Ok(tx.commit().await?)
}

/// A revised paper beside what it revises.
#[derive(Debug, Clone)]
pub struct Comparison {
    pub new: Versioned<DraftRow>,
    pub old: Versioned<DraftRow>,
    pub matched: Vec<Matched>,
    /// Stages, headings and the leading group.
    pub heads: Vec<HeadChange>,
}

/// What a revised paper changes.
pub async fn compare(app: &App, who: &Who, id: DraftId) -> Result<Comparison> {
    let mut view = app.store.view().await?;
    let new = held(&mut view, who, id).await?;
    let old = new.revises.ok_or_else(|| Error::rule("这份草稿不是修订稿，或者已经合并过了。"))?;
    let old = held(&mut view, who, old).await?;
    let matched = diff(&old.tree, &new.tree);
    let org = org(&mut view, who, app.today()).await?;
    let heads = heads(&old.tree, &merge_trees(&old.tree, &new.tree), &org);
    Ok(Comparison { new, old, matched, heads })
}

/// Merges: the new draft takes over owners and confirmations; an open old one goes to the trash.
pub async fn merge(app: &App, who: &Who, id: DraftId, version: i64) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let mut new = held(&mut tx, who, id).await?;
    new.version = version;
    let old = new.revises.ok_or_else(|| Error::rule("这份草稿不是修订稿，或者已经合并过了。"))?;
    let old = held(&mut tx, who, old).await?;
    let stamp = app.stamp(who);
    tx.apply(&stamp, row::merge(&new, &old)?).await?;
    if old.state == DraftState::Open {
        tx.apply(&stamp, row::discard(&old)?).await?;
    }
    Ok(tx.commit().await?)
}
