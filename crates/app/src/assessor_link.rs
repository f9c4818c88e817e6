//! 测评组链接: made, listed and taken back by the office; read without a session by whoever holds the secret. Each
//! reading is audited and counted in the transaction that lets it through, so that taking a link back acts at once.

use crate::assessment::{allowed, score_of};
use crate::dossier::collect;
use crate::preview::{Shown, shown};
use crate::thumbnail::public_copy;
use crate::{App, Error, Result, Who, secret};
use domain::account::{LOCK, MAX_FAILURES};
use domain::assessment::{self, Answer, Answering, Assessment, Claim, Claims, Score, Track, claims_at};
use domain::assessor_link::{self, AssessorLink, MOST_VIEWS, Validity, WINDOW};
use domain::audit::Entry;
use domain::authority::Action;
use domain::change::{Change, Versioned};
use domain::day::{Day, Instant};
use domain::dossier::{Dossier, Enclosure, Section};
use domain::id::{AssessmentId, AssessorLinkId, ClaimId, CriterionId, FileId};
use domain::refused::Refused;
use domain::standard::{Node, StandardRow};
use store::{LinkRead, Lockout, NewAssessorLink, StoreError, Tx};

/// Links on one page of the list.
pub const PAGE: i64 = 20;

/// The list of links.
#[derive(Debug)]
pub struct Links {
    pub assessment: Assessment,
    pub standard: String,
    pub unit: String,
    pub rows: Vec<Versioned<AssessorLink>>,
}

/// Links of an assessment, newest first.
pub async fn list(
    app: &App,
    who: &Who,
    id: AssessmentId,
    before: Option<(Instant, AssessorLinkId)>,
) -> Result<Links> {
    let mut view = app.store.view().await?;
    let held = allowed(&mut view, who, id, Action::OpenToAssessor).await?;
    let standard = view.standard(held.standard).await?.row.standard.name;
    let unit = view.unit_name_on(held.unit, held.to.min(app.today())).await?;
    let rows = view.assessor_links(id, before, PAGE).await?;
    Ok(Links { assessment: held.row, standard, unit, rows })
}

/// A link as its form gives it.
#[derive(Debug, Clone)]
pub struct LinkForm {
    pub name: String,
    /// The last day on which it answers.
    pub last: Day,
    pub scores: bool,
}

/// Makes a link. Answers the secret, which is kept nowhere.
pub async fn make(app: &App, who: &Who, id: AssessmentId, form: &LinkForm) -> Result<String> {
    let token = secret::token();
    let mut tx = app.store.begin().await?;
    let held = allowed(&mut tx, who, id, Action::OpenToAssessor).await?;
    let link = AssessorLink {
        id: app.ids.make(),
        bureau: held.bureau,
        assessment: id,
        name: form.name.clone(),
        digest: secret::digest(&token),
        scores: form.scores,
        author: who.person,
        created: app.now(),
        expires: form.last.plus(1).start(),
        revoked: None,
        views: 0,
        seen: None,
    };
    let change = assessor_link::open(&link, form.last, app.today())?;
    tx.apply(&app.stamp(who), change.map(NewAssessorLink)).await?;
    tx.commit().await?;
    Ok(token)
}

/// Takes a link back at once.
pub async fn revoke(app: &App, who: &Who, id: AssessorLinkId) -> Result<AssessmentId> {
    let mut tx = app.store.begin().await?;
    let held = tx.assessor_link(id).await?;
    allowed(&mut tx, who, held.assessment, Action::OpenToAssessor).await?;
    tx.apply(&app.stamp(who), assessor_link::revoke(&held, app.now())?).await?;
    tx.commit().await?;
    Ok(held.assessment)
}

/// Whoever comes with a secret: it and the address.
#[derive(Debug, Clone, Copy)]
pub struct Guest<'a> {
    pub token: &'a str,
    pub address: &'a str,
}

/// What a link opens: everything in the order of the standard, with the scores given from outside so far.
#[derive(Debug)]
pub struct Opened {
    pub link: AssessorLink,
    pub assessment: Assessment,
    pub standard: StandardRow,
    pub dossier: Dossier,
    /// Scores from outside, and nobody else's.
    pub claims: Claims,
    pub score: Score,
}

impl Opened {
    /// Whether scores may be given.
    pub fn may_score(&self) -> bool {
        self.link.scores && self.assessment.state == assessment::AssessmentState::Open
    }
}

/// The whole file behind a link.
pub async fn open(app: &App, guest: Guest<'_>) -> Result<Opened> {
    let link = enter(app, guest, "catalogue").await?;
    opened(app, link, None).await
}

