//! Assignments as lists show them: my work, the task list, what is late. One row type, one filter,
//! one way to narrow it to what the reader may see.

use crate::clause::{Query, marks};
use crate::column::{Column, args};
use crate::db::Row;
use crate::{Conn, Result, assignment};
use domain::assignment::{Assignment, State};
use domain::change::Versioned;
use domain::day::{Day, Instant};
use domain::draft::MeasureKind;
use domain::id::{AssignmentId, BureauId, MeasureId, PersonId, PlanId, StageId, TaskId, UnitId};

mod sort;

pub use sort::{WorkOrder, WorkSort};

/// What a reader may see of a bureau's work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visible {
    All,
    Within {
        person: PersonId,
        /// Units that are seen with everything below them.
        subtrees: Vec<UnitId>,
        /// Units for which the person receives what is assigned to no person.
        receives: Vec<UnitId>,
    },
}

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

impl WorkTab {
    /// The order of a tab.
    pub fn sort(self) -> WorkSort {
        WorkSort { by: WorkOrder::Due, descending: self == Self::Done }
    }
}

/// Counts that a page shows stop here: beyond it, a reader does not care.
pub const COUNTED: i64 = 1000;

/// Figures in the menu stop here: every page counts them.
pub const MENU_COUNTED: i64 = 100;

