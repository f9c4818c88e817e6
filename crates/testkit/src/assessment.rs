//! Assessments of a test, begun by the use case.

use crate::TestApp;
use app::Who;
use app::assessment::{self, Begun};
use domain::id::{AssessmentId, StandardId, UnitId};

impl TestApp {
    /// An assessment of a unit by a standard, for the year 2026.
    pub async fn assessed(&self, who: &Who, standard: StandardId, unit: UnitId) -> AssessmentId {
        let form = Begun {
            standard,
            unit,
            from: "2026-01-01".parse().unwrap(),
            to: "2026-12-31".parse().unwrap(),
            unit_kind: String::new(),
        };
        assessment::begin(self, who, &form).await.unwrap()
    }
}
