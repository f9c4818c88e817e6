//! Registers, figures and volunteers over `/api/v1`: what follows from records, nothing that is kept apart
//! from them. People stand by name, never by amount.

use super::model::{Coded, FigureOut, Listed};
use super::problem::Refusals;
use super::{Answer, Caller, Problem, Query, day_or_none, given_or_none, member};
use crate::route::{Access, Route, get};
use app::register::{self, Figures, Span};
use axum::Json;
use domain::Day;
use domain::authority::Action;
use domain::id::RecordId;
use domain::record::of_amount;
use domain::record::service::Service;
use domain::record_kind::Register;
use serde::{Deserialize, Serialize};
use store::{By, Summed};
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let view = Access::Program(Action::ViewRecord);
    vec![
        get("/api/v1/registers", view, rows),
        get("/api/v1/figures", view, figures),
        get("/api/v1/volunteers", view, volunteers),
        get("/api/v1/volunteers/service", view, service),
    ]
}

const LIMIT: i64 = 50;

/// Which records: all days and units unless it is said.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
pub(super) struct SpanAsked {
    /// volunteering, training, regulation, venue, publicity or disclosure; for registers.
    #[serde(default)]
    register: String,
    /// kind, unit or month; for figures.
    #[serde(default)]
    by: String,
    /// Key of a kind; empty for all.
    #[serde(default)]
    kind: String,
    /// First and last day.
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    /// Only this unit and below.
    #[serde(default)]
    unit: String,
    /// Only what this person took part in.
    #[serde(default)]
    person: String,
    /// `next` of the page before.
    #[serde(default)]
    after: String,
}

impl SpanAsked {
    fn span(&self) -> Result<Span, Problem> {
        Ok(Span {
            kind: self.kind.clone(),
            from: day_or_none("from", Some(&self.from))?,
            to: day_or_none("to", Some(&self.to))?,
            unit: given_or_none("unit", Some(&self.unit))?,
            person: given_or_none("person", Some(&self.person))?,
        })
    }

    /// Lists of records page by day.
    fn key(&self) -> Option<(Day, RecordId)> {
        let (day, id) = self.after.rsplit_once('_')?;
        Some((day.parse().ok()?, id.parse().ok()?))
    }
}

/// A record as a line of its register.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RegisterRow {
    id: String,
    kind: String,
    title: String,
    day: String,
    place: String,
    unit: String,
    unit_name: String,
    state: Coded,
    /// What the fields of the kind were answered with.
    details: Vec<DetailOut>,
    figures: Vec<FigureOut>,
    people: Vec<TookOut>,
}

/// An answered field.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DetailOut {
    key: String,
    label: String,
    value: String,
}

/// Someone who took part.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TookOut {
    person: String,
    minutes: Option<i64>,
}

#[utoipa::path(get, path = "/api/v1/registers", params(SpanAsked), responses((status = 200, body = Listed<RegisterRow>), Refusals))]
pub(super) async fn rows(caller: Caller, Query(asked): Query<SpanAsked>) -> Answer<Listed<RegisterRow>> {
    let register: Register = member("register", &asked.register)?;
    let turn = asked.key().into();
    let page = register::register(&caller.app, &caller.who, register, &asked.span()?, &turn, LIMIT).await?;
    let figure = |it: &domain::record::Figured| FigureOut {
        item: it.item.clone(),
        value: it.value.clone(),
        uom: it.uom.clone(),
    };
    let detail = |it: &domain::record::Detail| DetailOut {
        key: it.key.clone(),
        label: it.label.clone(),
        value: it.value.clone(),
    };
    let took = |it: &domain::record::Attended| TookOut { person: it.person.to_string(), minutes: it.minutes };
    let row = |(it, unit_name): (domain::record::Record, String)| RegisterRow {
        id: it.id.to_string(),
        kind: it.kind.clone(),
        title: it.title.clone(),
        day: it.day.to_string(),
        place: it.place.clone(),
        unit: it.unit.to_string(),
        unit_name,
        state: it.state.into(),
        details: it.details.iter().map(detail).collect(),
        figures: it.figures.iter().map(figure).collect(),
        people: it.people.iter().map(took).collect(),
    };
    let next = page.leaf.next.map(|(day, id)| format!("{day}_{id}"));
    Ok(Json(Listed { items: page.leaf.rows.into_iter().map(row).collect(), next }))
}

/// Counts and sums, and beside them what retrospectives say: that is never added to them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FiguresOut {
    slices: Vec<SliceOut>,
    history: Vec<HistoryOut>,
}

