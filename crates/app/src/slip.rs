//! 激活单: single-use papers that open accounts, one at a time or for a whole section. A fresh slip kills
//! the older one of the same account; the code is answered once and kept as a digest only.

use crate::account::{give, own, taken};
use crate::{App, Error, Result, Who, secret};
use domain::account::{Account, AccountState, SLIP_LIFE, Slip};
use domain::audit::Entry;
use domain::authority::{self, Action, Grant, Role};
use domain::change::Change;
use domain::day::Instant;
use domain::id::{AccountId, PersonId, SlipId, UnitId};
use domain::refused::Refused;
use std::collections::BTreeSet;
use store::{NewAccount, NewSlip, OpenSlip};

/// Slips of one batch: what prints in one go.
pub const MOST: usize = 500;

/// A slip to be printed: for whom, as what, with which code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedSlip {
    pub name: String,
    /// The unit where the person serves; empty if none.
    pub unit: String,
    pub login: String,
    pub role: Role,
    pub code: String,
    pub expires: Instant,
}

/// A slip for one person: a new account, or a fresh slip for the one there is.
pub async fn invite(app: &App, who: &Who, person: PersonId, role: Role) -> Result<HandedSlip> {
    authority::require_any(who, Action::InviteAccount)?;
    let mut tx = app.store.begin().await?;
    let slip = hand(app, &mut tx, who, person, role).await?;
    tx.commit().await?;
    Ok(slip)
}

/// How many slips [`batch`] would print for a unit and everything below it.
pub async fn awaiting(app: &App, who: &Who, unit: UnitId) -> Result<usize> {
    authority::require_any(who, Action::InviteAccount)?;
    Ok(people(app, &mut *app.store.view().await?, who, unit).await?.len())
}

/// Slips for all who serve in a unit or below it and have no active account, section by section. All
/// or none.
pub async fn batch(app: &App, who: &Who, unit: UnitId) -> Result<Vec<HandedSlip>> {
    authority::require_any(who, Action::InviteAccount)?;
    let mut tx = app.store.begin().await?;
    let people = people(app, &mut tx, who, unit).await?;
    if people.is_empty() {
        return Err(Error::field("unit", "这里的人员都已经有可用的账号，不需要激活单。"));
    }
    if people.len() > MOST {
        let sentence = format!("这里要发的超过 {MOST} 张，请选下面的科室或单位，分几次打印。");
        return Err(Error::field("unit", sentence));
    }
    let mut slips = Vec::with_capacity(people.len());
    for person in people {
        slips.push(hand(app, &mut tx, who, person, Role::Staff).await?);
    }
    tx.commit().await?;
    Ok(slips)
}

/// Persons without an active account in a unit and below it, in the order of the tree: one more than
/// [`MOST`] at most.
async fn people(app: &App, conn: &mut store::Conn, who: &Who, unit: UnitId) -> Result<Vec<PersonId>> {
    let today = app.today();
    if conn.unit(unit).await?.bureau != who.bureau {
        return Err(Refused::NotFound.into());
    }
    let below = conn.descendants(unit).await?;
    let (mut seen, mut people) = (BTreeSet::new(), Vec::new());
    for node in conn.units(who.bureau, today).await? {
        if node.id != unit && !below.contains(&node.id) {
            continue;
        }
        let room = (MOST + 1 - people.len()) as i64;
        people.extend(conn.awaiting(node.id, today, room).await?.into_iter().filter(|it| seen.insert(*it)));
        if people.len() > MOST {
            break;
        }
    }
    Ok(people)
}

/// Makes account, slip and role of one person inside a transaction.
async fn hand(app: &App, tx: &mut store::Tx, who: &Who, person: PersonId, role: Role) -> Result<HandedSlip> {
    let person = tx.person(person).await?;
    if person.bureau != who.bureau {
        return Err(Refused::NotFound.into());
    }
    let account = match tx.account_of(person.id).await? {
        Some(account) if account.state == AccountState::Disabled => {
            return Err(Error::rule("这个账号已经停用。请先启用，再发激活单。"));
        }
        Some(account) => {
            guard(tx, who, &account).await?;
            account.row
        }
        None => fresh(app, tx, who, &person).await?,
    };
    let unit = tx.memberships_of(person.id).await?.into_iter().find(|it| it.holds_on(app.today()));
    let grants = tx.grants(who.bureau, Some(account.id)).await?;
    // Whoever has a role of any kind needs no second one to be let in again.
    let needs = if role == Role::Staff { grants.is_empty() } else { grants.iter().all(|it| it.role != role) };
    if let (Some(unit), true) = (&unit, needs) {
        give(app, tx, who, account.id, Grant { role, unit: unit.unit }).await?;
    }
    let unit = match unit {
        Some(unit) => tx.unit(unit.unit).await?.row.name,
        None => String::new(),
    };
    issue(app, tx, &app.stamp(who), &account, (person.row.name, unit, role)).await
}

