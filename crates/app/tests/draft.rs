//! A paper on its way: imported, checked, published, revised; on both engines.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::draft::{self, Arrival};
use domain::authority::Role;
use domain::draft::{About, Edit, MeasureKind, Status};
use domain::id::DraftId;
use domain::unit::UnitKind;
use testkit::{Office, TestApp};

const PAPER: &str = include_str!("paper.txt");

struct House {
    office: Office,
    union: domain::id::UnitId,
}

/// A bureau with sections and the people that the paper names.
async fn house(app: &TestApp) -> House {
    let office = app.founded().await;
    let root = office.bureau.root;
    let room = app.unit(&office, root, UnitKind::Section, "办公室").await;
    let union = app.unit(&office, root, UnitKind::Section, "机关工会").await;
    app.unit(&office, root, UnitKind::Subordinate, "运输服务中心").await;
    app.person(&office, office.unit, "秦卫东", false).await;
    app.person(&office, room, "孟青", true).await;
    app.person(&office, union, "贺一帆", true).await;
    House { office, union }
}

async fn imported(app: &TestApp, office: &Office) -> DraftId {
    let arrival =
        Arrival { name: "方案.txt".into(), bytes: PAPER.as_bytes().to_vec(), ..Arrival::default() };
    draft::import(app, &office.who, arrival).await.unwrap()
}

/// Confirms the year and everything else.
async fn confirmed(app: &TestApp, office: &Office, id: DraftId) -> i64 {
    let sheet = draft::view(app, &office.who, id).await.unwrap();
    let tree = &sheet.draft.tree;
    let year = tree
        .doubts
        .iter()
        .filter(|doubt| doubt.about == About::Year)
        .map(|doubt| Edit::Settle { doubt: doubt.id });
    let all = tree.measures.iter().map(|measure| Edit::ConfirmMeasure { measure: measure.id });
    draft::edit(app, &office.who, id, sheet.draft.version, year.chain(all).collect()).await.unwrap()
}

