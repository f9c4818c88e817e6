//! 纪实: what was filed, newest activity first; one's own with drafts.

use crate::page::{Answer, Page};
use crate::request::Ctx;
use crate::shell::Shell;
use crate::task::RecordLine;
use crate::work::Tab;
use app::record;
use askama::Template;
use axum::extract::Query;
use domain::code::Code;
use domain::id::RecordId;
use domain::record::RecordState;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "record/list.html")]
pub struct ListPage {
    shell: Shell,
    tabs: Vec<Tab>,
    words: String,
    own: bool,
    state: String,
    rows: Vec<RecordLine>,
    next: Option<String>,
    may_file: bool,
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    own: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    after: String,
}

const PAGE: i64 = 30;

pub async fn show(ctx: Ctx, Query(asked): Query<Asked>) -> Answer<Page<ListPage>> {
    let own = asked.own == "on";
    let state = RecordState::from_code(&asked.state);
    let after = asked.after.split_once('~').and_then(|(day, id)| {
        let id: RecordId = id.parse().ok()?;
        Some((day.parse().ok()?, id))
    });
    let listed = record::list(&ctx.app, &ctx.who, own, state, &asked.q, after, PAGE).await?;
    let today = ctx.app.today();
    let tab = |label: &str, query: &str| Tab {
        label: label.to_owned(),
        url: format!("/records{query}"),
        active: query == here(own, &asked.state),
        count: None,
        late: false,
    };
    let next = listed.next.map(|(day, id)| {
        let mut pairs =
            vec![("q", asked.q.clone()), ("state", asked.state.clone()), ("after", format!("{day}~{id}"))];
        if own {
            pairs.push(("own", "on".into()));
        }
        format!("/records?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
    });
    Ok(Page::ok(ListPage {
        shell: ctx.shell("纪实").await?,
        tabs: vec![
            tab("全部", ""),
            tab("待审核", "?state=filed"),
            tab("我记的", "?own=on"),
            tab("我的草稿", "?own=on&state=draft"),
            tab("退回我的", "?own=on&state=returned"),
        ],
        words: asked.q,
        own,
        state: asked.state,
        rows: listed.rows.iter().map(|row| RecordLine::of(row, today)).collect(),
        next,
        may_file: ctx.who.reach(domain::authority::Action::FileRecord).is_some(),
    }))
}

fn here(own: bool, state: &str) -> &'static str {
    match (own, state) {
        (false, "filed") => "?state=filed",
        (true, "draft") => "?own=on&state=draft",
        (true, "returned") => "?own=on&state=returned",
        (true, _) => "?own=on",
        _ => "",
    }
}
