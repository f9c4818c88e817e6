//! 任务: the list with its filters, the page of one task, acts on it; 按措施指定.

mod act;
mod assign;
mod list;
mod one;
pub use one::{RecordLine, Told, record_sign};
mod query;
mod sheet;

use crate::route::{Access, Route, get, post};
use domain::authority::Action;

pub fn routes() -> Vec<Route> {
    let view = Access::May(Action::ViewTask);
    let edit = Access::May(Action::EditTask);
    let assign = Access::May(Action::AssignTask);
    vec![
        get("/tasks", view, list::show),
        post("/tasks/bulk", view, act::bulk),
        post("/tasks/views", Access::May(Action::SaveView), act::save_view),
        post("/tasks/views/{id}/drop", Access::May(Action::SaveView), act::drop_view),
        get("/tasks/list.xlsx", Access::May(Action::ExportTasks), sheet::list),
        get("/tasks/table.xlsx", Access::May(Action::ExportTasks), sheet::xlsx),
        get("/tasks/table.docx", Access::May(Action::ExportTasks), sheet::docx),
        get("/tasks/new", edit, act::new_form),
        post("/tasks/new", edit, act::add),
        get("/tasks/assign", assign, assign::show),
        post("/tasks/assign", assign, assign::measure),
        get("/tasks/people", assign, assign::people),
        get("/tasks/{id}", view, one::show),
        get("/tasks/{id}/edit", edit, act::edit_form),
        post("/tasks/{id}/words", edit, act::reword),
        post("/tasks/{id}/due", edit, act::set_due),
        post("/tasks/{id}/void", edit, act::void),
        post("/tasks/{id}/urge", Access::May(Action::UrgeTask), act::urge),
        post("/tasks/{id}/assignments", assign, act::hand_out),
        get("/assignments/{id}", view, one::of_assignment),
        post("/assignments/{id}/start", Access::May(Action::FileRecord), act::start),
    ]
}
