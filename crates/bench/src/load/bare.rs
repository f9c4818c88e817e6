//! The page to compare with: axum, one route, a text of the same weight, nothing else.

use super::Result;
use crate::say;
use axum::Router;
use axum::response::Html;
use axum::routing::get;

/// Serves a page of `bytes` bytes until the process is ended.
pub async fn serve(bytes: usize) -> Result<()> {
    let page = format!("<!doctype html><title>bare</title>{}", "文明".repeat(bytes / 6));
    let router = Router::new().route("/", get(move || std::future::ready(Html(page.clone()))));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    say(&format!("http://{}", listener.local_addr()?));
    Ok(axum::serve(listener, router).await?)
}
