//! Certificates of persons, those that run out first in front.

use crate::column::{Arg, IntoArg, args};
use crate::db::{Row, numbered};
use crate::{Apply, Conn, Result, Stamp, Visible};
use domain::certificate::Certificate;
use domain::change::Versioned;
use domain::day::Day;
use domain::id::{BureauId, CertificateId, PersonId, UnitId};

const COLUMNS: &str = "c.id, c.bureau_id, c.person_id, c.name, c.issuer, c.number, c.issued, c.expires, \
     c.void_reason, c.told, c.version";

/// How the end of what holds for good is kept.
const NEVER: Day = Day::MAX;

fn from(row: &Row) -> Result<Versioned<Certificate>> {
    let expires: Day = row.get("expires")?;
    Ok(Versioned {
        version: row.get("version")?,
        row: Certificate {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            person: row.get("person_id")?,
            name: row.get("name")?,
            issuer: row.get("issuer")?,
            number: row.get("number")?,
            issued: row.get("issued")?,
            expires: (expires != NEVER).then_some(expires),
            void_reason: row.get("void_reason")?,
            told: row.opt("told")?,
        },
    })
}

/// A certificate that did not exist before.
#[derive(Debug, Clone)]
pub struct NewCertificate(pub Certificate);

impl Apply for NewCertificate {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into certificate (id, bureau_id, person_id, name, issuer, number, issued, expires, void_reason, told, \
             created, updated, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, 1)",
            args![
                it.id,
                it.bureau,
                it.person,
                it.name,
                it.issuer,
                it.number,
                it.issued,
                it.expires.unwrap_or(NEVER),
                it.void_reason,
                it.told,
                stamp.at
            ],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Certificate> {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update certificate set name = $3, issuer = $4, number = $5, issued = $6, expires = $7, void_reason = $8, \
             told = $9, updated = $10, version = version + 1 where id = $1 and version = $2",
            args![
                it.id,
                self.version,
                it.name,
                it.issuer,
                it.number,
                it.issued,
                it.expires.unwrap_or(NEVER),
                it.void_reason,
                it.told,
                stamp.at
            ],
        )
        .await
    }
}

/// A certificate as lists show it.
#[derive(Debug, Clone)]
pub struct CertificateRow {
    pub certificate: Versioned<Certificate>,
    /// Name of its holder.
    pub holder: String,
}

/// Which certificates a list shows, those that run out first in front.
#[derive(Debug, Clone)]
pub struct CertificateFilter {
    pub visible: Visible,
    /// Of those who serve today in a unit or below it.
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    /// With a last day within these, both included.
    pub expires: Option<(Day, Day)>,
    /// In the name, the issuer or the name of the holder.
    pub words: String,
    /// Whether the list is read from its end.
    pub descending: bool,
    pub after: Option<(Day, CertificateId)>,
    pub limit: i64,
}

/// The day by which a certificate stands in its list.
pub fn certificate_key(it: &Certificate) -> Day {
    it.expires.unwrap_or(NEVER)
}

fn row(row: &Row) -> Result<CertificateRow> {
    Ok(CertificateRow { certificate: from(row)?, holder: row.get("holder")? })
}

/// That the holder serves on a day in one of these units or below it.
fn serves(units: &str, day: &str) -> String {
    format!(
        "c.person_id in (select m.person_id from membership m join unit_closure w on w.descendant_id = m.unit_id \
         where w.ancestor_id in ({units}) and m.valid_from <= {day} and (m.valid_to is null or m.valid_to >= {day}))"
    )
}

/// Conditions of a list, their values behind `values`.
fn clause(bureau: BureauId, filter: &CertificateFilter, today: Day, values: &mut Vec<Arg>) -> String {
    let mut mark = |arg: Arg| {
        values.push(arg);
        format!("${}", values.len())
    };
    let mut clause = format!("c.bureau_id = {} and c.void_reason = ''", mark((&bureau).into_arg()));
    if let Visible::Within { person, subtrees, .. } = &filter.visible {
        let own = format!("c.person_id = {}", mark(person.into_arg()));
        let units: Vec<String> = subtrees.iter().map(|unit| mark(unit.into_arg())).collect();
        clause += &match units.is_empty() {
            true => format!(" and {own}"),
            false => format!(" and ({own} or {})", serves(&units.join(", "), &mark((&today).into_arg()))),
        };
    }
    if let Some(unit) = &filter.unit {
        let unit = mark(unit.into_arg());
        clause += &format!(" and {}", serves(&unit, &mark((&today).into_arg())));
    }
    if let Some(person) = &filter.person {
        clause += &format!(" and c.person_id = {}", mark(person.into_arg()));
    }
    if let Some((from, to)) = &filter.expires {
        clause +=
            &format!(" and c.expires >= {} and c.expires <= {}", mark(from.into_arg()), mark(to.into_arg()));
    }
    if !filter.words.trim().is_empty() {
        let like = mark((&crate::work::like(&filter.words)).into_arg());
        clause += &format!(" and (c.name like {like} or c.issuer like {like} or p.name like {like})");
    }
    clause
}

impl Conn {
    pub async fn certificate(&mut self, id: CertificateId) -> Result<Versioned<Certificate>> {
        self.one(&format!("select {COLUMNS} from certificate c where c.id = $1"), args![id], from).await
    }

    /// A page of certificates.
    pub async fn certificate_rows(
        &mut self,
        bureau: BureauId,
        filter: &CertificateFilter,
        today: Day,
    ) -> Result<Vec<CertificateRow>> {
        let mut values = Vec::new();
        let mut clause = clause(bureau, filter, today, &mut values);
        let (sign, way) = if filter.descending { ("<", "desc") } else { (">", "asc") };
        if let Some((day, id)) = &filter.after {
            values.extend([day.into_arg(), id.into_arg()]);
            clause += &format!(" and (c.expires, c.id) {sign} (${}, ${})", values.len() - 1, values.len());
        }
        values.push((&filter.limit).into_arg());
        let sql = format!(
            "select {COLUMNS}, p.name as holder from certificate c join person p on p.id = c.person_id \
             where {clause} order by c.expires {way}, c.id {way} limit ${}",
            values.len()
        );
        self.all(&sql, values, row).await
    }

    /// How many certificates the filter lets through, up to [`crate::COUNTED`].
    pub async fn certificate_count(
        &mut self,
        bureau: BureauId,
        filter: &CertificateFilter,
        today: Day,
    ) -> Result<i64> {
        let [count] = self.certificate_counts(bureau, [filter], today).await?;
        Ok(count)
    }

    /// The same of several filters, in one statement.
    pub async fn certificate_counts<const N: usize>(
        &mut self,
        bureau: BureauId,
        filters: [&CertificateFilter; N],
        today: Day,
    ) -> Result<[i64; N]> {
        let mut values = Vec::new();
        let mut counts = Vec::new();
        for (i, filter) in filters.into_iter().enumerate() {
            let clause = clause(bureau, filter, today, &mut values);
            values.push((&crate::COUNTED).into_arg());
            counts.push(format!(
                "(select count(*) from (select 1 as one from certificate c join person p on p.id = c.person_id \
                 where {clause} limit ${}) capped) as n{i}",
                values.len()
            ));
        }
        self.one(&format!("select {}", counts.join(", ")), values, numbered).await
    }
}
