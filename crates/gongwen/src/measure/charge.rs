//! Whose duties a part of a paper lists: 安全科职责：…, 主要职责： under the name of a group, 党政办 under 任务分工.
//!
//! What such a part asks for is for the one to do whom it names, as far as a clause names nobody itself.

use super::clause::Clause;
use super::{subject, unit};
use crate::lexicon::{Endings, Ends};
use crate::outline::{Outline, Piece};
use crate::text::{contains, ends, find, starts};
use std::sync::LazyLock;

/// What the duties of somebody are called.
const DUTIES: &[&str] =
    &["的主要职责", "的工作职责", "的职责", "主要工作职责", "主要职责", "工作职责", "职责任务", "职责"];

/// Longest name of a unit with the word for its duties.
const LONGEST: usize = 24;

/// What labels said of duties so far, for every node of the outline, and the group that was named last under it.
pub(super) struct Charges {
    labels: Vec<Option<Label>>,
    groups: Vec<Option<String>>,
}

/// A label of duties in the text under a node.
#[derive(Clone)]
enum Label {
    /// 主要职责：, of whom the title speaks.
    Title,
    /// 应急领导小组职责：
    Unit(String),
}

impl Charges {
    pub fn new(outline: &Outline) -> Self {
        let none = outline.nodes.len();
        Self { labels: vec![None; none], groups: vec![None; none] }
    }

    /// Takes in a piece of running text of the paragraph `line`, in the order of the paper.
    pub fn hear(&mut self, outline: &Outline, line: &[char], piece: &Piece) {
        let Some(id) = piece.under else { return };
        let text = &line[piece.range.clone()];
        // （三）经济发展处：负责…
        let labelled = || {
            let title: Vec<char> = outline.node(id).title.chars().collect();
            let before = piece.range.start.checked_sub(1).map(|at| line[at]);
            piece.para == outline.places[id - 1].0
                && [before, text.first().copied()].iter().any(|c| matches!(c, Some('：' | ':')))
                && unit::is_unit(&title)
        };
        let end = text.iter().take(LONGEST + 1).position(|c| matches!(c, '：' | ':'));
        let words = &text[..end.unwrap_or(text.len())];
        let (label, group) = (&mut self.labels[id - 1], &mut self.groups[id - 1]);
        if let Some(name) = group_named(text) {
            (*group, *label) = (Some(name), None);
        } else if lists_roles(text)
            || DUTIES.iter().any(|word| words.len() == word.chars().count() && starts(words, word))
        {
            *label = Some(group.clone().map_or(Label::Title, Label::Unit));
        } else if label.is_none() && labelled() {
            *label = Some(Label::Title);
        } else if let Some(name) = leader(text).filter(|_| is_charged(&outline.node(id).title)) {
            *label = Some(Label::Unit(name));
        } else if let Some(name) = charged(words) {
            *label = name.map(Label::Unit);
        } else if text.len() > 1 && !lists_duty(text) {
            *label = None;
        }
    }

    /// Whose duties the text under a node lists.
    pub fn of(&self, outline: &Outline, under: Option<usize>) -> Option<String> {
        outline.ids_above(under).find_map(|id| {
            let title: Vec<char> = outline.node(id).title.chars().collect();
            if is_person(&title) {
                return Some(None);
            }
            let own = || unit::is_unit(&title).then(|| title.iter().collect());
            // A group just formed is told by its roster.
            let shared = || {
                title.last() != Some(&'组')
                    && outline
                        .titles_above(outline.node(id).parent)
                        .any(|title| ["分工", "职责"].iter().any(|word| title.contains(word)))
            };
            let unit = match &self.labels[id - 1] {
                Some(Label::Unit(name)) => Some(name.clone()),
                Some(Label::Title) => own().or_else(|| is_group(&title).then(|| title.iter().collect())),
                None => charged(&title).flatten().or_else(|| own().filter(|_| shared())),
            };
            unit.map(Some)
        })?
    }
}

