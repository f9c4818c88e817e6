//! Pages of lists in the store alone, without HTTP: SQLite, ten thousand assignments.

#![allow(clippy::unwrap_used, reason = "a bench that cannot set itself up has failed")]

use bench::bureau::{self, Size};
use criterion::{Criterion, criterion_group, criterion_main};
use domain::authority::Action;
use store::{Page, WorkFilter, WorkOrder, WorkState};

fn lists(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (app, filled) = runtime.block_on(async {
        let app = bench::open(folder.path(), None).await.unwrap();
        let filled = bureau::fill(&app, Size { assignments: 10_000, ..Size::default() }).await.unwrap();
        (app, filled)
    });
    let page = || Page { after: None, limit: 51 };
    let open = WorkFilter { state: WorkState::Open, ..WorkFilter::default() };
    for (login, _) in bureau::LOGINS {
        criterion.bench_function(&format!("task list, {login}"), |bench| {
            bench.iter(|| {
                runtime.block_on(async {
                    let mut view = app.store.view().await.unwrap();
                    let account = view.account_by_login(login).await.unwrap().unwrap();
                    let actor = view.actor(&account, app.today()).await.unwrap();
                    let seen = app::sight::visible(&actor, Action::ViewTask).unwrap();
                    view.work_rows(filled.bureau, &seen, &open, WorkOrder::Due, app.today(), page())
                        .await
                        .unwrap()
                })
            });
        });
    }
    criterion.bench_function("my work, one tab", |bench| {
        bench.iter(|| {
            runtime.block_on(async {
                let mut view = app.store.view().await.unwrap();
                let account = view.account_by_login("staff").await.unwrap().unwrap();
                let actor = view.actor(&account, app.today()).await.unwrap();
                view.my_todo(&actor, app.today(), 51).await.unwrap()
            })
        });
    });
    criterion.bench_function("tally of a plan", |bench| {
        let plan = filled.plans[filled.plans.len() - 1];
        bench.iter(|| runtime.block_on(async { app.store.view().await.unwrap().tally(plan).await.unwrap() }));
    });
}

criterion_group!(benches, lists);
criterion_main!(benches);
