//! Standards from the shelf to a score: versions that freeze, answers that are never overwritten,
//! archives that work out again, tasks that serve criteria.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::assessment::{self, AnswerForm, Asked, Begun, NoteForm};
use app::record::{self, Filled};
use app::turn::Turn;
use app::{Error, Who, standard};
use domain::Refused;
use domain::assessment::{Answer, AssessmentState, NoteKind, Track};
use domain::authority::Role;
use domain::id::{AssessmentId, ClaimId, CriterionId, StandardId};
use domain::points::Points;
use domain::record::Sheet;
use domain::standard::edit::Edit;
use domain::standard::file::File;
use domain::standard::words::{Column, Row};
use domain::standard::{StandardState, differences};
use domain::unit::UnitKind;
use std::io::Cursor;
use testkit::{Office, TestApp};

struct World {
    office: Office,
    standard: StandardId,
    assessment: AssessmentId,
}

async fn world(app: &TestApp) -> World {
    let office = app.founded().await;
    let standard = standard::install(app, &office.who, "example").await.unwrap();
    let assessment = app.assessed(&office.who, standard, office.bureau.root).await;
    World { office, standard, assessment }
}

async fn criterion(app: &TestApp, standard: StandardId, code: &str) -> CriterionId {
    let row = app.store.view().await.unwrap().standard(standard).await.unwrap().row;
    row.standard.tree.nodes().iter().find(|node| node.code == code).unwrap().id
}

fn says(answer: Answer, before: Option<ClaimId>) -> AnswerForm {
    AnswerForm { track: Track::Own, before, answer, reason: "有文件".into(), records: vec![] }
}

async fn stands(app: &TestApp, w: &World, criterion: CriterionId) -> Option<ClaimId> {
    let mut view = app.store.view().await.unwrap();
    view.claim(w.assessment, Track::Own, criterion).await.unwrap().map(|claim| claim.id)
}

fn refused(error: Error) -> Refused {
    match error {
        Error::Refused(refused) => refused,
        other => panic!("{other:?}"),
    }
}

async fn total(app: &TestApp, who: &Who, id: AssessmentId) -> (String, String) {
    let sheet = assessment::sheet(app, who, id, &Asked::default()).await.unwrap();
    (sheet.score.total.to_string(), sheet.score.known().0.to_string())
}

