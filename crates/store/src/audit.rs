//! The SM3 chain, one per bureau (`DESIGN.md` §6): each row's digest covers the row before it.
//! Rows hold ids, field names and keyed digests of values, never the values.

use crate::column::args;
use crate::db::Row;
use crate::{Conn, Result, Stamp, hmac_hex, sm3_hex};
use domain::audit::Entry;
use domain::code::Code;
use domain::day::Instant;
use domain::id::{AccountId, BureauId};
use std::collections::BTreeMap;
use uuid::Uuid;

/// An entry that waits for the commit.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    bureau: BureauId,
    account: Option<AccountId>,
    source: String,
    at: Instant,
    entry: Entry,
}

impl Pending {
    pub(crate) fn new(stamp: &Stamp<'_>, entry: Entry) -> Self {
        // A forged header must not break the lines of the canonical form.
        let source = stamp.source.chars().filter(|c| !c.is_control()).take(100).collect();
        Self { bureau: stamp.bureau, account: stamp.account, source, at: stamp.at, entry }
    }
}

/// One row of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    pub bureau: BureauId,
    pub seq: i64,
    pub at: Instant,
    pub account: Option<AccountId>,
    pub source: String,
    pub action: String,
    pub noun: String,
    pub object: Uuid,
    /// JSON object: field name → keyed digest of the new value.
    pub fields: String,
    pub prev: String,
    pub digest: String,
}

impl AuditRow {
    /// The digest that the row must carry.
    pub fn expected_digest(&self) -> String {
        let account = self.account.map(|id| id.to_string()).unwrap_or_default();
        let lines = [
            "wenming.audit/1",
            &self.bureau.to_string(),
            &self.seq.to_string(),
            &self.at.0.to_string(),
            &account,
            &self.source,
            &self.action,
            &self.noun,
            &self.object.to_string(),
            &self.fields,
            &self.prev,
        ]
        .join("\n");
        sm3_hex(lines.as_bytes())
    }
}

/// The first row at which a chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    pub seq: i64,
    /// A Chinese sentence.
    pub what: String,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub rows: i64,
    pub head: String,
    pub broken: Option<Break>,
}

/// What the audit page shows.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    pub account: Option<AccountId>,
    pub action: Option<String>,
    pub object: Option<Uuid>,
    /// Rows before this number: the page key.
    pub before: Option<i64>,
    /// Rows after this number, oldest first: the way back.
    pub after: Option<i64>,
    pub limit: i64,
}

const COLUMNS: &str = "bureau_id, seq, at, account_id, source, action, noun, object_id, fields, prev, digest";

fn from(row: &Row) -> Result<AuditRow> {
    Ok(AuditRow {
        bureau: row.get("bureau_id")?,
        seq: row.get("seq")?,
        at: row.get("at")?,
        account: row.opt("account_id")?,
        source: row.get("source")?,
        action: row.get("action")?,
        noun: row.get("noun")?,
        object: row.get("object_id")?,
        fields: row.get("fields")?,
        prev: row.get("prev")?,
        digest: row.get("digest")?,
    })
}

impl Conn {
    /// Starts the chain of a new bureau.
    pub(crate) async fn begin_chain(&mut self, bureau: BureauId) -> Result<()> {
        self.run("insert into audit_head (bureau_id, seq, digest) values ($1, 0, '')", args![bureau]).await?;
        Ok(())
    }

    /// Chains the entries in order. Locks the head of each bureau until the commit.
    pub(crate) async fn chain(&mut self, pending: Vec<Pending>) -> Result<()> {
        let mut bureaus: BTreeMap<BureauId, Vec<Pending>> = BTreeMap::new();
        for entry in pending {
            bureaus.entry(entry.bureau).or_default().push(entry);
        }
        for (bureau, entries) in bureaus {
            // The update locks the row on PostgreSQL; SQLite has one writer anyway.
            let count = entries.len() as i64;
            let (mut seq, mut prev) = self
                .one(
                    "update audit_head set seq = seq + $2 where bureau_id = $1 returning seq, digest",
                    args![bureau, count],
                    |row| Ok((row.get::<i64>("seq")? - count, row.get::<String>("digest")?)),
                )
                .await?;
            for entry in entries {
                seq += 1;
                let row = self.link(entry, seq, prev);
                prev = row.digest.clone();
                self.run(
                    "insert into audit_entry (bureau_id, seq, at, account_id, source, action, noun, object_id, fields, prev, digest) \
                     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                    args![row.bureau, row.seq, row.at, row.account, row.source, row.action, row.noun, row.object, row.fields, row.prev, row.digest],
                )
                .await?;
            }
            self.run("update audit_head set digest = $2 where bureau_id = $1", args![bureau, prev]).await?;
        }
        Ok(())
    }

