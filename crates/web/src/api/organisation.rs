//! Units and people over `/api/v1`: one of each in full, dated operations, service, hand-over.

use super::model::{Coded, Done, PostOut};
use super::problem::Refusals;
use super::{Answer, Body, Caller, Path, Problem, all_given, day_or_none, given, id, member};
use crate::route::{Access, Route, get, post};
use crate::unit::day;
use app::handover::HandOverForm;
use app::person::{self, NewPersonForm, ServiceForm};
use app::unit::{self, NewUnitForm};
use axum::Json;
use domain::authority::Action;
use domain::id::{MeasureId, MembershipId, PersonId, UnitId};
use domain::person::Fields;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

pub(super) fn routes() -> Vec<Route> {
    let may = Access::Program;
    let (units, people) = (may(Action::EditUnits), may(Action::EditPeople));
    vec![
        get("/api/v1/units/{id}", may(Action::ViewUnits), show_unit),
        post("/api/v1/units", units, create_unit),
        post("/api/v1/units/{id}/rename", units, rename),
        post("/api/v1/units/{id}/move", units, relocate),
        post("/api/v1/units/{id}/merge", units, merge),
        post("/api/v1/units/{id}/split", units, split),
        post("/api/v1/units/{id}/end", units, end),
        get("/api/v1/people/{id}", may(Action::ViewUnits), show_person),
        post("/api/v1/people", people, create_person),
        post("/api/v1/people/{id}", people, edit_person),
        post("/api/v1/people/{id}/service", people, serve),
        post("/api/v1/service/{id}", people, correct),
        post("/api/v1/service/{id}/end", people, end_service),
        get("/api/v1/people/{id}/handover", may(Action::HandOver), duties),
        post("/api/v1/people/{id}/handover", may(Action::HandOver), hand_over),
    ]
}

/// A unit with its children, members and names.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnitFull {
    id: String,
    kind: Coded,
    name: String,
    parent: Option<String>,
    from: String,
    to: Option<String>,
    children: Vec<String>,
    members: Vec<MemberOut>,
    names: Vec<HeldName>,
}

/// Who serves in a unit.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MemberOut {
    service: String,
    person: String,
    name: String,
    title: String,
    heads: bool,
    liaison: bool,
}

/// A name that a unit bore.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HeldName {
    name: String,
    from: String,
    to: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/units/{id}", params(("id" = String, Path)), responses((status = 200, body = UnitFull), Refusals))]
pub(super) async fn show_unit(caller: Caller, Path(unit): Path<String>) -> Answer<UnitFull> {
    let sight = unit::show(&caller.app, &caller.who, id(&unit)?).await?;
    let member = |it: unit::Member| MemberOut {
        service: it.membership.id.to_string(),
        person: it.person.to_string(),
        name: it.name,
        title: it.membership.title,
        heads: it.membership.heads,
        liaison: it.membership.liaison,
    };
    let unit = sight.unit.row;
    Ok(Json(UnitFull {
        id: unit.id.to_string(),
        kind: unit.kind.into(),
        name: unit.name,
        parent: unit.parent.map(|id| id.to_string()),
        from: unit.valid_from.to_string(),
        to: unit.valid_to.map(|day| day.to_string()),
        children: sight.children.iter().map(|child| child.id.to_string()).collect(),
        members: sight.members.into_iter().map(member).collect(),
        names: sight
            .names
            .into_iter()
            .map(|it| HeldName {
                name: it.value,
                from: it.from.to_string(),
                to: it.to.map(|day| day.to_string()),
            })
            .collect(),
    }))
}

/// A unit that is set up.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct UnitIn {
    name: String,
    /// section, subordinate, superior or outside.
    kind: String,
    parent: String,
    /// The day from which it stands.
    on: String,
}

impl UnitIn {
    fn parse(self) -> Result<NewUnitForm, Problem> {
        Ok(NewUnitForm {
            kind: member("kind", &self.kind)?,
            parent: given("parent", &self.parent)?,
            on: day("on", &self.on)?,
            name: self.name,
        })
    }
}

#[utoipa::path(post, path = "/api/v1/units", request_body = UnitIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn create_unit(caller: Caller, Body(asked): Body<UnitIn>) -> Answer<Done> {
    Ok(Done::of(unit::create(&caller.app, &caller.who, &asked.parse()?).await?))
}

/// A name from a day on.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Renaming {
    name: String,
    on: String,
}

#[utoipa::path(post, path = "/api/v1/units/{id}/rename", params(("id" = String, Path)), request_body = Renaming, responses((status = 200, body = Done), Refusals))]
pub(super) async fn rename(
    caller: Caller,
    Path(unit): Path<String>,
    Body(asked): Body<Renaming>,
) -> Answer<Done> {
    let unit: UnitId = id(&unit)?;
    unit::rename(&caller.app, &caller.who, unit, &asked.name, day("on", &asked.on)?).await?;
    Ok(Done::of(unit))
}

/// Another unit and a day.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Toward {
    /// The unit above, or the one that takes over.
    unit: String,
    on: String,
}

