//! `/api/v1`: the same use cases as JSON, for programs that show a token of a person. No cookie
//! opens it. What is refused is refused with the same sentences as on the pages.

mod calendar;
mod certificate;
mod crosswalk;
mod dossier;
mod draft;
mod edit;
mod model;
mod openapi;
mod organisation;
mod paper;
mod plan;
mod problem;
mod proof;
mod read;
mod record;
mod register;
mod roster;
mod score;
mod standard;
mod standard_file;
mod table;
mod task;
mod team;
mod write;

pub(crate) use problem::{Problem, nowhere};

use crate::Web;
use crate::form::MAX_UPLOAD;
use crate::request::Visitor;
use crate::route::{Access, Route, get, post};
use app::{App, Who, token};
use axum::body::Bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{self, FromRequest, FromRequestParts, Request};
use axum::http::header::AUTHORIZATION;
use axum::http::{Method, StatusCode, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Day;
use domain::Refused;
use domain::authority::{Action, require_any};
use domain::code::Code;
use domain::token::TokenScope;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

pub fn routes() -> Vec<Route> {
    let may = Access::Program;
    vec![
        get("/api/v1/openapi.json", Access::Anyone, openapi::show),
        get("/api/v1/me", may(Action::MakeToken), read::me),
        get("/api/v1/units", may(Action::ViewUnits), read::units),
        get("/api/v1/people", may(Action::ViewUnits), read::people),
        get("/api/v1/accounts", may(Action::ViewAccounts), read::accounts),
        get("/api/v1/drafts", may(Action::ImportPlan), read::drafts),
        get("/api/v1/assignments", may(Action::ViewTask), read::assignments),
        post("/api/v1/assignments/{id}/start", may(Action::FileRecord), write::start),
        get("/api/v1/tasks/{id}", may(Action::ViewTask), read::task),
        get("/api/v1/records", may(Action::ViewRecord), read::records),
        get("/api/v1/records/{id}", may(Action::ViewRecord), read::record),
        get("/api/v1/messages", may(Action::ReadMessages), read::messages),
        post("/api/v1/messages/{id}/read", may(Action::ReadMessages), write::read_message),
        get("/api/v1/search", may(Action::Search), read::search),
    ]
    .into_iter()
    .chain(organisation::routes())
    .chain(team::routes())
    .chain(roster::routes())
    .chain(draft::routes())
    .chain(plan::routes())
    .chain(task::routes())
    .chain(record::routes())
    .chain(proof::routes())
    .chain(register::routes())
    .chain(paper::routes())
    .chain(standard::routes())
    .chain(standard_file::routes())
    .chain(crosswalk::routes())
    .chain(score::routes())
    .chain(dossier::routes())
    .chain(certificate::routes())
    .chain(table::routes())
    .chain(calendar::routes())
    .collect()
}

/// What a handler returns.
type Answer<T> = Result<axum::Json<T>, Problem>;

/// The program that asks, in the name of the token's owner.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub app: App,
    pub who: Who,
    scope: TokenScope,
}

impl FromRequestParts<Web> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        if let Some(caller) = parts.extensions.get::<Self>() {
            return Ok(caller.clone());
        }
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let secret = header.and_then(|value| value.strip_prefix("Bearer ")).ok_or(Problem::SignIn)?;
        let (token, actor) = token::resume(&web.app, secret.trim()).await?.ok_or(Problem::SignIn)?;
        let source = format!("api {}", Visitor::of(parts, web).address);
        Ok(Self { app: web.app.clone(), who: Who { actor, source }, scope: token.scope })
    }
}

