//! 纪实: what was filed, newest activity first; one's own with drafts.

use crate::listing::{Address, Column, Head, Natural, Pager, Shown, position, workbook};
use crate::page::{Answer, Download, Page, Redirected};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::task::{RecordLine, record_sign};
use crate::unit::{Choice, units};
use crate::words::{self, Pick};
use crate::work::Tab;
use app::export::{Cell, Export, MOST_ROWS};
use app::record::{self, Wanted};
use app::record_kind::{self, Kinds};
use app::turn::Walk;
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::code::Code;
use domain::day::Day;
use domain::id::RecordId;
use domain::record::RecordState;
use store::RecordRow;

#[derive(Template)]
#[template(path = "record/list.html")]
pub struct ListPage {
    shell: Shell,
    tabs: Vec<Tab>,
    address: Address,
    heads: Vec<Head>,
    rows: Vec<Line>,
    total: String,
    pager: Pager,
    may_file: bool,
    kinds: Vec<Pick>,
    units: Vec<Choice>,
    /// The filters in force: what each says, and the address without it.
    chips: Vec<(String, String)>,
}

struct Line {
    id: RecordId,
    title: String,
    kind: String,
    day: String,
    unit: String,
    author: String,
    place: String,
    answers: i64,
    files: i64,
    changed: String,
    sign: &'static str,
    state: RecordState,
}

/// The columns of the list, in their order.
const COLUMNS: &[Column] = &[
    Column::new("title", "做了什么", Shown::Always),
    Column::new("kind", "种类", Shown::Usually),
    Column::new("day", "哪一天", Shown::Usually).sorts(Natural::Down).first(),
    Column::new("unit", "科室", Shown::Usually),
    Column::new("author", "报送人", Shown::Usually),
    Column::new("place", "地点", Shown::OnDemand),
    Column::new("state", "状态", Shown::Usually),
    Column::new("changed", "最近变化", Shown::OnDemand),
    Column::new("answers", "用于任务", Shown::Usually).figures(),
    Column::new("files", "文件", Shown::Usually).figures(),
];

const PAGE: i64 = 30;
const FILTERS: &[&str] = &["q", "own", "state", "kind", "unit", "from", "to", "person", "item"];

fn asked(raw: Option<String>) -> (Address, Wanted) {
    let address = Address::parse("/records", COLUMNS, FILTERS, &raw.unwrap_or_default());
    let wanted = Wanted {
        own: address.get("own") == "on",
        state: RecordState::from_code(address.get("state")),
        words: address.get("q").to_owned(),
        kind: address.get("kind").to_owned(),
        from: address.get("from").parse().ok(),
        to: address.get("to").parse().ok(),
        unit: address.get("unit").parse().ok(),
        attended: address.get("person").parse().ok(),
        item: address.get("item").to_owned(),
        ascending: !address.sort().1,
    };
    (address, wanted)
}

pub async fn show(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let (address, wanted) = asked(raw);
    let turn = address.turn(|day, id| Some((day.parse().ok()?, id.parse().ok()?)));
    let listed = record::list(&ctx.app, &ctx.who, &wanted, &turn, PAGE).await?;
    if listed.rows.is_empty() && !address.is_first() {
        return Ok(Redirected::to(address.first()).into_response());
    }
    let today = ctx.app.today();
    let kinds = record_kind::own(&ctx.app, &ctx.who).await?;
    let units = seen_units(&ctx, &address).await?;
    let line_below = position(listed.before, listed.rows.len(), listed.total);
    Ok(Page::ok(ListPage {
        shell: ctx.shell("纪实").await?,
        tabs: tabs(&address),
        heads: address.heads(),
        rows: listed.rows.iter().map(|row| line(row, &kinds, today)).collect(),
        kinds: kinds
            .offered
            .iter()
            .map(|it| Pick::of(it.key.clone(), it.name.clone(), it.key == wanted.kind))
            .collect(),
        chips: chips(&address, &kinds, &units),
        units,
        total: words::counted(listed.total),
        pager: address.pager(line_below, listed.leaf.prev, listed.leaf.next),
        address,
        may_file: ctx.who.reach(Action::FileRecord).is_some(),
    })
    .into_response())
}

