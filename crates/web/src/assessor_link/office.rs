//! Links of one assessment: made, listed, taken back. A secret is shown once, in the answer to the act that made it.

use crate::form::{ErrorLine, Errors, Form};
use crate::import::{Asked, key};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use crate::unit::day;
use crate::words;
use app::assessor_link::{self, LinkForm, Links, PAGE};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::assessor_link::{AssessorLink, MOST_DAYS, Validity};
use domain::day::Day;
use domain::id::{AssessmentId, AssessorLinkId};
use serde::Deserialize;

/// Days that a new link is open unless something else is typed: a visit and the week before it.
const USUAL_DAYS: i64 = 14;

#[derive(Template)]
#[template(path = "assessor_link/office.html")]
pub struct OfficePage {
    shell: Shell,
    id: AssessmentId,
    line: String,
    /// The address, shown once after it was made.
    address: Option<String>,
    guessed: bool,
    typed: MakeForm,
    most_days: i64,
    rows: Vec<Row>,
    next: Option<String>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

struct Row {
    id: AssessorLinkId,
    name: String,
    made: String,
    last: String,
    state: Validity,
    sign: &'static str,
    open: bool,
    scores: bool,
    views: i64,
    seen: String,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct MakeForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    last: String,
    #[serde(default)]
    scores: String,
}

fn row(it: AssessorLink, ctx: &Ctx) -> Row {
    let today = ctx.app.today();
    let state = it.validity(ctx.app.now());
    Row {
        id: it.id,
        made: words::moment(it.created, today),
        last: Day::of_instant(it.expires).minus(1).full_text(),
        sign: match state {
            Validity::Open => "done",
            Validity::Expired => "todo",
            Validity::Revoked => "late",
        },
        open: state == Validity::Open,
        state,
        scores: it.scores,
        views: it.views,
        seen: it.seen.map(|at| words::moment(at, today)).unwrap_or_default(),
        name: it.name,
    }
}

async fn page(ctx: &Ctx, id: AssessmentId, asked: &Asked) -> app::Result<OfficePage> {
    let Links { standard, unit, rows, .. } =
        assessor_link::list(&ctx.app, &ctx.who, id, key(&asked.before)).await?;
    let last = rows.last().filter(|_| rows.len() as i64 == PAGE);
    let next = last.map(|it| format!("/scores/{id}/links?before={}_{}", it.created.0, it.id));
    let usual = ctx.app.today().plus(USUAL_DAYS).to_string();
    Ok(OfficePage {
        shell: ctx.shell("测评组链接").await?,
        id,
        line: format!("{standard}，{unit}"),
        address: None,
        guessed: ctx.base.guessed,
        typed: MakeForm { name: String::new(), last: usual, scores: "on".into() },
        most_days: MOST_DAYS,
        rows: rows.into_iter().map(|it| row(it.row, ctx)).collect(),
        next,
        errors: Errors::default(),
        lines: Vec::new(),
    })
}

pub async fn show(
    ctx: Ctx,
    Path(id): Path<AssessmentId>,
    Query(asked): Query<Asked>,
) -> Answer<Page<OfficePage>> {
    Ok(Page::ok(page(&ctx, id, &asked).await?))
}

pub async fn make(ctx: Ctx, Path(id): Path<AssessmentId>, Form(form): Form<MakeForm>) -> Answer<Response> {
    let made = match day("last", &form.last) {
        Ok(last) => {
            let link = LinkForm { name: form.name.clone(), last, scores: !form.scores.is_empty() };
            assessor_link::make(&ctx.app, &ctx.who, id, &link).await
        }
        Err(error) => Err(error),
    };
    match made {
        // The answer is the page itself: the secret stands in no address of ours and no cookie.
        Ok(token) => {
            let address = Some(format!("{}/assess/{token}", ctx.base.url));
            let page = page(&ctx, id, &Asked::default()).await?;
            Ok(Page::ok(OfficePage { address, ..page }).into_response())
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            let page = page(&ctx, id, &Asked::default()).await?;
            let lines = errors.lines();
            Ok(Page::refused(OfficePage { typed: form, lines, errors, ..page }).into_response())
        }
    }
}

pub async fn revoke(ctx: Ctx, Path(id): Path<AssessorLinkId>, Form(()): Form<()>) -> Answer<Redirected> {
    let assessment = assessor_link::revoke(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done(format!("/scores/{assessment}/links"), "链接已收回，从现在起打不开。"))
}
