//! Assessments, the latest begun first.

use crate::listing::{Address, Column, Head, Natural, Pager, Shown, position, workbook};
use crate::page::{Answer, Download, Page, Redirected};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::standard::picks;
use crate::unit::{Choice, span, units};
use crate::words::{self, Pick};
use app::assessment::{self, Line, Wanted};
use app::export::{Cell, Export};
use app::turn::Walk;
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::assessment::AssessmentState;
use domain::authority::Action;
use domain::code::Code;
use domain::day::{Day, Instant};
use domain::id::AssessmentId;

#[derive(Template)]
#[template(path = "score/list.html")]
pub struct ListPage {
    shell: Shell,
    address: Address,
    heads: Vec<Head>,
    rows: Vec<Line>,
    states: Vec<Pick>,
    units: Vec<Choice>,
    total: String,
    pager: Pager,
    begin: bool,
    all: bool,
    today: Day,
}

impl ListPage {
    fn span(row: &Line) -> String {
        span(row.assessment.from, Some(row.assessment.to))
    }
    fn full(row: &Line) -> String {
        super::said(row.full)
    }
    fn sign(row: &Line) -> &'static str {
        match row.assessment.state {
            AssessmentState::Open => "doing",
            AssessmentState::Closed => "done",
            AssessmentState::Replaced | AssessmentState::Void => "void",
        }
    }
    fn begun(&self, row: &Line) -> String {
        words::spaced(Day::of_instant(row.assessment.created), self.today)
    }
    /// Whether something but order and columns narrows the list.
    fn is_narrowed(&self) -> bool {
        ["state", "unit", "family"].iter().any(|name| !self.address.get(name).is_empty())
    }
}

const COLUMNS: &[Column] = &[
    Column::new("unit", "单位和时段", Shown::Always),
    Column::new("standard", "测评体系", Shown::Usually),
    Column::new("total", "自评得分", Shown::Usually).figures(),
    Column::new("known", "已知", Shown::Usually).figures(),
    Column::new("begun", "开始填写", Shown::Usually).sorts(Natural::Down).first(),
    Column::new("state", "状态", Shown::Usually),
];

/// Each score is worked out anew: a page is shorter than those of other lists.
const PAGE: i64 = 20;
/// The most rows of one workbook, for the same reason.
const MOST_ROWS: usize = 1_000;

fn asked(raw: Option<String>) -> (Address, Wanted) {
    let known = &["state", "unit", "family", "all"];
    let address = Address::parse("/scores", COLUMNS, known, &raw.unwrap_or_default());
    let wanted = Wanted {
        state: AssessmentState::from_code(address.get("state")),
        all: !address.get("all").is_empty(),
        unit: address.get("unit").parse().ok(),
        family: address.get("family").parse().ok(),
        ascending: !address.sort().1,
    };
    (address, wanted)
}

pub async fn show(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let (address, wanted) = asked(raw);
    let turn = address.turn(|at, id| Some((Instant(at.parse().ok()?), id.parse().ok()?)));
    let listed = assessment::list(&ctx.app, &ctx.who, &wanted, &turn, PAGE).await?;
    if listed.leaf.rows.is_empty() && !address.is_first() {
        return Ok(Redirected::to(address.first()).into_response());
    }
    let units = match ctx.who.reach(Action::ViewUnits) {
        Some(_) => units(&ctx, address.get("unit"), "全部单位").await?,
        None => Vec::new(),
    };
    let below = position(listed.before, listed.leaf.rows.len(), listed.total);
    let key = |(at, id): (Instant, AssessmentId)| (at.0, id);
    Ok(Page::ok(ListPage {
        shell: ctx.shell("测评得分").await?,
        heads: address.heads(),
        states: picks::<AssessmentState>("在用的", address.get("state")),
        units,
        total: words::counted(listed.total),
        pager: address.pager(below, listed.leaf.prev.map(key), listed.leaf.next.map(key)),
        rows: listed.leaf.rows,
        begin: ctx.who.reach(Action::ClaimScore).is_some(),
        all: wanted.all,
        today: ctx.app.today(),
        address,
    })
    .into_response())
}

/// The list as it is shown, as a workbook.
pub async fn xlsx(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Download> {
    let (address, wanted) = asked(raw);
    let mut walk = Walk::up_to(MOST_ROWS);
    while walk.take(assessment::list(&ctx.app, &ctx.who, &wanted, &walk.turn, 100).await?.leaf) {}
    let columns: Vec<&Column> = address.shown().collect();
    // What is partial or unchecked says so, whichever columns were chosen.
    let cells = |row: &Line| -> Vec<Cell> {
        let own = columns.iter().map(|column| cell(column.code, row));
        own.chain(std::iter::once(row.standard.caution().unwrap_or_default().into())).collect()
    };
    let mut filter: Vec<String> = Vec::new();
    filter.extend(wanted.state.map(|state| format!("状态：{state}")));
    filter.extend((wanted.state.is_none() && !wanted.all).then(|| "只列在用的".to_owned()));
    if let (Some(unit), Some(row)) = (wanted.unit, walk.rows.first()) {
        filter.extend((row.assessment.unit == unit).then(|| format!("单位：{}", row.unit)));
    }
    let export = Export {
        title: "测评得分".into(),
        filter: filter.join("；"),
        day: ctx.app.today(),
        heads: columns.iter().map(|it| it.label.to_owned()).chain(["提示".to_owned()]).collect(),
        rows: walk.rows.iter().map(cells).collect(),
        cut: walk.cut,
    };
    Ok(workbook(export).await?)
}

fn cell(code: &str, row: &Line) -> Cell {
    match code {
        "unit" => format!("{}，{}", row.unit, ListPage::span(row)).into(),
        "standard" => format!("{}，第 {} 版", row.standard.name, row.standard.number).into(),
        "total" => row.total.to_string().into(),
        "known" => format!("{} / {}", row.known, ListPage::full(row)).into(),
        "begun" => Day::of_instant(row.assessment.created).to_string().into(),
        _ => row.assessment.state.label().into(),
    }
}
