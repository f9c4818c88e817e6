//! 机构: the tree as it stands, the page of one unit, and its dated operations.

use crate::{App, Error, Result, Who};
use domain::authority::{self, Action};
use domain::change::{Change, Versioned};
use domain::day::Day;
use domain::id::{MembershipId, PersonId, UnitId};
use domain::membership::{self, Membership};
use domain::refused::Refused;
use domain::unit::{self, Predecessor, Unit, UnitKind};
use std::collections::BTreeMap;
use store::{Conn, Held, NewMembership, NewUnit, UnitChange};

/// A unit in the tree.
#[derive(Debug, Clone)]
pub struct Node {
    pub unit: Unit,
    /// 0 at the root.
    pub depth: usize,
    /// Who serves directly in the unit.
    pub members: i64,
}

/// The tree of the bureau on `day`, parents before children, in official order.
pub async fn tree(app: &App, who: &Who, day: Day) -> Result<Vec<Node>> {
    authority::require_any(who, Action::ViewUnits)?;
    let mut view = app.store.view().await?;
    let members: BTreeMap<UnitId, i64> = view.heads_per_unit(who.bureau, day).await?.into_iter().collect();
    let mut depths: BTreeMap<UnitId, usize> = BTreeMap::new();
    let mut nodes = Vec::new();
    for unit in view.units(who.bureau, day).await? {
        let depth = unit.parent.and_then(|parent| depths.get(&parent)).map_or(0, |above| above + 1);
        depths.insert(unit.id, depth);
        nodes.push(Node { depth, members: members.get(&unit.id).copied().unwrap_or(0), unit: unit.row });
    }
    Ok(nodes)
}

/// A person in a unit.
#[derive(Debug, Clone)]
pub struct Member {
    pub membership: Membership,
    pub person: PersonId,
    pub name: String,
}

/// Where a unit comes from or went to.
#[derive(Debug, Clone)]
pub struct Kin {
    pub link: Predecessor,
    /// The other unit.
    pub unit: UnitId,
    pub name: String,
    /// Whether the other unit came before.
    pub before: bool,
}

/// The page of a unit.
#[derive(Debug, Clone)]
pub struct Sight {
    pub unit: Versioned<Unit>,
    /// From the root down to the parent.
    pub above: Vec<(UnitId, String)>,
    pub children: Vec<Unit>,
    pub members: Vec<Member>,
    pub names: Vec<Held<String>>,
    pub parents: Vec<(Held<Option<UnitId>>, String)>,
    pub kin: Vec<Kin>,
}

/// A unit with its members, children and history.
pub async fn show(app: &App, who: &Who, id: UnitId) -> Result<Sight> {
    authority::require_any(who, Action::ViewUnits)?;
    let mut view = app.store.view().await?;
    let unit = own(&mut view, who, id).await?;
    let day = unit.valid_to.unwrap_or_else(|| app.today());
    let mut above = Vec::new();
    for ancestor in view.ancestors(id).await?.into_iter().skip(1) {
        above.insert(0, (ancestor, view.unit(ancestor).await?.row.name));
    }
    let mut members = Vec::new();
    for held in view.members_on(id, day).await? {
        let name = view.person(held.person).await?.row.name;
        members.push(Member { person: held.person, membership: held.row, name });
    }
    let children = view.children(id, day).await?.into_iter().map(|child| child.row).collect();
    let names = view.unit_names(id).await?;
    let mut parents = Vec::new();
    for held in view.unit_parents(id).await? {
        let name = match held.value {
            Some(parent) => view.unit_name_on(parent, held.from).await?,
            None => String::new(),
        };
        parents.push((held, name));
    }
    let kin = kin(&mut view, id).await?;
    Ok(Sight { unit, above, children, members, names, parents, kin })
}

