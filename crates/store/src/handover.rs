//! What is open with a person, and the one write that hands it over.

use crate::assignment::COLUMNS;
use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, NewAssignment, NewMembership, NewTeamMember, Result, Stamp};
use domain::day::{Day, Instant};
use domain::handover::{Duties, DutyKind, HandOver, Handed, Passed, Placed};
use domain::id::{PersonId, UnitId};
use uuid::Uuid;

/// A line of the record, as a page prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedRow {
    pub kind: DutyKind,
    pub object: Uuid,
    pub text: String,
    pub from: PersonId,
    pub from_name: String,
    pub to: PersonId,
    pub to_name: String,
    pub day: Day,
    pub at: Instant,
}

impl Apply for HandOver {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        self.person.write(conn, stamp).await?;
        for passed in &self.passed {
            pass(passed, conn, stamp).await?;
        }
        self.ended.write(conn, stamp).await?;
        self.reviews.write(conn, stamp).await?;
        self.measures.write(conn, stamp).await?;
        for (ended, begun) in &self.seats {
            ended.write(conn, stamp).await?;
            NewTeamMember(begun.clone()).write(conn, stamp).await?;
        }
        self.service.write(conn, stamp).await?;
        for membership in self.begun.clone() {
            NewMembership { bureau: stamp.bureau, membership }.write(conn, stamp).await?;
        }
        for handed in &self.log {
            log(handed, conn, stamp).await?;
        }
        Ok(())
    }
}

/// The records filed so far stand beside the new row too: the successor goes on from them.
pub(crate) async fn pass(passed: &Passed, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
    passed.ended.write(conn, stamp).await?;
    let begun = &passed.begun;
    let assignment = begun.assignment.row.clone();
    let id = assignment.id;
    NewAssignment { assignment, plan: begun.plan, measure: begun.measure, stage: begun.stage }
        .write(conn, stamp)
        .await?;
    conn.run(
        "insert into record_assignment (record_id, assignment_id) \
         select record_id, $1 from record_assignment where assignment_id = $2",
        args![id, passed.ended.id],
    )
    .await?;
    Ok(())
}

async fn log(handed: &Handed, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
    conn.run(
        "insert into handed_over (id, bureau_id, person_id, successor_id, kind, object_id, text, day, at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        args![
            stamp.ids.next(),
            stamp.bureau,
            handed.from,
            handed.to,
            handed.item.kind,
            handed.item.id,
            handed.item.text,
            handed.on,
            stamp.at
        ],
    )
    .await?;
    Ok(())
}

pub(crate) fn placed(row: &Row) -> Result<Placed> {
    Ok(Placed {
        assignment: crate::assignment::from(row)?,
        title: row.get("task_title")?,
        plan: row.get("plan_id")?,
        measure: row.opt("measure_id")?,
        stage: row.opt("stage_id")?,
        fan: row.opt("fan")?,
    })
}

impl Conn {
    /// Everything open with a person on `today`.
    pub async fn duties_of(&mut self, person: PersonId, today: Day) -> Result<Duties> {
        let assignments = self.open_with("person_id = $1", person).await?;
        let reviews =
            self.open_with("reviewer_id = $1 and (person_id is null or person_id <> $1)", person).await?;
        let measures = self.measures_with(person).await?;
        let mut seats = Vec::new();
        for seat in self.seats_of(person).await? {
            if seat.to.is_none_or(|to| to >= today) {
                let team = self.team(seat.team).await?.row.name;
                seats.push((seat, team));
            }
        }
        let mut posts = Vec::new();
        for held in self.memberships_of(person).await? {
            if (held.heads || held.liaison) && held.to.is_none_or(|to| to >= today) {
                let unit = self.unit(held.unit).await?.row.name;
                posts.push((held, unit));
            }
        }
        Ok(Duties { assignments, reviews, measures, seats, posts })
    }

    /// Open assignments of a unit, nearest due day first.
    pub async fn duties_of_unit(&mut self, unit: UnitId, limit: i64) -> Result<Vec<Placed>> {
        self.all(
            &format!(
                "select {COLUMNS}, plan_id, measure_id, stage_id, \
                 (select title from task where task.id = assignment.task_id) as task_title, \
                 (select fan from fan_out where fan_out.task_id = assignment.task_id) as fan \
                 from assignment where unit_id = $1 and valid_to is null and state <> 'done' and state <> 'void' \
                 order by due_key, id limit $2"
            ),
            args![unit, limit],
            placed,
        )
        .await
    }

    async fn open_with(&mut self, whose: &str, person: PersonId) -> Result<Vec<Placed>> {
        self.all(
            &format!(
                "select {COLUMNS}, plan_id, measure_id, stage_id, \
                 (select title from task where task.id = assignment.task_id) as task_title, \
                 (select fan from fan_out where fan_out.task_id = assignment.task_id) as fan \
                 from assignment where {whose} and valid_to is null and state <> 'done' and state <> 'void' \
                 order by due_key, id"
            ),
            args![person],
            placed,
        )
        .await
    }

    /// What a person gave and took over, newest first.
    pub async fn handed(&mut self, person: PersonId, limit: i64) -> Result<Vec<HandedRow>> {
        self.all(
            "select h.kind, h.object_id, h.text, h.person_id, p.name as from_name, h.successor_id, s.name as to_name, \
             h.day, h.at from handed_over h join person p on p.id = h.person_id join person s on s.id = h.successor_id \
             where h.person_id = $1 or h.successor_id = $1 order by h.at desc, h.id limit $2",
            args![person, limit],
            |row| {
                Ok(HandedRow {
                    kind: row.get("kind")?,
                    object: row.get("object_id")?,
                    text: row.get("text")?,
                    from: row.get("person_id")?,
                    from_name: row.get("from_name")?,
                    to: row.get("successor_id")?,
                    to_name: row.get("to_name")?,
                    day: row.get("day")?,
                    at: row.get("at")?,
                })
            },
        )
        .await
    }
}
