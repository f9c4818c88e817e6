//! The review of one folder: tabs by state, a table of guesses with their reasons, acts on what is ticked.

use super::sign;
use crate::form::{Errors, Form, Pairs};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use crate::words::{self, Pick};
use crate::work::Tab;
use app::folder::{self, BundleRow, Deed, FolderPage, Picked};
use app::turn::Turn;
use askama::Template;
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::code::Code;
use domain::folder::{BundleState, Fields, FolderState};
use domain::id::{BundleId, FileId, FolderId, UnitId};
use domain::record::MAX_FILES;
use domain::refused::FieldError;
use serde::Deserialize;

/// Bundles of one page.
const PAGE: i64 = 20;
/// Small pictures of one bundle.
const PHOTOS: usize = 6;

#[derive(Template)]
#[template(path = "folder/show.html")]
pub struct ShowPage {
    shell: Shell,
    id: FolderId,
    name: String,
    line: String,
    state: FolderState,
    sign: &'static str,
    running: bool,
    progress: i64,
    told: String,
    tabs: Vec<Tab>,
    tab: BundleState,
    rows: Vec<Row>,
    left_out: Vec<(String, String)>,
    prev: Option<String>,
    next: Option<String>,
    /// Where the form goes: the page on which it stands.
    action: String,
    wrong: usize,
}

struct Row {
    id: BundleId,
    version: i64,
    fields: Fields,
    reasons: domain::folder::Reasons,
    kinds: Vec<Pick>,
    units: Vec<Pick>,
    photos: Vec<FileId>,
    /// Names of what is no photo.
    papers: Vec<String>,
    files: usize,
    over: bool,
    criteria: Vec<Criterion>,
    picked: bool,
    record: Option<domain::id::RecordId>,
    errors: Errors,
}

struct Criterion {
    id: domain::id::CriterionId,
    words: String,
    reason: String,
    picked: bool,
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: String,
    #[serde(default)]
    before: String,
}

impl Asked {
    fn tab(&self) -> BundleState {
        BundleState::from_code(&self.state).unwrap_or(BundleState::Open)
    }

    fn turn(&self) -> Turn<i64> {
        match (self.after.parse(), self.before.parse()) {
            (Ok(key), _) => Turn::After(key),
            (_, Ok(key)) => Turn::Before(key),
            _ => Turn::First,
        }
    }

    fn address(&self, id: FolderId) -> String {
        let pairs = [("state", &self.state), ("after", &self.after), ("before", &self.before)];
        let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
        match serde_urlencoded::to_string(pairs) {
            Ok(query) if !query.is_empty() => format!("/folders/{id}?{query}"),
            _ => format!("/folders/{id}"),
        }
    }
}

pub async fn show(ctx: Ctx, Path(id): Path<FolderId>, Query(asked): Query<Asked>) -> Answer<Response> {
    let page = folder::show(&ctx.app, &ctx.who, id, asked.tab(), &asked.turn(), PAGE).await?;
    if page.leaf.rows.is_empty() && asked.turn() != Turn::First {
        return Ok(Redirected::to(format!("/folders/{id}?state={}", asked.tab().code())).into_response());
    }
    Ok(Page::ok(drawn(&ctx, id, &asked, page, &[], &[]).await?).into_response())
}

async fn drawn(
    ctx: &Ctx,
    id: FolderId,
    asked: &Asked,
    page: FolderPage,
    typed: &[Picked],
    wrong: &[(BundleId, Vec<FieldError>)],
) -> app::Result<ShowPage> {
    let line = &page.line;
    let state = line.folder.state(line.job);
    let tab = asked.tab();
    let turned = |word: &str, key: Option<i64>| {
        key.map(|key| format!("/folders/{id}?state={}&{word}={key}", tab.code()))
    };
    let waits = line.told.is_empty();
    Ok(ShowPage {
        shell: ctx.shell("整理旧资料：核对").await?,
        id,
        name: line.folder.name.clone(),
        line: format!(
            "{} 个文件 · {} 上传 · {}",
            line.files,
            line.person,
            words::moment(line.folder.created, ctx.app.today())
        ),
        state,
        sign: sign(state),
        running: matches!(state, FolderState::Received | FolderState::Open),
        progress: line.progress,
        told: match (state, waits) {
            (FolderState::Failed, true) => "整理中断了。管理员可以在后台任务里重试。".into(),
            (FolderState::Failed, false) => format!("{}管理员可以在后台任务里重试。", line.told),
            (_, true) => "已经收下，正在排队。".into(),
            (_, false) => line.told.clone(),
        },
        tabs: tabs(id, tab, (line.open, line.made, line.left)),
        tab,
        rows: page.leaf.rows.iter().map(|it| row(it, &page, typed, wrong)).collect(),
        prev: turned("before", page.leaf.prev),
        next: turned("after", page.leaf.next),
        left_out: page.left_out,
        action: asked.address(id),
        wrong: wrong.len(),
    })
}

fn tabs(id: FolderId, here: BundleState, (open, made, left): (i64, i64, i64)) -> Vec<Tab> {
    let tab = |state: BundleState, count: i64| Tab {
        label: state.label().to_owned(),
        url: format!("/folders/{id}?state={}", state.code()),
        active: state == here,
        count: Some(words::counted(count)),
        late: false,
    };
    vec![tab(BundleState::Open, open), tab(BundleState::Made, made), tab(BundleState::Left, left)]
}

