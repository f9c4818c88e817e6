//! 整理旧资料: a whole folder goes up in portions, is sorted, reviewed in bulk and made records of; the same
//! folder once more makes nothing.

use crate::people::sign_in;
use crate::picture::photo;
use e2e::{Browser, BrowserKind, Page, Server, Viewport};
use std::path::{Path, PathBuf};

/// The files, each named so that it tells as much alone as in its folder.
const FILES: [(&str, u32, &str); 3] = [
    ("旧资料/2026-03-12 义务植树/2026-03-12 义务植树 (1).jpg", 21, "2026:03:12 09:30:00"),
    ("旧资料/2026-03-12 义务植树/照片/2026-03-12 义务植树 (2).jpg", 22, "2026:03:12 09:50:00"),
    ("旧资料/志愿服务/志愿服务0001.jpg", 23, "2026:04:05 10:00:00"),
];

/// Chooses what is to be sorted: the folder, or in Chromium 90, which a test can give no folder, its files.
async fn choose(browser: &Browser, page: &Page, files: &[PathBuf], folder: &Path) {
    if browser.kind() == BrowserKind::Current {
        page.attach_folder("文件夹", folder).await;
        // The browser looks through the folder by itself and tells nobody when it is done.
        for _ in 0..200 {
            if page.eval::<usize>("document.getElementById('f-files').files.length").await == files.len() {
                break;
            }
        }
    } else {
        page.attach("或者选几个文件", &files.iter().map(PathBuf::as_path).collect::<Vec<_>>()).await;
    }
    page.click("上传并整理").await;
    page.wait_for_text("待核对").await;
}

pub async fn is_sorted_reviewed_and_made_records_of(browser: &Browser, server: &Server) {
    let mut desk = browser.page(Viewport::Desk).await;
    sign_in(&desk, server, "liaison").await;
    let mut files = Vec::new();
    for (name, seed, taken) in FILES {
        files.push(photo(&desk, server, name, seed, taken).await);
    }
    let folder = server.data().join("photos/旧资料");
    files.push(folder.join("活动小结.txt"));
    std::fs::write(&files[3], "活动小结\n大家都说好。\n").unwrap();
    desk.goto(&server.url("/folders")).await;
    desk.screenshot_full("seen_folder_empty").await;
    choose(browser, &desk, &files, &folder).await;
    desk.wait_for_text("猜的").await;
    let whole = browser.kind() == BrowserKind::Current;
    let (day, name) = if whole {
        ("文件夹名里写的日期", "旧资料")
    } else {
        ("文件名里的日期", "零散文件")
    };
    for words in [day, "1 张照片的拍摄日期", "活动小结.txt"] {
        assert!(desk.has_text(words).await, "the review says {words}");
    }
    desk.screenshot_full("seen_folder_review").await;
    desk.resize(Viewport::Phone).await;
    desk.screenshot("seen_folder_review_phone").await;
    desk.resize(Viewport::Desk).await;

    desk.check("选中本页").await;
    desk.click("生成所选纪实").await;
    desk.wait_for_text("没有认出是哪一天").await;
    assert_eq!(desk.status(), 422);
    desk.screenshot_full("seen_folder_wrong").await;
    desk.fill("哪一天", "2026-05-04").await;
    desk.click("生成所选纪实").await;
    desk.wait_for_text("没有等待核对的了").await;

    desk.goto(&server.url("/records?own=on&q=义务植树")).await;
    desk.click("义务植树").await;
    desk.wait_for_text(&format!("由旧资料“{name}”整理")).await;
    assert_eq!(desk.count("ul.photos img").await, 2);
    desk.screenshot_full("seen_folder_record").await;

    // The same once more makes nothing.
    desk.goto(&server.url("/folders")).await;
    choose(browser, &desk, &files, &folder).await;
    desk.wait_for_text("没有等待核对的了").await;
    desk.wait_for_text("没有收下的文件（4）").await;
    desk.close().await;
}
