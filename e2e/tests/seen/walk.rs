//! Walks every page of the menu as every role, and what one gets to from there as the office, at three
//! widths: nothing wider than the screen, nothing unnamed, nothing pale, nothing too small to touch, no
//! error in the console.

use crate::people::sign_in;
use e2e::{Browser, Page, Server, Viewport};
use std::collections::BTreeSet;
use std::path::Path;

const INSPECT: &str = include_str!("inspect.js");
const WIDTHS: [Viewport; 3] = [Viewport::Desk, Viewport::Custom(768, 1024), Viewport::Phone];

/// The addresses of links on a page, path and query.
async fn links(page: &Page, selector: &str) -> Vec<String> {
    page.eval(&format!(
        "[...document.querySelectorAll({selector:?})].map(it => it.getAttribute('href')).filter(it => it.startsWith('/'))"
    ))
    .await
}

/// A path with its ids taken out: pages of one kind are looked at once.
fn kind(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let part = |it: &str| if it.len() == 36 && it.contains('-') { "ID".to_owned() } else { it.to_owned() };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn is_page(path: &str) -> bool {
    let kind = kind(path);
    !kind.contains("/files/")
        && !kind.ends_with("/pdf")
        && !kind.starts_with("/api/")
        && !kind.rsplit('/').next().unwrap_or("").contains('.')
}

/// Looks at a page in all widths.
async fn inspect(page: &mut Page, login: &str, path: &str, faults: &mut Vec<String>) {
    for view in WIDTHS {
        page.resize(view).await;
        let found: Vec<String> = page.eval(INSPECT).await;
        faults.extend(found.into_iter().map(|fault| format!("{login} {path} {view:?}: {fault}")));
    }
    page.resize(Viewport::Desk).await;
    faults.extend(page.console_errors().await.into_iter().map(|error| format!("{login} {path}: {error}")));
}

/// Visits what stands in the menu, group by group; with `deep`, one page of each kind behind it too.
async fn walk(page: &mut Page, server: &Server, login: &str, deep: bool, faults: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    let mut ahead =
        vec!["/work".to_owned(), "/account".to_owned(), "/feed".to_owned(), "/messages".to_owned()];
    while let Some(path) = ahead.pop() {
        if !is_page(&path) || !seen.insert(kind(&path)) {
            continue;
        }
        page.goto(&server.url(&path)).await;
        if page.status() != 200 {
            faults.push(format!("{login} {path}: status {}", page.status()));
            continue;
        }
        inspect(page, login, &path, faults).await;
        ahead.extend(links(page, if deep { "a[href]" } else { ".side a[href]" }).await);
    }
    assert!(seen.len() > 8, "{login} has a menu: {seen:?}");
}

pub async fn finds_no_fault(browser: &Browser, server: &Server) {
    let mut faults = Vec::new();
    for login in ["office", "leader", "liaison", "staff", "unit"] {
        let mut page = browser.page(Viewport::Desk).await;
        sign_in(&page, server, login).await;
        if login == "office" {
            // So that the review page and its check are among the pages.
            page.goto(&server.url("/drafts")).await;
            let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/plan.txt");
            page.attach("把方案文件拖到这里，或选择文件", &[&plan]).await;
            page.click("开始识读").await;
        }
        walk(&mut page, server, login, login == "office", &mut faults).await;
        page.close().await;
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
