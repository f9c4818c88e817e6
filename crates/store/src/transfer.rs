//! All rows of all tables, in and out, in a form that no engine owns: the way of a backup, and from
//! SQLite to PostgreSQL. The tables are read off the migrations, so that a new table is carried
//! along without being named again; a test compares them with the schema of both engines.

use crate::column::Arg;
use crate::db::Row;
use crate::migration;
use crate::{Conn, Result, StoreError, Tx};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// What is not carried along: who is signed in, who is locked out, an unused set-up link; uploads,
/// archives and inspection files that lie on the disk of this installation alone.
const LEFT: [&str; 7] = ["session", "lockout", "setup_link", "import", "backup", "dossier", "upload"];
/// Rows of one reading.
const PAGE: i64 = 250;
/// Values of one insert; SQLite takes 32 766, PostgreSQL 65 535.
const VALUES: usize = 4_000;

/// The type of a column, by the word of the migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Uuid,
    Text,
    Int,
    Bool,
    Bytes,
}

/// A table of the migrations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    pub name: String,
    pub columns: Vec<(String, Kind)>,
    /// Columns of the primary key.
    pub key: Vec<String>,
}

/// Every table of a schema that is carried along, each after those that it refers to.
pub fn tables_at(schema: i64) -> Vec<Table> {
    parsed(schema).into_iter().filter(|table| !LEFT.contains(&table.name.as_str())).collect()
}

/// [`tables_at`] of the newest schema.
pub fn tables() -> Vec<Table> {
    tables_at(migration::latest())
}

/// Every table of the migrations.
pub fn all_tables() -> Vec<Table> {
    parsed(migration::latest())
}

fn parsed(schema: i64) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for statement in migration::statements_until(schema) {
        if let Some(rest) = statement.strip_prefix("create table ") {
            tables.extend(table(rest));
        } else if let Some(name) = statement.strip_prefix("drop table ") {
            tables.retain(|table| table.name != name.trim());
        } else if let Some((name, column)) =
            statement.strip_prefix("alter table ").and_then(|rest| rest.split_once(" add column "))
        {
            let known = tables.iter_mut().find(|table| table.name == name.trim());
            if let (Some(table), Some(column)) = (known, column_of(column.trim())) {
                table.columns.push(column);
            }
        }
    }
    tables
}

/// `name (\n column type …,\n primary key (…)\n)`.
fn table(text: &str) -> Option<Table> {
    let (name, body) = text.split_once('(')?;
    let mut table = Table { name: name.trim().to_owned(), columns: Vec::new(), key: Vec::new() };
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty() && *line != ")") {
        if let Some(key) = line.strip_prefix("primary key (") {
            let key = key.split(')').next()?;
            table.key = key.split(',').map(|name| name.trim().to_owned()).collect();
        } else if let Some(column) = column_of(line) {
            if line.contains("primary key") {
                table.key = vec![column.0.clone()];
            }
            table.columns.push(column);
        }
    }
    Some(table)
}

fn column_of(line: &str) -> Option<(String, Kind)> {
    let mut words = line.split([' ', ',']);
    let name = words.next()?;
    let kind = match words.next()? {
        "{uuid}" => Kind::Uuid,
        "{bytes}" => Kind::Bytes,
        "text" => Kind::Text,
        "bigint" => Kind::Int,
        "boolean" => Kind::Bool,
        _ => return None,
    };
    Some((name.to_owned(), kind))
}

/// Number of the newest schema and its digest.
pub fn schema() -> (i64, String) {
    (migration::latest(), migration::digest(migration::latest()))
}

/// Whether a schema with this number and digest is one that this program can bring up to date.
pub fn knows_schema(number: i64, digest: &str) -> bool {
    (1..=migration::latest()).contains(&number) && migration::digest(number) == digest
}

/// A page of rows: one JSON array per line, in the order of the columns.
#[derive(Debug, Clone, Default)]
pub struct ExportedRows {
    pub lines: String,
    pub rows: i64,
    /// Key of the last row where more may follow.
    pub next: Option<Vec<Value>>,
}

impl Table {
    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    }

    fn kind(&self, name: &str) -> Option<Kind> {
        self.columns.iter().find(|(column, _)| column == name).map(|(_, kind)| *kind)
    }

    fn broken(&self) -> StoreError {
        StoreError::Corrupt { column: self.name.clone() }
    }

    /// The bound values of one line.
    fn values(&self, line: &str) -> Result<Vec<Arg>> {
        let values: Vec<Value> = serde_json::from_str(line).map_err(|_| self.broken())?;
        if values.len() != self.columns.len() {
            return Err(self.broken());
        }
        let bound = values.iter().zip(&self.columns).map(|(value, (_, kind))| bind(value, *kind));
        bound.collect::<Option<Vec<Arg>>>().ok_or_else(|| self.broken())
    }
}

fn bind(value: &Value, kind: Kind) -> Option<Arg> {
    let null = value.is_null();
    Some(match kind {
        Kind::Uuid if null => Arg::Uuid(None),
        Kind::Text if null => Arg::Text(None),
        Kind::Int if null => Arg::Int(None),
        Kind::Bool if null => Arg::Bool(None),
        Kind::Bytes if null => Arg::Bytes(None),
        Kind::Uuid => Arg::Uuid(Some(Uuid::parse_str(value.as_str()?).ok()?)),
        Kind::Text => Arg::Text(Some(value.as_str()?.to_owned())),
        Kind::Int => Arg::Int(Some(value.as_i64()?)),
        Kind::Bool => Arg::Bool(Some(value.as_bool()?)),
        Kind::Bytes => Arg::Bytes(Some(bytes(value.as_str()?)?)),
    })
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> =
        hex.chars().map(|c| c.to_digit(16).and_then(|n| u8::try_from(n).ok())).collect();
    let digits = digits.filter(|digits| digits.len() % 2 == 0)?;
    Some(digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect())
}

