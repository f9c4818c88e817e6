//! 机构: the tree, the page of a unit, and its dated operations.

mod change;

use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page};
use crate::person::duties::{DutyLine, of_unit};
use crate::request::{Ctx, Path, Query};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::words;
use app::unit::{self, Kin, NewUnitForm, Node};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::Day;
use domain::authority::Action;
use domain::code::Code;
use domain::id::UnitId;
use domain::unit::{Unit, UnitKind};
use serde::Deserialize;

pub fn routes() -> Vec<Route> {
    let edit = Access::May(Action::EditUnits);
    vec![
        get("/units", Access::May(Action::ViewUnits), tree),
        get("/units/new", edit, new),
        post("/units/new", edit, create),
        get("/units/{id}", Access::May(Action::ViewUnits), show),
        get("/units/{id}/{act}", edit, change::ask),
        post("/units/{id}/{act}", edit, change::act),
    ]
}

/// An option of a select whose value is made at run time.
#[derive(Debug, Clone)]
pub(crate) struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// Members of a closed list.
pub(crate) fn codes<C: Code + std::fmt::Display>(selected: &str) -> Vec<Choice> {
    C::ALL
        .iter()
        .map(|it| Choice {
            value: it.code().into(),
            label: it.label().into(),
            selected: it.code() == selected,
        })
        .collect()
}

/// All units that stand today, indented, the chosen one marked.
pub(crate) async fn units(ctx: &Ctx, selected: &str, none: &str) -> app::Result<Vec<Choice>> {
    let mut choices =
        vec![Choice { value: String::new(), label: none.into(), selected: selected.is_empty() }];
    for (depth, unit) in unit::outline(&ctx.app, &ctx.who, ctx.app.today()).await? {
        let value = unit.id.to_string();
        let label = format!("{}{}", "　".repeat(depth), unit.name);
        choices.push(Choice { selected: value == selected, value, label });
    }
    Ok(choices)
}

/// A day as a form gives it: what was typed, or a wrong field.
pub(crate) fn day(field: &str, text: &str) -> app::Result<Day> {
    Day::parse_loose(text).map_err(|error| app::Error::field(field, error.to_string()))
}

/// A day that may be left blank.
pub(crate) fn day_or_none(field: &str, text: &str) -> app::Result<Option<Day>> {
    if text.trim().is_empty() { Ok(None) } else { day(field, text).map(Some) }
}

/// An id from a select: nothing chosen is a wrong field.
pub(crate) fn chosen<T: std::str::FromStr>(field: &str, text: &str, sentence: &str) -> app::Result<T> {
    text.parse().map_err(|_| app::Error::field(field, sentence))
}

#[derive(Template)]
#[template(path = "unit/tree.html")]
struct TreePage {
    shell: Shell,
    nodes: Vec<Node>,
    people: i64,
    may_edit: bool,
    may_import: bool,
}

impl TreePage {
    fn indent(node: &Node) -> String {
        "　".repeat(node.depth)
    }
}

async fn tree(ctx: Ctx) -> Answer<Response> {
    let nodes = unit::tree(&ctx.app, &ctx.who, ctx.app.today()).await?;
    Ok(Page::ok(TreePage {
        shell: ctx.shell("机构").await?,
        people: nodes.iter().map(|node| node.members).sum(),
        nodes,
        may_edit: ctx.who.reach(Action::EditUnits).is_some(),
        may_import: ctx.who.reach(Action::ImportRoster).is_some(),
    })
    .into_response())
}

#[derive(Template)]
#[template(path = "unit/show.html")]
struct ShowPage {
    shell: Shell,
    sight: unit::Sight,
    line: String,
    duties: Option<Vec<DutyLine>>,
    filed: Option<unit::Filed>,
    may_edit: bool,
    may_review: bool,
}

impl ShowPage {
    fn span(from: &Day, to: &Option<Day>) -> String {
        span(*from, *to)
    }

