//! 初始化: the page behind the one-time link of the first start.

use crate::account::slip::Printed;
use crate::form::{ErrorLine, Errors, Form};
use crate::login::visited;
use crate::page::{Answer, Page};
use crate::refusal::Refusal;
use crate::request::{Path, Visitor};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use app::setup;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::Refused;
use domain::bureau::{Administration, SetUp};
use domain::code::Code;
use serde::Deserialize;

pub fn routes() -> Vec<Route> {
    vec![get("/setup/{token}", Access::Anyone, show), post("/setup/{token}", Access::Anyone, found)]
}

/// One choice of a select or radio group.
#[derive(Debug, Clone)]
pub struct Choice {
    pub value: &'static str,
    pub label: String,
    pub selected: bool,
}

#[derive(Template)]
#[template(path = "setup/setup.html")]
struct SetUpPage {
    shell: Shell,
    token: String,
    form: SetUpForm,
    administration: Vec<Choice>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

#[derive(Debug, Clone, Default, Deserialize)]
struct SetUpForm {
    bureau_name: String,
    #[serde(default)]
    administration: String,
    office_name: String,
    person_name: String,
    login: String,
}

fn page(visitor: &Visitor, token: String, form: SetUpForm, errors: Errors) -> SetUpPage {
    let explained = |administration: Administration| match administration {
        Administration::Simple => "简易：一名管理员。适合人少的单位，系统页会注明与三员分立的差别。",
        Administration::Threefold => "三员：系统、安全、审计三名管理员互相制约。选定后不能改回简易。",
    };
    let administration = Administration::ALL
        .iter()
        .map(|it| Choice {
            value: it.code(),
            label: explained(*it).to_owned(),
            selected: form.administration == it.code(),
        })
        .collect();
    let lines = errors.lines();
    SetUpPage { shell: Shell::plain(visitor, "初始化"), token, form, administration, errors, lines }
}

async fn show(mut visitor: Visitor, Path(token): Path<String>) -> Answer {
    if !setup::open(&visitor.app, &token).await? {
        return Err(dead());
    }
    let headers = visited(&mut visitor);
    let form = SetUpForm { administration: "simple".into(), ..SetUpForm::default() };
    Ok((headers, Page::ok(page(&visitor, token, form, Errors::default()))).into_response())
}

fn dead() -> Refusal {
    Refused::rule(
        "这个初始化链接已经用过或者失效了。如果还没有完成初始化，请重新启动程序，使用新打印的链接。",
    )
    .into()
}

#[derive(Template)]
#[template(path = "setup/founded.html")]
struct FoundedPage {
    shell: Shell,
    bureau: String,
    slips: Vec<Printed>,
    sheet: String,
}

async fn found(visitor: Visitor, Path(token): Path<String>, Form(form): Form<SetUpForm>) -> Answer<Response> {
    if !setup::open(&visitor.app, &token).await? {
        return Err(dead());
    }
    let asked = SetUp::parse(
        &form.bureau_name,
        &form.administration,
        &form.office_name,
        &form.person_name,
        &form.login,
    );
    let done = match asked {
        Ok(asked) => setup::found(&visitor.app, &token, &asked, &visitor.address).await,
        Err(refused) => Err(refused.into()),
    };
    match done {
        Ok(founded) => {
            let shell = Shell::plain(&visitor, "初始化完成");
            let page = FoundedPage {
                shell,
                bureau: founded.bureau.name,
                slips: Printed::all(founded.slips, &visitor.base.url),
                sheet: founded.sheet,
            };
            Ok(Page::ok(page).into_response())
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            Ok(Page::refused(page(&visitor, token, form, errors)).into_response())
        }
    }
}
