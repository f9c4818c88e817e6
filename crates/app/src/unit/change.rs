//! 更名, 调整隶属, 合并, 分设, 撤销: what hangs on the unit goes where the operation says, in the same
//! transaction.

use super::{NewUnitForm, chosen, fresh, own, siblings};
use crate::{App, Result, Who, joiner};
use domain::authority::{self, Action};
use domain::bureau::Administration;
use domain::change::{Change, Versioned};
use domain::day::Day;
use domain::id::{MeasureId, MembershipId, PersonId, UnitId};
use domain::membership::{self, Membership};
use domain::succession::{self, Estate, Own, Succession};
use domain::unit::{self, Ties, Unit};
use std::collections::BTreeSet;
use store::{NewMembership, NewSuccession, NewUnit, Tx, UnitChange};

/// 更名. Seats of teams that call the unit by its name follow it.
pub async fn rename(app: &App, who: &Who, id: UnitId, name: &str, on: Day) -> Result<()> {
    authority::require_any(who, Action::EditUnits)?;
    let mut tx = app.store.begin().await?;
    let unit = own(&mut tx, who, id).await?;
    let since = tx.unit_names(id).await?.last().map_or(unit.valid_from, |name| name.from);
    let seats = tx.seats_called(who.bureau, &unit.name, on).await?;
    let change = unit::rename(&unit, name, since, on, app.today())?;
    let estate = Estate { seats, ..Estate::default() };
    let named = change.next.row.clone();
    let stamp = app.stamp(who);
    tx.apply(&stamp, change.map(|unit| UnitChange { unit, on })).await?;
    pass_on(app, who, &mut tx, &unit, &named, &estate, on).await?;
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

/// What hangs on a unit today, for the page before an operation; measures with their headings.
#[derive(Debug, Clone, Default)]
pub struct Leaves {
    /// One sentence; empty where nothing hangs on it.
    pub sentence: String,
    /// Whether it cannot close without an heir.
    pub binds: bool,
    /// Open duties by measure: its id, `（二）优化服务`, how many.
    pub groups: Vec<(Option<MeasureId>, String, usize)>,
}

/// What would move.
pub async fn estate(app: &App, who: &Who, id: UnitId) -> Result<Leaves> {
    authority::require_any(who, Action::EditUnits)?;
    let mut view = app.store.view().await?;
    let unit = own(&mut view, who, id).await?;
    let estate = view.estate(who.bureau, id, &unit.name, app.today()).await?;
    let mut groups = Vec::new();
    for (measure, n) in estate.by_measure() {
        let heading = match measure {
            Some(measure) => {
                let it = view.measure(measure).await?.row;
                format!("{}{}", it.number, it.title)
            }
            None => "没有列入措施的任务".into(),
        };
        groups.push((measure, heading, n));
    }
    Ok(Leaves { sentence: estate.sentence(), binds: estate.binds(), groups })
}

/// 撤销: nobody serves in it any more; its duties go to the heir that is named.
pub async fn end(app: &App, who: &Who, id: UnitId, heir: Option<UnitId>, on: Day) -> Result<()> {
    authority::require_any(who, Action::EditUnits)?;
    let mut tx = app.store.begin().await?;
    let unit = own(&mut tx, who, id).await?;
    let estate = tx.estate(who.bureau, id, &unit.name, on).await?;
    let heir = match heir {
        Some(heir) => Some(standing(chosen(&mut tx, who, "heir", heir).await?, id, on)?),
        None => None,
    };
    let open = estate.duties.len() + estate.measures.len();
    let duties = if heir.is_some() { 0 } else { i64::try_from(open).unwrap_or(i64::MAX) };
    let ties = Ties { duties, ..tx.unit_ties(id, on).await? };
    let change = unit::end(&unit, ties, on, app.today())?;
    tx.apply(&app.stamp(who), change.map(|unit| UnitChange { unit, on })).await?;
    match heir {
        Some(heir) => pass_on(app, who, &mut tx, &unit, &heir, &estate, on).await?,
        None => write(app, who, &mut tx, id, succession::lapse(&estate, on)).await?,
    }
    Ok(tx.commit().await?)
}

/// An heir is another unit that stands.
fn standing(heir: Versioned<Unit>, unit: UnitId, on: Day) -> Result<Unit> {
    if heir.id == unit || !heir.stands_on(on) {
        return Err(crate::Error::field("heir", "请选一个当天还在的其他单位。"));
    }
    Ok(heir.row)
}

/// 合并 into another unit: members, children, duties, rights and seats go along.
pub async fn merge(app: &App, who: &Who, id: UnitId, into: UnitId, on: Day) -> Result<()> {
    authority::require_any(who, Action::EditUnits)?;
    let mut tx = app.store.begin().await?;
    let unit = own(&mut tx, who, id).await?;
    let into = chosen(&mut tx, who, "into", into).await?;
    let above = tx.ancestors(into.id).await?;
    let children = tx.children(id, on).await?;
    let served = tx.open_memberships(id, on).await?;
    let serving = tx.open_memberships(into.id, on).await?;
    let estate = tx.estate(who.bureau, id, &unit.name, on).await?;
    let change = unit::merge(&unit, &into, &above, &children, on, app.today())?;
    let moves = moves(app, who, &served, &serving, into.id, on);
    let next = change.map(|merged| {
        let mut units: Vec<UnitChange> =
            merged.children.into_iter().map(|unit| UnitChange { unit, on }).collect();
        units.push(UnitChange { unit: merged.ended, on });
        ((units, merged.link), moves)
    });
    tx.apply(&app.stamp(who), next).await?;
    pass_on(app, who, &mut tx, &unit, &into, &estate, on).await?;
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

/// 分设 of a new unit out of `id`: the chosen members and the open duties of the chosen measures go
/// along. What every unit of the kind has, the new one gets as a joiner.
pub async fn split(
    app: &App,
    who: &Who,
    id: UnitId,
    form: &NewUnitForm,
    along: &[MembershipId],
    duties: &[Option<MeasureId>],
) -> Result<UnitId> {
    authority::require_any(who, Action::EditUnits)?;
    let mut tx = app.store.begin().await?;
    let unit = own(&mut tx, who, id).await?;
    let parent = chosen(&mut tx, who, "parent", form.parent).await?;
    let (siblings, position) = siblings(&mut tx, parent.id, app.today()).await?;
    let new = fresh(app, &parent, form, position);
    let estate = tx.estate(who.bureau, id, &unit.name, form.on).await?;
    let change = unit::split(&unit, &new, &parent, &siblings, app.today())?;
    let made = change.next.0.clone();
    let served: Vec<_> =
        tx.open_memberships(id, form.on).await?.into_iter().filter(|held| along.contains(&held.id)).collect();
    let moves = moves(app, who, &served, &[], made.id, form.on);
    let stamp = app.stamp(who);
    tx.apply(&stamp, change.map(|(unit, link)| ((NewUnit(unit), link), moves))).await?;
    let people: BTreeSet<PersonId> = served.iter().map(|held| held.person).collect();
    pass_on(app, who, &mut tx, &unit, &made, &estate.share(duties, &people, made.kind), form.on).await?;
    joiner::welcome(app, &stamp, &mut tx).await?;
    tx.commit().await?;
    Ok(made.id)
}

/// Hands an estate to its heir, whose people are in place already.
async fn pass_on(
    app: &App,
    who: &Who,
    tx: &mut Tx,
    unit: &Unit,
    heir: &Unit,
    estate: &Estate,
    on: Day,
) -> Result<()> {
    let there = tx.open_memberships(heir.id, on).await?;
    let own = Own {
        people: there.iter().map(|held| held.person).collect(),
        receivers: tx.receivers(heir.id, app.today()).await?,
        ..tx.own_of(heir.id).await?
    };
    let found = succession::inherit(unit, heir, estate, &own, on, &*app.ids);
    write(app, who, tx, unit.id, found).await
}

async fn write(app: &App, who: &Who, tx: &mut Tx, unit: UnitId, found: Succession) -> Result<()> {
    let mut entries = found.audit.into_iter();
    let Some(first) = entries.next() else { return Ok(()) };
    let threefold = tx.bureau(who.bureau).await?.administration == Administration::Threefold;
    let next = NewSuccession { next: found.next, proposed_by: threefold.then_some(who.account) };
    let entry = domain::audit::Entry::new(Action::EditUnits, unit).field("moved", entries.len() + 1);
    let change = entries.fold(Change::new(next, entry).with_entry(first), Change::with_entry);
    tx.apply(&app.stamp(who), change.with_messages(found.messages)).await?;
    Ok(())
}
