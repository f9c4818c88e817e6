//! The bureau of the demonstration: units, people and a user for every role. Those who answer for a
//! section have an account too, because their records need an author.

use super::{DemoUser, PASSWORD, Year};
use crate::{App, Result};
use domain::account::{Account, AccountState};
use domain::audit::Entry;
use domain::authority::{Action, Grant, Role};
use domain::bureau::{Bureau, SetUp};
use domain::change::Change;
use domain::id::{GrantId, UnitId};
use domain::membership::{Membership, MembershipKind};
use domain::person::Person;
use domain::unit::{Unit, UnitKind};
use store::{NewAccount, NewGrant, NewMembership, NewPerson, NewUnit};

/// Units of the bureau: name, kind.
const UNITS: &[(&str, UnitKind)] = &[
    ("办公室", UnitKind::Section),
    ("人事教育科", UnitKind::Section),
    ("综合规划科", UnitKind::Section),
    ("财务审计科", UnitKind::Section),
    ("建设管理科", UnitKind::Section),
    ("运输管理科", UnitKind::Section),
    ("安全监督科", UnitKind::Section),
    ("行政审批科", UnitKind::Section),
    ("机关党委", UnitKind::Section),
    ("工会", UnitKind::Section),
    ("公路事业发展中心", UnitKind::Subordinate),
    ("交通运输综合行政执法支队", UnitKind::Subordinate),
    ("港航事业发展中心", UnitKind::Subordinate),
];

/// People: name, unit, title, heads, liaison, login and role if they have an account.
type Row = (&'static str, &'static str, &'static str, bool, bool, Option<(&'static str, Role)>);
/// The logins that the command prints.
const SHOWN: &[&str] = &["leader", "liaison", "staff", "unit"];
const PEOPLE: &[Row] = &[
    ("秦卫东", "办公室", "党组书记、局长", false, false, Some(("leader", Role::Leader))),
    ("罗文涛", "办公室", "党组成员、副局长", false, false, Some(("luowt", Role::Leader))),
    ("沈丽华", "机关党委", "机关党委专职副书记", true, true, Some(("shenlh", Role::Liaison))),
    ("周明远", "政策法规科", "科长", true, false, Some(("zhoumy", Role::Liaison))),
    ("贺一帆", "人事教育科", "四级主任科员", false, true, Some(("liaison", Role::Liaison))),
    ("唐慧敏", "人事教育科", "科长", true, false, None),
    ("高翔宇", "运输管理科", "科长", true, true, Some(("gaoxy", Role::Liaison))),
    ("叶清", "工会", "工会主席", true, true, Some(("yeq", Role::Liaison))),
    ("孟青", "机关党委", "干事", false, false, Some(("staff", Role::Staff))),
    ("方志远", "办公室", "主任", true, true, Some(("fangzy", Role::Liaison))),
    ("何雨桐", "综合规划科", "科长", true, true, Some(("heyt", Role::Liaison))),
    ("苏建国", "财务审计科", "科长", true, true, Some(("sujg", Role::Liaison))),
    ("梁晓东", "建设管理科", "科长", true, true, Some(("liangxd", Role::Liaison))),
    ("白雪松", "安全监督科", "科长", true, true, Some(("baixs", Role::Liaison))),
    ("陆婉晴", "行政审批科", "科长", true, true, Some(("luwq", Role::Liaison))),
    ("鲁海峰", "公路事业发展中心", "办公室主任", true, true, Some(("unit", Role::Subordinate))),
    ("陶立新", "交通运输综合行政执法支队", "政工科长", true, true, Some(("taolx", Role::Subordinate))),
    ("孔令波", "港航事业发展中心", "综合科长", true, true, Some(("konglb", Role::Subordinate))),
];

/// Others who serve in a unit, for what many take part in.
const MORE: &[(&str, &[&str])] = &[
    ("政策法规科", &["程雨薇", "邵子墨"]),
    ("办公室", &["潘晓琳", "严立群", "顾小满"]),
    ("人事教育科", &["韦思远", "裴书瑶"]),
    ("综合规划科", &["付明轩", "卢清妍"]),
    ("财务审计科", &["姚静怡", "武承泽"]),
    ("建设管理科", &["汪东升", "蒋雨辰", "段文斌"]),
    ("运输管理科", &["薛可欣", "侯俊杰", "龚晓梅"]),
    ("安全监督科", &["尹建军", "黎海燕"]),
    ("行政审批科", &["常小雅", "赖志强", "毛秋月"]),
    ("机关党委", &["万里红", "覃雪莹"]),
    ("工会", &["施美兰", "牛国庆"]),
    ("公路事业发展中心", &["申大勇", "季春兰", "柏长青", "聂海涛", "殷素芳"]),
    ("交通运输综合行政执法支队", &["康正阳", "文婷婷", "庞卫国", "祝小龙", "古丽珍"]),
    ("港航事业发展中心", &["江流", "水清华", "关长河", "尚明月"]),
];

