//! 体系对照: crosswalks between standards, their pairs decided one by one, and what is carried over.

mod carry;
mod list;
mod show;

use crate::route::{Access, Route, get, post};
use domain::authority::Action;

pub fn routes() -> Vec<Route> {
    let view = Access::May(Action::ViewStandard);
    let edit = Access::May(Action::EditStandard);
    vec![
        get("/standards/crosswalks", view, list::show),
        get("/standards/crosswalks/list.xlsx", view, list::xlsx),
        post("/standards/crosswalks", edit, list::begin),
        get("/standards/crosswalks/{id}", view, show::show),
        get("/standards/crosswalks/{id}/pairs.xlsx", view, show::xlsx),
        post("/standards/crosswalks/{id}/pairs", edit, show::decide),
        get("/standards/crosswalks/{id}/carry", edit, carry::show),
        post("/standards/crosswalks/{id}/carry", edit, carry::carry),
        post("/standards/crosswalks/{id}/uses/{used}/undo", edit, carry::undo),
    ]
}
