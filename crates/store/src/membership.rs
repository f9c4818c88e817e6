//! Dated service of persons in units.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp};
use domain::change::Versioned;
use domain::day::Day;
use domain::id::{BureauId, MembershipId, PersonId, UnitId};
use domain::membership::Membership;

const COLUMNS: &str = "id, person_id, unit_id, kind, title, heads, liaison, valid_from, valid_to, version";

fn from(row: &Row) -> Result<Versioned<Membership>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Membership {
            id: row.get("id")?,
            person: row.get("person_id")?,
            unit: row.get("unit_id")?,
            kind: row.get("kind")?,
            title: row.get("title")?,
            heads: row.get("heads")?,
            liaison: row.get("liaison")?,
            from: row.get("valid_from")?,
            to: row.opt("valid_to")?,
        },
    })
}

/// A membership that begins.
#[derive(Debug, Clone)]
pub struct NewMembership {
    pub bureau: BureauId,
    pub membership: Membership,
}

impl Apply for NewMembership {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.membership;
        conn.run(
            "insert into membership (id, bureau_id, person_id, unit_id, kind, title, heads, liaison, valid_from, valid_to, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
            args![it.id, self.bureau, it.person, it.unit, it.kind, it.title, it.heads, it.liaison, it.from, it.to],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Membership> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update membership set kind = $3, title = $4, heads = $5, liaison = $6, valid_from = $7, valid_to = $8, \
             version = version + 1 where id = $1 and version = $2",
            args![it.id, self.version, it.kind, it.title, it.heads, it.liaison, it.from, it.to],
        )
        .await
    }
}

impl Conn {
    /// All service of a person, newest first: who was where, when.
    pub async fn memberships_of(&mut self, person: PersonId) -> Result<Vec<Versioned<Membership>>> {
        self.all(
            &format!("select {COLUMNS} from membership where person_id = $1 order by valid_from desc, id"),
            args![person],
            from,
        )
        .await
    }

    /// Who serves in a unit on a day, heads first.
    pub async fn members_on(&mut self, unit: UnitId, day: Day) -> Result<Vec<Versioned<Membership>>> {
        self.all(
            &format!(
                "select {COLUMNS} from membership where unit_id = $1 and valid_from <= $2 and (valid_to is null or valid_to >= $2) \
                 order by heads desc, liaison desc, valid_from, id"
            ),
            args![unit, day],
            from,
        )
        .await
    }

    pub async fn membership(&mut self, id: MembershipId) -> Result<Versioned<Membership>> {
        self.one(&format!("select {COLUMNS} from membership where id = $1"), args![id], from).await
    }

    /// Service in a unit that goes on after `day` or begins later.
    pub async fn open_memberships(&mut self, unit: UnitId, day: Day) -> Result<Vec<Versioned<Membership>>> {
        self.all(
            &format!(
                "select {COLUMNS} from membership where unit_id = $1 and (valid_to is null or valid_to >= $2) \
                 order by valid_from, id"
            ),
            args![unit, day],
            from,
        )
        .await
    }

    /// Service of these persons on `day`, established posts first: the lines of a list.
    pub async fn memberships_on(
        &mut self,
        persons: &[PersonId],
        day: Day,
    ) -> Result<Vec<Versioned<Membership>>> {
        if persons.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<String> = (2..persons.len() + 2).map(|n| format!("${n}")).collect();
        let mut values = args![day];
        for person in persons {
            values.extend(args![*person]);
        }
        self.all(
            &format!(
                "select {COLUMNS} from membership where person_id in ({}) and valid_from <= $1 \
                 and (valid_to is null or valid_to >= $1) order by case kind when 'established' then 0 when 'seconded' then 1 else 2 end, valid_from, id",
                places.join(", ")
            ),
            values,
            from,
        )
        .await
    }
}
