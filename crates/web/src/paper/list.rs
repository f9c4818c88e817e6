//! The list of papers: by state, template, mine, sent to me; latest change first.

use super::show::sign;
use crate::listing::{Address, Column, Head, Natural, Pager, Shown, position};
use crate::page::{Answer, Page, Redirected};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::words::{self, Pick};
use crate::work::Tab;
use app::paper::{self, Wanted};
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::authority::{Action, Actor};
use domain::code::Code;
use domain::day::{Day, Instant};
use domain::id::PaperId;
use domain::paper::flow::forward;
use domain::paper::{PaperState, Template};
use store::PaperRow;

#[derive(askama::Template)]
#[template(path = "paper/list.html")]
pub struct ListPage {
    shell: Shell,
    tabs: Vec<Tab>,
    address: Address,
    heads: Vec<Head>,
    rows: Vec<Line>,
    states: Vec<Pick>,
    templates: Vec<Pick>,
    pager: Pager,
    may_draft: bool,
}

struct Line {
    id: PaperId,
    title: String,
    number: String,
    template: Template,
    unit: String,
    author: String,
    changed: String,
    issued: String,
    receipts: String,
    sign: &'static str,
    state: PaperState,
}

const COLUMNS: &[Column] = &[
    Column::new("title", "标题", Shown::Always),
    Column::new("number", "发文字号", Shown::Usually),
    Column::new("template", "种类", Shown::Usually),
    Column::new("author", "拟稿", Shown::Usually),
    Column::new("state", "状态", Shown::Usually),
    Column::new("issued", "印发", Shown::OnDemand),
    Column::new("receipts", "签收", Shown::Usually).figures(),
    Column::new("changed", "最近变化", Shown::Usually).sorts(Natural::Down).first(),
];

const PAGE: i64 = 30;

/// States in which the next step is one that the actor's role does.
fn waiting(who: &Actor) -> Vec<PaperState> {
    let mine = |state: &PaperState| {
        *state != PaperState::Draft
            && forward(*state).is_some_and(|step| who.reach(step.action(*state)).is_some())
    };
    PaperState::ALL.iter().copied().filter(mine).collect()
}

pub async fn show(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let address =
        Address::parse("/papers", COLUMNS, &["q", "tab", "state", "template"], &raw.unwrap_or_default());
    let tab = address.get("tab").to_owned();
    let states = match (PaperState::from_code(address.get("state")), tab.as_str()) {
        (Some(state), _) => vec![state],
        (None, "todo") => waiting(&ctx.who),
        (None, "issued") => vec![PaperState::Issued, PaperState::Filed],
        _ => Vec::new(),
    };
    let wanted = Wanted {
        states,
        template: Template::from_code(address.get("template")),
        own: tab == "own",
        received: tab == "received",
        words: address.get("q").to_owned(),
        ascending: !address.sort().1,
    };
    let turn = address.turn(|at, id| Some((Instant(at.parse().ok()?), id.parse().ok()?)));
    let listed = paper::list(&ctx.app, &ctx.who, &wanted, &turn, PAGE).await?;
    if listed.leaf.rows.is_empty() && !address.is_first() {
        return Ok(Redirected::to(address.first()).into_response());
    }
    let today = ctx.app.today();
    let below = position(listed.before, listed.leaf.rows.len(), listed.total);
    let key = |(at, id): (Instant, PaperId)| (at.0, id);
    let pick =
        |code: &str, label: &str, name: &str| Pick::of(code.into(), label.into(), address.get(name) == code);
    let all = |label: &str, name: &str| pick("", label, name);
    Ok(Page::ok(ListPage {
        shell: ctx.shell("公文").await?,
        tabs: tabs(&ctx.who, &tab),
        heads: address.heads(),
        rows: listed.leaf.rows.iter().map(|row| line(row, today)).collect(),
        states: std::iter::once(all("全部状态", "state"))
            .chain(PaperState::ALL.iter().map(|it| pick(it.code(), it.label(), "state")))
            .collect(),
        templates: std::iter::once(all("全部种类", "template"))
            .chain(Template::ALL.iter().map(|it| pick(it.code(), it.label(), "template")))
            .collect(),
        pager: address.pager(below, listed.leaf.prev.map(key), listed.leaf.next.map(key)),
        address,
        may_draft: ctx.who.reach(Action::DraftPaper).is_some(),
    })
    .into_response())
}

fn tabs(who: &Actor, here: &str) -> Vec<Tab> {
    let tab = |label: &str, code: &str| Tab {
        label: label.to_owned(),
        url: if code.is_empty() { "/papers".into() } else { format!("/papers?tab={code}") },
        active: here == code,
        count: None,
        late: false,
    };
    let mut tabs = vec![tab("全部", "")];
    if !waiting(who).is_empty() {
        tabs.push(tab("待我办理", "todo"));
    }
    if who.reach(Action::DraftPaper).is_some() {
        tabs.push(tab("我拟的", "own"));
    }
    tabs.push(tab("发给我的", "received"));
    tabs.push(tab("已印发", "issued"));
    tabs
}

fn line(row: &PaperRow, today: Day) -> Line {
    let paper = &row.paper;
    Line {
        id: paper.id,
        title: if paper.title.is_empty() { "（没有标题）".into() } else { paper.title.clone() },
        number: paper.number.as_ref().map_or_else(String::new, ToString::to_string),
        template: paper.template,
        unit: row.unit.clone(),
        author: row.author.clone(),
        changed: words::moment(row.updated, today),
        issued: paper.issued_on.map_or_else(String::new, |day| words::spaced(day, today)),
        receipts: if row.sent == 0 { String::new() } else { format!("{} / {}", row.receipts, row.sent) },
        sign: sign(paper.state),
        state: paper.state,
    }
}
