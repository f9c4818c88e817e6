//! Crosswalks between standards: pairs of criteria, and what was carried over by them.

use crate::clause::Query;
use crate::column::args;
use crate::criterion::link;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp, StoreError};
use domain::change::Versioned;
use domain::crosswalk::{Carried, Crosswalk, CrosswalkUse, Linked, Pair, PairState, Taken};
use domain::day::{Day, Instant};
use domain::id::{BureauId, CriterionId, CrosswalkId, CrosswalkUseId, RecordId, StandardId, UnitId};
use domain::standard::{CriterionLink, LinkState};

fn corrupt(column: &str) -> StoreError {
    StoreError::Corrupt { column: column.to_owned() }
}

fn from(row: &Row) -> Result<Crosswalk> {
    Ok(Crosswalk {
        id: row.get("id")?,
        bureau: row.get("bureau_id")?,
        from: row.get("from_id")?,
        to: row.get("to_id")?,
        author: row.get("author_id")?,
        created: row.get("created")?,
    })
}

fn pair(row: &Row) -> Result<Pair> {
    Ok(Pair {
        crosswalk: row.get("crosswalk_id")?,
        bureau: row.get("bureau_id")?,
        from: row.get("from_id")?,
        to: row.get("to_id")?,
        extent: row.get("extent")?,
        state: row.get("state")?,
        reason: row.get("reason")?,
        author: row.opt("author_id")?,
    })
}

/// A crosswalk with the pairs that were proposed.
#[derive(Debug, Clone)]
pub struct NewCrosswalk(pub Crosswalk, pub Vec<Pair>);

impl Apply for NewCrosswalk {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into crosswalk (id, bureau_id, from_id, to_id, author_id, created, version) \
             values ($1, $2, $3, $4, $5, $6, 1)",
            args![it.id, it.bureau, it.from, it.to, it.author, it.created],
        )
        .await?;
        for pair in &self.1 {
            PutPair(pair.clone()).write(conn, stamp).await?;
        }
        Ok(())
    }
}

/// A pair as it stands now, whether it was there before or not.
#[derive(Debug, Clone)]
pub struct PutPair(pub Pair);

impl Apply for PutPair {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        let held = conn
            .run(
                "update crosswalk_pair set extent = $4, state = $5, reason = $6, author_id = $7, changed = $8 \
                 where crosswalk_id = $1 and from_id = $2 and to_id = $3",
                args![it.crosswalk, it.from, it.to, it.extent, it.state, it.reason, it.author, stamp.at],
            )
            .await?;
        if held == 0 {
            conn.run(
                "insert into crosswalk_pair (crosswalk_id, from_id, to_id, bureau_id, extent, state, reason, author_id, \
                 changed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                args![
                    it.crosswalk, it.from, it.to, it.bureau, it.extent, it.state, it.reason, it.author, stamp.at
                ],
            )
            .await?;
        }
        Ok(())
    }
}

const USE: &str = "id, bureau_id, crosswalk_id, from_id, to_id, claims, links, author_id, created, undone, version \
                   from crosswalk_use";

fn used(row: &Row) -> Result<Versioned<CrosswalkUse>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: CrosswalkUse {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            crosswalk: row.get("crosswalk_id")?,
            from: row.get("from_id")?,
            to: row.get("to_id")?,
            claims: serde_json::from_str(&row.get::<String>("claims")?).map_err(|_| corrupt("claims"))?,
            links: serde_json::from_str(&row.get::<String>("links")?).map_err(|_| corrupt("links"))?,
            author: row.get("author_id")?,
            created: row.get("created")?,
            undone: row.opt("undone")?,
        },
    })
}

