//! The calendar of a bureau: shipped notices and its own, the month view, the import of a notice.

use crate::sight::{own, visible};
use crate::{App, Error, Result, Who};
use domain::assignment::State;
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::calendar::{self, Holiday, Holidays, Month, Node, NodeKind, RowError, lunar};
use domain::change::Change;
use domain::day::Day;
use domain::id::{BureauId, TaskId};
use domain::refused::Refused;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use store::{Conn, DuePile, PutHolidays};

/// A notice is a few dozen lines; more than this is another file.
const NOTICE_BYTES: usize = 200_000;
/// Piles of assignments that one month view reads.
const MOST_PILES: i64 = 4_000;

/// The holidays that hold for a bureau: the shipped notices, and over them its own.
pub async fn holidays(conn: &mut Conn, bureau: BureauId) -> Result<Holidays> {
    static SHIPPED: OnceLock<Holidays> = OnceLock::new();
    let shipped = SHIPPED.get_or_init(Holidays::shipped).clone();
    Ok(shipped.merge(conn.holidays(bureau).await?.into_iter().collect()))
}

/// What is due on one day of one task, all its holders together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTask {
    pub task: TaskId,
    pub title: String,
    pub occurrence: String,
    pub due: Day,
    /// The state that most asks for attention among its holders.
    pub state: State,
    pub late: bool,
    pub done: i64,
    pub count: i64,
}

/// One day of the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub day: Day,
    /// Whether it lies in the month that is shown.
    pub inside: bool,
    pub today: bool,
    /// 休 or 班 where a notice names the day.
    pub rest: Option<bool>,
    /// What stands in the corner: a festival, else the lunar day.
    pub label: String,
    /// What the label is, none for a plain lunar day.
    pub kind: Option<NodeKind>,
    /// Further nodes of the day.
    pub also: Vec<Node>,
    pub tasks: Vec<DueTask>,
}

/// A month as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthView {
    pub month: Month,
    pub weeks: Vec<Vec<Cell>>,
    /// Set where a year in view has no notice.
    pub warning: Option<String>,
    /// What the notice says of make-up days this month.
    pub remark: String,
    /// Whether there was more than a page can hold.
    pub cut: bool,
}

/// The month view of what the actor may see, or only of the actor's own duties.
pub async fn month(app: &App, who: &Who, month: Month, only_own: bool) -> Result<MonthView> {
    authority::require_any(who, Action::ViewCalendar)?;
    let weeks = month.weeks();
    let (from, to) = (weeks[0][0], weeks[weeks.len() - 1][6]);
    let mut view = app.store.view().await?;
    let holidays = holidays(&mut view, who.bureau).await?;
    let seen = if only_own || who.reach(Action::ViewTask).is_none() {
        own(who)
    } else {
        visible(who, Action::ViewTask)?
    };
    let piles = view.due_piles(who.bureau, &seen, from, to, MOST_PILES + 1).await?;
    drop(view);
    let cut = piles.len() as i64 > MOST_PILES;
    let today = app.today();
    let mut tasks = by_day(piles, today);
    let mut nodes: BTreeMap<Day, Vec<Node>> = BTreeMap::new();
    for node in calendar::nodes(from, to, &holidays) {
        nodes.entry(node.day).or_default().push(node);
    }
    let cell = |day: Day| {
        cell(
            day,
            month,
            today,
            nodes.remove(&day).unwrap_or_default(),
            tasks.remove(&day).unwrap_or_default(),
        )
    };
    let weeks =
        weeks.concat().into_iter().map(cell).collect::<Vec<_>>().chunks(7).map(<[Cell]>::to_vec).collect();
    Ok(MonthView {
        month,
        weeks,
        warning: warning(&holidays, from, to),
        remark: remark(&holidays, month),
        cut,
    })
}

fn cell(day: Day, month: Month, today: Day, nodes: Vec<Node>, tasks: Vec<DueTask>) -> Cell {
    let rest = nodes.iter().find_map(|node| node.rest);
    let mut named: Vec<Node> = nodes.into_iter().filter(|node| !from_notice(node)).collect();
    let first = (!named.is_empty()).then(|| named.remove(0));
    let (label, kind) = match first {
        Some(node) => (node.name, Some(node.kind)),
        None => (lunar::lunar_text(day).unwrap_or_default(), None),
    };
    Cell { day, inside: month.contains(day), today: day == today, rest, label, kind, also: named, tasks }
}

/// A day that only a notice names shows its lunar day beside 休 or 班.
fn from_notice(node: &Node) -> bool {
    node.kind == NodeKind::Statutory && (node.name.ends_with("假期") || node.name.ends_with("调休上班"))
}

fn warning(holidays: &Holidays, from: Day, to: Day) -> Option<String> {
    let missing: Vec<String> = (from.year()..=to.year())
        .filter(|year| !holidays.covers(*year))
        .map(|year| format!("{year} 年"))
        .collect();
    (!missing.is_empty()).then(|| {
        format!(
            "还没有 {} 的放假通知，休息日暂按周六、周日显示。通知公布后请创建办录入。",
            missing.join("、")
        )
    })
}

