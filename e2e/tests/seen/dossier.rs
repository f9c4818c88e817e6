//! 迎检档案: built, taken away, its contents held against its pages; a link for assessors opened by a browser without
//! an account, a score given, the link taken back.

use crate::people::sign_in;
use e2e::{Browser, Page, Server, Viewport};
use std::path::Path;
use std::process::Command;

/// The lines of each page of a PDF, without blanks.
fn pages(path: &Path) -> Vec<Vec<String>> {
    let done = Command::new("pdftotext").arg("-layout").arg(path).arg("-").output().unwrap();
    assert!(done.status.success(), "pdftotext of {}", path.display());
    let text = String::from_utf8(done.stdout).unwrap();
    let bare = |line: &str| line.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let page = |page: &str| page.lines().map(bare).filter(|line| !line.is_empty()).collect();
    text.trim_end_matches('\u{c}').split('\u{c}').map(page).collect()
}

/// Holds each line of the contents against the page that it names; answers how many there are.
fn agreeing(pages: &[Vec<String>]) -> usize {
    let contents =
        pages.iter().skip(1).take_while(|page| page.iter().any(|line| line.contains('…'))).flatten();
    let (mut found, mut name) = (0, String::new());
    for line in contents.filter(|line| *line != "目录" && !line.starts_with('—')) {
        let Some((before, after)) = line.split_once('…') else {
            name.push_str(line);
            continue;
        };
        name.push_str(before);
        let number: usize = after.trim_start_matches('…').parse().unwrap();
        let page = &pages[number - 1];
        assert!(page.concat().contains(&name), "{name} stands not on page {number}: {page:?}");
        assert!(page.contains(&format!("—{number}—")), "{number}: {page:?}");
        name.clear();
        found += 1;
    }
    found
}

/// The address of the first assessment.
async fn assessment(page: &Page, server: &Server) -> String {
    page.goto(&server.url("/scores")).await;
    let links: Vec<String> = page
        .eval(
            "[...document.querySelectorAll(\"main a[href^='/scores/']\")].map(it => it.getAttribute('href'))",
        )
        .await;
    let whole = |it: &&String| it.len() == "/scores/".len() + 36;
    links.iter().find(whole).unwrap_or_else(|| panic!("no assessment in {links:?}")).clone()
}

pub async fn is_built_read_and_opened_to_assessors(browser: &Browser, server: &Server) {
    let mut desk = browser.page(Viewport::Desk).await;
    sign_in(&desk, server, "office").await;
    let score = assessment(&desk, server).await;
    desk.goto(&server.url(&format!("{score}/dossier"))).await;
    desk.click("生成档案").await;
    desk.wait_for_text("脊背和盒标签").await;
    desk.screenshot_full("seen_dossier").await;
    desk.click_css("input[name='part'][value='1'] + button").await;
    let saved = desk.download().await;
    assert_eq!(saved.name, "迎检档案.pdf");
    let file = server.data().join("迎检档案.pdf");
    std::fs::write(&file, &saved.bytes).unwrap();
    let read = pages(&file);
    let lines = agreeing(&read);
    let shown: usize = desk.count("section table tbody td.lead").await;
    assert!(
        lines > 20 && read.len() > lines / 4,
        "{lines} lines of contents, {shown} criteria, {} pages",
        read.len()
    );

    desk.click("测评组链接").await;
    desk.fill("给谁用", "市文明办测评组").await;
    desk.click("生成链接").await;
    desk.wait_for_text("地址只显示这一次").await;
    let address = desk.value("地址").await;
    desk.screenshot_full("seen_assessor_links").await;
    desk.resize(Viewport::Phone).await;
    desk.screenshot("seen_assessor_links_phone").await;
    desk.resize(Viewport::Desk).await;

    let mut panel = browser.page(Viewport::Desk).await;
    panel.goto(&address).await;
    panel.wait_for_text("每次查看都会留下记录").await;
    panel.screenshot_full("seen_assessor").await;
    panel.click_css("td.lead a").await;
    panel.wait_for_text("您的评分").await;
    panel.screenshot_full("seen_assessor_criterion").await;
    panel.resize(Viewport::Phone).await;
    // No long picture here: Chromium 90 leaves a phone's page enlarged behind it, and a click goes astray.
    panel.screenshot("seen_assessor_criterion_phone").await;
    panel.resize(Viewport::Desk).await;
    panel.fill("得分理由", "现场看过").await;
    panel.click("保存得分").await;
    panel.wait_for_text("的得分已保存").await;

    desk.answer_dialogs(true);
    desk.click("收回").await;
    desk.wait_for_text("链接已收回").await;
    panel.reload().await;
    panel.wait_for_text("没有找到这项内容").await;
    assert_eq!(panel.status(), 404);
    panel.close().await;
    desk.close().await;
}
