//! The editor of a draft: its head, and one node at a time in the words of the workbook.

use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use crate::unit::{Choice, codes};
use app::standard::{self, Sight};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::code::Code;
use domain::id::{CriterionId, StandardId};
use domain::points::Points;
use domain::refused::FieldError;
use domain::standard::edit::Edit;
use domain::standard::file::{File, Head, Item};
use domain::standard::words::{Column, Row, Wrong};
use domain::standard::{Level, Rebase, Source, Years};
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct HeadFields {
    version: i64,
    name: String,
    issuer: String,
    level: String,
    region: String,
    edition: String,
    source: String,
    gaps: String,
    total: String,
    pass: String,
    rebase: String,
    years: String,
    term: String,
}

impl HeadFields {
    fn of(sight: &Sight) -> Self {
        let head = File::from(&sight.row.standard).standard;
        let text = |points: Option<Points>| points.map(|it| it.to_string()).unwrap_or_default();
        Self {
            version: sight.row.version,
            name: head.name,
            issuer: head.issuer,
            level: head.level.code().into(),
            region: head.region,
            edition: head.edition,
            source: head.source.code().into(),
            gaps: head.gaps,
            total: text(head.total),
            pass: text(head.pass),
            rebase: head.rebase.code().into(),
            years: head.years.code().into(),
            term: head.term.to_string(),
        }
    }

    fn parse(&self) -> app::Result<Head> {
        fn member<C: Code>(field: &str, code: &str) -> app::Result<C> {
            C::from_code(code).ok_or_else(|| app::Error::field(field, "请从列表里选择一项。"))
        }
        let points = |field: &str, text: &str| match text.trim() {
            "" => Ok(None),
            typed => {
                typed.parse::<Points>().map(Some).map_err(|error| app::Error::field(field, error.to_string()))
            }
        };
        let term = self.term.trim().parse().ok().filter(|term| (1..=10).contains(term));
        Ok(Head {
            name: self.name.clone(),
            issuer: self.issuer.clone(),
            level: member::<Level>("level", &self.level)?,
            region: self.region.clone(),
            edition: self.edition.clone(),
            source: member::<Source>("source", &self.source)?,
            gaps: self.gaps.trim().chars().take(500).collect(),
            total: points("total", &self.total)?,
            pass: points("pass", &self.pass)?,
            rebase: member::<Rebase>("rebase", &self.rebase)?,
            years: member::<Years>("years", &self.years)?,
            term: term.ok_or_else(|| app::Error::field("term", "请填写 1 到 10 年。"))?,
        })
    }
}

#[derive(Template)]
#[template(path = "standard/head.html")]
struct HeadPage {
    shell: Shell,
    id: StandardId,
    title: String,
    form: HeadFields,
    levels: Vec<Choice>,
    sources: Vec<Choice>,
    rebases: Vec<Choice>,
    years: Vec<Choice>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

async fn head_page(
    ctx: &Ctx,
    id: StandardId,
    form: Option<HeadFields>,
    errors: Errors,
) -> app::Result<HeadPage> {
    let sight = standard::show(&ctx.app, &ctx.who, id).await?;
    let form = form.unwrap_or_else(|| HeadFields::of(&sight));
    Ok(HeadPage {
        shell: ctx.shell("改名称和总分").await?,
        id,
        title: sight.row.row.standard.name,
        levels: codes::<Level>(&form.level),
        sources: codes::<Source>(&form.source),
        rebases: codes::<Rebase>(&form.rebase),
        years: codes::<Years>(&form.years),
        form,
        lines: errors.lines(),
        errors,
    })
}

pub async fn head(ctx: Ctx, Path(id): Path<StandardId>) -> Answer<Response> {
    Ok(Page::ok(head_page(&ctx, id, None, Errors::default()).await?).into_response())
}

pub async fn save_head(
    ctx: Ctx,
    Path(id): Path<StandardId>,
    Form(form): Form<HeadFields>,
) -> Answer<Response> {
    let saved = match form.parse() {
        Ok(head) => standard::edit(&ctx.app, &ctx.who, id, form.version, Edit::Head(Box::new(head))).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(ctx.done(format!("/standards/{id}"), "已保存。").into_response()),
        Err(error) => {
            Ok(Page::refused(head_page(&ctx, id, Some(form), Errors::of(error)?).await?).into_response())
        }
    }
}

/// A node in the words of the workbook; the fields bear the codes of its columns.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct NodeFields {
    version: i64,
    code: String,
    under: String,
    title: String,
    points: String,
    model: String,
    detail: String,
    methods: String,
    evidence: String,
    section: String,
    due: String,
    applies: String,
    weight: String,
}

impl NodeFields {
    fn of(version: i64, item: &Item) -> Self {
        let row = Row::of(item);
        let get = |column| row.get(column).to_owned();
        Self {
            version,
            code: get(Column::Code),
            under: get(Column::Under),
            title: get(Column::Title),
            points: get(Column::Points),
            model: get(Column::Model),
            detail: get(Column::Detail),
            methods: get(Column::Methods),
            evidence: get(Column::Evidence),
            section: get(Column::Section),
            due: get(Column::Due),
            applies: get(Column::Applies),
            weight: get(Column::Weight),
        }
    }

