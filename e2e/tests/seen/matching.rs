//! 用在这些测评项: a proposal is removed, another criterion is found by its words and added by hand.

use crate::people::sign_in;
use e2e::{Browser, Server, Viewport};

pub async fn is_corrected_by_hand(browser: &Browser, server: &Server) {
    let desk = browser.page(Viewport::Desk).await;
    sign_in(&desk, server, "liaison").await;
    desk.goto(&server.url("/records/new?kind=volunteering")).await;
    desk.fill("做了什么", "学雷锋志愿服务活动").await;
    desk.click("提交审核").await;
    desk.wait_for_text("用在这些测评项").await;
    let proposed = desk.count("#criteria .tag.is-proposal").await;
    assert!(proposed > 0, "volunteering finds its criteria");
    let removed = desk.attr("#criteria button[value=remove]", "aria-label").await.unwrap();
    desk.screenshot_full("seen_matching_proposed").await;
    desk.click_css("#criteria button[value=remove]").await;
    desk.wait_for_text("不会再建议").await;
    assert_eq!(desk.count("#criteria .tag.is-proposal").await, proposed - 1);
    let left = desk.text().await;
    assert!(!left.contains(removed.trim_start_matches("去掉 ")), "what was removed is gone: {removed}");

    desk.fill("另选测评项", "领导小组").await;
    desk.click_css("#criteria form[role=search] button").await;
    let added = desk.attr("#criteria button[aria-label^='用在 ']", "aria-label").await.unwrap();
    desk.click_css("#criteria button[aria-label^='用在 ']").await;
    desk.wait_for_text("已用在这个测评项").await;
    desk.wait_for_text("由人选定").await;
    assert!(desk.has_text(added.trim_start_matches("用在 ")).await);
    desk.screenshot_full("seen_matching_corrected").await;
    desk.close().await;
}
