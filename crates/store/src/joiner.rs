//! Tasks that everybody of a kind holds, and who joined after they were given out.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, NewAssignment, NewAssignments, Result, Stamp};
use domain::code::Code;
use domain::day::Day;
use domain::draft::Fan;
use domain::id::{BureauId, PersonId, TaskId};
use domain::joiner::{FanOut, Joined, Joiner, Offer, Slot};
use domain::unit::UnitKind;

/// Joiners of one task that one reading takes.
pub const JOINERS: i64 = 200;

/// Whom a task is given to as a kind from `since` on; None ends it. A fan-out that stands keeps its day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetFan {
    pub task: TaskId,
    pub fan: Option<Fan>,
    pub since: Day,
}

impl Apply for SetFan {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let held = conn.fan_of(self.task).await?;
        if held.map(|(fan, _)| fan) == self.fan {
            return Ok(());
        }
        conn.run("delete from joiner where task_id = $1", args![self.task]).await?;
        conn.run("delete from fan_out where task_id = $1", args![self.task]).await?;
        let Some(fan) = self.fan else { return Ok(()) };
        conn.run(
            "insert into fan_out (task_id, bureau_id, fan, since) values ($1, $2, $3, $4)",
            args![self.task, stamp.bureau, fan, self.since],
        )
        .await?;
        Ok(())
    }
}

/// What a joiner is given.
#[derive(Debug, Clone)]
pub struct NewJoined(pub Joined);

impl Apply for NewJoined {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let row = |it: &domain::joiner::Placed| NewAssignment {
            assignment: it.assignment.clone(),
            plan: it.plan,
            measure: it.measure,
            stage: it.stage,
        };
        NewAssignments(self.0.made.iter().map(row).collect()).write(conn, stamp).await?;
        self.0.filled.write(conn, stamp).await?;
        for (task, holder, day) in &self.0.marks {
            conn.run(
                "insert into joiner (task_id, holder_id, day) values ($1, $2, $3)",
                args![*task, *holder, *day],
            )
            .await?;
        }
        Ok(())
    }
}

fn fan_out(row: &Row) -> Result<FanOut> {
    Ok(FanOut {
        task: row.get("task_id")?,
        fan: row.get("fan")?,
        since: row.get("since")?,
        title: row.get("title")?,
        plan: row.get("plan_id")?,
        year: i16::try_from(row.get::<i64>("year")?).unwrap_or(i16::MAX),
        measure: row.opt("measure_id")?,
        stage: row.opt("stage_id")?,
        reviewer: row.opt("reviewer_id")?,
    })
}

impl Conn {
    /// To whom a task is given as a kind, and since when.
    pub async fn fan_of(&mut self, task: TaskId) -> Result<Option<(Fan, Day)>> {
        self.maybe("select fan, since from fan_out where task_id = $1", args![task], |row| {
            Ok((row.get("fan")?, row.get("since")?))
        })
        .await
    }

    /// Standing tasks that everybody of a kind holds, in plans of `year` or the year before, whose
    /// last occurrences may still lie ahead.
    pub async fn fan_outs(&mut self, bureau: BureauId, year: i16) -> Result<Vec<FanOut>> {
        self.all(
            "select f.task_id, f.fan, f.since, t.title, t.plan_id, p.year, t.measure_id, t.stage_id, m.reviewer_id \
             from fan_out f join task t on t.id = f.task_id join plan p on p.id = t.plan_id \
             left join measure m on m.id = t.measure_id \
             where f.bureau_id = $1 and t.void_reason = '' and p.state = 'published' and p.year >= $2 \
             order by f.since, f.task_id",
            args![bureau, i64::from(year) - 1],
            fan_out,
        )
        .await
    }

    /// Who joined on the day a task was given out or later, is there today and was not looked at yet:
    /// each with the first day. At most a batch; what is left comes with the next reading.
    pub async fn joiners(&mut self, bureau: BureauId, to: &FanOut, today: Day) -> Result<Vec<(Joiner, Day)>> {
        if to.fan == Fan::Staff {
            self.new_staff(bureau, to, today).await
        } else {
            self.new_units(bureau, to, today).await
        }
    }

