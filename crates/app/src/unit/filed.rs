//! 报上来的: what a unit has filed this year and how it scores, for who may see that: the bureau looks at
//! its units, a unit at itself and at what stands below it.

use crate::assessment;
use crate::facts::unit_facts;
use crate::sight::visible;
use crate::{App, Result, Who};
use domain::assessment::{AssessmentState, Track};
use domain::authority::{self, Action, Decision};
use domain::day::Day;
use domain::id::{AssessmentId, UnitId};
use domain::points::Points;
use domain::record::RecordState;
use store::{Conn, RecordFilter};

/// What stands on the page of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Since this day.
    pub from: Day,
    /// Records by their state, each up to [`store::COUNTED`].
    pub states: Vec<(RecordState, i64)>,
    pub score: Option<Scored>,
}

/// The newest open assessment of the unit, in the self track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    pub assessment: AssessmentId,
    pub standard: String,
    pub total: Points,
    pub known: Points,
    pub full: Option<Points>,
}

/// None where the reader may not see the records of this unit.
pub async fn filed(app: &App, who: &Who, unit: UnitId) -> Result<Option<Filed>> {
    let mut view = app.store.view().await?;
    super::own(&mut view, who, unit).await?;
    let facts = unit_facts(&mut view, who.bureau, &[unit], &[]).await?;
    let may = |action| authority::may(who, action, action, &facts) == Decision::Allow;
    if !may(Action::ViewRecord) {
        return Ok(None);
    }
    let from = Day::new(app.today().year(), 1, 1).unwrap_or_else(|| app.today());
    let seen = visible(who, Action::ViewRecord)?;
    let mut states = Vec::new();
    for state in [RecordState::Filed, RecordState::Returned, RecordState::Accepted] {
        let filter = RecordFilter {
            visible: seen.clone(),
            state: Some(state),
            unit: Some(unit),
            from: Some(from),
            ..RecordFilter::default()
        };
        states.push((state, view.record_count(who.bureau, &filter).await?));
    }
    let score = if may(Action::ViewScore) { score(app, &mut view, who, unit).await? } else { None };
    Ok(Some(Filed { from, states, score }))
}

async fn score(app: &App, view: &mut Conn, who: &Who, unit: UnitId) -> Result<Option<Scored>> {
    let all = view.assessments(who.bureau).await?;
    let newest = all.into_iter().find(|it| it.unit == unit && it.state == AssessmentState::Open);
    let Some(held) = newest else { return Ok(None) };
    let standard = view.standard(held.standard).await?.row;
    let score = assessment::score_of(view, &held, &standard, Track::Own, app.now()).await?;
    let (known, full) = score.known();
    let name = standard.standard.name.clone();
    Ok(Some(Scored { assessment: held.id, standard: name, total: score.total, known, full }))
}
