//! 公文: drafted from a template, edited as a form, commented, compared; then led through its steps.
//! Here the plain data of `gongwen` and the row of `domain` meet: [`text`] is the border.

pub mod archive;
pub mod delivery;
pub mod diff;
mod page;
pub mod pdf;
pub mod picture;
pub mod sheet;
pub mod step;
pub mod template;
pub mod text;

pub use page::{Listed, PaperPage, Rights, Wanted, list, page, register};

use crate::facts::unit_facts;
use crate::{App, Error, Result, Who};
use domain::authority::{self, Action, Facts};
use domain::change::Versioned;
use domain::id::PaperId;
use domain::paper::{self, Paper, PaperState, Text};
use gongwen::paper as gw;
use sheet::Sheet;
use store::{Conn, NewComment, NewText};

/// What the table of rights must know of a paper: its unit, its drafter.
async fn facts(conn: &mut Conn, paper: &Paper) -> Result<Facts> {
    unit_facts(conn, paper.bureau, &[paper.unit], &[paper.author]).await
}

/// The same with those to whom it was given: they see it, and do nothing else with it.
async fn seen_by(app: &App, conn: &mut Conn, paper: &Paper) -> Result<Facts> {
    let mut facts = facts(conn, paper).await?;
    if !matches!(paper.state, PaperState::Issued | PaperState::Filed) {
        return Ok(facts);
    }
    for row in conn.deliveries(paper.id).await? {
        facts.people.extend(row.delivery.person);
        if let Some(unit) = row.delivery.unit {
            facts.people.extend(conn.receivers(unit, app.today()).await?);
            facts.units.extend(conn.ancestors(unit).await?);
        }
    }
    Ok(facts)
}

/// A paper that the actor may see.
async fn seen(app: &App, conn: &mut Conn, who: &Who, id: PaperId) -> Result<Versioned<Paper>> {
    let held = conn.paper(id).await?;
    let facts = seen_by(app, conn, &held).await?;
    authority::require(who, Action::ViewPaper, Action::ViewPaper, &facts)?;
    Ok(held)
}

/// Whether the actor may do something with a paper that they see.
async fn may(conn: &mut Conn, who: &Who, action: Action, paper: &Paper) -> Result<()> {
    let facts = facts(conn, paper).await?;
    match authority::may(who, action, Action::ViewPaper, &facts) {
        authority::Decision::Allow => Ok(()),
        _ => Err(authority::denied(action).into()),
    }
}

/// A paper that the actor may edit now, with what it says.
async fn editable(
    app: &App,
    conn: &mut Conn,
    who: &Who,
    id: PaperId,
) -> Result<(Versioned<Paper>, gw::Paper)> {
    let held = seen(app, conn, who, id).await?;
    may(conn, who, Action::DraftPaper, &held).await?;
    let words = text::read(&conn.paper_text(id, held.text).await?.text)?;
    Ok((held, words))
}

/// The form of a paper as it stands.
#[derive(Debug, Clone)]
pub struct Form {
    pub paper: Versioned<Paper>,
    pub words: gw::Paper,
}

/// The form of a draft.
pub async fn form(app: &App, who: &Who, id: PaperId) -> Result<Form> {
    let mut view = app.store.view().await?;
    let (paper, words) = editable(app, &mut view, who, id).await?;
    if paper.state != PaperState::Draft {
        return Err(Error::rule(format!("这份公文现在“{}”，不能修改。要改请先退回拟制。", paper.state)));
    }
    Ok(Form { paper, words })
}

/// Saves what was typed as a new version of the text.
pub async fn save(app: &App, who: &Who, id: PaperId, version: i64, typed: Sheet) -> Result<()> {
    let Form { paper: held, words } = form(app, who, id).await?;
    if held.version != version {
        return Err(domain::Refused::Stale.into());
    }
    let words = typed.words(&words)?;
    keep(app, who, &held, words).await
}

