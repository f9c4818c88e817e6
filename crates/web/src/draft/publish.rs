//! 检查并发布, the comparison of a revised paper, and the figures of a retrospective.

use crate::form::Form;
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use app::draft;
use askama::Template;
use domain::draft::diff::Matched;
use domain::draft::heads::HeadChange;
use domain::draft::{Draft, DraftState, Edit, Item, Status};
use domain::id::DraftId;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
pub struct VersionForm {
    version: i64,
}

#[derive(Template)]
#[template(path = "draft/check.html")]
pub struct CheckPage {
    shell: Shell,
    id: DraftId,
    version: i64,
    title: String,
    line: String,
    revision: String,
    campaign: String,
    forecast: domain::publish::Forecast,
    units: Vec<(String, usize)>,
    gaps: Vec<Gap>,
    heads: Vec<HeadChange>,
    doubts: usize,
    warning: String,
}

struct Gap {
    id: u32,
    text: String,
    owner: bool,
    date: bool,
}

/// Gaps listed on the page; the rest is counted.
const GAPS: usize = 40;

pub async fn check(ctx: Ctx, Path(id): Path<DraftId>) -> Answer<Page<CheckPage>> {
    let check = draft::check(&ctx.app, &ctx.who, id).await?;
    let tree = &check.draft.tree;
    let forecast = check.forecast;
    let gaps = tree
        .items()
        .filter(|(_, item)| forecast.unowned.contains(&item.id) || forecast.undated.contains(&item.id))
        .take(GAPS)
        .map(|(_, item)| Gap {
            id: item.id,
            text: item.text.clone(),
            owner: forecast.unowned.contains(&item.id),
            date: forecast.undated.contains(&item.id),
        })
        .collect();
    let years: Vec<String> = forecast.guessed_years.iter().map(|year| format!("{year} 年")).collect();
    let warning = if years.is_empty() {
        String::new()
    } else {
        format!("{}的放假通知尚未录入，反复任务的时限按周一至周五上班推算，录入后请核对。", years.join("、"))
    };
    let header = &tree.header;
    Ok(Page::ok(CheckPage {
        shell: ctx.shell("检查并发布").await?,
        id,
        version: check.draft.version,
        title: header.title.clone(),
        line: format!(
            "{} 年度{}{}",
            header.year,
            if header.doc_number.is_empty() { "" } else { " · " },
            header.doc_number
        ),
        revision: check.revises.map(|plan| plan.title).unwrap_or_default(),
        campaign: match check.campaign {
            Some(campaign) => format!("并入正在进行的“{}”", campaign.name),
            None if header.target.is_empty() => "新建一个创建周期".to_owned(),
            None => format!("新建创建周期“创建{}”", header.target),
        },
        units: forecast.by_unit.iter().map(|(unit, n)| (check.org.unit_name(*unit).to_owned(), *n)).collect(),
        gaps,
        heads: check.heads,
        doubts: tree.counts().doubts,
        warning,
        forecast,
    }))
}

pub async fn publish(ctx: Ctx, Path(id): Path<DraftId>, Form(form): Form<VersionForm>) -> Answer<Redirected> {
    let plan = draft::publish(&ctx.app, &ctx.who, id, form.version).await?;
    Ok(ctx.done(format!("/campaign?plan={plan}"), "方案已发布，任务已经分派，每位责任人都会收到一条提醒。"))
}

#[derive(Template)]
#[template(path = "draft/diff.html")]
pub struct DiffPage {
    shell: Shell,
    id: DraftId,
    version: i64,
    old_title: String,
    published: bool,
    rows: Vec<DiffRow>,
    heads: Vec<HeadChange>,
    same: usize,
    changed: usize,
    added: usize,
    gone: usize,
}

struct DiffRow {
    kind: &'static str,
    word: &'static str,
    number: String,
    old: String,
    new: String,
    note: String,
}

pub async fn diff(ctx: Ctx, Path(id): Path<DraftId>) -> Answer<Page<DiffPage>> {
    let it = draft::compare(&ctx.app, &ctx.who, id).await?;
    let published = it.old.state == DraftState::Published;
    let count = |wanted: fn(&Matched) -> bool| it.matched.iter().filter(|matched| wanted(matched)).count();
    let rows = it
        .matched
        .iter()
        .filter_map(|matched| diff_row(matched, &it.old.tree, &it.new.tree, published))
        .collect();
    Ok(Page::ok(DiffPage {
        shell: ctx.shell("修订稿与原稿对比").await?,
        id,
        version: it.new.version,
        old_title: it.old.tree.header.title.clone(),
        published,
        rows,
        heads: it.heads.clone(),
        same: count(|it| matches!(it, Matched::Same { .. })),
        changed: count(|it| matches!(it, Matched::Changed { .. })),
        added: count(|it| matches!(it, Matched::New { .. })),
        gone: count(|it| matches!(it, Matched::Gone { .. })),
    }))
}

