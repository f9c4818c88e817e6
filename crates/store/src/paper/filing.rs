//! Filed papers: 档号 and package, edition by edition.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp};
use domain::day::Instant;
use domain::id::{BureauId, PaperId};
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

/// The filed papers of a year that go to the archives together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingYear {
    pub year: i16,
    /// The year in which they are due there.
    pub transfer: i16,
    pub papers: i64,
}

fn year(row: &Row, name: &str) -> Result<i16> {
    Ok(i16::try_from(row.get::<i64>(name)?).unwrap_or(i16::MAX))
}

fn from(row: &Row) -> Result<FilingRow> {
    Ok(FilingRow {
        filing: Filing {
            paper: row.get("paper_id")?,
            bureau: row.get("bureau_id")?,
            edition: row.get("edition")?,
            number: ArchiveNumber {
                fonds: row.get("fonds")?,
                year: year(row, "year")?,
                term: row.get("term")?,
                body: row.get("body")?,
                item: row.get("item")?,
            },
            approval: row.get("approval")?,
            transfer: year(row, "transfer")?,
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

    /// The filed papers of a bureau by year, the latest first.
    pub async fn filing_years(&mut self, bureau: BureauId) -> Result<Vec<FilingYear>> {
        self.all(
            "select year, transfer, count(*) as papers from paper_filing where bureau_id = $1 and edition = 1 \
             group by year, transfer order by year desc, transfer limit 100",
            args![bureau],
            |row| {
                Ok(FilingYear {
                    year: year(row, "year")?,
                    transfer: year(row, "transfer")?,
                    papers: row.get("papers")?,
                })
            },
        )
        .await
    }
}
