//! 繁體: pages are converted for display only. What stands in fields, and what is sent back, keeps
//! its characters, so that looking at a page never changes data.

use crate::{Web, cookie};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

/// Converts the text of HTML answers for browsers that asked for Traditional characters.
pub async fn convert(State(_): State<Web>, request: Request, next: Next) -> Response {
    let wanted = cookie::get(request.headers(), "script").as_deref() == Some("hant");
    let response = next.run(request).await;
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|media| media.starts_with("text/html"));
    if !(wanted && html) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, 32 * 1024 * 1024).await else {
        return Response::from_parts(parts, Body::empty());
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    let text = String::from_utf8_lossy(&bytes);
    Response::from_parts(parts, Body::from(traditional(&text)))
}

/// Converts text between tags, outside of `textarea`, `script`, `style` and `title` of fields.
fn traditional(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    let mut kept: Option<&str> = None;
    while let Some(open) = rest.find('<') {
        let (text, tail) = rest.split_at(open);
        if kept.is_some() {
            out.push_str(text);
        } else {
            out.push_str(&gongwen::to_traditional(text));
        }
        let end = tail.find('>').map_or(tail.len(), |end| end + 1);
        let (tag, after) = tail.split_at(end);
        let name = tag
            .trim_start_matches(['<', '/'])
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default();
        match kept {
            Some(element) if tag.starts_with("</") && name == element => kept = None,
            None if matches!(name, "textarea" | "script" | "style") && !tag.starts_with("</") => {
                kept = Some(name);
            }
            _ => {}
        }
        out.push_str(&tag.replacen("lang=\"zh-CN\"", "lang=\"zh-Hant\"", 1));
        rest = after;
    }
    out.push_str(&gongwen::to_traditional(rest));
    out
}
