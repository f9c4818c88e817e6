//! 纪实: the form 记一笔, the page of a record, the list, the review queue, files.

mod caption;
mod fill;
mod history;
mod list;
mod one;
mod review;
mod shape;
mod upload;
mod view;

use crate::route::{Access, Route, get, post};
use domain::authority::Action;

pub fn routes() -> Vec<Route> {
    let view = Access::May(Action::ViewRecord);
    let file = Access::May(Action::FileRecord);
    vec![
        get("/records", view, list::show),
        get("/records/list.xlsx", view, list::xlsx),
        get("/records/new", file, fill::blank),
        get("/records/{id}", view, one::show),
        post("/records/{id}", file, fill::send),
        get("/records/{id}/edit", file, fill::edit),
        post("/records/{id}/autosave", file, fill::autosave),
        post("/records/{id}/uploads", file, upload::begin),
        post("/records/{id}/uploads/{upload}", file, upload::take),
        get("/records/{id}/captions", file, caption::show),
        post("/records/{id}/captions", file, caption::save),
        post("/records/{id}/withdraw", file, one::withdraw),
        post("/records/{id}/void", file, one::void),
        post("/records/{id}/review", view, review::decide),
        get("/records/{id}/files/{file}", view, one::file),
        get("/records/{id}/files/{file}/view", view, view::show),
        get("/records/{id}/files/{file}/frame", view, view::frame),
        get("/records/{id}/files/{file}/thumb", view, one::thumbnail),
        get("/records/{id}/files/{file}/public", view, one::public),
        post("/records/{id}/remarks/{remark}", file, one::explain),
        post("/records/{id}/criteria", view, one::decide),
        get("/review", view, review::queue),
    ]
}
