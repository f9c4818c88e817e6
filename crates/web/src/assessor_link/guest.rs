//! What an assessor sees through a link: the standard in its order with what stands behind each criterion, evidence
//! of one criterion with a form for its score. Nothing of the bureau besides, and nothing for search engines.

use super::evidence::{Shown, shown};
use crate::file::{Asked, Viewed, framed};
use crate::form::{ErrorLine, Errors, Form, Pairs};
use crate::login::visited;
use crate::page::{Answer, Page, Redirected, attachment};
use crate::refusal::Refusal;
use crate::request::{Ctx, Path, Query, Visitor};
use crate::score::answer::{Input, get, grades, inputs, pairs_of, parse};
use crate::score::said;
use crate::shell::Shell;
use crate::standard::show::{detail, wants};
use crate::stream::FileBody;
use crate::unit::Choice;
use crate::words;
use app::assessor_link::{self, Guest, Leaf, Opened, ScoreForm};
use app::file::inline;
use askama::Template;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::assessment::mark;
use domain::day::Day;
use domain::dossier::Section;
use domain::id::{CriterionId, FileId};

/// The longest secret that is looked up.
const LONGEST: usize = 100;

/// Keeps search engines away and the address out of what other pages learn.
fn hidden(response: impl IntoResponse) -> Response {
    let mut response = response.into_response();
    let headers = response.headers_mut();
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow, noarchive"),
    );
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn guest<'a>(visitor: &'a Visitor, token: &'a str) -> Guest<'a> {
    let token = if token.len() <= LONGEST { token } else { "" };
    Guest { token, address: &visitor.address }
}

/// The frame; someone who is signed in as well has the token of that session in forms.
fn frame(visitor: &mut Visitor, ctx: Result<Ctx, Refusal>, title: &str) -> (HeaderMap, Shell) {
    let headers = visited(visitor);
    if let Ok(ctx) = ctx {
        visitor.csrf = ctx.session.csrf;
    }
    (headers, Shell::plain(visitor, title))
}

#[derive(Template)]
#[template(path = "assessor_link/open.html")]
struct OpenPage {
    shell: Shell,
    token: String,
    standard: String,
    line: String,
    caution: String,
    last: String,
    scores: bool,
    total: String,
    scored: usize,
    covered: usize,
    criteria: usize,
    rows: Vec<Line>,
}

/// One section as the catalogue shows it.
struct Line {
    id: CriterionId,
    indent: String,
    heading: String,
    leaf: bool,
    full: String,
    records: usize,
    files: usize,
    waiver: String,
    score: String,
}

pub async fn open(mut visitor: Visitor, ctx: Result<Ctx, Refusal>, Path(token): Path<String>) -> Answer {
    let opened = assessor_link::open(&visitor.app, guest(&visitor, &token)).await?;
    let (headers, shell) = frame(&mut visitor, ctx, &opened.dossier.standard);
    let (covered, criteria) = opened.dossier.covered();
    let rows = opened.dossier.sections.iter().map(|section| line(&opened, section)).collect();
    Ok(hidden((
        headers,
        Page::ok(OpenPage {
            shell,
            token,
            standard: opened.dossier.standard.clone(),
            line: told(&opened),
            caution: opened.dossier.caution.clone().unwrap_or_default(),
            last: last(&opened),
            scores: opened.may_score(),
            total: opened.score.total.to_string(),
            scored: opened.claims.len(),
            covered,
            criteria,
            rows,
        }),
    )))
}

fn told(opened: &Opened) -> String {
    let it = &opened.dossier;
    format!("{}，{} 至 {}", it.unit, it.from.full_text(), it.to.full_text())
}

/// The last day of a link.
fn last(opened: &Opened) -> String {
    Day::of_instant(opened.link.expires).minus(1).full_text()
}

fn line(opened: &Opened, section: &Section) -> Line {
    let tree = &opened.standard.standard.tree;
    let node = tree.position(section.criterion).map(|index| &tree.nodes()[index]);
    let score = opened.claims.get(&section.criterion).map(|claim| {
        let mark = node.map(|node| mark(node, Some(&claim.answer)).unwrap_or_default()).unwrap_or_default();
        mark.got.map_or(mark.why, |got| got.to_string())
    });
    Line {
        id: section.criterion,
        indent: "　".repeat(section.depth),
        heading: section.heading.clone(),
        leaf: section.leaf,
        full: said(node.and_then(|node| node.points)),
        records: section.proofs.len(),
        files: section.proofs.iter().map(|proof| proof.files.len()).sum(),
        waiver: section.waiver.clone().unwrap_or_default(),
        score: score.unwrap_or_default(),
    }
}

