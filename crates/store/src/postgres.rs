//! The server engine: its pool, and how values are bound.

use crate::Result;
use crate::column::{Arg, without_nul};
use sqlx::AssertSqlSafe;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPool, PgPoolOptions, Postgres};
use sqlx::query::Query;
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

/// A pool at an address `postgres://…`.
pub(crate) async fn connect(url: &str) -> Result<PgPool> {
    let options = PgConnectOptions::from_str(url)?.options(SESSION).statement_cache_capacity(STATEMENTS);
    Ok(PgPoolOptions::new()
        .max_connections(12)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(options)
        .await?)
}

/// A statement with its values.
pub(crate) fn bound(sql: &str, args: Vec<Arg>) -> Query<'_, Postgres, PgArguments> {
    args.into_iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, arg| match arg {
        Arg::Int(value) => query.bind(value),
        Arg::Bool(value) => query.bind(value),
        Arg::Text(value) => query.bind(value.map(without_nul)),
        Arg::Uuid(value) => query.bind(value),
        Arg::Bytes(value) => query.bind(value),
    })
}
