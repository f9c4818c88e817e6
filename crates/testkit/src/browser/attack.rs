//! An attacker with a session: it walks through all pages it is shown and sends every form with
//! hostile text in every field, then walks again to see what the pages made of it.

use super::page::{Seen, selector};
use super::{Browser, HOST, inspect};
use scraper::ElementRef;
use std::collections::{BTreeMap, BTreeSet};
use web::route::Verb;

/// Text that breaks out of HTML, SQL, spreadsheets, paths and lines of Unicode.
pub const HOSTILE: &[&str] = &[
    "\"><img src=x onerror=alert(1)><script>alert(1)</script>",
    "'); drop table account; --",
    "=HYPERLINK(\"http://evil.example\")",
    "../../etc/passwd\u{202e}fdp.exe\u{0}\u{feff}𠮷\u{1F1E8}\u{1F1F3}",
];

/// Where the walk ends: pages of one route look alike.
const PER_ROUTE: usize = 3;

/// What was attacked.
#[derive(Debug, Default)]
pub struct Attacked {
    pub pages: BTreeSet<String>,
    /// Address and field names of each form.
    pub forms: BTreeSet<String>,
    pub sent: usize,
}

struct Found {
    post: bool,
    action: String,
    /// Name, value, and whether a person can type into it.
    fields: Vec<(String, String, bool)>,
}

impl Browser {
    /// Walks from these pages and attacks every form but that of logging out. Panics where a page
    /// shows hostile text as anything but text; a 5xx fails the test when the browser goes.
    pub async fn attack(&mut self, start: &[&str]) -> Attacked {
        let mut done = Attacked::default();
        for page in self.walk(start).await {
            self.visit(&page).await;
            for form in forms(self.page()) {
                let names: Vec<&str> = form.fields.iter().map(|(name, ..)| name.as_str()).collect();
                let pattern = inspect::pattern(&form.action).unwrap_or_else(|| form.action.clone());
                let known = done.forms.insert(format!("{pattern} {}", names.join(" ")));
                if form.action == "/logout" || !known {
                    continue;
                }
                done.sent += self.send_hostile(&page, &form).await;
            }
            done.pages.insert(page);
        }
        self.walk(start).await;
        done
    }

    async fn send_hostile(&mut self, page: &str, form: &Found) -> usize {
        let mut sent = 0;
        // First what can be typed, then also what only a forged request can carry.
        for forged in [false, true] {
            for hostile in HOSTILE {
                self.visit(page).await;
                let token = self.token();
                let pairs: Vec<(&str, &str)> = form
                    .fields
                    .iter()
                    .map(|(name, value, typed)| match name.as_str() {
                        "csrf" => ("csrf", token.as_str()),
                        _ if forged || *typed => (name.as_str(), *hostile),
                        _ => (name.as_str(), value.as_str()),
                    })
                    .collect();
                let here = format!("http://{HOST}");
                let query = serde_urlencoded::to_string(&pairs).unwrap();
                let answer = if form.post {
                    self.raw("POST", &form.action, &[("origin", &here)], &pairs).await
                } else {
                    self.raw("GET", &format!("{}?{query}", form.action), &[], &[]).await
                };
                sent += 1;
                let answer = Seen::new(form.action.clone(), answer);
                if answer.is_html() {
                    inspect::nothing_inline(&answer);
                    assert_eq!(answer.count("img[src=x]"), 0, "{} shows an attack as HTML", answer.url);
                }
                let place = answer.answer.header("location");
                assert!(place.is_empty() || place.starts_with('/') && !place.starts_with("//"), "{place}");
            }
        }
        sent
    }

    /// All pages that links lead to from these, each of them inspected.
    async fn walk(&mut self, start: &[&str]) -> BTreeSet<String> {
        let mut waiting: Vec<String> = start.iter().map(ToString::to_string).collect();
        let mut seen = BTreeSet::new();
        let mut per_route: BTreeMap<String, usize> = BTreeMap::new();
        while let Some(url) = waiting.pop() {
            let Some(pattern) = inspect::pattern(&url) else { continue };
            let times = per_route.entry(pattern).or_default();
            if *times >= PER_ROUTE || !seen.insert(url.clone()) {
                continue;
            }
            *times += 1;
            self.visit(&url).await;
            if !self.page().is_html() {
                seen.remove(&url);
                continue;
            }
            for link in self.page().all("a[href]") {
                let href = link.value().attr("href").unwrap_or_default();
                if !href.starts_with('#') && inspect::leads(Verb::Get, &self.page().resolve(href)) {
                    waiting.push(self.page().resolve(href));
                }
            }
        }
        seen
    }
}

fn forms(page: &Seen) -> Vec<Found> {
    let css = selector("input, textarea, select, button[name]");
    let found = |form: ElementRef<'_>| Found {
        post: form.value().attr("method").is_some_and(|it| it.eq_ignore_ascii_case("post")),
        action: page.resolve(form.value().attr("action").unwrap_or_default()),
        fields: form.select(&css).filter_map(field).collect(),
    };
    page.all("form").into_iter().filter(|it| it.value().attr("enctype").is_none()).map(found).collect()
}

fn field(control: ElementRef<'_>) -> Option<(String, String, bool)> {
    let element = control.value();
    let name = element.attr("name")?.to_owned();
    let value = match element.name() {
        "select" => control.select(&selector("option")).next().and_then(|it| it.value().attr("value")),
        _ => element.attr("value"),
    };
    let kind = element.attr("type").unwrap_or("text");
    let typed = element.name() == "textarea"
        || element.name() == "input" && !matches!(kind, "hidden" | "checkbox" | "radio" | "submit" | "file");
    Some((name, value.unwrap_or_default().to_owned(), typed))
}
