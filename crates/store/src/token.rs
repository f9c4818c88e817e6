//! Tokens of programs: looked up by the digest of their secret.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp, Tx};
use domain::change::Versioned;
use domain::day::Instant;
use domain::id::{AccountId, TokenId};
use domain::token::Token;

pub(crate) const COLUMNS: &str =
    "id, bureau_id, account_id, name, digest, scope, created, seen, expires, revoked, version";

pub(crate) fn from(row: &Row) -> Result<Versioned<Token>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Token {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            account: row.get("account_id")?,
            name: row.get("name")?,
            digest: row.get("digest")?,
            scope: row.get("scope")?,
            created: row.get("created")?,
            seen: row.opt("seen")?,
            expires: row.get("expires")?,
            revoked: row.opt("revoked")?,
        },
    })
}

/// A new token.
#[derive(Debug, Clone)]
pub struct NewToken(pub Token);

impl Apply for NewToken {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into api_token (id, bureau_id, account_id, name, digest, scope, created, seen, expires, revoked, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
            args![
                it.id, it.bureau, it.account, it.name, it.digest, it.scope, it.created, it.seen, it.expires, it.revoked
            ],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Token> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update api_token set revoked = $3, version = version + 1 where id = $1 and version = $2",
            args![self.id, self.version, self.revoked],
        )
        .await
    }
}

impl Conn {
    /// Tokens of an account that were not taken back, the latest first.
    pub async fn tokens(&mut self, account: AccountId) -> Result<Vec<Versioned<Token>>> {
        self.all(
            &format!(
                "select {COLUMNS} from api_token where account_id = $1 and revoked is null order by created desc, id limit 100"
            ),
            args![account],
            from,
        )
        .await
    }
}

impl Tx {
    /// Notes a use. No change of anything that is audited, and no new version.
    pub async fn touch_token(&mut self, id: TokenId, now: Instant) -> Result<()> {
        self.run_one("update api_token set seen = $2 where id = $1", args![id, now]).await
    }
}
