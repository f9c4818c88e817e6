//! An assessment as it is kept: one unit, one period, one version of a standard; three tracks of
//! claims beside one another. Nothing is overwritten: what is answered anew ends what was answered
//! before, so that the score of any instant can be worked out again.

use super::{Answer, Claim, Claims, Facts, Period, mark};
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::code::Code;
use crate::codes;
use crate::day::{Day, Instant};
use crate::id::{
    AssessmentId, BureauId, ClaimId, CriterionId, Ids, PersonId, SnapshotId, StandardId, UnitId,
};
use crate::points::Points;
use crate::refused::{Check, Refused};
use crate::standard::{Standard, StandardRow, StandardState};

codes! {
    /// Who scores. The tracks never mix.
    pub enum Track {
        Own = "own" "自评",
        Review = "review" "审核",
        Outside = "outside" "外部测评",
    }
}

codes! {
    /// Where an assessment stands.
    pub enum AssessmentState {
        Open = "open" "进行中",
        Closed = "closed" "已结束",
        /// Its answers were carried over to a newer version of the standard.
        Replaced = "replaced" "已转入新版",
        /// The carrying over was undone.
        Void = "void" "已撤销",
    }
}

/// One assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    pub id: AssessmentId,
    pub bureau: BureauId,
    pub standard: StandardId,
    pub unit: UnitId,
    pub from: Day,
    pub to: Day,
    /// The kind of the unit in the standard's words, where parts are meant for some kinds only.
    pub unit_kind: String,
    pub state: AssessmentState,
    /// The assessment whose answers were carried over.
    pub follows: Option<AssessmentId>,
    pub created: Instant,
}

impl Assessment {
    /// The period, judged on `day`: never later than its end.
    pub fn period(&self, day: Day) -> Period {
        Period { from: self.from, to: self.to, as_of: day.min(self.to).max(self.from) }
    }

    /// What is known beside the claims: the notes of the assessment, judged on `day`.
    pub fn facts(&self, notes: &[super::Note], day: Day) -> Facts {
        let mut facts = Facts {
            period: self.period(day),
            unit_kind: self.unit_kind.clone(),
            awards: Vec::new(),
            events: Vec::new(),
            breaches: Vec::new(),
            confirmed: std::collections::BTreeMap::new(),
        };
        for note in notes {
            note.add_to(&mut facts);
        }
        facts
    }
}

/// 开始测评. A unit is assessed once per standard and day.
///
/// # Errors
/// A version that is not in use, a period the wrong way round or longer than ten years, and one
/// that overlaps another of the same unit and version.
pub fn begin(
    new: &Assessment,
    standard: &StandardRow,
    others: &[Versioned<Assessment>],
) -> Result<Change<Assessment>, Refused> {
    let mut check = Check::new();
    check.require(
        standard.state == StandardState::Published,
        "standard",
        format!("这一版测评体系{}，不能用来测评。", standard.state),
    );
    check.require(new.from <= new.to, "to", "结束日期早于开始日期。");
    check.require(new.to <= new.from.plus_months(120), "to", "测评期最长十年。");
    let overlaps = others.iter().any(|other| {
        other.unit == new.unit
            && other.standard == new.standard
            && matches!(other.state, AssessmentState::Open | AssessmentState::Closed)
            && other.from <= new.to
            && new.from <= other.to
    });
    check.require(!overlaps, "from", "这个单位在这段时间已经有一份按这一版的测评。");
    let kinds = unit_kinds(&standard.standard);
    let known = if kinds.is_empty() { new.unit_kind.is_empty() } else { kinds.contains(&new.unit_kind) };
    check.require(known, "unit_kind", "请选择这个单位属于体系里的哪一类。");
    check.done()?;
    let entry = Entry::new(Action::ClaimScore, new.id)
        .field("standard", new.standard)
        .field("unit", new.unit)
        .field("from", new.from)
        .field("to", new.to);
    Ok(Change::new(new.clone(), entry))
}

/// The kinds of unit that parts of a standard are meant for, in its order.
pub fn unit_kinds(standard: &Standard) -> Vec<String> {
    let mut kinds: Vec<String> = Vec::new();
    for kind in standard.tree.nodes().iter().flat_map(|node| &node.applies_to) {
        if !kinds.contains(kind) {
            kinds.push(kind.clone());
        }
    }
    kinds
}

/// 结束: nothing is answered any more. Can be opened again.
///
/// # Errors
/// What was replaced or undone stays as it is.
pub fn set_closed(
    held: &Versioned<Assessment>,
    closed: bool,
) -> Result<Change<Versioned<Assessment>>, Refused> {
    let state = if closed { AssessmentState::Closed } else { AssessmentState::Open };
    if !matches!(held.state, AssessmentState::Open | AssessmentState::Closed) || held.state == state {
        return Err(Refused::rule(format!("这份测评{}，不能这样办理。", held.state)));
    }
    let entry = Entry::new(Action::ClaimScore, held.id).field("state", state.code());
    Ok(Change::new(held.to(Assessment { state, ..held.row.clone() }), entry))
}

/// One answer of one track as it is kept. What ended it is the row that follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimRow {
    pub id: ClaimId,
    pub assessment: AssessmentId,
    pub track: Track,
    pub criterion: CriterionId,
    pub claim: Claim,
    pub author: Option<PersonId>,
    pub made: Instant,
    pub ended: Option<Instant>,
}

