//! Acts on tasks and their assignments: forms in, one sentence back.

use super::query::Asked;
use crate::form::{Errors, Form, Pairs};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::words::Pick;
use app::assignment::{self, Owner, Picked};
use app::task::{self, Added};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::assignment::Part;
use domain::code::Code;
use domain::day::Day;
use domain::id::{AssignmentId, MeasureId, TaskId, UnitId, ViewId};
use domain::task::Wording;
use serde::Deserialize;

fn of<'a>(pairs: &'a Pairs, name: &str) -> &'a str {
    pairs.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str()).unwrap_or_default()
}

/// A typed day, blank for none.
fn day(typed: &str) -> app::Result<Option<Day>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Day::parse_loose(typed).map(Some).map_err(|wrong| app::Error::field("due", wrong.to_string()))
}

/// Unit and person of a form; the person by name.
pub async fn owner(ctx: &Ctx, unit: &str, person: &str) -> app::Result<Owner> {
    let person = assignment::choices(&ctx.app, &ctx.who).await?.person(person)?;
    Ok(Owner { unit: unit.parse::<UnitId>().ok(), person })
}

/// A refusal of a small form goes back to its page as one sentence.
fn told(outcome: app::Result<String>, back: &str) -> Answer<Redirected> {
    match outcome {
        Ok(sentence) => Ok(Redirected::with_notice(back, "ok", sentence)),
        Err(error) => {
            let errors = Errors::of(error)?;
            let sentences: Vec<String> = errors.lines().into_iter().map(|line| line.text).collect();
            Ok(Redirected::with_notice(back, "warn", sentences.join("")))
        }
    }
}

/// 批量: what is ticked, or all that the list shows.
pub async fn bulk(ctx: Ctx, Form(pairs): Form<Pairs>) -> Answer<Redirected> {
    let query = of(&pairs, "query");
    let back = if query.is_empty() { "/tasks".to_owned() } else { format!("/tasks?{query}") };
    told(bulk_act(&ctx, &pairs, query).await, &back)
}

async fn bulk_act(ctx: &Ctx, pairs: &Pairs, query: &str) -> app::Result<String> {
    let picked = if of(pairs, "all") == "on" {
        let mut asked = Asked::parse(query);
        asked.resolve(ctx).await?;
        Picked::Filter(Box::new(asked.filter))
    } else {
        Picked::Ids(
            pairs.iter().filter(|(name, _)| name == "id").filter_map(|(_, id)| id.parse().ok()).collect(),
        )
    };
    let (app, who) = (&ctx.app, &ctx.who);
    match of(pairs, "act") {
        "assign" => {
            let owner = owner(ctx, of(pairs, "unit"), of(pairs, "person")).await?;
            Ok(assignment::assign(app, who, &picked, owner).await?.sentence("已指定责任"))
        }
        "due" => {
            let due = day(of(pairs, "due"))?;
            if due.is_none() {
                return Err(app::Error::rule("请先填写新的时限。"));
            }
            Ok(assignment::set_due(app, who, &picked, due).await?.sentence("已改时限"))
        }
        "urge" => Ok(assignment::urge(app, who, &picked).await?.sentence("已催办")),
        _ => Err(app::Error::rule("请选择要办理的操作。")),
    }
}

#[derive(Debug, Deserialize)]
pub struct ViewForm {
    name: String,
    query: String,
}

pub async fn save_view(ctx: Ctx, Form(form): Form<ViewForm>) -> Answer<Redirected> {
    let outcome = task::save_view(&ctx.app, &ctx.who, &form.name, &form.query).await;
    told(outcome.map(|()| format!("已存为视图“{}”。", form.name.trim())), &format!("/tasks?{}", form.query))
}

pub async fn drop_view(ctx: Ctx, Path(id): Path<ViewId>, Form(()): Form<()>) -> Answer<Redirected> {
    task::drop_view(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done("/tasks", "视图已删除。"))
}

pub async fn start(ctx: Ctx, Path(id): Path<AssignmentId>, Form(()): Form<()>) -> Answer<Redirected> {
    let back = format!("/assignments/{id}");
    told(assignment::start(&ctx.app, &ctx.who, id).await.map(|()| "已经开始办理。".into()), &back)
}

pub async fn urge(ctx: Ctx, Path(id): Path<TaskId>, Form(()): Form<()>) -> Answer<Redirected> {
    let page = task::page(&ctx.app, &ctx.who, id).await?;
    let waiting = page.rows.iter().filter(|row| row.waiting()).map(|row| row.id).collect();
    let outcome = assignment::urge(&ctx.app, &ctx.who, &Picked::Ids(waiting)).await;
    told(outcome.map(|summary| summary.sentence("已催办")), &format!("/tasks/{id}"))
}

#[derive(Debug, Deserialize)]
pub struct HandOutForm {
    part: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    person: String,
}

pub async fn hand_out(ctx: Ctx, Path(id): Path<TaskId>, Form(form): Form<HandOutForm>) -> Answer<Redirected> {
    let outcome = async {
        let part = Part::from_code(&form.part).ok_or_else(|| app::Error::field("part", "请选择角色。"))?;
        let owner = owner(&ctx, &form.unit, &form.person).await?;
        assignment::hand_out(&ctx.app, &ctx.who, id, part, owner).await?;
        Ok(format!("已加上{part}。"))
    };
    told(outcome.await, &format!("/tasks/{id}"))
}

