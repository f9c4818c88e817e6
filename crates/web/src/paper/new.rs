//! 拟制: which kind of paper, from which plan or period.

use crate::form::{Errors, Form};
use crate::page::{Answer, Page};
use crate::request::{Ctx, Query};
use crate::shell::Shell;
use crate::words::Pick;
use app::paper::template::{self, Asked};
use axum::response::{IntoResponse, Response};
use domain::code::Code;
use domain::day::Day;
use domain::paper::Template;
use domain::refused::Check;
use serde::Deserialize;

#[derive(askama::Template)]
#[template(path = "paper/new.html")]
pub struct NewPage {
    shell: Shell,
    templates: Vec<Offer>,
    plans: Vec<Pick>,
    from: String,
    to: String,
    errors: Errors,
}

struct Offer {
    code: &'static str,
    label: &'static str,
    says: &'static str,
    picked: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewForm {
    template: String,
    plan: String,
    from: String,
    to: String,
}

fn says(template: Template) -> &'static str {
    match template {
        Template::Notice => "空白框架，自己填写",
        Template::Plan => "关于印发方案的通知，方案原文和任务分解表作附件，在一个文件里",
        Template::Table => "只印发任务分解表，取自已发布的方案",
        Template::Circular => "按机构序列列出各单位进展，不排名次",
        Template::Rectify => "列出逾期没有完成的任务和责任单位",
        Template::Bulletin => "一段时间里审核通过的纪实，数据注明来源",
        Template::Summary => "同上，按报告的格式",
        Template::Minutes => "纪要格式，出席、议定事项",
        Template::Letter => "信函格式，发给平级或不相隶属机关",
    }
}

pub(super) async fn page(ctx: &Ctx, form: NewForm, errors: Errors) -> app::Result<NewPage> {
    let picked = Template::from_code(&form.template).unwrap_or(Template::Notice);
    let plans = template::plans(&ctx.app, &ctx.who).await?;
    let today = ctx.app.today();
    Ok(NewPage {
        shell: ctx.shell("拟制公文").await?,
        templates: Template::ALL
            .iter()
            .map(|it| Offer { code: it.code(), label: it.label(), says: says(*it), picked: *it == picked })
            .collect(),
        plans: plans
            .iter()
            .map(|it| Pick::of(it.id.to_string(), it.title.clone(), form.plan == it.id.to_string()))
            .collect(),
        from: if form.from.is_empty() { today.month_start().to_string() } else { form.from },
        to: if form.to.is_empty() { today.to_string() } else { form.to },
        errors,
    })
}

pub async fn blank(ctx: Ctx, Query(form): Query<NewForm>) -> Answer<Page<NewPage>> {
    Ok(Page::ok(page(&ctx, form, Errors::default()).await?))
}

fn parsed(form: &NewForm, today: Day) -> app::Result<Asked> {
    let mut check = Check::new();
    let template = Template::from_code(&form.template);
    check.require(template.is_some(), "template", "请选择要拟制的公文种类。");
    let template = template.unwrap_or(Template::Notice);
    let mut day = |field: &str, typed: &str| match typed.trim() {
        _ if !template.wants_period() => Some(today),
        typed => check.take(field, Day::parse_loose(typed).map_err(|wrong| wrong.to_string())),
    };
    let (from, to) = (day("from", &form.from), day("to", &form.to));
    check.done()?;
    Ok(Asked { template, plan: form.plan.parse().ok(), from: from.unwrap_or(today), to: to.unwrap_or(today) })
}

pub async fn create(ctx: Ctx, Form(form): Form<NewForm>) -> Answer<Response> {
    let made = match parsed(&form, ctx.app.today()) {
        Ok(asked) => template::create(&ctx.app, &ctx.who, &asked).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(ctx
            .done(format!("/papers/{id}/edit"), "已生成初稿。标为 ×× 的地方请补上，补齐以前不能签发。")
            .into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            Ok(Page::refused(page(&ctx, form, errors).await?).into_response())
        }
    }
}
