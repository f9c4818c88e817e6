//! The demonstration is built by real use cases: whole, audited, and nothing in it lies ahead.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use app::demo::Year;
use app::{App, Who, demo, draft, record, work};
use domain::Day;
use domain::assignment::State;
use domain::authority::Role;
use domain::draft::DraftState;
use domain::record::RecordState;
use std::collections::BTreeSet;
use store::{Page, Visible, WorkFilter, WorkOrder, WorkRow, WorkTab};

async fn who(app: &App, login: &str) -> Who {
    let mut view = app.store.view().await.unwrap();
    let account = view.account_by_login(login).await.unwrap().unwrap();
    let actor = view.actor(&account, app.today()).await.unwrap();
    Who { actor, source: "test".into() }
}

async fn all_rows(app: &App, office: &Who) -> Vec<WorkRow> {
    let mut view = app.store.view().await.unwrap();
    let page = Page { after: None, limit: 2000 };
    let filter = WorkFilter::default();
    view.work_rows(office.bureau, &Visible::All, &filter, WorkOrder::Due, app.today(), page).await.unwrap()
}

testkit::on_both_engines! {
    async fn a_bureau_half_way_through_its_year(app) {
        let users = demo::ensure(&app, Year::Short).await.unwrap();
        assert_eq!(demo::ensure(&app, Year::Short).await.unwrap(), users, "built once");
        let office = who(&app, "office").await;
        let today = app.today();

        let rows = all_rows(&app, &office).await;
        let count = |state| rows.iter().filter(|row| row.state == state).count();
        for state in [State::Todo, State::Doing, State::Review, State::Returned, State::Done] {
            assert!(count(state) > 0, "none is {state}");
        }
        let answering = || rows.iter().filter(|row| row.part.answers());
        assert!(answering().any(|row| row.due.is_some_and(|due| due < today) && !row.state.closed()), "something is late");
        assert!(answering().any(|row| row.unit.is_none() && row.person.is_none()), "something has no owner");
        assert!(answering().any(|row| row.due.is_none()), "something has no date");
        assert!(count(State::Done) * 4 > count(State::Todo), "the year is under way");

        for user in &users {
            let it = who(&app, user.login).await;
            let page = || Page { after: None, limit: 20 };
            let mine = work::mine(&app, &it, WorkTab::Todo, page()).await.unwrap();
            let copied = work::mine(&app, &it, WorkTab::Copied, page()).await.unwrap();
            match user.role {
                Role::Office => assert!(mine.counts.reviews > 0 && mine.counts.started > 0),
                Role::Leader => assert!(copied.counts.copied + mine.counts.todo > 0, "leaders are copied"),
                _ => assert!(mine.counts.todo > 0 && mine.counts.done > 0, "{}: {:?}", user.login, mine.counts),
            }
        }

        let filed = record::list(&app, &office, &record::Wanted::default(), &app::turn::Turn::First, 500).await.unwrap().leaf.rows;
        assert!(filed.len() > 10 && filed.iter().all(|it| it.record.day <= today), "nothing is recorded ahead");
        for state in [RecordState::Filed, RecordState::Returned, RecordState::Accepted] {
            assert!(filed.iter().any(|it| it.record.state == state));
        }
        let open = draft::list(&app, &office, DraftState::Open, None).await.unwrap().rows;
        assert_eq!(open.len(), 1, "a paper waits on the review page");

        let mut view = app.store.view().await.unwrap();
        let verdict = view.audit_verify(office.bureau).await.unwrap();
        assert!(verdict.broken.is_none());
    }

    async fn a_whole_year_opens_on_what_needs_no_photo_and_goes_on_by_itself(app) {
        demo::ensure(&app, Year::Full).await.unwrap();
        let office = who(&app, "office").await;
        let (wanted, first) = (record::Wanted::default(), app::turn::Turn::First);
        let at_first = record::list(&app, &office, &wanted, &first, 500).await.unwrap().leaf.rows;
        assert!(at_first.len() > 150, "{} records are there from the start", at_first.len());
        let kinds: BTreeSet<&str> = at_first.iter().map(|it| it.record.kind.as_str()).collect();
        assert!(kinds.len() >= 8, "{kinds:?}");
        let wanted_all = app::certificate::Wanted::default();
        let held = app::certificate::list(&app, &office, &wanted_all, &app::turn::Turn::First, 100).await.unwrap();
        assert!(held.total >= 20, "{} certificates", held.total);
        let now = app.today();
        assert!(held.leaf.rows.iter().all(|it| it.certificate.issued <= now));
        let ends = |from: i64, to: i64| held.leaf.rows.iter().filter_map(|it| it.certificate.expires)
            .filter(|day| (now.plus(from)..=now.plus(to)).contains(day)).count();
        assert!(ends(-60, -1) > 0 && ends(0, 30) > 0, "some have run out, some soon will");
        let standards = app.store.view().await.unwrap().standards(office.bureau).await.unwrap();
        assert_eq!(standards.len(), 2);
        let assessments = app.store.view().await.unwrap().assessments(office.bureau).await.unwrap();
        for it in &assessments {
            let sheet = app::assessment::sheet(&app, &office, it.id, &app::assessment::Asked::default()).await.unwrap();
            let all = sheet.standard.standard.tree.criteria().count();
            assert!(!sheet.claims.is_empty() && sheet.claims.len() < all, "{} of {all}", sheet.claims.len());
        }

        assert_eq!(demo::fill(&app, app.today(), 6).await.unwrap(), 6);
        let more = record::list(&app, &office, &wanted, &first, 500).await.unwrap().leaf.rows;
        assert_eq!(more.len(), at_first.len() + 6);
        let mut view = app.store.view().await.unwrap();
        let mut photos = 0;
        for it in more.iter().filter(|it| !at_first.iter().any(|old| old.record.id == it.record.id)) {
            photos += view.files_of_record(it.record.id).await.unwrap().len();
        }
        assert!(photos >= 6, "{photos} photos");
        assert!(view.audit_verify(office.bureau).await.unwrap().broken.is_none());
    }

    async fn it_stands_on_any_day_of_the_year(app) {
        app.go_to("2027-01-02");
        demo::ensure(&app, Year::Short).await.unwrap();
        let office = who(&app, "office").await;
        let rows = all_rows(&app, &office).await;
        assert!(!rows.is_empty());
        let plans = app.store.view().await.unwrap().plans(office.bureau).await.unwrap();
        let day: Day = "2027-01-01".parse().unwrap();
        assert_eq!(plans[0].issued_on, Some(day));
    }
}
