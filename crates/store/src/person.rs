//! Persons of the roster. The protected fields are ciphertext here; `app` holds the keys.

use crate::clause::Query;
use crate::column::args;
use crate::db::Row;
use crate::work::push_list;
use crate::{Apply, Conn, Result, Stamp};
use domain::change::Versioned;
use domain::day::Day;
use domain::id::{BureauId, PersonId, UnitId};
use domain::person::Person;
use std::collections::BTreeMap;

const COLUMNS: &str = "id, bureau_id, name, staff_no, initials, left_on, version";

fn from(row: &Row) -> Result<Versioned<Person>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Person {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            name: row.get("name")?,
            staff_no: row.opt("staff_no")?,
            initials: row.get("initials")?,
            left_on: row.opt("left_on")?,
        },
    })
}

/// The encrypted phone number of a person, its key and its blind index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedPhone {
    pub wrapped_key: Vec<u8>,
    pub phone: Vec<u8>,
    pub index: String,
}

/// A person that was not in the roster before.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub person: Person,
    pub phone: Option<SealedPhone>,
}

impl Apply for NewPerson {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.person;
        let sealed = self.phone.clone();
        conn.run(
            "insert into person (id, bureau_id, name, staff_no, initials, left_on, wrapped_key, phone, phone_index, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
            args![
                it.id,
                it.bureau,
                it.name,
                it.staff_no,
                it.initials,
                it.left_on,
                sealed.as_ref().map(|s| s.wrapped_key.clone()),
                sealed.as_ref().map(|s| s.phone.clone()),
                sealed.as_ref().map(|s| s.index.clone())
            ],
        )
        .await?;
        conn.index_person(it, stamp).await
    }
}

impl Apply for Versioned<Person> {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update person set name = $3, staff_no = $4, initials = $5, left_on = $6, version = version + 1 \
             where id = $1 and version = $2",
            args![it.id, self.version, it.name, it.staff_no, it.initials, it.left_on],
        )
        .await?;
        conn.index_person(it, stamp).await
    }
}

/// A person's phone number is set or replaced.
#[derive(Debug, Clone)]
pub struct PhoneChange {
    pub person: PersonId,
    pub phone: SealedPhone,
}

impl Apply for PhoneChange {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update person set wrapped_key = $2, phone = $3, phone_index = $4 where id = $1",
            args![self.person, self.phone.wrapped_key, self.phone.phone, self.phone.index],
        )
        .await
    }
}

/// What the roster is ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PersonOrder {
    #[default]
    Name,
    StaffNo,
}

impl PersonOrder {
    fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::StaffNo => "coalesce(staff_no, '')",
        }
    }

    /// The key of a row.
    pub fn key_of(self, person: &Person) -> String {
        match self {
            Self::Name => person.name.clone(),
            Self::StaffNo => person.staff_no.clone().unwrap_or_default(),
        }
    }
}

/// Which persons a list shows.
#[derive(Debug, Clone, Default)]
pub struct PersonFilter {
    /// Part of a name, initials or staff number.
    pub words: String,
    /// Also persons who have left.
    pub left: bool,
    /// Only persons who serve in this unit or below it.
    pub below: Option<UnitId>,
    /// By what, and in which direction.
    pub order: PersonOrder,
    pub descending: bool,
    /// Persons behind this key and id: the page key.
    pub after: Option<(String, PersonId)>,
    /// Whether the page stands before the key and not behind it.
    pub back: bool,
    pub limit: i64,
}

/// Persons of the bureau that the filter lets through.
fn narrow(query: &mut Query, bureau: BureauId, filter: &PersonFilter, today: Day) {
    query.push(" where bureau_id = ?", args![bureau]);
    if !filter.left {
        query.push(" and (left_on is null or left_on >= ?)", args![today]);
    }
    if !filter.words.trim().is_empty() {
        let like = format!("%{}%", filter.words.trim().to_lowercase().replace(['%', '_'], ""));
        query.push(
            " and (lower(name) like ? or initials like ? or lower(coalesce(staff_no, '')) like ?)",
            args![like, like, like],
        );
    }
    if let Some(unit) = filter.below {
        query.push(
            " and exists (select 1 from membership m join unit_closure c on c.descendant_id = m.unit_id \
             where m.person_id = p.id and c.ancestor_id = ? and m.valid_from <= ? and (m.valid_to is null or m.valid_to >= ?))",
            args![unit, today, today],
        );
    }
}

