//! Rows of files. The bytes stand in [`crate::Blobs`]; a row is reached only through an object
//! that refers to it.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp};
use domain::file::File;
use domain::id::FileId;

pub(crate) fn from(row: &Row) -> Result<File> {
    Ok(File {
        id: row.get("id")?,
        bureau: row.get("bureau_id")?,
        digest: row.get("digest")?,
        name: row.get("name")?,
        media: row.get("media")?,
        size: row.get("size")?,
        uploader: row.opt("uploader_id")?,
        uploaded: row.get("uploaded")?,
    })
}

/// A file whose bytes are already durable.
#[derive(Debug, Clone)]
pub struct NewFile(pub File);

impl Apply for NewFile {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into file (id, bureau_id, digest, name, media, size, uploader_id, uploaded, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
            args![it.id, it.bureau, it.digest, it.name, it.media, it.size, it.uploader, it.uploaded],
        )
        .await?;
        Ok(())
    }
}

impl Conn {
    pub async fn file(&mut self, id: FileId) -> Result<File> {
        self.one(
            "select id, bureau_id, digest, name, media, size, uploader_id, uploaded from file where id = $1",
            args![id],
            from,
        )
        .await
    }
}
