//! What a new version changes, node by node: the lineage says which nodes are the same.

use super::{Node, Standard};
use crate::id::LineageId;
use std::collections::BTreeMap;

/// One difference between two versions; indexes are those of the version that has the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    Added(usize),
    Removed(usize),
    /// Index before and after, and what is different, in words.
    Altered(usize, usize, Vec<String>),
}

/// Differences in the order of the new version; what was removed comes last.
pub fn differences(before: &Standard, after: &Standard) -> Vec<Difference> {
    let old: BTreeMap<LineageId, usize> =
        before.tree.nodes().iter().enumerate().map(|(index, node)| (node.lineage, index)).collect();
    let mut found = Vec::new();
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
    found
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
