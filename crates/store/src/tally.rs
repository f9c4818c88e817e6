//! The tally: how many counted assignments a plan has in each state, cut by measure, by stage and by
//! unit. Every write of an assignment keeps it, so that no page counts rows.

use crate::column::args;
use crate::{Conn, Result, StoreError};
use domain::assignment::{Assignment, State};
use domain::id::{MeasureId, PlanId, StageId};
use std::collections::BTreeMap;
use uuid::Uuid;

/// By what a plan is cut. Each cut counts every assignment once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slice {
    Measure,
    Stage,
    Unit,
}

impl Slice {
    pub(crate) const ALL: [Self; 3] = [Self::Measure, Self::Stage, Self::Unit];

    /// As it stands in the table.
    pub fn code(self) -> &'static str {
        match self {
            Self::Measure => "measure",
            Self::Stage => "stage",
            Self::Unit => "unit",
        }
    }

    pub(crate) fn of_code(code: &str) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|it| it.code() == code);
        known.ok_or_else(|| StoreError::Corrupt { column: "slice".into() })
    }
}

/// One count. The nil id stands for none, because a part of a key is never null.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TallyKey {
    pub plan: PlanId,
    pub slice: Slice,
    /// The measure, stage or unit.
    pub id: Uuid,
    pub state: State,
}

/// The counts to which an assignment belongs: one in each cut, none if it does not count.
pub fn tally_keys(
    plan: PlanId,
    measure: Option<MeasureId>,
    stage: Option<StageId>,
    it: &Assignment,
) -> impl Iterator<Item = TallyKey> {
    let ids = [measure.map(|it| it.0), stage.map(|it| it.0), it.unit.map(|it| it.0)];
    let (counted, state) = (it.counted(), it.state);
    let key =
        move |(slice, id): (Slice, Option<Uuid>)| TallyKey { plan, slice, id: id.unwrap_or_default(), state };
    Slice::ALL.into_iter().zip(ids).filter(move |_| counted).map(key)
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
        for key in tally_keys(plan, measure, stage, it) {
            *self.0.entry(key).or_default() += n;
        }
    }
}

impl Conn {
    pub(crate) async fn bump_tally(&mut self, delta: Delta) -> Result<()> {
        let sql = self.engine().bump_tally();
        for (key, n) in delta.0.into_iter().filter(|(_, n)| *n != 0) {
            self.run(sql, args![key.plan, key.slice.code(), key.id, key.state, n]).await?;
        }
        Ok(())
    }

    /// The counts of a plan.
    pub async fn tally(&mut self, plan: PlanId) -> Result<Vec<(TallyKey, i64)>> {
        self.all(
            "select slice, slice_id, state, n from tally_slice where plan_id = $1 and n <> 0 order by slice, slice_id, state",
            args![plan],
            |row| Ok((key(plan, row)?, row.get("n")?)),
        )
        .await
    }
}

/// The key in a row of `slice, slice_id, state`.
pub(crate) fn key(plan: PlanId, row: &crate::db::Row) -> Result<TallyKey> {
    let slice = Slice::of_code(&row.get::<String>("slice")?)?;
    Ok(TallyKey { plan, slice, id: row.get("slice_id")?, state: row.get("state")? })
}
