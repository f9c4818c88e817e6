//! Background work as data: a kind, a payload and a time. Jobs are idempotent; the workers live in `app`.

use crate::day::Instant;

/// One job to be written with the change that asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The handler's name, see `app::job`.
    pub kind: &'static str,
    /// JSON text that only the handler understands.
    pub payload: String,
    /// Not before this instant.
    pub run_at: Instant,
}
