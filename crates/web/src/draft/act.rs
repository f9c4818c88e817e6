//! What the forms of the review page do. Every form works without script; each answers with a
//! redirect to the next thing to look at.

use super::review::{self, Asked, Refusal};
use super::show::Show;
use crate::form::{Errors, Form, Pairs};
use crate::page::{Answer, Redirected};
use crate::request::{Ctx, Path};
use app::draft;
use axum::http::HeaderValue;
use axum::response::{IntoResponse, Response};
use domain::code::Code;
use domain::day::Day;
use domain::draft::{Draft, Edit, Fan, Item, Status};
use domain::id::{DraftId, PersonId, UnitId};
use domain::refused::Check;

/// Fields of a form by name.
struct Typed<'a>(&'a Pairs);

impl Typed<'_> {
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).unwrap_or_default()
    }

    fn all<T: std::str::FromStr>(&self, name: &str) -> Vec<T> {
        self.0.iter().filter(|(key, _)| key == name).filter_map(|(_, value)| value.parse().ok()).collect()
    }

    fn id<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name).parse().ok()
    }

    fn version(&self) -> i64 {
        self.get("version").parse().unwrap_or(-1)
    }

    fn day(&self, check: &mut Check, name: &str) -> Option<Day> {
        let text = self.get(name);
        if text.is_empty() {
            return None;
        }
        check.take(name, Day::parse_loose(text).map_err(|error| error.to_string()))
    }
}

/// An act on one item; the button pressed says which.
pub async fn item(ctx: Ctx, Path((id, item)): Path<(DraftId, u32)>, Form(form): Form<Pairs>) -> Answer {
    let typed = Typed(&form);
    let show = Show::parse(typed.get("show"));
    let sheet = draft::view(&ctx.app, &ctx.who, id).await?;
    let Some((_, held)) = sheet.draft.tree.item(item) else {
        return Err(app::Error::rule("这一条已经不在草稿里了。请刷新页面。").into());
    };
    let act = typed.get("act");
    let done = match edits(&typed, held, act) {
        Ok(edits) => draft::edit(&ctx.app, &ctx.who, id, typed.version(), edits).await,
        Err(refused) => Err(refused.into()),
    };
    match done {
        Ok(_) => {
            let tree = draft::view(&ctx.app, &ctx.who, id).await?.draft.row.tree;
            Ok(Redirected::to(after(id, &tree, show, item, act)).into_response())
        }
        Err(error) => refused(&ctx, id, show, item.to_string(), form, error).await,
    }
}

/// The page with the refused form open and what was typed in it. Its address stays the page's own:
/// that of the act cannot be read again.
async fn refused(
    ctx: &Ctx,
    id: DraftId,
    show: Show,
    edit: String,
    typed: Pairs,
    error: app::Error,
) -> Answer {
    let errors = Errors::of(error)?;
    let asked = Asked { show: show.code().into(), edit, ..Asked::default() };
    let mut response = review::refused(ctx, id, &asked, Refusal { typed, errors }).await?.into_response();
    response.headers_mut().insert("hx-push-url", HeaderValue::from_static("false"));
    Ok(response)
}

/// Where to go on: to the next open item after a confirmation, else back to the same one.
fn after(id: DraftId, tree: &Draft, show: Show, item: u32, act: &str) -> String {
    let show_code = show.code();
    let at = |item: u32| format!("/drafts/{id}?show={show_code}&edit={item}#t-{item}");
    let onwards = matches!(act, "confirm" | "drop" | "adopt");
    if !onwards {
        let stays = matches!(act, "save" | "split" | "move") && tree.item(item).is_some();
        return if stays { at(item) } else { format!("/drafts/{id}?show={show_code}#t-{item}") };
    }
    if act == "adopt" {
        return format!("/drafts/{id}?show={show_code}");
    }
    let wanted = |(_, it): &(&domain::draft::Measure, &Item)| it.status == Status::Proposed;
    let rest = tree.items().skip_while(|(_, it)| it.id != item).skip(1).find(wanted);
    match rest.or_else(|| tree.items().find(wanted)) {
        Some((_, next)) => at(next.id),
        None => format!("/drafts/{id}?show={show_code}"),
    }
}

