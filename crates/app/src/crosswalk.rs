//! 体系对照: pairs of criteria of two standards, decided one by one, and what is carried from one
//! assessment to another by them: previewed, audited, taken back.

use crate::assessment::allowed;
use crate::standard::own;
use crate::turn::{Leaf, Turn};
use crate::{App, Result, Who};
use domain::assessment::{Assessment, AssessmentState, ClaimRow};
use domain::authority::{self, Action};
use domain::change::Versioned;
use domain::crosswalk::{self, Crosswalk, Line, Making, Pair, PairState, Sides, Verdict};
use domain::day::Instant;
use domain::id::{AssessmentId, CriterionId, CrosswalkId, CrosswalkUseId, RecordId, StandardId};
use domain::refused::Refused;
use domain::standard::{StandardHead, StandardRow, StandardState};
use std::collections::BTreeMap;
use store::{Conn, CrosswalkLine, NewCrosswalk, PairLine, PutPair, UseLine};

/// A page of crosswalks, the newest first.
pub async fn list(
    app: &App,
    who: &Who,
    turn: &Turn<(Instant, CrosswalkId)>,
    limit: i64,
) -> Result<Leaf<CrosswalkLine, (Instant, CrosswalkId)>> {
    authority::require_any(who, Action::ViewStandard)?;
    let mut view = app.store.view().await?;
    let rows = view.crosswalk_rows(who.bureau, turn.back(), turn.key().copied(), limit + 1).await?;
    Ok(turn.leaf(rows, limit, |row| (row.crosswalk.created, row.crosswalk.id)))
}

/// Versions that a crosswalk can lead from and to.
pub async fn choices(app: &App, who: &Who) -> Result<Vec<StandardHead>> {
    authority::require_any(who, Action::EditStandard)?;
    let mut heads = app.store.view().await?.standards(who.bureau).await?;
    heads.retain(|head| head.state != StandardState::Draft);
    Ok(heads)
}

fn making(app: &App, who: &Who) -> Making {
    Making { bureau: who.bureau, author: who.person, now: app.now() }
}

/// 建立对照.
pub async fn begin(app: &App, who: &Who, from: StandardId, to: StandardId) -> Result<CrosswalkId> {
    authority::require_any(who, Action::EditStandard)?;
    let mut tx = app.store.begin().await?;
    let from = own(&mut tx, who, from).await?.row;
    let to = own(&mut tx, who, to).await?.row;
    let known = tx.crosswalk_between(from.id, to.id).await?.is_some();
    let change = crosswalk::begin(&from, &to, known, making(app, who), &*app.ids)?;
    let id = change.next.0.id;
    tx.apply(&app.stamp(who), change.map(|(crosswalk, pairs)| NewCrosswalk(crosswalk, pairs))).await?;
    tx.commit().await?;
    Ok(id)
}

async fn held(conn: &mut Conn, who: &Who, id: CrosswalkId) -> Result<Crosswalk> {
    let held = conn.crosswalk(id).await?;
    if held.bureau == who.bureau { Ok(held) } else { Err(Refused::NotFound.into()) }
}

/// A crosswalk as its page shows it.
#[derive(Debug, Clone)]
pub struct Sight {
    pub crosswalk: Crosswalk,
    pub from: StandardRow,
    pub to: StandardRow,
    pub counts: BTreeMap<PairState, i64>,
    pub leaf: Leaf<PairLine, (i64, i64)>,
    pub uses: Vec<Used>,
    pub edit: bool,
}

/// A carrying over with the names of its assessments.
#[derive(Debug, Clone)]
pub struct Used {
    pub line: UseLine,
    pub from: String,
    pub to: String,
}

