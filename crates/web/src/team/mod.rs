//! 领导小组、专班: list, page with seats, names matched to the roster by hand.

use crate::form::{ErrorLine, Errors, Form};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::unit::{Choice, codes, day, day_or_none, span};
use app::team::{self, Line, SeatForm, TeamForm};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::Day;
use domain::authority::Action;
use domain::code::Code;
use domain::id::{PersonId, TeamId, TeamMemberId};
use domain::team::TeamKind;
use serde::Deserialize;

pub fn routes() -> Vec<Route> {
    let (view, edit) = (Access::May(Action::ViewUnits), Access::May(Action::EditPeople));
    vec![
        get("/teams", view, list),
        get("/teams/new", edit, new),
        post("/teams/new", edit, create),
        get("/teams/{id}", view, show),
        get("/teams/{id}/edit", edit, edit_page),
        post("/teams/{id}/edit", edit, save),
        post("/teams/{id}/seats", edit, seat),
        post("/seats/{id}/match", edit, recognise),
        post("/seats/{id}/end", edit, leave),
    ]
}

#[derive(Template)]
#[template(path = "team/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Line>,
    today: Day,
    may_edit: bool,
}

impl ListPage {
    fn span(from: &Day, to: &Option<Day>) -> String {
        span(*from, *to)
    }
}

async fn list(ctx: Ctx) -> Answer<Response> {
    Ok(Page::ok(ListPage {
        shell: ctx.shell("领导小组与专班").await?,
        rows: team::list(&ctx.app, &ctx.who).await?,
        today: ctx.app.today(),
        may_edit: ctx.who.reach(Action::EditPeople).is_some(),
    })
    .into_response())
}