    fn counted(count: &i64) -> String {
        words::counted(*count)
    }

    fn kin(kin: &Kin) -> String {
        let day = kin.link.day.full_text();
        match kin.before {
            true => format!("{day}，由“{}”{}而来", kin.name, kin.link.kind),
            false => format!("{day}，{}到“{}”", kin.link.kind, kin.name),
        }
    }
}

/// `2026年6月11日至今`.
pub(crate) fn span(from: Day, to: Option<Day>) -> String {
    to.map_or_else(
        || format!("{}至今", from.full_text()),
        |to| format!("{}至{}", from.full_text(), to.full_text()),
    )
}

async fn show(ctx: Ctx, Path(id): Path<UnitId>) -> Answer<Response> {
    let sight = unit::show(&ctx.app, &ctx.who, id).await?;
    let ended = sight.unit.valid_to.map(|to| format!("，{}后撤销", to.full_text())).unwrap_or_default();
    Ok(Page::ok(ShowPage {
        shell: ctx.shell(sight.unit.name.clone()).await?,
        line: format!("{}{ended}，在任 {} 人", sight.unit.kind, sight.members.len()),
        duties: of_unit(&ctx, id).await?,
        filed: if is_root(&sight.unit) { None } else { unit::filed(&ctx.app, &ctx.who, id).await? },
        may_review: ctx.who.reach(Action::ReviewRecord).is_some(),
        sight,
        may_edit: ctx.who.reach(Action::EditUnits).is_some(),
    })
    .into_response())
}

#[derive(Debug, Clone, Default, Deserialize)]
struct NewForm {
    #[serde(default)]
    name: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    on: String,
}

impl NewForm {
    fn parse(&self) -> app::Result<NewUnitForm> {
        Ok(NewUnitForm {
            name: self.name.clone(),
            kind: Code::from_code(&self.kind).ok_or_else(|| app::Error::field("kind", "请选择类别。"))?,
            parent: chosen("parent", &self.parent, "请选择上级单位。")?,
            on: day("on", &self.on)?,
        })
    }
}

#[derive(Template)]
#[template(path = "unit/new.html")]
struct NewPage {
    shell: Shell,
    form: NewForm,
    kinds: Vec<Choice>,
    parents: Vec<Choice>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

async fn new_page(ctx: &Ctx, form: NewForm, errors: Errors) -> app::Result<NewPage> {
    let mut kinds = codes::<UnitKind>(&form.kind);
    kinds.retain(|kind| kind.value != UnitKind::Bureau.code());
    Ok(NewPage {
        shell: ctx.shell("新设机构").await?,
        parents: units(ctx, &form.parent, "请选择").await?,
        kinds,
        form,
        lines: errors.lines(),
        errors,
    })
}

#[derive(Debug, Deserialize)]
struct Below {
    #[serde(default)]
    parent: String,
}

async fn new(ctx: Ctx, Query(below): Query<Below>) -> Answer<Response> {
    let parent = if below.parent.is_empty() {
        app::account::root(&ctx.app, &ctx.who).await?.to_string()
    } else {
        below.parent
    };
    let form =
        NewForm { kind: "section".into(), parent, on: ctx.app.today().to_string(), ..NewForm::default() };
    Ok(Page::ok(new_page(&ctx, form, Errors::default()).await?).into_response())
}

async fn create(ctx: Ctx, Form(form): Form<NewForm>) -> Answer<Response> {
    let made = match form.parse() {
        Ok(parsed) => unit::create(&ctx.app, &ctx.who, &parsed).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(ctx.done(format!("/units/{id}"), "机构已设立。").into_response()),
        Err(error) => Ok(Page::refused(new_page(&ctx, form, Errors::of(error)?).await?).into_response()),
    }
}

/// The present kind of a unit, for pages that need only that.
fn is_root(unit: &Unit) -> bool {
    unit.kind == UnitKind::Bureau
}
