//! A Word document comes in, once chosen and once dropped; it is corrected and published.

use crate::parts::document;
use crate::people::sign_in;
use e2e::{Page, Server, Viewport};
use std::path::PathBuf;

const CHOOSE: &str = "把方案文件拖到这里，或选择文件";

/// The plan of the fixtures as a Word document, under another title.
fn paper(server: &Server, name: &str, title: &str) -> PathBuf {
    let text = include_str!("../fixtures/plan.txt").replace("窗口服务提升方案", title);
    let path = server.data().join(name);
    std::fs::write(&path, document(&text)).unwrap();
    path
}

async fn is_read(page: &Page, title: &str) {
    page.click("开始识读").await;
    page.wait_for_text(&format!("核对方案：云岚市交通运输局关于印发《2026年度{title}》的通知")).await;
    assert_eq!(page.count("#tree-body [data-row]").await, 6, "every task of the paper is there");
    assert!(page.has_text("12月10日前由行政审批科更换窗口标识牌16块").await);
}

e2e::in_both_browsers! {
    async fn a_word_document_is_dropped_corrected_and_published(browser: Browser) {
        let server = Server::demo(&[]);
        let page = browser.page(Viewport::Desk).await;
        sign_in(&page, &server, "office").await;

        page.goto(&server.url("/drafts")).await;
        page.drop_file(".drop", &paper(&server, "站场.docx", "站场服务提升方案")).await;
        assert!(page.has_text("站场.docx").await, "the dropped file is named before it is sent");
        is_read(&page, "站场服务提升方案").await;

        page.goto(&server.url("/drafts")).await;
        page.attach(CHOOSE, &[&paper(&server, "路段.docx", "路段养护提升方案")]).await;
        is_read(&page, "路段养护提升方案").await;

        page.click_in("年度按", "无误").await;
        page.click("设置帮办岗位").await;
        page.fill("任务", "在路段服务点设置帮办岗位").await;
        page.choose("牵头科室", "行政审批科").await;
        page.fill("时限", "十二月").await;
        page.click("确认，看下一条").await;
        page.wait_for_text("有 1 处要改").await;
        assert_eq!(page.value("任务").await, "在路段服务点设置帮办岗位", "what was typed stays");
        assert_eq!(page.console_errors().await.len(), 1, "the refused form answers 422 and nothing else");
        page.fill("时限", "2026年12月20日").await;
        page.click("确认，看下一条").await;
        page.wait_for_text("已确认 1 / 6 条").await;
        page.screenshot("seen_import_review").await;

        page.click("检查并发布").await;
        page.click("发布方案").await;
        page.wait_for_text("已发布").await;
        page.goto(&server.url("/tasks?state=all&q=在路段服务点")).await;
        page.wait_for_text("在路段服务点设置帮办岗位").await;
        assert!(page.has_text("行政审批科").await && page.has_text("12 月 20 日").await);
        page.close().await;
    }
}
