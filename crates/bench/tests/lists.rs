//! Lists come by several ways and in two steps; what they show is what a look at every row gives.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::App;
use bench::bureau::{self, Filled, LOGINS, Size};
use domain::assignment::State;
use domain::authority::{Action, Actor};
use domain::day::Day;
use domain::id::{AssignmentId, MeasureId, TaskId, UnitId};
use std::collections::BTreeMap;
use store::{Page, View, Visible, WorkFilter, WorkOrder, WorkRow, WorkSort, WorkState};

const SIZE: Size = Size { assignments: 1_500, people: 300, years: 2 };

async fn actor(app: &App, view: &mut View, login: &str) -> Actor {
    let account = view.account_by_login(login).await.unwrap().unwrap();
    view.actor(&account, app.today()).await.unwrap()
}

/// Every page of a list, one after the other.
async fn whole(
    app: &App,
    view: &mut View,
    visible: &Visible,
    filter: &WorkFilter,
    sort: WorkSort,
    limit: i64,
    bureau: domain::id::BureauId,
) -> Vec<WorkRow> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = Page { after: after.take(), limit };
        let found = view.work_rows(bureau, visible, filter, sort, app.today(), page).await.unwrap();
        let full = found.len() as i64 == limit;
        rows.extend(found);
        match rows.last().filter(|_| full) {
            Some(row) => after = Some((sort.key_of(row), row.id)),
            None => return rows,
        }
    }
}

/// What a look at a row needs beside the row: units above each unit, and the words of each task.
struct World {
    above: BTreeMap<UnitId, Vec<UnitId>>,
    words: BTreeMap<TaskId, String>,
    today: Day,
}

impl World {
    async fn of(view: &mut View, rows: &[WorkRow], today: Day) -> Self {
        let mut world = Self { above: BTreeMap::new(), words: BTreeMap::new(), today };
        for row in rows {
            if let Some(unit) = row.unit.filter(|unit| !world.above.contains_key(unit)) {
                world.above.insert(unit, view.ancestors(unit).await.unwrap());
            }
            if let std::collections::btree_map::Entry::Vacant(free) = world.words.entry(row.task) {
                let task = view.task(row.task).await.unwrap();
                free.insert(format!("{}|{}", task.title, task.source));
            }
        }
        world
    }

    fn is_below(&self, row: &WorkRow, unit: UnitId) -> bool {
        row.unit.is_some_and(|own| self.above[&own].contains(&unit))
    }

    fn sees(&self, visible: &Visible, row: &WorkRow) -> bool {
        let Visible::Within { person, subtrees, receives } = visible else { return true };
        row.person == Some(*person)
            || (row.person.is_none() && row.unit.is_some_and(|unit| receives.contains(&unit)))
            || subtrees.iter().any(|unit| self.is_below(row, *unit))
    }

    fn lets_through(&self, filter: &WorkFilter, row: &WorkRow) -> bool {
        let due = row.due.unwrap_or(Day::MAX);
        in_state(row, filter.state, self.today)
            && filter.plan.is_none_or(|plan| row.plan == plan)
            && (filter.measures.is_empty() || row.measure.is_some_and(|it| filter.measures.contains(&it)))
            && filter.unit.is_none_or(|unit| self.is_below(row, unit))
            && filter.person.is_none_or(|person| row.person == Some(person))
            && filter.from.is_none_or(|from| due >= from)
            && filter.to.is_none_or(|to| due <= to)
            && (!filter.without_owner || (row.unit.is_none() && row.person.is_none()))
            && (!filter.without_date || row.due.is_none())
            && self.words[&row.task].contains(&filter.words)
            && (filter.ids.is_empty() || filter.ids.contains(&row.id))
    }
}

fn in_state(row: &WorkRow, state: WorkState, today: Day) -> bool {
    match state {
        WorkState::Any => row.state != State::Void,
        WorkState::Open => !row.state.closed(),
        WorkState::Late => row.late_by(today).is_some(),
        WorkState::Only(only) => row.state == only,
    }
}

