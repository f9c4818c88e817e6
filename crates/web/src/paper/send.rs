//! 分发: to whom an issued paper goes; 签收 and 催办.

use crate::form::{Errors, Form, Pairs};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::words::Pick;
use app::paper::{self, delivery::Receivers};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::id::{DeliveryId, PaperId};
use domain::refused::Refused;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "paper/send.html")]
pub struct SendPage {
    shell: Shell,
    id: PaperId,
    title: String,
    units: Vec<Pick>,
    people: Vec<Pick>,
    errors: Errors,
}

async fn page(ctx: &Ctx, id: PaperId, chosen: &Receivers, errors: Errors) -> app::Result<SendPage> {
    let offer = paper::delivery::offer(&ctx.app, &ctx.who, id).await?;
    let units = offer.units.into_iter();
    let people = offer.people.into_iter();
    Ok(SendPage {
        shell: ctx.shell("分发公文").await?,
        id,
        title: offer.title,
        units: units
            .map(|(unit, name)| Pick::of(unit.to_string(), name, chosen.units.contains(&unit)))
            .collect(),
        people: people
            .map(|(person, name)| Pick::of(person.to_string(), name, chosen.people.contains(&person)))
            .collect(),
        errors,
    })
}

pub async fn form(ctx: Ctx, Path(id): Path<PaperId>) -> Answer<Page<SendPage>> {
    Ok(Page::ok(page(&ctx, id, &Receivers::default(), Errors::default()).await?))
}

pub async fn send(ctx: Ctx, Path(id): Path<PaperId>, Form(pairs): Form<Pairs>) -> Answer<Response> {
    let all =
        |name: &'static str| pairs.iter().filter(move |(it, _)| it == name).map(|(_, value)| value.as_str());
    let to = Receivers {
        units: all("unit").filter_map(|id| id.parse().ok()).collect(),
        people: all("person").filter_map(|id| id.parse().ok()).collect(),
    };
    match paper::delivery::send(&ctx.app, &ctx.who, id, &to).await {
        Ok(n) => Ok(ctx.done(format!("/papers/{id}"), format!("已分发给 {n} 个对象。")).into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            Ok(Page::refused(page(&ctx, id, &to, errors).await?).into_response())
        }
    }
}

pub async fn urge(ctx: Ctx, Path(id): Path<PaperId>, Form(()): Form<()>) -> Answer<Redirected> {
    let here = format!("/papers/{id}");
    match paper::delivery::urge(&ctx.app, &ctx.who, id).await {
        Ok(n) => Ok(ctx.done(here, format!("已催办 {n} 个。"))),
        Err(app::Error::Refused(Refused::Rule(sentence))) => {
            Ok(Redirected::with_notice(here, "warn", sentence))
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Deserialize)]
pub struct ReceiptForm {
    delivery: DeliveryId,
}

pub async fn receipt(ctx: Ctx, Path(id): Path<PaperId>, Form(form): Form<ReceiptForm>) -> Answer<Redirected> {
    paper::delivery::receipt(&ctx.app, &ctx.who, id, form.delivery).await?;
    Ok(ctx.done(format!("/papers/{id}"), "已签收。"))
}
