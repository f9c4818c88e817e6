//! The day of a section member on the phone: a record with a photo goes in, comes back with a reason,
//! goes in again and is accepted.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

mod people;

use e2e::{Server, Viewport};
use people::sign_in;

/// The smallest picture that a phone could take: one pixel.
const PHOTO: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0\x90wS\xde\0\0\0\x0cIDATx\x9cc\xb8\xf1\xe2\x07\0\x05\x16\x02\x8b\xd3\x03'\x92\0\0\0\0IEND\xaeB`\x82";

const TITLE: &str = "在书屋办了读书分享会";

e2e::in_both_browsers! {
    async fn a_record_is_returned_and_filed_again(browser: Browser) {
        let server = Server::demo(&[]);
        let photo = server.data().join("现场.png");
        std::fs::write(&photo, PHOTO).unwrap();

        let phone = browser.page(Viewport::Phone).await;
        sign_in(&phone, &server, "liaison").await;
        phone.goto(&server.url("/work")).await;
        phone.screenshot_full("day_work").await;
        phone.goto(&server.url("/records/new")).await;
        phone.fill("做了什么", TITLE).await;
        phone.fill("多少人参加", "26").await;
        phone.fill("经过", "六位同志推荐好书，会后登记了借阅。").await;
        phone.check("开展全民阅读").await;
        phone.attach("拍照或选文件", &[&photo]).await;
        phone.screenshot_full("day_form").await;
        phone.click("提交审核").await;
        phone.wait_for_text("待审核").await;
        phone.screenshot_full("day_filed").await;
        let record = phone.url().await;

        let desk = browser.page(Viewport::Desk).await;
        sign_in(&desk, &server, "office").await;
        desk.goto(&server.url("/review")).await;
        desk.screenshot_full("day_queue").await;
        desk.click_in(TITLE, "退回").await;
        desk.choose("退回原因", "内容不完整").await;
        desk.fill("请写明要补什么", "请补写推荐了哪些书。").await;
        desk.screenshot("day_return").await;
        desk.click("退回修改").await;

        phone.goto(&record).await;
        phone.wait_for_text("请补写推荐了哪些书。").await;
        phone.screenshot_full("day_returned").await;
        phone.click("改后再报").await;
        assert_eq!(phone.value("做了什么").await, TITLE, "nothing is typed twice");
        phone.fill("经过", "推荐了历史和科普各三本，会后登记了借阅。").await;
        phone.click("提交审核").await;
        phone.wait_for_text("待审核").await;
        phone.close().await;

        desk.goto(&record).await;
        desk.click("通过").await;
        desk.wait_for_text("已通过").await;
        desk.goto(&record).await;
        desk.screenshot_full("day_accepted").await;
        desk.close().await;
    }
}
