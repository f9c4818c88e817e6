//! `wenming user`: accounts from the command line, with the rights of the account that `--as` names.

use crate::args::{Invite, User};
use crate::say;
use crate::stop::Stop;
use app::{App, Who};
use domain::authority::Role;
use domain::code::Code;
use domain::id::{AccountId, PersonId};

/// Accounts per reading.
const PAGE: i64 = 500;

/// Does what was asked about accounts.
pub async fn user(app: &App, command: &User) -> Result<(), Stop> {
    let login = match command {
        User::List { who } | User::Disable { who, .. } | User::Enable { who, .. } => who,
        User::Invite(invite) => &invite.who,
    };
    let who = super::acting(app, &login.login).await?;
    match command {
        User::List { .. } => list(app, &who).await,
        User::Invite(args) => invite(app, &who, args).await,
        User::Disable { login, .. } => switch(app, &who, login, false).await,
        User::Enable { login, .. } => switch(app, &who, login, true).await,
    }
}

/// One line per account: login, state, name, roles.
async fn list(app: &App, who: &Who) -> Result<(), Stop> {
    let mut after = String::new();
    loop {
        let page = app::account::list(app, who, "", &after, PAGE).await?;
        for row in &page.rows {
            let held = page.grants.iter().filter(|grant| grant.account == row.account.id && grant.active);
            let roles: Vec<&str> = held.map(|grant| grant.role.label()).collect();
            let state = row.account.state.label();
            say::line(&format!("{}\t{state}\t{}\t{}", row.account.login, row.name, roles.join("、")));
        }
        match page.next {
            Some(next) => after = next,
            None => return Ok(()),
        }
    }
}

/// Prints the activation code: it is shown once.
async fn invite(app: &App, who: &Who, args: &Invite) -> Result<(), Stop> {
    let role: Role = super::member(&args.role, "角色")?;
    let person = person(app, who, &args.person).await?;
    let slip = app::slip::invite(app, who, person, role).await?;
    say::line(&format!("{}\t登录名 {}\t激活码 {}", slip.name, slip.login, slip.code));
    say::line("激活码 7 天内有效，只显示这一次。");
    Ok(())
}

/// The person with this staff number, else the only one with this name.
async fn person(app: &App, who: &Who, word: &str) -> Result<PersonId, Stop> {
    let mut view = app.store.view().await?;
    if let Some(person) = view.person_by_staff_no(who.bureau, word).await? {
        return Ok(person.id);
    }
    match view.persons_named(who.bureau, word).await?.as_slice() {
        [only] => Ok(only.id),
        [] => Err(Stop::input(format!("名册里没有工号或姓名为“{word}”的人。"))),
        _ => Err(Stop::input(format!("名册里叫“{word}”的不止一人，请改用工号。"))),
    }
}

async fn switch(app: &App, who: &Who, login: &str, enabled: bool) -> Result<(), Stop> {
    let account = account(app, login).await?;
    app::account::set_enabled(app, who, account, enabled).await?;
    say::line(&format!("账号 {login} 已{}。", if enabled { "启用" } else { "停用" }));
    Ok(())
}

async fn account(app: &App, login: &str) -> Result<AccountId, Stop> {
    let account = app.store.view().await?.account_by_login(&login.trim().to_lowercase()).await?;
    account.map(|account| account.id).ok_or_else(|| Stop::input(format!("没有登录名为“{login}”的账号。")))
}
