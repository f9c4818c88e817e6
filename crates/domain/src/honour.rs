//! 荣誉: in this minimal form a row read from a paper, with its source span.

use crate::figure::FigureOrigin;
use crate::id::{BureauId, DraftId, HonourId};
use serde::{Deserialize, Serialize};

/// One honour as a paper names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Honour {
    pub id: HonourId,
    pub bureau: BureauId,
    pub origin: FigureOrigin,
    pub draft: Option<DraftId>,
    pub text: String,
    /// held | target | to_award | campaign, as the reader says.
    pub status: String,
    pub holder: String,
    pub span: Option<(i64, i64)>,
}
