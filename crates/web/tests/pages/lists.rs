//! Lists: turned on and back, ordered, narrowed to columns, taken away as a workbook.

use app::record::{self, Filled};
use domain::authority::Role;
use domain::id::RecordId;
use domain::record::Sheet;
use domain::unit::UnitKind;
use testkit::{Browser, Duty, TestApp};

/// The cells of a workbook as text.
async fn workbook(browser: &mut Browser, path: &str) -> Vec<Vec<String>> {
    let answer = browser.download(path).await;
    assert_eq!(answer.status, 200, "{path}");
    assert!(answer.header("content-disposition").starts_with("attachment"));
    let sheet = app::sheet::read(&answer.body).unwrap();
    sheet.rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
}

/// An office with three pages of tasks.
async fn office_with_tasks(app: &TestApp) -> testkit::Office {
    let office = app.founded().await;
    let root = office.bureau.root;
    let section = app.unit(&office, root, UnitKind::Section, "人事教育科").await;
    let other = app.unit(&office, root, UnitKind::Section, "运输管理科").await;
    let programme = app.programme(&office).await;
    for n in 1..=105 {
        let title = format!("巡查第{n:03}处");
        let duty = Duty {
            title: &title,
            unit: Some(if n % 2 == 0 { section } else { other }),
            due: Some(if n <= 60 { "2026-06-30" } else { "2026-07-31" }),
            ..Duty::default()
        };
        app.duty(&office, &programme, duty).await;
    }
    app.duty(&office, &programme, Duty { title: "=1+1", ..Duty::default() }).await;
    office
}

fn titles(browser: &Browser) -> Vec<String> {
    browser.page().texts("tbody td.lead")
}

