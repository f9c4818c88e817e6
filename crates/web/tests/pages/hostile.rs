//! Forged requests, open redirects, headers, and hostile text in every form there is.

use domain::authority::Role;
use testkit::browser::HOST;
use web::Config;

/// Asks for the headers that every answer carries.
fn guarded(answer: &testkit::browser::Answer) {
    let csp = answer.header("content-security-policy");
    assert!(csp.contains("script-src 'self'") && csp.contains("style-src 'self'"), "{csp}");
    assert!(!csp.contains("unsafe"), "{csp}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
}

testkit::on_both_engines! {
    async fn a_write_needs_the_token_of_its_session(app) {
        let office = app.founded().await;
        let (mut browser, mut other) = (app.browser(), app.browser());
        browser.sign_in(&office.who).await.visit("/account").await;
        other.sign_in(&office.who).await.visit("/account").await;
        let foreign = other.token();
        assert_ne!(foreign, browser.token());
        let path = format!("/accounts/{}/state", office.who.account);
        for fields in [vec![], vec![("csrf", "")], vec![("csrf", foreign.as_str())]] {
            let answer = browser.raw("POST", &path, &[], &fields).await;
            assert_eq!(answer.status, 403, "{fields:?}");
            guarded(&answer);
        }
        let own = browser.token();
        for headers in [
            [("origin", "http://evil.example")],
            [("origin", "null")],
            [("sec-fetch-site", "cross-site")],
            [("sec-fetch-site", "same-site")],
        ] {
            let answer = browser.raw("POST", "/display", &headers, &[("csrf", &own), ("large", "on")]).await;
            assert_eq!(answer.status, 403, "{headers:?}");
        }
        let here = format!("http://{HOST}");
        let answer = browser.raw("POST", "/display", &[("origin", &here)], &[("csrf", &own), ("large", "on")]).await;
        assert_eq!(answer.status, 303);
    }

    async fn a_login_cannot_be_forged_without_the_visits_cookie(app) {
        app.founded().await;
        let mut browser = app.browser();
        for fields in [vec![("login", "linxw"), ("password", "x")], vec![("csrf", ""), ("login", "linxw"), ("password", "x")]] {
            assert_eq!(browser.raw("POST", "/login", &[], &fields).await.status, 403);
        }
        // A short cookie that someone else planted is no token either.
        browser.set_cookie("visit", "a");
        let fields = [("csrf", "a"), ("login", "linxw"), ("password", "x")];
        assert_eq!(browser.raw("POST", "/login", &[], &fields).await.status, 403);
    }

    async fn every_answer_is_guarded(app) {
        let office = app.founded().await;
        let mut browser = app.browser();
        for path in ["/login", "/nowhere", "/account", "/assets/theme.css", "/healthz"] {
            guarded(&browser.raw("GET", path, &[], &[]).await);
        }
        assert_eq!(browser.raw("GET", "/login", &[], &[]).await.header("cache-control"), "no-store");
        assert_eq!(browser.raw("GET", "/login", &[], &[]).await.header("strict-transport-security"), "");
        let mut https = app.browser_with(Config { https: true, ..Config::default() });
        assert!(https.raw("GET", "/login", &[], &[]).await.header("strict-transport-security").contains("max-age"));
        browser.sign_in(&office.who).await;
        guarded(&browser.raw("GET", "/accounts", &[], &[]).await);
    }

    async fn nobody_is_led_out_of_the_house(app) {
        let office = app.founded().await;
        let password = app.hashing.hash(&app.keys, "chun-feng-2026".into()).await.unwrap();
        app.set_password(&office.who, &password).await;
        for next in ["//evil.example", "http://evil.example", "/\\evil.example", "javascript:alert(1)", ""] {
            let mut browser = app.browser();
            browser.visit("/login").await;
            let token = browser.token();
            let fields = [("csrf", token.as_str()), ("login", "linxw"), ("password", "chun-feng-2026"), ("next", next)];
            let answer = browser.raw("POST", "/login", &[], &fields).await;
            assert_eq!((answer.status, answer.header("location")), (303, "/"), "{next}");
        }
        let mut browser = app.browser();
        browser.visit("/login").await;
        let token = browser.token();
        let evil = [("referer", "http://evil.example//evil.example/x")];
        let answer = browser.raw("POST", "/display", &evil, &[("csrf", &token), ("large", "on")]).await;
        assert_eq!(answer.header("location"), "/");
    }

    async fn hostile_text_stays_text_in_every_form(app) {
        let token = app::setup::offer(&app).await.unwrap().unwrap();
        let mut visitor = app.browser();
        let attacked = visitor.attack(&["/login", "/activate", &format!("/setup/{token}")]).await;
        assert!(attacked.forms.len() >= 4, "{attacked:?}");
        let token = app::setup::offer(&app).await.unwrap();
        if let Some(token) = token {
            assert!(app::setup::open(&app, &token).await.unwrap());
        }
    }

    async fn hostile_text_stays_text_for_the_office(app) {
        let office = app.founded().await;
        app.user(&office, office.unit, "孟青", "mengq", Role::Staff).await;
        let mut browser = app.browser();
        let start: Vec<String> = open_pages();
        let start: Vec<&str> = start.iter().map(String::as_str).collect();
        let attacked = browser.sign_in(&office.who).await.attack(&start).await;
        assert!(attacked.forms.len() >= 6 && attacked.sent > 40, "{attacked:?}");
        browser.visit("/account").await.answered(200);
    }
}

/// Pages without an id in their address.
fn open_pages() -> Vec<String> {
    let page = |route: &web::route::Route| route.verb == web::route::Verb::Get && !route.path.contains('{');
    web::routes().iter().filter(|route| page(route)).map(|route| route.path.to_owned()).collect()
}
