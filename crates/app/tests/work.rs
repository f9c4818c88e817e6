//! The day of a section member, what each reader sees, bulk acts, and a tally that never lies.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::assignment::{self, Owner, Picked};
use app::record::{self, Filled, Verdict};
use app::{Error, Who, campaign, file::Incoming, task, work};
use domain::Refused;
use domain::assignment::{Part, ReturnReason, State};
use domain::authority::{Action, Role};
use domain::id::{AssignmentId, RecordId, UnitId};
use domain::message::Reason;
use domain::record::{Figured, RecordState, Sheet};
use domain::unit::UnitKind;
use store::testing::Programme;
use store::{Page, Visible, WorkFilter, WorkOrder, WorkState, WorkTab};
use testkit::{Duty, Office, TestApp};

struct World {
    office: Office,
    programme: Programme,
    section: UnitId,
    other: UnitId,
    liaison: Who,
    staff: Who,
    stranger: Who,
}

async fn world(app: &TestApp) -> World {
    let office = app.founded().await;
    let root = office.bureau.root;
    let section = app.unit(&office, root, UnitKind::Section, "人事教育科").await;
    let other = app.unit(&office, root, UnitKind::Section, "运输管理科").await;
    let liaison = app.user(&office, section, "贺一帆", "heyf", Role::Liaison).await;
    let staff = app.user(&office, section, "孟青", "mengq", Role::Staff).await;
    let stranger = app.user(&office, other, "高翔宇", "gaoxy", Role::Staff).await;
    let programme = app.programme(&office).await;
    World { office, programme, section, other, liaison, staff, stranger }
}

fn first<K>(limit: i64) -> Page<K> {
    Page { after: None, limit }
}

fn filled(version: i64, assignments: &[AssignmentId]) -> Filled {
    let figures = vec![Figured { item: "参加人数".into(), value: "３８".into(), uom: "人".into() }];
    let sheet = Sheet {
        title: "读书班动员会".into(),
        day: "2026-06-11".into(),
        text: "讲清学习安排。".into(),
        figures,
        assignments: assignments.to_vec(),
        ..Sheet::default()
    };
    Filled { version, sheet, removed: Vec::new() }
}

fn photo(name: &str) -> Incoming {
    Incoming::read(name, &b"\xff\xd8\xff\xe0 a photograph"[..])
}

async fn state(app: &TestApp, id: AssignmentId) -> State {
    app.store.view().await.unwrap().assignment(id).await.unwrap().state
}

async fn counted(app: &TestApp, world: &World) {
    let mut view = app.store.view().await.unwrap();
    let tally = view.tally(world.programme.plan).await.unwrap();
    let recount = view.recount(world.programme.plan).await.unwrap();
    let sorted = |mut rows: Vec<_>| {
        rows.sort();
        rows
    };
    assert_eq!(sorted(tally), sorted(recount), "the tally equals a recount");
}

