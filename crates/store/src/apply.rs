//! How a decided change reaches the disk: state, messages and jobs at once, audit entries last.

use crate::column::args;
use crate::{Conn, Result, Tx};
use domain::change::Change;
use domain::day::Instant;
use domain::id::{AccountId, BureauId, Ids, MessageId};
use std::future::Future;

/// Who changes, from where, when; and where new ids come from.
#[derive(Clone, Copy)]
pub struct Stamp<'a> {
    pub bureau: BureauId,
    /// None for what the system does by itself.
    pub account: Option<AccountId>,
    /// Address of the request, `cli` or `job`.
    pub source: &'a str,
    pub at: Instant,
    pub ids: &'a dyn Ids,
}

impl std::fmt::Debug for Stamp<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stamp").field("account", &self.account).field("at", &self.at).finish_non_exhaustive()
    }
}

/// State that can be written. Only [`Tx::apply`] calls it, so that nothing is written unaudited.
pub trait Apply: Sync {
    /// Writes the state. A row that was read at another version is [`crate::StoreError::Stale`].
    fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> impl Future<Output = Result<()>> + Send;
}

impl<T: Apply> Apply for Vec<T> {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        for item in self {
            item.write(conn, stamp).await?;
        }
        Ok(())
    }
}

impl<T: Apply> Apply for Option<T> {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        match self {
            Some(item) => item.write(conn, stamp).await,
            None => Ok(()),
        }
    }
}

impl<A: Apply, B: Apply> Apply for (A, B) {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        self.0.write(conn, stamp).await?;
        self.1.write(conn, stamp).await
    }
}

/// Only the audit entry itself: signing in, an audited read, an export.
impl Apply for () {
    async fn write(&self, _: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        Ok(())
    }
}

impl Tx {
    /// Writes all of a change. The audit entries are chained at [`Tx::commit`], so that the head
    /// of the chain is the last thing locked.
    pub async fn apply<T: Apply>(&mut self, stamp: &Stamp<'_>, change: Change<T>) -> Result<T> {
        change.next.write(self, stamp).await?;
        for message in &change.messages {
            let id: MessageId = stamp.ids.make();
            self.run(
                "insert into message (id, bureau_id, person_id, reason, noun, object_id, text, due, created, read_at, digested) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, null)",
                args![id, stamp.bureau, message.to, message.reason, message.noun, message.object, message.text, message.due, stamp.at],
            )
            .await?;
        }
        for job in &change.jobs {
            self.add_job(job, stamp.at).await?;
        }
        self.witness(stamp, change.audit);
        Ok(change.next)
    }
}
