//! 我的工作: everyone's first page. Leaders land on theirs.

use crate::listing::{Address, Pager, position};
use crate::page::{Answer, Page, Redirected};
use crate::request::Ctx;
use crate::route::{Access, Route, get};
use crate::shell::Shell;
use crate::words::{self, Due};
use app::turn::Paging;
use app::work::{self, Ahead, Group, Reused};
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::assignment::State;
use domain::authority::{Action, Role};
use domain::calendar::Holidays;
use domain::day::Day;
use domain::id::{AssignmentId, TaskId};
use store::{MyCounts, WorkRow, WorkTab};

pub fn routes() -> Vec<Route> {
    vec![get("/", Access::SignedIn, first), get("/work", Access::May(Action::ViewTask), mine)]
}

/// Rows on one page.
const PAGE: i64 = 50;

/// Who does no work in tasks goes to what they administer.
async fn first(mut ctx: Ctx, query: RawQuery) -> Answer<Response> {
    if ctx.who.is(Role::Leader) {
        return Ok(Redirected::to("/leader").into_response());
    }
    if ctx.who.reach(Action::ViewTask).is_none() {
        return Ok(Redirected::to("/account").into_response());
    }
    // The menu marks the same place whichever address led there.
    ctx.path = "/work".into();
    mine(ctx, query).await
}

#[derive(Template)]
#[template(path = "work/mine.html")]
struct MinePage {
    shell: Shell,
    line: String,
    tabs: Vec<Tab>,
    groups: Vec<Section>,
    empty: Nothing,
    pager: Pager,
    reused: Option<(Reused, String)>,
    reviews: i64,
    ahead: Vec<NodeLine>,
}

/// A day of 近期节点.
struct NodeLine {
    day: String,
    name: String,
    /// 休 or 班.
    tag: &'static str,
    rest: bool,
    facts: String,
}

/// A tab with its count, as the macro draws it.
pub struct Tab {
    pub label: String,
    pub url: String,
    pub active: bool,
    pub count: Option<String>,
    pub late: bool,
}

struct Section {
    title: &'static str,
    late: bool,
    rows: Vec<Line>,
}

struct Line {
    task: TaskId,
    id: AssignmentId,
    title: String,
    sign: &'static str,
    measure: String,
    standing: String,
    returned: Option<String>,
    due: Due,
    /// What the button says, and where it leads; none where nothing is to be done.
    act: Option<&'static str>,
}

const TABS: [(&str, &str, WorkTab); 5] = [
    ("todo", "待办", WorkTab::Todo),
    ("late", "逾期", WorkTab::Late),
    ("done", "已办", WorkTab::Done),
    ("started", "我发起的", WorkTab::Started),
    ("copied", "抄送我的", WorkTab::Copied),
];