#[derive(Debug, Clone, Default, Deserialize)]
struct TeamFields {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

impl TeamFields {
    fn parse(&self) -> app::Result<TeamForm> {
        Ok(TeamForm {
            kind: Code::from_code(&self.kind).ok_or_else(|| app::Error::field("kind", "请选择类别。"))?,
            name: self.name.clone(),
            from: day("from", &self.from)?,
            to: day_or_none("to", &self.to)?,
        })
    }
}

#[derive(Template)]
#[template(path = "team/edit.html")]
struct EditPage {
    shell: Shell,
    heading: &'static str,
    url: String,
    back: String,
    form: TeamFields,
    kinds: Vec<Choice>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

async fn form_page(ctx: &Ctx, id: Option<TeamId>, form: TeamFields, errors: Errors) -> app::Result<EditPage> {
    let heading = if id.is_some() { "修改组织" } else { "新设组织" };
    Ok(EditPage {
        shell: ctx.shell(heading).await?,
        heading,
        url: id.map_or_else(|| "/teams/new".into(), |id| format!("/teams/{id}/edit")),
        back: id.map_or_else(|| "/teams".into(), |id| format!("/teams/{id}")),
        kinds: codes::<TeamKind>(&form.kind),
        form,
        lines: errors.lines(),
        errors,
    })
}

async fn new(ctx: Ctx) -> Answer<Response> {
    let form = TeamFields {
        kind: TeamKind::LeadingGroup.code().into(),
        from: ctx.app.today().to_string(),
        ..TeamFields::default()
    };
    Ok(Page::ok(form_page(&ctx, None, form, Errors::default()).await?).into_response())
}

async fn create(ctx: Ctx, Form(form): Form<TeamFields>) -> Answer<Response> {
    let made = match form.parse() {
        Ok(parsed) => team::create(&ctx.app, &ctx.who, &parsed).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(id) => Ok(ctx.done(format!("/teams/{id}"), "组织已设立，请加成员。").into_response()),
        Err(error) => {
            Ok(Page::refused(form_page(&ctx, None, form, Errors::of(error)?).await?).into_response())
        }
    }
}

async fn edit_page(ctx: Ctx, Path(id): Path<TeamId>) -> Answer<Response> {
    let team = team::show(&ctx.app, &ctx.who, id).await?.team.row;
    let form = TeamFields {
        kind: team.kind.code().into(),
        name: team.name,
        from: team.from.to_string(),
        to: team.to.map(|to| to.to_string()).unwrap_or_default(),
    };
    Ok(Page::ok(form_page(&ctx, Some(id), form, Errors::default()).await?).into_response())
}

async fn save(ctx: Ctx, Path(id): Path<TeamId>, Form(form): Form<TeamFields>) -> Answer<Response> {
    let saved = match form.parse() {
        Ok(parsed) => team::edit(&ctx.app, &ctx.who, id, &parsed).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(()) => Ok(ctx.done(format!("/teams/{id}"), "组织已修改。").into_response()),
        Err(error) => {
            Ok(Page::refused(form_page(&ctx, Some(id), form, Errors::of(error)?).await?).into_response())
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
struct SeatFields {
    #[serde(default)]
    role: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    from: String,
}

#[derive(Template)]
#[template(path = "team/show.html")]
struct ShowPage {
    shell: Shell,
    sight: team::Sight,
    line: String,
    today: Day,
    form: SeatFields,
    errors: Errors,
    lines: Vec<ErrorLine>,
    may_edit: bool,
}

impl ShowPage {
    fn span(from: &Day, to: &Option<Day>) -> String {
        span(*from, *to)
    }
}

async fn page(ctx: &Ctx, id: TeamId, form: Option<SeatFields>, errors: Errors) -> app::Result<ShowPage> {
    let sight = team::show(&ctx.app, &ctx.who, id).await?;
    let form =
        form.unwrap_or_else(|| SeatFields { from: sight.team.from.to_string(), ..SeatFields::default() });
    Ok(ShowPage {
        shell: ctx.shell(sight.team.name.clone()).await?,
        line: format!("{}，{}", sight.team.kind, span(sight.team.from, sight.team.to)),
        today: ctx.app.today(),
        sight,
        form,
        lines: errors.lines(),
        errors,
        may_edit: ctx.who.reach(Action::EditPeople).is_some(),
    })
}

async fn show(ctx: Ctx, Path(id): Path<TeamId>) -> Answer<Response> {
    Ok(Page::ok(page(&ctx, id, None, Errors::default()).await?).into_response())
}

async fn seat(ctx: Ctx, Path(id): Path<TeamId>, Form(form): Form<SeatFields>) -> Answer<Response> {
    let seated = match day("from", &form.from) {
        Ok(from) => {
            let seat = SeatForm { role: form.role.clone(), name: form.name.clone(), from, to: None };
            team::seat(&ctx.app, &ctx.who, id, &seat).await
        }
        Err(error) => Err(error),
    };
    match seated {
        Ok(_) => Ok(ctx.done(format!("/teams/{id}"), "成员已加入。").into_response()),
        Err(error) => {
            Ok(Page::refused(page(&ctx, id, Some(form), Errors::of(error)?).await?).into_response())
        }
    }
}

#[derive(Debug, Deserialize)]
struct MatchForm {
    /// Empty takes the match back.
    person: String,
}

async fn recognise(
    ctx: Ctx,
    Path(id): Path<TeamMemberId>,
    Form(form): Form<MatchForm>,
) -> Answer<Redirected> {
    let person: Option<PersonId> = form.person.parse().ok();
    let team = team::recognise(&ctx.app, &ctx.who, id, person).await?;
    Ok(ctx.done(format!("/teams/{team}"), if person.is_some() { "已对应到名册。" } else { "已取消对应。" }))
}

#[derive(Debug, Deserialize)]
struct EndForm {
    on: String,
}

async fn leave(ctx: Ctx, Path(id): Path<TeamMemberId>, Form(form): Form<EndForm>) -> Answer<Redirected> {
    let team = team::leave(&ctx.app, &ctx.who, id, day("on", &form.on)?).await?;
    Ok(ctx.done(format!("/teams/{team}"), "任期已结束，历史保留。"))
}
