//! Papers over `/api/v1`: drafted as the plain data of `gongwen`, read, led through their steps.

use super::model::{Coded, Done, Listed};
use super::problem::Refusals;
use super::{Answer, Body, Caller, Path, Problem, Query, id, member};
use crate::page::Download;
use crate::paper::DOCX;
use crate::route::{Access, Route, get, post};
use app::paper::step::Asked;
use app::paper::{self, Wanted, template};
use axum::Json;
use domain::authority::Action;
use domain::code::Code;
use domain::day::Instant;
use domain::id::PaperId;
use domain::paper::archive::Term;
use domain::paper::{Paper, PaperState, Step, Template};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let (view, draft) = (Access::Program(Action::ViewPaper), Access::Program(Action::DraftPaper));
    vec![
        get("/api/v1/papers", view, list),
        post("/api/v1/papers", draft, create),
        get("/api/v1/papers/{id}", view, show),
        post("/api/v1/papers/{id}", draft, change),
        post("/api/v1/papers/{id}/step", view, step),
        get("/api/v1/papers/{id}/docx", view, docx),
        get("/api/v1/papers/{id}/pdf", view, pdf),
    ]
}

const LIMIT: i64 = 50;

/// Which papers.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct PapersAsked {
    /// Code of a state; empty for all but the voided.
    #[serde(default)]
    state: String,
    /// Part of the title.
    #[serde(default)]
    q: String,
    /// `next` of the page before.
    #[serde(default)]
    after: String,
}

/// A paper in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PaperOut {
    id: String,
    /// Decide on this version.
    version: i64,
    template: Coded,
    title: String,
    state: Coded,
    /// 发文字号, once it was registered.
    number: Option<String>,
    issued_on: Option<String>,
    author: String,
    unit: String,
}

fn out(paper: &domain::change::Versioned<Paper>, author: &str, unit: &str) -> PaperOut {
    PaperOut {
        id: paper.id.to_string(),
        version: paper.version,
        template: paper.template.into(),
        title: paper.title.clone(),
        state: paper.state.into(),
        number: paper.number.as_ref().map(ToString::to_string),
        issued_on: paper.issued_on.map(|day| day.to_string()),
        author: author.to_owned(),
        unit: unit.to_owned(),
    }
}

#[utoipa::path(get, path = "/api/v1/papers", params(PapersAsked), responses((status = 200, body = Listed<PaperOut>), Refusals))]
pub(super) async fn list(caller: Caller, Query(asked): Query<PapersAsked>) -> Answer<Listed<PaperOut>> {
    let states = match asked.state.as_str() {
        "" => Vec::new(),
        code => vec![member::<PaperState>("state", code)?],
    };
    let key =
        asked.after.rsplit_once('_').and_then(|(at, id)| Some((Instant(at.parse().ok()?), id.parse().ok()?)));
    let wanted = Wanted { states, words: asked.q, ..Wanted::default() };
    let found = paper::list(&caller.app, &caller.who, &wanted, &key.into(), LIMIT).await?;
    Ok(Json(Listed {
        items: found.leaf.rows.iter().map(|row| out(&row.paper, &row.author, &row.unit)).collect(),
        next: found.leaf.next.map(|(at, id)| format!("{}_{id}", at.0)),
    }))
}

/// A new draft.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PaperIn {
    /// Code of the template that it counts as.
    template: String,
    /// The paper as plain data of the crate `gongwen`.
    #[schema(value_type = Object)]
    text: serde_json::Value,
}

fn words(text: serde_json::Value) -> Result<gongwen::paper::Paper, Problem> {
    serde_json::from_value(text)
        .map_err(|error| app::Error::field("text", format!("公文内容不符合格式：{error}。")).into())
}

#[utoipa::path(post, path = "/api/v1/papers", request_body = PaperIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn create(caller: Caller, Body(given): Body<PaperIn>) -> Answer<Done> {
    let template: Template = member("template", &given.template)?;
    let made = template::create_from(&caller.app, &caller.who, template, words(given.text)?).await?;
    Ok(Done::of(made))
}

