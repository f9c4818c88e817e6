//! 导入与核对: papers come in, the tree is checked beside the paper, the plan is published.

mod act;
mod import;
mod paper;
mod publish;
mod review;
mod show;

pub(crate) use import::goal;

use crate::route::{Access, Route, get, post};
use domain::authority::Action;

pub fn routes() -> Vec<Route> {
    let import = Access::May(Action::ImportPlan);
    let edit = Access::May(Action::EditDraft);
    let publish = Access::May(Action::PublishPlan);
    vec![
        get("/drafts", import, import::list),
        post("/drafts", import, import::upload),
        get("/drafts/{id}", edit, review::page),
        post("/drafts/{id}/items/{item}", edit, act::item),
        post("/drafts/{id}/measures/{measure}", edit, act::measure),
        post("/drafts/{id}/head", edit, act::head),
        post("/drafts/{id}/stages/{stage}", edit, act::stage),
        post("/drafts/{id}/seats", edit, act::seats),
        post("/drafts/{id}/doubts/{doubt}", edit, act::settle),
        post("/drafts/{id}/state", edit, import::shift),
        post("/drafts/{id}/charset", import, import::reread),
        get("/drafts/{id}/diff", edit, publish::diff),
        post("/drafts/{id}/merge", edit, publish::merge),
        get("/drafts/{id}/figures", edit, publish::figures),
        post("/drafts/{id}/findings/{finding}", edit, publish::finding),
        post("/drafts/{id}/keep", publish, publish::keep),
        get("/drafts/{id}/check", publish, publish::check),
        post("/drafts/{id}/publish", publish, publish::publish),
    ]
}

/// One option of a select.
#[derive(Debug, Clone)]
pub(crate) struct Opt {
    pub value: String,
    pub label: String,
    pub selected: bool,
}
