//! 日历订阅: one secret address per person; what a calendar program reads under it.

use crate::{App, Result, Who, calendar, secret};
use domain::account::AccountState;
use domain::assignment::State;
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::calendar::NodeKind;
use domain::change::{Change, Versioned};
use domain::day::{Day, Instant};
use domain::feed::{self, Feed};
use domain::refused::Refused;
use store::NewFeed;

/// How far back and ahead a feed reaches, in days, and how many duties it holds at most.
const BACK: i64 = 60;
const AHEAD: i64 = 400;
const MOST: i64 = 2_000;

/// One whole-day event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Stable, so that a program updates instead of repeating.
    pub uid: String,
    pub day: Day,
    pub title: String,
    /// Page of the task, relative to the public address.
    pub path: String,
    pub changed: Instant,
}

/// What stands under an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedView {
    pub name: String,
    pub events: Vec<Event>,
    pub changed: Instant,
}

/// The open address of the actor, without its secret: that is shown once, when it is made.
pub async fn current(app: &App, who: &Who) -> Result<Option<Versioned<Feed>>> {
    authority::require_any(who, Action::MakeFeed)?;
    Ok(app.store.view().await?.open_feeds(who.person).await?.pop())
}

/// Makes an address and ends the one before. Answers the secret, which is kept nowhere.
pub async fn renew(app: &App, who: &Who) -> Result<String> {
    authority::require_any(who, Action::MakeFeed)?;
    let token = secret::token();
    let feed = Feed {
        id: app.ids.make(),
        bureau: who.bureau,
        person: who.person,
        digest: secret::digest(&token),
        created: app.now(),
        revoked: None,
    };
    let mut tx = app.store.begin().await?;
    end_all(app, who, &mut tx).await?;
    let entry = Entry::new(Action::MakeFeed, feed.id);
    tx.apply(&app.stamp(who), Change::new(NewFeed(feed), entry)).await?;
    tx.commit().await?;
    Ok(token)
}

/// Ends the actor's address at once.
pub async fn revoke(app: &App, who: &Who) -> Result<()> {
    authority::require_any(who, Action::MakeFeed)?;
    let mut tx = app.store.begin().await?;
    end_all(app, who, &mut tx).await?;
    Ok(tx.commit().await?)
}

async fn end_all(app: &App, who: &Who, tx: &mut store::Tx) -> Result<()> {
    for open in tx.open_feeds(who.person).await? {
        let change = feed::revoke(&open, app.now())?;
        tx.apply(&app.stamp(who), change).await?;
    }
    Ok(())
}

/// What a calendar program reads. No session: the secret alone opens it, as long as its owner could
/// still make it.
pub async fn read(app: &App, token: &str) -> Result<FeedView> {
    let gone = || Refused::NotFound;
    let mut view = app.store.view().await?;
    let feed =
        view.feed_by_digest(&secret::digest(token)).await?.filter(|feed| feed.is_open()).ok_or_else(gone)?;
    let account = view.account_of(feed.person).await?.ok_or_else(gone)?;
    let today = app.today();
    let actor = view.actor(&account, today).await?;
    if account.state != AccountState::Active || actor.reach(Action::MakeFeed).is_none() {
        return Err(gone().into());
    }
    let (from, to) = (today.minus(BACK), today.plus(AHEAD));
    let duties = view.feed_duties(feed.person, from, to, today, MOST).await?;
    let holidays = calendar::holidays(&mut view, feed.bureau).await?;
    let name = view.bureau(feed.bureau).await?.name;
    drop(view);
    let nodes = domain::calendar::nodes(from, to, &holidays)
        .into_iter()
        .filter(|node| node.kind != NodeKind::SolarTerm);
    let mut events: Vec<Event> = nodes
        .map(|node| Event {
            uid: format!("{}-{}", node.day, secret::digest(&node.name).get(..12).unwrap_or_default()),
            day: node.day,
            title: node.name,
            path: format!("/calendar?month={}", domain::calendar::Month::of(node.day)),
            changed: feed.created,
        })
        .collect();
    let changed = duties.iter().map(|duty| duty.changed).max().unwrap_or(feed.created).max(feed.created);
    events.extend(duties.into_iter().map(|duty| Event {
        uid: duty.id.to_string(),
        day: duty.due,
        title: title(&duty),
        path: format!("/assignments/{}", duty.id),
        changed: duty.changed,
    }));
    Ok(FeedView { name: format!("文明创建节点 · {name}"), events, changed })
}

fn title(duty: &store::FeedDuty) -> String {
    let mark = match duty.state {
        State::Done => "✓ ",
        State::Returned => "退回：",
        _ => "",
    };
    let which = if duty.occurrence.is_empty() { String::new() } else { format!("（{}）", duty.occurrence) };
    format!("{mark}{}{which}", duty.title)
}
