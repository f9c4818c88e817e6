//! 测评组链接: the page where the office makes, lists and takes back links, and the pages that assessors read through
//! them without an account.

mod evidence;
mod guest;
mod office;

use crate::route::{Access, Route, get, post};
use domain::authority::Action;

pub fn routes() -> Vec<Route> {
    let may = Access::May(Action::OpenToAssessor);
    vec![
        get("/scores/{id}/links", may, office::show),
        post("/scores/{id}/links", may, office::make),
        post("/links/{id}/revoke", may, office::revoke),
        get("/assess/{token}", Access::Anyone, guest::open),
        get("/assess/{token}/{criterion}", Access::Anyone, guest::criterion),
        post("/assess/{token}/{criterion}", Access::Anyone, guest::score),
        get("/assess/{token}/{criterion}/files/{file}", Access::Anyone, guest::file),
        get("/assess/{token}/{criterion}/files/{file}/view", Access::Anyone, guest::view),
        get("/assess/{token}/{criterion}/files/{file}/frame", Access::Anyone, guest::pages),
    ]
}
