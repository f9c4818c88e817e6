//! Records with their figures, files and the assignments they answer.

use crate::clause::Query;
use crate::column::{IntoArg, args};
use crate::db::Row;
use crate::way::{Order, Part};
use crate::{Apply, Conn, Place, Result, SearchDoc, Stamp, Visible};
use domain::change::Versioned;
use domain::day::{Day, Instant};
use domain::file::File;
use domain::id::{AssignmentId, BureauId, FileId, PersonId, RecordId, TaskId, UnitId};
use domain::record::{Attended, Detail, Figured, Record, RecordState, amount};

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
            details: Vec::new(),
            people: Vec::new(),
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
             return_note = $9, updated = $10, kind = $11, filed = coalesce($12, filed), version = version + 1 where id = $1 and version = $2",
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
                stamp.at,
                it.kind,
                (it.state == RecordState::Filed).then_some(stamp.at)
            ],
        )
        .await?;
        for table in PARTS {
            conn.run(&format!("delete from {table} where record_id = $1"), args![it.id]).await?;
        }
        write_parts(conn, it, stamp).await
    }
}

/// Tables whose rows are written anew with each version of their record.
const PARTS: [&str; 5] =
    ["record_figure", "record_detail", "record_person", "record_file", "record_assignment"];

async fn write_parts(conn: &mut Conn, it: &Record, stamp: &Stamp<'_>) -> Result<()> {
    for (position, figure) in it.figures.iter().enumerate() {
        conn.run(
            "insert into record_figure (record_id, position, item, value, uom, amount) values ($1, $2, $3, $4, $5, $6)",
            args![it.id, position as i64, figure.item, figure.value, figure.uom, amount(&figure.value)],
        )
        .await?;
    }
    for (position, detail) in it.details.iter().enumerate() {
        conn.run(
            "insert into record_detail (record_id, position, field, label, value) values ($1, $2, $3, $4, $5)",
            args![it.id, position as i64, detail.key, detail.label, detail.value],
        )
        .await?;
    }
    for attended in &it.people {
        conn.run(
            "insert into record_person (record_id, person_id, minutes) values ($1, $2, $3)",
            args![it.id, attended.person, attended.minutes],
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
        body: body(it),
        unit: Some(it.unit),
        person: Some(it.author),
        day: Some(it.day),
    };
    conn.index(&doc, stamp.at).await
}

/// Everything that was typed, for the search.
fn body(it: &Record) -> String {
    let details = it.details.iter().map(|detail| detail.value.as_str());
    [it.text.as_str(), it.place.as_str()].into_iter().chain(details).collect::<Vec<_>>().join(" ")
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
    /// Of one of these kinds; of any where there is none.
    pub kinds: Vec<String>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Of a unit and everything below it.
    pub unit: Option<UnitId>,
    /// In which someone took part.
    pub attended: Option<PersonId>,
    /// With a figure of this name.
    pub item: String,
    pub words: String,
    /// By day; the latest first unless turned.
    pub ascending: bool,
    pub after: Option<(Day, RecordId)>,
    pub limit: i64,
}

impl Default for RecordFilter {
    /// All that was handed in.
    fn default() -> Self {
        Self {
            visible: Visible::All,
            state: None,
            author: None,
            task: None,
            kinds: Vec::new(),
            from: None,
            to: None,
            unit: None,
            attended: None,
            item: String::new(),
            words: String::new(),
            ascending: false,
            after: None,
            limit: 0,
        }
    }
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
        record.row.details = self
            .all(
                "select field, label, value from record_detail where record_id = $1 order by position",
                args![id],
                |row| {
                    Ok(Detail { key: row.get("field")?, label: row.get("label")?, value: row.get("value")? })
                },
            )
            .await?;
        record.row.people = self
            .all(
                "select person_id, minutes from record_person where record_id = $1 order by person_id",
                args![id],
                |row| Ok(Attended { person: row.get("person_id")?, minutes: row.opt("minutes")? }),
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

    /// When a record was handed in last; none while it never was.
    pub async fn filed_at(&mut self, id: RecordId) -> Result<Option<Instant>> {
        self.one("select filed from record where id = $1", args![id], |row| row.opt("filed")).await
    }

    /// Who took part, by name, with the time of service in minutes.
    pub async fn people_of_record(&mut self, id: RecordId) -> Result<Vec<(String, Option<i64>)>> {
        self.all(
            "select p.name, x.minutes from record_person x join person p on p.id = x.person_id \
             where x.record_id = $1 order by p.initials, p.name, p.id",
            args![id],
            |row| Ok((row.get("name")?, row.opt("minutes")?)),
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

    /// How many records wait for a review in the bureau, or in a unit and all below it.
    pub async fn review_count(&mut self, bureau: BureauId, unit: Option<UnitId>) -> Result<i64> {
        let query = reviews(bureau, unit).query();
        self.number(&query.sql, query.args).await
    }

    /// What waits for a review, longest waiting first. `reviewer` narrows it to the named reviewer's,
    /// `unit` to what a unit and all below it have filed.
    pub async fn review_queue(
        &mut self,
        bureau: BureauId,
        reviewer: Option<PersonId>,
        unit: Option<UnitId>,
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
        below(&mut query, unit);
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
        let keys = self.ways_to_records(&filter.visible).await?.keys(&part, order, filter.limit);
        let sql = format!(
            "select {COLUMNS}, {ROW_OF} ({}) k join record r on r.id = k.id {ROW_JOINS}{}",
            keys.sql,
            order.of_rows()
        );
        let query = Part::new(&sql, keys.args).query();
        self.all(&query.sql, query.args, row).await
    }

    /// How many records the filter lets through, up to [`crate::COUNTED`].
    pub async fn record_count(&mut self, bureau: BureauId, filter: &RecordFilter) -> Result<i64> {
        Ok(self.record_place(bureau, &RecordFilter { after: None, ..filter.clone() }).await?.total)
    }

    /// Where a page stands in its list; the key of the filter is that of its first row, where a page
    /// stands before.
    pub async fn record_place(&mut self, bureau: BureauId, filter: &RecordFilter) -> Result<Place> {
        let (ways, part) = (self.ways_to_records(&filter.visible).await?, sifted(bureau, filter));
        let count = |part: &Part| ways.count(part, by_day(!filter.ascending), crate::COUNTED);
        let before = filter.after.map(|(day, id)| {
            let mut part = part.clone();
            part.add(&by_day(filter.ascending).after((&day).into_arg(), (&id).into_arg()));
            count(&part)
        });
        self.place(count(&part), before).await
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

    /// The latest record that an author handed in for a task: what a series goes on from.
    pub async fn last_for_task(&mut self, author: PersonId, task: TaskId) -> Result<Option<RecordId>> {
        self.maybe(
            "select r.id from assignment a join record_assignment x on x.assignment_id = a.id join record r on r.id = x.record_id \
             where a.task_id = $1 and r.author_id = $2 and r.state in ('filed', 'accepted') order by r.day desc, r.id desc limit 1",
            args![task, author],
            |row| row.get("id"),
        )
        .await
    }

    /// The latest record of an author that answers more than one duty, among the last two hundred:
    /// 报过的，不用再报.
    pub async fn most_used_record(
        &mut self,
        bureau: BureauId,
        author: PersonId,
    ) -> Result<Option<(RecordId, String, Day, i64)>> {
        self.maybe(
            "select r.id, r.title, r.day, r.n from ( \
                 select r.id, r.title, r.day, (select count(*) from record_assignment x where x.record_id = r.id) as n \
                 from record r where r.author_id = $1 and r.bureau_id = $2 and r.state in ('filed', 'accepted') \
                 order by r.day desc, r.id desc limit 200) r \
             where r.n > 1 order by r.day desc, r.id desc limit 1",
            args![author, bureau],
            |row| Ok((row.get("id")?, row.get("title")?, row.get("day")?, row.get("n")?)),
        )
        .await
    }
}

/// Narrows records, which stand as `r`, to those of a unit and all below it.
/// The count of records that wait for a review in the bureau, or in a unit and all below it.
pub(crate) fn reviews(bureau: BureauId, unit: Option<UnitId>) -> Part {
    let mut part = Part::new(
        "select count(*) as n from record r where r.bureau_id = ? and r.state = 'filed'",
        args![bureau],
    );
    if let Some(unit) = unit {
        part.push(BELOW, args![unit]);
    }
    part
}

const BELOW: &str = " and r.unit_id in (select w.descendant_id from unit_closure w where w.ancestor_id = ?)";

fn below(query: &mut Query, unit: Option<UnitId>) {
    if let Some(unit) = unit {
        query.push(BELOW, args![unit]);
    }
}

/// Records of the bureau that the filter lets through.
pub(crate) fn sifted(bureau: BureauId, filter: &RecordFilter) -> Part {
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
    if !filter.kinds.is_empty() {
        part.add(&Part::new(" and ", args![]));
        part.add(&crate::work::listed("r.kind", &filter.kinds));
    }
    if let Some(from) = filter.from {
        part.push(" and r.day >= ?", args![from]);
    }
    if let Some(to) = filter.to {
        part.push(" and r.day <= ?", args![to]);
    }
    if let Some(unit) = filter.unit {
        part.push(
            " and r.unit_id in (select w.descendant_id from unit_closure w where w.ancestor_id = ?)",
            args![unit],
        );
    }
    if let Some(person) = filter.attended {
        part.push(
            " and r.id in (select z.record_id from record_person z where z.person_id = ?)",
            args![person],
        );
    }
    if !filter.item.is_empty() {
        part.push(
            " and r.id in (select v.record_id from record_figure v where v.item = ? and v.amount is not null)",
            args![filter.item],
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
