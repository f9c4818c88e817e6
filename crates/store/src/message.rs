//! 提醒 of a person: unread count, pages newest first.

use crate::column::args;
use crate::db::Row;
use crate::{Conn, Result, Tx};
use domain::day::{Day, Instant};
use domain::id::{MessageId, PersonId};
use domain::message::Reason;
use uuid::Uuid;

/// A message as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRow {
    pub id: MessageId,
    pub reason: Reason,
    pub noun: String,
    pub object: Uuid,
    pub text: String,
    pub due: Option<Day>,
    pub created: Instant,
    pub read: bool,
}

fn from(row: &Row) -> Result<MessageRow> {
    Ok(MessageRow {
        id: row.get("id")?,
        reason: row.get("reason")?,
        noun: row.get("noun")?,
        object: row.get("object_id")?,
        text: row.get("text")?,
        due: row.opt("due")?,
        created: row.get("created")?,
        read: row.opt::<Instant>("read_at")?.is_some(),
    })
}

impl Conn {
    pub async fn unread(&mut self, person: PersonId) -> Result<i64> {
        self.number(
            "select count(*) as n from message where person_id = $1 and read_at is null",
            args![person],
        )
        .await
    }

    /// A page of a person's messages; `before` is the id of the last row of the page before.
    pub async fn messages(
        &mut self,
        person: PersonId,
        before: Option<(Instant, MessageId)>,
        limit: i64,
    ) -> Result<Vec<MessageRow>> {
        let (at, id) = before.unwrap_or((Instant(i64::MAX), MessageId(Uuid::max())));
        self.all(
            "select id, reason, noun, object_id, text, due, created, read_at from message \
             where person_id = $1 and (created, id) < ($2, $3) order by created desc, id desc limit $4",
            args![person, at, id, limit],
            from,
        )
        .await
    }
}

impl Tx {
    /// Marks messages of a person as read: all, or those about one object. Reading is no change of
    /// state that an audit would witness.
    pub async fn read_messages(
        &mut self,
        person: PersonId,
        object: Option<Uuid>,
        now: Instant,
    ) -> Result<()> {
        self.run(
            "update message set read_at = $2 where person_id = $1 and read_at is null and ($3 is null or object_id = $3)",
            args![person, now, object],
        )
        .await?;
        Ok(())
    }
}