#[utoipa::path(post, path = "/api/v1/units/{id}/move", params(("id" = String, Path)), request_body = Toward, responses((status = 200, body = Done), Refusals))]
pub(super) async fn relocate(
    caller: Caller,
    Path(unit): Path<String>,
    Body(asked): Body<Toward>,
) -> Answer<Done> {
    let unit: UnitId = id(&unit)?;
    let parent = given("unit", &asked.unit)?;
    unit::relocate(&caller.app, &caller.who, unit, parent, day("on", &asked.on)?).await?;
    Ok(Done::of(unit))
}

#[utoipa::path(post, path = "/api/v1/units/{id}/merge", params(("id" = String, Path)), request_body = Toward, responses((status = 200, body = Done), Refusals))]
pub(super) async fn merge(
    caller: Caller,
    Path(unit): Path<String>,
    Body(asked): Body<Toward>,
) -> Answer<Done> {
    let into = given("unit", &asked.unit)?;
    unit::merge(&caller.app, &caller.who, id(&unit)?, into, day("on", &asked.on)?).await?;
    Ok(Done::of(into))
}

/// A unit that is split off, with the services that go along.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Splitting {
    #[serde(flatten)]
    unit: UnitIn,
    #[serde(default)]
    along: Vec<String>,
    /// Measures whose open duties go along; an empty text stands for duties without a measure.
    #[serde(default)]
    measures: Vec<String>,
}

#[utoipa::path(post, path = "/api/v1/units/{id}/split", params(("id" = String, Path)), request_body = Splitting, responses((status = 200, body = Done), Refusals))]
pub(super) async fn split(
    caller: Caller,
    Path(unit): Path<String>,
    Body(asked): Body<Splitting>,
) -> Answer<Done> {
    let along: Vec<MembershipId> = all_given("along", &asked.along)?;
    let measures = asked.measures.iter().filter(|it| !it.is_empty()).cloned().collect::<Vec<_>>();
    let mut duties: Vec<Option<MeasureId>> =
        all_given::<MeasureId>("measures", &measures)?.into_iter().map(Some).collect();
    duties.extend((measures.len() < asked.measures.len()).then_some(None));
    let form = asked.unit.parse()?;
    Ok(Done::of(unit::split(&caller.app, &caller.who, id(&unit)?, &form, &along, &duties).await?))
}

/// A day.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct On {
    on: String,
}

/// The last day of a unit, and who gets what it leaves; without an heir nothing may be left.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Ending {
    on: String,
    #[serde(default)]
    heir: String,
}

#[utoipa::path(post, path = "/api/v1/units/{id}/end", params(("id" = String, Path)), request_body = Ending, responses((status = 200, body = Done), Refusals))]
pub(super) async fn end(caller: Caller, Path(unit): Path<String>, Body(asked): Body<Ending>) -> Answer<Done> {
    let unit: UnitId = id(&unit)?;
    let heir = if asked.heir.is_empty() { None } else { Some(given("heir", &asked.heir)?) };
    unit::end(&caller.app, &caller.who, unit, heir, day("on", &asked.on)?).await?;
    Ok(Done::of(unit))
}

/// A person with all intervals of service; the phone stays masked.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PersonFull {
    id: String,
    name: String,
    staff_no: Option<String>,
    /// Masked.
    phone: Option<String>,
    left_on: Option<String>,
    service: Vec<ServiceOut>,
}

/// One interval of service.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceOut {
    id: String,
    kind: Coded,
    from: String,
    to: Option<String>,
    #[serde(flatten)]
    post: PostOut,
}

#[utoipa::path(get, path = "/api/v1/people/{id}", params(("id" = String, Path)), responses((status = 200, body = PersonFull), Refusals))]
pub(super) async fn show_person(caller: Caller, Path(person): Path<String>) -> Answer<PersonFull> {
    let sight = person::show(&caller.app, &caller.who, id(&person)?).await?;
    let service = |post: person::Post| {
        let it = post.membership.row;
        ServiceOut {
            id: it.id.to_string(),
            kind: it.kind.into(),
            from: it.from.to_string(),
            to: it.to.map(|day| day.to_string()),
            post: PostOut { unit: it.unit.to_string(), unit_name: post.unit, title: it.title },
        }
    };
    let person = sight.person.row;
    Ok(Json(PersonFull {
        id: person.id.to_string(),
        name: person.name,
        staff_no: person.staff_no,
        phone: sight.phone,
        left_on: person.left_on.map(|day| day.to_string()),
        service: sight.service.into_iter().map(service).collect(),
    }))
}

/// Name, staff number and phone; a blank phone stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PersonIn {
    name: String,
    #[serde(default)]
    staff_no: String,
    #[serde(default)]
    phone: String,
}

impl PersonIn {
    fn parse(&self) -> app::Result<Fields> {
        Ok(Fields::parse(&self.name, &self.staff_no, &self.phone)?)
    }
}

/// An interval of service.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ServiceIn {
    unit: String,
    /// established, seconded or concurrent.
    kind: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    heads: bool,
    #[serde(default)]
    liaison: bool,
    from: String,
    #[serde(default)]
    to: Option<String>,
}

