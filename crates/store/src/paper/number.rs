//! 发文登记: serials without a gap. The row of the serial stays locked until the transaction ends, so
//! that a number is taken together with the step that uses it, or not at all.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp, Tx};
use domain::day::Instant;
use domain::id::{BureauId, PaperId, PersonId};
use domain::paper::Number;

/// A number in the register, for its paper.
#[derive(Debug, Clone)]
pub struct TakenNumber {
    pub bureau: BureauId,
    pub number: Number,
    pub paper: PaperId,
    pub person: PersonId,
}

impl Apply for TakenNumber {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.number;
        conn.run(
            "insert into paper_number (bureau_id, code, year, ordinal, paper_id, person_id, at, voided, reason) \
             values ($1, $2, $3, $4, $5, $6, $7, null, '')",
            args![self.bureau, it.code, i64::from(it.year), it.serial, self.paper, self.person, stamp.at],
        )
        .await?;
        Ok(())
    }
}

/// The number of a paper that is voided: it stays in the register and is never given again.
#[derive(Debug, Clone)]
pub struct VoidNumber {
    pub paper: PaperId,
    pub reason: String,
}

impl Apply for VoidNumber {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        conn.run(
            "update paper_number set voided = $2, reason = $3 where paper_id = $1 and voided is null",
            args![self.paper, stamp.at, self.reason],
        )
        .await?;
        Ok(())
    }
}

/// A line of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberRow {
    pub number: Number,
    pub paper: PaperId,
    pub title: String,
    pub person: String,
    pub at: Instant,
    pub voided: Option<Instant>,
    pub reason: String,
}

fn from(row: &Row) -> Result<NumberRow> {
    Ok(NumberRow {
        number: Number {
            code: row.get("code")?,
            year: i16::try_from(row.get::<i64>("year")?).unwrap_or(i16::MAX),
            serial: row.get("ordinal")?,
        },
        paper: row.get("paper_id")?,
        title: row.get("title")?,
        person: row.get("name")?,
        at: row.get("at")?,
        voided: row.opt("voided")?,
        reason: row.get("reason")?,
    })
}

impl Tx {
    /// The next serial of a 机关代字 and year. Undone with the transaction: no gap.
    pub async fn take_serial(&mut self, bureau: BureauId, code: &str, year: i16) -> Result<Number> {
        let bump = self.engine().bump_serial();
        self.run(bump, args![bureau, code, i64::from(year)]).await?;
        let serial = self
            .number(
                "select last as n from paper_counter where bureau_id = $1 and code = $2 and year = $3",
                args![bureau, code, i64::from(year)],
            )
            .await?;
        Ok(Number { code: code.to_owned(), year, serial })
    }
}

impl Conn {
    /// The 机关代字 that was registered last, to propose it again.
    pub async fn last_paper_code(&mut self, bureau: BureauId) -> Result<Option<String>> {
        self.maybe(
            "select code from paper_number where bureau_id = $1 order by at desc limit 1",
            args![bureau],
            |row| row.get("code"),
        )
        .await
    }

    /// A page of the register, the newest entry first.
    pub async fn paper_numbers(
        &mut self,
        bureau: BureauId,
        key: Option<(Instant, PaperId)>,
        ascending: bool,
        limit: i64,
    ) -> Result<Vec<NumberRow>> {
        let (sign, way) = if ascending { (">", "asc") } else { ("<", "desc") };
        let ends = if ascending { (i64::MIN, uuid::Uuid::nil()) } else { (i64::MAX, uuid::Uuid::max()) };
        let (at, id) = key.unwrap_or((Instant(ends.0), PaperId(ends.1)));
        self.all(
            &format!(
                "select n.code, n.year, n.ordinal, n.paper_id, n.at, n.voided, n.reason, p.title, h.name from paper_number n \
                 join paper p on p.id = n.paper_id join person h on h.id = n.person_id \
                 where n.bureau_id = $1 and (n.at, n.paper_id) {sign} ($2, $3) order by n.at {way}, n.paper_id {way} limit $4"
            ),
            args![bureau, at, id, limit],
            from,
        )
        .await
    }
}