async fn kin(view: &mut Conn, id: UnitId) -> Result<Vec<Kin>> {
    let mut kin = Vec::new();
    for link in view.predecessors(id).await? {
        let before = link.unit == id;
        let unit = if before { link.before } else { link.unit };
        kin.push(Kin { name: view.unit(unit).await?.row.name, link, unit, before });
    }
    Ok(kin)
}

pub(crate) async fn own(conn: &mut Conn, who: &Who, id: UnitId) -> Result<Versioned<Unit>> {
    let unit = conn.unit(id).await?;
    if unit.bureau == who.bureau { Ok(unit) } else { Err(Refused::NotFound.into()) }
}

/// The parent that a form names; a foreign or unknown one is a wrong field, not a 404.
async fn chosen(conn: &mut Conn, who: &Who, field: &str, id: UnitId) -> Result<Versioned<Unit>> {
    match own(conn, who, id).await {
        Err(Error::Refused(Refused::NotFound)) => Err(Error::field(field, "请从列表里选一个单位。")),
        other => other,
    }
}

/// What a new unit is made of.
#[derive(Debug, Clone)]
pub struct NewUnitForm {
    pub name: String,
    pub kind: UnitKind,
    pub parent: UnitId,
    pub on: Day,
}

/// 新设.
pub async fn create(app: &App, who: &Who, form: &NewUnitForm) -> Result<UnitId> {
    authority::require_any(who, Action::EditUnits)?;
    let mut tx = app.store.begin().await?;
    let parent = chosen(&mut tx, who, "parent", form.parent).await?;
    let change = make(app, &mut tx, form, &parent).await?;
    let id = change.next.id;
    tx.apply(&app.stamp(who), change.map(NewUnit)).await?;
    tx.commit().await?;
    Ok(id)
}

/// A new unit as the last among its siblings.
async fn make(app: &App, conn: &mut Conn, form: &NewUnitForm, parent: &Unit) -> Result<Change<Unit>> {
    let (siblings, position) = siblings(conn, parent.id, app.today()).await?;
    let new = fresh(app, parent, form, position);
    Ok(unit::create(&new, parent, &siblings, app.today())?)
}

fn fresh(app: &App, parent: &Unit, form: &NewUnitForm, position: i64) -> Unit {
    Unit {
        id: app.ids.make(),
        bureau: parent.bureau,
        kind: form.kind,
        name: form.name.clone(),
        parent: Some(parent.id),
        position,
        valid_from: form.on,
        valid_to: None,
    }
}

async fn siblings(conn: &mut Conn, parent: UnitId, day: Day) -> Result<(Vec<String>, i64)> {
    let children = conn.children(parent, day).await?;
    let last = children.iter().map(|child| child.position).max().unwrap_or(0);
    Ok((children.into_iter().map(|child| child.row.name).collect(), last + 10))
}

/// 更名.
pub async fn rename(app: &App, who: &Who, id: UnitId, name: &str, on: Day) -> Result<()> {
    authority::require_any(who, Action::EditUnits)?;
    let mut tx = app.store.begin().await?;
    let unit = own(&mut tx, who, id).await?;
    let since = tx.unit_names(id).await?.last().map_or(unit.valid_from, |name| name.from);
    let change = unit::rename(&unit, name, since, on, app.today())?;
    tx.apply(&app.stamp(who), change.map(|unit| UnitChange { unit, on })).await?;
    Ok(tx.commit().await?)
}

/// 调整隶属.
pub async fn relocate(app: &App, who: &Who, id: UnitId, parent: UnitId, on: Day) -> Result<()> {
    authority::require_any(who, Action::EditUnits)?;
    let mut tx = app.store.begin().await?;
    let unit = own(&mut tx, who, id).await?;
    let parent = chosen(&mut tx, who, "parent", parent).await?;
    let above = tx.ancestors(parent.id).await?;
    let since = tx.unit_parents(id).await?.last().map_or(unit.valid_from, |held| held.from);
    let change = unit::relocate(&unit, &parent, &above, since, on, app.today())?;
    tx.apply(&app.stamp(who), change.map(|unit| UnitChange { unit, on })).await?;
    Ok(tx.commit().await?)
}