fn edits(typed: &Typed<'_>, held: &Item, act: &str) -> Result<Vec<Edit>, domain::Refused> {
    let item = held.id;
    let text = typed.get("text").to_owned();
    let mut edits = Vec::new();
    let has_text = typed.0.iter().any(|(key, _)| key == "text");
    if has_text && text != held.text && act != "drop" {
        edits.push(Edit::Reword { item, text });
    }
    match act {
        // The tick of a row: nothing but the confirmation.
        "tick" => edits.push(Edit::Confirm { item }),
        "confirm" | "save" => {
            edits.extend(fields(typed, held)?);
            if act == "confirm" {
                edits.push(Edit::Confirm { item });
            }
        }
        "adopt" => {
            edits.extend(fields(typed, held)?);
        }
        "split" => edits.push(Edit::Split { item, at: typed.get("at").parse().unwrap_or(0) }),
        "merge" => edits.push(Edit::MergeUp { item }),
        "move" => {
            let measure = typed.id("to").ok_or_else(|| domain::Refused::field("to", "请选择移到哪一组。"))?;
            edits.push(Edit::Move { item, measure, position: usize::MAX });
        }
        "drop" => edits.push(Edit::Drop { item }),
        "restore" => edits.push(Edit::Restore { item }),
        "reopen" => edits.push(Edit::Reopen { item }),
        _ => return Err(domain::Refused::rule("没有这种操作。请刷新页面再试。")),
    }
    Ok(edits)
}

/// The fields of the editor that differ from what is kept. A field the form does not have stays.
fn fields(typed: &Typed<'_>, held: &Item) -> Result<Vec<Edit>, domain::Refused> {
    let item = held.id;
    let has = |name: &str| typed.0.iter().any(|(key, _)| key == name);
    let mut check = Check::new();
    let mut edits = Vec::new();
    if has("lead") {
        let lead = typed.get("lead");
        let fan = Fan::from_code(lead);
        let mut leads: Vec<UnitId> = lead.parse().into_iter().collect();
        for unit in typed.all::<UnitId>("also") {
            if !leads.contains(&unit) {
                leads.push(unit);
            }
        }
        let doer: Option<PersonId> = typed.id("doer");
        let support = if has("beside") { typed.all("support") } else { held.support.clone() };
        let same = leads == held.leads && fan == held.fan && doer == held.doer && support == held.support;
        if !same {
            edits.push(Edit::Own { item, leads, fan, doer, support });
        }
    }
    if has("due") {
        let due = typed.day(&mut check, "due");
        if due != held.due {
            edits.push(Edit::Due { item, due });
        }
    }
    if has("stage") {
        let stage = typed.id("stage");
        if stage != held.stage {
            edits.push(Edit::Stage { item, stage });
        }
    }
    if has("cadence") && typed.get("cadence") != held.recurs.map(|it| it.to_string()).unwrap_or_default() {
        edits.push(Edit::Cadence { item, words: typed.get("cadence").to_owned() });
    }
    if has("quantity") && (typed.get("quantity") != held.quantity || typed.get("uom") != held.uom) {
        let (quantity, uom) = (typed.get("quantity").to_owned(), typed.get("uom").to_owned());
        edits.push(Edit::Quantity { item, quantity, uom });
    }
    for (n, festival) in held.festivals.iter().enumerate() {
        let name = format!("festival-{n}");
        if !has(&name) {
            continue;
        }
        let day = typed.day(&mut check, &name);
        if day.is_some() && day != festival.day {
            edits.push(Edit::Festival { item, name: festival.name.clone(), day });
        } else if typed.get(&format!("no-{name}")) == "on" {
            edits.push(Edit::Festival { item, name: festival.name.clone(), day: None });
        }
    }
    check.done()?;
    Ok(edits)
}

