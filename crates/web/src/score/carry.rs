//! 转入新版: what becomes of each answer, before anything is done; and back.

use crate::form::Form;
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use app::assessment::{self, Preview};
use askama::Template;
use domain::assessment::UNDO_DAYS;
use domain::id::{AssessmentId, StandardId};

#[derive(Template)]
#[template(path = "score/carry.html")]
pub struct CarryPage {
    shell: Shell,
    preview: Preview,
    lost: Vec<(String, &'static str)>,
    days: i64,
}

pub async fn show(
    ctx: Ctx,
    Path((id, standard)): Path<(AssessmentId, StandardId)>,
) -> Answer<Page<CarryPage>> {
    let preview = assessment::preview(&ctx.app, &ctx.who, id, standard).await?;
    Ok(Page::ok(CarryPage {
        shell: ctx.shell("转入新版").await?,
        lost: preview.lost(),
        preview,
        days: UNDO_DAYS,
    }))
}

pub async fn carry(
    ctx: Ctx,
    Path((id, standard)): Path<(AssessmentId, StandardId)>,
    Form(()): Form<()>,
) -> Answer<Redirected> {
    let new = assessment::carry(&ctx.app, &ctx.who, id, standard).await?;
    Ok(ctx.done(format!("/scores/{new}"), format!("已转入新版，{UNDO_DAYS} 天内可以撤销。")))
}

pub async fn undo(ctx: Ctx, Path(id): Path<AssessmentId>, Form(()): Form<()>) -> Answer<Redirected> {
    let old = assessment::undo(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done(format!("/scores/{old}"), "已撤销转入，原来的测评照旧。"))
}
