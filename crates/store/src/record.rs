//! Records with their figures, files and the assignments they answer.

use crate::clause::Query;
use crate::column::{IntoArg, args};
use crate::db::Row;
use crate::way::{self, Order, Part};
use crate::{Apply, Conn, Result, SearchDoc, Stamp, Visible};
use domain::change::Versioned;
use domain::day::{Day, Instant};
use domain::file::File;
use domain::id::{AssignmentId, BureauId, FileId, PersonId, RecordId, TaskId};
use domain::record::{Figured, Record, RecordState};

const COLUMNS: &str = "r.id, r.bureau_id, r.kind, r.title, r.day, r.place, r.unit_id, r.author_id, r.text, r.state, \
     r.return_reason, r.return_note, r.updated, r.version";

fn from(row: &Row) -> Result<Versioned<Record>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Record {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            kind: row.get("kind")?,
            title: row.get("title")?,
            day: row.get("day")?,
            place: row.get("place")?,
            unit: row.get("unit_id")?,
            author: row.get("author_id")?,
            text: row.get("text")?,
            state: row.get("state")?,
            return_reason: row.opt("return_reason")?,
            return_note: row.get("return_note")?,
            figures: Vec::new(),
            files: Vec::new(),
            assignments: Vec::new(),
        },
    })
}

/// A record that did not exist before.
#[derive(Debug, Clone)]
pub struct NewRecord(pub Record);

impl Apply for NewRecord {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into record (id, bureau_id, kind, title, day, place, unit_id, author_id, text, state, return_reason, \
             return_note, created, updated, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, 1)",
            args![
                it.id, it.bureau, it.kind, it.title, it.day, it.place, it.unit, it.author, it.text, it.state,
                it.return_reason, it.return_note, stamp.at
            ],
        )
        .await?;
        write_parts(conn, it, stamp).await
    }
}

impl Apply for Versioned<Record> {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update record set title = $3, day = $4, place = $5, text = $6, state = $7, return_reason = $8, \
             return_note = $9, updated = $10, version = version + 1 where id = $1 and version = $2",
            args![
                it.id,
                self.version,
                it.title,
                it.day,
                it.place,
                it.text,
                it.state,
                it.return_reason,
                it.return_note,
                stamp.at
            ],
        )
        .await?;
        for table in ["record_figure", "record_file", "record_assignment"] {
            conn.run(&format!("delete from {table} where record_id = $1"), args![it.id]).await?;
        }
        write_parts(conn, it, stamp).await
    }
}

async fn write_parts(conn: &mut Conn, it: &Record, stamp: &Stamp<'_>) -> Result<()> {
    for (position, figure) in it.figures.iter().enumerate() {
        conn.run(
            "insert into record_figure (record_id, position, item, value, uom) values ($1, $2, $3, $4, $5)",
            args![it.id, position as i64, figure.item, figure.value, figure.uom],
        )
        .await?;
    }
    for (position, file) in it.files.iter().enumerate() {
        conn.run(
            "insert into record_file (record_id, position, file_id) values ($1, $2, $3)",
            args![it.id, position as i64, *file],
        )
        .await?;
    }
    for assignment in &it.assignments {
        conn.run(
            "insert into record_assignment (record_id, assignment_id) values ($1, $2)",
            args![it.id, *assignment],
        )
        .await?;
    }
    index(conn, it, stamp).await
}

/// Drafts are nobody else's business; what was voided is not found any more.
async fn index(conn: &mut Conn, it: &Record, stamp: &Stamp<'_>) -> Result<()> {
    if matches!(it.state, RecordState::Draft | RecordState::Void) {
        return conn.unindex("record", it.id.0).await;
    }
    let doc = SearchDoc {
        id: stamp.ids.next(),
        bureau: it.bureau,
        noun: "record",
        object: it.id.0,
        title: it.title.clone(),
        body: [&it.text, &it.place].map(String::as_str).join(" "),
        unit: Some(it.unit),
        person: Some(it.author),
        day: Some(it.day),
    };
    conn.index(&doc, stamp.at).await
}

/// A record as lists and task pages show it.
#[derive(Debug, Clone)]
pub struct RecordRow {
    pub record: Versioned<Record>,
    pub updated: Instant,
    pub author_name: String,
    pub unit_name: String,
    /// How many duties it answers, and how many files it has.
    pub answers: i64,
    pub files: i64,
}

/// Which records a list shows, newest activity first.
#[derive(Debug, Clone)]
pub struct RecordFilter {
    pub visible: Visible,
    pub state: Option<RecordState>,
    pub author: Option<PersonId>,
    pub task: Option<TaskId>,
    pub words: String,
    /// By day; the latest first unless turned.
    pub ascending: bool,
    pub after: Option<(Day, RecordId)>,
    pub limit: i64,
}

