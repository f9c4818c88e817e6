//! What the field means: types, state machines, calendars and permissions.
//!
//! Pure: no IO, no clock, no randomness. Time comes in as [`day::Instant`] or [`day::Day`],
//! ids come in ready made. A rule answers with a [`change::Change`] or a [`refused::Refused`];
//! `store` writes the one, `web` shows the other.

pub mod code;
pub mod id;

pub mod day;
pub mod calendar;

pub mod refused;
pub mod audit;
pub mod change;
pub mod authority;

pub mod bureau;
pub mod unit;
pub mod person;
pub mod membership;
pub mod team;
pub mod account;

pub mod campaign;
pub mod draft;
pub mod plan;
pub mod stage;
pub mod measure;
pub mod task;
pub mod assignment;

pub mod record;
pub mod figure;
pub mod honour;

pub mod file;
pub mod job;
pub mod message;

pub use change::Change;
pub use day::{Day, Instant};
pub use refused::Refused;
