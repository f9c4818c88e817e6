//! Remarks on records, and how what is alike is found among very many: photos by bands of their hash,
//! texts by bands of their sketch. Each band is one range of an index of its own.

use crate::clause::Query;
use crate::column::args;
use crate::db::Row;
use crate::work::push_list;
use crate::{Apply, Conn, Result, Stamp};
use domain::change::Versioned;
use domain::day::{Day, Instant};
use domain::id::{BureauId, FileId, RecordId, RemarkId, UnitId};
use domain::remark::photo::{NEAR, PhotoHash, Taken, around, parse_taken};
use domain::remark::{Elsewhere, Filed, Remark, Renewed, Seen};

/// What was found in a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPhoto {
    pub file: FileId,
    pub bureau: BureauId,
    pub taken: Option<Taken>,
    pub width: i64,
    pub height: i64,
    /// None for a picture without contrast, or one that cannot be read.
    pub hashes: Option<(PhotoHash, PhotoHash)>,
}

impl Apply for NewPhoto {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let hash = self.hashes.map(|(hash, _)| hash.0 as i64);
        let mirror = self.hashes.map(|(_, mirror)| mirror.0 as i64);
        let band = |at: usize| self.hashes.map(|(hash, _)| i64::from(hash.bands()[at]));
        conn.run("delete from photo where file_id = $1", args![self.file]).await?;
        conn.run(
            "insert into photo (file_id, bureau_id, taken, width, height, hash, mirror, band_a, band_b, band_c, band_d) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            args![
                self.file, self.bureau, self.taken.map(|it| it.to_string()), self.width, self.height, hash, mirror,
                band(0), band(1), band(2), band(3)
            ],
        )
        .await?;
        Ok(())
    }
}

/// The bands of the text of a record, written anew.
#[derive(Debug, Clone)]
pub struct PutBands {
    pub record: RecordId,
    pub bureau: BureauId,
    pub bands: Vec<i64>,
}

impl Apply for PutBands {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run("delete from record_band where record_id = $1", args![self.record]).await?;
        for (band, value) in (0_i64..).zip(&self.bands) {
            conn.run(
                "insert into record_band (record_id, band, bureau_id, value) values ($1, $2, $3, $4)",
                args![self.record, band, self.bureau, *value],
            )
            .await?;
        }
        Ok(())
    }
}

/// What becomes of the remarks of a record.
#[derive(Debug, Clone)]
pub struct PutRemarks {
    pub record: RecordId,
    pub renewed: Vec<Renewed>,
}

impl Apply for PutRemarks {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        for it in &self.renewed {
            match it {
                Renewed::New(seen) => insert(conn, stamp, self.record, seen).await?,
                Renewed::Stands(id, seen) => {
                    conn.run(
                        "update remark set seen = $2, stands = $3, version = version + 1 where id = $1",
                        args![*id, seen.text, true],
                    )
                    .await?;
                }
                Renewed::Past(id) => {
                    conn.run(
                        "update remark set stands = $2, version = version + 1 where id = $1",
                        args![*id, false],
                    )
                    .await?;
                }
                Renewed::Gone(id) => {
                    conn.run("delete from remark where id = $1 and explanation = ''", args![*id]).await?;
                }
            }
        }
        Ok(())
    }
}

async fn insert(conn: &mut Conn, stamp: &Stamp<'_>, record: RecordId, seen: &Seen) -> Result<()> {
    let id: RemarkId = stamp.ids.make();
    conn.run(
        "insert into remark (id, bureau_id, record_id, kind, file_id, other_id, seen, explanation, stands, created, version) \
         values ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, 1)",
        args![id, stamp.bureau, record, seen.kind, seen.file, seen.other, seen.text, true, stamp.at],
    )
    .await?;
    Ok(())
}

impl Apply for Versioned<Remark> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update remark set explanation = $3, version = version + 1 where id = $1 and version = $2",
            args![self.row.id, self.version, self.row.explanation],
        )
        .await
    }
}

const COLUMNS: &str = "id, bureau_id, record_id, kind, file_id, other_id, seen, explanation, stands, version";

fn from(row: &Row) -> Result<Versioned<Remark>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Remark {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            record: row.get("record_id")?,
            seen: Seen {
                kind: row.get("kind")?,
                file: row.opt("file_id")?,
                other: row.opt("other_id")?,
                text: row.get("seen")?,
            },
            explanation: row.get("explanation")?,
            stands: row.get("stands")?,
        },
    })
}

/// A photo as it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhotoRow {
    pub file: FileId,
    pub taken: Option<Taken>,
    pub width: i64,
    pub height: i64,
    pub hashes: Option<(PhotoHash, PhotoHash)>,
}

impl Conn {
    /// The remarks of a record, in the order in which they were seen.
    pub async fn remarks(&mut self, record: RecordId) -> Result<Vec<Versioned<Remark>>> {
        self.all(
            &format!("select {COLUMNS} from remark where record_id = $1 order by created, id limit 200"),
            args![record],
            from,
        )
        .await
    }

    pub async fn remark(&mut self, id: RemarkId) -> Result<Versioned<Remark>> {
        self.one(&format!("select {COLUMNS} from remark where id = $1"), args![id], from).await
    }

    /// Whether a photo was looked at.
    pub async fn knows_photo(&mut self, file: FileId) -> Result<bool> {
        let n = self.number("select count(*) as n from photo where file_id = $1", args![file]).await?;
        Ok(n > 0)
    }

