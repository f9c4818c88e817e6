//! The form of a draft: fields and blocks, with what is to be mended beside them. Every button works
//! without script: those of the form itself give the form back as it was typed.

use crate::form::{Errors, Form, Pairs};
use crate::page::{Answer, Page};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::words::Pick;
use app::paper::sheet::{Annex, Piece, Sheet};
use app::paper::text::{self, Found};
use app::paper::{self, Form as Held};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::id::PaperId;
use gongwen::paper::{Kind, Place};

#[derive(Template)]
#[template(path = "paper/form.html")]
pub struct FormPage {
    shell: Shell,
    id: PaperId,
    version: i64,
    sheet: Sheet,
    parts: Vec<Part>,
    kinds: Vec<Pick>,
    formats: Vec<Pick>,
    seals: Vec<Pick>,
    errors: Errors,
    problems: Vec<Found>,
    /// Whether something was typed that is not saved.
    typed: bool,
}

/// The text or an attachment, with its blocks.
struct Part {
    number: usize,
    annex: Option<Annex>,
    wrong: Vec<Found>,
    rows: Vec<Row>,
}

/// A block of the form.
struct Row {
    /// Position in the whole form: buttons name it.
    at: usize,
    /// Position in its part, from 1.
    number: usize,
    piece: Piece,
    levels: Vec<Pick>,
    /// Lines of its text area.
    height: usize,
    wrong: Vec<Found>,
}

impl FormPage {
    /// What is to be mended at a place of the frame.
    fn at(&self, place: &Place) -> impl Iterator<Item = &Found> {
        self.problems.iter().filter(move |it| it.place == *place)
    }

    fn header(&self) -> Vec<&Found> {
        self.at(&Place::Header).collect()
    }

    fn title(&self) -> Vec<&Found> {
        self.at(&Place::Title).collect()
    }

    fn recipients(&self) -> Vec<&Found> {
        self.at(&Place::Recipients).collect()
    }

    fn foot(&self) -> Vec<&Found> {
        let foot = [Place::SignOff, Place::Note, Place::Imprint];
        self.problems.iter().filter(|it| foot.contains(&it.place)).collect()
    }

    fn binding(&self) -> usize {
        self.problems.iter().filter(|it| it.binds).count()
    }
}

impl Part {
    fn wrong(&self) -> Vec<&Found> {
        self.wrong.iter().collect()
    }
}

impl Row {
    fn wrong(&self) -> Vec<&Found> {
        self.wrong.iter().collect()
    }
}

const LEVELS: [(&str, &str); 5] =
    [("1", "一、"), ("2", "（一）"), ("3", "1."), ("4", "（1）"), ("0", "不编号")];

fn height(piece: &Piece) -> usize {
    // As the field is broad beside the pages; the script fits it exactly.
    let wide = if piece.kind == "table" { 60 } else { 28 };
    let lines: usize = piece.text.lines().map(|line| 1 + line.chars().count() / wide).sum();
    let most = if piece.kind == "heading" { 2 } else { 16 };
    lines.clamp(1, most).max(if piece.kind == "table" { 4 } else { 1 })
}

/// The parts of a form; `counts` tells how many blocks each piece makes.
fn parts(sheet: &Sheet, counts: &[usize], problems: &[Found]) -> Vec<Part> {
    let part = |number: usize| {
        let (mut rows, mut first) = (Vec::new(), 0);
        for (at, piece) in sheet.pieces.iter().enumerate().filter(|(_, it)| it.part == number) {
            let end = first + counts.get(at).copied().unwrap_or(0);
            let here = |place: &Place| match place {
                Place::Body(block) => number == 0 && (first..end).contains(block),
                Place::Attachment(annex, Some(block)) => annex + 1 == number && (first..end).contains(block),
                _ => false,
            };
            let level = piece.level.to_string();
            rows.push(Row {
                at,
                number: rows.len() + 1,
                levels: LEVELS
                    .iter()
                    .map(|(code, label)| Pick::of((*code).into(), (*label).into(), level == *code))
                    .collect(),
                height: height(piece),
                wrong: problems.iter().filter(|it| here(&it.place)).cloned().collect(),
                piece: piece.clone(),
            });
            first = end;
        }
        let annex = number.checked_sub(1).and_then(|at| sheet.annexes.get(at)).cloned();
        let whole = |it: &&Found| match it.place {
            Place::Attachment(at, None) => at + 1 == number,
            Place::Body(0) => number == 0 && rows.is_empty(),
            _ => false,
        };
        let wrong = problems.iter().filter(whole).cloned().collect();
        Part { number, annex, wrong, rows }
    };
    (0..=sheet.annexes.len()).map(part).collect()
}

