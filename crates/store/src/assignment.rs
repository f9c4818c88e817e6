//! Assignments: the only rows with state. Their writers keep the tally and the derived columns
//! `waiting` and `due_key`, by which lists are read.

use crate::column::{Arg, args};
use crate::db::Row;
use crate::tally::Delta;
use crate::{Apply, Conn, Result, Stamp, StoreError};
use domain::assignment::Assignment;
use domain::change::Versioned;
use domain::day::Day;
use domain::id::{AssignmentId, MeasureId, PlanId, StageId, TaskId};

pub(crate) const COLUMNS: &str = "id, bureau_id, task_id, occurrence, unit_id, person_id, part, due, state, submitter_id, \
     reviewer_id, return_reason, return_note, valid_from, valid_to, version";

pub(crate) fn from(row: &Row) -> Result<Versioned<Assignment>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Assignment {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            task: row.get("task_id")?,
            occurrence: row.get("occurrence")?,
            unit: row.opt("unit_id")?,
            person: row.opt("person_id")?,
            part: row.get("part")?,
            due: row.opt("due")?,
            state: row.get("state")?,
            submitter: row.opt("submitter_id")?,
            reviewer: row.opt("reviewer_id")?,
            return_reason: row.opt("return_reason")?,
            return_note: row.get("return_note")?,
            valid_from: row.get("valid_from")?,
            valid_to: row.opt("valid_to")?,
        },
    })
}

/// An assignment that did not exist before, with the place of its task in the plan.
#[derive(Debug, Clone)]
pub struct NewAssignment {
    pub assignment: Assignment,
    pub plan: PlanId,
    pub measure: Option<MeasureId>,
    pub stage: Option<StageId>,
}

/// Many new assignments at once: thousands of rows in a few statements.
#[derive(Debug, Clone)]
pub struct NewAssignments(pub Vec<NewAssignment>);

const INSERT: &str = "insert into assignment (id, bureau_id, plan_id, measure_id, stage_id, task_id, occurrence, unit_id, \
     person_id, part, due, due_key, state, waiting, submitter_id, reviewer_id, return_reason, return_note, valid_from, \
     valid_to, changed, version) values ";
const WIDTH: usize = 22;
/// Rows per statement; both engines take more parameters than this needs.
const BATCH: usize = 200;

impl Apply for NewAssignment {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        insert(conn, stamp, std::slice::from_ref(self)).await
    }
}

impl Apply for NewAssignments {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        insert(conn, stamp, &self.0).await
    }
}

async fn insert(conn: &mut Conn, stamp: &Stamp<'_>, rows: &[NewAssignment]) -> Result<()> {
    let mut delta = Delta::default();
    for batch in rows.chunks(BATCH) {
        let places: Vec<String> = (0..batch.len()).map(|row| places(row * WIDTH)).collect();
        let values = batch.iter().flat_map(|row| values(row, stamp)).collect();
        conn.run(&format!("{INSERT}{}", places.join(", ")), values).await?;
    }
    for row in rows {
        delta.add(row.plan, row.measure, row.stage, &row.assignment, 1);
    }
    conn.bump_tally(delta).await
}

/// `($23, $24, …)` for one row.
fn places(before: usize) -> String {
    let one: Vec<String> = (1..=WIDTH).map(|column| format!("${}", before + column)).collect();
    format!("({})", one.join(", "))
}

fn values(row: &NewAssignment, stamp: &Stamp<'_>) -> Vec<Arg> {
    let it = &row.assignment;
    args![
        it.id,
        it.bureau,
        row.plan,
        row.measure,
        row.stage,
        it.task,
        it.occurrence,
        it.unit,
        it.person,
        it.part,
        it.due,
        due_key(it.due),
        it.state,
        it.waiting(),
        it.submitter,
        it.reviewer,
        it.return_reason,
        it.return_note,
        it.valid_from,
        it.valid_to,
        stamp.at,
        1_i64
    ]
}

/// What lists page by: rows without a due day come last.
fn due_key(due: Option<Day>) -> Day {
    due.unwrap_or(Day::MAX)
}

impl Apply for Versioned<Assignment> {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        let (before, plan, measure, stage) = conn
            .one(
                &format!("select {COLUMNS}, plan_id, measure_id, stage_id from assignment where id = $1"),
                args![it.id],
                |row| {
                    Ok((
                        from(row)?,
                        row.get::<PlanId>("plan_id")?,
                        row.opt("measure_id")?,
                        row.opt("stage_id")?,
                    ))
                },
            )
            .await?;
        // Checked here as well as in the update: the tally must leave from the state that is replaced.
        if before.version != self.version {
            return Err(StoreError::Stale);
        }
        conn.run_one(
            "update assignment set unit_id = $3, person_id = $4, part = $5, due = $6, due_key = $7, state = $8, waiting = $9, \
             submitter_id = $10, reviewer_id = $11, return_reason = $12, return_note = $13, valid_from = $14, valid_to = $15, \
             changed = $16, version = version + 1 where id = $1 and version = $2",
            args![
                it.id, self.version, it.unit, it.person, it.part, it.due, due_key(it.due), it.state, it.waiting(),
                it.submitter, it.reviewer, it.return_reason, it.return_note, it.valid_from, it.valid_to, stamp.at
            ],
        )
        .await?;
        let mut delta = Delta::default();
        delta.add(plan, measure, stage, &before, -1);
        delta.add(plan, measure, stage, it, 1);
        conn.bump_tally(delta).await
    }
}

impl Conn {
    pub async fn assignment(&mut self, id: AssignmentId) -> Result<Versioned<Assignment>> {
        self.one(&format!("select {COLUMNS} from assignment where id = $1"), args![id], from).await
    }

    /// All assignments of a task: by part, then by due day.
    pub async fn assignments_of_task(&mut self, task: TaskId) -> Result<Vec<Versioned<Assignment>>> {
        self.all(
            &format!("select {COLUMNS} from assignment where task_id = $1 order by part, due_key, id"),
            args![task],
            from,
        )
        .await
    }
}
