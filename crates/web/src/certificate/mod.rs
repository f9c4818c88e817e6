//! 证书: the register, those that run out first in front; entering, changing and taking off one of a person.

mod edit;

use crate::form::Form;
use crate::listing::{Address, Pager, workbook};
use crate::page::{Answer, Download, Page, Redirected};
use crate::request::Ctx;
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::unit::{Choice, units};
use crate::words;
use crate::work::Tab;
use app::certificate::{self, Wanted};
use app::export::{Cell, Export, MOST_ROWS};
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::certificate::Standing;
use domain::code::Code;
use domain::day::Day;
use domain::id::{CertificateId, PersonId};
use store::CertificateRow;

pub fn routes() -> Vec<Route> {
    let (view, edit) = (Access::May(Action::ViewCertificate), Access::May(Action::EditCertificate));
    vec![
        get("/certificates", view, show),
        post("/certificates/list.xlsx", view, xlsx),
        get("/certificates/{id}", edit, edit::show),
        post("/certificates/{id}", edit, edit::save),
        post("/certificates/{id}/void", edit, edit::void),
        get("/people/{id}/certificates", edit, edit::blank),
        post("/people/{id}/certificates", edit, edit::add),
    ]
}

#[derive(Template)]
#[template(path = "certificate/list.html")]
struct ListPage {
    shell: Shell,
    tabs: Vec<Tab>,
    address: Address,
    rows: Vec<Line>,
    total: String,
    pager: Pager,
    units: Vec<Choice>,
    /// Whether the reader may look at persons.
    may_see: bool,
    /// The page of the reader, to enter one's own.
    own: Option<PersonId>,
}

/// A certificate as lists and the page of its holder show it.
pub(crate) struct Line {
    pub id: CertificateId,
    pub person: PersonId,
    pub holder: String,
    pub name: String,
    pub issuer: String,
    pub number: String,
    pub issued: Day,
    pub expires: String,
    pub sign: &'static str,
    pub standing: Standing,
}

impl Line {
    pub fn of(row: &CertificateRow, today: Day) -> Self {
        let it = &row.certificate;
        let standing = it.standing(today);
        Self {
            id: it.id,
            person: it.person,
            holder: row.holder.clone(),
            name: it.name.clone(),
            issuer: it.issuer.clone(),
            number: it.number.clone(),
            issued: it.issued,
            expires: it.expires.map_or_else(|| "长期".into(), |day| day.to_string()),
            sign: match standing {
                Standing::Valid => "done",
                Standing::Soon => "back",
                Standing::Expired => "late",
            },
            standing,
        }
    }
}

const PAGE: i64 = 50;
const FILTERS: &[&str] = &["standing", "unit", "person", "q"];

fn asked(raw: Option<String>) -> (Address, Wanted) {
    let address = Address::parse("/certificates", &[], FILTERS, &raw.unwrap_or_default());
    let wanted = Wanted {
        standing: Standing::from_code(address.get("standing")),
        unit: address.get("unit").parse().ok(),
        person: address.get("person").parse().ok(),
        words: address.get("q").to_owned(),
    };
    (address, wanted)
}

fn tabs(here: &str) -> Vec<Tab> {
    let tab = |label: &str, code: &str| Tab {
        label: label.to_owned(),
        url: if code.is_empty() { "/certificates".into() } else { format!("/certificates?standing={code}") },
        active: here == code,
        count: None,
        late: false,
    };
    let known = [Standing::Soon, Standing::Expired, Standing::Valid];
    std::iter::once(tab("全部", "")).chain(known.map(|it| tab(it.label(), it.code()))).collect()
}

async fn show(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let (address, wanted) = asked(raw);
    let turn = address.turn(|day, id| Some((day.parse().ok()?, id.parse().ok()?)));
    let listed = certificate::list(&ctx.app, &ctx.who, &wanted, &turn, PAGE).await?;
    if listed.leaf.rows.is_empty() && !address.is_first() {
        return Ok(Redirected::to(address.first()).into_response());
    }
    let today = ctx.app.today();
    let may_see = ctx.who.reach(Action::ViewUnits).is_some();
    let below =
        format!("本页 {} 本，共 {} 本，先到期的在前", listed.leaf.rows.len(), words::counted(listed.total));
    Ok(Page::ok(ListPage {
        shell: ctx.shell("证书").await?,
        tabs: tabs(address.get("standing")),
        rows: listed.leaf.rows.iter().map(|row| Line::of(row, today)).collect(),
        total: words::counted(listed.total),
        pager: address.pager(below, listed.leaf.prev, listed.leaf.next),
        units: match may_see {
            true => units(&ctx, address.get("unit"), "全部科室和单位").await?,
            false => Vec::new(),
        },
        may_see,
        own: ctx.who.reach(Action::EditCertificate).map(|_| ctx.who.person),
        address,
    })
    .into_response())
}

/// The list as it is shown. What leaves the house about people is audited, so it is asked by a form.
async fn xlsx(ctx: Ctx, RawQuery(raw): RawQuery, Form(()): Form<()>) -> Answer<Download> {
    let (_, wanted) = asked(raw);
    let today = ctx.app.today();
    let (rows, cut) = certificate::export(&ctx.app, &ctx.who, &wanted, MOST_ROWS).await?;
    let rows = rows.iter().map(|row| cells(Line::of(row, today))).collect();
    let heads = ["姓名", "证书名称", "发证单位", "证书编号", "发证日期", "有效期至", "状态"];
    let filter = wanted.standing.map(|it| it.to_string()).unwrap_or_default();
    let heads = heads.map(str::to_owned).to_vec();
    Ok(workbook(Export { title: "证书".into(), filter, day: today, heads, rows, cut }).await?)
}

fn cells(it: Line) -> Vec<Cell> {
    vec![
        it.holder.into(),
        it.name.into(),
        it.issuer.into(),
        it.number.into(),
        it.issued.to_string().into(),
        it.expires.into(),
        it.standing.to_string().into(),
    ]
}
