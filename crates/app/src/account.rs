//! Accounts of the roster: invited by a slip, activated by their owner, given roles, disabled.

use crate::login::{SignedIn, Source, begin};
use crate::slip::guard;
use crate::{App, Error, Result, Who, secret};
use domain::account::{Account, AccountState, Slip, parse_login};
use domain::audit::Entry;
use domain::authority::{self, Action, EXCLUSIVE, Grant, Role};
use domain::bureau::Administration;
use domain::change::{Change, Versioned};
use domain::id::{AccountId, GrantId, UnitId};
use domain::password;
use domain::refused::Refused;
use pinyin::ToPinyin;
use store::{AccountRow, ConfirmGrant, EndSessions, GrantRow, NewGrant, RemoveGrant, StoreError};

/// Initials for pickers: the first letter of each character's pinyin, letters and digits as they are.
pub fn initials(name: &str) -> String {
    name.chars()
        .filter_map(|c| match c.to_pinyin() {
            Some(pinyin) => pinyin.first_letter().chars().next(),
            None => c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()),
        })
        .collect()
}

/// A name in pinyin, without spaces; other letters as they are.
fn pinyin(name: &str) -> String {
    name.chars()
        .map(|c| c.to_pinyin().map_or_else(|| c.to_lowercase().to_string(), |it| it.plain().to_owned()))
        .collect()
}

/// What others know of the owner of an account: a password must be more than that.
pub(crate) async fn known(conn: &mut store::Conn, account: AccountId, login: &str) -> Result<Vec<String>> {
    let account = conn.account(account).await?;
    let person = conn.person(account.person).await?;
    let bureau = conn.bureau(account.bureau).await?.name;
    let mut names = vec![person.name.clone(), bureau.clone()];
    names.extend(bureau.split(['省', '市', '县', '区', '州', '局', '委', '厅', '处']).map(str::to_owned));
    let mut known = vec![login.to_owned(), account.login.clone(), person.initials.clone()];
    known.extend(names.iter().map(|name| pinyin(name)));
    known.extend(names);
    Ok(known)
}

/// What an activation page shows before a password is chosen.
#[derive(Debug, Clone)]
pub struct OpenSlip {
    pub name: String,
    pub login: String,
}

/// The account that an unused slip opens.
pub async fn slip(app: &App, code: &str) -> Result<OpenSlip> {
    let mut view = app.store.view().await?;
    let slip = usable(app, &mut view, code).await?;
    let account = view.account(slip.account).await?;
    let person = view.person(account.person).await?;
    Ok(OpenSlip { name: person.row.name, login: account.row.login })
}

async fn usable(app: &App, conn: &mut store::Conn, code: &str) -> Result<Versioned<Slip>> {
    let dead = || {
        Error::field("code", "激活码不正确、已经用过或者过期了。激活单 7 天内有效，可以请管理员重新发放。")
    };
    let slip = conn.slip_by_digest(&secret::slip_digest(code)).await?.ok_or_else(dead)?;
    if slip.usable(app.now()) { Ok(slip) } else { Err(dead()) }
}

/// Uses a slip: the owner chooses login name and password and is signed in.
pub async fn activate(
    app: &App,
    code: &str,
    login: &str,
    password: &str,
    again: &str,
    source: &Source,
) -> Result<SignedIn> {
    let login = parse_login(login).map_err(|sentence| Error::field("login", sentence))?;
    if password != again {
        return Err(Error::field("again", "两次输入的密码不一样。"));
    }
    // The slip is looked at first, so that no hash is computed for a guess; it is used up below.
    let mut view = app.store.view().await?;
    let slip = usable(app, &mut view, code).await?;
    let known = known(&mut view, slip.account, &login).await?;
    drop(view);
    password::check(password, &known).map_err(|sentence| Error::field("password", sentence))?;
    let password = app.hashing.hash(&app.keys, password.to_owned()).await?;
    let mut tx = app.store.begin().await?;
    let slip = usable(app, &mut tx, code).await?;
    let account = tx.account(slip.account).await?;
    if account.state == AccountState::Disabled {
        return Err(Error::field("code", "这个账号已经停用，请联系管理员。"));
    }
    let used = slip.to(Slip { used: Some(app.now()), ..slip.row.clone() });
    let next = account.to(Account { login, password, state: AccountState::Active, ..account.row.clone() });
    let end = EndSessions { account: account.id, except: None };
    let stamp = store::Stamp { account: Some(account.id), ..app.own_stamp(account.bureau, &source.address) };
    let entry = Entry::new(Action::ChangePassword, account.id);
    tx.apply(&stamp, Change::new(((used, next), end), entry)).await.map_err(taken)?;
    crate::token::revoke_all(app, &mut tx, &stamp, account.id).await?;
    tx.commit().await?;
    let account = app.store.view().await?.account(slip.account).await?;
    begin(app, &account, source, None).await
}

