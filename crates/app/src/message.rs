//! 提醒 of a person, and the daily digest of what falls due.

use crate::turn::{Leaf, Turn};
use crate::{App, Result, Who};
use domain::authority::{self, Action};
use domain::code::Code;
use domain::day::Instant;
use domain::id::{BureauId, MessageId, PersonId, UnitId};
use domain::message::{Due, Step, digest};
use std::collections::BTreeMap;
use store::{Conn, Digest, DigestRow, MessageRow, Nearing};

/// How many assignments one run of the ladder tells of; the rest follow in the next run.
const MOST: i64 = 20_000;
/// Nobody is reminded before seven in the morning.
pub(crate) const MORNING: i64 = 7 * 3_600_000_000;

/// A page of messages.
#[derive(Debug, Clone)]
pub struct Messages {
    pub leaf: Leaf<(MessageRow, Vec<DigestRow>), (Instant, MessageId)>,
    pub unread: i64,
}

impl std::ops::Deref for Messages {
    type Target = Leaf<(MessageRow, Vec<DigestRow>), (Instant, MessageId)>;
    fn deref(&self) -> &Self::Target {
        &self.leaf
    }
}

/// The actor's messages, newest first.
pub async fn list(
    app: &App,
    who: &Who,
    unread_only: bool,
    turn: impl Into<Turn<(Instant, MessageId)>>,
    limit: i64,
) -> Result<Messages> {
    authority::require_any(who, Action::ReadMessages)?;
    let mut view = app.store.view().await?;
    let unread = view.unread(who.person).await?;
    let turn = turn.into();
    let found = match &turn {
        Turn::Before(key) => view.messages_after(who.person, unread_only, *key, limit + 1).await?,
        Turn::First | Turn::After(_) => {
            view.messages(who.person, unread_only, turn.key().copied(), limit + 1).await?
        }
    };
    let leaf = turn.leaf(found, limit, |row| (row.created, row.id));
    let mut rows = Vec::with_capacity(leaf.rows.len());
    for row in leaf.rows {
        let items = if row.digest { view.digest_items(who.person, row.id).await? } else { Vec::new() };
        rows.push((row, items));
    }
    Ok(Messages { leaf: Leaf { rows, prev: leaf.prev, next: leaf.next }, unread })
}

/// How many messages the actor has not read.
pub async fn unread(app: &App, who: &Who) -> Result<i64> {
    Ok(app.store.view().await?.unread(who.person).await?)
}

/// Marks one message as read, or all.
pub async fn read(app: &App, who: &Who, id: Option<MessageId>) -> Result<()> {
    authority::require_any(who, Action::ReadMessages)?;
    let mut tx = app.store.begin().await?;
    match id {
        Some(id) => tx.read_message(who.person, id, app.now()).await?,
        None => tx.read_messages(who.person, None, app.now()).await?,
    }
    Ok(tx.commit().await?)
}

/// The ladder 30/7/1/逾期: once a day each person gets one digest of what has reached a step. What
/// was told is noted with the digest in one transaction, so that a run after a crash repeats nothing.
pub async fn ladder(app: &App) -> Result<usize> {
    let now = app.now();
    if now.0 - app.today().start().0 < MORNING {
        return Ok(0);
    }
    let bureaus = app.store.view().await?.bureaus().await?;
    let mut sent = 0;
    for bureau in bureaus {
        sent += ladder_of(app, bureau.id).await?;
    }
    Ok(sent)
}

async fn ladder_of(app: &App, bureau: BureauId) -> Result<usize> {
    let mut tx = app.store.begin().await?;
    // The mark is taken first: a second worker waits here and then finds the day done.
    if !tx.begin_day(bureau, "message.ladder", app.today()).await? {
        return Ok(0);
    }
    let people = gather(app, &mut tx, bureau).await?;
    let digests: Vec<Digest> =
        people.into_iter().filter_map(|(to, items)| compose(app, bureau, to, &items)).collect();
    tx.put_digests(&digests, app.now()).await?;
    tx.commit().await?;
    Ok(digests.len())
}

type Told = (Nearing, Step);

async fn gather(app: &App, conn: &mut Conn, bureau: BureauId) -> Result<BTreeMap<PersonId, Vec<Told>>> {
    let today = app.today();
    let mut receivers: BTreeMap<UnitId, Vec<PersonId>> = BTreeMap::new();
    for (unit, person) in conn.unit_receivers(bureau, today).await? {
        receivers.entry(unit).or_default().push(person);
    }
    let mut people: BTreeMap<PersonId, Vec<Told>> = BTreeMap::new();
    for step in Step::ALL {
        let (from, to) = step.window(today);
        for nearing in conn.nearing(bureau, *step, from, to, MOST).await? {
            let holders = match (nearing.person, nearing.unit) {
                (Some(person), _) => vec![person],
                (None, Some(unit)) => receivers.get(&unit).cloned().unwrap_or_default(),
                (None, None) => Vec::new(),
            };
            for person in holders {
                people.entry(person).or_default().push((nearing.clone(), *step));
            }
        }
    }
    Ok(people)
}

fn compose(app: &App, bureau: BureauId, to: PersonId, items: &[Told]) -> Option<Digest> {
    let due: Vec<Due<'_>> =
        items.iter().map(|(it, step)| Due { title: &it.title, step: *step, due: it.due }).collect();
    let (reason, text) = digest(&due, app.today())?;
    let first = items.iter().map(|(it, _)| it.due).min();
    let items = items.iter().map(|(it, step)| (it.id, *step, it.due)).collect();
    Some(Digest { id: app.ids.make(), bureau, to, reason, text, due: first, items })
}
