//! Files whose table becomes a draft of a standard. What was read is kept as JSON: it is shown and
//! read anew, never looked into by a query.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp, StoreError};
use domain::change::Versioned;
use domain::day::Instant;
use domain::id::{BureauId, StandardId, StandardImportId};
use domain::standard::import::TableImport;

const COLUMNS: &str = "id, bureau_id, author_id, file, name, issuer, grids, layout, made_id, created, version from standard_import";

fn corrupt(column: &str) -> StoreError {
    StoreError::Corrupt { column: column.to_owned() }
}

fn layout_of(it: &TableImport) -> Result<Option<String>> {
    it.layout.as_ref().map(|it| serde_json::to_string(it).map_err(|_| corrupt("layout"))).transpose()
}

fn from(row: &Row) -> Result<Versioned<TableImport>> {
    let layout: Option<String> = row.opt("layout")?;
    Ok(Versioned {
        version: row.get("version")?,
        row: TableImport {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            author: row.get("author_id")?,
            file: row.get("file")?,
            name: row.get("name")?,
            issuer: row.get("issuer")?,
            grids: serde_json::from_str(&row.get::<String>("grids")?).map_err(|_| corrupt("grids"))?,
            layout: layout
                .map(|text| serde_json::from_str(&text).map_err(|_| corrupt("layout")))
                .transpose()?,
            made: row.opt("made_id")?,
            created: row.get("created")?,
        },
    })
}

/// A file that was read.
#[derive(Debug, Clone)]
pub struct NewTableImport(pub TableImport);

impl Apply for NewTableImport {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        let layout = layout_of(it)?;
        let grids = serde_json::to_string(&it.grids).map_err(|_| corrupt("grids"))?;
        conn.run(
            "insert into standard_import (id, bureau_id, author_id, file, name, issuer, grids, layout, made_id, created, \
             version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
            args![
                it.id,
                it.bureau,
                it.author,
                it.file,
                it.name,
                it.issuer,
                grids,
                layout,
                it.made,
                it.created
            ],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<TableImport> {
    /// What was read of the file never changes.
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let layout = layout_of(self)?;
        conn.run_one(
            "update standard_import set name = $3, issuer = $4, layout = $5, made_id = $6, version = version + 1 \
             where id = $1 and version = $2",
            args![self.id, self.version, self.name, self.issuer, layout, self.made],
        )
        .await
    }
}

/// A file of long ago is forgotten; the draft that was made of it stays.
#[derive(Debug, Clone, Copy)]
pub struct PurgeTableImport(pub StandardImportId);

impl Apply for PurgeTableImport {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one("delete from standard_import where id = $1", args![self.0]).await
    }
}

/// A file that waits for someone to say what its columns mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableImportLine {
    pub id: StandardImportId,
    pub bureau: BureauId,
    pub file: String,
    pub created: Instant,
}

fn line(row: &Row) -> Result<TableImportLine> {
    Ok(TableImportLine {
        id: row.get("id")?,
        bureau: row.get("bureau_id")?,
        file: row.get("file")?,
        created: row.get("created")?,
    })
}

impl Conn {
    pub async fn table_import(&mut self, id: StandardImportId) -> Result<Versioned<TableImport>> {
        self.one(&format!("select {COLUMNS} where id = $1"), args![id], from).await
    }

    /// The file that a draft was made of.
    pub async fn table_import_of(&mut self, standard: StandardId) -> Result<Option<Versioned<TableImport>>> {
        self.maybe(&format!("select {COLUMNS} where made_id = $1"), args![standard], from).await
    }

    /// Files of which nothing was made yet, newest first.
    pub async fn open_table_imports(&mut self, bureau: BureauId, limit: i64) -> Result<Vec<TableImportLine>> {
        self.all(
            "select id, bureau_id, file, created from standard_import where bureau_id = $1 and made_id is null \
             order by created desc, id desc limit $2",
            args![bureau, limit],
            line,
        )
        .await
    }

    /// Files that came in before an instant.
    pub async fn table_imports_before(
        &mut self,
        before: Instant,
        limit: i64,
    ) -> Result<Vec<TableImportLine>> {
        self.all(
            "select id, bureau_id, file, created from standard_import where created < $1 order by created limit $2",
            args![before, limit],
            line,
        )
        .await
    }
}
