//! Published plans.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, SearchDoc, Stamp, StoreError};
use domain::change::Versioned;
use domain::id::{BureauId, CampaignId, PlanId};
use domain::plan::Plan;

const COLUMNS: &str = "id, bureau_id, campaign_id, unit_id, year, title, doc_number, issuer, issued_on, draft_id, state, \
     published_on, version";

fn from(row: &Row) -> Result<Versioned<Plan>> {
    let year: i64 = row.get("year")?;
    Ok(Versioned {
        version: row.get("version")?,
        row: Plan {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            campaign: row.get("campaign_id")?,
            unit: row.get("unit_id")?,
            year: i16::try_from(year).map_err(|_| StoreError::Corrupt { column: "year".into() })?,
            title: row.get("title")?,
            doc_number: row.get("doc_number")?,
            issuer: row.get("issuer")?,
            issued_on: row.opt("issued_on")?,
            draft: row.opt("draft_id")?,
            state: row.get("state")?,
            published_on: row.get("published_on")?,
        },
    })
}

/// A plan that is published for the first time.
#[derive(Debug, Clone)]
pub struct NewPlan(pub Plan);

impl Apply for NewPlan {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into plan (id, bureau_id, campaign_id, unit_id, year, title, doc_number, issuer, issued_on, draft_id, \
             state, published_on, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)",
            args![
                it.id,
                it.bureau,
                it.campaign,
                it.unit,
                i64::from(it.year),
                it.title,
                it.doc_number,
                it.issuer,
                it.issued_on,
                it.draft,
                it.state,
                it.published_on
            ],
        )
        .await?;
        index(conn, it, stamp).await
    }
}

impl Apply for Versioned<Plan> {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update plan set title = $3, doc_number = $4, issuer = $5, issued_on = $6, draft_id = $7, state = $8, \
             version = version + 1 where id = $1 and version = $2",
            args![it.id, self.version, it.title, it.doc_number, it.issuer, it.issued_on, it.draft, it.state],
        )
        .await?;
        index(conn, it, stamp).await
    }
}

async fn index(conn: &mut Conn, plan: &Plan, stamp: &Stamp<'_>) -> Result<()> {
    let doc = SearchDoc {
        id: stamp.ids.next(),
        bureau: plan.bureau,
        noun: "plan",
        object: plan.id.0,
        title: plan.title.clone(),
        body: [plan.doc_number.as_str(), plan.issuer.as_str()].join(" "),
        unit: None,
        person: None,
        day: plan.issued_on,
    };
    conn.index(&doc, stamp.at).await
}

impl Conn {
    pub async fn plan(&mut self, id: PlanId) -> Result<Versioned<Plan>> {
        self.one(&format!("select {COLUMNS} from plan where id = $1"), args![id], from).await
    }

    /// Plans of a bureau, newest year first.
    pub async fn plans(&mut self, bureau: BureauId) -> Result<Vec<Versioned<Plan>>> {
        self.all(
            &format!(
                "select {COLUMNS} from plan where bureau_id = $1 order by year desc, published_on desc, id desc"
            ),
            args![bureau],
            from,
        )
        .await
    }

    /// Plans of a campaign, newest year first.
    pub async fn plans_of_campaign(&mut self, campaign: CampaignId) -> Result<Vec<Versioned<Plan>>> {
        self.all(
            &format!("select {COLUMNS} from plan where campaign_id = $1 order by year desc, id"),
            args![campaign],
            from,
        )
        .await
    }
}