fn row(it: &BundleRow, page: &FolderPage, typed: &[Picked], wrong: &[(BundleId, Vec<FieldError>)]) -> Row {
    let back = typed.iter().find(|back| back.id == it.bundle.id);
    let fields = back.map_or_else(|| it.bundle.fields.clone(), |back| back.fields.clone());
    let is_photo = |path: &str| {
        let end = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        matches!(end.as_str(), "jpg" | "jpeg" | "png" | "webp")
    };
    let (photos, papers): (Vec<_>, Vec<_>) = it.files.iter().partition(|(path, _)| is_photo(path));
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let ticked = |id| back.is_some_and(|back| back.criteria.contains(&id));
    let criteria = it.criteria.iter().map(|(head, reason)| Criterion {
        id: head.id,
        words: format!("{} {}（{}）", head.code, head.title, head.standard_name),
        reason: reason.clone(),
        picked: ticked(head.id),
    });
    Row {
        id: it.bundle.id,
        version: it.bundle.version,
        kinds: page
            .kinds
            .iter()
            .map(|kind| Pick::of(kind.key.clone(), kind.name.clone(), kind.key == fields.kind))
            .collect(),
        units: page
            .units
            .iter()
            .map(|(id, name)| Pick::of(id.to_string(), name.clone(), *id == fields.unit))
            .collect(),
        fields,
        reasons: it.bundle.reasons.clone(),
        photos: photos.iter().take(PHOTOS).map(|(_, id)| *id).collect(),
        papers: papers.iter().map(|(path, _)| name(path)).collect(),
        files: it.files.len(),
        over: it.files.len() > MAX_FILES,
        criteria: criteria.collect(),
        picked: back.is_some_and(|back| back.picked),
        record: it.bundle.record,
        errors: Errors(
            wrong.iter().find(|(id, _)| *id == it.bundle.id).map(|(_, all)| all.clone()).unwrap_or_default(),
        ),
    }
}

/// The rows as they came back.
fn picked(pairs: &Pairs) -> Vec<Picked> {
    let get = |name: &str, id: &BundleId| {
        let name = format!("{name}-{id}");
        pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let rows = pairs.iter().filter(|(key, _)| key == "row").filter_map(|(_, id)| id.parse::<BundleId>().ok());
    rows.take(PAGE as usize)
        .map(|id| Picked {
            id,
            version: get("version", &id).parse().unwrap_or_default(),
            fields: Fields {
                title: get("title", &id),
                day: get("day", &id),
                kind: get("kind", &id),
                unit: get("unit", &id).parse().unwrap_or(UnitId(uuid::Uuid::nil())),
                text: get("text", &id).replace("\r\n", "\n"),
                first_only: get("first", &id) == "on",
            },
            picked: pairs.iter().any(|(key, value)| key == "pick" && *value == id.to_string()),
            criteria: {
                let name = format!("criterion-{id}");
                let all = pairs.iter().filter(|(key, _)| *key == name);
                all.filter_map(|(_, value)| value.parse().ok()).take(20).collect()
            },
        })
        .collect()
}

pub async fn act(
    ctx: Ctx,
    Path(id): Path<FolderId>,
    Query(asked): Query<Asked>,
    Form(pairs): Form<Pairs>,
) -> Answer<Response> {
    let mut rows = picked(&pairs);
    let act = pairs.iter().find(|(key, _)| key == "act").map_or("", |(_, value)| value.as_str());
    let deed = match act {
        "make" => Deed::Make,
        "leave" => Deed::Leave,
        "back" => Deed::TakeBack,
        _ => Deed::Save,
    };
    let here = asked.address(id);
    if deed != Deed::Save && !rows.iter().any(|row| row.picked) {
        folder::decide(&ctx.app, &ctx.who, id, Deed::Save, &rows).await?;
        return Ok(
            Redirected::with_notice(here, "warn", "请先勾选要办的行。填的内容已经保存。").into_response()
        );
    }
    let done = folder::decide(&ctx.app, &ctx.who, id, deed, &rows).await?;
    if done.wrong.is_empty() {
        let sentence = match deed {
            Deed::Save => "已保存。".to_owned(),
            Deed::Make => format!("生成了 {} 份纪实，已经报送，等待审核。", done.count),
            Deed::Leave => format!("{} 组放到了“不要的”里，可以拿回来。", done.count),
            Deed::TakeBack => format!("{} 组拿回来了，等待核对。", done.count),
        };
        return Ok(ctx.done(here, sentence).into_response());
    }
    let page = folder::show(&ctx.app, &ctx.who, id, asked.tab(), &asked.turn(), PAGE).await?;
    // Rows that went well have left the page; of the others nothing typed is lost.
    rows.retain(|row| done.wrong.iter().any(|(id, _)| *id == row.id));
    let template = drawn(&ctx, id, &asked, page, &rows, &done.wrong).await?;
    Ok(Page { status: StatusCode::UNPROCESSABLE_ENTITY, template }.into_response())
}

/// The small picture of a photo in the folder; nothing where there is none.
pub async fn thumbnail(ctx: Ctx, Path((id, file)): Path<(FolderId, FileId)>) -> Answer<Response> {
    let opened = folder::open_thumbnail(&ctx.app, &ctx.who, id, file).await?;
    let Some(opened) = opened else { return Err(app::Error::from(domain::Refused::NotFound).into()) };
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
    ];
    Ok((headers, Body::new(crate::stream::FileBody::new(opened))).into_response())
}
