//! Search over tasks, records, papers that go out and come in, people and units: what the actor may see, with the words that
//! were found marked.

use crate::sight::visible;
use crate::{App, Result, Who};
use domain::authority::{self, Action};
use domain::day::Instant;
use store::{Findable, Hit, search_terms};
use uuid::Uuid;

/// What can be found, by the action that lets one see it.
pub const NOUNS: [(&str, &str, Action); 9] = [
    ("task", "任务", Action::ViewTask),
    ("record", "纪实", Action::ViewRecord),
    ("paper", "公文", Action::ViewPaper),
    ("incoming", "收文", Action::ViewIncoming),
    ("plan", "方案", Action::ViewCampaign),
    ("measure", "措施", Action::ViewCampaign),
    ("draft", "待核对文件", Action::EditDraft),
    ("person", "人员", Action::ViewUnits),
    ("unit", "单位科室", Action::ViewUnits),
];

/// A part of a text; whether it is what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub hit: bool,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundHit {
    pub noun: &'static str,
    /// What the noun is called.
    pub kind: &'static str,
    pub object: Uuid,
    pub title: Vec<Piece>,
    /// The place in the text, empty where only the title was found.
    pub snippet: Vec<Piece>,
    pub unit: String,
    pub day: Option<domain::Day>,
}

/// A page of what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    pub hits: Vec<FoundHit>,
    pub next: Option<(Instant, Uuid)>,
    /// Whether the query holds anything to look for.
    pub asked: bool,
}

/// The nouns that the actor may find, each with how far.
fn findable(who: &Who, only: Option<&str>) -> Result<Findable> {
    let mut nouns = Vec::new();
    for (noun, _, action) in NOUNS.iter().filter(|(noun, _, _)| only.is_none_or(|only| only == *noun)) {
        if who.reach(*action).is_some() {
            nouns.push((*noun, visible(who, *action)?));
        }
    }
    Ok(Findable { bureau: who.bureau, nouns })
}

/// Looks for the words of a query; `only` narrows to one noun.
pub async fn find(
    app: &App,
    who: &Who,
    query: &str,
    only: Option<&str>,
    before: Option<(Instant, Uuid)>,
    limit: i64,
) -> Result<Found> {
    authority::require_any(who, Action::Search)?;
    let terms: Vec<Vec<char>> = search_terms(query).iter().map(|term| term.chars().collect()).collect();
    if terms.is_empty() {
        return Ok(Found::default());
    }
    let mut view = app.store.view().await?;
    let findable = findable(who, only)?;
    let mut rows = view.search(&findable, query, before, limit + 1).await?;
    let more = rows.len() as i64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(0));
    let next = rows.last().filter(|_| more).map(|hit| (hit.updated, hit.id));
    let mut hits = Vec::with_capacity(rows.len());
    for row in rows {
        let unit = match row.unit {
            Some(unit) => view.unit(unit).await?.row.name,
            None => String::new(),
        };
        hits.extend(shown(&row, unit, &terms));
    }
    Ok(Found { hits, next, asked: true })
}

fn shown(row: &Hit, unit: String, terms: &[Vec<char>]) -> Option<FoundHit> {
    let (noun, kind, _) = NOUNS.iter().find(|(noun, _, _)| *noun == row.noun)?;
    Some(FoundHit {
        noun,
        kind,
        object: row.object,
        title: mark(&row.title, terms),
        snippet: snippet(&row.body, terms),
        unit,
        day: row.day,
    })
}

/// Where terms stand in a text: compared folded, so that 文明單位 marks 文明单位 and the other way.
fn hits(text: &[char], terms: &[Vec<char>]) -> Vec<bool> {
    let folded: Vec<char> = gongwen::fold(&text.iter().collect::<String>())
        .chars()
        .map(|c| c.to_lowercase().next().unwrap_or(c))
        .collect();
    let mut marked = vec![false; text.len()];
    for term in terms.iter().filter(|term| !term.is_empty() && term.len() <= folded.len()) {
        for at in 0..=folded.len() - term.len() {
            if folded[at..at + term.len()] == term[..] {
                marked[at..at + term.len()].fill(true);
            }
        }
    }
    marked
}

fn pieces(text: &[char], marked: &[bool]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (c, hit) in text.iter().zip(marked) {
        match pieces.last_mut() {
            Some(piece) if piece.hit == *hit => piece.text.push(*c),
            _ => pieces.push(Piece { text: c.to_string(), hit: *hit }),
        }
    }
    pieces
}

fn mark(text: &str, terms: &[Vec<char>]) -> Vec<Piece> {
    let chars: Vec<char> = text.chars().collect();
    pieces(&chars, &hits(&chars, terms))
}

/// How many characters stand before the first hit of a snippet, and how long it is.
const LEAD: usize = 24;
const LENGTH: usize = 120;
/// A hit deeper in a text than this is not looked for.
const DEPTH: usize = 12_000;

fn snippet(text: &str, terms: &[Vec<char>]) -> Vec<Piece> {
    let chars: Vec<char> =
        text.chars().take(DEPTH).map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    let marked = hits(&chars, terms);
    let Some(first) = marked.iter().position(|hit| *hit) else { return Vec::new() };
    let from = first.saturating_sub(LEAD);
    let to = (from + LENGTH).min(chars.len());
    let mut found = pieces(&chars[from..to], &marked[from..to]);
    let dots = || Piece { text: "…".into(), hit: false };
    if from > 0 {
        found.insert(0, dots());
    }
    if to < chars.len() {
        found.push(dots());
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(query: &str) -> Vec<Vec<char>> {
        search_terms(query).iter().map(|term| term.chars().collect()).collect()
    }

    fn marked(pieces: &[Piece]) -> String {
        pieces.iter().map(|p| if p.hit { format!("[{}]", p.text) } else { p.text.clone() }).collect()
    }

    #[test]
    fn marks_in_either_script() {
        assert_eq!(marked(&mark("创建文明单位2020届", &terms("文明單位 2020"))), "创建[文明单位2020]届");
        assert_eq!(marked(&mark("創建文明單位", &terms("文明单位"))), "創建[文明單位]");
        assert_eq!(marked(&mark("ABC车站", &terms("abc"))), "[ABC]车站");
    }

    #[test]
    fn a_snippet_shows_the_place() {
        let text = format!("{}端午主题活动{}", "字".repeat(100), "尾".repeat(200));
        let shown = marked(&snippet(&text, &terms("端午")));
        assert!(shown.starts_with('…') && shown.contains("[端午]主题") && shown.ends_with('…'), "{shown}");
        assert!(snippet("没有", &terms("端午")).is_empty());
    }
}
