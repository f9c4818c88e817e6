//! Markup in what people type stays text: no dialog, no element, no error.

mod people;

use e2e::{Server, Viewport};
use people::sign_in;

const EVIL: &str = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'读书会";

e2e::in_both_browsers! {
    async fn markup_is_shown_as_it_was_typed(browser: Browser) {
        let server = Server::demo(&[]);
        let page = browser.page(Viewport::Desk).await;
        sign_in(&page, &server, "liaison").await;
        page.goto(&server.url("/records/new")).await;
        page.fill("做了什么", EVIL).await;
        page.fill("经过", "</textarea><script>alert(3)</script>").await;
        page.fill("在哪里", "' or 1=1 --").await;
        page.click("提交审核").await;
        page.wait_for_text(EVIL).await;
        page.screenshot_full("attack_record").await;
        let record = page.url().await;

        let office = browser.page(Viewport::Desk).await;
        sign_in(&office, &server, "office").await;
        for path in ["/review", "/records", "/search?q=读书会", "/search?q=%3Cscript%3Ealert(4)%3C/script%3E", "/tasks?q=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(5)%3E", "/work"] {
            office.goto(&server.url(path)).await;
            assert_eq!(office.status(), 200, "{path}");
            assert_eq!(office.count("img[src='x'], main script").await, 0, "{path}");
        }
        office.goto(&record).await;
        office.wait_for_text(EVIL).await;
        office.screenshot_full("attack_office").await;
        assert!(office.dialogs().is_empty() && page.dialogs().is_empty(), "no script ran");
        office.close().await;
        page.close().await;
    }

    async fn a_paper_with_markup_is_only_text(browser: Browser) {
        let server = Server::demo(&[]);
        let page = browser.page(Viewport::Desk).await;
        sign_in(&page, &server, "office").await;
        page.goto(&server.url("/drafts")).await;
        page.click("或者粘贴文字").await;
        let paper = "关于开展<script>alert(1)</script>活动的实施方案\n\n一、主要措施\n\n（一）清洁<img src=x onerror=alert(2)>家园\n\n一是由办公室每月组织一次<b onclick=alert(3)>大扫除</b>。\n";
        page.click_css("textarea[name=text]").await;
        page.type_text(paper).await;
        page.click("开始识读").await;
        page.wait_for_text("核对方案：").await;
        page.wait_for_text("<img src=x onerror=alert(2)>").await;
        assert_eq!(page.count("img[src='x'], main script, main b[onclick]").await, 0);
        page.screenshot("attack_review").await;
        assert!(page.dialogs().is_empty());
        page.close().await;
    }
}
