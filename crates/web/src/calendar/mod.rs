//! 节点日历: the month view, and the office's own holiday notices.

mod month;
mod notice;

use crate::route::{Access, Route, get, post};
use domain::authority::Action;

pub fn routes() -> Vec<Route> {
    vec![
        get("/calendar", Access::May(Action::ViewCalendar), month::show),
        get("/calendar/notices", Access::May(Action::EditCalendar), notice::ask),
        post("/calendar/notices/preview", Access::May(Action::EditCalendar), notice::preview),
        post("/calendar/notices", Access::May(Action::EditCalendar), notice::import),
    ]
}
