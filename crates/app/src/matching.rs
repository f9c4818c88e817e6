//! 还能用在哪些测评项: proposals for a record, and what a person decides about them.

use crate::sight::record_facts;
use crate::{App, Result, Who, record};
use domain::audit::Entry;
use domain::authority::{self, Action, Decision};
use domain::change::Change;
use domain::day::Day;
use domain::id::{BureauId, CriterionId, RecordId, StandardId};
use domain::matching::{self, Match, Subject, Target};
use domain::record::{Record, RecordState};
use domain::record_kind::RecordKind;
use domain::refused::Refused;
use domain::standard::{CriterionLink, LinkState, StandardState};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Conn, CriterionHead, PutProposals, Tx};

/// Versions whose criteria are held in memory; more than a bureau uses at a time.
const MOST_VERSIONS: usize = 20;

/// A criterion beside a record.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub criterion: CriterionHead,
    pub state: LinkState,
    pub reason: String,
}

/// What a record stands behind and may stand behind: the confirmed first, then what is proposed.
/// What someone removed is not proposed again.
pub async fn proposals(app: &App, who: &Who, id: RecordId) -> Result<Vec<Proposal>> {
    let mut view = app.store.view().await?;
    let held = record::seen(app, &mut view, who, id).await?;
    if held.state == RecordState::Void {
        return Ok(Vec::new());
    }
    let heads = view.open_criteria(who.bureau).await?;
    let links = view.links_of_record(id).await?;
    let head = |criterion: CriterionId| heads.iter().find(|it| it.id == criterion).cloned();
    let confirmed = links.iter().filter(|it| it.state == LinkState::Confirmed);
    let mut found: Vec<Proposal> = confirmed
        .filter_map(|it| {
            Some(Proposal { criterion: head(it.criterion)?, state: it.state, reason: it.reason.clone() })
        })
        .collect();
    for it in matches(app, &mut view, &held).await? {
        let decided = |link: &&CriterionLink| link.state != LinkState::Proposed;
        if links.iter().filter(decided).any(|link| link.criterion == it.criterion) {
            continue;
        }
        let Some(criterion) = head(it.criterion) else { continue };
        found.push(Proposal { criterion, state: LinkState::Proposed, reason: it.reason });
    }
    Ok(found)
}

/// The criteria of all published standards that a record may stand behind.
async fn matches(app: &App, view: &mut Conn, held: &Record) -> Result<Vec<Match>> {
    let targets = targets(app, view, held.bureau).await?;
    let kinds = crate::record_kind::kinds(view, held.bureau).await?;
    let unit = view.unit(held.unit).await?.row.name;
    let words = words(held);
    let subject = Subject {
        kind: kinds.get(&held.kind),
        title: &held.title,
        words: &words,
        day: held.day,
        unit: &unit,
    };
    Ok(matching::matches(&subject, &targets))
}

/// What a rule proposes for a record, to be kept, so that the page of a criterion shows it whichever
/// unit filed it.
pub(crate) async fn proposed(app: &App, view: &mut Conn, held: &Record) -> Result<PutProposals> {
    let link = |it: Match| CriterionLink {
        bureau: held.bureau,
        criterion: it.criterion,
        record: held.id,
        state: LinkState::Proposed,
        reason: it.reason,
        author: None,
    };
    let links = matches(app, view, held).await?.into_iter().map(link).collect();
    Ok(PutProposals { record: held.id, links })
}

/// Criteria with these words in number or title, beside those that stand with the record already.
pub async fn sought(
    app: &App,
    who: &Who,
    words: &str,
    known: &[Proposal],
    most: usize,
) -> Result<Vec<CriterionHead>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let all = app.store.view().await?.open_criteria(who.bureau).await?;
    let fits = |it: &CriterionHead| it.title.contains(words) || it.code.contains(words);
    let new = |it: &CriterionHead| known.iter().all(|known| known.criterion.id != it.id);
    Ok(all.into_iter().filter(|it| fits(it) && new(it)).take(most).collect())
}

/// The criteria of a bureau, loaded once for many things of which no record is there yet.
#[derive(Debug)]
pub(crate) struct Scout {
    heads: Vec<CriterionHead>,
    targets: Vec<Target>,
}

impl Scout {
    pub async fn new(app: &App, view: &mut Conn, who: &Who) -> Result<Self> {
        let targets = targets(app, view, who.bureau).await?;
        Ok(Self { heads: view.open_criteria(who.bureau).await?, targets })
    }

