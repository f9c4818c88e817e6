//! A browser of the mind: it drives the router without a socket and does what a person could do.
//! It fills fields by their label, presses buttons by their words, follows redirects and keeps
//! cookies. What a page does not offer cannot be done. Every page it meets is inspected (see
//! `inspect`); when it goes, no answer may have been a 5xx. It runs no script.

mod attack;
mod form;
mod inspect;
mod page;

pub use attack::{Attacked, HOSTILE};
pub use inspect::leads;
pub use page::Seen;

use crate::TestApp;
use app::Who;
use app::login::{self, Source};
use axum::Router;
use axum::http::{HeaderMap, Method, Request, header};
use form::{Body, Typed};
use http_body_util::{BodyExt, Full};
use std::collections::{BTreeMap, BTreeSet};
use tower::ServiceExt;

/// The name under which the browser reaches the server.
pub const HOST: &str = "wenming.test";

impl TestApp {
    /// A browser that nobody has used yet.
    pub fn browser(&self) -> Browser {
        self.browser_with(web::Config::default())
    }

    /// A browser on a server that is set up in another way.
    pub fn browser_with(&self, config: web::Config) -> Browser {
        Browser {
            app: self.app.clone(),
            router: web::router(self.app.clone(), config),
            cookies: BTreeMap::new(),
            page: None,
            typed: Vec::new(),
            scope: None,
            assets: BTreeSet::new(),
            faults: Vec::new(),
        }
    }
}

/// An answer as it came, before any redirect is followed.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value, empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

/// One browser with its cookies and the page it shows.
pub struct Browser {
    app: app::App,
    router: Router,
    cookies: BTreeMap<String, String>,
    page: Option<Seen>,
    typed: Vec<Typed>,
    /// Words of the row inside which labels and buttons are looked for.
    scope: Option<String>,
    /// Assets that were found to exist.
    assets: BTreeSet<String>,
    /// Every 5xx that was answered.
    faults: Vec<String>,
}

impl std::fmt::Debug for Browser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Browser")
            .field("url", &self.page.as_ref().map(|page| &page.url))
            .finish_non_exhaustive()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.faults.is_empty(), "the server broke: {:#?}", self.faults);
        }
    }
}

impl Browser {
    /// Begins a session for someone, without the login page.
    pub async fn sign_in(&mut self, who: &Who) -> &mut Self {
        let account = self.app.store.view().await.unwrap().account(who.account).await.unwrap();
        let source = Source { address: "local".into(), agent: "testkit".into() };
        let signed_in = login::begin(&self.app, &account, &source, None).await.unwrap();
        self.cookies.insert(web::request::SESSION.into(), signed_in.token);
        self
    }

    /// Opens a page and follows redirects.
    pub async fn visit(&mut self, path: &str) -> &mut Self {
        let answer = self.send(Method::GET, path, &[], Body::default()).await;
        self.settle(path.to_owned(), answer).await;
        self
    }

    /// Types into the field with this label.
    pub fn fill(&mut self, label: &str, value: &str) -> &mut Self {
        let typed = self.page().field(label, self.scope.as_deref()).typed(value);
        self.note(typed)
    }

    /// Chooses the option or radio button with these words in the list with this label.
    pub fn choose(&mut self, label: &str, option: &str) -> &mut Self {
        let typed = self.page().choice(label, option, self.scope.as_deref());
        self.note(typed)
    }

    /// Ticks or clears the box with this label.
    pub fn tick(&mut self, label: &str, on: bool) -> &mut Self {
        let typed = self.page().field(label, self.scope.as_deref()).ticked(on);
        self.note(typed)
    }

    /// Lays a file into the file field with this label.
    pub fn attach(&mut self, label: &str, name: &str, bytes: impl Into<Vec<u8>>) -> &mut Self {
        let typed = self.page().field(label, self.scope.as_deref()).file(name, bytes.into());
        self.note(typed)
    }

    fn note(&mut self, typed: Typed) -> &mut Self {
        self.typed.push(typed);
        self
    }

    /// Looks for labels, buttons and links only inside the row, item or section with these words,
    /// until the next page.
    pub fn inside(&mut self, words: &str) -> &mut Self {
        self.page().row(words);
        self.scope = Some(words.to_owned());
        self
    }

    /// Presses a button: submits the form that holds it with everything that the form has.
    pub async fn press(&mut self, button: &str) -> &mut Self {
        let sent = self.page().submission(button, self.scope.as_deref(), &self.typed);
        let method = if sent.post { Method::POST } else { Method::GET };
        let from = format!("http://{HOST}{}", self.page().url);
        let here = format!("http://{HOST}");
        let headers =
            [("origin", here.as_str()), ("referer", from.as_str()), ("sec-fetch-site", "same-origin")];
        let answer = self.send(method, &sent.url, &headers, sent.body).await;
        self.settle(sent.url, answer).await;
        self
    }

    /// Follows the link with these words.
    pub async fn follow(&mut self, words: &str) -> &mut Self {
        let url = self.page().link(words, self.scope.as_deref());
        self.visit(&url).await
    }

