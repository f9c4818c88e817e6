//! 方案总览 and 领导首页: progress from the tally, lateness from the rows, gaps of responsibility.

use crate::reading::Read;
use crate::{App, Error, Result, Who};
use domain::assignment::State;
use domain::authority::{self, Action};
use domain::day::Day;
use domain::id::{AssignmentId, BureauId, MeasureId, PlanId, StageId, UnitId};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use store::{
    Conn, GapTask, Gaps, MeasureHead, Page, PlanHead, Slice, StageHead, Visible, WorkFilter, WorkOrder,
    WorkRow, WorkState,
};

/// Counts of one measure, stage or unit. `late` is part of todo, doing and returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    pub done: i64,
    pub review: i64,
    pub doing: i64,
    pub todo: i64,
    pub late: i64,
}

impl Progress {
    fn add(&mut self, state: State, n: i64) {
        match state {
            State::Done => self.done += n,
            State::Review => self.review += n,
            State::Doing | State::Returned => self.doing += n,
            State::Todo => self.todo += n,
            State::Void => {}
        }
    }

    pub fn total(&self) -> i64 {
        self.done + self.review + self.doing + self.todo
    }

    /// The parts of a bar: what is late is shown once, taken first from what nobody has begun.
    pub fn bar(&self) -> (i64, i64, i64, i64, i64) {
        let from_todo = self.late.min(self.todo);
        let doing = (self.doing - (self.late - from_todo)).max(0);
        (self.done, self.review, doing, self.late, self.todo - from_todo)
    }
}

/// A unit with its progress, in official order.
#[derive(Debug, Clone)]
pub struct UnitProgress {
    pub unit: UnitId,
    pub name: String,
    pub progress: Progress,
}

/// The paper that a plan was made from, for everyone who sees the plan.
#[derive(Debug, Clone)]
pub struct Paper {
    pub title: String,
    pub read: Read,
}

/// The paper of a published plan.
pub async fn paper(app: &App, who: &Who, plan: PlanId) -> Result<Paper> {
    authority::require_any(who, Action::ViewCampaign)?;
    let mut view = app.store.view().await?;
    let known = view.plan_heads(who.bureau).await?.iter().any(|it| it.id == plan);
    let plan = view.plan(plan).await?;
    let draft = plan.draft.filter(|_| known).ok_or(domain::Refused::NotFound)?;
    let reading = view.draft(draft).await?.row.reading;
    let read = serde_json::from_str(&reading).map_err(|error| Error::fault("reading", error))?;
    Ok(Paper { title: plan.row.title, read })
}

/// The overview of one plan.
#[derive(Debug, Clone)]
pub struct Overview {
    pub plan: PlanHead,
    /// All published plans, to switch between.
    pub plans: Vec<PlanHead>,
    pub all: Progress,
    pub tasks: i64,
    pub stages: Vec<(StageHead, Progress)>,
    pub measures: Vec<(MeasureHead, Progress)>,
    pub units: Vec<UnitProgress>,
    /// What no unit has.
    pub unowned: Progress,
    pub gaps: Gaps,
    pub first_gaps: Vec<GapTask>,
}

/// The latest overviews, each as of a day and of a head of the audit chain: nothing that an overview
/// shows changes without an entry there, and everybody of a bureau sees the same.
#[derive(Debug, Clone, Default)]
pub struct Overviews(Arc<Mutex<VecDeque<Kept>>>);

type Kept = (AsOf, Arc<Overview>);

/// What an overview was reckoned from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct AsOf {
    plan: PlanId,
    today: Day,
    /// Digest of the last entry of the bureau's chain.
    entry: String,
}

/// Overviews that are kept: some plans of some bureaus.
const MOST_KEPT: usize = 8;

impl Overviews {
    fn known(&self, as_of: &AsOf) -> Option<Arc<Overview>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(it, _)| it == as_of).map(|(_, overview)| Arc::clone(overview))
    }

    fn keep(&self, as_of: AsOf, overview: &Arc<Overview>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(it, _)| it.plan != as_of.plan);
        kept.push_front((as_of, Arc::clone(overview)));
        kept.truncate(MOST_KEPT);
    }
}

/// The overview of a plan, or of the newest; none while nothing is published.
pub async fn overview(app: &App, who: &Who, plan: Option<PlanId>) -> Result<Option<Arc<Overview>>> {
    authority::require_any(who, Action::ViewCampaign)?;
    let today = app.today();
    let mut view = app.store.view().await?;
    let plans = view.plan_heads(who.bureau).await?;
    let head = match plan {
        Some(id) => Some(plans.iter().find(|it| it.id == id).ok_or(domain::Refused::NotFound)?),
        None => plans.first(),
    };
    let Some(head) = head.cloned() else { return Ok(None) };
    let (_, entry) = view.audit_head(who.bureau).await?;
    let as_of = AsOf { plan: head.id, today, entry };
    if let Some(known) = app.overviews.known(&as_of) {
        return Ok(Some(known));
    }
    let overview = Arc::new(reckon(&mut view, who.bureau, head, plans, today).await?);
    app.overviews.keep(as_of, &overview);
    Ok(Some(overview))
}

