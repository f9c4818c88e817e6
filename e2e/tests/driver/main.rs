//! The driver's own tests, on a small site of their own, in both browsers.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod site;

use e2e::{Browser, Download, Page, Server, Viewport};
use std::path::Path;

async fn home(browser: &Browser, viewport: Viewport) -> Page {
    let page = browser.page(viewport).await;
    page.goto(&site::serve().await).await;
    page
}

e2e::in_both_browsers! {
    async fn a_form_is_filled_by_its_labels(browser: Browser) {
        let page = home(&browser, Viewport::Desk).await;
        page.fill("标题", "年度总结").await;
        assert!(page.has_text("标题变了").await);
        page.fill("正文", "第一行\n第二行").await;
        page.fill("单位", "市文明办").await;
        page.fill("日期", "2026-08-01").await;
        page.choose("类别", "督查").await;
        page.choose("紧急程度", "急件").await;
        page.check("公开").await;
        let papers = [Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")];
        page.attach("附件", &[papers[0].as_path()]).await;
        assert_eq!(page.value("类别").await, "督查");
        assert_eq!(page.value("公开").await, "是");
        page.click("提交").await;

        assert!(page.url().await.contains("/saved"));
        assert_eq!(page.status(), 200);
        let text = page.text().await;
        for part in ["已保存", "年度总结", "第二行", "市文明办", "2026-08-01", "high", "yes", "Cargo.toml"] {
            assert!(text.contains(part), "{part} is missing in {text}");
        }
        page.back().await;
        assert!(page.has_text("填报").await);
        page.close().await;
    }

    async fn a_click_that_leads_on_waits_for_the_new_page(browser: Browser) {
        let page = home(&browser, Viewport::Desk).await;
        page.click("慢页").await;
        assert_eq!(page.eval::<String>("document.querySelector('h1').innerText").await, "慢页");
        page.click("回首页").await;
        assert_eq!(page.count("fieldset").await, 1);
        page.click("缺页").await;
        assert_eq!(page.status(), 404);
        page.close().await;
    }

    async fn a_click_that_swaps_waits_for_the_answer(browser: Browser) {
        let page = home(&browser, Viewport::Desk).await;
        page.click("换入").await;
        assert!(page.has_text("换入的内容").await);
        page.wait_for_text("换入的内容").await;
        page.close().await;
    }

    async fn a_row_tells_like_buttons_apart(browser: Browser) {
        let page = home(&browser, Viewport::Desk).await;
        page.click_in("第二中学", "编辑").await;
        assert!(page.has_text("编辑二").await);
        page.close().await;
    }

    async fn folded_text_is_not_seen_until_unfolded(browser: Browser) {
        let page = home(&browser, Viewport::Desk).await;
        assert!(!page.has_text("折叠的话").await);
        page.click("更多").await;
        page.wait_for_text("折叠的话").await;
        page.click("藏着的").await;
        page.close().await;
    }

    async fn keys_and_mouse_are_real(browser: Browser) {
        let page = home(&browser, Viewport::Desk).await;
        page.press("j").await;
        page.press("?").await;
        page.press("Escape").await;
        assert!(page.has_text("[j][?][Escape]").await);
        page.click_css("#title").await;
        page.type_text("用键盘").await;
        assert_eq!(page.value("标题").await, "用键盘");
        page.hover_css("#hover").await;
        assert!(page.has_text("悬停了").await);
        page.click_css("#title").await;
        page.press("Enter").await;
        assert!(page.has_text("已保存").await);
        page.close().await;
    }

    async fn a_question_is_answered(browser: Browser) {
        let page = home(&browser, Viewport::Desk).await;
        page.answer_dialogs(false);
        page.click("删除").await;
        assert!(page.has_text("已保留").await);
        page.answer_dialogs(true);
        page.click("删除").await;
        assert!(page.has_text("已删除").await);
        assert_eq!(page.dialogs(), ["确定删除？", "确定删除？"]);
        page.close().await;
    }

    async fn a_download_is_read(browser: Browser) {
        let page = home(&browser, Viewport::Desk).await;
        page.click("导出").await;
        assert_eq!(page.download().await, Download { name: "表.xlsx".into(), bytes: b"table".to_vec() });
        assert!(page.has_text("填报").await);
        page.close().await;
    }

    async fn pages_share_no_cookies_and_tabs_do(browser: Browser) {
        let page = home(&browser, Viewport::Desk).await;
        page.goto("/sign-in").await;
        assert!(page.has_text("cookie who=wang").await);
        let tab = page.another_tab().await;
        tab.goto(&page.url().await).await;
        assert!(tab.has_text("cookie who=wang").await);
        let stranger = browser.page(Viewport::Desk).await;
        stranger.goto(&page.url().await).await;
        assert!(stranger.has_text("cookie none").await);
        page.goto("/").await;
        page.click("新窗口").await;
        let opened = page.opened_tab().await;
        assert!(opened.has_text("cookie who=wang").await);
    }

    async fn everything_that_goes_wrong_is_heard(browser: Browser) {
        let page = home(&browser, Viewport::Desk).await;
        page.goto("/bad").await;
        let errors = page.console_errors().await.join("\n");
        for part in ["Content Security Policy", "坏 7", "nothing is not defined", "404"] {
            assert!(errors.contains(part), "{part} is missing in {errors}");
        }
        assert!(page.console_errors().await.is_empty());
        page.close().await;
    }

    #[should_panic(expected = "the page reported errors")]
    async fn an_error_nobody_reads_fails_the_test(browser: Browser) {
        let page = home(&browser, Viewport::Desk).await;
        page.goto("/bad").await;
        page.close().await;
    }

    #[should_panic(expected = "there are: “提交”")]
    async fn a_missing_button_names_those_that_are_there(browser: Browser) {
        home(&browser, Viewport::Desk).await.click("没有的").await;
    }

    #[should_panic(expected = "2 button or links are called so")]
    async fn like_buttons_are_refused(browser: Browser) {
        home(&browser, Viewport::Desk).await.click("编辑").await;
    }

    #[should_panic(expected = "tests/driver/main.rs")]
    async fn a_failure_names_the_line_of_the_test(browser: Browser) {
        home(&browser, Viewport::Desk).await.click("作废").await;
    }

    #[should_panic(expected = "it is read-only")]
    async fn a_read_only_field_is_not_filled(browser: Browser) {
        home(&browser, Viewport::Desk).await.fill("已归档", "新").await;
    }

    async fn a_phone_is_tapped(browser: Browser) {
        let page = home(&browser, Viewport::Phone).await;
        assert_eq!(page.eval::<(u32, bool)>("[innerWidth, 'ontouchstart' in window]").await, (390, true));
        page.fill("标题", "随手拍").await;
        page.check("公开").await;
        page.uncheck("公开").await;
        page.check("公开").await;
        page.click("提交").await;
        page.wait_for_text("随手拍").await;
        page.goto("/long").await;
        page.click("末尾").await;
        page.close().await;
    }

    async fn pictures_are_kept(browser: Browser) {
        let page = home(&browser, Viewport::Desk).await;
        page.goto("/long").await;
        let size = |path: &Path| {
            let png = std::fs::read(path).unwrap();
            let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
            (number(16), number(20))
        };
        assert_eq!(size(&page.screenshot("driver-window").await), (1366, 768));
        let (width, height) = size(&page.screenshot_full("driver-full").await);
        assert!(width == 1366 && height > 2000, "{width} x {height}");
        assert!(size(&page.screenshot_print("driver-print").await).1 > 2000);
        let pdf = std::fs::read(page.print_pdf("driver").await).unwrap();
        assert!(pdf.starts_with(b"%PDF"));
        page.close().await;
    }

    async fn links_and_attributes_are_read(browser: Browser) {
        let page = home(&browser, Viewport::Desk).await;
        let links = page.links().await;
        assert_eq!(links.len(), 4);
        assert!(links[0].ends_with("/slow"));
        assert_eq!(page.attr("#title", "maxlength").await.as_deref(), Some("20"));
        assert_eq!(page.attr("#title", "min").await, None);
        page.close().await;
    }
}

/// A stand-in for the program: it names its address, as `wenming serve` does.
const STAND_IN: &str = r#"#!/usr/bin/env python3
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()
server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print("open http://127.0.0.1:%d/setup" % server.server_port, *sys.argv[1:], flush=True)
server.serve_forever()
"#;

#[test]
fn a_server_is_started_and_ended() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("wenming");
    std::fs::write(&program, STAND_IN).unwrap();
    std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755)).unwrap();
    let server = Server::launch(&program, "serve", &["--large"]).unwrap();
    let line = server.line_with("/setup").unwrap();
    assert!(line.contains("serve --listen 127.0.0.1:0 --data") && line.ends_with("--large"), "{line}");
    let address = server.url("").replace("http://", "");
    assert!(std::net::TcpStream::connect(&address).is_ok());
    drop(server);
    assert!(std::net::TcpStream::connect(&address).is_err());
}
