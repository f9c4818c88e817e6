//! Versions of standards: the whole text as JSON, each node as a row that others refer to.

use crate::clause::{Query, marks};
use crate::column::{Arg, args};
use crate::db::Row;
use crate::way::Part;
use crate::{Apply, Conn, Place, Result, Stamp, StoreError};
use domain::change::Versioned;
use domain::day::Instant;
use domain::id::{BureauId, CriterionId, FamilyId, LineageId, StandardId};
use domain::standard::file::File;
use domain::standard::{Discarded, Level, StandardHead, StandardRow, StandardState};

const COLUMNS: &str =
    "id, bureau_id, family_id, number, state, body, follows_id, author_id, created, published_on, version";
const HEAD: &str = "s.id, s.family_id, s.number, s.state, s.name, s.issuer, s.level, s.region, s.edition, s.source, \
     s.partial, s.follows_id, s.created, s.published_on, \
     (select count(*) from criterion c where c.standard_id = s.id and c.leaf = ?) as criteria from standard s";
/// Nodes of one insert: 7 values each, and SQLite takes 32 766 values.
const BATCH: usize = 1_000;

type Keys = Vec<(CriterionId, LineageId)>;

fn from(row: &Row, keys: &Keys) -> Result<Versioned<StandardRow>> {
    let corrupt = || StoreError::Corrupt { column: "body".into() };
    let file: File = serde_json::from_str(&row.get::<String>("body")?).map_err(|_| corrupt())?;
    Ok(Versioned {
        version: row.get("version")?,
        row: StandardRow {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            family: row.get("family_id")?,
            number: row.get("number")?,
            state: row.get("state")?,
            standard: file.with(keys).map_err(|_| corrupt())?,
            follows: row.opt("follows_id")?,
            author: row.opt("author_id")?,
            created: row.get("created")?,
            published_on: row.opt("published_on")?,
        },
    })
}

fn head(row: &Row) -> Result<StandardHead> {
    Ok(StandardHead {
        id: row.get("id")?,
        family: row.get("family_id")?,
        number: row.get("number")?,
        state: row.get("state")?,
        name: row.get("name")?,
        issuer: row.get("issuer")?,
        level: row.get("level")?,
        region: row.get("region")?,
        edition: row.get("edition")?,
        source: row.get("source")?,
        partial: row.get("partial")?,
        follows: row.opt("follows_id")?,
        created: row.get("created")?,
        published_on: row.opt("published_on")?,
        criteria: row.get("criteria")?,
    })
}

fn heads() -> Query {
    Query::new(&format!("select {HEAD}"), args![true])
}

/// Which versions a list shows.
#[derive(Debug, Clone, Default)]
pub struct StandardFilter {
    pub state: Option<StandardState>,
    pub level: Option<Level>,
    /// In its name or that of its issuer.
    pub words: String,
    pub ascending: bool,
    pub after: Option<(Instant, StandardId)>,
    pub limit: i64,
}

impl StandardFilter {
    /// The conditions, but for the page key.
    fn sifted(&self, bureau: BureauId) -> Part {
        let mut part = Part::new(" where s.bureau_id = ?", args![bureau]);
        if let Some(state) = self.state {
            part.push(" and s.state = ?", args![state]);
        }
        if let Some(level) = self.level {
            part.push(" and s.level = ?", args![level]);
        }
        if !self.words.trim().is_empty() {
            let like = crate::work::like(&self.words);
            part.push(" and (s.name like ? or s.issuer like ?)", args![like.clone(), like]);
        }
        part
    }

    /// What stands on one side of the page key.
    fn beside(&self, sign: &str) -> Option<Part> {
        let (at, id) = self.after?;
        Some(Part::new(&format!(" and (s.created, s.id) {sign} (?, ?)"), args![at, id]))
    }
}

fn body(it: &StandardRow) -> Result<String> {
    serde_json::to_string(&File::from(&it.standard))
        .map_err(|_| StoreError::Corrupt { column: "body".into() })
}

/// A version that did not exist before.
#[derive(Debug, Clone)]
pub struct NewStandard(pub StandardRow);

impl Apply for NewStandard {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        let s = &it.standard;
        conn.run(
            "insert into standard (id, bureau_id, family_id, number, state, name, issuer, level, region, edition, source, \
             partial, body, follows_id, author_id, created, published_on, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1)",
            args![
                it.id, it.bureau, it.family, it.number, it.state, s.name, s.issuer, s.level, s.region, s.edition,
                s.source, s.is_partial(), body(it)?, it.follows, it.author, it.created, it.published_on
            ],
        )
        .await?;
        write_nodes(conn, it).await
    }
}

impl Apply for Versioned<StandardRow> {
    /// Of what is no draft only the state changes: its nodes are referred to.
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        let s = &it.standard;
        conn.run_one(
            "update standard set state = $3, name = $4, issuer = $5, level = $6, region = $7, edition = $8, source = $9, \
             partial = $10, body = $11, published_on = $12, version = version + 1 where id = $1 and version = $2",
            args![
                it.id, self.version, it.state, s.name, s.issuer, s.level, s.region, s.edition, s.source,
                s.is_partial(), body(it)?, it.published_on
            ],
        )
        .await?;
        if it.state != StandardState::Draft {
            return Ok(());
        }
        conn.run("delete from criterion where standard_id = $1", args![it.id]).await?;
        write_nodes(conn, it).await
    }
}