/// 撤销: only what is empty.
pub async fn end(app: &App, who: &Who, id: UnitId, on: Day) -> Result<()> {
    authority::require_any(who, Action::EditUnits)?;
    let mut tx = app.store.begin().await?;
    let unit = own(&mut tx, who, id).await?;
    let ties = tx.unit_ties(id, on).await?;
    let change = unit::end(&unit, ties, on, app.today())?;
    tx.apply(&app.stamp(who), change.map(|unit| UnitChange { unit, on })).await?;
    Ok(tx.commit().await?)
}

/// 合并 into another unit: members and children go along.
pub async fn merge(app: &App, who: &Who, id: UnitId, into: UnitId, on: Day) -> Result<()> {
    authority::require_any(who, Action::EditUnits)?;
    let mut tx = app.store.begin().await?;
    let unit = own(&mut tx, who, id).await?;
    let into = chosen(&mut tx, who, "into", into).await?;
    let above = tx.ancestors(into.id).await?;
    let children = tx.children(id, on).await?;
    let served = tx.open_memberships(id, on).await?;
    let serving = tx.open_memberships(into.id, on).await?;
    let change = unit::merge(&unit, &into, &above, &children, on, app.today())?;
    let moves = moves(app, who, &served, &serving, into.id, on);
    let next = change.map(|merged| {
        let mut units: Vec<UnitChange> =
            merged.children.into_iter().map(|unit| UnitChange { unit, on }).collect();
        units.push(UnitChange { unit: merged.ended, on });
        ((units, merged.link), moves)
    });
    tx.apply(&app.stamp(who), next).await?;
    Ok(tx.commit().await?)
}

/// Members change over; who already serves at the goal only ends here.
fn moves(
    app: &App,
    who: &Who,
    served: &[Versioned<Membership>],
    serving: &[Versioned<Membership>],
    to: UnitId,
    on: Day,
) -> (Vec<Versioned<Membership>>, Vec<NewMembership>) {
    let mut ended = Vec::new();
    let mut begun = Vec::new();
    for held in served {
        let (old, new) = membership::transfer(held, to, app.ids.make(), on);
        ended.push(old);
        if !serving.iter().any(|there| there.person == held.person) {
            begun.push(NewMembership { bureau: who.bureau, membership: new });
        }
    }
    (ended, begun)
}

/// 分设: a new unit comes out of `id`; the chosen members go along.
pub async fn split(
    app: &App,
    who: &Who,
    id: UnitId,
    form: &NewUnitForm,
    along: &[MembershipId],
) -> Result<UnitId> {
    authority::require_any(who, Action::EditUnits)?;
    let mut tx = app.store.begin().await?;
    let unit = own(&mut tx, who, id).await?;
    let parent = chosen(&mut tx, who, "parent", form.parent).await?;
    let (siblings, position) = siblings(&mut tx, parent.id, app.today()).await?;
    let new = fresh(app, &parent, form, position);
    let change = unit::split(&unit, &new, &parent, &siblings, app.today())?;
    let goal = change.next.0.id;
    let served: Vec<_> =
        tx.open_memberships(id, form.on).await?.into_iter().filter(|held| along.contains(&held.id)).collect();
    let moves = moves(app, who, &served, &[], goal, form.on);
    tx.apply(&app.stamp(who), change.map(|(unit, link)| ((NewUnit(unit), link), moves))).await?;
    tx.commit().await?;
    Ok(goal)
}

/// The name that a unit bore on a day, for papers.
pub async fn name_on(app: &App, who: &Who, id: UnitId, day: Day) -> Result<String> {
    let mut view = app.store.view().await?;
    own(&mut view, who, id).await?;
    Ok(view.unit_name_on(id, day).await?)
}
