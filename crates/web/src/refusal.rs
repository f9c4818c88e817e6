//! One mapping from refusals to answers. What one may not see answers 404, what one sees but may
//! not do 403, no session leads to the login page; a 500 shows a request number only.

use crate::page::Redirected;
use crate::request::{Ctx, Look, Visitor};
use crate::shell::Shell;
use app::Error;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::Refused;

/// Why there is no page.
#[derive(Debug)]
pub enum Refusal {
    /// No session; after login, back to where one wanted to go.
    SignIn {
        back: Option<String>,
    },
    /// The form's token is missing or foreign.
    Forged,
    /// The request itself cannot be read: a sentence.
    Unreadable(String),
    /// The request is larger than it may be: a sentence.
    TooLarge(String),
    App(Error),
}

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::App(error.into())
    }
}

/// The error page.
#[derive(Template)]
#[template(path = "refusal.html")]
struct RefusalPage {
    shell: Shell,
    heading: &'static str,
    sentence: String,
    /// Wrong fields, where a form without its page was refused.
    fields: Vec<String>,
    number: Option<String>,
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let shell = Shell::bare(&Look::default(), "");
        match self {
            Self::SignIn { back } => {
                let next = back.filter(|path| path.starts_with('/') && !path.starts_with("//"));
                let query = serde_urlencoded::to_string([("next", next.unwrap_or_else(|| "/".into()))]);
                Redirected::to(format!("/login?{}", query.unwrap_or_default())).into_response()
            }
            Self::Forged => page(
                shell,
                StatusCode::FORBIDDEN,
                "这次提交没有通过安全校验",
                "页面可能放得太久了，或者请求不是从本系统的页面发出的。请返回上一页刷新后再提交，已填的内容请先复制保存。".into(),
                &[],
            ),
            Self::Unreadable(sentence) => page(shell, StatusCode::BAD_REQUEST, "请求无法识别", sentence, &[]),
            Self::TooLarge(sentence) => {
                page(shell, StatusCode::PAYLOAD_TOO_LARGE, "文件太大了", sentence, &[])
            }
            Self::App(error) => of_error(shell, &error),
        }
    }
}

/// The answer to someone who is signed in, inside the usual frame.
pub async fn answer(ctx: &Ctx, error: &Error) -> Response {
    let shell = ctx.shell("").await.unwrap_or_else(|_| Shell::bare(&ctx.look, ""));
    of_error(shell, error)
}

fn of_error(shell: Shell, error: &Error) -> Response {
    match error {
        Error::Refused(refused) => {
            let (status, heading) = match refused {
                Refused::NotFound => (StatusCode::NOT_FOUND, "没有找到"),
                Refused::Forbidden(_) => (StatusCode::FORBIDDEN, "没有权限"),
                Refused::Invalid(_) => (StatusCode::UNPROCESSABLE_ENTITY, "填写有误"),
                Refused::Rule(_) => (StatusCode::CONFLICT, "现在不能这样做"),
                Refused::Stale => (StatusCode::CONFLICT, "内容已被更新"),
                Refused::Busy(_) => (StatusCode::TOO_MANY_REQUESTS, "请稍后再试"),
            };
            page(shell, status, heading, refused.to_string(), error.fields())
        }
        Error::Unfit(sentence) => page(shell, StatusCode::CONFLICT, "现在不能这样做", sentence.clone(), &[]),
        Error::Fault(fault) => {
            let number: String = app::secret::slip_code();
            tracing::error!(number, %fault, "internal fault");
            let sentence =
                "系统内部出错，没有保存任何内容。请稍后再试；如果还是不行，请把编号告诉管理员。".to_owned();
            let page =
                RefusalPage {
                    shell, heading: "系统出错", sentence, fields: vec![], number: Some(number)
                };
            let html = page.render().unwrap_or_default();
            (StatusCode::INTERNAL_SERVER_ERROR, Html(html)).into_response()
        }
    }
}

fn page(
    mut shell: Shell,
    status: StatusCode,
    heading: &'static str,
    sentence: String,
    fields: &[domain::refused::FieldError],
) -> Response {
    shell.title = heading.to_owned();
    let fields = fields.iter().map(|field| field.sentence.clone()).collect();
    let page = RefusalPage { shell, heading, sentence, fields, number: None };
    (status, Html(page.render().unwrap_or_default())).into_response()
}

/// No such address.
pub async fn nowhere(uri: axum::http::Uri, visitor: Visitor) -> Response {
    if uri.path().starts_with("/api/") {
        return crate::api::nowhere();
    }
    let shell = Shell::plain(&visitor, "没有找到");
    page(shell, StatusCode::NOT_FOUND, "没有找到这个页面", "网址可能不完整，或者内容已经移走。".into(), &[])
}
