//! What 简报 and 总结 are filled from: accepted records of a period and what they count.

use crate::column::{Arg, IntoArg, args};
use crate::{Conn, Result, Visible};
use domain::day::Day;
use domain::id::{BureauId, RecordId};
use domain::record::Figured;

/// An accepted record with what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    pub id: RecordId,
    pub title: String,
    pub day: Day,
    pub unit: String,
    pub text: String,
    pub figures: Vec<Figured>,
}

impl Conn {
    /// Accepted records of a period that the reader may see, oldest first.
    pub async fn source_records(
        &mut self,
        bureau: BureauId,
        visible: &Visible,
        (from, to): (Day, Day),
        limit: i64,
    ) -> Result<Vec<SourceRow>> {
        let mut values: Vec<Arg> = args![bureau, from, to];
        let seen = visible.clause("r.unit_id", "r.author_id", &mut values);
        let limited = {
            values.push((&limit).into_arg());
            format!(
                "select r.id from record r where r.bureau_id = $1 and r.state = 'accepted' and r.day >= $2 and r.day <= $3 \
                 and {seen} order by r.day, r.id limit ${}",
                values.len()
            )
        };
        let mut rows: Vec<SourceRow> = self
            .all(
                &format!(
                    "select r.id, r.title, r.day, r.text, u.name from record r join unit u on u.id = r.unit_id \
                     where r.id in ({limited}) order by r.day, r.id"
                ),
                values.clone(),
                |row| {
                    Ok(SourceRow {
                        id: row.get("id")?,
                        title: row.get("title")?,
                        day: row.get("day")?,
                        unit: row.get("name")?,
                        text: row.get("text")?,
                        figures: Vec::new(),
                    })
                },
            )
            .await?;
        let figures = self
            .all(
                &format!(
                    "select f.record_id, f.item, f.value, f.uom from record_figure f where f.record_id in ({limited}) \
                     order by f.record_id, f.position"
                ),
                values,
                |row| {
                    let figure =
                        Figured { item: row.get("item")?, value: row.get("value")?, uom: row.get("uom")? };
                    Ok((row.get::<RecordId>("record_id")?, figure))
                },
            )
            .await?;
        for (record, figure) in figures {
            if let Some(row) = rows.iter_mut().find(|row| row.id == record) {
                row.figures.push(figure);
            }
        }
        Ok(rows)
    }
}
