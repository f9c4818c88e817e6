//! What stands under the photos of records.

use crate::column::args;
use crate::{Apply, Conn, Result, Stamp};
use domain::id::{FileId, RecordId};
use domain::record::caption::{Caption, PutCaptions};

impl Apply for PutCaptions {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        for (file, it) in &self.captions {
            conn.run(
                "delete from photo_caption where record_id = $1 and file_id = $2",
                args![self.record, *file],
            )
            .await?;
            conn.run(
                "insert into photo_caption (record_id, file_id, reason, time, place, people, background, photographer) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8)",
                args![
                    self.record,
                    *file,
                    it.reason,
                    it.time,
                    it.place,
                    it.people,
                    it.background,
                    it.photographer
                ],
            )
            .await?;
        }
        Ok(())
    }
}

impl Conn {
    /// Captions that were written for photos of a record.
    pub async fn captions(&mut self, record: RecordId) -> Result<Vec<(FileId, Caption)>> {
        self.all(
            "select file_id, reason, time, place, people, background, photographer from photo_caption where record_id = $1",
            args![record],
            |row| {
                let caption = Caption {
                    reason: row.get("reason")?,
                    time: row.get("time")?,
                    place: row.get("place")?,
                    people: row.get("people")?,
                    background: row.get("background")?,
                    photographer: row.get("photographer")?,
                };
                Ok((row.get("file_id")?, caption))
            },
        )
        .await
    }
}
