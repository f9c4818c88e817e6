//! 体系对照: which criteria of two standards ask for the same, in full or in part, each with a written
//! reason. Pairs are proposed by their words and decided one by one by a person; what stands behind
//! the criteria of one assessment can then be carried to another, after a preview.

mod carry;
mod propose;

pub use carry::{Carried, Line, Sides, Taken, UNDO_DAYS, carry, lines, undo, undo_until};
pub use propose::{Proposal, propose};

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::Change;
use crate::code::Code;
use crate::codes;
use crate::day::Instant;
use crate::id::{
    AssessmentId, BureauId, ClaimId, CriterionId, CrosswalkId, CrosswalkUseId, Ids, PersonId, RecordId,
    StandardId,
};
use crate::refused::{Check, Refused};
use crate::standard::{StandardRow, StandardState};
use serde::{Deserialize, Serialize};

codes! {
    /// How far two criteria ask for the same.
    pub enum Extent {
        /// What answers the one answers the other: answers and records go over.
        Full = "full" "完全对应",
        /// Records go over, the answer is given anew.
        Partial = "partial" "部分对应",
    }
}

codes! {
    /// What a person has decided about a pair.
    pub enum PairState {
        Proposed = "proposed" "建议",
        Confirmed = "confirmed" "已确认",
        Rejected = "rejected" "不对应",
    }
}

/// A crosswalk from one standard to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crosswalk {
    pub id: CrosswalkId,
    pub bureau: BureauId,
    pub from: StandardId,
    pub to: StandardId,
    pub author: PersonId,
    pub created: Instant,
}

/// Two criteria that may ask for the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub crosswalk: CrosswalkId,
    pub bureau: BureauId,
    pub from: CriterionId,
    pub to: CriterionId,
    pub extent: Extent,
    pub state: PairState,
    /// Why, in one or two sentences.
    pub reason: String,
    /// Who decided; none for what a rule proposed.
    pub author: Option<PersonId>,
}

/// A record that was put behind a criterion, with the words that were written beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    pub criterion: CriterionId,
    pub record: RecordId,
    pub reason: String,
    /// What a rule had proposed in its place, with its reason: that stands again when this is taken back.
    #[serde(default)]
    pub proposed: Option<String>,
}

/// One carrying over: what was written by it, so that it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrosswalkUse {
    pub id: CrosswalkUseId,
    pub bureau: BureauId,
    pub crosswalk: CrosswalkId,
    pub from: AssessmentId,
    pub to: AssessmentId,
    pub claims: Vec<ClaimId>,
    pub links: Vec<Linked>,
    pub author: PersonId,
    pub created: Instant,
    pub undone: Option<Instant>,
}

/// Who makes a crosswalk, and when.
#[derive(Debug, Clone, Copy)]
pub struct Making {
    pub bureau: BureauId,
    pub author: PersonId,
    pub now: Instant,
}

/// The longest reason, in characters.
const REASON: usize = 300;

/// 建立对照: the pairs that their words propose come with it.
///
/// # Errors
/// Two versions of one standard, a draft, and two that have a crosswalk already.
pub fn begin(
    from: &StandardRow,
    to: &StandardRow,
    known: bool,
    making: Making,
    ids: &dyn Ids,
) -> Result<Change<(Crosswalk, Vec<Pair>)>, Refused> {
    let mut check = Check::new();
    check.require(
        from.family != to.family,
        "to",
        "这是同一套体系的两版。填过的内容请用“转入新版”，不用对照。",
    );
    check.require(from.state != StandardState::Draft, "from", "这一版还是草稿，请先发布。");
    check.require(
        to.state == StandardState::Published,
        "to",
        format!("这一版{}，请选择已发布的。", to.state),
    );
    check.require(!known, "to", "这两套体系已经有对照，请在列表里打开它。");
    check.done()?;
    let crosswalk = Crosswalk {
        id: ids.make(),
        bureau: making.bureau,
        from: from.id,
        to: to.id,
        author: making.author,
        created: making.now,
    };
    let pairs: Vec<Pair> = propose(&from.standard, &to.standard)
        .into_iter()
        .map(|it| Pair {
            crosswalk: crosswalk.id,
            bureau: making.bureau,
            from: it.from,
            to: it.to,
            extent: it.extent,
            state: PairState::Proposed,
            reason: it.reason,
            author: None,
        })
        .collect();
    let entry = Entry::new(Action::EditStandard, crosswalk.id)
        .field("from", crosswalk.from)
        .field("to", crosswalk.to)
        .field("proposed", pairs.len());
    Ok(Change::new((crosswalk, pairs), entry))
}

/// What a person says about a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    pub extent: Extent,
    pub confirm: bool,
    pub reason: String,
}

/// 确认 or 不对应. A pair that nobody proposed is made by it.
///
/// # Errors
/// A criterion that the standards do not have, and a pair that is confirmed without a reason.
pub fn decide(
    crosswalk: &Crosswalk,
    from: (&StandardRow, CriterionId),
    to: (&StandardRow, CriterionId),
    verdict: &Verdict,
    author: PersonId,
) -> Result<Change<Pair>, Refused> {
    if crosswalk.from != from.0.id || crosswalk.to != to.0.id {
        return Err(Refused::NotFound);
    }
    for (row, criterion) in [from, to] {
        let tree = &row.standard.tree;
        if !tree.position(criterion).is_some_and(|index| tree.is_criterion(index)) {
            return Err(Refused::NotFound);
        }
    }
    let mut check = Check::new();
    let reason = if verdict.confirm {
        check.text("reason", "理由", &verdict.reason, REASON)
    } else {
        check.length("reason", "理由", &verdict.reason, REASON)
    };
    check.done()?;
    let state = if verdict.confirm { PairState::Confirmed } else { PairState::Rejected };
    let pair = Pair {
        crosswalk: crosswalk.id,
        bureau: crosswalk.bureau,
        from: from.1,
        to: to.1,
        extent: verdict.extent,
        state,
        reason,
        author: Some(author),
    };
    let entry = Entry::new(Action::EditStandard, crosswalk.id)
        .field("from", pair.from)
        .field("to", pair.to)
        .field("extent", pair.extent.code())
        .field("state", pair.state.code())
        .field("reason", &pair.reason);
    Ok(Change::new(pair, entry))
}
