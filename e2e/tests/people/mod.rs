//! The users of the demonstration signing in.

use e2e::{Page, Server};

/// Signs a demo user in.
pub async fn sign_in(page: &Page, server: &Server, login: &str) {
    page.goto(&server.url("/login")).await;
    page.fill("登录名、工号或手机号", login).await;
    page.fill("密码", "yunlan-2026").await;
    page.click("登录").await;
    page.wait_for_text("我的工作").await;
}