/// The units that the filter offers: none to who may not look at them.
async fn seen_units(ctx: &Ctx, address: &Address) -> app::Result<Vec<Choice>> {
    match ctx.who.reach(Action::ViewUnits) {
        Some(_) => units(ctx, address.get("unit"), "不限").await,
        None => Ok(Vec::new()),
    }
}

/// The filters beside the tabs, in words.
fn chips(address: &Address, kinds: &Kinds, units: &[Choice]) -> Vec<(String, String)> {
    let words = |name: &str, value: &str| -> String {
        match name {
            "q" => format!("含“{value}”"),
            "kind" => kinds.name(value).to_owned(),
            "from" => format!("{value} 起"),
            "to" => format!("到 {value}"),
            "item" => format!("有“{value}”"),
            "person" => "某人参加的".into(),
            _ => {
                let unit = units.iter().find(|it| it.value == value);
                unit.map_or("某个单位".into(), |it| it.label.trim().to_owned())
            }
        }
    };
    let named = FILTERS.iter().filter(|name| !matches!(**name, "own" | "state"));
    named
        .map(|name| (*name, address.get(name)))
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (words(name, value), address.with(name, "")))
        .collect()
}

fn tabs(address: &Address) -> Vec<Tab> {
    let here = (address.get("own"), address.get("state"));
    let tab = |label: &str, own: &str, state: &str| Tab {
        label: label.to_owned(),
        url: {
            let pairs = [("own", own), ("state", state)].into_iter().filter(|(_, value)| !value.is_empty());
            let query = serde_urlencoded::to_string(pairs.collect::<Vec<_>>()).unwrap_or_default();
            if query.is_empty() { "/records".into() } else { format!("/records?{query}") }
        },
        active: here == (own, state),
        count: None,
        late: false,
    };
    vec![
        tab("全部", "", ""),
        tab("待审核", "", "filed"),
        tab("我记的", "on", ""),
        tab("我的草稿", "on", "draft"),
        tab("退回我的", "on", "returned"),
    ]
}

fn line(row: &RecordRow, kinds: &Kinds, today: Day) -> Line {
    Line {
        id: row.record.id,
        title: RecordLine::title_of(row),
        kind: kinds.name(&row.record.kind).to_owned(),
        day: words::spaced(row.record.day, today),
        unit: row.unit_name.clone(),
        author: row.author_name.clone(),
        place: row.record.place.clone(),
        answers: row.answers,
        files: row.files,
        changed: words::moment(row.updated, today),
        sign: record_sign(row.record.state),
        state: row.record.state,
    }
}

/// The list as it is shown, as a workbook.
pub async fn xlsx(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Download> {
    let (address, wanted) = asked(raw);
    let mut walk = Walk::up_to(MOST_ROWS);
    while walk.take(record::list(&ctx.app, &ctx.who, &wanted, &walk.turn, 500).await?.leaf) {}
    let columns: Vec<&Column> = address.shown().collect();
    let kinds = record_kind::own(&ctx.app, &ctx.who).await?;
    let units = seen_units(&ctx, &address).await?;
    let cells = |row: &RecordRow| columns.iter().map(|column| cell(column.code, row, &kinds)).collect();
    let mut filter: Vec<String> =
        [wanted.own.then(|| "我记的".to_owned()), wanted.state.map(|state| format!("状态：{state}"))]
            .into_iter()
            .flatten()
            .collect();
    filter.extend(chips(&address, &kinds, &units).into_iter().map(|(words, _)| words));
    let export = Export {
        title: "纪实".into(),
        filter: filter.join("；"),
        day: ctx.app.today(),
        heads: columns.iter().map(|column| column.label.to_owned()).collect(),
        rows: walk.rows.iter().map(cells).collect(),
        cut: walk.cut,
    };
    Ok(workbook(export).await?)
}

fn cell(code: &str, row: &RecordRow, kinds: &Kinds) -> Cell {
    match code {
        "kind" => kinds.name(&row.record.kind).into(),
        "title" => RecordLine::title_of(row).into(),
        "day" => row.record.day.to_string().into(),
        "unit" => row.unit_name.as_str().into(),
        "author" => row.author_name.as_str().into(),
        "place" => row.record.place.as_str().into(),
        "state" => row.record.state.label().into(),
        "changed" => Day::of_instant(row.updated).to_string().into(),
        "answers" => Cell::Figure(row.answers),
        _ => Cell::Figure(row.files),
    }
}
