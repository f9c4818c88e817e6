//! Counts and sums over records: by kind, by unit, by month, by person. Each is a condition of the
//! list of records too, so that what stands behind a figure is one click away.

use crate::column::args;
use crate::record::sifted;
use crate::way::Part;
use crate::{Conn, RecordFilter, Result};
use domain::figure::FigureOrigin;
use domain::id::{BureauId, DraftId, PersonId};

/// What the slices of a count are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Kind,
    Unit,
    Month,
}

impl By {
    /// The value that a slice has in common, and what it is called.
    fn columns(self) -> (&'static str, &'static str) {
        match self {
            Self::Kind => ("r.kind", "r.kind"),
            Self::Unit => ("r.unit_id", "u.name"),
            Self::Month => ("substr(r.day, 1, 7)", "substr(r.day, 1, 7)"),
        }
    }
}

/// One slice: how many records, or the sum of one figure over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summed {
    /// Key of the kind, name of the unit, or `2026-06`.
    pub name: String,
    /// The unit, where the slices are units.
    pub unit: Option<domain::id::UnitId>,
    /// Name and uom of the figure; both empty where records are counted.
    pub item: String,
    pub uom: String,
    pub records: i64,
    /// In 1/10 000; 0 where records are counted.
    pub amount: i64,
}

/// A person with what they took part in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Took {
    pub person: PersonId,
    pub name: String,
    pub records: i64,
    /// Time of service in minutes.
    pub minutes: i64,
}

/// A figure of a retrospective, with its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryFigure {
    pub draft: Option<DraftId>,
    pub item: String,
    pub value: String,
    pub uom: String,
    pub approx: bool,
    pub raw: String,
}

impl Conn {
    /// The condition for the records that the filter lets through.
    async fn within(&mut self, bureau: BureauId, filter: &RecordFilter) -> Result<Part> {
        let mut part = Part::new(" where ", args![]);
        part.add(&self.ways_to_records(&filter.visible).await?.within(&sifted(bureau, filter), "r.id"));
        Ok(part)
    }

    /// How many records there are in each slice.
    pub async fn record_slices(
        &mut self,
        bureau: BureauId,
        filter: &RecordFilter,
        by: By,
    ) -> Result<Vec<Summed>> {
        let (value, name) = by.columns();
        let unit = if by == By::Unit { ", r.unit_id" } else { "" };
        let mut part = Part::new(
            &format!(
                "select {name} as name{unit}, count(*) as n from record r join unit u on u.id = r.unit_id"
            ),
            args![],
        );
        part.add(&self.within(bureau, filter).await?);
        part.push(&format!(" group by {value}, {name} order by {name} limit 500"), args![]);
        let query = part.query();
        self.all(&query.sql, query.args, |row| {
            Ok(Summed {
                name: row.get("name")?,
                unit: if by == By::Unit { row.opt("unit_id")? } else { None },
                item: String::new(),
                uom: String::new(),
                records: row.get("n")?,
                amount: 0,
            })
        })
        .await
    }

    /// The sums of every figure in each slice.
    pub async fn figure_slices(
        &mut self,
        bureau: BureauId,
        filter: &RecordFilter,
        by: By,
    ) -> Result<Vec<Summed>> {
        let (value, name) = by.columns();
        let unit = if by == By::Unit { ", r.unit_id" } else { "" };
        let mut part = Part::new(
            &format!(
                "select {name} as name{unit}, f.item, f.uom, count(*) as n, cast(sum(f.amount) as bigint) as total \
                 from record r join unit u on u.id = r.unit_id \
                 join record_figure f on f.record_id = r.id and f.amount is not null"
            ),
            args![],
        );
        part.add(&self.within(bureau, filter).await?);
        part.push(
            &format!(
                " group by {value}, {name}, f.item, f.uom order by {name}, n desc, f.item, f.uom limit 2000"
            ),
            args![],
        );
        let query = part.query();
        self.all(&query.sql, query.args, |row| {
            Ok(Summed {
                name: row.get("name")?,
                unit: if by == By::Unit { row.opt("unit_id")? } else { None },
                item: row.get("item")?,
                uom: row.get("uom")?,
                records: row.get("n")?,
                amount: row.get("total")?,
            })
        })
        .await
    }

    /// Who took part, by name: never by how much.
    pub async fn took_part(
        &mut self,
        bureau: BureauId,
        filter: &RecordFilter,
        after: Option<(String, PersonId)>,
        limit: i64,
    ) -> Result<Vec<Took>> {
        let bytewise = self.engine().bytewise();
        let mut part = Part::new(
            "select z.person_id, p.name, count(*) as n, cast(sum(coalesce(z.minutes, 0)) as bigint) as total \
             from record r join record_person z on z.record_id = r.id join person p on p.id = z.person_id",
            args![],
        );
        part.add(&self.within(bureau, filter).await?);
        if let Some((name, id)) = after {
            part.push(&format!(" and (p.name{bytewise}, p.id) > (?, ?)"), args![name, id]);
        }
        part.push(
            &format!(" group by z.person_id, p.name, p.id order by p.name{bytewise}, p.id limit ?"),
            args![limit],
        );
        let query = part.query();
        self.all(&query.sql, query.args, |row| {
            Ok(Took {
                person: row.get("person_id")?,
                name: row.get("name")?,
                records: row.get("n")?,
                minutes: row.get("total")?,
            })
        })
        .await
    }

    /// Figures that were read from retrospectives, in the order of their names.
    pub async fn history_figures(&mut self, bureau: BureauId) -> Result<Vec<HistoryFigure>> {
        self.all(
            "select draft_id, item, value, uom, approx, raw from figure where bureau_id = $1 and origin = $2 \
             order by item, id limit 500",
            args![bureau, FigureOrigin::Import],
            |row| {
                Ok(HistoryFigure {
                    draft: row.opt("draft_id")?,
                    item: row.get("item")?,
                    value: row.get("value")?,
                    uom: row.get("uom")?,
                    approx: row.get("approx")?,
                    raw: row.get("raw")?,
                })
            },
        )
        .await
    }
}
