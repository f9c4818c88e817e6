//! For tests and benches only: an empty schema on a PostgreSQL server, a plan without paper, a recount.

use crate::column::args;
use crate::db::Row;
use crate::dialect::Engine;
use crate::{Apply, Conn, Result, Stamp, Store, TallyKey};
use domain::id::{CampaignId, MeasureId, PaperId, PlanId, StageId, UnitId};
use sqlx::{AssertSqlSafe, Connection, Executor};

/// Makes an empty schema on the server at `url`.
pub async fn create_schema(url: &str, name: &str) -> Result<()> {
    let mut conn = sqlx::PgConnection::connect(url).await?;
    conn.execute(AssertSqlSafe(format!("create schema \"{name}\""))).await?;
    conn.close().await?;
    Ok(())
}

/// Drops a schema with all that is in it.
pub async fn drop_schema(url: &str, name: &str) -> Result<()> {
    let mut conn = sqlx::PgConnection::connect(url).await?;
    conn.execute(AssertSqlSafe(format!("drop schema \"{name}\" cascade"))).await?;
    conn.close().await?;
    Ok(())
}

/// Does what the server does by itself in the minutes after many rows came in: it gathers statistics
/// and notes which pages every reader sees whole.
pub async fn settle(url: &str) -> Result<()> {
    let mut conn = sqlx::PgConnection::connect(url).await?;
    conn.execute("vacuum analyze").await?;
    conn.close().await?;
    Ok(())
}

/// Changes the text of a paper behind the back of every rule, as someone with the database could.
pub async fn tamper_paper(conn: &mut Conn, id: PaperId, from: &str, to: &str) -> Result<()> {
    conn.run("update paper_text set text = replace(text, $2, $3) where paper_id = $1", args![id, from, to])
        .await?;
    Ok(())
}

/// A campaign with one plan, its stages and its measures: the frame in which tests put tasks.
#[derive(Debug, Clone)]
pub struct Programme {
    pub campaign: CampaignId,
    pub plan: PlanId,
    pub stages: Vec<StageId>,
    pub measures: Vec<MeasureId>,
}

impl Apply for Programme {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let root: UnitId = conn
            .one("select root_id from bureau where id = $1", args![stamp.bureau], |row| row.get("root_id"))
            .await?;
        conn.run(
            "insert into campaign (id, bureau_id, name, target, valid_from, valid_to, version) \
             values ($1, $2, '创建省级文明单位', '', '2026-01-01', '2028-12-31', 1)",
            args![self.campaign, stamp.bureau],
        )
        .await?;
        conn.run(
            "insert into plan (id, bureau_id, campaign_id, unit_id, year, title, doc_number, issuer, issued_on, draft_id, \
             state, published_on, version) values ($1, $2, $3, $4, 2026, '2026年文明单位创建实施方案', '云交法〔2026〕7号', '', \
             '2026-03-20', null, 'published', '2026-03-24', 1)",
            args![self.plan, stamp.bureau, self.campaign, root],
        )
        .await?;
        let windows = [
            ("宣传发动", "2026-03-01", "2026-05-31"),
            ("全面实施", "2026-05-01", "2026-10-31"),
            ("巩固迎检", "2026-10-01", "2026-12-31"),
        ];
        for (i, (id, (name, from, to))) in self.stages.iter().zip(windows).enumerate() {
            conn.run(
                "insert into stage (id, plan_id, position, name, valid_from, valid_to, version) values ($1, $2, $3, $4, $5, $6, 1)",
                args![*id, self.plan, i as i64, name, from, to],
            )
            .await?;
        }
        let titles = [
            "建强班子，带好队伍",
            "深化学习教育",
            "弘扬时代新风",
            "完善制度管理",
            "优化窗口服务",
            "美化办公环境",
        ];
        for (i, (id, title)) in self.measures.iter().zip(titles).enumerate() {
            let number = ["（一）", "（二）", "（三）", "（四）", "（五）", "（六）"][i];
            conn.run(
                "insert into measure (id, plan_id, position, number, title, leader_id, lead_id, reviewer_id, version) \
                 values ($1, $2, $3, $4, $5, null, null, null, 1)",
                args![*id, self.plan, i as i64, number, title],
            )
            .await?;
        }
        Ok(())
    }
}

impl Conn {
    /// The tally of a plan counted anew from its assignments.
    pub async fn recount(&mut self, plan: PlanId) -> Result<Vec<(TallyKey, i64)>> {
        let cut = |slice: &str| {
            format!(
                "select '{slice}' as slice, coalesce({slice}_id, $2) as slice_id, state, count(*) as n from assignment \
                 where plan_id = $1 and part in ('lead', 'doer') and valid_to is null group by coalesce({slice}_id, $2), state"
            )
        };
        let sql = ["measure", "stage", "unit"].map(cut).join(" union all ");
        let of = |row: &Row| Ok((crate::tally::key(plan, row)?, row.get("n")?));
        self.all(&sql, args![plan, uuid::Uuid::nil()], of).await
    }
}

/// Changes rows behind the back of the store, as an intruder with the database would.
pub async fn tamper(store: &Store, sql: &str) -> Result<()> {
    let mut tx = store.begin().await?;
    tx.raw(sql).await?;
    tx.commit().await
}

/// Every table and column that the engine itself knows, without those of its full-text search.
pub async fn columns(store: &Store) -> Result<Vec<(String, String)>> {
    let sql = match store.engine() {
        Engine::Sqlite => {
            "select m.name as tab, p.name as col from sqlite_master m, pragma_table_info(m.name) p \
             where m.type = 'table' and m.name not like 'sqlite_%' and m.name not like 'search_index%'"
        }
        Engine::Postgres => {
            "select cast(table_name as text) as tab, cast(column_name as text) as col from information_schema.columns \
             where table_schema = current_schema() and column_name <> 'grams'"
        }
    };
    let mut columns: Vec<(String, String)> =
        store.view().await?.all(sql, vec![], |row| Ok((row.get("tab")?, row.get("col")?))).await?;
    columns.retain(|(table, _)| table != "schema_version");
    columns.sort();
    Ok(columns)
}

/// What PostgreSQL waits for at a commit, as this store's connections ask for it.
pub async fn synchronous_commit(store: &Store) -> Result<String> {
    store.view().await?.one("show synchronous_commit", vec![], |row| row.get("synchronous_commit")).await
}