testkit::on_both_engines! {
    async fn a_paper_becomes_a_tree_that_people_correct(app) {
        let House { office, union } = house(&app).await;
        let id = imported(&app, &office).await;
        let sheet = draft::view(&app, &office.who, id).await.unwrap();
        let tree = &sheet.draft.tree;
        assert_eq!(tree.header.doc_number, "云交法〔2026〕7号");
        assert_eq!((tree.header.year, tree.header.year_presumed), (2026, true));
        assert_eq!(tree.stages.len(), 3);
        assert_eq!(tree.measures.iter().filter(|measure| measure.kind == MeasureKind::Measure).count(), 3);
        assert!(tree.team.iter().any(|seat| seat.name == "秦卫东" && seat.person.is_some()));
        let test = tree.items().find(|(_, item)| item.due.is_some_and(|due| due.to_string() == "2026-06-26")).unwrap().1;
        assert_eq!(test.leads, [office.unit], "6月26日前由政策法规科…");
        let feast = tree.items().find(|(_, item)| !item.festivals.is_empty()).unwrap().1;
        assert_eq!(feast.leads, [union], "机关工会 leads, as the paper says");
        assert!(tree.doubts.iter().any(|doubt| doubt.about == About::Festival(feast.id)), "元宵 is over");

        let first = tree.items().next().unwrap().1.id;
        let edits = vec![Edit::Reword { item: first, text: "开好动员大会".into() }, Edit::Confirm { item: first }];
        let version = draft::edit(&app, &office.who, id, sheet.draft.version, edits).await.unwrap();
        let stale = draft::edit(&app, &office.who, id, sheet.draft.version, vec![Edit::Drop { item: first }]).await;
        assert!(stale.unwrap_err().to_string().contains("刚刚被别人修改过"));
        let again = draft::view(&app, &office.who, id).await.unwrap();
        assert_eq!(again.draft.version, version);
        let item = again.draft.tree.item(first).unwrap().1;
        assert_eq!((item.text.as_str(), item.status), ("开好动员大会", Status::Confirmed));
    }

    async fn publishing_makes_assignments_and_one_message_each(app) {
        let House { office, .. } = house(&app).await;
        let id = imported(&app, &office).await;
        let early = draft::check(&app, &office.who, id).await.unwrap();
        assert!(early.forecast.obstacles.iter().any(|line| line.contains("年度")), "the year is presumed");
        let version = confirmed(&app, &office, id).await;
        let check = draft::check(&app, &office.who, id).await.unwrap();
        assert!(check.forecast.obstacles.is_empty(), "{:?}", check.forecast.obstacles);
        assert!(check.forecast.assignments > 5 && !check.forecast.unowned.is_empty());
        let plan = draft::publish(&app, &office.who, id, version).await.unwrap();
        let mut view = app.store.view().await.unwrap();
        assert_eq!(view.stages(plan).await.unwrap().len(), 3);
        let tasks = view.tasks_of_plan(plan).await.unwrap();
        assert_eq!(tasks.len(), check.forecast.tasks);
        let mut assignments = 0;
        for task in &tasks {
            assignments += view.assignments_of_task(task.id).await.unwrap().len();
        }
        assert_eq!(assignments, check.forecast.assignments);
        let verdict = view.audit_verify(office.bureau.id).await.unwrap();
        assert!(verdict.broken.is_none());
        drop(view);
        assert!(draft::edit(&app, &office.who, id, version + 1, vec![Edit::Settle { doubt: 1 }]).await.is_err());
        let twice = imported(&app, &office).await;
        confirmed(&app, &office, twice).await;
        let check = draft::check(&app, &office.who, twice).await.unwrap();
        assert!(check.forecast.obstacles.iter().any(|line| line.contains("已经发布过")));
    }

    async fn a_revised_paper_keeps_owners_and_progress(app) {
        let House { office, .. } = house(&app).await;
        let id = imported(&app, &office).await;
        let version = confirmed(&app, &office, id).await;
        let plan = draft::publish(&app, &office.who, id, version).await.unwrap();
        let before = app.store.view().await.unwrap().tasks_of_plan(plan).await.unwrap().len();
        let text = PAPER.replace("7月底前由办公室更换大厅宣传栏。", "8月底前由办公室更换大厅宣传栏。")
            .replace("（二）全面实施阶段（5—10月）", "（二）全面实施阶段（5—9月）")
            .replace("贺一帆，各科室负责人", "高翔宇，各科室负责人")
            .replace("2.注重宣传。及时报道创建工作中的好做法。", "2.注重宣传。及时报道创建工作中的好做法。\n\n3.加强保障。每半年由办公室组织一次物资检查。");
        let arrival = Arrival { name: "修订稿.txt".into(), bytes: text.into_bytes(), revises: Some(id), ..Arrival::default() };
        let new = draft::import(&app, &office.who, arrival).await.unwrap();
        let comparison = draft::compare(&app, &office.who, new).await.unwrap();
        assert!(comparison.matched.iter().any(|it| matches!(it, domain::draft::diff::Matched::Changed { .. })));
        let changed = |what| comparison.heads.iter().filter(|it| it.what == what).collect::<Vec<_>>();
        assert_eq!(changed("阶段").len(), 1, "{:?}", comparison.heads);
        assert!(changed("阶段")[0].new.contains("2026年9月30日"), "{:?}", comparison.heads);
        assert_eq!(changed("领导小组").len(), 2, "one leaves, one joins: {:?}", comparison.heads);
        assert!(draft::check(&app, &office.who, new).await.is_err(), "not before it is merged");
        draft::merge(&app, &office.who, new, comparison.new.version).await.unwrap();
        let merged = draft::view(&app, &office.who, new).await.unwrap();
        let measure = merged.draft.tree.measures.iter().find(|it| it.kind == MeasureKind::Measure).unwrap();
        let (reviewed, chosen) = (measure.published.unwrap(), office.who.person);
        let edit = Edit::AssignMeasure {
            measure: measure.id,
            leader: measure.leader,
            lead: measure.lead,
            doer: measure.doer,
            reviewer: Some(chosen),
            due: None,
        };
        draft::edit(&app, &office.who, new, merged.draft.version, vec![edit]).await.unwrap();
        assert!(merged.draft.tree.counts().confirmed > 5, "confirmations are kept");
        let version = confirmed(&app, &office, new).await;
        app.go_to("2026-06-20");
        let heads = draft::check(&app, &office.who, new).await.unwrap().heads;
        assert!(heads.iter().any(|it| it.new == "审核人：林晓雯"), "{heads:?}");
        assert_eq!(draft::publish(&app, &office.who, new, version).await.unwrap(), plan);
        let mut view = app.store.view().await.unwrap();
        let stages = view.stages(plan).await.unwrap();
        assert_eq!(stages.len(), 3);
        assert_eq!(stages[1].to.unwrap().to_string(), "2026-09-30");
        assert_eq!(view.measure(reviewed).await.unwrap().reviewer, Some(chosen));
        let group = view.teams(office.bureau.id).await.unwrap();
        assert_eq!(group.len(), 1, "the same leading group");
        let seats = view.team_members(group[0].id).await.unwrap();
        let seat = |name: &str| seats.iter().find(|seat| seat.name == name).unwrap();
        assert!(seat("贺一帆").to.is_some() && seat("高翔宇").to.is_none());
        assert!(seat("秦卫东").to.is_none() && seat("高翔宇").role == seat("贺一帆").role);
        assert_eq!(view.tally(plan).await.unwrap(), view.recount(plan).await.unwrap());
        let tasks = view.tasks_of_plan(plan).await.unwrap();
        assert!(tasks.len() > before, "what is new is added: {before} {}", tasks.len());
        assert!(tasks.iter().all(|task| task.void_reason.is_empty()));
        let board = tasks.iter().find(|task| task.title.contains("宣传栏")).unwrap();
        assert_eq!(board.due.unwrap().to_string(), "2026-08-31");
    }

    async fn nothing_classified_or_unreadable_is_stored(app) {
        let office = app.founded().await;
        for (bytes, words) in [
            ("机密★1年\n\n云岚市交通运输局文件\n\n关于创建工作的方案\n".as_bytes().to_vec(), "密级"),
            (Vec::new(), "空"),
            (b"PK\x03\x04broken".to_vec(), "文档"),
        ] {
            let arrival = Arrival { name: "a.docx".into(), bytes, ..Arrival::default() };
            let error = draft::import(&app, &office.who, arrival).await.unwrap_err();
            assert!(error.fields()[0].sentence.contains(words), "{:?}", error.fields());
        }
        let error = draft::paste(&app, &office.who, "绝密★长期\n关于创建工作的方案", None).await.unwrap_err();
        assert_eq!(error.fields()[0].field, "text");
        let open = draft::list(&app, &office.who, domain::draft::DraftState::Open, None).await.unwrap().rows;
        assert!(open.is_empty());
        let left = std::fs::read_dir(app.folder().join("files")).unwrap().count();
        assert_eq!(left, 1, "only the folder for incoming bytes");
    }

    async fn drafts_are_for_the_office_alone(app) {
        let office = app.founded().await;
        let id = imported(&app, &office).await;
        let liaison = app.user(&office, office.unit, "高翔宇", "gaoxy", Role::Liaison).await;
        assert!(draft::view(&app, &liaison, id).await.is_err());
        assert!(draft::list(&app, &liaison, domain::draft::DraftState::Open, None).await.is_err());
        assert!(draft::edit(&app, &liaison, id, 1, vec![]).await.is_err());
        assert!(draft::publish(&app, &liaison, id, 1).await.is_err());
    }

    async fn discarded_drafts_come_back_from_the_trash(app) {
        let office = app.founded().await;
        let id = imported(&app, &office).await;
        draft::discard(&app, &office.who, id).await.unwrap();
        let trash = draft::list(&app, &office.who, domain::draft::DraftState::Discarded, None).await.unwrap().rows;
        assert_eq!(trash.len(), 1);
        assert!(draft::publish(&app, &office.who, id, 2).await.is_err());
        draft::restore(&app, &office.who, id).await.unwrap();
        assert!(draft::restore(&app, &office.who, id).await.is_err());
    }

    async fn the_trash_is_emptied_after_thirty_days(app) {
        let office = app.founded().await;
        let id = imported(&app, &office).await;
        draft::discard(&app, &office.who, id).await.unwrap();
        app.go_to("2026-07-10");
        assert_eq!(draft::purge(&app).await.unwrap(), 0, "29 days");
        app.go_to("2026-07-12");
        assert_eq!(draft::purge(&app).await.unwrap(), 1);
        assert!(draft::restore(&app, &office.who, id).await.is_err());
        let verdict = app.store.view().await.unwrap().audit_verify(office.bureau.id).await.unwrap();
        assert!(verdict.broken.is_none());
    }

    async fn the_same_bytes_are_read_again_in_another_charset(app) {
        let office = app.founded().await;
        let id = imported(&app, &office).await;
        let wrong = draft::reread(&app, &office.who, id, 1, "utf-99").await.unwrap_err();
        assert_eq!(wrong.fields()[0].field, "charset");
        draft::reread(&app, &office.who, id, 1, "UTF-8").await.unwrap();
        assert!(draft::reread(&app, &office.who, id, 1, "UTF-8").await.is_err(), "another version meanwhile");
    }
}

/// The five source papers are not in the repository; where they are at hand, they are read.
#[tokio::test]
async fn the_source_papers_give_useful_trees() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: no source papers beside the repository");
        return;
    };
    let app = TestApp::sqlite().await;
    let House { office, .. } = house(&app).await;
    let mut seen = 0;
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let bytes = std::fs::read(entry.path()).unwrap();
        let id =
            draft::import(&app, &office.who, Arrival { name: name.clone(), bytes, ..Arrival::default() })
                .await
                .unwrap();
        let tree = draft::view(&app, &office.who, id).await.unwrap().draft.row.tree;
        let measures = tree.measures.iter().filter(|measure| measure.kind == MeasureKind::Measure).count();
        seen += 1;
        match name.get(..2) {
            Some("S1") => {
                assert_eq!((tree.stages.len(), measures, tree.header.year), (3, 6, 2020), "{name}");
                assert!(tree.team.len() >= 11);
            }
            Some("S0") => assert_eq!(measures, 12, "{name}"),
            Some("S3" | "S4") => assert!(tree.is_retrospective() && !tree.figures.is_empty(), "{name}"),
            _ => {}
        }
    }
    assert!(seen >= 5);
}