/// Saves a text that a program hands in.
pub async fn save_words(app: &App, who: &Who, id: PaperId, version: i64, words: gw::Paper) -> Result<()> {
    let Form { paper: held, .. } = form(app, who, id).await?;
    if held.version != version {
        return Err(domain::Refused::Stale.into());
    }
    keep(app, who, &held, words).await
}

async fn keep(app: &App, who: &Who, held: &Versioned<Paper>, words: gw::Paper) -> Result<()> {
    let (title, text, digest) = written(words).await?;
    let change = paper::revise(held, &title, &digest)?;
    let version = Text {
        paper: held.id,
        bureau: held.bureau,
        number: change.next.text,
        text,
        digest,
        author: who.person,
    };
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(who), change.map(|next| (next, NewText(version)))).await?;
    Ok(tx.commit().await?)
}

/// Longest title, in characters.
const MOST_TITLE: usize = 200;

/// Title, text and digest of a paper, made outside of any transaction. A 密级 mark ends it here.
async fn written(words: gw::Paper) -> Result<(String, String, String)> {
    tokio::task::spawn_blocking(move || {
        text::unclassified(&words)?;
        if words.title.chars().count() > MOST_TITLE {
            return Err(Error::field("title", format!("标题最多 {MOST_TITLE} 个字。")));
        }
        let text = text::write(&words)?;
        let digest = text::digest(&text);
        Ok((gw::compose::title_text(&words.title), text, digest))
    })
    .await?
}

/// Says something about the newest version.
pub async fn comment(app: &App, who: &Who, id: PaperId, said: &str) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let held = seen(app, &mut tx, who, id).await?;
    let change = paper::comment(&held, who, said)?;
    tx.apply(&app.stamp(who), change.map(NewComment)).await?;
    Ok(tx.commit().await?)
}

/// One version beside the one before it.
#[derive(Debug, Clone)]
pub struct Compared {
    pub paper: Versioned<Paper>,
    pub number: i64,
    pub lines: Vec<diff::Line>,
}

/// What a version changed; the first one is new as a whole.
pub async fn compare(app: &App, who: &Who, id: PaperId, number: i64) -> Result<Compared> {
    let mut view = app.store.view().await?;
    let paper = seen(app, &mut view, who, id).await?;
    let new = text::read(&view.paper_text(id, number).await?.text)?;
    let old = match number {
        ..=1 => None,
        _ => Some(text::read(&view.paper_text(id, number - 1).await?.text)?),
    };
    let old = old.as_ref().map_or_else(Vec::new, text::lines);
    Ok(Compared { lines: diff::lines(&old, &text::lines(&new)), paper, number })
}

/// A paper as a file.
#[derive(Debug, Clone)]
pub struct Written {
    /// Title of the paper, for the name of the file.
    pub title: String,
    pub bytes: Vec<u8>,
}

/// The paper as it would be printed now, as a Word file.
pub async fn docx(app: &App, who: &Who, id: PaperId) -> Result<Written> {
    let (title, words) = printed(app, who, id).await?;
    let options = gongwen::write::Options { made: made(app), ..gongwen::write::Options::default() };
    let bytes = tokio::task::spawn_blocking(move || gongwen::write::docx(&words, &options))
        .await?
        .map_err(|error| Error::rule(error.to_string()))?;
    Ok(Written { title, bytes })
}

/// Seconds since 1970, for the metadata of files.
fn made(app: &App) -> u64 {
    u64::try_from(app.now().0 / 1_000_000).unwrap_or_default()
}

/// What would be printed now: the text with number, signer and days of the row.
async fn printed(app: &App, who: &Who, id: PaperId) -> Result<(String, gw::Paper)> {
    let mut view = app.store.view().await?;
    let paper = seen(app, &mut view, who, id).await?;
    let words = text::read(&view.paper_text(id, paper.text).await?.text)?;
    let signer = match &paper.signature {
        Some(signature) => Some(view.person(signature.by).await?.row.name),
        None => None,
    };
    Ok((paper.title.clone(), text::complete(words, &paper, signer.as_deref(), app.today())))
}