    async fn new_units(&mut self, bureau: BureauId, to: &FanOut, today: Day) -> Result<Vec<(Joiner, Day)>> {
        let kinds: Vec<UnitKind> = UnitKind::ALL.iter().copied().filter(|kind| to.fan.takes(*kind)).collect();
        let (Some(first), Some(last)) = (kinds.first(), kinds.last()) else { return Ok(Vec::new()) };
        let found = self
            .all(
                "select id, valid_from from unit u where bureau_id = $1 and valid_from >= $2 and valid_from <= $3 \
                 and (valid_to is null or valid_to >= $3) and kind in ($6, $7) \
                 and not exists (select 1 from joiner j where j.task_id = $4 and j.holder_id = u.id) \
                 order by valid_from, id limit $5",
                args![bureau, to.since, today, to.task, JOINERS, *first, *last],
                |row| Ok((Joiner::Unit(row.get("id")?), row.get("valid_from")?)),
            )
            .await?;
        Ok(found)
    }

    async fn new_staff(&mut self, bureau: BureauId, to: &FanOut, today: Day) -> Result<Vec<(Joiner, Day)>> {
        let found = self
            .all(
                "select m.person_id, min(m.valid_from) as joined from membership m join person p on p.id = m.person_id \
                 where m.bureau_id = $1 and m.valid_from >= $2 and p.left_on is null \
                 and exists (select 1 from membership n where n.person_id = m.person_id and n.valid_from <= $3 \
                             and (n.valid_to is null or n.valid_to >= $3)) \
                 and not exists (select 1 from membership e where e.person_id = m.person_id and e.valid_from < $2 \
                                 and (e.valid_to is null or e.valid_to >= $2)) \
                 and not exists (select 1 from joiner j where j.task_id = $4 and j.holder_id = m.person_id) \
                 group by m.person_id order by m.person_id limit $5",
                args![bureau, to.since, today, to.task, JOINERS],
                |row| Ok((row.get::<PersonId>("person_id")?, row.get::<Day>("joined")?)),
            )
            .await?;
        let ids: Vec<PersonId> = found.iter().map(|(person, _)| *person).collect();
        let service = self.memberships_on(&ids, today).await?;
        let home = |person| service.iter().find(|held| held.person == person).map(|held| held.unit);
        Ok(found.into_iter().map(|(person, from)| (Joiner::Person(person, home(person)), from)).collect())
    }

    /// A task as it is offered to a joiner.
    pub async fn offer(&mut self, to: &FanOut, joiner: Joiner) -> Result<Offer> {
        let slots = self
            .all(
                "select occurrence, due, count(*) as n from assignment where task_id = $1 and part in ('lead', 'doer') \
                 and state <> 'void' group by occurrence, due order by due, occurrence",
                args![to.task],
                |row| Ok(Slot { occurrence: row.get("occurrence")?, due: row.opt("due")?, n: row.get("n")? }),
            )
            .await?;
        let (unit, person) = match joiner {
            Joiner::Unit(unit) => (Some(unit), None),
            Joiner::Person(person, _) => (None, Some(person)),
        };
        let held = self
            .all(
                "select distinct occurrence from assignment where task_id = $1 and (unit_id = $2 or person_id = $3) \
                 and part in ('lead', 'doer') and valid_to is null",
                args![to.task, unit, person],
                |row| row.get("occurrence"),
            )
            .await?;
        let bare = self
            .all(
                &format!(
                    "select {} from assignment where task_id = $1 and waiting = $2 and unit_id is null and person_id is null",
                    crate::assignment::COLUMNS
                ),
                args![to.task, true],
                crate::assignment::from,
            )
            .await?;
        Ok(Offer { fan_out: to.clone(), slots, held, bare })
    }
}