fn serving(unit: &'static str, names: &'static [&'static str]) -> impl Iterator<Item = Row> {
    names.iter().map(move |name| (*name, unit, "科员", false, false, None))
}

/// The users of the demonstration, as the command prints them.
pub fn users() -> Vec<DemoUser> {
    let mut users =
        vec![DemoUser { name: "林晓雯", login: "office", password: PASSWORD, role: Role::Office }];
    for (name, _, _, _, _, account) in PEOPLE {
        if let Some((login, role)) = account.filter(|(login, _)| SHOWN.contains(login)) {
            users.push(DemoUser { name, login, password: PASSWORD, role });
        }
    }
    users
}

/// Every login of the demonstration.
pub fn logins() -> impl Iterator<Item = &'static str> {
    std::iter::once("office").chain(PEOPLE.iter().filter_map(|row| row.5.map(|(login, _)| login)))
}

/// Founds the bureau with its units and people.
pub(super) async fn found(app: &App, year: Year) -> Result<()> {
    let asked = SetUp::parse("云岚市交通运输局", "simple", "政策法规科", "林晓雯", "office")?;
    let founded = crate::setup::found_demo(app, &asked).await?;
    let password = app.hashing.hash(&app.keys, PASSWORD.to_owned()).await?;
    let stamp = app.own_stamp(founded.bureau.id, "demo");
    let mut tx = app.store.begin().await?;
    let office = tx.account_by_login("office").await?.ok_or_else(|| crate::Error::fault("demo", "office"))?;
    let active =
        office.to(Account { state: AccountState::Active, password: password.clone(), ..office.row.clone() });
    tx.apply(&stamp, Change::new(active, Entry::new(Action::EditAccount, office.id))).await?;
    let mut units: Vec<(&str, UnitId)> = vec![("政策法规科", founded.office)];
    for (position, (name, kind)) in (2_i64..).zip(UNITS) {
        let id: UnitId = app.ids.make();
        let unit = Unit {
            id,
            bureau: founded.bureau.id,
            kind: *kind,
            name: (*name).to_owned(),
            parent: Some(founded.bureau.root),
            position,
            valid_from: app.today().minus(400),
            valid_to: None,
        };
        tx.apply(&stamp, Change::new(NewUnit(unit), Entry::new(Action::EditUnits, id))).await?;
        units.push((name, id));
    }
    for row in PEOPLE {
        let unit = units.iter().find(|(name, _)| *name == row.1).map_or(founded.office, |(_, id)| *id);
        person(app, &mut tx, &founded.bureau, unit, row, &password, &stamp).await?;
    }
    let more: Vec<Row> = match year {
        Year::Full => MORE.iter().flat_map(|(unit, names)| serving(unit, names)).collect(),
        Year::Short => Vec::new(),
    };
    for row in &more {
        let unit = units.iter().find(|(name, _)| *name == row.1).map_or(founded.office, |(_, id)| *id);
        person(app, &mut tx, &founded.bureau, unit, row, &password, &stamp).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn person(
    app: &App,
    tx: &mut store::Tx,
    bureau: &Bureau,
    unit: UnitId,
    (name, _, title, heads, liaison, account): &Row,
    password: &str,
    stamp: &store::Stamp<'_>,
) -> Result<()> {
    let person = Person {
        id: app.ids.make(),
        bureau: bureau.id,
        name: (*name).to_owned(),
        staff_no: None,
        initials: crate::account::initials(name),
        left_on: None,
    };
    let id = person.id;
    let membership = Membership {
        id: app.ids.make(),
        person: id,
        unit,
        kind: MembershipKind::Established,
        title: (*title).to_owned(),
        heads: *heads,
        liaison: *liaison,
        from: app.today().minus(400),
        to: None,
    };
    let next = (NewPerson { person, phone: None }, NewMembership { bureau: bureau.id, membership });
    tx.apply(stamp, Change::new(next, Entry::new(Action::EditPeople, id))).await?;
    let Some((login, role)) = account else { return Ok(()) };
    let account = Account {
        id: app.ids.make(),
        bureau: bureau.id,
        person: id,
        login: (*login).to_owned(),
        state: AccountState::Active,
        password: password.to_owned(),
    };
    let grant_id: GrantId = app.ids.make();
    let reach = if *role == Role::Leader { bureau.root } else { unit };
    let grant = NewGrant {
        id: grant_id,
        bureau: bureau.id,
        account: account.id,
        grant: Grant { role: *role, unit: reach },
        state: "active",
        proposed_by: None,
    };
    let entry = Entry::new(Action::EditAccount, account.id);
    tx.apply(stamp, Change::new((NewAccount(account), grant), entry)).await?;
    Ok(())
}
