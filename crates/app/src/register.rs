//! 台账与统计: registers and figures that are nothing but their records. Who took part is listed by
//! name; nobody is ranked.

mod service;

pub use service::services;

use crate::record_kind::{self, Kinds};
use crate::sight::visible;
use crate::turn::{Leaf, Turn};
use crate::{App, Result, Who};
use domain::authority::{self, Action};
use domain::day::Day;
use domain::id::{PersonId, RecordId, UnitId};
use domain::record::Record;
use domain::record_kind::{RecordKind, Register};
use store::{By, Conn, HistoryFigure, RecordFilter, Summed, Took};

/// Which records are counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    pub kind: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub unit: Option<UnitId>,
    /// In which someone took part.
    pub person: Option<PersonId>,
}

fn filter(who: &Who, span: &Span) -> Result<RecordFilter> {
    authority::require_any(who, Action::ViewRecord)?;
    Ok(RecordFilter {
        visible: visible(who, Action::ViewRecord)?,
        kinds: if span.kind.is_empty() { Vec::new() } else { vec![span.kind.clone()] },
        from: span.from,
        to: span.to,
        unit: span.unit,
        attended: span.person,
        ..RecordFilter::default()
    })
}

/// Counts and sums, and beside them what retrospectives say.
#[derive(Debug, Clone)]
pub struct Figures {
    pub kinds: Kinds,
    pub counts: Vec<Summed>,
    pub sums: Vec<Summed>,
    pub history: Vec<HistoryFigure>,
}

/// 统计: what was filed and accepted, in slices.
pub async fn figures(app: &App, who: &Who, span: &Span, by: By) -> Result<Figures> {
    let mut view = app.store.view().await?;
    let filter = filter(who, span)?;
    Ok(Figures {
        counts: view.record_slices(who.bureau, &filter, by).await?,
        sums: view.figure_slices(who.bureau, &filter, by).await?,
        // A retrospective tells of the whole bureau: who sees a part of it is not shown the whole.
        history: match who.reach(Action::ViewRecord) {
            Some(authority::Scope::All) => view.history_figures(who.bureau).await?,
            _ => Vec::new(),
        },
        kinds: record_kind::kinds(&mut view, who.bureau).await?,
    })
}

/// A register: its kinds, and a page of its records with all their parts.
#[derive(Debug, Clone)]
pub struct RegisterPage {
    pub kinds: Vec<RecordKind>,
    pub leaf: Leaf<(Record, String), (Day, RecordId)>,
    pub total: i64,
}

/// 台账 of one register, the latest first.
pub async fn register(
    app: &App,
    who: &Who,
    register: Register,
    span: &Span,
    turn: &Turn<(Day, RecordId)>,
    limit: i64,
) -> Result<RegisterPage> {
    let mut view = app.store.view().await?;
    let kinds = of_register(&mut view, who, register).await?;
    let mut filter = filter(who, span)?;
    filter.kinds = keys(&kinds);
    let wanted = RecordFilter {
        ascending: turn.back(),
        after: turn.key().copied(),
        limit: limit + 1,
        ..filter.clone()
    };
    let rows = view.record_rows(who.bureau, &wanted).await?;
    let leaf = turn.leaf(rows, limit, |row| (row.record.day, row.record.id));
    let total = view.record_count(who.bureau, &filter).await?;
    let mut rows = Vec::new();
    for row in leaf.rows {
        rows.push((view.record(row.record.id).await?.row, row.unit_name));
    }
    Ok(RegisterPage { kinds, leaf: Leaf { rows, prev: leaf.prev, next: leaf.next }, total })
}

/// Who took part in what stands in a register: 本单位志愿服务记录, training per person.
pub async fn people(
    app: &App,
    who: &Who,
    register: Register,
    span: &Span,
    after: Option<(String, PersonId)>,
    limit: i64,
) -> Result<Vec<Took>> {
    let mut view = app.store.view().await?;
    let kinds = of_register(&mut view, who, register).await?;
    let mut filter = filter(who, span)?;
    filter.kinds = keys(&kinds);
    Ok(view.took_part(who.bureau, &filter, after, limit).await?)
}

async fn of_register(conn: &mut Conn, who: &Who, register: Register) -> Result<Vec<RecordKind>> {
    let kinds = record_kind::kinds(conn, who.bureau).await?;
    Ok(kinds.all().filter(|it| it.register == Some(register)).cloned().collect())
}

/// A register without kinds holds nothing: no key is like this one.
fn keys(kinds: &[RecordKind]) -> Vec<String> {
    if kinds.is_empty() { vec![String::new()] } else { kinds.iter().map(|it| it.key.clone()).collect() }
}
