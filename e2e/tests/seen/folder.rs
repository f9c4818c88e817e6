//! 整理旧资料: a whole folder goes up in portions, is sorted, reviewed in bulk and made records of; the same
//! folder once more makes nothing.

use crate::people::sign_in;
use crate::picture::photo;
use e2e::{Browser, Page, Server, Viewport};
use std::path::Path;

/// Chooses a folder: the browser gives every file in it its path from there.
async fn choose(page: &Page, folder: &Path) {
    page.attach_folder("文件夹", folder).await;
    // The browser looks through the folder by itself and tells nobody when it is done.
    for _ in 0..200 {
        if page.eval::<usize>("document.getElementById('f-files').files.length").await == 4 {
            break;
        }
    }
    page.click("上传并整理").await;
    page.wait_for_text("待核对").await;
}

pub async fn is_sorted_reviewed_and_made_records_of(browser: &Browser, server: &Server) {
    let mut desk = browser.page(Viewport::Desk).await;
    sign_in(&desk, server, "liaison").await;
    for (name, seed, taken) in [
        ("旧资料/2026-03-12 义务植树/1.jpg", 21, "2026:03:12 09:30:00"),
        ("旧资料/2026-03-12 义务植树/照片/2.jpg", 22, "2026:03:12 09:50:00"),
        ("旧资料/志愿服务/DSC_0001.jpg", 23, "2026:04:05 10:00:00"),
    ] {
        photo(&desk, server, name, seed, taken).await;
    }
    let folder = server.data().join("photos/旧资料");
    std::fs::write(folder.join("活动小结.txt"), "活动小结\n大家都说好。\n").unwrap();
    desk.goto(&server.url("/folders")).await;
    desk.screenshot_full("seen_folder_empty").await;
    choose(&desk, &folder).await;
    desk.wait_for_text("猜的").await;
    for words in ["文件夹名里写的日期", "1 张照片的拍摄日期", "活动小结.txt"] {
        assert!(desk.has_text(words).await, "the review says {words}");
    }
    desk.screenshot_full("seen_folder_review").await;
    desk.resize(Viewport::Phone).await;
    desk.screenshot("seen_folder_review_phone").await;
    desk.resize(Viewport::Desk).await;

    desk.check("选中本页").await;
    desk.click("生成所选纪实").await;
    desk.wait_for_text("没有认出是哪一天").await;
    assert_eq!(desk.console_errors().await.len(), 1, "the refused row answers 422 and nothing else");
    desk.screenshot_full("seen_folder_wrong").await;
    desk.fill("哪一天", "2026-05-04").await;
    desk.click("生成所选纪实").await;
    desk.wait_for_text("没有等待核对的了").await;

    desk.goto(&server.url("/records?own=on&q=义务植树")).await;
    desk.click("义务植树").await;
    desk.wait_for_text("由旧资料“旧资料”整理").await;
    assert_eq!(desk.count("ul.photos img").await, 2);
    desk.screenshot_full("seen_folder_record").await;

    desk.goto(&server.url("/folders")).await;
    choose(&desk, &folder).await;
    desk.wait_for_text("没有等待核对的了").await;
    desk.wait_for_text("没有收下的文件（4）").await;
    desk.close().await;
}
