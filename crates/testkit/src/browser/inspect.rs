//! What holds for every page of the product: links lead to routes that exist, forms that write
//! carry the token, no script or style stands in the page, nothing comes from another host.

use super::page::Seen;
use web::route::Verb;

pub(super) fn page(page: &Seen) {
    links(page);
    forms(page);
    nothing_inline(page);
}

/// Every internal link leads to a route, every link inside the page to an element.
fn links(page: &Seen) {
    for link in page.all("a[href]") {
        let href = link.value().attr("href").unwrap_or_default();
        if href.starts_with("http") || href.starts_with("mailto:") || href.starts_with("tel:") {
            assert_eq!(link.value().attr("rel"), Some("noreferrer"), "{} links outside: {href}", page.url);
            continue;
        }
        if let Some(id) = href.strip_prefix('#') {
            assert!(page.by_id(id).is_some(), "{}: nothing has the id {id}", page.url);
            continue;
        }
        let url = page.resolve(href);
        assert!(leads(Verb::Get, &url), "{} links to {url}, which is no route", page.url);
    }
}

/// Every form leads to a route of its verb, and what writes carries the token of the session.
fn forms(page: &Seen) {
    for form in page.all("form") {
        let post = form.value().attr("method").is_some_and(|it| it.eq_ignore_ascii_case("post"));
        let url = page.resolve(form.value().attr("action").unwrap_or_default());
        let verb = if post { Verb::Post } else { Verb::Get };
        assert!(leads(verb, &url), "{}: the form to {url} leads to no route", page.url);
        let token = form.select(&super::page::selector("input[name=csrf]")).next();
        assert_eq!(post, token.is_some(), "{}: the form to {url} and its token", page.url);
    }
    for element in page.all("[hx-post]") {
        let url = page.resolve(element.value().attr("hx-post").unwrap_or_default());
        assert!(leads(Verb::Post, &url), "{}: hx-post leads to {url}, which is no route", page.url);
    }
    for element in page.all("[hx-get]") {
        let url = page.resolve(element.value().attr("hx-get").unwrap_or_default());
        assert!(leads(Verb::Get, &url), "{}: hx-get leads to {url}, which is no route", page.url);
    }
}

/// The content policy would refuse it: better seen here than in a browser's console.
pub(super) fn nothing_inline(page: &Seen) {
    assert_eq!(page.count("style, [style], script:not([src])"), 0, "inline script or style on {}", page.url);
    for element in page.html.tree.nodes().filter_map(|node| node.value().as_element()) {
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on"), "{}: <{} {name}={value}>", page.url, element.name());
            assert!(!value.trim_start().starts_with("javascript:"), "{}: {name}={value}", page.url);
        }
    }
}

/// Addresses of what the page loads; all of them must be our own.
pub(super) fn assets(page: &Seen) -> Vec<String> {
    let mut found = Vec::new();
    for (css, name) in
        [("link[href]", "href"), ("script[src]", "src"), ("img[src]", "src"), ("use[href]", "href")]
    {
        for element in page.all(css) {
            let url = element.value().attr(name).unwrap_or_default();
            assert!(
                url.starts_with('/') && !url.starts_with("//")
                    || url.starts_with('#')
                    || url.starts_with("data:"),
                "{} loads {url}",
                page.url
            );
            if url.starts_with("/assets/") {
                found.push(url.split('#').next().unwrap_or_default().to_owned());
            }
        }
    }
    found
}

/// Whether an address leads to a route of this verb.
pub fn leads(verb: Verb, url: &str) -> bool {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    web::routes().iter().any(|route| route.verb == verb && fits(route.path, path))
}

/// The pattern of the page route that an address leads to.
pub(super) fn pattern(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let fitting = |route: &&web::route::Route| route.verb == Verb::Get && fits(route.path, path);
    web::routes().iter().find(fitting).map(|route| route.path.to_owned())
}

fn fits(pattern: &str, path: &str) -> bool {
    if let Some((head, _)) = pattern.split_once("{*") {
        return path.len() > head.len() && path.starts_with(head);
    }
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    let same = |(p, s): (&&str, &&str)| p == s || (p.starts_with('{') && !s.is_empty());
    pattern.len() == path.len() && pattern.iter().zip(&path).all(same)
}
