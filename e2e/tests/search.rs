//! Search across Simplified and Traditional, and the calendar feed: fetched by its address, dead after
//! it is revoked.

mod people;

use e2e::{Server, Viewport};
use people::sign_in;

e2e::in_both_browsers! {
    async fn traditional_words_find_simplified_ones(browser: Browser) {
        let server = Server::demo(&[]);
        let page = browser.page(Viewport::Desk).await;
        sign_in(&page, &server, "office").await;
        page.goto(&server.url("/search")).await;
        page.fill("要找的字词", "文明單位").await;
        page.press("Enter").await;
        page.wait_for_text("文明单位创建实施方案").await;
        page.screenshot_full("search_traditional").await;
        page.goto(&server.url("/search?q=志願引導")).await;
        page.wait_for_text("志愿引导服务").await;
        page.close().await;
    }

    async fn a_calendar_is_fetched_by_its_address_until_it_is_revoked(browser: Browser) {
        let server = Server::demo(&[]);
        let page = browser.page(Viewport::Desk).await;
        sign_in(&page, &server, "liaison").await;
        page.goto(&server.url("/feed")).await;
        page.click("生成订阅地址").await;
        page.wait_for_text("地址只显示这一次").await;
        let address = page.value("地址").await;
        page.screenshot("feed_made").await;
        // A calendar program has no cookies.
        let fetch = format!("fetch('{address}', {{ credentials: 'omit' }}).then(async it => [it.status, await it.text()])");
        let (status, text): (u16, String) = page.eval(&fetch).await;
        assert_eq!(status, 200);
        assert!(text.starts_with("BEGIN:VCALENDAR") && text.contains("SUMMARY"), "{}", &text[..200.min(text.len())]);
        page.goto(&server.url("/feed")).await;
        page.click("停用订阅").await;
        page.wait_for_text("还没有开通").await;
        let (status, _): (u16, String) = page.eval(&fetch).await;
        assert!(status == 404 || status == 410, "{status}");
        page.console_errors().await;
        page.close().await;
    }
}
