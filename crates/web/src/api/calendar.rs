//! Statutory and make-up days over `/api/v1`.

use super::model::{Listed, Year};
use super::problem::Refusals;
use super::{Answer, Body, Caller, Query};
use crate::route::{Access, Route, get, post};
use axum::Json;
use domain::Day;
use domain::authority::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    vec![
        get("/api/v1/calendar/days", Access::Program(Action::ViewCalendar), list),
        post("/api/v1/calendar/days", Access::Program(Action::EditCalendar), import),
    ]
}

/// A day off, or one on which people work though it is a weekend.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DayOut {
    day: String,
    name: String,
    off: bool,
    /// The notice it comes from; may be empty.
    paper: String,
}

#[utoipa::path(get, path = "/api/v1/calendar/days", params(Year), responses((status = 200, body = Listed<DayOut>), Refusals))]
pub(super) async fn list(caller: Caller, Query(asked): Query<Year>) -> Answer<Listed<DayOut>> {
    let year = asked.year.unwrap_or_else(|| caller.app.today().year());
    let bounds = |text: String| text.parse::<Day>();
    let (Ok(from), Ok(to)) = (bounds(format!("{year:04}-01-01")), bounds(format!("{year:04}-12-31"))) else {
        return Err(app::Error::field("year", "年份请写成 2026 这样。").into());
    };
    let known = app::calendar::holidays(&mut *caller.app.store.view().await?, caller.who.bureau).await?;
    let items = known
        .rows(from, to)
        .map(|(day, it)| DayOut {
            day: day.to_string(),
            name: it.name.clone(),
            off: it.off,
            paper: it.paper.clone(),
        })
        .collect();
    Ok(Json(Listed { items, next: None }))
}

/// A notice as lines `day,name,rest or work,paper`: the form of the page 录入放假通知.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NoticeIn {
    text: String,
}

/// How many days were entered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Entered {
    days: usize,
}

#[utoipa::path(post, path = "/api/v1/calendar/days", request_body = NoticeIn, responses((status = 200, body = Entered), Refusals))]
pub(super) async fn import(caller: Caller, Body(asked): Body<NoticeIn>) -> Answer<Entered> {
    let days = app::calendar::import(&caller.app, &caller.who, &asked.text).await?;
    Ok(Json(Entered { days }))
}
