//! What a program may read: lists page by key, 50 rows at a time.

use super::model::{
    AccountOut, Asked, AssignmentOut, DraftOut, FigureOut, Granted, HitOut, Listed, Me, MessageOut,
    PersonOut, PostOut, RecordOut, TaskOut, UnitOut,
};
use super::problem::Refusals;
use super::{Answer, Caller, Path, Problem, Query, id};
use axum::Json;
use domain::code::Code;
use domain::draft::DraftState;
use domain::record::{Record, RecordState};
use domain::{Day, Instant};
use std::str::FromStr;
use store::{Page, PersonFilter, WorkFilter, WorkOrder, WorkRow, WorkState};

const LIMIT: i64 = 50;

/// Splits `key_id` of a page at its last underscore; what is no key begins at the first page.
fn key<I: FromStr>(after: &str) -> Option<(String, I)> {
    let (key, id) = after.rsplit_once('_')?;
    Some((key.to_owned(), id.parse().ok()?))
}

/// The same for lists that page by time.
fn at<I: FromStr>(after: &str) -> Option<(Instant, I)> {
    let (at, id) = key(after)?;
    Some((Instant(at.parse().ok()?), id))
}

/// A code that a program gave; empty means any.
fn coded<C: Code>(code: &str) -> Result<Option<C>, Problem> {
    if code.is_empty() {
        return Ok(None);
    }
    match C::from_code(code) {
        Some(known) => Ok(Some(known)),
        None => Err(app::Error::field("state", "没有这个状态。").into()),
    }
}

#[utoipa::path(get, path = "/api/v1/me", responses((status = 200, body = Me), Refusals))]
pub(crate) async fn me(caller: Caller) -> Answer<Me> {
    let who = &caller.who.actor;
    let roles =
        who.grants.iter().map(|it| Granted { role: it.role.into(), unit: it.unit.to_string() }).collect();
    Ok(Json(Me {
        person: who.person.to_string(),
        account: who.account.to_string(),
        bureau: who.bureau.to_string(),
        name: who.name.clone(),
        login: who.login.clone(),
        roles,
    }))
}

#[utoipa::path(get, path = "/api/v1/units", responses((status = 200, body = Listed<UnitOut>), Refusals))]
pub(crate) async fn units(caller: Caller) -> Answer<Listed<UnitOut>> {
    let tree = app::unit::tree(&caller.app, &caller.who, caller.app.today()).await?;
    let mut duties = app::unit::duties(&caller.app, &caller.who).await?;
    let items = tree.into_iter().map(|node| UnitOut {
        duties: duties.remove(&node.unit.id).unwrap_or_default(),
        id: node.unit.id.to_string(),
        kind: node.unit.kind.into(),
        name: node.unit.name,
        parent: node.unit.parent.map(|id| id.to_string()),
        depth: node.depth,
        members: node.members,
    });
    Ok(Json(Listed { items: items.collect(), next: None }))
}

#[utoipa::path(get, path = "/api/v1/people", params(Asked), responses((status = 200, body = Listed<PersonOut>), Refusals))]
pub(crate) async fn people(caller: Caller, Query(asked): Query<Asked>) -> Answer<Listed<PersonOut>> {
    let below = if asked.unit.is_empty() { None } else { Some(id(&asked.unit)?) };
    let filter = PersonFilter {
        words: asked.q,
        below,
        after: key(&asked.after),
        limit: LIMIT,
        ..PersonFilter::default()
    };
    let found = app::person::list(&caller.app, &caller.who, &filter).await?;
    let items = found.leaf.rows.into_iter().map(|line| PersonOut {
        id: line.person.id.to_string(),
        name: line.person.name,
        staff_no: line.person.staff_no,
        posts: line
            .posts
            .into_iter()
            .map(|post| PostOut {
                unit: post.membership.unit.to_string(),
                title: post.membership.row.title,
                unit_name: post.unit,
            })
            .collect(),
    });
    Ok(Json(Listed {
        items: items.collect(),
        next: found.leaf.next.map(|(name, id)| format!("{name}_{id}")),
    }))
}

