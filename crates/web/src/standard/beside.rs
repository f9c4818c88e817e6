//! The editor of what stands beside the tree: 加分, 扣分 and 否决, one rule at a time.

use crate::form::{ErrorLine, Errors, Form, Pairs};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use crate::unit::{Choice, codes};
use app::standard::{self, Sight};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::code::Code;
use domain::id::StandardId;
use domain::standard::edit::Edit;
use domain::standard::{AsideKind, AsideWords, Effect, LookBack};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "standard/beside.html")]
struct BesidePage {
    shell: Shell,
    heading: String,
    id: StandardId,
    title: String,
    version: i64,
    kind: AsideKind,
    /// The number of the rule that is changed; empty for a new one.
    was: String,
    form: AsideWords,
    effects: Vec<Choice>,
    look_backs: Vec<Choice>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

impl BesidePage {
    fn is(&self, code: &str) -> bool {
        self.kind.code() == code
    }
    fn code(&self) -> &'static str {
        self.kind.code()
    }
}

async fn page(
    ctx: &Ctx,
    sight: &Sight,
    kind: AsideKind,
    was: &str,
    (version, form): (i64, AsideWords),
    errors: Errors,
) -> app::Result<BesidePage> {
    let heading = if was.is_empty() { format!("加一条{kind}") } else { format!("修改{kind}") };
    Ok(BesidePage {
        shell: ctx.shell(heading.clone()).await?,
        heading,
        id: sight.row.id,
        title: sight.row.standard.name.clone(),
        version,
        kind,
        was: was.to_owned(),
        effects: codes::<Effect>(&form.effect),
        look_backs: codes::<LookBack>(&form.look_back),
        form,
        lines: errors.lines(),
        errors,
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    kind: String,
    code: String,
}

fn kind_of(code: &str) -> app::Result<AsideKind> {
    AsideKind::from_code(code).ok_or_else(|| domain::Refused::NotFound.into())
}

pub async fn show(ctx: Ctx, Path(id): Path<StandardId>, Query(asked): Query<Asked>) -> Answer<Response> {
    let kind = if asked.kind.is_empty() { AsideKind::Bonus } else { kind_of(&asked.kind)? };
    let sight = standard::show(&ctx.app, &ctx.who, id).await?;
    let form = if asked.code.is_empty() {
        AsideWords { effect: Effect::Veto.code().into(), ..AsideWords::default() }
    } else {
        let all = sight.row.standard.asides();
        let found = all.iter().find(|it| it.kind() == kind && it.code() == asked.code);
        AsideWords::of(found.ok_or(app::Error::from(domain::Refused::NotFound))?)
    };
    let typed = (sight.row.version, form);
    Ok(Page::ok(page(&ctx, &sight, kind, &asked.code, typed, Errors::default()).await?).into_response())
}

fn field<'a>(typed: &'a Pairs, name: &str) -> &'a str {
    typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
}

fn words(typed: &Pairs) -> AsideWords {
    let get = |name| field(typed, name).to_owned();
    AsideWords {
        code: get("code"),
        title: get("title"),
        points: get("points"),
        highest: !field(typed, "highest").is_empty(),
        same_year: !field(typed, "same_year").is_empty(),
        report_months: get("report_months"),
        concealed: get("concealed"),
        effect: get("effect"),
        look_back: get("look_back"),
        months: get("months"),
        since: get("since"),
        heads: get("heads"),
    }
}

pub async fn save(ctx: Ctx, Path(id): Path<StandardId>, Form(typed): Form<Pairs>) -> Answer<Response> {
    let kind = kind_of(field(&typed, "kind"))?;
    let (was, version) = (field(&typed, "was"), field(&typed, "version").parse().unwrap_or(0));
    let form = words(&typed);
    let saved = match form.parse(kind) {
        Ok(aside) => {
            let was = (!was.is_empty()).then(|| was.to_owned());
            let change = Edit::PutAside(was, Box::new(aside));
            standard::edit(&ctx.app, &ctx.who, id, version, change).await
        }
        Err(refused) => Err(refused.into()),
    };
    match saved {
        Ok(()) => Ok(ctx.done(format!("/standards/{id}#s7"), "已保存这一条。").into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            let sight = standard::show(&ctx.app, &ctx.who, id).await?;
            Ok(Page::refused(page(&ctx, &sight, kind, was, (version, form), errors).await?).into_response())
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct RemoveForm {
    version: i64,
    kind: String,
    code: String,
}

pub async fn remove(
    ctx: Ctx,
    Path(id): Path<StandardId>,
    Form(form): Form<RemoveForm>,
) -> Answer<Redirected> {
    let change = Edit::DropAside(kind_of(&form.kind)?, form.code);
    standard::edit(&ctx.app, &ctx.who, id, form.version, change).await?;
    Ok(ctx.done(format!("/standards/{id}#s7"), "已删去这一条。"))
}
