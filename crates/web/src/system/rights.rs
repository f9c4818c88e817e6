//! 权限确认: what was proposed, confirmed or turned down by 安全管理员, one or many at a time.

use crate::form::{Form, Pairs};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Query};
use crate::shell::Shell;
use app::{account, system};
use askama::Template;
use domain::authority::Action;
use domain::id::GrantId;
use serde::Deserialize;
use store::ProposedGrant;

/// Proposals on one page.
const PAGE: i64 = 50;

#[derive(Template)]
#[template(path = "system/rights.html")]
pub struct RightsPage {
    shell: Shell,
    rows: Vec<ProposedGrant>,
    next: Option<String>,
    may_decide: bool,
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    after: String,
}

pub async fn list(ctx: Ctx, Query(asked): Query<Asked>) -> Answer<Page<RightsPage>> {
    let (rows, next) = system::proposed(&ctx.app, &ctx.who, asked.after.parse().ok(), PAGE).await?;
    Ok(Page::ok(RightsPage {
        shell: ctx.shell("权限确认").await?,
        rows,
        next: next.map(|id| format!("/rights?after={id}")),
        may_decide: ctx.who.reach(Action::ChangeRights).is_some(),
    }))
}

pub async fn decide(ctx: Ctx, Form(pairs): Form<Pairs>) -> Answer<Redirected> {
    let picked: Vec<GrantId> =
        pairs.iter().filter(|(name, _)| name == "id").filter_map(|(_, id)| id.parse().ok()).collect();
    let accept = pairs.iter().any(|(name, value)| name == "act" && value == "confirm");
    if picked.is_empty() {
        return Ok(Redirected::with_notice("/rights", "warn", "请先勾选要办理的权限。"));
    }
    let (done, left) = account::decide(&ctx.app, &ctx.who, &picked, accept).await?;
    let word = if accept { "确认，立即生效" } else { "退回" };
    let told = match left.first() {
        None => return Ok(ctx.done("/rights", format!("{done} 项权限已{word}。"))),
        Some(reason) => format!("{done} 项权限已{word}；{} 项没有办：{reason}", left.len()),
    };
    Ok(Redirected::with_notice("/rights", "warn", told))
}
