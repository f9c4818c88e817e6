//! Assignments as lists show them: my work, the task list, what is late. One row type, one filter,
//! one way to narrow it to what the reader may see.

use crate::clause::{Query, marks, spelled};
use crate::column::{Column, args};
use crate::db::Row;
use crate::record::reviews;
use crate::sift::{Started, held, todo};
use crate::way::{Part, Ways};
use crate::{Conn, Result, Visible, WorkSort, assignment};
use domain::assignment::{Assignment, State};
use domain::authority::Actor;
use domain::change::Versioned;
use domain::day::{Day, Instant};
use domain::draft::MeasureKind;
use domain::id::{AssignmentId, BureauId, MeasureId, PersonId, PlanId, StageId, TaskId, UnitId};

/// One assignment with the words of its task, measure, unit and person.
#[derive(Debug, Clone)]
pub struct WorkRow {
    pub assignment: Versioned<Assignment>,
    pub plan: PlanId,
    pub stage: Option<StageId>,
    pub measure: Option<MeasureId>,
    pub measure_number: String,
    /// None where the task stands under no heading.
    pub measure_kind: Option<MeasureKind>,
    pub measure_title: String,
    pub measure_leader: Option<PersonId>,
    pub task_title: String,
    pub unit_name: String,
    pub person_name: String,
    /// Who reviews it; empty where 创建办 does.
    pub reviewer_name: String,
    /// Records filed for it, drafts not counted.
    pub records: i64,
    pub changed: Instant,
}

impl std::ops::Deref for WorkRow {
    type Target = Assignment;
    fn deref(&self) -> &Assignment {
        &self.assignment.row
    }
}

/// Which states a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WorkState {
    /// Everything that was not voided.
    #[default]
    Any,
    /// Not yet done: the holder or the reviewer still has to act.
    Open,
    /// Due before today and still expected.
    Late,
    Only(State),
}

/// Filters of the task list.
#[derive(Debug, Clone, Default)]
pub struct WorkFilter {
    pub plan: Option<PlanId>,
    pub measures: Vec<MeasureId>,
    /// This unit and everything below it.
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    pub state: WorkState,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub without_owner: bool,
    pub without_date: bool,
    pub words: String,
    /// Only these rows: a selection.
    pub ids: Vec<AssignmentId>,
}

/// A page of a list.
#[derive(Debug, Clone, Copy)]
pub struct Page<K> {
    pub after: Option<K>,
    pub limit: i64,
}

/// Tabs of 我的工作.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkTab {
    Todo,
    Late,
    Done,
    Started,
    Copied,
}

/// How many rows the tabs of 我的工作 have: the open one up to [`COUNTED`], the others up to
/// [`MENU_COUNTED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MyCounts {
    pub todo: i64,
    pub late: i64,
    pub done: i64,
    pub started: i64,
    pub copied: i64,
    /// Rows of the open tab before the page, up to [`COUNTED`].
    pub before: i64,
    /// Records of the bureau that wait for a review.
    pub reviews: i64,
}

/// Where a page stands in its list: rows of the whole list and before the page, each up to
/// [`COUNTED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    pub total: i64,
    pub before: i64,
}

/// Counts that a page shows stop here: beyond it, a reader does not care.
pub const COUNTED: i64 = 1000;

/// Figures in the menu stop here: every page counts them.
pub const MENU_COUNTED: i64 = 100;

/// A pattern for `like` without wildcards of the user's.
pub(crate) fn like(words: &str) -> String {
    format!("%{}%", words.trim().replace(['%', '_', '\\'], ""))
}

/// `column in (?, ?)` with the values of a list.
pub(crate) fn listed<T: Column>(column: &str, list: &[T]) -> Part {
    Part::new(
        &format!("{column} in ({})", marks(list.len())),
        list.iter().map(|it| T::arg(Some(it))).collect(),
    )
}

/// `?, ?` with the values of a list, or nothing that matches.
pub(crate) fn push_list<T: Column>(query: &mut Query, list: &[T]) {
    query.push(&marks(list.len()), list.iter().map(|it| T::arg(Some(it))).collect());
}

const NAMES: &str = "a.plan_id, a.stage_id, a.measure_id, a.changed, t.title as task_title, m.number as measure_number, \
     m.kind as measure_kind, m.title as measure_title, m.leader_id as measure_leader, u.name as unit_name, p.name as person_name, \
     (select name from person where person.id = a.reviewer_id) as reviewer_name, \
     (select count(*) from record_assignment x join record r on r.id = x.record_id \
      where x.assignment_id = a.id and r.state not in ('draft', 'void')) as records";
const JOINS: &str = "join task t on t.id = a.task_id left join measure m on m.id = a.measure_id \
     left join unit u on u.id = a.unit_id left join person p on p.id = a.person_id";

