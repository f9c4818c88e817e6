//! 机构: the tree as it stands, the page of one unit, and its dated operations.

mod change;
mod filed;

pub use change::{Leaves, end, estate, merge, relocate, rename, split};
pub use filed::{Filed, Scored, filed};

use crate::{App, Error, Result, Who, joiner};
use domain::authority::{self, Action};
use domain::change::{Change, Versioned};
use domain::day::Day;
use domain::id::{PersonId, UnitId};
use domain::membership::Membership;
use domain::refused::Refused;
use domain::unit::{self, Predecessor, Unit, UnitKind};
use std::collections::BTreeMap;
use store::{Conn, Held, NewUnit};

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
    let units = view.units(who.bureau, day).await?;
    let members = |unit: &Unit| members.get(&unit.id).copied().unwrap_or(0);
    Ok(outlined(units)
        .into_iter()
        .map(|(depth, unit)| Node { depth, members: members(&unit), unit })
        .collect())
}

/// The same units, each with its depth alone: what a form offers.
pub async fn outline(app: &App, who: &Who, day: Day) -> Result<Vec<(usize, Unit)>> {
    authority::require_any(who, Action::ViewUnits)?;
    Ok(outlined(app.store.glance().await?.units(who.bureau, day).await?))
}

fn outlined(units: Vec<Versioned<Unit>>) -> Vec<(usize, Unit)> {
    let mut depths: BTreeMap<UnitId, usize> = BTreeMap::new();
    let mut depth = |unit: Versioned<Unit>| {
        let depth = unit.parent.and_then(|parent| depths.get(&parent)).map_or(0, |above| above + 1);
        depths.insert(unit.id, depth);
        (depth, unit.row)
    };
    units.into_iter().map(&mut depth).collect()
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
    /// 科室职责; empty where nobody wrote them.
    pub duties: String,
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
    let duties = view.unit_duties(id).await?;
    Ok(Sight { unit, above, children, members, names, parents, kin, duties })
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
    let stamp = app.stamp(who);
    tx.apply(&stamp, change.map(NewUnit)).await?;
    joiner::welcome(app, &stamp, &mut tx).await?;
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

/// 科室职责 are written, or taken back by a blank.
pub async fn set_duties(app: &App, who: &Who, id: UnitId, duties: &str) -> Result<()> {
    authority::require_any(who, Action::EditUnits)?;
    let mut tx = app.store.begin().await?;
    let unit = own(&mut tx, who, id).await?;
    tx.apply(&app.stamp(who), unit::set_duties(&unit, duties)?).await?;
    Ok(tx.commit().await?)
}

/// 科室职责 of all units that have them written.
pub async fn duties(app: &App, who: &Who) -> Result<BTreeMap<UnitId, String>> {
    authority::require_any(who, Action::ViewUnits)?;
    Ok(app.store.view().await?.duties_of_units(who.bureau).await?.into_iter().collect())
}

/// The name that a unit bore on a day, for papers.
pub async fn name_on(app: &App, who: &Who, id: UnitId, day: Day) -> Result<String> {
    let mut view = app.store.view().await?;
    own(&mut view, who, id).await?;
    Ok(view.unit_name_on(id, day).await?)
}
