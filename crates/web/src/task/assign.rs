//! 按措施指定: what nobody has, measure by measure, each with a proposal that a person confirms.

use super::act::owner;
use crate::form::{Errors, Form};
use crate::page::{Answer, Page, Redirected};
use crate::request::Ctx;
use crate::shell::Shell;
use app::assignment::{self, Choices, Picked, Proposal};
use app::task;
use askama::Template;
use domain::id::{MeasureId, PlanId};
use serde::Deserialize;
use store::{WorkFilter, WorkState};

#[derive(Template)]
#[template(path = "task/assign.html")]
pub struct AssignPage {
    shell: Shell,
    plan: Option<(PlanId, String)>,
    proposals: Vec<Proposal>,
    choices: Choices,
}

impl AssignPage {
    /// Whether a unit is the one proposed for the measure.
    fn near(&self, proposal: &Proposal, unit: &domain::id::UnitId) -> bool {
        proposal.unit.as_ref().is_some_and(|(id, _, _)| id == unit)
    }
}

pub async fn show(ctx: Ctx) -> Answer<Page<AssignPage>> {
    let frame = task::frame(&ctx.app, &ctx.who).await?;
    let plan = frame.plans.first().map(|plan| (plan.id, plan.title.clone()));
    let proposals = match &plan {
        Some((id, _)) => assignment::proposals(&ctx.app, &ctx.who, *id).await?,
        None => Vec::new(),
    };
    let choices = assignment::units(&ctx.app, &ctx.who).await?;
    Ok(Page::ok(AssignPage { shell: ctx.shell("按措施指定").await?, plan, proposals, choices }))
}

#[derive(Template)]
#[template(path = "task/people.html")]
pub struct PeoplePart {
    people: Vec<store::PersonChoice>,
}

/// What the fields 责任人 offer, once someone is about to type into one.
pub async fn people(ctx: Ctx) -> Answer<Page<PeoplePart>> {
    Ok(Page::ok(PeoplePart { people: assignment::people(&ctx.app, &ctx.who).await? }))
}

#[derive(Debug, Deserialize)]
pub struct MeasureForm {
    plan: PlanId,
    measure: MeasureId,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    person: String,
}

pub async fn measure(ctx: Ctx, Form(form): Form<MeasureForm>) -> Answer<Redirected> {
    let filter = WorkFilter {
        plan: Some(form.plan),
        measures: vec![form.measure],
        without_owner: true,
        state: WorkState::Open,
        ..WorkFilter::default()
    };
    let outcome = async {
        let owner = owner(&ctx, &form.unit, &form.person).await?;
        assignment::assign(&ctx.app, &ctx.who, &Picked::Filter(Box::new(filter)), owner).await
    };
    match outcome.await {
        Ok(summary) => Ok(ctx.done("/tasks/assign", summary.sentence("已指定责任"))),
        Err(error) => {
            let lines = Errors::of(error)?.lines();
            let sentence: Vec<String> = lines.into_iter().map(|line| line.text).collect();
            Ok(Redirected::with_notice("/tasks/assign", "warn", sentence.join("")))
        }
    }
}