pub(crate) fn taken(error: StoreError) -> Error {
    match error {
        StoreError::Conflict(_) => Refused::field("login", "这个登录名已经有人使用，请换一个。").into(),
        other => other.into(),
    }
}

/// A page of accounts with their grants.
#[derive(Debug, Clone)]
pub struct Accounts {
    pub rows: Vec<AccountRow>,
    pub grants: Vec<GrantRow>,
    /// Login of the last row where more follow.
    pub next: Option<String>,
}

/// Lists accounts by login.
pub async fn list(app: &App, who: &Who, words: &str, after: &str, limit: i64) -> Result<Accounts> {
    authority::require_any(who, Action::ViewAccounts)?;
    let mut view = app.store.view().await?;
    let mut rows = view.accounts(who.bureau, words, after, limit + 1).await?;
    let more = rows.len() as i64 > limit;
    rows.truncate(limit as usize);
    let mut grants = Vec::new();
    for row in &rows {
        grants.extend(view.grants(who.bureau, Some(row.account.id)).await?);
    }
    let next = more.then(|| rows.last().map(|row| row.account.login.clone())).flatten();
    Ok(Accounts { rows, grants, next })
}

/// Enables or disables an account; disabling ends its sessions at once.
pub async fn set_enabled(app: &App, who: &Who, account: AccountId, enabled: bool) -> Result<()> {
    authority::require_any(who, Action::EditAccount)?;
    let mut tx = app.store.begin().await?;
    let account = own(&mut tx, who, account).await?;
    if account.id == who.account {
        return Err(Error::rule("不能停用自己的账号。"));
    }
    if !enabled {
        guard(&mut tx, who, &account).await?;
    }
    let state = match (enabled, account.password.is_empty()) {
        (false, _) => AccountState::Disabled,
        (true, true) => AccountState::Invited,
        (true, false) => AccountState::Active,
    };
    let next = account.to(Account { state, ..account.row.clone() });
    let end = (!enabled).then_some(EndSessions { account: account.id, except: None });
    let entry = Entry::new(Action::EditAccount, account.id).field("state", state);
    tx.apply(&app.stamp(who), Change::new((next, end), entry)).await?;
    Ok(tx.commit().await?)
}

/// Gives a role. Under 三员 administration it waits for the security administrator.
pub async fn grant(app: &App, who: &Who, account: AccountId, grant: Grant) -> Result<()> {
    let mut tx = app.store.begin().await?;
    own(&mut tx, who, account).await?;
    give(app, &mut tx, who, account, grant).await?;
    Ok(tx.commit().await?)
}

pub(crate) async fn give(
    app: &App,
    tx: &mut store::Tx,
    who: &Who,
    account: AccountId,
    grant: Grant,
) -> Result<()> {
    let bureau = tx.bureau(who.bureau).await?;
    let threefold = bureau.administration == Administration::Threefold;
    // Who manages accounts may propose; only who may change rights makes it active.
    let direct = who.reach(Action::ChangeRights).is_some() && !threefold;
    let trusted = !threefold && !grant.role.administers();
    if !direct {
        authority::require_any(who, Action::InviteAccount)?;
        if !threefold && !trusted {
            return Err(authority::denied(Action::ChangeRights).into());
        }
    }
    let held = tx.grants(who.bureau, Some(account)).await?;
    if held.iter().any(|it| it.role == grant.role && it.unit == grant.unit) {
        return Err(Error::rule("这个账号已经有这项权限。"));
    }
    if threefold {
        if grant.role == Role::Administrator {
            return Err(Error::rule("三员管理下没有单一的管理员。"));
        }
        if EXCLUSIVE.contains(&grant.role) && held.iter().any(|it| EXCLUSIVE.contains(&it.role)) {
            return Err(Error::rule("系统、安全、审计三个管理员不能由同一个人担任。"));
        }
    }
    let id: GrantId = app.ids.make();
    let state = if direct || trusted { "active" } else { "proposed" };
    let new = NewGrant { id, bureau: who.bureau, account, grant, state, proposed_by: Some(who.account) };
    let entry = Entry::new(Action::ChangeRights, account).field("role", grant.role).field("unit", grant.unit);
    tx.apply(&app.stamp(who), Change::new(new, entry)).await?;
    Ok(())
}

