//! 记一笔 saves itself on a phone: text, then a photo that gets a small picture; and the keys.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod people;

use e2e::{Server, Viewport};
use people::sign_in;

/// The smallest picture that a phone could take: one pixel.
const PHOTO: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xb8\xf1\xe2\x07\0\x05\x16\x02\x8b\xd3\x03'\x92\0\0\0\0IEND\xaeB`\x82";

const TITLE: &str = "到客运站看了便民角";

e2e::in_both_browsers! {
    async fn what_is_typed_saves_itself(browser: Browser) {
        let server = Server::demo(&[]);
        let photo = server.data().join("现场.png");
        std::fs::write(&photo, PHOTO).unwrap();
        let phone = browser.page(Viewport::Phone).await;
        sign_in(&phone, &server, "liaison").await;
        phone.goto(&server.url("/records/new")).await;
        phone.fill("做了什么", TITLE).await;
        phone.fill("经过", "补了两把椅子，换了饮水机的滤芯。").await;
        phone.wait_for_text("已自动保存").await;
        phone.attach("拍照或选文件", &[&photo]).await;
        phone.wait_for_text("已自动保存").await;
        phone.screenshot_full("autosave_form").await;

        // Nothing was pressed: the draft is there, and so is the photo.
        phone.goto(&server.url("/records?own=on&state=draft")).await;
        phone.click(TITLE).await;
        assert_eq!(phone.value("做了什么").await, TITLE);
        assert_eq!(phone.value("经过").await, "补了两把椅子，换了饮水机的滤芯。");
        assert_eq!(phone.count("ul.photos img").await, 1, "the photo was saved with the draft");
        phone.close().await;
    }

    async fn keys_are_explained_and_rest_while_someone_types(browser: Browser) {
        let server = Server::demo(&[]);
        let desk = browser.page(Viewport::Desk).await;
        sign_in(&desk, &server, "office").await;
        desk.goto(&server.url("/tasks")).await;
        desk.press("?").await;
        desk.wait_for_text("键盘快捷键").await;
        desk.screenshot("keys").await;
        desk.press("Escape").await;
        desk.press("j").await;
        desk.press("Enter").await;
        desk.wait_for_text("谁来落实").await;
        desk.goto(&server.url("/records/new")).await;
        desk.fill("做了什么", "记下来").await;
        desk.type_text("n?").await;
        assert!(desk.url().await.ends_with("/records/new"), "letters in a field are letters");
        desk.close().await;
    }
}