/// One criterion behind a link.
#[derive(Debug)]
pub struct Leaf {
    pub opened: Opened,
    /// Index of the criterion in the tree.
    pub index: usize,
    pub section: Section,
    /// The answer that stands, if there is one.
    pub before: Option<(ClaimId, Claim)>,
    /// Criteria before and behind it, in the order of the standard.
    pub neighbours: (Option<CriterionId>, Option<CriterionId>),
}

impl Leaf {
    pub fn node(&self) -> &Node {
        &self.opened.standard.standard.tree.nodes()[self.index]
    }
}

/// One criterion with its evidence.
pub async fn criterion(app: &App, guest: Guest<'_>, criterion: CriterionId) -> Result<Leaf> {
    let link = enter(app, guest, &criterion.to_string()).await?;
    leaf(app, link, criterion).await
}

async fn leaf(app: &App, link: AssessorLink, criterion: CriterionId) -> Result<Leaf> {
    let mut opened = opened(app, link, Some(criterion)).await?;
    let leaves: Vec<CriterionId> =
        opened.dossier.sections.iter().filter(|it| it.leaf).map(|it| it.criterion).collect();
    let at = leaves.iter().position(|it| *it == criterion).ok_or(Refused::NotFound)?;
    let place = opened.dossier.sections.iter().position(|it| it.criterion == criterion);
    let section = opened.dossier.sections.swap_remove(place.ok_or(Refused::NotFound)?);
    let index = opened.standard.standard.tree.position(criterion).ok_or(Refused::NotFound)?;
    let rows = app.store.view().await?.claims_of(opened.assessment.id, criterion).await?;
    let before = rows
        .into_iter()
        .find(|row| row.track == Track::Outside && row.ended.is_none())
        .map(|row| (row.id, row.claim));
    let neighbours = (at.checked_sub(1).map(|it| leaves[it]), leaves.get(at + 1).copied());
    Ok(Leaf { opened, index, section, before, neighbours })
}

async fn opened(app: &App, link: AssessorLink, only: Option<CriterionId>) -> Result<Opened> {
    let mut view = app.store.view().await?;
    let held = view.assessment(link.assessment).await?.row;
    let standard = view.standard(held.standard).await?.row;
    let dossier = collect::part(&mut view, &held, app.today(), only).await?;
    let claims = claims_at(&view.claims(held.id).await?, Track::Outside, app.now());
    let score = score_of(&mut view, &held, &standard, Track::Outside, app.now()).await?;
    Ok(Opened { link, assessment: held, standard, dossier, claims, score })
}

/// A file of the evidence of a criterion, with the names of what it stands under.
async fn enclosed(app: &App, guest: Guest<'_>, criterion: CriterionId, file: FileId) -> Result<Enclosed> {
    let link = enter(app, guest, &file.to_string()).await?;
    let mut view = app.store.view().await?;
    let held = view.assessment(link.assessment).await?.row;
    let dossier = collect::part(&mut view, &held, app.today(), Some(criterion)).await?;
    drop(view);
    let section = dossier.sections.into_iter().find(|it| it.criterion == criterion);
    let section = section.ok_or(Refused::NotFound)?;
    let mut files = section.proofs.into_iter().flat_map(|it| it.files);
    let found = files.find(|it| it.file == file).ok_or(Refused::NotFound)?;
    Ok(Enclosed { standard: dossier.standard, section: section.heading, file: found })
}

struct Enclosed {
    standard: String,
    section: String,
    file: Enclosure,
}

/// The page of a file of the evidence.
#[derive(Debug)]
pub struct Viewed {
    pub standard: String,
    /// The criterion as its heading reads.
    pub section: String,
    pub file: Enclosure,
    pub shown: Shown,
}

/// What the page of a file shows; `text` asks for the words of a PDF file instead of its pages.
pub async fn view(
    app: &App,
    guest: Guest<'_>,
    criterion: CriterionId,
    file: FileId,
    text: bool,
) -> Result<Viewed> {
    let Enclosed { standard, section, file } = enclosed(app, guest, criterion, file).await?;
    let shown = shown(app, &file.digest, &file.media, text).await?;
    Ok(Viewed { standard, section, file, shown })
}

