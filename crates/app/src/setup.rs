//! First start: a one-time link, then the bureau, its office and the first accounts.

use crate::account::taken;
use crate::slip::{self, HandedSlip};
use crate::{App, Error, Result, secret};
use domain::account::{Account, AccountState};
use domain::audit::Entry;
use domain::authority::{Action, Grant, Role};
use domain::bureau::{Administration, Bureau, SetUp};
use domain::change::Change;
use domain::id::{BureauId, GrantId, UnitId};
use domain::membership::{Membership, MembershipKind};
use domain::person::Person;
use domain::unit::{Unit, UnitKind};
use store::{NewAccount, NewBureau, NewGrant, NewMembership, NewPerson, NewUnit, StoreError};

/// Makes the one-time token of the set-up link, if no bureau exists yet. Older links die.
pub async fn offer(app: &App) -> Result<Option<String>> {
    let mut tx = app.store.begin().await?;
    if !tx.bureaus().await?.is_empty() {
        return Ok(None);
    }
    let token = secret::token();
    tx.put_setup_link(&secret::digest(&token), app.now()).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// Whether a token opens the set-up page.
pub async fn open(app: &App, token: &str) -> Result<bool> {
    Ok(app.store.view().await?.setup_link_open(&secret::digest(token)).await?)
}

/// What set-up made.
#[derive(Debug, Clone)]
pub struct Founded {
    pub bureau: Bureau,
    pub office: UnitId,
    pub slips: Vec<HandedSlip>,
    /// Text of the recovery sheet: shown once.
    pub sheet: String,
}

/// Founds the bureau. The link is used up; a second use is refused.
pub async fn found(app: &App, token: &str, asked: &SetUp, source: &str) -> Result<Founded> {
    let mut tx = app.store.begin().await?;
    match tx.use_setup_link(&secret::digest(token), app.now()).await {
        Err(StoreError::Stale) => {
            return Err(Error::rule("这个初始化链接已经用过或者失效了。请重新启动程序，使用新打印的链接。"));
        }
        other => other?,
    }
    let founded = write(app, &mut tx, asked, source).await?;
    tx.commit().await?;
    Ok(founded)
}

/// Founds a bureau without a link: the demonstration.
pub async fn found_demo(app: &App, asked: &SetUp) -> Result<Founded> {
    let mut tx = app.store.begin().await?;
    let founded = write(app, &mut tx, asked, "demo").await?;
    tx.commit().await?;
    Ok(founded)
}

async fn write(app: &App, tx: &mut store::Tx, asked: &SetUp, source: &str) -> Result<Founded> {
    let today = app.today();
    let id: BureauId = app.ids.make();
    let root: UnitId = app.ids.make();
    let office: UnitId = app.ids.make();
    let bureau = Bureau {
        id,
        name: asked.bureau_name.clone(),
        root,
        administration: asked.administration,
        demo: app.demo,
    };
    let stamp = app.own_stamp(id, source);
    let unit = |id, kind, name: &str, parent| {
        NewUnit(Unit {
            id,
            bureau: bureau.id,
            kind,
            name: name.to_owned(),
            parent,
            position: 1,
            valid_from: today,
            valid_to: None,
        })
    };
    let units = vec![
        unit(root, UnitKind::Bureau, &asked.bureau_name, None),
        unit(office, UnitKind::Section, &asked.office_name, Some(root)),
    ];
    let entry = Entry::new(Action::SetUp, id).field("administration", asked.administration);
    tx.apply(&stamp, Change::new((NewBureau(bureau.clone()), units), entry)).await?;

    let mut slips = Vec::new();
    for (name, login, roles) in first_accounts(asked) {
        slips.push(first_account(app, tx, &bureau, office, (name, login), roles, &stamp).await?);
    }
    Ok(Founded { bureau, office, slips, sheet: app.keys.sheet() })
}

/// The office user; beside it the administrators as 简易 or 三员 asks.
fn first_accounts(asked: &SetUp) -> Vec<(String, String, &'static [Role])> {
    let office = (asked.person_name.clone(), asked.login.clone());
    match asked.administration {
        Administration::Simple => vec![(office.0, office.1, &[Role::Office, Role::Administrator])],
        Administration::Threefold => vec![
            (office.0, office.1, &[Role::Office]),
            ("系统管理员".into(), "sysadmin".into(), &[Role::SystemAdmin]),
            ("安全管理员".into(), "secadmin".into(), &[Role::SecurityAdmin]),
            ("审计管理员".into(), "audadmin".into(), &[Role::AuditAdmin]),
        ],
    }
}

async fn first_account(
    app: &App,
    tx: &mut store::Tx,
    bureau: &Bureau,
    office: UnitId,
    (name, login): (String, String),
    roles: &[Role],
    stamp: &store::Stamp<'_>,
) -> Result<HandedSlip> {
    let person = Person {
        id: app.ids.make(),
        bureau: bureau.id,
        initials: crate::account::initials(&name),
        name: name.clone(),
        staff_no: None,
        left_on: None,
    };
    let account = Account {
        id: app.ids.make(),
        bureau: bureau.id,
        person: person.id,
        login: login.clone(),
        state: AccountState::Invited,
        password: String::new(),
    };
    let membership = Membership {
        id: app.ids.make(),
        person: person.id,
        unit: office,
        kind: MembershipKind::Established,
        title: String::new(),
        heads: false,
        liaison: roles.contains(&Role::Office),
        from: app.today(),
        to: None,
    };
    let entry = Entry::new(Action::InviteAccount, account.id);
    tx.apply(
        stamp,
        Change::new(NewPerson { person, phone: None }, Entry::new(Action::EditPeople, account.person)),
    )
    .await?;
    tx.apply(
        stamp,
        Change::new(
            NewMembership { bureau: bureau.id, membership },
            Entry::new(Action::EditPeople, account.person),
        ),
    )
    .await?;
    tx.apply(stamp, Change::new(NewAccount(account.clone()), entry)).await.map_err(taken)?;
    for role in roles {
        let id: GrantId = app.ids.make();
        let grant = Grant { role: *role, unit: bureau.root };
        let new = NewGrant {
            id,
            bureau: bureau.id,
            account: account.id,
            grant,
            state: "active",
            proposed_by: None,
        };
        tx.apply(stamp, Change::new(new, Entry::new(Action::ChangeRights, account.id).field("role", role)))
            .await?;
    }
    let role = roles.first().copied().unwrap_or(Role::Staff);
    slip::issue(app, tx, stamp, &account, (name, String::new(), role)).await
}
