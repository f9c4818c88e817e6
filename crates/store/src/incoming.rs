//! 收文: rows of the register, the latest first.

use crate::column::{IntoArg, args};
use crate::db::Row;
use crate::{Apply, Conn, Result, SearchDoc, Stamp, Visible};
use domain::change::Versioned;
use domain::day::Day;
use domain::id::{BureauId, IncomingId};
use domain::incoming::{Incoming, IncomingState};

const COLUMNS: &str = "i.id, i.bureau_id, i.year, i.ordinal, i.origin, i.number, i.title, i.received, i.due, i.note, \
     i.unit_id, i.person_id, i.file_id, i.state, i.outcome, i.draft_id, i.registrar_id, i.version";

fn from(row: &Row) -> Result<Versioned<Incoming>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Incoming {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            year: i16::try_from(row.get::<i64>("year")?).unwrap_or(i16::MAX),
            serial: row.get("ordinal")?,
            origin: row.get("origin")?,
            number: row.get("number")?,
            title: row.get("title")?,
            received: row.get("received")?,
            due: row.opt("due")?,
            note: row.get("note")?,
            unit: row.opt("unit_id")?,
            person: row.opt("person_id")?,
            file: row.opt("file_id")?,
            state: row.get("state")?,
            outcome: row.get("outcome")?,
            draft: row.opt("draft_id")?,
            registrar: row.get("registrar_id")?,
        },
    })
}

/// An entry that did not exist before.
#[derive(Debug, Clone)]
pub struct NewIncoming(pub Incoming);

impl Apply for NewIncoming {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into incoming (id, bureau_id, year, ordinal, origin, number, title, received, due, note, unit_id, person_id, \
             file_id, state, outcome, draft_id, registrar_id, created, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1)",
            args![
                it.id, it.bureau, i64::from(it.year), it.serial, it.origin, it.number, it.title, it.received, it.due,
                it.note, it.unit, it.person, it.file, it.state, it.outcome, it.draft, it.registrar, stamp.at
            ],
        )
        .await?;
        index(conn, it, stamp).await
    }
}

impl Apply for Versioned<Incoming> {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update incoming set state = $3, outcome = $4, draft_id = $5, version = version + 1 where id = $1 and version = $2",
            args![it.id, self.version, it.state, it.outcome, it.draft],
        )
        .await?;
        index(conn, it, stamp).await
    }
}

/// What was voided is not found any more.
async fn index(conn: &mut Conn, it: &Incoming, stamp: &Stamp<'_>) -> Result<()> {
    if it.state == IncomingState::Void {
        return conn.unindex("incoming", it.id.0).await;
    }
    let words = [&it.origin, &it.number, &it.note, &it.outcome];
    let words: Vec<&str> = words.into_iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
    let doc = SearchDoc {
        id: stamp.ids.next(),
        bureau: it.bureau,
        noun: "incoming",
        object: it.id.0,
        title: it.title.clone(),
        body: words.join(" "),
        unit: it.unit,
        person: it.person,
        day: Some(it.received),
    };
    conn.index(&doc, stamp.at).await
}

/// An entry as lists show it.
#[derive(Debug, Clone)]
pub struct IncomingRow {
    pub incoming: Versioned<Incoming>,
    pub unit: String,
    pub person: String,
}

/// Which entries a list shows.
#[derive(Debug, Clone)]
pub struct IncomingFilter {
    pub visible: Visible,
    pub state: Option<IncomingState>,
    pub words: String,
    pub ascending: bool,
    pub after: Option<(Day, IncomingId)>,
    pub limit: i64,
}

const FROM: &str =
    "from incoming i left join unit u on u.id = i.unit_id left join person h on h.id = i.person_id";

fn row(row: &Row) -> Result<IncomingRow> {
    Ok(IncomingRow { incoming: from(row)?, unit: row.get("unit_name")?, person: row.get("person_name")? })
}

impl Conn {
    pub async fn incoming(&mut self, id: IncomingId) -> Result<Versioned<Incoming>> {
        self.one(&format!("select {COLUMNS} from incoming i where i.id = $1"), args![id], from).await
    }

    /// A page of the register.
    pub async fn incoming_rows(
        &mut self,
        bureau: BureauId,
        filter: &IncomingFilter,
    ) -> Result<Vec<IncomingRow>> {
        let mut values = args![bureau];
        let seen = filter.visible.clause("i.unit_id", "i.person_id", &mut values);
        let mut clause = format!("i.bureau_id = $1 and {seen}");
        let mut add = |text: &str, arg| {
            values.push(arg);
            clause.push_str(&text.replace('?', &format!("${}", values.len())));
        };
        match &filter.state {
            Some(state) => add(" and i.state = ?", state.into_arg()),
            None => add(" and i.state <> ?", (&IncomingState::Void).into_arg()),
        }
        if !filter.words.trim().is_empty() {
            add(
                " and (i.title like ? or i.origin like ? or i.number like ?)",
                (&crate::work::like(&filter.words)).into_arg(),
            );
        }
        let (sign, way) = if filter.ascending { (">", "asc") } else { ("<", "desc") };
        if let Some((day, id)) = &filter.after {
            add(&format!(" and (i.received, i.id) {sign} (?, "), day.into_arg());
            add("?)", id.into_arg());
        }
        add(&format!(" order by i.received {way}, i.id {way} limit ?"), (&filter.limit).into_arg());
        let sql = format!(
            "select {COLUMNS}, coalesce(u.name, '') as unit_name, coalesce(h.name, '') as person_name {FROM} where {clause}"
        );
        self.all(&sql, values, row).await
    }
}
