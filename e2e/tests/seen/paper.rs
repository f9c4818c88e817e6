//! Print: A4, without navigation, and everything that stands on the page stands on the paper.

use crate::people::sign_in;
use e2e::{Browser, Page, Server, Viewport};
use std::path::Path;
use std::process::Command;

/// What a program says of a file.
fn tool(program: &str, arguments: &[&str], file: &Path) -> String {
    let answer = Command::new(program).args(arguments).arg(file).arg("-").output();
    let answer = answer.unwrap_or_else(|e| panic!("{program}: {e}; install poppler-utils"));
    String::from_utf8_lossy(&answer.stdout).into_owned()
}

/// Without white space, and ligatures as letters.
fn packed(text: &str) -> String {
    text.split_whitespace().collect::<String>().replace('ﬀ', "ff").replace('ﬁ', "fi").replace('ﬂ', "fl")
}

/// Whether the paper shows these words. Chromium 90 writes some characters as the radicals they look
/// like (青 as ⻘); a radical stands for any character.
fn shows(paper: &[char], text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let alike =
        |it: &[char]| it.iter().zip(&text).all(|(a, b)| a == b || ('\u{2E80}'..'\u{2FE0}').contains(a));
    paper.windows(text.len()).any(alike)
}

/// Prints the page and compares the paper with `selector`'s elements, each of which must stand on it whole.
async fn print(page: &Page, name: &str, selector: &str) -> String {
    let file = page.print_pdf(name).await;
    let info = Command::new("pdfinfo").arg(&file).output().unwrap();
    let info = String::from_utf8_lossy(&info.stdout).into_owned();
    assert!(info.contains("A4"), "{name}: {info}");
    let text = packed(&tool("pdftotext", &["-raw"], &file));
    let paper: Vec<char> = text.chars().collect();
    for absent in ["我的工作", "导入与核对", "审计记录", "跳到正文", "收起菜单", "演示环境"]
    {
        assert!(!shows(&paper, absent), "{name}: {absent} is navigation and stands on the paper");
    }
    let texts: Vec<String> = page
        .eval(&format!(
            "[...document.querySelectorAll({selector:?})].filter(it => it.getClientRects().length).map(it => it.innerText ?? it.textContent)"
        ))
        .await;
    assert!(!texts.is_empty(), "{name}: nothing matches {selector}");
    for text in texts.iter().map(|it| packed(it)).filter(|it| !it.is_empty()) {
        assert!(
            shows(&paper, &text),
            "{name}: {text} is not on the paper:\n{paper}",
            paper = paper.iter().collect::<String>()
        );
    }
    page.screenshot_print(name).await;
    text
}

pub async fn holds_all_and_only_the_content(browser: &Browser, server: &Server) {
    let page = browser.page(Viewport::Desk).await;
    sign_in(&page, server, "office").await;
    page.goto(&server.url("/tasks?state=all")).await;
    let paper = print(&page, "seen_print_tasks", "h1, td.lead").await;
    assert!(paper.matches("责任科室").count() < 10, "a table with a head, not the cards of the phone");
    page.goto(&server.url("/campaign")).await;
    print(&page, "seen_print_overview", "h1, .sheet-head h2, .measures li > :first-child, .timeline text")
        .await;
    page.goto(&server.url("/records")).await;
    let record: String = page.eval("[...document.querySelectorAll('main a')].map(it => it.href).find(it => /records.[0-9a-f-]{36}$/.test(it))").await;
    page.goto(&record).await;
    print(&page, "seen_print_record", "h1, .sheet-head h2").await;

    // Slips for someone without an account.
    page.goto(&server.url("/accounts")).await;
    page.click_in("孟青", "办理").await;
    page.click_in("孟青", "重发激活单").await;
    page.wait_for_text("沿虚线裁开后交给本人").await;
    print(&page, "seen_print_slip", ".slip h2, dl.facts dd").await;
    page.close().await;
}