    /// What is known of the photos of a record.
    pub async fn photos_of_record(&mut self, record: RecordId) -> Result<Vec<PhotoRow>> {
        self.all(
            "select p.file_id, p.taken, p.width, p.height, p.hash, p.mirror from record_file x \
             join photo p on p.file_id = x.file_id where x.record_id = $1 order by x.position",
            args![record],
            |row| {
                let hash = row.opt::<i64>("hash")?.zip(row.opt::<i64>("mirror")?);
                Ok(PhotoRow {
                    file: row.get("file_id")?,
                    taken: row.opt::<String>("taken")?.and_then(|text| parse_taken(&text)),
                    width: row.get("width")?,
                    height: row.get("height")?,
                    hashes: hash.map(|(a, b)| (PhotoHash(a as u64), PhotoHash(b as u64))),
                })
            },
        )
        .await
    }

    /// Photos of the bureau that look nearly like one of these pictures, the nearest first.
    pub async fn near_photos(
        &mut self,
        bureau: BureauId,
        pictures: &[PhotoHash],
    ) -> Result<Vec<(FileId, u32)>> {
        let mut found: Vec<(FileId, u32)> = Vec::new();
        for (at, column) in ["band_a", "band_b", "band_c", "band_d"].into_iter().enumerate() {
            let bands: Vec<i64> =
                pictures.iter().flat_map(|it| around(it.bands()[at])).map(i64::from).collect();
            let mut query = Query::new(
                &format!("select file_id, hash from photo where bureau_id = ? and {column} in ("),
                args![bureau],
            );
            push_list(&mut query, &bands);
            query.push(")", args![]);
            let rows = self
                .all(&query.sql, query.args, |row| {
                    Ok((row.get::<FileId>("file_id")?, PhotoHash(row.get::<i64>("hash")? as u64)))
                })
                .await?;
            let near = |hash: PhotoHash| pictures.iter().map(|it| it.distance(hash)).min().unwrap_or(64);
            found.extend(
                rows.into_iter().map(|(file, hash)| (file, near(hash))).filter(|(_, far)| *far <= NEAR),
            );
        }
        found.sort_by_key(|(file, far)| (*far, *file));
        found.dedup_by_key(|(file, _)| *file);
        Ok(found)
    }

    /// Files of the bureau with the same bytes as this one.
    pub async fn same_files(&mut self, file: FileId) -> Result<Vec<FileId>> {
        self.all(
            "select g.id from file f join file g on g.bureau_id = f.bureau_id and g.digest = f.digest \
             where f.id = $1 and g.id <> f.id order by g.id limit 50",
            args![file],
            |row| row.get("id"),
        )
        .await
    }

    /// Other records that were handed in and hold one of these files.
    pub async fn records_with_files(
        &mut self,
        record: RecordId,
        files: &[FileId],
    ) -> Result<Vec<(FileId, RecordId, String, Day)>> {
        let mut query = Query::new(
            "select x.file_id, r.id, r.title, r.day from record_file x join record r on r.id = x.record_id \
             where r.id <> ? and r.state in ('filed', 'accepted', 'returned') and x.file_id in (",
            args![record],
        );
        push_list(&mut query, files);
        query.push(") order by r.day desc, r.id desc limit 50", args![]);
        self.all(&query.sql, query.args, |row| {
            Ok((row.get("file_id")?, row.get("id")?, row.get("title")?, row.get("day")?))
        })
        .await
    }

    /// Other records whose text may be alike: those that share a band, with their texts.
    pub async fn like_texts(
        &mut self,
        bureau: BureauId,
        record: RecordId,
        bands: &[i64],
    ) -> Result<Vec<(Elsewhere, String)>> {
        let mut ids: Vec<RecordId> = Vec::new();
        for (band, value) in (0_i64..).zip(bands) {
            let rows: Vec<RecordId> = self
                .all(
                    "select record_id from record_band where bureau_id = $1 and band = $2 and value = $3 limit 20",
                    args![bureau, band, *value],
                    |row| row.get("record_id"),
                )
                .await?;
            ids.extend(rows.into_iter().filter(|id| *id != record));
        }
        ids.sort_unstable();
        ids.dedup();
        let mut query = Query::new(
            "select r.id, r.title, r.day, r.text from record r \
             where r.state in ('filed', 'accepted', 'returned') and r.id in (",
            args![],
        );
        push_list(&mut query, &ids);
        query.push(") order by r.day desc, r.id desc limit 50", args![]);
        self.all(&query.sql, query.args, |row| {
            let other = Elsewhere {
                record: row.get("id")?,
                title: row.get("title")?,
                day: row.get("day")?,
                measure: 0,
                same: false,
            };
            Ok((other, row.get("text")?))
        })
        .await
    }

    /// How many records a unit handed in between two instants, and how many of these are of before `cut`.
    pub async fn filed_between(
        &mut self,
        unit: UnitId,
        from: Instant,
        to: Instant,
        cut: Day,
    ) -> Result<Filed> {
        let all = self
            .number(
                "select count(*) as n from record where unit_id = $1 and filed >= $2 and filed < $3 and state <> 'void'",
                args![unit, from, to],
            )
            .await?;
        let late = self
            .number(
                "select count(*) as n from record where unit_id = $1 and filed >= $2 and filed < $3 and day < $4 \
                 and state <> 'void'",
                args![unit, from, to, cut],
            )
            .await?;
        Ok(Filed { all, late })
    }
}
