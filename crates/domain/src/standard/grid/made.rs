//! What was read of the rows, as nodes of a standard with their numbers.

use super::beside::{self, Beside};
use super::read::{Node, Outcome, Reader};
use super::{Meaning, words};
use crate::standard::Model;
use crate::standard::file::Item;
use std::collections::BTreeSet;

/// What is known of the nodes above while those below are made.
#[derive(Debug, Default)]
struct Above {
    numbers: Vec<String>,
    /// What stands beside the tree, with the words between its heading and the node.
    beside: Vec<Option<(Beside, String)>>,
    /// Nodes made below each.
    below: Vec<usize>,
    tops: usize,
    codes: BTreeSet<String>,
}

impl Above {
    /// The standard's own number where it is short and nobody else's, else the path.
    fn number(&mut self, node: &Node) -> String {
        let counter = match node.parent {
            Some(parent) => &mut self.below[parent],
            None => &mut self.tops,
        };
        *counter += 1;
        let path = match node.parent {
            Some(parent) => format!("{}-{counter}", self.numbers[parent]),
            None => counter.to_string(),
        };
        let own = node.code.trim();
        let sound = !own.is_empty() && own.chars().count() <= 30 && !own.contains('\n');
        if sound && self.codes.insert(own.to_owned()) {
            return own.to_owned();
        }
        let mut code = path;
        while !self.codes.insert(code.clone()) {
            code.push('′');
        }
        code
    }
}

impl Reader<'_> {
    pub(super) fn finish(mut self) -> Outcome {
        let mut outcome = Outcome { total: self.total, ..Outcome::default() };
        let parents: BTreeSet<usize> = self.nodes.iter().filter_map(|it| it.parent).collect();
        let mut above = Above { below: vec![0; self.nodes.len()], ..Above::default() };
        for (at, mut node) in std::mem::take(&mut self.nodes).into_iter().enumerate() {
            node.code = above.number(&node);
            above.numbers.push(node.code.clone());
            let leaf = !parents.contains(&at);
            let aside = match node.parent {
                Some(parent) => above.beside[parent].clone(),
                None => Beside::of(&node.title).map(|kind| (kind, String::new())),
            };
            let Some((kind, between)) = aside else {
                above.beside.push(None);
                let under = node.parent.map(|parent| above.numbers[parent].clone()).unwrap_or_default();
                let item = self.item(node, under, leaf);
                outcome.nodes.push(item);
                continue;
            };
            if leaf {
                above.beside.push(None);
                node.title = format!("{between}{}", node.title);
                self.aside(kind, node, &mut outcome);
                continue;
            }
            if node.points.is_some() {
                self.say(node.row, None, "这一组合计的分值没有读进去，请在编辑器里核对各条的上限。");
            }
            let further = if node.parent.is_some() { format!("{between}{}：", node.title) } else { between };
            above.beside.push(Some((kind, further)));
        }
        self.remarks.sort_by_key(|it| (it.row, it.column));
        outcome.remarks = self.remarks;
        outcome
    }

    /// A row under 加分项, 扣分项 or 一票否决.
    fn aside(&mut self, kind: Beside, node: Node, outcome: &mut Outcome) {
        let row = node.row;
        let rule = node.rule.replace('\n', "");
        let title = if rule.is_empty() { node.title } else { format!("{}（{rule}）", node.title) };
        let title = self.bounded(row, title, 500);
        match kind {
            Beside::Bonus => outcome.bonuses.push(beside::bonus(node.code, title, node.points)),
            Beside::Event => outcome.events.push(beside::event(node.code, title, node.points)),
            Beside::Gate => {
                let (gate, said) = beside::gate(node.code, title);
                if !said {
                    self.say(row, None, "没有写明往前看多久，暂按测评期内，请核对这一条否决项。");
                }
                outcome.gates.push(gate);
            }
        }
    }

    fn item(&mut self, node: Node, under: String, leaf: bool) -> Item {
        let row = node.row;
        let model = if leaf { words::model(&node.rule, node.points) } else { None };
        let rule = node.rule.replace('\n', "");
        if leaf && model.is_none() && !rule.is_empty() {
            let column = self.layout.places(Meaning::Rule).next();
            self.say(row, column, "评分标准没有读成评分方式，原话放在内容后面，暂由人评定。");
        }
        let title = match (&model, rule.is_empty()) {
            // Words that are no model stand behind the content, so that nothing is lost.
            (None, false) => format!("{}（评分：{rule}）", node.title),
            _ => node.title,
        };
        Item {
            code: node.code,
            under,
            title: self.bounded(row, title, 500),
            points: node.points,
            partial: false,
            score: model.unwrap_or(Model::Judged),
            methods: words::list(&node.methods),
            evidence: words::evidence(&node.evidence),
            section: self.bounded(row, node.section.replace('\n', "、"), 40),
            due: self.bounded(row, node.due.replace('\n', "、"), 60),
            slot: None,
            applies_to: words::list(&node.applies),
            weight: None,
        }
    }

    /// Words within their bound; what is cut is said.
    fn bounded(&mut self, row: usize, text: String, most: usize) -> String {
        if text.chars().count() <= most {
            return text;
        }
        self.say(row, None, format!("有一格超过 {most} 个字，只读了前 {most} 个。"));
        text.chars().take(most).collect()
    }
}