#[utoipa::path(get, path = "/api/v1/accounts", params(Asked), responses((status = 200, body = Listed<AccountOut>), Refusals))]
pub(crate) async fn accounts(caller: Caller, Query(asked): Query<Asked>) -> Answer<Listed<AccountOut>> {
    let found = app::account::list(&caller.app, &caller.who, &asked.q, &asked.after, LIMIT).await?;
    let grants = found.grants;
    let items = found.rows.into_iter().map(|row| AccountOut {
        id: row.account.id.to_string(),
        person: row.account.person.to_string(),
        name: row.name,
        login: row.account.login.clone(),
        state: row.account.state.into(),
        roles: grants
            .iter()
            .filter(|grant| grant.account == row.account.id && grant.active)
            .map(|grant| Granted { role: grant.role.into(), unit: grant.unit.to_string() })
            .collect(),
    });
    Ok(Json(Listed { items: items.collect(), next: found.next }))
}

#[utoipa::path(get, path = "/api/v1/drafts", params(Asked), responses((status = 200, body = Listed<DraftOut>), Refusals))]
pub(crate) async fn drafts(caller: Caller, Query(asked): Query<Asked>) -> Answer<Listed<DraftOut>> {
    let state = coded::<DraftState>(&asked.state)?.unwrap_or(DraftState::ALL[0]);
    let found = app::draft::list(&caller.app, &caller.who, state, at(&asked.after)).await?;
    let next = found.next.map(|(at, id)| format!("{}_{id}", at.0));
    let items = found.rows.into_iter().map(|line| DraftOut {
        id: line.id.to_string(),
        name: line.name,
        state: line.state.into(),
        updated: line.updated.0,
        plan: line.plan.map(|id| id.to_string()),
    });
    Ok(Json(Listed { items: items.collect(), next }))
}

fn assignment(row: &WorkRow) -> AssignmentOut {
    AssignmentOut {
        id: row.id.to_string(),
        task: row.task.to_string(),
        title: row.task_title.clone(),
        occurrence: row.occurrence.clone(),
        part: row.part.into(),
        state: row.state.into(),
        due: row.due.map(|day| day.to_string()),
        unit: row.unit.map(|id| id.to_string()),
        unit_name: row.unit_name.clone(),
        person: row.person.map(|id| id.to_string()),
        person_name: row.person_name.clone(),
        records: row.records,
    }
}

#[utoipa::path(get, path = "/api/v1/assignments", params(Asked), responses((status = 200, body = Listed<AssignmentOut>), Refusals))]
pub(crate) async fn assignments(caller: Caller, Query(asked): Query<Asked>) -> Answer<Listed<AssignmentOut>> {
    let state = match asked.state.as_str() {
        "open" => WorkState::Open,
        "late" => WorkState::Late,
        code => coded(code)?.map_or(WorkState::Any, WorkState::Only),
    };
    let unit = if asked.unit.is_empty() { None } else { Some(id(&asked.unit)?) };
    let filter = WorkFilter { state, unit, words: asked.q, ..WorkFilter::default() };
    let page = Page { after: key(&asked.after), limit: LIMIT };
    let found = app::task::list(&caller.app, &caller.who, &filter, WorkOrder::Due, page).await?;
    let next = found.leaf.next.map(|(key, id)| format!("{key}_{id}"));
    Ok(Json(Listed { items: found.leaf.rows.iter().map(assignment).collect(), next }))
}

#[utoipa::path(get, path = "/api/v1/tasks/{id}", params(("id" = String, Path)), responses((status = 200, body = TaskOut), Refusals))]
pub(crate) async fn task(caller: Caller, Path(task): Path<String>) -> Answer<TaskOut> {
    let page = app::task::page(&caller.app, &caller.who, id(&task)?).await?;
    let task = page.task.row;
    Ok(Json(TaskOut {
        id: task.id.to_string(),
        plan: task.plan.to_string(),
        title: task.title,
        source: task.source,
        cadence: task.cadence,
        deadline: task.deadline,
        due: task.due.map(|day| day.to_string()),
        assignments: page.rows.iter().map(assignment).collect(),
    }))
}