async fn drawn(ctx: &Ctx, held: Held, typed: Option<Sheet>, errors: Errors) -> app::Result<FormPage> {
    let is_typed = typed.is_some();
    let sheet = typed.unwrap_or_else(|| Sheet::of(&held.words));
    let words = sheet.words(&held.words).unwrap_or_else(|_| held.words.clone());
    let (row, today) = (held.paper.row.clone(), ctx.app.today());
    let problems = tokio::task::spawn_blocking(move || text::problems(&words, &row, today))
        .await
        .map_err(app::Error::from)?;
    let counts = sheet.counts(&held.words);
    let pick = |codes: &[(&str, &str)], now: &str| {
        codes.iter().map(|(code, label)| Pick::of((*code).into(), (*label).into(), *code == now)).collect()
    };
    let mut seals =
        vec![("stamped", "加盖印章"), ("none", "不加盖印章"), ("omitted", "不署名（纪要、简报）")];
    if sheet.seal == "signature" {
        seals.push(("signature", "加盖签发人签名章"));
    }
    Ok(FormPage {
        shell: ctx.shell("编辑公文").await?,
        id: held.paper.id,
        version: held.paper.version,
        parts: parts(&sheet, &counts, &problems),
        kinds: Kind::ALL
            .iter()
            .map(|kind| Pick::of(kind.name().into(), kind.name().into(), sheet.kind == kind.name()))
            .collect(),
        formats: pick(
            &[("common", "通用格式"), ("letter", "信函格式"), ("minutes", "纪要格式")],
            &sheet.format,
        ),
        seals: pick(&seals, &sheet.seal),
        sheet,
        errors,
        problems,
        typed: is_typed,
    })
}

pub async fn form(ctx: Ctx, Path(id): Path<PaperId>) -> Answer<Page<FormPage>> {
    let held = paper::form(&ctx.app, &ctx.who, id).await?;
    Ok(Page::ok(drawn(&ctx, held, None, Errors::default()).await?))
}

/// What the fields say. Those of a block come once for each block, in their order.
pub(super) fn sheet(pairs: &Pairs) -> Sheet {
    let one = |name: &str| -> String {
        pairs.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let all = |name: &str| -> Vec<String> {
        pairs.iter().filter(|(it, _)| it == name).map(|(_, value)| value.clone()).collect()
    };
    let (parts, kinds, levels) = (all("part"), all("block"), all("level"));
    let (texts, mores, shares, was) = (all("text"), all("more"), all("shares"), all("was"));
    let of = |list: &[String], at: usize| list.get(at).cloned().unwrap_or_default();
    let titles = all("annex_title");
    let turned = all("annex_side");
    let pieces = kinds.iter().enumerate().map(|(at, kind)| Piece {
        part: of(&parts, at).parse().unwrap_or(0),
        kind: kind.clone(),
        level: of(&levels, at).parse().unwrap_or(1),
        text: of(&texts, at).replace("\r\n", "\n"),
        more: of(&mores, at),
        shares: of(&shares, at),
        was: of(&was, at),
    });
    let annexes = titles
        .iter()
        .enumerate()
        .map(|(at, title)| Annex { title: title.clone(), landscape: of(&turned, at) == "landscape" });
    Sheet {
        title: one("title"),
        kind: one("kind"),
        format: one("format"),
        upward: one("upward") == "on",
        organs: one("organs"),
        mark: one("mark"),
        issue: one("issue"),
        recipients: one("recipients"),
        pieces: pieces.collect(),
        annexes: annexes.collect(),
        signers: one("signers"),
        date: one("date"),
        seal: one("seal"),
        note: one("note"),
        cc: one("cc"),
        printer: one("printer"),
        present: one("present"),
        excused: one("excused"),
        observers: one("observers"),
    }
}

/// 保存, or an act of the form itself.
pub async fn send(ctx: Ctx, Path(id): Path<PaperId>, Form(pairs): Form<Pairs>) -> Answer<Response> {
    let mut typed = sheet(&pairs);
    let field = |name: &str| pairs.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value.as_str());
    if typed.act(field("act")) {
        let held = held(&ctx, id, field("version")).await?;
        return Ok(Page::ok(drawn(&ctx, held, Some(typed), Errors::default()).await?).into_response());
    }
    let version = field("version").parse().unwrap_or(0);
    match paper::save(&ctx.app, &ctx.who, id, version, typed.clone()).await {
        Ok(()) => Ok(ctx.done(format!("/papers/{id}"), "已保存为新的版本。").into_response()),
        Err(error) => refused(&ctx, id, field("version"), typed, error).await,
    }
}

/// The form once more, with what was typed and what is wrong with it.
pub(super) async fn refused(
    ctx: &Ctx,
    id: PaperId,
    version: &str,
    typed: Sheet,
    error: app::Error,
) -> Answer<Response> {
    let errors = Errors::of(error)?;
    let held = held(ctx, id, version).await?;
    Ok(Page::refused(drawn(ctx, held, Some(typed), errors).await?).into_response())
}

/// The draft, as long as it is the one that the form was made from.
async fn held(ctx: &Ctx, id: PaperId, version: &str) -> app::Result<Held> {
    let held = paper::form(&ctx.app, &ctx.who, id).await?;
    if version.parse() != Ok(held.paper.version) {
        return Err(domain::Refused::Stale.into());
    }
    Ok(held)
}
