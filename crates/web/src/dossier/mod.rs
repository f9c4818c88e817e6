//! 迎检档案: what the inspection file of an assessment would hold today, the builds that were made of it, what changed
//! from one to the next.

use crate::form::{ErrorLine, Errors, Form};
use crate::import::{Asked, key};
use crate::page::{Answer, Page, Redirected, attachment};
use crate::request::{Ctx, Path, Query};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::stream::FileBody;
use crate::unit::Choice;
use crate::words;
use app::dossier::{self, PAGE, Shelf, Wanted};
use askama::Template;
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::code::Code;
use domain::dossier::{BuildState, Difference, PaperForm, Section, Turn};
use domain::id::{AssessmentId, DossierId};
use domain::refused::Refused;
use serde::Deserialize;
use store::DossierLine;

pub fn routes() -> Vec<Route> {
    let (view, make) = (Access::May(Action::ViewScore), Access::May(Action::MakeDossier));
    vec![
        get("/scores/{id}/dossier", view, show),
        post("/scores/{id}/dossier", make, order),
        post("/dossiers/{id}/take", view, take),
        get("/dossiers/{id}/changes", view, changes),
        get("/dossiers/{id}/delete", make, ask),
        post("/dossiers/{id}/delete", make, delete),
    ]
}

#[derive(Template)]
#[template(path = "dossier/show.html")]
pub struct ShowPage {
    shell: Shell,
    id: AssessmentId,
    standard: String,
    line: String,
    caution: String,
    covered: usize,
    criteria: usize,
    records: usize,
    missing: usize,
    sections: Vec<Line>,
    rows: Vec<Row>,
    next: Option<String>,
    /// Whether one is being made, so that the page asks again by itself.
    busy: bool,
    may_make: bool,
    /// Whether the reader may give assessors a link.
    may_open: bool,
    papers: Vec<Choice>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

/// One section as the table of contents shows it.
struct Line {
    indent: String,
    heading: String,
    leaf: bool,
    records: usize,
    files: usize,
    waiver: String,
    gaps: Vec<String>,
}

impl From<Section> for Line {
    fn from(section: Section) -> Self {
        Self {
            indent: "　".repeat(section.depth),
            leaf: section.leaf,
            records: section.proofs.len(),
            files: section.proofs.iter().map(|proof| proof.files.len()).sum(),
            waiver: section.waiver.unwrap_or_default(),
            gaps: section.gaps,
            heading: section.heading,
        }
    }
}

struct Row {
    id: DossierId,
    at: String,
    author: String,
    state: BuildState,
    sign: &'static str,
    done: bool,
    making: bool,
    progress: i64,
    told: String,
    form: PaperForm,
    /// Name of each volume of the PDF, as its button says.
    volumes: Vec<(usize, String)>,
    size: String,
    digest: String,
}

fn row(ctx: &Ctx, it: DossierLine) -> Row {
    let state = it.build.row.state(it.job);
    let held = it.build.row;
    let (size, digest) = held.archive.map(|made| (words::size(made.size), made.digest)).unwrap_or_default();
    Row {
        id: held.id,
        at: words::moment(held.created, ctx.app.today()),
        author: it.author,
        state,
        sign: match state {
            BuildState::Making => "doing",
            BuildState::Done => "done",
            BuildState::Failed => "late",
        },
        done: state == BuildState::Done,
        making: state == BuildState::Making,
        progress: it.progress,
        told: it.told,
        form: held.form,
        volumes: volumes(held.volumes),
        size,
        digest,
    }
}

fn volumes(count: usize) -> Vec<(usize, String)> {
    let name = |volume| if count == 1 { "PDF".into() } else { format!("PDF 第{volume}册") };
    (1..=count).map(|volume| (volume, name(volume))).collect()
}

async fn page(ctx: &Ctx, id: AssessmentId, asked: &Asked, errors: Errors) -> app::Result<ShowPage> {
    let Shelf { dossier, lines, may_make, .. } =
        dossier::shelf(&ctx.app, &ctx.who, id, key(&asked.before)).await?;
    let last = lines.last().filter(|_| lines.len() as i64 == PAGE);
    let next = last.map(|it| format!("/scores/{id}/dossier?before={}_{}", it.build.created.0, it.build.id));
    let rows: Vec<Row> = lines.into_iter().map(|it| row(ctx, it)).collect();
    let (covered, criteria) = dossier.covered();
    let mut records: Vec<_> =
        dossier.sections.iter().flat_map(|section| &section.proofs).map(|proof| proof.record).collect();
    records.sort_unstable();
    records.dedup();
    Ok(ShowPage {
        shell: ctx.shell("迎检档案").await?,
        id,
        line: format!("{}，{} 至 {}", dossier.unit, dossier.from.full_text(), dossier.to.full_text()),
        caution: dossier.caution.clone().unwrap_or_default(),
        standard: dossier.standard,
        covered,
        criteria,
        records: records.len(),
        missing: dossier.sections.iter().map(|section| section.gaps.len()).sum(),
        sections: dossier.sections.into_iter().map(Line::from).collect(),
        busy: rows.iter().any(|row| row.making),
        rows,
        next,
        may_make,
        may_open: ctx.who.reach(Action::OpenToAssessor).is_some(),
        papers: papers(),
        lines: errors.lines(),
        errors,
    })
}

/// How papers stand in the PDF; the whole unless something else is chosen.
fn papers() -> Vec<Choice> {
    let choice = |form: &PaperForm| Choice {
        value: form.code().into(),
        label: form.label().into(),
        selected: *form == PaperForm::Full,
    };
    PaperForm::ALL.iter().map(choice).collect()
}

async fn show(ctx: Ctx, Path(id): Path<AssessmentId>, Query(asked): Query<Asked>) -> Answer<Page<ShowPage>> {
    Ok(Page::ok(page(&ctx, id, &asked, Errors::default()).await?))
}

#[derive(Debug, Deserialize)]
struct OrderForm {
    #[serde(default)]
    papers: String,
}

async fn order(ctx: Ctx, Path(id): Path<AssessmentId>, Form(form): Form<OrderForm>) -> Answer<Response> {
    let papers = PaperForm::from_code(&form.papers)
        .ok_or_else(|| app::Error::field("papers", "请选择公文收全文还是只收有关的页。"));
    let ordered = match papers {
        Ok(papers) => dossier::order(&ctx.app, &ctx.who, id, papers).await,
        Err(error) => Err(error),
    };
    match ordered {
        Ok(_) => {
            let said = "已开始生成，完成后列在下面。";
            Ok(Redirected::with_notice(format!("/scores/{id}/dossier"), "info", said).into_response())
        }
        Err(error) => {
            let page = page(&ctx, id, &Asked::default(), Errors::of(error)?).await?;
            Ok(Page::refused(page).into_response())
        }
    }
}

#[derive(Debug, Deserialize)]
struct TakeForm {
    /// `labels`, or the number of a volume; without it the ZIP.
    #[serde(default)]
    part: String,
}

/// Hands a build or a PDF of it out, to be saved.
async fn take(ctx: Ctx, Path(id): Path<DossierId>, Form(form): Form<TakeForm>) -> Answer<Response> {
    let (wanted, media) = match form.part.as_str() {
        "" => (Wanted::Archive, "application/zip"),
        "labels" => (Wanted::Labels, "application/pdf"),
        volume => (Wanted::Volume(volume.parse().map_err(|_| Refused::NotFound)?), "application/pdf"),
    };
    let taken = dossier::take(&ctx.app, &ctx.who, id, wanted).await?;
    let headers = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_LENGTH, taken.size.to_string()),
        (header::CONTENT_DISPOSITION, attachment(&taken.name)),
    ];
    Ok((headers, Body::new(FileBody::part(taken.file, taken.size))).into_response())
}