/// 加任务 and 改任务 share the fields of the wording.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct WordsForm {
    #[serde(default)]
    version: i64,
    #[serde(default)]
    title: String,
    #[serde(default)]
    material: String,
    #[serde(default)]
    quantity: String,
    #[serde(default)]
    uom: String,
    #[serde(default)]
    measure: String,
    #[serde(default)]
    due: String,
    #[serde(default)]
    reason: String,
}

#[derive(Template)]
#[template(path = "task/new.html")]
pub struct NewPage {
    shell: Shell,
    form: WordsForm,
    errors: Errors,
    measures: Vec<Pick>,
}

async fn new_page(ctx: &Ctx, form: WordsForm, errors: Errors) -> app::Result<NewPage> {
    let frame = task::frame(&ctx.app, &ctx.who).await?;
    if frame.plans.is_empty() {
        return Err(app::Error::rule("还没有发布方案。请先导入并发布方案，再加任务。"));
    }
    let mut measures = vec![Pick::of(String::new(), "不属于哪一条措施".into(), form.measure.is_empty())];
    measures.extend(frame.measures.into_iter().map(|it| {
        let selected = it.id.to_string() == form.measure;
        Pick::of(it.id.to_string(), format!("{}{}", it.number, it.title), selected)
    }));
    Ok(NewPage { shell: ctx.shell("加任务").await?, form, errors, measures })
}

pub async fn new_form(ctx: Ctx) -> Answer<Page<NewPage>> {
    Ok(Page::ok(new_page(&ctx, WordsForm::default(), Errors::default()).await?))
}

pub async fn add(ctx: Ctx, Form(form): Form<WordsForm>) -> Answer<Response> {
    match try_add(&ctx, &form).await {
        Ok(id) => Ok(ctx.done(format!("/tasks/{id}"), "任务已加上，请接着指定责任人。").into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            Ok(Page::refused(new_page(&ctx, form, errors).await?).into_response())
        }
    }
}

async fn try_add(ctx: &Ctx, form: &WordsForm) -> app::Result<TaskId> {
    let words = Wording::parse(&form.title, &form.material, &form.quantity, &form.uom)?;
    let due = day(&form.due)?;
    let frame = task::frame(&ctx.app, &ctx.who).await?;
    let plan = frame.plans.first().ok_or_else(|| app::Error::rule("还没有发布方案。"))?.id;
    let measure = form.measure.parse::<MeasureId>().ok();
    task::add(&ctx.app, &ctx.who, plan, &Added { measure, words, due }).await
}

#[derive(Template)]
#[template(path = "task/edit.html")]
pub struct EditPage {
    shell: Shell,
    id: TaskId,
    name: String,
    form: WordsForm,
    errors: Errors,
    /// Open assignments that would be voided, and records that stay.
    open: usize,
    records: usize,
}

async fn edit_page(ctx: &Ctx, id: TaskId, typed: Option<WordsForm>, errors: Errors) -> app::Result<EditPage> {
    let page = task::page(&ctx.app, &ctx.who, id).await?;
    let task = &page.task;
    let stands = WordsForm {
        version: task.version,
        title: task.title.clone(),
        material: task.material.clone(),
        quantity: task.quantity.clone(),
        uom: task.uom.clone(),
        due: task.due.map(|day| day.to_string()).unwrap_or_default(),
        ..WordsForm::default()
    };
    Ok(EditPage {
        shell: ctx.shell("改任务").await?,
        id,
        name: task.title.clone(),
        form: typed.unwrap_or(stands),
        errors,
        open: page.rows.iter().filter(|row| !row.state.closed()).count(),
        records: page.records.len(),
    })
}

pub async fn edit_form(ctx: Ctx, Path(id): Path<TaskId>) -> Answer<Page<EditPage>> {
    Ok(Page::ok(edit_page(&ctx, id, None, Errors::default()).await?))
}

async fn edited(
    ctx: &Ctx,
    id: TaskId,
    form: WordsForm,
    outcome: app::Result<()>,
    sentence: &str,
) -> Answer<Response> {
    match outcome {
        Ok(()) => Ok(ctx.done(format!("/tasks/{id}"), sentence).into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            Ok(Page::refused(edit_page(ctx, id, Some(form), errors).await?).into_response())
        }
    }
}

pub async fn reword(ctx: Ctx, Path(id): Path<TaskId>, Form(form): Form<WordsForm>) -> Answer<Response> {
    let outcome = async {
        let words = Wording::parse(&form.title, &form.material, &form.quantity, &form.uom)?;
        task::reword(&ctx.app, &ctx.who, id, form.version, &words).await
    };
    let outcome = outcome.await;
    edited(&ctx, id, form, outcome, "任务已修改。").await
}

pub async fn set_due(ctx: Ctx, Path(id): Path<TaskId>, Form(form): Form<WordsForm>) -> Answer<Response> {
    let outcome = async {
        let due = day(&form.due)?;
        task::set_due(&ctx.app, &ctx.who, id, form.version, due).await
    };
    let outcome = outcome.await;
    edited(&ctx, id, form, outcome, "时限已修改，没办完的落实一起改了。").await
}

pub async fn void(ctx: Ctx, Path(id): Path<TaskId>, Form(form): Form<WordsForm>) -> Answer<Response> {
    let outcome = task::void(&ctx.app, &ctx.who, id, form.version, &form.reason).await;
    edited(&ctx, id, form, outcome, "任务已作废，原因记入审计。").await
}
