//! The calendar: working days, festivals, commemorations, cadences and deadlines.
//!
//! Built on [`crate::day::Day`]; the plan importer, the month view, reminders and time limits ask here.
//! Rest days and fixed dates are data (`standards/calendar/`), lunar festivals are computed. No clock: what
//! day it is comes in as an argument.

pub mod cadence;
mod cadence_words;
pub mod deadline;
pub mod festival;
pub mod fixed;
pub mod lunar;
mod month;
pub mod nodes;
pub mod notice;
pub mod recurrence;
pub(crate) mod words;
pub mod workday;

pub use cadence::Cadence;
pub use deadline::Deadline;
pub use festival::{Festival, Mention};
pub use fixed::{Basis, FixedDate, fixed_dates};
pub use lunar::LunarFestival;
pub use month::Month;
pub use nodes::{Node, NodeKind, nodes, nodes_of_month};
pub use notice::RowError;
pub use recurrence::{Occurrence, occurrences};
pub use workday::{Holiday, Holidays, Reckoned, Term, Workday, add_days};
