//! Which record stands behind which criterion. A link is proposed by a rule or made by a person;
//! what a person removed stays removed, so that it is not proposed again.

use crate::codes;
use crate::id::{BureauId, CriterionId, PersonId, RecordId};

codes! {
    /// Where a link stands.
    pub enum LinkState {
        Proposed = "proposed" "建议",
        Confirmed = "confirmed" "已确认",
        Removed = "removed" "已去掉",
    }
}

/// The link of a record to a criterion of one version of a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionLink {
    pub bureau: BureauId,
    pub criterion: CriterionId,
    pub record: RecordId,
    pub state: LinkState,
    /// Why the record belongs there, or why it does not, in one sentence.
    pub reason: String,
    /// Who confirmed or removed it; none for what a rule proposed.
    pub author: Option<PersonId>,
}
