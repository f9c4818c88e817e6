//! The description of the interface, made from the types of its handlers.

use super::{read, write};
use axum::Json;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi as _};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "文明创建工作台", description = "Lists page by key: give `next` as `after`. Refusals carry a code and a Chinese sentence."),
    paths(
        read::me, read::units, read::people, read::accounts, read::drafts, read::assignments, write::start, read::task,
        read::records, write::file_record, read::record, read::messages, write::read_message, read::search
    ),
    security(("token" = [])),
    modifiers(&Token)
)]
struct Document;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        let components = document.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(scheme));
    }
}

/// Open to anyone: it names what exists, not what is in it.
pub(crate) async fn show() -> Json<OpenApi> {
    Json(Document::openapi())
}
