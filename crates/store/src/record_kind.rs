//! Editions of the kinds of record that a bureau changed or added.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp, StoreError};
use domain::change::Versioned;
use domain::id::{BureauId, RecordKindId};
use domain::record_kind::{Edition, RecordKind};

const COLUMNS: &str = "id, bureau_id, number, state, body, version";

fn from(row: &Row) -> Result<Versioned<Edition>> {
    let body: String = row.get("body")?;
    let kind: RecordKind = serde_json::from_str(&body)
        .map_err(|error| StoreError::Unfit(format!("纪实类型的一版读不出来：{error}")))?;
    Ok(Versioned {
        version: row.get("version")?,
        row: Edition {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            number: row.get("number")?,
            state: row.get("state")?,
            kind,
        },
    })
}

fn body(kind: &RecordKind) -> Result<String> {
    serde_json::to_string(kind).map_err(|error| StoreError::Unfit(format!("纪实类型写不进去：{error}")))
}

/// An edition that is begun.
#[derive(Debug, Clone)]
pub struct NewEdition(pub Edition);

impl Apply for NewEdition {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into record_kind (id, bureau_id, kind, number, state, body, created, updated, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $7, 1)",
            args![it.id, it.bureau, it.kind.key, it.number, it.state, body(&it.kind)?, stamp.at],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Edition> {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update record_kind set state = $3, body = $4, updated = $5, version = version + 1 \
             where id = $1 and version = $2",
            args![it.id, self.version, it.state, body(&it.kind)?, stamp.at],
        )
        .await
    }
}

impl Conn {
    /// Every edition of a bureau, the latest of each kind first.
    pub async fn editions(&mut self, bureau: BureauId) -> Result<Vec<Versioned<Edition>>> {
        self.all(
            &format!(
                "select {COLUMNS} from record_kind where bureau_id = $1 order by kind, number desc limit 500"
            ),
            args![bureau],
            from,
        )
        .await
    }

    pub async fn edition(&mut self, id: RecordKindId) -> Result<Versioned<Edition>> {
        self.one(&format!("select {COLUMNS} from record_kind where id = $1"), args![id], from).await
    }
}
