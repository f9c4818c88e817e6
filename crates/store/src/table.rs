//! Who serves where, for the names in a 任务分解表.

use crate::column::args;
use crate::{Conn, Result};
use domain::day::Day;
use domain::id::{BureauId, PersonId, UnitId};

impl Conn {
    /// Persons of a bureau on a day, one row per unit where they serve; those who left are not there.
    pub async fn seats(
        &mut self,
        bureau: BureauId,
        day: Day,
    ) -> Result<Vec<(PersonId, String, Option<UnitId>)>> {
        self.all(
            "select p.id, p.name, m.unit_id from person p left join membership m on m.person_id = p.id \
             and m.valid_from <= $2 and (m.valid_to is null or m.valid_to >= $2) \
             where p.bureau_id = $1 and (p.left_on is null or p.left_on >= $2) order by p.id, m.valid_from, m.id",
            args![bureau, day],
            |row| Ok((row.get("id")?, row.get("name")?, row.opt("unit_id")?)),
        )
        .await
    }
}
