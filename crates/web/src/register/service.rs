//! 本单位志愿服务记录, line by line: person and record, from when until when, to the minute. It is a record
//! of this unit and no proof for anybody outside, and the page says so.

use super::people::NOTE;
use super::{pairs, seen_units, span, told, value};
use crate::listing::{Address, Pager, workbook};
use crate::page::{Answer, Download, Page};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::unit::Choice;
use crate::words;
use app::export::{Cell, Export, MOST_ROWS};
use app::register;
use app::turn::Walk;
use askama::Template;
use axum::extract::RawQuery;
use domain::id::RecordId;
use domain::record::RecordState;
use domain::record::service::Service;
use domain::record::time;

#[derive(Template)]
#[template(path = "register/service.html")]
pub struct ServicePage {
    shell: Shell,
    note: &'static str,
    rows: Vec<Line>,
    pager: Pager,
    units: Vec<Choice>,
    from: String,
    to: String,
    /// The one person whose lines these are, and the id of that person.
    whose: String,
    person: String,
    query: String,
}

struct Line {
    record: RecordId,
    day: String,
    name: String,
    title: String,
    team: String,
    place: String,
    span: String,
    time: String,
    author: String,
    sign: &'static str,
    state: RecordState,
}

/// Records on one page; each has a line for every person in it.
const PAGE: i64 = 30;
const FILTERS: &[&str] = &["from", "to", "unit", "person"];

/// `8:30—11:00`, or what is known of it.
fn hours(it: &Service) -> String {
    match (it.begins.is_empty(), it.ends.is_empty()) {
        (true, true) => String::new(),
        (false, true) => format!("{} 起", it.begins),
        (true, false) => format!("到 {}", it.ends),
        (false, false) => format!("{}—{}", it.begins, it.ends),
    }
}

fn line(it: Service) -> Line {
    let named = [it.team.as_str(), it.project.as_str()];
    Line {
        record: it.record,
        day: it.day.to_string(),
        team: named.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join("，"),
        span: hours(&it),
        time: it.minutes.map(time::told).unwrap_or_default(),
        author: format!("{}{}", it.unit, it.author),
        sign: crate::task::record_sign(it.state),
        state: it.state,
        name: it.name,
        title: it.title,
        place: it.place,
    }
}

pub async fn show(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Page<ServicePage>> {
    let pairs = pairs(raw.clone());
    let span = span(&ctx, &pairs);
    let address = Address::parse("/registers/service", &[], FILTERS, &raw.unwrap_or_default());
    let turn = address.turn(|day, id| Some((day.parse().ok()?, id.parse().ok()?)));
    let (leaf, total) = register::services(&ctx.app, &ctx.who, &span, &turn, PAGE).await?;
    let whose = span.person.and_then(|_| leaf.rows.first().map(|it| it.name.clone())).unwrap_or_default();
    let day = |day: Option<domain::Day>| day.map(|it| it.to_string()).unwrap_or_default();
    let line_below = format!("共 {} 次活动，本页 {} 条", words::counted(total), leaf.rows.len());
    Ok(Page::ok(ServicePage {
        shell: ctx.shell("本单位志愿服务记录").await?,
        note: NOTE,
        rows: leaf.rows.into_iter().map(line).collect(),
        pager: address.pager(line_below, leaf.prev, leaf.next),
        units: seen_units(&ctx, &pairs).await?,
        from: day(span.from),
        to: day(span.to),
        whose,
        person: value(&pairs, "person").to_owned(),
        query: address.query(),
    }))
}

const HEADS: [&str; 16] = [
    "姓名",
    "志愿服务队",
    "服务项目",
    "服务内容",
    "服务对象",
    "服务地点",
    "服务日期",
    "开始时间",
    "结束时间",
    "时长（分钟）",
    "时长",
    "服务对象评价",
    "记录单位",
    "记录人",
    "审核",
    "说明",
];

fn cells(it: Service) -> Vec<Cell> {
    let time = it.minutes.map(time::told).unwrap_or_default();
    vec![
        it.name.into(),
        it.team.into(),
        it.project.into(),
        it.title.into(),
        it.served.into(),
        it.place.into(),
        it.day.to_string().into(),
        it.begins.into(),
        it.ends.into(),
        it.minutes.map_or_else(|| Cell::Text(String::new()), Cell::Figure),
        time.into(),
        it.judged.into(),
        it.unit.into(),
        it.author.into(),
        it.state.to_string().into(),
        "本单位记录".into(),
    ]
}

pub async fn xlsx(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Download> {
    let span = span(&ctx, &pairs(raw));
    let mut walk = Walk::up_to(MOST_ROWS);
    while walk.take(register::services(&ctx.app, &ctx.who, &span, &walk.turn, 200).await?.0.map(cells)) {}
    let export = Export {
        title: "本单位志愿服务记录".into(),
        filter: told(&span),
        day: ctx.app.today(),
        heads: HEADS.map(str::to_owned).to_vec(),
        rows: walk.rows,
        cut: walk.cut,
    };
    Ok(workbook(export).await?)
}
