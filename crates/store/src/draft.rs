//! Drafts under review: the reader's output and the tree, both as JSON, with a version; and the
//! figures and honours that a retrospective yields.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp, StoreError};
use domain::change::Versioned;
use domain::day::Instant;
use domain::draft::{Draft, DraftRow, DraftState};
use domain::figure::Figure;
use domain::honour::Honour;
use domain::id::{BureauId, DraftId, PersonId};

const COLUMNS: &str = "id, bureau_id, file_id, name, class, state, reading, tree, author_id, created, updated, plan_id, revises_id, version";

fn from(row: &Row) -> Result<Versioned<DraftRow>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: DraftRow {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            file: row.opt("file_id")?,
            name: row.get("name")?,
            class: row.get("class")?,
            state: row.get("state")?,
            reading: row.get("reading")?,
            tree: parse(&row.get::<String>("tree")?)?,
            author: row.get("author_id")?,
            created: row.get("created")?,
            updated: row.get("updated")?,
            plan: row.opt("plan_id")?,
            revises: row.opt("revises_id")?,
        },
    })
}

fn parse(tree: &str) -> Result<Draft> {
    serde_json::from_str(tree).map_err(|_| StoreError::Corrupt { column: "tree".into() })
}

fn print(tree: &Draft) -> Result<String> {
    serde_json::to_string(tree).map_err(|_| StoreError::Corrupt { column: "tree".into() })
}

/// A draft as lists show it, without its reading.
#[derive(Debug, Clone)]
pub struct DraftLine {
    pub id: DraftId,
    pub name: String,
    pub class: String,
    pub state: DraftState,
    pub author: PersonId,
    pub updated: Instant,
    pub tree: Draft,
    pub plan: Option<domain::id::PlanId>,
}

/// A paper that was just read.
#[derive(Debug, Clone)]
pub struct NewDraft(pub DraftRow);

impl Apply for NewDraft {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into draft (id, bureau_id, file_id, name, class, state, reading, tree, author_id, created, updated, \
             plan_id, revises_id, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)",
            args![
                it.id,
                it.bureau,
                it.file,
                it.name,
                it.class,
                it.state,
                it.reading,
                print(&it.tree)?,
                it.author,
                it.created,
                it.updated,
                it.plan,
                it.revises
            ],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<DraftRow> {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update draft set file_id = $3, name = $4, class = $5, state = $6, reading = $7, tree = $8, updated = $9, \
             plan_id = $10, revises_id = $11, version = version + 1 where id = $1 and version = $2",
            args![
                it.id,
                self.version,
                it.file,
                it.name,
                it.class,
                it.state,
                it.reading,
                print(&it.tree)?,
                stamp.at,
                it.plan,
                it.revises
            ],
        )
        .await
    }
}

/// A draft leaves the trash for good.
#[derive(Debug, Clone, Copy)]
pub struct PurgeDraft(pub DraftId);

impl Apply for PurgeDraft {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one("delete from draft where id = $1 and state = $2", args![self.0, DraftState::Discarded])
            .await
    }
}

/// A figure with its origin.
#[derive(Debug, Clone)]
pub struct NewFigure(pub Figure);

impl Apply for NewFigure {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        let (from, to) = it.span.unzip();
        conn.run(
            "insert into figure (id, bureau_id, origin, draft_id, record_id, item, value, uom, approx, raw, span_from, span_to) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            args![it.id, it.bureau, it.origin, it.draft, it.record, it.item, it.value, it.uom, it.approx, it.raw, from, to],
        )
        .await?;
        Ok(())
    }
}

/// An honour with its origin.
#[derive(Debug, Clone)]
pub struct NewHonour(pub Honour);

impl Apply for NewHonour {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        let (from, to) = it.span.unzip();
        conn.run(
            "insert into honour (id, bureau_id, origin, draft_id, text, status, holder, span_from, span_to) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![it.id, it.bureau, it.origin, it.draft, it.text, it.status, it.holder, from, to],
        )
        .await?;
        Ok(())
    }
}

impl Conn {
    /// Drafts that have been in the trash since before an instant.
    pub async fn drafts_discarded(&mut self, before: Instant) -> Result<Vec<(BureauId, DraftId)>> {
        self.all(
            "select bureau_id, id from draft where state = $1 and updated < $2 order by bureau_id, id",
            args![DraftState::Discarded, before],
            |row| Ok((row.get("bureau_id")?, row.get("id")?)),
        )
        .await
    }

