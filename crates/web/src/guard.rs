//! What holds for every request: security headers, the origin of writes, one log line.

use crate::refusal::Refusal;
use crate::{Web, cookie};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// No inline script, no foreign host, no frame around us.
const CSP: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
                   object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// What a PDF of ours, or the sentence in its place, may do inside a frame of our own page: be shown, and
/// nothing else. The viewers of browsers style their own frame.
const FRAMED: &str =
    "default-src 'none'; style-src 'self' 'unsafe-inline'; object-src 'self'; frame-ancestors 'self'";

/// Mark of an answer that our own pages show in a frame.
#[derive(Debug, Clone, Copy)]
pub struct Framed;

/// Security headers on every answer; pages are never kept by caches.
pub async fn headers(State(web): State<Web>, request: Request, next: Next) -> Response {
    let noticed = cookie::get(request.headers(), "notice").is_some_and(|text| !text.is_empty());
    let mut response = next.run(request).await;
    let page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|media| media.as_bytes().starts_with(b"text/html"));
    if noticed && page {
        // A notice is shown once.
        if let Ok(line) = HeaderValue::from_str(&cookie::set("notice", "", Some(0), false)) {
            response.headers_mut().append(header::SET_COOKIE, line);
        }
    }
    let framed = response.extensions().get::<Framed>().is_some();
    let (policy, frames) = if framed { (FRAMED, "SAMEORIGIN") } else { (CSP, "DENY") };
    let headers = response.headers_mut();
    for (name, value) in [
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("x-frame-options", frames),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "geolocation=(), microphone=(), payment=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if web.config.https {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// A write must come from one of our own pages. Browsers send `Sec-Fetch-Site` or `Origin`; where
/// both are missing the token of the form decides alone.
pub async fn origin(State(web): State<Web>, request: Request, next: Next) -> Response {
    let writes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if writes && !request.uri().path().starts_with("/api/") && !from_here(&web, &request) {
        return Refusal::Forged.into_response();
    }
    next.run(request).await
}

fn from_here(web: &Web, request: &Request) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    if header("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return false;
    }
    match (header("origin"), header("host")) {
        (None, _) => true,
        (Some(origin), host) => {
            let authority = origin.split_once("://").map(|(_, rest)| rest);
            let ours =
                web.config.public_url.as_deref().and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
            authority.is_some() && (authority == host || authority == ours)
        }
    }
}

/// One line per request, without the query: it may hold what someone searched for.
pub async fn log(request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let path = redacted(request.uri().path());
    let response = next.run(request).await;
    tracing::info!(%method, path, status = response.status().as_u16(), "request");
    response
}

/// Addresses that are secrets themselves are cut.
fn redacted(path: &str) -> String {
    for prefix in ["/setup/", "/activate/", "/feed/", "/assess/"] {
        if path.starts_with(prefix) {
            return format!("{prefix}…");
        }
    }
    path.to_owned()
}
