//! 任职: an interval begins, is corrected, or ends by its last day.

use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::unit::{Choice, chosen, codes, day, day_or_none, units};
use app::person::{self, ServiceForm};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::code::Code;
use domain::id::{MembershipId, PersonId};
use domain::membership::{Membership, MembershipKind};
use serde::Deserialize;

/// The fields of a service as typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct ServiceFields {
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub heads: String,
    #[serde(default)]
    pub liaison: String,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub to: String,
}

impl ServiceFields {
    pub fn fresh(ctx: &Ctx, unit: String) -> Self {
        Self { unit, kind: "established".into(), from: ctx.app.today().to_string(), ..Self::default() }
    }

    fn of(held: &Membership) -> Self {
        let mark = |is: bool| if is { "on".to_owned() } else { String::new() };
        Self {
            unit: held.unit.to_string(),
            kind: held.kind.code().into(),
            title: held.title.clone(),
            heads: mark(held.heads),
            liaison: mark(held.liaison),
            from: held.from.to_string(),
            to: held.to.map(|to| to.to_string()).unwrap_or_default(),
        }
    }

    pub fn parse(&self) -> app::Result<ServiceForm> {
        Ok(ServiceForm {
            unit: chosen("unit", &self.unit, "请选择科室或单位。")?,
            kind: Code::from_code(&self.kind).ok_or_else(|| app::Error::field("kind", "请选择类型。"))?,
            title: self.title.clone(),
            heads: self.heads == "on",
            liaison: self.liaison == "on",
            from: day("from", &self.from)?,
            to: day_or_none("to", &self.to)?,
        })
    }
}

#[derive(Template)]
#[template(path = "person/service.html")]
struct ServicePage {
    shell: Shell,
    heading: String,
    person: PersonId,
    /// Address of the form.
    url: String,
    /// The unit stays when a service is corrected.
    fixed: bool,
    form: ServiceFields,
    units: Vec<Choice>,
    kinds: Vec<Choice>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

async fn page(
    ctx: &Ctx,
    person: PersonId,
    held: Option<MembershipId>,
    form: ServiceFields,
    errors: Errors,
) -> app::Result<ServicePage> {
    let name = person::show(&ctx.app, &ctx.who, person).await?.person.row.name;
    let heading = format!("{}：{name}", if held.is_some() { "修改任职" } else { "新增任职" });
    Ok(ServicePage {
        shell: ctx.shell(heading.clone()).await?,
        heading,
        person,
        url: held.map_or_else(|| format!("/people/{person}/service"), |id| format!("/service/{id}")),
        fixed: held.is_some(),
        units: units(ctx, &form.unit, "请选择").await?,
        kinds: codes::<MembershipKind>(&form.kind),
        form,
        lines: errors.lines(),
        errors,
    })
}

pub async fn new(ctx: Ctx, Path(id): Path<PersonId>) -> Answer<Response> {
    let form = ServiceFields::fresh(&ctx, String::new());
    Ok(Page::ok(page(&ctx, id, None, form, Errors::default()).await?).into_response())
}

pub async fn begin(ctx: Ctx, Path(id): Path<PersonId>, Form(form): Form<ServiceFields>) -> Answer<Response> {
    let made = match form.parse() {
        Ok(parsed) => person::serve(&ctx.app, &ctx.who, id, parsed).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(_) => Ok(ctx.done(format!("/people/{id}"), "任职已登记。").into_response()),
        Err(error) => {
            Ok(Page::refused(page(&ctx, id, None, form, Errors::of(error)?).await?).into_response())
        }
    }
}

/// The service and its person, of this bureau.
async fn held(ctx: &Ctx, id: MembershipId) -> app::Result<Membership> {
    person::membership(&ctx.app, &ctx.who, id).await
}

pub async fn edit(ctx: Ctx, Path(id): Path<MembershipId>) -> Answer<Response> {
    let held = held(&ctx, id).await?;
    let form = ServiceFields::of(&held);
    Ok(Page::ok(page(&ctx, held.person, Some(id), form, Errors::default()).await?).into_response())
}

pub async fn correct(
    ctx: Ctx,
    Path(id): Path<MembershipId>,
    Form(form): Form<ServiceFields>,
) -> Answer<Response> {
    let held = held(&ctx, id).await?;
    let form = ServiceFields { unit: held.unit.to_string(), ..form };
    let saved = match form.parse() {
        Ok(parsed) => person::correct(&ctx.app, &ctx.who, id, parsed).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(person) => Ok(ctx.done(format!("/people/{person}"), "任职已修改。").into_response()),
        Err(error) => {
            Ok(Page::refused(page(&ctx, held.person, Some(id), form, Errors::of(error)?).await?)
                .into_response())
        }
    }
}
