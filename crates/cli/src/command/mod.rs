//! One file for each command besides `serve` and `demo`.

pub mod audit;
pub mod backup;
pub mod paper;
pub mod plan;
pub mod record;
pub mod roster;
pub mod standard;
pub mod unit;
pub mod user;
pub mod work;

use crate::stop::Stop;
use app::{App, Who};
use domain::account::AccountState;
use domain::code::Code;
use domain::id::BureauId;
use std::os::unix::fs::MetadataExt;

/// Runs something as the holder of an account, with the rights of that account.
async fn acting(app: &App, login: &str) -> Result<Who, Stop> {
    let mut view = app.store.view().await?;
    let account = view.account_by_login(&login.trim().to_lowercase()).await?;
    let account = account.filter(|account| account.state == AccountState::Active);
    let account = account.ok_or_else(|| Stop::input(format!("没有登录名为“{login}”的可用账号。")))?;
    let actor = view.actor(&account, app.today()).await?;
    Ok(Who { actor, source: format!("{} {}", app::CLI, operator()) })
}

/// Who runs the command, as the operating system knows them: whoever holds folder and key is trusted
/// to name any account, and the audit says who it was.
fn operator() -> String {
    let Ok(uid) = std::fs::metadata("/proc/self").map(|process| process.uid()) else { return String::new() };
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let named = users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    });
    named.unwrap_or_else(|| format!("uid {uid}"))
}

/// Every bureau, in the order of its founding.
async fn bureaus(app: &App) -> Result<Vec<(BureauId, String)>, Stop> {
    let bureaus = app.store.view().await?.bureaus().await?;
    if bureaus.is_empty() {
        return Err(Stop::failed("还没有初始化：请先运行 wenming serve，并打开它给出的初始化链接。"));
    }
    Ok(bureaus.into_iter().map(|bureau| (bureau.id, bureau.name)).collect())
}

/// A member of a closed list by its code or its Chinese word.
fn member<T: Code>(word: &str, what: &str) -> Result<T, Stop> {
    T::ALL.iter().copied().find(|it| it.code() == word || it.label() == word).ok_or_else(|| {
        let all: Vec<String> = T::ALL.iter().map(|it| format!("{}（{}）", it.code(), it.label())).collect();
        Stop::input(format!("没有“{word}”这种{what}，可用：{}。", all.join("、")))
    })
}
