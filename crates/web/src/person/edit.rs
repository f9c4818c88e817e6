//! A person joins the roster; name, number and phone are corrected.

use super::service::ServiceFields;
use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use crate::unit::{Choice, codes, units};
use app::person::{self, NewPersonForm};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::id::PersonId;
use domain::membership::MembershipKind;
use domain::person::Fields;
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
pub struct NewForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    staff_no: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    another: String,
    #[serde(flatten)]
    service: ServiceFields,
}

#[derive(Template)]
#[template(path = "person/new.html")]
struct NewPage {
    shell: Shell,
    form: NewForm,
    units: Vec<Choice>,
    kinds: Vec<Choice>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

async fn new_page(ctx: &Ctx, form: NewForm, errors: Errors) -> app::Result<NewPage> {
    Ok(NewPage {
        shell: ctx.shell("新增人员").await?,
        units: units(ctx, &form.service.unit, "请选择").await?,
        kinds: codes::<MembershipKind>(&form.service.kind),
        form,
        lines: errors.lines(),
        errors,
    })
}

#[derive(Debug, Deserialize)]
pub struct Into {
    #[serde(default)]
    unit: String,
}

pub async fn new(ctx: Ctx, Query(into): Query<Into>) -> Answer<Response> {
    let service = ServiceFields::fresh(&ctx, into.unit);
    let form = NewForm { service, ..NewForm::default() };
    Ok(Page::ok(new_page(&ctx, form, Errors::default()).await?).into_response())
}

pub async fn create(ctx: Ctx, Form(form): Form<NewForm>) -> Answer<Response> {
    match join(&ctx, &form).await {
        Ok(id) => Ok(ctx.done(format!("/people/{id}"), "人员已加入名册。").into_response()),
        Err(error) => Ok(Page::refused(new_page(&ctx, form, Errors::of(error)?).await?).into_response()),
    }
}

async fn join(ctx: &Ctx, form: &NewForm) -> app::Result<PersonId> {
    let fields = Fields::parse(&form.name, &form.staff_no, &form.phone)?;
    let new = NewPersonForm { fields, another: form.another == "on", service: form.service.parse()? };
    person::create(&ctx.app, &ctx.who, &new).await
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct EditForm {
    name: String,
    staff_no: String,
    phone: String,
}

#[derive(Template)]
#[template(path = "person/edit.html")]
struct EditPage {
    shell: Shell,
    id: PersonId,
    form: EditForm,
    hint: String,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

async fn edit_page(ctx: &Ctx, id: PersonId, form: Option<EditForm>, errors: Errors) -> app::Result<EditPage> {
    let sight = person::show(&ctx.app, &ctx.who, id).await?;
    let form = form.unwrap_or_else(|| EditForm {
        name: sight.person.name.clone(),
        staff_no: sight.person.staff_no.clone().unwrap_or_default(),
        phone: String::new(),
    });
    let hint = sight
        .phone
        .map_or_else(|| "还没有登记。".to_owned(), |phone| format!("已登记 {phone}；不改就留空。"));
    Ok(EditPage {
        shell: ctx.shell("修改人员信息").await?, id, form, hint, lines: errors.lines(), errors
    })
}

pub async fn edit(ctx: Ctx, Path(id): Path<PersonId>) -> Answer<Response> {
    Ok(Page::ok(edit_page(&ctx, id, None, Errors::default()).await?).into_response())
}

pub async fn save(ctx: Ctx, Path(id): Path<PersonId>, Form(form): Form<EditForm>) -> Answer<Response> {
    let saved = match Fields::parse(&form.name, &form.staff_no, &form.phone) {
        Ok(fields) => person::edit(&ctx.app, &ctx.who, id, &fields).await,
        Err(refused) => Err(refused.into()),
    };
    match saved {
        Ok(()) => Ok(ctx.done(format!("/people/{id}"), "人员信息已保存。").into_response()),
        Err(error) => {
            Ok(Page::refused(edit_page(&ctx, id, Some(form), Errors::of(error)?).await?).into_response())
        }
    }
}
