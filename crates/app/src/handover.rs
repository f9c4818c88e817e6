//! 移交: what a leaving person holds, and handing it over in one step. Preview first, then one act.

use crate::{App, Error, Result, Who, person};
use domain::account::{Account, AccountState};
use domain::audit::Entry;
use domain::authority::{self, Action, Role};
use domain::change::{Change, Versioned};
use domain::day::Day;
use domain::handover::{self, Item, Orders, Successor};
use domain::id::PersonId;
use domain::person::Person;
use std::collections::BTreeMap;
use store::{EndSessions, HandedRow};
use uuid::Uuid;

/// What would move.
#[derive(Debug, Clone)]
pub struct Preview {
    pub person: Versioned<Person>,
    pub items: Vec<Item>,
    /// Colleagues of the same units, offered as successors: name, and number or unit.
    pub colleagues: Vec<Person>,
}

/// Everything open with a person.
pub async fn preview(app: &App, who: &Who, id: PersonId) -> Result<Preview> {
    authority::require_any(who, Action::HandOver)?;
    let mut view = app.store.view().await?;
    let person = person::own(&mut view, who, id).await?;
    let items = view.duties_of(id, app.today()).await?.items();
    let mut colleagues: Vec<Person> = Vec::new();
    for held in view.memberships_on(&[id], app.today()).await? {
        for other in view.members_on(held.unit, app.today()).await? {
            if other.person != id && !colleagues.iter().any(|known| known.id == other.person) {
                colleagues.push(view.person(other.person).await?.row);
            }
        }
    }
    Ok(Preview { person, items, colleagues })
}

/// What a person gave and took over, newest first.
pub async fn history(app: &App, who: &Who, id: PersonId) -> Result<Vec<HandedRow>> {
    authority::require_any(who, Action::ViewUnits)?;
    let mut view = app.store.view().await?;
    person::own(&mut view, who, id).await?;
    Ok(view.handed(id, 200).await?)
}

/// What the form asks for: successors as typed.
#[derive(Debug, Clone)]
pub struct HandOverForm {
    pub default: String,
    /// Typed successor of single duties, by the id of their row; blank means the default.
    pub single: BTreeMap<Uuid, String>,
    pub on: Day,
    pub leaves: bool,
}

/// Hands everything over: all of it in one transaction. Returns how many duties moved.
pub async fn hand_over(app: &App, who: &Who, id: PersonId, form: &HandOverForm) -> Result<usize> {
    authority::require_any(who, Action::HandOver)?;
    let mut tx = app.store.begin().await?;
    let person = person::own(&mut tx, who, id).await?;
    let duties = tx.duties_of(id, form.on).await?;
    let nothing = duties.items().is_empty() && form.default.trim().is_empty();
    let orders = match nothing {
        // Nothing moves, so that nobody needs to be named; whoever enters it stands in.
        true => Orders { default: who.person, single: BTreeMap::new(), on: form.on, leaves: form.leaves },
        false => orders(app, who, &mut tx, form).await?,
    };
    let mut successors = BTreeMap::new();
    for to in std::iter::once(orders.default).chain(orders.single.values().copied()) {
        let row = tx.person(to).await?.row;
        let service = tx.memberships_of(to).await?;
        successors.insert(to, Successor { person: row, service });
    }
    let service: Vec<_> = tx
        .memberships_of(id)
        .await?
        .into_iter()
        .filter(|held| held.to.is_none_or(|to| to >= form.on))
        .collect();
    let change =
        handover::hand_over(&person, &service, &duties, &orders, &successors, app.today(), &*app.ids)?;
    let moved = change.next.log.len();
    tx.apply(&app.stamp(who), change).await?;
    if form.leaves {
        close_account(app, who, &mut tx, id).await?;
    }
    tx.commit().await?;
    Ok(moved)
}

async fn orders(app: &App, who: &Who, tx: &mut store::Tx, form: &HandOverForm) -> Result<Orders> {
    let default = named(app, who, tx, "default", &form.default).await?;
    let mut single = BTreeMap::new();
    for (duty, text) in form.single.iter().filter(|(_, text)| !text.trim().is_empty()) {
        single.insert(*duty, named(app, who, tx, &format!("to-{duty}"), text).await?);
    }
    Ok(Orders { default, single, on: form.on, leaves: form.leaves })
}

async fn named(app: &App, who: &Who, tx: &mut store::Tx, field: &str, text: &str) -> Result<PersonId> {
    match person::resolve(app, tx, who, text).await {
        Ok(person) => Ok(person.id),
        Err(error) => match error.fields().first() {
            Some(wrong) => Err(Error::field(field, wrong.sentence.clone())),
            None => Err(error),
        },
    }
}

/// Who has left cannot sign in any more. The last administrator hands that right over first.
async fn close_account(app: &App, who: &Who, tx: &mut store::Tx, id: PersonId) -> Result<()> {
    if id == who.person {
        return Err(Error::rule("不能给自己办理离开。请另一位有权限的同志来办。"));
    }
    let Some(account) = tx.account_of(id).await? else { return Ok(()) };
    for grant in tx.grants(who.bureau, Some(account.id)).await? {
        let keeps = matches!(
            grant.role,
            Role::Administrator | Role::SystemAdmin | Role::SecurityAdmin | Role::AuditAdmin
        );
        if keeps && tx.holders(who.bureau, grant.role).await? == [id] {
            return Err(Error::rule(format!("这是最后一位{}，请先把这项权限给另一位同志。", grant.role)));
        }
    }
    let next = account.to(Account { state: AccountState::Disabled, ..account.row.clone() });
    let end = EndSessions { account: account.id, except: None };
    let entry = Entry::new(Action::EditAccount, account.id).field("state", AccountState::Disabled);
    tx.apply(&app.stamp(who), Change::new((next, end), entry)).await?;
    Ok(())
}
