//! 自评、测评: a unit answers for a period under one version of a standard, in three tracks. The
//! score is worked out from what stands; it is never stored apart from a named archive.

mod act;
mod carry;
mod export;
mod list;
mod proof;
mod sheet;

pub use act::{
    AnswerForm, Begun, NoteForm, answer, archive, begin, make_task, note, set_closed, strike, take_back,
};
pub use carry::{Preview, carry, preview, undo};
pub use export::workbook;
pub use list::{Line, Listed, Wanted, list};
pub use proof::Proof;
pub use sheet::{Asked, Behind, Expiry, Lateness, Sheet, TrackScore, sheet};

use crate::sight::visible;
use crate::{App, Error, Result, Who};
use domain::assessment::{self, Assessment, AssessmentState, ClaimRow, Note, Score, Track};
use domain::authority::{self, Action, Facts, Scope};
use domain::change::Versioned;
use domain::day::{Day, Instant};
use domain::id::{AssessmentId, CriterionId, PersonId, RecordId, UnitId};
use domain::points::Points;
use domain::refused::Refused;
use domain::standard::{Node, StandardHead, StandardRow, StandardState};
use std::collections::BTreeMap;
use store::{Conn, LinkRow, RecordFilter};

/// The score of one track as it stands at an instant.
pub(crate) async fn score_of(
    conn: &mut Conn,
    held: &Assessment,
    standard: &StandardRow,
    track: Track,
    at: Instant,
) -> Result<Score> {
    let claims = assessment::claims_at(&conn.claims(held.id).await?, track, at);
    let notes: Vec<Note> = conn.notes(held.id).await?.into_iter().filter(|note| note.stands_at(at)).collect();
    worked_out(standard, &claims, held, &notes, Day::of_instant(at))
}

fn worked_out(
    standard: &StandardRow,
    claims: &assessment::Claims,
    held: &Assessment,
    notes: &[Note],
    day: Day,
) -> Result<Score> {
    let facts = held.facts(notes, day);
    assessment::score(&standard.standard, claims, &facts).map_err(|wrong| Error::fault("score", wrong))
}

/// The assessment, if the reader may do this to it.
pub(crate) async fn allowed(
    conn: &mut Conn,
    who: &Who,
    id: AssessmentId,
    action: Action,
) -> Result<Versioned<Assessment>> {
    Ok(seen(conn, who, id, action).await?.0)
}

/// The same, with what the table of rights must know of it.
async fn seen(
    conn: &mut Conn,
    who: &Who,
    id: AssessmentId,
    action: Action,
) -> Result<(Versioned<Assessment>, Facts)> {
    let (held, units) = conn.assessment_within(id).await?;
    let facts = Facts { bureau: Some(held.bureau), units, exact: vec![held.unit], people: Vec::new() };
    authority::require(who, action, Action::ViewScore, &facts)?;
    Ok((held, facts))
}

/// What the form of a new assessment offers.
#[derive(Debug, Clone)]
pub struct Choices {
    pub standards: Vec<StandardHead>,
    pub units: Vec<(UnitId, String)>,
    /// Kinds of unit by standard, for those that have parts for some kinds only.
    pub kinds: Vec<String>,
}

/// Published standards, and the units that the reader may assess.
pub async fn choices(app: &App, who: &Who) -> Result<Choices> {
    authority::require_any(who, Action::ClaimScore)?;
    let mut view = app.store.view().await?;
    let standards = view.standards(who.bureau).await?;
    let standards: Vec<_> =
        standards.into_iter().filter(|head| head.state == StandardState::Published).collect();
    let mut kinds = Vec::new();
    for head in &standards {
        kinds.extend(assessment::unit_kinds(&view.standard(head.id).await?.standard));
    }
    kinds.sort();
    kinds.dedup();
    let all = who.reach(Action::ClaimScore) == Some(Scope::All);
    let granted = who.granted_units(Action::ClaimScore);
    let mut units = Vec::new();
    for unit in view.units(who.bureau, app.today()).await? {
        if all || view.ancestors(unit.id).await?.iter().any(|above| granted.contains(above)) {
            units.push((unit.id, unit.row.name.clone()));
        }
    }
    Ok(Choices { standards, units, kinds })
}

/// What leaders see of the score: the newest open assessment of the bureau itself.
#[derive(Debug, Clone)]
pub struct Summary {
    pub assessment: AssessmentId,
    pub standard: String,
    pub caution: Option<String>,
    pub total: Points,
    pub known: Points,
    pub full: Option<Points>,
    pub standing: assessment::Standing,
    /// Gates that are breached, and those that nobody has confirmed.
    pub breached: usize,
    pub unconfirmed: usize,
}

pub async fn summary(app: &App, who: &Who) -> Result<Option<Summary>> {
    if who.reach(Action::ViewScore) != Some(Scope::All) {
        return Ok(None);
    }
    let mut view = app.store.view().await?;
    let root = view.bureau(who.bureau).await?.root;
    let newest = view.assessments(who.bureau).await?.into_iter();
    let Some(held) = newest.into_iter().find(|it| it.unit == root && it.state == AssessmentState::Open)
    else {
        return Ok(None);
    };
    let row = view.standard(held.standard).await?.row;
    let score = score_of(&mut view, &held, &row, Track::Own, app.now()).await?;
    let (known, full) = score.known();
    let count =
        |wanted: fn(&assessment::GateState) -> bool| score.gates.iter().filter(|it| wanted(it)).count();
    Ok(Some(Summary {
        assessment: held.id,
        standard: row.standard.name.clone(),
        caution: row.standard.caution(),
        standing: score.standing(&row.standard),
        breached: count(|it| matches!(it, assessment::GateState::Breached(_))),
        unconfirmed: count(|it| matches!(it, assessment::GateState::Unknown)),
        total: score.total,
        known,
        full,
    }))
}