/// 第一小组：大练保障工作小组 over its 组长 and its 职责: the group that the lines below it are about.
fn group_named(text: &[char]) -> Option<String> {
    let colon = text.iter().take(8).position(|c| matches!(c, '：' | ':'));
    let counted = colon.filter(|colon| starts(text, "第") && ends(&text[..*colon], "组"))?;
    let name = &text[counted + 1..];
    let whole = (4..=LONGEST).contains(&name.len()) && ends(name, "组");
    (whole && name.iter().all(|c| crate::text::is_han(*c) || *c == '、')).then(|| name.iter().collect())
}

/// True for a line that names a group and no more.
pub(super) fn names_group(text: &[char]) -> bool {
    group_named(text).is_some()
}

/// True for the title of a list of duties: 防控组职责.
fn is_charged(title: &str) -> bool {
    charged(&title.chars().collect::<Vec<_>>()).is_some()
}

/// 由区疾控中心牵头，负责… under 防控组职责: who leads is to do what the group is charged with.
fn leader(text: &[char]) -> Option<String> {
    let open = text.iter().position(|c| crate::text::is_han(*c))?;
    let end = (open..text.len()).find(|at| crate::text::breaks(text, *at))?;
    let leads = starts(&text[open..end], "由") && ends(&text[open..end], "牵头");
    leads.then(|| subject::by(&text[open..end])).flatten()
}

/// 安全科职责: whose duties `words` announce; nobody's where that is no unit (组长职责).
pub(super) fn charged(words: &[char]) -> Option<Option<String>> {
    let word = DUTIES.iter().find(|word| ends(words, word))?;
    let name = &words[..words.len() - word.chars().count()];
    // 各部门职责 is the heading of all of them.
    const ALL: &[&str] = &["各", "有关", "相关", "成员", "部门", "单位", "机构", "组织", "岗位"];
    let one = || !ALL.iter().any(|all| starts(name, all)) && unit::is_unit(name);
    (words.len() <= LONGEST && !name.is_empty()).then(|| one().then(|| name.iter().collect()))
}

/// 副组长：协调…: the duties of one person of the group stand in a line of their own.
pub(super) fn is_persons(text: &[char]) -> bool {
    let end = text.iter().take(LONGEST).position(|c| matches!(c, '：' | ':'));
    end.is_some_and(|end| is_person(&text[..end])) && !lists_roles(text)
}

/// 组长：王小五成员：李四职责：负责…: behind the names of the group stands what it is to do.
fn lists_roles(text: &[char]) -> bool {
    let near = &text[..text.len().min(120)];
    let at = ["职责：", "职责:"].iter().filter_map(|label| find(near, 2, label)).min();
    at.is_some_and(|at| ["成员", "组长", "组员"].iter().any(|role| contains(&near[..at], role)))
}

fn is_person(words: &[char]) -> bool {
    static PERSONS: Ends = LazyLock::new(|| {
        Endings::of(
            "组长 成员 主任 部长 科长 处长 局长 书记 校长 院长 所长 站长 队长 总指挥 人员 负责人 领导 同志 教师 经理 组长职责 成员职责",
        )
    });
    words.len() <= LONGEST && PERSONS.close(words)
}

/// 演练方案实施小组: a group is called by what it does.
fn is_group(title: &[char]) -> bool {
    (3..=16).contains(&title.len())
        && ["组", "专班", "指挥部", "分队"].iter().any(|end| ends(title, end))
        && title.iter().all(|c| crate::text::is_han(*c) && !matches!(c, '的' | '由' | '为' | '是'))
}

/// A line of a list of duties: 负责…, 组织….
fn lists_duty(text: &[char]) -> bool {
    let clause = Clause::new(&text[..text.len().min(LONGEST)]);
    starts(text, "负责") || clause.unit().is_none() && clause.opens_with_action()
}