impl Conn {
    pub async fn person(&mut self, id: PersonId) -> Result<Versioned<Person>> {
        self.one(&format!("select {COLUMNS} from person where id = $1"), args![id], from).await
    }

    pub async fn sealed_phone(&mut self, id: PersonId) -> Result<Option<SealedPhone>> {
        let row = self
            .one("select wrapped_key, phone, phone_index from person where id = $1", args![id], |row| {
                Ok((
                    row.opt::<Vec<u8>>("wrapped_key")?,
                    row.opt::<Vec<u8>>("phone")?,
                    row.opt::<String>("phone_index")?,
                ))
            })
            .await?;
        Ok(match row {
            (Some(wrapped_key), Some(phone), Some(index)) => Some(SealedPhone { wrapped_key, phone, index }),
            _ => None,
        })
    }

    /// A page of persons by name: those who have not left before `today`, or all.
    pub async fn persons(
        &mut self,
        bureau: BureauId,
        filter: &PersonFilter,
        today: Day,
    ) -> Result<Vec<Versioned<Person>>> {
        let mut query = Query::new(&format!("select {COLUMNS} from person p"), args![]);
        narrow(&mut query, bureau, filter, today);
        let (key, sign, way) = (
            filter.order.key(),
            if filter.descending { "<" } else { ">" },
            if filter.descending { "desc" } else { "asc" },
        );
        if let Some((name, id)) = &filter.after {
            query.push(&format!(" and ({key}, id) {sign} (?, ?)"), args![*name, *id]);
        }
        query.push(&format!(" order by {key} {way}, id {way} limit ?"), args![filter.limit]);
        self.all(&query.sql, query.args, from).await
    }

    /// How many persons the filter lets through, up to [`crate::COUNTED`]; with a page key, how many
    /// stand before it.
    pub async fn person_count(&mut self, bureau: BureauId, filter: &PersonFilter, today: Day) -> Result<i64> {
        let mut query = Query::new("select count(*) as n from (select 1 as one from person p", args![]);
        narrow(&mut query, bureau, filter, today);
        if let Some((name, id)) = &filter.after {
            let sign = if filter.descending { ">" } else { "<" };
            query.push(&format!(" and ({}, id) {sign} (?, ?)", filter.order.key()), args![*name, *id]);
        }
        query.push(" limit ?) capped", args![crate::COUNTED]);
        self.number(&query.sql, query.args).await
    }

    /// Names of some persons, in the order in which these are given.
    pub async fn names_of(&mut self, persons: &[PersonId]) -> Result<Vec<String>> {
        let mut query = Query::new("select id, name from person where id in (", args![]);
        push_list(&mut query, persons);
        query.push(")", args![]);
        let names: BTreeMap<PersonId, String> = self
            .all(&query.sql, query.args, |row| Ok((row.get("id")?, row.get("name")?)))
            .await?
            .into_iter()
            .collect();
        Ok(persons.iter().filter_map(|person| names.get(person).cloned()).collect())
    }

    /// Persons with exactly this name: same names are asked about, never merged.
    pub async fn persons_named(&mut self, bureau: BureauId, name: &str) -> Result<Vec<Versioned<Person>>> {
        self.all(
            &format!("select {COLUMNS} from person where bureau_id = $1 and name = $2 and left_on is null order by id"),
            args![bureau, name],
            from,
        )
        .await
    }

    /// The person with a staff number.
    pub async fn person_by_staff_no(
        &mut self,
        bureau: BureauId,
        staff_no: &str,
    ) -> Result<Option<Versioned<Person>>> {
        self.maybe(
            &format!("select {COLUMNS} from person where bureau_id = $1 and staff_no = $2"),
            args![bureau, staff_no],
            from,
        )
        .await
    }
}
