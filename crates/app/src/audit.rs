//! The audit chain seen from outside: its page, its verification against anchors, and the refusals
//! that are chained once a minute has passed.
//!
//! An anchor is a line `bureau seq digest instant hmac` in a file outside the database. Who can
//! write the database but not this file and its key can neither cut the tail of the chain nor
//! write it anew unnoticed.

use crate::job::{Report, hurry};
use crate::turn::{Leaf, Turn};
use crate::{App, Error, Result, Who};
use domain::audit::{Entry, Object};
use domain::authority::{self, Action};
use domain::change::Change;
use domain::code::Code;
use domain::day::{Day, Instant};
use domain::id::{AccountId, BureauId};
use domain::job::{Job, JobState, Work};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry as BTreeEntry;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use store::{AuditFilter, AuditRow, Break, ChainRefusal, JobRow, StoreError};

/// Name of the file of anchors in the data folder.
pub const ANCHORS: &str = "audit-anchors.txt";

/// What a verification found, as far as it could prove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Rows that hold.
    pub rows: i64,
    pub broken: Option<Break>,
    /// Up to which row anchors prove the chain; none without anchors.
    pub anchored: Option<i64>,
    /// What was proven, as a sentence.
    pub sentence: String,
}

/// Walks the chain of a bureau; with a file of anchors also proves that no tail is missing and that
/// it was not written anew.
pub async fn verify(app: &App, bureau: BureauId, anchors: Option<&Path>) -> Result<Proof> {
    let lines = match anchors {
        Some(path) => read_anchors(app, path)?,
        None => Lines::default(),
    };
    let mut view = app.store.view().await?;
    let verdict = view.audit_verify(bureau).await?;
    let mut proof =
        Proof { rows: verdict.rows, broken: verdict.broken, anchored: None, sentence: String::new() };
    if proof.broken.is_none() {
        proof.broken = lines.forged.clone();
    }
    let mut held = 0;
    for anchor in lines.anchors.iter().filter(|anchor| anchor.bureau == bureau) {
        let digest = view.audit_digest(bureau, anchor.seq).await?;
        if digest.as_deref() == Some(&anchor.digest) {
            held = anchor.seq;
            continue;
        }
        let what = match digest {
            None => {
                format!("锚点证明链上有过第 {} 条，现在只有 {} 条：末尾被删去了。", anchor.seq, verdict.rows)
            }
            Some(_) => format!("第 {} 条至第 {} 条与锚点不符：这一段被整段改写过。", held + 1, anchor.seq),
        };
        let seq = if digest.is_none() { verdict.rows + 1 } else { held + 1 };
        let earlier = proof.broken.as_ref().is_none_or(|broken| seq < broken.seq);
        if earlier {
            proof.broken = Some(Break { seq, what });
        }
        break;
    }
    proof.anchored = (held > 0).then_some(held);
    proof.sentence = sentence(&proof);
    Ok(proof)
}

fn sentence(proof: &Proof) -> String {
    match (&proof.broken, proof.anchored) {
        (Some(broken), _) => format!("审计链在第 {} 条断开。{}", broken.seq, broken.what),
        (None, Some(seq)) if seq == proof.rows => format!("{} 条全部相连，并与锚点一致。", proof.rows),
        (None, Some(seq)) => {
            format!("{} 条全部相连，前 {seq} 条与锚点一致；之后的尾部要等下一个锚点才能证明。", proof.rows)
        }
        (None, None) => format!("{} 条全部相连。没有锚点，尾部无法证明。", proof.rows),
    }
}

/// One line of the file that its HMAC proves.
#[derive(Debug, Clone)]
struct Anchor {
    bureau: BureauId,
    seq: i64,
    digest: String,
    at: Instant,
}

#[derive(Debug, Default)]
struct Lines {
    anchors: Vec<Anchor>,
    /// The first line that was not written by us.
    forged: Option<Break>,
}

