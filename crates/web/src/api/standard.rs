//! Standards over `/api/v1`: what is assessed, with the table of each criterion, the proof that it asks for, and
//! the rules beside the tree.

use super::model::{Asked as Paged, Coded, Done, Listed};
use super::problem::Refusals;
use super::score::{LIMIT, key, text};
use super::{Answer, Body, Caller, id, member};
use crate::route::{Access, Route, get, post};
use app::standard;
use axum::Json;
use axum::extract::{Path, Query};
use domain::authority::Action;
use domain::code::Code;
use domain::id::StandardId;
use domain::standard::{
    Aside, EvidenceRule, LookBack, Model, Severity, Slot, StandardHead, StandardState, Window,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let (view, edit) = (Access::Program(Action::ViewStandard), Access::Program(Action::EditStandard));
    vec![
        get("/api/v1/standards", view, standards),
        post("/api/v1/standards", edit, install),
        get("/api/v1/standards/{id}", view, one),
    ]
}

/// A version of a standard.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StandardOut {
    id: String,
    name: String,
    issuer: String,
    number: i64,
    state: String,
    criteria: i64,
    /// What must stand beside everything that is shown of it; null for a checked copy.
    caution: Option<String>,
}

impl From<StandardHead> for StandardOut {
    fn from(it: StandardHead) -> Self {
        Self {
            caution: it.caution(),
            id: it.id.to_string(),
            name: it.name,
            issuer: it.issuer,
            number: it.number,
            state: it.state.code().into(),
            criteria: it.criteria,
        }
    }
}

#[utoipa::path(get, path = "/api/v1/standards", params(Paged), responses((status = 200, body = Listed<StandardOut>), Refusals))]
pub(super) async fn standards(caller: Caller, Query(paged): Query<Paged>) -> Answer<Listed<StandardOut>> {
    let state = match paged.state.as_str() {
        "" => None,
        code => Some(member::<StandardState>("state", code)?),
    };
    let wanted = standard::Wanted { state, words: paged.q, ..standard::Wanted::default() };
    let turn = key::<StandardId>(&paged.after).into();
    let leaf = standard::list(&caller.app, &caller.who, &wanted, &turn, LIMIT).await?.leaf;
    Ok(Json(Listed {
        items: leaf.rows.into_iter().map(StandardOut::from).collect(),
        next: leaf.next.map(|(at, id)| format!("{}_{id}", at.0)),
    }))
}

/// The key of a shipped file: `example`, `shaanxi_provincial`, `ezhou_municipal`, `handan_monthly`.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct InstallIn {
    key: String,
}

#[utoipa::path(post, path = "/api/v1/standards", request_body = InstallIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn install(caller: Caller, Body(asked): Body<InstallIn>) -> Answer<Done> {
    Ok(Done::of(standard::install(&caller.app, &caller.who, &asked.key).await?))
}

/// One node of a standard, in reading order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NodeOut {
    id: String,
    /// The same node across versions.
    lineage: String,
    parent: Option<String>,
    code: String,
    title: String,
    /// Null where the copy does not show them.
    points: Option<String>,
    model: String,
    methods: Vec<String>,
    section: String,
    due: String,
    /// Whether something below it was not seen.
    partial: bool,
    /// The table of its model: parts of a sum or a deduction, grades, letters.
    rows: Vec<RowOut>,
    /// What is measured, where the points follow from a ratio.
    measure: Option<MeasureOut>,
    /// What proof it asks for.
    evidence: Vec<EvidenceOut>,
    /// The part of the term that it is about: a year, a month or a quarter.
    slot: Option<SlotOut>,
    /// The kinds of unit it is meant for; all where empty.
    applies_to: Vec<String>,
    /// The share of the whole that a top block has, where blocks are weighted.
    weight: Option<String>,
    /// Tasks that serve it.
    tasks: Vec<String>,
}

/// One row of the table of a model. What the model does not know is null.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(super) struct RowOut {
    /// A part, a fault, the name of a grade or a letter.
    text: String,
    /// For one occurrence, or for the grade.
    points: Option<String>,
    /// Whether it counts as often as it occurs.
    each: bool,
    most: Option<String>,
    /// Of a letter: up to so many bad cases, and the share of the full points.
    cases: Option<u32>,
    share: Option<String>,
}

