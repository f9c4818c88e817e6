//! Persons as pickers offer them.

use crate::clause::Query;
use crate::column::args;
use crate::work::push_list;
use crate::{Conn, Result};
use domain::day::Day;
use domain::id::{BureauId, PersonId, UnitId};

/// A person as pickers offer them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonChoice {
    pub id: PersonId,
    pub name: String,
    pub initials: String,
    pub unit: Option<UnitId>,
    pub unit_name: String,
}

impl Conn {
    /// Persons who serve today, with the unit of each service, by unit and name; only of the
    /// units `within` and all below them, where these are given.
    pub async fn person_choices(
        &mut self,
        bureau: BureauId,
        within: Option<&[UnitId]>,
        today: Day,
    ) -> Result<Vec<PersonChoice>> {
        let mut query = Query::new(
            "select p.id, p.name, p.initials, m.unit_id, u.name as unit_name from person p \
             join membership m on m.person_id = p.id and m.valid_from <= ? and (m.valid_to is null or m.valid_to >= ?) \
             join unit u on u.id = m.unit_id where p.bureau_id = ? and (p.left_on is null or p.left_on > ?)",
            args![today, today, bureau, today],
        );
        if let Some(within) = within {
            query.push(
                " and m.unit_id in (select descendant_id from unit_closure where ancestor_id in (",
                args![],
            );
            push_list(&mut query, within);
            query.push("))", args![]);
        }
        query.push(" order by u.position, u.name, p.name, p.id limit 2000", args![]);
        self.all(&query.sql, query.args, |row| {
            Ok(PersonChoice {
                id: row.get("id")?,
                name: row.get("name")?,
                initials: row.get("initials")?,
                unit: row.opt("unit_id")?,
                unit_name: row.get("unit_name")?,
            })
        })
        .await
    }
}
