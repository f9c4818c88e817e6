//! Tasks: the list with its filters and views, the page of one task, and acts on the task itself.

use crate::sight::{Sight, visible};
use crate::turn::{Leaf, Paging, Walk};
use crate::{App, Error, Result, Who};
use domain::assignment::{Assignment, State};
use domain::audit::Entry;
use domain::authority::{self, Action, Facts};
use domain::change::{Change, Versioned};
use domain::day::Day;
use domain::draft::Fan;
use domain::id::{AssignmentId, MeasureId, PersonId, PlanId, RecordId, TaskId, UnitId, ViewId};
use domain::record::{self, RecordState};
use domain::refused::{Check, Refused};
use domain::task::{self, Origin, Task, Wording};
use std::collections::BTreeMap;
use store::{
    Conn, CriterionHead, DropView, Happened, MeasureHead, NewAssignment, NewTask, Page, Place, PlanHead,
    RecordFilter, RecordRow, SavedView, StageHead, VerdictRow, Visible, WorkFilter, WorkRow, WorkSort,
};

/// A page of the task list.
#[derive(Debug, Clone)]
pub struct Listed {
    pub leaf: Leaf<WorkRow, Key>,
    /// Rows of the whole list and before this page, each up to [`store::COUNTED`].
    pub total: i64,
    pub before: i64,
    pub views: Vec<SavedView>,
}

impl std::ops::Deref for Listed {
    type Target = Leaf<WorkRow, Key>;
    fn deref(&self) -> &Self::Target {
        &self.leaf
    }
}

/// The page key of a list of work: key of the order, and id.
pub type Key = (String, AssignmentId);

/// The page of saved views of the task list.
const PAGE: &str = "tasks";

/// The task list as the filter, the order and the scope of the reader let it be.
pub async fn list(
    app: &App,
    who: &Who,
    filter: &WorkFilter,
    sort: impl Into<WorkSort>,
    paging: impl Into<Paging<Key>>,
) -> Result<Listed> {
    let (sort, paging, today) = (sort.into(), paging.into(), app.today());
    let mut view = app.store.view().await?;
    let seen = visible(who, Action::ViewTask)?;
    let leaf = leaf(&mut view, who, &seen, filter, sort, today, &paging).await?;
    let Place { total, before } = match paging.turn.whole(&leaf) {
        Some(place) => place,
        None => view.work_place(who.bureau, &seen, filter, sort, today, leaf.prev.as_ref()).await?,
    };
    let views = view.saved_views(who.person, PAGE).await?;
    Ok(Listed { leaf, total, before, views })
}

async fn leaf(
    conn: &mut Conn,
    who: &Who,
    seen: &Visible,
    filter: &WorkFilter,
    sort: WorkSort,
    today: Day,
    Paging { turn, limit }: &Paging<Key>,
) -> Result<Leaf<WorkRow, Key>> {
    let page = Page { after: turn.key().cloned(), limit: limit + 1 };
    let way = if turn.back() { sort.reversed() } else { sort };
    let rows = conn.work_rows(who.bureau, seen, filter, way, today, page).await?;
    Ok(turn.leaf(rows, *limit, |row| (sort.key_of(row), row.id)))
}

/// Every row of the list up to `most`, and whether there were more: what an export takes.
pub async fn all(
    app: &App,
    who: &Who,
    filter: &WorkFilter,
    sort: WorkSort,
    most: usize,
) -> Result<(Vec<WorkRow>, bool)> {
    let mut view = app.store.view().await?;
    let seen = visible(who, Action::ViewTask)?;
    let mut walk = Walk::up_to(most);
    loop {
        let paging = Paging { turn: walk.turn.clone(), limit: 500 };
        if !walk.take(leaf(&mut view, who, &seen, filter, sort, app.today(), &paging).await?) {
            return Ok((walk.rows, walk.cut));
        }
    }
}

/// Keeps the filters of a list under a name.
pub async fn save_view(app: &App, who: &Who, name: &str, query: &str) -> Result<()> {
    authority::require_any(who, Action::SaveView)?;
    let mut check = Check::new();
    let name = check.text("name", "视图名称", name, 20);
    check.require(query.len() <= 2000, "name", "条件太多，存不下。");
    check.done()?;
    let view = SavedView {
        id: app.ids.make(),
        bureau: who.bureau,
        person: who.person,
        page: PAGE.into(),
        name,
        query: query.trim_start_matches('?').to_owned(),
    };
    let mut tx = app.store.begin().await?;
    if tx.saved_views(who.person, PAGE).await?.len() >= 20 {
        return Err(Error::field("name", "最多存 20 个视图，请先删掉不用的。"));
    }
    let entry = Entry::new(Action::SaveView, view.id);
    tx.apply(&app.stamp(who), Change::new(view, entry)).await?;
    Ok(tx.commit().await?)
}

