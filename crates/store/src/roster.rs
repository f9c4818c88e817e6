//! Rosters on their way in: the upload between preview and confirmation, what is known already,
//! and thousands of persons in a few statements.

use crate::column::{Arg, args};
use crate::db::Row;
use crate::{Apply, Conn, NewMembership, NewPerson, Result, Stamp, StoreError};
use domain::change::Versioned;
use domain::id::{BureauId, RosterId};
use domain::roster::{Layout, RosterImport};

fn from(row: &Row) -> Result<Versioned<RosterImport>> {
    let layout: String = row.get("layout")?;
    let layout: Layout =
        serde_json::from_str(&layout).map_err(|_| StoreError::Corrupt { column: "layout".into() })?;
    Ok(Versioned {
        version: row.get("version")?,
        row: RosterImport {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            author: row.get("account_id")?,
            name: row.get("name")?,
            digest: row.get("digest")?,
            layout,
            state: row.get("state")?,
            created: row.get("created")?,
        },
    })
}

fn json(layout: &Layout) -> Result<String> {
    serde_json::to_string(layout).map_err(|_| StoreError::Corrupt { column: "layout".into() })
}

/// An upload whose bytes are already durable.
#[derive(Debug, Clone)]
pub struct NewRosterImport(pub RosterImport);

impl Apply for NewRosterImport {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into roster_import (id, bureau_id, account_id, name, digest, layout, state, created, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
            args![it.id, it.bureau, it.author, it.name, it.digest, json(&it.layout)?, it.state, it.created],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<RosterImport> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update roster_import set layout = $3, state = $4, version = version + 1 where id = $1 and version = $2",
            args![self.id, self.version, json(&self.layout)?, self.state],
        )
        .await
    }
}

/// Many persons with their service at once.
#[derive(Debug, Clone, Default)]
pub struct NewRoster {
    pub people: Vec<NewPerson>,
    pub service: Vec<NewMembership>,
}

/// Rows per statement; both engines take more parameters than this needs.
const BATCH: usize = 500;

impl Apply for NewRoster {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        for batch in self.people.chunks(BATCH) {
            let sql = "insert into person (id, bureau_id, name, staff_no, initials, left_on, wrapped_key, phone, \
                       phone_index, version) values ";
            insert(conn, sql, batch.iter().map(person).collect()).await?;
        }
        for batch in self.service.chunks(BATCH) {
            let sql = "insert into membership (id, bureau_id, person_id, unit_id, kind, title, heads, liaison, \
                       valid_from, valid_to, version) values ";
            insert(conn, sql, batch.iter().map(service).collect()).await?;
        }
        Ok(())
    }
}

fn person(new: &NewPerson) -> Vec<Arg> {
    let (it, sealed) = (&new.person, new.phone.as_ref());
    args![
        it.id,
        it.bureau,
        it.name,
        it.staff_no,
        it.initials,
        it.left_on,
        sealed.map(|s| s.wrapped_key.clone()),
        sealed.map(|s| s.phone.clone()),
        sealed.map(|s| s.index.clone()),
        1_i64
    ]
}

fn service(new: &NewMembership) -> Vec<Arg> {
    let it = &new.membership;
    args![
        it.id, new.bureau, it.person, it.unit, it.kind, it.title, it.heads, it.liaison, it.from, it.to, 1_i64
    ]
}

async fn insert(conn: &mut Conn, sql: &str, rows: Vec<Vec<Arg>>) -> Result<()> {
    let width = rows.first().map_or(0, Vec::len);
    let place = |row: usize| {
        let places: Vec<String> = (1..=width).map(|column| format!("${}", row * width + column)).collect();
        format!("({})", places.join(", "))
    };
    let places: Vec<String> = (0..rows.len()).map(place).collect();
    conn.run(&format!("{sql}{}", places.join(", ")), rows.into_iter().flatten().collect()).await?;
    Ok(())
}

/// Name and staff number of a person of the roster, and whether the person is still there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub name: String,
    pub staff_no: Option<String>,
    pub left: bool,
}

impl Conn {
    pub async fn roster_import(&mut self, id: RosterId) -> Result<Versioned<RosterImport>> {
        self.one(
            "select id, bureau_id, account_id, name, digest, layout, state, created, version from roster_import where id = $1",
            args![id],
            from,
        )
        .await
    }

    /// Everyone whom a roster may meet: whole, because each row is compared with all of them.
    pub async fn listed(&mut self, bureau: BureauId) -> Result<Vec<Listed>> {
        self.all("select name, staff_no, left_on from person where bureau_id = $1", args![bureau], |row| {
            let left: Option<String> = row.opt("left_on")?;
            Ok(Listed { name: row.get("name")?, staff_no: row.opt("staff_no")?, left: left.is_some() })
        })
        .await
    }
}