fn remark(holidays: &Holidays, month: Month) -> String {
    if !holidays.covers(month.year()) {
        return String::new();
    }
    let work: Vec<String> = holidays
        .rows(month.first(), month.last())
        .filter(|(_, holiday)| !holiday.off)
        .map(|(day, holiday)| format!("{}（{}调休）", day.month_day_text(), holiday.name))
        .collect();
    if work.is_empty() {
        "放假安排按国务院办公厅通知，本月没有调休上班。".into()
    } else {
        format!("放假安排按国务院办公厅通知，本月调休上班：{}。", work.join("、"))
    }
}

fn by_day(piles: Vec<DuePile>, today: Day) -> BTreeMap<Day, Vec<DueTask>> {
    let mut days: BTreeMap<Day, Vec<DueTask>> = BTreeMap::new();
    for pile in piles {
        let tasks = days.entry(pile.due).or_default();
        let late = pile.due < today && pile.state.fileable();
        let done = if pile.state == State::Done { pile.count } else { 0 };
        match tasks.last_mut() {
            Some(last) if last.task == pile.task && last.occurrence == pile.occurrence => {
                last.late |= late;
                last.done += done;
                last.count += pile.count;
                if urgency(pile.state) < urgency(last.state) {
                    last.state = pile.state;
                }
            }
            _ => tasks.push(DueTask {
                task: pile.task,
                title: pile.title,
                occurrence: pile.occurrence,
                due: pile.due,
                state: pile.state,
                late,
                done,
                count: pile.count,
            }),
        }
    }
    for tasks in days.values_mut() {
        tasks.sort_by_key(|task| (!task.late, urgency(task.state)));
    }
    days
}

fn urgency(state: State) -> u8 {
    match state {
        State::Returned => 0,
        State::Doing => 1,
        State::Todo => 2,
        State::Review => 3,
        State::Done => 4,
        State::Void => 5,
    }
}

/// A row of a notice beside what was known of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    pub day: Day,
    pub holiday: Holiday,
    /// What the calendar held of this day so far.
    pub before: Option<Holiday>,
}

impl NoticeRow {
    /// 新增, 更改 or 不变.
    pub fn change(&self) -> &'static str {
        match &self.before {
            None => "新增",
            Some(before) if *before == self.holiday => "不变",
            Some(_) => "更改",
        }
    }
}

/// What the import of a notice would do: its rows, or every faulty line.
pub type Notice = std::result::Result<Vec<NoticeRow>, Vec<RowError>>;

/// Reads a notice and holds it against what is known. Writes nothing.
pub async fn preview(app: &App, who: &Who, text: &str) -> Result<Notice> {
    authority::require_any(who, Action::EditCalendar)?;
    let rows = match read(text)? {
        Ok(rows) => rows,
        Err(errors) => return Ok(Err(errors)),
    };
    let known = holidays(&mut *app.store.view().await?, who.bureau).await?;
    Ok(Ok(rows
        .into_iter()
        .map(|(day, holiday)| NoticeRow { day, before: known.get(day).cloned(), holiday })
        .collect()))
}

/// Enters a notice. A faulty line refuses all of it. Answers how many days it has.
pub async fn import(app: &App, who: &Who, text: &str) -> Result<usize> {
    authority::require_any(who, Action::EditCalendar)?;
    let rows = read(text)?.map_err(|errors| {
        let lines = errors.iter().take(20).map(ToString::to_string).collect::<Vec<_>>();
        Refused::field("text", lines.join("\n"))
    })?;
    let count = rows.len();
    let entry = Entry::new(Action::EditCalendar, who.bureau).field("days", text.trim());
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(who), Change::new(PutHolidays { bureau: who.bureau, rows }, entry)).await?;
    tx.commit().await?;
    Ok(count)
}

type Rows = Vec<(Day, Holiday)>;

fn read(text: &str) -> Result<std::result::Result<Rows, Vec<RowError>>> {
    if text.len() > NOTICE_BYTES {
        return Err(Error::field("text", "内容太长：一年的放假通知只有几十行，请检查是不是选错了文件。"));
    }
    Ok(Holidays::parse_csv(text).and_then(|holidays| {
        let rows: Rows = holidays.rows(Day::MIN, Day::MAX).map(|(day, it)| (day, it.clone())).collect();
        let long = |it: &Holiday| it.name.chars().count() > 30 || it.paper.chars().count() > 120;
        let errors: Vec<RowError> = rows
            .iter()
            .filter(|(_, it)| long(it))
            .map(|(day, _)| {
                let line =
                    text.lines().position(|line| line.contains(&day.to_string())).map_or(1, |at| at + 1);
                RowError { line, sentence: "名称最多 30 个字，文号最多 120 个字。".into() }
            })
            .collect();
        if errors.is_empty() { Ok(rows) } else { Err(errors) }
    }))
}
