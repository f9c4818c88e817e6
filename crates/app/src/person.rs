//! 人员: the roster as a list, the page of one person, dated service, and the phone number, which
//! is sealed at rest, masked on the page and unmasked only with an audit entry.

use crate::turn::{Leaf, Turn, Walk};
use crate::{App, Error, Result, Who, account, joiner};
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::change::{Change, Versioned};
use domain::day::Day;
use domain::id::{MembershipId, PersonId, UnitId};
use domain::membership::{self, Membership, MembershipKind};
use domain::person::{Fields, Person, mask_phone};
use domain::refused::Refused;
use domain::team::{Team, TeamMember};
use std::collections::BTreeMap;
use store::{Conn, NewMembership, NewPerson, PersonFilter, PhoneChange, StoreError};

/// A post as a list prints it.
#[derive(Debug, Clone)]
pub struct Post {
    pub membership: Versioned<Membership>,
    /// The name of the unit on the last day of the service, or today.
    pub unit: String,
}

/// A line of the roster.
#[derive(Debug, Clone)]
pub struct Line {
    pub person: Person,
    /// Where the person serves today.
    pub posts: Vec<Post>,
}

/// A page of the roster.
#[derive(Debug, Clone)]
pub struct People {
    pub leaf: Leaf<Line, (String, PersonId)>,
    /// Persons of the whole list and before this page, each up to [`store::COUNTED`].
    pub total: i64,
    pub before: i64,
}

impl std::ops::Deref for People {
    type Target = Leaf<Line, (String, PersonId)>;
    fn deref(&self) -> &Self::Target {
        &self.leaf
    }
}

/// Lists persons by name; words match a part of the name, initials or staff number.
pub async fn list(app: &App, who: &Who, filter: &PersonFilter) -> Result<People> {
    authority::require_any(who, Action::ViewUnits)?;
    let today = app.today();
    let mut view = app.store.view().await?;
    let turn = match filter.after.clone() {
        Some(key) if filter.back => Turn::Before(key),
        key => key.into(),
    };
    let asked = PersonFilter {
        descending: filter.descending != turn.back(),
        limit: filter.limit + 1,
        ..filter.clone()
    };
    let persons = view.persons(who.bureau, &asked, today).await?;
    let leaf = turn.leaf(persons, filter.limit, |row| (filter.order.key_of(row), row.id));
    let whole = PersonFilter { after: None, ..filter.clone() };
    let total = view.person_count(who.bureau, &whole, today).await?;
    let before = match leaf.prev.clone() {
        Some(first) => {
            view.person_count(who.bureau, &PersonFilter { after: Some(first), ..whole }, today).await?
        }
        None => 0,
    };
    let Leaf { rows: persons, prev, next } = leaf;
    let ids: Vec<PersonId> = persons.iter().map(|person| person.id).collect();
    let mut posts: BTreeMap<PersonId, Vec<Post>> = BTreeMap::new();
    let mut names: BTreeMap<UnitId, String> = BTreeMap::new();
    for held in view.memberships_on(&ids, today).await? {
        let unit = match names.get(&held.unit) {
            Some(name) => name.clone(),
            None => view.unit(held.unit).await?.row.name,
        };
        names.insert(held.unit, unit.clone());
        posts.entry(held.person).or_default().push(Post { membership: held, unit });
    }
    let rows = persons
        .into_iter()
        .map(|person| Line { posts: posts.remove(&person.id).unwrap_or_default(), person: person.row })
        .collect();
    Ok(People { leaf: Leaf { rows, prev, next }, total, before })
}

/// Every person of the list up to `most`, and whether there were more. What leaves the house about
/// people is written into the audit before it leaves.
pub async fn export(app: &App, who: &Who, filter: &PersonFilter, most: usize) -> Result<(Vec<Line>, bool)> {
    authority::require_any(who, Action::ExportPeople)?;
    let mut filter = PersonFilter { after: None, back: false, ..filter.clone() };
    let mut walk = Walk::up_to(most);
    while walk.take(list(app, who, &filter).await?.leaf) {
        filter.after = walk.turn.key().cloned();
    }
    let entry = Entry::new(Action::ExportPeople, who.bureau).field("rows", walk.rows.len().to_string());
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(who), Change::new((), entry)).await?;
    tx.commit().await?;
    Ok((walk.rows, walk.cut))
}

/// The page of a person.
#[derive(Debug, Clone)]
pub struct Sight {
    pub person: Versioned<Person>,
    /// All service, newest first.
    pub service: Vec<Post>,
    pub seats: Vec<(Versioned<TeamMember>, Team)>,
    /// Masked.
    pub phone: Option<String>,
}

/// A person with service and teams. Duties are another page's matter: see `web/src/person`.
pub async fn show(app: &App, who: &Who, id: PersonId) -> Result<Sight> {
    authority::require_any(who, Action::ViewUnits)?;
    let mut view = app.store.view().await?;
    let person = own(&mut view, who, id).await?;
    let mut service = Vec::new();
    for held in view.memberships_of(id).await? {
        let day = held.to.unwrap_or_else(|| app.today());
        service.push(Post { unit: view.unit_name_on(held.unit, day).await?, membership: held });
    }
    let mut seats = Vec::new();
    for seat in view.seats_of(id).await? {
        let team = view.team(seat.team).await?.row;
        seats.push((seat, team));
    }
    let phone = match view.sealed_phone(id).await? {
        Some(sealed) => Some(mask_phone(&app.keys.open_phone(&sealed)?)),
        None => None,
    };
    Ok(Sight { person, service, seats, phone })
}

