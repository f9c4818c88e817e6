//! Papers: the row, the versions of its text, the steps, comments and sources.

mod delivery;
mod filing;
mod list;
mod number;
mod source;

pub use delivery::{DeliveryRow, NewDelivery};
pub use filing::{FilingRow, FilingYear, NewFiling, PackFiling};
pub(crate) use list::given;
pub use list::{PaperFilter, PaperRow};
pub use number::{NumberRow, TakenNumber, VoidNumber};
pub use source::SourceRow;

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, SearchDoc, Stamp};
use domain::change::Versioned;
use domain::day::Instant;
use domain::id::{BureauId, CommentId, PaperId, PersonId, RecordId};
use domain::paper::{Comment, Number, Paper, PaperState, Signature, Step, Text};

pub(crate) const COLUMNS: &str = "p.id, p.bureau_id, p.template, p.title, p.state, p.author_id, p.unit_id, p.plan_id, \
     p.text_number, p.digest, p.signed_digest, p.signer_id, p.signed_on, p.code, p.year, p.ordinal, p.issued_on, \
     p.void_reason, p.version";

pub(crate) fn from(row: &Row) -> Result<Versioned<Paper>> {
    let signature = match (row.opt("signer_id")?, row.opt("signed_on")?, row.opt("signed_digest")?) {
        (Some(by), Some(on), Some(digest)) => Some(Signature { by, on, digest }),
        _ => None,
    };
    let number = match (row.opt("code")?, row.opt::<i64>("year")?, row.opt("ordinal")?) {
        (Some(code), Some(year), Some(serial)) => {
            Some(Number { code, year: i16::try_from(year).unwrap_or(i16::MAX), serial })
        }
        _ => None,
    };
    Ok(Versioned {
        version: row.get("version")?,
        row: Paper {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            template: row.get("template")?,
            title: row.get("title")?,
            state: row.get("state")?,
            author: row.get("author_id")?,
            unit: row.get("unit_id")?,
            plan: row.opt("plan_id")?,
            text: row.get("text_number")?,
            digest: row.get("digest")?,
            signature,
            number,
            issued_on: row.opt("issued_on")?,
            void_reason: row.get("void_reason")?,
        },
    })
}

/// A paper that did not exist before, with what its figures were made from.
#[derive(Debug, Clone)]
pub struct NewPaper {
    pub paper: Paper,
    pub text: Text,
    pub sources: Vec<RecordId>,
}

impl Apply for NewPaper {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.paper;
        conn.run(
            "insert into paper (id, bureau_id, template, title, state, author_id, unit_id, plan_id, text_number, digest, \
             void_reason, created, updated, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 1)",
            args![
                it.id, it.bureau, it.template, it.title, it.state, it.author, it.unit, it.plan, it.text,
                it.digest, it.void_reason, stamp.at
            ],
        )
        .await?;
        NewText(self.text.clone()).write(conn, stamp).await?;
        for record in &self.sources {
            conn.run("insert into paper_source (paper_id, record_id) values ($1, $2)", args![it.id, *record])
                .await?;
        }
        index(conn, it, stamp).await
    }
}

impl Apply for Versioned<Paper> {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        let (by, on, digest) = match &it.signature {
            Some(signature) => (Some(signature.by), Some(signature.on), Some(signature.digest.clone())),
            None => (None, None, None),
        };
        let (code, year, serial) = match &it.number {
            Some(number) => (Some(number.code.clone()), Some(i64::from(number.year)), Some(number.serial)),
            None => (None, None, None),
        };
        conn.run_one(
            "update paper set title = $3, state = $4, text_number = $5, digest = $6, signed_digest = $7, signer_id = $8, \
             signed_on = $9, code = $10, year = $11, ordinal = $12, issued_on = $13, void_reason = $14, updated = $15, \
             version = version + 1 where id = $1 and version = $2",
            args![
                it.id, self.version, it.title, it.state, it.text, it.digest, digest, by, on, code, year, serial,
                it.issued_on, it.void_reason, stamp.at
            ],
        )
        .await?;
        index(conn, it, stamp).await
    }
}

/// What was voided is not found any more.
async fn index(conn: &mut Conn, it: &Paper, stamp: &Stamp<'_>) -> Result<()> {
    if it.state == PaperState::Void {
        return conn.unindex("paper", it.id.0).await;
    }
    let doc = SearchDoc {
        id: stamp.ids.next(),
        bureau: it.bureau,
        noun: "paper",
        object: it.id.0,
        title: it.title.clone(),
        body: it.number.as_ref().map_or_else(String::new, ToString::to_string),
        unit: Some(it.unit),
        person: Some(it.author),
        day: it.issued_on,
    };
    conn.index(&doc, stamp.at).await
}

/// A version that did not exist before.
#[derive(Debug, Clone)]
pub struct NewText(pub Text);

impl Apply for NewText {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into paper_text (paper_id, number, bureau_id, text, digest, author_id, at) \
             values ($1, $2, $3, $4, $5, $6, $7)",
            args![it.paper, it.number, it.bureau, it.text, it.digest, it.author, stamp.at],
        )
        .await?;
        Ok(())
    }
}