/// Lets a program through whose token and owner reach that far.
pub(crate) async fn check(action: Action, web: Web, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let caller = match Caller::from_request_parts(&mut parts, &web).await {
        Ok(caller) => caller,
        Err(problem) => return problem.into_response(),
    };
    if parts.method != Method::GET && caller.scope == TokenScope::Read {
        return Problem::from(Refused::Forbidden("这个令牌是只读的，不能写入。".into())).into_response();
    }
    let response = match require_any(&caller.who, action) {
        Ok(()) => {
            parts.extensions.insert(caller.clone());
            next.run(Request::from_parts(parts, body)).await
        }
        Err(refused) => Problem::from(refused).into_response(),
    };
    if response.status() == StatusCode::FORBIDDEN {
        // The answer stands even where the count cannot be written.
        if let Err(error) = app::audit::refused(&caller.app, &caller.who, action).await {
            tracing::error!(?error, "refusal not counted");
        }
    }
    response
}

/// The most that a JSON body may weigh, in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// A parsed JSON body.
#[derive(Debug)]
pub(crate) struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Web> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Web) -> Result<Self, Problem> {
        let unreadable = |what: String| Problem::Unreadable(format!("请求内容不是要求的 JSON：{what}"));
        let bytes = axum::body::to_bytes(request.into_body(), MAX_BODY)
            .await
            .map_err(|_| unreadable("最多 1 MB".into()))?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| unreadable(error.to_string()))
    }
}

/// The bytes of a body as they are: a paper, a workbook, a photo.
#[derive(Debug)]
pub(crate) struct Raw(pub Bytes);

impl FromRequest<Web> for Raw {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &Web) -> Result<Self, Problem> {
        let large = || Problem::Unreadable(format!("文件太大了，一次最多 {} MB。", MAX_UPLOAD / 1024 / 1024));
        let most = usize::try_from(MAX_UPLOAD).unwrap_or(usize::MAX);
        axum::body::to_bytes(request.into_body(), most).await.map(Self).map_err(|_| large())
    }
}

/// The name of a file that comes as bytes.
#[derive(Debug, Deserialize, IntoParams)]
pub(crate) struct Named {
    /// Name of the file with its ending; percent-encoded like every part of an address.
    #[serde(default)]
    pub name: String,
}

/// The ids in an address. Where one is none, there is no such thing.
#[derive(Debug)]
pub(crate) struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Web> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        match extract::Path::from_request_parts(parts, web).await {
            Ok(extract::Path(ids)) => Ok(Self(ids)),
            Err(PathRejection::FailedToDeserializePathParams(_)) => Err(Refused::NotFound.into()),
            Err(error) => Err(app::Error::fault("path", error).into()),
        }
    }
}

/// What stands behind the question mark of an address.
#[derive(Debug)]
pub(crate) struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Web> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Problem> {
        serde_urlencoded::from_str(parts.uri.query().unwrap_or_default())
            .map(Self)
            .map_err(|error| Problem::Unreadable(format!("地址里的参数不正确：{error}。")))
    }
}

/// An id in a body: what is none is a wrong field.
fn given<T: std::str::FromStr>(field: &str, text: &str) -> Result<T, Problem> {
    text.trim().parse().map_err(|_| app::Error::field(field, "编号不完整，请照抄接口给出的编号。").into())
}

/// An id that may be missing.
fn given_or_none<T: std::str::FromStr>(field: &str, text: Option<&str>) -> Result<Option<T>, Problem> {
    text.filter(|text| !text.is_empty()).map(|text| given(field, text)).transpose()
}

/// Ids in a body.
fn all_given<T: std::str::FromStr>(field: &str, texts: &[String]) -> Result<Vec<T>, Problem> {
    texts.iter().map(|text| given(field, text)).collect()
}

/// A day in a body.
fn day_or_none(field: &str, text: Option<&str>) -> Result<Option<Day>, Problem> {
    Ok(crate::unit::day_or_none(field, text.unwrap_or_default())?)
}

/// A member of a closed list, by its code.
fn member<C: Code>(field: &str, code: &str) -> Result<C, Problem> {
    C::from_code(code).ok_or_else(|| {
        let codes: Vec<&str> = C::ALL.iter().map(|it| it.code()).collect();
        app::Error::field(field, format!("请填写下列之一：{}。", codes.join("、"))).into()
    })
}

/// An id of a path; what is no id does not exist.
fn id<T: std::str::FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| Refused::NotFound.into())
}
