//! Answers: a page is a template struct, a redirect follows every act.

use crate::cookie;
use crate::refusal::Refusal;
use crate::shell::Notice;
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

/// What a handler returns.
pub type Answer<T = Response> = Result<T, Refusal>;

/// A rendered page with its status.
#[derive(Debug)]
pub struct Page<T> {
    pub status: StatusCode,
    pub template: T,
}

impl<T: Template> Page<T> {
    pub fn ok(template: T) -> Self {
        Self { status: StatusCode::OK, template }
    }

    /// A form that was refused, with what was typed: 422.
    pub fn refused(template: T) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, template }
    }
}

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.template.render() {
            Ok(html) => (self.status, Html(html)).into_response(),
            Err(error) => Refusal::from(app::Error::fault("template", error)).into_response(),
        }
    }
}

/// 303 to another page, with cookies and perhaps a notice.
#[derive(Debug, Default)]
pub struct Redirected {
    url: String,
    cookies: Vec<String>,
}

impl Redirected {
    pub fn to(url: impl Into<String>) -> Self {
        Self { url: url.into(), cookies: Vec::new() }
    }

    /// The next page shows the sentence once.
    pub fn with_notice(url: impl Into<String>, kind: &str, sentence: impl Into<String>) -> Self {
        let notice = Notice { kind: kind.to_owned(), text: sentence.into() };
        Self::to(url).cookie(cookie::set("notice", &notice.encode(), Some(60), false))
    }

    pub fn cookie(mut self, line: String) -> Self {
        self.cookies.push(line);
        self
    }
}

impl IntoResponse for Redirected {
    fn into_response(self) -> Response {
        let mut response = StatusCode::SEE_OTHER.into_response();
        let headers = response.headers_mut();
        if let Ok(url) = HeaderValue::from_str(&self.url) {
            headers.insert(header::LOCATION, url);
        }
        for line in &self.cookies {
            if let Ok(line) = HeaderValue::from_str(line) {
                headers.append(header::SET_COOKIE, line);
            }
        }
        response
    }
}

/// Bytes to be saved, never shown inline. The name may be Chinese (RFC 6266, RFC 5987).
#[derive(Debug)]
pub struct Download {
    pub name: String,
    pub media: &'static str,
    pub bytes: Vec<u8>,
}

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        (
            [
                (header::CONTENT_TYPE, self.media.to_owned()),
                (header::CONTENT_DISPOSITION, attachment(&self.name)),
            ],
            self.bytes,
        )
            .into_response()
    }
}

/// `Content-Disposition` for a file name of any script.
pub fn attachment(name: &str) -> String {
    let ascii: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' })
        .collect();
    let encoded: String = name
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_') {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect();
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}