const ROW_OF: &str = "(select count(*) from record_assignment x where x.record_id = r.id) as answers, \
     (select count(*) from record_file x where x.record_id = r.id) as files, p.name as author_name, u.name as unit_name from";
const ROW_JOINS: &str = "join person p on p.id = r.author_id join unit u on u.id = r.unit_id";

fn row(row: &Row) -> Result<RecordRow> {
    Ok(RecordRow {
        record: from(row)?,
        updated: row.get("updated")?,
        author_name: row.get("author_name")?,
        unit_name: row.get("unit_name")?,
        answers: row.get("answers")?,
        files: row.get("files")?,
    })
}

impl Conn {
    /// A record with all its parts.
    pub async fn record(&mut self, id: RecordId) -> Result<Versioned<Record>> {
        let mut record =
            self.one(&format!("select {COLUMNS} from record r where r.id = $1"), args![id], from).await?;
        record.row.figures = self
            .all(
                "select item, value, uom from record_figure where record_id = $1 order by position",
                args![id],
                |row| Ok(Figured { item: row.get("item")?, value: row.get("value")?, uom: row.get("uom")? }),
            )
            .await?;
        record.row.files = self
            .all("select file_id from record_file where record_id = $1 order by position", args![id], |row| {
                row.get("file_id")
            })
            .await?;
        record.row.assignments = self
            .all(
                "select assignment_id from record_assignment where record_id = $1 order by assignment_id",
                args![id],
                |row| row.get("assignment_id"),
            )
            .await?;
        Ok(record)
    }

