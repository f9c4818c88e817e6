//! 自评、测评: the score of one unit in one period under one version of a standard, and why.
//! Everything is exact, and every sum says how much of it is known.

mod answer;
mod extra;
mod mark;
mod next;
mod total;
mod trace;
mod years;

pub use answer::{Answer, Claim, Claims};
pub use extra::{Award, Breach, Event, Extra, GateState, Period};
pub use mark::{Mark, Mismatch, mark};
pub use next::{Step, next_steps};
pub use total::{Facts, Score, Standing, score};
pub use trace::{Line, Place, trace};
pub use years::{Term, term};
