//! Assessments with their claims and notes. An answer is ended by the next one: two who answer the
//! same criterion at once meet at the row of the assessment, and the second is told.

use crate::clause::spelled;
use crate::column::args;
use crate::db::Row;
use crate::way::Part;
use crate::work::listed;
use crate::{Apply, Conn, Place, Result, Stamp, StoreError};
use domain::assessment::{
    Answer, Assessment, AssessmentState, Carried, Claim, ClaimRow, Claimed, Note, Snapshot, Struck, Track,
};
use domain::change::Versioned;
use domain::day::Instant;
use domain::id::{AssessmentId, BureauId, ClaimId, CriterionId, FamilyId, SnapshotId, UnitId};
use domain::points::Points;

const COLUMNS: &str = "id, bureau_id, standard_id, unit_id, valid_from, valid_to, unit_kind, state, follows_id, created, version";
const CLAIM: &str =
    "id, assessment_id, track, criterion_id, answer, reason, records, author_id, made, ended from claim";

fn from(row: &Row) -> Result<Versioned<Assessment>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Assessment {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            standard: row.get("standard_id")?,
            unit: row.get("unit_id")?,
            from: row.get("valid_from")?,
            to: row.get("valid_to")?,
            unit_kind: row.get("unit_kind")?,
            state: row.get("state")?,
            follows: row.opt("follows_id")?,
            created: row.get("created")?,
        },
    })
}

/// Which assessments a list shows.
#[derive(Debug, Clone, Default)]
pub struct AssessmentFilter {
    /// Units whose assessments are seen, with everything below them; none for the whole bureau.
    pub within: Option<Vec<UnitId>>,
    /// All states where empty.
    pub states: Vec<AssessmentState>,
    pub unit: Option<UnitId>,
    /// Any version of this standard.
    pub family: Option<FamilyId>,
    pub ascending: bool,
    pub after: Option<(Instant, AssessmentId)>,
    pub limit: i64,
}

impl AssessmentFilter {
    /// The conditions, but for the page key.
    fn sifted(&self, bureau: BureauId) -> Part {
        let mut part = Part::new(" where a.bureau_id = ?", args![bureau]);
        if let Some(units) = &self.within {
            part.push(" and a.unit_id in (select descendant_id from unit_closure where ", args![]);
            part.add(&listed("ancestor_id", units));
            part.push(")", args![]);
        }
        if !self.states.is_empty() {
            part.push(" and ", args![]);
            part.add(&listed("a.state", &self.states));
        }
        if let Some(unit) = self.unit {
            part.push(" and a.unit_id = ?", args![unit]);
        }
        if let Some(family) = self.family {
            let of = " and a.standard_id in (select s.id from standard s where s.family_id = ?)";
            part.push(of, args![family]);
        }
        part
    }

    /// What stands on one side of the page key.
    fn beside(&self, sign: &str) -> Option<Part> {
        let (at, id) = self.after?;
        Some(Part::new(&format!(" and (a.created, a.id) {sign} (?, ?)"), args![at, id]))
    }
}

fn corrupt(column: &str) -> StoreError {
    StoreError::Corrupt { column: column.to_owned() }
}

const NOTE: &str = "id, assessment_id, kind, rule, note, points, day, reported, heads, author_id, made, ended from assessment_note";

fn note(row: &Row) -> Result<Note> {
    Ok(Note {
        id: row.get("id")?,
        assessment: row.get("assessment_id")?,
        kind: row.get("kind")?,
        rule: row.get("rule")?,
        text: row.get("note")?,
        points: row.opt("points")?,
        day: row.get("day")?,
        reported: row.opt("reported")?,
        heads: u32::try_from(row.get::<i64>("heads")?).unwrap_or(u32::MAX),
        author: row.opt("author_id")?,
        made: row.get("made")?,
        ended: row.opt("ended")?,
    })
}

fn claim_from(row: &Row) -> Result<ClaimRow> {
    Ok(ClaimRow {
        id: row.get("id")?,
        assessment: row.get("assessment_id")?,
        track: row.get("track")?,
        criterion: row.get("criterion_id")?,
        claim: Claim {
            answer: serde_json::from_str::<Answer>(&row.get::<String>("answer")?)
                .map_err(|_| corrupt("answer"))?,
            reason: row.get("reason")?,
            records: serde_json::from_str(&row.get::<String>("records")?).map_err(|_| corrupt("records"))?,
        },
        author: row.opt("author_id")?,
        made: row.get("made")?,
        ended: row.opt("ended")?,
    })
}

/// An assessment that did not exist before.
#[derive(Debug, Clone)]
pub struct NewAssessment(pub Assessment);

