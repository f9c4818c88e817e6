//! The page of a paper: what it says, what is to be mended, its 审批记录, versions, comments, receivers.

use super::show::{Shown, shown, sign};
use crate::form::Form;
use crate::guard::Framed;
use crate::page::{Answer, Download, Page, Redirected, attachment};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::words;
use app::paper::step::Asked;
use app::paper::text::Found;
use app::paper::{self, PaperPage, diff};
use app::reading::Deviation;
use askama::Template;
use axum::extract::RawQuery;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::code::Code;
use domain::day::Day;
use domain::id::PaperId;
use domain::paper::Step;
use domain::paper::archive::Term;
use domain::refused::Refused;
use gongwen::paper::compose;
use serde::Deserialize;

pub const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

const PDF: &str = "application/pdf";

#[derive(Template)]
#[template(path = "paper/one.html")]
pub struct OnePage {
    shell: Shell,
    page: PaperPage,
    sign: &'static str,
    line: String,
    body: Vec<Shown>,
    annexes: Vec<(String, String, Vec<Shown>)>,
    attendance: Vec<(&'static str, String)>,
    binding: Vec<Found>,
    hints: Vec<Found>,
    /// Where the Word file departs: against the standard, and merely unusual.
    departed: Vec<Deviation>,
    unusual: Vec<Deviation>,
    steps: Vec<Told>,
    versions: Vec<(i64, String, String)>,
    comments: Vec<Told>,
    receivers: Vec<Receiver>,
    receipts: usize,
    intact: bool,
    filings: Vec<Filed>,
    pages: u32,
    faces: Vec<String>,
    missing: Vec<String>,
}

/// An edition in the archive.
struct Filed {
    edition: i64,
    number: String,
    says: String,
    packed: bool,
}

/// A line of a history.
struct Told {
    when: String,
    text: String,
    note: String,
    back: bool,
}

struct Receiver {
    name: String,
    sign: &'static str,
    says: String,
}

/// First characters of a digest: enough to compare by eye.
fn short(digest: &str) -> String {
    digest.chars().take(20).collect()
}

fn filed(row: &store::FilingRow, today: Day) -> Filed {
    let it = &row.filing;
    let reason = if it.reason.is_empty() { String::new() } else { format!("，补正：{}", it.reason) };
    Filed {
        edition: it.edition,
        number: it.number.to_string(),
        says: format!(
            "第 {} 版，{} {}，{}，{} 年移交{reason}",
            it.edition,
            words::moment(row.at, today),
            row.person,
            it.number.term,
            it.transfer
        ),
        packed: it.file.is_some(),
    }
}

impl OnePage {
    fn of(shell: Shell, page: PaperPage, today: Day) -> Self {
        let paper = &page.paper;
        let words = &page.words;
        let steps = page.steps.iter().rev().map(|it| Told {
            when: words::moment(it.at, today),
            text: format!("{}{} → {}", it.person, it.step, it.state),
            note: it.note.clone(),
            back: matches!(it.step, Step::Return | Step::Void),
        });
        let comments = page.comments.iter().map(|it| Told {
            when: words::moment(it.at, today),
            text: format!("{}（第 {} 版）", it.author, it.number),
            note: it.text.clone(),
            back: false,
        });
        let receivers = page.deliveries.iter().map(|it| {
            let row = &it.delivery;
            let (sign, says) = match (row.receipt, row.read, row.urged) {
                (Some((at, _)), ..) => ("done", format!("{} {}签收", words::moment(at, today), it.receiver)),
                (None, Some(_), Some(_)) => ("doing", "已读未签收，已催办".to_owned()),
                (None, Some(_), None) => ("doing", "已读未签收".to_owned()),
                (None, None, Some(_)) => ("todo", "未读，已催办".to_owned()),
                (None, None, None) => ("todo", "未读".to_owned()),
            };
            Receiver { name: it.name.clone(), sign, says }
        });
        let total = words.attachments.len();
        let annexes = words.attachments.iter().enumerate().map(|(at, it)| {
            (compose::attachment_label(at, total), compose::title_text(&it.title), shown(&it.body))
        });
        let number = paper.number.as_ref().map_or_else(String::new, |it| format!("{it} · "));
        Self {
            sign: sign(paper.state),
            line: format!("{number}{} · {} {}拟稿", paper.template, page.unit, page.author),
            body: shown(&words.body),
            annexes: annexes.collect(),
            attendance: compose::attendance(words),
            binding: page.problems.iter().filter(|it| it.binds).cloned().collect(),
            hints: page.problems.iter().filter(|it| !it.binds).cloned().collect(),
            departed: page.layout.iter().flat_map(|it| &it.violations).cloned().collect(),
            unusual: page.layout.iter().flat_map(|it| &it.remarks).cloned().collect(),
            steps: steps.collect(),
            versions: page
                .texts
                .iter()
                .map(|it| {
                    (it.number, format!("{} {}", words::moment(it.at, today), it.author), short(&it.digest))
                })
                .collect(),
            comments: comments.collect(),
            receivers: receivers.collect(),
            receipts: page.deliveries.iter().filter(|it| it.delivery.receipt.is_some()).count(),
            intact: page.intact(),
            filings: page.filings.iter().map(|it| filed(it, today)).collect(),
            pages: page.pages.as_ref().map_or(0, |it| it.count),
            faces: page
                .pages
                .as_ref()
                .map_or_else(Vec::new, |it| it.substituted.iter().chain(&it.borrowed).cloned().collect()),
            missing: page.pages.as_ref().map_or_else(Vec::new, |it| it.missing.clone()),
            shell,
            page,
        }
    }