/// A pattern for `like` without wildcards of the user's.
pub(crate) fn like(words: &str) -> String {
    format!("%{}%", words.trim().replace(['%', '_', '\\'], ""))
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
const JOINS: &str = "from assignment a join task t on t.id = a.task_id left join measure m on m.id = a.measure_id \
     left join unit u on u.id = a.unit_id left join person p on p.id = a.person_id";

fn select() -> String {
    let columns: Vec<String> = assignment::COLUMNS.split(", ").map(|it| format!("a.{}", it.trim())).collect();
    format!("select {}, {NAMES} {JOINS}", columns.join(", "))
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

/// Answering rows of a bureau that the reader may see and the filter lets through.
fn filtered(bureau: BureauId, visible: &Visible, filter: &WorkFilter, today: Day) -> Query {
    let mut query = Query::new(
        " where a.bureau_id = ? and a.part in ('lead', 'doer') and a.valid_to is null",
        args![bureau],
    );
    narrow(&mut query, visible);
    match filter.state {
        WorkState::Any => query.push(" and a.state <> 'void'", args![]),
        WorkState::Open => query.push(" and a.state in ('todo', 'doing', 'returned', 'review')", args![]),
        WorkState::Late => query.push(" and a.waiting = ? and a.due_key < ?", args![true, today]),
        WorkState::Only(state) => query.push(" and a.state = ?", args![state]),
    }
    if let Some(plan) = filter.plan {
        query.push(" and a.plan_id = ?", args![plan]);
    }
    if !filter.measures.is_empty() {
        query.push(" and a.measure_id in (", args![]);
        push_list(&mut query, &filter.measures);
        query.push(")", args![]);
    }
    if let Some(unit) = filter.unit {
        query.push(
            " and a.unit_id in (select descendant_id from unit_closure where ancestor_id = ?)",
            args![unit],
        );
    }
    if let Some(person) = filter.person {
        query.push(" and a.person_id = ?", args![person]);
    }
    if let Some(from) = filter.from {
        query.push(" and a.due_key >= ?", args![from]);
    }
    if let Some(to) = filter.to {
        query.push(" and a.due_key <= ?", args![to]);
    }
    if filter.without_owner {
        query.push(" and a.unit_id is null and a.person_id is null", args![]);
    }
    if filter.without_date {
        query.push(" and a.due_key = ?", args![Day::MAX]);
    }
    if !filter.words.trim().is_empty() {
        let like = like(&filter.words);
        query.push(
            " and a.task_id in (select id from task where bureau_id = ? and (title like ? or source like ?))",
            args![bureau, like, like],
        );
    }
    if !filter.ids.is_empty() {
        query.push(" and a.id in (", args![]);
        push_list(&mut query, &filter.ids);
        query.push(")", args![]);
    }
    query
}

/// The scope as a condition: rows come by the indexes of person and unit, not by a scan.
fn narrow(query: &mut Query, visible: &Visible) {
    let Visible::Within { person, subtrees, receives } = visible else { return };
    query.push(" and a.id in (select id from assignment where person_id = ?", args![*person]);
    query.push(" union all select id from assignment where person_id is null and unit_id in (", args![]);
    push_list(query, receives);
    query.push(
        ") union all select id from assignment where unit_id in (select descendant_id from unit_closure where ancestor_id in (",
        args![],
    );
    push_list(query, subtrees);
    query.push(")))", args![]);
}

/// What a person holds: by name, or for a unit whose head or liaison the person is.
fn held(bureau: BureauId, person: PersonId, receives: &[UnitId], tab: WorkTab, today: Day) -> Query {
    let mut query = Query::new(" where a.bureau_id = ?", args![bureau]);
    if tab == WorkTab::Started {
        query.push(
            " and a.task_id in (select id from task where author_id = ?) and a.waiting = ?",
            args![person, true],
        );
        return query;
    }
    let waiting = matches!(tab, WorkTab::Todo | WorkTab::Late);
    query.push(
        " and a.id in (select id from assignment where person_id = ? and waiting = ?",
        args![person, waiting],
    );
    query.push(
        " union all select id from assignment where person_id is null and waiting = ? and unit_id in (",
        args![waiting],
    );
    push_list(&mut query, receives);
    query.push("))", args![]);
    match tab {
        WorkTab::Late => query.push(" and a.due_key < ?", args![today]),
        WorkTab::Done => query.push(" and a.state in ('done', 'review') and a.part in ('lead', 'doer')", args![]),
        WorkTab::Copied => query.push(
            " and a.part in ('copied', 'support', 'leader') and a.state not in ('void', 'done') and a.valid_to is null",
            args![],
        ),
        WorkTab::Todo | WorkTab::Started => {}
    }
    query
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
        let mut query = filtered(bureau, visible, filter, today);
        query.sql.insert_str(0, &select());
        sort.into().page(&mut query, &page);
        self.all(&query.sql, query.args, row).await
    }

    /// How many rows the filter lets through, up to [`COUNTED`].
    pub async fn work_count(
        &mut self,
        bureau: BureauId,
        visible: &Visible,
        filter: &WorkFilter,
        today: Day,
    ) -> Result<i64> {
        let query = filtered(bureau, visible, filter, today);
        self.capped(query, "from assignment a").await
    }

    /// How many rows of the list stand before a key, up to [`COUNTED`].
    pub async fn work_count_before(
        &mut self,
        bureau: BureauId,
        visible: &Visible,
        filter: &WorkFilter,
        sort: WorkSort,
        today: Day,
        key: &(String, AssignmentId),
    ) -> Result<i64> {
        let mut query = filtered(bureau, visible, filter, today);
        sort.reversed().behind(&mut query, key);
        self.capped(query, sort.joined()).await
    }

    async fn capped(&mut self, mut query: Query, from: &str) -> Result<i64> {
        query.sql.insert_str(0, &format!("select count(*) as n from (select 1 as one {from}"));
        query.push(" limit ?) capped", args![COUNTED]);
        self.number(&query.sql, query.args).await
    }

    /// A page of one tab of 我的工作 by due day: what is done latest first, the rest in its order.
    pub async fn my_rows(
        &mut self,
        bureau: BureauId,
        person: PersonId,
        receives: &[UnitId],
        tab: WorkTab,
        today: Day,
        page: Page<(String, AssignmentId)>,
    ) -> Result<Vec<WorkRow>> {
        self.my_rows_sorted(bureau, person, receives, tab, tab.sort(), today, page).await
    }

    /// The same, in either direction.
    #[expect(clippy::too_many_arguments, reason = "a page of a tab of a person, read in a direction")]
    pub async fn my_rows_sorted(
        &mut self,
        bureau: BureauId,
        person: PersonId,
        receives: &[UnitId],
        tab: WorkTab,
        sort: WorkSort,
        today: Day,
        page: Page<(String, AssignmentId)>,
    ) -> Result<Vec<WorkRow>> {
        let mut query = held(bureau, person, receives, tab, today);
        query.sql.insert_str(0, &select());
        sort.page(&mut query, &page);
        self.all(&query.sql, query.args, row).await
    }

    /// How many rows of a tab stand before a key, up to [`COUNTED`].
    pub async fn my_count_before(
        &mut self,
        bureau: BureauId,
        person: PersonId,
        receives: &[UnitId],
        tab: WorkTab,
        today: Day,
        key: &(String, AssignmentId),
    ) -> Result<i64> {
        let mut query = held(bureau, person, receives, tab, today);
        tab.sort().reversed().behind(&mut query, key);
        self.capped(query, "from assignment a").await
    }

    /// How many rows a tab of 我的工作 has, up to [`COUNTED`].
    pub async fn my_count(
        &mut self,
        bureau: BureauId,
        person: PersonId,
        receives: &[UnitId],
        tab: WorkTab,
        today: Day,
    ) -> Result<i64> {
        let query = held(bureau, person, receives, tab, today);
        self.capped(query, "from assignment a").await
    }

    /// How much a person has to do, up to [`MENU_COUNTED`].
    pub async fn my_todo(
        &mut self,
        bureau: BureauId,
        person: PersonId,
        receives: &[UnitId],
        today: Day,
    ) -> Result<i64> {
        let mut query = held(bureau, person, receives, WorkTab::Todo, today);
        query.sql.insert_str(0, "select count(*) as n from (select 1 as one from assignment a");
        query.push(" limit ?) capped", args![MENU_COUNTED]);
        self.number(&query.sql, query.args).await
    }

    /// All assignments of a task with their names, those that answer first.
    pub async fn rows_of_task(&mut self, task: TaskId) -> Result<Vec<WorkRow>> {
        let sql = format!(
            "{} where a.task_id = $1 order by case a.part when 'leader' then 0 when 'lead' then 1 when 'doer' then 2 \
             when 'support' then 3 else 4 end, a.due_key, u.position, a.id limit 2000",
            select()
        );
        self.all(&sql, args![task], row).await
    }

    /// Assignments with their names, in the order of their due days.
    pub async fn rows_of(&mut self, ids: &[AssignmentId]) -> Result<Vec<WorkRow>> {
        let mut query = Query::new(&select(), args![]).and(" where a.id in (", args![]);
        push_list(&mut query, ids);
        query.push(") order by a.due_key, a.id", args![]);
        self.all(&query.sql, query.args, row).await
    }

    /// Units for which a person receives today what is assigned to no person.
    pub async fn receives(&mut self, person: PersonId, today: Day) -> Result<Vec<UnitId>> {
        self.all(
            "select distinct unit_id from membership where person_id = $1 and (heads = $3 or liaison = $3) \
             and valid_from <= $2 and (valid_to is null or valid_to >= $2)",
            args![person, today, true],
            |row| row.get("unit_id"),
        )
        .await
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

/// A person as pickers offer them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonChoice {
    pub id: PersonId,
    pub name: String,
    pub initials: String,
    pub unit: Option<UnitId>,
    pub unit_name: String,
}

impl Conn {
    /// Persons who serve today, with the unit of each service, by unit and name; only below `units`
    /// unless that is empty.
    pub async fn person_choices(
        &mut self,
        bureau: BureauId,
        units: &[UnitId],
        today: Day,
    ) -> Result<Vec<PersonChoice>> {
        let mut query = Query::new(
            "select p.id, p.name, p.initials, m.unit_id, u.name as unit_name from person p \
             join membership m on m.person_id = p.id and m.valid_from <= ? and (m.valid_to is null or m.valid_to >= ?) \
             join unit u on u.id = m.unit_id where p.bureau_id = ? and (p.left_on is null or p.left_on > ?)",
            args![today, today, bureau, today],
        );
        if !units.is_empty() {
            query.push(
                " and m.unit_id in (select descendant_id from unit_closure where ancestor_id in (",
                args![],
            );
            push_list(&mut query, units);
            query.push("))", args![]);
        }
        query.push(" order by u.position, u.name, p.name, p.id limit 2000", args![]);
        self.all(&query.sql, query.args, |row| {
            Ok(PersonChoice {
                id: row.get("id")?,
                name: row.get("name")?,
                initials: row.get("initials")?,
                unit: row.opt("unit_id")?,
                unit_name: row.get("unit_name")?,
            })
        })
        .await
    }
}
