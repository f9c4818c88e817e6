//! The life of a paper at the screen: drafted, reviewed, signed, checked, numbered, issued, sent to a
//! unit that confirms it on the phone, filed; and a plan that comes in and goes on as a draft.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod people;

use e2e::{Browser, Page, Server, Viewport};
use people::sign_in;
use std::path::Path;

const TITLE: &str = "关于开展夜间出行安全提示的通知";

async fn desk(browser: &Browser, server: &Server, login: &str) -> Page {
    let page = browser.page(Viewport::Desk).await;
    sign_in(&page, server, login).await;
    page
}

e2e::in_both_browsers! {
    async fn from_the_draft_to_the_receipt(browser: Browser) {
        let server = Server::demo(&[]);
        let office = desk(&browser, &server, "office").await;
        office.goto(&server.url("/papers")).await;
        office.screenshot_full("paper_list").await;
        office.click("拟制公文").await;
        office.click("生成初稿").await;
        office.wait_for_text("已生成初稿").await;
        office.fill("标题", TITLE).await;
        office.fill("第 1 段正文", "秋冬夜长，为保障群众夜间出行安全，现就有关事项通知如下。").await;
        office.fill("第 2 段标题", "提示内容").await;
        office.fill("第 3 段正文", "公路事业发展中心检查反光标志，缺损的三日内补齐。").await;
        office.screenshot_full("paper_form").await;
        office.click_css("button.btn-main[value=save]").await;
        office.wait_for_text("已保存为新的版本").await;
        office.wait_for_text("可以签发").await;
        office.screenshot_full("paper_draft").await;
        office.click("送审").await;
        office.wait_for_text("您参与了拟稿").await;
        let paper = office.url().await;

        let head = desk(&browser, &server, "zhoumy").await;
        head.goto(&paper).await;
        head.click("审核").await;
        head.wait_for_text("待签发").await;
        head.close().await;
        let leader = desk(&browser, &server, "leader").await;
        leader.goto(&server.url("/papers?tab=todo")).await;
        leader.click(TITLE).await;
        leader.screenshot_full("paper_to_sign").await;
        leader.click("签发").await;
        leader.wait_for_text("与现在的正文一致").await;
        leader.close().await;

        office.goto(&paper).await;
        office.click("复核").await;
        office.wait_for_text("待登记").await;
        office.click_css("details.dropdown > summary.btn-main").await;
        office.fill("机关代字", "云交安").await;
        office.click("编号登记").await;
        office.wait_for_text("〕1号").await;
        office.click("印发").await;
        office.wait_for_text("已印发").await;
        office.click("分发").await;
        office.check("公路事业发展中心").await;
        office.screenshot_full("paper_send").await;
        office.click_css("button.btn-main").await;
        office.wait_for_text("已分发给 1 个对象").await;

        let phone = browser.page(Viewport::Phone).await;
        sign_in(&phone, &server, "unit").await;
        phone.goto(&server.url("/papers?tab=received")).await;
        phone.click(TITLE).await;
        phone.wait_for_text("请阅后签收").await;
        phone.screenshot("paper_receipt").await;
        phone.click("签收").await;
        phone.wait_for_text("已签收").await;
        phone.close().await;

        office.goto(&paper).await;
        office.wait_for_text("鲁海峰签收").await;
        office.click_css("details.dropdown > summary.btn-main").await;
        office.click("编档号归档").await;
        office.wait_for_text("已归档").await;
        office.screenshot_full("paper_filed").await;
        office.click("下载归档包").await;
        let package = office.download().await;
        assert!(package.name.ends_with(".zip") && package.bytes.starts_with(b"PK"), "{}", package.name);
        office.close().await;
    }

    async fn no_pages_are_asked_for_once_the_form_is_sent(browser: Browser) {
        let server = Server::demo(&[]);
        let office = desk(&browser, &server, "office").await;
        office.goto(&server.url("/papers/new")).await;
        office.click("生成初稿").await;
        office.wait_for_text("已生成初稿").await;
        // The form is sent at once after it was typed in, and the answer is slow: it never comes.
        let sent: bool = office
            .eval(
                "new Promise(done => {
                    const form = document.getElementById('paper');
                    form.addEventListener('submit', event => { event.preventDefault(); done(true); });
                    form.querySelector('textarea').dispatchEvent(new Event('input', { bubbles: true }));
                    form.querySelector('button[value=save]').click();
                })",
            )
            .await;
        assert!(sent);
        // Longer than the form waits for the next key before it asks.
        let asked: usize = office
            .eval(
                "new Promise(done => setTimeout(
                    () => done(document.querySelectorAll('iframe[name^=\"pages-\"]').length), 2000))",
            )
            .await;
        assert_eq!(asked, 0);
        office.close().await;
    }

    async fn a_plan_that_comes_in_goes_on_as_a_draft(browser: Browser) {
        let server = Server::demo(&[]);
        let office = desk(&browser, &server, "office").await;
        office.goto(&server.url("/incoming")).await;
        office.screenshot_full("incoming_list").await;
        office.click("登记收文").await;
        office.fill("标题", "关于印发年度实施方案的通知").await;
        office.fill("来文机关", "云岚市精神文明建设办公室").await;
        office.choose("承办单位", "人事教育科").await;
        office.fill("办理时限", "2099-12-20").await;
        office.attach("来文文件 选填，不超过 50 MB", &[&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/plan.txt")]).await;
        office.screenshot_full("incoming_form").await;
        office.click_css("button.btn-main").await;
        office.wait_for_text("已登记，已告知承办的人").await;
        office.screenshot_full("incoming_entry").await;
        let entry = office.url().await;
        office.click("导入为方案草稿").await;
        office.wait_for_text("核对方案：").await;
        office.close().await;

        let phone = browser.page(Viewport::Phone).await;
        sign_in(&phone, &server, "liaison").await;
        phone.goto(&entry).await;
        // No long picture here: Chromium 90 leaves a phone's page enlarged behind it, and a click goes astray.
        phone.screenshot("incoming_phone").await;
        phone.fill("办理结果", "已转为本局任务。").await;
        phone.click_css("form[action$=handle] button").await;
        phone.wait_for_text("已办结").await;
        phone.close().await;
    }
}
