//! The review page without a mouse: step, confirm, correct, split, merge, re-own, move; the other side
//! is marked along; the draft outlives a reload and a log-out.

use crate::people::sign_in;
use e2e::{Page, Server, Viewport};
use std::path::Path;

/// The figures of the queues: all, open, without owner, without date, confirmed.
async fn counts(page: &Page) -> Vec<u32> {
    page.eval("[...document.querySelectorAll('#queue b')].map(it => Number(it.textContent))").await
}

/// The texts of the rows, the open one's from its field.
async fn rows(page: &Page) -> Vec<String> {
    page.eval("[...document.querySelectorAll('#tree-body [data-row]')].map(it => (it.querySelector('textarea')?.value ?? it.querySelector('.node-what').innerText).trim())").await
}

/// Where one stands: the place of the marked row, and whether the paper marks the same.
async fn stands(page: &Page, place: usize) {
    let found: (i64, bool) = page
        .eval(
            "(() => {
                const rows = [...document.querySelectorAll('#tree-body [data-row]')];
                const now = rows.findIndex(it => it.classList.contains('is-now'));
                const span = now < 0 ? null : document.querySelector(`.paper-pane [data-ref='${rows[now].dataset.ref}']`);
                return [now, !!span && span.classList.contains('is-lit') && rows[now].contains(document.activeElement)];
            })()",
        )
        .await;
    assert_eq!(found, (i64::try_from(place).unwrap(), true), "row, and focus with the paper marked");
}

async fn press(page: &Page, keys: &[&str]) {
    for key in keys {
        page.press(key).await;
    }
}

async fn steps_and_marks(page: &Page) {
    page.press("j").await;
    stands(page, 0).await;
    press(page, &["j", "j", "k"]).await;
    stands(page, 1).await;
    page.press("?").await;
    assert!(page.has_text("在光标处拆成两条").await, "the keys are told");
    page.press("Escape").await;
    assert!(!page.has_text("在光标处拆成两条").await);

    let refs: Vec<String> =
        page.eval("[...document.querySelectorAll('#tree-body [data-row]')].map(it => it.dataset.ref)").await;
    page.hover_css(&format!(".tree-pane [data-ref='{}'] .node-what", refs[3])).await;
    assert_eq!(page.count(&format!(".paper-pane [data-ref='{}'].is-lit", refs[3])).await, 1);
    page.hover_css(&format!(".paper-pane [data-ref='{}']", refs[0])).await;
    assert_eq!(page.count(&format!(".tree-pane [data-ref='{}'].is-lit", refs[0])).await, 1);
    assert_eq!(page.count(&format!(".is-lit:not([data-ref='{}'])", refs[0])).await, 0, "and only it");
}

async fn confirms_and_corrects(page: &Page) {
    page.press("c").await;
    assert_eq!(counts(page).await, [6, 5, 3, 2, 1], "confirmed without opening");
    stands(page, 1).await;
    press(page, &["k", "Enter", "e", "End"]).await;
    page.type_text("并登记").await;
    page.press("Ctrl+Enter").await;
    assert_eq!(counts(page).await, [6, 4, 3, 2, 2]);
    assert_eq!(rows(page).await[0], "12月10日前由行政审批科更换窗口标识牌16块并登记");
    stands(page, 2).await;
}

async fn splits_and_merges(page: &Page) {
    press(page, &["e", "Home", "ArrowRight", "ArrowRight", "Escape", "s"]).await;
    assert_eq!(rows(page).await[2..4], ["设置", "帮办岗位"]);
    assert_eq!(counts(page).await[..2], [7, 5]);
    press(page, &["j", "Enter", "m"]).await;
    assert_eq!(rows(page).await[2], "设置；帮办岗位");
    assert_eq!(counts(page).await[..2], [6, 4]);
}

async fn gives_to_another_and_moves(page: &Page) {
    // The row after the merged one is the next: 添置便民用品.
    press(page, &["Enter", "o", "ArrowDown", "Escape"]).await;
    let owner = page.value("牵头科室").await;
    press(page, &["e", "End"]).await;
    page.type_text("一批").await;
    page.press("Ctrl+Enter").await;
    let said: String = page.eval("[...document.querySelectorAll('#tree-body [data-row]')].find(it => it.textContent.includes('添置便民用品一批')).innerText").await;
    assert!(!owner.is_empty() && said.contains(&owner), "{said} names {owner}");
    assert_eq!(counts(page).await[1..3], [3, 2]);

    // The next open one is 检修; it goes to another group.
    let moved = rows(page).await[4].clone();
    press(page, &["g", "ArrowDown", "Tab", "Enter"]).await;
    assert_eq!(rows(page).await[3], moved, "it is now the last of the first group");
    page.press("Escape").await;
    stands(page, 3).await;
}

e2e::in_both_browsers! {
    async fn a_plan_is_reviewed_without_a_mouse(browser: Browser) {
        let server = Server::demo(&[]);
        let page = browser.page(Viewport::Desk).await;
        sign_in(&page, &server, "office").await;
        page.goto(&server.url("/drafts")).await;
        let paper = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/plan.txt");
        page.attach("把方案文件拖到这里，或选择文件", &[&paper]).await;
        page.click("开始识读").await;
        page.wait_for_text("核对方案：").await;
        assert_eq!(counts(&page).await, [6, 6, 3, 2, 0]);

        steps_and_marks(&page).await;
        confirms_and_corrects(&page).await;
        splits_and_merges(&page).await;
        gives_to_another_and_moves(&page).await;
        page.screenshot("seen_keyboard").await;

        let (left, address) = (rows(&page).await, page.url().await);
        page.reload().await;
        assert_eq!(rows(&page).await, left, "a reload keeps the draft");
        page.goto(&server.url("/work")).await;
        page.click_css(".who summary").await;
        page.click("退出登录").await;
        sign_in(&page, &server, "office").await;
        page.goto(&address).await;
        assert_eq!(rows(&page).await, left, "a log-out keeps the draft");
        page.close().await;
    }
}
