//! Sessions: begun at login, found by the digest of their token, ended by the user, an
//! administrator or their age.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp, Tx};
use domain::account::Session;
use domain::day::Instant;
use domain::id::{AccountId, SessionId};

pub(crate) const COLUMNS: &str = "id, account_id, bureau_id, digest, csrf, created, seen, agent, source";

pub(crate) fn from(row: &Row) -> Result<Session> {
    Ok(Session {
        id: row.get("id")?,
        account: row.get("account_id")?,
        bureau: row.get("bureau_id")?,
        digest: row.get("digest")?,
        csrf: row.get("csrf")?,
        created: row.get("created")?,
        seen: row.get("seen")?,
        agent: row.get("agent")?,
        source: row.get("source")?,
    })
}

/// A session that begins.
#[derive(Debug, Clone)]
pub struct NewSession(pub Session);

impl Apply for NewSession {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into session (id, account_id, bureau_id, digest, csrf, created, seen, agent, source) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![it.id, it.account, it.bureau, it.digest, it.csrf, it.created, it.seen, it.agent, it.source],
        )
        .await?;
        Ok(())
    }
}

/// A session ends.
#[derive(Debug, Clone, Copy)]
pub struct EndSession(pub SessionId);

impl Apply for EndSession {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run("delete from session where id = $1", args![self.0]).await?;
        Ok(())
    }
}

/// All sessions of an account end, at a change of password or when it is disabled; one may stay.
#[derive(Debug, Clone, Copy)]
pub struct EndSessions {
    pub account: AccountId,
    pub except: Option<SessionId>,
}

impl Apply for EndSessions {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run(
            "delete from session where account_id = $1 and ($2 is null or id <> $2)",
            args![self.account, self.except],
        )
        .await?;
        Ok(())
    }
}

impl Conn {
    /// Sessions of an account, the last seen first.
    pub async fn sessions(&mut self, account: AccountId) -> Result<Vec<Session>> {
        self.all(
            &format!("select {COLUMNS} from session where account_id = $1 order by seen desc, id"),
            args![account],
            from,
        )
        .await
    }
}

impl Tx {
    /// Notes that a session was used; called at most once a minute.
    pub async fn touch_session(&mut self, id: SessionId, now: Instant) -> Result<()> {
        self.run("update session set seen = $2 where id = $1", args![id, now]).await?;
        Ok(())
    }

    /// Forgets sessions that ran out.
    pub async fn sweep_sessions(&mut self, seen_before: Instant, created_before: Instant) -> Result<u64> {
        self.run("delete from session where seen < $1 or created < $2", args![seen_before, created_before])
            .await
    }
}
