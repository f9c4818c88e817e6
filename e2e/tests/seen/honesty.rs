//! 核对时看到的: a photo of another day and a photo used twice are told to filer and reviewer, explained by
//! the filer, and hold nothing up.

use crate::people::sign_in;
use crate::picture::{day, photo};
use e2e::{Browser, Page, Server, Viewport};
use std::path::Path;

async fn file(page: &Page, server: &Server, title: &str, picture: &Path) -> String {
    page.goto(&server.url("/records/new")).await;
    page.fill("做了什么", title).await;
    page.attach("拍照或选文件", &[picture]).await;
    page.click("提交审核").await;
    page.wait_for_text("已报送").await;
    page.url().await
}

/// The job comes after the answer: the page is asked again until it says so.
async fn told(page: &Page, words: &str) {
    for _ in 0..60 {
        if page.has_text(words).await {
            return;
        }
        page.reload().await;
    }
    panic!("the page never says {words}");
}

pub async fn is_told_and_explained(browser: &Browser, server: &Server) {
    let phone = browser.page(Viewport::Phone).await;
    sign_in(&phone, server, "liaison").await;
    let (today, before) = (day(&phone, 0).await, day(&phone, 3).await);
    let taken = |day: &str| format!("{} 09:30:00", day.replace('-', ":"));
    let old = photo(&phone, server, "旧照.jpg", 11, &taken(&before)).await;
    let first = file(&phone, server, "整理职工书屋", &old).await;
    told(&phone, "与所填日期不同").await;
    phone.screenshot("seen_honesty_day_phone").await;

    // The same photo once more, as it was and with the right day in another record.
    let again = file(&phone, server, "书屋借阅登记", &old).await;
    told(&phone, "也用在“整理职工书屋”").await;
    phone.fill_in("也用在", "说明", "两件事同一天在书屋办的").await;
    phone.click_in("也用在", "记下说明").await;
    phone.wait_for_text("说明已记下").await;
    assert!(phone.has_text("两件事同一天在书屋办的").await);
    let right = photo(&phone, server, "今天.jpg", 12, &taken(&today)).await;
    file(&phone, server, "书屋新书编目", &right).await;
    assert!(!phone.has_text("与所填日期不同").await, "a photo of the day is not remarked upon");
    phone.close().await;

    // Who reviews sees both, with the explanation, and may accept all the same.
    let desk = browser.page(Viewport::Desk).await;
    sign_in(&desk, server, "office").await;
    desk.goto(&again).await;
    desk.wait_for_text("两件事同一天在书屋办的").await;
    desk.screenshot_full("seen_honesty_review").await;
    desk.goto(&first).await;
    desk.click("通过").await;
    desk.wait_for_text("已通过").await;
    desk.close().await;
}
