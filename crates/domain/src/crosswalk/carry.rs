//! What stands behind the criteria of one assessment, carried to another by the confirmed pairs of a
//! crosswalk: previewed line by line, written as answers and links like any other, taken back within
//! a period.

use super::{Crosswalk, CrosswalkUse, Extent, Linked, Making, Pair, PairState};
use crate::assessment::{Answer, Assessment, AssessmentState, Claim, ClaimRow, Claimed, Track, mark};
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::day::{Day, Instant};
use crate::id::{ClaimId, CriterionId, Ids, RecordId};
use crate::refused::Refused;
use crate::standard::{CriterionLink, LinkState, Model, Node, StandardRow};
use std::collections::{BTreeMap, BTreeSet};

/// Days within which a carrying over can be taken back.
pub const UNDO_DAYS: i64 = 30;

/// Both ends of a carrying over, as they stand.
#[derive(Debug, Clone, Copy)]
pub struct Sides<'a> {
    pub from: &'a Versioned<Assessment>,
    pub from_standard: &'a StandardRow,
    pub to: &'a Versioned<Assessment>,
    pub to_standard: &'a StandardRow,
    /// Answers that stand, of all tracks.
    pub from_claims: &'a [ClaimRow],
    pub to_claims: &'a [ClaimRow],
    /// Confirmed records behind the criteria of the first, of days and units of the second.
    pub records: &'a [(CriterionId, RecordId)],
    /// Links of the criteria of the second. What a person confirmed or removed there stays as it is; what a
    /// rule only proposed stops nothing.
    pub linked: &'a [CriterionLink],
}

/// What one pair would carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub pair: Pair,
    /// The answer that goes over.
    pub claim: Option<Claim>,
    pub records: Vec<RecordId>,
    /// Why the answer stays behind, where there is one; else empty.
    pub stays: String,
}

impl Line {
    pub fn is_empty(&self) -> bool {
        self.claim.is_none() && self.records.is_empty()
    }
}

/// What each confirmed pair would carry, in the order of the pairs. Of two pairs to one criterion the
/// first gives the answer.
///
/// # Errors
/// Assessments of other standards or of two units, and one that takes no answers any more.
pub fn lines(crosswalk: &Crosswalk, pairs: &[Pair], sides: Sides<'_>) -> Result<Vec<Line>, Refused> {
    if sides.from.standard != crosswalk.from || sides.to.standard != crosswalk.to {
        return Err(Refused::field("to", "请选择按这两套体系做的测评。"));
    }
    if sides.from.unit != sides.to.unit {
        return Err(Refused::field("to", "只能在同一个单位的两份测评之间带。"));
    }
    if sides.to.state != AssessmentState::Open {
        return Err(Refused::rule(format!("要带过去的那份测评{}，不能再填写。", sides.to.state)));
    }
    let mut answered: BTreeSet<CriterionId> =
        sides.to_claims.iter().filter(|it| own(it)).map(|it| it.criterion).collect();
    let decided = sides.linked.iter().filter(|it| it.state != LinkState::Proposed);
    let mut linked: BTreeSet<(CriterionId, RecordId)> = decided.map(|it| (it.criterion, it.record)).collect();
    let confirmed = pairs.iter().filter(|pair| pair.state == PairState::Confirmed);
    Ok(confirmed.map(|pair| line(pair, sides, &mut answered, &mut linked)).collect())
}

fn own(row: &ClaimRow) -> bool {
    row.track == Track::Own && row.ended.is_none()
}

fn line(
    pair: &Pair,
    sides: Sides<'_>,
    answered: &mut BTreeSet<CriterionId>,
    linked: &mut BTreeSet<(CriterionId, RecordId)>,
) -> Line {
    let records: Vec<RecordId> = sides
        .records
        .iter()
        .filter(|(criterion, record)| *criterion == pair.from && linked.insert((pair.to, *record)))
        .map(|(_, record)| *record)
        .collect();
    let given = sides.from_claims.iter().find(|it| own(it) && it.criterion == pair.from);
    let (claim, stays) = match given {
        None => (None, String::new()),
        Some(given) => match stays(pair, given, sides, answered) {
            Some(why) => (None, why.to_owned()),
            None => {
                answered.insert(pair.to);
                let held = |record: &RecordId| {
                    sides.records.contains(&(pair.from, *record)) && !is_removed(sides, pair.to, *record)
                };
                let claim = Claim {
                    records: given.claim.records.iter().copied().filter(held).collect(),
                    reason: given.claim.reason.clone(),
                    answer: given.claim.answer.clone(),
                };
                (Some(claim), String::new())
            }
        },
    };
    Line { pair: pair.clone(), claim, records, stays }
}

/// Whether a person has taken a record away from a criterion of the second.
fn is_removed(sides: Sides<'_>, criterion: CriterionId, record: RecordId) -> bool {
    let link = sides.linked.iter().find(|it| it.criterion == criterion && it.record == record);
    link.is_some_and(|it| it.state == LinkState::Removed)
}

/// Why an answer does not go over.
fn stays(
    pair: &Pair,
    given: &ClaimRow,
    sides: Sides<'_>,
    answered: &BTreeSet<CriterionId>,
) -> Option<&'static str> {
    if pair.extent == Extent::Partial {
        return Some("部分对应，自评要重新填写");
    }
    if answered.contains(&pair.to) {
        return Some("那边已有自评，不覆盖");
    }
    if matches!(given.claim.answer, Answer::NotApplicable(_)) {
        return Some("不适用的理由要按那套体系重新写");
    }
    let node = |row: &'_ StandardRow, id| {
        row.standard.tree.position(id).map(|at| row.standard.tree.nodes()[at].clone())
    };
    let (Some(from), Some(to)) = (node(sides.from_standard, pair.from), node(sides.to_standard, pair.to))
    else {
        return Some("体系里没有这一条");
    };
    let fits = mark(&to, Some(&given.claim.answer)).is_ok();
    if fits && scores_alike(&from, &to) { None } else { Some("评分方式不同，自评要重新填写") }
}