fn read_anchors(app: &App, path: &Path) -> Result<Lines> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Lines::default()),
        Err(error) => return Err(Error::unfit(format!("无法读取锚点文件 {}：{error}。", path.display()))),
    };
    let mut lines = Lines::default();
    for (number, line) in (1_i64..).zip(text.lines()) {
        match parse(app, line) {
            Some(anchor) => lines.anchors.push(anchor),
            None if lines.forged.is_none() => {
                lines.forged = Some(Break {
                    seq: 1,
                    what: format!("锚点文件第 {number} 行不是本系统写的，或者被改动过。"),
                });
            }
            None => {}
        }
    }
    lines.anchors.sort_by_key(|anchor| anchor.seq);
    Ok(lines)
}

fn parse(app: &App, line: &str) -> Option<Anchor> {
    let (body, hmac) = line.rsplit_once(' ')?;
    if store::hmac_hex(&app.keys.anchor(), body.as_bytes()) != hmac {
        return None;
    }
    let mut parts = body.split(' ');
    Some(Anchor {
        bureau: parts.next()?.parse().ok()?,
        seq: parts.next()?.parse().ok()?,
        digest: parts.next()?.to_owned(),
        at: Instant(parts.next()?.parse().ok()?),
    })
}

/// The file of anchors of this installation.
pub fn anchor_file(app: &App) -> PathBuf {
    app.store.data().join(ANCHORS)
}

/// Writes the head of every chain behind the file of anchors. Called daily and at each backup.
pub async fn anchor(app: &App) -> Result<usize> {
    let mut view = app.store.view().await?;
    let mut lines = String::new();
    let mut count = 0;
    for bureau in view.bureaus().await? {
        let (seq, digest) = view.audit_head(bureau.id).await?;
        if seq == 0 {
            continue;
        }
        let body = format!("{} {seq} {digest} {}", bureau.id, app.now().0);
        let hmac = store::hmac_hex(&app.keys.anchor(), body.as_bytes());
        lines.push_str(&format!("{body} {hmac}\n"));
        count += 1;
    }
    drop(view);
    append(&anchor_file(app), &lines)?;
    Ok(count)
}

fn append(path: &Path, lines: &str) -> Result<()> {
    let write = || -> std::io::Result<()> {
        let mut file = fs::OpenOptions::new().create(true).append(true).open(path)?;
        file.write_all(lines.as_bytes())?;
        file.sync_all()
    };
    write().map_err(|error| Error::fault("audit anchors", error))
}

/// [`anchor`] unless there is one of today.
pub async fn anchor_daily(app: &App) -> Result<usize> {
    let last = read_anchors(app, &anchor_file(app))?.anchors.iter().map(|anchor| anchor.at).max();
    if last.is_some_and(|at| Day::of_instant(at) >= app.today()) {
        return Ok(0);
    }
    anchor(app).await
}

