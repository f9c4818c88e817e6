//! The pages as their users meet them, driven through the router by the browser of the mind.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod answers;
mod api;
mod assessor_link;
mod calendar;
mod certificate;
mod derived;
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
mod resume;
mod score;
mod standard;
mod superior;
mod system;
mod upload;
mod view;

#[path = "../../../app/tests/programme/mod.rs"]
mod programme;
mod time;
mod work;