/// A ratio by which points are given.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MeasureOut {
    metric: String,
    /// Where all points need a threshold.
    at_least: Option<String>,
    /// Lost for each begun percentage point below it; all points where null.
    per_point_short: Option<String>,
}

/// One requirement of proof.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EvidenceOut {
    kind: Coded,
    what: String,
    least: u32,
    most: Option<u32>,
    least_chars: Option<u32>,
    most_chars: Option<u32>,
    must_show: Vec<String>,
    numbered: bool,
    optional: bool,
}

/// A part of the term.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SlotOut {
    /// year, month or quarter.
    kind: &'static str,
    value: i64,
}

/// A rule beside the tree, in the words of the page; fields of other kinds of rule are null.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct AsideOut {
    /// bonus, event or gate.
    kind: Coded,
    code: String,
    title: String,
    /// What it says beside its title, in one line.
    words: String,
    /// The most of a bonus, or the points that one event takes.
    points: Option<String>,
    /// Of a bonus: of one work only the highest award counts, and only awards of the year.
    highest_per_work: Option<bool>,
    same_year: Option<bool>,
    /// Of an event: the months within which it is to be reported, and what it costs where it was concealed.
    report_within_months: Option<u8>,
    concealed_times: Option<u32>,
    /// Of a gate: veto, entry or revoke.
    effect: Option<Coded>,
    /// Of a gate: months, since or period.
    look_back: Option<&'static str>,
    months: Option<u16>,
    since: Option<String>,
    /// Of a gate: from so many persons on.
    heads: Option<u32>,
}

/// A version with its tree and what does not add up in it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TreeOut {
    standard: StandardOut,
    level: Coded,
    region: String,
    edition: String,
    /// How far the copy can be trusted.
    source: Coded,
    /// What is missing from the copy; empty for a whole standard.
    gaps: String,
    total: Option<String>,
    pass: Option<String>,
    /// What becomes of points that do not apply to a unit.
    rebase: Coded,
    /// How the years of a term become one result, and how many they are.
    years: Coded,
    term: u8,
    nodes: Vec<NodeOut>,
    /// Bonuses, deductions and gates, which count whatever the points of the tree.
    asides: Vec<AsideOut>,
    findings: Vec<FindingOut>,
}

/// One thing that does not add up.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FindingOut {
    severity: String,
    node: Option<String>,
    sentence: String,
}

#[utoipa::path(get, path = "/api/v1/standards/{id}", params(("id" = String, Path)), responses((status = 200, body = TreeOut), Refusals))]
pub(super) async fn one(caller: Caller, Path(standard): Path<String>) -> Answer<TreeOut> {
    let sight = standard::show(&caller.app, &caller.who, id(&standard)?).await?;
    let held = &sight.row.standard;
    let nodes = held.tree.nodes();
    let head = sight.versions.iter().find(|head| head.id == sight.row.id).cloned();
    Ok(Json(TreeOut {
        standard: head.ok_or(domain::Refused::NotFound)?.into(),
        level: held.level.into(),
        region: held.region.clone(),
        edition: held.edition.clone(),
        source: held.source.into(),
        gaps: held.gaps.clone(),
        total: text(held.total),
        pass: text(held.pass),
        rebase: held.rebase.into(),
        years: held.years.into(),
        term: held.term,
        asides: held.asides().iter().map(AsideOut::from).collect(),
        nodes: nodes
            .iter()
            .map(|node| NodeOut {
                id: node.id.to_string(),
                lineage: node.lineage.to_string(),
                parent: node.parent.map(|parent| nodes[parent].id.to_string()),
                code: node.code.clone(),
                title: node.title.clone(),
                points: text(node.points),
                model: node.model.label().into(),
                methods: node.methods.clone(),
                section: node.section.clone(),
                due: node.due.clone(),
                partial: node.partial,
                rows: rows(&node.model),
                measure: measure(&node.model),
                evidence: node.evidence.iter().map(EvidenceOut::from).collect(),
                slot: node.slot.map(SlotOut::from),
                applies_to: node.applies_to.clone(),
                weight: node.weight.map(|it| it.to_string()),
                tasks: sight
                    .serving
                    .get(&node.id)
                    .into_iter()
                    .flatten()
                    .map(|(task, _)| task.to_string())
                    .collect(),
            })
            .collect(),
        findings: held
            .findings()
            .into_iter()
            .map(|it| FindingOut {
                severity: Severity::code(it.severity).into(),
                node: it.node.map(|index| nodes[index].id.to_string()),
                sentence: it.sentence,
            })
            .collect(),
    }))
}

