//! 创建周期: several years, one target honour. It holds one plan per unit and year.

use crate::day::Day;
use crate::id::{BureauId, CampaignId};
use serde::{Deserialize, Serialize};

/// A campaign. 届, day of naming and day of expiry are three different fields of the honour, not of this.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    pub id: CampaignId,
    pub bureau: BureauId,
    pub name: String,
    /// What the bureau wants to win, in the plan's words; empty where the plan does not say.
    pub target: String,
    pub from: Day,
    pub to: Day,
}