/// Rows with their names from a source in which the assignment is `a`.
fn select(from: &str) -> String {
    format!("select {}, {NAMES} from {from} {JOINS}", spelled("a", assignment::COLUMNS))
}

fn row(row: &Row) -> Result<WorkRow> {
    let text = |name| row.opt::<String>(name).map(Option::unwrap_or_default);
    Ok(WorkRow {
        assignment: assignment::from(row)?,
        plan: row.get("plan_id")?,
        stage: row.opt("stage_id")?,
        measure: row.opt("measure_id")?,
        measure_number: text("measure_number")?,
        measure_kind: match row.opt::<MeasureId>("measure_id")? {
            Some(_) => Some(row.opt("measure_kind")?.unwrap_or(MeasureKind::Measure)),
            None => None,
        },
        measure_title: text("measure_title")?,
        measure_leader: row.opt("measure_leader")?,
        task_title: row.get("task_title")?,
        unit_name: text("unit_name")?,
        person_name: text("person_name")?,
        reviewer_name: text("reviewer_name")?,
        records: row.get("records")?,
        changed: row.get("changed")?,
    })
}

/// How many of them stand before a key.
fn before(ways: &Ways, mut part: Part, sort: WorkSort, key: &(String, AssignmentId)) -> Part {
    part.add(&sort.reversed().behind(key));
    ways.count(&part, sort.order(), COUNTED)
}

/// The count of nothing.
fn none() -> Part {
    Part::new("select cast(0 as bigint) as n", args![])
}

impl Conn {
    /// A page of the task list, with its order's key.
    pub async fn work_rows(
        &mut self,
        bureau: BureauId,
        visible: &Visible,
        filter: &WorkFilter,
        sort: impl Into<WorkSort>,
        today: Day,
        page: Page<(String, AssignmentId)>,
    ) -> Result<Vec<WorkRow>> {
        let (ways, part) = self.filtered(bureau, visible, filter, today, false).await?;
        self.page(&ways, part, sort.into(), page).await
    }

    /// How many rows the filter lets through, up to [`COUNTED`].
    pub async fn work_count(
        &mut self,
        bureau: BureauId,
        visible: &Visible,
        filter: &WorkFilter,
        today: Day,
    ) -> Result<i64> {
        let (ways, part) = self.filtered(bureau, visible, filter, today, true).await?;
        let query = ways.count(&part, WorkSort::default().order(), COUNTED).query();
        self.number(&query.sql, query.args).await
    }

    /// Where a page stands in the list; `first` is the key of its first row where a page stands before.
    pub async fn work_place(
        &mut self,
        bureau: BureauId,
        visible: &Visible,
        filter: &WorkFilter,
        sort: WorkSort,
        today: Day,
        first: Option<&(String, AssignmentId)>,
    ) -> Result<Place> {
        let (ways, part) = self.filtered(bureau, visible, filter, today, true).await?;
        let before = first.map(|key| before(&ways, part.clone(), sort, key));
        self.place(ways.count(&part, WorkSort::default().order(), COUNTED), before).await
    }

    /// The rows of one page: first their keys, then everything that a list shows of them.
    async fn page(
        &mut self,
        ways: &Ways,
        mut part: Part,
        sort: WorkSort,
        page: Page<(String, AssignmentId)>,
    ) -> Result<Vec<WorkRow>> {
        if let Some(key) = &page.after {
            part.add(&sort.behind(key));
        }
        let keys = ways.keys(&part, sort.order(), page.limit);
        let from = format!("({}) k join assignment a on a.id = k.id", keys.sql);
        let query = Part::new(&format!("{}{}", select(&from), sort.order().of_rows()), keys.args).query();
        self.all(&query.sql, query.args, row).await
    }

    /// A page of one tab of 我的工作, in either direction: what is done latest first, the rest by due day.
    pub async fn my_rows(
        &mut self,
        actor: &Actor,
        started: &Started,
        tab: WorkTab,
        sort: WorkSort,
        today: Day,
        page: Page<(String, AssignmentId)>,
    ) -> Result<Vec<WorkRow>> {
        match held(actor, started, tab, today) {
            Some((ways, part)) => self.page(&ways, part, sort, page).await,
            None => Ok(Vec::new()),
        }
    }

    /// The first rows of what an actor has to do.
    pub async fn my_todo(&mut self, actor: &Actor, today: Day, limit: i64) -> Result<Vec<WorkRow>> {
        let (ways, part) = todo(actor, today);
        self.page(&ways, part, WorkTab::Todo.sort(), Page { after: None, limit }).await
    }

