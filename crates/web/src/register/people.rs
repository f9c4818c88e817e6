//! Who took part in what stands in a register: 本单位志愿服务记录, training per person. It is a record
//! of this unit and nothing else, and the page says so; people stand by name, never by amount.

use super::ledger::{asked, tabs};
use super::{pairs, query, seen_units, span, told};
use crate::listing::{Address, Pager, workbook};
use crate::page::{Answer, Download, Page};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::unit::Choice;
use crate::work::Tab;
use app::export::{Cell, Export, MOST_ROWS};
use app::register;
use askama::Template;
use axum::extract::RawQuery;
use domain::code::Code;
use domain::record::time;
use domain::record_kind::Register;
use store::Took;

#[derive(Template)]
#[template(path = "register/people.html")]
pub struct PeoplePage {
    shell: Shell,
    title: String,
    note: &'static str,
    tabs: Vec<Tab>,
    hours: bool,
    rows: Vec<Line>,
    pager: Pager,
    code: &'static str,
    units: Vec<Choice>,
    from: String,
    to: String,
    query: String,
}

struct Line {
    name: String,
    records: i64,
    time: String,
    url: String,
}

const PAGE: i64 = 100;
const FILTERS: &[&str] = &["register", "from", "to", "unit"];
/// What this is, and what it is not.
pub(super) const NOTE: &str =
    "本单位志愿服务记录，按纪实汇总，供内部查阅；不代替全国志愿服务信息系统里的记录。";

fn title(register: Register) -> String {
    match register {
        Register::Volunteering => "本单位志愿服务记录".into(),
        other => format!("{}：按人员", other.label()),
    }
}

pub async fn show(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Page<PeoplePage>> {
    let pairs = pairs(raw.clone());
    let (register, span) = (asked(&pairs), span(&ctx, &pairs));
    let address = Address::parse("/registers/people", &[], FILTERS, &raw.unwrap_or_default());
    let after = address.turn(|name, id| Some((name.to_owned(), id.parse().ok()?))).key().cloned();
    let mut found = register::people(&ctx.app, &ctx.who, register, &span, after, PAGE + 1).await?;
    let more = found.len() as i64 > PAGE;
    found.truncate(PAGE as usize);
    let next = found.last().filter(|_| more).map(|it| (it.name.clone(), it.person));
    let path = if register == Register::Volunteering { "/registers/service" } else { "/records" };
    let link = |it: &Took| {
        let person = it.person.to_string();
        format!("{path}?{}", query(&span, &[("person", person.as_str())]))
    };
    let line = |it: &Took| Line {
        name: it.name.clone(),
        records: it.records,
        time: time::told(it.minutes),
        url: link(it),
    };
    let day = |day: Option<domain::Day>| day.map(|it| it.to_string()).unwrap_or_default();
    Ok(Page::ok(PeoplePage {
        shell: ctx.shell(title(register)).await?,
        title: title(register),
        note: if register == Register::Volunteering { NOTE } else { "" },
        tabs: tabs(register),
        hours: register == Register::Volunteering,
        rows: found.iter().map(line).collect(),
        pager: address.pager("按姓名排列".into(), None, next),
        code: register.code(),
        units: seen_units(&ctx, &pairs).await?,
        from: day(span.from),
        to: day(span.to),
        query: address.query(),
    }))
}

pub async fn xlsx(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Download> {
    let pairs = pairs(raw);
    let (register, span) = (asked(&pairs), span(&ctx, &pairs));
    let found = register::people(&ctx.app, &ctx.who, register, &span, None, MOST_ROWS as i64).await?;
    let hours = register == Register::Volunteering;
    let cells = |it: &Took| -> Vec<Cell> {
        let mut cells: Vec<Cell> = vec![it.name.as_str().into(), Cell::Figure(it.records)];
        if hours {
            cells.push(time::told(it.minutes).into());
        }
        cells
    };
    let heads = ["姓名", "参加次数", "服务时长"];
    let heads = heads.iter().take(if hours { 3 } else { 2 }).map(|it| (*it).to_owned()).collect();
    let export = Export {
        title: title(register).replace('：', " "),
        filter: told(&span),
        day: ctx.app.today(),
        heads,
        rows: found.iter().map(cells).collect(),
        cut: found.len() >= MOST_ROWS,
    };
    Ok(workbook(export).await?)
}