/// The claims that stood at an instant, one per criterion.
pub fn claims_at(rows: &[ClaimRow], track: Track, at: Instant) -> Claims {
    rows.iter()
        .filter(|row| row.track == track && row.made <= at && row.ended.is_none_or(|ended| ended > at))
        .map(|row| (row.criterion, row.claim.clone()))
        .collect()
}

/// An answer, and the one that it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// None where an answer is taken back.
    pub new: Option<ClaimRow>,
    pub ends: Option<ClaimId>,
    pub assessment: AssessmentId,
    pub track: Track,
    pub criterion: CriterionId,
}

/// Who answers, in which track.
#[derive(Debug, Clone, Copy)]
pub struct Answering {
    pub track: Track,
    /// None where someone scores through a link.
    pub author: Option<PersonId>,
    pub now: Instant,
}

/// The longest reason of an answer, in characters.
const REASON: usize = 1_000;

/// 填写: a criterion is answered in one track. `held` is the answer that the form was filled on.
///
/// # Errors
/// A closed assessment, an answer that the model cannot take, 不适用 without a reason.
pub fn answer(
    held: &Assessment,
    standard: &Standard,
    criterion: CriterionId,
    claim: &Claim,
    before: Option<ClaimId>,
    by: Answering,
    ids: &dyn Ids,
) -> Result<Change<Claimed>, Refused> {
    opened(held)?;
    let index = criterion_of(standard, criterion)?;
    let mut check = Check::new();
    let reason = check.length("reason", "得分理由", &claim.reason, REASON);
    check.require(claim.records.len() <= 200, "records", "一项最多列 200 份纪实。");
    let answer = match &claim.answer {
        Answer::NotApplicable(why) => Answer::NotApplicable(check.text("waived", "不适用的理由", why, 500)),
        other => other.clone(),
    };
    let node = &standard.tree.nodes()[index];
    if let Err(wrong) = mark(node, Some(&answer)) {
        check.require(false, "answer", wrong.to_string());
    }
    check.done()?;
    let mut records = claim.records.clone();
    records.sort_unstable();
    records.dedup();
    let new = ClaimRow {
        id: ids.make(),
        assessment: held.id,
        track: by.track,
        criterion,
        claim: Claim { answer, reason, records },
        author: by.author,
        made: by.now,
        ended: None,
    };
    let entry = entry(held, by.track, criterion).field("claim", new.id);
    Ok(Change::new(claimed(held, by.track, criterion, Some(new), before), entry))
}

/// 撤回: a criterion is open again.
///
/// # Errors
/// A closed assessment.
pub fn take_back(
    held: &Assessment,
    standard: &Standard,
    criterion: CriterionId,
    before: ClaimId,
    track: Track,
) -> Result<Change<Claimed>, Refused> {
    opened(held)?;
    criterion_of(standard, criterion)?;
    let entry = entry(held, track, criterion).field("claim", "");
    Ok(Change::new(claimed(held, track, criterion, None, Some(before)), entry))
}

fn claimed(
    held: &Assessment,
    track: Track,
    criterion: CriterionId,
    new: Option<ClaimRow>,
    ends: Option<ClaimId>,
) -> Claimed {
    Claimed { new, ends, assessment: held.id, track, criterion }
}

fn entry(held: &Assessment, track: Track, criterion: CriterionId) -> Entry {
    Entry::new(track.action(), held.id).field("track", track.code()).field("criterion", criterion)
}

fn criterion_of(standard: &Standard, criterion: CriterionId) -> Result<usize, Refused> {
    let index = standard.tree.position(criterion).ok_or(Refused::NotFound)?;
    if standard.tree.is_criterion(index) {
        return Ok(index);
    }
    Err(Refused::rule("这一项由下级指标合计，不能直接填写。"))
}

pub(super) fn opened(held: &Assessment) -> Result<(), Refused> {
    if held.state == AssessmentState::Open {
        return Ok(());
    }
    Err(Refused::rule(format!("这份测评{}，不能再填写。", held.state)))
}

impl Track {
    /// The right that one needs to score in this track.
    pub fn action(self) -> Action {
        match self {
            Self::Own => Action::ClaimScore,
            Self::Review => Action::ReviewScore,
            Self::Outside => Action::RecordOutside,
        }
    }
}

/// 存档: the score of an instant under a name. Claims and notes of that instant are kept anyway, so
/// that it can be worked out again; the figures are kept to prove it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    pub id: SnapshotId,
    pub bureau: BureauId,
    pub assessment: AssessmentId,
    pub track: Track,
    pub name: String,
    /// The day of judgement.
    pub as_of: Day,
    pub at: Instant,
    pub total: Points,
    pub known: Points,
    pub full: Option<Points>,
    /// SM3 of the trace, line by line.
    pub digest: String,
    pub author: Option<PersonId>,
}

/// 存档 of a score.
///
/// # Errors
/// A blank name.
pub fn archive(new: &Snapshot) -> Result<Change<Snapshot>, Refused> {
    let mut check = Check::new();
    let name = check.text("name", "存档名称", &new.name, 40);
    check.done()?;
    let next = Snapshot { name, ..new.clone() };
    let entry = Entry::new(new.track.action(), next.id)
        .field("name", &next.name)
        .field("total", next.total)
        .field("digest", &next.digest);
    Ok(Change::new(next, entry))
}