/// Counts a refusal (403) of an actor. Two at once on one row try again.
pub async fn refused(app: &App, who: &Who, action: Action) -> Result<()> {
    for _ in 0..3 {
        let mut tx = app.store.begin().await?;
        match tx.count_refusal(who.bureau, who.account, action.code(), app.now()).await {
            Ok(()) => return Ok(tx.commit().await?),
            Err(StoreError::Conflict(_)) => tx.rollback().await?,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Source of a row that sums up refusals; their number follows.
const REFUSED: &str = "job ×";

/// How often something was refused, of a row that [`flush_refusals`] chained.
pub fn times(row: &AuditRow) -> Option<i64> {
    let refused = row.action == Action::Refuse.code();
    row.source.strip_prefix(REFUSED).filter(|_| refused)?.parse().ok()
}

/// Chains the refusals of minutes that have passed; the object of such a row is the account, its
/// noun the action that was refused.
pub async fn flush_refusals(app: &App) -> Result<usize> {
    let mut tx = app.store.begin().await?;
    let rows = tx.past_refusals(app.now(), 1_000).await?;
    let count = rows.len();
    for row in rows {
        let action: Option<Action> = Code::from_code(&row.action);
        let object = Object { noun: action.map_or("account", Code::code), id: row.account.0 };
        let fields = vec![("minute", row.minute.to_string()), ("times", row.times.to_string())];
        // A count is no personal value: it stands in clear, so that the page can show it.
        let source = format!("{REFUSED}{}", row.times);
        let stamp = store::Stamp { account: Some(row.account), ..app.own_stamp(row.bureau, &source) };
        tx.apply(&stamp, Change::new(ChainRefusal(row), Entry { action: Action::Refuse, object, fields }))
            .await?;
    }
    tx.commit().await?;
    Ok(count)
}

/// A page of the chain with the names of who acted.
#[derive(Debug, Clone, Default)]
pub struct AuditPage {
    pub leaf: Leaf<AuditRow, i64>,
    pub names: BTreeMap<AccountId, String>,
}

impl std::ops::Deref for AuditPage {
    type Target = Leaf<AuditRow, i64>;
    fn deref(&self) -> &Self::Target {
        &self.leaf
    }
}

/// The chain of the actor's bureau, newest first.
pub async fn page(app: &App, who: &Who, filter: &AuditFilter) -> Result<AuditPage> {
    authority::require_any(who, Action::ViewAudit)?;
    let mut view = app.store.view().await?;
    // The chain is read downwards: what follows has smaller numbers.
    let turn = match (filter.before, filter.after) {
        (_, Some(seq)) => Turn::Before(seq),
        (before, None) => before.into(),
    };
    let asked = AuditFilter { limit: filter.limit + 1, ..filter.clone() };
    let rows = view.audit_rows(who.bureau, &asked).await?;
    let leaf = turn.leaf(rows, filter.limit, |row| row.seq);
    let mut names = BTreeMap::new();
    for account in leaf.rows.iter().filter_map(|row| row.account) {
        if let BTreeEntry::Vacant(vacant) = names.entry(account) {
            let person = view.account(account).await?.person;
            vacant.insert(view.person(person).await?.row.name);
        }
    }
    Ok(AuditPage { leaf, names })
}

/// Has the chain of the actor's bureau walked by a job, and waits a moment for it.
pub async fn ask(app: &App, who: &Who) -> Result<()> {
    authority::require_any(who, Action::ViewAudit)?;
    let known = last_walk(app, who).await?;
    if known.is_some_and(|job| matches!(job.state, JobState::Ready | JobState::Running)) {
        return Ok(());
    }
    let work = Work::VerifyAudit { bureau: who.bureau };
    let job = Job { id: app.ids.make(), bureau: Some(who.bureau), work, run_at: app.now() };
    // Asking leaves no entry: it would be the one row that no anchor proves yet.
    let mut tx = app.store.begin().await?;
    tx.put_job(&job, app.now()).await?;
    tx.commit().await?;
    hurry(app, job.id).await
}

/// The latest walk of the actor's chain: under way, or with what it found.
pub async fn last_walk(app: &App, who: &Who) -> Result<Option<JobRow>> {
    authority::require_any(who, Action::ViewAudit)?;
    let kind = Work::VerifyAudit { bureau: who.bureau }.kind();
    Ok(app.store.view().await?.last_job(who.bureau, kind).await?)
}

/// What a walk found, as the outcome of its job.
pub const WHOLE: &str = "whole";
pub const BROKEN: &str = "broken";

/// [`verify`] against the anchors of this installation: the work of a job.
pub(crate) async fn walk(app: &App, bureau: BureauId) -> Result<Report> {
    let proof = verify(app, bureau, Some(&anchor_file(app))).await?;
    let outcome = if proof.broken.is_some() { BROKEN } else { WHOLE };
    Ok(Report { note: proof.sentence, outcome: Some(outcome) })
}

/// The account of the person with this login or name, for the filter of the page.
pub async fn account_called(app: &App, who: &Who, words: &str) -> Result<Option<AccountId>> {
    authority::require_any(who, Action::ViewAudit)?;
    let words = words.trim();
    if words.is_empty() {
        return Ok(None);
    }
    let rows = app.store.view().await?.accounts(who.bureau, words, "", 20).await?;
    let exact = rows.iter().find(|row| row.account.login == words || row.name == words);
    Ok(exact.or(rows.first()).map(|row| row.account.id))
}
