//! Clauses under the headings of the paper: stages, measures, requirements.

use super::sentence::{duties, under_one_number};
use super::*;

impl Build<'_> {
    /// Groups the clauses under the headings of the paper.
    pub(super) fn measures(&mut self) {
        for node in &self.paper.outline {
            if self.is_group(node) && self.kind_of(node) == Some(MeasureKind::Measure) {
                self.group(node, MeasureKind::Measure);
            }
        }
        let mut clauses: Vec<Clause> = self
            .paper
            .measures
            .iter()
            .filter(|clause| !clause.done)
            .map(|clause| self.timed(clause))
            .collect();
        clauses.extend(self.overlooked(&clauses));
        clauses.sort_by_key(|clause| clause.span);
        let clauses: Vec<&Clause> = clauses.iter().collect();
        let mut rest = clauses.as_slice();
        while let Some(first) = rest.first() {
            let same = rest.iter().take_while(|clause| clause.under == first.under).count();
            let (run, after) = rest.split_at(same);
            self.run(run);
            rest = after;
        }
        self.draft
            .measures
            .retain(|measure| !measure.items.is_empty() || measure.kind == MeasureKind::Measure);
        self.draft.measures.sort_by_key(|measure| measure.span[0]);
    }

    /// A heading that groups: the second level where there is one, else the first.
    pub(super) fn is_group(&self, node: &Node) -> bool {
        let children =
            || self.paper.outline.iter().filter(|other| other.parent == Some(node.id) && !other.inline);
        !node.inline
            && match node.parent {
                None => children().next().is_none() && self.has_clauses(node),
                Some(parent) => {
                    self.paper.node(parent).is_some_and(|parent| parent.parent.is_none() && !parent.inline)
                }
            }
    }

    pub(super) fn has_clauses(&self, node: &Node) -> bool {
        self.paper
            .measures
            .iter()
            .any(|clause| self.paper.path(clause.under).iter().any(|on| on.id == node.id))
    }

    /// What the items under a heading are, by the title at the top of its chapter.
    pub(super) fn kind_of(&self, node: &Node) -> Option<MeasureKind> {
        let path = self.paper.path(Some(node.id));
        let top = path.first()?;
        let ends = |words: &[&str]| words.iter().any(|word| top.title.ends_with(word));
        let in_stage = |node: &&Node| self.stage_at(node).is_some();
        Some(if path.iter().any(in_stage) || ends(&["步骤", "阶段", "进度", "安排"]) {
            MeasureKind::Stage
        } else if ends(&["要求", "保障", "思想", "目标", "原则", "组织领导", "组织机构", "领导机构"])
        {
            MeasureKind::Requirement
        } else {
            MeasureKind::Measure
        })
    }

    pub(super) fn stage_at(&self, node: &Node) -> Option<u32> {
        let stage = self.draft.stages.iter().find(|stage| {
            let inside = node.span[0] <= stage.span[0] && stage.span[1] <= node.span[1] && stage.span[1] > 0;
            inside || (!stage.name.is_empty() && node.title.contains(&stage.name))
        })?;
        Some(stage.id)
    }

    /// The draft's measure for a heading, made on first use.
    pub(super) fn group(&mut self, node: &Node, kind: MeasureKind) -> usize {
        if let Some(at) = self.draft.measures.iter().position(|measure| measure.span == node.span) {
            return at;
        }
        let id = self.draft.take_id();
        self.draft.measures.push(Measure {
            id,
            kind,
            number: self.number(node),
            title: match self
                .stage_at(node)
                .filter(|_| kind == MeasureKind::Stage)
                .and_then(|id| self.draft.stage(id))
            {
                Some(stage) => stage.name.clone(),
                None => node.title.trim().to_owned(),
            },
            span: node.span,
            leader: None,
            lead: None,
            doer: None,
            reviewer: None,
            items: Vec::new(),
            published: None,
        });
        self.draft.measures.len() - 1
    }

    /// Clauses that stand one after another under one node become items of one measure.
    pub(super) fn run(&mut self, run: &[&Clause]) {
        let path = self.paper.path(run[0].under);
        let headings: Vec<&Node> = path.iter().copied().filter(|node| !node.inline).collect();
        let loose = Node { title: "其他任务".into(), span: [run[0].span[0]; 2], ..Node::default() };
        let kind = headings
            .first()
            .and_then(|top| self.kind_of(headings.last().unwrap_or(top)))
            .unwrap_or(MeasureKind::Measure);
        // Requirements stand together under their chapter, measures and stages under their own heading.
        let head = match kind {
            MeasureKind::Requirement => headings.first(),
            _ => headings.get(1).or_else(|| headings.first()),
        };
        let head = head.copied().unwrap_or(&loose);
        let at = if head.id == 0 && self.draft.measures.iter().any(|measure| measure.title == loose.title) {
            self.draft.measures.iter().position(|measure| measure.title == loose.title).unwrap_or(0)
        } else {
            self.group(head, kind)
        };
        let stage = path.iter().rev().find_map(|node| self.stage_at(node));
        let leaf = path.last().copied().filter(|leaf| leaf.id != head.id);
        let mut all: Vec<Clause> =
            self.by_sentence(run).iter().flat_map(|sentence| duties(sentence)).collect();
        if let Some(leaf) = leaf {
            all = under_one_number(leaf, all);
        }
        for duty in all {
            self.item(at, leaf, &duty, stage);
        }
    }

    /// The number as the paper prints it: 一是, （二）, 1.
    pub(super) fn number(&self, node: &Node) -> String {
        let bare = node.number.clone().unwrap_or_default();
        let printed = self.slice(node.span);
        let head: String = match node.title.chars().next() {
            Some(first) => printed.split(first).next().unwrap_or_default().to_owned(),
            None => printed,
        };
        let head = head.trim_matches(|c: char| c.is_whitespace() || "#*_-、.．:：".contains(c)).to_owned();
        if head.contains(&bare) && head.chars().count() <= 8 { head } else { bare }
    }
}
