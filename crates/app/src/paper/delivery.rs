//! 分发: an issued paper goes to units and persons, who open it, confirm it, and are urged until then.

use super::{may, seen};
use crate::{App, Result, Who};
use domain::authority::Action;
use domain::id::{DeliveryId, PaperId, PersonId, UnitId};
use domain::paper::delivery::{self, Delivery};
use domain::refused::Refused;
use store::{DeliveryRow, NewDelivery};

/// Whom a paper goes to.
#[derive(Debug, Clone, Default)]
pub struct Receivers {
    pub units: Vec<UnitId>,
    pub people: Vec<PersonId>,
}

/// Most receivers of one act.
const MOST: usize = 500;

/// Sends an issued paper; who has it already does not get it again.
pub async fn send(app: &App, who: &Who, id: PaperId, to: &Receivers) -> Result<usize> {
    if to.units.len() + to.people.len() > MOST {
        return Err(crate::Error::field("to", format!("一次最多分发给 {MOST} 个对象，请分几次。")));
    }
    let mut tx = app.store.begin().await?;
    let held = seen(app, &mut tx, who, id).await?;
    may(&mut tx, who, Action::IssuePaper, &held).await?;
    let known = tx.deliveries(id).await?;
    let (mut new, mut tell) = (Vec::new(), Vec::new());
    let fresh = |unit, person| Delivery {
        id: app.ids.make(),
        bureau: held.bureau,
        paper: id,
        unit,
        person,
        sent: app.now(),
        read: None,
        receipt: None,
        urged: None,
    };
    for unit in &to.units {
        // A stranger's unit is none.
        if tx.unit(*unit).await?.bureau != who.bureau {
            return Err(Refused::NotFound.into());
        }
        if !known.iter().any(|it| it.delivery.unit == Some(*unit)) {
            tell.extend(tx.receivers(*unit, app.today()).await?);
            new.push(fresh(Some(*unit), None));
        }
    }
    for person in &to.people {
        if tx.person(*person).await?.bureau != who.bureau {
            return Err(Refused::NotFound.into());
        }
        if !known.iter().any(|it| it.delivery.person == Some(*person)) {
            tell.push(*person);
            new.push(fresh(None, Some(*person)));
        }
    }
    tell.sort_unstable();
    tell.dedup();
    let count = new.len();
    let change = delivery::send(&held, new, &tell)?;
    let change = change.map(|next| next.into_iter().map(NewDelivery).collect::<Vec<_>>());
    tx.apply(&app.stamp(who), change).await?;
    tx.commit().await?;
    Ok(count)
}

/// Those of the deliveries that the actor answers for.
pub(super) fn own(who: &Who, all: &[DeliveryRow]) -> Vec<DeliveryRow> {
    let mine = |it: &&DeliveryRow| {
        it.delivery.person == Some(who.person)
            || it.delivery.unit.is_some_and(|unit| who.receives.contains(&unit))
    };
    all.iter().filter(mine).cloned().collect()
}

/// Notes that the actor has opened what was sent to them.
pub async fn opened(app: &App, who: &Who, rows: &[DeliveryRow]) -> Result<()> {
    let unread: Vec<_> = rows.iter().filter(|it| it.delivery.read.is_none()).collect();
    if unread.is_empty() {
        return Ok(());
    }
    let mut tx = app.store.begin().await?;
    for it in unread {
        let held = tx.delivery(it.delivery.id).await?;
        if let Some(change) = delivery::open(&held, who, app.now()) {
            tx.apply(&app.stamp(who), change).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// 签收 of one delivery.
pub async fn receipt(app: &App, who: &Who, id: PaperId, delivery: DeliveryId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    seen(app, &mut tx, who, id).await?;
    let rows = tx.deliveries(id).await?;
    let mine = own(who, &rows);
    let held = mine.into_iter().find(|it| it.delivery.id == delivery).ok_or(Refused::NotFound)?.delivery;
    let change = delivery::receipt(&held, who, app.now())?;
    tx.apply(&app.stamp(who), change).await?;
    Ok(tx.commit().await?)
}

/// 催办 of everyone who has not confirmed and was not urged today. How many were.
pub async fn urge(app: &App, who: &Who, id: PaperId) -> Result<usize> {
    let mut tx = app.store.begin().await?;
    let held = seen(app, &mut tx, who, id).await?;
    may(&mut tx, who, Action::IssuePaper, &held).await?;
    let mut count = 0;
    for row in tx.deliveries(id).await? {
        let tell = match (row.delivery.unit, row.delivery.person) {
            (Some(unit), _) => tx.receivers(unit, app.today()).await?,
            (None, person) => person.into_iter().collect(),
        };
        let since = app.today().start();
        // Who has confirmed, or was urged today already, is left in peace.
        let Ok(change) = delivery::urge(&held, &row.delivery, since, app.now(), &tell) else { continue };
        tx.apply(&app.stamp(who), change).await?;
        count += 1;
    }
    if count == 0 {
        return Err(Refused::rule("没有要催的：都已签收，或者今天已经催过。").into());
    }
    tx.commit().await?;
    Ok(count)
}

/// Whom a paper may still be sent to.
#[derive(Debug, Clone)]
pub struct Offer {
    pub title: String,
    pub units: Vec<(UnitId, String)>,
    pub people: Vec<(PersonId, String)>,
}

/// Units and persons that do not have the paper yet: units in official order, persons that hold a role.
pub async fn offer(app: &App, who: &Who, id: PaperId) -> Result<Offer> {
    let mut view = app.store.view().await?;
    let held = seen(app, &mut view, who, id).await?;
    may(&mut view, who, Action::IssuePaper, &held).await?;
    delivery::sendable(&held)?;
    let known = view.deliveries(id).await?;
    let root = view.bureau(who.bureau).await?.root;
    let units = view.units(who.bureau, app.today()).await?.into_iter().filter(|unit| unit.id != root);
    let units = units.filter(|unit| !known.iter().any(|it| it.delivery.unit == Some(unit.id)));
    let mut people: Vec<(PersonId, String)> = Vec::new();
    let units: Vec<(UnitId, String)> = units.map(|unit| (unit.id, unit.row.name)).collect();
    for holder in view.holders_of_roles(who.bureau).await? {
        let had = known.iter().any(|it| it.delivery.person == Some(holder.person));
        if !had && !people.iter().any(|(person, _)| *person == holder.person) {
            people.push((holder.person, view.person(holder.person).await?.row.name));
        }
    }
    Ok(Offer { title: held.title.clone(), units, people })
}
