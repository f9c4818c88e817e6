//! 激活单: handed out for a section or for one person, printed and cut; and the list of those that can
//! still be used. A code is shown once, in the answer to the act that made it.

use super::moment;
use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use crate::unit::{Choice, chosen, units};
use app::slip::{self, HandedSlip};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::day::{Day, Instant};
use domain::id::{PersonId, SlipId, UnitId};
use qrcode::{Color, EcLevel, QrCode};
use serde::Deserialize;

/// Slips on one page of the list.
const PAGE: i64 = 50;

/// A slip as it is printed.
#[derive(Debug)]
pub(crate) struct Printed {
    pub slip: HandedSlip,
    /// Where its owner chooses a password.
    pub url: String,
    /// The same as a picture.
    pub qr: Option<Picture>,
    /// The last day on which it can be used.
    pub last: String,
}

impl Printed {
    /// `base` is the address of the server as browsers know it.
    pub fn new(slip: HandedSlip, base: &str) -> Self {
        let url = format!("{base}/activate/{}", slip.code);
        // The last full day: the code still opens a part of the next one.
        let last = Day::of_instant(slip.expires).minus(1).full_text();
        Self { qr: picture(&url), url, last, slip }
    }

    /// Slips of one act.
    pub fn all(slips: Vec<HandedSlip>, base: &str) -> Vec<Self> {
        slips.into_iter().map(|slip| Self::new(slip, base)).collect()
    }
}

/// A code for cameras: its dark squares as one SVG path on a field of so many squares.
#[derive(Debug)]
pub(crate) struct Picture {
    pub path: String,
    pub side: usize,
}

/// The light border that cameras ask for, in squares (ISO/IEC 18004).
const QUIET: usize = 4;

/// The code of an address. One that is too long has none: the words beside it are enough.
fn picture(text: &str) -> Option<Picture> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let squares = dark.map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET));
    Some(Picture { path: squares.collect(), side: width + 2 * QUIET })
}

/// Slips ready to be printed and cut.
#[derive(Template)]
#[template(path = "account/slips.html")]
pub struct PrintPage {
    shell: Shell,
    slips: Vec<Printed>,
    /// Whether the address comes from the browser: the administrator has set none.
    guessed: bool,
}

impl PrintPage {
    pub(crate) async fn new(ctx: &Ctx, slips: Vec<HandedSlip>) -> app::Result<Self> {
        let slips = Printed::all(slips, &ctx.base.url);
        Ok(Self { shell: ctx.shell("激活单").await?, slips, guessed: ctx.base.guessed })
    }
}

#[derive(Template)]
#[template(path = "account/outstanding.html")]
pub struct ListPage {
    shell: Shell,
    rows: Vec<Line>,
    next: Option<String>,
    units: Vec<Choice>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

struct Line {
    id: SlipId,
    name: String,
    unit: String,
    login: String,
    until: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    after: String,
    /// The unit chosen beforehand, where a unit's page leads here.
    #[serde(default)]
    unit: String,
}

async fn list_page(ctx: &Ctx, asked: &Asked, errors: Errors) -> app::Result<ListPage> {
    let after = asked.after.split_once('_');
    let after = after.and_then(|(at, id)| Some((Instant(at.parse().ok()?), id.parse().ok()?)));
    let found = slip::outstanding(&ctx.app, &ctx.who, after, PAGE).await?;
    let line = |row: store::OpenSlip| Line {
        id: row.slip.id,
        name: row.name,
        unit: row.unit,
        login: row.login,
        until: moment(row.slip.expires),
    };
    Ok(ListPage {
        shell: ctx.shell("激活单").await?,
        rows: found.rows.into_iter().map(line).collect(),
        next: found.next.map(|(at, id)| format!("/slips?after={}_{id}", at.0)),
        units: units(ctx, &asked.unit, "请选择").await?,
        lines: errors.lines(),
        errors,
    })
}

pub async fn list(ctx: Ctx, Query(asked): Query<Asked>) -> Answer<Page<ListPage>> {
    Ok(Page::ok(list_page(&ctx, &asked, Errors::default()).await?))
}

#[derive(Debug, Deserialize)]
pub struct BatchForm {
    #[serde(default)]
    unit: String,
}

pub async fn batch(ctx: Ctx, Form(form): Form<BatchForm>) -> Answer<Response> {
    let made = match chosen::<UnitId>("unit", &form.unit, "请选择科室或单位。") {
        Ok(unit) => slip::batch(&ctx.app, &ctx.who, unit).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(slips) => Ok(Page::ok(PrintPage::new(&ctx, slips).await?).into_response()),
        Err(error) => {
            let asked = Asked { after: String::new(), unit: form.unit };
            Ok(Page::refused(list_page(&ctx, &asked, Errors::of(error)?).await?).into_response())
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct InviteForm {
    person: PersonId,
    role: String,
}

pub async fn invite(ctx: Ctx, Form(form): Form<InviteForm>) -> Answer<Page<PrintPage>> {
    let role = super::manage::parse_role(&form.role)?;
    let slip = slip::invite(&ctx.app, &ctx.who, form.person, role).await?;
    Ok(Page::ok(PrintPage::new(&ctx, vec![slip]).await?))
}

pub async fn revoke(ctx: Ctx, Path(id): Path<SlipId>, Form(()): Form<()>) -> Answer<Redirected> {
    slip::revoke(&ctx.app, &ctx.who, id).await?;
    Ok(ctx.done("/slips", "激活单已收回，不能再用。"))
}
