//! Refusals as JSON: a code for the program, the sentence for its user, the wrong fields.

use app::Error;
use axum::Json;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Refused;
use serde::Serialize;
use utoipa::ToSchema;

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

/// The body of every refusal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorBody {
    error: ErrorInfo,
}

/// What was refused.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorInfo {
    /// unauthorized, forbidden, not_found, conflict, invalid, busy, unreadable or internal.
    code: &'static str,
    /// A sentence for people.
    message: String,
    fields: Vec<WrongField>,
}

/// One wrong field.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WrongField {
    field: String,
    message: String,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, code, message) = match &self {
            Self::SignIn => (
                StatusCode::UNAUTHORIZED,
                "unauthorized",
                "令牌不正确、已经过期或者已被收回。请在“我的账号 · 接口令牌”里重新生成。".into(),
            ),
            Self::Unreadable(sentence) => (StatusCode::BAD_REQUEST, "unreadable", sentence.clone()),
            Self::App(Error::Refused(refused)) => {
                let (status, code) = match refused {
                    Refused::NotFound => (StatusCode::NOT_FOUND, "not_found"),
                    Refused::Forbidden(_) => (StatusCode::FORBIDDEN, "forbidden"),
                    Refused::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
                    Refused::Rule(_) | Refused::Stale => (StatusCode::CONFLICT, "conflict"),
                    Refused::Busy(_) => (StatusCode::TOO_MANY_REQUESTS, "busy"),
                };
                (status, code, refused.to_string())
            }
            Self::App(Error::Unfit(sentence)) => (StatusCode::CONFLICT, "conflict", sentence.clone()),
            Self::App(Error::Fault(fault)) => {
                let number = app::secret::slip_code();
                tracing::error!(number, %fault, "internal fault");
                (StatusCode::INTERNAL_SERVER_ERROR, "internal", format!("系统内部出错，编号 {number}。"))
            }
        };
        let fields = match &self {
            Self::App(error) => error.fields(),
            _ => &[],
        };
        let fields = fields
            .iter()
            .map(|it| WrongField { field: it.field.clone(), message: it.sentence.clone() })
            .collect();
        let body = Json(ErrorBody { error: ErrorInfo { code, message, fields } });
        if status == StatusCode::UNAUTHORIZED {
            return (status, [(header::WWW_AUTHENTICATE, "Bearer")], body).into_response();
        }
        (status, body).into_response()
    }
}

/// No such address.
pub(crate) fn nowhere() -> Response {
    Problem::from(Refused::NotFound).into_response()
}
