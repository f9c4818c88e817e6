//! Assessments as a list. The score of each row is worked out anew.

use super::worked_out;
use crate::turn::{Leaf, Turn};
use crate::{App, Result, Who};
use domain::assessment::{Assessment, AssessmentState, ClaimRow, Note, Track, claims_at};
use domain::authority::{self, Action, Scope};
use domain::change::Versioned;
use domain::day::{Day, Instant};
use domain::id::{AssessmentId, FamilyId, StandardId, UnitId};
use domain::points::Points;
use domain::standard::{StandardHead, StandardRow};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use store::{AssessmentFilter, Conn, Place};

/// One assessment as the list shows it.
#[derive(Debug, Clone)]
pub struct Line {
    pub assessment: Versioned<Assessment>,
    pub unit: String,
    pub standard: StandardHead,
    pub total: Points,
    pub known: Points,
    pub full: Option<Points>,
}

/// Which assessments are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// One state alone; else those in force.
    pub state: Option<AssessmentState>,
    /// Those that were replaced or undone too.
    pub all: bool,
    pub unit: Option<UnitId>,
    /// Any version of this standard.
    pub family: Option<FamilyId>,
    /// The oldest first.
    pub ascending: bool,
}

/// A page of the list, with the count of the whole.
#[derive(Debug, Clone)]
pub struct Listed {
    pub leaf: Leaf<Line, (Instant, AssessmentId)>,
    /// Assessments of the whole list and before this page, each up to [`store::COUNTED`].
    pub total: i64,
    pub before: i64,
}

/// The assessments that the reader may see, by the instant at which they were begun.
pub async fn list(
    app: &App,
    who: &Who,
    wanted: &Wanted,
    turn: &Turn<(Instant, AssessmentId)>,
    limit: i64,
) -> Result<Listed> {
    authority::require_any(who, Action::ViewScore)?;
    let mut view = app.store.view().await?;
    let filter = AssessmentFilter {
        within: (who.reach(Action::ViewScore) != Some(Scope::All))
            .then(|| who.granted_units(Action::ViewScore)),
        states: match wanted.state {
            Some(state) => vec![state],
            None if wanted.all => Vec::new(),
            None => vec![AssessmentState::Open, AssessmentState::Closed],
        },
        unit: wanted.unit,
        family: wanted.family,
        ascending: wanted.ascending != turn.back(),
        after: turn.key().copied(),
        limit: limit + 1,
    };
    let rows = view.assessment_rows(who.bureau, &filter).await?;
    let leaf = turn.leaf(rows, limit, |row| (row.created, row.id));
    let filter = AssessmentFilter { ascending: wanted.ascending, after: leaf.prev, ..filter };
    let Place { total, before } = match turn.whole(&leaf) {
        Some(place) => place,
        None => view.assessment_place(who.bureau, &filter).await?,
    };
    let leaf = Leaf { rows: lines(app, &mut view, leaf.rows).await?, prev: leaf.prev, next: leaf.next };
    Ok(Listed { leaf, total, before })
}

async fn lines(app: &App, conn: &mut Conn, held: Vec<Versioned<Assessment>>) -> Result<Vec<Line>> {
    let mut standards: BTreeMap<StandardId, (StandardHead, StandardRow)> = BTreeMap::new();
    let ids: Vec<AssessmentId> = held.iter().map(|it| it.id).collect();
    let mut claims: BTreeMap<AssessmentId, Vec<ClaimRow>> = BTreeMap::new();
    for claim in conn.claims_among(&ids).await? {
        claims.entry(claim.assessment).or_default().push(claim);
    }
    let (now, today) = (app.now(), app.today());
    let mut notes: BTreeMap<AssessmentId, Vec<Note>> = BTreeMap::new();
    for note in conn.notes_among(&ids).await?.into_iter().filter(|note| note.stands_at(now)) {
        notes.entry(note.assessment).or_default().push(note);
    }
    let named: Vec<(UnitId, Day)> = held.iter().map(|it| (it.unit, it.to.min(today))).collect();
    let names = conn.unit_names_on(&named).await?;
    let mut lines = Vec::new();
    for (held, unit) in held.into_iter().zip(names) {
        let (head, row) = match standards.entry(held.standard) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let head = conn.standard_head(held.standard).await?;
                place.insert((head, conn.standard(held.standard).await?.row))
            }
        };
        let claims = claims_at(&claims.remove(&held.id).unwrap_or_default(), Track::Own, now);
        let notes = notes.remove(&held.id).unwrap_or_default();
        let score = worked_out(row, &claims, &held, &notes, Day::of_instant(now))?;
        let (known, full) = score.known();
        lines.push(Line { unit, standard: head.clone(), total: score.total, known, full, assessment: held });
    }
    Ok(lines)
}
