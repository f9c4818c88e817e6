//! Crosswalks over `/api/v1`: pairs of criteria that were proposed and are decided one by one, and what is
//! carried over by them: looked at first, written, taken back.

use super::model::{Coded, Done, Listed};
use super::problem::Refusals;
use super::score::{LIMIT, key};
use super::{Answer, Body, Caller, Query, given, id, member};
use crate::route::{Access, Route, get, post};
use app::crosswalk::{self, Used};
use axum::Json;
use axum::extract::Path;
use domain::authority::Action;
use domain::crosswalk::{Extent, Line, PairState, Verdict, undo_until};
use domain::id::{AssessmentId, CriterionId, CrosswalkId, CrosswalkUseId};
use serde::{Deserialize, Serialize};
use store::{CrosswalkLine, PairLine};
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let (view, edit) = (Access::Program(Action::ViewStandard), Access::Program(Action::EditStandard));
    vec![
        get("/api/v1/crosswalks", view, list),
        post("/api/v1/crosswalks", edit, begin),
        get("/api/v1/crosswalks/{id}", view, show),
        post("/api/v1/crosswalks/{id}/pairs", edit, decide),
        get("/api/v1/crosswalks/{id}/carry", edit, preview),
        post("/api/v1/crosswalks/{id}/carry", edit, carry),
        post("/api/v1/crosswalks/{id}/uses/{used}/undo", edit, undo),
    ]
}

/// A crosswalk with the two versions that it joins.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CrosswalkOut {
    id: String,
    from: String,
    from_name: String,
    from_number: i64,
    to: String,
    to_name: String,
    to_number: i64,
    /// Pairs that wait for a decision.
    proposed: i64,
    confirmed: i64,
    created: i64,
}

impl From<CrosswalkLine> for CrosswalkOut {
    fn from(it: CrosswalkLine) -> Self {
        Self {
            id: it.crosswalk.id.to_string(),
            from: it.crosswalk.from.to_string(),
            from_name: it.from_name,
            from_number: it.from_number,
            to: it.crosswalk.to.to_string(),
            to_name: it.to_name,
            to_number: it.to_number,
            proposed: it.proposed,
            confirmed: it.confirmed,
            created: it.crosswalk.created.0,
        }
    }
}

/// Which page of a list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct Paged {
    /// `next` of the page before.
    #[serde(default)]
    after: String,
    /// Of pairs: only proposed, confirmed or rejected ones.
    #[serde(default)]
    state: String,
}

#[utoipa::path(get, path = "/api/v1/crosswalks", params(Paged), responses((status = 200, body = Listed<CrosswalkOut>), Refusals))]
pub(super) async fn list(caller: Caller, Query(paged): Query<Paged>) -> Answer<Listed<CrosswalkOut>> {
    let turn = key::<CrosswalkId>(&paged.after).into();
    let leaf = crosswalk::list(&caller.app, &caller.who, &turn, LIMIT).await?;
    Ok(Json(Listed {
        items: leaf.rows.into_iter().map(CrosswalkOut::from).collect(),
        next: leaf.next.map(|(at, id)| format!("{}_{id}", at.0)),
    }))
}

/// Which versions are laid side by side.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CrosswalkIn {
    from: String,
    to: String,
}

/// The pairs that their words propose come with it.
#[utoipa::path(post, path = "/api/v1/crosswalks", request_body = CrosswalkIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn begin(caller: Caller, Body(asked): Body<CrosswalkIn>) -> Answer<Done> {
    let (from, to) = (given("from", &asked.from)?, given("to", &asked.to)?);
    Ok(Done::of(crosswalk::begin(&caller.app, &caller.who, from, to).await?))
}

/// Two criteria that may ask for the same.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PairOut {
    from: String,
    from_code: String,
    from_title: String,
    to: String,
    to_code: String,
    to_title: String,
    /// full: answers and records go over; partial: records only.
    extent: Coded,
    state: Coded,
    reason: String,
    /// Whether a person decided it.
    decided: bool,
}

impl From<PairLine> for PairOut {
    fn from(it: PairLine) -> Self {
        Self {
            from: it.pair.from.to_string(),
            from_code: it.from_code,
            from_title: it.from_title,
            to: it.pair.to.to_string(),
            to_code: it.to_code,
            to_title: it.to_title,
            extent: it.pair.extent.into(),
            state: it.pair.state.into(),
            reason: it.pair.reason,
            decided: it.pair.author.is_some(),
        }
    }
}

/// One carrying over.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UseOut {
    id: String,
    /// Ids of the two assessments.
    from: String,
    to: String,
    author: String,
    created: i64,
    answers: usize,
    records: usize,
    /// The last day on which it can be taken back; null once it was.
    undo_until: Option<String>,
}

impl From<Used> for UseOut {
    fn from(it: Used) -> Self {
        let used = it.line.used.row;
        Self {
            id: used.id.to_string(),
            from: used.from.to_string(),
            to: used.to.to_string(),
            author: it.line.author,
            created: used.created.0,
            answers: used.claims.len(),
            records: used.links.len(),
            undo_until: used.undone.is_none().then(|| undo_until(&used).to_string()),
        }
    }
}