/// What differs in words and times; unchanged items are only counted.
fn diff_row(matched: &Matched, old: &Draft, new: &Draft, published: bool) -> Option<DiffRow> {
    let say = |item: &Item| {
        let due = item.due.map(|day| format!("（{}）", day.full_text())).unwrap_or_default();
        format!("{}{due}", item.text)
    };
    let of = |tree: &Draft, id: u32| tree.item(id).map(|(_, item)| (item.number.clone(), say(item)));
    Some(match *matched {
        Matched::Same { .. } => return None,
        Matched::Changed { old: o, new: n } => {
            let (number, new) = of(new, n)?;
            let note = "责任人和进度保留，改动处请再确认".to_owned();
            DiffRow { kind: "doing", word: "有改动", number, old: of(old, o)?.1, new, note }
        }
        Matched::New { new: n } => {
            let (number, new) = of(new, n)?;
            DiffRow {
                kind: "done",
                word: "新增",
                number,
                old: String::new(),
                new,
                note: "按新任务核对".into(),
            }
        }
        Matched::Gone { old: o } => {
            let (number, old) = of(old, o)?;
            let note = if published {
                "发布后作废，原因记为“修订稿中已删去”；已完成的保留"
            } else {
                "不再列入"
            };
            DiffRow { kind: "back", word: "已删去", number, old, new: String::new(), note: note.into() }
        }
    })
}

pub async fn merge(ctx: Ctx, Path(id): Path<DraftId>, Form(form): Form<VersionForm>) -> Answer<Redirected> {
    draft::merge(&ctx.app, &ctx.who, id, form.version).await?;
    Ok(ctx
        .done(format!("/drafts/{id}?show=open"), "已合并：没有变化的保留了责任人和确认，有改动的请再核对。"))
}

#[derive(Template)]
#[template(path = "draft/figures.html")]
pub struct FiguresPage {
    shell: Shell,
    id: DraftId,
    version: i64,
    paper: String,
    open: bool,
    figures: Vec<FigureLine>,
    honours: Vec<HonourLine>,
    confirmed: usize,
    total: usize,
}

struct FigureLine {
    id: u32,
    item: String,
    value: String,
    around: String,
    status: Status,
}

struct HonourLine {
    id: u32,
    text: String,
    standing: &'static str,
    holder: String,
    around: String,
    status: Status,
}

pub async fn figures(ctx: Ctx, Path(id): Path<DraftId>) -> Answer<Page<FiguresPage>> {
    let sheet = draft::view(&ctx.app, &ctx.who, id).await?;
    let tree = &sheet.draft.tree;
    let chars: Vec<char> = sheet.read.text.chars().collect();
    let around = |span: [usize; 2]| -> String {
        let (from, to) = (span[0].saturating_sub(18), (span[1] + 18).min(chars.len()));
        chars.get(from..to).map(|part| part.iter().filter(|c| **c != '\n').collect()).unwrap_or_default()
    };
    let figures: Vec<FigureLine> = tree
        .figures
        .iter()
        .map(|it| FigureLine {
            id: it.id,
            item: it.item.clone(),
            value: format!("{}{} {}", if it.approx { "约 " } else { "" }, it.value, it.uom),
            around: around(it.span),
            status: it.status,
        })
        .collect();
    let honours: Vec<HonourLine> = tree
        .honours
        .iter()
        .map(|it| HonourLine {
            id: it.id,
            text: it.text.clone(),
            standing: match it.standing.as_str() {
                "held" => "已获得",
                "target" => "创建目标",
                "to_award" => "拟授予",
                _ => "相关活动",
            },
            holder: it.holder.clone(),
            around: around(it.span),
            status: it.status,
        })
        .collect();
    let confirmed = tree.figures.iter().map(|it| it.status).chain(tree.honours.iter().map(|it| it.status));
    Ok(Page::ok(FiguresPage {
        shell: ctx.shell("数据与荣誉").await?,
        id,
        version: sheet.draft.version,
        paper: if tree.header.title.is_empty() {
            sheet.draft.name.clone()
        } else {
            tree.header.title.clone()
        },
        open: sheet.draft.state == DraftState::Open,
        confirmed: confirmed.filter(|status| *status == Status::Confirmed).count(),
        total: figures.len() + honours.len(),
        figures,
        honours,
    }))
}

#[derive(Debug, Deserialize)]
pub struct FindingForm {
    version: i64,
    to: String,
}

/// One figure or honour is right or is left out; `0` means all that are open.
pub async fn finding(
    ctx: Ctx,
    Path((id, finding)): Path<(DraftId, u32)>,
    Form(form): Form<FindingForm>,
) -> Answer<Redirected> {
    let status = match form.to.as_str() {
        "confirmed" => Status::Confirmed,
        "dropped" => Status::Dropped,
        _ => Status::Proposed,
    };
    let ids: Vec<u32> = if finding == 0 {
        let tree = draft::view(&ctx.app, &ctx.who, id).await?.draft.row.tree;
        let figures = tree.figures.iter().map(|it| (it.id, it.status));
        let honours = tree.honours.iter().map(|it| (it.id, it.status));
        figures.chain(honours).filter(|(_, status)| *status == Status::Proposed).map(|(id, _)| id).collect()
    } else {
        vec![finding]
    };
    let edits = ids.into_iter().map(|id| Edit::Finding { id, status }).collect();
    draft::edit(&ctx.app, &ctx.who, id, form.version, edits).await?;
    Ok(Redirected::to(format!("/drafts/{id}/figures#n-{finding}")))
}

pub async fn keep(ctx: Ctx, Path(id): Path<DraftId>, Form(form): Form<VersionForm>) -> Answer<Redirected> {
    let n = draft::keep_findings(&ctx.app, &ctx.who, id, form.version).await?;
    Ok(ctx.done("/drafts?state=published", format!("已收录 {n} 条，来源记为历史材料，可随时回到原文。")))
}
