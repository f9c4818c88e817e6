//! 带过去: from which assessment to which, what would go over line by line, and back.

use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use crate::unit::{Choice, chosen};
use app::crosswalk::{self, Ends, Preview};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::crosswalk::{Line, UNDO_DAYS};
use domain::id::{AssessmentId, CriterionId, CrosswalkId, CrosswalkUseId};
use domain::standard::StandardRow;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "crosswalk/carry.html")]
struct CarryPage {
    shell: Shell,
    ends: Ends,
    from: Vec<Choice>,
    to: Vec<Choice>,
    form: EndsForm,
    preview: Option<Preview>,
    days: i64,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

impl CarryPage {
    /// Number and words of a criterion.
    fn name(row: &StandardRow, id: CriterionId) -> String {
        let tree = &row.standard.tree;
        let node = tree.position(id).map(|at| &tree.nodes()[at]);
        node.map(|node| format!("{} {}", node.code, node.title)).unwrap_or_default()
    }

    fn from_name(preview: &Preview, line: &Line) -> String {
        Self::name(&preview.from_standard, line.pair.from)
    }

    fn to_name(preview: &Preview, line: &Line) -> String {
        Self::name(&preview.to_standard, line.pair.to)
    }

    /// `自评和 2 份纪实`, `2 份纪实`, `没有可带的`.
    fn goes(line: &Line) -> String {
        match (line.claim.is_some(), line.records.len()) {
            (true, 0) => "自评".into(),
            (true, n) => format!("自评和 {n} 份纪实"),
            (false, 0) => "没有可带的".into(),
            (false, n) => format!("{n} 份纪实"),
        }
    }

    fn is_empty(preview: &Preview) -> bool {
        preview.lines.iter().all(Line::is_empty)
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct EndsForm {
    from: String,
    to: String,
}

impl EndsForm {
    fn parse(&self) -> app::Result<(AssessmentId, AssessmentId)> {
        let from = chosen("from", &self.from, "请选择从哪一份测评。")?;
        Ok((from, chosen("to", &self.to, "请选择带到哪一份测评。")?))
    }
}

async fn page(
    ctx: &Ctx,
    id: CrosswalkId,
    form: EndsForm,
    preview: Option<Preview>,
    errors: Errors,
) -> app::Result<CarryPage> {
    let ends = crosswalk::ends(&ctx.app, &ctx.who, id).await?;
    let choices = |all: &[(AssessmentId, String)], now: &str| -> Vec<Choice> {
        let blank = Choice { value: String::new(), label: "请选择".into(), selected: now.is_empty() };
        let all = all.iter().map(|(id, name)| {
            let value = id.to_string();
            Choice { selected: value == now, value, label: name.clone() }
        });
        std::iter::once(blank).chain(all).collect()
    };
    Ok(CarryPage {
        shell: ctx.shell("按对照带过去").await?,
        from: choices(&ends.from, &form.from),
        to: choices(&ends.to, &form.to),
        ends,
        form,
        preview,
        days: UNDO_DAYS,
        lines: errors.lines(),
        errors,
    })
}

/// The form, and what would go over where both ends are chosen.
pub async fn show(ctx: Ctx, Path(id): Path<CrosswalkId>, Query(form): Query<EndsForm>) -> Answer<Response> {
    if form.from.is_empty() && form.to.is_empty() {
        return Ok(Page::ok(page(&ctx, id, form, None, Errors::default()).await?).into_response());
    }
    let preview = match form.parse() {
        Ok((from, to)) => crosswalk::preview(&ctx.app, &ctx.who, id, from, to).await,
        Err(error) => Err(error),
    };
    match preview {
        Ok(preview) => {
            Ok(Page::ok(page(&ctx, id, form, Some(preview), Errors::default()).await?).into_response())
        }
        Err(error) => {
            Ok(Page::refused(page(&ctx, id, form, None, Errors::of(error)?).await?).into_response())
        }
    }
}

pub async fn carry(ctx: Ctx, Path(id): Path<CrosswalkId>, Form(form): Form<EndsForm>) -> Answer<Response> {
    let carried = match form.parse() {
        Ok((from, to)) => crosswalk::carry(&ctx.app, &ctx.who, id, from, to).await,
        Err(error) => Err(error),
    };
    match carried {
        Ok(_) => {
            let sentence = format!("已带过去，{UNDO_DAYS} 天内可以在这里收回。");
            Ok(ctx.done(format!("/standards/crosswalks/{id}"), sentence).into_response())
        }
        Err(error) => {
            Ok(Page::refused(page(&ctx, id, form, None, Errors::of(error)?).await?).into_response())
        }
    }
}

pub async fn undo(
    ctx: Ctx,
    Path((_, used)): Path<(CrosswalkId, CrosswalkUseId)>,
    Form(()): Form<()>,
) -> Answer<Redirected> {
    let id = crosswalk::undo(&ctx.app, &ctx.who, used).await?;
    Ok(ctx.done(format!("/standards/crosswalks/{id}"), "已收回。带过去以后又改过的保留。"))
}