pub(super) fn record_out(record: &Record, version: i64) -> RecordOut {
    let figure = |it: &domain::record::Figured| FigureOut {
        item: it.item.clone(),
        value: it.value.clone(),
        uom: it.uom.clone(),
    };
    RecordOut {
        id: record.id.to_string(),
        title: record.title.clone(),
        day: record.day.to_string(),
        place: record.place.clone(),
        unit: record.unit.to_string(),
        author: record.author.to_string(),
        text: record.text.clone(),
        state: record.state.into(),
        figures: record.figures.iter().map(figure).collect(),
        assignments: record.assignments.iter().map(ToString::to_string).collect(),
        version,
    }
}

#[utoipa::path(get, path = "/api/v1/records", params(Asked), responses((status = 200, body = Listed<RecordOut>), Refusals))]
pub(crate) async fn records(caller: Caller, Query(asked): Query<Asked>) -> Answer<Listed<RecordOut>> {
    let state = coded::<RecordState>(&asked.state)?;
    let after = key(&asked.after).and_then(|(day, id)| Some((day.parse::<Day>().ok()?, id)));
    let wanted = app::record::Wanted { state, words: asked.q, ..app::record::Wanted::default() };
    let found = app::record::list(&caller.app, &caller.who, &wanted, &after.into(), LIMIT).await?;
    let items = found.leaf.rows.iter().map(|row| record_out(&row.record, row.record.version)).collect();
    Ok(Json(Listed { items, next: found.leaf.next.map(|(day, id)| format!("{day}_{id}")) }))
}

#[utoipa::path(get, path = "/api/v1/records/{id}", params(("id" = String, Path)), responses((status = 200, body = RecordOut), Refusals))]
pub(crate) async fn record(caller: Caller, Path(record): Path<String>) -> Answer<RecordOut> {
    let page = app::record::page(&caller.app, &caller.who, id(&record)?).await?;
    Ok(Json(record_out(&page.record, page.record.version)))
}

#[utoipa::path(get, path = "/api/v1/messages", params(Asked), responses((status = 200, body = Listed<MessageOut>), Refusals))]
pub(crate) async fn messages(caller: Caller, Query(asked): Query<Asked>) -> Answer<Listed<MessageOut>> {
    let unread = asked.state == "unread";
    let found = app::message::list(&caller.app, &caller.who, unread, at(&asked.after), LIMIT).await?.leaf;
    let items = found.rows.into_iter().map(|(row, _)| MessageOut {
        id: row.id.to_string(),
        reason: row.reason.into(),
        text: row.text,
        task: row.task.map(|id| id.to_string()),
        due: row.due.map(|day| day.to_string()),
        created: row.created.0,
        read: row.read,
    });
    Ok(Json(Listed { items: items.collect(), next: found.next.map(|(at, id)| format!("{}_{id}", at.0)) }))
}

#[utoipa::path(get, path = "/api/v1/search", params(Asked), responses((status = 200, body = Listed<HitOut>), Refusals))]
pub(crate) async fn search(caller: Caller, Query(asked): Query<Asked>) -> Answer<Listed<HitOut>> {
    let found = app::search::find(&caller.app, &caller.who, &asked.q, None, at(&asked.after), LIMIT).await?;
    let plain = |pieces: Vec<app::search::Piece>| pieces.into_iter().map(|piece| piece.text).collect();
    let items = found.hits.into_iter().map(|hit| HitOut {
        noun: hit.noun,
        id: hit.object.to_string(),
        title: plain(hit.title),
        snippet: plain(hit.snippet),
        unit: hit.unit,
        day: hit.day.map(|day| day.to_string()),
    });
    Ok(Json(Listed { items: items.collect(), next: found.next.map(|(at, id)| format!("{}_{id}", at.0)) }))
}
