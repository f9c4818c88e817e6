//! Routes as data. Each feature exports `routes()`; who may use a route stands beside its path.

use crate::request::Ctx;
use crate::{Web, api, refusal};
use axum::extract::{FromRequestParts, Request, State};
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{self, MethodRouter};
use domain::authority::{Action, require_any};

/// Who may use a route at all. What a single object allows is decided by the use case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone, without a session.
    Anyone,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever may do this to at least something.
    May(Action),
    /// A program with the token of someone who may do this to at least something.
    Program(Action),
}

/// GET or POST; pages need no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
}

/// One route.
#[derive(Debug, Clone)]
pub struct Route {
    pub verb: Verb,
    pub path: &'static str,
    pub access: Access,
    handler: MethodRouter<Web>,
}

/// A page.
pub fn get<H, T>(path: &'static str, access: Access, handler: H) -> Route
where
    H: Handler<T, Web>,
    T: 'static,
{
    Route { verb: Verb::Get, path, access, handler: routing::get(handler) }
}

/// An act. Its form carries the session's token, see [`crate::form`].
pub fn post<H, T>(path: &'static str, access: Access, handler: H) -> Route
where
    H: Handler<T, Web>,
    T: 'static,
{
    Route { verb: Verb::Post, path, access, handler: routing::post(handler) }
}

impl Route {
    /// The handler behind its access check.
    pub(crate) fn handler(&self, web: &Web) -> MethodRouter<Web> {
        let access = self.access;
        match access {
            Access::Anyone => self.handler.clone(),
            Access::Program(action) => self.handler.clone().route_layer(from_fn_with_state(
                web.clone(),
                move |State(web): State<Web>, request: Request, next: Next| {
                    api::check(action, web, request, next)
                },
            )),
            _ => self.handler.clone().route_layer(from_fn_with_state(
                web.clone(),
                move |State(web): State<Web>, request: Request, next: Next| check(access, web, request, next),
            )),
        }
    }
}

/// No session: to the login page. A session without the right: 403 that names who can.
async fn check(access: Access, web: Web, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let ctx = match Ctx::from_request_parts(&mut parts, &web).await {
        Ok(ctx) => ctx,
        Err(refused) => return refused.into_response(),
    };
    let Access::May(action) = access else {
        // The handler extracts the same context without asking the database again.
        parts.extensions.insert(ctx);
        return next.run(Request::from_parts(parts, body)).await;
    };
    let response = match require_any(&ctx.who, action) {
        Ok(()) => {
            parts.extensions.insert(ctx.clone());
            next.run(Request::from_parts(parts, body)).await
        }
        Err(refused) => refusal::answer(&ctx, &refused.into()).await,
    };
    if response.status() == StatusCode::FORBIDDEN {
        // The answer stands even where the count cannot be written.
        if let Err(error) = app::audit::refused(&ctx.app, &ctx.who, action).await {
            tracing::error!(?error, "refusal not counted");
        }
    }
    response
}
