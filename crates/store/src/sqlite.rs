//! The embedded engine: one writer beside a few readers, in WAL mode. A statement is run where its
//! caller runs, because most take some microseconds, less than the way to a thread of its own and
//! back (decision 0025). Only what may wait, for the disk or for another process, makes room first.

use crate::column::{Arg, without_nul};
use crate::{Result, StoreError};
use rusqlite::config::DbConfig;
use rusqlite::types::{FromSql, Value, ValueRef};
use rusqlite::{Connection, Statement};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections that read at the same time.
const READERS: usize = 4;
/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(30);
/// A statement that took longer is worth a line in the log.
const SLOW: Duration = Duration::from_secs(1);

/// The database file, with its connections.
#[derive(Clone)]
pub(crate) struct Sqlite {
    read: Arc<Pool>,
    write: Arc<Pool>,
}

struct Pool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    free: Arc<Semaphore>,
    size: usize,
}

/// A connection inside a transaction. Dropping it undoes what was not committed.
pub(crate) struct Lease {
    /// Some until it is given back.
    conn: Option<Connection>,
    pool: Arc<Pool>,
    _permit: OwnedSemaphorePermit,
}

/// A row that has left its statement.
pub struct SqliteRow {
    names: Arc<[Box<str>]>,
    values: Vec<Value>,
}

impl Sqlite {
    /// Opens the file, which the writer creates and switches to WAL.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let pool = |size| Pool {
            path: path.to_owned(),
            idle: Mutex::default(),
            free: Arc::new(Semaphore::new(size)),
            size,
        };
        let (read, write) = (pool(READERS), pool(1));
        write.give_back(write.connect()?);
        Ok(Self { read: Arc::new(read), write: Arc::new(write) })
    }

    /// A transaction that begins with the statement `begin`.
    pub(crate) async fn begin(&self, begin: &str, write: bool) -> Result<Lease> {
        let pool = if write { &self.write } else { &self.read };
        let permit = tokio::time::timeout(PATIENCE, Arc::clone(&pool.free).acquire_owned()).await;
        let permit = permit.ok().and_then(std::result::Result::ok).ok_or(StoreError::Busy)?;
        let idle = pool.idle().pop();
        let conn = match idle {
            Some(conn) => conn,
            None => pool.connect()?,
        };
        let lease = Lease { conn: Some(conn), pool: Arc::clone(pool), _permit: permit };
        if write {
            waiting(|| lease.raw(begin))?;
        } else {
            lease.raw(begin)?;
        }
        Ok(lease)
    }

    /// Waits for all transactions, then closes the file.
    pub(crate) async fn close(&self) {
        for pool in [&self.read, &self.write] {
            let all = u32::try_from(pool.size).unwrap_or(u32::MAX);
            let Ok(permits) = pool.free.acquire_many(all).await else { continue };
            pool.idle().clear();
            pool.free.close();
            drop(permits);
        }
    }
}

impl Pool {
    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn give_back(&self, conn: Connection) {
        self.idle().push(conn);
    }

    fn connect(&self) -> Result<Connection> {
        let conn = Connection::open(&self.path)?;
        conn.busy_timeout(Duration::from_secs(10))?;
        // A plan does not depend on bound values, so that no statement is prepared again for new ones.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        // What a user was told is saved survives loss of power (DESIGN §10, invariant 7). The cache is
        // in KiB for each connection; what does not fit comes from the cache of the system.
        conn.pragma_update(None, "journal_mode", "wal")?;
        conn.pragma_update(None, "synchronous", "full")?;
        conn.pragma_update(None, "foreign_keys", "on")?;
        conn.pragma_update(None, "cache_size", -2000)?;
        conn.pragma_update(None, "temp_store", "memory")?;
        conn.set_prepared_statement_cache_capacity(96);
        Ok(conn)
    }
}

/// Lets other tasks of this thread go on elsewhere while `work` may wait.
fn waiting<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

impl Lease {
    fn conn(&self) -> Result<&Connection> {
        self.conn.as_ref().ok_or(StoreError::Busy)
    }