/// Forgets a saved view of one's own.
pub async fn drop_view(app: &App, who: &Who, id: ViewId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let change = Change::new(DropView { id, person: who.person }, Entry::new(Action::SaveView, id));
    tx.apply(&app.stamp(who), change).await?;
    Ok(tx.commit().await?)
}

/// Everything the page of a task shows.
#[derive(Debug, Clone)]
pub struct TaskPage {
    pub task: Versioned<Task>,
    pub plan: Option<PlanHead>,
    pub measure: Option<MeasureHead>,
    pub stage: Option<StageHead>,
    pub author: String,
    /// Whom the task is given to as a kind, and since when.
    pub fan: Option<(Fan, Day)>,
    pub rows: Vec<WorkRow>,
    pub records: Vec<RecordRow>,
    pub history: Vec<Happened>,
    /// What was said to the records: why they came back.
    pub verdicts: Vec<VerdictRow>,
    /// Who reviews: persons named for the assignments, else those of 创建办.
    pub reviewers: Vec<String>,
    /// What records report in the unit of the task's quantity, by item: handed in, and accepted of it.
    pub reported: Vec<Reported>,
    /// Criteria of published standards that it serves.
    pub serves: Vec<CriterionHead>,
    pub rights: TaskRights,
}

/// The sum of one item that records report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    pub item: String,
    pub sum: String,
    pub accepted: String,
}

/// What the reader may do with a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaskRights {
    pub edit: bool,
    pub assign: bool,
    pub urge: bool,
    /// The assignment that the reader can answer now.
    pub answer: Option<AssignmentId>,
}

/// One task with its assignments, records and history.
pub async fn page(app: &App, who: &Who, id: TaskId) -> Result<TaskPage> {
    let mut view = app.store.view().await?;
    let mut sight = Sight::new(app);
    let (task, rows, facts) = seen(&mut sight, &mut view, who, id).await?;
    let author = match view.task_author(id).await? {
        Some(person) => view.person(person).await?.row.name,
        None => String::new(),
    };
    let plan = view.plan_heads(who.bureau).await?.into_iter().find(|plan| plan.id == task.plan);
    let measure = view.measure_heads(task.plan).await?.into_iter().find(|it| Some(it.id) == task.measure);
    let stage = view.stage_heads(task.plan).await?.into_iter().find(|it| Some(it.id) == task.stage);
    let filter = RecordFilter {
        visible: visible(who, Action::ViewRecord)?,
        task: Some(id),
        limit: 50,
        ..RecordFilter::default()
    };
    let records = view.record_rows(who.bureau, &filter).await?;
    let mut objects = vec![id.0];
    objects.extend(rows.iter().take(200).map(|row| row.id.0));
    let history = view.happened(who.bureau, &objects, 30).await?;
    let answered: Vec<RecordId> = records.iter().map(|row| row.record.id).collect();
    let verdicts = view.verdicts(who.bureau, &answered).await?;
    let reviewers = reviewers(&mut view, who, &rows).await?;
    let reported = reported(&mut view, &task).await?;
    let may = |action| authority::may(who, action, Action::ViewTask, &facts) == authority::Decision::Allow;
    let stands = task.void_reason.is_empty();
    let mut answer = None;
    for row in rows.iter().filter(|row| row.waiting()) {
        let own = sight.holders(&mut view, row).await?.contains(&who.person);
        let facts = sight.assignment(&mut view, row).await?;
        let may_file =
            authority::may(who, Action::FileRecord, Action::ViewTask, &facts) == authority::Decision::Allow;
        if may_file && (own || answer.is_none()) {
            answer = Some(row.id);
            if own {
                break;
            }
        }
    }
    let rights = TaskRights {
        edit: stands && may(Action::EditTask),
        assign: stands && may(Action::AssignTask),
        urge: stands && may(Action::UrgeTask) && rows.iter().any(|row| row.waiting()),
        answer: answer.filter(|_| stands),
    };
    let fan = view.fan_of(id).await?;
    let serves =
        if who.reach(Action::ViewStandard).is_some() { view.served_by(id).await? } else { Vec::new() };
    Ok(TaskPage {
        task,
        plan,
        measure,
        stage,
        author,
        fan,
        rows,
        records,
        history,
        verdicts,
        reviewers,
        reported,
        serves,
        rights,
    })
}

