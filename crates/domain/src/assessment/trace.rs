//! 得分依据: a score line by line, from the total to the records.

use super::Claims;
use super::extra::GateState;
use super::total::{Score, Standing};
use crate::id::RecordId;
use crate::points::Points;
use crate::standard::Standard;

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Total,
    /// Index into the tree.
    Node(usize),
    Bonus(usize),
    Deduction(usize),
    Gate(usize),
}

/// One line of the explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub place: Place,
    pub depth: usize,
    /// Number and title.
    pub title: String,
    pub got: Option<Points>,
    pub full: Option<Points>,
    pub why: String,
    /// 得分理由 of whoever scored.
    pub reason: String,
    pub records: Vec<RecordId>,
}

/// The whole explanation: total, tree, bonuses, deductions, gates.
pub fn trace(standard: &Standard, claims: &Claims, score: &Score) -> Vec<Line> {
    let mut lines = vec![total(standard, score)];
    for (index, node) in standard.tree.nodes().iter().enumerate() {
        let Some(mark) = &score.marks[index] else { continue };
        let claim = claims.get(&node.id);
        lines.push(Line {
            place: Place::Node(index),
            depth: standard.tree.depth(index) + 1,
            title: format!("{} {}", node.code, node.title).trim().to_owned(),
            got: mark.got,
            full: mark.full,
            why: mark.why.clone(),
            reason: claim.map(|it| it.reason.clone()).unwrap_or_default(),
            records: claim.map(|it| it.records.clone()).unwrap_or_default(),
        });
    }
    let beside = |place, title: &str, got, why: &str| Line {
        place,
        depth: 1,
        title: title.into(),
        got,
        full: None,
        why: why.into(),
        reason: String::new(),
        records: Vec::new(),
    };
    lines.extend(
        score
            .bonuses
            .iter()
            .enumerate()
            .map(|(i, it)| beside(Place::Bonus(i), &it.title, it.points, &it.why)),
    );
    lines.extend(
        score
            .deductions
            .iter()
            .enumerate()
            .map(|(i, it)| beside(Place::Deduction(i), &it.title, it.points, &it.why)),
    );
    for (index, (gate, state)) in standard.gates.iter().zip(&score.gates).enumerate() {
        let why = match state {
            GateState::Unknown => "尚未确认".into(),
            GateState::Clear => "已确认没有".into(),
            GateState::Breached(heads) => format!("回溯期内 {heads} 起，{}", gate.effect),
        };
        lines.push(beside(Place::Gate(index), &gate.title, None, &why));
    }
    lines
}

fn total(standard: &Standard, score: &Score) -> Line {
    let (known, full) = score.known();
    let of = full.map_or_else(|| "总分未知".into(), |full| format!("共 {full} 分"));
    let standing = match score.standing(standard) {
        Standing::NoLine => String::new(),
        Standing::Reached => "，已达标".into(),
        Standing::Open(missing) => format!("，距达标线还差 {missing} 分"),
        Standing::Lost(missing) => format!("，距达标线差 {missing} 分，未填写的部分已不够"),
    };
    Line {
        place: Place::Total,
        depth: 0,
        title: standard.name.clone(),
        got: Some(score.total),
        full,
        why: format!("已填写 {known} 分，{of}{standing}"),
        reason: String::new(),
        records: Vec::new(),
    }
}