    /// How many rows each tab of 我的工作 has, how many of the open one stand before a key, and how many
    /// records wait for a review.
    pub async fn my_counts(
        &mut self,
        actor: &Actor,
        started: &Started,
        open: WorkTab,
        today: Day,
        first: Option<&(String, AssignmentId)>,
    ) -> Result<MyCounts> {
        let of = |tab: WorkTab| match held(actor, started, tab, today) {
            Some((ways, part)) => {
                ways.count(&part, tab.sort().order(), if tab == open { COUNTED } else { MENU_COUNTED })
            }
            None => none(),
        };
        let before = first.and_then(|key| {
            let (ways, part) = held(actor, started, open, today)?;
            Some(before(&ways, part, open.sort(), key))
        });
        let [todo, late, done, started, copied, before, reviews] = self
            .numbers([
                of(WorkTab::Todo),
                of(WorkTab::Late),
                of(WorkTab::Done),
                of(WorkTab::Started),
                of(WorkTab::Copied),
                before.unwrap_or_else(none),
                reviews(actor.bureau, None),
            ])
            .await?;
        Ok(MyCounts { todo, late, done, started, copied, before, reviews })
    }

    /// All assignments of a task with their names, those that answer first.
    pub async fn rows_of_task(&mut self, task: TaskId) -> Result<Vec<WorkRow>> {
        let sql = format!(
            "{} where a.task_id = $1 order by case a.part when 'leader' then 0 when 'lead' then 1 when 'doer' then 2 \
             when 'support' then 3 else 4 end, a.due_key, u.position, a.id limit 2000",
            select("assignment a")
        );
        self.all(&sql, args![task], row).await
    }

    /// Assignments with their names, in the order of their due days.
    pub async fn rows_of(&mut self, ids: &[AssignmentId]) -> Result<Vec<WorkRow>> {
        let mut query = Query::new(&select("assignment a"), args![]).and(" where a.id in (", args![]);
        push_list(&mut query, ids);
        query.push(") order by a.due_key, a.id", args![]);
        self.all(&query.sql, query.args, row).await
    }

    /// Heads and liaisons of a unit today: who receives what is assigned to the unit.
    pub async fn receivers(&mut self, unit: UnitId, today: Day) -> Result<Vec<PersonId>> {
        self.all(
            "select distinct person_id from membership where unit_id = $1 and (heads = $3 or liaison = $3) \
             and valid_from <= $2 and (valid_to is null or valid_to >= $2)",
            args![unit, today, true],
            |row| row.get("person_id"),
        )
        .await
    }

    /// The same of several units, each with those who receive for it.
    pub async fn receivers_among(&mut self, units: &[UnitId], today: Day) -> Result<Vec<(UnitId, PersonId)>> {
        let mut query =
            Query::new("select distinct unit_id, person_id from membership where unit_id in (", args![]);
        push_list(&mut query, units);
        query.push(
            ") and (heads = ? or liaison = ?) and valid_from <= ? and (valid_to is null or valid_to >= ?)",
            args![true, true, today, today],
        );
        self.all(&query.sql, query.args, |row| Ok((row.get("unit_id")?, row.get("person_id")?))).await
    }

    /// Whether an assignment was urged since an instant.
    pub async fn urged_since(&mut self, assignment: AssignmentId, since: Instant) -> Result<bool> {
        let n = self
            .number(
                "select count(*) as n from message where object_id = $1 and reason = 'urged' and created >= $2",
                args![assignment, since],
            )
            .await?;
        Ok(n > 0)
    }

    /// Which of some assignments were urged since an instant.
    pub async fn urged_among(&mut self, all: &[AssignmentId], since: Instant) -> Result<Vec<AssignmentId>> {
        let mut query = Query::new("select distinct object_id from message where object_id in (", args![]);
        push_list(&mut query, all);
        query.push(") and reason = 'urged' and created >= ?", args![since]);
        self.all(&query.sql, query.args, |row| row.get("object_id")).await
    }

    /// The unit that holds most of a measure's work, and how much.
    pub async fn busiest_unit(
        &mut self,
        bureau: BureauId,
        measure: MeasureId,
    ) -> Result<Option<(UnitId, i64)>> {
        self.maybe(
            "select unit_id, count(*) as n from assignment where measure_id = $1 and bureau_id = $2 and part in ('lead', 'doer') \
             and valid_to is null and unit_id is not null group by unit_id order by n desc, unit_id limit 1",
            args![measure, bureau],
            |row| Ok((row.get("unit_id")?, row.get("n")?)),
        )
        .await
    }

    /// Persons of the bureau who review: holders of the office role with an active account.
    pub async fn office_people(&mut self, bureau: BureauId) -> Result<Vec<PersonId>> {
        self.all(
            "select distinct c.person_id from role_grant g join account c on c.id = g.account_id \
             where g.bureau_id = $1 and g.role = 'office' and g.state = 'active' and c.state = 'active'",
            args![bureau],
            |row| row.get("person_id"),
        )
        .await
    }
}