/// The page of one criterion: its answers, the records behind it, what is missing.
#[derive(Debug, Clone)]
pub struct Sight {
    pub assessment: Versioned<Assessment>,
    pub standard: StandardRow,
    pub unit: String,
    /// Index of the criterion.
    pub index: usize,
    pub claims: Vec<(Track, ClaimRow)>,
    /// Earlier answers of all tracks, newest first, with who gave them.
    pub history: Vec<(ClaimRow, String)>,
    /// Records behind it, and those that a rule proposes for it.
    pub links: Vec<LinkRow>,
    pub gaps: Vec<domain::standard::Gap>,
    /// Further records of the unit and period, which stand behind other things so far.
    pub others: Vec<Further>,
    pub tasks: Vec<(domain::id::TaskId, String)>,
    pub rights: Rights,
}

/// A record that may be put behind a criterion.
#[derive(Debug, Clone)]
pub struct Further {
    pub record: RecordId,
    pub title: String,
    pub day: Day,
    pub unit: UnitId,
    pub unit_name: String,
}

impl Sight {
    pub fn node(&self) -> &Node {
        &self.standard.standard.tree.nodes()[self.index]
    }
}

/// What the reader may do with an assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights {
    pub own: bool,
    pub review: bool,
    pub outside: bool,
    pub task: bool,
}

impl Rights {
    pub fn of(self, track: Track) -> bool {
        match track {
            Track::Own => self.own,
            Track::Review => self.review,
            Track::Outside => self.outside,
        }
    }
}

fn rights(who: &Who, held: &Assessment, facts: &Facts) -> Rights {
    let may = |action| {
        held.state == AssessmentState::Open
            && authority::may(who, action, Action::ViewScore, facts) == authority::Decision::Allow
    };
    Rights {
        own: may(Action::ClaimScore),
        review: may(Action::ReviewScore),
        outside: may(Action::RecordOutside),
        task: may(Action::EditTask) || who.reach(Action::EditTask) == Some(Scope::All),
    }
}

/// One criterion of an assessment; `words` look for further records to put behind it.
pub async fn criterion(
    app: &App,
    who: &Who,
    id: AssessmentId,
    criterion: CriterionId,
    words: &str,
) -> Result<Sight> {
    let mut view = app.store.view().await?;
    let (held, facts) = seen(&mut view, who, id, Action::ViewScore).await?;
    let standard = view.standard(held.standard).await?.row;
    let index = standard.standard.tree.position(criterion).ok_or(Refused::NotFound)?;
    if !standard.standard.tree.is_criterion(index) {
        return Err(Refused::NotFound.into());
    }
    let proof = Proof::of(&mut view, &held, &standard).await?;
    let rows = view.claims_of(id, criterion).await?;
    let mut names: BTreeMap<PersonId, String> = BTreeMap::new();
    let mut history = Vec::new();
    for row in &rows {
        let name = match row.author {
            Some(person) => match names.get(&person) {
                Some(name) => name.clone(),
                None => {
                    let name = view.person(person).await?.row.name;
                    names.insert(person, name.clone());
                    name
                }
            },
            None => "测评组链接".into(),
        };
        history.push((row.clone(), name));
    }
    let serving = view.serving(held.standard).await?.into_iter();
    let mut links: Vec<LinkRow> = proof.links_of(criterion).cloned().collect();
    links.extend(view.proposed_for(criterion, held.unit, (held.from, held.to), PROPOSED).await?);
    let known: Vec<RecordId> = links.iter().map(|row| row.link.record).collect();
    let others = further(&mut view, who, &held, words, &known).await?;
    Ok(Sight {
        others,
        claims: rows.into_iter().filter(|row| row.ended.is_none()).map(|row| (row.track, row)).collect(),
        history,
        gaps: proof.gaps(&standard.standard, index),
        links,
        tasks: serving.filter(|(it, _, _)| *it == criterion).map(|(_, task, title)| (task, title)).collect(),
        unit: view.unit_name_on(held.unit, held.to.min(app.today())).await?,
        rights: rights(who, &held, &facts),
        index,
        standard,
        assessment: held,
    })
}

/// Proposals on the page of one criterion.
const PROPOSED: i64 = 30;

/// Further records on the page of one criterion.
const FURTHER: i64 = 20;

/// Records that may be put behind a criterion, the latest first: of the period and the unit, as far
/// as the reader sees them.
async fn further(
    conn: &mut Conn,
    who: &Who,
    held: &Assessment,
    words: &str,
    known: &[RecordId],
) -> Result<Vec<Further>> {
    if who.reach(Action::ViewRecord).is_none() {
        return Ok(Vec::new());
    }
    let filter = RecordFilter {
        visible: visible(who, Action::ViewRecord)?,
        unit: Some(held.unit),
        from: Some(held.from),
        to: Some(held.to),
        words: words.trim().to_owned(),
        // As many as are shown, behind all that are known.
        limit: (FURTHER + known.len() as i64).min(500),
        ..RecordFilter::default()
    };
    let rows = conn.record_rows(who.bureau, &filter).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.record.row, row.unit_name))
        .filter(|(it, _)| !known.contains(&it.id))
        .take(FURTHER as usize)
        .map(|(it, unit_name)| Further {
            record: it.id,
            title: it.title,
            day: it.day,
            unit: it.unit,
            unit_name,
        })
        .collect())
}
