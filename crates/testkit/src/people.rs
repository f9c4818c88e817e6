//! People of a test: a founded bureau, sections, and persons with accounts and roles, inserted
//! directly (not through pages).

use crate::TestApp;
use app::Who;
use domain::account::{Account, AccountState};
use domain::audit::Entry;
use domain::authority::{Action, Grant, Role};
use domain::bureau::{Bureau, SetUp};
use domain::change::Change;
use domain::id::{PersonId, UnitId};
use domain::membership::{Membership, MembershipKind};
use domain::person::Person;
use domain::unit::{Unit, UnitKind};
use store::{NewAccount, NewGrant, NewMembership, NewPerson, NewUnit};

/// A founded bureau and its office user.
#[derive(Debug, Clone)]
pub struct Office {
    pub bureau: Bureau,
    /// The section in which 创建办 sits.
    pub unit: UnitId,
    /// The office user, with the rights of 创建办 and 管理员.
    pub who: Who,
}

impl TestApp {
    /// Founds 云岚市交通运输局 with its office in 政策法规科 and the office user 林晓雯.
    pub async fn founded(&self) -> Office {
        let asked = SetUp::parse("云岚市交通运输局", "simple", "政策法规科", "林晓雯", "linxw").unwrap();
        let founded = app::setup::found_demo(&self.app, &asked).await.unwrap();
        let mut view = self.store.view().await.unwrap();
        let account = view.account_by_login("linxw").await.unwrap().unwrap();
        drop(view);
        let active = account.to(Account { state: AccountState::Active, ..account.row.clone() });
        let stamp = self.app.own_stamp(founded.bureau.id, "test");
        let mut tx = self.store.begin().await.unwrap();
        tx.apply(&stamp, Change::new(active, Entry::new(Action::EditAccount, account.id))).await.unwrap();
        tx.commit().await.unwrap();
        let who = self.who("linxw").await;
        Office { bureau: founded.bureau, unit: founded.office, who }
    }

    /// A unit under `parent`.
    pub async fn unit(&self, office: &Office, parent: UnitId, kind: UnitKind, name: &str) -> UnitId {
        let id: UnitId = self.ids.make();
        let unit = Unit {
            id,
            bureau: office.bureau.id,
            kind,
            name: name.to_owned(),
            parent: Some(parent),
            position: 10,
            valid_from: self.today(),
            valid_to: None,
        };
        let stamp = self.app.own_stamp(office.bureau.id, "test");
        let mut tx = self.store.begin().await.unwrap();
        tx.apply(&stamp, Change::new(NewUnit(unit), Entry::new(Action::EditUnits, id))).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A person in a unit, without an account.
    pub async fn person(&self, office: &Office, unit: UnitId, name: &str, liaison: bool) -> PersonId {
        let id: PersonId = self.ids.make();
        let person = Person {
            id,
            bureau: office.bureau.id,
            name: name.to_owned(),
            staff_no: None,
            initials: app::account::initials(name),
            left_on: None,
        };
        let membership = Membership {
            id: self.ids.make(),
            person: id,
            unit,
            kind: MembershipKind::Established,
            title: String::new(),
            heads: false,
            liaison,
            from: self.today(),
            to: None,
        };
        let stamp = self.app.own_stamp(office.bureau.id, "test");
        let next =
            (NewPerson { person, phone: None }, NewMembership { bureau: office.bureau.id, membership });
        let mut tx = self.store.begin().await.unwrap();
        tx.apply(&stamp, Change::new(next, Entry::new(Action::EditPeople, id))).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A person with an active account (login = `login`, no password) and a role for the unit.
    pub async fn user(&self, office: &Office, unit: UnitId, name: &str, login: &str, role: Role) -> Who {
        let person = self.person(office, unit, name, role == Role::Liaison).await;
        let account = Account {
            id: self.ids.make(),
            bureau: office.bureau.id,
            person,
            login: login.to_owned(),
            state: AccountState::Active,
            password: String::new(),
        };
        let grant = NewGrant {
            id: self.ids.make(),
            bureau: office.bureau.id,
            account: account.id,
            grant: Grant { role, unit },
            state: "active",
            proposed_by: None,
        };
        let entry = Entry::new(Action::EditAccount, account.id);
        let stamp = self.app.own_stamp(office.bureau.id, "test");
        let mut tx = self.store.begin().await.unwrap();
        tx.apply(&stamp, Change::new((NewAccount(account), grant), entry)).await.unwrap();
        tx.commit().await.unwrap();
        self.who(login).await
    }

    /// Gives an account this PHC string as its password.
    pub async fn set_password(&self, who: &Who, phc: &str) {
        let account = self.store.view().await.unwrap().account(who.account).await.unwrap();
        let next = account.to(Account { password: phc.to_owned(), ..account.row.clone() });
        let stamp = self.app.own_stamp(account.bureau, "test");
        let mut tx = self.store.begin().await.unwrap();
        tx.apply(&stamp, Change::new(next, Entry::new(Action::ChangePassword, account.id))).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The actor of an account as it stands now.
    pub async fn who(&self, login: &str) -> Who {
        let mut view = self.store.view().await.unwrap();
        let account = view.account_by_login(login).await.unwrap().unwrap();
        let actor = view.actor(&account, self.today()).await.unwrap();
        Who { actor, source: "test".into() }
    }
}