/// One page of pairs, with everything around them.
pub async fn show(
    app: &App,
    who: &Who,
    id: CrosswalkId,
    state: Option<PairState>,
    turn: &Turn<(i64, i64)>,
    limit: i64,
) -> Result<Sight> {
    authority::require_any(who, Action::ViewStandard)?;
    let mut view = app.store.view().await?;
    let crosswalk = held(&mut view, who, id).await?;
    let rows = view.pair_rows(id, state, turn.back(), turn.key().copied(), limit + 1).await?;
    let mut uses = Vec::new();
    for line in view.crosswalk_uses(id).await? {
        let from = view.assessment(line.used.from).await?;
        let to = view.assessment(line.used.to).await?;
        let (from, to) = (called(app, &mut view, &from).await?, called(app, &mut view, &to).await?);
        uses.push(Used { line, from, to });
    }
    Ok(Sight {
        from: view.standard(crosswalk.from).await?.row,
        to: view.standard(crosswalk.to).await?.row,
        counts: view.pair_counts(id).await?.into_iter().collect(),
        leaf: turn.leaf(rows, limit, |row| row.place),
        uses,
        edit: who.reach(Action::EditStandard).is_some(),
        crosswalk,
    })
}

/// `云岚市交通运输局，2026年1月1日至2026年12月31日`.
async fn called(app: &App, conn: &mut Conn, it: &Assessment) -> Result<String> {
    let unit = conn.unit_name_on(it.unit, it.to.min(app.today())).await?;
    Ok(format!("{unit}，{}至{}", it.from.full_text(), it.to.full_text()))
}

/// One pair as the form of a refused decision shows it.
pub async fn pair(
    app: &App,
    who: &Who,
    id: CrosswalkId,
    from: CriterionId,
    to: CriterionId,
) -> Result<Option<Pair>> {
    authority::require_any(who, Action::EditStandard)?;
    let mut view = app.store.view().await?;
    held(&mut view, who, id).await?;
    Ok(view.pair(id, from, to).await?)
}

/// 确认 or 不对应 of one pair.
pub async fn decide(
    app: &App,
    who: &Who,
    id: CrosswalkId,
    from: CriterionId,
    to: CriterionId,
    verdict: &Verdict,
) -> Result<()> {
    authority::require_any(who, Action::EditStandard)?;
    let mut tx = app.store.begin().await?;
    let held = held(&mut tx, who, id).await?;
    let (a, b) = (tx.standard(held.from).await?.row, tx.standard(held.to).await?.row);
    let change = crosswalk::decide(&held, (&a, from), (&b, to), verdict, who.person)?;
    tx.apply(&app.stamp(who), change.map(PutPair)).await?;
    Ok(tx.commit().await?)
}

/// What the form of a carrying over offers: assessments by both standards.
#[derive(Debug, Clone)]
pub struct Ends {
    pub crosswalk: Crosswalk,
    pub from_name: String,
    pub to_name: String,
    pub from: Vec<(AssessmentId, String)>,
    pub to: Vec<(AssessmentId, String)>,
}

pub async fn ends(app: &App, who: &Who, id: CrosswalkId) -> Result<Ends> {
    authority::require_any(who, Action::EditStandard)?;
    let mut view = app.store.view().await?;
    let crosswalk = held(&mut view, who, id).await?;
    let (mut from, mut to) = (Vec::new(), Vec::new());
    for it in view.assessments(who.bureau).await? {
        let list = match it.state {
            AssessmentState::Void => continue,
            _ if it.standard == crosswalk.from => &mut from,
            AssessmentState::Open if it.standard == crosswalk.to => &mut to,
            _ => continue,
        };
        if allowed(&mut view, who, it.id, Action::ClaimScore).await.is_ok() {
            list.push((it.id, called(app, &mut view, &it).await?));
        }
    }
    Ok(Ends {
        from_name: view.standard_head(crosswalk.from).await?.name,
        to_name: view.standard_head(crosswalk.to).await?.name,
        crosswalk,
        from,
        to,
    })
}

/// What is known of both ends.
struct Loaded {
    crosswalk: Crosswalk,
    pairs: Vec<Pair>,
    from: Versioned<Assessment>,
    from_standard: StandardRow,
    to: Versioned<Assessment>,
    to_standard: StandardRow,
    from_claims: Vec<ClaimRow>,
    to_claims: Vec<ClaimRow>,
    records: Vec<(CriterionId, RecordId)>,
    linked: Vec<(CriterionId, RecordId)>,
}

