//! Rows of the bureau's own holiday notices, and what is due on the days of a month view.

use crate::column::args;
use crate::way::Part;
use crate::{Apply, Conn, Result, Stamp, Visible};
use domain::assignment::State;
use domain::calendar::Holiday;
use domain::day::Day;
use domain::id::{BureauId, TaskId};

/// Days of a holiday notice that a bureau enters; days that it has already are replaced.
#[derive(Debug, Clone)]
pub struct PutHolidays {
    pub bureau: BureauId,
    pub rows: Vec<(Day, Holiday)>,
}

impl Apply for PutHolidays {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        for (day, it) in &self.rows {
            let values = args![self.bureau, *day, it.name, it.off, it.paper];
            let known = conn
                .run(
                    "update holiday set name = $3, off = $4, paper = $5 where bureau_id = $1 and day = $2",
                    values.clone(),
                )
                .await?;
            if known == 0 {
                conn.run(
                    "insert into holiday (bureau_id, day, name, off, paper) values ($1, $2, $3, $4, $5)",
                    values,
                )
                .await?;
            }
        }
        Ok(())
    }
}

/// Assignments of one task and occurrence that are due on one day and stand in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePile {
    pub task: TaskId,
    pub title: String,
    pub occurrence: String,
    pub due: Day,
    pub state: State,
    pub count: i64,
}

impl Conn {
    /// The days that a bureau has entered itself.
    pub async fn holidays(&mut self, bureau: BureauId) -> Result<Vec<(Day, Holiday)>> {
        self.all(
            "select day, name, off, paper from holiday where bureau_id = $1 order by day",
            args![bureau],
            |row| {
                Ok((
                    row.get("day")?,
                    Holiday { name: row.get("name")?, off: row.get("off")?, paper: row.get("paper")? },
                ))
            },
        )
        .await
    }

    /// What must be answered between two days, of what may be seen, by day and title.
    pub async fn due_piles(
        &mut self,
        bureau: BureauId,
        visible: &Visible,
        from: Day,
        to: Day,
        limit: i64,
    ) -> Result<Vec<DuePile>> {
        let filter = Part::new(
            " and a.bureau_id = ? and a.waiting in (?, ?) and a.due_key >= ? and a.due_key <= ? \
             and a.part in ('lead', 'doer') and a.state <> 'void' and a.valid_to is null",
            args![bureau, true, false, from, to],
        );
        let rows = self.ways(visible).await?.rows(&filter, "a.task_id, a.occurrence, a.due, a.state");
        let mut part = Part::new(
            "select g.task_id, t.title, g.occurrence, g.due, g.state, g.n from ( \
             select task_id, occurrence, due, state, count(*) as n from (",
            args![],
        );
        part.add(&rows);
        part.push(
            ") seen group by task_id, occurrence, due, state) g join task t on t.id = g.task_id \
             order by g.due, t.title, g.task_id, g.occurrence limit ?",
            args![limit],
        );
        let query = part.query();
        self.all(&query.sql, query.args, |row| {
            Ok(DuePile {
                task: row.get("task_id")?,
                title: row.get("title")?,
                occurrence: row.get("occurrence")?,
                due: row.get("due")?,
                state: row.get("state")?,
                count: row.get("n")?,
            })
        })
        .await
    }
}