impl Apply for NewAssessment {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into assessment (id, bureau_id, standard_id, unit_id, valid_from, valid_to, unit_kind, state, \
             follows_id, created, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
            args![
                it.id, it.bureau, it.standard, it.unit, it.from, it.to, it.unit_kind, it.state, it.follows,
                it.created
            ],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Assessment> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update assessment set state = $3, version = version + 1 where id = $1 and version = $2",
            args![self.id, self.version, self.state],
        )
        .await
    }
}

async fn write_claim(conn: &mut Conn, bureau: BureauId, it: &ClaimRow) -> Result<()> {
    conn.run(
        "insert into claim (id, bureau_id, assessment_id, track, criterion_id, answer, reason, records, author_id, made, \
         ended) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            it.id,
            bureau,
            it.assessment,
            it.track,
            it.criterion,
            serde_json::to_string(&it.claim.answer).map_err(|_| corrupt("answer"))?,
            it.claim.reason,
            serde_json::to_string(&it.claim.records).map_err(|_| corrupt("records"))?,
            it.author,
            it.made,
            it.ended
        ],
    )
    .await?;
    Ok(())
}

impl Apply for Claimed {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        // Holds the row until the commit: answers to one assessment are written one after the other.
        conn.run_one(
            "update assessment set created = created where id = $1 and state = 'open'",
            args![self.assessment],
        )
        .await?;
        let stands: Option<ClaimId> =
            conn.claim(self.assessment, self.track, self.criterion).await?.map(|claim| claim.id);
        if stands != self.ends {
            return Err(StoreError::Stale);
        }
        if let Some(ends) = self.ends {
            conn.run_one(
                "update claim set ended = $2 where id = $1 and ended is null",
                args![ends, stamp.at],
            )
            .await?;
        }
        match &self.new {
            Some(new) => write_claim(conn, stamp.bureau, new).await,
            None => Ok(()),
        }
    }
}

impl Apply for Carried {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        self.old.write(conn, stamp).await?;
        NewAssessment(self.new.clone()).write(conn, stamp).await?;
        for claim in &self.claims {
            write_claim(conn, stamp.bureau, claim).await?;
        }
        for note in conn.notes(self.old.id).await?.into_iter().filter(|note| note.ended.is_none()) {
            let copy = Note { id: stamp.ids.make(), assessment: self.new.id, made: stamp.at, ..note };
            copy.write(conn, stamp).await?;
        }
        Ok(())
    }
}

impl Apply for Note {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        conn.run(
            "insert into assessment_note (id, bureau_id, assessment_id, kind, rule, note, points, day, reported, heads, \
             author_id, made, ended) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            args![
                self.id,
                stamp.bureau,
                self.assessment,
                self.kind,
                self.rule,
                self.text,
                self.points,
                self.day,
                self.reported,
                i64::from(self.heads),
                self.author,
                self.made,
                self.ended
            ],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Struck {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update assessment_note set ended = $3 where id = $1 and assessment_id = $2 and ended is null",
            args![self.note, self.assessment, stamp.at],
        )
        .await
    }
}

impl Apply for Snapshot {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run(
            "insert into snapshot (id, bureau_id, assessment_id, track, name, as_of, made, total, known, full_points, \
             digest, author_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            args![
                self.id, self.bureau, self.assessment, self.track, self.name, self.as_of, self.at, self.total,
                self.known, self.full, self.digest, self.author
            ],
        )
        .await?;
        Ok(())
    }
}

fn snapshot_from(row: &Row) -> Result<Snapshot> {
    Ok(Snapshot {
        id: row.get("id")?,
        bureau: row.get("bureau_id")?,
        assessment: row.get("assessment_id")?,
        track: row.get("track")?,
        name: row.get("name")?,
        as_of: row.get("as_of")?,
        at: row.get("made")?,
        total: row.get::<Points>("total")?,
        known: row.get::<Points>("known")?,
        full: row.opt("full_points")?,
        digest: row.get("digest")?,
        author: row.opt("author_id")?,
    })
}

const SNAPSHOT: &str = "id, bureau_id, assessment_id, track, name, as_of, made, total, known, full_points, digest, author_id from snapshot";

impl Conn {
    pub async fn assessment(&mut self, id: AssessmentId) -> Result<Versioned<Assessment>> {
        self.one(&format!("select {COLUMNS} from assessment where id = $1"), args![id], from).await
    }

    /// An assessment, with its unit and all above it, nearest first.
    pub async fn assessment_within(
        &mut self,
        id: AssessmentId,
    ) -> Result<(Versioned<Assessment>, Vec<UnitId>)> {
        let sql = format!(
            "select {}, w.ancestor_id from assessment a join unit_closure w on w.descendant_id = a.unit_id \
             where a.id = $1 order by w.depth",
            spelled("a", COLUMNS)
        );
        let rows =
            self.all(&sql, args![id], |row| Ok((from(row)?, row.get::<UnitId>("ancestor_id")?))).await?;
        let (mut held, above): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        Ok((held.pop().ok_or(StoreError::NotFound)?, above))
    }

