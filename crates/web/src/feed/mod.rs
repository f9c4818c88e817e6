//! 日历订阅: the page where a person makes, renews and ends the secret address, and the calendar
//! that stands under it.

mod ics;

use crate::Web;
use crate::form::Form;
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use app::feed;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::refused::Refused;

pub fn routes() -> Vec<Route> {
    vec![
        get("/feed", Access::May(Action::MakeFeed), show),
        post("/feed/renew", Access::May(Action::MakeFeed), renew),
        post("/feed/revoke", Access::May(Action::MakeFeed), revoke),
        get("/feed/{name}", Access::Anyone, read),
    ]
}

#[derive(Template)]
#[template(path = "feed/own.html")]
pub struct FeedPage {
    shell: Shell,
    /// When the address was made, if there is one.
    since: Option<String>,
    /// The address, shown once after it was made.
    address: Option<String>,
}

async fn page(ctx: &Ctx, address: Option<String>) -> app::Result<FeedPage> {
    let open = feed::current(&ctx.app, &ctx.who).await?;
    Ok(FeedPage {
        shell: ctx.shell("日历订阅").await?,
        since: open.map(|feed| domain::Day::of_instant(feed.created).full_text()),
        address,
    })
}

async fn show(ctx: Ctx) -> Answer<Page<FeedPage>> {
    Ok(Page::ok(page(&ctx, None).await?))
}

/// Answers with the page itself: the secret stands in no address and no cookie.
async fn renew(
    State(web): State<Web>,
    headers: HeaderMap,
    ctx: Ctx,
    Form(()): Form<()>,
) -> Answer<Page<FeedPage>> {
    let token = feed::renew(&ctx.app, &ctx.who).await?;
    let address = format!("{}/feed/{token}.ics", base(&web, &headers));
    Ok(Page::ok(page(&ctx, Some(address)).await?))
}

async fn revoke(ctx: Ctx, Form(()): Form<()>) -> Answer<Redirected> {
    feed::revoke(&ctx.app, &ctx.who).await?;
    Ok(ctx.done("/feed", "订阅已停用，原来的地址立即失效。"))
}

/// The address under which this browser reached us.
fn base(web: &Web, headers: &HeaderMap) -> String {
    if let Some(url) = &web.config.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let scheme = if web.config.https { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// The calendar under a secret address. What is not there, was ended or never was, answers alike.
async fn read(State(web): State<Web>, headers: HeaderMap, Path(name): Path<String>) -> Answer<Response> {
    let token = name.strip_suffix(".ics").filter(|token| token.len() <= 100).ok_or(Refused::NotFound)?;
    let view = feed::read(&web.app, token).await?;
    let body = ics::calendar(&view, &base(&web, &headers));
    let tag = format!("\"{}\"", &app::secret::digest(&body)[..32]);
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    let same =
        known.is_some_and(|tags| tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag));
    let caching = [
        (header::ETAG, tag),
        (header::LAST_MODIFIED, ics::http_date(view.changed)),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    if same {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    let media = [(header::CONTENT_TYPE, "text/calendar; charset=utf-8")];
    Ok((caching, media, body).into_response())
}
