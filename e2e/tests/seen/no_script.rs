//! A browser that runs no scripts: signing in, filing a record, assigning a measure.

use crate::people::sign_in;
use e2e::{Server, Viewport};

const TITLE: &str = "在公交站台清理小广告";

e2e::in_both_browsers! {
    async fn the_main_acts_need_no_script(browser: Browser) {
        let server = Server::demo(&[]);
        let page = browser.page(Viewport::Phone).await;
        page.without_scripts().await;
        sign_in(&page, &server, "liaison").await;
        assert!(page.eval::<bool>("typeof window.wenming === 'undefined'").await, "no script has run");
        page.goto(&server.url("/records/new")).await;
        page.fill("做了什么", TITLE).await;
        page.fill("多少人参加", "7").await;
        page.fill("经过", "清理站台三处，带回垃圾两袋。").await;
        page.click("提交审核").await;
        page.wait_for_text("已提交").await;
        page.wait_for_text(TITLE).await;
        page.close().await;

        let desk = browser.page(Viewport::Desk).await;
        desk.without_scripts().await;
        sign_in(&desk, &server, "office").await;
        desk.goto(&server.url("/review")).await;
        desk.wait_for_text(TITLE).await;
        desk.goto(&server.url("/tasks/assign")).await;
        desk.click_in("改善机关环境", "指定这 1 项").await;
        desk.wait_for_text("已指定").await;
        desk.screenshot_full("seen_no_script_assigned").await;
        desk.goto(&server.url("/tasks?q=推行节约型机关")).await;
        desk.wait_for_text("办公室").await;
        desk.close().await;
    }
}
