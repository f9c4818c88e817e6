//! Units and people: sections of the bureau, subordinate units with sections of their own, a head
//! and a liaison in each.

use super::rows::{Rows, row};
use super::{LOGINS, Result};
use crate::seed::Seed;
use app::{App, account};
use domain::account::{Account, AccountState};
use domain::audit::Entry;
use domain::authority::{Action, Grant, Role};
use domain::bureau::Bureau;
use domain::change::Change;
use domain::id::{PersonId, UnitId};
use domain::unit::{Unit, UnitKind};
use store::{NewAccount, NewGrant, NewUnit};

const SECTIONS: [&str; 13] = [
    "办公室",
    "人事教育科",
    "综合规划科",
    "财务审计科",
    "建设管理科",
    "运输管理科",
    "安全监督科",
    "行政审批科",
    "机关党委",
    "工会",
    "科技信息科",
    "公路管理科",
    "信访室",
];
const SUBORDINATES: [&str; 8] = [
    "公路事业发展中心",
    "综合行政执法支队",
    "港航事业发展中心",
    "运输事业发展中心",
    "质量安全站",
    "物流服务中心",
    "通信信息中心",
    "停车服务中心",
];
const BELOW: [&str; 5] = ["综合科", "业务一科", "业务二科", "财务科", "党群科"];
const SURNAMES: [&str; 20] = [
    "林", "秦", "罗", "沈", "周", "贺", "唐", "高", "叶", "孟", "方", "何", "苏", "梁", "白", "陆", "鲁",
    "陶", "孔", "江",
];
const GIVEN: [&str; 24] = [
    "晓", "文", "丽", "明", "一", "慧", "翔", "清", "青", "志", "雨", "建", "晓", "雪", "婉", "海", "立",
    "令", "宁", "思", "佳", "永", "春", "景",
];

/// Who works where.
#[derive(Debug)]
pub(super) struct People {
    pub root: UnitId,
    pub bureau: domain::id::BureauId,
    /// Every unit that takes on duties, with its people: the head first, then the liaison.
    pub units: Vec<(UnitId, Vec<PersonId>)>,
    pub sections: usize,
    pub section: UnitId,
    pub staff: PersonId,
    pub office: PersonId,
    pub all: Vec<PersonId>,
}

pub(super) async fn compose(
    app: &App,
    bureau: &Bureau,
    office_unit: UnitId,
    number: usize,
    password: &str,
    rows: &mut Rows,
) -> Result<People> {
    let mut seed = Seed::default();
    let units = units(app, bureau, office_unit).await?;
    let mut people = People {
        root: bureau.root,
        bureau: bureau.id,
        sections: SECTIONS.len() + 1,
        section: units[2],
        staff: PersonId(uuid::Uuid::nil()),
        office: app
            .store
            .view()
            .await?
            .account_by_login("office")
            .await?
            .map_or(PersonId(uuid::Uuid::nil()), |it| it.person),
        units: units.iter().map(|unit| (*unit, Vec::new())).collect(),
        all: Vec::new(),
    };
    for n in 0..number.max(units.len() * 4) {
        let (unit, members) = &mut people.units[n % units.len()];
        let (heads, liaison) = (members.is_empty(), members.len() == 1);
        let id = person(app, bureau, *unit, n, (heads, liaison), &mut seed, rows);
        members.push(id);
        people.all.push(id);
    }
    people.staff = people.units[2].1[2];
    accounts(app, bureau, people, password, rows).await
}

