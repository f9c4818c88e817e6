//! One text, two engines: the only file that knows which driver runs. A [`View`] reads one
//! snapshot, a [`Glance`] makes one statement, a [`Tx`] writes; all give their queries to [`Conn`].

use crate::audit::Pending;
use crate::column::{Arg, Column, args};
use crate::dialect::Engine;
use crate::postgres;
use crate::sqlite::{Lease, Sqlite, SqliteRow};
use crate::way::Part;
use crate::{Blobs, Place, Result, Stamp, StoreError};
use domain::audit::Entry;
use sqlx::Row as _;
use sqlx::postgres::{PgPool, PgRow, Postgres};
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::Arc;

/// Where the data lives.
#[derive(Clone)]
pub struct Options {
    /// Folder of the embedded database, of attachments and of the key.
    pub data: PathBuf,
    /// A PostgreSQL address instead of the embedded database.
    pub database_url: Option<String>,
    /// Key of the digests in the audit chain; kept outside the database.
    pub key: [u8; 32],
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("data", &self.data)
            .field("postgres", &self.database_url.is_some())
            .finish_non_exhaustive()
    }
}

#[derive(Clone)]
enum Pools {
    Sqlite(Sqlite),
    Postgres(PgPool),
}

/// The database and the folder of attachments.
#[derive(Clone)]
pub struct Store {
    pools: Pools,
    key: Arc<[u8; 32]>,
    blobs: Blobs,
    data: PathBuf,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("engine", &self.engine()).finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the database and brings its schema up to date.
    pub async fn open(options: &Options) -> Result<Self> {
        std::fs::create_dir_all(&options.data)?;
        let pools = match &options.database_url {
            Some(url) => Pools::Postgres(postgres::connect(url).await?),
            None => Pools::Sqlite(Sqlite::open(&options.data.join("wenming.db"))?),
        };
        let store = Self {
            pools,
            key: Arc::new(options.key),
            blobs: Blobs::open(options.data.join("files"))?,
            data: options.data.clone(),
        };
        crate::migration::run(&store).await?;
        Ok(store)
    }

    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite(_) => Engine::Sqlite,
            Pools::Postgres(_) => Engine::Postgres,
        }
    }

    /// What the engine calls itself, for the 系统 page.
    pub fn engine_name(&self) -> &'static str {
        match self.engine() {
            Engine::Sqlite => "SQLite",
            Engine::Postgres => "PostgreSQL",
        }
    }

    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// The folder outside the database: attachments, key, anchors of the audit chain.
    pub fn data(&self) -> &std::path::Path {
        &self.data
    }

    /// The key of keyed digests.
    pub fn key(&self) -> &[u8; 32] {
        &self.key
    }

    /// A transaction that only reads, on one snapshot.
    pub async fn view(&self) -> Result<View> {
        let begin = self.engine().begin_view();
        Ok(View(self.conn(begin, false).await?))
    }

    /// One statement that reads. It is its own snapshot, so that a server is not asked to begin one:
    /// that would be a further way there and back.
    pub async fn glance(&self) -> Result<Glance> {
        let inner = match &self.pools {
            Pools::Sqlite(sqlite) => Inner::Sqlite(sqlite.begin(self.engine().begin_view(), false).await?),
            Pools::Postgres(pool) => Inner::Postgres(postgres::Lease::once(pool).await?),
        };
        Ok(Glance(Conn { inner, key: Arc::clone(&self.key), left: 1 }))
    }

    /// A transaction that writes. Nothing is hashed, rendered or read from files while it is open.
    pub async fn begin(&self) -> Result<Tx> {
        let begin = self.engine().begin_write();
        Ok(Tx { conn: self.conn(begin, true).await?, pending: Vec::new() })
    }

    async fn conn(&self, begin: &'static str, write: bool) -> Result<Conn> {
        let inner = match &self.pools {
            Pools::Sqlite(sqlite) => Inner::Sqlite(sqlite.begin(begin, write).await?),
            Pools::Postgres(pool) => Inner::Postgres(postgres::Lease::begin(pool, begin).await?),
        };
        Ok(Conn { inner, key: Arc::clone(&self.key), left: usize::MAX })
    }

    /// Ends all connections; what was committed is on disk.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite(sqlite) => sqlite.close().await,
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

