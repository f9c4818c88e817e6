//! Settings of a bureau: a name and a JSON value.

use crate::column::args;
use crate::{Apply, Conn, Result, Stamp, Tx};
use domain::day::Day;
use domain::id::BureauId;

/// A setting gets a value.
#[derive(Debug, Clone)]
pub struct PutSetting {
    pub bureau: BureauId,
    pub name: &'static str,
    pub value: String,
}

impl Apply for PutSetting {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let touched = conn
            .run(
                "update setting set value = $3, version = version + 1 where bureau_id = $1 and name = $2",
                args![self.bureau, self.name, self.value],
            )
            .await?;
        if touched == 0 {
            conn.run(
                "insert into setting (bureau_id, name, value, version) values ($1, $2, $3, 1)",
                args![self.bureau, self.name, self.value],
            )
            .await?;
        }
        Ok(())
    }
}

impl Conn {
    pub async fn setting(&mut self, bureau: BureauId, name: &str) -> Result<Option<String>> {
        self.maybe(
            "select value from setting where bureau_id = $1 and name = $2",
            args![bureau, name],
            |row| row.get("value"),
        )
        .await
    }
}

impl Tx {
    /// Takes a chore's mark of the day; false if it was taken already. The mark falls with the
    /// transaction that took it.
    pub async fn begin_day(&mut self, bureau: BureauId, chore: &str, day: Day) -> Result<bool> {
        let known = self
            .run(
                "update setting set version = version + 1 where bureau_id = $1 and name = $2",
                args![bureau, chore],
            )
            .await?;
        if known == 0 {
            self.run(
                "insert into setting (bureau_id, name, value, version) values ($1, $2, $3, 1)",
                args![bureau, chore, day],
            )
            .await?;
            return Ok(true);
        }
        let moved = self
            .run(
                "update setting set value = $3 where bureau_id = $1 and name = $2 and value < $3",
                args![bureau, chore, day],
            )
            .await?;
        Ok(moved == 1)
    }
}
