//! Scores over `/api/v1`: how an assessment stands line by line, and answers.

use super::model::{Asked as Paged, Done, Listed};
use super::problem::Refusals;
use super::{Answer, Body, Caller, Path, Problem, all_given, day_or_none, given, given_or_none, id, member};
use crate::route::{Access, Route, get, post};
use app::assessment::{self, AnswerForm, Asked, Begun, Sheet};
use axum::Json;
use axum::extract::Query;
use domain::assessment::{Answer as Said, AssessmentState, Place, Track};
use domain::authority::Action;
use domain::code::Code;
use domain::day::Instant;
use domain::id::AssessmentId;
use domain::points::Points;
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let (score, claim) = (Access::Program(Action::ViewScore), Access::Program(Action::ClaimScore));
    vec![
        get("/api/v1/scores", score, scores),
        post("/api/v1/scores", claim, begin),
        get("/api/v1/scores/{id}", score, show),
        post("/api/v1/scores/{id}/criteria/{criterion}", score, answer),
    ]
}

/// Rows of a page.
pub(super) const LIMIT: i64 = 50;

/// `next` of a page: an instant and an id.
pub(super) fn key<I: FromStr>(text: &str) -> Option<(Instant, I)> {
    let (at, id) = text.rsplit_once('_')?;
    Some((Instant(at.parse().ok()?), id.parse().ok()?))
}

pub(super) fn text(points: Option<Points>) -> Option<String> {
    points.map(|points| points.to_string())
}

/// An assessment with its self score.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ScoreOut {
    id: String,
    standard: String,
    unit: String,
    from: String,
    to: String,
    state: String,
    total: String,
    /// Of the full points, those on which there is an answer.
    known: String,
    full: Option<String>,
}

#[utoipa::path(get, path = "/api/v1/scores", params(Paged), responses((status = 200, body = Listed<ScoreOut>), Refusals))]
pub(super) async fn scores(caller: Caller, Query(paged): Query<Paged>) -> Answer<Listed<ScoreOut>> {
    let wanted = assessment::Wanted {
        state: match paged.state.as_str() {
            "" => None,
            code => Some(member::<AssessmentState>("state", code)?),
        },
        unit: if paged.unit.is_empty() { None } else { Some(id(&paged.unit)?) },
        all: true,
        ..assessment::Wanted::default()
    };
    let turn = key::<AssessmentId>(&paged.after).into();
    let leaf = assessment::list(&caller.app, &caller.who, &wanted, &turn, LIMIT).await?.leaf;
    let items = leaf.rows.into_iter().map(|it| ScoreOut {
        id: it.assessment.id.to_string(),
        standard: it.assessment.standard.to_string(),
        unit: it.assessment.unit.to_string(),
        from: it.assessment.from.to_string(),
        to: it.assessment.to.to_string(),
        state: it.assessment.state.code().into(),
        total: it.total.to_string(),
        known: it.known.to_string(),
        full: text(it.full),
    });
    Ok(Json(Listed { items: items.collect(), next: leaf.next.map(|(at, id)| format!("{}_{id}", at.0)) }))
}

/// What is assessed, by which version, for which days.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct BeginIn {
    standard: String,
    unit: String,
    from: String,
    to: String,
    /// The kind of the unit in the standard's words, where parts are meant for some kinds only.
    #[serde(default)]
    unit_kind: String,
}

#[utoipa::path(post, path = "/api/v1/scores", request_body = BeginIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn begin(caller: Caller, Body(asked): Body<BeginIn>) -> Answer<Done> {
    let day = |field: &str, text: &str| -> Result<domain::Day, Problem> {
        let wrong = || app::Error::field(field, "请填写日期，例如 2026-01-01。");
        day_or_none(field, Some(text))?.ok_or_else(|| wrong().into())
    };
    let form = Begun {
        standard: given("standard", &asked.standard)?,
        unit: given("unit", &asked.unit)?,
        from: day("from", &asked.from)?,
        to: day("to", &asked.to)?,
        unit_kind: asked.unit_kind,
    };
    Ok(Done::of(assessment::begin(&caller.app, &caller.who, &form).await?))
}

