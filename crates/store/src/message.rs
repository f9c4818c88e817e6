//! 提醒 of a person: unread count, pages newest first; the daily digest of what falls due.

use crate::column::args;
use crate::db::Row;
use crate::{Conn, Result, Tx};
use domain::assignment::Part;
use domain::day::{Day, Instant};
use domain::id::{AssignmentId, BureauId, MessageId, PersonId, TaskId, UnitId};
use domain::message::{Reason, Step};
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
    /// Whether it sums up a day; its items are [`Conn::digest_items`].
    pub digest: bool,
    /// The task of the assignment it is about.
    pub task: Option<TaskId>,
}

/// An assignment in a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestRow {
    pub message: MessageId,
    pub task: TaskId,
    pub title: String,
    pub step: Step,
    pub due: Day,
}

/// An assignment that has reached a step of the ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearing {
    pub id: AssignmentId,
    pub title: String,
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    pub part: Part,
    pub due: Day,
}

/// The digest of one person for one day.
#[derive(Debug, Clone)]
pub struct Digest {
    pub id: MessageId,
    pub bureau: BureauId,
    pub to: PersonId,
    pub reason: Reason,
    pub text: String,
    pub due: Option<Day>,
    pub items: Vec<(AssignmentId, Step, Day)>,
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
        digest: row.opt::<Instant>("digested")?.is_some(),
        task: row.opt("task_id")?,
    })
}

fn page(sign: &str, way: &str) -> String {
    format!(
        "select m.id, m.reason, m.noun, m.object_id, m.text, m.due, m.created, m.read_at, m.digested, \
         (select a.task_id from assignment a where a.id = m.object_id) as task_id from message m \
         where m.person_id = $1 and (m.created, m.id) {sign} ($2, $3) and ($5 = false or m.read_at is null) \
         order by m.created {way}, m.id {way} limit $4"
    )
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
        unread_only: bool,
        before: Option<(Instant, MessageId)>,
        limit: i64,
    ) -> Result<Vec<MessageRow>> {
        let (at, id) = before.unwrap_or((Instant(i64::MAX), MessageId(Uuid::max())));
        self.all(&page("<", "desc"), args![person, at, id, limit, unread_only], from).await
    }

    /// The messages that came after one, oldest first: the way back to newer pages.
    pub async fn messages_after(
        &mut self,
        person: PersonId,
        unread_only: bool,
        (at, id): (Instant, MessageId),
        limit: i64,
    ) -> Result<Vec<MessageRow>> {
        self.all(&page(">", "asc"), args![person, at, id, limit, unread_only], from).await
    }

    /// What a digest of this person holds, in its order.
    pub async fn digest_items(&mut self, person: PersonId, message: MessageId) -> Result<Vec<DigestRow>> {
        self.all(
            "select d.message_id, a.task_id, t.title, d.step, d.due from digest_item d \
             join message m on m.id = d.message_id join assignment a on a.id = d.assignment_id \
             join task t on t.id = a.task_id where d.message_id = $1 and m.person_id = $2 order by d.position",
            args![message, person],
            |row| {
                Ok(DigestRow {
                    message: row.get("message_id")?,
                    task: row.get("task_id")?,
                    title: row.get("title")?,
                    step: row.get("step")?,
                    due: row.get("due")?,
                })
            },
        )
        .await
    }

    /// Waiting assignments due between two days for which this step has not been told yet.
    pub async fn nearing(
        &mut self,
        bureau: BureauId,
        step: Step,
        from: Day,
        to: Day,
        limit: i64,
    ) -> Result<Vec<Nearing>> {
        self.all(
            "select a.id, t.title, a.unit_id, a.person_id, a.part, a.due from assignment a join task t on t.id = a.task_id \
             where a.bureau_id = $1 and a.waiting = $2 and a.due_key >= $3 and a.due_key <= $4 and not exists ( \
                 select 1 from digest_item d where d.assignment_id = a.id and d.step = $5 and d.due = a.due) \
             order by a.due_key, a.id limit $6",
            args![bureau, true, from, to, step, limit],
            |row| {
                Ok(Nearing {
                    id: row.get("id")?,
                    title: row.get("title")?,
                    unit: row.opt("unit_id")?,
                    person: row.opt("person_id")?,
                    part: row.get("part")?,
                    due: row.get("due")?,
                })
            },
        )
        .await
    }

    /// Who receives what is assigned to a unit and to no person: its heads and those who file for it.
    pub async fn unit_receivers(&mut self, bureau: BureauId, day: Day) -> Result<Vec<(UnitId, PersonId)>> {
        self.all(
            "select m.unit_id, m.person_id from membership m join person p on p.id = m.person_id \
             where m.bureau_id = $1 and (m.heads or m.liaison) and m.valid_from <= $2 and (m.valid_to is null or m.valid_to >= $2) \
             and (p.left_on is null or p.left_on >= $2) order by m.unit_id, m.person_id",
            args![bureau, day],
            |row| Ok((row.get("unit_id")?, row.get("person_id")?)),
        )
        .await
    }
}

impl Tx {
    /// Writes digests. Being reminded is no change of state that an audit would witness.
    pub async fn put_digests(&mut self, digests: &[Digest], now: Instant) -> Result<()> {
        for it in digests {
            self.run(
                "insert into message (id, bureau_id, person_id, reason, noun, object_id, text, due, created, read_at, digested) \
                 values ($1, $2, $3, $4, 'message', $1, $5, $6, $7, null, $7)",
                args![it.id, it.bureau, it.to, it.reason, it.text, it.due, now],
            )
            .await?;
            for (position, (assignment, step, due)) in (0_i64..).zip(&it.items) {
                self.run(
                    "insert into digest_item (message_id, position, assignment_id, step, due) values ($1, $2, $3, $4, $5)",
                    args![it.id, position, *assignment, *step, *due],
                )
                .await?;
            }
        }
        Ok(())
    }

    /// Marks one message of a person as read.
    pub async fn read_message(&mut self, person: PersonId, id: MessageId, now: Instant) -> Result<()> {
        self.run(
            "update message set read_at = $3 where person_id = $1 and id = $2 and read_at is null",
            args![person, id, now],
        )
        .await?;
        Ok(())
    }

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
