//! 自评、测评: the score of one unit in one period under one version of a standard, and why.
//! Everything is exact, and every sum says how much of it is known.

mod answer;
mod carry;
mod extra;
mod late;
mod mark;
mod next;
mod note;
mod row;
mod total;
mod trace;
mod years;

pub use answer::{Answer, Claim, Claims};
pub use carry::{Carried, Fate, UNDO_DAYS, Undone, carry, fates, undo, undo_until};
pub use extra::{Award, Breach, Event, Extra, GateState, Period};
pub use late::{Late, late};
pub use mark::{Mark, Mismatch, mark};
pub use next::{Step, best, next_steps};
pub use note::{Note, NoteKind, Struck, note, strike};
pub use row::{
    Answering, Assessment, AssessmentState, ClaimRow, Claimed, Snapshot, Track, answer, archive, begin,
    claims_at, set_closed, take_back, unit_kinds,
};
pub use total::{Facts, Score, Standing, score};
pub use trace::{Line, Place, trace};
pub use years::{Term, term};
