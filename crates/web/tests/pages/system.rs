//! 系统: backups, background work and the audit chain, as the administrator meets them.

use domain::authority::Role;

testkit::on_both_engines! {
    async fn a_backup_is_made_taken_scheduled_and_deleted(app) {
        let office = app.founded().await;
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit("/backups").await.answered(200).sees("还没有做过备份").sees("怎样恢复");
        desk.press("现在备份").await.answered(200).sees("备份做好了").sees("最近一份完好的备份是今天").count("tbody tr", 1);
        desk.press("下载").await.answered(200);
        assert_eq!(desk.header("content-type"), "application/octet-stream");
        assert!(desk.header("content-disposition").starts_with("attachment; filename=\"2026-06-11-"));

        desk.visit("/backups").await.tick("每天自动备份一次", true).fill("几点以后", "25").fill("保留几份", "7");
        desk.press("保存设置").await.answered(422).sees("0 到 23");
        assert_eq!((desk.value("几点以后"), desk.value("保留几份")), ("25".into(), "7".into()));
        desk.tick("每天自动备份一次", true).fill("几点以后", "3").press("保存设置").await.answered(200).sees("每天 3 点以后备份一次，保留最近 7 份");

        desk.follow("删除").await.answered(200).sees("这是最近一份完好的备份");
        desk.press("删除这份备份").await.answered(200).sees("备份已删除").sees("服务器上还没有备份");
        app.go_to("2026-06-20");
        app::job::wind(&app).await.unwrap();
        app::job::drain(&app).await.unwrap();
        desk.sign_in(&office.who).await.visit("/backups").await.sees("每日").sees("完好");
        app.go_to("2026-06-25");
        desk.sign_in(&office.who).await.visit("/backups").await.sees("已经 5 天没有做过备份");
    }

    async fn what_was_not_done_stands_on_a_page_and_is_tried_again(app) {
        let office = app.founded().await;
        let mut desk = app.browser();
        std::fs::write(app::backup::folder(&app), b"in the way").unwrap();
        desk.sign_in(&office.who).await.visit("/backups").await.press("现在备份").await.sees("备份没有做成");
        desk.visit("/jobs").await.answered(200);
        desk.follow("没有办成 1").await.sees("备份").sees("backups");
        desk.press("重试").await.sees("还是没有办成");
        std::fs::remove_file(app::backup::folder(&app)).unwrap();
        desk.press("重试").await.answered(200).sees("已办成").count("tbody tr", 1);
        desk.visit("/backups").await.sees("完好");
        let security = app.user(&office, office.unit, "方正", "fangz", Role::SecurityAdmin).await;
        let mut guard = app.browser();
        guard.sign_in(&security).await.visit("/jobs?state=done").await.answered(200).lacks("重试");
        guard.visit("/backups").await.answered(403);
    }

    async fn the_chain_is_walked_by_a_job(app) {
        let office = app.founded().await;
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit("/audit").await.lacks("全部相连");
        desk.press("校验审计链").await.answered(200).sees("全部相连");
        desk.visit("/jobs?state=done").await.sees("校验审计链");
        store::testing::tamper(&app.store, "update audit_entry set source = 'else' where seq = 2").await.unwrap();
        desk.visit("/audit").await.press("校验审计链").await.sees("第 2 条");
        desk.visit("/audit").await.sees("第 2 条");
    }
}
