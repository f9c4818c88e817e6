//! What the permission table needs to know of an object: the one place that turns units into
//! units with all their ancestors. Every use case that checks a single row asks here.

use crate::Result;
use domain::authority::Facts;
use domain::id::{BureauId, PersonId, UnitId};
use store::Conn;

/// Facts of an object of `bureau` that concerns these units and persons.
pub async fn unit_facts(
    conn: &mut Conn,
    bureau: BureauId,
    units: &[UnitId],
    people: &[PersonId],
) -> Result<Facts> {
    let mut above: Vec<UnitId> = Vec::new();
    for unit in units {
        for ancestor in conn.ancestors(*unit).await? {
            if !above.contains(&ancestor) {
                above.push(ancestor);
            }
        }
    }
    Ok(Facts { bureau: Some(bureau), units: above, exact: units.to_vec(), people: people.to_vec() })
}
