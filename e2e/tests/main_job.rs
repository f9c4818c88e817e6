//! The main job: a plan goes in, two things are corrected, a measure is assigned, the plan is
//! published, and who must do what by when stands on the pages.

mod people;

use e2e::{Server, Viewport};
use people::sign_in;
use std::path::Path;

const DROP: &str = "把方案文件拖到这里，或选择文件";

e2e::in_both_browsers! {
    async fn a_plan_becomes_work(browser: Browser) {
        let server = Server::demo(&[]);
        let page = browser.page(Viewport::Desk).await;
        sign_in(&page, &server, "office").await;
        page.goto(&server.url("/drafts")).await;
        page.attach(DROP, &[&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/plan.txt")]).await;
        page.click("开始识读").await;
        page.wait_for_text("核对方案：").await;
        page.screenshot("main_review").await;

        // Two corrections.
        page.click_in("年度按", "无误").await;
        let row: String = page.eval("[...document.querySelectorAll('#tree-body [data-row]')].find(it => it.textContent.includes('帮办')).id").await;
        page.click_css(&format!("#{row} [data-open]")).await;
        page.fill("任务", "安排帮办人员引导老年人办事").await;
        page.fill("时限", "2026-12-18").await;
        page.screenshot("main_editor").await;
        page.click("确认，看下一条").await;
        page.wait_for_text("安排帮办人员引导老年人办事").await;

        // 整组指定.
        page.click_in("规范窗口形象", "整组指定").await;
        page.choose("牵头科室", "行政审批科").await;
        page.screenshot("main_assign").await;
        page.click("指定并确认全组").await;
        page.screenshot("main_assigned").await;

        page.click("检查并发布").await;
        page.wait_for_text("补齐缺口").await;
        page.screenshot_full("main_check").await;
        page.click("发布方案").await;
        page.wait_for_text("已发布").await;
        page.screenshot_full("main_published").await;
        page.goto(&server.url("/campaign")).await;
        page.screenshot_full("main_campaign").await;
        page.goto(&server.url("/tasks?q=帮办")).await;
        page.wait_for_text("安排帮办人员引导老年人办事").await;
        page.screenshot_full("main_tasks").await;
        page.close().await;
    }

    async fn the_source_plan_is_read_whole(browser: Browser) {
        let Some(paper) = source_plan() else {
            eprintln!("skipped: no source papers beside the repository");
            return;
        };
        let server = Server::demo(&[]);
        let page = browser.page(Viewport::Desk).await;
        sign_in(&page, &server, "office").await;
        page.goto(&server.url("/drafts")).await;
        page.attach(DROP, &[&paper]).await;
        page.click("开始识读").await;
        page.wait_for_text("核对方案：").await;
        page.screenshot("main_source").await;
        page.wait_for_text("阶段").await;
        page.click("检查并发布").await;
        page.wait_for_text("个阶段").await;
        let figures: String = page.eval("document.querySelector('.figures').innerText").await;
        let figures: String = figures.split_whitespace().collect();
        assert!(figures.contains("3个阶段"), "{figures}");
        page.screenshot_full("main_source_check").await;
        page.close().await;
    }
}

/// The plan that is not in the repository.
fn source_plan() -> Option<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/seeds");
    let entries = std::fs::read_dir(folder).ok()?;
    let starts = |path: &std::path::PathBuf| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("S1"))
    };
    entries.flatten().map(|entry| entry.path()).find(starts)?.canonicalize().ok()
}
