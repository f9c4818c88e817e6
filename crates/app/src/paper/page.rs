//! What the pages of papers show: the list, the register of numbers, one paper with all around it.

use super::pdf::Pages;
use super::step::alone;
use super::text::{self, Found};
use super::{facts, seen};
use crate::reading::Layout;
use crate::sight::visible;
use crate::turn::{Leaf, Turn};
use crate::{App, Result, Who};
use domain::authority::{self, Action, Decision};
use domain::change::Versioned;
use domain::day::Instant;
use domain::id::{PaperId, RecordId};
use domain::paper::archive::Term;
use domain::paper::flow::forward;
use domain::paper::{Paper, PaperState, Step, Template};
use gongwen::paper as gw;
use std::sync::Arc;
use store::{
    CommentRow, Conn, DeliveryRow, FilingRow, NumberRow, PaperFilter, PaperRow, Place, StepRow, TextRow,
    Visible,
};

/// Which papers are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub states: Vec<PaperState>,
    pub template: Option<Template>,
    pub own: bool,
    pub received: bool,
    pub words: String,
    pub ascending: bool,
}

/// A page of the list, with the count of the whole.
#[derive(Debug, Clone)]
pub struct Listed {
    pub leaf: Leaf<PaperRow, (Instant, PaperId)>,
    pub total: i64,
    pub before: i64,
}

/// Papers that the actor may see, latest change first.
pub async fn list(
    app: &App,
    who: &Who,
    wanted: &Wanted,
    turn: &Turn<(Instant, PaperId)>,
    limit: i64,
) -> Result<Listed> {
    let mut view = app.store.view().await?;
    let seen = visible(who, Action::ViewPaper)?;
    let subtrees = who.granted_units(Action::ViewPaper);
    let reader = Visible::Within { person: who.person, subtrees, receives: who.receives.clone() };
    let filter = PaperFilter {
        visible: seen,
        states: wanted.states.clone(),
        template: wanted.template,
        own: wanted.own,
        received: wanted.received,
        words: wanted.words.clone(),
        ascending: wanted.ascending != turn.back(),
        after: turn.key().copied(),
        limit: limit + 1,
    };
    let found = view.paper_rows(who.bureau, &filter, &reader).await?;
    let leaf = turn.leaf(found, limit, |row| (row.updated, row.paper.id));
    let first = PaperFilter { ascending: wanted.ascending, after: None, ..filter };
    if let Some(Place { total, before }) = turn.whole(&leaf) {
        return Ok(Listed { leaf, total, before });
    }
    let total = view.paper_count(who.bureau, &first, &reader).await?;
    let before = match leaf.prev {
        Some(key) => {
            view.paper_count(who.bureau, &PaperFilter { after: Some(key), ..first }, &reader).await?
        }
        None => 0,
    };
    Ok(Listed { leaf, total, before })
}

/// 发文登记簿, the newest number first.
pub async fn register(
    app: &App,
    who: &Who,
    turn: &Turn<(Instant, PaperId)>,
    limit: i64,
) -> Result<Leaf<NumberRow, (Instant, PaperId)>> {
    authority::require_any(who, Action::RegisterPaper)?;
    let mut view = app.store.view().await?;
    let found = view.paper_numbers(who.bureau, turn.key().copied(), turn.back(), limit + 1).await?;
    Ok(turn.leaf(found, limit, |row| (row.at, row.paper)))
}

/// What the actor may do now.
#[derive(Debug, Clone, Default)]
pub struct Rights {
    pub edit: bool,
    /// The step that leads on, if the actor may do it.
    pub forward: Option<Step>,
    pub send_back: bool,
    pub void: bool,
    /// Whether papers may be given out and urged.
    pub send: bool,
    /// Why the step that leads on is not the actor's, though the right is: a sentence.
    pub barred: String,
}

