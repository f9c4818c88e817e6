//! 任务列表.

use super::query::{Asked, STATES};
use crate::listing::{Head, Pager, position};
use crate::page::{Answer, Page, Redirected};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::words::{self, Due, Pick};
use crate::work::Tab;
use app::assignment::Choices;
use app::task;
use app::turn::Paging;
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::day::Day;
use domain::id::{AssignmentId, TaskId, ViewId};
use store::{MeasureHead, SavedView, WorkRow};

/// Rows on one page.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "task/list.html")]
pub struct ListPage {
    shell: Shell,
    tabs: Vec<Tab>,
    /// The saved view that is open, to be forgotten.
    open_view: Option<(ViewId, String)>,
    chips: Vec<Chip>,
    words: String,
    query: String,
    measures: Vec<Pick>,
    states: Vec<Pick>,
    units: Vec<Pick>,
    heads: Vec<Head>,
    asked: Asked,
    rows: Vec<Line>,
    total: String,
    many: bool,
    pager: Pager,
    printed: String,
    may_assign: bool,
    may_edit: bool,
    may_urge: bool,
    may_export: bool,
}

/// An active filter with the address of the list without it.
pub struct Chip {
    pub text: String,
    url: String,
}

struct Line {
    id: AssignmentId,
    task: TaskId,
    title: String,
    unit: String,
    person: String,
    measure: String,
    due: Due,
    sign: &'static str,
    records: i64,
    changed: String,
}

pub async fn show(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let mut asked = Asked::parse(&raw.unwrap_or_default());
    asked.resolve(&ctx).await?;
    let today = ctx.app.today();
    let may = |action| ctx.who.reach(action).is_some();
    let (may_assign, may_edit, may_urge) =
        (may(Action::AssignTask), may(Action::EditTask), may(Action::UrgeTask));
    let choices =
        if may_assign { app::assignment::units(&ctx.app, &ctx.who).await? } else { Choices::default() };
    let measures = task::measures(&ctx.app, &ctx.who).await?;
    let turn = asked.address.turn(|key, id| Some((key.to_owned(), id.parse().ok()?)));
    let paging = Paging { turn, limit: PAGE };
    let listed = task::list(&ctx.app, &ctx.who, &asked.filter, asked.sort(), paging).await?;
    if listed.rows.is_empty() && !asked.address.is_first() {
        // What stood here is done or filtered away meanwhile.
        return Ok(Redirected::to(asked.address.first()).into_response());
    }
    let chips = chips(&asked, &measures, &choices, today);
    let printed: Vec<String> = chips.iter().map(|chip| chip.text.clone()).collect();
    let query = asked.address.query();
    let open = listed.views.iter().find(|view| view.query == query);
    let stands = position(listed.before, listed.rows.len(), listed.total);
    Ok(Page::ok(ListPage {
        shell: ctx.shell("任务列表").await?,
        tabs: tabs(&asked, &listed.views, today, listed.total),
        open_view: open.map(|view| (view.id, view.name.clone())),
        chips,
        words: asked.filter.words.clone(),
        measures: measures
            .iter()
            .map(|it| {
                Pick::of(
                    it.id.to_string(),
                    format!("{}{}", it.number, it.title),
                    asked.filter.measures.contains(&it.id),
                )
            })
            .collect(),
        states: STATES
            .iter()
            .map(|(code, label)| Pick::of((*code).into(), (*label).into(), *code == asked.state))
            .collect(),
        units: choices
            .units
            .iter()
            .map(|(id, name)| Pick::of(id.to_string(), name.clone(), asked.filter.unit == Some(*id)))
            .collect(),
        heads: asked.address.heads(),
        rows: listed.rows.iter().map(|row| line(row, today)).collect(),
        total: words::counted(listed.total),
        many: listed.total > listed.rows.len() as i64,
        pager: asked.address.pager(stands, listed.leaf.prev, listed.leaf.next),
        printed: printed.join("；"),
        query,
        asked,
        may_assign,
        may_edit,
        may_urge,
        may_export: may(Action::ExportTasks),
    })
    .into_response())
}

fn tabs(asked: &Asked, views: &[SavedView], today: Day, total: i64) -> Vec<Tab> {
    let sunday = today.plus(6 - today.weekday().index());
    let week = format!("state=open&to={sunday}");
    let mut all: Vec<(String, String)> = [
        ("未完成", ""),
        ("逾期", "state=late"),
        ("本周到期", week.as_str()),
        ("未定责任人", "gap=owner"),
        ("未定时限", "gap=date"),
        ("全部", "state=any"),
    ]
    .into_iter()
    .map(|(label, query)| (label.to_owned(), query.to_owned()))
    .collect();
    all.extend(views.iter().map(|view| (view.name.clone(), view.query.clone())));
    let here = asked.address.query();
    all.into_iter()
        .map(|(label, query)| {
            let active = query == here;
            Tab {
                label,
                url: if query.is_empty() { "/tasks".into() } else { format!("/tasks?{query}") },
                active,
                count: active.then(|| words::counted(total)),
                late: false,
            }
        })
        .collect()
}

pub fn chips(asked: &Asked, measures: &[MeasureHead], choices: &Choices, today: Day) -> Vec<Chip> {
    let mut chips = Vec::new();
    for (name, value) in &asked.address.pairs {
        let text = match name.as_str() {
            "q" => format!("含“{value}”"),
            "measure" => {
                let known = measures.iter().find(|it| it.id.to_string() == *value);
                known.map_or_else(|| "其他方案的措施".into(), |it| format!("措施：{}{}", it.number, it.title))
            }
            "unit" => {
                let known = choices.units.iter().find(|(id, _)| id.to_string() == *value);
                format!("科室：{}", known.map_or("已选", |(_, name)| name))
            }
            "person" => format!("责任人：{value}"),
            "person_id" => "责任人：已选".into(),
            "state" => {
                let label =
                    STATES.iter().find(|(code, _)| code == value).map_or("未完成", |(_, label)| label);
                format!("状态：{label}")
            }
            "from" => format!("{} 起", day(value, today)),
            "to" => format!("{} 前", day(value, today)),
            "gap" if value == "owner" => "未定责任人".into(),
            "gap" => "未定时限".into(),
            "plan" => "本方案".into(),
            _ => continue,
        };
        chips.push(Chip { text, url: asked.address.without(|it, with| it == name && with == value) });
    }
    chips
}

fn day(text: &str, today: Day) -> String {
    Day::parse_loose(text).map_or_else(|_| text.to_owned(), |day| words::spaced(day, today))
}

fn line(row: &WorkRow, today: Day) -> Line {
    Line {
        id: row.id,
        task: row.task,
        title: words::title(row),
        unit: row.unit_name.clone(),
        person: row.person_name.clone(),
        measure: words::place(row),
        due: Due::short(row.due, row.waiting(), today),
        sign: words::sign(row.state),
        records: row.records,
        changed: words::moment(row.changed, today),
    }
}
