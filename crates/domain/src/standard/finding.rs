//! What does not add up in a standard. Copies are partial and papers have slips: nothing here
//! keeps a standard from being used, everything is shown.

use super::{Model, Standard, Tree};
use crate::codes;
use crate::points::{Points, Ratio};

codes! {
    /// How much a finding matters.
    pub enum Severity {
        /// The standard contradicts itself.
        Unequal = "unequal" "前后不一",
        /// Something was not seen.
        Gap = "gap" "缺项",
    }
}

/// One thing that does not add up, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    /// The node, or the standard as a whole.
    pub node: Option<usize>,
    pub sentence: String,
}

impl Standard {
    /// Everything that does not add up, from the total down.
    pub fn findings(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        self.total(&mut found);
        for index in 0..self.tree.nodes().len() {
            if self.tree.is_criterion(index) {
                criterion(&self.tree, index, &mut found);
            } else {
                inner(&self.tree, index, &mut found);
            }
        }
        for event in self.events.iter().filter(|event| event.points.is_none()) {
            found.push(gap(None, format!("扣分事项“{}”的分值未知。", event.title)));
        }
        found
    }

    fn total(&self, found: &mut Vec<Finding>) {
        let Some(total) = self.total else {
            found.push(gap(None, "总分未知。".into()));
            return;
        };
        let nodes = self.tree.nodes();
        if self.tree.roots().any(|root| nodes[root].weight.is_some()) {
            let share = self
                .tree
                .roots()
                .map(|root| nodes[root].weight.map_or(Points::ZERO, |it| Points::whole(100).at(it)));
            let share: Points = share.sum();
            if share != Points::whole(100) {
                found.push(unequal(None, format!("各部分权重合计 {share}%，不是 100%。")));
            }
            return;
        }
        // Specific blocks stand for one another: only blocks for everyone can be added up.
        if self.tree.roots().any(|root| !nodes[root].applies_to.is_empty()) {
            return;
        }
        let known: Option<Points> = self.tree.roots().map(|root| nodes[root].points).sum();
        match known {
            Some(sum) if sum == total => {}
            Some(sum) if self.is_partial() && sum < total => {
                found.push(gap(None, format!("总分 {total} 分，已见 {sum} 分。")));
            }
            Some(sum) => found.push(unequal(None, format!("各项目合计 {sum} 分，总分写为 {total} 分。"))),
            None => found.push(gap(None, format!("总分 {total} 分，部分项目分值未知。"))),
        }
    }
}

fn inner(tree: &Tree, index: usize, found: &mut Vec<Finding>) {
    let node = &tree.nodes()[index];
    let below: Option<Points> = tree.children(index).iter().map(|it| tree.nodes()[*it].points).sum();
    match (node.points, below) {
        (None, _) => found.push(gap(Some(index), format!("“{}”的分值未知。", node.title))),
        (Some(own), Some(sum)) if own != sum && !(node.partial && sum < own) => {
            found.push(unequal(Some(index), format!("“{}”写为 {own} 分，下级合计 {sum} 分。", node.title)));
        }
        (Some(own), Some(sum)) if own != sum => {
            found.push(gap(Some(index), format!("“{}”共 {own} 分，已见 {sum} 分。", node.title)));
        }
        _ => {}
    }
}

fn criterion(tree: &Tree, index: usize, found: &mut Vec<Finding>) {
    let node = &tree.nodes()[index];
    let Some(full) = node.points else {
        found.push(gap(Some(index), format!("“{}”的分值未知。", node.title)));
        return;
    };
    if let Some(reach) = node.model.reaches().filter(|reach| *reach != full) {
        found.push(unequal(
            Some(index),
            format!("“{}”满分 {full} 分，按评分规则最高 {reach} 分。", node.title),
        ));
    }
    match &node.model {
        Model::Threshold { at_least, .. } if !Ratio::percent(100).reaches(*at_least) => {
            found.push(unequal(Some(index), format!("“{}”要求的比例 {at_least} 超过 100%。", node.title)));
        }
        Model::Grades { grades } if grades.is_empty() => {
            found.push(gap(Some(index), format!("“{}”没有写明档次。", node.title)));
        }
        _ => {}
    }
}

fn gap(node: Option<usize>, sentence: String) -> Finding {
    Finding { severity: Severity::Gap, node, sentence }
}

fn unequal(node: Option<usize>, sentence: String) -> Finding {
    Finding { severity: Severity::Unequal, node, sentence }
}
