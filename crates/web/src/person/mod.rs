//! 人员: the roster as a list, the page of a person with service, teams and duties.

pub(crate) mod duties;
mod edit;
mod service;

use crate::certificate;
use crate::form::Form;
use crate::listing::{Address, Column, Head, Natural, Pager, Shown, position, workbook};
use crate::page::{Answer, Download, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::unit::{Choice, span, units};
use crate::words::counted;
use app::export::{Cell, Export, MOST_ROWS};
use app::person;
use app::register::{Span, register};
use app::turn::Turn;
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::Day;
use domain::authority::Action;
use domain::id::PersonId;
use domain::record_kind::Register;
use duties::DutyLine;
use store::{HandedRow, PersonFilter, PersonOrder};

pub fn routes() -> Vec<Route> {
    let (view, edit) = (Access::May(Action::ViewUnits), Access::May(Action::EditPeople));
    vec![
        get("/people", view, list),
        post("/people/list.xlsx", Access::May(Action::ExportPeople), xlsx),
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

#[derive(Template)]
#[template(path = "person/list.html")]
struct ListPage {
    shell: Shell,
    address: Address,
    heads: Vec<Head>,
    units: Vec<Choice>,
    rows: Vec<person::Line>,
    total: String,
    pager: Pager,
    filtered: bool,
    may_edit: bool,
    may_export: bool,
}

/// The columns of the list, in their order.
const COLUMNS: &[Column] = &[
    Column::new("name", "姓名", Shown::Always).sorts(Natural::Up).first(),
    Column::new("staff_no", "工号", Shown::Usually).sorts(Natural::Up),
    Column::new("unit", "科室、单位", Shown::Usually),
    Column::new("title", "职务", Shown::Usually),
    Column::new("kind", "任职方式", Shown::OnDemand),
];

fn asked(raw: Option<String>) -> (Address, PersonFilter) {
    let address = Address::parse("/people", COLUMNS, &["q", "unit", "left"], &raw.unwrap_or_default());
    let (by, descending) = address.sort();
    let turn = address.turn(|key, id| Some((key.to_owned(), id.parse().ok()?)));
    let filter = PersonFilter {
        words: address.get("q").chars().take(30).collect(),
        left: address.get("left") == "on",
        below: address.get("unit").parse().ok(),
        order: if by == "staff_no" { PersonOrder::StaffNo } else { PersonOrder::Name },
        descending,
        after: turn.key().cloned(),
        back: turn.back(),
        limit: PAGE,
    };
    (address, filter)
}

async fn list(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let (address, filter) = asked(raw);
    let people = person::list(&ctx.app, &ctx.who, &filter).await?;
    if people.rows.is_empty() && !address.is_first() {
        return Ok(Redirected::to(address.first()).into_response());
    }
    let line = position(people.before, people.rows.len(), people.total);
    Ok(Page::ok(ListPage {
        shell: ctx.shell("人员").await?,
        units: units(&ctx, address.get("unit"), "全部科室和单位").await?,
        heads: address.heads(),
        total: counted(people.total),
        pager: address.pager(line, people.leaf.prev, people.leaf.next),
        rows: people.leaf.rows,
        filtered: !address.get("q").is_empty() || !address.get("unit").is_empty(),
        address,
        may_edit: ctx.who.reach(Action::EditPeople).is_some(),
        may_export: ctx.who.reach(Action::ExportPeople).is_some(),
    })
    .into_response())
}

/// The list as it is shown. What leaves the house about people is audited, so it is asked by a form.
async fn xlsx(ctx: Ctx, RawQuery(raw): RawQuery, Form(()): Form<()>) -> Answer<Download> {
    let (address, mut filter) = asked(raw);
    filter.limit = 500;
    let (rows, cut) = person::export(&ctx.app, &ctx.who, &filter, MOST_ROWS).await?;
    let columns: Vec<&Column> = address.shown().collect();
    let cells = |line: &person::Line| columns.iter().map(|column| cell(column.code, line)).collect();
    let words = if filter.words.is_empty() { String::new() } else { format!("含“{}”", filter.words) };
    let export = Export {
        title: "人员".into(),
        filter: words,
        day: ctx.app.today(),
        heads: columns.iter().map(|column| column.label.to_owned()).collect(),
        rows: rows.iter().map(cells).collect(),
        cut,
    };
    Ok(workbook(export).await?)
}

fn cell(code: &str, line: &person::Line) -> Cell {
    let posts = |say: fn(&person::Post) -> String| line.posts.iter().map(say).collect::<Vec<_>>().join("；");
    match code {
        "name" if line.person.left_on.is_some() => format!("{}（已离开）", line.person.name).into(),
        "name" => line.person.name.as_str().into(),
        "staff_no" => line.person.staff_no.clone().unwrap_or_default().into(),
        "unit" => posts(|post| post.unit.clone()).into(),
        "title" => posts(|post| post.membership.title.clone()).into(),
        _ => posts(|post| post.membership.kind.to_string()).into(),
    }
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
    certificates: Option<Certificates>,
    may_edit: bool,
    may_unmask: bool,
    may_hand_over: bool,
}

impl ShowPage {
    fn span(from: &Day, to: &Option<Day>) -> String {
        span(*from, *to)
    }
}

/// What the person has been trained in and holds, for who may see that.
struct Certificates {
    lines: Vec<certificate::Line>,
    may_edit: bool,
    /// Trainings of this year, as far as the reader sees them, and where they are listed.
    trainings: i64,
    trained: String,
}

async fn certificates(ctx: &Ctx, id: PersonId) -> app::Result<Option<Certificates>> {
    let today = ctx.app.today();
    let Some(held) = app::certificate::of_person(&ctx.app, &ctx.who, id).await? else { return Ok(None) };
    let from = Day::new(today.year(), 1, 1);
    let trainings = match ctx.who.reach(Action::ViewRecord) {
        Some(_) => {
            let span = Span { from, person: Some(id), ..Span::default() };
            register(&ctx.app, &ctx.who, Register::Training, &span, &Turn::First, 1).await?.total
        }
        None => 0,
    };
    let from = from.map(|day| day.to_string()).unwrap_or_default();
    Ok(Some(Certificates {
        lines: held.rows.iter().map(|row| certificate::Line::of(row, today)).collect(),
        may_edit: held.may_edit,
        trainings,
        trained: format!("/registers?register=training&from={from}&person={id}"),
    }))
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
        certificates: certificates(ctx, id).await?,
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
