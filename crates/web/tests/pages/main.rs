//! The pages as their users meet them, driven through the router by the browser of the mind.

mod answers;
mod api;
mod calendar;
mod doors;
mod draft;
mod hostile;
mod matrix;
mod organisation;

#[path = "../../../app/tests/programme/mod.rs"]
mod programme;
mod work;