/// The filters of a test and what each asks of a row.
fn filters(all: &[WorkRow], filled: &Filled) -> Vec<WorkFilter> {
    let measures: Vec<MeasureId> = all.iter().filter_map(|row| row.measure).take(2).collect();
    let day = all[all.len() / 2].due;
    let mut filters: Vec<WorkFilter> = [
        WorkState::Any,
        WorkState::Open,
        WorkState::Late,
        WorkState::Only(State::Done),
        WorkState::Only(State::Void),
    ]
    .into_iter()
    .map(|state| WorkFilter { state, ..WorkFilter::default() })
    .collect();
    let open = || WorkFilter { state: WorkState::Open, ..WorkFilter::default() };
    filters.extend([
        WorkFilter { unit: Some(filled.section), ..WorkFilter::default() },
        WorkFilter { unit: Some(filled.section), measures: measures.clone(), ..open() },
        WorkFilter { measures, ..WorkFilter::default() },
        WorkFilter { person: Some(filled.staff), ..WorkFilter::default() },
        WorkFilter { plan: Some(filled.plans[0]), ..open() },
        WorkFilter { words: "志愿服务".into(), ..WorkFilter::default() },
        WorkFilter { words: "第2项".into(), unit: Some(filled.section), ..WorkFilter::default() },
        WorkFilter { words: "没有这样的任务".into(), ..WorkFilter::default() },
        WorkFilter { from: day, ..WorkFilter::default() },
        WorkFilter { to: day, ..open() },
        WorkFilter { without_owner: true, ..WorkFilter::default() },
        WorkFilter { without_date: true, ..WorkFilter::default() },
        WorkFilter { ids: all.iter().step_by(9).map(|row| row.id).collect(), ..WorkFilter::default() },
    ]);
    filters
}

testkit::on_both_engines! {
    async fn every_list_shows_what_a_look_at_every_row_gives(app) {
        let filled = bureau::fill(&app, SIZE).await.unwrap();
        let mut view = app.store.view().await.unwrap();
        let (any, void) = (WorkFilter::default(), WorkFilter { state: WorkState::Only(State::Void), ..WorkFilter::default() });
        let due = WorkSort::from(WorkOrder::Due);
        let mut all = whole(&app, &mut view, &Visible::All, &any, due, 400, filled.bureau).await;
        all.extend(whole(&app, &mut view, &Visible::All, &void, due, 400, filled.bureau).await);
        assert!(all.len() > 1_200, "{}", all.len());
        let world = World::of(&mut view, &all, app.today()).await;
        let mut shown = 0;
        for (login, _) in LOGINS {
            let actor = actor(&app, &mut view, login).await;
            let visible = app::sight::visible(&actor, Action::ViewTask).unwrap();
            for filter in filters(&all, &filled) {
                let held = all.iter().filter(|row| world.sees(&visible, row) && world.lets_through(&filter, row));
                let mut expected: Vec<(Day, AssignmentId)> = held.map(|row| (row.due.unwrap_or(Day::MAX), row.id)).collect();
                expected.sort();
                let rows = whole(&app, &mut view, &visible, &filter, due, 37, filled.bureau).await;
                let found: Vec<(Day, AssignmentId)> = rows.iter().map(|row| (row.due.unwrap_or(Day::MAX), row.id)).collect();
                assert_eq!(found, expected, "{login}: {filter:?}");
                let count = view.work_count(filled.bureau, &visible, &filter, app.today()).await.unwrap();
                assert_eq!(count, (expected.len() as i64).min(store::COUNTED), "{login}: {filter:?}");
                shown += found.len();
            }
        }
        assert!(shown > 5_000, "{shown}");
    }

    async fn each_order_shows_each_row_once_in_both_directions(app) {
        let filled = bureau::fill(&app, Size { assignments: 400, ..SIZE }).await.unwrap();
        let mut view = app.store.view().await.unwrap();
        let actor = actor(&app, &mut view, "unit").await;
        let within = app::sight::visible(&actor, Action::ViewTask).unwrap();
        for visible in [Visible::All, within] {
            let rows = whole(&app, &mut view, &visible, &WorkFilter::default(), WorkSort::default(), 50, filled.bureau).await;
            let mut expected: Vec<AssignmentId> = rows.iter().map(|row| row.id).collect();
            expected.sort();
            assert!(!expected.is_empty());
            for by in [WorkOrder::Due, WorkOrder::Changed, WorkOrder::Title, WorkOrder::Unit, WorkOrder::Person, WorkOrder::State] {
                let sort = WorkSort::from(by);
                let down = whole(&app, &mut view, &visible, &WorkFilter::default(), sort, 13, filled.bureau).await;
                let up = whole(&app, &mut view, &visible, &WorkFilter::default(), sort.reversed(), 13, filled.bureau).await;
                let ids = |rows: &[WorkRow]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
                let mut turned = ids(&up);
                turned.reverse();
                assert_eq!(ids(&down), turned, "{by:?}");
                let mut sorted = ids(&down);
                sorted.sort();
                assert_eq!(sorted, expected, "{by:?}: every row once");
                let key = (sort.key_of(&down[20]), down[20].id);
                let place = view.work_place(filled.bureau, &visible, &WorkFilter::default(), sort, app.today(), Some(&key)).await.unwrap();
                assert_eq!((place.before, place.total), (20, expected.len() as i64), "{by:?}");
            }
        }
    }
}