    pub async fn draft(&mut self, id: DraftId) -> Result<Versioned<DraftRow>> {
        self.one(&format!("select {COLUMNS} from draft where id = $1"), args![id], from).await
    }

    /// A page of drafts in one state, the latest touched first; `before` is the page key.
    pub async fn drafts(
        &mut self,
        bureau: BureauId,
        state: DraftState,
        before: Option<(Instant, DraftId)>,
        limit: i64,
    ) -> Result<Vec<DraftLine>> {
        let (at, id) = before.unzip();
        self.all(
            "select id, name, class, state, author_id, updated, tree, plan_id from draft where bureau_id = $1 and state = $2 \
             and ($3 is null or updated < $3 or (updated = $3 and id < $4)) order by updated desc, id desc limit $5",
            args![bureau, state, at, id, limit],
            |row| {
                Ok(DraftLine {
                    id: row.get("id")?,
                    name: row.get("name")?,
                    class: row.get("class")?,
                    state: row.get("state")?,
                    author: row.get("author_id")?,
                    updated: row.get("updated")?,
                    tree: parse(&row.get::<String>("tree")?)?,
                    plan: row.opt("plan_id")?,
                })
            },
        )
        .await
    }

    /// Figures that a draft yielded.
    pub async fn figures_of_draft(&mut self, draft: DraftId) -> Result<Vec<Figure>> {
        self.all(
            "select id, bureau_id, origin, draft_id, record_id, item, value, uom, approx, raw, span_from, span_to \
             from figure where draft_id = $1 order by span_from, id",
            args![draft],
            |row| {
                Ok(Figure {
                    id: row.get("id")?,
                    bureau: row.get("bureau_id")?,
                    origin: row.get("origin")?,
                    draft: row.opt("draft_id")?,
                    record: row.opt("record_id")?,
                    item: row.get("item")?,
                    value: row.get("value")?,
                    uom: row.get("uom")?,
                    approx: row.get("approx")?,
                    raw: row.get("raw")?,
                    span: row.opt("span_from")?.zip(row.opt("span_to")?),
                })
            },
        )
        .await
    }

    /// Honours that a draft yielded.
    pub async fn honours_of_draft(&mut self, draft: DraftId) -> Result<Vec<Honour>> {
        self.all(
            "select id, bureau_id, origin, draft_id, text, status, holder, span_from, span_to from honour \
             where draft_id = $1 order by span_from, id",
            args![draft],
            |row| {
                Ok(Honour {
                    id: row.get("id")?,
                    bureau: row.get("bureau_id")?,
                    origin: row.get("origin")?,
                    draft: row.opt("draft_id")?,
                    text: row.get("text")?,
                    status: row.get("status")?,
                    holder: row.get("holder")?,
                    span: row.opt("span_from")?.zip(row.opt("span_to")?),
                })
            },
        )
        .await
    }

    /// The organisation of a day as drafts match it: units in official order, persons with their place.
    pub async fn org(&mut self, bureau: BureauId, day: domain::day::Day) -> Result<domain::draft::Org> {
        let units = self.units(bureau, day).await?;
        let mut duties: std::collections::BTreeMap<_, _> =
            self.duties_of_units(bureau).await?.into_iter().collect();
        let units = units
            .into_iter()
            .map(|unit| domain::draft::OrgUnit {
                id: unit.row.id,
                kind: unit.row.kind,
                duties: duties.remove(&unit.row.id).unwrap_or_default(),
                name: unit.row.name,
            })
            .collect();
        let persons = self
            .all(
                "select p.id, p.name, m.title, m.unit_id, m.heads, m.liaison from person p \
                 join membership m on m.person_id = p.id \
                 where p.bureau_id = $1 and (p.left_on is null or p.left_on > $2) \
                 and m.valid_from <= $2 and (m.valid_to is null or m.valid_to >= $2) order by p.name, p.id, m.valid_from",
                args![bureau, day],
                |row| {
                    Ok(domain::draft::OrgPerson {
                        id: row.get("id")?,
                        name: row.get("name")?,
                        title: row.get("title")?,
                        unit: row.get("unit_id")?,
                        heads: row.get("heads")?,
                        liaison: row.get("liaison")?,
                    })
                },
            )
            .await?;
        Ok(domain::draft::Org { units, persons })
    }
}