/// Whether an answer means the same in both: the same rule, and for points given by judgement the same
/// full points.
fn scores_alike(from: &Node, to: &Node) -> bool {
    from.model == to.model && (from.model != Model::Judged || from.points == to.points)
}

/// A carrying over as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    pub taken: CrosswalkUse,
    pub claims: Vec<Claimed>,
    pub links: Vec<CriterionLink>,
}

/// 带过去.
///
/// # Errors
/// As [`lines`]; and where there is nothing to carry.
pub fn carry(
    crosswalk: &Crosswalk,
    pairs: &[Pair],
    sides: Sides<'_>,
    making: Making,
    ids: &dyn Ids,
) -> Result<Change<Carried>, Refused> {
    let lines = lines(crosswalk, pairs, sides)?;
    let proposed = sides.linked.iter().filter(|it| it.state == LinkState::Proposed);
    let proposed: BTreeMap<(CriterionId, RecordId), &str> =
        proposed.map(|it| ((it.criterion, it.record), it.reason.as_str())).collect();
    let (mut claims, mut links, mut linked) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        let reason = reason(&line.pair, sides.from_standard);
        for record in line.records {
            linked.push(Linked {
                criterion: line.pair.to,
                record,
                reason: reason.clone(),
                proposed: proposed.get(&(line.pair.to, record)).map(|&it| it.to_owned()),
            });
            links.push(CriterionLink {
                bureau: making.bureau,
                criterion: line.pair.to,
                record,
                state: LinkState::Confirmed,
                reason: reason.clone(),
                author: Some(making.author),
            });
        }
        let Some(claim) = line.claim else { continue };
        let words = format!("{reason}{}", claim.reason);
        let new = ClaimRow {
            id: ids.make(),
            assessment: sides.to.id,
            track: Track::Own,
            criterion: line.pair.to,
            claim: Claim { reason: words.chars().take(1_000).collect(), ..claim },
            author: Some(making.author),
            made: making.now,
            ended: None,
        };
        claims.push(claimed(sides.to, line.pair.to, Some(new), None));
    }
    if claims.is_empty() && links.is_empty() {
        return Err(Refused::rule("没有可以带过去的填写和材料：请先确认对照，或者那边都已经有了。"));
    }
    let taken = CrosswalkUse {
        id: ids.make(),
        bureau: making.bureau,
        crosswalk: crosswalk.id,
        from: sides.from.id,
        to: sides.to.id,
        claims: claims.iter().filter_map(|it| it.new.as_ref()).map(|it| it.id).collect(),
        links: linked,
        author: making.author,
        created: making.now,
        undone: None,
    };
    let entry = Entry::new(Action::ClaimScore, taken.id)
        .field("from", taken.from)
        .field("to", taken.to)
        .field("claims", taken.claims.len())
        .field("links", taken.links.len());
    Ok(Change::new(Carried { taken, claims, links }, entry))
}

/// What is written beside what was carried.
fn reason(pair: &Pair, from: &StandardRow) -> String {
    let tree = &from.standard.tree;
    let code = tree.position(pair.from).map(|at| tree.nodes()[at].code.clone()).unwrap_or_default();
    format!("按体系对照从“{}”{code} 带来（{}）。", from.standard.name, pair.extent)
}

fn claimed(to: &Assessment, criterion: CriterionId, new: Option<ClaimRow>, ends: Option<ClaimId>) -> Claimed {
    Claimed { new, ends, assessment: to.id, track: Track::Own, criterion }
}

/// A carrying over that is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub back: Versioned<CrosswalkUse>,
    /// Answers that still stand end.
    pub claims: Vec<Claimed>,
    /// Links that nobody has changed since go; what a rule had proposed in their place stands again.
    pub links: Vec<Linked>,
}

/// 收回: what was carried and still stands goes; what was answered anew since stays.
///
/// # Errors
/// After [`UNDO_DAYS`], twice, and from an assessment that takes no answers any more.
pub fn undo(
    held: &Versioned<CrosswalkUse>,
    to: &Assessment,
    claims: &[ClaimRow],
    now: Instant,
) -> Result<Change<Taken>, Refused> {
    if held.undone.is_some() {
        return Err(Refused::rule("这一次已经收回过了。"));
    }
    if Day::of_instant(held.created).days_until(Day::of_instant(now)) > UNDO_DAYS {
        return Err(Refused::rule(format!("带过去已超过 {UNDO_DAYS} 天，不能收回。")));
    }
    if to.state != AssessmentState::Open {
        return Err(Refused::rule(format!("带过去的那份测评{}，请先重新打开再收回。", to.state)));
    }
    let standing = claims.iter().filter(|it| it.ended.is_none() && held.claims.contains(&it.id));
    let ends: Vec<Claimed> = standing.map(|it| claimed(to, it.criterion, None, Some(it.id))).collect();
    let entry = Entry::new(Action::ClaimScore, held.id)
        .field("undone", Day::of_instant(now))
        .field("claims", ends.len())
        .field("links", held.links.len());
    let back = held.to(CrosswalkUse { undone: Some(now), ..held.row.clone() });
    Ok(Change::new(Taken { back, claims: ends, links: held.links.clone() }, entry))
}

/// The last day on which a carrying over can be taken back.
pub fn undo_until(held: &CrosswalkUse) -> Day {
    Day::of_instant(held.created).plus(UNDO_DAYS)
}
