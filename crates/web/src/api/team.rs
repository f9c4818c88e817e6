//! Leading groups, task forces and their seats over `/api/v1`.

use super::model::{Coded, Done, Listed};
use super::problem::Refusals;
use super::{Answer, Body, Caller, Path, Problem, day_or_none, given_or_none, id, member};
use crate::route::{Access, Route, get, post};
use crate::unit::day;
use app::team::{self, SeatForm, TeamForm};
use axum::Json;
use domain::authority::Action;
use domain::id::{TeamId, TeamMemberId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let may = Access::Program;
    let (view, edit) = (may(Action::ViewUnits), may(Action::EditPeople));
    vec![
        get("/api/v1/teams", view, list),
        post("/api/v1/teams", edit, create),
        get("/api/v1/teams/{id}", view, show),
        post("/api/v1/teams/{id}", edit, change),
        post("/api/v1/teams/{id}/seats", edit, seat),
        post("/api/v1/seats/{id}/match", edit, recognise),
        post("/api/v1/seats/{id}/end", edit, leave),
    ]
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TeamOut {
    id: String,
    kind: Coded,
    name: String,
    from: String,
    to: Option<String>,
}

fn out(team: &domain::team::Team) -> TeamOut {
    TeamOut {
        id: team.id.to_string(),
        kind: team.kind.into(),
        name: team.name.clone(),
        from: team.from.to_string(),
        to: team.to.map(|day| day.to_string()),
    }
}

#[utoipa::path(get, path = "/api/v1/teams", responses((status = 200, body = Listed<TeamOut>), Refusals))]
pub(super) async fn list(caller: Caller) -> Answer<Listed<TeamOut>> {
    let rows = team::list(&caller.app, &caller.who).await?;
    Ok(Json(Listed { items: rows.iter().map(|line| out(&line.team)).collect(), next: None }))
}

/// A team with its seats.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TeamFull {
    #[serde(flatten)]
    team: TeamOut,
    seats: Vec<SeatOut>,
}

/// A seat as the paper names it; `person` once it is matched to the roster.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SeatOut {
    id: String,
    role: String,
    name: String,
    person: Option<String>,
    from: String,
    to: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/teams/{id}", params(("id" = String, Path)), responses((status = 200, body = TeamFull), Refusals))]
pub(super) async fn show(caller: Caller, Path(team): Path<String>) -> Answer<TeamFull> {
    let sight = team::show(&caller.app, &caller.who, id(&team)?).await?;
    let seat = |it: team::Seat| {
        let it = it.seat.row;
        SeatOut {
            id: it.id.to_string(),
            role: it.role,
            name: it.name,
            person: it.person.map(|id| id.to_string()),
            from: it.from.to_string(),
            to: it.to.map(|day| day.to_string()),
        }
    };
    Ok(Json(TeamFull { team: out(&sight.team), seats: sight.seats.into_iter().map(seat).collect() }))
}

/// What a team is made of.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct TeamIn {
    /// leading_group, task_force and so on: the codes of the list.
    kind: String,
    name: String,
    from: String,
    #[serde(default)]
    to: Option<String>,
}

impl TeamIn {
    fn parse(self) -> Result<TeamForm, Problem> {
        Ok(TeamForm {
            kind: member("kind", &self.kind)?,
            from: day("from", &self.from)?,
            to: day_or_none("to", self.to.as_deref())?,
            name: self.name,
        })
    }
}

#[utoipa::path(post, path = "/api/v1/teams", request_body = TeamIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn create(caller: Caller, Body(asked): Body<TeamIn>) -> Answer<Done> {
    Ok(Done::of(team::create(&caller.app, &caller.who, &asked.parse()?).await?))
}

#[utoipa::path(post, path = "/api/v1/teams/{id}", params(("id" = String, Path)), request_body = TeamIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn change(
    caller: Caller,
    Path(team): Path<String>,
    Body(asked): Body<TeamIn>,
) -> Answer<Done> {
    let team: TeamId = id(&team)?;
    team::edit(&caller.app, &caller.who, team, &asked.parse()?).await?;
    Ok(Done::of(team))
}

/// A seat that is given.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct SeatIn {
    role: String,
    name: String,
    from: String,
    #[serde(default)]
    to: Option<String>,
}

#[utoipa::path(post, path = "/api/v1/teams/{id}/seats", params(("id" = String, Path)), request_body = SeatIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn seat(
    caller: Caller,
    Path(team): Path<String>,
    Body(asked): Body<SeatIn>,
) -> Answer<Done> {
    let (from, to) = (day("from", &asked.from)?, day_or_none("to", asked.to.as_deref())?);
    let form = SeatForm { role: asked.role, name: asked.name, from, to };
    Ok(Done::of(team::seat(&caller.app, &caller.who, id(&team)?, &form).await?))
}

/// Whom a seat means; none takes the match back.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct MatchIn {
    person: Option<String>,
}

#[utoipa::path(post, path = "/api/v1/seats/{id}/match", params(("id" = String, Path)), request_body = MatchIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn recognise(
    caller: Caller,
    Path(seat): Path<String>,
    Body(asked): Body<MatchIn>,
) -> Answer<Done> {
    let seat: TeamMemberId = id(&seat)?;
    let person = given_or_none("person", asked.person.as_deref())?;
    team::recognise(&caller.app, &caller.who, seat, person).await?;
    Ok(Done::of(seat))
}

/// The last day of a seat.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct LastDay {
    on: String,
}

#[utoipa::path(post, path = "/api/v1/seats/{id}/end", params(("id" = String, Path)), request_body = LastDay, responses((status = 200, body = Done), Refusals))]
pub(super) async fn leave(
    caller: Caller,
    Path(seat): Path<String>,
    Body(asked): Body<LastDay>,
) -> Answer<Done> {
    let seat: TeamMemberId = id(&seat)?;
    team::leave(&caller.app, &caller.who, seat, day("on", &asked.on)?).await?;
    Ok(Done::of(seat))
}
