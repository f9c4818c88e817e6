//! 任务分解表 out and in: tasks to .xlsx and .docx, the .xlsx back as a reviewed change.
//!
//! A row carries the id of its task and a stamp: version and digest of what the row was made from. A
//! row whose task has changed since is stale; it is reported and left alone.

mod docx;
mod sheet;
mod xlsx;

pub(crate) use sheet::read as read_sheet;

use crate::sight::{Sight, visible};
use crate::{App, Error, Result, Who};
use domain::assignment::Assignment;
use domain::authority::{self, Action, Decision, Facts};
use domain::change::Versioned;
use domain::code::Code;
use domain::day::Day;
use domain::id::{BureauId, PlanId, TaskId};
use domain::refused::Refused;
use domain::table::{self, CellChange, CellError, Cells, Column, Named, ReadRow, Roster, Seat, compose};
use domain::task::Task;
use std::io;
use store::{Conn, NewAssignment, Page, WorkFilter, WorkOrder, WorkRow};

/// Tasks of one table. A plan has hundreds.
const MOST_TASKS: usize = 5_000;

/// One row that goes out.
#[derive(Debug, Clone)]
pub struct TableRow {
    pub task: TaskId,
    pub stamp: String,
    pub cells: Cells,
}

/// A table that goes out.
#[derive(Debug, Clone)]
pub struct Table {
    /// What stands above it and names the file.
    pub title: String,
    pub day: Day,
    pub rows: Vec<TableRow>,
}

impl Table {
    pub fn xlsx(&self) -> Result<Vec<u8>> {
        xlsx::write(self)
    }

    pub fn docx(&self) -> Result<Vec<u8>> {
        docx::write(self)
    }
}

/// The table of a plan: its tasks of which the actor may export something.
pub async fn of_plan(app: &App, who: &Who, plan: PlanId) -> Result<Table> {
    authority::require_any(who, Action::ExportTasks)?;
    let mut view = app.store.view().await?;
    let head = view
        .plan_heads(who.bureau)
        .await?
        .into_iter()
        .find(|head| head.id == plan)
        .ok_or(Refused::NotFound)?;
    let tasks = view.tasks_of_plan(plan).await?;
    let mut rows = Vec::new();
    let mut sight = Sight::new(app);
    for task in tasks.iter().filter(|task| task.void_reason.is_empty()).take(MOST_TASKS) {
        let held = view.rows_of_task(task.id).await?;
        if may_export(who, &mut sight, &mut view, task, &held).await? {
            rows.push(row(task, &held));
        }
    }
    number(&mut rows);
    Ok(Table { title: format!("{}任务分解表", head.title), day: app.today(), rows })
}

/// The table of the task list as it is filtered.
pub async fn of_filter(app: &App, who: &Who, filter: &WorkFilter) -> Result<Table> {
    let mut view = app.store.view().await?;
    let seen = visible(who, Action::ExportTasks)?;
    let mut ids: Vec<TaskId> = Vec::new();
    let mut after = None;
    loop {
        let page = Page { after: after.take(), limit: 500 };
        let found = view.work_rows(who.bureau, &seen, filter, WorkOrder::Due, app.today(), page).await?;
        let full = found.len() == 500;
        let last = found.last().map(|it| (it.due.unwrap_or(Day::MAX).to_string(), it.id));
        for it in found {
            if ids.len() < MOST_TASKS && !ids.contains(&it.task) {
                ids.push(it.task);
            }
        }
        if !full || ids.len() >= MOST_TASKS {
            break;
        }
        after = last;
    }
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let task = view.task(id).await?;
        rows.push(row(&task, &view.rows_of_task(id).await?));
    }
    number(&mut rows);
    Ok(Table { title: "任务分解表".into(), day: app.today(), rows })
}

