//! Refusals as JSON: a code for the program, the sentence for its user, the wrong fields.

use app::Error;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Refused;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

/// Why there is no result.
#[derive(Debug)]
pub(crate) enum Problem {
    /// No token, or one that opens nothing.
    SignIn,
    /// The request itself cannot be read: a sentence.
    Unreadable(String),
    App(Error),
}

impl<E: Into<Error>> From<E> for Problem {
    fn from(error: E) -> Self {
        Self::App(error.into())
    }
}

/// The body of every refusal, as `application/problem+json` (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// Names the kind of problem; ends with `code`.
    r#type: String,
    /// A heading for people.
    title: &'static str,
    status: u16,
    /// unauthorized, forbidden, not_found, conflict, invalid, busy, unreadable or internal.
    code: &'static str,
    /// A sentence for people: what is wrong and what to do.
    detail: String,
    /// The wrong fields of what was sent.
    errors: Vec<WrongField>,
}

/// One wrong field.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WrongField {
    field: String,
    detail: String,
}

/// What every operation may answer instead of a result.
pub(crate) struct Refusals;

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<utoipa::openapi::Response>> {
        let body = || ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let told = [
            ("400", "the request cannot be read"),
            ("401", "no token, or one that opens nothing"),
            ("403", "the token or its owner may not do this"),
            ("404", "there is no such thing, or one may not know of it"),
            ("409", "a rule forbids it in the present state, or it was changed meanwhile"),
            ("422", "fields are wrong"),
            ("429", "too much at once"),
        ];
        told.into_iter()
            .map(|(status, text)| {
                let response = ResponseBuilder::new().description(text).content(MEDIA, body()).build();
                (status.to_owned(), RefOr::T(response))
            })
            .collect()
    }
}

const MEDIA: &str = "application/problem+json";

/// Status, code and heading.
type Kind = (StatusCode, &'static str, &'static str);

impl Problem {
    fn kind(&self) -> Kind {
        match self {
            Self::SignIn => (StatusCode::UNAUTHORIZED, "unauthorized", "令牌无效"),
            Self::Unreadable(_) => (StatusCode::BAD_REQUEST, "unreadable", "请求无法识别"),
            Self::App(Error::Refused(refused)) => match refused {
                Refused::NotFound => (StatusCode::NOT_FOUND, "not_found", "没有找到"),
                Refused::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden", "没有权限"),
                Refused::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid", "填写有误"),
                Refused::Rule(_) => (StatusCode::CONFLICT, "conflict", "现在不能这样做"),
                Refused::Stale => (StatusCode::CONFLICT, "conflict", "内容已被更新"),
                Refused::Busy(_) => (StatusCode::TOO_MANY_REQUESTS, "busy", "请稍后再试"),
            },
            Self::App(Error::Unfit(_)) => (StatusCode::CONFLICT, "conflict", "现在不能这样做"),
            Self::App(Error::Fault(_)) => (StatusCode::INTERNAL_SERVER_ERROR, "internal", "系统出错"),
        }
    }

    /// The sentence; a fault is logged here and shows its number only.
    fn detail(&self) -> String {
        match self {
            Self::SignIn => "令牌不正确、已经过期或者已被收回。请在“我的账号 · 接口令牌”里重新生成。".into(),
            Self::Unreadable(sentence) => sentence.clone(),
            Self::App(Error::Fault(fault)) => {
                let number = app::secret::slip_code();
                tracing::error!(number, %fault, "internal fault");
                format!("系统内部出错，编号 {number}。")
            }
            Self::App(error) => error.to_string(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, code, title) = self.kind();
        let fields = match &self {
            Self::App(error) => error.fields(),
            _ => &[],
        };
        let errors = fields
            .iter()
            .map(|it| WrongField { field: it.field.clone(), detail: it.sentence.clone() })
            .collect();
        let body = ProblemBody {
            r#type: format!("urn:wenming:problem:{code}"),
            title,
            status: status.as_u16(),
            code,
            detail: self.detail(),
            errors,
        };
        let mut response =
            (status, [(header::CONTENT_TYPE, MEDIA)], Json(body).into_response().into_body()).into_response();
        if status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// No such address.
pub(crate) fn nowhere() -> Response {
    Problem::from(Refused::NotFound).into_response()
}
