//! Style sheets, scripts and icons from inside the binary, and the health check.

use crate::Web;
use crate::request::Path;
use crate::route::{Access, Route, get};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use include_dir::{Dir, include_dir};

static ASSETS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets");

pub fn routes() -> Vec<Route> {
    vec![get("/assets/{*path}", Access::Anyone, asset), get("/healthz", Access::Anyone, health)]
}

async fn asset(Path(path): Path<String>) -> Response {
    let Some(file) = ASSETS.get_file(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let media = match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "text/plain; charset=utf-8",
    };
    // The address carries the version: an asset never changes under it.
    let headers =
        [(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, "public, max-age=604800, immutable")];
    (headers, file.contents()).into_response()
}

/// 200 when the database answers.
async fn health(State(web): State<Web>) -> Response {
    let ready = match web.app.store.view().await {
        Ok(mut view) => view.bureaus().await.is_ok(),
        Err(_) => false,
    };
    if ready { "ok".into_response() } else { StatusCode::SERVICE_UNAVAILABLE.into_response() }
}
