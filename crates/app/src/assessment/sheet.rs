//! The score page: total, projects, gates, what expires, what came late, the cheapest next steps.

use super::{Proof, Rights, rights, seen, worked_out};
use crate::standard::section;
use crate::{App, Result, Who};
use domain::assessment::{
    self, Assessment, AssessmentState, Claims, Late, Line, Note, NoteKind, Score, Snapshot, Step, Term, Track,
};
use domain::authority::Action;
use domain::change::Versioned;
use domain::day::{Day, Instant};
use domain::id::{AssessmentId, CriterionId, RecordId, SnapshotId, TaskId};
use domain::points::Points;
use domain::refused::Refused;
use domain::standard::{StandardHead, StandardRow, StandardState, Window, due_days};
use std::collections::BTreeMap;
use store::Conn;

/// What one asks of the page; all of it stands in the address.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub track: Option<Track>,
    /// The score as it was archived.
    pub snapshot: Option<SnapshotId>,
    /// Criteria that are taken for fully met, by their index.
    pub what_if: Vec<usize>,
    /// Steps that fall due later are left out; the end of the period if none.
    pub until: Option<Day>,
}

/// The score of one track.
#[derive(Debug, Clone)]
pub struct TrackScore {
    pub track: Track,
    pub answered: usize,
    pub score: Score,
}

/// A confirmation or an archive that runs out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expiry {
    pub title: String,
    /// From this day on it no longer counts.
    pub day: Day,
}

/// A due day that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lateness {
    pub node: usize,
    pub late: Late,
}

/// A record behind an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Behind {
    pub title: String,
    /// The unit below the assessed one whose record it is; empty for its own.
    pub from: String,
}

impl Behind {
    /// `护学岗（来自云岚市公路养护中心）`.
    pub fn told(&self) -> String {
        if self.from.is_empty() {
            self.title.clone()
        } else {
            format!("{}（来自{}）", self.title, self.from)
        }
    }
}

/// Everything that the page shows.
#[derive(Debug, Clone)]
pub struct Sheet {
    pub assessment: Versioned<Assessment>,
    pub standard: StandardRow,
    pub unit: String,
    pub track: Track,
    pub claims: Claims,
    pub score: Score,
    /// All tracks that have answers, and the self track.
    pub tracks: Vec<TrackScore>,
    pub lines: Vec<Line>,
    pub steps: Vec<Step>,
    pub until: Day,
    /// The score if what was asked were met.
    pub supposed: Option<Score>,
    pub what_if: Vec<usize>,
    pub proof: Proof,
    /// What the answers name, each with the unit that it comes from.
    pub records: BTreeMap<RecordId, Behind>,
    pub late: Vec<Lateness>,
    pub expiring: Vec<Expiry>,
    pub notes: Vec<Note>,
    pub serving: BTreeMap<CriterionId, Vec<(TaskId, String)>>,
    pub snapshots: Vec<Snapshot>,
    pub snapshot: Option<Snapshot>,
    /// Whether the archive works out as it was kept; none where none is shown.
    pub reproduced: Option<bool>,
    /// The newest published version of the same standard, if this is not it.
    pub newer: Option<StandardHead>,
    /// The last day on which the carrying over can be undone.
    pub undo_until: Option<Day>,
    /// All years of the term, where the standard has several.
    pub term: Option<Term>,
    pub rights: Rights,
}

impl Sheet {
    /// 责任科室 of a criterion.
    pub fn section(&self, index: usize) -> &str {
        section(&self.standard.standard, index)
    }
}

/// SM3 of a trace, line by line: same claims, same facts, same digest.
pub(super) fn digest(lines: &[Line]) -> String {
    let show = |points: Option<Points>| points.map(|it| it.to_string()).unwrap_or_default();
    let text: String = lines
        .iter()
        .map(|it| format!("{}\t{}\t{}\t{}\t{}\n", it.title, show(it.got), show(it.full), it.why, it.reason))
        .collect();
    store::sm3_hex(text.as_bytes())
}

