//! 账号与权限: roles given and taken back, accounts disabled.

use crate::form::Form;
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path, Query};
use crate::setup::Choice;
use crate::shell::Shell;
use app::account;
use askama::Template;
use domain::account::AccountState;
use domain::authority::{Action, Grant, Role};
use domain::code::Code;
use domain::id::{AccountId, GrantId, PersonId, UnitId};
use serde::Deserialize;

/// Accounts on one page.
const PAGE: i64 = 30;

#[derive(Template)]
#[template(path = "account/list.html")]
pub struct ListPage {
    shell: Shell,
    words: String,
    rows: Vec<Line>,
    next: Option<String>,
    roles: Vec<Choice>,
    may_edit: bool,
    may_grant: bool,
}

struct Line {
    id: AccountId,
    person: PersonId,
    name: String,
    login: String,
    state: AccountState,
    disabled: bool,
    own: bool,
    grants: Vec<GrantLine>,
}

struct GrantLine {
    id: GrantId,
    role: Role,
    unit: String,
    active: bool,
}

#[derive(Debug, Default, Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
    #[serde(default)]
    after: String,
}

pub async fn list(ctx: Ctx, Query(search): Query<Search>) -> Answer<Page<ListPage>> {
    let accounts = account::list(&ctx.app, &ctx.who, &search.q, &search.after, PAGE).await?;
    let administration = ctx.app.store.view().await?.bureau(ctx.who.bureau).await?.administration;
    let rows = accounts
        .rows
        .into_iter()
        .map(|row| Line {
            id: row.account.id,
            person: row.account.person,
            name: row.name,
            login: row.account.login.clone(),
            state: row.account.state,
            disabled: row.account.state == AccountState::Disabled,
            own: row.account.id == ctx.who.account,
            grants: accounts
                .grants
                .iter()
                .filter(|grant| grant.account == row.account.id)
                .map(|grant| GrantLine {
                    id: grant.id,
                    role: grant.role,
                    unit: grant.unit_name.clone(),
                    active: grant.active,
                })
                .collect(),
        })
        .collect();
    let roles = account::grantable(administration)
        .into_iter()
        .map(|role| Choice { value: role.code(), label: role.to_string(), selected: role == Role::Staff })
        .collect();
    let next = accounts.next.map(|after| {
        let query = serde_urlencoded::to_string([("q", &search.q), ("after", &after)]).unwrap_or_default();
        format!("/accounts?{query}")
    });
    Ok(Page::ok(ListPage {
        shell: ctx.shell("账号与权限").await?,
        words: search.q,
        rows,
        next,
        roles,
        may_edit: ctx.who.reach(Action::InviteAccount).is_some(),
        may_grant: ctx.who.reach(Action::ChangeRights).is_some(),
    }))
}

pub(super) fn parse_role(code: &str) -> app::Result<Role> {
    Role::from_code(code).ok_or_else(|| app::Error::field("role", "请选择角色。"))
}

#[derive(Debug, Deserialize)]
pub struct StateForm {
    enabled: String,
}

pub async fn set_state(
    ctx: Ctx,
    Path(id): Path<AccountId>,
    Form(form): Form<StateForm>,
) -> Answer<Redirected> {
    let enabled = form.enabled == "yes";
    account::set_enabled(&ctx.app, &ctx.who, id, enabled).await?;
    Ok(ctx.done("/accounts", if enabled { "账号已启用。" } else { "账号已停用，已有的登录都已退出。" }))
}

#[derive(Debug, Deserialize)]
pub struct GrantForm {
    role: String,
    /// The unit of the grant; the whole bureau if none is chosen.
    #[serde(default)]
    unit: Option<UnitId>,
}

pub async fn grant(ctx: Ctx, Path(id): Path<AccountId>, Form(form): Form<GrantForm>) -> Answer<Redirected> {
    let role = parse_role(&form.role)?;
    let unit = match form.unit {
        Some(unit) => unit,
        None => account::root(&ctx.app, &ctx.who).await?,
    };
    account::grant(&ctx.app, &ctx.who, id, Grant { role, unit }).await?;
    Ok(ctx.done("/accounts", "权限变更已登记。"))
}

pub async fn confirm(ctx: Ctx, Path(id): Path<GrantId>, Form(()): Form<()>) -> Answer<Redirected> {
    account::confirm(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done("/accounts", "权限已确认，立即生效。"))
}

pub async fn revoke(ctx: Ctx, Path(id): Path<GrantId>, Form(()): Form<()>) -> Answer<Redirected> {
    account::revoke(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done("/accounts", "权限已收回，立即生效。"))
}
