//! Several years of one term.

use crate::points::{Points, Ratio};
use crate::standard::Years;

/// The result of a term from the results of its years; a year without result is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// From the years that are known.
    pub points: Option<Points>,
    pub known: u8,
    pub of: u8,
}

/// Adds up or averages. A mean is taken over the years that are known, and says of how many; a
/// single year is the last one known.
pub fn term(rule: Years, of: u8, years: &[Option<Points>]) -> Term {
    let known: Vec<Points> = years.iter().copied().flatten().collect();
    let sum: Points = known.iter().copied().sum();
    let points = match (rule, i64::try_from(known.len())) {
        (_, Ok(0) | Err(_)) => None,
        (Years::Single, _) => known.last().copied(),
        (Years::Sum, _) => Some(sum),
        (Years::Mean, Ok(count)) => Ratio::new(1, count).map(|share| sum.at(share)),
    };
    Term { points, known: u8::try_from(known.len()).unwrap_or(u8::MAX), of }
}
