//! Stages of plans.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp};
use domain::change::Versioned;
use domain::id::PlanId;
use domain::stage::Stage;

fn from(row: &Row) -> Result<Versioned<Stage>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Stage {
            id: row.get("id")?,
            plan: row.get("plan_id")?,
            position: row.get("position")?,
            name: row.get("name")?,
            from: row.opt("valid_from")?,
            to: row.opt("valid_to")?,
        },
    })
}

/// A stage that did not exist before.
#[derive(Debug, Clone)]
pub struct NewStage(pub Stage);

impl Apply for NewStage {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into stage (id, plan_id, position, name, valid_from, valid_to, version) \
             values ($1, $2, $3, $4, $5, $6, 1)",
            args![it.id, it.plan, it.position, it.name, it.from, it.to],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Stage> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update stage set position = $3, name = $4, valid_from = $5, valid_to = $6, version = version + 1 \
             where id = $1 and version = $2",
            args![it.id, self.version, it.position, it.name, it.from, it.to],
        )
        .await
    }
}

impl Conn {
    pub async fn stages(&mut self, plan: PlanId) -> Result<Vec<Versioned<Stage>>> {
        self.all(
            "select id, plan_id, position, name, valid_from, valid_to, version from stage where plan_id = $1 \
             order by position, id",
            args![plan],
            from,
        )
        .await
    }
}
