//! Assessments as a list. The score of each row is worked out anew.

use super::score_of;
use crate::turn::{Leaf, Turn};
use crate::{App, Result, Who};
use domain::assessment::{Assessment, AssessmentState, Track};
use domain::authority::{self, Action, Scope};
use domain::change::Versioned;
use domain::day::Instant;
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
    let mut lines = Vec::new();
    for held in held {
        let (head, row) = match standards.entry(held.standard) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let head = conn.standard_head(held.standard).await?;
                place.insert((head, conn.standard(held.standard).await?.row))
            }
        };
        let score = score_of(conn, &held, row, Track::Own, app.now()).await?;
        let (known, full) = score.known();
        let unit = conn.unit_name_on(held.unit, held.to.min(app.today())).await?;
        lines.push(Line { unit, standard: head.clone(), total: score.total, known, full, assessment: held });
    }
    Ok(lines)
}