    /// A page of assessments, by the instant at which they were begun.
    pub async fn assessment_rows(
        &mut self,
        bureau: BureauId,
        filter: &AssessmentFilter,
    ) -> Result<Vec<Versioned<Assessment>>> {
        let (sign, way) = if filter.ascending { (">", "asc") } else { ("<", "desc") };
        let mut part = Part::new(&format!("select {COLUMNS} from assessment a"), args![]);
        part.add(&filter.sifted(bureau));
        part.add(&filter.beside(sign).unwrap_or_default());
        part.push(&format!(" order by a.created {way}, a.id {way} limit ?"), args![filter.limit]);
        let query = part.query();
        self.all(&query.sql, query.args, from).await
    }

    /// Where a page stands in its list; the key of the filter is that of its first row, where a page
    /// stands before.
    pub async fn assessment_place(&mut self, bureau: BureauId, filter: &AssessmentFilter) -> Result<Place> {
        let before = filter.beside(if filter.ascending { "<" } else { ">" });
        self.place_among("assessment a", &filter.sifted(bureau), before.as_ref()).await
    }

    /// Assessments of a bureau, newest first.
    pub async fn assessments(&mut self, bureau: BureauId) -> Result<Vec<Versioned<Assessment>>> {
        self.all(
            &format!(
                "select {COLUMNS} from assessment where bureau_id = $1 order by created desc, id desc limit 500"
            ),
            args![bureau],
            from,
        )
        .await
    }

    /// The answer that stands.
    pub async fn claim(
        &mut self,
        assessment: AssessmentId,
        track: Track,
        criterion: CriterionId,
    ) -> Result<Option<ClaimRow>> {
        self.maybe(
            &format!(
                "select {CLAIM} where assessment_id = $1 and ended is null and track = $2 and criterion_id = $3"
            ),
            args![assessment, track, criterion],
            claim_from,
        )
        .await
    }

    /// All answers that stand, of all tracks.
    pub async fn claims(&mut self, assessment: AssessmentId) -> Result<Vec<ClaimRow>> {
        self.all(
            &format!("select {CLAIM} where assessment_id = $1 and ended is null"),
            args![assessment],
            claim_from,
        )
        .await
    }

    /// All answers that ever stood, oldest first.
    pub async fn claims_ever(&mut self, assessment: AssessmentId) -> Result<Vec<ClaimRow>> {
        self.all(
            &format!("select {CLAIM} where assessment_id = $1 order by made, id limit 100000"),
            args![assessment],
            claim_from,
        )
        .await
    }

    /// All answers that a criterion ever had, newest first.
    pub async fn claims_of(
        &mut self,
        assessment: AssessmentId,
        criterion: CriterionId,
    ) -> Result<Vec<ClaimRow>> {
        self.all(
            &format!(
                "select {CLAIM} where assessment_id = $1 and criterion_id = $2 order by made desc, id desc limit 100"
            ),
            args![assessment, criterion],
            claim_from,
        )
        .await
    }

    /// Every note, those that ended too, oldest first.
    pub async fn notes(&mut self, assessment: AssessmentId) -> Result<Vec<Note>> {
        self.all(
            &format!("select {NOTE} where assessment_id = $1 order by day, made, id limit 2000"),
            args![assessment],
            note,
        )
        .await
    }

    /// The answers that stand in several assessments.
    pub async fn claims_among(&mut self, all: &[AssessmentId]) -> Result<Vec<ClaimRow>> {
        let mut part = Part::new(&format!("select {CLAIM} where "), args![]);
        part.add(&listed("assessment_id", all));
        let query = part.query().and(" and ended is null", args![]);
        self.all(&query.sql, query.args, claim_from).await
    }

    /// The notes of several assessments, each in their order.
    pub async fn notes_among(&mut self, all: &[AssessmentId]) -> Result<Vec<Note>> {
        let mut part = Part::new(&format!("select {NOTE} where "), args![]);
        part.add(&listed("assessment_id", all));
        let query = part.query().and(" order by day, made, id", args![]);
        self.all(&query.sql, query.args, note).await
    }

    /// Scores that were kept under a name, newest first.
    pub async fn snapshots(&mut self, assessment: AssessmentId) -> Result<Vec<Snapshot>> {
        self.all(
            &format!("select {SNAPSHOT} where assessment_id = $1 order by made desc, id desc limit 200"),
            args![assessment],
            snapshot_from,
        )
        .await
    }

    pub async fn snapshot(&mut self, id: SnapshotId) -> Result<Snapshot> {
        self.one(&format!("select {SNAPSHOT} where id = $1"), args![id], snapshot_from).await
    }
}
