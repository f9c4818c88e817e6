//! From criteria to the total: sums, re-basing of what does not apply, weighted blocks, bonuses
//! and deductions. Unknown points stay unknown; every sum says how much of it is known.

use super::extra::{Award, Breach, Event, Extra, GateState, Period, bonus, deduction, gate};
use super::mark::{Mark, Mismatch, mark};
use super::{Claim, Claims};
use crate::day::Day;
use crate::points::Points;
use crate::standard::{Rebase, Standard};
use std::collections::BTreeMap;

/// What is known of one unit and period, apart from the claims.
#[derive(Debug, Clone)]
pub struct Facts {
    pub period: Period,
    /// The kind of the unit in the standard's words, for parts that are meant for some kinds only.
    pub unit_kind: String,
    pub awards: Vec<Award>,
    pub events: Vec<Event>,
    pub breaches: Vec<Breach>,
    /// Gates of which someone stated, on that day, that nothing else is known.
    pub confirmed: BTreeMap<String, Day>,
}

/// One assessment, worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// One per node of the tree, in its order; `None` for what is not meant for this kind of unit.
    pub marks: Vec<Option<Mark>>,
    pub bonuses: Vec<Extra>,
    pub deductions: Vec<Extra>,
    /// One per gate of the standard.
    pub gates: Vec<GateState>,
    /// The tree alone.
    pub tree: Mark,
    /// Tree, bonuses and deductions together; never below zero.
    pub total: Points,
}

/// How the total stands to the line that must be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    NoLine,
    Reached,
    /// So many points are missing, and what is open can still bring them.
    Open(Points),
    /// What is open no longer suffices.
    Lost(Points),
}

/// Works out a score.
///
/// # Errors
/// A claim that its criterion's model cannot take.
pub fn score(standard: &Standard, claims: &Claims, facts: &Facts) -> Result<Score, Mismatch> {
    let marks = marks(standard, claims, &facts.unit_kind)?;
    let tree = whole(standard, &marks);
    let bonuses: Vec<Extra> =
        standard.bonuses.iter().map(|rule| bonus(rule, &facts.awards, facts.period)).collect();
    let deductions: Vec<Extra> = facts
        .events
        .iter()
        .filter_map(|event| {
            let rule = standard.events.iter().find(|rule| rule.code == event.rule)?;
            Some(deduction(rule, event, facts.period.as_of))
        })
        .collect();
    let gates = standard
        .gates
        .iter()
        .map(|it| gate(it, &facts.breaches, facts.confirmed.get(&it.code).copied(), facts.period))
        .collect();
    let extra: Points = bonuses.iter().chain(&deductions).filter_map(|extra| extra.points).sum();
    let total = (tree.got.unwrap_or_default() + extra).max(Points::ZERO);
    Ok(Score { marks, bonuses, deductions, gates, tree, total })
}

/// Marks of all nodes, children before parents: one pass from the end.
fn marks(standard: &Standard, claims: &Claims, unit_kind: &str) -> Result<Vec<Option<Mark>>, Mismatch> {
    let tree = &standard.tree;
    let meant = meant(standard, unit_kind);
    let mut marks: Vec<Option<Mark>> = vec![None; tree.nodes().len()];
    for index in (0..tree.nodes().len()).rev().filter(|index| meant[*index]) {
        let node = &tree.nodes()[index];
        let done = if tree.is_criterion(index) {
            let answer = claims.get(&node.id).map(|claim: &Claim| &claim.answer);
            let done = mark(node, answer)?;
            if standard.rebase == Rebase::Scale { done } else { settled(done, standard.rebase) }
        } else {
            let below = tree.children(index).iter().filter_map(|child| marks[*child].as_ref());
            rolled(below, node.points, standard.rebase)
        };
        marks[index] = Some(done);
    }
    Ok(marks)
}

/// Which nodes are meant for this kind of unit: a part for others takes everything below with it.
fn meant(standard: &Standard, unit_kind: &str) -> Vec<bool> {
    let mut meant: Vec<bool> = Vec::with_capacity(standard.tree.nodes().len());
    for node in standard.tree.nodes() {
        let own = node.applies_to.is_empty() || node.applies_to.iter().any(|kind| kind == unit_kind);
        meant.push(own && node.parent.is_none_or(|parent| meant[parent]));
    }
    meant
}

/// What does not apply, where it is not scaled away: full points, or none.
fn settled(mark: Mark, rebase: Rebase) -> Mark {
    if mark.waived == Points::ZERO {
        return mark;
    }
    let got = if rebase == Rebase::Full { mark.waived } else { Points::ZERO };
    Mark { got: Some(got), known: mark.waived, waived: Points::ZERO, ..mark }
}

