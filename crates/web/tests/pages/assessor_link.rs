//! A link for assessors as both sides meet it: the office makes it and takes it back, a browser without an account
//! reads the standard in its order, sees evidence, and scores.

testkit::on_both_engines! {
    async fn a_link_is_made_read_scored_and_taken_back(app) {
        let office = app.founded().await;
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit("/standards").await;
        desk.press("采用文明单位测评体系（示例）").await;
        desk.follow("按它测评").await;
        desk.press("开始测评").await;
        desk.follow("迎检档案").await.follow("测评组链接").await.answered(200).sees("还没有发过链接");
        let page = desk.url().to_owned();
        desk.press("生成链接").await.answered(422).sees("给谁用");
        desk.fill("给谁用", "市文明办第二测评组").press("生成链接").await.answered(200).sees("地址只显示这一次");
        let path = desk.value("地址").split_once("://").unwrap().1.to_owned();
        let path = path[path.find('/').unwrap()..].to_owned();
        desk.visit(&page).await.lacks("/assess/").sees("市文明办第二测评组").sees("0 次");

        let mut panel = app.browser();
        panel.visit(&path).await.answered(200).sees("示例").sees("项已打分").lacks("自评得分");
        assert!(panel.header("x-robots-tag").contains("noindex"), "{}", panel.header("x-robots-tag"));
        assert_eq!(panel.header("cache-control"), "no-store");
        let first = panel.page().attributes("td.lead a", "href").remove(0);
        panel.visit(&first).await.answered(200).sees("您的评分").sees("没有材料");
        panel.attack(&[&first]).await;
        panel.visit(&first).await.fill("得分理由", "现场看过").press("保存得分").await;
        desk.visit(&page).await.press("收回").await.answered(200).sees("链接已收回").sees("已收回");
        panel.visit(&path).await.answered(404);
        panel.visit(&first).await.answered(404);
        app.browser().visit("/assess/nobody").await.answered(404);
    }
}