    /// Sends a form's fields as htmx or our own script does, with the page's token as a header.
    pub async fn script_post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token();
        let headers =
            [("x-csrf-token", token.as_str()), ("hx-request", "true"), ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, &headers, Body::fields(fields)).await
    }

    /// Sends bytes as our own script does, with the page's token as a header.
    pub async fn script_bytes(&mut self, path: &str, media: &str, bytes: impl Into<Vec<u8>>) -> Answer {
        let token = self.token();
        let headers = [("x-csrf-token", token.as_str()), ("sec-fetch-site", "same-origin")];
        let body = Body { media: media.into(), bytes: bytes.into() };
        self.send(Method::POST, path, &headers, body).await
    }

    /// A request as it is, with this browser's cookies and nothing else: for attacks and downloads.
    pub async fn raw(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        fields: &[(&str, &str)],
    ) -> Answer {
        let body = if method == "GET" { Body::default() } else { Body::fields(fields) };
        self.send(method.parse().unwrap(), path, headers, body).await
    }

    /// Bytes of a download.
    pub async fn download(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[], Body::default()).await
    }

    /// A JSON request of a program that holds a token; no cookie is sent.
    pub async fn api(&mut self, method: &str, path: &str, token: &str, json: &serde_json::Value) -> Answer {
        let kept = std::mem::take(&mut self.cookies);
        let bearer = format!("Bearer {token}");
        let headers: &[(&str, &str)] = if token.is_empty() { &[] } else { &[("authorization", &bearer)] };
        let body = if json.is_null() { Body::default() } else { Body::json(json) };
        let answer = self.send(method.parse().unwrap(), path, headers, body).await;
        self.cookies = kept;
        answer
    }

    /// Bytes that a program sends as they are.
    pub async fn api_bytes(&mut self, path: &str, token: &str, bytes: impl Into<Vec<u8>>) -> Answer {
        let kept = std::mem::take(&mut self.cookies);
        let bearer = format!("Bearer {token}");
        let body = Body { media: "application/octet-stream".into(), bytes: bytes.into() };
        let answer = self.send(Method::POST, path, &[("authorization", &bearer)], body).await;
        self.cookies = kept;
        answer
    }

    async fn send(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        let path = path.split('#').next().unwrap_or_default();
        let mut request = Request::builder().method(method.clone()).uri(path).header(header::HOST, HOST);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookies.is_empty() {
            let line: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, line.join("; "));
        }
        if !body.media.is_empty() {
            request = request.header(header::CONTENT_TYPE, &body.media);
        }
        request = request.header(header::CONTENT_LENGTH, body.bytes.len());
        let request = request.body(axum::body::Body::new(Full::from(body.bytes))).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        let answer = Answer { status: parts.status.as_u16(), headers: parts.headers, body };
        if answer.status >= 500 {
            self.faults.push(format!("{method} {path} answered {}", answer.status));
        }
        self.keep_cookies(&answer.headers);
        answer
    }

    /// Keeps what the server set; every cookie must be closed to scripts and to other sites.
    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            assert!(line.contains("HttpOnly") && line.contains("SameSite="), "an open cookie: {line}");
            let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).unwrap();
            if line.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Follows redirects to the page that is then shown.
    async fn settle(&mut self, mut url: String, mut answer: Answer) {
        for _ in 0..5 {
            if !(300..400).contains(&answer.status) {
                break;
            }
            url = answer.header("location").to_owned();
            assert!(
                url.starts_with('/') && !url.starts_with("//"),
                "a redirect leads out of the house: {url}"
            );
            answer = self.send(Method::GET, &url, &[], Body::default()).await;
        }
        self.typed.clear();
        self.scope = None;
        let page = Seen::new(url, answer);
        if page.is_html() {
            inspect::page(&page);
            for asset in inspect::assets(&page) {
                if self.assets.insert(asset.clone()) {
                    let found = self.send(Method::GET, &asset, &[], Body::default()).await.status;
                    assert_eq!(found, 200, "{} asks for {asset}", page.url);
                }
            }
        }
        self.page = Some(page);
    }

    /// The page that is shown.
    pub fn page(&self) -> &Seen {
        self.page.as_ref().expect("no page was visited yet")
    }

    pub fn status(&self) -> u16 {
        self.page().answer.status
    }

    /// Path and query of the page.
    pub fn url(&self) -> &str {
        &self.page().url
    }

    pub fn header(&self, name: &str) -> &str {
        self.page().answer.header(name)
    }

    /// The token that forms of this page carry.
    pub fn token(&self) -> String {
        self.page().attribute("meta[name=csrf]", "content")
    }

    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Sets a cookie, as an attacker or an older version of the page could have done.
    pub fn set_cookie(&mut self, name: &str, value: &str) -> &mut Self {
        self.cookies.insert(name.into(), value.into());
        self
    }

    /// Asserts the status of the answer.
    #[track_caller]
    pub fn answered(&self, status: u16) -> &Self {
        assert_eq!(self.status(), status, "{}: {}", self.url(), self.page().text());
        self
    }

    /// Asserts that these words stand on the page.
    #[track_caller]
    pub fn sees(&self, words: &str) -> &Self {
        let text = self.page().text();
        assert!(text.contains(words), "{} does not say “{words}”; it says: {text}", self.url());
        self
    }

    /// Asserts that these words do not stand on the page.
    #[track_caller]
    pub fn lacks(&self, words: &str) -> &Self {
        let text = self.page().text();
        assert!(!text.contains(words), "{} says “{words}”: {text}", self.url());
        self
    }

    /// Asserts how many elements fit a selector.
    #[track_caller]
    pub fn count(&self, selector: &str, expect: usize) -> &Self {
        assert_eq!(self.page().count(selector), expect, "{selector} on {}", self.url());
        self
    }

    /// What stands in the field with this label.
    pub fn value(&self, label: &str) -> String {
        self.page().field(label, self.scope.as_deref()).value()
    }
}