    /// Runs a statement and tells how many rows it touched.
    pub(crate) async fn run(&mut self, sql: &str, args: &[Arg]) -> Result<u64> {
        tokio::task::consume_budget().await;
        let begun = Instant::now();
        let mut statement = self.conn()?.prepare_cached(sql)?;
        bind(&mut statement, args)?;
        let touched = statement.raw_execute()?;
        timed(sql, begun);
        Ok(touched as u64)
    }

    /// The first `most` rows of a query.
    pub(crate) async fn rows(&mut self, sql: &str, args: &[Arg], most: usize) -> Result<Vec<SqliteRow>> {
        tokio::task::consume_budget().await;
        let begun = Instant::now();
        let mut statement = self.conn()?.prepare_cached(sql)?;
        bind(&mut statement, args)?;
        let names: Arc<[Box<str>]> = statement.column_names().into_iter().map(Box::from).collect();
        let mut found = Vec::new();
        let mut rows = statement.raw_query();
        while found.len() < most
            && let Some(row) = rows.next()?
        {
            let values = (0..names.len()).map(|at| row.get::<_, Value>(at));
            let values = values.collect::<std::result::Result<_, _>>()?;
            found.push(SqliteRow { names: Arc::clone(&names), values });
        }
        drop(rows);
        timed(sql, begun);
        Ok(found)
    }

    /// Runs statements as they stand.
    pub(crate) fn raw(&self, sql: &str) -> Result<()> {
        Ok(self.conn()?.execute_batch(sql)?)
    }

    /// Makes everything durable: the log is on the disk when this returns.
    pub(crate) fn commit(self) -> Result<()> {
        waiting(|| self.raw("commit"))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let Some(conn) = self.conn.take() else { return };
        // What cannot be undone is not used again: the transaction ends with its connection.
        if conn.is_autocommit() || conn.execute_batch("rollback").is_ok() {
            self.pool.give_back(conn);
        }
    }
}

fn timed(sql: &str, begun: Instant) {
    let took = begun.elapsed();
    if took > SLOW {
        tracing::warn!(ms = took.as_millis(), sql, "slow statement");
    } else {
        tracing::trace!(us = took.as_micros(), sql, "statement");
    }
}

/// Binds values by the number of their placeholder, `$1` or `?1`.
fn bind(statement: &mut Statement<'_>, args: &[Arg]) -> Result<()> {
    for place in 1..=statement.parameter_count() {
        let named = statement.parameter_name(place).and_then(|name| name.get(1..)?.parse::<usize>().ok());
        let at = named.unwrap_or(place);
        let Some(arg) = at.checked_sub(1).and_then(|at| args.get(at)) else {
            return Err(rusqlite::Error::InvalidParameterCount(at, args.len()).into());
        };
        match arg {
            Arg::Int(value) => statement.raw_bind_parameter(place, value)?,
            Arg::Bool(value) => statement.raw_bind_parameter(place, value)?,
            Arg::Text(Some(text)) if text.contains('\0') => {
                statement.raw_bind_parameter(place, without_nul(text.clone()))?;
            }
            Arg::Text(value) => statement.raw_bind_parameter(place, value)?,
            Arg::Uuid(value) => statement.raw_bind_parameter(place, value)?,
            Arg::Bytes(value) => statement.raw_bind_parameter(place, value)?,
        }
    }
    Ok(())
}

impl SqliteRow {
    /// A column by its name; `None` is null.
    pub(crate) fn get<T: FromSql>(&self, column: &str) -> Result<Option<T>> {
        let at = self.names.iter().position(|name| **name == *column);
        let value = at.and_then(|at| self.values.get(at)).ok_or_else(|| wrong(column))?;
        match ValueRef::from(value) {
            ValueRef::Null => Ok(None),
            value => T::column_result(value).map(Some).map_err(|_| wrong(column)),
        }
    }
}

fn wrong(column: &str) -> StoreError {
    StoreError::Corrupt { column: column.to_owned() }
}
