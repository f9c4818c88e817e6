//! Large type: switched on by the user, kept, and no page grows wider than the screen.

use crate::people::sign_in;
use e2e::{Browser, Server, Viewport};

const PAGES: &[&str] = &[
    "/work",
    "/campaign",
    "/tasks",
    "/tasks/assign",
    "/drafts",
    "/review",
    "/records",
    "/records/new",
    "/calendar",
    "/messages",
    "/audit",
    "/accounts",
    "/people",
    "/units",
    "/teams",
    "/roster",
    "/table",
    "/account",
    "/leader",
];

pub async fn type_stays_and_fits(browser: &Browser, server: &Server) {
    let mut page = browser.page(Viewport::Desk).await;
    sign_in(&page, server, "office").await;
    let plain: f64 = page.eval("parseFloat(getComputedStyle(document.body).fontSize)").await;
    page.click_css(".head-tools .display-switch button[name=large]").await;
    page.reload().await;
    let large: f64 = page.eval("parseFloat(getComputedStyle(document.body).fontSize)").await;
    assert!(large >= plain * 1.15, "{plain} has become {large}");
    for path in PAGES {
        page.goto(&server.url(path)).await;
        assert_eq!(page.count("html.large").await, 1, "{path} keeps the choice");
        for view in [Viewport::Phone, Viewport::Desk] {
            page.resize(view).await;
            let over: i64 = page
                .eval("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                .await;
            assert!(over <= 0, "{path} at {view:?} is {over} pixels wider than the screen");
            if matches!(*path, "/work" | "/tasks" | "/people") {
                let size = if view == Viewport::Phone { "phone" } else { "desk" };
                page.screenshot_full(&format!("seen_large{}_{size}", path.replace('/', "_"))).await;
            }
        }
    }
    // It belongs to the user's browser, not to the session.
    page.goto(&server.url("/work")).await;
    page.click_css(".who summary").await;
    page.click("退出登录").await;
    assert_eq!(page.count("html.large").await, 1, "also on the login page");
    page.close().await;
}