impl Apply for Discarded {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run("delete from criterion where standard_id = $1", args![self.id]).await?;
        conn.run_one(
            "delete from standard where id = $1 and version = $2 and state = 'draft'",
            args![self.id, self.version],
        )
        .await
    }
}

async fn write_nodes(conn: &mut Conn, it: &StandardRow) -> Result<()> {
    let tree = &it.standard.tree;
    let nodes: Vec<_> = tree.nodes().iter().enumerate().collect();
    for batch in nodes.chunks(BATCH) {
        let mut values: Vec<Arg> = Vec::with_capacity(batch.len() * 7);
        for (index, node) in batch {
            values.extend(args![
                node.id,
                it.id,
                node.lineage,
                *index as i64,
                node.code,
                node.title,
                tree.is_criterion(*index)
            ]);
        }
        let rows = vec![format!("({})", marks(7)); batch.len()].join(", ");
        let insert = format!(
            "insert into criterion (id, standard_id, lineage_id, position, code, title, leaf) values {rows}"
        );
        let query = Query::new(&insert, values);
        conn.run(&query.sql, query.args).await?;
    }
    Ok(())
}

/// A criterion with the standard it stands in, for whoever links something to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionHead {
    pub id: CriterionId,
    pub standard: StandardId,
    pub standard_name: String,
    pub code: String,
    pub title: String,
}

impl Conn {
    /// A version with its whole tree.
    pub async fn standard(&mut self, id: StandardId) -> Result<Versioned<StandardRow>> {
        let keys: Keys = self
            .all(
                "select id, lineage_id from criterion where standard_id = $1 order by position",
                args![id],
                |row| Ok((row.get("id")?, row.get("lineage_id")?)),
            )
            .await?;
        self.one(&format!("select {COLUMNS} from standard where id = $1"), args![id], |row| from(row, &keys))
            .await
    }

    /// All versions of a bureau, the newest standard first, its newest version first.
    pub async fn standards(&mut self, bureau: BureauId) -> Result<Vec<StandardHead>> {
        let order = " where s.bureau_id = ? order by s.family_id desc, s.number desc limit 500";
        let query = heads().and(order, args![bureau]);
        self.all(&query.sql, query.args, head).await
    }

    /// A version as lists show it.
    pub async fn standard_head(&mut self, id: StandardId) -> Result<StandardHead> {
        let query = heads().and(" where s.id = ?", args![id]);
        self.one(&query.sql, query.args, head).await
    }

    /// The versions of one standard, newest first.
    pub async fn standards_of(&mut self, family: FamilyId) -> Result<Vec<StandardHead>> {
        let order = " where s.family_id = ? order by s.number desc limit 500";
        let query = heads().and(order, args![family]);
        self.all(&query.sql, query.args, head).await
    }

    /// A page of versions, by the instant at which they were made.
    pub async fn standard_rows(
        &mut self,
        bureau: BureauId,
        filter: &StandardFilter,
    ) -> Result<Vec<StandardHead>> {
        let (sign, way) = if filter.ascending { (">", "asc") } else { ("<", "desc") };
        let (sifted, beside) = (filter.sifted(bureau), filter.beside(sign).unwrap_or_default());
        let mut query = heads().and(&sifted.sql, sifted.args).and(&beside.sql, beside.args);
        query.push(&format!(" order by s.created {way}, s.id {way} limit ?"), args![filter.limit]);
        self.all(&query.sql, query.args, head).await
    }

    /// Where a page stands in its list; the key of the filter is that of its first row, where a page
    /// stands before.
    pub async fn standard_place(&mut self, bureau: BureauId, filter: &StandardFilter) -> Result<Place> {
        let before = filter.beside(if filter.ascending { "<" } else { ">" });
        self.place_among("standard s", &filter.sifted(bureau), before.as_ref()).await
    }

    /// Criteria of all published standards of a bureau: what a record can stand behind.
    pub async fn open_criteria(&mut self, bureau: BureauId) -> Result<Vec<CriterionHead>> {
        self.all(
            "select c.id, c.standard_id, c.code, c.title, s.name from criterion c join standard s on s.id = c.standard_id \
             where s.bureau_id = $1 and s.state = 'published' and c.leaf = $2 order by s.family_id, s.number, c.position \
             limit 20000",
            args![bureau, true],
            |row| {
                Ok(CriterionHead {
                    id: row.get("id")?,
                    standard: row.get("standard_id")?,
                    standard_name: row.get("name")?,
                    code: row.get("code")?,
                    title: row.get("title")?,
                })
            },
        )
        .await
    }

    /// The standard that a criterion stands in.
    pub async fn standard_of_criterion(&mut self, id: CriterionId) -> Result<StandardId> {
        self.one("select standard_id from criterion where id = $1", args![id], |row| row.get("standard_id"))
            .await
    }
}
