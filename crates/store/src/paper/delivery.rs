//! Receivers of issued papers: sent, read, confirmed, urged.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp};
use domain::change::Versioned;
use domain::day::Instant;
use domain::id::{DeliveryId, PaperId, PersonId};
use domain::paper::delivery::Delivery;

const COLUMNS: &str = "d.id, d.bureau_id, d.paper_id, d.unit_id, d.person_id, d.sent, d.read_at, d.reader_id, \
     d.receipted, d.receiver_id, d.urged, d.version";

fn from(row: &Row) -> Result<Versioned<Delivery>> {
    let pair = |at: &str, by: &str| -> Result<Option<(Instant, PersonId)>> {
        Ok(row.opt::<Instant>(at)?.zip(row.opt::<PersonId>(by)?))
    };
    Ok(Versioned {
        version: row.get("version")?,
        row: Delivery {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            paper: row.get("paper_id")?,
            unit: row.opt("unit_id")?,
            person: row.opt("person_id")?,
            sent: row.get("sent")?,
            read: pair("read_at", "reader_id")?,
            receipt: pair("receipted", "receiver_id")?,
            urged: row.opt("urged")?,
        },
    })
}

/// A receiver that the paper did not have before.
#[derive(Debug, Clone)]
pub struct NewDelivery(pub Delivery);

impl Apply for NewDelivery {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into paper_delivery (id, bureau_id, paper_id, unit_id, person_id, sent, version) \
             values ($1, $2, $3, $4, $5, $6, 1)",
            args![it.id, it.bureau, it.paper, it.unit, it.person, it.sent],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Delivery> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update paper_delivery set read_at = $3, reader_id = $4, receipted = $5, receiver_id = $6, urged = $7, \
             version = version + 1 where id = $1 and version = $2",
            args![
                it.id,
                self.version,
                it.read.map(|(at, _)| at),
                it.read.map(|(_, by)| by),
                it.receipt.map(|(at, _)| at),
                it.receipt.map(|(_, by)| by),
                it.urged
            ],
        )
        .await
    }
}

/// A receiver with its names.
#[derive(Debug, Clone)]
pub struct DeliveryRow {
    pub delivery: Versioned<Delivery>,
    /// The unit or the person.
    pub name: String,
    pub receiver: String,
}

/// Most receivers of one paper.
const MOST: i64 = 2_000;

impl Conn {
    /// The receivers of a paper, in the order in which they were chosen.
    pub async fn deliveries(&mut self, paper: PaperId) -> Result<Vec<DeliveryRow>> {
        self.all(
            &format!(
                "select {COLUMNS}, coalesce(u.name, h.name, '') as name, coalesce(r.name, '') as receiver \
                 from paper_delivery d left join unit u on u.id = d.unit_id left join person h on h.id = d.person_id \
                 left join person r on r.id = d.receiver_id where d.paper_id = $1 order by d.sent, d.id limit $2"
            ),
            args![paper, MOST],
            |row| {
                Ok(DeliveryRow {
                    delivery: from(row)?,
                    name: row.get("name")?,
                    receiver: row.get("receiver")?,
                })
            },
        )
        .await
    }

    pub async fn delivery(&mut self, id: DeliveryId) -> Result<Versioned<Delivery>> {
        self.one(&format!("select {COLUMNS} from paper_delivery d where d.id = $1"), args![id], from).await
    }
}