/// The security administrator confirms a proposed role.
pub async fn confirm(app: &App, who: &Who, grant: GrantId) -> Result<()> {
    let (_, left) = decide(app, who, &[grant], true).await?;
    left.into_iter().next().map_or(Ok(()), |reason| Err(Error::rule(reason)))
}

/// Confirms proposed roles or turns them down. Nobody confirms what they proposed or what is for
/// themselves. Answers how many were decided, and why the others were not.
pub async fn decide(app: &App, who: &Who, picked: &[GrantId], accept: bool) -> Result<(usize, Vec<String>)> {
    authority::require_any(who, Action::ChangeRights)?;
    let mut tx = app.store.begin().await?;
    let rows = tx.grants(who.bureau, None).await?;
    let (mut done, mut left) = (0, Vec::new());
    for grant in picked {
        let row = rows.iter().find(|row| row.id == *grant).ok_or(Refused::NotFound)?;
        if let Some(reason) = unfit(who, row, accept) {
            left.push(reason.to_owned());
            continue;
        }
        if accept {
            let entry = Entry::new(Action::ChangeRights, row.account).field("confirmed", row.role);
            tx.apply(&app.stamp(who), Change::new(ConfirmGrant(row.id), entry)).await?;
        } else {
            let entry = Entry::new(Action::ChangeRights, row.account).field("declined", row.role);
            tx.apply(&app.stamp(who), Change::new(RemoveGrant(row.id), entry)).await?;
        }
        done += 1;
    }
    tx.commit().await?;
    Ok((done, left))
}

fn unfit(who: &Who, row: &GrantRow, accept: bool) -> Option<&'static str> {
    if row.active {
        return Some("这项权限已经生效，不用再确认。");
    }
    if accept && row.proposed_by == Some(who.account) {
        return Some("自己提出的权限变更，要由安全管理员确认。");
    }
    (accept && row.account == who.account).then_some("给自己的权限不能由自己确认，请另一位安全管理员办理。")
}

/// Takes a role back; it acts at once.
pub async fn revoke(app: &App, who: &Who, grant: GrantId) -> Result<()> {
    authority::require_any(who, Action::ChangeRights)?;
    let mut tx = app.store.begin().await?;
    let row = grant_row(&mut tx, who, grant).await?;
    if row.role.administers() && row.active {
        let others = tx.holders(who.bureau, row.role).await?;
        if others.len() < 2 {
            return Err(Error::rule("这是最后一位这样的管理员，请先把权限给另一位同志。"));
        }
    }
    let entry = Entry::new(Action::ChangeRights, row.account).field("removed", row.role);
    tx.apply(&app.stamp(who), Change::new(RemoveGrant(grant), entry)).await?;
    Ok(tx.commit().await?)
}

async fn grant_row(tx: &mut store::Tx, who: &Who, grant: GrantId) -> Result<GrantRow> {
    let rows = tx.grants(who.bureau, None).await?;
    rows.into_iter().find(|row| row.id == grant).ok_or_else(|| Refused::NotFound.into())
}

pub(crate) async fn own(tx: &mut store::Tx, who: &Who, account: AccountId) -> Result<Versioned<Account>> {
    let account = tx.account(account).await?;
    if account.bureau == who.bureau { Ok(account) } else { Err(Refused::NotFound.into()) }
}

/// Roles that may be given for a unit by the accounts page.
pub fn grantable(administration: Administration) -> Vec<Role> {
    use domain::code::Code;
    Role::ALL
        .iter()
        .copied()
        .filter(|role| match administration {
            Administration::Simple => !EXCLUSIVE.contains(role),
            Administration::Threefold => *role != Role::Administrator,
        })
        .collect()
}

/// The unit a role is given for when none is chosen: the whole bureau.
pub async fn root(app: &App, who: &Who) -> Result<UnitId> {
    Ok(app.store.view().await?.bureau(who.bureau).await?.root)
}