/// Reviewers by name; more than a few of them are 创建办 as a whole.
async fn reviewers(conn: &mut Conn, who: &Who, rows: &[WorkRow]) -> Result<Vec<String>> {
    let mut people: Vec<PersonId> = rows.iter().filter_map(|row| row.reviewer).collect();
    people.sort_unstable();
    people.dedup();
    if people.is_empty() {
        people = conn.office_people(who.bureau).await?;
    }
    people.truncate(4);
    Ok(conn.names_of(&people).await?)
}

/// Sums of what is counted in the task's own unit of measure.
async fn reported(conn: &mut Conn, task: &Task) -> Result<Vec<Reported>> {
    if task.quantity.is_empty() {
        return Ok(Vec::new());
    }
    let mut items: BTreeMap<String, Vec<(bool, String)>> = BTreeMap::new();
    for (state, figure) in conn.reported(task.id).await? {
        if figure.uom == task.uom {
            items.entry(figure.item).or_default().push((state == RecordState::Accepted, figure.value));
        }
    }
    let total = |values: &[(bool, String)], all: bool| {
        record::sum(values.iter().filter(|(accepted, _)| all || *accepted).map(|(_, value)| value.as_str()))
    };
    let told = |(item, values): (String, Vec<(bool, String)>)| Reported {
        item,
        sum: total(&values, true),
        accepted: total(&values, false),
    };
    Ok(items.into_iter().map(told).collect())
}

async fn seen(
    sight: &mut Sight,
    conn: &mut Conn,
    who: &Who,
    id: TaskId,
) -> Result<(Versioned<Task>, Vec<WorkRow>, Facts)> {
    let task = conn.task(id).await?;
    let rows = conn.rows_of_task(id).await?;
    let author = conn.task_author(id).await?;
    let all: Vec<Assignment> = rows.iter().map(|row| row.assignment.row.clone()).collect();
    let mut facts = sight.together(conn, all.iter(), author).await?;
    facts.bureau = Some(task.bureau);
    authority::require(who, Action::ViewTask, Action::ViewTask, &facts)?;
    Ok((task, rows, facts))
}

/// What is typed to add a task by hand.
#[derive(Debug, Clone, Default)]
pub struct Added {
    pub measure: Option<MeasureId>,
    pub words: Wording,
    pub due: Option<Day>,
}

/// 加任务: a duty that the paper does not name. It begins without an owner, in the queue.
pub async fn add(app: &App, who: &Who, plan: PlanId, added: &Added) -> Result<TaskId> {
    authority::require_any(who, Action::EditTask)?;
    let mut tx = app.store.begin().await?;
    let head =
        tx.plan_heads(who.bureau).await?.into_iter().find(|it| it.id == plan).ok_or(Refused::NotFound)?;
    if let Some(measure) = added.measure {
        let known = tx.measure_heads(plan).await?.iter().any(|it| it.id == measure);
        if !known {
            return Err(Error::field("measure", "请选择这个方案里的措施。"));
        }
    }
    let drawn = Drawn {
        position: next_position(&mut tx, plan).await?,
        days: added.due.into_iter().collect(),
        ..Drawn::default()
    };
    let (mut task, mut bare) = draw(app, who, &head, &drawn);
    let Wording { title, material, quantity, uom } = added.words.clone();
    task.task = Task { measure: added.measure, title, material, quantity, uom, ..task.task };
    for it in &mut bare {
        it.measure = added.measure;
    }
    let id = task.task.id;
    let entry = Entry::new(Action::EditTask, id).field("title", &task.task.title);
    tx.apply(&app.stamp(who), Change::new((task, bare), entry)).await?;
    tx.commit().await?;
    Ok(id)
}

/// A task that is added beside the paper, with the section that holds it, if one is known, and one
/// duty per day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Drawn {
    pub title: String,
    pub material: String,
    pub cadence: String,
    pub deadline: String,
    pub unit: Option<UnitId>,
    /// Without any the task has one duty that is due on no day.
    pub days: Vec<Day>,
    pub position: i64,
}

