//! The register of incoming papers, the latest first.

use super::sign;
use crate::listing::{Address, Pager};
use crate::page::{Answer, Page, Redirected};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::words::{self, Due};
use crate::work::Tab;
use app::incoming::{self, Wanted};
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::code::Code;
use domain::day::Day;
use domain::id::IncomingId;
use domain::incoming::IncomingState;
use store::IncomingRow;

#[derive(Template)]
#[template(path = "incoming/list.html")]
pub struct ListPage {
    shell: Shell,
    tabs: Vec<Tab>,
    address: Address,
    rows: Vec<Line>,
    pager: Pager,
    may_register: bool,
}

struct Line {
    id: IncomingId,
    serial: String,
    title: String,
    origin: String,
    number: String,
    received: String,
    due: Due,
    holder: String,
    sign: &'static str,
    state: IncomingState,
}

const PAGE: i64 = 30;

pub async fn show(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let address = Address::parse("/incoming", &[], &["q", "state"], &raw.unwrap_or_default());
    let wanted = Wanted {
        state: IncomingState::from_code(address.get("state")),
        words: address.get("q").to_owned(),
        ascending: false,
    };
    let turn = address.turn(|day, id| Some((day.parse().ok()?, id.parse().ok()?)));
    let leaf = incoming::list(&ctx.app, &ctx.who, &wanted, &turn, PAGE).await?;
    if leaf.rows.is_empty() && !address.is_first() {
        return Ok(Redirected::to(address.first()).into_response());
    }
    let today = ctx.app.today();
    let below = format!("本页 {} 份", leaf.rows.len());
    Ok(Page::ok(ListPage {
        shell: ctx.shell("收文").await?,
        tabs: tabs(address.get("state")),
        rows: leaf.rows.iter().map(|row| line(row, today)).collect(),
        pager: address.pager(below, leaf.prev, leaf.next),
        address,
        may_register: ctx.who.reach(Action::RegisterIncoming).is_some(),
    })
    .into_response())
}

fn tabs(here: &str) -> Vec<Tab> {
    let tab = |label: &str, state: &str| Tab {
        label: label.to_owned(),
        url: if state.is_empty() { "/incoming".into() } else { format!("/incoming?state={state}") },
        active: here == state,
        count: None,
        late: false,
    };
    vec![tab("全部", ""), tab("待办结", "open"), tab("已办结", "handled"), tab("已作废", "void")]
}

fn line(row: &IncomingRow, today: Day) -> Line {
    let it = &row.incoming;
    Line {
        id: it.id,
        serial: format!("{}-{}", it.year, it.serial),
        title: it.title.clone(),
        origin: it.origin.clone(),
        number: it.number.clone(),
        received: words::spaced(it.received, today),
        due: match it.due {
            Some(due) => Due::short(Some(due), it.state == IncomingState::Open, today),
            None => Due { class: "", text: String::new(), day: String::new() },
        },
        holder: match (row.unit.as_str(), row.person.as_str()) {
            (unit, "") => unit.to_owned(),
            ("", person) => person.to_owned(),
            (unit, person) => format!("{unit} {person}"),
        },
        sign: sign(it.state),
        state: it.state,
    }
}