    fn link(&self, pending: Pending, seq: i64, prev: String) -> AuditRow {
        let fields: BTreeMap<&str, String> = pending
            .entry
            .fields
            .iter()
            .map(|(name, value)| (*name, hmac_hex(&*self.key, value.as_bytes())))
            .collect();
        let mut row = AuditRow {
            bureau: pending.bureau,
            seq,
            at: pending.at,
            account: pending.account,
            source: pending.source,
            action: pending.entry.action.code().to_owned(),
            noun: pending.entry.object.noun.to_owned(),
            object: pending.entry.object.id,
            fields: serde_json::to_string(&fields).unwrap_or_default(),
            prev,
            digest: String::new(),
        };
        row.digest = row.expected_digest();
        row
    }

    /// A page of the chain, newest first; turned back, oldest first.
    pub async fn audit_rows(&mut self, bureau: BureauId, filter: &AuditFilter) -> Result<Vec<AuditRow>> {
        let (before, after) = (filter.before.unwrap_or(i64::MAX), filter.after.unwrap_or(i64::MIN));
        let way = if filter.after.is_some() { "asc" } else { "desc" };
        self.all(
            &format!(
                "select {COLUMNS} from audit_entry where bureau_id = $1 and seq < $2 and seq > $7 \
                 and ($3 is null or account_id = $3) and ($4 is null or action = $4) \
                 and ($5 is null or object_id = $5) order by seq {way} limit $6"
            ),
            args![bureau, before, filter.account, filter.action, filter.object, filter.limit, after],
            from,
        )
        .await
    }

    /// Number and digest of the last row.
    pub async fn audit_head(&mut self, bureau: BureauId) -> Result<(i64, String)> {
        self.one("select seq, digest from audit_head where bureau_id = $1", args![bureau], |row| {
            Ok((row.get("seq")?, row.get("digest")?))
        })
        .await
    }

    /// The digest of one row, to be held against an anchor.
    pub async fn audit_digest(&mut self, bureau: BureauId, seq: i64) -> Result<Option<String>> {
        self.maybe(
            "select digest from audit_entry where bureau_id = $1 and seq = $2",
            args![bureau, seq],
            |row| row.get("digest"),
        )
        .await
    }

    /// Walks the chain of a bureau from its first row and names the first that does not hold.
    pub async fn audit_verify(&mut self, bureau: BureauId) -> Result<Verdict> {
        let (mut seen, mut prev) = (0_i64, String::new());
        loop {
            let rows = self
                .all(
                    &format!("select {COLUMNS} from audit_entry where bureau_id = $1 and seq > $2 order by seq limit 1000"),
                    args![bureau, seen],
                    from,
                )
                .await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let what = if row.seq != seen + 1 {
                    Some(format!("第 {} 条之后缺少第 {} 条。", seen, seen + 1))
                } else if row.prev != prev {
                    Some(format!("第 {} 条与前一条不相连。", row.seq))
                } else if row.digest != row.expected_digest() {
                    Some(format!("第 {} 条的内容被改动过。", row.seq))
                } else {
                    None
                };
                if let Some(what) = what {
                    return Ok(Verdict {
                        rows: seen,
                        head: prev,
                        broken: Some(Break { seq: seen + 1, what }),
                    });
                }
                seen = row.seq;
                prev = row.digest;
            }
        }
        let (seq, digest) = self.audit_head(bureau).await?;
        let broken = (seq != seen || digest != prev).then(|| Break {
            seq: seen + 1,
            what: format!("链首记着 {seq} 条，实际只有 {seen} 条相连：末尾被删去或改动过。"),
        });
        Ok(Verdict { rows: seen, head: prev, broken })
    }
}
