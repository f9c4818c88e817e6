//! 登录, 激活 and 退出.

use crate::cookie;
use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page, Redirected};
use crate::refusal::Refusal;
use crate::request::{Ctx, Path, Query, SESSION, SESSION_HTTPS, Visitor};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use app::login::SignedIn;
use askama::Template;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

pub fn routes() -> Vec<Route> {
    vec![
        get("/login", Access::Anyone, show),
        post("/login", Access::Anyone, sign_in),
        get("/activate", Access::Anyone, ask_code),
        get("/activate/{code}", Access::Anyone, show_slip),
        post("/activate", Access::Anyone, activate),
        post("/logout", Access::SignedIn, sign_out),
    ]
}

#[derive(Template)]
#[template(path = "login/login.html")]
struct LoginPage {
    shell: Shell,
    login: String,
    next: String,
    error: String,
}

#[derive(Debug, Default, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

/// A page for visitors carries the cookie whose token its form repeats.
pub(crate) fn visited(visitor: &mut Visitor) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if visitor.csrf.len() < 32 {
        visitor.csrf = app::secret::token();
        if let Ok(line) = HeaderValue::from_str(&cookie::set("visit", &visitor.csrf, None, visitor.https)) {
            headers.append(header::SET_COOKIE, line);
        }
    }
    headers
}

async fn show(mut visitor: Visitor, Query(Next { next }): Query<Next>) -> Response {
    let headers = visited(&mut visitor);
    let shell = Shell::plain(&visitor, "登录");
    (headers, Page::ok(LoginPage { shell, login: String::new(), next, error: String::new() })).into_response()
}

#[derive(Debug, Deserialize)]
struct LoginForm {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

async fn sign_in(mut visitor: Visitor, Form(form): Form<LoginForm>) -> Answer {
    match app::login::sign_in(&visitor.app, &form.login, &form.password, &visitor.source()).await {
        Ok(signed_in) => Ok(enter(&visitor, &signed_in, &form.next).into_response()),
        Err(app::Error::Refused(refused)) => {
            let headers = visited(&mut visitor);
            let shell = Shell::plain(&visitor, "登录");
            let page = LoginPage { shell, login: form.login, next: form.next, error: refused.to_string() };
            Ok((headers, Page::refused(page)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Sets the session cookie and leads to where one wanted to go, inside this site only.
pub(crate) fn enter(visitor: &Visitor, signed_in: &SignedIn, next: &str) -> Redirected {
    let name = if visitor.https { SESSION_HTTPS } else { SESSION };
    let inside = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    Redirected::to(if inside { next } else { "/" })
        .cookie(cookie::set(name, &signed_in.token, None, visitor.https))
        .cookie(cookie::set("visit", "", Some(0), visitor.https))
}

async fn sign_out(ctx: Ctx, Form(()): Form<()>) -> Answer<Redirected> {
    app::login::sign_out(&ctx.app, &ctx.who, ctx.session.id).await?;
    Ok(Redirected::with_notice("/login", "ok", "您已退出登录。")
        .cookie(cookie::set(SESSION, "", Some(0), false))
        .cookie(cookie::set(SESSION_HTTPS, "", Some(0), true)))
}

#[derive(Template)]
#[template(path = "login/activate.html")]
struct ActivatePage {
    shell: Shell,
    code: String,
    /// Whose slip it is, once the code is known to be right.
    name: String,
    login: String,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

impl ActivatePage {
    fn new(visitor: &Visitor, code: &str, login: &str, errors: Errors) -> Self {
        let shell = Shell::plain(visitor, "激活账号");
        let lines = errors.lines();
        Self { shell, code: code.to_owned(), name: String::new(), login: login.to_owned(), errors, lines }
    }
}

async fn ask_code(mut visitor: Visitor) -> Response {
    let headers = visited(&mut visitor);
    (headers, Page::ok(ActivatePage::new(&visitor, "", "", Errors::default()))).into_response()
}

async fn show_slip(mut visitor: Visitor, Path(code): Path<String>) -> Answer {
    let headers = visited(&mut visitor);
    let page = match app::account::slip(&visitor.app, &code).await {
        Ok(slip) => {
            let page = ActivatePage::new(&visitor, &code, &slip.login, Errors::default());
            Page::ok(ActivatePage { name: slip.name, ..page })
        }
        Err(error) => Page::refused(ActivatePage::new(&visitor, &code, "", Errors::of(error)?)),
    };
    Ok((headers, page).into_response())
}

#[derive(Debug, Deserialize)]
struct ActivateForm {
    code: String,
    login: String,
    password: String,
    again: String,
}

async fn activate(mut visitor: Visitor, Form(form): Form<ActivateForm>) -> Answer {
    let done = app::account::activate(
        &visitor.app,
        &form.code,
        &form.login,
        &form.password,
        &form.again,
        &visitor.source(),
    )
    .await;
    match done {
        Ok(signed_in) => Ok(enter(&visitor, &signed_in, "/").into_response()),
        Err(error) => {
            let errors = Errors::of(error).map_err(Refusal::App)?;
            let headers = visited(&mut visitor);
            let page = ActivatePage::new(&visitor, &form.code, &form.login, errors);
            Ok((headers, Page::refused(page)).into_response())
        }
    }
}
