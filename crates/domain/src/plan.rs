//! 年度方案: one per unit and year of a campaign.

use crate::codes;
use crate::day::Day;
use crate::id::{BureauId, CampaignId, DraftId, PlanId, UnitId};
use serde::{Deserialize, Serialize};

codes! {
    /// Where a plan stands.
    pub enum PlanState {
        Published = "published" "已发布",
        Void = "void" "已作废",
    }
}

/// A published plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub id: PlanId,
    pub bureau: BureauId,
    pub campaign: CampaignId,
    pub unit: UnitId,
    pub year: i16,
    pub title: String,
    pub doc_number: String,
    pub issuer: String,
    pub issued_on: Option<Day>,
    pub draft: Option<DraftId>,
    pub state: PlanState,
    pub published_on: Day,
}