testkit::on_both_engines! {
    async fn the_day_of_a_section_member(app) {
        let w = world(&app).await;
        let duty = Duty { title: "办一期读书班", person: Some(w.staff.person), unit: Some(w.section), due: Some("2026-06-12"), ..Duty::default() };
        let (task_id, id) = app.duty(&w.office, &w.programme, duty).await;

        let mine = work::mine(&app, &w.staff, WorkTab::Todo, first(20)).await.unwrap();
        assert_eq!((mine.counts.todo, mine.rows[0].task_title.as_str()), (1, "办一期读书班"));
        assignment::start(&app, &w.staff, id).await.unwrap();
        assert_eq!(state(&app, id).await, State::Doing);

        let form = record::new_form(&app, &w.staff, &[id], &record::Asked::default()).await.unwrap();
        let version = record::save(&app, &w.staff, form.id, &filled(0, &[id]), vec![photo("a.jpg")]).await.unwrap();
        assert!(record::page(&app, &w.office.who, form.id).await.is_err(), "a draft is its author's alone");
        let again = record::new_form(&app, &w.staff, &[id], &record::Asked::default()).await.unwrap();
        assert_eq!((again.id, again.version, again.files.len()), (form.id, version, 1), "the draft is found again");
        record::submit(&app, &w.staff, form.id, &filled(version, &[id]), vec![photo("b.jpg")]).await.unwrap();
        assert_eq!(state(&app, id).await, State::Review);

        let queue = record::queue(&app, &w.office.who, None, &app::turn::Turn::First, 10).await.unwrap();
        let (waiting, _) = &queue.leaf.rows[0];
        assert!(waiting.may_review && waiting.files.len() == 2);
        let verdict = Verdict::Return { reason: ReturnReason::NoUnitName, note: "请补拍会标".into() };
        record::review(&app, &w.office.who, form.id, waiting.record.version, &verdict).await.unwrap();
        assert_eq!(state(&app, id).await, State::Returned);
        let told = app.store.view().await.unwrap().messages(w.staff.person, false, None, 10).await.unwrap();
        assert_eq!(told[0].reason, Reason::Returned);

        let form = record::form(&app, &w.staff, form.id, &record::Asked::default()).await.unwrap();
        assert_eq!(form.record.return_reason, Some(ReturnReason::NoUnitName));
        assert_eq!(form.record.figures[0].value, "38", "canonical once filed");
        record::submit(&app, &w.staff, form.id, &filled(form.version, &[id]), Vec::new()).await.unwrap();
        let page = record::page(&app, &w.office.who, form.id).await.unwrap();
        record::review(&app, &w.office.who, form.id, page.record.version, &Verdict::Accept).await.unwrap();
        assert_eq!(state(&app, id).await, State::Done);
        let page = record::page(&app, &w.staff, form.id).await.unwrap();
        assert_eq!(page.record.state, RecordState::Accepted);
        assert!(record::form(&app, &w.staff, form.id, &record::Asked::default()).await.is_err(), "what was accepted stays");

        let mine = work::mine(&app, &w.staff, WorkTab::Done, first(20)).await.unwrap();
        assert_eq!((mine.counts.todo, mine.counts.done, mine.rows.len()), (0, 1, 1));
        let page = task::page(&app, &w.staff, task_id).await.unwrap();
        assert_eq!((page.records.len(), page.rights.answer), (1, None));
        assert!(page.history.iter().any(|it| it.state == Some(State::Done)), "the history tells states");
        let verdict = app.store.view().await.unwrap().audit_verify(w.office.bureau.id).await.unwrap();
        assert!(verdict.broken.is_none());
        counted(&app, &w).await;
    }

    async fn each_sees_only_their_part(app) {
        let w = world(&app).await;
        let duty = Duty { title: "科室的事", unit: Some(w.section), due: Some("2026-06-30"), ..Duty::default() };
        let (task_id, id) = app.duty(&w.office, &w.programme, duty).await;
        let not_found = |error: Error| matches!(error, Error::Refused(Refused::NotFound));
        assert!(not_found(task::page(&app, &w.stranger, task_id).await.unwrap_err()));
        assert!(not_found(assignment::start(&app, &w.stranger, id).await.unwrap_err()));
        assert!(not_found(record::new_form(&app, &w.stranger, &[id], &record::Asked::default()).await.unwrap_err()));
        assert!(not_found(task::page(&app, &w.staff, task_id).await.unwrap_err()), "no head, no liaison");
        task::page(&app, &w.liaison, task_id).await.unwrap();
        let mine = work::mine(&app, &w.liaison, WorkTab::Todo, first(20)).await.unwrap();
        assert_eq!(mine.rows.len(), 1, "the unit's duty reaches its liaison");
        for (who, n) in [(&w.office.who, 1), (&w.liaison, 1), (&w.staff, 0), (&w.stranger, 0)] {
            let listed = task::list(&app, who, &WorkFilter::default(), WorkOrder::Due, first(20)).await.unwrap();
            assert_eq!((listed.rows.len(), listed.total), (n, n as i64));
        }
        let form = record::new_form(&app, &w.liaison, &[id], &record::Asked::default()).await.unwrap();
        record::submit(&app, &w.liaison, form.id, &filled(0, &[id]), vec![photo("x.jpg")]).await.unwrap();
        let page = record::page(&app, &w.liaison, form.id).await.unwrap();
        assert!(not_found(record::open_file(&app, &w.stranger, form.id, page.files[0].id).await.unwrap_err()));
        let other = record::new_form(&app, &w.stranger, &[], &record::Asked::default()).await.unwrap();
        record::save(&app, &w.stranger, other.id, &filled(0, &[]), Vec::new()).await.unwrap();
        let by_other = record::open_file(&app, &w.stranger, other.id, page.files[0].id).await.unwrap_err();
        assert!(not_found(by_other), "a file is reached only through its own record");
        record::open_file(&app, &w.office.who, form.id, page.files[0].id).await.unwrap();
        let own = record::review(&app, &w.liaison, form.id, page.record.version, &Verdict::Accept).await;
        assert!(matches!(own.unwrap_err(), Error::Refused(Refused::Forbidden(_))));
    }

    async fn bulk_acts_tell_what_they_skipped(app) {
        let w = world(&app).await;
        let duty = |title| Duty { title, due: Some("2026-06-20"), ..Duty::default() };
        for title in ["张贴文明用语", "播放公益短片", "一次告知"] {
            app.duty(&w.office, &w.programme, duty(title)).await;
        }
        let held = Duty { title: "别科的事", unit: Some(w.other), person: Some(w.stranger.person), ..Duty::default() };
        let (_, foreign) = app.duty(&w.office, &w.programme, held).await;
        let proposals = assignment::proposals(&app, &w.office.who, w.programme.plan).await.unwrap();
        assert_eq!((proposals[0].open, proposals[0].unit.as_ref().map(|unit| unit.0)), (3, Some(w.other)));
        let open = WorkFilter { measures: vec![w.programme.measures[0]], without_owner: true, ..WorkFilter::default() };
        let owner = Owner { unit: None, person: Some(w.staff.person) };
        let summary = assignment::assign(&app, &w.office.who, &Picked::Filter(Box::new(open)), owner).await.unwrap();
        assert_eq!((summary.done, summary.skipped.len()), (3, 0));
        let mine = work::mine(&app, &w.staff, WorkTab::Todo, first(20)).await.unwrap();
        assert_eq!((mine.rows.len(), mine.rows[0].unit), (3, Some(w.section)), "the person's unit is taken");
        let ids: Vec<AssignmentId> = mine.rows.iter().map(|row| row.id).chain([foreign]).collect();
        let mut summary = assignment::urge(&app, &w.office.who, &Picked::Ids(ids.clone())).await.unwrap();
        assert_eq!((summary.done, summary.skipped.len()), (4, 0));
        summary = assignment::urge(&app, &w.office.who, &Picked::Ids(ids.clone())).await.unwrap();
        assert_eq!((summary.done, summary.skipped.len()), (0, 4), "once a day");
        assert_eq!(summary.sentence("已催办"), "已催办 0 项，跳过 4 项：4 项今天已经催办过一次，明天可以再催。");
        app.go_to("2026-06-12");
        summary = assignment::urge(&app, &w.liaison, &Picked::Ids(ids.clone())).await.unwrap();
        assert_eq!(summary.done, 3, "a liaison urges below, and does not see the rest");
        let denied = assignment::set_due(&app, &w.liaison, &Picked::Ids(ids), None).await.unwrap_err();
        assert!(matches!(denied, Error::Refused(Refused::Forbidden(_))));
        counted(&app, &w).await;
    }

    async fn the_second_of_two_deciders_is_stale(app) {
        let w = world(&app).await;
        let duty = Duty { title: "同一件事", person: Some(w.staff.person), unit: Some(w.section), ..Duty::default() };
        let (task_id, id) = app.duty(&w.office, &w.programme, duty).await;
        let held = app.store.view().await.unwrap().assignment(id).await.unwrap();
        for (i, who) in [&w.staff, &w.liaison].into_iter().enumerate() {
            let record: RecordId = app.ids.make();
            let change = domain::assignment::submit(&held, who, record, "同一件事", &[]).unwrap();
            let mut tx = app.store.begin().await.unwrap();
            let applied = tx.apply(&app.stamp(who), change).await;
            assert_eq!(applied.is_ok(), i == 0, "the same version is taken once");
            if i == 0 {
                tx.commit().await.unwrap();
            }
        }
        let page = task::page(&app, &w.office.who, task_id).await.unwrap();
        let words = domain::task::Wording::parse("新的说法", "", "", "").unwrap();
        task::reword(&app, &w.office.who, task_id, page.task.version, &words).await.unwrap();
        let stale = task::reword(&app, &w.office.who, task_id, page.task.version, &words).await.unwrap_err();
        assert!(matches!(stale, Error::Refused(Refused::Stale)));
        counted(&app, &w).await;
    }

    async fn the_tally_equals_a_recount_after_any_acts(app) {
        let w = world(&app).await;
        let mut ids = Vec::new();
        for n in 0..6 {
            let title = format!("第{n}件事");
            let duty = Duty { title: &title, measure: n % 3, unit: Some(w.section), due: Some("2026-06-01"), ..Duty::default() };
            ids.push(app.duty(&w.office, &w.programme, duty).await);
        }
        // A fixed walk over all acts: a multiplicative generator, so that a failure repeats itself.
        let mut seed = 20_260_611_u64;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below
        };
        for step in 0..60 {
            let (task_id, id) = ids[next(ids.len())];
            let picked = Picked::Ids(vec![id]);
            let _ = match next(7) {
                0 => assignment::start(&app, &w.liaison, id).await,
                1 => record::submit(&app, &w.liaison, app.ids.make(), &filled(0, &[id]), Vec::new()).await,
                2 => match record::queue(&app, &w.office.who, None, &app::turn::Turn::First, 1).await.unwrap().leaf.rows.first() {
                    Some((page, _)) => {
                        let verdict = if next(2) == 0 { Verdict::Accept } else { Verdict::Return { reason: ReturnReason::Blurred, note: String::new() } };
                        record::review(&app, &w.office.who, page.record.id, page.record.version, &verdict).await
                    }
                    None => Ok(()),
                },
                3 => {
                    let unit = [w.section, w.other][next(2)];
                    assignment::assign(&app, &w.office.who, &picked, Owner { unit: Some(unit), person: None }).await.map(drop)
                }
                4 => assignment::set_due(&app, &w.office.who, &picked, Some(app.today().plus(next(30) as i64))).await.map(drop),
                5 => {
                    let owner = Owner { unit: None, person: Some(w.staff.person) };
                    assignment::hand_out(&app, &w.office.who, task_id, [Part::Doer, Part::Support][next(2)], owner).await
                }
                _ => {
                    let version = app.store.view().await.unwrap().task(task_id).await.unwrap().version;
                    if step > 40 { task::void(&app, &w.office.who, task_id, version, "并入别的任务").await } else { Ok(()) }
                }
            };
            counted(&app, &w).await;
        }
        let overview = campaign::overview(&app, &w.office.who, None).await.unwrap().unwrap();
        let filter = WorkFilter { state: WorkState::Late, ..WorkFilter::default() };
        let late = app.store.view().await.unwrap().work_count(w.office.bureau.id, &Visible::All, &filter, app.today()).await.unwrap();
        assert_eq!(overview.all.late, late);
    }

    async fn the_overview_counts_and_names_the_gaps(app) {
        let w = world(&app).await;
        app.duty(&w.office, &w.programme, Duty { title: "没有人办", due: Some("2026-07-01"), ..Duty::default() }).await;
        app.duty(&w.office, &w.programme, Duty { title: "没有期限", person: Some(w.staff.person), unit: Some(w.section), ..Duty::default() }).await;
        let late = Duty { title: "晚了的事", unit: Some(w.other), person: Some(w.stranger.person), due: Some("2026-06-05"), measure: 1 };
        app.duty(&w.office, &w.programme, late).await;
        let overview = campaign::overview(&app, &w.office.who, None).await.unwrap().unwrap();
        assert_eq!((overview.all.total(), overview.all.late, overview.tasks), (3, 1, 3));
        let gaps = overview.gaps.clone();
        assert_eq!((gaps.tasks_without_owner, gaps.tasks_without_date, gaps.measures_without_leader), (1, 1, 6));
        assert_eq!(gaps.people_without_duty, 2, "the office user and the liaison");
        // What is given to the unit and to no person is received by its head and its liaison.
        app.duty(&w.office, &w.programme, Duty { title: "科室的事", unit: Some(w.section), due: Some("2026-12-01"), ..Duty::default() }).await;
        let gaps = campaign::overview(&app, &w.office.who, None).await.unwrap().unwrap().gaps.clone();
        assert_eq!(gaps.people_without_duty, 1, "only the office user");
        assert_eq!(overview.units.iter().map(|row| row.progress.late).sum::<i64>(), 1);
        let leader = campaign::leader(&app, &w.office.who).await.unwrap().unwrap();
        assert_eq!((leader.late.len(), leader.late[0].name.as_str(), leader.late[0].rows.len()), (1, "运输管理科", 1));
        assert!(campaign::leader(&app, &w.staff).await.is_err());
        assert!(w.staff.reach(Action::ViewLeaderPage).is_none());
    }

    async fn lists_page_by_key_and_keep_views(app) {
        let w = world(&app).await;
        for n in 1..=7 {
            let (title, due) = (format!("任务{n}"), format!("2026-06-{:02}", 30 - n));
            app.duty(&w.office, &w.programme, Duty { title: &title, due: (n < 6).then_some(&due), ..Duty::default() }).await;
        }
        for order in [WorkOrder::Due, WorkOrder::Changed] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let page = Page { after: after.take(), limit: 3 };
                let listed = task::list(&app, &w.office.who, &WorkFilter::default(), order, page).await.unwrap();
                assert_eq!(listed.total, 7);
                seen.extend(listed.rows.iter().map(|row| row.id));
                after = listed.leaf.next;
                if after.is_none() {
                    break;
                }
            }
            let mut unique = seen.clone();
            unique.sort();
            unique.dedup();
            assert_eq!((seen.len(), unique.len()), (7, 7), "{order:?}: every row once");
        }
        let filter = WorkFilter { words: "任务3".into(), without_owner: true, ..WorkFilter::default() };
        let listed = task::list(&app, &w.office.who, &filter, WorkOrder::Due, first(10)).await.unwrap();
        assert_eq!(listed.rows.len(), 1);
        let none = WorkFilter { without_date: true, ..WorkFilter::default() };
        assert_eq!(task::list(&app, &w.office.who, &none, WorkOrder::Due, first(10)).await.unwrap().total, 2);
        task::save_view(&app, &w.office.who, "本周", "?state=open&to=2026-06-14").await.unwrap();
        let listed = task::list(&app, &w.office.who, &filter, WorkOrder::Due, first(10)).await.unwrap();
        assert_eq!(listed.views[0].query, "state=open&to=2026-06-14");
        assert!(task::drop_view(&app, &w.staff, listed.views[0].id).await.is_err(), "another's view");
        task::drop_view(&app, &w.office.who, listed.views[0].id).await.unwrap();
    }

    async fn bad_files_are_refused_with_a_sentence(app) {
        let w = world(&app).await;
        let id: RecordId = app.ids.make();
        let bad = |bytes: &'static [u8]| vec![Incoming::read("x", bytes)];
        for bytes in [&b""[..], b"MZ\x90\x00\x03\x00\x00"] {
            let refused = record::save(&app, &w.staff, id, &filled(0, &[]), bad(bytes)).await.unwrap_err();
            assert_eq!(refused.fields()[0].field, "files");
        }
        let endless = Incoming::read("big.jpg", std::io::repeat(b'a'));
        let refused = record::save(&app, &w.staff, id, &filled(0, &[]), vec![endless]).await.unwrap_err();
        assert!(refused.fields()[0].sentence.contains("50 MB"));
        let many = (0..21).map(|_| photo("a.jpg")).collect();
        assert!(record::save(&app, &w.staff, id, &filled(0, &[]), many).await.is_err());
        assert!(app.store.view().await.unwrap().record_if(id).await.unwrap().is_none(), "nothing was written");
    }
}
