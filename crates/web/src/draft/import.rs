//! The list of drafts and the way in: a file or pasted text.

use crate::form::{Errors, Form, Upload, Uploaded};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use app::draft;
use app::import::{self, Paper};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::code::Code;
use domain::day::{Day, Instant};
use domain::draft::DraftState;
use domain::id::DraftId;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "draft/list.html")]
pub struct ListPage {
    shell: Shell,
    state: &'static str,
    tabs: Vec<Tab>,
    rows: Vec<Line>,
    next: Option<String>,
    revises: Option<(DraftId, String)>,
    text: String,
    errors: Errors,
}

struct Tab {
    label: &'static str,
    url: String,
    active: bool,
    count: Option<i64>,
    late: bool,
}

struct Line {
    id: DraftId,
    title: String,
    kind: &'static str,
    total: usize,
    confirmed: usize,
    gaps: usize,
    findings: usize,
    retrospective: bool,
    revision: bool,
    touched: String,
    plan: bool,
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    before: String,
    #[serde(default)]
    revises: Option<DraftId>,
}

/// What the reader takes a paper for, in words.
pub(super) fn class_word(class: &str) -> &'static str {
    match class {
        "plan" => "方案",
        "opinion" => "意见",
        "notice" => "通知",
        "retrospective" => "总结材料",
        "roster" => "名单",
        "rules" => "制度",
        "standard" => "标准",
        "brief" => "简报",
        _ => "其他",
    }
}

pub(super) fn at_text(at: Instant) -> String {
    format!("{} {}", Day::of_instant(at).month_day_text(), at.clock_text())
}

pub async fn list(ctx: Ctx, Query(asked): Query<Asked>) -> Answer<Page<ListPage>> {
    Ok(Page::ok(list_page(&ctx, &asked, String::new(), Errors::default()).await?))
}

async fn list_page(ctx: &Ctx, asked: &Asked, text: String, errors: Errors) -> app::Result<ListPage> {
    let state = DraftState::from_code(&asked.state).unwrap_or(DraftState::Open);
    let before =
        asked.before.split_once('_').and_then(|(at, id)| Some((Instant(at.parse().ok()?), id.parse().ok()?)));
    let found = draft::list(&ctx.app, &ctx.who, state, before).await?;
    let next = found.next.map(|(at, id)| format!("/drafts?state={}&before={}_{id}", state.code(), at.0));
    let rows = found.rows.into_iter().map(line).collect();
    let tab = |it: DraftState| Tab {
        label: it.label(),
        url: format!("/drafts?state={}", it.code()),
        active: it == state,
        count: None,
        late: false,
    };
    let revises = match asked.revises {
        Some(id) => Some((id, draft::view(&ctx.app, &ctx.who, id).await?.draft.tree.header.title.clone())),
        None => None,
    };
    Ok(ListPage {
        shell: ctx.shell("导入与核对").await?,
        state: state.code(),
        tabs: [DraftState::Open, DraftState::Published, DraftState::Discarded].map(tab).into(),
        rows,
        next,
        revises,
        text,
        errors,
    })
}

fn line(it: store::DraftLine) -> Line {
    let counts = it.tree.counts();
    let header = &it.tree.header;
    Line {
        id: it.id,
        title: if header.title.is_empty() { it.name } else { header.title.clone() },
        kind: class_word(&it.class),
        total: counts.total,
        confirmed: counts.confirmed,
        gaps: counts.without_owner + counts.without_date,
        findings: it.tree.figures.len() + it.tree.honours.len(),
        retrospective: it.tree.is_retrospective(),
        revision: it.plan.is_some() && it.state == DraftState::Open,
        touched: at_text(it.updated),
        plan: it.plan.is_some(),
    }
}

/// A file or pasted text. Refused papers come back with the sentence and all that was typed; what
/// takes longer than a moment leads to the page of its import.
pub async fn upload(ctx: Ctx, mut upload: Upload) -> Answer {
    let revises: Option<DraftId> = upload.field("revises").parse().ok();
    match receive(&ctx, &mut upload, revises).await {
        Ok(url) => Ok(Redirected::to(url).into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            let asked = Asked { revises, ..Asked::default() };
            let text = upload.field("text").to_owned();
            Ok(upload.refused(list_page(&ctx, &asked, text, errors).await?).into_response())
        }
    }
}

async fn receive(ctx: &Ctx, upload: &mut Upload, revises: Option<DraftId>) -> app::Result<String> {
    upload.fit()?;
    let charset = upload.field("charset").to_owned();
    match upload.take("file") {
        Some(Uploaded { name, file, .. }) => {
            let paper = Paper { name, file, charset, revises };
            crate::import::landing(ctx, import::paper(&ctx.app, &ctx.who, paper).await?).await
        }
        None => {
            let id = draft::paste(&ctx.app, &ctx.who, upload.field("text"), revises).await?;
            goal(ctx, id, revises.is_some()).await
        }
    }
}

/// Where the review of a new draft begins.
pub(crate) async fn goal(ctx: &Ctx, id: DraftId, revision: bool) -> app::Result<String> {
    let sheet = draft::view(&ctx.app, &ctx.who, id).await?;
    Ok(match (revision, sheet.draft.tree.is_retrospective()) {
        (true, _) => format!("/drafts/{id}/diff"),
        (false, true) => format!("/drafts/{id}/figures"),
        (false, false) => format!("/drafts/{id}"),
    })
}

#[derive(Debug, Deserialize)]
pub struct StateForm {
    to: String,
}

/// Into the trash and out of it.
pub async fn shift(ctx: Ctx, Path(id): Path<DraftId>, Form(form): Form<StateForm>) -> Answer<Redirected> {
    if form.to == "open" {
        draft::restore(&ctx.app, &ctx.who, id).await?;
        return Ok(ctx.done(format!("/drafts/{id}"), "草稿已恢复。"));
    }
    draft::discard(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done("/drafts", "草稿已放进回收站，30 天内可以恢复。"))
}

#[derive(Debug, Deserialize)]
pub struct CharsetForm {
    version: i64,
    charset: String,
}

/// Reads the kept file again in another charset.
pub async fn reread(ctx: Ctx, Path(id): Path<DraftId>, Form(form): Form<CharsetForm>) -> Answer<Response> {
    draft::reread(&ctx.app, &ctx.who, id, form.version, &form.charset).await?;
    Ok(ctx.done(format!("/drafts/{id}"), format!("已按 {} 重新识读。", form.charset)).into_response())
}
