//! 日历订阅: a secret address under which a calendar program reads one person's duties.

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::day::Instant;
use crate::id::{BureauId, FeedId, PersonId};
use crate::refused::Refused;

/// One address of one person. Only the digest of its secret is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    pub id: FeedId,
    pub bureau: BureauId,
    pub person: PersonId,
    pub digest: String,
    pub created: Instant,
    pub revoked: Option<Instant>,
}

impl Feed {
    pub fn is_open(&self) -> bool {
        self.revoked.is_none()
    }
}

/// 停用: the address answers nothing from now on.
pub fn revoke(feed: &Versioned<Feed>, now: Instant) -> Result<Change<Versioned<Feed>>, Refused> {
    if !feed.is_open() {
        return Err(Refused::rule("这个订阅地址已经停用。"));
    }
    let next = Feed { revoked: Some(now), ..feed.row.clone() };
    Ok(Change::new(feed.to(next), Entry::new(Action::MakeFeed, feed.id).field("revoked", now.0)))
}
