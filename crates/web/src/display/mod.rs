//! 大字 and 繁體: how this browser wants to see pages, kept in cookies.

use crate::cookie;
use crate::form::Form;
use crate::page::Redirected;
use crate::route::{Access, Route, post};
use axum::http::HeaderMap;
use serde::Deserialize;

pub fn routes() -> Vec<Route> {
    vec![post("/display", Access::Anyone, choose)]
}

#[derive(Debug, Deserialize)]
struct Choice {
    large: Option<String>,
    script: Option<String>,
}

const YEAR: i64 = 365 * 24 * 3600;

async fn choose(headers: HeaderMap, Form(choice): Form<Choice>) -> Redirected {
    let mut redirect = Redirected::to(back(&headers));
    if let Some(large) = choice.large {
        let value = if large == "on" { "on" } else { "off" };
        redirect = redirect.cookie(cookie::set("large", value, Some(YEAR), false));
    }
    if let Some(script) = choice.script {
        let value = if script == "hant" { "hant" } else { "hans" };
        redirect = redirect.cookie(cookie::set("script", value, Some(YEAR), false));
    }
    redirect
}

/// Path and query of the page one came from; never another host.
fn back(headers: &HeaderMap) -> String {
    let referer = headers.get("referer").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = referer.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    path.filter(|path| !path.starts_with("//")).unwrap_or("/").to_owned()
}