/// More pairs than two standards have.
const PAIRS: i64 = 20_000;

impl Loaded {
    async fn of(
        conn: &mut Conn,
        who: &Who,
        id: CrosswalkId,
        from: AssessmentId,
        to: AssessmentId,
    ) -> Result<Self> {
        authority::require_any(who, Action::EditStandard)?;
        let crosswalk = held(conn, who, id).await?;
        let from = allowed(conn, who, from, Action::ViewScore).await?;
        let to = allowed(conn, who, to, Action::ClaimScore).await?;
        let rows = conn.links_of_standard(crosswalk.from, to.unit, (to.from, to.to), PAIRS).await?;
        let records = rows.into_iter().filter(|row| row.is_confirmed());
        let pairs = conn.pair_rows(id, Some(PairState::Confirmed), false, None, PAIRS).await?;
        Ok(Self {
            pairs: pairs.into_iter().map(|line| line.pair).collect(),
            records: records.map(|row| (row.link.criterion, row.link.record)).collect(),
            linked: conn.linked_of_standard(crosswalk.to).await?,
            from_standard: conn.standard(crosswalk.from).await?.row,
            to_standard: conn.standard(crosswalk.to).await?.row,
            from_claims: conn.claims(from.id).await?,
            to_claims: conn.claims(to.id).await?,
            crosswalk,
            from,
            to,
        })
    }

    fn sides(&self) -> Sides<'_> {
        Sides {
            from: &self.from,
            from_standard: &self.from_standard,
            to: &self.to,
            to_standard: &self.to_standard,
            from_claims: &self.from_claims,
            to_claims: &self.to_claims,
            records: &self.records,
            linked: &self.linked,
        }
    }
}

/// What a carrying over would do.
#[derive(Debug, Clone)]
pub struct Preview {
    pub lines: Vec<Line>,
    pub from_standard: StandardRow,
    pub to_standard: StandardRow,
    pub from: String,
    pub to: String,
}

impl Preview {
    pub fn answers(&self) -> usize {
        self.lines.iter().filter(|line| line.claim.is_some()).count()
    }

    pub fn records(&self) -> usize {
        self.lines.iter().map(|line| line.records.len()).sum()
    }
}

pub async fn preview(
    app: &App,
    who: &Who,
    id: CrosswalkId,
    from: AssessmentId,
    to: AssessmentId,
) -> Result<Preview> {
    let mut view = app.store.view().await?;
    let loaded = Loaded::of(&mut view, who, id, from, to).await?;
    Ok(Preview {
        lines: crosswalk::lines(&loaded.crosswalk, &loaded.pairs, loaded.sides())?,
        from: called(app, &mut view, &loaded.from).await?,
        to: called(app, &mut view, &loaded.to).await?,
        from_standard: loaded.from_standard,
        to_standard: loaded.to_standard,
    })
}

/// 带过去.
pub async fn carry(
    app: &App,
    who: &Who,
    id: CrosswalkId,
    from: AssessmentId,
    to: AssessmentId,
) -> Result<CrosswalkUseId> {
    let mut tx = app.store.begin().await?;
    let loaded = Loaded::of(&mut tx, who, id, from, to).await?;
    let change =
        crosswalk::carry(&loaded.crosswalk, &loaded.pairs, loaded.sides(), making(app, who), &*app.ids)?;
    let made = change.next.taken.id;
    tx.apply(&app.stamp(who), change).await?;
    tx.commit().await?;
    Ok(made)
}

/// 收回 what was carried over.
pub async fn undo(app: &App, who: &Who, id: CrosswalkUseId) -> Result<CrosswalkId> {
    authority::require_any(who, Action::EditStandard)?;
    let mut tx = app.store.begin().await?;
    let held = tx.crosswalk_use(id).await?;
    let to = allowed(&mut tx, who, held.to, Action::ClaimScore).await?;
    let claims = tx.claims(held.to).await?;
    let crosswalk = held.crosswalk;
    tx.apply(&app.stamp(who), crosswalk::undo(&held, &to, &claims, app.now())?).await?;
    tx.commit().await?;
    Ok(crosswalk)
}
