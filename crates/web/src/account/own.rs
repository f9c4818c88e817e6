//! 我的账号: one's own password and sessions.

use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use app::login;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::account::Session;
use domain::day::{Day, Instant};
use domain::id::SessionId;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "account/own.html")]
pub struct OwnPage {
    shell: Shell,
    login: String,
    roles: Vec<String>,
    may_token: bool,
    sessions: Vec<SessionLine>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

struct SessionLine {
    id: SessionId,
    agent: String,
    source: String,
    since: String,
    seen: String,
    this: bool,
}

/// Day and time of an instant, as pages print it.
pub(crate) fn moment(at: Instant) -> String {
    format!("{} {}", Day::of_instant(at).month_day_text(), at.clock_text())
}

/// Browser and system in a word each, from what the browser calls itself.
fn device(agent: &str) -> String {
    let word = |known: &[(&'static str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, word)| *word)
    };
    let browser = word(&[
        ("MicroMessenger", "微信"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = word(&[
        ("Android", "安卓"),
        ("iPhone", "iPhone"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Kylin", "麒麟"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{system} 上的 {browser}"),
        _ => agent.chars().take(60).collect(),
    }
}

async fn page(ctx: &Ctx, errors: Errors) -> app::Result<OwnPage> {
    let sessions = login::sessions(&ctx.app, &ctx.who).await?;
    let line = |session: Session| SessionLine {
        this: session.id == ctx.session.id,
        id: session.id,
        agent: device(&session.agent),
        source: session.source,
        since: moment(session.created),
        seen: moment(session.seen),
    };
    let mut roles: Vec<String> = ctx.who.grants.iter().map(|grant| grant.role.to_string()).collect();
    roles.dedup();
    Ok(OwnPage {
        shell: ctx.shell("我的账号").await?,
        login: ctx.who.login.clone(),
        roles,
        may_token: ctx.who.reach(domain::authority::Action::MakeToken).is_some(),
        sessions: sessions.into_iter().map(line).collect(),
        lines: errors.lines(),
        errors,
    })
}

pub async fn show(ctx: Ctx) -> Answer<Page<OwnPage>> {
    Ok(Page::ok(page(&ctx, Errors::default()).await?))
}

#[derive(Debug, Deserialize)]
pub struct PasswordForm {
    old: String,
    new: String,
    again: String,
}

pub async fn change_password(ctx: Ctx, Form(form): Form<PasswordForm>) -> Answer<Response> {
    let done =
        login::change_password(&ctx.app, &ctx.who, ctx.session.id, &form.old, &form.new, &form.again).await;
    match done {
        Ok(()) => {
            Ok(ctx.done("/account", "密码已修改。其他设备上的登录都已退出，接口令牌已收回。").into_response())
        }
        Err(error) => Ok(Page::refused(page(&ctx, Errors::of(error)?).await?).into_response()),
    }
}

pub async fn end_session(ctx: Ctx, Path(id): Path<SessionId>, Form(()): Form<()>) -> Answer<Redirected> {
    login::revoke(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done("/account", "那台设备上的登录已经结束。"))
}
