//! 名册导入: upload, columns, preview with questions and errors, confirmation.

use crate::form::{ErrorLine, Errors, Form, Pairs, Upload};
use crate::page::{Answer, Download, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::unit::{Choice, units};
use app::roster::{self, Answers, Preview, Section};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::code::Code;
use domain::id::RosterId;
use domain::roster::{Column, ImportState, Row, Wrong};
use domain::unit::UnitKind;
use std::collections::BTreeMap;

pub fn routes() -> Vec<Route> {
    let may = Access::May(Action::ImportRoster);
    vec![
        get("/roster", may, ask),
        post("/roster", may, upload),
        get("/roster/template.xlsx", may, template),
        get("/roster/{id}", may, show),
        post("/roster/{id}/columns", may, columns),
        post("/roster/{id}/apply", may, apply),
        get("/roster/{id}/errors.xlsx", may, errors),
    ]
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Rows that a preview shows of each kind.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "roster/ask.html")]
struct AskPage {
    shell: Shell,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

async fn ask_page(ctx: &Ctx, errors: Errors) -> app::Result<AskPage> {
    Ok(AskPage { shell: ctx.shell("名册导入").await?, lines: errors.lines(), errors })
}

async fn ask(ctx: Ctx) -> Answer<Response> {
    Ok(Page::ok(ask_page(&ctx, Errors::default()).await?).into_response())
}

async fn upload(ctx: Ctx, mut upload: Upload) -> Answer<Response> {
    match receive(&ctx, &mut upload).await {
        Ok(url) => Ok(Redirected::to(url).into_response()),
        Err(error) => Ok(upload.refused(ask_page(&ctx, Errors::of(error)?).await?).into_response()),
    }
}

async fn receive(ctx: &Ctx, upload: &mut Upload) -> app::Result<String> {
    upload.fit()?;
    let file = upload.take("file").ok_or_else(|| app::Error::field("file", "请选择一个 .xlsx 文件。"))?;
    let id = app::import::roster(&ctx.app, &ctx.who, &file.name, file.file).await?;
    crate::import::landing(ctx, id).await
}

async fn template(_: Ctx) -> Answer<Download> {
    Ok(Download { name: "人员名册模板.xlsx".into(), media: XLSX, bytes: roster::template()? })
}

async fn errors(ctx: Ctx, Path(id): Path<RosterId>) -> Answer<Download> {
    let bytes = roster::errors(&ctx.app, &ctx.who, id).await?;
    Ok(Download { name: "名册错误表.xlsx".into(), media: XLSX, bytes })
}

/// A column of the sheet with what it may hold.
struct ColumnChoice {
    heading: String,
    /// A value from the first row, to tell columns apart.
    sample: String,
    choices: Vec<Choice>,
}

/// A section that does not exist.
struct SectionAsk {
    field: String,
    name: String,
    /// The name with the first line where it stands.
    label: String,
    choices: Vec<Choice>,
}

/// A row whose name someone bears already.
struct TwinAsk {
    field: String,
    row: Row,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "roster/show.html")]
struct ShowPage {
    shell: Shell,
    preview: Preview,
    applied: bool,
    missing: String,
    columns: Vec<ColumnChoice>,
    sections: Vec<SectionAsk>,
    twins: Vec<TwinAsk>,
    shown: usize,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

impl ShowPage {
    fn wrong_shown(&self) -> &[Wrong] {
        let wrong = &self.preview.judged.wrong;
        &wrong[..wrong.len().min(SHOWN)]
    }

    fn ready_shown(&self) -> &[Row] {
        let ready = &self.preview.judged.ready;
        &ready[..ready.len().min(SHOWN)]
    }

    fn twin_label(&self, ask: &TwinAsk) -> String {
        format!("第 {} 行 {}（{}）", ask.row.line, ask.row.name, ask.row.section)
    }
}

async fn page(ctx: &Ctx, id: RosterId, typed: &Pairs, errors: Errors) -> app::Result<ShowPage> {
    let preview = roster::preview(&ctx.app, &ctx.who, id).await?;
    let missing: Vec<String> = preview.import.layout.missing().iter().map(ToString::to_string).collect();
    let mut sections = Vec::new();
    for (n, (name, line)) in preview.judged.unknown.iter().enumerate() {
        let field = format!("section{n}");
        let choices = section_choices(ctx, get_field(typed, &field), name).await?;
        let label = format!("{name}（第 {line} 行）");
        sections.push(SectionAsk { field, name: name.clone(), label, choices });
    }
    let twins = preview.judged.ready.iter().filter(|row| preview.judged.twins.contains(&row.line));
    Ok(ShowPage {
        shell: ctx.shell("名册导入：核对").await?,
        applied: preview.import.state == ImportState::Applied,
        missing: missing.join("、"),
        columns: column_choices(&preview),
        sections,
        twins: twins.map(|row| twin(row, typed)).collect(),
        shown: SHOWN,
        preview,
        lines: errors.lines(),
        errors,
    })
}

fn get_field<'a>(typed: &'a Pairs, name: &str) -> &'a str {
    typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
}

