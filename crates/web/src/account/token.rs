//! 接口令牌: tokens of one's own, shown once, taken back at any time.

use super::moment;
use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::setup::Choice;
use crate::shell::Shell;
use app::token;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::code::Code;
use domain::day::Day;
use domain::id::TokenId;
use domain::token::TokenScope;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "account/tokens.html")]
pub struct TokensPage {
    shell: Shell,
    rows: Vec<Line>,
    form: TokenForm,
    scopes: Vec<Choice>,
    /// The secret of the token that was just made.
    fresh: String,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

struct Line {
    id: TokenId,
    name: String,
    scope: String,
    last: String,
    over: bool,
    seen: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct TokenForm {
    name: String,
    #[serde(default)]
    scope: String,
    last: String,
}

async fn page(ctx: &Ctx, form: TokenForm, fresh: String, errors: Errors) -> app::Result<TokensPage> {
    let now = ctx.app.now();
    let rows = token::list(&ctx.app, &ctx.who).await?.into_iter().map(|token| Line {
        id: token.id,
        scope: token.scope.to_string(),
        last: Day::of_instant(domain::Instant(token.expires.0 - 1)).to_string(),
        over: !token.open(now),
        seen: token.seen.map_or_else(|| "还没有用过".to_owned(), moment),
        name: token.row.name,
    });
    let rows = rows.collect();
    let scopes = TokenScope::ALL
        .iter()
        .map(|it| Choice { value: it.code(), label: it.to_string(), selected: form.scope == it.code() })
        .collect();
    let lines = errors.lines();
    Ok(TokensPage { shell: ctx.shell("接口令牌").await?, rows, form, scopes, fresh, errors, lines })
}

pub async fn list(ctx: Ctx) -> Answer<Page<TokensPage>> {
    let last = ctx.app.today().plus(90).to_string();
    let form = TokenForm { name: String::new(), scope: TokenScope::Read.code().into(), last };
    Ok(Page::ok(page(&ctx, form, String::new(), Errors::default()).await?))
}

pub async fn make(ctx: Ctx, Form(form): Form<TokenForm>) -> Answer<Response> {
    match token::make(&ctx.app, &ctx.who, &form.name, &form.scope, &form.last).await {
        Ok(secret) => {
            let form = TokenForm { name: String::new(), ..form };
            Ok(Page::ok(page(&ctx, form, secret, Errors::default()).await?).into_response())
        }
        Err(error) => {
            Ok(Page::refused(page(&ctx, form, String::new(), Errors::of(error)?).await?).into_response())
        }
    }
}

pub async fn revoke(ctx: Ctx, Path(id): Path<TokenId>, Form(()): Form<()>) -> Answer<Redirected> {
    token::revoke(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done("/account/tokens", "令牌已收回，立即失效。"))
}
