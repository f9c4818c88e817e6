//! What a handler knows of its request: who asks, from where, and how the page should look.

use crate::page::Redirected;
use crate::refusal::Refusal;
use crate::shell::{Notice, Shell};
use crate::{Web, cookie};
use app::{App, Who, login};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use domain::account::Session;
use std::net::SocketAddr;

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
        })
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
}

impl Visitor {
    pub(crate) fn of(parts: &Parts, web: &Web) -> Self {
        let header =
            |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
        let forwarded = header("x-forwarded-for").rsplit(',').next().map(|ip| ip.trim().to_owned());
        let address = match forwarded {
            Some(ip) if web.config.trusted_proxy && !ip.is_empty() => ip,
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