fn column_choices(preview: &Preview) -> Vec<ColumnChoice> {
    let layout = &preview.import.layout;
    let (Some(head), body) =
        (preview.sheet.rows.get(layout.header), preview.sheet.rows.get(layout.header + 1))
    else {
        return Vec::new();
    };
    let choice = |at: usize| {
        let held = layout.columns.get(at).copied().flatten();
        let mut choices =
            vec![Choice { value: String::new(), label: "不导入".into(), selected: held.is_none() }];
        choices.extend(Column::ALL.iter().map(|column| Choice {
            value: column.code().into(),
            label: column.label().into(),
            selected: held == Some(*column),
        }));
        choices
    };
    head.iter()
        .enumerate()
        .map(|(at, cell)| ColumnChoice {
            heading: cell.text.clone(),
            sample: body
                .and_then(|row| row.get(at))
                .map(|cell| cell.text.chars().take(20).collect())
                .unwrap_or_default(),
            choices: choice(at),
        })
        .collect()
}

/// Create it, proposed by its name, or use one that exists. Nothing is chosen beforehand.
async fn section_choices(ctx: &Ctx, typed: &str, name: &str) -> app::Result<Vec<Choice>> {
    let mut choices = units(ctx, typed, "请选择").await?;
    let outside = ["中心", "站", "所", "队", "公司", "段"].iter().any(|end| name.ends_with(end));
    let make = |kind: UnitKind| {
        let value = format!("new-{}", kind.code());
        Choice { label: format!("新建为{kind}"), selected: typed == value, value }
    };
    let mut made = vec![make(UnitKind::Section), make(UnitKind::Subordinate)];
    if outside {
        made.reverse();
    }
    choices.splice(1..1, made);
    Ok(choices)
}

fn twin(row: &Row, typed: &Pairs) -> TwinAsk {
    let field = format!("twin{}", row.line);
    let held = get_field(typed, &field);
    let choices = [("", "请选择"), ("same", "就是名册里的这位，跳过这一行"), ("other", "是另一位同志，新增")]
        .map(|(value, label)| Choice { value: value.into(), label: label.into(), selected: held == value });
    TwinAsk { field, row: row.clone(), choices: choices.into() }
}

async fn show(ctx: Ctx, Path(id): Path<RosterId>) -> Answer<Response> {
    Ok(Page::ok(page(&ctx, id, &Vec::new(), Errors::default()).await?).into_response())
}

async fn columns(ctx: Ctx, Path(id): Path<RosterId>, Form(typed): Form<Pairs>) -> Answer<Response> {
    let chosen =
        typed.iter().filter(|(key, _)| key == "column").map(|(_, code)| Column::from_code(code)).collect();
    match roster::choose(&ctx.app, &ctx.who, id, chosen).await {
        Ok(()) => Ok(Redirected::to(format!("/roster/{id}")).into_response()),
        Err(error) => Ok(Page::refused(page(&ctx, id, &typed, Errors::of(error)?).await?).into_response()),
    }
}

async fn apply(ctx: Ctx, Path(id): Path<RosterId>, Form(typed): Form<Pairs>) -> Answer<Response> {
    let answers = answers(&typed);
    match roster::apply(&ctx.app, &ctx.who, id, &answers).await {
        Ok(done) => {
            let mut sentence = format!("{} 人已加入名册", done.joined);
            if done.units > 0 {
                sentence.push_str(&format!("，新建 {} 个科室或单位", done.units));
            }
            if done.skipped > 0 {
                sentence.push_str(&format!("，跳过 {} 行", done.skipped));
            }
            Ok(ctx.done("/people", format!("{sentence}。")).into_response())
        }
        Err(error) => Ok(Page::refused(page(&ctx, id, &typed, Errors::of(error)?).await?).into_response()),
    }
}

/// The answers; each section stands beside its name in `name-section<n>`.
fn answers(typed: &Pairs) -> Answers {
    let mut sections = BTreeMap::new();
    let mut twins = BTreeMap::new();
    for (key, value) in typed {
        if let Some(line) = key.strip_prefix("twin").and_then(|line| line.parse().ok()) {
            match value.as_str() {
                "same" => drop(twins.insert(line, false)),
                "other" => drop(twins.insert(line, true)),
                _ => {}
            }
        } else if key.starts_with("section") {
            let name = get_field(typed, &format!("name-{key}"));
            let choice = match value.strip_prefix("new-") {
                Some(kind) => UnitKind::from_code(kind).map(Section::Create),
                None => value.parse().ok().map(Section::Use),
            };
            sections.extend(choice.map(|choice| (name.to_owned(), choice)));
        }
    }
    Answers { sections, twins }
}