    fn row(&self) -> Row {
        let mut row = Row::default();
        for (column, text) in [
            (Column::Code, &self.code),
            (Column::Under, &self.under),
            (Column::Title, &self.title),
            (Column::Points, &self.points),
            (Column::Model, &self.model),
            (Column::Detail, &self.detail),
            (Column::Methods, &self.methods),
            (Column::Evidence, &self.evidence),
            (Column::Section, &self.section),
            (Column::Due, &self.due),
            (Column::Applies, &self.applies),
            (Column::Weight, &self.weight),
        ] {
            row.set(column, text.replace("\r\n", "\n"));
        }
        row
    }
}

fn refused(wrong: Vec<Wrong>) -> app::Error {
    let field = |(column, sentence): Wrong| FieldError { field: column.code().into(), sentence };
    domain::Refused::Invalid(wrong.into_iter().map(field).collect()).into()
}

#[derive(Template)]
#[template(path = "standard/node.html")]
struct NodePage {
    shell: Shell,
    id: StandardId,
    title: String,
    heading: &'static str,
    url: String,
    /// Of the node that is changed.
    remove: Option<String>,
    form: NodeFields,
    models: Vec<Choice>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

const MODELS: [&str; 8] = ["评定", "累加", "分档", "状态描述", "扣分", "达标得分", "比例达标", "按比例得分"];

async fn node_page(
    ctx: &Ctx,
    sight: &Sight,
    criterion: Option<CriterionId>,
    form: NodeFields,
    errors: Errors,
) -> app::Result<NodePage> {
    let id = sight.row.id;
    let heading = if criterion.is_some() { "修改一项" } else { "加一项" };
    let of = |it: CriterionId| format!("/standards/{id}/criteria/{it}");
    Ok(NodePage {
        shell: ctx.shell(heading).await?,
        id,
        title: sight.row.standard.name.clone(),
        heading,
        url: criterion.map_or_else(|| format!("/standards/{id}/nodes"), |it| format!("{}/edit", of(it))),
        remove: criterion.map(|it| format!("{}/remove", of(it))),
        models: MODELS
            .iter()
            .map(|word| Choice {
                value: (*word).into(),
                label: (*word).into(),
                selected: *word == form.model,
            })
            .collect(),
        form,
        lines: errors.lines(),
        errors,
    })
}

/// The node of a draft with its words.
async fn found(ctx: &Ctx, id: StandardId, criterion: CriterionId) -> app::Result<(Sight, Item)> {
    let sight = standard::show(&ctx.app, &ctx.who, id).await?;
    let index = sight.row.standard.tree.position(criterion).ok_or(domain::Refused::NotFound)?;
    let item = File::from(&sight.row.standard).nodes.swap_remove(index);
    Ok((sight, item))
}

pub async fn node(ctx: Ctx, Path((id, criterion)): Path<(StandardId, CriterionId)>) -> Answer<Response> {
    let (sight, item) = found(&ctx, id, criterion).await?;
    let form = NodeFields::of(sight.row.version, &item);
    Ok(Page::ok(node_page(&ctx, &sight, Some(criterion), form, Errors::default()).await?).into_response())
}

pub async fn save(
    ctx: Ctx,
    Path((id, criterion)): Path<(StandardId, CriterionId)>,
    Form(form): Form<NodeFields>,
) -> Answer<Response> {
    let (sight, before) = found(&ctx, id, criterion).await?;
    let saved = match form.row().parse(Some(&before)) {
        Ok(item) => {
            let change = Edit::Change(criterion, Box::new(item));
            standard::edit(&ctx.app, &ctx.who, id, form.version, change).await
        }
        Err(wrong) => Err(refused(wrong)),
    };
    match saved {
        Ok(()) => Ok(ctx.done(format!("/standards/{id}#c-{criterion}"), "已保存这一项。").into_response()),
        Err(error) => {
            let page = node_page(&ctx, &sight, Some(criterion), form, Errors::of(error)?).await?;
            Ok(Page::refused(page).into_response())
        }
    }
}

#[derive(Debug, Default, Deserialize)]
pub struct Under {
    #[serde(default)]
    under: String,
}

pub async fn new(ctx: Ctx, Path(id): Path<StandardId>, Query(asked): Query<Under>) -> Answer<Response> {
    let sight = standard::show(&ctx.app, &ctx.who, id).await?;
    let form = NodeFields {
        version: sight.row.version,
        under: asked.under,
        model: MODELS[0].into(),
        ..NodeFields::default()
    };
    Ok(Page::ok(node_page(&ctx, &sight, None, form, Errors::default()).await?).into_response())
}

pub async fn add(ctx: Ctx, Path(id): Path<StandardId>, Form(form): Form<NodeFields>) -> Answer<Response> {
    let sight = standard::show(&ctx.app, &ctx.who, id).await?;
    let added = match form.row().parse(None) {
        Ok(item) => standard::edit(&ctx.app, &ctx.who, id, form.version, Edit::Add(Box::new(item))).await,
        Err(wrong) => Err(refused(wrong)),
    };
    match added {
        Ok(()) => Ok(ctx.done(format!("/standards/{id}"), "已加上这一项。").into_response()),
        Err(error) => {
            let page = node_page(&ctx, &sight, None, form, Errors::of(error)?).await?;
            Ok(Page::refused(page).into_response())
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct RemoveForm {
    version: i64,
}

pub async fn remove(
    ctx: Ctx,
    Path((id, criterion)): Path<(StandardId, CriterionId)>,
    Form(form): Form<RemoveForm>,
) -> Answer<Redirected> {
    standard::edit(&ctx.app, &ctx.who, id, form.version, Edit::Remove(criterion)).await?;
    Ok(ctx.done(format!("/standards/{id}"), "已删去这一项和它下面的各项。"))
}
