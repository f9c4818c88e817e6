//! 台账: one generic page over the records of a register; its columns are the fields of its kinds.

use super::{pairs, seen_units, span, told, value};
use crate::listing::{Address, Pager, position, workbook};
use crate::page::{Answer, Download, Page};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::unit::Choice;
use crate::words;
use crate::work::Tab;
use app::export::{Export, MOST_ROWS};
use app::register::{self, RegisterPage};
use app::turn::{Turn, Walk};
use askama::Template;
use axum::extract::RawQuery;
use domain::code::Code;
use domain::id::RecordId;
use domain::record::Record;
use domain::record_kind::{Attendance, RecordKind, Register};

#[derive(Template)]
#[template(path = "register/ledger.html")]
pub struct LedgerPage {
    shell: Shell,
    name: &'static str,
    tabs: Vec<Tab>,
    heads: Vec<String>,
    rows: Vec<(RecordId, Vec<String>)>,
    total: String,
    pager: Pager,
    /// Whether the register keeps who took part.
    people: bool,
    code: &'static str,
    units: Vec<Choice>,
    from: String,
    to: String,
    query: String,
}

const PAGE: i64 = 50;
const FILTERS: &[&str] = &["register", "from", "to", "unit", "person"];

pub(super) fn asked(pairs: &[(String, String)]) -> Register {
    Register::from_code(value(pairs, "register")).unwrap_or(Register::Volunteering)
}

/// The registers, the chosen one marked.
pub(super) fn tabs(chosen: Register) -> Vec<Tab> {
    let tab = |it: &Register| Tab {
        label: it.label().to_owned(),
        url: format!("/registers?register={}", it.code()),
        active: *it == chosen,
        count: None,
        late: false,
    };
    Register::ALL.iter().map(tab).collect()
}

/// Columns: what every record has, then each field and figure of the kinds by its label.
fn columns(kinds: &[RecordKind]) -> (Vec<String>, Vec<String>) {
    let mut fields: Vec<String> = Vec::new();
    let mut figures: Vec<String> = Vec::new();
    for kind in kinds {
        let labels = kind.fields.iter().map(|it| it.label.clone());
        fields.extend(labels.filter(|it| !fields.contains(it)).collect::<Vec<_>>());
        let items = kind.quantities.iter().map(|it| it.item.clone());
        figures.extend(items.filter(|it| !figures.contains(it)).collect::<Vec<_>>());
    }
    (fields, figures)
}

fn heads(kinds: &[RecordKind]) -> Vec<String> {
    let (fields, figures) = columns(kinds);
    let first = ["哪一天", "做了什么", "科室"].map(str::to_owned);
    first.into_iter().chain(fields).chain(figures).collect()
}

fn cells(record: &Record, unit: &str, kinds: &[RecordKind]) -> Vec<String> {
    let (fields, figures) = columns(kinds);
    let mut cells = vec![record.day.to_string(), record.title.clone(), unit.to_owned()];
    for label in fields {
        let found = record.details.iter().find(|it| it.label == label);
        cells.push(found.map(|it| it.value.clone()).unwrap_or_default());
    }
    for item in figures {
        let found = record.figures.iter().find(|it| it.item == item);
        cells.push(found.map(|it| format!("{} {}", it.value, it.uom)).unwrap_or_default());
    }
    cells
}

fn keeps_people(page: &RegisterPage) -> bool {
    page.kinds.iter().any(|kind| kind.attendance != Attendance::None)
}

pub async fn show(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Page<LedgerPage>> {
    let pairs = pairs(raw.clone());
    let (register, span) = (asked(&pairs), span(&ctx, &pairs));
    let address = Address::parse("/registers", &[], FILTERS, &raw.unwrap_or_default());
    let turn = address.turn(|day, id| Some((day.parse().ok()?, id.parse().ok()?)));
    let page = register::register(&ctx.app, &ctx.who, register, &span, &turn, PAGE).await?;
    let day = |day: Option<domain::Day>| day.map(|it| it.to_string()).unwrap_or_default();
    let first = matches!(turn, Turn::First);
    let line = if first {
        position(0, page.leaf.rows.len(), page.total)
    } else {
        format!("共 {} 项", words::counted(page.total))
    };
    Ok(Page::ok(LedgerPage {
        shell: ctx.shell("台账").await?,
        name: register.label(),
        code: register.code(),
        tabs: tabs(register),
        heads: heads(&page.kinds),
        rows: page.leaf.rows.iter().map(|(it, unit)| (it.id, cells(it, unit, &page.kinds))).collect(),
        total: words::counted(page.total),
        pager: address.pager(line, page.leaf.prev, page.leaf.next),
        people: keeps_people(&page),
        units: seen_units(&ctx, &pairs).await?,
        from: day(span.from),
        to: day(span.to),
        query: address.query(),
    }))
}

pub async fn xlsx(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Download> {
    let pairs = pairs(raw);
    let (register, span) = (asked(&pairs), span(&ctx, &pairs));
    let (mut walk, mut columns) = (Walk::up_to(MOST_ROWS), Vec::new());
    loop {
        let page = register::register(&ctx.app, &ctx.who, register, &span, &walk.turn, 500).await?;
        columns = if columns.is_empty() { heads(&page.kinds) } else { columns };
        let told = |(it, unit): (Record, String)| {
            cells(&it, &unit, &page.kinds).into_iter().map(Into::into).collect()
        };
        if !walk.take(page.leaf.map(told)) {
            break;
        }
    }
    let (rows, cut) = (walk.rows, walk.cut);
    let title = format!("{}台账", register.label());
    let export = Export { title, filter: told(&span), day: ctx.app.today(), heads: columns, rows, cut };
    Ok(workbook(export).await?)
}
