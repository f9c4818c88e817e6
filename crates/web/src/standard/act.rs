//! What is done to a version: taken over, published, renewed, retired, its due days made tasks.

use crate::form::{Form, Pairs};
use crate::page::{Answer, Download, Redirected};
use crate::request::{Ctx, Path};
use app::standard;
use domain::id::{CriterionId, PlanId, StandardId, TaskId};
use domain::standard::file::File;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct InstallForm {
    key: String,
}

/// One click: the shipped file becomes a published version.
pub async fn install(ctx: Ctx, Form(form): Form<InstallForm>) -> Answer<Redirected> {
    let id = standard::install(&ctx.app, &ctx.who, &form.key).await?;
    Ok(ctx.done(format!("/standards/{id}"), "已采用这套测评体系，可以开始测评。"))
}

#[derive(Debug, Deserialize)]
pub struct VersionForm {
    version: i64,
}

pub async fn publish(
    ctx: Ctx,
    Path(id): Path<StandardId>,
    Form(form): Form<VersionForm>,
) -> Answer<Redirected> {
    standard::publish(&ctx.app, &ctx.who, id, form.version).await?;
    Ok(ctx.done(format!("/standards/{id}"), "这一版已发布，内容从现在起不再改动。"))
}

pub async fn renew(ctx: Ctx, Path(id): Path<StandardId>, Form(()): Form<()>) -> Answer<Redirected> {
    let new = standard::renew(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done(format!("/standards/{new}"), "已另起新版，现在是草稿，改好后再发布。"))
}

pub async fn retire(
    ctx: Ctx,
    Path(id): Path<StandardId>,
    Form(form): Form<VersionForm>,
) -> Answer<Redirected> {
    standard::retire(&ctx.app, &ctx.who, id, form.version).await?;
    Ok(ctx.done(format!("/standards/{id}"), "这一版已停用，已有的测评照常保留。"))
}

pub async fn discard(
    ctx: Ctx,
    Path(id): Path<StandardId>,
    Form(form): Form<VersionForm>,
) -> Answer<Redirected> {
    standard::discard(&ctx.app, &ctx.who, id, form.version).await?;
    Ok(ctx.done("/standards", "草稿已删除。"))
}

#[derive(Debug, Deserialize)]
pub struct PlanForm {
    plan: PlanId,
}

/// Due days of the year as dated tasks.
pub async fn schedule(
    ctx: Ctx,
    Path(id): Path<StandardId>,
    Form(form): Form<PlanForm>,
) -> Answer<Redirected> {
    let made = standard::schedule(&ctx.app, &ctx.who, id, form.plan).await?;
    let url = format!("/standards/{id}");
    if made.tasks == 0 {
        return Ok(Redirected::with_notice(
            url,
            "info",
            "没有新任务：有报送时间的指标都已有任务，或者今年的时间已过。",
        ));
    }
    let undated = match made.undated {
        0 => String::new(),
        n => format!("另有 {n} 条指标的报送时间没有写明日子，没有生成。"),
    };
    Ok(ctx.done(url, format!("已生成 {} 项任务，共 {} 次。{undated}", made.tasks, made.duties)))
}

/// The tasks that serve a criterion.
pub async fn serve(
    ctx: Ctx,
    Path((id, criterion)): Path<(StandardId, CriterionId)>,
    Form(pairs): Form<Pairs>,
) -> Answer<Redirected> {
    let tasks: Vec<TaskId> =
        pairs.iter().filter(|(name, _)| name == "task").filter_map(|(_, id)| id.parse().ok()).collect();
    let count = tasks.len();
    standard::serve(&ctx.app, &ctx.who, id, criterion, tasks).await?;
    Ok(ctx.done(format!("/standards/{id}#c-{criterion}"), format!("这条指标现在对应 {count} 项任务。")))
}

/// The version as a file that any bureau can take in.
pub async fn file(ctx: Ctx, Path(id): Path<StandardId>) -> Answer<Download> {
    let sight = standard::show(&ctx.app, &ctx.who, id).await?;
    let row = &sight.row.row;
    let text = File::from(&row.standard).text().map_err(|error| app::Error::fault("standard", error))?;
    let caution = row.standard.caution().map(|it| format!("# {it}\n")).unwrap_or_default();
    Ok(Download {
        name: format!("{}.toml", row.standard.name),
        media: "application/toml",
        bytes: format!("{caution}{text}").into_bytes(),
    })
}