pub(crate) async fn own(conn: &mut Conn, who: &Who, id: PersonId) -> Result<Versioned<Person>> {
    let person = conn.person(id).await?;
    if person.bureau == who.bureau { Ok(person) } else { Err(Refused::NotFound.into()) }
}

/// The person whom a typed text means: a name, a staff number, `name（number）` or initials. More
/// than one is asked about: the sentence tells them apart.
pub async fn resolve(app: &App, conn: &mut Conn, who: &Who, text: &str) -> Result<Versioned<Person>, Error> {
    let folded: String = text.trim().chars().map(domain::person::narrow).collect();
    let refuse = |sentence: String| Err(Error::field("person", sentence));
    if let Some((_, rest)) = folded.split_once('(') {
        let number = rest.trim_end_matches(')');
        return match conn.person_by_staff_no(who.bureau, number).await? {
            Some(person) => Ok(person),
            None => refuse(format!("名册里没有工号“{number}”。")),
        };
    }
    if folded.is_empty() {
        return refuse("请填写姓名或工号。".into());
    }
    let filter = PersonFilter { words: folded.clone(), limit: 20, ..PersonFilter::default() };
    let found = conn.persons(who.bureau, &filter, app.today()).await?;
    let exact = |person: &&Versioned<Person>| {
        person.name == folded
            || person.staff_no.as_deref() == Some(&folded)
            || person.initials == folded.to_lowercase()
    };
    let mut meant: Vec<&Versioned<Person>> = found.iter().filter(exact).collect();
    if meant.is_empty() {
        meant = found.iter().collect();
    }
    match meant.as_slice() {
        [] => refuse(format!("名册里没有找到“{}”。", folded.chars().take(20).collect::<String>())),
        [one] => Ok((*one).clone()),
        several => {
            let names: Vec<String> = several
                .iter()
                .take(5)
                .map(|person| match &person.staff_no {
                    Some(no) => format!("{}（{no}）", person.name),
                    None => format!("{}（无工号）", person.name),
                })
                .collect();
            refuse(format!("有 {} 位相符：{}。请写成“姓名（工号）”。", several.len(), names.join("、")))
        }
    }
}

/// The phone number in clear. Reading it is audited.
pub async fn unmask(app: &App, who: &Who, id: PersonId) -> Result<String> {
    authority::require_any(who, Action::UnmaskField)?;
    let mut tx = app.store.begin().await?;
    own(&mut tx, who, id).await?;
    let sealed = tx.sealed_phone(id).await?.ok_or_else(|| Error::rule("这位同志没有登记电话。"))?;
    let entry = Entry::new(Action::UnmaskField, id).field("field", "phone");
    tx.apply(&app.stamp(who), Change::new((), entry)).await?;
    tx.commit().await?;
    app.keys.open_phone(&sealed)
}

/// What a new person is made of.
#[derive(Debug, Clone)]
pub struct NewPersonForm {
    pub fields: Fields,
    /// Confirms that a person of the same name is someone else.
    pub another: bool,
    pub service: ServiceForm,
}

/// One interval of service as a form gives it.
#[derive(Debug, Clone)]
pub struct ServiceForm {
    pub unit: UnitId,
    pub kind: MembershipKind,
    pub title: String,
    pub heads: bool,
    pub liaison: bool,
    pub from: Day,
    pub to: Option<Day>,
}

impl ServiceForm {
    fn membership(self, id: MembershipId, person: PersonId) -> Membership {
        let Self { unit, kind, title, heads, liaison, from, to } = self;
        Membership { id, person, unit, kind, title, heads, liaison, from, to }
    }
}

/// A person joins the roster. Same names are asked about, never merged.
pub async fn create(app: &App, who: &Who, form: &NewPersonForm) -> Result<PersonId> {
    authority::require_any(who, Action::EditPeople)?;
    let phone = form.fields.phone.as_deref().map(|phone| app.keys.seal_phone(phone)).transpose()?;
    let mut tx = app.store.begin().await?;
    let twins = tx.persons_named(who.bureau, &form.fields.name).await?;
    if !twins.is_empty() && !form.another {
        let sentence = format!(
            "名册里已有 {} 位“{}”。如果是同一个人，请不要重复建立；如果是另一位同志，请勾选下面的确认。",
            twins.len(),
            form.fields.name
        );
        return Err(Error::field("another", sentence));
    }
    let person = Person {
        id: app.ids.make(),
        bureau: who.bureau,
        initials: account::initials(&form.fields.name),
        name: form.fields.name.clone(),
        staff_no: form.fields.staff_no.clone(),
        left_on: None,
    };
    let id = person.id;
    let unit = served(&mut tx, who, form.service.unit).await?;
    let service = membership::begin(&form.service.clone().membership(app.ids.make(), id), &unit, &[])?;
    let entry = Entry::new(Action::EditPeople, id).field("name", &person.name);
    let stamp = app.stamp(who);
    tx.apply(&stamp, Change::new(NewPerson { person, phone }, entry)).await.map_err(taken)?;
    tx.apply(&stamp, service.map(|membership| NewMembership { bureau: who.bureau, membership })).await?;
    joiner::welcome(app, &stamp, &mut tx).await?;
    tx.commit().await?;
    Ok(id)
}