testkit::on_both_engines! {
    async fn a_standard_is_taken_over_once_and_frozen(app) {
        let office = app.founded().await;
        let id = standard::install(&app, &office.who, "example").await.unwrap();
        assert!(standard::install(&app, &office.who, "example").await.is_err(), "the name is taken");
        let sight = standard::show(&app, &office.who, id).await.unwrap();
        assert_eq!(sight.row.state, StandardState::Published);
        let file = File::from(&sight.row.standard);
        let version = sight.row.version;
        let refusal = refused(standard::rewrite(&app, &office.who, id, version, file).await.unwrap_err());
        assert!(matches!(refusal, Refused::Rule(_)), "{refusal:?}");

        let next = standard::renew(&app, &office.who, id).await.unwrap();
        assert!(standard::renew(&app, &office.who, id).await.is_err(), "one draft at a time");
        let draft = standard::show(&app, &office.who, next).await.unwrap();
        let mut file = File::from(&draft.row.standard);
        file.nodes[1].points = Some(Points::whole(2));
        file.nodes.pop();
        standard::rewrite(&app, &office.who, next, draft.row.version, file).await.unwrap();
        let draft = standard::show(&app, &office.who, next).await.unwrap();
        assert_eq!(differences(&draft.before.unwrap().standard, &draft.row.standard).len(), 2);
        standard::publish(&app, &office.who, next, draft.row.version).await.unwrap();
        let sight = standard::show(&app, &office.who, next).await.unwrap();
        assert_eq!((sight.row.number, sight.row.state, sight.versions.len()), (2, StandardState::Published, 2));
    }

    async fn an_answer_ends_the_one_before_and_nothing_is_lost(app) {
        let w = world(&app).await;
        let it = criterion(&app, w.standard, "Ⅱ-1-1").await;
        let who = &w.office.who;
        assert_eq!(total(&app, who, w.assessment).await, ("0".into(), "0".into()));
        assessment::answer(&app, who, w.assessment, it, &says(Answer::Counts(vec![1, 1, 0]), None)).await.unwrap();
        assert_eq!(total(&app, who, w.assessment).await, ("2".into(), "3".into()));
        let archive = assessment::archive(&app, who, w.assessment, Track::Own, "上半年").await.unwrap();

        let stale = assessment::answer(&app, who, w.assessment, it, &says(Answer::Counts(vec![1, 1, 1]), None)).await;
        assert_eq!(refused(stale.unwrap_err()), Refused::Stale, "filled on no answer, while one stands");
        app.go_to("2026-06-12");
        let first = stands(&app, &w, it).await;
        assessment::answer(&app, who, w.assessment, it, &says(Answer::Counts(vec![1, 1, 1]), first)).await.unwrap();
        assert_eq!(total(&app, who, w.assessment).await.0, "3");

        let asked = Asked { snapshot: Some(archive), ..Asked::default() };
        let kept = assessment::sheet(&app, who, w.assessment, &asked).await.unwrap();
        assert_eq!((kept.score.total, kept.reproduced), (Points::whole(2), Some(true)), "the archive works out again");
        let sight = assessment::criterion(&app, who, w.assessment, it, "").await.unwrap();
        assert_eq!((sight.history.len(), sight.claims.len()), (2, 1));

        let wrong = assessment::answer(&app, who, w.assessment, it, &says(Answer::Met(true), first)).await;
        assert!(matches!(refused(wrong.unwrap_err()), Refused::Invalid(_)), "another model's answer");
        let second = stands(&app, &w, it).await.unwrap();
        assessment::take_back(&app, who, w.assessment, it, Track::Own, second).await.unwrap();
        assert_eq!(total(&app, who, w.assessment).await.0, "0");
    }

    async fn tracks_stand_apart_and_notes_count(app) {
        let w = world(&app).await;
        let who = &w.office.who;
        let it = criterion(&app, w.standard, "Ⅱ-1-1").await;
        assessment::answer(&app, who, w.assessment, it, &says(Answer::Counts(vec![1, 1, 1]), None)).await.unwrap();
        let review = AnswerForm { track: Track::Review, ..says(Answer::Counts(vec![1, 0, 0]), None) };
        assessment::answer(&app, who, w.assessment, it, &review).await.unwrap();
        let sheet = assessment::sheet(&app, who, w.assessment, &Asked::default()).await.unwrap();
        let totals: Vec<_> = sheet.tracks.iter().map(|it| (it.track, it.score.total.to_string())).collect();
        assert_eq!(totals, [(Track::Own, "3".into()), (Track::Review, "1".into())]);
        let rule = sheet.standard.standard.bonuses[0].code.clone();
        let award = NoteForm {
            kind: NoteKind::Award, rule, text: "创建工作".into(), points: Some(Points::whole(2)),
            day: "2026-05-01".parse().unwrap(), reported: None, heads: 1,
        };
        assessment::note(&app, who, w.assessment, &award).await.unwrap();
        let unknown = NoteForm { rule: "没有这条".into(), ..award };
        assert!(assessment::note(&app, who, w.assessment, &unknown).await.is_err());
        assert_eq!(total(&app, who, w.assessment).await.0, "5");
        let note = assessment::sheet(&app, who, w.assessment, &Asked::default()).await.unwrap().notes[0].id;
        assessment::strike(&app, who, w.assessment, note).await.unwrap();
        assert_eq!(total(&app, who, w.assessment).await.0, "3");
    }

    async fn what_if_is_worked_out_and_nothing_is_stored(app) {
        let w = world(&app).await;
        let asked = Asked { what_if: vec![1, 9_999, 0], ..Asked::default() };
        let sheet = assessment::sheet(&app, &w.office.who, w.assessment, &asked).await.unwrap();
        assert_eq!(sheet.what_if, [1], "inner nodes and strangers are left out");
        assert_eq!(sheet.supposed.unwrap().total, Points::whole(3));
        assert_eq!(total(&app, &w.office.who, w.assessment).await.0, "0");
    }

    async fn answers_go_over_to_a_new_version_and_back(app) {
        let w = world(&app).await;
        let who = &w.office.who;
        for (code, answer) in [("Ⅱ-1-1", Answer::Counts(vec![1, 1, 1])), ("Ⅱ-1-4", Answer::Met(true))] {
            let it = criterion(&app, w.standard, code).await;
            assessment::answer(&app, who, w.assessment, it, &says(answer, None)).await.unwrap();
        }
        let next = standard::renew(&app, who, w.standard).await.unwrap();
        let draft = standard::show(&app, who, next).await.unwrap();
        let mut file = File::from(&draft.row.standard);
        file.nodes.retain(|node| node.code != "Ⅱ-1-4");
        standard::rewrite(&app, who, next, draft.row.version, file).await.unwrap();
        assert!(assessment::preview(&app, who, w.assessment, next).await.is_err(), "a draft is not in use");
        standard::publish(&app, who, next, draft.row.version + 1).await.unwrap();
        let preview = assessment::preview(&app, who, w.assessment, next).await.unwrap();
        assert_eq!((preview.kept(), preview.lost().len()), (1, 1));

        let new = assessment::carry(&app, who, w.assessment, next).await.unwrap();
        assert_eq!(total(&app, who, new).await.0, "3");
        let old = assessment::sheet(&app, who, w.assessment, &Asked::default()).await.unwrap();
        assert_eq!(old.assessment.state, AssessmentState::Replaced);
        app.go_to("2026-07-30");
        assert!(assessment::undo(&app, who, new).await.is_err(), "too late");
        app.go_to("2026-07-01");
        assert_eq!(assessment::undo(&app, who, new).await.unwrap(), w.assessment);
        assert_eq!(total(&app, who, w.assessment).await.0, "5", "as it was");
    }

    async fn due_days_become_tasks_and_a_step_becomes_one(app) {
        let w = world(&app).await;
        let who = &w.office.who;
        let programme = app.programme(&w.office).await;
        let made = standard::schedule(&app, who, w.standard, programme.plan).await.unwrap();
        assert!(made.tasks > 0 && made.duties >= made.tasks, "{made:?}");
        let again = standard::schedule(&app, who, w.standard, programme.plan).await.unwrap();
        assert_eq!(again.tasks, 0, "what has a task gets no second one");
        let quarterly = criterion(&app, w.standard, "Ⅱ-2-1").await;
        let serving = standard::show(&app, who, w.standard).await.unwrap().serving;
        let task = serving[&quarterly][0].0;
        let rows = app.store.view().await.unwrap().rows_of_task(task).await.unwrap();
        let days: Vec<String> = rows.iter().filter_map(|row| row.due).map(|day| day.to_string()).collect();
        assert_eq!(days.len(), 3, "June, September and December lie ahead: {days:?}");

        let undated = criterion(&app, w.standard, "Ⅱ-1-4").await;
        assert!(!serving.contains_key(&undated));
        assessment::make_task(&app, who, w.assessment, undated).await.unwrap();
        assert!(standard::show(&app, who, w.standard).await.unwrap().serving.contains_key(&undated));
    }

    async fn who_may_score_what(app) {
        let w = world(&app).await;
        let station = app.unit(&w.office, w.office.bureau.root, UnitKind::Subordinate, "公路养护站").await;
        let keeper = app.user(&w.office, station, "高翔宇", "gaoxy", Role::Subordinate).await;
        let staff = app.user(&w.office, station, "孟青", "mengq", Role::Staff).await;
        let it = criterion(&app, w.standard, "Ⅱ-1-1").await;
        let answer = says(Answer::Counts(vec![1, 1, 1]), None);
        let foreign = assessment::answer(&app, &keeper, w.assessment, it, &answer).await;
        assert_eq!(refused(foreign.unwrap_err()), Refused::NotFound);
        let form = Begun {
            standard: w.standard, unit: station, from: "2026-01-01".parse().unwrap(),
            to: "2026-12-31".parse().unwrap(), unit_kind: String::new(),
        };
        let own = assessment::begin(&app, &keeper, &form).await.unwrap();
        assert!(assessment::begin(&app, &keeper, &form).await.is_err(), "twice in one period");
        assessment::answer(&app, &keeper, own, it, &answer).await.unwrap();
        let review = AnswerForm { track: Track::Review, ..answer.clone() };
        assert!(matches!(refused(assessment::answer(&app, &keeper, own, it, &review).await.unwrap_err()), Refused::Forbidden(_)));
        assessment::answer(&app, &w.office.who, own, it, &review).await.unwrap();
        let all = assessment::Wanted::default();
        assert_eq!(assessment::list(&app, &keeper, &all, &Turn::First, 9).await.unwrap().leaf.rows.len(), 1);
        assert_eq!(assessment::list(&app, &w.office.who, &all, &Turn::First, 9).await.unwrap().leaf.rows.len(), 2);
        assert!(assessment::list(&app, &staff, &all, &Turn::First, 9).await.is_err());
        assert!(standard::install(&app, &keeper, "ezhou_municipal").await.is_err());
    }

    async fn a_draft_is_edited_node_by_node_and_keeps_its_lineage(app) {
        let office = app.founded().await;
        let who = &office.who;
        let id = standard::begin(&app, who, standard::blank("本局考评办法", "本局")).await.unwrap();
        let read = |sight: &standard::Sight| sight.row.version;
        let item = |code: &str, under: &str| {
            let mut row = Row::default();
            row.set(Column::Code, code);
            row.set(Column::Under, under);
            row.set(Column::Title, "一项");
            row.set(Column::Points, "2");
            Box::new(row.parse(None).unwrap())
        };
        for (code, under) in [("1", ""), ("2", ""), ("1-1", "1"), ("1-2", "1")] {
            let version = read(&standard::show(&app, who, id).await.unwrap());
            standard::edit(&app, who, id, version, Edit::Add(item(code, under))).await.unwrap();
        }
        let sight = standard::show(&app, who, id).await.unwrap();
        let codes: Vec<String> = sight.row.standard.tree.nodes().iter().map(|node| node.code.clone()).collect();
        assert_eq!(codes, ["1", "1-1", "1-2", "2"], "in reading order");
        let top = sight.row.standard.tree.nodes()[0].clone();
        let stale = standard::edit(&app, who, id, 1, Edit::Remove(top.id)).await;
        assert_eq!(refused(stale.unwrap_err()), Refused::Stale);
        standard::edit(&app, who, id, read(&sight), Edit::Change(top.id, item("甲", ""))).await.unwrap();
        let sight = standard::show(&app, who, id).await.unwrap();
        let nodes = sight.row.standard.tree.nodes();
        assert_eq!((nodes[0].lineage, nodes[1].parent), (top.lineage, Some(0)), "a new number, the same node");
        standard::edit(&app, who, id, read(&sight), Edit::Remove(top.id)).await.unwrap();
        let sight = standard::show(&app, who, id).await.unwrap();
        assert_eq!(sight.row.standard.tree.nodes().len(), 1, "with all that stood under it");
        assert!(standard::edit(&app, who, id, read(&sight), Edit::Add(item("2", ""))).await.is_err(), "twice");
    }

    async fn a_workbook_comes_back_as_it_went_out_or_names_every_wrong_cell(app) {
        let office = app.founded().await;
        let who = &office.who;
        let file = standard::shipped().unwrap().remove(0).1;
        let bytes = standard::workbook(&file, None, app.today()).unwrap();
        let head = standard::blank("抄来的体系", "本局");
        let made = standard::import(&app, who, head.clone(), "体系.xlsx", Cursor::new(bytes)).await.unwrap();
        let standard::Read::Made(id) = made else { panic!("{made:?}") };
        let sight = standard::show(&app, who, id).await.unwrap();
        assert_eq!(File::from(&sight.row.standard).nodes, file.nodes, "nothing is lost on the way");
        assert_eq!(sight.row.state, StandardState::Draft);

        let mut wrong = file.clone();
        wrong.nodes[1].code = String::new();
        wrong.nodes[2].title = String::new();
        let bytes = standard::workbook(&wrong, None, app.today()).unwrap();
        let again = standard::blank("又一套", "本局");
        let read = standard::import(&app, who, again, "体系.xlsx", Cursor::new(bytes)).await.unwrap();
        let standard::Read::Open(file) = read else { panic!("{read:?}") };
        let opened = standard::opened(&app, who, file).await.unwrap();
        let places: Vec<(usize, &str)> = opened.wrong.iter().map(|it| (it.line, it.column.as_str())).collect();
        assert_eq!(places, [(3, "编号"), (4, "内容")]);
        assert_eq!(standard::list(&app, who, &standard::Wanted::default(), &Turn::First, 9).await.unwrap().total, 1, "no draft was made");
        let book = app::sheet::read(&standard::errors(&app, who, file).await.unwrap()).unwrap();
        let reason = |line: usize| book.rows[line - 1].last().unwrap().text.clone();
        assert_eq!(reason(1), "原因");
        assert!(reason(3).starts_with("编号：") && reason(4).starts_with("内容："), "{} {}", reason(3), reason(4));
        let noise = standard::import(&app, who, head, "坏.xlsx", Cursor::new(b"PK nonsense".to_vec())).await;
        assert!(matches!(refused(noise.unwrap_err()), Refused::Invalid(_)));
    }

    async fn records_of_the_period_are_offered_however_many_came_later(app) {
        let w = world(&app).await;
        let who = &w.office.who;
        let file = async |title: String, day: &str| {
            let form = record::new_form(&app, who, &[], &record::Asked::default()).await.unwrap();
            let sheet = Sheet { title, day: day.into(), text: "做了一件事。".into(), ..Sheet::default() };
            let filled = Filled { version: form.version, sheet, removed: vec![] };
            record::submit(&app, who, form.id, &filled, vec![]).await.unwrap();
        };
        file("去年的事".into(), "2025-12-30").await;
        for n in 0..101 {
            file(format!("今年的第 {n} 件事"), "2026-06-01").await;
        }
        let last_year = Begun {
            standard: w.standard, unit: w.office.bureau.root, from: "2025-01-01".parse().unwrap(),
            to: "2025-12-31".parse().unwrap(), unit_kind: String::new(),
        };
        let of_last_year = assessment::begin(&app, who, &last_year).await.unwrap();
        let it = criterion(&app, w.standard, "Ⅱ-1-1").await;
        let sight = assessment::criterion(&app, who, of_last_year, it, "").await.unwrap();
        let titles: Vec<&str> = sight.others.iter().map(|it| it.title.as_str()).collect();
        assert_eq!(titles, ["去年的事"]);
        assert_eq!(assessment::criterion(&app, who, w.assessment, it, "").await.unwrap().others.len(), 20);
    }
}