/// One line of the trace, from the total down.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct LineOut {
    /// Id of the node; null for the total and for what stands beside the tree.
    node: Option<String>,
    depth: usize,
    title: String,
    got: Option<String>,
    full: Option<String>,
    why: String,
    reason: String,
    records: Vec<String>,
}

/// One of the three tracks.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TrackOut {
    /// own, review or outside.
    track: String,
    total: String,
    known: String,
    full: Option<String>,
}

/// A cheapest next step.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct StepOut {
    node: String,
    gain: String,
    effort: u32,
    due: Option<String>,
    what: String,
}

/// The score of an assessment.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SheetOut {
    id: String,
    caution: Option<String>,
    tracks: Vec<TrackOut>,
    lines: Vec<LineOut>,
    steps: Vec<StepOut>,
}

#[utoipa::path(get, path = "/api/v1/scores/{id}", params(("id" = String, Path)), responses((status = 200, body = SheetOut), Refusals))]
pub(super) async fn show(caller: Caller, Path(assessment): Path<String>) -> Answer<SheetOut> {
    let sheet = assessment::sheet(&caller.app, &caller.who, id(&assessment)?, &Asked::default()).await?;
    Ok(Json(sheet_out(&sheet)))
}

fn sheet_out(sheet: &Sheet) -> SheetOut {
    let standard = &sheet.standard.standard;
    let node = |index: usize| standard.tree.nodes()[index].id.to_string();
    SheetOut {
        id: sheet.assessment.id.to_string(),
        caution: standard.caution(),
        tracks: sheet
            .tracks
            .iter()
            .map(|it| TrackOut {
                track: it.track.code().into(),
                total: it.score.total.to_string(),
                known: it.score.known().0.to_string(),
                full: text(it.score.known().1),
            })
            .collect(),
        lines: sheet
            .lines
            .iter()
            .map(|it| LineOut {
                node: match it.place {
                    Place::Node(index) => Some(node(index)),
                    _ => None,
                },
                depth: it.depth,
                title: it.title.clone(),
                got: text(it.got),
                full: text(it.full),
                why: it.why.clone(),
                reason: it.reason.clone(),
                records: it.records.iter().map(ToString::to_string).collect(),
            })
            .collect(),
        steps: sheet
            .steps
            .iter()
            .map(|it| StepOut {
                node: node(it.node),
                gain: it.gain.to_string(),
                effort: it.effort,
                due: it.due.map(|day| day.to_string()),
                what: it.what.clone(),
            })
            .collect(),
    }
}

/// An answer to one criterion.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AnswerIn {
    /// own, review or outside.
    track: String,
    /// By the model of the criterion one of `{"counts":[1,0]}`, `{"grade":0}`, `{"cases":0}`, `{"met":true}`,
    /// `{"measured":"37/40"}`, `{"given":"1.5"}`, `{"not_applicable":"…"}`.
    answer: serde_json::Value,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    records: Vec<String>,
    /// The answer that stands, if there is one: what was answered meanwhile is not overwritten.
    before: Option<String>,
}

#[utoipa::path(post, path = "/api/v1/scores/{id}/criteria/{criterion}", params(("id" = String, Path), ("criterion" = String, Path)), request_body = AnswerIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn answer(
    caller: Caller,
    Path((assessment, criterion)): Path<(String, String)>,
    Body(asked): Body<AnswerIn>,
) -> Answer<Done> {
    let assessment: AssessmentId = id(&assessment)?;
    let said: Said = serde_json::from_value(asked.answer)
        .map_err(|_| app::Error::field("answer", "答案的格式不对，请照接口说明填写。"))?;
    let form = AnswerForm {
        track: member::<Track>("track", &asked.track)?,
        before: given_or_none("before", asked.before.as_deref())?,
        answer: said,
        reason: asked.reason,
        records: all_given("records", &asked.records)?,
    };
    assessment::answer(&caller.app, &caller.who, assessment, id(&criterion)?, &form).await?;
    Ok(Done::of(assessment))
}
