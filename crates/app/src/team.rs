//! 领导小组, 专班, 志愿队: teams, their seats, and the printed names matched to the roster.

use crate::{App, Error, Result, Who, person};
use domain::authority::{self, Action};
use domain::change::Versioned;
use domain::day::Day;
use domain::id::{PersonId, TeamId, TeamMemberId};
use domain::refused::Refused;
use domain::team::{self, Team, TeamKind, TeamMember};
use store::{Conn, NewTeam, NewTeamMember};

/// A team in the list.
#[derive(Debug, Clone)]
pub struct Line {
    pub team: Team,
    /// Seats held today.
    pub members: usize,
    /// Seats whose printed name nobody has matched to the roster.
    pub unmatched: usize,
}

/// All teams of the bureau: those that work first, then those that have ended.
pub async fn list(app: &App, who: &Who) -> Result<Vec<Line>> {
    authority::require_any(who, Action::ViewUnits)?;
    let today = app.today();
    let mut view = app.store.view().await?;
    let mut lines = Vec::new();
    for team in view.teams(who.bureau).await? {
        let seats = view.team_members(team.id).await?;
        let held: Vec<_> = seats.iter().filter(|seat| seat.holds_on(today)).collect();
        let unmatched = held.iter().filter(|seat| seat.person.is_none()).count();
        lines.push(Line { members: held.len(), unmatched, team: team.row });
    }
    lines.sort_by_key(|line| !line.team.stands_on(today));
    Ok(lines)
}

/// A seat with the person behind it, or with those it may be.
#[derive(Debug, Clone)]
pub struct Seat {
    pub seat: Versioned<TeamMember>,
    /// Persons of exactly the printed name, where nobody is matched yet.
    pub candidates: Vec<Candidate>,
}

/// A person who may be meant, with what tells same names apart.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub person: PersonId,
    /// Staff number and present unit.
    pub mark: String,
}

/// The page of a team.
#[derive(Debug, Clone)]
pub struct Sight {
    pub team: Versioned<Team>,
    pub seats: Vec<Seat>,
}

pub async fn show(app: &App, who: &Who, id: TeamId) -> Result<Sight> {
    authority::require_any(who, Action::ViewUnits)?;
    let mut view = app.store.view().await?;
    let team = own(&mut view, who, id).await?;
    let mut seats = Vec::new();
    for seat in view.team_members(id).await? {
        let candidates = match seat.person {
            Some(_) => Vec::new(),
            None => candidates(app, &mut view, who, &seat.name).await?,
        };
        seats.push(Seat { seat, candidates });
    }
    Ok(Sight { team, seats })
}

/// Persons with exactly this name, told apart by staff number and unit.
pub(crate) async fn candidates(app: &App, conn: &mut Conn, who: &Who, name: &str) -> Result<Vec<Candidate>> {
    let twins = conn.persons_named(who.bureau, name).await?;
    let ids: Vec<PersonId> = twins.iter().map(|person| person.id).collect();
    let posts = conn.memberships_on(&ids, app.today()).await?;
    let mut found = Vec::new();
    for twin in twins {
        let mut marks: Vec<String> = twin.staff_no.iter().map(|no| format!("工号 {no}")).collect();
        if let Some(post) = posts.iter().find(|post| post.person == twin.id) {
            marks.push(conn.unit(post.unit).await?.row.name);
        }
        let mark = if marks.is_empty() { "未登记科室".to_owned() } else { marks.join("，") };
        found.push(Candidate { person: twin.id, mark });
    }
    Ok(found)
}

async fn own(conn: &mut Conn, who: &Who, id: TeamId) -> Result<Versioned<Team>> {
    let team = conn.team(id).await?;
    if team.bureau == who.bureau { Ok(team) } else { Err(Refused::NotFound.into()) }
}

/// What a team is made of.
#[derive(Debug, Clone)]
pub struct TeamForm {
    pub kind: TeamKind,
    pub name: String,
    pub from: Day,
    pub to: Option<Day>,
}

/// 成立.
pub async fn create(app: &App, who: &Who, form: &TeamForm) -> Result<TeamId> {
    authority::require_any(who, Action::EditPeople)?;
    let mut tx = app.store.begin().await?;
    let others = tx.teams(who.bureau).await?;
    let team = made(app.ids.make(), who, form);
    let change = team::create(&team, &others)?;
    let id = change.next.id;
    tx.apply(&app.stamp(who), change.map(|team| NewTeam { team, members: Vec::new() })).await?;
    tx.commit().await?;
    Ok(id)
}

fn made(id: TeamId, who: &Who, form: &TeamForm) -> Team {
    Team { id, bureau: who.bureau, kind: form.kind, name: form.name.clone(), from: form.from, to: form.to }
}

/// Name, kind or term of a team are changed; a last day ends it.
pub async fn edit(app: &App, who: &Who, id: TeamId, form: &TeamForm) -> Result<()> {
    authority::require_any(who, Action::EditPeople)?;
    let mut tx = app.store.begin().await?;
    let team = own(&mut tx, who, id).await?;
    let others = tx.teams(who.bureau).await?;
    let change = team::correct(&team, &made(id, who, form), &others)?;
    tx.apply(&app.stamp(who), change).await?;
    Ok(tx.commit().await?)
}

/// What a seat is made of.
#[derive(Debug, Clone)]
pub struct SeatForm {
    pub role: String,
    pub name: String,
    pub from: Day,
    pub to: Option<Day>,
}

/// A seat is given, as the last of the team.
pub async fn seat(app: &App, who: &Who, id: TeamId, form: &SeatForm) -> Result<TeamMemberId> {
    authority::require_any(who, Action::EditPeople)?;
    let mut tx = app.store.begin().await?;
    let team = own(&mut tx, who, id).await?;
    let held = tx.team_members(id).await?;
    let position = held.iter().map(|seat| seat.position).max().unwrap_or(0) + 10;
    let new = TeamMember {
        id: app.ids.make(),
        team: id,
        role: form.role.clone(),
        name: form.name.clone(),
        person: None,
        position,
        from: form.from,
        to: form.to,
    };
    let change = team::seat(&team, &new, &held)?;
    let made = change.next.id;
    tx.apply(&app.stamp(who), change.map(NewTeamMember)).await?;
    tx.commit().await?;
    Ok(made)
}

/// The printed name of a seat is matched to a person, or the match is taken back.
pub async fn recognise(app: &App, who: &Who, id: TeamMemberId, person: Option<PersonId>) -> Result<TeamId> {
    authority::require_any(who, Action::EditPeople)?;
    let mut tx = app.store.begin().await?;
    let seat = tx.team_member(id).await?;
    own(&mut tx, who, seat.team).await?;
    if let Some(person) = person {
        let person = person::own(&mut tx, who, person).await?;
        if person.name != seat.name {
            return Err(Error::rule(format!(
                "文件上印的是“{}”，名册里这位是“{}”，姓名不同。",
                seat.name, person.name
            )));
        }
    }
    tx.apply(&app.stamp(who), team::recognise(&seat, person)).await?;
    tx.commit().await?;
    Ok(seat.team)
}

/// A seat ends; `last` is its last day.
pub async fn leave(app: &App, who: &Who, id: TeamMemberId, last: Day) -> Result<TeamId> {
    authority::require_any(who, Action::EditPeople)?;
    let mut tx = app.store.begin().await?;
    let seat = tx.team_member(id).await?;
    own(&mut tx, who, seat.team).await?;
    tx.apply(&app.stamp(who), team::leave(&seat, last)?).await?;
    tx.commit().await?;
    Ok(seat.team)
}
