//! Beside the tree: awards, events, what gates are about, and who confirmed that there is nothing.

use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::unit::{Choice, day, day_or_none};
use app::assessment::{self, Asked, NoteForm, Sheet};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::assessment::{Note, NoteKind};
use domain::code::Code;
use domain::id::{AssessmentId, NoteId};
use serde::Deserialize;

#[derive(Debug, Clone, Default, Deserialize)]
pub struct NoteFields {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    rule: String,
    #[serde(default)]
    text: String,
    #[serde(default)]
    points: String,
    #[serde(default)]
    day: String,
    #[serde(default)]
    reported: String,
    #[serde(default)]
    heads: String,
}

impl NoteFields {
    fn parse(&self) -> app::Result<NoteForm> {
        let points = match self.points.trim() {
            "" => None,
            text => Some(text.parse().map_err(|error: domain::points::NotPoints| {
                app::Error::field("points", error.to_string())
            })?),
        };
        let heads = match self.heads.trim() {
            "" => 1,
            text => text.parse().map_err(|_| app::Error::field("heads", "请填写人数，例如 1。"))?,
        };
        Ok(NoteForm {
            kind: NoteKind::from_code(&self.kind)
                .ok_or_else(|| app::Error::rule("请从这一页选择登记什么。"))?,
            rule: self.rule.clone(),
            text: self.text.clone(),
            points,
            day: day("day", &self.day)?,
            reported: day_or_none("reported", &self.reported)?,
            heads,
        })
    }
}

#[derive(Template)]
#[template(path = "score/notes.html")]
struct NotesPage {
    shell: Shell,
    sheet: Sheet,
    caution: String,
    groups: Vec<Group>,
    form: NoteFields,
    today: String,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

/// One sort of note with the rules it may stand under.
struct Group {
    kind: NoteKind,
    rules: Vec<Choice>,
    notes: Vec<(Note, String)>,
}

impl NotesPage {
    fn code(kind: &NoteKind) -> &'static str {
        kind.code()
    }
    /// Errors and typed values belong to the form that was sent.
    fn is_sent(&self, group: &Group) -> bool {
        self.form.kind == group.kind.code()
    }
}

async fn page(ctx: &Ctx, id: AssessmentId, form: NoteFields, errors: Errors) -> app::Result<NotesPage> {
    let sheet = assessment::sheet(&ctx.app, &ctx.who, id, &Asked::default()).await?;
    let groups = NoteKind::ALL.iter().map(|kind| group(&sheet, *kind, &form)).collect();
    Ok(NotesPage {
        shell: ctx.shell("加分、扣分和门槛").await?,
        caution: sheet.standard.standard.caution().unwrap_or_default(),
        groups,
        sheet,
        form,
        today: ctx.app.today().to_string(),
        lines: errors.lines(),
        errors,
    })
}

fn group(sheet: &Sheet, kind: NoteKind, form: &NoteFields) -> Group {
    let standard = &sheet.standard.standard;
    let rules: Vec<(String, String)> = match kind {
        NoteKind::Award => standard.bonuses.iter().map(|it| (it.code.clone(), it.title.clone())).collect(),
        NoteKind::Event => standard.events.iter().map(|it| (it.code.clone(), it.title.clone())).collect(),
        NoteKind::Breach | NoteKind::Confirmation => {
            standard.gates.iter().map(|it| (it.code.clone(), it.title.clone())).collect()
        }
    };
    let title = |rule: &str| {
        rules.iter().find(|(code, _)| code == rule).map(|(_, title)| title.clone()).unwrap_or_default()
    };
    let notes = sheet.notes.iter().filter(|note| note.kind == kind);
    let notes = notes.map(|note| (note.clone(), title(&note.rule))).collect();
    let here = form.kind == kind.code();
    let choice = |(value, label): &(String, String)| Choice {
        value: value.clone(),
        label: label.clone(),
        selected: here && *value == form.rule,
    };
    Group { kind, rules: rules.iter().map(choice).collect(), notes }
}

pub async fn show(ctx: Ctx, Path(id): Path<AssessmentId>) -> Answer<Response> {
    Ok(Page::ok(page(&ctx, id, NoteFields::default(), Errors::default()).await?).into_response())
}

pub async fn note(ctx: Ctx, Path(id): Path<AssessmentId>, Form(form): Form<NoteFields>) -> Answer<Response> {
    let noted = match form.parse() {
        Ok(parsed) => assessment::note(&ctx.app, &ctx.who, id, &parsed).await,
        Err(error) => Err(error),
    };
    match noted {
        Ok(()) => Ok(ctx.done(format!("/scores/{id}/notes"), "已登记，得分随之更新。").into_response()),
        Err(error) => Ok(Page::refused(page(&ctx, id, form, Errors::of(error)?).await?).into_response()),
    }
}

pub async fn strike(
    ctx: Ctx,
    Path((id, note)): Path<(AssessmentId, NoteId)>,
    Form(()): Form<()>,
) -> Answer<Redirected> {
    assessment::strike(&ctx.app, &ctx.who, id, note).await?;
    Ok(ctx.done(format!("/scores/{id}/notes"), "已撤下，历史保留。"))
}
