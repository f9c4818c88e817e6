//! A bureau is founded with three administrators: each opens an account of its own in a browser of its
//! own, and none can do the work of another.

use e2e::{Server, Viewport};

const PASSWORD: &str = "san-yuan-2026";

e2e::in_both_browsers! {
    async fn three_administrators_keep_each_other_in_check(browser: Browser) {
        let server = Server::serve(&[]);
        let line = server.line_with("/setup/").unwrap();
        let link = line.trim().split_once("/setup/").map(|(_, token)| format!("/setup/{token}")).unwrap();
        let page = browser.page(Viewport::Desk).await;
        page.goto(&server.url(&link)).await;
        page.fill("单位全称", "云岚市交通运输局").await;
        page.fill("创建办设在哪个科室", "政策法规科").await;
        page.fill("创建办经办人姓名", "林晓雯").await;
        page.fill("经办人登录名", "linxw").await;
        page.check("三员：").await;
        page.click("完成初始化").await;
        page.wait_for_text("本页只显示一次").await;
        page.screenshot_full("seen_founded_threefold").await;
        let slips: Vec<(String, String)> = page
            .eval("[...document.querySelectorAll('[data-slip]')].map(it => [it.dataset.slip, it.textContent])")
            .await;
        assert_eq!(slips.len(), 4, "three administrators and the office: {slips:?}");
        page.close().await;

        // Login → pages it opens, pages it must not open.
        let mut seen = Vec::new();
        for (login, code) in &slips {
            let page = browser.page(Viewport::Desk).await;
            page.goto(&server.url(&format!("/activate/{code}"))).await;
            page.fill("密码", PASSWORD).await;
            page.fill("再输一次密码", PASSWORD).await;
            page.click("激活并登录").await;
            let mut opens = Vec::new();
            for path in ["/accounts", "/audit", "/drafts"] {
                page.goto(&server.url(path)).await;
                opens.push(page.status() == 200);
            }
            page.goto(&server.url("/account")).await;
            page.wait_for_text(login).await;
            seen.push(opens);
            page.console_errors().await;
            page.close().await;
        }
        seen.sort();
        let audits = seen.iter().filter(|it| it[1]).count();
        assert_eq!(audits, 1, "only one of them reads the audit: {seen:?}");
        assert!(seen.iter().all(|it| !(it[0] && it[1])), "who manages accounts does not audit: {seen:?}");
        assert!(seen.iter().all(|it| !(it[1] && it[2])), "who audits does not write: {seen:?}");

        // A slip is dead after its use.
        let late = browser.page(Viewport::Desk).await;
        late.goto(&server.url(&format!("/activate/{}", slips[0].1))).await;
        late.fill("密码", PASSWORD).await;
        late.fill("再输一次密码", PASSWORD).await;
        late.click("激活并登录").await;
        assert!(late.url().await.contains("/activate"), "nobody gets in with a used slip");
        late.console_errors().await;
        late.close().await;
    }
}