/// Such a file; of a photo the copy without anything that the camera wrote.
pub async fn file(
    app: &App,
    guest: Guest<'_>,
    criterion: CriterionId,
    file: FileId,
) -> Result<(Enclosure, std::fs::File)> {
    let found = enclosed(app, guest, criterion, file).await?.file;
    let (blobs, reader, name) = (app.store.blobs().clone(), app.reader.clone(), app.ids.next());
    tokio::task::spawn_blocking(move || {
        if !found.is_picture() {
            let opened = blobs.open_blob(&found.digest)?;
            return Ok((found, opened));
        }
        // Originals say where they were taken.
        let copy = public_copy(&blobs, &*reader, name, &found.digest, &found.media)?;
        Ok((Enclosure { media: "image/jpeg".into(), ..found }, copy.map_err(Error::rule)?))
    })
    .await?
}

/// A score as its form gives it.
#[derive(Debug, Clone)]
pub struct ScoreForm {
    /// The answer that the form was filled on.
    pub before: Option<ClaimId>,
    pub answer: Answer,
    pub reason: String,
}

/// 外部测评 through a link: in the track of assessors, apart from all others.
pub async fn score(app: &App, guest: Guest<'_>, criterion: CriterionId, form: &ScoreForm) -> Result<()> {
    let link = enter(app, guest, &criterion.to_string()).await?;
    if !link.scores {
        return Err(Refused::rule("这个链接只能查看，不能打分。").into());
    }
    let mut tx = app.store.begin().await?;
    let held = tx.assessment(link.assessment).await?;
    let standard = tx.standard(held.standard).await?.row;
    let claim = Claim { answer: form.answer.clone(), reason: form.reason.clone(), records: Vec::new() };
    let by = Answering { track: Track::Outside, author: None, now: app.now() };
    let change =
        assessment::answer(&held, &standard.standard, criterion, &claim, form.before, by, &*app.ids)?;
    let stamp = app.own_stamp(link.bureau, guest.address);
    tx.apply(&stamp, change).await?;
    // Once more: it may have been taken back since the form was sent.
    tx.apply(&stamp, read(app, &link, "score")).await.map_err(|_| Error::from(Refused::NotFound))?;
    Ok(tx.commit().await?)
}

fn read(app: &App, link: &AssessorLink, what: &str) -> Change<LinkRead> {
    let entry = Entry::new(Action::ReadThroughLink, link.id).field("what", what);
    Change::new(LinkRead { link: link.id, at: app.now() }, entry)
}

/// Lets a guest in to see one thing, or answers as if nothing were there.
async fn enter(app: &App, guest: Guest<'_>, what: &str) -> Result<AssessorLink> {
    let now = app.now();
    let source = format!("assessor:{}", guest.address);
    let mut tx = app.store.begin().await?;
    if tx.lockout(&source).await?.is_some_and(|lock| now < lock.locked_until) {
        return Err(Refused::Busy("打不开的次数太多，请过一会儿再试。".into()).into());
    }
    let known = tx.assessor_link_by_digest(&secret::digest(guest.token)).await?;
    let Some(link) = known.map(|it| it.row).filter(|it| it.validity(now) == Validity::Open) else {
        missed(&mut tx, &source, now).await?;
        tx.commit().await?;
        return Err(Refused::NotFound.into());
    };
    turn(&mut tx, &link, now).await?;
    let stamp = app.own_stamp(link.bureau, guest.address);
    match tx.apply(&stamp, read(app, &link, what)).await {
        Err(StoreError::Stale | StoreError::NotFound) => return Err(Refused::NotFound.into()),
        done => done?,
    };
    tx.commit().await?;
    Ok(link)
}

/// A source that tries addresses that lead nowhere is let wait.
async fn missed(tx: &mut Tx, source: &str, now: Instant) -> Result<()> {
    let before = tx.lockout(source).await?.filter(|lock| now.0 - lock.updated.0 < LOCK);
    let failures = before.map_or(0, |lock| lock.failures) + 1;
    let locked_until = if failures >= MAX_FAILURES * 10 { Instant(now.0 + LOCK) } else { Instant(0) };
    Ok(tx.put_lockout(source, &Lockout { failures, locked_until, updated: now }).await?)
}

/// A link answers so often and no oftener.
async fn turn(tx: &mut Tx, link: &AssessorLink, now: Instant) -> Result<()> {
    let subject = format!("assessor_link:{}", link.id);
    let window = tx.lockout(&subject).await?.filter(|it| now.0 - it.updated.0 < WINDOW);
    let (views, since) = window.map_or((0, now), |it| (it.failures, it.updated));
    if views >= MOST_VIEWS {
        return Err(Refused::Busy("翻得太快了，请过几分钟再看。".into()).into());
    }
    let next = Lockout { failures: views + 1, locked_until: Instant(0), updated: since };
    Ok(tx.put_lockout(&subject, &next).await?)
}
