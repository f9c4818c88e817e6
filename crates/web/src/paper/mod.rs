//! 公文: the list, the form of a draft, the page of a paper with its steps and receivers, the register.

mod archive;
mod edit;
mod foreign;
mod list;
mod new;
mod one;
mod picture;
mod preview;
mod register;
mod send;
mod show;

pub(crate) use one::DOCX;

use crate::route::{Access, Route, get, post};
use domain::authority::Action;

pub fn routes() -> Vec<Route> {
    let view = Access::May(Action::ViewPaper);
    let draft = Access::May(Action::DraftPaper);
    let file = Access::May(Action::FilePaper);
    let issue = Access::May(Action::IssuePaper);
    vec![
        get("/papers", view, list::show),
        get("/papers/new", draft, new::blank),
        post("/papers/new", draft, new::create),
        post("/papers/import", draft, foreign::begin),
        get("/papers/register", Access::May(Action::RegisterPaper), register::show),
        get("/papers/archive", file, archive::rules),
        post("/papers/archive", file, archive::decide),
        get("/papers/{id}", view, one::show),
        get("/papers/{id}/edit", draft, edit::form),
        post("/papers/{id}/edit", draft, edit::send),
        post("/papers/{id}/picture", draft, picture::add),
        post("/papers/{id}/preview", draft, preview::show),
        post("/papers/{id}/step", view, one::step),
        post("/papers/{id}/comments", view, one::comment),
        get("/papers/{id}/versions/{number}", view, one::version),
        get("/papers/{id}/docx", view, one::docx),
        get("/papers/{id}/pdf", view, one::pdf),
        post("/papers/{id}/pack", file, archive::pack),
        post("/papers/{id}/supplement", file, archive::supplement),
        get("/papers/{id}/archive/{edition}", file, archive::download),
        get("/papers/{id}/send", issue, send::form),
        post("/papers/{id}/send", issue, send::send),
        post("/papers/{id}/urge", issue, send::urge),
        post("/papers/{id}/receipt", Access::May(Action::ReceivePaper), send::receipt),
    ]
}
