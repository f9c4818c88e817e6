//! Crosswalks, the newest first, and the form that begins one.

use crate::form::{ErrorLine, Errors, Form};
use crate::listing::{Address, Pager, workbook};
use crate::page::{Answer, Download, Page, Redirected};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::unit::{Choice, chosen};
use crate::words;
use app::crosswalk;
use app::export::{Cell, Export, MOST_ROWS};
use app::turn::Walk;
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::day::{Day, Instant};
use domain::id::{CrosswalkId, StandardId};
use serde::Deserialize;
use store::CrosswalkLine;

#[derive(Template)]
#[template(path = "crosswalk/list.html")]
pub struct ListPage {
    shell: Shell,
    rows: Vec<CrosswalkLine>,
    pager: Pager,
    /// Versions to choose from, where the reader may make a crosswalk.
    from: Vec<Choice>,
    to: Vec<Choice>,
    edit: bool,
    today: Day,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

impl ListPage {
    fn made(&self, row: &CrosswalkLine) -> String {
        words::spaced(Day::of_instant(row.crosswalk.created), self.today)
    }
}

const PAGE: i64 = 30;

async fn page(ctx: &Ctx, address: &Address, form: &BeginForm, errors: Errors) -> app::Result<ListPage> {
    let turn = address.turn(|at, id| Some((Instant(at.parse().ok()?), id.parse().ok()?)));
    let leaf = crosswalk::list(&ctx.app, &ctx.who, &turn, PAGE).await?;
    let edit = ctx.who.reach(Action::EditStandard).is_some();
    let heads = if edit { crosswalk::choices(&ctx.app, &ctx.who).await? } else { Vec::new() };
    let choices = |now: &str| -> Vec<Choice> {
        let blank = Choice { value: String::new(), label: "请选择".into(), selected: now.is_empty() };
        let all = heads.iter().map(|head| {
            let value = head.id.to_string();
            let label = format!("{}（第 {} 版，{}）", head.name, head.number, head.state);
            Choice { selected: value == now, value, label }
        });
        std::iter::once(blank).chain(all).collect()
    };
    let key = |(at, id): (Instant, CrosswalkId)| (at.0, id);
    let below = format!("本页 {} 份", leaf.rows.len());
    Ok(ListPage {
        shell: ctx.shell("体系对照").await?,
        pager: address.pager(below, leaf.prev.map(key), leaf.next.map(key)),
        from: choices(&form.from),
        to: choices(&form.to),
        rows: leaf.rows,
        edit,
        today: ctx.app.today(),
        lines: errors.lines(),
        errors,
    })
}

pub async fn show(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let address = Address::parse("/standards/crosswalks", &[], &[], &raw.unwrap_or_default());
    let page = page(&ctx, &address, &BeginForm::default(), Errors::default()).await?;
    if page.rows.is_empty() && !address.is_first() {
        return Ok(Redirected::to(address.first()).into_response());
    }
    Ok(Page::ok(page).into_response())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BeginForm {
    from: String,
    to: String,
}

pub async fn begin(ctx: Ctx, Form(form): Form<BeginForm>) -> Answer<Response> {
    let parsed = chosen::<StandardId>("from", &form.from, "请选择从哪一套体系。")
        .and_then(|from| Ok((from, chosen::<StandardId>("to", &form.to, "请选择对到哪一套体系。")?)));
    let begun = match parsed {
        Ok((from, to)) => crosswalk::begin(&ctx.app, &ctx.who, from, to).await,
        Err(error) => Err(error),
    };
    match begun {
        Ok(id) => {
            let sentence = "已建立对照。系统按用词提了建议，请逐对确认，或者写明不对应。";
            Ok(ctx.done(format!("/standards/crosswalks/{id}"), sentence).into_response())
        }
        Err(error) => {
            let address = Address::parse("/standards/crosswalks", &[], &[], "");
            Ok(Page::refused(page(&ctx, &address, &form, Errors::of(error)?).await?).into_response())
        }
    }
}

/// The list as a workbook.
pub async fn xlsx(ctx: Ctx) -> Answer<Download> {
    let mut walk = Walk::up_to(MOST_ROWS);
    while walk.take(crosswalk::list(&ctx.app, &ctx.who, &walk.turn, 500).await?) {}
    let cells = |row: &CrosswalkLine| -> Vec<Cell> {
        vec![
            format!("{}，第 {} 版", row.from_name, row.from_number).into(),
            format!("{}，第 {} 版", row.to_name, row.to_number).into(),
            Cell::Figure(row.confirmed),
            Cell::Figure(row.proposed),
            Day::of_instant(row.crosswalk.created).to_string().into(),
        ]
    };
    let export = Export {
        title: "体系对照".into(),
        filter: String::new(),
        day: ctx.app.today(),
        heads: ["从", "对到", "已确认", "待确认", "建立日期"].map(str::to_owned).into(),
        rows: walk.rows.iter().map(cells).collect(),
        cut: walk.cut,
    };
    Ok(workbook(export).await?)
}