/// The score page.
pub async fn sheet(app: &App, who: &Who, id: AssessmentId, asked: &Asked) -> Result<Sheet> {
    let mut view = app.store.view().await?;
    let (held, facts) = seen(&mut view, who, id, Action::ViewScore).await?;
    let standard = view.standard(held.standard).await?.row;
    let snapshots = view.snapshots(id).await?;
    let snapshot = match asked.snapshot {
        Some(wanted) => Some(snapshots.iter().find(|it| it.id == wanted).cloned().ok_or(Refused::NotFound)?),
        None => None,
    };
    let track = snapshot.as_ref().map(|it| it.track).or(asked.track).unwrap_or(Track::Own);
    let at = snapshot.as_ref().map_or(app.now(), |it| it.at);
    let day = snapshot.as_ref().map_or(app.today(), |it| it.as_of);
    let rows = if snapshot.is_some() { view.claims_ever(id).await? } else { view.claims(id).await? };
    let ever = view.notes(id).await?;
    let notes: Vec<Note> = ever.into_iter().filter(|note| note.stands_at(at)).collect();
    let of_track = |track| assessment::claims_at(&rows, track, at);
    let claims = of_track(track);
    let score = worked_out(&standard, &claims, &held, &notes, day)?;
    let lines = assessment::trace(&standard.standard, &claims, &score);
    let mut tracks = Vec::new();
    for other in <Track as domain::code::Code>::ALL {
        let claims = of_track(*other);
        if *other == Track::Own || !claims.is_empty() {
            let score = worked_out(&standard, &claims, &held, &notes, day)?;
            tracks.push(TrackScore { track: *other, answered: claims.len(), score });
        }
    }
    let proof = Proof::of(&mut view, &held, &standard).await?;
    let until = asked.until.unwrap_or(held.to);
    let gaps = |index| proof.gaps(&standard.standard, index);
    let steps = assessment::next_steps(&standard.standard, &claims, &score, gaps, day, until);
    let what_if = supposable(asked, &standard);
    let supposed = if what_if.is_empty() {
        None
    } else {
        let claims = suppose(&claims, &standard, &what_if);
        Some(worked_out(&standard, &claims, &held, &notes, day)?)
    };
    let mut serving: BTreeMap<CriterionId, Vec<(TaskId, String)>> = BTreeMap::new();
    for (criterion, task, title) in view.serving(held.standard).await? {
        serving.entry(criterion).or_default().push((task, title));
    }
    let family = view.standards_of(standard.family).await?;
    let newer =
        family.into_iter().find(|it| it.state == StandardState::Published && it.number > standard.number);
    let undo = assessment::undo_until(&held).map(|(_, last)| last);
    let term = term(&mut view, &held, &standard, app.now()).await?;
    Ok(Sheet {
        unit: view.unit_name_on(held.unit, held.to.min(app.today())).await?,
        rights: rights(who, &held, &facts),
        records: behind(&mut view, &held, &claims).await?,
        late: lateness(&held, &standard, &proof, day),
        expiring: expiring(&standard, &notes, &held),
        reproduced: snapshot
            .as_ref()
            .map(|it| it.digest == digest(&lines) && it.total == score.total && it.known == score.known().0),
        newer: newer.filter(|_| held.state == AssessmentState::Open),
        undo_until: undo.filter(|last| *last >= app.today() && held.state == AssessmentState::Open),
        assessment: held,
        standard,
        track,
        claims,
        score,
        tracks,
        lines,
        steps,
        until,
        supposed,
        what_if,
        proof,
        notes,
        serving,
        snapshots,
        snapshot,
        term,
    })
}

/// Indexes of criteria, as they are asked for in an address: what is none is left out.
fn supposable(asked: &Asked, standard: &StandardRow) -> Vec<usize> {
    let tree = &standard.standard.tree;
    let mut what_if: Vec<usize> = asked.what_if.iter().copied().take(500).collect();
    what_if.retain(|index| *index < tree.nodes().len() && tree.is_criterion(*index));
    what_if.sort_unstable();
    what_if.dedup();
    what_if
}

/// The claims with these criteria fully met.
fn suppose(claims: &Claims, standard: &StandardRow, what_if: &[usize]) -> Claims {
    let mut claims = claims.clone();
    for index in what_if {
        let node = &standard.standard.tree.nodes()[*index];
        if let Some(answer) = assessment::best(node) {
            let claim = assessment::Claim { answer, reason: String::new(), records: Vec::new() };
            claims.insert(node.id, claim);
        }
    }
    claims
}

async fn behind(conn: &mut Conn, held: &Assessment, claims: &Claims) -> Result<BTreeMap<RecordId, Behind>> {
    let mut ids: Vec<RecordId> = claims.values().flat_map(|claim| claim.records.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let heads = conn.record_heads(&ids).await?.into_iter();
    Ok(heads
        .map(|it| {
            let from = if it.unit == held.unit { String::new() } else { it.unit_name };
            (it.id, Behind { title: it.title, from })
        })
        .collect())
}

fn lateness(held: &Assessment, standard: &StandardRow, proof: &Proof, today: Day) -> Vec<Lateness> {
    let mut found = Vec::new();
    for (node, criterion) in standard.standard.tree.criteria() {
        let years = held.from.year()..=held.to.year();
        let dues: Vec<Day> = years
            .flat_map(|year| due_days(&standard.standard, node, year))
            .filter(|day| (held.from..=held.to).contains(day))
            .collect();
        let late = assessment::late(&dues, &proof.days_of(criterion.id), today);
        found.extend(late.into_iter().map(|late| Lateness { node, late }));
    }
    found
}

/// Confirmations of gates whose window moves on.
fn expiring(standard: &StandardRow, notes: &[Note], held: &Assessment) -> Vec<Expiry> {
    let mut found: Vec<Expiry> = Vec::new();
    for gate in &standard.standard.gates {
        let stated = notes
            .iter()
            .filter(|note| note.kind == NoteKind::Confirmation && note.rule == gate.code)
            .map(|note| note.day)
            .max();
        if let (Some(day), Window::Months(months)) = (stated, gate.window) {
            let day = day.plus_months(months).plus(1);
            if day <= held.to {
                found.push(Expiry { title: gate.title.clone(), day });
            }
        }
    }
    found.sort_by_key(|it| it.day);
    found
}

/// The result of the term, where the standard has several years: assessments of the same unit and
/// version whose periods lie in it.
async fn term(
    conn: &mut Conn,
    held: &Assessment,
    standard: &StandardRow,
    now: Instant,
) -> Result<Option<Term>> {
    let of = standard.standard.term;
    if of < 2 {
        return Ok(None);
    }
    let mut years: BTreeMap<i16, Points> = BTreeMap::new();
    let first = held.to.year() - i16::from(of) + 1;
    for other in conn.assessments(held.bureau).await? {
        let stands = matches!(other.state, AssessmentState::Open | AssessmentState::Closed);
        let inside = (first..=held.to.year()).contains(&other.to.year());
        if stands && inside && other.unit == held.unit && other.standard == held.standard {
            let score = super::score_of(conn, &other, standard, Track::Own, now).await?;
            years.insert(other.to.year(), score.total);
        }
    }
    let years: Vec<Option<Points>> = (first..=held.to.year()).map(|year| years.get(&year).copied()).collect();
    Ok(Some(assessment::term(standard.standard.years, of, &years)))
}
