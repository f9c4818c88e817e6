//! 导入与核对: a paper goes in, is corrected and assigned without script, and is published.

use domain::unit::UnitKind;
use testkit::TestApp;

const PAPER: &str = "云岚市交通运输局文件\n\n云交法〔2026〕9号\n\n云岚市交通运输局2026年度文明单位创建实施方案\n\n机关各科室：\n\n一、实施步骤\n\n（一）宣传发动阶段（3—7月）。召开创建动员大会。\n\n二、主要措施\n\n（一）深化学习教育\n\n一是7月底前由办公室举办一期读书班。\n\n二是组织青年志愿者到客运站开展便民服务。\n\n（二）优化机关环境\n\n一是清理院内卫生死角。\n\n云岚市交通运输局\n2026年3月20日\n";

async fn bureau(app: &TestApp) -> testkit::Office {
    let office = app.founded().await;
    let room = app.unit(&office, office.bureau.root, UnitKind::Section, "办公室").await;
    app.person(&office, room, "孟青", true).await;
    office
}

testkit::on_both_engines! {
    async fn a_paper_is_imported_corrected_assigned_and_published(app) {
        let office = bureau(&app).await;
        let mut office_page = app.browser();
        office_page.sign_in(&office.who).await;
        office_page.visit("/drafts").await.sees("本系统不得存储、处理国家秘密和工作秘密");
        office_page.attach("把方案文件拖到这里，或选择文件", "方案.txt", PAPER.as_bytes());
        office_page.press("开始识读").await;
        office_page.answered(200).sees("核对方案").sees("举办一期读书班").sees("年度按标题推定");
        let draft = office_page.url().to_owned();
        let draft = draft.split('?').next().unwrap_or_default().to_owned();

        // The paper leads to the row and the row to the paper, without script.
        assert!(office_page.page().html().contains("href=\"#t-"), "marks link to rows");

        // The year is confirmed with the head.
        office_page.visit(&format!("{draft}?edit=head")).await;
        office_page.fill("标题", "2026年度创建方案").press("确认方案信息").await;
        office_page.answered(200).sees("2026年度创建方案").lacks("年度按标题推定");

        // Nothing can be lost by a wrong date: it comes back with what was typed.
        office_page.follow("组织青年志愿者到客运站开展便民服务").await;
        let item = office_page.url().rsplit("#t-").next().unwrap_or_default().to_owned();
        office_page.visit(&format!("{draft}?edit={item}")).await;
        office_page.fill("时限 建议", "6月31日前后").press("只保存").await;
        office_page.answered(422);
        assert_eq!(office_page.value("时限 建议"), "6月31日前后");
        office_page.fill("时限 建议", "2026-09-30").press("只保存").await;
        office_page.answered(200);
        assert_eq!(office_page.value("时限"), "2026-09-30");

        // The queue of what nobody owns shrinks by adopting.
        office_page.visit(&format!("{draft}?show=owner")).await;
        office_page.sees("没有写明由谁负责");
        office_page.visit(&format!("{draft}/check")).await.sees("补齐缺口").sees("发布方案");
        office_page.press("发布方案").await;
        let plans = app.store.view().await.unwrap().plans(office.bureau.id).await.unwrap();
        assert_eq!(plans.len(), 1);
        office_page.visit(&draft).await.answered(200).lacks("检查并发布");

        // Each task leads back to its sentence in the paper, also for those who may not edit drafts.
        let staff = app.user(&office, office.unit, "贺一帆", "heyf", domain::authority::Role::Leader).await;
        let mut reader = app.browser();
        reader.sign_in(&staff).await.visit("/tasks?state=any").await;
        reader.follow("举办一期读书班").await.answered(200).sees("看原文这一处").sees("创建办");
        reader.follow("看原文这一处").await.answered(200).count("mark#here", 1);
        assert!(reader.page().texts("mark#here")[0].contains("举办一期读书班"));
    }

    async fn refused_forms_of_a_measure_and_a_stage_keep_what_was_typed(app) {
        let office = bureau(&app).await;
        let mut page = app.browser();
        page.sign_in(&office.who).await;
        page.visit("/drafts").await;
        page.fill("全文", PAPER).press("开始识读").await;
        let draft = page.url().split('?').next().unwrap_or_default().to_owned();
        let html = page.page().html();
        let measure = html.split("edit=m").nth(1).and_then(|it| it.split('#').next()).unwrap().to_owned();

        page.visit(&format!("{draft}?edit=m{measure}")).await;
        let due = if page.page().html().contains("is-proposed\"><label for=\"f-due\"") { "时限 建议" } else { "时限" };
        page.fill(due, "年底").press("只指定").await;
        page.answered(422).sees("有 1 处要改").sees("清理院内卫生死角");
        assert_eq!(page.header("hx-push-url"), "false", "the address of the act stays out of the history");
        assert_eq!(page.value(due), "年底");

        page.visit(&format!("{draft}?edit=a{measure}")).await;
        page.fill("新增一条任务", "   ").press("加上").await;
        page.answered(422).sees("清理院内卫生死角");

        page.visit(&format!("{draft}?edit=stages")).await;
        page.fill("结束", "七月半").press("保存").await;
        page.answered(422).sees("清理院内卫生死角");
        assert_eq!(page.value("结束"), "七月半");
    }

    async fn a_classified_paper_is_refused_beside_its_field(app) {
        let office = bureau(&app).await;
        let mut page = app.browser();
        page.sign_in(&office.who).await;
        page.visit("/drafts").await;
        page.fill("全文", "机密★1年\n关于创建工作的方案\n").press("开始识读").await;
        page.answered(422).sees("密级");
    }

    async fn hostile_words_of_a_paper_do_nothing(app) {
        let office = bureau(&app).await;
        let mut page = app.browser();
        page.sign_in(&office.who).await;
        page.visit("/drafts").await;
        let paper = PAPER.replace("清理院内卫生死角", "清理<script>alert(1)</script>院内卫生死角");
        page.fill("全文", &paper).press("开始识读").await;
        page.answered(200);
        assert!(!page.page().html().contains("<script>alert"), "text of a paper never becomes markup");
    }
}