    /// A record if there is one: a form names the id before the row exists.
    pub async fn record_if(&mut self, id: RecordId) -> Result<Option<Versioned<Record>>> {
        match self.record(id).await {
            Ok(record) => Ok(Some(record)),
            Err(crate::StoreError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The files of a record in their order.
    pub async fn files_of_record(&mut self, id: RecordId) -> Result<Vec<File>> {
        self.all(
            "select f.id, f.bureau_id, f.digest, f.name, f.media, f.size, f.uploader_id, f.uploaded \
             from record_file x join file f on f.id = x.file_id where x.record_id = $1 order by x.position",
            args![id],
            crate::file::from,
        )
        .await
    }

    /// The unfinished record of an author that answers an assignment, if there is one.
    pub async fn draft_of(&mut self, author: PersonId, assignment: AssignmentId) -> Result<Option<RecordId>> {
        self.maybe(
            "select r.id from record_assignment x join record r on r.id = x.record_id \
             where x.assignment_id = $1 and r.author_id = $2 and r.state in ('draft', 'returned') order by r.updated desc",
            args![assignment, author],
            |row| row.get("id"),
        )
        .await
    }

    /// The same, up to [`crate::MENU_COUNTED`]: for the menu of every page.
    pub async fn review_count_for_menu(&mut self, bureau: BureauId) -> Result<i64> {
        self.number(
            "select count(*) as n from (select 1 as one from record where bureau_id = $1 and state = 'filed' \
             limit $2) capped",
            args![bureau, crate::MENU_COUNTED],
        )
        .await
    }

    /// How many records wait for a review in the bureau.
    pub async fn review_count(&mut self, bureau: BureauId) -> Result<i64> {
        self.number(
            "select count(*) as n from record where bureau_id = $1 and state = 'filed'",
            args![bureau],
        )
        .await
    }

    /// What waits for a review, longest waiting first. `reviewer` narrows it to the named reviewer's.
    pub async fn review_queue(
        &mut self,
        bureau: BureauId,
        reviewer: Option<PersonId>,
        after: Option<(Instant, RecordId)>,
        descending: bool,
        limit: i64,
    ) -> Result<Vec<RecordRow>> {
        let (sign, way) = if descending { ("<", "desc") } else { (">", "asc") };
        let mut query = Query::new(
            &format!(
                "select {COLUMNS}, {ROW_OF} record r {ROW_JOINS} where r.bureau_id = ? and r.state = 'filed'"
            ),
            args![bureau],
        );
        if let Some((at, id)) = after {
            query.push(&format!(" and (r.updated, r.id) {sign} (?, ?)"), args![at, id]);
        }
        if let Some(reviewer) = reviewer {
            query.push(
                " and exists (select 1 from record_assignment x join assignment a on a.id = x.assignment_id \
                 where x.record_id = r.id and a.reviewer_id = ?)",
                args![reviewer],
            );
        }
        query.push(&format!(" order by r.updated {way}, r.id {way} limit ?"), args![limit]);
        self.all(&query.sql, query.args, row).await
    }

    /// A page of records.
    pub async fn record_rows(&mut self, bureau: BureauId, filter: &RecordFilter) -> Result<Vec<RecordRow>> {
        let mut part = sifted(bureau, filter);
        let order = by_day(!filter.ascending);
        if let Some((day, id)) = filter.after {
            part.add(&order.after((&day).into_arg(), (&id).into_arg()));
        }
        let keys = way::keys(&filter.visible.ways_to_records(), &part, order, filter.limit);
        let sql = format!(
            "select {COLUMNS}, {ROW_OF} ({}) k join record r on r.id = k.id {ROW_JOINS}{}",
            keys.sql,
            order.of_rows()
        );
        let query = Part::new(&sql, keys.args).query();
        self.all(&query.sql, query.args, row).await
    }

    /// How many records the filter lets through, up to [`crate::COUNTED`]; with a page key, how many
    /// stand before it.
    pub async fn record_count(&mut self, bureau: BureauId, filter: &RecordFilter) -> Result<i64> {
        let mut part = sifted(bureau, filter);
        if let Some((day, id)) = filter.after {
            part.add(&by_day(filter.ascending).after((&day).into_arg(), (&id).into_arg()));
        }
        let ways = filter.visible.ways_to_records();
        let query = way::count(&ways, &part, by_day(!filter.ascending), crate::COUNTED).query();
        self.number(&query.sql, query.args).await
    }

    /// Figures that records report for a task, once they are handed in.
    pub async fn reported(&mut self, task: TaskId) -> Result<Vec<(RecordState, Figured)>> {
        self.all(
            "select r.state, f.item, f.value, f.uom from record_figure f join record r on r.id = f.record_id \
             where r.state in ('filed', 'accepted') and r.id in (select x.record_id from record_assignment x \
             join assignment a on a.id = x.assignment_id where a.task_id = $1) order by f.item, r.id limit 2000",
            args![task],
            |row| {
                let figure =
                    Figured { item: row.get("item")?, value: row.get("value")?, uom: row.get("uom")? };
                Ok((row.get("state")?, figure))
            },
        )
        .await
    }

    /// The latest record of an author that answers more than one duty: 报过的，不用再报.
    pub async fn most_used_record(
        &mut self,
        author: PersonId,
    ) -> Result<Option<(RecordId, String, Day, i64)>> {
        self.maybe(
            "select r.id, r.title, r.day, (select count(*) from record_assignment x where x.record_id = r.id) as n from record r \
             where r.author_id = $1 and r.state in ('filed', 'accepted') \
             and (select count(*) from record_assignment x where x.record_id = r.id) > 1 order by r.day desc, r.id desc limit 1",
            args![author],
            |row| Ok((row.get("id")?, row.get("title")?, row.get("day")?, row.get("n")?)),
        )
        .await
    }
}

/// Records of the bureau that the filter lets through.
fn sifted(bureau: BureauId, filter: &RecordFilter) -> Part {
    let mut part = Part::new(" and r.bureau_id = ?", args![bureau]);
    match (&filter.state, filter.author) {
        (Some(state), _) => part.push(" and r.state = ?", args![*state]),
        (None, Some(_)) => part.push(" and r.state <> 'void'", args![]),
        (None, None) => part.push(" and r.state not in ('void', 'draft')", args![]),
    }
    if let Some(author) = filter.author {
        part.push(" and r.author_id = ?", args![author]);
    }
    if let Some(task) = filter.task {
        part.push(
            " and r.id in (select y.record_id from assignment b cross join record_assignment y \
             where b.task_id = ? and y.assignment_id = b.id)",
            args![task],
        );
    }
    if !filter.words.trim().is_empty() {
        let like = crate::work::like(&filter.words);
        part.push(" and (r.title like ? or r.text like ?)", args![like, like]);
    }
    part
}

/// Records by their day.
fn by_day(down: bool) -> Order {
    Order { key: "r.day", id: "r.id", join: "", down }
}

impl Conn {
    /// A file as a part of a record: the only way to its bytes.
    pub async fn file_of_record(&mut self, record: RecordId, file: FileId) -> Result<File> {
        self.one(
            "select f.id, f.bureau_id, f.digest, f.name, f.media, f.size, f.uploader_id, f.uploaded \
             from record_file x join file f on f.id = x.file_id where x.record_id = $1 and x.file_id = $2",
            args![record, file],
            crate::file::from,
        )
        .await
    }
}