fn read(row: &Row, name: &str, kind: Kind) -> Result<Value> {
    Ok(match kind {
        Kind::Uuid => row.raw::<Uuid>(name)?.map_or(Value::Null, |id| id.to_string().into()),
        Kind::Text => row.raw::<String>(name)?.map_or(Value::Null, Value::from),
        Kind::Int => row.raw::<i64>(name)?.map_or(Value::Null, Value::from),
        Kind::Bool => row.raw::<bool>(name)?.map_or(Value::Null, Value::from),
        Kind::Bytes => row.raw::<Vec<u8>>(name)?.map_or(Value::Null, |bytes| crate::hex(&bytes).into()),
    })
}

impl Conn {
    /// Rows of a table by its key, the same order on both engines.
    pub async fn export(&mut self, table: &Table, after: Option<Vec<Value>>) -> Result<ExportedRows> {
        let collate = self.engine().bytewise();
        let order = |name: &String| match table.kind(name) {
            Some(Kind::Text) => format!("{name}{collate}"),
            _ => name.clone(),
        };
        let key = table.key.iter().map(order).collect::<Vec<_>>().join(", ");
        let (filter, mut args) = match &after {
            None => (String::new(), Vec::new()),
            Some(last) => {
                let places = (1..=last.len()).map(|i| format!("${i}")).collect::<Vec<_>>().join(", ");
                let bound = table.key.iter().zip(last).map(|(name, value)| bind(value, table.kind(name)?));
                let bound = bound.collect::<Option<Vec<Arg>>>().ok_or_else(|| table.broken())?;
                (format!(" where ({key}) > ({places})"), bound)
            }
        };
        args.push(Arg::Int(Some(PAGE)));
        let sql = format!(
            "select {} from {}{filter} order by {key} limit ${}",
            table.names(),
            table.name,
            args.len()
        );
        let rows = self
            .all(&sql, args, |row| {
                table
                    .columns
                    .iter()
                    .map(|(name, kind)| read(row, name, *kind))
                    .collect::<Result<Vec<Value>>>()
            })
            .await?;
        let count = rows.len() as i64;
        let next = rows.last().filter(|_| count == PAGE).map(|last| {
            let place = |name: &String| table.columns.iter().position(|(column, _)| column == name);
            table.key.iter().filter_map(|name| last.get(place(name)?).cloned()).collect()
        });
        let lines = rows.into_iter().map(|row| format!("{}\n", Value::Array(row))).collect();
        Ok(ExportedRows { lines, rows: count, next })
    }

    /// Digests of all files that rows name.
    pub async fn digests(&mut self) -> Result<BTreeSet<String>> {
        let digests = self.all("select distinct digest from file", vec![], |row| row.get("digest")).await?;
        Ok(digests.into_iter().collect())
    }

    /// Whether nothing is kept yet.
    pub async fn is_empty(&mut self) -> Result<bool> {
        for table in tables() {
            // A server that was started once has its clockwork among the jobs.
            if table.name != "job"
                && self.number(&format!("select count(*) as n from {}", table.name), vec![]).await? > 0
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Tx {
    /// Writes exported rows as they were. Their audit entries are among them.
    pub async fn import(&mut self, table: &Table, lines: &str) -> Result<()> {
        let width = table.columns.len();
        let rows: Vec<&str> = lines.lines().collect();
        for batch in rows.chunks((VALUES / width).max(1)) {
            let mut args = Vec::with_capacity(batch.len() * width);
            for line in batch {
                args.extend(table.values(line)?);
            }
            let row = |i: usize| {
                let places = (1..=width).map(|column| format!("${}", i * width + column));
                format!("({})", places.collect::<Vec<_>>().join(", "))
            };
            let places = (0..batch.len()).map(row).collect::<Vec<_>>().join(", ");
            self.run(&format!("insert into {} ({}) values {places}", table.name, table.names()), args)
                .await?;
        }
        Ok(())
    }

    /// Makes the search index of imported documents, and lets the planner know what came in.
    pub async fn index_imported(&mut self) -> Result<()> {
        self.rebuild_index().await?;
        if self.engine().keeps_statistics() {
            for table in tables() {
                self.raw(&format!("analyze {}", table.name)).await?;
            }
        }
        Ok(())
    }

    /// Forgets the jobs of a fresh database before others come in.
    pub async fn forget_jobs(&mut self) -> Result<()> {
        self.run("delete from job", vec![]).await.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_columns_and_a_key_of_them() {
        let tables = all_tables();
        assert!(tables.len() > 30, "{}", tables.len());
        for table in &tables {
            assert!(!table.columns.is_empty() && !table.key.is_empty(), "{table:?}");
            assert!(table.key.iter().all(|name| table.kind(name).is_some()), "{table:?}");
        }
        for name in LEFT {
            assert!(tables.iter().any(|table| table.name == name), "{name}");
        }
    }

    #[test]
    fn bytes_survive_as_hexadecimal() {
        assert_eq!(bytes("00ff7f"), Some(vec![0, 255, 127]));
        assert_eq!((bytes("0"), bytes("zz")), (None, None));
    }
}
