//! 测评体系: the shelf of shipped files, the versions of the bureau, one version with its tree,
//! findings, differences and the tasks that serve it.

mod act;
mod beside;
mod edit;
mod import;
mod list;
mod new;
pub(crate) mod show;

pub(crate) use list::picks;

use crate::route::{Access, Route, get, post};
use domain::authority::Action;
use domain::standard::StandardState;

pub fn routes() -> Vec<Route> {
    let view = Access::May(Action::ViewStandard);
    let edit = Access::May(Action::EditStandard);
    let task = Access::May(Action::EditTask);
    vec![
        get("/standards", view, list::show),
        get("/standards/list.xlsx", view, list::xlsx),
        post("/standards/install", edit, act::install),
        get("/standards/new", edit, new::page),
        post("/standards/new", edit, new::make),
        get("/standards/template.xlsx", view, new::template),
        get("/standards/tables/{id}", edit, import::show),
        post("/standards/tables/{id}/columns", edit, import::choose),
        post("/standards/tables/{id}/make", edit, import::make),
        get("/standards/tables/{id}/errors.xlsx", edit, import::errors),
        get("/standards/{id}", view, show::show),
        get("/standards/{id}/standard.xlsx", view, new::sheet),
        get("/standards/{id}/edit", edit, edit::head),
        post("/standards/{id}/edit", edit, edit::save_head),
        get("/standards/{id}/nodes", edit, edit::new),
        post("/standards/{id}/nodes", edit, edit::add),
        get("/standards/{id}/criteria/{criterion}/edit", edit, edit::node),
        post("/standards/{id}/criteria/{criterion}/edit", edit, edit::save),
        post("/standards/{id}/criteria/{criterion}/remove", edit, edit::remove),
        get("/standards/{id}/beside", edit, beside::show),
        post("/standards/{id}/beside", edit, beside::save),
        post("/standards/{id}/beside/remove", edit, beside::remove),
        get("/standards/{id}/standard.toml", view, act::file),
        post("/standards/{id}/publish", edit, act::publish),
        post("/standards/{id}/renew", edit, act::renew),
        post("/standards/{id}/retire", edit, act::retire),
        post("/standards/{id}/discard", edit, act::discard),
        post("/standards/{id}/tasks", task, act::schedule),
        get("/standards/{id}/criteria/{criterion}", view, show::criterion),
        post("/standards/{id}/criteria/{criterion}", task, act::serve),
    ]
}

/// The sign of a state, as the macro `status_as` knows it.
pub(crate) fn sign(state: StandardState) -> &'static str {
    match state {
        StandardState::Draft => "doing",
        StandardState::Published => "done",
        StandardState::Retired => "void",
    }
}
