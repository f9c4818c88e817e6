//! What hangs on a unit, and the one write that hands it to another.

use crate::assignment::COLUMNS;
use crate::column::args;
use crate::handover::{pass, placed};
use crate::{Apply, Conn, NewTeamMember, RemoveGrant, Result, Stamp};
use domain::assignment::Part;
use domain::day::Day;
use domain::handover::Placed;
use domain::id::{AccountId, BureauId, UnitId};
use domain::succession::{Estate, Granted, Inherited, MovedGrant, Own};

/// A succession, with the account that proposes rights where somebody else must confirm them.
#[derive(Debug, Clone)]
pub struct NewSuccession {
    pub next: Inherited,
    /// 三员: a right that moves waits for the security administrator.
    pub proposed_by: Option<AccountId>,
}

impl Apply for NewSuccession {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        for passed in &self.next.passed {
            pass(passed, conn, stamp).await?;
        }
        self.next.ended.write(conn, stamp).await?;
        self.next.measures.write(conn, stamp).await?;
        for moved in &self.next.grants {
            self.grant(moved, conn, stamp).await?;
        }
        for (ended, begun) in &self.next.seats {
            ended.write(conn, stamp).await?;
            begun.clone().map(NewTeamMember).write(conn, stamp).await?;
        }
        Ok(())
    }
}

impl NewSuccession {
    async fn grant(&self, moved: &MovedGrant, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        match (moved.to, self.proposed_by) {
            (None, _) => RemoveGrant(moved.id).write(conn, stamp).await,
            (Some(unit), None) => {
                conn.run_one(
                    "update role_grant set unit_id = $2, version = version + 1 where id = $1",
                    args![moved.id, unit],
                )
                .await
            }
            (Some(unit), Some(account)) => {
                conn.run_one(
                    "update role_grant set unit_id = $2, state = 'proposed', proposed_by = $3, version = version + 1 where id = $1",
                    args![moved.id, unit, account],
                )
                .await
            }
        }
    }
}

impl Conn {
    /// What hangs on a unit on `day` beside its people and children. `name` is the name that seats
    /// of teams call it by.
    pub async fn estate(&mut self, bureau: BureauId, unit: UnitId, name: &str, day: Day) -> Result<Estate> {
        Ok(Estate {
            duties: self.open_duties_of_unit(unit).await?,
            measures: self.measures_led_by(unit).await?,
            grants: self.granted(unit).await?,
            seats: self.seats_called(bureau, name, day).await?,
        })
    }

    /// What a unit answers already, and who holds which right for it.
    pub async fn own_of(&mut self, unit: UnitId) -> Result<Own> {
        let duties = self
            .all(
                "select task_id, occurrence, part from assignment where unit_id = $1 and valid_to is null and state <> 'void'",
                args![unit],
                |row| Ok((row.get("task_id")?, row.get("occurrence")?, row.get::<Part>("part")?)),
            )
            .await?;
        let grants = self.granted(unit).await?.into_iter().map(|it| (it.account, it.role)).collect();
        Ok(Own { duties, grants, ..Own::default() })
    }

    async fn open_duties_of_unit(&mut self, unit: UnitId) -> Result<Vec<Placed>> {
        self.all(
            &format!(
                "select {COLUMNS}, plan_id, measure_id, stage_id, \
                 (select title from task where task.id = assignment.task_id) as task_title, \
                 (select fan from fan_out where fan_out.task_id = assignment.task_id) as fan \
                 from assignment where unit_id = $1 and valid_to is null and state <> 'done' and state <> 'void' \
                 order by due_key, id"
            ),
            args![unit],
            placed,
        )
        .await
    }

    async fn granted(&mut self, unit: UnitId) -> Result<Vec<Granted>> {
        self.all(
            "select g.id, g.account_id, a.person_id, g.role from role_grant g join account a on a.id = g.account_id \
             where g.unit_id = $1 order by g.id",
            args![unit],
            |row| {
                Ok(Granted {
                    id: row.get("id")?,
                    account: row.get("account_id")?,
                    person: row.get("person_id")?,
                    role: row.get("role")?,
                })
            },
        )
        .await
    }
}
