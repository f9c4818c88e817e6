//! What a handler knows of its request: who asks, from where, and how the page should look.

use crate::page::Redirected;
use crate::refusal::Refusal;
use crate::shell::{Notice, Shell};
use crate::{Web, cookie};
use app::{App, Who, login};
use axum::extract::rejection::PathRejection;
use axum::extract::{self, ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use domain::Refused;
use domain::account::Session;
use serde::de::DeserializeOwned;
use std::net::{IpAddr, SocketAddr};

/// Name of the session cookie. `__Host-` needs https.
pub const SESSION: &str = "wenming_session";
pub const SESSION_HTTPS: &str = "__Host-wenming_session";

/// How this browser wants to see pages.
#[derive(Debug, Clone, Default)]
pub struct Look {
    /// Large type (适老化).
    pub large: bool,
    /// Traditional characters.
    pub traditional: bool,
}

/// Where browsers reach the server.
#[derive(Debug, Clone, Default)]
pub struct Base {
    /// Without a slash at the end.
    pub url: String,
    /// Whether it was taken from the request, because the administrator has set none.
    pub guessed: bool,
}

impl Base {
    fn of(parts: &Parts, web: &Web) -> Self {
        if let Some(url) = &web.config.public_url {
            return Self { url: url.clone(), guessed: false };
        }
        let host = parts.headers.get("host").and_then(|value| value.to_str().ok()).unwrap_or("localhost");
        let scheme = if web.config.https { "https" } else { "http" };
        Self { url: format!("{scheme}://{host}"), guessed: true }
    }
}

/// A request of someone who is signed in. Dereferences to [`Who`].
#[derive(Debug, Clone)]
pub struct Ctx {
    pub app: App,
    pub who: Who,
    pub session: Session,
    pub look: Look,
    pub notices: Vec<Notice>,
    /// Path of the request: it marks the place in the menu.
    pub path: String,
    /// Whether htmx asks for a part of a page.
    pub fragment: bool,
    pub base: Base,
}

impl std::ops::Deref for Ctx {
    type Target = Who;
    fn deref(&self) -> &Who {
        &self.who
    }
}

impl Ctx {
    /// The frame of a page with this title.
    pub async fn shell(&self, title: impl Into<String>) -> app::Result<Shell> {
        Shell::signed_in(self, title.into()).await
    }

    /// Leads to another page, which then shows one sentence about what was done.
    pub fn done(&self, url: impl Into<String>, sentence: impl Into<String>) -> Redirected {
        Redirected::with_notice(url, "ok", sentence)
    }
}

impl FromRequestParts<Web> for Ctx {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Refusal> {
        if let Some(ctx) = parts.extensions.get::<Self>() {
            return Ok(ctx.clone());
        }
        let back = || Refusal::SignIn { back: parts.uri.path_and_query().map(ToString::to_string) };
        let name = if web.config.https { SESSION_HTTPS } else { SESSION };
        let token = cookie::get(&parts.headers, name).ok_or_else(back)?;
        let resumed = login::resume(&web.app, &token).await.map_err(Refusal::from)?;
        let (session, actor) = resumed.ok_or_else(back)?;
        let visitor = Visitor::of(parts, web);
        Ok(Self {
            app: web.app.clone(),
            who: Who { actor, source: visitor.address },
            session,
            look: visitor.look,
            notices: visitor.notices,
            path: parts.uri.path().to_owned(),
            fragment: parts.headers.contains_key("hx-request"),
            base: visitor.base,
        })
    }
}

/// The ids in the address of a page. Where one is none, there is no such page.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Web> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Refusal> {
        match extract::Path::from_request_parts(parts, web).await {
            Ok(extract::Path(ids)) => Ok(Self(ids)),
            Err(PathRejection::FailedToDeserializePathParams(_)) => Err(Refused::NotFound.into()),
            Err(error) => Err(app::Error::fault("path", error).into()),
        }
    }
}

/// What stands behind the question mark of an address.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Web> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Refusal> {
        let broken = "网址里的条件不完整或者被改动过。请回到原来的页面，重新选择条件。";
        serde_urlencoded::from_str(parts.uri.query().unwrap_or_default())
            .map(Self)
            .map_err(|_| Refusal::Unreadable(broken.into()))
    }
}

/// A request of anyone: before login, and the public pages.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub app: App,
    pub address: String,
    pub agent: String,
    pub look: Look,
    pub notices: Vec<Notice>,
    /// Token of forms before there is a session: the value of a cookie of its own.
    pub csrf: String,
    pub https: bool,
    pub base: Base,
}

impl Visitor {
    pub(crate) fn of(parts: &Parts, web: &Web) -> Self {
        let header =
            |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
        // The last address is the one that the trusted proxy itself has seen; those before it were
        // written by whoever asked it. What is no address is not believed.
        let seen = parts.headers.get_all("x-forwarded-for").iter().next_back();
        let forwarded =
            seen.and_then(|line| line.to_str().ok()?.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
        let address = match forwarded {
            Some(ip) if web.config.trusted_proxy => ip.to_string(),
            _ => peer.unwrap_or_else(|| "local".into()),
        };
        let cookie = |name| cookie::get(&parts.headers, name);
        Self {
            app: web.app.clone(),
            address,
            agent: header("user-agent").to_owned(),
            look: Look {
                large: cookie("large").as_deref() == Some("on"),
                traditional: cookie("script").as_deref() == Some("hant"),
            },
            notices: cookie("notice").and_then(|text| Notice::decode(&text)).into_iter().collect(),
            csrf: cookie("visit").unwrap_or_default(),
            https: web.config.https,
            base: Base::of(parts, web),
        }
    }

    /// The source of a login.
    pub fn source(&self) -> login::Source {
        login::Source { address: self.address.clone(), agent: self.agent.clone() }
    }
}

impl FromRequestParts<Web> for Visitor {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts, web))
    }
}
