//! Refusals (403), counted per account, action and minute, and chained once the minute has passed:
//! a scanner fills one row a minute, not the chain.

use crate::column::args;
use crate::{Apply, Conn, Result, Stamp, Tx};
use domain::day::Instant;
use domain::id::{AccountId, BureauId};

const MINUTE: i64 = 60_000_000;

/// One counted refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub bureau: BureauId,
    pub account: AccountId,
    /// Code of the action that was refused.
    pub action: String,
    /// Minutes since 1970.
    pub minute: i64,
    pub times: i64,
}

/// The count leaves the table; the chain keeps it.
#[derive(Debug, Clone)]
pub struct ChainRefusal(pub Refusal);

impl Apply for ChainRefusal {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run_one(
            "delete from refusal where bureau_id = $1 and account_id = $2 and action = $3 and minute = $4 and times = $5",
            args![it.bureau, it.account, it.action, it.minute, it.times],
        )
        .await
    }
}

impl Conn {
    /// Counts of minutes that have passed, the oldest first.
    pub async fn past_refusals(&mut self, now: Instant, limit: i64) -> Result<Vec<Refusal>> {
        self.all(
            "select bureau_id, account_id, action, minute, times from refusal where minute < $1 \
             order by minute, bureau_id, account_id, action limit $2",
            args![now.0 / MINUTE, limit],
            |row| {
                Ok(Refusal {
                    bureau: row.get("bureau_id")?,
                    account: row.get("account_id")?,
                    action: row.get("action")?,
                    minute: row.get("minute")?,
                    times: row.get("times")?,
                })
            },
        )
        .await
    }
}

impl Tx {
    /// Counts one refusal. Its witness follows when the minute has passed.
    pub async fn count_refusal(
        &mut self,
        bureau: BureauId,
        account: AccountId,
        action: &str,
        now: Instant,
    ) -> Result<()> {
        let minute = now.0 / MINUTE;
        let values = args![bureau, account, action, minute];
        let known = self
            .run(
                "update refusal set times = times + 1 where bureau_id = $1 and account_id = $2 and action = $3 and minute = $4",
                values.clone(),
            )
            .await?;
        if known == 0 {
            self.run(
                "insert into refusal (bureau_id, account_id, action, minute, times) values ($1, $2, $3, $4, 1)",
                values,
            )
            .await?;
        }
        Ok(())
    }
}