#[derive(Template)]
#[template(path = "dossier/changes.html")]
pub struct ChangesPage {
    shell: Shell,
    assessment: AssessmentId,
    at: String,
    /// None where there is no build before.
    rows: Option<Vec<Difference>>,
}

async fn changes(ctx: Ctx, Path(id): Path<DossierId>) -> Answer<Page<ChangesPage>> {
    let (held, rows) = dossier::compare(&ctx.app, &ctx.who, id).await?;
    Ok(Page::ok(ChangesPage {
        shell: ctx.shell("档案的变化").await?,
        assessment: held.assessment,
        at: words::moment(held.created, ctx.app.today()),
        rows,
    }))
}

/// The colour of a difference.
fn sign(turn: &Turn) -> &'static str {
    match turn {
        Turn::Added => "done",
        Turn::Changed => "doing",
        Turn::Moved => "review",
        Turn::Removed => "late",
    }
}

#[derive(Template)]
#[template(path = "dossier/delete.html")]
pub struct DeletePage {
    shell: Shell,
    id: DossierId,
    assessment: AssessmentId,
    at: String,
}

async fn ask(ctx: Ctx, Path(id): Path<DossierId>) -> Answer<Page<DeletePage>> {
    let held = dossier::line(&ctx.app, &ctx.who, id).await?.build.row;
    Ok(Page::ok(DeletePage {
        shell: ctx.shell("删除档案").await?,
        id,
        assessment: held.assessment,
        at: words::moment(held.created, ctx.app.today()),
    }))
}

async fn delete(ctx: Ctx, Path(id): Path<DossierId>, Form(()): Form<()>) -> Answer<Redirected> {
    let assessment = dossier::delete(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done(format!("/scores/{assessment}/dossier"), "档案已删除。"))
}