impl Apply for Carried {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.taken;
        // Holds the row until the commit: of two who carry at once the second is told.
        conn.run_one(
            "update assessment set created = created where id = $1 and state = 'open'",
            args![it.to],
        )
        .await?;
        for link in &self.links {
            let decided = "select 1 as one from criterion_link where criterion_id = $1 and record_id = $2 and state <> $3";
            let found = args![link.criterion, link.record, LinkState::Proposed];
            if conn.maybe(decided, found, |_| Ok(())).await?.is_some() {
                return Err(StoreError::Stale);
            }
        }
        self.claims.write(conn, stamp).await?;
        self.links.write(conn, stamp).await?;
        conn.run(
            "insert into crosswalk_use (id, bureau_id, crosswalk_id, from_id, to_id, claims, links, author_id, created, \
             undone, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
            args![
                it.id,
                it.bureau,
                it.crosswalk,
                it.from,
                it.to,
                serde_json::to_string(&it.claims).map_err(|_| corrupt("claims"))?,
                serde_json::to_string(&it.links).map_err(|_| corrupt("links"))?,
                it.author,
                it.created,
                it.undone
            ],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Taken {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        self.claims.write(conn, stamp).await?;
        for Linked { criterion, record, reason, proposed } in &self.links {
            // What someone has said about it since stays as it is.
            match proposed {
                None => {
                    conn.run(
                        "delete from criterion_link where criterion_id = $1 and record_id = $2 and state = $3 \
                         and reason = $4",
                        args![*criterion, *record, LinkState::Confirmed, *reason],
                    )
                    .await?
                }
                Some(before) => {
                    conn.run(
                        "update criterion_link set state = $5, reason = $6, author_id = null, changed = $7 \
                         where criterion_id = $1 and record_id = $2 and state = $3 and reason = $4",
                        args![
                            *criterion,
                            *record,
                            LinkState::Confirmed,
                            *reason,
                            LinkState::Proposed,
                            *before,
                            stamp.at
                        ],
                    )
                    .await?
                }
            };
        }
        conn.run_one(
            "update crosswalk_use set undone = $3, version = version + 1 where id = $1 and version = $2",
            args![self.back.id, self.back.version, self.back.undone],
        )
        .await
    }
}

/// A crosswalk as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrosswalkLine {
    pub crosswalk: Crosswalk,
    pub from_name: String,
    pub from_number: i64,
    pub to_name: String,
    pub to_number: i64,
    pub proposed: i64,
    pub confirmed: i64,
}

/// A pair with the numbers and words of its criteria.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairLine {
    pub pair: Pair,
    pub from_code: String,
    pub from_title: String,
    pub to_code: String,
    pub to_title: String,
    /// Places in their standards: the key by which the list pages.
    pub place: (i64, i64),
}

/// A carrying over with the person who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseLine {
    pub used: Versioned<CrosswalkUse>,
    pub author: String,
}

impl Conn {
    pub async fn crosswalk(&mut self, id: CrosswalkId) -> Result<Crosswalk> {
        self.one(
            "select id, bureau_id, from_id, to_id, author_id, created from crosswalk where id = $1",
            args![id],
            from,
        )
        .await
    }

    /// The crosswalk from one version to another.
    pub async fn crosswalk_between(&mut self, a: StandardId, b: StandardId) -> Result<Option<Crosswalk>> {
        self.maybe(
            "select id, bureau_id, from_id, to_id, author_id, created from crosswalk where from_id = $1 and to_id = $2",
            args![a, b],
            from,
        )
        .await
    }

    /// A page of crosswalks, by the instant at which they were made.
    pub async fn crosswalk_rows(
        &mut self,
        bureau: BureauId,
        ascending: bool,
        after: Option<(Instant, CrosswalkId)>,
        limit: i64,
    ) -> Result<Vec<CrosswalkLine>> {
        let count = "(select count(*) from crosswalk_pair p where p.crosswalk_id = x.id and p.state = ?)";
        let select = format!(
            "select x.id, x.bureau_id, x.from_id, x.to_id, x.author_id, x.created, a.name as from_name, \
             a.number as from_number, b.name as to_name, b.number as to_number, {count} as proposed, \
             {count} as confirmed from crosswalk x join standard a on a.id = x.from_id \
             join standard b on b.id = x.to_id where x.bureau_id = ?"
        );
        let mut query = Query::new(&select, args![PairState::Proposed, PairState::Confirmed, bureau]);
        let (sign, way) = if ascending { (">", "asc") } else { ("<", "desc") };
        if let Some((at, id)) = after {
            query.push(&format!(" and (x.created, x.id) {sign} (?, ?)"), args![at, id]);
        }
        query.push(&format!(" order by x.created {way}, x.id {way} limit ?"), args![limit]);
        self.all(&query.sql, query.args, |row| {
            Ok(CrosswalkLine {
                crosswalk: from(row)?,
                from_name: row.get("from_name")?,
                from_number: row.get("from_number")?,
                to_name: row.get("to_name")?,
                to_number: row.get("to_number")?,
                proposed: row.get("proposed")?,
                confirmed: row.get("confirmed")?,
            })
        })
        .await
    }