/// An account that does not exist yet.
async fn fresh(app: &App, tx: &mut store::Tx, who: &Who, person: &domain::person::Person) -> Result<Account> {
    let account = Account {
        id: app.ids.make(),
        bureau: who.bureau,
        person: person.id,
        login: free_login(tx, person).await?,
        state: AccountState::Invited,
        password: String::new(),
    };
    let entry = Entry::new(Action::InviteAccount, account.id);
    tx.apply(&app.stamp(who), Change::new(NewAccount(account.clone()), entry)).await.map_err(taken)?;
    Ok(account)
}

/// Prints a slip for an account; the older ones die.
pub(crate) async fn issue(
    app: &App,
    tx: &mut store::Tx,
    stamp: &store::Stamp<'_>,
    account: &Account,
    (name, unit, role): (String, String, Role),
) -> Result<HandedSlip> {
    let code = secret::slip_code();
    let slip = Slip {
        id: app.ids.make(),
        account: account.id,
        digest: secret::slip_digest(&code),
        expires: Instant(app.now().0 + SLIP_LIFE),
        used: None,
    };
    let expires = slip.expires;
    let entry = Entry::new(Action::InviteAccount, account.id).field("slip", slip.id);
    tx.apply(stamp, Change::new(NewSlip(slip), entry)).await?;
    Ok(HandedSlip { name, unit, login: account.login.clone(), role, code, expires })
}

/// Who administers is not let in anew or shut out by someone who does not: a slip sets a password.
/// The holder of the same role may, and whoever works at the server itself.
pub(crate) async fn guard(tx: &mut store::Tx, who: &Who, account: &Account) -> Result<()> {
    if account.state != AccountState::Active || who.at_the_server() {
        return Ok(());
    }
    let held = tx.grants(who.bureau, Some(account.id)).await?;
    let foreign = held.iter().find(|it| it.active && it.role.administers() && !who.is(it.role));
    match foreign {
        None => Ok(()),
        Some(grant) => Err(Error::rule(format!(
            "这是{}的账号，不能由别的角色办理。请由另一位{}办理，或者在服务器上用 wenming user 命令办理。",
            grant.role, grant.role
        ))),
    }
}

/// The staff number, else the initials, with a number behind where that is taken.
pub(crate) async fn free_login(tx: &mut store::Tx, person: &domain::person::Person) -> Result<String> {
    let base = person.staff_no.clone().unwrap_or_else(|| format!("{:u<2}", person.initials)).to_lowercase();
    let mut login = base.clone();
    let mut n = 1;
    while tx.account_by_login(&login).await?.is_some() {
        n += 1;
        login = format!("{base}{n}");
    }
    Ok(login)
}

/// A page of slips that can still be used.
#[derive(Debug, Clone, Default)]
pub struct Outstanding {
    pub rows: Vec<OpenSlip>,
    /// Key of the next page, if there is one.
    pub next: Option<(Instant, SlipId)>,
}

/// Slips that were handed out and not used yet; those that run out first stand first.
pub async fn outstanding(
    app: &App,
    who: &Who,
    after: Option<(Instant, SlipId)>,
    limit: i64,
) -> Result<Outstanding> {
    authority::require_any(who, Action::InviteAccount)?;
    let mut rows = app.store.view().await?.open_slips(who.bureau, app.now(), after, limit + 1).await?;
    let more = rows.len() as i64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(0));
    let next = rows.last().filter(|_| more).map(|row| (row.slip.expires, row.slip.id));
    Ok(Outstanding { rows, next })
}

/// Takes a slip back before it is used.
pub async fn revoke(app: &App, who: &Who, id: SlipId) -> Result<AccountId> {
    authority::require_any(who, Action::InviteAccount)?;
    let mut tx = app.store.begin().await?;
    let slip = tx.slip(id).await?;
    own(&mut tx, who, slip.account).await?;
    if !slip.usable(app.now()) {
        return Err(Error::rule("这张激活单已经用过、过期或者收回了。"));
    }
    let next = slip.to(Slip { used: Some(app.now()), ..slip.row.clone() });
    let entry = Entry::new(Action::InviteAccount, slip.account).field("slip", id).field("revoked", true);
    tx.apply(&app.stamp(who), Change::new(next, entry)).await?;
    tx.commit().await?;
    Ok(slip.account)
}
