//! Filed papers: 档号 and package, edition by edition.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp};
use domain::day::Instant;
use domain::id::PaperId;
use domain::paper::archive::{ArchiveNumber, Filing};

/// An edition that did not exist before.
#[derive(Debug, Clone)]
pub struct NewFiling(pub Filing);

impl Apply for NewFiling {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        let number = &it.number;
        conn.run(
            "insert into paper_filing (paper_id, edition, bureau_id, fonds, year, term, body, item, approval, transfer, file_id, \
             person_id, at, reason) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
            args![
                it.paper, it.edition, it.bureau, number.fonds, i64::from(number.year), number.term, number.body,
                number.item, it.approval, i64::from(it.transfer), it.file, it.person, stamp.at, it.reason
            ],
        )
        .await?;
        Ok(())
    }
}

/// The package of an edition that had none.
#[derive(Debug, Clone)]
pub struct PackFiling(pub Filing);

impl Apply for PackFiling {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update paper_filing set file_id = $3 where paper_id = $1 and edition = $2 and file_id is null",
            args![self.0.paper, self.0.edition, self.0.file],
        )
        .await
    }
}

/// An edition with who made it when.
#[derive(Debug, Clone)]
pub struct FilingRow {
    pub filing: Filing,
    pub person: String,
    pub at: Instant,
}

fn from(row: &Row) -> Result<FilingRow> {
    let year = |name: &str| -> Result<i16> { Ok(i16::try_from(row.get::<i64>(name)?).unwrap_or(i16::MAX)) };
    Ok(FilingRow {
        filing: Filing {
            paper: row.get("paper_id")?,
            bureau: row.get("bureau_id")?,
            edition: row.get("edition")?,
            number: ArchiveNumber {
                fonds: row.get("fonds")?,
                year: year("year")?,
                term: row.get("term")?,
                body: row.get("body")?,
                item: row.get("item")?,
            },
            approval: row.get("approval")?,
            transfer: year("transfer")?,
            file: row.opt("file_id")?,
            person: row.get("person_id")?,
            reason: row.get("reason")?,
        },
        person: row.get("name")?,
        at: row.get("at")?,
    })
}

impl Conn {
    /// The editions of a filed paper, the newest first.
    pub async fn filings(&mut self, paper: PaperId) -> Result<Vec<FilingRow>> {
        self.all(
            "select f.paper_id, f.bureau_id, f.edition, f.fonds, f.year, f.term, f.body, f.item, f.approval, f.transfer, \
             f.file_id, f.person_id, f.at, f.reason, p.name from paper_filing f join person p on p.id = f.person_id \
             where f.paper_id = $1 order by f.edition desc limit 100",
            args![paper],
            from,
        )
        .await
    }
}