enum Inner {
    Sqlite(Lease),
    Postgres(postgres::Lease),
}

/// A connection inside a transaction.
pub struct Conn {
    inner: Inner,
    pub(crate) key: Arc<[u8; 32]>,
    /// How many statements it may still make.
    left: usize,
}

impl std::fmt::Debug for Conn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Conn").field("engine", &self.engine()).finish_non_exhaustive()
    }
}

impl Conn {
    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::Sqlite(_) => Engine::Sqlite,
            Inner::Postgres(_) => Engine::Postgres,
        }
    }

    fn spend(&mut self) -> Result<()> {
        self.left = self.left.checked_sub(1).ok_or(StoreError::Spent)?;
        Ok(())
    }

    /// Runs a statement and tells how many rows it touched.
    pub(crate) async fn run(&mut self, sql: &str, args: Vec<Arg>) -> Result<u64> {
        self.spend()?;
        Ok(match &mut self.inner {
            Inner::Sqlite(lease) => lease.run(sql, &args).await?,
            Inner::Postgres(lease) => lease.run(sql, args).await?,
        })
    }

    /// Runs a statement that must touch exactly the row that was read: otherwise it is stale.
    pub(crate) async fn run_one(&mut self, sql: &str, args: Vec<Arg>) -> Result<()> {
        if self.run(sql, args).await? == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// Several counts in one statement: each part selects one as `n`.
    pub(crate) async fn numbers<const N: usize>(&mut self, parts: [Part; N]) -> Result<[i64; N]> {
        let mut all = Part::new("select ", vec![]);
        for (i, part) in parts.iter().enumerate() {
            all.push(if i == 0 { "(" } else { ", (" }, vec![]);
            all.add(part);
            all.push(&format!(") as n{i}"), vec![]);
        }
        let query = all.query();
        self.one(&query.sql, query.args, numbered).await
    }

    /// The count of a whole list and of what stands before a page, in one statement.
    pub(crate) async fn place(&mut self, total: Part, before: Option<Part>) -> Result<Place> {
        Ok(match before {
            Some(before) => {
                let [total, before] = self.numbers([total, before]).await?;
                Place { total, before }
            }
            None => {
                let [total] = self.numbers([total]).await?;
                Place { total, before: 0 }
            }
        })
    }

    /// Where a page of the rows of `table` stands that `sifted` lets through; `before` lets through only those in
    /// front of it.
    pub(crate) async fn place_among(
        &mut self,
        table: &str,
        sifted: &Part,
        before: Option<&Part>,
    ) -> Result<Place> {
        let count = |beside: &Part| {
            let mut part =
                Part::new(&format!("select count(*) as n from (select 1 as one from {table}"), args![]);
            part.add(sifted);
            part.add(beside);
            part.push(" limit ?) capped", args![crate::COUNTED]);
            part
        };
        self.place(count(&Part::default()), before.map(count)).await
    }

    /// All rows of a query, each turned into a value.
    pub(crate) async fn all<T>(
        &mut self,
        sql: &str,
        args: Vec<Arg>,
        from: impl Fn(&Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        self.spend()?;
        let rows: Vec<Row> = match &mut self.inner {
            Inner::Sqlite(lease) => {
                lease.rows(sql, &args, usize::MAX).await?.into_iter().map(Row::Sqlite).collect()
            }
            Inner::Postgres(lease) => lease.rows(sql, args).await?.into_iter().map(Row::Postgres).collect(),
        };
        rows.iter().map(from).collect()
    }

    /// The first row of a query, if there is one.
    pub(crate) async fn maybe<T>(
        &mut self,
        sql: &str,
        args: Vec<Arg>,
        from: impl Fn(&Row) -> Result<T>,
    ) -> Result<Option<T>> {
        self.spend()?;
        let row = match &mut self.inner {
            Inner::Sqlite(lease) => lease.rows(sql, &args, 1).await?.pop().map(Row::Sqlite),
            Inner::Postgres(lease) => lease.row(sql, args).await?.map(Row::Postgres),
        };
        row.as_ref().map(from).transpose()
    }

    /// The one row of a query.
    pub(crate) async fn one<T>(
        &mut self,
        sql: &str,
        args: Vec<Arg>,
        from: impl Fn(&Row) -> Result<T>,
    ) -> Result<T> {
        self.maybe(sql, args, from).await?.ok_or(StoreError::NotFound)
    }

    /// The column `n` of a query of one row, as `select count(*) as n …`.
    pub(crate) async fn number(&mut self, sql: &str, args: Vec<Arg>) -> Result<i64> {
        self.one(sql, args, |row| row.get("n")).await
    }

    /// Runs a statement as it stands, without preparing it: migrations only.
    pub(crate) async fn raw(&mut self, sql: &str) -> Result<()> {
        match &mut self.inner {
            Inner::Sqlite(lease) => lease.raw(sql)?,
            Inner::Postgres(lease) => lease.raw(sql).await?,
        }
        Ok(())
    }

    async fn end(self, commit: bool) -> Result<()> {
        match self.inner {
            Inner::Sqlite(lease) if commit => lease.commit()?,
            Inner::Sqlite(lease) => drop(lease),
            Inner::Postgres(lease) => lease.end(commit).await?,
        }
        Ok(())
    }
}

/// The columns `n0`, `n1` … of a row of counts.
pub(crate) fn numbered<const N: usize>(row: &Row) -> Result<[i64; N]> {
    let mut found = [0; N];
    for (i, n) in found.iter_mut().enumerate() {
        *n = row.get(&format!("n{i}"))?;
    }
    Ok(found)
}

/// A snapshot to read from. Dropping it ends the transaction.
#[derive(Debug)]
pub struct View(Conn);

/// A connection for one statement: a second one would see another state, so that it is refused.
#[derive(Debug)]
pub struct Glance(Conn);

/// A transaction that writes. Dropping it without [`Tx::commit`] undoes it.
#[derive(Debug)]
pub struct Tx {
    conn: Conn,
    /// Audit entries of this transaction, chained at its commit.
    pending: Vec<Pending>,
}

impl Tx {
    /// Notes entries for the chain.
    pub(crate) fn witness(&mut self, stamp: &Stamp<'_>, entries: Vec<Entry>) {
        self.pending.extend(entries.into_iter().map(|entry| Pending::new(stamp, entry)));
    }

    /// Chains the audit entries and makes everything durable: an answer to the user may follow.
    pub async fn commit(mut self) -> Result<()> {
        let pending = std::mem::take(&mut self.pending);
        self.conn.chain(pending).await?;
        self.conn.end(true).await
    }

    /// Undoes everything.
    pub async fn rollback(self) -> Result<()> {
        self.conn.end(false).await
    }
}

macro_rules! derefs {
    ($($ty:ident . $field:tt),+) => { $(
        impl Deref for $ty { type Target = Conn; fn deref(&self) -> &Conn { &self.$field } }
        impl DerefMut for $ty { fn deref_mut(&mut self) -> &mut Conn { &mut self.$field } }
    )+ };
}
derefs!(View.0, Glance.0, Tx.conn);

/// A row of either engine.
pub enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Row")
    }
}

impl Row {
    /// A column of a type that the driver knows; `None` is null.
    pub(crate) fn raw<T>(&self, column: &str) -> Result<Option<T>>
    where
        T: rusqlite::types::FromSql,
        T: for<'r> sqlx::Decode<'r, Postgres> + sqlx::Type<Postgres>,
    {
        Ok(match self {
            Self::Sqlite(row) => row.get(column)?,
            Self::Postgres(row) => row.try_get::<Option<T>, _>(column)?,
        })
    }

    /// A column that is never null.
    pub(crate) fn get<T: Column>(&self, column: &str) -> Result<T> {
        T::read(self, column)?.ok_or_else(|| StoreError::Corrupt { column: column.to_owned() })
    }

    /// A column that may be null.
    pub(crate) fn opt<T: Column>(&self, column: &str) -> Result<Option<T>> {
        T::read(self, column)
    }
}
