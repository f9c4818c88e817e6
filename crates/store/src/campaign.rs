//! Campaigns: one row per 创建周期.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp};
use domain::campaign::Campaign;
use domain::change::Versioned;
use domain::id::{BureauId, CampaignId};

const COLUMNS: &str = "id, bureau_id, name, target, valid_from, valid_to, version";

fn from(row: &Row) -> Result<Versioned<Campaign>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Campaign {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            name: row.get("name")?,
            target: row.get("target")?,
            from: row.get("valid_from")?,
            to: row.get("valid_to")?,
        },
    })
}

/// A campaign that did not exist before.
#[derive(Debug, Clone)]
pub struct NewCampaign(pub Campaign);

impl Apply for NewCampaign {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into campaign (id, bureau_id, name, target, valid_from, valid_to, version) \
             values ($1, $2, $3, $4, $5, $6, 1)",
            args![it.id, it.bureau, it.name, it.target, it.from, it.to],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Campaign> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update campaign set name = $3, target = $4, valid_from = $5, valid_to = $6, version = version + 1 \
             where id = $1 and version = $2",
            args![it.id, self.version, it.name, it.target, it.from, it.to],
        )
        .await
    }
}

impl Conn {
    pub async fn campaign(&mut self, id: CampaignId) -> Result<Versioned<Campaign>> {
        self.one(&format!("select {COLUMNS} from campaign where id = $1"), args![id], from).await
    }

    /// Campaigns of a bureau, newest first.
    pub async fn campaigns(&mut self, bureau: BureauId) -> Result<Vec<Versioned<Campaign>>> {
        self.all(
            &format!("select {COLUMNS} from campaign where bureau_id = $1 order by valid_from desc, id desc"),
            args![bureau],
            from,
        )
        .await
    }
}
