//! 数据: a count or sum with its origin. Figures read from retrospectives keep their source span.

use crate::codes;
use crate::id::{BureauId, DraftId, FigureId, RecordId};
use serde::{Deserialize, Serialize};

codes! {
    /// Where a figure or an honour came from.
    pub enum FigureOrigin {
        Import = "import" "历史材料",
        Record = "record" "纪实",
    }
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub id: FigureId,
    pub bureau: BureauId,
    pub origin: FigureOrigin,
    pub draft: Option<DraftId>,
    pub record: Option<RecordId>,
    pub item: String,
    /// Decimal digits as printed.
    pub value: String,
    pub uom: String,
    pub approx: bool,
    pub raw: String,
    pub span: Option<(i64, i64)>,
}
