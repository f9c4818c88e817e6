//! 细则: what an organ has decided for its own papers. Each departure names the fact it changes and the value
//! taken instead, so that a report can list it with clause, base and value.

use super::{Fact, all_facts};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A number that an organ takes instead of that of the standard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Departure {
    /// Name of the fact: `grid.word_exact_line_pt`.
    pub id: String,
    /// The organ's value, in the unit of the fact.
    pub value: f64,
    /// Why, or by which rule of the organ.
    #[serde(default)]
    pub reason: String,
}

/// All departures of an organ.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// The organ's rule book, for the report.
    #[serde(default)]
    pub name: String,
    /// The departures, each fact at most once.
    #[serde(default)]
    pub departures: Vec<Departure>,
}

/// Why an overlay is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OverlayError {
    /// No fact of this name.
    #[error("没有名为“{0}”的版式项目，请核对名称。")]
    Unknown(String),
    /// The same fact twice.
    #[error("版式项目“{0}”写了两次，请只保留一处。")]
    Twice(String),
    /// Not a usable number.
    #[error("版式项目“{0}”的数值不能使用，请填写一个不超过一千的数。")]
    Unusable(String),
}

impl Overlay {
    /// Sound, or the first thing that is wrong.
    pub fn validate(&self) -> Result<(), OverlayError> {
        for (at, departure) in self.departures.iter().enumerate() {
            let id = departure.id.clone();
            if !all_facts().iter().any(|fact| fact.id == id) {
                return Err(OverlayError::Unknown(id));
            }
            if self.departures[..at].iter().any(|other| other.id == id) {
                return Err(OverlayError::Twice(id));
            }
            if !departure.value.is_finite() || departure.value.abs() > 1000.0 {
                return Err(OverlayError::Unusable(id));
            }
        }
        Ok(())
    }

    /// The departure from a fact, if the organ has one.
    pub fn of(&self, fact: &Fact) -> Option<&Departure> {
        self.departures.iter().find(|departure| departure.id == fact.id)
    }

    /// The value that holds for this organ.
    pub fn value(&self, fact: &Fact) -> f64 {
        self.of(fact).map_or(fact.value, |departure| departure.value)
    }
}