/// The sections, the subordinate units and what is below them, in official order.
async fn units(app: &App, bureau: &Bureau, office: UnitId) -> Result<Vec<UnitId>> {
    let stamp = app.own_stamp(bureau.id, "bench");
    let (mut units, mut position) = (vec![office], 2_i64);
    let mut tx = app.store.begin().await?;
    let below = SUBORDINATES.iter().flat_map(|name| {
        std::iter::once((*name, UnitKind::Subordinate, false))
            .chain(BELOW.iter().map(|name| (*name, UnitKind::Section, true)))
    });
    let mut above = bureau.root;
    for (name, kind, nested) in SECTIONS.iter().map(|name| (*name, UnitKind::Section, false)).chain(below) {
        let id: UnitId = app.ids.make();
        let unit = Unit {
            id,
            bureau: bureau.id,
            kind,
            name: name.to_owned(),
            parent: Some(if nested { above } else { bureau.root }),
            position,
            valid_from: app.today().minus(2_000),
            valid_to: None,
        };
        position += 1;
        if kind == UnitKind::Subordinate {
            above = id;
        }
        tx.apply(&stamp, Change::new(NewUnit(unit), Entry::new(Action::EditUnits, id))).await?;
        units.push(id);
    }
    tx.commit().await?;
    Ok(units)
}

fn person(
    app: &App,
    bureau: &Bureau,
    unit: UnitId,
    n: usize,
    (heads, liaison): (bool, bool),
    seed: &mut Seed,
    rows: &mut Rows,
) -> PersonId {
    let id: PersonId = app.ids.make();
    let name = format!("{}{}{}", seed.one(&SURNAMES), seed.one(&GIVEN), seed.one(&GIVEN));
    let initials = account::initials(&name);
    rows.add(
        "person",
        row! {
            "id": id.0, "bureau_id": bureau.id.0, "name": name, "staff_no": format!("Y{n:05}"), "initials": initials,
            "version": 1
        },
    );
    rows.add(
        "membership",
        row! {
            "id": app.ids.next(), "bureau_id": bureau.id.0, "person_id": id.0, "unit_id": unit.0, "kind": "established",
            "title": if heads { "科长" } else { "科员" }, "heads": heads, "liaison": liaison,
            "valid_from": app.today().minus(1_500).to_string(), "version": 1
        },
    );
    rows.add(
        "search_doc",
        row! {
            "id": app.ids.next(), "bureau_id": bureau.id.0, "noun": "person", "object_id": id.0, "title": name,
            "body": initials, "person_id": id.0, "updated": app.now().0
        },
    );
    for n in 0..12 {
        let day = app.today().minus(n * 9).start();
        rows.add(
            "message",
            row! {
                "id": app.ids.next(), "bureau_id": bureau.id.0, "person_id": id.0, "reason": "assigned",
                "noun": "unit", "object_id": unit.0, "text": "有新的任务交给您，请查看。",
                "created": day.0, "read_at": (n > 1).then_some(day.0)
            },
        );
    }
    id
}

/// One account for each role; the persons must stand before their accounts do.
async fn accounts(
    app: &App,
    bureau: &Bureau,
    people: People,
    password: &str,
    rows: &mut Rows,
) -> Result<People> {
    std::mem::take(rows).write(app).await?;
    let subordinate = people.sections;
    let holders = [
        ("leader", people.units[1].1[2], bureau.root),
        ("liaison", people.units[2].1[1], people.section),
        ("staff", people.staff, people.section),
        ("unit", people.units[subordinate].1[0], people.units[subordinate].0),
    ];
    let stamp = app.own_stamp(bureau.id, "bench");
    let mut tx = app.store.begin().await?;
    for (login, person, unit) in holders {
        let role = LOGINS.iter().find(|it| it.0 == login).map_or(Role::Staff, |it| it.1);
        let account = Account {
            id: app.ids.make(),
            bureau: bureau.id,
            person,
            login: login.to_owned(),
            state: AccountState::Active,
            password: password.to_owned(),
        };
        let grant = NewGrant {
            id: app.ids.make(),
            bureau: bureau.id,
            account: account.id,
            grant: Grant { role, unit },
            state: "active",
            proposed_by: None,
        };
        let entry = Entry::new(Action::EditAccount, account.id);
        tx.apply(&stamp, Change::new((NewAccount(account), grant), entry)).await?;
    }
    tx.commit().await?;
    Ok(people)
}
