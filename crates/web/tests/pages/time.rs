//! The work model over time, as its users meet it: who joins later, units that merge, split and
//! close, duties of sections, and who reviews.

use app::draft::{self, Arrival};
use domain::assignment::Part;
use domain::authority::Role;
use domain::draft::{About, Edit, Fan};
use domain::id::{PersonId, TaskId};
use domain::unit::UnitKind;
use testkit::{Duty, Office, TestApp};

const PAPER: &str = "云岚市交通运输局2026年度文明单位创建实施方案\n\n一、实施步骤\n\n（一）宣传发动阶段（3—7月）。7月底前召开创建动员大会。\n\n二、主要措施\n\n（一）深化学习教育\n\n一是每月组织一次支部共读。\n\n（二）优化机关环境\n\n一是清理院内卫生死角。\n\n云岚市交通运输局\n2026年3月20日\n";

/// Publishes a paper; 支部共读 goes to all sections and is reviewed by `reviewer`.
async fn published(app: &TestApp, office: &Office, reviewer: PersonId) -> TaskId {
    let arrival =
        Arrival { name: "方案.txt".into(), bytes: PAPER.as_bytes().to_vec(), ..Arrival::default() };
    let id = draft::import(app, &office.who, arrival).await.unwrap();
    let sheet = draft::view(app, &office.who, id).await.unwrap();
    let tree = &sheet.draft.tree;
    let year = tree.doubts.iter().filter(|doubt| doubt.about == About::Year);
    let mut edits: Vec<Edit> = year.map(|doubt| Edit::Settle { doubt: doubt.id }).collect();
    let (measure, item) = tree.items().find(|(_, item)| item.text.contains("支部共读")).unwrap();
    let (measure, item) = (measure.id, item.id);
    edits.push(Edit::Own { item, leads: vec![], fan: Some(Fan::Sections), doer: None, support: vec![] });
    let reviewer = Some(reviewer);
    edits.push(Edit::AssignMeasure { measure, leader: None, lead: None, doer: None, reviewer, due: None });
    let version = draft::edit(app, &office.who, id, sheet.draft.version, edits).await.unwrap();
    let plan = draft::publish(app, &office.who, id, version).await.unwrap();
    let tasks = app.store.view().await.unwrap().tasks_of_plan(plan).await.unwrap();
    tasks.iter().find(|task| task.title.contains("支部共读")).unwrap().id
}

testkit::on_both_engines! {
    async fn a_section_founded_later_takes_up_what_all_have(app) {
        let office = app.founded().await;
        let room = app.unit(&office, office.bureau.root, UnitKind::Section, "办公室").await;
        let liaison = app.user(&office, room, "孟青", "mengq", Role::Liaison).await;
        let reviewer = app.person(&office, office.unit, "秦卫东", false).await;
        let task = published(&app, &office, reviewer).await;
        app.go_to("2026-08-20");
        let mut browser = app.browser();
        browser.sign_in(&office.who).await;
        browser.visit(&format!("/tasks/{task}")).await.sees("各科室；后来新设的，自设立之日起接续").lacks("自 8 月 20 日起");
        browser.sees("秦卫东");
        browser.visit("/units/new").await.fill("名称", "安全科").press("设立").await.sees("机构已设立").sees("支部共读");
        browser.visit(&format!("/tasks/{task}")).await.sees("安全科").sees("自 8 月 20 日起");
        // Stages ask for something by themselves; they are no measures.
        browser.visit("/campaign").await.sees("2 条措施").sees("阶段任务和工作要求").sees("宣传发动阶段");
        let plan = app.store.view().await.unwrap().plans(office.bureau.id).await.unwrap()[0].id;
        browser.visit(&format!("/tasks?state=any&plan={plan}&cols=measure")).await.sees("阶段任务").sees("措施一");
        let mut own = app.browser();
        own.sign_in(&liaison).await.visit("/work").await.sees("支部共读").sees("秦卫东审核");
    }

    async fn a_merger_says_what_moves_and_moves_it(app) {
        let office = app.founded().await;
        let root = office.bureau.root;
        let old = app.unit(&office, root, UnitKind::Section, "宣传科").await;
        app.unit(&office, root, UnitKind::Section, "机关党委").await;
        app.user(&office, old, "孟青", "mengq", Role::Liaison).await;
        let programme = app.programme(&office).await;
        let given = |title, measure| Duty { title, unit: Some(old), measure, due: Some("2026-12-10"), ..Duty::default() };
        let (task, _) = app.duty(&office, &programme, given("更新宣传栏", 0)).await;
        app.duty(&office, &programme, given("核对经费", 1)).await;
        let mut browser = app.browser();
        browser.sign_in(&office.who).await;
        // A split offers the duties by measure, all of them ticked.
        browser.visit(&format!("/units/{old}/split")).await.sees("2 项没办结的任务");
        browser.fill("新单位名称", "财务科").tick("（一）建强班子，带好队伍（1 项）", false).press("分设").await;
        browser.sees("分设已办好").sees("核对经费").lacks("更新宣传栏");
        // Closing asks for an heir.
        browser.visit(&format!("/units/{old}/merge")).await.sees("会一起转入对方：1 项没办结的任务、1 项权限");
        browser.choose("并入", "机关党委").press("合并").await.sees("合并已办好").sees("更新宣传栏");
        browser.visit(&format!("/tasks/{task}")).await.sees("机关党委").sees("已移交");
    }

    async fn a_section_that_closes_names_who_takes_over(app) {
        let office = app.founded().await;
        let old = app.unit(&office, office.bureau.root, UnitKind::Section, "宣传科").await;
        app.unit(&office, office.bureau.root, UnitKind::Section, "机关党委").await;
        let programme = app.programme(&office).await;
        let given = Duty { title: "更新宣传栏", unit: Some(old), due: Some("2026-12-10"), ..Duty::default() };
        app.duty(&office, &programme, given).await;
        let mut browser = app.browser();
        browser.sign_in(&office.who).await;
        browser.visit(&format!("/units/{old}/end")).await.sees("会转给承接单位：1 项没办结的任务");
        browser.press("撤销这个单位").await.answered(422).sees("请选择由哪个单位承接");
        browser.choose("任务由哪个单位承接", "机关党委").press("撤销这个单位").await.sees("撤销已办好");
        let heir = app.store.view().await.unwrap().units(office.bureau.id, app.today()).await.unwrap();
        let heir = heir.iter().find(|unit| unit.name == "机关党委").unwrap().id;
        let held = app.store.view().await.unwrap().duties_of_unit(heir, 10).await.unwrap();
        assert_eq!(held.iter().map(|it| (it.title.as_str(), it.assignment.part)).collect::<Vec<_>>(), [("更新宣传栏", Part::Doer)]);
    }

    async fn duties_of_a_section_are_written_and_lead_to_proposals(app) {
        let office = app.founded().await;
        let room = app.unit(&office, office.bureau.root, UnitKind::Section, "综合科").await;
        let mut browser = app.browser();
        browser.sign_in(&office.who).await;
        browser.visit(&format!("/units/{room}")).await.follow("科室职责").await;
        browser.fill("科室职责", &"长".repeat(2001)).press("保存").await.answered(422).sees("2000");
        browser.fill("科室职责", "机关环境<b>\n公众号").press("保存").await.sees("科室职责已保存").sees("机关环境<b>");
        browser.visit("/drafts").await.fill("全文", PAPER).press("开始识读").await.answered(200);
        let draft = browser.url().split('?').next().unwrap_or_default().to_owned();
        browser.visit(&format!("{draft}?show=owner")).await.sees("综合科的科室职责写有“机关环境”");
    }
}
