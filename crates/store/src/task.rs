//! Tasks of a plan. They hold no state: that is counted from their assignments.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, SearchDoc, Stamp};
use domain::change::Versioned;
use domain::id::{MeasureId, PersonId, PlanId, TaskId};
use domain::task::Task;

pub(crate) const COLUMNS: &str = "id, bureau_id, campaign_id, plan_id, measure_id, stage_id, position, title, source, \
     span_from, span_to, cadence, deadline, due, quantity, uom, material, origin, void_reason, version";

pub(crate) fn from(row: &Row) -> Result<Versioned<Task>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Task {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            campaign: row.get("campaign_id")?,
            plan: row.get("plan_id")?,
            measure: row.opt("measure_id")?,
            stage: row.opt("stage_id")?,
            position: row.get("position")?,
            title: row.get("title")?,
            source: row.get("source")?,
            span: row.opt("span_from")?.zip(row.opt("span_to")?),
            cadence: row.get("cadence")?,
            deadline: row.get("deadline")?,
            due: row.opt("due")?,
            quantity: row.get("quantity")?,
            uom: row.get("uom")?,
            material: row.get("material")?,
            origin: row.get("origin")?,
            void_reason: row.get("void_reason")?,
        },
    })
}

/// A task that did not exist before.
#[derive(Debug, Clone)]
pub struct NewTask {
    pub task: Task,
    /// Who wrote or published it: the 我发起的 of a person.
    pub author: Option<PersonId>,
}

impl Apply for NewTask {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.task;
        let (from, to) = it.span.unzip();
        conn.run(
            "insert into task (id, bureau_id, campaign_id, plan_id, measure_id, stage_id, position, title, source, \
             span_from, span_to, cadence, deadline, due, quantity, uom, material, origin, author_id, void_reason, created, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 1)",
            args![
                it.id, it.bureau, it.campaign, it.plan, it.measure, it.stage, it.position, it.title, it.source,
                from, to, it.cadence, it.deadline, it.due, it.quantity, it.uom, it.material, it.origin, self.author,
                it.void_reason, stamp.at
            ],
        )
        .await?;
        index(conn, it, stamp).await
    }
}

impl Apply for Versioned<Task> {
    /// The plan, measure, stage and span of a task are where it came from and do not change.
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update task set position = $3, title = $4, cadence = $5, deadline = $6, due = $7, quantity = $8, uom = $9, \
             material = $10, void_reason = $11, version = version + 1 where id = $1 and version = $2",
            args![
                it.id, self.version, it.position, it.title, it.cadence, it.deadline, it.due, it.quantity, it.uom,
                it.material, it.void_reason
            ],
        )
        .await?;
        index(conn, it, stamp).await
    }
}

async fn index(conn: &mut Conn, task: &Task, stamp: &Stamp<'_>) -> Result<()> {
    if !task.void_reason.is_empty() {
        return conn.unindex("task", task.id.0).await;
    }
    let doc = SearchDoc {
        id: stamp.ids.next(),
        bureau: task.bureau,
        noun: "task",
        object: task.id.0,
        title: task.title.clone(),
        body: [&task.source, &task.deadline, &task.material].map(String::as_str).join(" "),
        unit: None,
        person: None,
        day: task.due,
    };
    conn.index(&doc, stamp.at).await
}

impl Conn {
    pub async fn task(&mut self, id: TaskId) -> Result<Versioned<Task>> {
        self.one(&format!("select {COLUMNS} from task where id = $1"), args![id], from).await
    }

    /// Who wrote or published a task.
    pub async fn task_author(&mut self, id: TaskId) -> Result<Option<PersonId>> {
        self.one("select author_id from task where id = $1", args![id], |row| row.opt("author_id")).await
    }

    /// All tasks of a plan in the order of the paper.
    pub async fn tasks_of_plan(&mut self, plan: PlanId) -> Result<Vec<Versioned<Task>>> {
        self.all(
            &format!("select {COLUMNS} from task where plan_id = $1 order by position, id"),
            args![plan],
            from,
        )
        .await
    }

    /// All tasks of a measure in the order of the paper.
    pub async fn tasks_of_measure(&mut self, measure: MeasureId) -> Result<Vec<Versioned<Task>>> {
        self.all(
            &format!("select {COLUMNS} from task where measure_id = $1 order by position, id"),
            args![measure],
            from,
        )
        .await
    }
}
