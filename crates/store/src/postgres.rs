//! The server engine: its pool, and how values are bound. Every statement is a way there and back, so
//! that few are made beside those that were asked for.

use crate::Result;
use crate::column::{Arg, without_nul};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgPool, PgPoolOptions, PgRow, Postgres};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Connection, Executor, Transaction};
use std::str::FromStr;
use std::time::Duration;

/// What every session asks for. A statement here reads a few rows by their index: compiling it costs
/// more than it saves, and a page at random costs about as much as the next one on what servers use
/// today.
const SESSION: [(&str, &str); 3] =
    [("synchronous_commit", "on"), ("jit", "off"), ("random_page_cost", "1.1")];

/// Prepared statements that a connection keeps: more than the product has, so that none is planned anew
/// because another came by.
const STATEMENTS: usize = 500;

/// A connection that was used just now is not asked whether it still stands: it answered.
const RESTED: Duration = Duration::from_secs(1);

/// A pool at an address `postgres://…`.
pub(crate) async fn connect(url: &str) -> Result<PgPool> {
    let options = PgConnectOptions::from_str(url)?.options(SESSION).statement_cache_capacity(STATEMENTS);
    Ok(PgPoolOptions::new()
        .max_connections(12)
        .acquire_timeout(Duration::from_secs(30))
        .test_before_acquire(false)
        .before_acquire(|conn, held| {
            Box::pin(async move {
                if held.idle_for > RESTED {
                    conn.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_with(options)
        .await?)
}

/// A connection inside a transaction, or for one statement without any. Dropping it undoes what was not
/// committed.
pub(crate) enum Lease {
    In(Transaction<'static, Postgres>),
    Once(PoolConnection<Postgres>),
}

impl Lease {
    /// A transaction that begins with the statement `begin`.
    pub(crate) async fn begin(pool: &PgPool, begin: &'static str) -> Result<Self> {
        Ok(Self::In(pool.begin_with(begin).await?))
    }

    pub(crate) async fn once(pool: &PgPool) -> Result<Self> {
        Ok(Self::Once(pool.acquire().await?))
    }

    fn conn(&mut self) -> &mut PgConnection {
        match self {
            Self::In(tx) => tx,
            Self::Once(conn) => conn,
        }
    }

    /// Runs a statement and tells how many rows it touched.
    pub(crate) async fn run(&mut self, sql: &str, args: Vec<Arg>) -> Result<u64> {
        Ok(bound(sql, args).execute(self.conn()).await?.rows_affected())
    }

    /// All rows of a query.
    pub(crate) async fn rows(&mut self, sql: &str, args: Vec<Arg>) -> Result<Vec<PgRow>> {
        Ok(bound(sql, args).fetch_all(self.conn()).await?)
    }

    /// The first row of a query.
    pub(crate) async fn row(&mut self, sql: &str, args: Vec<Arg>) -> Result<Option<PgRow>> {
        Ok(bound(sql, args).fetch_optional(self.conn()).await?)
    }

    /// Runs statements as they stand.
    pub(crate) async fn raw(&mut self, sql: &str) -> Result<()> {
        self.conn().execute(AssertSqlSafe(sql)).await?;
        Ok(())
    }

    pub(crate) async fn end(self, commit: bool) -> Result<()> {
        match self {
            Self::In(tx) if commit => tx.commit().await?,
            Self::In(tx) => tx.rollback().await?,
            Self::Once(_) => {}
        }
        Ok(())
    }
}

/// A statement with its values.
fn bound(sql: &str, args: Vec<Arg>) -> Query<'_, Postgres, PgArguments> {
    args.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, arg| match arg {
        Arg::Int(value) => query.bind(value),
        Arg::Bool(value) => query.bind(value),
        Arg::Text(value) => query.bind(value.map(without_nul)),
        Arg::Uuid(value) => query.bind(value),
        Arg::Bytes(value) => query.bind(value),
    })
}
