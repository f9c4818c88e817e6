//! Notes that name who acts and by when: （责任科室：法规科；完成时限：6月底）, in brackets or not, behind a
//! sentence or behind the title of a whole section.

use crate::outline::Outline;
use crate::paragraph::Para;
use crate::plan::Measure;
use crate::text::{ends, find, has_at, is_stop};

/// What a note says.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub dept: Option<String>,
    pub support: Vec<String>,
    pub deadline: Option<String>,
}

const LEADING: &[&str] = &[
    "责任科室",
    "牵头科室",
    "责任单位",
    "牵头单位",
    "责任部门",
    "牵头部门",
    "承办科室",
    "责任股室",
    "牵头股室",
    "承办单位",
    "承办部门",
    "主办单位",
    "责任处室",
    "牵头处室",
    "责任主体",
    "责任人",
    "牵头",
    "责任",
];
const HELPING: &[&str] = &[
    "配合科室",
    "配合单位",
    "配合部门",
    "协办科室",
    "配合股室",
    "协办单位",
    "协办部门",
    "配合处室",
    "参与单位",
    "责任配合",
    "配合",
    "协办",
];
const UNTIL: &[&str] = &["完成时限", "完成时间", "时限", "完成期限"];

impl Facts {
    pub fn of(chars: &[char]) -> Self {
        let labelled = |labels: &[&str]| labels.iter().find_map(|label| after_label(chars, label));
        Self {
            dept: labelled(LEADING),
            support: labelled(HELPING).map(|list| split(&list)).unwrap_or_default(),
            deadline: labelled(UNTIL),
        }
    }

    /// Of the nearest titles above that say so.
    pub fn above(paras: &[Para], outline: &Outline, under: Option<usize>) -> Self {
        let mut facts = Self::default();
        for (para, note) in outline.notes_above(under) {
            let chars = &paras[para].text.chars[note];
            let mut said = Self::of(chars);
            said.dept = said.dept.or_else(|| plain(chars));
            facts.join(said);
        }
        facts
    }

    /// Takes over what is not said yet.
    pub fn join(&mut self, other: Self) {
        self.dept = self.dept.take().or(other.dept);
        self.deadline = self.deadline.take().or(other.deadline);
        if self.support.is_empty() {
            self.support = other.support;
        }
    }

    /// Fills what a task does not say itself.
    pub fn fill(&self, measure: &mut Measure) {
        measure.dept = measure.dept.take().or_else(|| self.dept.clone());
        measure.deadline = measure.deadline.take().or_else(|| self.deadline.clone());
        if measure.support.is_empty() {
            measure.support.clone_from(&self.support);
        }
    }
}

/// True for words that are nothing but such a note.
pub(super) fn is_note(chars: &[char]) -> bool {
    let labels = ["责任", "牵头", "配合", "完成时", "承办", "时限", "主办", "协办"];
    let at = chars.iter().take_while(|c| is_stop(**c) || matches!(c, '（' | '(' | '【' | '[')).count();
    let labelled = labels.iter().any(|label| has_at(chars, at, label));
    labelled && chars.iter().skip(at).take(8).any(|c| matches!(c, '：' | ':'))
}

fn after_label(chars: &[char], label: &str) -> Option<String> {
    let mut from = 0;
    loop {
        let at = find(chars, from, label)?;
        let end = at + label.chars().count();
        let opens = at == 0 || !crate::text::is_han(chars[at - 1]);
        if opens && matches!(chars.get(end), Some('：' | ':')) {
            let close = (end + 1..chars.len())
                .find(|at| is_stop(chars[*at]) || matches!(chars[*at], '）' | ')' | '，' | ',' | '】' | ']'))
                .unwrap_or(chars.len());
            return (close > end + 1).then(|| chars[end + 1..close].iter().collect());
        }
        from = end;
    }
}

/// （办公室负责）, （由人事科牵头）
fn plain(note: &[char]) -> Option<String> {
    let inner = note.get(1..note.len() - 1)?;
    let inner = inner.strip_prefix(&['由']).unwrap_or(inner);
    let verb = ["负责", "牵头", "落实"].iter().find(|verb| ends(inner, verb))?;
    let name = &inner[..inner.len() - verb.chars().count()];
    let clean = name.iter().all(|c| crate::text::is_han(*c) || *c == '、');
    (clean && name.len() >= 2).then(|| name.iter().collect())
}

pub(super) fn split(list: &str) -> Vec<String> {
    list.split(['、', '，', ',']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
