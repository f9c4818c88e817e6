//! 我的工作: everyone's first page. What is expected of me, by urgency, and what I wait for.

use crate::{App, Result, Who};
use domain::authority::{self, Action};
use domain::day::{Day, Weekday};
use domain::id::{AssignmentId, RecordId};
use store::{Page, WorkRow, WorkTab};

/// How many rows each tab has, up to [`store::COUNTED`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub todo: i64,
    pub late: i64,
    pub done: i64,
    pub started: i64,
    pub copied: i64,
}

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
    pub counts: Counts,
    pub rows: Vec<WorkRow>,
    pub next: Option<(String, AssignmentId)>,
    pub reused: Option<Reused>,
    /// Records that wait for the actor's review.
    pub reviews: i64,
}

/// One tab, with the counts of all.
pub async fn mine(app: &App, who: &Who, tab: WorkTab, page: Page<(String, AssignmentId)>) -> Result<MyWork> {
    authority::require_any(who, Action::ViewTask)?;
    let today = app.today();
    let mut view = app.store.view().await?;
    let receives = view.receives(who.person, today).await?;
    let mut count = [0; 5];
    for (n, tab) in
        count.iter_mut().zip([WorkTab::Todo, WorkTab::Late, WorkTab::Done, WorkTab::Started, WorkTab::Copied])
    {
        *n = view.my_count(who.bureau, who.person, &receives, tab, today).await?;
    }
    let [todo, late, done, started, copied] = count;
    let limit = page.limit;
    let mut rows = view
        .my_rows(who.bureau, who.person, &receives, tab, today, Page { limit: limit + 1, ..page })
        .await?;
    let more = rows.len() as i64 > limit;
    rows.truncate(limit as usize);
    let next = rows.last().filter(|_| more).map(|row| (row.due.unwrap_or(Day::MAX).to_string(), row.id));
    let reused = view.most_used_record(who.person).await?.map(|(record, title, day, duties)| Reused {
        record,
        title,
        day,
        duties,
    });
    drop(view);
    let reviews = crate::record::waiting(app, who).await?;
    Ok(MyWork { counts: Counts { todo, late, done, started, copied }, rows, next, reused, reviews })
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

/// Days from today to Friday, weekends aside; statutory days are the calendar's matter.
pub fn weekdays_left(today: Day) -> i64 {
    (Weekday::Friday.index() - today.weekday().index()).max(0)
}
