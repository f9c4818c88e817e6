//! 人员: the roster as a list, the page of a person with service, teams and duties.

pub(crate) mod duties;
mod edit;
mod service;

use crate::form::Form;
use crate::page::{Answer, Page};
use crate::request::Ctx;
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::unit::{Choice, span, units};
use app::person;
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use domain::Day;
use domain::authority::Action;
use domain::id::PersonId;
use duties::DutyLine;
use serde::Deserialize;
use store::{HandedRow, PersonFilter};

pub fn routes() -> Vec<Route> {
    let (view, edit) = (Access::May(Action::ViewUnits), Access::May(Action::EditPeople));
    vec![
        get("/people", view, list),
        get("/people/new", edit, edit::new),
        post("/people/new", edit, edit::create),
        get("/people/{id}", view, show),
        get("/people/{id}/edit", edit, edit::edit),
        post("/people/{id}/edit", edit, edit::save),
        post("/people/{id}/phone", Access::May(Action::UnmaskField), unmask),
        get("/people/{id}/service", edit, service::new),
        post("/people/{id}/service", edit, service::begin),
        get("/service/{id}", edit, service::edit),
        post("/service/{id}", edit, service::correct),
    ]
}

/// Persons on one page.
const PAGE: i64 = 50;

#[derive(Debug, Clone, Default, Deserialize)]
struct Filter {
    #[serde(default)]
    q: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    left: String,
    /// Name and id of the last row of the page before.
    #[serde(default)]
    name: String,
    #[serde(default)]
    after: String,
}

#[derive(Template)]
#[template(path = "person/list.html")]
struct ListPage {
    shell: Shell,
    filter: Filter,
    units: Vec<Choice>,
    rows: Vec<person::Line>,
    next: Option<String>,
    filtered: bool,
    may_edit: bool,
}

async fn list(ctx: Ctx, Query(filter): Query<Filter>) -> Answer<Response> {
    let asked = PersonFilter {
        words: filter.q.chars().take(30).collect(),
        left: filter.left == "on",
        below: filter.unit.parse().ok(),
        after: filter.after.parse().ok().map(|id| (filter.name.clone(), id)),
        limit: PAGE,
    };
    let people = person::list(&ctx.app, &ctx.who, &asked).await?;
    let next = people.next.map(|(name, id)| {
        let id = id.to_string();
        let query = [
            ("q", &filter.q),
            ("unit", &filter.unit),
            ("left", &filter.left),
            ("name", &name),
            ("after", &id),
        ];
        format!("/people?{}", serde_urlencoded::to_string(query).unwrap_or_default())
    });
    Ok(Page::ok(ListPage {
        shell: ctx.shell("人员").await?,
        units: units(&ctx, &filter.unit, "全部科室和单位").await?,
        rows: people.rows,
        next,
        filtered: !filter.q.is_empty() || !filter.unit.is_empty(),
        filter,
        may_edit: ctx.who.reach(Action::EditPeople).is_some(),
    })
    .into_response())
}

#[derive(Template)]
#[template(path = "person/show.html")]
struct ShowPage {
    shell: Shell,
    sight: person::Sight,
    line: String,
    /// In clear, after an audited reading.
    clear: Option<String>,
    duties: Option<Vec<DutyLine>>,
    handed: Vec<HandedRow>,
    may_edit: bool,
    may_unmask: bool,
    may_hand_over: bool,
}

impl ShowPage {
    fn span(from: &Day, to: &Option<Day>) -> String {
        span(*from, *to)
    }
}

async fn page(ctx: &Ctx, id: PersonId, clear: Option<String>) -> app::Result<ShowPage> {
    let sight = person::show(&ctx.app, &ctx.who, id).await?;
    let today = ctx.app.today();
    let mut facts: Vec<String> = sight.person.staff_no.iter().map(|no| format!("工号 {no}")).collect();
    facts.extend(
        sight
            .service
            .iter()
            .filter(|post| post.membership.holds_on(today))
            .map(|post| format!("{}{}", post.unit, post.membership.title)),
    );
    facts.extend(sight.person.left_on.map(|day| format!("{}离开", day.full_text())));
    Ok(ShowPage {
        shell: ctx.shell(sight.person.name.clone()).await?,
        line: facts.join("，"),
        clear,
        duties: duties::of_person(ctx, id).await?,
        handed: app::handover::history(&ctx.app, &ctx.who, id).await?,
        may_edit: ctx.who.reach(Action::EditPeople).is_some(),
        may_unmask: ctx.who.reach(Action::UnmaskField).is_some(),
        may_hand_over: ctx.who.reach(Action::HandOver).is_some() && sight.person.left_on.is_none(),
        sight,
    })
}

async fn show(ctx: Ctx, Path(id): Path<PersonId>) -> Answer<Response> {
    Ok(Page::ok(page(&ctx, id, None).await?).into_response())
}

async fn unmask(ctx: Ctx, Path(id): Path<PersonId>, Form(()): Form<()>) -> Answer<Response> {
    let clear = person::unmask(&ctx.app, &ctx.who, id).await?;
    Ok(Page::ok(page(&ctx, id, Some(clear)).await?).into_response())
}
