//! Translates between HTTP and use cases: routes as data, pages as structs, forms that keep what
//! was typed. The only crate that names axum and askama. No rule and no SQL stands here.

pub mod form;
pub mod page;
pub mod refusal;
pub mod request;
pub mod route;
pub mod shell;

mod asset;
mod cookie;
mod guard;
mod script;

mod account;
mod api;
mod assessor_link;
mod audit;
mod backup;
mod calendar;
mod campaign;
mod certificate;
mod crosswalk;
mod display;
mod dossier;
mod draft;
mod feed;
mod file;
mod folder;
mod handover;
mod import;
mod incoming;
mod job;
mod leader;
mod listing;
mod login;
mod message;
mod paper;
mod person;
mod record;
mod record_kind;
mod register;
mod roster;
mod score;
mod search;
mod setup;
mod standard;
mod stream;
mod system;
mod table;
mod task;
mod team;
mod tls;
mod unit;
mod words;
mod work;

pub use tls::{Tls, serve};

use app::App;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use route::Route;
use std::net::SocketAddr;
use std::sync::Arc;

/// How the server presents itself to browsers.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// Address under which browsers reach the server, without a slash at the end.
    pub public_url: Option<String>,
    /// Whether the connection to the browser is encrypted, here or at a trusted proxy.
    pub https: bool,
    /// Whether `X-Forwarded-For` of the peer can be believed.
    pub trusted_proxy: bool,
    /// Whether the server itself encrypts.
    pub tls: bool,
    /// Where it listens; none in tests, which have no socket.
    pub listen: Option<SocketAddr>,
}

impl Config {
    /// What is said at start and on 系统 where [`Config::exposed`].
    pub const EXPOSED: &str = "正在监听本机以外的地址，而且没有加密，密码会明文经过网络。请加上 --tls-cert 和 --tls-key，\
                               或者在前面放加密的反向代理并加上 --trusted-proxy。";

    /// Whether others reach the server unencrypted.
    pub fn exposed(&self) -> bool {
        self.listen.is_some_and(|address| !address.ip().is_loopback()) && !self.tls && !self.trusted_proxy
    }
}

/// What handlers share.
#[derive(Debug, Clone)]
pub struct Web {
    pub app: App,
    pub config: Arc<Config>,
}

/// Every route of the product, feature by feature: the router, the menu, the matrix of roles and
/// routes and the link check are all made from this list.
pub fn routes() -> Vec<Route> {
    [
        account::routes(),
        api::routes(),
        assessor_link::routes(),
        asset::routes(),
        audit::routes(),
        backup::routes(),
        dossier::routes(),
        calendar::routes(),
        campaign::routes(),
        certificate::routes(),
        display::routes(),
        draft::routes(),
        feed::routes(),
        folder::routes(),
        handover::routes(),
        import::routes(),
        incoming::routes(),
        job::routes(),
        leader::routes(),
        login::routes(),
        message::routes(),
        paper::routes(),
        person::routes(),
        record::routes(),
        record_kind::routes(),
        register::routes(),
        roster::routes(),
        crosswalk::routes(),
        score::routes(),
        search::routes(),
        setup::routes(),
        standard::routes(),
        system::routes(),
        table::routes(),
        task::routes(),
        team::routes(),
        unit::routes(),
        work::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The whole application as one service.
pub fn router(app: App, config: Config) -> Router {
    let web = Web { app, config: Arc::new(config) };
    let mut router = Router::new();
    for route in routes() {
        router = router.route(route.path, route.handler(&web));
    }
    router
        .fallback(refusal::nowhere)
        .method_not_allowed_fallback(refusal::nowhere)
        .layer(from_fn_with_state(web.clone(), guard::origin))
        .layer(from_fn_with_state(web.clone(), script::convert))
        .layer(from_fn_with_state(web.clone(), guard::headers))
        .layer(from_fn(guard::log))
        .with_state(web)
}