    /// The criteria that something with this title and these words may stand behind, with the reason.
    pub fn look(
        &self,
        kind: Option<&RecordKind>,
        (title, words): (&str, &str),
        day: Day,
        unit: &str,
    ) -> Vec<(CriterionHead, String)> {
        let found = matching::matches(&Subject { kind, title, words, day, unit }, &self.targets);
        let head = |id| self.heads.iter().find(|it| it.id == id).cloned();
        found.into_iter().filter_map(|it| Some((head(it.criterion)?, it.reason))).collect()
    }
}

/// Criteria that a person has ticked for a record of their own that is just being made.
pub(crate) async fn confirm(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    record: RecordId,
    ticked: &[CriterionId],
) -> Result<()> {
    if ticked.is_empty() {
        return Ok(());
    }
    let open = tx.open_criteria(who.bureau).await?;
    for criterion in ticked.iter().filter(|id| open.iter().any(|it| it.id == **id)) {
        let link = CriterionLink {
            bureau: who.bureau,
            criterion: *criterion,
            record,
            state: LinkState::Confirmed,
            reason: "整理旧资料时选定。".into(),
            author: Some(who.person),
        };
        let entry = Entry::new(Action::FileRecord, *criterion).field("record", record);
        tx.apply(&app.stamp(who), Change::new(link, entry)).await?;
    }
    Ok(())
}

/// Criteria of published versions as they are matched. A published version never changes, so that its are
/// worked out once and not for every record.
#[derive(Debug, Clone, Default)]
pub struct Targets(Arc<Mutex<BTreeMap<StandardId, Arc<Vec<Target>>>>>);

async fn targets(app: &App, view: &mut Conn, bureau: BureauId) -> Result<Vec<Target>> {
    let mut targets = Vec::new();
    for head in view.standards(bureau).await? {
        if head.state == StandardState::Published {
            targets.extend(of_version(app, view, head.id).await?.iter().cloned());
        }
    }
    Ok(targets)
}

async fn of_version(app: &App, view: &mut Conn, id: StandardId) -> Result<Arc<Vec<Target>>> {
    let kept = || app.targets.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = kept().get(&id) {
        return Ok(known.clone());
    }
    let made = Arc::new(matching::targets(&view.standard(id).await?.row.standard));
    let mut kept = kept();
    if kept.len() >= MOST_VERSIONS {
        kept.clear();
    }
    kept.insert(id, made.clone());
    Ok(made)
}

fn words(record: &Record) -> String {
    let details = record.details.iter().map(|it| it.value.as_str());
    let words: Vec<&str> = [record.text.as_str(), record.place.as_str()].into_iter().chain(details).collect();
    words.join("\n")
}

/// 确认 or 去掉 with one tap: by the author, or by who reviews.
pub async fn decide(app: &App, who: &Who, id: RecordId, criterion: CriterionId, confirm: bool) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let held = record::seen(app, &mut tx, who, id).await?;
    let facts = record_facts(app, &mut tx, &held).await?;
    let reviews = authority::may(who, Action::ReviewRecord, Action::ViewRecord, &facts) == Decision::Allow;
    if held.author != who.person && !reviews {
        return Err(authority::denied(Action::ReviewRecord).into());
    }
    if !tx.open_criteria(who.bureau).await?.iter().any(|it| it.id == criterion) {
        return Err(Refused::NotFound.into());
    }
    let kept = tx.links_of_record(id).await?.into_iter().find(|it| it.criterion == criterion);
    let reason = match kept {
        // What a person took away is not proposed again: who puts it back chooses it.
        Some(link) => (link.state != LinkState::Removed).then_some(link.reason),
        // Not looked at yet, or chosen freely.
        None if held.state == RecordState::Void => None,
        None => {
            let found = matches(app, &mut tx, &held).await?;
            found.into_iter().find(|it| it.criterion == criterion).map(|it| it.reason)
        }
    };
    let state = if confirm { LinkState::Confirmed } else { LinkState::Removed };
    let link = CriterionLink {
        bureau: who.bureau,
        criterion,
        record: id,
        state,
        reason: reason.unwrap_or_else(|| "由人选定。".into()),
        author: Some(who.person),
    };
    let action = if held.author == who.person { Action::FileRecord } else { Action::ReviewRecord };
    let entry = Entry::new(action, criterion).field("record", id);
    tx.apply(&app.stamp(who), Change::new(link, entry)).await?;
    Ok(tx.commit().await?)
}
