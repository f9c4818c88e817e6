//! 系统: how the server runs and how the bureau is administered; the switch from 简易 to 三员; and the
//! changes of rights that wait for 安全管理员.

mod rights;
mod separation;

use crate::page::{Answer, Page};
use crate::request::Ctx;
use crate::route::{Access, Route, get, post};
use crate::shell::{Shell, VERSION};
use crate::{Config, Web};
use app::system::{self, Overview};
use askama::Template;
use axum::extract::State;
use domain::authority::Action;
use domain::bureau::Administration;

pub fn routes() -> Vec<Route> {
    let edit = Access::May(Action::EditSetting);
    vec![
        get("/system", Access::May(Action::ViewSystem), show),
        get("/system/separation", edit, separation::ask),
        post("/system/separation", edit, separation::act),
        get("/rights", Access::May(Action::ViewAccounts), rights::list),
        post("/rights", Access::May(Action::ChangeRights), rights::decide),
    ]
}

/// How 简易 differs from three administrators (GB/T 22239-2019, 安全管理中心).
const DEVIATION: [&str; 4] = [
    "同一名管理员既管账号又定权限，没有第二人确认。",
    "管理员能看自己的审计记录；补救办法：局领导也能看审计记录，请定期查看。",
    "变更权限当场生效，只事后留痕。",
    "测评要求三员分立的单位（例如等级保护三级），请改为三员管理。",
];

#[derive(Template)]
#[template(path = "system/show.html")]
pub struct SystemPage {
    shell: Shell,
    overview: Overview,
    simple: bool,
    deviation: [&'static str; 4],
    may_separate: bool,
    may_rights: bool,
    warning: &'static str,
    address: String,
    connection: &'static str,
    version: &'static str,
}

async fn show(State(web): State<Web>, ctx: Ctx) -> Answer<Page<SystemPage>> {
    let overview = system::overview(&ctx.app, &ctx.who).await?;
    let simple = overview.bureau.administration == Administration::Simple;
    Ok(Page::ok(SystemPage {
        shell: ctx.shell("系统").await?,
        simple,
        deviation: DEVIATION,
        may_separate: simple && ctx.who.reach(Action::EditSetting).is_some(),
        may_rights: !simple,
        warning: if web.config.exposed() { Config::EXPOSED } else { "" },
        address: ctx.base.url.clone(),
        connection: connection(&web.config),
        version: VERSION,
        overview,
    }))
}

fn connection(config: &Config) -> &'static str {
    match (config.tls, config.trusted_proxy, config.exposed()) {
        (true, ..) => "本程序自己加密",
        (_, true, _) => "由前面的可信代理加密",
        (_, _, true) => "没有加密",
        _ => "只在本机监听",
    }
}
