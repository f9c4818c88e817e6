//! Saved views: filters of a list that a person keeps under a name.

use crate::column::args;
use crate::{Apply, Conn, Result, Stamp};
use domain::id::{BureauId, PersonId, ViewId};

/// One saved view: `query` is the part of the address after the question mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    pub id: ViewId,
    pub bureau: BureauId,
    pub person: PersonId,
    pub page: String,
    pub name: String,
    pub query: String,
}

impl Apply for SavedView {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run(
            "insert into saved_view (id, bureau_id, person_id, page, name, query, version) values ($1, $2, $3, $4, $5, $6, 1)",
            args![self.id, self.bureau, self.person, self.page, self.name, self.query],
        )
        .await?;
        Ok(())
    }
}

/// A saved view that its owner no longer wants.
#[derive(Debug, Clone)]
pub struct DropView {
    pub id: ViewId,
    pub person: PersonId,
}

impl Apply for DropView {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let gone = conn
            .run("delete from saved_view where id = $1 and person_id = $2", args![self.id, self.person])
            .await?;
        if gone == 1 { Ok(()) } else { Err(crate::StoreError::NotFound) }
    }
}

impl Conn {
    /// The views that a person saved for a page, by name.
    pub async fn saved_views(&mut self, person: PersonId, page: &str) -> Result<Vec<SavedView>> {
        self.all(
            "select id, bureau_id, person_id, page, name, query from saved_view where person_id = $1 and page = $2 \
             order by name, id limit 20",
            args![person, page],
            |row| {
                Ok(SavedView {
                    id: row.get("id")?,
                    bureau: row.get("bureau_id")?,
                    person: row.get("person_id")?,
                    page: row.get("page")?,
                    name: row.get("name")?,
                    query: row.get("query")?,
                })
            },
        )
        .await
    }
}
