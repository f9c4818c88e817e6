//! Rows by column name, gathered per table and written in the order of their references.

use app::{App, Error, Result};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Lines of each table.
#[derive(Debug, Default)]
pub(super) struct Rows(BTreeMap<&'static str, Vec<Map<String, Value>>>);

/// A row: `row!{ "id": id.0, "name": name }`. Columns that it leaves out are null.
macro_rules! row {
    ($($name:literal : $value:expr),+ $(,)?) => {{
        let mut row = serde_json::Map::new();
        $(row.insert($name.to_owned(), serde_json::json!($value));)+
        row
    }};
}
pub(super) use row;

/// Rows of one transaction: SQLite keeps its log short, PostgreSQL its locks.
const STEP: usize = 20_000;

impl Rows {
    pub fn add(&mut self, table: &'static str, row: Map<String, Value>) {
        self.0.entry(table).or_default().push(row);
    }

    /// Writes everything that was added and forgets it.
    pub async fn write(&mut self, app: &App) -> Result<()> {
        for table in store::tables() {
            let Some(rows) = self.0.remove(table.name.as_str()) else { continue };
            for rows in rows.chunks(STEP) {
                let lines: String = rows.iter().map(|row| line(&table, row)).collect::<Result<_>>()?;
                let mut tx = app.store.begin().await?;
                tx.import(&table, &lines).await?;
                tx.commit().await?;
            }
        }
        if let Some(table) = self.0.keys().next() {
            return Err(Error::fault("bench", format!("there is no table {table}")));
        }
        Ok(())
    }

    /// Writes what is left and makes everything findable.
    pub async fn finish(mut self, app: &App) -> Result<()> {
        self.write(app).await?;
        let mut tx = app.store.begin().await?;
        tx.index_imported().await?;
        Ok(tx.commit().await?)
    }
}

/// A row in the order of the table's columns. A name that the table lacks is a mistake here.
fn line(table: &store::Table, row: &Map<String, Value>) -> Result<String> {
    if let Some(name) = row.keys().find(|name| !table.columns.iter().any(|(column, _)| column == *name)) {
        return Err(Error::fault("bench", format!("{} has no column {name}", table.name)));
    }
    let values = table.columns.iter().map(|(name, _)| row.get(name).cloned().unwrap_or(Value::Null));
    Ok(format!("{}\n", Value::Array(values.collect())))
}
