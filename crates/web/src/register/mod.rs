//! 台账与统计: figures over records, and registers that are nothing but their records. Every figure
//! leads to the records that it was made of; people stand in the order of their names.

mod figures;
mod ledger;
mod people;
mod service;

use crate::request::Ctx;
use crate::route::{Access, Route, get};
use crate::unit::{Choice, units};
use app::register::Span;
use domain::authority::Action;

pub fn routes() -> Vec<Route> {
    let view = Access::May(Action::ViewRecord);
    vec![
        get("/figures", view, figures::show),
        get("/figures/list.xlsx", view, figures::xlsx),
        get("/registers", view, ledger::show),
        get("/registers/list.xlsx", view, ledger::xlsx),
        get("/registers/people", view, people::show),
        get("/registers/people.xlsx", view, people::xlsx),
        get("/registers/service", view, service::show),
        get("/registers/service.xlsx", view, service::xlsx),
    ]
}

/// The filters of these pages as pairs of the address.
fn pairs(raw: Option<String>) -> Vec<(String, String)> {
    let all: Vec<(String, String)> = serde_urlencoded::from_str(&raw.unwrap_or_default()).unwrap_or_default();
    all.into_iter().filter(|(_, value)| !value.is_empty()).take(20).collect()
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str()).unwrap_or_default()
}

/// Since the beginning of the year unless the address says otherwise.
fn span(ctx: &Ctx, pairs: &[(String, String)]) -> Span {
    let year = ctx.app.today().year();
    let from = match value(pairs, "from") {
        "" => domain::Day::new(year, 1, 1),
        typed => typed.parse().ok(),
    };
    Span {
        kind: value(pairs, "kind").to_owned(),
        from,
        to: value(pairs, "to").parse().ok(),
        unit: value(pairs, "unit").parse().ok(),
        person: value(pairs, "person").parse().ok(),
    }
}

/// The filter of a span as it stands in the address of the list of records.
fn query(span: &Span, more: &[(&str, &str)]) -> String {
    let day = |day: Option<domain::Day>| day.map(|it| it.to_string()).unwrap_or_default();
    let own = [
        ("kind", span.kind.clone()),
        ("unit", span.unit.map(|it| it.to_string()).unwrap_or_default()),
        ("from", day(span.from)),
        ("to", day(span.to)),
    ];
    let more: Vec<(&str, String)> = more.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let kept = own.into_iter().filter(|(name, _)| !more.iter().any(|(it, _)| it == name));
    let pairs: Vec<(&str, String)> =
        kept.chain(more.clone()).filter(|(_, value)| !value.is_empty()).collect();
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}

/// The span in words, for the foot of a workbook.
fn told(span: &Span) -> String {
    let from = span.from.map(|day| format!("{day} 起"));
    let to = span.to.map(|day| format!("到 {day}"));
    [from, to].into_iter().flatten().collect::<Vec<_>>().join("，")
}

/// The units that the filter offers: none to who may not look at them.
async fn seen_units(ctx: &Ctx, pairs: &[(String, String)]) -> app::Result<Vec<Choice>> {
    match ctx.who.reach(Action::ViewUnits) {
        Some(_) => units(ctx, value(pairs, "unit"), "不限").await,
        None => Ok(Vec::new()),
    }
}