async fn may_export(
    who: &Who,
    sight: &mut Sight,
    conn: &mut Conn,
    task: &Task,
    held: &[WorkRow],
) -> Result<bool> {
    let mut facts = sight.together(conn, held.iter().map(|it| &it.assignment.row), None).await?;
    facts.bureau = Some(task.bureau);
    Ok(authority::may(who, Action::ExportTasks, Action::ViewTask, &facts) == Decision::Allow)
}

fn row(task: &Versioned<Task>, held: &[WorkRow]) -> TableRow {
    let named: Vec<Named<'_>> = held
        .iter()
        .map(|it| Named { assignment: &it.assignment.row, unit: &it.unit_name, person: &it.person_name })
        .collect();
    let cells = compose(task, &named);
    TableRow { task: task.id, stamp: stamp(task.version, &cells), cells }
}

fn stamp(version: i64, cells: &Cells) -> String {
    let digest = store::sm3_hex(cells.editable_text().as_bytes());
    format!("{version}-{}", &digest[..16])
}

fn number(rows: &mut [TableRow]) {
    for (number, row) in (1..).zip(rows) {
        row.cells.set(Column::Number, format!("{number}"));
    }
}

/// A task of which a returned sheet asks something.
#[derive(Debug, Clone)]
pub struct Proposed {
    pub row: ReadRow,
    pub title: String,
    pub changes: Vec<CellChange>,
}

/// What a returned sheet would do. Nothing is written yet.
#[derive(Debug, Clone, Default)]
pub struct Review {
    pub proposed: Vec<Proposed>,
    pub errors: Vec<CellError>,
    /// Rows whose task changed since the sheet was made: line and title.
    pub stale: Vec<(u32, String)>,
    /// Rows that name no task.
    pub unknown: Vec<u32>,
    pub same: usize,
}

/// Reads a sheet that came back and holds it against the present.
pub async fn review(
    app: &App,
    who: &Who,
    name: &str,
    mut from: impl io::Read + Send + 'static,
) -> Result<Review> {
    authority::require_any(who, Action::ImportTasks)?;
    let (reader, name) = (app.reader.clone(), name.to_owned());
    let sheet = tokio::task::spawn_blocking(move || reader.table(&mut from, &name)).await?;
    let sheet = sheet.map_err(|sentence| Error::field("file", sentence))?;
    let reading = table::read(&sheet);
    let mut review = Review { errors: reading.errors, unknown: reading.unknown, ..Review::default() };
    let mut view = app.store.view().await?;
    let roster = roster(app, &mut view, who.bureau).await?;
    for row in reading.rows {
        match look(&mut view, who, &row, &roster).await? {
            Look::Gone => review.errors.push(CellError::new(
                row.line,
                "",
                "没有找到这项任务，可能已经作废，请删去这一行。",
            )),
            Look::Stale(title) => review.stale.push((row.line, title)),
            Look::Wrong(errors) => review.errors.extend(errors),
            Look::Same => review.same += 1,
            Look::Asks(asked) => {
                // The rules are tried without writing, so that the review names what they refuse.
                let held: Vec<Versioned<Assignment>> = asked.held;
                match table::decide(&asked.task, &held, &asked.wanted, &roster, &*app.ids, app.today()) {
                    Ok(_) => review.proposed.push(Proposed {
                        title: asked.task.title.clone(),
                        changes: asked.changes,
                        row,
                    }),
                    Err(refused) => review.errors.push(CellError::new(row.line, "", sentence(refused))),
                }
            }
        }
    }
    review.errors.sort_by_key(|error| error.line);
    Ok(review)
}

fn sentence(refused: Refused) -> String {
    match refused {
        Refused::Invalid(fields) => fields.into_iter().map(|field| field.sentence).collect(),
        other => other.to_string(),
    }
}

/// What became of an agreed sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    pub tasks: usize,
    pub cells: usize,
    /// Lines whose task changed between the review and now.
    pub stale: Vec<u32>,
}

