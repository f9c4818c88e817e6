//! Secret calendar addresses: looked up by the digest of their secret.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp};
use domain::assignment::{Part, State};
use domain::change::Versioned;
use domain::day::{Day, Instant};
use domain::feed::Feed;
use domain::id::{AssignmentId, PersonId};

const COLUMNS: &str = "id, bureau_id, person_id, digest, created, revoked, version";

fn from(row: &Row) -> Result<Versioned<Feed>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Feed {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            person: row.get("person_id")?,
            digest: row.get("digest")?,
            created: row.get("created")?,
            revoked: row.opt("revoked")?,
        },
    })
}

/// A new address.
#[derive(Debug, Clone)]
pub struct NewFeed(pub Feed);

impl Apply for NewFeed {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into feed (id, bureau_id, person_id, digest, created, revoked, version) values ($1, $2, $3, $4, $5, $6, 1)",
            args![it.id, it.bureau, it.person, it.digest, it.created, it.revoked],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Feed> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update feed set revoked = $3, version = version + 1 where id = $1 and version = $2",
            args![self.id, self.version, self.revoked],
        )
        .await
    }
}

/// A duty as a calendar program shows it: its title and nothing personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedDuty {
    pub id: AssignmentId,
    pub title: String,
    pub occurrence: String,
    pub part: Part,
    pub state: State,
    pub due: Day,
    pub changed: Instant,
}

impl Conn {
    pub async fn feed_by_digest(&mut self, digest: &str) -> Result<Option<Versioned<Feed>>> {
        self.maybe(&format!("select {COLUMNS} from feed where digest = $1"), args![digest], from).await
    }

    /// The addresses of a person that still answer.
    pub async fn open_feeds(&mut self, person: PersonId) -> Result<Vec<Versioned<Feed>>> {
        self.all(
            &format!(
                "select {COLUMNS} from feed where person_id = $1 and revoked is null order by created, id"
            ),
            args![person],
            from,
        )
        .await
    }

    /// What a person must answer or lead between two days: own assignments, and those of units that
    /// the person heads or files for and that no person holds.
    pub async fn feed_duties(
        &mut self,
        person: PersonId,
        from: Day,
        to: Day,
        today: Day,
        limit: i64,
    ) -> Result<Vec<FeedDuty>> {
        self.all(
            "select a.id, t.title, a.occurrence, a.part, a.state, a.due, a.changed \
             from assignment a join task t on t.id = a.task_id \
             where a.waiting in ($2, $3) and a.due_key >= $4 and a.due_key <= $5 and a.part in ('lead', 'doer', 'leader') \
             and a.state <> 'void' and a.valid_to is null and (a.person_id = $1 or (a.person_id is null and a.unit_id in ( \
                 select m.unit_id from membership m where m.person_id = $1 and (m.heads or m.liaison) \
                 and m.valid_from <= $6 and (m.valid_to is null or m.valid_to >= $6)))) \
             order by a.due_key, a.id limit $7",
            args![person, true, false, from, to, today, limit],
            |row| {
                Ok(FeedDuty {
                    id: row.get("id")?,
                    title: row.get("title")?,
                    occurrence: row.get("occurrence")?,
                    part: row.get("part")?,
                    state: row.get("state")?,
                    due: row.get("due")?,
                    changed: row.get("changed")?,
                })
            },
        )
        .await
    }
}
