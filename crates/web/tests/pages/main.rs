//! The pages as their users meet them, driven through the router by the browser of the mind.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod answers;
mod api;
mod assessor_link;
mod calendar;
mod doors;
mod dossier;
mod draft;
mod folder;
mod hostile;
mod lists;
mod matrix;
mod organisation;
mod paper;
mod program;
mod record;
mod score;
mod system;
mod upload;

#[path = "../../../app/tests/programme/mod.rs"]
mod programme;
mod time;
mod work;
