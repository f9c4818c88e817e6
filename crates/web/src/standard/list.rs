//! The versions of the bureau, the newest first, and the shelf of shipped files.

use super::sign;
use crate::listing::{Address, Column, Head, Natural, Pager, Shown, position, workbook};
use crate::page::{Answer, Download, Page, Redirected};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::words::{self, Pick};
use app::export::{Cell, Export, MOST_ROWS};
use app::standard::{self, Offer, Wanted};
use app::turn::Walk;
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::code::Code;
use domain::day::{Day, Instant};
use domain::id::StandardId;
use domain::standard::{Level, StandardHead, StandardState};

#[derive(Template)]
#[template(path = "standard/list.html")]
pub struct ListPage {
    shell: Shell,
    address: Address,
    heads: Vec<Head>,
    rows: Vec<Line>,
    states: Vec<Pick>,
    levels: Vec<Pick>,
    total: String,
    pager: Pager,
    offers: Vec<Offer>,
    edit: bool,
}

struct Line {
    id: StandardId,
    name: String,
    caution: String,
    issuer: String,
    level: Level,
    region: String,
    version: String,
    criteria: i64,
    published: String,
    made: String,
    sign: &'static str,
    state: StandardState,
}

const COLUMNS: &[Column] = &[
    Column::new("name", "名称", Shown::Always),
    Column::new("issuer", "发布单位", Shown::Usually),
    Column::new("level", "层级", Shown::Usually),
    Column::new("region", "地区", Shown::OnDemand),
    Column::new("version", "版本", Shown::Usually),
    Column::new("criteria", "指标", Shown::Usually).figures(),
    Column::new("published", "发布日期", Shown::OnDemand),
    Column::new("made", "收入日期", Shown::Usually).sorts(Natural::Down).first(),
    Column::new("state", "状态", Shown::Usually),
];

const PAGE: i64 = 30;

fn asked(raw: Option<String>) -> (Address, Wanted) {
    let known = &["q", "state", "level"];
    let address = Address::parse("/standards", COLUMNS, known, &raw.unwrap_or_default());
    let wanted = Wanted {
        state: StandardState::from_code(address.get("state")),
        level: Level::from_code(address.get("level")),
        words: address.get("q").to_owned(),
        ascending: !address.sort().1,
    };
    (address, wanted)
}

pub async fn show(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let (address, wanted) = asked(raw);
    let turn = address.turn(|at, id| Some((Instant(at.parse().ok()?), id.parse().ok()?)));
    let listed = standard::list(&ctx.app, &ctx.who, &wanted, &turn, PAGE).await?;
    if listed.leaf.rows.is_empty() && !address.is_first() {
        return Ok(Redirected::to(address.first()).into_response());
    }
    let offers = standard::offers(&ctx.app, &ctx.who).await?;
    let today = ctx.app.today();
    let below = position(listed.before, listed.leaf.rows.len(), listed.total);
    let key = |(at, id): (Instant, StandardId)| (at.0, id);
    Ok(Page::ok(ListPage {
        shell: ctx.shell("测评体系").await?,
        heads: address.heads(),
        rows: listed.leaf.rows.iter().map(|row| line(row, today)).collect(),
        states: picks::<StandardState>("全部状态", address.get("state")),
        levels: picks::<Level>("全部层级", address.get("level")),
        total: words::counted(listed.total),
        pager: address.pager(below, listed.leaf.prev.map(key), listed.leaf.next.map(key)),
        address,
        offers,
        edit: ctx.who.reach(Action::EditStandard).is_some(),
    })
    .into_response())
}

/// What a filter over a closed list offers.
pub(crate) fn picks<C: Code>(all: &str, now: &str) -> Vec<Pick> {
    let pick = |code: &str, label: &str| Pick::of(code.into(), label.into(), now == code);
    std::iter::once(pick("", all)).chain(C::ALL.iter().map(|it| pick(it.code(), it.label()))).collect()
}

/// `第 2 版，2020年版`.
fn version(row: &StandardHead) -> String {
    let edition = if row.edition.is_empty() { String::new() } else { format!("，{}", row.edition) };
    format!("第 {} 版{edition}", row.number)
}

fn line(row: &StandardHead, today: Day) -> Line {
    Line {
        id: row.id,
        name: row.name.clone(),
        caution: row.caution().unwrap_or_default(),
        issuer: row.issuer.clone(),
        level: row.level,
        region: row.region.clone(),
        version: version(row),
        criteria: row.criteria,
        published: row.published_on.map(|day| words::spaced(day, today)).unwrap_or_default(),
        made: words::spaced(Day::of_instant(row.created), today),
        sign: sign(row.state),
        state: row.state,
    }
}

/// The list as it is shown, as a workbook. What is partial or unchecked says so in its own column.
pub async fn xlsx(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Download> {
    let (address, wanted) = asked(raw);
    let mut walk = Walk::up_to(MOST_ROWS);
    while walk.take(standard::list(&ctx.app, &ctx.who, &wanted, &walk.turn, 500).await?.leaf) {}
    let columns: Vec<&Column> = address.shown().collect();
    let cells = |row: &StandardHead| -> Vec<Cell> {
        let own = columns.iter().map(|column| cell(column.code, row));
        own.chain(std::iter::once(row.caution().unwrap_or_default().into())).collect()
    };
    let mut filter: Vec<String> = Vec::new();
    filter.extend(wanted.state.map(|state| format!("状态：{state}")));
    filter.extend(wanted.level.map(|level| format!("层级：{level}")));
    filter.extend((!wanted.words.is_empty()).then(|| format!("含“{}”", wanted.words)));
    let export = Export {
        title: "测评体系目录".into(),
        filter: filter.join("；"),
        day: ctx.app.today(),
        heads: columns.iter().map(|it| it.label.to_owned()).chain(["提示".to_owned()]).collect(),
        rows: walk.rows.iter().map(cells).collect(),
        cut: walk.cut,
    };
    Ok(workbook(export).await?)
}

fn cell(code: &str, row: &StandardHead) -> Cell {
    match code {
        "name" => row.name.as_str().into(),
        "issuer" => row.issuer.as_str().into(),
        "level" => row.level.label().into(),
        "region" => row.region.as_str().into(),
        "version" => version(row).into(),
        "criteria" => Cell::Figure(row.criteria),
        "published" => row.published_on.map(|day| day.to_string()).unwrap_or_default().into(),
        "made" => Day::of_instant(row.created).to_string().into(),
        _ => row.state.label().into(),
    }
}