/// The rows of a model that has some.
fn rows(model: &Model) -> Vec<RowOut> {
    match model {
        Model::Sum { parts } | Model::Deduct { parts } => parts
            .iter()
            .map(|it| RowOut {
                text: it.text.clone(),
                points: Some(it.points.to_string()),
                each: it.each,
                most: text(it.most),
                ..RowOut::default()
            })
            .collect(),
        Model::Grades { grades } => grades
            .iter()
            .map(|it| RowOut {
                text: it.name.clone(),
                points: Some(it.points.to_string()),
                ..RowOut::default()
            })
            .collect(),
        Model::States { letters } => letters
            .iter()
            .map(|it| RowOut {
                text: it.name.clone(),
                cases: Some(it.cases),
                share: Some(it.share.to_string()),
                ..RowOut::default()
            })
            .collect(),
        Model::Judged | Model::AllOrNothing | Model::Threshold { .. } | Model::Share { .. } => Vec::new(),
    }
}

fn measure(model: &Model) -> Option<MeasureOut> {
    match model {
        Model::Threshold { metric, at_least, per_point_short } => Some(MeasureOut {
            metric: metric.clone(),
            at_least: Some(at_least.to_string()),
            per_point_short: text(*per_point_short),
        }),
        Model::Share { metric } => {
            Some(MeasureOut { metric: metric.clone(), at_least: None, per_point_short: None })
        }
        _ => None,
    }
}

impl From<&EvidenceRule> for EvidenceOut {
    fn from(it: &EvidenceRule) -> Self {
        Self {
            kind: it.kind.into(),
            what: it.what.clone(),
            least: it.least,
            most: it.most,
            least_chars: it.least_chars,
            most_chars: it.most_chars,
            must_show: it.must_show.clone(),
            numbered: it.numbered,
            optional: it.optional,
        }
    }
}

impl From<Slot> for SlotOut {
    fn from(it: Slot) -> Self {
        match it {
            Slot::Year(year) => Self { kind: "year", value: year.into() },
            Slot::Month(month) => Self { kind: "month", value: month.into() },
            Slot::Quarter(quarter) => Self { kind: "quarter", value: quarter.into() },
        }
    }
}

impl From<&Aside> for AsideOut {
    fn from(it: &Aside) -> Self {
        let bare = Self {
            kind: it.kind().into(),
            code: it.code().to_owned(),
            title: it.title().to_owned(),
            words: it.words(),
            points: None,
            highest_per_work: None,
            same_year: None,
            report_within_months: None,
            concealed_times: None,
            effect: None,
            look_back: None,
            months: None,
            since: None,
            heads: None,
        };
        match it {
            Aside::Bonus(it) => Self {
                points: text(it.cap),
                highest_per_work: Some(it.highest_per_work),
                same_year: Some(it.same_year),
                ..bare
            },
            Aside::Event(it) => Self {
                points: text(it.points),
                report_within_months: it.report_within_months,
                concealed_times: Some(it.concealed_times),
                ..bare
            },
            Aside::Gate(it) => {
                let (look_back, months, since) = match it.window {
                    Window::Months(months) => (LookBack::Months, Some(months), None),
                    Window::Since(day) => (LookBack::Since, None, Some(day.to_string())),
                    Window::Period => (LookBack::Period, None, None),
                };
                Self {
                    effect: Some(it.effect.into()),
                    look_back: Some(look_back.code()),
                    months,
                    since,
                    heads: Some(it.heads),
                    ..bare
                }
            }
        }
    }
}
