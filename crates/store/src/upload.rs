//! Files that come in pieces: their rows. The bytes stand beside the blobs, see [`crate::Blobs`].

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp, Tx};
use domain::day::Instant;
use domain::id::{PersonId, UploadId};
use domain::upload::Upload;

const COLUMNS: &str = "id, bureau_id, person_id, record_id, name, size, mark";

fn from(row: &Row) -> Result<Upload> {
    Ok(Upload {
        id: row.get("id")?,
        bureau: row.get("bureau_id")?,
        person: row.get("person_id")?,
        record: row.get("record_id")?,
        name: row.get("name")?,
        size: row.get("size")?,
        mark: row.get("mark")?,
    })
}

impl Apply for Upload {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        conn.run(
            "insert into upload (id, bureau_id, person_id, record_id, name, size, mark, created) \
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            args![self.id, self.bureau, self.person, self.record, self.name, self.size, self.mark, stamp.at],
        )
        .await?;
        Ok(())
    }
}

impl Conn {
    pub async fn upload(&mut self, id: UploadId) -> Result<Upload> {
        self.one(&format!("select {COLUMNS} from upload where id = $1"), args![id], from).await
    }

    /// The unfinished one that goes on with the same file, if there is one.
    pub async fn upload_like(&mut self, it: &Upload) -> Result<Option<Upload>> {
        self.maybe(
            &format!(
                "select {COLUMNS} from upload where person_id = $1 and record_id = $2 and mark = $3 and size = $4 \
                 order by created desc, id desc limit 1"
            ),
            args![it.person, it.record, it.mark, it.size],
            from,
        )
        .await
    }

    pub async fn upload_count(&mut self, person: PersonId) -> Result<i64> {
        self.number("select count(*) as n from upload where person_id = $1", args![person]).await
    }

    /// Those that began before an instant.
    pub async fn uploads_before(&mut self, before: Instant, limit: i64) -> Result<Vec<UploadId>> {
        self.all(
            "select id from upload where created < $1 order by id limit $2",
            args![before, limit],
            |row| row.get("id"),
        )
        .await
    }
}

impl Tx {
    /// Forgets one whose bytes have become a file of its record, or which nobody finished. What becomes of
    /// its bytes is audited where that is decided.
    pub async fn drop_upload(&mut self, id: UploadId) -> Result<()> {
        self.run("delete from upload where id = $1", args![id]).await.map(|_| ())
    }
}