async fn mine(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let today = ctx.app.today();
    let address = Address::parse("/work", &[], &["tab"], &raw.unwrap_or_default());
    let (code, _, tab) = TABS.into_iter().find(|it| it.0 == address.get("tab")).unwrap_or(TABS[0]);
    let turn = address.turn(|key, id| Some((key.to_owned(), id.parse().ok()?)));
    let mine = work::mine(&ctx.app, &ctx.who, tab, Paging { turn, limit: PAGE }).await?;
    if mine.rows.is_empty() && !address.is_first() {
        return Ok(Redirected::to(address.first()).into_response());
    }
    let line_below = position(mine.counts.before, mine.rows.len(), count(mine.counts, tab));
    let counts = mine.counts;
    let tabs = TABS.iter().map(|(it, label, tab)| Tab {
        label: (*label).to_owned(),
        url: format!("/work?tab={it}"),
        active: *it == code,
        count: Some(match *it == code {
            true => words::counted(count(counts, *tab)),
            false => words::counted_in_menu(count(counts, *tab)),
        }),
        late: *tab == WorkTab::Late && counts.late > 0,
    });
    let mut groups: Vec<Section> = Vec::new();
    for row in &mine.rows {
        let (title, late) = heading(tab, work::group(row.due, today));
        if groups.last().is_none_or(|group| group.title != title) {
            groups.push(Section { title, late, rows: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.rows.push(line(&ctx, row, tab, &mine.holidays));
        }
    }
    let left = match work::workdays_left(today, &mine.holidays) {
        0 => String::new(),
        n => format!("，本周还有 {n} 个工作日"),
    };
    Ok(Page::ok(MinePage {
        shell: ctx.shell("我的工作").await?,
        line: format!("{} {}{left}", words::spaced(today, today), today.weekday()),
        tabs: tabs.collect(),
        groups,
        empty: nothing(tab),
        pager: address.pager(line_below, mine.leaf.prev, mine.leaf.next),
        reused: mine.reused.map(|it| {
            let day = words::spaced(it.day, today);
            (it, day)
        }),
        reviews: counts.reviews,
        ahead: mine.ahead.iter().map(|it| node(it, today)).collect(),
    })
    .into_response())
}

fn count(counts: MyCounts, tab: WorkTab) -> i64 {
    match tab {
        WorkTab::Todo => counts.todo,
        WorkTab::Late => counts.late,
        WorkTab::Done => counts.done,
        WorkTab::Started => counts.started,
        WorkTab::Copied => counts.copied,
    }
}

fn heading(tab: WorkTab, group: Group) -> (&'static str, bool) {
    match (tab, group) {
        (WorkTab::Done, _) => ("最近办的", false),
        (WorkTab::Copied, _) => ("请您知悉和配合的", false),
        (_, Group::Late) => ("已逾期", true),
        (_, Group::ThisWeek) => ("本周", false),
        (_, Group::Later) => ("以后", false),
    }
}

/// What an empty tab says: title, hint, and where to go first.
type Nothing = (&'static str, &'static str, &'static str, &'static str);

fn nothing(tab: WorkTab) -> Nothing {
    match tab {
        WorkTab::Todo => {
            ("没有待办", "交给您的任务会出现在这里。做过的事也可以随时记下来。", "/records/new", "记一笔")
        }
        WorkTab::Late => ("没有逾期的任务", "都在期限之内。", "/work", "看待办"),
        WorkTab::Done => {
            ("还没有办过的任务", "报送的纪实审核以后，任务会出现在这里。", "/records?own=on", "看我记的纪实")
        }
        WorkTab::Started => (
            "没有您发起的任务",
            "您发布的方案和手工新增的任务里，没办完的会出现在这里。",
            "/tasks?state=any",
            "看任务列表",
        ),
        WorkTab::Copied => ("没有抄送您的任务", "请您配合、知悉的任务会出现在这里，不用报送。", "", ""),
    }
}

fn node(it: &Ahead, today: Day) -> NodeLine {
    let mut facts = Vec::new();
    if let Some((last, days)) = it.until.filter(|(_, days)| *days > 1) {
        facts.push(format!("放假至 {}，共 {days} 天", words::spaced(last, today)));
    }
    if it.due > 0 {
        facts.push(format!("您有 {} 项到期", it.due));
    }
    let same_month = it.day.month() == today.month() && it.day.year() == today.year();
    NodeLine {
        day: if same_month { format!("{} 日", it.day.day()) } else { words::spaced(it.day, today) },
        name: it.name.clone(),
        tag: match it.rest {
            Some(true) => "休",
            Some(false) => "班",
            None => "",
        },
        rest: it.rest == Some(true),
        facts: facts.join("，"),
    }
}

/// How the reader stands to a row, and who reviews it.
fn standing(row: &WorkRow, ctx: &Ctx) -> String {
    let standing = words::standing(row, ctx.who.person);
    match row.state {
        _ if !row.part.answers() => standing,
        State::Review => format!("{standing} · 等{}审核", words::reviewer(row)),
        State::Done | State::Void => standing,
        State::Todo | State::Doing | State::Returned => format!("{standing} · {}审核", words::reviewer(row)),
    }
}

fn line(ctx: &Ctx, row: &WorkRow, tab: WorkTab, holidays: &Holidays) -> Line {
    let returned = (row.state == State::Returned).then(|| match row.return_reason {
        Some(reason) if row.return_note.is_empty() => format!("退回原因：{reason}"),
        Some(reason) => format!("退回原因：{reason}。{}", row.return_note),
        None => "已退回，请改后再报".into(),
    });
    let act = match (tab, row.state) {
        (WorkTab::Todo | WorkTab::Late, State::Returned) => Some("改后再报"),
        (WorkTab::Todo | WorkTab::Late, _) => Some("记一笔"),
        _ => None,
    };
    Line {
        task: row.task,
        id: row.id,
        title: words::title(row),
        sign: words::sign(row.state),
        measure: words::place(row),
        standing: standing(row, ctx),
        returned,
        due: Due::working(row.due, row.waiting(), ctx.app.today(), holidays),
        act,
    }
}