    fn forward(&self) -> &'static str {
        self.page.rights.forward.map_or("", Code::code)
    }

    fn code(term: &Term) -> &'static str {
        term.code()
    }

    /// Deliveries that the reader has not confirmed yet.
    fn open(&self) -> Vec<(String, String)> {
        let open = self.page.own.iter().filter(|it| it.delivery.receipt.is_none());
        open.map(|it| (it.delivery.id.to_string(), it.name.clone())).collect()
    }
}

pub async fn show(ctx: Ctx, Path(id): Path<PaperId>) -> Answer<Page<OnePage>> {
    let page = paper::page(&ctx.app, &ctx.who, id).await?;
    paper::delivery::opened(&ctx.app, &ctx.who, &page.own).await?;
    let shell = ctx.shell(page.paper.title.clone()).await?;
    Ok(Page::ok(OnePage::of(shell, page, ctx.app.today())))
}

#[derive(Debug, Deserialize)]
pub struct StepForm {
    step: String,
    #[serde(default)]
    version: i64,
    #[serde(default)]
    note: String,
    #[serde(default)]
    code: String,
    #[serde(default)]
    term: String,
}

pub async fn step(ctx: Ctx, Path(id): Path<PaperId>, Form(form): Form<StepForm>) -> Answer<Response> {
    let step = Step::from_code(&form.step).ok_or(Refused::NotFound).map_err(app::Error::from)?;
    let term = Term::from_code(&form.term);
    let asked = Asked { version: form.version, note: form.note, code: form.code, term };
    let here = format!("/papers/{id}");
    match paper::step::step(&ctx.app, &ctx.who, id, step, &asked).await {
        Ok(state) => Ok(ctx.done(here, format!("已{step}，现在“{state}”。")).into_response()),
        // The page has one field beside each button: the sentence stands above it all.
        Err(app::Error::Refused(Refused::Invalid(fields))) => {
            let sentence: String = fields.into_iter().map(|it| it.sentence).collect();
            Ok(Redirected::with_notice(here, "error", sentence).into_response())
        }
        Err(app::Error::Refused(Refused::Rule(sentence))) => {
            Ok(Redirected::with_notice(here, "error", sentence).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Debug, Deserialize)]
pub struct CommentForm {
    comment: String,
}

pub async fn comment(ctx: Ctx, Path(id): Path<PaperId>, Form(form): Form<CommentForm>) -> Answer<Response> {
    let here = format!("/papers/{id}");
    match paper::comment(&ctx.app, &ctx.who, id, &form.comment).await {
        Ok(()) => Ok(ctx.done(here, "意见已记下。").into_response()),
        Err(app::Error::Refused(Refused::Invalid(fields))) => {
            let sentence: String = fields.into_iter().map(|it| it.sentence).collect();
            Ok(Redirected::with_notice(here, "error", sentence).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "paper/version.html")]
pub struct VersionPage {
    shell: Shell,
    id: PaperId,
    title: String,
    number: i64,
    lines: Vec<(&'static str, String)>,
    changed: usize,
}

pub async fn version(ctx: Ctx, Path((id, number)): Path<(PaperId, i64)>) -> Answer<Page<VersionPage>> {
    let compared = paper::compare(&ctx.app, &ctx.who, id, number).await?;
    let kind = |it: &diff::Line| match it.kind {
        diff::Kind::Same => "",
        diff::Kind::Gone => "gone",
        diff::Kind::New => "new",
    };
    Ok(Page::ok(VersionPage {
        shell: ctx.shell(format!("第 {number} 版")).await?,
        id,
        title: compared.paper.title.clone(),
        number: compared.number,
        changed: compared.lines.iter().filter(|it| it.kind != diff::Kind::Same).count(),
        lines: compared.lines.iter().map(|it| (kind(it), it.text.clone())).collect(),
    }))
}

pub async fn docx(ctx: Ctx, Path(id): Path<PaperId>) -> Answer<Download> {
    let file = paper::docx(&ctx.app, &ctx.who, id).await?;
    Ok(Download { name: format!("{}.docx", file.title), media: DOCX, bytes: file.bytes })
}

/// The pages, shown inside the page of the paper; `save` makes a file of them.
pub async fn pdf(ctx: Ctx, Path(id): Path<PaperId>, RawQuery(raw): RawQuery) -> Answer<Response> {
    let (title, pages) = paper::pdf::pdf(&ctx.app, &ctx.who, id).await?;
    let name = attachment(&format!("{title}.pdf"));
    let saved = raw.as_deref() == Some("save");
    let disposition = if saved { name } else { name.replacen("attachment", "inline", 1) };
    Ok(framed(pages.bytes.clone(), disposition))
}

/// Pages that our own page shows in a frame.
pub(super) fn framed(bytes: Vec<u8>, disposition: String) -> Response {
    let headers = [(header::CONTENT_TYPE, PDF.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    let mut response = (headers, bytes).into_response();
    response.extensions_mut().insert(Framed);
    response
}
