//! 测评得分: assessments, the score of one with its trace and next steps, the form of a criterion.

pub(crate) mod answer;
mod carry;
mod chart;
mod list;
mod new;
mod note;
mod show;

use crate::route::{Access, Route, get, post};
use domain::authority::Action;
use domain::points::Points;

pub fn routes() -> Vec<Route> {
    let view = Access::May(Action::ViewScore);
    let own = Access::May(Action::ClaimScore);
    vec![
        get("/scores", view, list::show),
        get("/scores/list.xlsx", view, list::xlsx),
        get("/scores/new", own, new::new),
        post("/scores/new", own, new::begin),
        get("/scores/{id}", view, show::show),
        get("/scores/{id}/score.xlsx", view, show::xlsx),
        post("/scores/{id}/archive", view, show::archive),
        post("/scores/{id}/close", own, show::close),
        post("/scores/{id}/open", own, show::open),
        get("/scores/{id}/criteria/{criterion}", view, answer::show),
        post("/scores/{id}/criteria/{criterion}", view, answer::answer),
        post("/scores/{id}/criteria/{criterion}/back", view, answer::take_back),
        post("/scores/{id}/criteria/{criterion}/task", Access::May(Action::EditTask), answer::make_task),
        get("/scores/{id}/notes", view, note::show),
        post("/scores/{id}/notes", own, note::note),
        post("/scores/{id}/notes/{note}/strike", own, note::strike),
        get("/scores/{id}/carry/{standard}", own, carry::show),
        post("/scores/{id}/carry/{standard}", own, carry::carry),
        post("/scores/{id}/undo", own, carry::undo),
    ]
}

/// Points, or a word where nobody knows them.
pub(crate) fn said(points: Option<Points>) -> String {
    points.map_or_else(|| "未知".into(), |it| it.to_string())
}
