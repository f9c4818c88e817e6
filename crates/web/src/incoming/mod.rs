//! 收文: the register of papers that came in, one entry, its file; a plan becomes a draft in one step.

mod list;
mod new;
mod one;

use crate::route::{Access, Route, get, post};
use domain::authority::Action;
use domain::incoming::IncomingState;

pub fn routes() -> Vec<Route> {
    let view = Access::May(Action::ViewIncoming);
    let register = Access::May(Action::RegisterIncoming);
    vec![
        get("/incoming", view, list::show),
        get("/incoming/new", register, new::blank),
        post("/incoming/new", register, new::register),
        get("/incoming/{id}", view, one::show),
        get("/incoming/{id}/file", view, one::file),
        get("/incoming/{id}/view", view, one::view),
        get("/incoming/{id}/copy", view, one::copy),
        get("/incoming/{id}/frame", view, one::frame),
        get("/incoming/{id}/layout", view, one::layout),
        post("/incoming/{id}/handle", Access::May(Action::HandleIncoming), one::handle),
        post("/incoming/{id}/void", register, one::void),
        post("/incoming/{id}/import", Access::May(Action::ImportPlan), one::import),
    ]
}

/// The sign of a state, as the macro `status` knows it.
fn sign(state: IncomingState) -> &'static str {
    match state {
        IncomingState::Open => "doing",
        IncomingState::Handled => "done",
        IncomingState::Void => "void",
    }
}