pub(crate) async fn next_position(conn: &mut Conn, plan: PlanId) -> Result<i64> {
    Ok(conn.tasks_of_plan(plan).await?.last().map_or(0, |task| task.position + 1))
}

/// The rows of an added task.
pub(crate) fn draw(app: &App, who: &Who, plan: &PlanHead, drawn: &Drawn) -> (NewTask, Vec<NewAssignment>) {
    let several = drawn.days.len() > 1;
    let task = Task {
        id: app.ids.make(),
        bureau: who.bureau,
        campaign: plan.campaign,
        plan: plan.id,
        measure: None,
        stage: None,
        position: drawn.position,
        title: drawn.title.clone(),
        source: String::new(),
        span: None,
        cadence: drawn.cadence.clone(),
        deadline: drawn.deadline.clone(),
        due: drawn.days.first().copied().filter(|_| !several),
        quantity: String::new(),
        uom: String::new(),
        material: drawn.material.clone(),
        origin: Origin::Manual,
        void_reason: String::new(),
    };
    let duty = |due: Option<Day>| NewAssignment {
        assignment: Assignment {
            id: app.ids.make(),
            bureau: who.bureau,
            task: task.id,
            occurrence: due.filter(|_| several).map(occurrence).unwrap_or_default(),
            unit: drawn.unit,
            person: None,
            part: domain::assignment::Part::Doer,
            due,
            state: State::Todo,
            submitter: None,
            reviewer: None,
            return_reason: None,
            return_note: String::new(),
            valid_from: app.today(),
            valid_to: None,
        },
        plan: plan.id,
        measure: None,
        stage: None,
    };
    let duties = match drawn.days.as_slice() {
        [] => vec![duty(None)],
        days => days.iter().map(|day| duty(Some(*day))).collect(),
    };
    (NewTask { task, author: Some(who.person) }, duties)
}

/// A month where the day is its last, else the day.
fn occurrence(day: Day) -> String {
    if day == day.month_end() { format!("{}月", day.month()) } else { day.month_day_text() }
}

/// 改任务: other words. `version` is the one the form was filled on.
pub async fn reword(app: &App, who: &Who, id: TaskId, version: i64, words: &Wording) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let (held, _) = editable(app, &mut tx, who, id, version).await?;
    tx.apply(&app.stamp(who), task::reword(&held, words)?).await?;
    Ok(tx.commit().await?)
}

/// 改时限 of a task with all its open assignments.
pub async fn set_due(app: &App, who: &Who, id: TaskId, version: i64, due: Option<Day>) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let (held, all) = editable(app, &mut tx, who, id, version).await?;
    tx.apply(&app.stamp(who), task::set_due(&held, &all, due)?).await?;
    Ok(tx.commit().await?)
}

/// 作废 with a reason; what was accepted stays.
pub async fn void(app: &App, who: &Who, id: TaskId, version: i64, reason: &str) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let (held, all) = editable(app, &mut tx, who, id, version).await?;
    tx.apply(&app.stamp(who), task::void(&held, &all, reason)?).await?;
    Ok(tx.commit().await?)
}

async fn editable(
    app: &App,
    conn: &mut Conn,
    who: &Who,
    id: TaskId,
    version: i64,
) -> Result<(Versioned<Task>, Vec<Versioned<Assignment>>)> {
    let (held, _, facts) = seen(&mut Sight::new(app), conn, who, id).await?;
    authority::require(who, Action::EditTask, Action::ViewTask, &facts)?;
    if held.version != version {
        return Err(Refused::Stale.into());
    }
    Ok((held, conn.assignments_of_task(id).await?))
}

/// Plans and measures for forms.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    pub plans: Vec<PlanHead>,
    /// Measures of the newest plan.
    pub measures: Vec<MeasureHead>,
}

/// Measures of the newest plan, for the filters of a list.
pub async fn measures(app: &App, who: &Who) -> Result<Vec<MeasureHead>> {
    Ok(app.store.glance().await?.newest_measures(who.bureau).await?)
}

/// What a form offers to choose from.
pub async fn frame(app: &App, who: &Who) -> Result<Frame> {
    let mut view = app.store.view().await?;
    let plans = view.plan_heads(who.bureau).await?;
    let measures = match plans.first() {
        Some(plan) => view.measure_heads(plan.id).await?,
        None => Vec::new(),
    };
    Ok(Frame { plans, measures })
}