/// Applies rows that a person has agreed to, in one transaction: all that are not stale, or nothing.
pub async fn apply(app: &App, who: &Who, rows: &[ReadRow]) -> Result<Applied> {
    authority::require_any(who, Action::ImportTasks)?;
    if rows.len() > MOST_TASKS {
        return Err(Error::rule(format!("一次最多回填 {MOST_TASKS} 项任务，请分几次办理。")));
    }
    let mut tx = app.store.begin().await?;
    let roster = roster(app, &mut tx, who.bureau).await?;
    let mut applied = Applied::default();
    for row in rows {
        let asked = match look(&mut tx, who, row, &roster).await? {
            Look::Asks(asked) => asked,
            Look::Same => continue,
            Look::Stale(_) | Look::Gone => {
                applied.stale.push(row.line);
                continue;
            }
            Look::Wrong(errors) => {
                let told: Vec<String> = errors.iter().map(ToString::to_string).collect();
                return Err(Error::rule(told.join("")));
            }
        };
        let change = table::decide(&asked.task, &asked.held, &asked.wanted, &roster, &*app.ids, app.today())?;
        let task = &asked.task.row;
        let written = change.map(|next| {
            let new: Vec<NewAssignment> = next
                .new
                .into_iter()
                .map(|assignment| NewAssignment {
                    assignment,
                    plan: task.plan,
                    measure: task.measure,
                    stage: task.stage,
                })
                .collect();
            ((next.task, next.moved), new)
        });
        tx.apply(&app.stamp(who), written).await?;
        applied.tasks += 1;
        applied.cells += asked.changes.len();
    }
    tx.commit().await?;
    Ok(applied)
}

/// How a returned row stands to its task.
enum Look {
    Gone,
    Stale(String),
    Wrong(Vec<CellError>),
    Same,
    Asks(Box<Asked>),
}

struct Asked {
    task: Versioned<Task>,
    held: Vec<Versioned<Assignment>>,
    changes: Vec<CellChange>,
    wanted: table::Wanted,
}

async fn look(conn: &mut Conn, who: &Who, returned: &ReadRow, roster: &Roster) -> Result<Look> {
    let task = match conn.task(returned.task).await {
        Ok(task) if task.bureau == who.bureau && task.void_reason.is_empty() => task,
        Ok(_) | Err(store::StoreError::NotFound) => return Ok(Look::Gone),
        Err(error) => return Err(error.into()),
    };
    let held = conn.rows_of_task(task.id).await?;
    let facts = Facts { bureau: Some(task.bureau), ..Facts::default() };
    authority::require(who, Action::ImportTasks, Action::ViewTask, &facts)?;
    let now = row(&task, &held);
    let held: Vec<Versioned<Assignment>> = held.into_iter().map(|it| it.assignment).collect();
    let recurs = held.iter().any(|it| it.counted() && !it.occurrence.is_empty());
    Ok(match table::want(&now.cells, returned, recurs, roster) {
        Ok((changes, _)) if changes.is_empty() => Look::Same,
        _ if now.stamp != returned.stamp => Look::Stale(task.row.title),
        Ok((changes, wanted)) => Look::Asks(Box::new(Asked { task, held, changes, wanted })),
        Err(errors) => Look::Wrong(errors),
    })
}

/// Units and persons of today, for the names in a sheet.
async fn roster(app: &App, conn: &mut Conn, bureau: BureauId) -> Result<Roster> {
    let units =
        conn.units(bureau, app.today()).await?.into_iter().map(|unit| (unit.id, unit.row.name)).collect();
    let mut people: Vec<Seat> = Vec::new();
    for (person, name, unit) in conn.seats(bureau, app.today()).await? {
        match people.last_mut() {
            Some(last) if last.person == person => last.units.extend(unit),
            _ => people.push(Seat { person, name, units: unit.into_iter().collect() }),
        }
    }
    Ok(Roster { units, people })
}

/// Heads of the sheet: what people see, then what the machine needs.
fn heads() -> Vec<&'static str> {
    let mut heads: Vec<&str> = Column::ALL.iter().map(|column| column.label()).collect();
    heads.extend([table::ID, table::STAMP]);
    heads
}
