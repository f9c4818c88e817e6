//! 登记收文: what came, from whom, who handles it until when; with its file.

use crate::form::{Errors, Upload};
use crate::page::{Answer, Page};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::words::Pick;
use app::file::Incoming as Arrived;
use app::incoming;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::incoming::Sheet;

#[derive(Template)]
#[template(path = "incoming/new.html")]
pub struct NewPage {
    shell: Shell,
    sheet: Sheet,
    units: Vec<Pick>,
    people: Vec<Pick>,
    errors: Errors,
}

async fn page(ctx: &Ctx, sheet: Sheet, errors: Errors) -> app::Result<NewPage> {
    let offer = incoming::handlers(&ctx.app, &ctx.who).await?;
    let none = |label: &str| Pick::of(String::new(), label.into(), false);
    let units = offer.units.into_iter();
    let people = offer.people.into_iter();
    Ok(NewPage {
        shell: ctx.shell("登记收文").await?,
        units: std::iter::once(none("不指定"))
            .chain(units.map(|(id, name)| Pick::of(id.to_string(), name, sheet.unit == Some(id))))
            .collect(),
        people: std::iter::once(none("不指定"))
            .chain(people.map(|(id, name)| Pick::of(id.to_string(), name, sheet.person == Some(id))))
            .collect(),
        sheet,
        errors,
    })
}

pub async fn blank(ctx: Ctx) -> Answer<Page<NewPage>> {
    let sheet = Sheet { received: ctx.app.today().to_string(), ..Sheet::default() };
    Ok(Page::ok(page(&ctx, sheet, Errors::default()).await?))
}

pub async fn register(ctx: Ctx, mut upload: Upload) -> Answer<Response> {
    let sheet = Sheet {
        origin: upload.field("origin").to_owned(),
        number: upload.field("number").to_owned(),
        title: upload.field("title").to_owned(),
        received: upload.field("received").to_owned(),
        due: upload.field("due").to_owned(),
        note: upload.field("note").to_owned(),
        unit: upload.field("unit").parse().ok(),
        person: upload.field("person").parse().ok(),
    };
    let file = upload.take("file").map(|it| Arrived::arrived(it.name, it.file));
    let made = match upload.fit() {
        Ok(()) => incoming::register(&ctx.app, &ctx.who, &sheet, file).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(ctx.done(format!("/incoming/{id}"), "已登记，已告知承办的人。").into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            Ok(upload.refused(page(&ctx, sheet, errors).await?).into_response())
        }
    }
}