/// A line of the 审批记录.
#[derive(Debug, Clone)]
pub struct NewStep {
    pub paper: PaperId,
    /// Version of the row that the step was decided on.
    pub version: i64,
    pub bureau: BureauId,
    pub person: PersonId,
    pub step: Step,
    pub state: PaperState,
    pub note: String,
    pub digest: String,
}

impl Apply for NewStep {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        conn.run(
            "insert into paper_step (paper_id, version, bureau_id, at, person_id, step, state, note, digest) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![
                self.paper,
                self.version,
                self.bureau,
                stamp.at,
                self.person,
                self.step,
                self.state,
                self.note,
                self.digest
            ],
        )
        .await?;
        Ok(())
    }
}

/// A comment that did not exist before.
#[derive(Debug, Clone)]
pub struct NewComment(pub Comment);

impl Apply for NewComment {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        let id: CommentId = stamp.ids.make();
        conn.run(
            "insert into paper_comment (id, paper_id, bureau_id, at, author_id, text_number, text) \
             values ($1, $2, $3, $4, $5, $6, $7)",
            args![id, it.paper, it.bureau, stamp.at, it.author, it.number, it.text],
        )
        .await?;
        Ok(())
    }
}

/// A version without its text, as the history shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextRow {
    pub number: i64,
    pub digest: String,
    pub author: String,
    pub at: Instant,
}

/// A step as the page and the archive tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    pub at: Instant,
    pub person: String,
    pub step: Step,
    pub state: PaperState,
    pub note: String,
    pub digest: String,
}

/// A comment with its author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentRow {
    pub at: Instant,
    pub author: String,
    pub number: i64,
    pub text: String,
}

/// Most lines of a history; a paper has a dozen.
const MOST: i64 = 500;

impl Conn {
    pub async fn paper(&mut self, id: PaperId) -> Result<Versioned<Paper>> {
        self.one(&format!("select {COLUMNS} from paper p where p.id = $1"), args![id], from).await
    }

    /// One version of the text.
    pub async fn paper_text(&mut self, id: PaperId, number: i64) -> Result<Text> {
        self.one(
            "select paper_id, bureau_id, number, text, digest, author_id from paper_text where paper_id = $1 and number = $2",
            args![id, number],
            |row| {
                Ok(Text {
                    paper: row.get("paper_id")?,
                    bureau: row.get("bureau_id")?,
                    number: row.get("number")?,
                    text: row.get("text")?,
                    digest: row.get("digest")?,
                    author: row.get("author_id")?,
                })
            },
        )
        .await
    }

    /// The versions of a text, newest first.
    pub async fn paper_texts(&mut self, id: PaperId) -> Result<Vec<TextRow>> {
        self.all(
            "select t.number, t.digest, t.at, p.name from paper_text t join person p on p.id = t.author_id \
             where t.paper_id = $1 order by t.number desc limit $2",
            args![id, MOST],
            |row| {
                Ok(TextRow {
                    number: row.get("number")?,
                    digest: row.get("digest")?,
                    author: row.get("name")?,
                    at: row.get("at")?,
                })
            },
        )
        .await
    }

    /// Everyone who wrote a version.
    pub async fn paper_drafters(&mut self, id: PaperId) -> Result<Vec<PersonId>> {
        self.all(
            "select distinct author_id from paper_text where paper_id = $1 order by author_id",
            args![id],
            |row| row.get("author_id"),
        )
        .await
    }

    /// The steps, oldest first.
    pub async fn paper_steps(&mut self, id: PaperId) -> Result<Vec<StepRow>> {
        self.all(
            "select s.at, s.step, s.state, s.note, s.digest, p.name from paper_step s join person p on p.id = s.person_id \
             where s.paper_id = $1 order by s.version limit $2",
            args![id, MOST],
            |row| {
                Ok(StepRow {
                    at: row.get("at")?,
                    person: row.get("name")?,
                    step: row.get("step")?,
                    state: row.get("state")?,
                    note: row.get("note")?,
                    digest: row.get("digest")?,
                })
            },
        )
        .await
    }

    /// The comments, newest first.
    pub async fn paper_comments(&mut self, id: PaperId) -> Result<Vec<CommentRow>> {
        self.all(
            "select c.at, c.text_number, c.text, p.name from paper_comment c join person p on p.id = c.author_id \
             where c.paper_id = $1 order by c.at desc, c.id desc limit $2",
            args![id, MOST],
            |row| {
                Ok(CommentRow {
                    at: row.get("at")?,
                    author: row.get("name")?,
                    number: row.get("text_number")?,
                    text: row.get("text")?,
                })
            },
        )
        .await
    }

    /// Records that the figures of a paper were made from, with their titles.
    pub async fn paper_sources(&mut self, id: PaperId) -> Result<Vec<(RecordId, String)>> {
        self.all(
            "select r.id, r.title from paper_source s join record r on r.id = s.record_id where s.paper_id = $1 \
             order by r.day, r.id limit $2",
            args![id, MOST],
            |row| Ok((row.get("id")?, row.get("title")?)),
        )
        .await
    }
}
