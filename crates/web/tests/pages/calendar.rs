//! 节点日历, 日历订阅, 消息, 搜索, 审计 and 任务分解表, as their users meet them.

use app::message;
use domain::authority::Role;
use domain::unit::UnitKind;
use testkit::Duty;

const NOTICE: &str = "2027-01-01,元旦,休,国办发明电〔2026〕9号\n2027-10-01,国庆节,休,\n";

fn duty<'a>(title: &'a str, person: domain::id::PersonId, due: &'a str) -> Duty<'a> {
    Duty { title, person: Some(person), due: Some(due), ..Duty::default() }
}

testkit::on_both_engines! {
    async fn a_month_is_a_grid_and_a_list(app) {
        let office = app.founded().await;
        let programme = app.programme(&office).await;
        app.duty(&office, &programme, duty("报送<b>台账</b>", office.who.person, "2026-06-05")).await;
        let mut browser = app.browser();
        browser.sign_in(&office.who).await.visit("/calendar?month=2026-06").await.answered(200);
        browser.sees("2026 年 6 月").sees("端午节").sees("报送<b>台账</b>").sees("本月没有调休上班");
        browser.count("table.cal tbody tr", 5).count("table.cal td.is-today", 1).count("table.cal .is-late", 1);
        browser.visit("/calendar?month=2027-01").await.sees("还没有 2027 年 的放假通知");
        for nonsense in ["/calendar?month=", "/calendar?month=9999-99", "/calendar?day=x&own=on", "/calendar?month=0001-01"] {
            browser.visit(nonsense).await.answered(200);
        }
    }

    async fn a_notice_comes_in_after_a_look(app) {
        let office = app.founded().await;
        let mut browser = app.browser();
        browser.sign_in(&office.who).await.visit("/calendar/notices").await;
        browser.fill("逐行填写", "2027-02-30,某节,休,").press("核对").await.answered(422);
        browser.sees("第 1 行：没有2027年2月30日这一天");
        assert_eq!(browser.value("逐行填写"), "2027-02-30,某节,休,", "what was typed is still there");
        browser.fill("逐行填写", NOTICE).press("核对").await.answered(200).sees("请核对这 2 天");
        browser.press("确认录入").await.sees("放假安排已录入，共 2 天");
        browser.visit("/calendar?month=2027-01").await.lacks("还没有 2027 年");
        let staff = app.user(&office, office.unit, "孟青", "mengq", Role::Staff).await;
        browser.sign_in(&staff).await.visit("/calendar/notices").await.answered(403);
        browser.visit("/calendar").await.lacks("录入放假通知");
    }

    async fn a_feed_is_shown_once_and_read_without_a_session(app) {
        let office = app.founded().await;
        let programme = app.programme(&office).await;
        app.duty(&office, &programme, duty("报送台账", office.who.person, "2026-06-25")).await;
        let (mut browser, mut phone) = (app.browser(), app.browser());
        browser.sign_in(&office.who).await.visit("/feed").await.press("生成订阅地址").await.answered(200);
        let address = browser.value("地址");
        let path = address.split_once("://").unwrap().1;
        let path = path[path.find('/').unwrap()..].to_owned();
        browser.visit("/feed").await.lacks(&path).sees("订阅已开通");
        let answer = phone.download(&path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "text/calendar; charset=utf-8"));
        assert!(answer.text().contains("SUMMARY:报送台账\r\n"), "{}", answer.text());
        let (tag, since) = (answer.header("etag").to_owned(), answer.header("last-modified").to_owned());
        assert!(since.ends_with("GMT") && !tag.is_empty());
        assert_eq!(phone.raw("GET", &path, &[("if-none-match", &tag)], &[]).await.status, 304);
        browser.press("停用订阅").await.sees("订阅已停用");
        assert_eq!(phone.raw("GET", &path, &[], &[]).await.status, 404);
        assert_eq!(phone.raw("GET", "/feed/nobody.ics", &[], &[]).await.status, 404);
    }

    async fn messages_tell_why_and_are_marked_as_read(app) {
        let office = app.founded().await;
        let programme = app.programme(&office).await;
        app.duty(&office, &programme, duty("报送台账", office.who.person, "2026-06-09")).await;
        let mut browser = app.browser();
        browser.sign_in(&office.who).await.visit("/messages").await.sees("没有消息");
        message::ladder(&app).await.unwrap();
        browser.visit("/messages").await.sees("已经逾期").sees("逾期 2 天").count(".messages .is-new", 1);
        browser.press("全部标为已读").await.count(".messages .is-new", 0);
        browser.visit("/messages?unread=on").await.sees("没有未读消息");
        browser.visit("/messages?before=x").await.answered(200);
    }

    async fn the_box_in_the_head_finds_in_either_script(app) {
        let office = app.founded().await;
        let programme = app.programme(&office).await;
        app.duty(&office, &programme, duty("申报文明单位", office.who.person, "2026-06-25")).await;
        let mut browser = app.browser();
        browser.sign_in(&office.who).await.visit("/search?q=%E6%96%87%E6%98%8E%E5%96%AE%E4%BD%8D").await;
        browser.sees("申报文明单位").count(".hits mark", 2);
        browser.visit("/search?q=").await.sees("想找什么");
        browser.visit("/search?q=%25%22").await.sees("这些符号搜不了");
        browser.visit("/search?q=%3Cscript%3Ealert(1)%3C/script%3E").await.sees("没有找到“<script>alert(1)</script>”");
        browser.visit(&format!("/search?q={}", "a".repeat(3_000))).await.sees("只按前 100 个字搜索");
        browser.visit("/search?q=a&before=0_x&kind=nothing").await.answered(200);
    }

    async fn the_audit_page_filters_and_proves(app) {
        let office = app.founded().await;
        let mut browser = app.browser();
        browser.sign_in(&office.who).await.visit("/audit").await.answered(200).sees("维护人员");
        browser.press("校验审计链").await.sees("尾部无法证明");
        app::audit::anchor(&app).await.unwrap();
        browser.press("校验审计链").await.sees("并与锚点一致");
        browser.visit("/audit?who=%E6%9E%97%E6%99%93%E9%9B%AF&action=sign_in").await.answered(200);
        browser.visit("/audit?who=%E7%8E%8B%E6%97%A0%E5%90%8D").await.sees("没有找到这位人员的账号");
        browser.visit("/audit?object=x").await.sees("对象编号不完整");
        let staff = app.user(&office, office.unit, "孟青", "mengq", Role::Staff).await;
        let mut other = app.browser();
        other.sign_in(&staff).await.visit("/audit").await.answered(403);
        app.clock.advance(60_000_000);
        app::audit::flush_refusals(&app).await.unwrap();
        browser.visit("/audit?action=refuse").await.sees("孟青").sees("查看审计");
    }

    async fn a_table_goes_out_and_comes_back(app) {
        let office = app.founded().await;
        let programme = app.programme(&office).await;
        let section = app.unit(&office, office.bureau.root, UnitKind::Section, "运输管理科").await;
        app.duty(&office, &programme, Duty { title: "整治市场", unit: Some(section), due: Some("2026-06-30"), ..Duty::default() }).await;
        let mut browser = app.browser();
        browser.sign_in(&office.who).await.visit("/table").await.answered(200).sees("Excel 表格");
        let sheet = browser.download(&format!("/plans/{}/table.xlsx", programme.plan)).await;
        assert!(sheet.status == 200 && sheet.header("content-disposition").contains("attachment"));
        let word = browser.download(&format!("/plans/{}/table.docx", programme.plan)).await;
        assert!(word.status == 200 && word.body.starts_with(b"PK"));
        let listed = browser.download("/tasks/table.xlsx?state=any").await;
        assert!(listed.status == 200 && listed.body.starts_with(b"PK"));
        browser.visit("/tasks").await.sees("任务分解表（Excel）");
        browser.visit("/table").await;
        browser.attach("填好的 .xlsx 文件", "任务分解表.xlsx", sheet.body.to_vec()).press("上传并核对").await;
        browser.answered(200).sees("没有要更新的内容");
        browser.visit("/table").await.attach("填好的 .xlsx 文件", "x.xlsx", b"no sheet".to_vec());
        browser.press("上传并核对").await.answered(422).sees("不是 .xlsx 文件");
        let staff = app.user(&office, section, "孟青", "mengq", Role::Staff).await;
        let mut other = app.browser();
        other.sign_in(&staff).await.visit("/account").await;
        assert_eq!(other.script_post("/table/apply", &[("rows", "[]")]).await.status, 403);
        assert_eq!(browser.script_post("/table/apply", &[("rows", "nonsense")]).await.status, 409);
        let nobody = "00000000-0000-7000-8000-000000000000";
        assert_eq!(browser.raw("GET", &format!("/plans/{nobody}/table.xlsx"), &[], &[]).await.status, 404);
    }

    async fn hostile_text_stays_text(app) {
        let office = app.founded().await;
        let mut browser = app.browser();
        browser.sign_in(&office.who).await;
        let done = browser.attack(&["/calendar/notices", "/feed", "/messages", "/search?q=a", "/audit", "/table"]).await;
        assert!(done.sent > 0 && done.pages.len() >= 6, "{done:?}");
    }
}
