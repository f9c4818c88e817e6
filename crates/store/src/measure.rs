//! Measures of plans.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp};
use domain::change::Versioned;
use domain::draft::MeasureKind;
use domain::id::{MeasureId, PersonId, PlanId, UnitId};
use domain::measure::Measure;

const COLUMNS: &str = "id, plan_id, position, kind, number, title, leader_id, lead_id, reviewer_id, version";

fn from(row: &Row) -> Result<Versioned<Measure>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Measure {
            id: row.get("id")?,
            plan: row.get("plan_id")?,
            position: row.get("position")?,
            kind: row.opt("kind")?.unwrap_or(MeasureKind::Measure),
            number: row.get("number")?,
            title: row.get("title")?,
            leader: row.opt("leader_id")?,
            lead: row.opt("lead_id")?,
            reviewer: row.opt("reviewer_id")?,
        },
    })
}

/// A measure that did not exist before.
#[derive(Debug, Clone)]
pub struct NewMeasure(pub Measure);

impl Apply for NewMeasure {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into measure (id, plan_id, position, number, title, leader_id, lead_id, reviewer_id, kind, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
            args![it.id, it.plan, it.position, it.number, it.title, it.leader, it.lead, it.reviewer, it.kind],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Measure> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update measure set position = $3, number = $4, title = $5, leader_id = $6, lead_id = $7, reviewer_id = $8, \
             version = version + 1 where id = $1 and version = $2",
            args![it.id, self.version, it.position, it.number, it.title, it.leader, it.lead, it.reviewer],
        )
        .await
    }
}

impl Conn {
    pub async fn measure(&mut self, id: MeasureId) -> Result<Versioned<Measure>> {
        self.one(&format!("select {COLUMNS} from measure where id = $1"), args![id], from).await
    }

    /// Measures that a person leads or reviews.
    pub async fn measures_with(&mut self, person: PersonId) -> Result<Vec<Versioned<Measure>>> {
        self.all(
            &format!("select {COLUMNS} from measure where leader_id = $1 or reviewer_id = $1 order by plan_id, position, id"),
            args![person],
            from,
        )
        .await
    }

    /// Measures of published plans that a unit leads.
    pub async fn measures_led_by(&mut self, unit: UnitId) -> Result<Vec<Versioned<Measure>>> {
        self.all(
            &format!("select {COLUMNS} from measure where lead_id = $1 order by plan_id, position, id"),
            args![unit],
            from,
        )
        .await
    }

    pub async fn measures(&mut self, plan: PlanId) -> Result<Vec<Versioned<Measure>>> {
        self.all(
            &format!("select {COLUMNS} from measure where plan_id = $1 order by position, id"),
            args![plan],
            from,
        )
        .await
    }
}