/// Everything the page of a paper shows.
#[derive(Debug, Clone)]
pub struct PaperPage {
    pub paper: Versioned<Paper>,
    pub words: gw::Paper,
    pub author: String,
    pub unit: String,
    pub signer: String,
    pub problems: Vec<Found>,
    /// What a check of its Word file finds, until it is signed.
    pub layout: Option<Layout>,
    /// Digest of the text as it stands in the store now.
    pub digest: String,
    pub steps: Vec<StepRow>,
    pub texts: Vec<TextRow>,
    pub comments: Vec<CommentRow>,
    pub sources: Vec<(RecordId, String)>,
    pub deliveries: Vec<DeliveryRow>,
    /// Deliveries that the actor may confirm.
    pub own: Vec<DeliveryRow>,
    pub rights: Rights,
    /// 机关代字 to propose for 登记.
    pub code: String,
    /// The pages, where they can be set.
    pub pages: Option<Arc<Pages>>,
    /// Editions in the archive, the newest first.
    pub filings: Vec<FilingRow>,
    /// 保管期限 that 归档 offers; none while the unit has decided nothing.
    pub terms: Vec<Term>,
}

impl PaperPage {
    /// Whether the text is still what its row, and the one who signed, have seen.
    pub fn intact(&self) -> bool {
        self.digest == self.paper.digest
            && self.paper.signature.as_ref().is_none_or(|it| it.digest == self.digest)
    }
}

/// One paper.
pub async fn page(app: &App, who: &Who, id: PaperId) -> Result<PaperPage> {
    let mut view = app.store.view().await?;
    let paper = seen(app, &mut view, who, id).await?;
    let version = view.paper_text(id, paper.text).await?;
    let deliveries = view.deliveries(id).await?;
    let signer = match &paper.signature {
        Some(signature) => view.person(signature.by).await?.row.name,
        None => String::new(),
    };
    let page = PaperPage {
        words: gw::Paper::clone(&text::read(&version.text)?),
        author: view.person(paper.author).await?.row.name,
        unit: view.unit(paper.unit).await?.row.name,
        signer,
        problems: Vec::new(),
        layout: None,
        digest: String::new(),
        steps: view.paper_steps(id).await?,
        texts: view.paper_texts(id).await?,
        comments: view.paper_comments(id).await?,
        sources: view.paper_sources(id).await?,
        own: super::delivery::own(who, &deliveries),
        rights: rights(&mut view, who, &paper).await?,
        code: view.last_paper_code(who.bureau).await?.unwrap_or_default(),
        pages: None,
        filings: view.filings(id).await?,
        terms: super::archive::read_rules(&mut view, who.bureau).await?.map_or_else(Vec::new, |it| it.terms),
        deliveries,
        paper,
    };
    drop(view);
    let signer = page.paper.signature.as_ref().map(|_| page.signer.as_str());
    let set = text::complete(page.words.clone(), &page.paper, signer, app.today());
    // What cannot be set is told by the problems.
    let pages = super::pdf::set(app, set, false).await.ok();
    let (words, row, today) = (page.words.clone(), page.paper.row.clone(), app.today());
    let (problems, layout, digest) = tokio::task::spawn_blocking(move || {
        let layout = row.signature.is_none().then(|| text::layout(&words, &row, today)).flatten();
        (text::problems(&words, &row, today), layout, text::digest(&version.text))
    })
    .await?;
    Ok(PaperPage { problems, layout, digest, pages, ..page })
}

async fn rights(conn: &mut Conn, who: &Who, paper: &Versioned<Paper>) -> Result<Rights> {
    let facts = facts(conn, paper).await?;
    let may = |action| authority::may(who, action, Action::ViewPaper, &facts) == Decision::Allow;
    let mut rights = Rights {
        edit: paper.state == PaperState::Draft && may(Action::DraftPaper),
        forward: forward(paper.state).filter(|step| may(step.action(paper.state))),
        void: domain::paper::next(paper.state, Step::Void).is_some() && may(Action::VoidPaper),
        send_back: domain::paper::next(paper.state, Step::Return).is_some()
            && may(Step::Return.action(paper.state)),
        send: domain::paper::delivery::sendable(paper).is_ok() && may(Action::IssuePaper),
        barred: String::new(),
    };
    let wrote = paper.author == who.person || conn.paper_drafters(paper.id).await?.contains(&who.person);
    match rights.forward {
        Some(Step::Sign) if wrote => {
            rights.barred = "您参与了拟稿，要由另一位领导签发。".into();
            rights.forward = None;
        }
        Some(Step::Review) if wrote && !alone(conn, who, paper).await? => {
            rights.barred = "您参与了拟稿，要由另一位同志审核。".into();
            rights.forward = None;
        }
        _ => {}
    }
    Ok(rights)
}
