//! The score stands changed at the next page after an answer, by the points of that answer.

use crate::people::sign_in;
use e2e::{Browser, Page, Server, Viewport};

/// The own score of the assessment, as its page says it.
async fn got(page: &Page) -> f64 {
    page.eval("parseFloat(document.querySelector('.total-figures .is-main b').textContent)").await
}

pub async fn changes_with_an_answer(browser: &Browser, server: &Server) {
    let mut desk = browser.page(Viewport::Desk).await;
    sign_in(&desk, server, "office").await;
    desk.goto(&server.url("/scores")).await;
    let links: Vec<String> = desk
        .eval(
            "[...document.querySelectorAll(\"main a[href^='/scores/']\")].map(it => it.getAttribute('href'))",
        )
        .await;
    let score = links.iter().find(|it| it.len() == "/scores/".len() + 36).unwrap().clone();
    desk.goto(&server.url(&score)).await;
    let before = got(&desk).await;
    desk.screenshot_full("seen_score_before").await;

    // The first criterion that is met or not, and is not met yet.
    let criteria: Vec<String> = desk
        .eval("[...new Set([...document.querySelectorAll(\"main a[href*='/criteria/']\")].map(it => it.getAttribute('href').split('?')[0]))]")
        .await;
    let mut changed = None;
    for criterion in criteria {
        desk.goto(&server.url(&criterion)).await;
        let unmet: bool = desk
            .eval("(() => { const all = [...document.querySelectorAll('input[type=radio][name=answer]')]; const now = all.findIndex(it => it.checked); return all.length >= 2 && now !== 0; })()")
            .await;
        if unmet {
            changed = Some(criterion);
            break;
        }
    }
    let criterion = changed.expect("some criterion is not fully met");
    desk.click_css("input[type=radio][name=answer]").await;
    desk.fill("得分理由", "材料已经补齐").await;
    desk.click("保存自评").await;
    desk.goto(&server.url(&score)).await;
    let after = got(&desk).await;
    assert!(after > before, "{before} became {after} by {criterion}");
    desk.screenshot_full("seen_score_after").await;
    desk.resize(Viewport::Phone).await;
    desk.screenshot("seen_score_after_phone").await;
    desk.resize(Viewport::Desk).await;

    // Taken back, it is as it was.
    desk.goto(&server.url(&criterion)).await;
    desk.click("撤回自评").await;
    desk.goto(&server.url(&score)).await;
    let back = got(&desk).await;
    assert!(back < after, "{after} became {back}");
    desk.close().await;
}
