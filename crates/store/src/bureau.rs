//! Bureaus and the one-time set-up link.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp, Tx};
use domain::bureau::{Administration, Bureau};
use domain::day::Instant;
use domain::id::BureauId;

/// A bureau that did not exist before; starts its audit chain.
#[derive(Debug, Clone)]
pub struct NewBureau(pub Bureau);

impl Apply for NewBureau {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into bureau (id, name, root_id, administration, demo, version) values ($1, $2, $3, $4, $5, 1)",
            args![it.id, it.name, it.root, it.administration, it.demo],
        )
        .await?;
        conn.begin_chain(it.id).await
    }
}

/// 简易 becomes 三员. There is no way back.
#[derive(Debug, Clone, Copy)]
pub struct Separate(pub BureauId);

impl Apply for Separate {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update bureau set administration = $2, version = version + 1 where id = $1 and administration = $3",
            args![self.0, Administration::Threefold, Administration::Simple],
        )
        .await
    }
}

fn from(row: &Row) -> Result<Bureau> {
    Ok(Bureau {
        id: row.get("id")?,
        name: row.get("name")?,
        root: row.get("root_id")?,
        administration: row.get("administration")?,
        demo: row.get("demo")?,
    })
}

impl Conn {
    pub async fn bureau(&mut self, id: BureauId) -> Result<Bureau> {
        self.one("select id, name, root_id, administration, demo from bureau where id = $1", args![id], from)
            .await
    }

    /// All bureaus of this installation, in the order of their ids.
    pub async fn bureaus(&mut self) -> Result<Vec<Bureau>> {
        self.all("select id, name, root_id, administration, demo from bureau order by id", vec![], from).await
    }

    /// Whether an unused set-up link with this digest exists.
    pub async fn setup_link_open(&mut self, digest: &str) -> Result<bool> {
        let n = self
            .number("select count(*) as n from setup_link where digest = $1 and used is null", args![digest])
            .await?;
        Ok(n == 1)
    }
}

impl Tx {
    /// Replaces all unused set-up links by a new one: there is no bureau yet whose chain could witness it.
    pub async fn put_setup_link(&mut self, digest: &str, now: Instant) -> Result<()> {
        self.run("delete from setup_link where used is null", vec![]).await?;
        self.run("insert into setup_link (digest, created, used) values ($1, $2, null)", args![digest, now])
            .await?;
        Ok(())
    }

    /// Uses the link up; [`crate::StoreError::Stale`] if it is dead.
    pub async fn use_setup_link(&mut self, digest: &str, now: Instant) -> Result<()> {
        self.run_one("update setup_link set used = $2 where digest = $1 and used is null", args![digest, now])
            .await
    }
}
