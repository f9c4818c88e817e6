//! The month with its festivals and due days; the feed as a calendar program fetches it, and no longer
//! after it is revoked.

use crate::people::sign_in;
use e2e::{Browser, Server, Viewport};
use std::io::{Read, Write};
use std::net::TcpStream;

/// Status and body of an address, asked without cookies, as a calendar program does.
fn fetch(address: &str) -> (u16, String) {
    let (host, path) = address.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    (answer[9..12].parse().unwrap(), answer)
}

pub async fn is_seen_fetched_and_revoked(browser: &Browser, server: &Server) {
    let page = browser.page(Viewport::Desk).await;
    sign_in(&page, server, "liaison").await;
    page.goto(&server.url("/calendar")).await;
    assert_eq!(page.count(".cal .is-today").await, 1, "today is marked");
    let days = page.count(".cal td").await;
    assert!(days % 7 == 0 && days >= 28, "{days} days in whole weeks");
    let this = page.text().await;
    page.click("下个月").await;
    assert_ne!(page.text().await, this);
    page.goto(&server.url("/calendar?month=2026-06")).await;
    page.wait_for_text("2026 年 6 月").await;
    let festival: String =
        page.eval("document.querySelector(\"td time[datetime='2026-06-19']\").closest('td').innerText").await;
    assert!(festival.contains("端午节") && festival.contains('休'), "{festival}");
    page.screenshot("seen_calendar").await;

    page.goto(&server.url("/feed")).await;
    page.click("生成订阅地址").await;
    let address = page.value("地址").await;
    let (status, feed) = fetch(&address);
    assert_eq!(status, 200);
    assert!(feed.contains("BEGIN:VCALENDAR") && feed.trim_end().ends_with("END:VCALENDAR"));
    let events = feed.matches("BEGIN:VEVENT").count();
    assert!(events > 0 && feed.matches("DTSTART").count() >= events, "{events} events");
    page.goto(&server.url("/feed")).await;
    page.click("停用订阅").await;
    page.wait_for_text("还没有开通").await;
    let (status, answer) = fetch(&address);
    assert!(status == 404 && !answer.contains("VCALENDAR"), "{answer}");
    page.close().await;
}
