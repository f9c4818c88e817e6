//! 统计: counts and sums by kind, unit or month, each a link to its records; what retrospectives say
//! stands beside them as history and is never added to them.

use super::{pairs, query, seen_units, span, told, value};
use crate::listing::workbook;
use crate::page::{Answer, Download, Page};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::unit::Choice;
use crate::words::Pick;
use app::export::{Cell, Export};
use app::register::{self, Figures, Span};
use askama::Template;
use axum::extract::RawQuery;
use domain::id::UnitId;
use domain::record::of_amount;
use store::{By, HistoryFigure, Summed};

#[derive(Template)]
#[template(path = "register/figures.html")]
pub struct FiguresPage {
    shell: Shell,
    ways: Vec<Pick>,
    kinds: Vec<Pick>,
    units: Vec<Choice>,
    from: String,
    to: String,
    head: &'static str,
    rows: Vec<Line>,
    total: i64,
    history: Vec<HistoryFigure>,
    query: String,
}

/// One slice: how many records, and the sums of its figures.
struct Line {
    name: String,
    url: String,
    records: i64,
    sums: Vec<Sum>,
}

struct Sum {
    item: String,
    value: String,
    uom: String,
    url: String,
}

const WAYS: [(&str, &str, By); 3] =
    [("kind", "按种类", By::Kind), ("unit", "按科室", By::Unit), ("month", "按月份", By::Month)];

fn way(pairs: &[(String, String)]) -> By {
    let asked = value(pairs, "by");
    WAYS.iter().find(|(code, ..)| *code == asked).map_or(By::Kind, |(_, _, by)| *by)
}

/// The address of the records of a slice.
fn records(span: &Span, by: By, name: &str, unit: Option<UnitId>, item: &str) -> String {
    let unit = unit.map(|it| it.to_string()).unwrap_or_default();
    let (first, last) = (format!("{name}-01"), format!("{name}-31"));
    let last = if by == By::Month { last_day(&first).unwrap_or(last) } else { last };
    let mut more = match by {
        By::Kind => vec![("kind", name)],
        By::Unit => vec![("unit", unit.as_str())],
        By::Month => vec![("from", first.as_str()), ("to", last.as_str())],
    };
    more.push(("item", item));
    format!("/records?{}", query(span, &more))
}

fn last_day(first: &str) -> Option<String> {
    let first: domain::Day = first.parse().ok()?;
    let (year, month) =
        if first.month() == 12 { (first.year() + 1, 1) } else { (first.year(), first.month() + 1) };
    Some(domain::Day::new(year, month, 1)?.minus(1).to_string())
}

fn lines(found: &Figures, span: &Span, by: By) -> Vec<Line> {
    let called = |it: &Summed| match by {
        By::Kind => found.kinds.name(&it.name).to_owned(),
        By::Unit | By::Month => it.name.clone(),
    };
    let line = |it: &Summed| Line {
        name: called(it),
        url: records(span, by, &it.name, it.unit, ""),
        records: it.records,
        sums: found
            .sums
            .iter()
            .filter(|sum| sum.name == it.name && sum.unit == it.unit)
            .map(|sum| Sum {
                item: sum.item.clone(),
                value: of_amount(sum.amount),
                uom: sum.uom.clone(),
                url: records(span, by, &sum.name, sum.unit, &sum.item),
            })
            .collect(),
    };
    found.counts.iter().map(line).collect()
}

pub async fn show(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Page<FiguresPage>> {
    let pairs = pairs(raw);
    let (span, by) = (span(&ctx, &pairs), way(&pairs));
    let found = register::figures(&ctx.app, &ctx.who, &span, by).await?;
    let rows = lines(&found, &span, by);
    let day = |day: Option<domain::Day>| day.map(|it| it.to_string()).unwrap_or_default();
    let offered = found.kinds.offered.iter();
    Ok(Page::ok(FiguresPage {
        shell: ctx.shell("统计").await?,
        ways: WAYS
            .iter()
            .map(|(code, label, it)| Pick::of((*code).into(), (*label).into(), *it == by))
            .collect(),
        kinds: offered.map(|it| Pick::of(it.key.clone(), it.name.clone(), it.key == span.kind)).collect(),
        units: seen_units(&ctx, &pairs).await?,
        from: day(span.from),
        to: day(span.to),
        head: WAYS.iter().find(|(.., it)| *it == by).map_or("", |(_, label, _)| label),
        total: rows.iter().map(|it| it.records).sum(),
        rows,
        history: found.history,
        query: serde_urlencoded::to_string(&pairs).unwrap_or_default(),
    }))
}

pub async fn xlsx(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Download> {
    let pairs = pairs(raw);
    let (span, by) = (span(&ctx, &pairs), way(&pairs));
    let found = register::figures(&ctx.app, &ctx.who, &span, by).await?;
    let mut rows = Vec::new();
    for line in lines(&found, &span, by) {
        rows.push(vec![
            line.name.clone().into(),
            "纪实".into(),
            line.records.to_string().into(),
            "份".into(),
        ]);
        for sum in line.sums {
            rows.push(vec![line.name.clone().into(), sum.item.into(), sum.value.into(), sum.uom.into()]);
        }
    }
    for it in found.history {
        let value = if it.approx { format!("约 {}", it.value) } else { it.value };
        let cells: [Cell; 4] = ["历史材料".into(), it.item.into(), value.into(), it.uom.into()];
        rows.push(cells.into());
    }
    let heads = ["分类", "数据", "数值", "计量单位"].map(str::to_owned).to_vec();
    let export = Export {
        title: "纪实统计".into(),
        filter: told(&span),
        day: ctx.app.today(),
        heads,
        rows,
        cut: false,
    };
    Ok(workbook(export).await?)
}