/// 整组指定, 整组确认, 新增一条.
pub async fn measure(ctx: Ctx, Path((id, measure)): Path<(DraftId, u32)>, Form(form): Form<Pairs>) -> Answer {
    let typed = Typed(&form);
    let show = Show::parse(typed.get("show"));
    let mut check = Check::new();
    let due = typed.day(&mut check, "due");
    let edits = match typed.get("act") {
        "add" => vec![Edit::AddItem { measure, text: typed.get("text").to_owned() }],
        "confirm" => vec![Edit::ConfirmMeasure { measure }],
        act => {
            let assign = Edit::AssignMeasure {
                measure,
                leader: typed.id("leader"),
                lead: typed.id("lead"),
                doer: typed.id("doer"),
                reviewer: typed.id("reviewer"),
                due,
            };
            let confirm = (act == "assign_confirm").then_some(Edit::ConfirmMeasure { measure });
            std::iter::once(assign).chain(confirm).collect()
        }
    };
    let panel = if typed.get("act") == "add" { "a" } else { "m" };
    let done = match check.done() {
        Ok(()) => draft::edit(&ctx.app, &ctx.who, id, typed.version(), edits).await,
        Err(refused) => Err(refused.into()),
    };
    match done {
        Ok(_) => Ok(Redirected::to(format!("/drafts/{id}?show={}#m-{measure}", show.code())).into_response()),
        Err(error) => refused(&ctx, id, show, format!("{panel}{measure}"), form, error).await,
    }
}

/// 方案信息.
pub async fn head(ctx: Ctx, Path(id): Path<DraftId>, Form(form): Form<Pairs>) -> Answer {
    let typed = Typed(&form);
    let mut check = Check::new();
    let issued = typed.day(&mut check, "issued");
    let year = typed.get("year").parse::<i16>().unwrap_or(0);
    let edit = Edit::Header {
        title: typed.get("title").to_owned(),
        doc_number: typed.get("doc_number").to_owned(),
        issuer: typed.get("issuer").to_owned(),
        target: typed.get("target").to_owned(),
        issued,
        year,
    };
    let done = match check.done() {
        Ok(()) => draft::edit(&ctx.app, &ctx.who, id, typed.version(), vec![edit]).await,
        Err(refused) => Err(refused.into()),
    };
    match done {
        Ok(_) => Ok(back(&ctx, id, &typed)),
        Err(error) => {
            let show = Show::parse(typed.get("show"));
            refused(&ctx, id, show, "head".into(), form, error).await
        }
    }
}

fn back(_: &Ctx, id: DraftId, typed: &Typed<'_>) -> Response {
    Redirected::to(format!("/drafts/{id}?show={}", Show::parse(typed.get("show")).code())).into_response()
}

/// Name and days of one stage.
pub async fn stage(ctx: Ctx, Path((id, stage)): Path<(DraftId, u32)>, Form(mut form): Form<Pairs>) -> Answer {
    let typed = Typed(&form);
    let show = Show::parse(typed.get("show"));
    let mut check = Check::new();
    let (from, to) = (typed.day(&mut check, "from"), typed.day(&mut check, "to"));
    let edit = Edit::StageDates { stage, name: typed.get("name").to_owned(), from, to };
    let done = match check.done() {
        Ok(()) => draft::edit(&ctx.app, &ctx.who, id, typed.version(), vec![edit]).await,
        Err(refused) => Err(refused.into()),
    };
    match done {
        Ok(_) => {
            Ok(Redirected::to(format!("/drafts/{id}?show={}&edit=stages#panel", show.code())).into_response())
        }
        Err(error) => {
            form.push(("stage".into(), stage.to_string()));
            refused(&ctx, id, show, "stages".into(), form, error).await
        }
    }
}

/// Who sits in the leading group: one form for all seats, fields `seat-<id>`.
pub async fn seats(ctx: Ctx, Path(id): Path<DraftId>, Form(form): Form<Pairs>) -> Answer {
    let typed = Typed(&form);
    let tree = draft::view(&ctx.app, &ctx.who, id).await?.draft.row.tree;
    let edits = tree
        .team
        .iter()
        .filter(|seat| typed.0.iter().any(|(key, _)| *key == format!("seat-{}", seat.id)))
        .map(|seat| (seat, typed.id::<PersonId>(&format!("seat-{}", seat.id))))
        .filter(|(seat, person)| *person != seat.person)
        .map(|(seat, person)| Edit::Seat { seat: seat.id, person })
        .collect();
    draft::edit(&ctx.app, &ctx.who, id, typed.version(), edits).await?;
    Ok(back(&ctx, id, &typed))
}

/// A doubt is answered.
pub async fn settle(ctx: Ctx, Path((id, doubt)): Path<(DraftId, u32)>, Form(form): Form<Pairs>) -> Answer {
    let typed = Typed(&form);
    draft::edit(&ctx.app, &ctx.who, id, typed.version(), vec![Edit::Settle { doubt }]).await?;
    Ok(back(&ctx, id, &typed))
}