/// A paper with its text.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PaperWhole {
    #[serde(flatten)]
    paper: PaperOut,
    /// The newest version of the text, as plain data of the crate `gongwen`.
    #[schema(value_type = Object)]
    text: gongwen::paper::Paper,
    /// Digest of that version.
    digest: String,
    /// Whether it is what the row, and the one who signed, have seen.
    intact: bool,
    problems: Vec<ProblemOut>,
}

/// Something to mend.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProblemOut {
    sentence: String,
    clause: &'static str,
    /// Whether it stops signing.
    binds: bool,
}

#[utoipa::path(get, path = "/api/v1/papers/{id}", params(("id" = String, Path)), responses((status = 200, body = PaperWhole), Refusals))]
pub(super) async fn show(caller: Caller, Path(paper): Path<String>) -> Answer<PaperWhole> {
    let page = paper::page(&caller.app, &caller.who, id::<PaperId>(&paper)?).await?;
    let problems = page.problems.iter().map(|it| ProblemOut {
        sentence: it.sentence(),
        clause: it.clause,
        binds: it.binds,
    });
    Ok(Json(PaperWhole {
        paper: out(&page.paper, &page.author, &page.unit),
        intact: page.intact(),
        problems: problems.collect(),
        text: page.words,
        digest: page.digest,
    }))
}

/// A further version of a draft.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PaperChange {
    version: i64,
    /// The paper as plain data of the crate `gongwen`.
    #[schema(value_type = Object)]
    text: serde_json::Value,
}

#[utoipa::path(post, path = "/api/v1/papers/{id}", params(("id" = String, Path)), request_body = PaperChange, responses((status = 200, body = Done), Refusals))]
pub(super) async fn change(
    caller: Caller,
    Path(paper): Path<String>,
    Body(given): Body<PaperChange>,
) -> Answer<Done> {
    let paper: PaperId = id(&paper)?;
    paper::save_words(&caller.app, &caller.who, paper, given.version, words(given.text)?).await?;
    Ok(Done::of(paper))
}

/// A step, decided on `version`.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct StepIn {
    version: i64,
    /// submit, review, sign, check, register, issue, file, return or void.
    step: String,
    /// Reason of return and void.
    #[serde(default)]
    note: String,
    /// 机关代字, for register.
    #[serde(default)]
    code: String,
    /// 保管期限 Y, D30 or D10, for file.
    #[serde(default)]
    term: String,
}

#[utoipa::path(post, path = "/api/v1/papers/{id}/step", params(("id" = String, Path)), request_body = StepIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn step(
    caller: Caller,
    Path(paper): Path<String>,
    Body(given): Body<StepIn>,
) -> Answer<Done> {
    let paper: PaperId = id(&paper)?;
    let step: Step = member("step", &given.step)?;
    let term = Term::from_code(&given.term);
    let asked = Asked { version: given.version, note: given.note, code: given.code, term };
    paper::step::step(&caller.app, &caller.who, paper, step, &asked).await?;
    Ok(Done::of(paper))
}

#[utoipa::path(get, path = "/api/v1/papers/{id}/docx", params(("id" = String, Path)), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", body = Vec<u8>), Refusals))]
pub(super) async fn docx(caller: Caller, Path(paper): Path<String>) -> Result<Download, Problem> {
    let file = paper::docx(&caller.app, &caller.who, id(&paper)?).await?;
    Ok(Download { name: format!("{}.docx", file.title), media: DOCX, bytes: file.bytes })
}

#[utoipa::path(get, path = "/api/v1/papers/{id}/pdf", params(("id" = String, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>), Refusals))]
pub(super) async fn pdf(caller: Caller, Path(paper): Path<String>) -> Result<Download, Problem> {
    let (title, pages) = paper::pdf::pdf(&caller.app, &caller.who, id(&paper)?).await?;
    Ok(Download { name: format!("{title}.pdf"), media: "application/pdf", bytes: pages.bytes.clone() })
}