/// What records of one kind, unit or month come to.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SliceOut {
    /// Key of the kind, name of the unit, or `2026-06`.
    name: String,
    unit: Option<String>,
    records: i64,
    sums: Vec<FigureOut>,
}

/// A figure of a retrospective, with its words.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HistoryOut {
    item: String,
    value: String,
    uom: String,
    approx: bool,
    raw: String,
}

#[utoipa::path(get, path = "/api/v1/figures", params(SpanAsked), responses((status = 200, body = FiguresOut), Refusals))]
pub(super) async fn figures(caller: Caller, Query(asked): Query<SpanAsked>) -> Answer<FiguresOut> {
    let by = match asked.by.as_str() {
        "" | "kind" => By::Kind,
        "unit" => By::Unit,
        "month" => By::Month,
        _ => return Err(app::Error::field("by", "请填写 kind、unit 或 month。").into()),
    };
    let found = register::figures(&caller.app, &caller.who, &asked.span()?, by).await?;
    let Figures { counts, sums, history, .. } = found;
    let of = |slice: &Summed| -> Vec<FigureOut> {
        let own = sums.iter().filter(|it| it.name == slice.name && it.unit == slice.unit);
        own.map(|it| FigureOut { item: it.item.clone(), value: of_amount(it.amount), uom: it.uom.clone() })
            .collect()
    };
    Ok(Json(FiguresOut {
        slices: counts
            .iter()
            .map(|it| SliceOut {
                name: it.name.clone(),
                unit: it.unit.map(|unit| unit.to_string()),
                records: it.records,
                sums: of(it),
            })
            .collect(),
        history: history
            .into_iter()
            .map(|it| HistoryOut {
                item: it.item,
                value: it.value,
                uom: it.uom,
                approx: it.approx,
                raw: it.raw,
            })
            .collect(),
    }))
}

/// A volunteer of this bureau. It is the bureau's own record and proves nothing outside of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VolunteerOut {
    person: String,
    name: String,
    /// Records in which they served, and the time of service in minutes.
    records: i64,
    minutes: i64,
}

#[utoipa::path(get, path = "/api/v1/volunteers", params(SpanAsked), responses((status = 200, body = Listed<VolunteerOut>), Refusals))]
pub(super) async fn volunteers(
    caller: Caller,
    Query(asked): Query<SpanAsked>,
) -> Answer<Listed<VolunteerOut>> {
    let after = asked.after.rsplit_once('_').and_then(|(name, id)| Some((name.to_owned(), id.parse().ok()?)));
    let span = asked.span()?;
    let mut found =
        register::people(&caller.app, &caller.who, Register::Volunteering, &span, after, LIMIT + 1).await?;
    let more = found.len() as i64 > LIMIT;
    found.truncate(LIMIT as usize);
    let next = found.last().filter(|_| more).map(|it| format!("{}_{}", it.name, it.person));
    let out = |it: store::Took| VolunteerOut {
        person: it.person.to_string(),
        name: it.name,
        records: it.records,
        minutes: it.minutes,
    };
    Ok(Json(Listed { items: found.into_iter().map(out).collect(), next }))
}

/// One person's part in one record.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ServiceOut {
    record: String,
    person: String,
    name: String,
    day: String,
    /// 服务内容.
    title: String,
    team: String,
    project: String,
    /// 服务对象.
    served: String,
    place: String,
    begins: String,
    ends: String,
    minutes: Option<i64>,
    /// How those who were served judged it.
    judged: String,
    unit: String,
    author: String,
    state: Coded,
}

impl From<Service> for ServiceOut {
    fn from(it: Service) -> Self {
        Self {
            record: it.record.to_string(),
            person: it.person.to_string(),
            name: it.name,
            day: it.day.to_string(),
            title: it.title,
            team: it.team,
            project: it.project,
            served: it.served,
            place: it.place,
            begins: it.begins,
            ends: it.ends,
            minutes: it.minutes,
            judged: it.judged,
            unit: it.unit,
            author: it.author,
            state: it.state.into(),
        }
    }
}

#[utoipa::path(get, path = "/api/v1/volunteers/service", params(SpanAsked), responses((status = 200, body = Listed<ServiceOut>), Refusals))]
pub(super) async fn service(caller: Caller, Query(asked): Query<SpanAsked>) -> Answer<Listed<ServiceOut>> {
    let turn = asked.key().into();
    let (leaf, _) = register::services(&caller.app, &caller.who, &asked.span()?, &turn, LIMIT).await?;
    let next = leaf.next.map(|(day, id)| format!("{day}_{id}"));
    Ok(Json(Listed { items: leaf.rows.into_iter().map(ServiceOut::from).collect(), next }))
}
