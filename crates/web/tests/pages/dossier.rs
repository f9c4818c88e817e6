//! The inspection file as its users meet it: what it would hold, made, taken home, compared, deleted.

use domain::authority::Role;

testkit::on_both_engines! {
    async fn a_file_is_made_taken_compared_and_deleted(app) {
        let office = app.founded().await;
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit("/standards").await;
        desk.press("采用文明单位测评体系（示例）").await;
        desk.follow("按它测评").await;
        desk.press("开始测评").await;
        desk.follow("迎检档案").await.answered(200).sees("还没有生成过").sees("示例体系").sees("还没有材料");
        let page = desk.url().to_owned();
        desk.press("生成档案").await.answered(200).sees("已开始生成");
        desk.visit(&page).await.sees("已生成");
        desk.press("下载").await.answered(200);
        assert_eq!(desk.header("content-type"), "application/zip");
        assert!(desk.header("content-disposition").contains(".zip"), "{}", desk.header("content-disposition"));

        desk.visit(&page).await.follow("与上一份比").await.sees("这是第一份");
        desk.visit(&page).await.press("生成档案").await;
        desk.visit(&page).await.count("tbody tr .status.is-done", 2);
        desk.follow("与上一份比").await.sees("没有变化");
        desk.visit(&page).await.follow("删除").await.sees("纪实和照片都还在");
        desk.press("删除这份档案").await.answered(200).sees("档案已删除");

        let liaison = app.user(&office, office.unit, "方志远", "fangzy", Role::Liaison).await;
        let mut section = app.browser();
        section.sign_in(&liaison).await.visit(&page).await.answered(200).lacks("生成档案").lacks("删除");
        section.press("下载").await.answered(200);
    }
}
