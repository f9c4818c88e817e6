//! What the field means: types, state machines, calendars and permissions.
//!
//! Pure: no IO, no clock, no randomness. Time comes in as [`day::Instant`] or [`day::Day`],
//! ids come in ready made. A rule answers with a [`change::Change`] or a [`refused::Refused`];
//! `store` writes the one, `web` shows the other.

pub mod code;
pub mod id;

pub mod calendar;
pub mod day;

pub mod audit;
pub mod authority;
pub mod change;
pub mod refused;

pub mod account;
pub mod bureau;
pub mod certificate;
pub mod membership;
pub mod password;
pub mod person;
pub mod roster;
pub mod team;
pub mod unit;

pub mod assignment;
pub mod campaign;
pub mod draft;
pub mod handover;
pub mod joiner;
pub mod matching;
pub mod measure;
pub mod plan;
pub mod publish;
pub mod stage;
pub mod succession;
pub mod table;
pub mod task;

pub mod assessment;
pub mod assessor_link;
pub mod crosswalk;
pub mod dossier;
pub mod points;
pub mod standard;

pub mod figure;
pub mod honour;
pub mod record;
pub mod record_kind;
pub mod remark;

pub mod incoming;
pub mod paper;

pub mod backup;
pub mod feed;
pub mod file;
pub mod folder;
pub mod import;
pub mod job;
pub mod message;
pub mod token;
pub mod upload;

pub use change::Change;
pub use day::{Day, Instant};
pub use refused::Refused;
