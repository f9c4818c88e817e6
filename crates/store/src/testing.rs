//! For tests only: an empty schema on a PostgreSQL server.

use crate::Result;
use sqlx::{AssertSqlSafe, Connection, Executor};

/// Makes an empty schema on the server at `url`.
pub async fn create_schema(url: &str, name: &str) -> Result<()> {
    let mut conn = sqlx::PgConnection::connect(url).await?;
    conn.execute(AssertSqlSafe(format!("create schema \"{name}\""))).await?;
    conn.close().await?;
    Ok(())
}
