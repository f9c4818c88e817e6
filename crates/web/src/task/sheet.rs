//! The task list as it is filtered, as a 任务分解表.

use super::query::Asked;
use crate::page::{Answer, Download};
use crate::request::Ctx;
use app::table::{self, Table};
use axum::extract::RawQuery;
use domain::authority::Action;

async fn filtered(ctx: &Ctx, raw: Option<String>) -> app::Result<Table> {
    let mut asked = Asked::parse(&raw.unwrap_or_default());
    if asked.filter.person.is_none() && !asked.person.is_empty() {
        let may_assign = ctx.who.reach(Action::AssignTask).is_some();
        let named = if may_assign {
            app::assignment::choices(&ctx.app, &ctx.who).await?.person(&asked.person).ok().flatten()
        } else {
            None
        };
        // As in the list: a name that nobody bears gives nothing, rather than everything.
        asked.filter.person = Some(named.unwrap_or(domain::id::PersonId(uuid::Uuid::nil())));
    }
    table::of_filter(&ctx.app, &ctx.who, &asked.filter).await
}

pub async fn xlsx(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Download> {
    crate::table::as_xlsx(filtered(&ctx, raw).await?).await
}

pub async fn docx(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Download> {
    crate::table::as_docx(filtered(&ctx, raw).await?).await
}