async fn served(conn: &mut Conn, who: &Who, id: UnitId) -> Result<domain::unit::Unit> {
    match crate::unit::own(conn, who, id).await {
        Ok(unit) => Ok(unit.row),
        Err(Error::Refused(Refused::NotFound)) => Err(Error::field("unit", "请从列表里选一个科室或单位。")),
        Err(other) => Err(other),
    }
}

fn taken(error: StoreError) -> Error {
    match error {
        StoreError::Conflict(_) => Error::field("staff_no", "这个工号已经有人使用。"),
        other => other.into(),
    }
}

/// Name, staff number and phone are corrected; a blank phone stays as it is.
pub async fn edit(app: &App, who: &Who, id: PersonId, fields: &Fields) -> Result<()> {
    authority::require_any(who, Action::EditPeople)?;
    let phone = fields.phone.as_deref().map(|phone| app.keys.seal_phone(phone)).transpose()?;
    let mut tx = app.store.begin().await?;
    let person = own(&mut tx, who, id).await?;
    let next = Person {
        name: fields.name.clone(),
        staff_no: fields.staff_no.clone(),
        initials: account::initials(&fields.name),
        ..person.row.clone()
    };
    let mut entry = Entry::new(Action::EditPeople, id).field("name", &next.name);
    if let Some(phone) = &fields.phone {
        entry = entry.field("phone", phone);
    }
    let phone = phone.map(|phone| PhoneChange { person: id, phone });
    tx.apply(&app.stamp(who), Change::new((person.to(next), phone), entry)).await.map_err(taken)?;
    Ok(tx.commit().await?)
}

/// 任职 begins.
pub async fn serve(app: &App, who: &Who, id: PersonId, form: ServiceForm) -> Result<MembershipId> {
    authority::require_any(who, Action::EditPeople)?;
    let mut tx = app.store.begin().await?;
    let person = own(&mut tx, who, id).await?;
    if person.left_on.is_some() {
        return Err(Error::rule(format!("{}已经离开，不能再任职。", person.name)));
    }
    let unit = served(&mut tx, who, form.unit).await?;
    let held = tx.memberships_of(id).await?;
    let change = membership::begin(&form.membership(app.ids.make(), id), &unit, &held)?;
    let made = change.next.id;
    let stamp = app.stamp(who);
    tx.apply(&stamp, change.map(|membership| NewMembership { bureau: who.bureau, membership })).await?;
    joiner::welcome(app, &stamp, &mut tx).await?;
    tx.commit().await?;
    Ok(made)
}

/// One interval of service.
pub async fn membership(app: &App, who: &Who, id: MembershipId) -> Result<Membership> {
    authority::require_any(who, Action::EditPeople)?;
    let mut view = app.store.view().await?;
    let held = view.membership(id).await?;
    own(&mut view, who, held.person).await?;
    Ok(held.row)
}

/// Nobody's last service ends over duties that are still open. Posts end with the service itself.
async fn endable(app: &App, conn: &mut Conn, held: &Membership, to: Option<Day>) -> Result<()> {
    if to.is_none() {
        return Ok(());
    }
    let duties = conn.duties_of(held.person, app.today()).await?;
    let open = duties.items().len() - duties.posts.len();
    Ok(membership::may_end(held, to, &conn.memberships_of(held.person).await?, open)?)
}

/// 任职 is corrected in place; the unit stays.
pub async fn correct(app: &App, who: &Who, id: MembershipId, form: ServiceForm) -> Result<PersonId> {
    authority::require_any(who, Action::EditPeople)?;
    let mut tx = app.store.begin().await?;
    let held = tx.membership(id).await?;
    own(&mut tx, who, held.person).await?;
    endable(app, &mut tx, &held, form.to).await?;
    let change = membership::correct(&held, &form.membership(id, held.person))?;
    let stamp = app.stamp(who);
    tx.apply(&stamp, change).await?;
    joiner::welcome(app, &stamp, &mut tx).await?;
    tx.commit().await?;
    Ok(held.person)
}

/// 任职 ends; `last` is the last day.
pub async fn end_service(app: &App, who: &Who, id: MembershipId, last: Day) -> Result<PersonId> {
    authority::require_any(who, Action::EditPeople)?;
    let mut tx = app.store.begin().await?;
    let held = tx.membership(id).await?;
    own(&mut tx, who, held.person).await?;
    endable(app, &mut tx, &held, Some(last)).await?;
    let change = membership::end(&held, last)?;
    tx.apply(&app.stamp(who), change).await?;
    tx.commit().await?;
    Ok(held.person)
}
