//! The tally: how many counted assignments a plan has, by measure, stage, unit and state. Every
//! write of an assignment keeps it, so that no page counts rows.

use crate::column::args;
use crate::{Conn, Result};
use domain::assignment::{Assignment, State};
use domain::id::{MeasureId, PlanId, StageId, UnitId};
use std::collections::BTreeMap;
use uuid::Uuid;

/// One count. The nil id stands for none, because a part of a key is never null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TallyKey {
    pub plan: PlanId,
    pub measure: MeasureId,
    pub stage: StageId,
    pub unit: UnitId,
    pub state: State,
}

/// Changes of the tally, applied in the order of their keys so that two writers never wait in a ring.
#[derive(Debug, Default)]
pub(crate) struct Delta(BTreeMap<TallyKey, i64>);

impl Delta {
    /// Counts an assignment in (`1`) or out (`-1`), if it is one that counts.
    pub fn add(
        &mut self,
        plan: PlanId,
        measure: Option<MeasureId>,
        stage: Option<StageId>,
        it: &Assignment,
        n: i64,
    ) {
        if it.counted() {
            let key = TallyKey {
                plan,
                measure: measure.unwrap_or(MeasureId(Uuid::nil())),
                stage: stage.unwrap_or(StageId(Uuid::nil())),
                unit: it.unit.unwrap_or(UnitId(Uuid::nil())),
                state: it.state,
            };
            *self.0.entry(key).or_default() += n;
        }
    }
}

impl Conn {
    pub(crate) async fn bump_tally(&mut self, delta: Delta) -> Result<()> {
        let sql = self.engine().bump_tally();
        for (key, n) in delta.0.into_iter().filter(|(_, n)| *n != 0) {
            self.run(sql, args![key.plan, key.measure, key.stage, key.unit, key.state, n]).await?;
        }
        Ok(())
    }

    /// The counts of a plan.
    pub async fn tally(&mut self, plan: PlanId) -> Result<Vec<(TallyKey, i64)>> {
        self.all(
            "select measure_id, stage_id, unit_id, state, n from tally where plan_id = $1 and n <> 0 \
             order by measure_id, stage_id, unit_id, state",
            args![plan],
            |row| {
                let key = TallyKey {
                    plan,
                    measure: row.get("measure_id")?,
                    stage: row.get("stage_id")?,
                    unit: row.get("unit_id")?,
                    state: row.get("state")?,
                };
                Ok((key, row.get("n")?))
            },
        )
        .await
    }
}
