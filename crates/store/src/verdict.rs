//! Verdicts on records, one per review: the conversation of returns and new filings.

use crate::clause::Query;
use crate::column::args;
use crate::work::push_list;
use crate::{Apply, Conn, Result, Stamp};
use domain::assignment::ReturnReason;
use domain::day::Instant;
use domain::id::{BureauId, PersonId, RecordId};
use domain::record::RecordState;

/// A verdict on one version of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVerdict {
    pub record: RecordId,
    pub version: i64,
    pub bureau: BureauId,
    pub reviewer: PersonId,
    pub state: RecordState,
    pub reason: Option<ReturnReason>,
    pub note: String,
}

impl Apply for NewVerdict {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        conn.run(
            "insert into record_verdict (record_id, version, bureau_id, at, reviewer_id, state, reason, note) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![
                self.record,
                self.version,
                self.bureau,
                stamp.at,
                self.reviewer,
                self.state,
                self.reason,
                self.note
            ],
        )
        .await?;
        Ok(())
    }
}

/// A verdict as pages show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictRow {
    pub record: RecordId,
    pub at: Instant,
    pub reviewer: String,
    pub state: RecordState,
    pub reason: Option<ReturnReason>,
    pub note: String,
}

impl VerdictRow {
    /// The reason with its note; empty where the record was accepted.
    pub fn sentence(&self) -> String {
        match (self.reason, self.note.as_str()) {
            (Some(reason), "") => reason.to_string(),
            (Some(reason), note) => format!("{reason}。{note}"),
            (None, note) => note.to_owned(),
        }
    }
}

impl Conn {
    /// The latest verdicts on some records, newest first.
    pub async fn verdicts(&mut self, bureau: BureauId, records: &[RecordId]) -> Result<Vec<VerdictRow>> {
        let mut query = Query::new(
            "select v.record_id, v.at, v.state, v.reason, v.note, p.name from record_verdict v \
             join person p on p.id = v.reviewer_id where v.bureau_id = ? and v.record_id in (",
            args![bureau],
        );
        push_list(&mut query, records);
        query.push(") order by v.at desc, v.record_id limit 200", args![]);
        self.all(&query.sql, query.args, |row| {
            Ok(VerdictRow {
                record: row.get("record_id")?,
                at: row.get("at")?,
                reviewer: row.get("name")?,
                state: row.get("state")?,
                reason: row.opt("reason")?,
                note: row.get("note")?,
            })
        })
        .await
    }
}