    /// A page of pairs in the order of the two standards.
    pub async fn pair_rows(
        &mut self,
        crosswalk: CrosswalkId,
        state: Option<PairState>,
        back: bool,
        after: Option<(i64, i64)>,
        limit: i64,
    ) -> Result<Vec<PairLine>> {
        let select = "select p.crosswalk_id, p.bureau_id, p.from_id, p.to_id, p.extent, p.state, p.reason, p.author_id, \
                      a.code as from_code, a.title as from_title, a.position as from_place, b.code as to_code, \
                      b.title as to_title, b.position as to_place from crosswalk_pair p \
                      join criterion a on a.id = p.from_id join criterion b on b.id = p.to_id \
                      where p.crosswalk_id = ?";
        let mut query = Query::new(select, args![crosswalk]);
        if let Some(state) = state {
            query.push(" and p.state = ?", args![state]);
        }
        let (sign, way) = if back { ("<", "desc") } else { (">", "asc") };
        if let Some((a, b)) = after {
            query.push(&format!(" and (a.position, b.position) {sign} (?, ?)"), args![a, b]);
        }
        query.push(&format!(" order by a.position {way}, b.position {way} limit ?"), args![limit]);
        self.all(&query.sql, query.args, |row| {
            Ok(PairLine {
                pair: pair(row)?,
                from_code: row.get("from_code")?,
                from_title: row.get("from_title")?,
                to_code: row.get("to_code")?,
                to_title: row.get("to_title")?,
                place: (row.get("from_place")?, row.get("to_place")?),
            })
        })
        .await
    }

    /// How many pairs stand in each state.
    pub async fn pair_counts(&mut self, crosswalk: CrosswalkId) -> Result<Vec<(PairState, i64)>> {
        self.all(
            "select state, count(*) as n from crosswalk_pair where crosswalk_id = $1 group by state",
            args![crosswalk],
            |row| Ok((row.get("state")?, row.get("n")?)),
        )
        .await
    }

    /// A pair, if there is one between two criteria.
    pub async fn pair(
        &mut self,
        crosswalk: CrosswalkId,
        a: CriterionId,
        b: CriterionId,
    ) -> Result<Option<Pair>> {
        self.maybe(
            "select crosswalk_id, bureau_id, from_id, to_id, extent, state, reason, author_id from crosswalk_pair \
             where crosswalk_id = $1 and from_id = $2 and to_id = $3",
            args![crosswalk, a, b],
            pair,
        )
        .await
    }

    pub async fn crosswalk_use(&mut self, id: CrosswalkUseId) -> Result<Versioned<CrosswalkUse>> {
        self.one(&format!("select {USE} where id = $1"), args![id], used).await
    }

    /// What was carried over by a crosswalk, newest first.
    pub async fn crosswalk_uses(&mut self, crosswalk: CrosswalkId) -> Result<Vec<UseLine>> {
        self.all(
            "select u.id, u.bureau_id, u.crosswalk_id, u.from_id, u.to_id, u.claims, u.links, u.author_id, u.created, \
             u.undone, u.version, p.name as author from crosswalk_use u join person p on p.id = u.author_id \
             where u.crosswalk_id = $1 order by u.created desc, u.id desc limit 100",
            args![crosswalk],
            |row| Ok(UseLine { used: used(row)?, author: row.get("author")? }),
        )
        .await
    }

    /// Links of the criteria of a version, whatever their state: from one on, so many.
    pub async fn links_behind(
        &mut self,
        standard: StandardId,
        after: Option<(CriterionId, RecordId)>,
        limit: i64,
    ) -> Result<Vec<CriterionLink>> {
        let select = "select l.criterion_id, l.record_id, l.bureau_id, l.state, l.reason, l.author_id \
                      from criterion_link l join criterion c on c.id = l.criterion_id where c.standard_id = ?";
        let mut query = Query::new(select, args![standard]);
        onward(&mut query, after, limit);
        self.all(&query.sql, query.args, link).await
    }

    /// Which records of a unit and all below it, of days within a period, a person has put behind the criteria
    /// of a version: from one on, so many.
    pub async fn records_behind(
        &mut self,
        standard: StandardId,
        unit: UnitId,
        (from, to): (Day, Day),
        after: Option<(CriterionId, RecordId)>,
        limit: i64,
    ) -> Result<Vec<(CriterionId, RecordId)>> {
        let select = "select l.criterion_id, l.record_id from criterion_link l \
                      join criterion c on c.id = l.criterion_id join record r on r.id = l.record_id \
                      where c.standard_id = ? and l.state = 'confirmed' and r.state not in ('draft', 'void') \
                      and r.day >= ? and r.day <= ? and r.unit_id in (select w.descendant_id from unit_closure w \
                      where w.ancestor_id = ?)";
        let mut query = Query::new(select, args![standard, from, to, unit]);
        onward(&mut query, after, limit);
        self.all(&query.sql, query.args, |row| Ok((row.get("criterion_id")?, row.get("record_id")?))).await
    }
}

fn onward(query: &mut Query, after: Option<(CriterionId, RecordId)>, limit: i64) {
    if let Some((criterion, record)) = after {
        query.push(" and (l.criterion_id, l.record_id) > (?, ?)", args![criterion, record]);
    }
    query.push(" order by l.criterion_id, l.record_id limit ?", args![limit]);
}