/// One page of the pairs of a crosswalk, and the latest hundred of what was carried over by it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PairsOut {
    id: String,
    from: String,
    to: String,
    pairs: Vec<PairOut>,
    /// Give it as `after` to get the next page of pairs; null on the last one.
    next: Option<String>,
    uses: Vec<UseOut>,
}

#[utoipa::path(get, path = "/api/v1/crosswalks/{id}", params(("id" = String, Path), Paged), responses((status = 200, body = PairsOut), Refusals))]
pub(super) async fn show(
    caller: Caller,
    Path(crosswalk): Path<String>,
    Query(paged): Query<Paged>,
) -> Answer<PairsOut> {
    let state = match paged.state.as_str() {
        "" => None,
        code => Some(member::<PairState>("state", code)?),
    };
    let place = paged.after.split_once('_').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
    let it = crosswalk::show(&caller.app, &caller.who, id(&crosswalk)?, state, &place.into(), LIMIT).await?;
    Ok(Json(PairsOut {
        id: it.crosswalk.id.to_string(),
        from: it.crosswalk.from.to_string(),
        to: it.crosswalk.to.to_string(),
        pairs: it.leaf.rows.into_iter().map(PairOut::from).collect(),
        next: it.leaf.next.map(|(a, b)| format!("{a}_{b}")),
        uses: it.uses.into_iter().map(UseOut::from).collect(),
    }))
}

/// What is decided about a pair. One that nobody proposed is made by it.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct VerdictIn {
    from: String,
    to: String,
    /// full or partial.
    extent: String,
    /// False: the two do not correspond.
    confirm: bool,
    /// Needed to confirm.
    #[serde(default)]
    reason: String,
}

#[utoipa::path(post, path = "/api/v1/crosswalks/{id}/pairs", params(("id" = String, Path)), request_body = VerdictIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn decide(
    caller: Caller,
    Path(crosswalk): Path<String>,
    Body(asked): Body<VerdictIn>,
) -> Answer<Done> {
    let crosswalk: CrosswalkId = id(&crosswalk)?;
    let (from, to): (CriterionId, CriterionId) = (given("from", &asked.from)?, given("to", &asked.to)?);
    let extent = member::<Extent>("extent", &asked.extent)?;
    let verdict = Verdict { extent, confirm: asked.confirm, reason: asked.reason };
    crosswalk::decide(&caller.app, &caller.who, crosswalk, from, to, &verdict).await?;
    Ok(Done::of(crosswalk))
}

/// From which assessment to which.
#[derive(Debug, Deserialize, utoipa::IntoParams, ToSchema)]
pub(super) struct EndsIn {
    from: String,
    to: String,
}

impl EndsIn {
    fn parse(&self) -> Result<(AssessmentId, AssessmentId), super::Problem> {
        Ok((given("from", &self.from)?, given("to", &self.to)?))
    }
}

/// What one confirmed pair would carry.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CarriedOut {
    from: String,
    to: String,
    extent: Coded,
    /// Whether the answer goes over.
    answer: bool,
    /// Ids of the records that go over.
    records: Vec<String>,
    /// Why the answer stays behind; empty where it goes or where there is none.
    stays: String,
}

impl From<&Line> for CarriedOut {
    fn from(it: &Line) -> Self {
        Self {
            from: it.pair.from.to_string(),
            to: it.pair.to.to_string(),
            extent: it.pair.extent.into(),
            answer: it.claim.is_some(),
            records: it.records.iter().map(ToString::to_string).collect(),
            stays: it.stays.clone(),
        }
    }
}

/// What a carrying over would do; nothing is written.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PreviewOut {
    answers: usize,
    records: usize,
    lines: Vec<CarriedOut>,
}

#[utoipa::path(get, path = "/api/v1/crosswalks/{id}/carry", params(("id" = String, Path), EndsIn), responses((status = 200, body = PreviewOut), Refusals))]
pub(super) async fn preview(
    caller: Caller,
    Path(crosswalk): Path<String>,
    Query(ends): Query<EndsIn>,
) -> Answer<PreviewOut> {
    let (from, to) = ends.parse()?;
    let it = crosswalk::preview(&caller.app, &caller.who, id(&crosswalk)?, from, to).await?;
    let (answers, records) = (it.answers(), it.records());
    Ok(Json(PreviewOut { answers, records, lines: it.lines.iter().map(CarriedOut::from).collect() }))
}

/// Writes what the preview says. The id is that by which it can be taken back.
#[utoipa::path(post, path = "/api/v1/crosswalks/{id}/carry", params(("id" = String, Path)), request_body = EndsIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn carry(
    caller: Caller,
    Path(crosswalk): Path<String>,
    Body(ends): Body<EndsIn>,
) -> Answer<Done> {
    let (from, to) = ends.parse()?;
    Ok(Done::of(crosswalk::carry(&caller.app, &caller.who, id(&crosswalk)?, from, to).await?))
}

#[utoipa::path(post, path = "/api/v1/crosswalks/{id}/uses/{used}/undo", params(("id" = String, Path), ("used" = String, Path)), responses((status = 200, body = Done), Refusals))]
pub(super) async fn undo(caller: Caller, Path((_, used)): Path<(String, String)>) -> Answer<Done> {
    let used: CrosswalkUseId = id(&used)?;
    Ok(Done::of(crosswalk::undo(&caller.app, &caller.who, used).await?))
}
