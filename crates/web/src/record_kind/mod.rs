//! 系统 → 纪实类型: the shipped kinds and the bureau's own editions; drafted, published, retired.

use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::unit::{Choice, codes};
use app::record_kind::{self, Line};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::change::Versioned;
use domain::id::RecordKindId;
use domain::record_kind::{Attendance, Edition, EditionState, Group, KindForm, Register};
use serde::Deserialize;

pub fn routes() -> Vec<Route> {
    let edit = Access::May(Action::EditKind);
    vec![
        get("/kinds", edit, list),
        post("/kinds", edit, begin),
        get("/kinds/{id}", edit, show),
        post("/kinds/{id}", edit, save),
        post("/kinds/{id}/retire", edit, retire),
    ]
}

#[derive(Template)]
#[template(path = "record_kind/list.html")]
struct ListPage {
    shell: Shell,
    lines: Vec<Line>,
}

async fn list(ctx: Ctx) -> Answer<Page<ListPage>> {
    let lines = record_kind::list(&ctx.app, &ctx.who).await?;
    Ok(Page::ok(ListPage { shell: ctx.shell("纪实类型").await?, lines }))
}

#[derive(Debug, Deserialize)]
struct BeginForm {
    #[serde(default)]
    key: String,
}

async fn begin(ctx: Ctx, Form(form): Form<BeginForm>) -> Answer<Redirected> {
    let id = record_kind::begin(&ctx.app, &ctx.who, &form.key).await?;
    Ok(Redirected::to(format!("/kinds/{id}")))
}

#[derive(Template)]
#[template(path = "record_kind/edit.html")]
struct EditPage {
    shell: Shell,
    edition: Versioned<Edition>,
    form: KindForm,
    groups: Vec<Choice>,
    attendances: Vec<Choice>,
    registers: Vec<Choice>,
    draft: bool,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

async fn drawn(
    ctx: &Ctx,
    id: RecordKindId,
    typed: Option<KindForm>,
    errors: Errors,
) -> app::Result<EditPage> {
    let edition = record_kind::show(&ctx.app, &ctx.who, id).await?;
    let form = typed.unwrap_or_else(|| KindForm::of(&edition.kind));
    let mut registers = codes::<Register>(&form.register);
    let none =
        Choice { value: String::new(), label: "不进台账".into(), selected: form.register.is_empty() };
    registers.insert(0, none);
    Ok(EditPage {
        shell: ctx.shell("纪实类型").await?,
        groups: codes::<Group>(&form.group),
        attendances: codes::<Attendance>(&form.attendance),
        registers,
        draft: edition.state == EditionState::Draft,
        edition,
        form,
        lines: errors.lines(),
        errors,
    })
}

async fn show(ctx: Ctx, Path(id): Path<RecordKindId>) -> Answer<Page<EditPage>> {
    Ok(Page::ok(drawn(&ctx, id, None, Errors::default()).await?))
}

/// The form of a kind; lists are lines, as [`KindForm`] reads them.
#[derive(Debug, Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Typed {
    version: i64,
    act: String,
    name: String,
    group: String,
    hint: String,
    words: String,
    serves: String,
    fields: String,
    quantities: String,
    attendance: String,
    steps: String,
    least_photos: String,
    most_photos: String,
    least_chars: String,
    most_chars: String,
    must_show: String,
    numbered: String,
    instead: String,
    register: String,
}

impl From<Typed> for KindForm {
    fn from(it: Typed) -> Self {
        Self {
            name: it.name,
            group: it.group,
            hint: it.hint,
            words: it.words,
            serves: it.serves,
            fields: it.fields,
            quantities: it.quantities,
            attendance: it.attendance,
            steps: it.steps,
            least_photos: it.least_photos,
            most_photos: it.most_photos,
            least_chars: it.least_chars,
            most_chars: it.most_chars,
            must_show: it.must_show,
            numbered: it.numbered == "on",
            instead: it.instead == "on",
            register: it.register,
        }
    }
}

async fn save(ctx: Ctx, Path(id): Path<RecordKindId>, Form(typed): Form<Typed>) -> Answer<Response> {
    let (version, publishing) = (typed.version, typed.act == "publish");
    let form = KindForm::from(typed);
    let outcome = if publishing {
        record_kind::publish(&ctx.app, &ctx.who, id, version, &form).await
    } else {
        record_kind::save(&ctx.app, &ctx.who, id, version, &form).await
    };
    match outcome {
        Ok(()) if publishing => {
            let sentence = format!("“{}”已发布，记一笔时就能选。以前报的纪实不变。", form.name.trim());
            Ok(ctx.done("/kinds", sentence).into_response())
        }
        Ok(()) => Ok(ctx.done(format!("/kinds/{id}"), "已存为草稿，发布以后才起作用。").into_response()),
        Err(error) => {
            let errors = Errors::of(error)?;
            Ok(Page::refused(drawn(&ctx, id, Some(form), errors).await?).into_response())
        }
    }
}

#[derive(Debug, Deserialize)]
struct RetireForm {
    version: i64,
}

async fn retire(ctx: Ctx, Path(id): Path<RecordKindId>, Form(form): Form<RetireForm>) -> Answer<Redirected> {
    record_kind::retire(&ctx.app, &ctx.who, id, form.version).await?;
    Ok(ctx.done("/kinds", "这一版已停用。以前报的纪实不变。"))
}
