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
        get("/crosswalks", view, list::show),
        get("/crosswalks/list.xlsx", view, list::xlsx),
        post("/crosswalks", edit, list::begin),
        get("/crosswalks/{id}", view, show::show),
        get("/crosswalks/{id}/pairs.xlsx", view, show::xlsx),
        post("/crosswalks/{id}/pairs", edit, show::decide),
        get("/crosswalks/{id}/carry", edit, carry::show),
        post("/crosswalks/{id}/carry", edit, carry::carry),
        post("/crosswalks/{id}/uses/{used}/undo", edit, carry::undo),
    ]
}
