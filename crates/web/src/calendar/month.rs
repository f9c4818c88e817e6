//! The month as a grid; on a phone as a list of the days that hold something.

use crate::page::{Answer, Page};
use crate::request::{Ctx, Query};
use crate::shell::Shell;
use app::calendar::{self, Cell, DueTask};
use askama::Template;
use domain::assignment::State;
use domain::authority::Action;
use domain::calendar::{Month, NodeKind};
use domain::day::Day;
use serde::Deserialize;

/// Tasks that fit into one day of the grid; more stand below it.
const FIT: usize = 3;

#[derive(Template)]
#[template(path = "calendar/month.html")]
pub struct MonthPage {
    shell: Shell,
    title: String,
    previous: String,
    current: String,
    next: String,
    chips: Vec<Chip>,
    weeks: Vec<Vec<DayCell>>,
    /// The days inside the month that hold something, for the phone.
    days: Vec<DayCell>,
    warning: String,
    remark: String,
    cut: bool,
    may_edit: bool,
    may_subscribe: bool,
    chosen: Option<DayCell>,
}

struct Chip {
    label: &'static str,
    url: String,
    on: bool,
}

#[derive(Clone)]
struct DayCell {
    iso: String,
    /// The number in the grid; the first day of another month says its month.
    number: String,
    weekday: String,
    full: String,
    class: &'static str,
    today: bool,
    rest: Option<bool>,
    label: String,
    full_label: String,
    label_class: &'static str,
    also: Vec<String>,
    tasks: Vec<Line>,
    more: usize,
    more_url: String,
}

#[derive(Clone)]
struct Line {
    url: String,
    title: String,
    code: &'static str,
    word: String,
    /// `3/12` where several hold it.
    share: String,
}

#[derive(Debug, Deserialize)]
pub struct Asked {
    month: Option<String>,
    own: Option<String>,
    day: Option<String>,
}

pub async fn show(ctx: Ctx, Query(asked): Query<Asked>) -> Answer<Page<MonthPage>> {
    let this = Month::of(ctx.app.today());
    let month = asked.month.as_deref().and_then(Month::parse).unwrap_or(this);
    let own = asked.own.as_deref() == Some("on");
    let view = calendar::month(&ctx.app, &ctx.who, month, own).await?;
    let url = |month: Month, own: bool| address(month, own, None);
    let chosen: Option<Day> = asked.day.as_deref().and_then(|day| day.parse().ok());
    let cell = |cell: &Cell| day_cell(cell, month, own);
    let weeks: Vec<Vec<DayCell>> = view.weeks.iter().map(|week| week.iter().map(cell).collect()).collect();
    let all = || view.weeks.iter().flatten();
    let sees_all = ctx.who.reach(Action::ViewTask) > Some(domain::authority::Scope::Own);
    let chips = if sees_all {
        vec![
            Chip { label: "能看到的全部", url: url(month, false), on: !own },
            Chip { label: "只看我的", url: url(month, true), on: own },
        ]
    } else {
        Vec::new()
    };
    Ok(Page::ok(MonthPage {
        shell: ctx.shell(format!("{}节点日历", month.title())).await?,
        title: month.title(),
        previous: url(month.previous(), own),
        current: url(this, own),
        next: url(month.next(), own),
        chips,
        days: all().filter(|day| day.inside && holds_something(day)).map(cell).collect(),
        warning: view.warning.clone().unwrap_or_default(),
        remark: view.remark.clone(),
        cut: view.cut,
        may_edit: ctx.who.reach(Action::EditCalendar).is_some(),
        may_subscribe: ctx.who.reach(Action::MakeFeed).is_some(),
        chosen: all().find(|cell| Some(cell.day) == chosen).map(cell),
        weeks,
    }))
}

fn holds_something(cell: &Cell) -> bool {
    cell.today
        || cell.rest.is_some()
        || cell.kind.is_some_and(|kind| kind != NodeKind::SolarTerm)
        || !cell.tasks.is_empty()
}

fn address(month: Month, own: bool, day: Option<Day>) -> String {
    let own = if own { "&own=on" } else { "" };
    let day = day.map(|day| format!("&day={day}#day")).unwrap_or_default();
    format!("/calendar?month={month}{own}{day}")
}

fn day_cell(cell: &Cell, month: Month, own: bool) -> DayCell {
    let weekend = cell.day.weekday().is_weekend();
    let class = match (cell.today, cell.rest, cell.inside) {
        (true, _, _) => "is-today",
        (_, Some(true), true) => "is-off",
        (_, Some(false), true) => "is-work",
        (_, _, true) if weekend => "is-weekend",
        (_, _, true) => "",
        _ if weekend => "is-other is-weekend",
        _ => "is-other",
    };
    let first = !cell.inside && cell.day.day() == 1;
    DayCell {
        iso: cell.day.to_string(),
        number: if first { format!("{} 月 1", cell.day.month()) } else { cell.day.day().to_string() },
        weekday: format!("周{}", cell.day.weekday().letter()),
        full: format!("{} {}", cell.day.month_day_text(), cell.day.weekday()),
        class,
        today: cell.today,
        rest: cell.rest,
        label: short(&cell.label),
        full_label: cell.label.clone(),
        label_class: match cell.kind {
            None => "",
            Some(NodeKind::SolarTerm) => "is-term",
            Some(_) => "is-day",
        },
        also: cell.also.iter().map(|node| short(&node.name)).collect(),
        tasks: cell.tasks.iter().map(line).collect(),
        more: cell.tasks.len().saturating_sub(FIT),
        more_url: address(month, own, Some(cell.day)),
    }
}

impl DayCell {
    /// What fits into the grid.
    fn fitting(&self) -> &[Line] {
        // One more line is cheaper than a link that says there is one more.
        let fit = if self.tasks.len() == FIT + 1 { FIT + 1 } else { FIT.min(self.tasks.len()) };
        &self.tasks[..fit]
    }

    fn has_more(&self) -> bool {
        self.more > 1
    }
}

/// A name without what a law adds in brackets: the grid is narrow.
fn short(name: &str) -> String {
    name.split('（').next().unwrap_or_default().to_owned()
}

fn line(task: &DueTask) -> Line {
    let (code, word) = if task.late {
        ("late", "逾期".to_owned())
    } else {
        (state_code(task.state), task.state.to_string())
    };
    let which = if task.occurrence.is_empty() { String::new() } else { format!("（{}）", task.occurrence) };
    Line {
        url: format!("/tasks/{}", task.task),
        title: format!("{}{which}", task.title),
        code,
        word,
        share: if task.count > 1 { format!("{}/{}", task.done, task.count) } else { String::new() },
    }
}

/// The class of a state, as the components name it.
pub(crate) fn state_code(state: State) -> &'static str {
    match state {
        State::Todo => "todo",
        State::Doing => "doing",
        State::Review => "review",
        State::Returned => "back",
        State::Done => "done",
        State::Void => "void",
    }
}
