//! 搜索: what stands in the head's box, found in tasks, records, papers, people and units.

use crate::page::{Answer, Page};
use crate::request::{Ctx, Query};
use crate::route::{Access, Route, Verb, get};
use crate::shell::Shell;
use app::search::{self, FoundHit, NOUNS, Piece};
use askama::Template;
use domain::authority::Action;
use domain::day::Instant;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use uuid::Uuid;

pub fn routes() -> Vec<Route> {
    vec![get("/search", Access::May(Action::Search), find)]
}

const LIMIT: i64 = 20;
/// More than this is no query.
const MOST: usize = 100;

#[derive(Template)]
#[template(path = "search/found.html")]
pub struct FoundPage {
    shell: Shell,
    query: String,
    asked: bool,
    too_long: bool,
    chips: Vec<Chip>,
    hits: Vec<Line>,
    next: Option<String>,
}

struct Chip {
    label: &'static str,
    url: String,
    on: bool,
}

struct Line {
    kind: &'static str,
    url: String,
    title: Vec<Piece>,
    snippet: Vec<Piece>,
    unit: String,
    day: String,
}

#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
    kind: Option<String>,
    before: Option<String>,
}

fn key(text: &str) -> Option<(Instant, Uuid)> {
    let (at, id) = text.split_once('_')?;
    Some((Instant(at.parse().ok()?), id.parse().ok()?))
}

fn address(query: &str, kind: Option<&str>, before: Option<(Instant, Uuid)>) -> String {
    let mut pairs = vec![("q", query.to_owned())];
    pairs.extend(kind.map(|kind| ("kind", kind.to_owned())));
    pairs.extend(before.map(|(at, id)| ("before", format!("{}_{id}", at.0))));
    format!("/search?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
}

async fn find(ctx: Ctx, Query(asked): Query<Asked>) -> Answer<Page<FoundPage>> {
    let query: String = asked.q.trim().chars().take(MOST).collect();
    let kind =
        asked.kind.as_deref().and_then(|kind| NOUNS.iter().find(|noun| noun.0 == kind)).map(|noun| noun.0);
    let before = asked.before.as_deref().and_then(key);
    let found = search::find(&ctx.app, &ctx.who, &query, kind, before, LIMIT).await?;
    let open = NOUNS.iter().filter(|(_, _, action)| ctx.who.reach(*action).is_some());
    let mut chips = vec![Chip { label: "全部", url: address(&query, None, None), on: kind.is_none() }];
    chips.extend(open.map(|(noun, label, _)| Chip {
        label,
        url: address(&query, Some(noun), None),
        on: kind == Some(*noun),
    }));
    let title = if query.is_empty() { "搜索".to_owned() } else { format!("搜索“{query}”") };
    Ok(Page::ok(FoundPage {
        shell: ctx.shell(title).await?,
        asked: found.asked,
        too_long: asked.q.trim().chars().count() > MOST,
        chips,
        hits: found.hits.into_iter().map(line).collect(),
        next: found.next.map(|next| address(&query, kind, Some(next))),
        query,
    }))
}

fn line(hit: FoundHit) -> Line {
    let folder = match hit.noun {
        "task" => "tasks",
        "record" => "records",
        "paper" => "papers",
        "incoming" => "incoming",
        "measure" => "measures",
        "draft" => "drafts",
        "person" => "people",
        _ => "units",
    };
    Line {
        kind: hit.kind,
        url: match hit.noun {
            "plan" => format!("/campaign?plan={}", hit.object),
            _ if has_page(folder) => format!("/{folder}/{}", hit.object),
            _ => String::new(),
        },
        title: hit.title,
        snippet: hit.snippet,
        unit: hit.unit,
        day: hit.day.map(|day| day.full_text()).unwrap_or_default(),
    }
}

/// Whether things of this kind have a page of their own: a hit without one is shown, not linked.
fn has_page(folder: &str) -> bool {
    static PAGES: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    let pages = PAGES.get_or_init(|| {
        let pages = crate::routes().into_iter().filter(|route| route.verb == Verb::Get);
        pages.filter_map(|route| route.path.strip_prefix('/')?.strip_suffix("/{id}")).collect()
    });
    pages.contains(folder)
}