/// The sum of marks below a node that is worth `stated` points.
fn rolled<'a>(below: impl Iterator<Item = &'a Mark>, stated: Option<Points>, rebase: Rebase) -> Mark {
    let mut sum = Mark { full: Some(Points::ZERO), ..Mark::default() };
    for mark in below {
        sum.got = match (sum.got, mark.got) {
            (Some(sum), Some(got)) => Some(sum + got),
            (sum, got) => sum.or(got),
        };
        sum.known = sum.known + mark.known;
        sum.waived = sum.waived + mark.waived;
        sum.full = sum.full.zip(mark.full).map(|(sum, full)| sum + full);
    }
    let seen = sum.full;
    sum.full = stated.or(seen);
    if rebase == Rebase::Scale {
        scale(&mut sum, seen);
    }
    // Parts may promise more than the whole is worth; the whole is what counts.
    if let (Some(got), Some(full)) = (sum.got, sum.full)
        && got > full
    {
        sum.got = Some(full);
        sum.why = format!("下级合计 {got} 分，按本项 {full} 分封顶");
    }
    sum
}

/// Scales what applies up to all of it, so that what does not apply is neither won nor lost. If
/// nothing applies, the whole is handed up as not applicable.
fn scale(sum: &mut Mark, seen: Option<Points>) {
    let Some(seen) = seen.filter(|_| sum.waived > Points::ZERO) else { return };
    if sum.waived >= seen {
        sum.waived = sum.full.unwrap_or(seen);
        sum.why = "不适用".into();
        return;
    }
    let Some(ratio) = seen.of(seen - sum.waived) else { return };
    sum.why = format!("{} 分不适用，其余按 {}/{} 折算", sum.waived, seen, seen - sum.waived);
    sum.got = sum.got.map(|got| got.at(ratio));
    sum.known = sum.known.at(ratio);
    sum.waived = Points::ZERO;
}

/// The tree as a whole: the sum of its top nodes, or their weighted shares.
fn whole(standard: &Standard, marks: &[Option<Mark>]) -> Mark {
    let nodes = standard.tree.nodes();
    let tops =
        || standard.tree.roots().filter_map(|root| marks[root].as_ref().map(|mark| (&nodes[root], mark)));
    let hundred = standard.total.unwrap_or(Points::whole(100));
    let weighted: Vec<Mark> = tops()
        .filter_map(|(node, mark)| {
            let worth = hundred.at(node.weight?);
            Some(Mark {
                got: mark.got.zip(mark.full).and_then(|(got, full)| Some(worth.at(got.of(full)?))),
                known: mark.full.and_then(|full| Some(worth.at(mark.known.of(full)?))).unwrap_or_default(),
                full: Some(worth),
                waived: if mark.waived > Points::ZERO { worth } else { Points::ZERO },
                why: String::new(),
            })
        })
        .collect();
    if weighted.is_empty() {
        rolled(tops().map(|(_, mark)| mark), standard.total, standard.rebase)
    } else {
        rolled(weighted.iter(), standard.total, standard.rebase)
    }
}

impl Score {
    /// 已知 x 分，共 y 分: how much of the tree is answered.
    pub fn known(&self) -> (Points, Option<Points>) {
        (self.tree.known, self.tree.full)
    }

    pub fn standing(&self, standard: &Standard) -> Standing {
        let Some(line) = standard.pass else { return Standing::NoLine };
        if self.total >= line {
            return Standing::Reached;
        }
        let missing = line - self.total;
        match self.tree.full {
            Some(full) if full - self.tree.known < missing => Standing::Lost(missing),
            _ => Standing::Open(missing),
        }
    }

    /// Points by method, in the order of the standard; a criterion with several methods stands
    /// under all of their names together, because no standard splits its points between them.
    pub fn by_method(&self, standard: &Standard) -> Vec<(String, Mark)> {
        let mut groups: Vec<(String, Vec<&Mark>)> = Vec::new();
        for (index, node) in standard.tree.criteria() {
            let Some(mark) = &self.marks[index] else { continue };
            let name = node.methods.join("、");
            match groups.iter_mut().find(|(known, _)| *known == name) {
                Some((_, marks)) => marks.push(mark),
                None => groups.push((name, vec![mark])),
            }
        }
        let sum = |marks: Vec<&Mark>| rolled(marks.into_iter(), None, Rebase::None);
        groups.into_iter().map(|(name, marks)| (name, sum(marks))).collect()
    }
}