async fn reckon(
    view: &mut Conn,
    bureau: BureauId,
    head: PlanHead,
    plans: Vec<PlanHead>,
    today: Day,
) -> Result<Overview> {
    let mut all = Progress::default();
    let mut by_measure: BTreeMap<MeasureId, Progress> = BTreeMap::new();
    let mut by_stage: BTreeMap<StageId, Progress> = BTreeMap::new();
    let mut by_unit: BTreeMap<UnitId, Progress> = BTreeMap::new();
    let mut of = |slice: Slice, id: uuid::Uuid, add: &dyn Fn(&mut Progress)| match slice {
        Slice::Measure => {
            // Every cut counts all assignments: one of them is the sum.
            add(&mut all);
            add(by_measure.entry(MeasureId(id)).or_default());
        }
        Slice::Stage => add(by_stage.entry(StageId(id)).or_default()),
        Slice::Unit => add(by_unit.entry(UnitId(id)).or_default()),
    };
    for (key, n) in view.tally(head.id).await? {
        of(key.slice, key.id, &|progress| progress.add(key.state, n));
    }
    for (slice, id, n) in view.late_counts(head.id, today).await? {
        of(slice, id, &|progress| progress.late += n);
    }
    let of_unit = |unit: &UnitId| by_unit.get(unit).copied().unwrap_or_default();
    let units = view
        .units(bureau, today)
        .await?
        .into_iter()
        .map(|unit| UnitProgress { unit: unit.id, name: unit.name.clone(), progress: of_unit(&unit.id) })
        .filter(|row| row.progress.total() > 0)
        .collect();
    let measures = view.measure_heads(head.id).await?;
    let stages = view.stage_heads(head.id).await?;
    Ok(Overview {
        all,
        tasks: view.task_count(head.id).await?,
        stages: stages
            .into_iter()
            .map(|stage| (by_stage.get(&stage.id).copied().unwrap_or_default(), stage))
            .map(|(progress, stage)| (stage, progress))
            .collect(),
        measures: measures
            .into_iter()
            .map(|measure| (by_measure.get(&measure.id).copied().unwrap_or_default(), measure))
            .map(|(progress, measure)| (measure, progress))
            .collect(),
        units,
        unowned: by_unit.get(&UnitId(uuid::Uuid::nil())).copied().unwrap_or_default(),
        gaps: view.gaps(bureau, head.id, today, 5).await?,
        first_gaps: view.gap_tasks(head.id, 5).await?,
        plan: head,
        plans,
    })
}

/// What is late in one section: listed by duty, with the leader in charge. Nobody is ranked.
#[derive(Debug, Clone)]
pub struct LateUnit {
    pub name: String,
    /// Leaders of the measures concerned.
    pub leaders: Vec<String>,
    pub rows: Vec<WorkRow>,
    /// Assignments to be urged together.
    pub ids: Vec<AssignmentId>,
    /// Whether all were urged today.
    pub urged: bool,
}

/// The page of leaders.
#[derive(Debug, Clone)]
pub struct LeaderPage {
    pub overview: Arc<Overview>,
    pub late: Vec<LateUnit>,
    pub reviews: i64,
}

/// At most this many late duties are listed; the list of tasks has the rest.
const LATE: i64 = 60;

/// The page of leaders; none while nothing is published.
pub async fn leader(app: &App, who: &Who) -> Result<Option<LeaderPage>> {
    authority::require_any(who, Action::ViewLeaderPage)?;
    let Some(overview) = overview(app, who, None).await? else { return Ok(None) };
    let today = app.today();
    let mut view = app.store.view().await?;
    let filter = WorkFilter { plan: Some(overview.plan.id), state: WorkState::Late, ..WorkFilter::default() };
    let page = Page { after: None, limit: LATE };
    let rows = view.work_rows(who.bureau, &Visible::All, &filter, WorkOrder::Due, today, page).await?;
    let order = view.units(who.bureau, today).await?;
    let place = |unit: Option<UnitId>| order.iter().position(|it| Some(it.id) == unit).unwrap_or(usize::MAX);
    let mut by_unit: BTreeMap<usize, LateUnit> = BTreeMap::new();
    let ids: Vec<AssignmentId> = rows.iter().map(|row| row.id).collect();
    let already = view.urged_among(&ids, Day::start(today)).await?;
    for row in rows {
        let urged = already.contains(&row.id);
        let leader = overview
            .measures
            .iter()
            .find(|(it, _)| Some(it.id) == row.measure)
            .map(|(it, _)| &it.leader_name);
        let name = if row.unit_name.is_empty() { "未定科室".to_owned() } else { row.unit_name.clone() };
        let entry = by_unit.entry(place(row.unit)).or_insert_with(|| LateUnit {
            name,
            leaders: Vec::new(),
            rows: Vec::new(),
            ids: Vec::new(),
            urged: true,
        });
        if let Some(leader) = leader.filter(|it| !it.is_empty() && !entry.leaders.contains(it)) {
            entry.leaders.push(leader.clone());
        }
        entry.urged &= urged;
        entry.ids.push(row.id);
        entry.rows.push(row);
    }
    let reviews = view.review_count(who.bureau, None).await?;
    Ok(Some(LeaderPage { overview, late: by_unit.into_values().collect(), reviews }))
}
