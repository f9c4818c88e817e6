//! What may be done to a kept draft, by where it stands.

use super::edit::edit;
use super::{Draft, DraftRow, DraftState, Edit, Org, diff};
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::id::{PersonId, UnitId};
use crate::refused::Refused;

type Held = Versioned<DraftRow>;

/// Days that a discarded draft stays in the trash.
pub const TRASH_DAYS: i64 = 30;

/// Only an open draft changes.
pub fn open(held: &DraftRow) -> Result<(), Refused> {
    match held.state {
        DraftState::Open => Ok(()),
        DraftState::Published => {
            Err(Refused::rule("这份方案已经发布，核对页不能再改。要调整请导入修订稿，或在任务页修改。"))
        }
        DraftState::Discarded => Err(Refused::rule("这份草稿在回收站里。请先恢复，再修改。")),
    }
}

/// One edit of the tree.
pub fn apply(held: &Held, act: Edit, org: &Org) -> Result<Change<Held>, Refused> {
    open(held)?;
    known(&act, org)?;
    let name = name(&act);
    let tree = edit(&held.tree, act)?;
    let next = DraftRow { tree, ..held.row.clone() };
    Ok(Change::new(held.to(next), Entry::new(Action::EditDraft, held.id).field("edit", name)))
}

/// 丢弃: into the trash.
pub fn discard(held: &Held) -> Result<Change<Held>, Refused> {
    open(held)?;
    Ok(to_state(held, DraftState::Discarded))
}

/// 恢复 from the trash.
pub fn restore(held: &Held) -> Result<Change<Held>, Refused> {
    if held.state != DraftState::Discarded {
        return Err(Refused::rule("这份草稿不在回收站里。"));
    }
    Ok(to_state(held, DraftState::Open))
}

fn to_state(held: &Held, state: DraftState) -> Change<Held> {
    use crate::code::Code;
    let next = DraftRow { state, ..held.row.clone() };
    Change::new(held.to(next), Entry::new(Action::EditDraft, held.id).field("state", state.code()))
}

/// 合并: the revised paper takes over what was decided on the old one.
pub fn merge(new: &Held, old: &DraftRow) -> Result<Change<Held>, Refused> {
    open(new)?;
    let next = DraftRow {
        tree: diff::merge(&old.tree, &new.tree),
        revises: None,
        plan: old.plan,
        ..new.row.clone()
    };
    Ok(Change::new(new.to(next), Entry::new(Action::EditDraft, new.id).field("edit", "merge")))
}

/// The draft after its publication.
pub fn published(held: &Held, tree: Draft, plan: Option<crate::id::PlanId>) -> Change<Held> {
    let next = DraftRow { tree, state: DraftState::Published, plan, ..held.row.clone() };
    Change::new(held.to(next), Entry::new(Action::PublishPlan, held.id))
}

/// Units and persons of an edit must be those of the bureau: a form can hold anything.
fn known(act: &Edit, org: &Org) -> Result<(), Refused> {
    let (units, persons): (Vec<UnitId>, Vec<PersonId>) = match act {
        Edit::Own { leads, doer, support, .. } => {
            (leads.iter().chain(support).copied().collect(), doer.iter().copied().collect())
        }
        Edit::AssignMeasure { leader, lead, doer, reviewer, .. } => (
            lead.iter().copied().collect(),
            [leader, doer, reviewer].into_iter().flatten().copied().collect(),
        ),
        Edit::Seat { person, .. } => (Vec::new(), person.iter().copied().collect()),
        _ => return Ok(()),
    };
    if units.iter().any(|id| org.unit(*id).is_none()) {
        return Err(Refused::field("lead", "选择的科室或单位不存在，可能已经撤销。请重新选择。"));
    }
    if persons.iter().any(|id| org.person(*id).is_none()) {
        return Err(Refused::field("doer", "选择的人员不在册，可能已经离开。请重新选择。"));
    }
    Ok(())
}

/// What the audit log calls an edit.
fn name(act: &Edit) -> &'static str {
    match act {
        Edit::Confirm { .. } => "confirm",
        Edit::Reopen { .. } => "reopen",
        Edit::ConfirmMeasure { .. } => "confirm_measure",
        Edit::Reword { .. } => "reword",
        Edit::Split { .. } => "split",
        Edit::MergeUp { .. } => "merge_up",
        Edit::Move { .. } => "move",
        Edit::Own { .. } => "own",
        Edit::Due { .. } => "due",
        Edit::Cadence { .. } => "cadence",
        Edit::Quantity { .. } => "quantity",
        Edit::Stage { .. } => "stage",
        Edit::Festival { .. } => "festival",
        Edit::Drop { .. } => "drop",
        Edit::Restore { .. } => "restore",
        Edit::AddItem { .. } => "add_item",
        Edit::AssignMeasure { .. } => "assign_measure",
        Edit::Header { .. } => "header",
        Edit::StageDates { .. } => "stage_dates",
        Edit::Seat { .. } => "seat",
        Edit::Settle { .. } => "settle",
        Edit::Finding { .. } => "finding",
    }
}
