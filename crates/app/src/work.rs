//! 我的工作: everyone's first page. What is expected of me, by urgency, and what I wait for.

use crate::task::Key;
use crate::turn::{Leaf, Paging};
use crate::{App, Result, Who, sight};
use domain::authority::{self, Action};
use domain::calendar::{self, Holidays, Node, NodeKind};
use domain::day::Day;
use domain::id::RecordId;
use store::{Conn, Frame, MyCounts, Page, WorkRow, WorkTab};

/// A record that answered more than one duty: filed once, used often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reused {
    pub record: RecordId,
    pub title: String,
    pub day: Day,
    pub duties: i64,
}

/// A tab of 我的工作.
#[derive(Debug, Clone)]
pub struct MyWork {
    /// Reviews only where the actor reviews.
    pub counts: MyCounts,
    pub leaf: Leaf<WorkRow, Key>,
    pub reused: Option<Reused>,
    /// The holidays that hold for the bureau, and 近期节点.
    pub holidays: Holidays,
    pub ahead: Vec<Ahead>,
}

impl std::ops::Deref for MyWork {
    type Target = Leaf<WorkRow, Key>;
    fn deref(&self) -> &Self::Target {
        &self.leaf
    }
}

/// One tab, with the counts of all and what lies ahead.
pub async fn mine(app: &App, who: &Who, tab: WorkTab, paging: impl Into<Paging<Key>>) -> Result<MyWork> {
    let Paging { turn, limit } = paging.into();
    authority::require_any(who, Action::ViewTask)?;
    let today = app.today();
    let mut view = app.store.view().await?;
    let started = view.started(who.person).await?;
    let sort = tab.sort();
    let way = if turn.back() { sort.reversed() } else { sort };
    let page = Page { after: turn.key().cloned(), limit: limit + 1 };
    let rows = view.my_rows(who, &started, tab, way, today, page).await?;
    let leaf = turn.leaf(rows, limit, |row| (sort.key_of(row), row.id));
    let mut counts = view.my_counts(who, &started, tab, today, leaf.prev.as_ref()).await?;
    if who.reach(Action::ReviewRecord).is_none() {
        counts.reviews = 0;
    }
    let reused = view
        .most_used_record(who.bureau, who.person)
        .await?
        .map(|(record, title, day, duties)| Reused { record, title, day, duties });
    let holidays = crate::calendar::holidays(&mut view, who.bureau).await?;
    let ahead = ahead(&mut view, who, today, &holidays).await?;
    Ok(MyWork { counts, leaf, reused, holidays, ahead })
}

/// Where a row stands in the list of open work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Late,
    ThisWeek,
    Later,
}

/// The group of a due day on `today`; weeks end on Sunday.
pub fn group(due: Option<Day>, today: Day) -> Group {
    let sunday = today.plus(6 - today.weekday().index());
    match due {
        Some(due) if due < today => Group::Late,
        Some(due) if due <= sunday => Group::ThisWeek,
        _ => Group::Later,
    }
}

/// What stands around every page; what the actor may not open counts nothing.
pub async fn frame(app: &App, who: &Who) -> Result<Frame> {
    let frame = app.store.glance().await?.frame(who, app.today()).await?;
    let may = |action, n: i64| if who.reach(action).is_some() { n } else { 0 };
    Ok(Frame {
        todo: may(Action::ViewTask, frame.todo),
        reviews: may(Action::ReviewRecord, frame.reviews),
        ..frame
    })
}

/// A day ahead that people should know of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ahead {
    pub day: Day,
    pub name: String,
    /// 休 or 班, where a notice names the day.
    pub rest: Option<bool>,
    /// Last day and length of the holiday that begins on it.
    pub until: Option<(Day, i64)>,
    /// The actor's own duties due that day.
    pub due: i64,
}

/// How far ahead 近期节点 looks, in days, and how many it names.
const AHEAD_DAYS: i64 = 45;
const AHEAD: usize = 5;

/// 近期节点: festivals, commemorations and make-up days, with what is due of the actor.
async fn ahead(view: &mut Conn, who: &Who, today: Day, holidays: &Holidays) -> Result<Vec<Ahead>> {
    let to = today.plus(AHEAD_DAYS);
    let mut ahead: Vec<Ahead> = Vec::new();
    for node in calendar::nodes(today, to, holidays) {
        let known = ahead.last_mut().filter(|it| it.day == node.day);
        match known {
            Some(known) if !named_by_notice(&node) && node.kind != NodeKind::SolarTerm => {
                known.name = format!("{}、{}", known.name, node.name);
            }
            Some(_) => {}
            None if node.kind == NodeKind::SolarTerm
                || (named_by_notice(&node) && node.rest != Some(false)) => {}
            None => ahead.push(Ahead {
                day: node.day,
                until: (node.rest == Some(true)).then(|| holiday_from(node.day, holidays)),
                name: node.name,
                rest: node.rest,
                due: 0,
            }),
        }
    }
    ahead.truncate(AHEAD);
    let piles = view.due_piles(who.bureau, &sight::own(who), today, to, 500).await?;
    for pile in piles.iter().filter(|pile| pile.state.fileable()) {
        for it in ahead.iter_mut().filter(|it| it.day == pile.due) {
            it.due += pile.count;
        }
    }
    Ok(ahead)
}

fn named_by_notice(node: &Node) -> bool {
    node.kind == NodeKind::Statutory && (node.name.ends_with("假期") || node.name.ends_with("调休上班"))
}

/// The last day of the holiday that goes on from a day, and how many days are left of it.
fn holiday_from(day: Day, holidays: &Holidays) -> (Day, i64) {
    let mut last = day;
    while holidays.get(last.plus(1)).is_some_and(|it| it.off) {
        last = last.plus(1);
    }
    (last, day.days_until(last) + 1)
}

/// The holidays that hold for the actor's bureau: what distances in working days are counted by.
pub async fn holidays(app: &App, who: &Who) -> Result<Holidays> {
    crate::calendar::holidays(&mut *app.store.glance().await?, who.bureau).await
}

/// Working days that are left of this week after today, make-up days included.
pub fn workdays_left(today: Day, holidays: &Holidays) -> u32 {
    holidays.workdays_between(today, today.plus(6 - today.weekday().index())).value
}
