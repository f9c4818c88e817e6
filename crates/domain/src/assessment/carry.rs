//! 转入新版: answers go over to a newer version of the standard by the lineage of their criteria,
//! in a preview first, and can be taken back within a period.

use super::{Assessment, AssessmentState, ClaimRow, mark};
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::code::Code;
use crate::day::Day;
use crate::id::{AssessmentId, Ids};
use crate::refused::Refused;
use crate::standard::{Standard, StandardRow, StandardState};
use std::collections::BTreeMap;

/// Days within which a carrying over can be undone.
pub const UNDO_DAYS: i64 = 30;

/// What becomes of one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It goes over to the criterion with this index of the new version.
    Kept(usize),
    /// The criterion is there, and takes no such answer any more.
    Unfit(usize),
    /// The new version has no such criterion.
    Gone,
}

/// The answers that stand, each with what becomes of it.
pub fn fates<'a>(before: &Standard, after: &Standard, rows: &'a [ClaimRow]) -> Vec<(&'a ClaimRow, Fate)> {
    let place: BTreeMap<_, _> = after.tree.criteria().map(|(index, node)| (node.lineage, index)).collect();
    let lineage: BTreeMap<_, _> = before.tree.nodes().iter().map(|node| (node.id, node.lineage)).collect();
    rows.iter()
        .filter(|row| row.ended.is_none())
        .map(|row| {
            let index = lineage.get(&row.criterion).and_then(|lineage| place.get(lineage)).copied();
            let fate = match index {
                None => Fate::Gone,
                Some(index) if mark(&after.tree.nodes()[index], Some(&row.claim.answer)).is_err() => {
                    Fate::Unfit(index)
                }
                Some(index) => Fate::Kept(index),
            };
            (row, fate)
        })
        .collect()
}

/// A carrying over as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    pub old: Versioned<Assessment>,
    pub new: Assessment,
    pub claims: Vec<ClaimRow>,
}

/// 转入新版.
///
/// # Errors
/// An assessment that is not open, or a version of another standard, or one that is not in use.
pub fn carry(
    held: &Versioned<Assessment>,
    before: &StandardRow,
    after: &StandardRow,
    rows: &[ClaimRow],
    now: crate::day::Instant,
    ids: &dyn Ids,
) -> Result<Change<Carried>, Refused> {
    super::row::opened(held)?;
    if before.family != after.family || before.number >= after.number {
        return Err(Refused::rule("只能转入同一套测评体系的更新版本。"));
    }
    if after.state != StandardState::Published {
        return Err(Refused::rule(format!("新版{}，不能转入。", after.state)));
    }
    let new = Assessment {
        id: ids.make(),
        standard: after.id,
        state: AssessmentState::Open,
        follows: Some(held.id),
        created: now,
        ..held.row.clone()
    };
    let claims = fates(&before.standard, &after.standard, rows)
        .into_iter()
        .filter_map(|(row, fate)| match fate {
            Fate::Kept(index) => Some(ClaimRow {
                id: ids.make(),
                assessment: new.id,
                criterion: after.standard.tree.nodes()[index].id,
                made: now,
                ..row.clone()
            }),
            Fate::Unfit(_) | Fate::Gone => None,
        })
        .collect();
    let old = held.to(Assessment { state: AssessmentState::Replaced, ..held.row.clone() });
    let entry = Entry::new(Action::ClaimScore, held.id)
        .field("state", AssessmentState::Replaced.code())
        .field("standard", after.id);
    Ok(Change::new(Carried { old, new, claims }, entry))
}

/// The two assessments of a carrying over that is undone.
pub type Undone = (Versioned<Assessment>, Versioned<Assessment>);

/// 撤销转入: the assessment under the older version goes on as it was; what was answered since stays
/// readable in the one that is undone.
///
/// # Errors
/// After [`UNDO_DAYS`], and where nothing was carried over.
pub fn undo(
    new: &Versioned<Assessment>,
    old: &Versioned<Assessment>,
    today: Day,
) -> Result<Change<Undone>, Refused> {
    super::row::opened(new)?;
    if new.follows != Some(old.id) || old.state != AssessmentState::Replaced {
        return Err(Refused::rule("这份测评不是从旧版转来的。"));
    }
    let since = Day::of_instant(new.created);
    if since.days_until(today) > UNDO_DAYS {
        return Err(Refused::rule(format!("转入已超过 {UNDO_DAYS} 天，不能撤销。")));
    }
    let entry = Entry::new(Action::ClaimScore, new.id).field("state", AssessmentState::Void.code());
    let undone = new.to(Assessment { state: AssessmentState::Void, ..new.row.clone() });
    let again = old.to(Assessment { state: AssessmentState::Open, ..old.row.clone() });
    Ok(Change::new((undone, again), entry))
}

/// The last day on which a carrying over can be undone.
pub fn undo_until(new: &Assessment) -> Option<(AssessmentId, Day)> {
    new.follows.map(|old| (old, Day::of_instant(new.created).plus(UNDO_DAYS)))
}
