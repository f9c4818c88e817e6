//! First start, activation, login: from nothing to a signed-in office user, in real browsers.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use e2e::{Server, Viewport};

const PASSWORD: &str = "chun-feng-2026";

e2e::in_both_browsers! {
    async fn a_bureau_is_founded_and_its_office_signs_in(browser: Browser) {
        let server = Server::serve(&[]);
        let line = server.line_with("/setup/").unwrap();
        let link = line.trim().split_once("/setup/").map(|(_, token)| format!("/setup/{token}")).unwrap();
        let page = browser.page(Viewport::Desk).await;

        page.goto(&server.url(&link)).await;
        page.screenshot("setup").await;
        page.fill("单位全称", "云岚市交通运输局").await;
        page.fill("创建办设在哪个科室", "政策法规科").await;
        page.fill("创建办经办人姓名", "林晓雯").await;
        page.fill("经办人登录名", "linxw").await;
        page.click("完成初始化").await;
        page.wait_for_text("本页只显示一次").await;
        page.screenshot_full("founded").await;
        let code: String = page.eval("document.querySelector('[data-slip]').textContent").await;

        page.goto(&server.url(&link)).await;
        assert_eq!(page.status(), 409, "the link is dead after its use");

        page.goto(&server.url(&format!("/activate/{code}"))).await;
        page.wait_for_text("林晓雯，您好").await;
        page.fill("密码", "short").await;
        page.fill("再输一次密码", "short").await;
        page.click("激活并登录").await;
        page.wait_for_text("8 至 128 个字符").await;
        page.screenshot_full("activate_refused").await;
        assert_eq!(page.value("激活码").await, code, "what was typed is kept");
        page.fill("密码", PASSWORD).await;
        page.fill("再输一次密码", PASSWORD).await;
        page.click("激活并登录").await;

        page.goto(&server.url("/account")).await;
        page.wait_for_text("登录中的设备").await;
        page.screenshot_full("account").await;
        page.goto(&server.url("/accounts")).await;
        page.wait_for_text("林晓雯").await;
        page.screenshot_full("accounts").await;
        page.close().await;
    }

    async fn a_wrong_password_is_answered_without_telling(browser: Browser) {
        let server = Server::demo(&[]);
        let page = browser.page(Viewport::Phone).await;
        page.goto(&server.url("/account")).await;
        page.fill("登录名、工号或手机号", "nobody").await;
        page.fill("密码", "some-password-1").await;
        page.click("登录").await;
        page.wait_for_text("登录名或密码不正确").await;
        page.screenshot("login_refused").await;
        assert_eq!(page.value("登录名、工号或手机号").await, "nobody");
        page.fill("登录名、工号或手机号", "office").await;
        page.fill("密码", "yunlan-2026").await;
        page.click("登录").await;
        page.goto(&server.url("/account")).await;
        page.wait_for_text("我的账号").await;
        page.screenshot_full("account_phone").await;
        page.close().await;
    }
}
