//! 系统: how the bureau is administered, and the one-way switch from 简易 to 三员.

use crate::slip::{self, HandedSlip};
use crate::{App, Error, Result, Who};
use domain::account::{Account, AccountState};
use domain::audit::Entry;
use domain::authority::{self, Action, EXCLUSIVE, Grant, Role};
use domain::bureau::{self, Bureau};
use domain::change::Change;
use domain::id::{GrantId, PersonId};
use domain::refused::{FieldError, Refused};
use store::{NewAccount, NewGrant, ProposedGrant, RemoveGrant, Separate};

/// What 系统 shows of the bureau.
#[derive(Debug, Clone)]
pub struct Overview {
    pub bureau: Bureau,
    /// Name of the database engine.
    pub engine: &'static str,
    /// Who administers: role and names.
    pub administrators: Vec<(Role, Vec<String>)>,
    /// Grants that wait for 安全管理员.
    pub waiting: usize,
}

/// The state of the bureau's administration.
pub async fn overview(app: &App, who: &Who) -> Result<Overview> {
    authority::require_any(who, Action::ViewSystem)?;
    let mut view = app.store.view().await?;
    let bureau = view.bureau(who.bureau).await?;
    let mut administrators = Vec::new();
    for role in bureau.administration.administrators() {
        let mut names = Vec::new();
        for person in view.holders(who.bureau, *role).await? {
            names.push(view.person(person).await?.row.name);
        }
        administrators.push((*role, names));
    }
    let waiting = view.proposed_grants(who.bureau, None, 100).await?.len();
    Ok(Overview { bureau, engine: app.store.engine_name(), administrators, waiting })
}

/// Who is to administer, as typed: system, security, audit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Three {
    pub system: String,
    pub security: String,
    pub audit: String,
}

impl Three {
    /// Role, field and text of each.
    fn each(&self) -> [(Role, &'static str, &str); 3] {
        let texts = [("system", self.system.as_str()), ("security", &self.security), ("audit", &self.audit)];
        [0, 1, 2].map(|n| (EXCLUSIVE[n], texts[n].0, texts[n].1))
    }
}

/// 简易 becomes 三员: three persons of the roster get a role and a slip each; the single administrator
/// ends. There is no way back.
pub async fn separate(app: &App, who: &Who, three: &Three) -> Result<Vec<HandedSlip>> {
    authority::require_any(who, Action::EditSetting)?;
    let mut tx = app.store.begin().await?;
    let bureau = tx.bureau(who.bureau).await?;
    let people = people(app, &mut tx, who, three).await?;
    let change = bureau::separate(&bureau, &people.iter().map(|it| it.1.id).collect::<Vec<PersonId>>())?;
    let stamp = app.stamp(who);
    tx.apply(&stamp, change.map(Separate)).await?;
    for grant in tx.grants(who.bureau, None).await? {
        if grant.role.administers() {
            let entry = Entry::new(Action::ChangeRights, grant.account).field("removed", grant.role);
            tx.apply(&stamp, Change::new(RemoveGrant(grant.id), entry)).await?;
        }
    }
    let mut slips = Vec::new();
    for (role, person) in people {
        slips.push(install(app, &mut tx, who, &bureau, role, person).await?);
    }
    tx.commit().await?;
    Ok(slips)
}

/// The three persons; what is wrong stands at its own field.
async fn people(
    app: &App,
    tx: &mut store::Tx,
    who: &Who,
    three: &Three,
) -> Result<Vec<(Role, domain::person::Person)>> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for (role, field, text) in three.each() {
        match crate::person::resolve(app, tx, who, text).await {
            Ok(person) => found.push((role, person.row)),
            Err(Error::Refused(Refused::Invalid(errors))) => {
                wrong.extend(errors.into_iter().map(|it| FieldError { field: field.into(), ..it }));
            }
            Err(other) => return Err(other),
        }
    }
    if wrong.is_empty() { Ok(found) } else { Err(Refused::Invalid(wrong).into()) }
}

/// Gives one of the three their role for the whole bureau, and a slip.
async fn install(
    app: &App,
    tx: &mut store::Tx,
    who: &Who,
    bureau: &Bureau,
    role: Role,
    person: domain::person::Person,
) -> Result<HandedSlip> {
    let account: Account = match tx.account_of(person.id).await? {
        Some(account) if account.state == AccountState::Disabled => {
            return Err(Error::rule(format!("{}的账号已经停用，请先启用或另选一位。", person.name)));
        }
        Some(account) => account.row,
        None => {
            let account = Account {
                id: app.ids.make(),
                bureau: who.bureau,
                person: person.id,
                login: slip::free_login(tx, &person).await?,
                state: AccountState::Invited,
                password: String::new(),
            };
            let entry = Entry::new(Action::InviteAccount, account.id);
            tx.apply(&app.stamp(who), Change::new(NewAccount(account.clone()), entry)).await?;
            account
        }
    };
    let id: GrantId = app.ids.make();
    let grant = Grant { role, unit: bureau.root };
    let new = NewGrant {
        id,
        bureau: who.bureau,
        account: account.id,
        grant,
        state: "active",
        proposed_by: Some(who.account),
    };
    let entry = Entry::new(Action::ChangeRights, account.id).field("role", role).field("unit", bureau.root);
    tx.apply(&app.stamp(who), Change::new(new, entry)).await?;
    let unit = tx.memberships_of(person.id).await?.into_iter().find(|it| it.holds_on(app.today()));
    let unit = match unit {
        Some(unit) => tx.unit(unit.unit).await?.row.name,
        None => String::new(),
    };
    slip::issue(app, tx, &app.stamp(who), &account, (person.name, unit, role)).await
}

/// Grants that wait for 安全管理员, the oldest first; and the key of the next page.
pub async fn proposed(
    app: &App,
    who: &Who,
    after: Option<GrantId>,
    limit: i64,
) -> Result<(Vec<ProposedGrant>, Option<GrantId>)> {
    authority::require_any(who, Action::ViewAccounts)?;
    let mut rows = app.store.view().await?.proposed_grants(who.bureau, after, limit + 1).await?;
    let more = rows.len() as i64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(0));
    let next = rows.last().filter(|_| more).map(|row| row.id);
    Ok((rows, next))
}