impl ServiceIn {
    fn parse(self) -> Result<ServiceForm, Problem> {
        Ok(ServiceForm {
            unit: given("unit", &self.unit)?,
            kind: member("kind", &self.kind)?,
            heads: self.heads,
            liaison: self.liaison,
            from: day("from", &self.from)?,
            to: day_or_none("to", self.to.as_deref())?,
            title: self.title,
        })
    }
}

/// A person who joins the roster.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct JoiningIn {
    #[serde(flatten)]
    person: PersonIn,
    service: ServiceIn,
    /// Says that a person of the same name is someone else.
    #[serde(default)]
    another: bool,
}

#[utoipa::path(post, path = "/api/v1/people", request_body = JoiningIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn create_person(caller: Caller, Body(asked): Body<JoiningIn>) -> Answer<Done> {
    let fields = asked.person.parse()?;
    let form = NewPersonForm { fields, another: asked.another, service: asked.service.parse()? };
    Ok(Done::of(person::create(&caller.app, &caller.who, &form).await?))
}

#[utoipa::path(post, path = "/api/v1/people/{id}", params(("id" = String, Path)), request_body = PersonIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn edit_person(
    caller: Caller,
    Path(person): Path<String>,
    Body(asked): Body<PersonIn>,
) -> Answer<Done> {
    let person: PersonId = id(&person)?;
    person::edit(&caller.app, &caller.who, person, &asked.parse()?).await?;
    Ok(Done::of(person))
}

#[utoipa::path(post, path = "/api/v1/people/{id}/service", params(("id" = String, Path)), request_body = ServiceIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn serve(
    caller: Caller,
    Path(person): Path<String>,
    Body(asked): Body<ServiceIn>,
) -> Answer<Done> {
    Ok(Done::of(person::serve(&caller.app, &caller.who, id(&person)?, asked.parse()?).await?))
}

#[utoipa::path(post, path = "/api/v1/service/{id}", params(("id" = String, Path)), request_body = ServiceIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn correct(
    caller: Caller,
    Path(service): Path<String>,
    Body(asked): Body<ServiceIn>,
) -> Answer<Done> {
    let service: MembershipId = id(&service)?;
    person::correct(&caller.app, &caller.who, service, asked.parse()?).await?;
    Ok(Done::of(service))
}

#[utoipa::path(post, path = "/api/v1/service/{id}/end", params(("id" = String, Path)), request_body = On, responses((status = 200, body = Done), Refusals))]
pub(super) async fn end_service(
    caller: Caller,
    Path(service): Path<String>,
    Body(asked): Body<On>,
) -> Answer<Done> {
    let service: MembershipId = id(&service)?;
    person::end_service(&caller.app, &caller.who, service, day("on", &asked.on)?).await?;
    Ok(Done::of(service))
}

/// What a person holds.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DutiesOut {
    person: String,
    items: Vec<DutyOut>,
    /// Who could take it: persons of the same units.
    colleagues: Vec<String>,
}

/// One duty that can be handed over.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DutyOut {
    id: String,
    kind: Coded,
    text: String,
    due: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/people/{id}/handover", params(("id" = String, Path)), responses((status = 200, body = DutiesOut), Refusals))]
pub(super) async fn duties(caller: Caller, Path(person): Path<String>) -> Answer<DutiesOut> {
    let held = app::handover::preview(&caller.app, &caller.who, id(&person)?).await?;
    let duty = |it: domain::handover::Item| DutyOut {
        id: it.id.to_string(),
        kind: it.kind.into(),
        text: it.text,
        due: it.due.map(|day| day.to_string()),
    };
    Ok(Json(DutiesOut {
        person: held.person.id.to_string(),
        items: held.items.into_iter().map(duty).collect(),
        colleagues: held.colleagues.iter().map(|it| it.id.to_string()).collect(),
    }))
}

/// Who takes over, from when.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct HandOverIn {
    /// Name or staff number of who takes everything that `single` does not name.
    default: String,
    /// Duty → name or staff number.
    #[serde(default)]
    single: BTreeMap<String, String>,
    on: String,
    /// Whether the person leaves the bureau.
    #[serde(default)]
    leaves: bool,
}

/// How many were moved.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Moved {
    moved: usize,
}

#[utoipa::path(post, path = "/api/v1/people/{id}/handover", params(("id" = String, Path)), request_body = HandOverIn, responses((status = 200, body = Moved), Refusals))]
pub(super) async fn hand_over(
    caller: Caller,
    Path(person): Path<String>,
    Body(asked): Body<HandOverIn>,
) -> Answer<Moved> {
    let HandOverIn { default, single, on, leaves } = asked;
    let single: Result<BTreeMap<Uuid, String>, Problem> =
        single.into_iter().map(|(duty, person)| Ok((given("single", &duty)?, person))).collect();
    let form = HandOverForm { default, single: single?, on: day("on", &on)?, leaves };
    let moved = app::handover::hand_over(&caller.app, &caller.who, id(&person)?, &form).await?;
    Ok(Json(Moved { moved }))
}