#[derive(Template)]
#[template(path = "assessor_link/leaf.html")]
struct LeafPage {
    shell: Shell,
    token: String,
    id: CriterionId,
    standard: String,
    title: String,
    line: String,
    caution: String,
    detail: Vec<String>,
    evidence: Vec<String>,
    waiver: String,
    proofs: Vec<Shown>,
    back: Option<CriterionId>,
    onward: Option<CriterionId>,
    may: bool,
    inputs: Vec<Input>,
    grades: Vec<Choice>,
    reason: String,
    waived: bool,
    why_waived: String,
    before: String,
    now: String,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

pub async fn criterion(
    mut visitor: Visitor,
    ctx: Result<Ctx, Refusal>,
    Path((token, criterion)): Path<(String, CriterionId)>,
) -> Answer {
    let leaf = assessor_link::criterion(&visitor.app, guest(&visitor, &token), criterion).await?;
    let (headers, shell) = frame(&mut visitor, ctx, &leaf.node().title);
    Ok(hidden((headers, Page::ok(page(shell, token, &leaf, None, Errors::default())))))
}

fn page(shell: Shell, token: String, leaf: &Leaf, typed: Option<&Pairs>, errors: Errors) -> LeafPage {
    let node = leaf.node();
    let held = leaf.before.as_ref();
    let kept = typed
        .cloned()
        .unwrap_or_else(|| held.map(|(_, claim)| pairs_of(&claim.answer, &claim.reason)).unwrap_or_default());
    let value = |name: &str| get(&kept, name).to_owned();
    let now = held.map(|(_, claim)| {
        let mark = mark(node, Some(&claim.answer)).unwrap_or_default();
        mark.got.map_or(mark.why.clone(), |got| format!("{got} 分，{}", mark.why))
    });
    LeafPage {
        shell,
        token,
        id: node.id,
        standard: leaf.opened.dossier.standard.clone(),
        title: leaf.section.heading.clone(),
        line: format!("分值 {}，评分方式：{}", said(node.points), node.model.label()),
        caution: leaf.opened.dossier.caution.clone().unwrap_or_default(),
        detail: detail(&node.model),
        evidence: node.evidence.iter().map(wants).collect(),
        waiver: leaf.section.waiver.clone().unwrap_or_default(),
        proofs: leaf.section.proofs.iter().map(shown).collect(),
        back: leaf.neighbours.0,
        onward: leaf.neighbours.1,
        may: leaf.opened.may_score(),
        inputs: inputs(&node.model, &kept),
        grades: grades(&node.model, &value("answer")),
        reason: value("reason"),
        waived: !value("not_applicable").is_empty(),
        why_waived: value("waived"),
        before: held.map(|(id, _)| id.to_string()).unwrap_or_default(),
        now: now.unwrap_or_default(),
        lines: errors.lines(),
        errors,
    }
}

pub async fn score(
    mut visitor: Visitor,
    ctx: Result<Ctx, Refusal>,
    Path((token, criterion)): Path<(String, CriterionId)>,
    Form(pairs): Form<Pairs>,
) -> Answer {
    let leaf = assessor_link::criterion(&visitor.app, guest(&visitor, &token), criterion).await?;
    let done = match parse(&leaf.node().model, &pairs) {
        Ok(answer) => {
            let before = get(&pairs, "before").parse().ok();
            let form = ScoreForm { before, answer, reason: get(&pairs, "reason").to_owned() };
            assessor_link::score(&visitor.app, guest(&visitor, &token), criterion, &form).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            let onward = leaf.neighbours.1.map(|it| format!("/{it}")).unwrap_or_default();
            let said = format!("“{}”的得分已保存。", leaf.node().title);
            Ok(hidden(Redirected::with_notice(format!("/assess/{token}{onward}"), "ok", said)))
        }
        Err(error) => {
            let errors = Errors::of(error)?;
            let (headers, shell) = frame(&mut visitor, ctx, &leaf.node().title);
            Ok(hidden((headers, Page::refused(page(shell, token, &leaf, Some(&pairs), errors)))))
        }
    }
}

/// A file of the evidence: photos and PDF in the browser, everything else to be saved.
pub async fn file(
    visitor: Visitor,
    Path((token, criterion, file)): Path<(String, CriterionId, FileId)>,
) -> Answer {
    let (file, opened) = assessor_link::file(&visitor.app, guest(&visitor, &token), criterion, file).await?;
    let named = attachment(&file.name);
    let disposition = if inline(&file.media) { named.replacen("attachment", "inline", 1) } else { named };
    let media = if file.media == "text/plain" { "application/octet-stream".to_owned() } else { file.media };
    let headers = [
        (header::CONTENT_TYPE, media),
        (header::CONTENT_DISPOSITION, disposition),
        // A link that is taken back shows nothing more, so that no copy is kept.
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok(hidden((headers, Body::new(FileBody::new(opened)))))
}

#[derive(Template)]
#[template(path = "assessor_link/view.html")]
struct ViewPage {
    shell: Shell,
    token: String,
    criterion: CriterionId,
    standard: String,
    title: String,
    line: String,
    viewed: Viewed,
}

/// Such a file in the page.
pub async fn view(
    mut visitor: Visitor,
    ctx: Result<Ctx, Refusal>,
    Path((token, criterion, file)): Path<(String, CriterionId, FileId)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let it =
        assessor_link::view(&visitor.app, guest(&visitor, &token), criterion, file, asked.text()).await?;
    let (headers, shell) = frame(&mut visitor, ctx, &it.file.name);
    let at = format!("/assess/{token}/{criterion}/files/{file}");
    // Of a photo the address itself gives the copy.
    let places = [at.clone(), at.clone(), format!("{at}/view"), format!("{at}/frame")];
    Ok(hidden((
        headers,
        Page::ok(ViewPage {
            shell,
            token,
            criterion,
            standard: it.standard,
            title: it.section,
            line: words::size(it.file.size),
            viewed: Viewed::new(it.file.name, places, it.shown, &asked),
        }),
    )))
}

/// Its pages, for the frame of [`view`].
pub async fn pages(
    visitor: Visitor,
    Path((token, criterion, file)): Path<(String, CriterionId, FileId)>,
) -> Answer {
    let (file, opened) = assessor_link::file(&visitor.app, guest(&visitor, &token), criterion, file).await?;
    let mut response = framed(&file.media, &file.name, file.size, opened)?;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(hidden(response))
}
