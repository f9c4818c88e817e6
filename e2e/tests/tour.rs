//! Every page of the demonstration, as the people of it see them: at the desk and on the phone, with
//! no error in the console and nothing wider than the screen.

mod people;

use e2e::{Server, Viewport};
use people::sign_in;

/// Who opens which pages.
const ROUNDS: &[(&str, &[&str])] = &[
    (
        "office",
        &[
            "/work",
            "/campaign",
            "/tasks",
            "/tasks?state=late",
            "/tasks/assign",
            "/drafts",
            "/review",
            "/records",
            "/calendar",
            "/messages",
            "/search?q=文明單位",
            "/audit",
            "/accounts",
            "/feed",
            "/leader",
        ],
    ),
    ("leader", &["/leader", "/campaign", "/work"]),
    ("liaison", &["/work", "/tasks", "/records", "/records/new", "/calendar", "/messages"]),
    ("staff", &["/work", "/messages"]),
    ("unit", &["/work", "/tasks"]),
];

fn name(login: &str, path: &str, view: Viewport) -> String {
    let page: String = path.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let size = if view == Viewport::Phone { "phone" } else { "desk" };
    format!("tour{}_{login}_{size}", page.trim_end_matches('_'))
}

async fn round(browser: &e2e::Browser, server: &Server, view: Viewport) {
    for (login, paths) in ROUNDS {
        let page = browser.page(view).await;
        sign_in(&page, server, login).await;
        for path in *paths {
            page.goto(&server.url(path)).await;
            assert_eq!(page.status(), 200, "{login} {path}");
            page.screenshot_full(&name(login, path, view)).await;
            let over: i64 = page
                .eval("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                .await;
            assert!(over <= 0, "{login} {path} is {over} pixels wider than the screen");
        }
        page.close().await;
    }
}

e2e::in_both_browsers! {
    async fn every_page_fits_the_desk(browser: Browser) {
        let server = Server::demo(&[]);
        round(&browser, &server, Viewport::Desk).await;
    }

    async fn every_page_fits_the_phone(browser: Browser) {
        let server = Server::demo(&[]);
        round(&browser, &server, Viewport::Phone).await;
    }
}
