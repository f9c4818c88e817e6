//! What a new version changes, node by node: the lineage says which nodes are the same. Rules beside
//! the tree are the same where their kind and number are.

use super::{Aside, Node, Standard};
use crate::id::LineageId;
use crate::points::Points;
use std::collections::BTreeMap;

/// One difference between two versions; indexes are those of the version that has the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    Added(usize),
    Removed(usize),
    /// Index before and after, and what is different, in words.
    Altered(usize, usize, Vec<String>),
    /// Total, pass mark and the like, in words.
    Head(Vec<String>),
    AsideAdded(Aside),
    AsideRemoved(Aside),
    /// Before and after.
    AsideAltered(Aside, Aside),
}

/// Differences in the order of the new version; what was removed comes last.
pub fn differences(before: &Standard, after: &Standard) -> Vec<Difference> {
    let mut found = Vec::new();
    let words = head(before, after);
    if !words.is_empty() {
        found.push(Difference::Head(words));
    }
    nodes(before, after, &mut found);
    asides(before, after, &mut found);
    found
}

fn head(was: &Standard, is: &Standard) -> Vec<String> {
    let said = |points: Option<Points>| points.map_or_else(|| "未知".to_owned(), |it| it.to_string());
    let mut words = Vec::new();
    if was.total != is.total {
        words.push(format!("总分 {} → {}", said(was.total), said(is.total)));
    }
    if was.pass != is.pass {
        words.push(format!("达标线 {} → {}", said(was.pass), said(is.pass)));
    }
    if was.rebase != is.rebase {
        words.push(format!("不适用的分 {} → {}", was.rebase, is.rebase));
    }
    if (was.years, was.term) != (is.years, is.term) {
        words.push("几年合成一个结果".to_owned());
    }
    words
}

fn asides(before: &Standard, after: &Standard, found: &mut Vec<Difference>) {
    let same = |a: &Aside, b: &Aside| a.kind() == b.kind() && a.code() == b.code();
    let (old, new) = (before.asides(), after.asides());
    for it in &new {
        match old.iter().find(|was| same(was, it)) {
            None => found.push(Difference::AsideAdded(it.clone())),
            Some(was) if was != it => found.push(Difference::AsideAltered(was.clone(), it.clone())),
            Some(_) => {}
        }
    }
    let gone = old.into_iter().filter(|was| !new.iter().any(|it| same(was, it)));
    found.extend(gone.map(Difference::AsideRemoved));
}

fn nodes(before: &Standard, after: &Standard, found: &mut Vec<Difference>) {
    let old: BTreeMap<LineageId, usize> =
        before.tree.nodes().iter().enumerate().map(|(index, node)| (node.lineage, index)).collect();
    for (index, node) in after.tree.nodes().iter().enumerate() {
        match old.get(&node.lineage) {
            None => found.push(Difference::Added(index)),
            Some(was) => {
                let words = altered(&before.tree.nodes()[*was], node);
                if !words.is_empty() {
                    found.push(Difference::Altered(*was, index, words));
                }
            }
        }
    }
    let kept: std::collections::BTreeSet<LineageId> =
        after.tree.nodes().iter().map(|node| node.lineage).collect();
    let gone = before.tree.nodes().iter().enumerate().filter(|(_, node)| !kept.contains(&node.lineage));
    found.extend(gone.map(|(index, _)| Difference::Removed(index)));
}

fn altered(was: &Node, is: &Node) -> Vec<String> {
    let points = |node: &Node| node.points.map_or_else(|| "未知".to_owned(), |points| points.to_string());
    let mut words = Vec::new();
    if was.code != is.code {
        words.push(format!("编号 {} → {}", was.code, is.code));
    }
    if was.title != is.title {
        words.push("内容".to_owned());
    }
    if was.points != is.points {
        words.push(format!("分值 {} → {}", points(was), points(is)));
    }
    for (changed, word) in [
        (was.model != is.model, "评分方式"),
        (was.methods != is.methods, "测评方法"),
        (was.evidence != is.evidence, "材料要求"),
        (was.section != is.section, "责任科室"),
        (was.due != is.due || was.slot != is.slot, "报送时间"),
        (was.applies_to != is.applies_to, "适用范围"),
        (was.weight != is.weight, "权重"),
    ] {
        if changed {
            words.push(word.to_owned());
        }
    }
    words
}
