//! Someone leaves: all open duties go to another from a day on; who was responsible when stays.

use crate::people::sign_in;
use e2e::{Browser, Server, Viewport};

const LEAVES: &str = "孟青";
const FOLLOWS: &str = "沈丽华";

pub async fn gives_all_open_duties_to_another(browser: &Browser, server: &Server) {
    let page = browser.page(Viewport::Desk).await;
    sign_in(&page, server, "office").await;
    page.goto(&server.url(&format!("/people?q={LEAVES}"))).await;
    page.click(LEAVES).await;
    let person = page.url().await;
    let open: Vec<String> =
        page.eval("[...document.querySelectorAll('#duties td.lead a')].map(it => it.href)").await;
    assert!(!open.is_empty(), "whoever leaves has something to hand over");

    page.click("移交职责").await;
    page.fill("接手人", "查无此人").await;
    page.check("离开本单位").await;
    page.click("移交这").await;
    page.wait_for_text("有 1 处要改").await;
    assert_eq!(page.value("接手人").await, "查无此人", "what was typed stays");
    assert_eq!(page.status(), 422);
    page.fill("接手人", FOLLOWS).await;
    let day = page.value("从哪天起由接手人负责").await;
    page.screenshot_full("seen_handover").await;
    page.click("移交这").await;
    page.wait_for_text("项职责已移交").await;

    // The leaver's page says to whom and from when, and holds nothing open.
    assert_eq!(page.url().await, person);
    assert!(page.has_text("现在没有在办的任务").await && page.has_text("移交记录").await);
    let handed: Vec<String> = page.eval("[...document.querySelectorAll('table')].pop().innerText.split('\\n').filter(it => it.includes('云岚路姐'))").await;
    assert!(!handed.is_empty());
    let text = page.text().await;
    assert!(text.contains(FOLLOWS), "{text}");
    let numbers: Vec<u32> = day.split('-').map(|it| it.parse().unwrap()).collect();
    let told = [day.clone(), format!("{}年{}月{}日", numbers[0], numbers[1], numbers[2])];
    assert!(told.iter().any(|it| text.contains(it)), "from {day}: {text}");

    // The successor holds every one of them.
    page.goto(&server.url(&format!("/people?q={FOLLOWS}"))).await;
    page.click(FOLLOWS).await;
    let now: Vec<String> =
        page.eval("[...document.querySelectorAll('#duties td.lead a')].map(it => it.href)").await;
    for duty in &open {
        assert!(now.contains(duty), "{duty} has gone over");
    }

    // The task knows both: who did the past times, who does the next.
    page.goto(&open[0]).await;
    assert!(page.has_text(LEAVES).await && page.has_text(FOLLOWS).await);
    page.screenshot_full("seen_handover_task").await;
    page.close().await;

    let gone = browser.page(Viewport::Desk).await;
    gone.goto(&server.url("/login")).await;
    gone.fill("登录名、工号或手机号", "staff").await;
    gone.fill("密码", "yunlan-2026").await;
    gone.click("登录").await;
    gone.wait_for_text("登录名或密码不正确").await;
    gone.console_errors().await;
    gone.close().await;
}
