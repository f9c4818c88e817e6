//! Records in lists, and the queue of those that wait for a review.

use super::{RecordPage, page};
use crate::sight::visible;
use crate::turn::{Leaf, Turn};
use crate::{App, Error, Result, Who};
use domain::authority::Action;
use domain::id::{PersonId, RecordId, UnitId};
use domain::record::RecordState;
use store::{Place, RecordFilter, RecordRow};

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
        visible: visible(who, Action::ViewRecord)?,
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
    let filter = RecordFilter { ascending: wanted.ascending, after: leaf.prev, ..filter };
    let Place { total, before } = match turn.whole(&leaf) {
        Some(place) => place,
        None => view.record_place(who.bureau, &filter).await?,
    };
    Ok(Records { leaf, total, before })
}

/// 待审核: what waits for the actor, longest waiting first, with the duties each answers; of a unit and
/// all below it, if one is given.
#[derive(Debug, Clone)]
pub struct Queue {
    pub leaf: Leaf<(RecordPage, RecordRow), (domain::Instant, RecordId)>,
}

pub async fn queue(
    app: &App,
    who: &Who,
    unit: Option<UnitId>,
    turn: &Turn<(domain::Instant, RecordId)>,
    limit: i64,
) -> Result<Queue> {
    let reviewer = reviewer(who);
    let mut view = app.store.view().await?;
    let after = turn.key().copied();
    let found = view.review_queue(who.bureau, reviewer, unit, after, turn.back(), limit + 1).await?;
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

/// How many records wait for 创建办, of a unit and all below it if one is given.
pub async fn waiting(app: &App, who: &Who, unit: Option<UnitId>) -> Result<i64> {
    if who.reach(Action::ReviewRecord).is_none() {
        return Ok(0);
    }
    Ok(app.store.view().await?.review_count(who.bureau, unit).await?)
}