testkit::on_both_engines! {
    async fn the_task_list_is_turned_back_page_by_page(app) {
        let office = office_with_tasks(&app).await;
        let mut desk = app.browser();
        desk.sign_in(&office.who).await;
        desk.visit("/tasks?q=%E5%B7%A1%E6%9F%A5&sort=title").await.sees("第 1 至 50 项，共 105 项").lacks("=1+1");
        assert_eq!(titles(&desk)[0], "巡查第001处");
        desk.follow("下一页").await.sees("第 51 至 100 项，共 105 项").sees("含“巡查”");
        let second = titles(&desk);
        desk.follow("下一页").await.sees("第 101 至 105 项，共 105 项");
        assert_eq!(titles(&desk).len(), 5);
        desk.follow("上一页").await.sees("第 51 至 100 项，共 105 项").sees("含“巡查”");
        assert_eq!(titles(&desk), second, "back leads to the page before, not to the first");
        desk.follow("上一页").await.sees("第 1 至 50 项");
        assert_eq!(desk.page().count("a[rel=prev]"), 0);
        // A page that has run empty leads to the first one.
        desk.visit("/tasks?q=%E5%B7%A1%E6%9F%A5&sort=title&after=%E9%BE%99~ffffffff-ffff-7fff-8fff-ffffffffffff").await.sees("第 1 至 50 项");
        desk.visit("/tasks?after=nonsense").await.answered(200).sees("第 1 至 50 项，共 106 项");
        // Every order can be turned, too.
        for sort in ["due", "-due", "unit", "-person", "state", "changed", "-changed", "title", "-title"] {
            desk.visit(&format!("/tasks?sort={sort}")).await.sees("第 1 至 50 项");
            let first = titles(&desk);
            desk.follow("下一页").await.sees("第 51 至 100 项");
            assert!(titles(&desk).iter().all(|title| !first.contains(title)), "{sort}");
            desk.follow("上一页").await;
            assert_eq!(titles(&desk), first, "{sort}");
        }
    }

    async fn the_workbook_holds_what_the_list_shows(app) {
        let office = office_with_tasks(&app).await;
        let mut desk = app.browser();
        desk.sign_in(&office.who).await;
        desk.visit("/tasks?cols=unit&cols=due&sort=-title").await.count("thead th", 4);
        let rows = workbook(&mut desk, "/tasks/list.xlsx?cols=unit&cols=due&sort=-title").await;
        assert_eq!(rows[0], ["任务", "责任科室", "时限"]);
        assert_eq!((rows[1][0].as_str(), rows[1][2].as_str()), ("巡查第105处", "2026-07-31"));
        assert_eq!(rows.len(), 1 + 106 + 1);
        assert_eq!(rows[106][0], "=1+1", "text stays text");
        assert!(rows[107][0].starts_with("共 106 项"), "the last line counts: {}", rows[107][0]);
        let few = workbook(&mut desk, "/tasks/list.xlsx?q=%E7%AC%AC00&cols=unit").await;
        assert_eq!(few.len(), 1 + 9 + 1);
        assert!(few[10][0].starts_with("条件：含“第00”。共 9 项"));
    }

    async fn people_records_and_the_audit_are_lists_like_any_other(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "贺一帆", "heyf", Role::Staff).await;
        for n in 1..=33 {
            let id: RecordId = app.ids.make();
            let sheet = Sheet { title: format!("走访{n:02}"), day: format!("2026-05-{:02}", (n + 1) / 2), ..Sheet::default() };
            record::submit(&app, &staff, id, &Filled { version: 0, sheet, removed: Vec::new() }, Vec::new()).await.unwrap();
        }
        let mut desk = app.browser();
        desk.sign_in(&office.who).await;
        desk.visit("/records").await.sees("第 1 至 30 项，共 33 项");
        let first = titles(&desk);
        desk.follow("下一页").await.sees("第 31 至 33 项");
        desk.follow("上一页").await.sees("第 1 至 30 项");
        assert_eq!(titles(&desk), first);
        desk.visit("/records?sort=-day&cols=day").await.count("thead th", 2);
        assert_eq!(titles(&desk)[0].get(..6), Some("走访"));
        let rows = workbook(&mut desk, "/records/list.xlsx?q=%E8%B5%B0%E8%AE%BF0&cols=author").await;
        assert_eq!((rows.len(), rows[1][1].as_str()), (1 + 9 + 1, "贺一帆"));

        desk.visit("/people").await.sees("第 1 至 2 项，共 2 项");
        desk.press("导出这 2 人").await;
        let audited = domain::authority::Action::ExportPeople;
        let filter = store::AuditFilter { action: Some(domain::code::Code::code(audited).into()), limit: 5, ..Default::default() };
        let audit = app.store.view().await.unwrap().audit_rows(office.bureau.id, &filter).await.unwrap();
        assert_eq!(audit.len(), 1, "what leaves the house about people is written down");
        let mut phone = app.browser();
        phone.sign_in(&staff).await.visit("/people").await.lacks("导出这");
        assert_eq!(phone.script_post("/people/list.xlsx", &[]).await.status, 403);
    }

    async fn the_chain_is_turned_back_too(app) {
        let office = office_with_tasks(&app).await;
        let keeper = app.user(&office, office.unit, "方志远", "fangzy", Role::AuditAdmin).await;
        let mut desk = app.browser();
        desk.sign_in(&keeper).await.visit("/audit").await.answered(200);
        let numbers = |desk: &Browser| desk.page().texts("tbody tr td:first-child");
        let first = numbers(&desk);
        desk.follow("下一页").await;
        let second = numbers(&desk);
        desk.follow("下一页").await.follow("上一页").await;
        assert_eq!(numbers(&desk), second);
        desk.follow("上一页").await;
        assert_eq!(numbers(&desk), first);
        let rows = workbook(&mut desk, "/audit/list.xlsx?cols=at&cols=who").await;
        assert_eq!(rows[0], ["序号", "时间", "操作人"]);
        assert!(rows.len() > 106);
    }

    async fn my_work_counts_statutory_working_days(app) {
        let office = app.founded().await;
        let section = app.unit(&office, office.bureau.root, UnitKind::Section, "人事教育科").await;
        let staff = app.user(&office, section, "贺一帆", "heyf", Role::Staff).await;
        let programme = app.programme(&office).await;
        for (title, due) in [("办一期读书班", "2026-06-26"), ("做好端午值班", "2026-06-19")] {
            let duty = Duty { title, unit: Some(section), person: Some(staff.person), due: Some(due), ..Duty::default() };
            app.duty(&office, &programme, duty).await;
        }
        let mut phone = app.browser();
        // From Thursday 06-11: the Friday of 端午节 is off.
        phone.sign_in(&staff).await.visit("/work").await.sees("剩 10 个工作日").sees("本周还有 1 个工作日");
        phone.sees("近期节点").sees("端午节").sees("放假至 6 月 21 日，共 3 天，您有 1 项到期");
        assert_eq!(phone.page().texts(".side .count"), ["2"]);
        phone.visit("/tasks").await;
        assert_eq!(phone.page().texts(".side .count"), ["2"], "the menu counts on every page");
        phone.visit("/work?tab=late").await.sees("没有逾期的任务");
    }
}
