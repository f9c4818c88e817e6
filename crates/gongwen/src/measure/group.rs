//! Groups that a sentence forms, and whose the duties behind are: 领导小组下设办公室，成员由…组成，负责….

use super::clause::Clause;
use crate::lexicon::{Lexicon, Words};
use crate::text::{contains, find, starts};
use std::sync::LazyLock;

/// What a sentence has said so far of a group that it forms.
#[derive(Default)]
pub(super) struct Group {
    formed: bool,
    /// Its members were told.
    manned: bool,
    /// The part of it that was set up and named.
    office: Option<String>,
}

impl Group {
    /// Whose a clause is that tells what the group formed before it is there for; nobody's where no part of it was named.
    pub fn charged(&self, clause: &[char]) -> Option<Option<String>> {
        (self.formed && is_duty(clause)).then(|| self.office.clone())
    }

    /// True where a clause asks for something though it stands where groups are told of: 负责…, or any deed behind 成员由…组成.
    pub fn asks(&self, part: &Clause<'_>) -> bool {
        starts_duty(part) || self.manned && part.has_action()
    }

    /// Takes in a clause; true where it says in which section the office sits.
    pub fn hear(&mut self, clause: &[char]) -> bool {
        let seated = contains(clause, "办公室设在") || contains(clause, "办公室设于");
        self.office = set_up(clause).or(self.office.take());
        self.formed |= seated || forms(clause);
        self.manned |= self.formed && contains(clause, "组成");
        seated
    }
}

/// True where a clause forms a group: 成立…领导小组, 下设办公室.
pub(super) fn forms(clause: &[char]) -> bool {
    static VERBS: Words = LazyLock::new(|| Lexicon::of("成立 组成 组建 设立 下设"));
    static GROUPS: Words =
        LazyLock::new(|| Lexicon::of("小组 指挥部 专班 办公室 工作组 指导组 督导组 领导组 委员会"));
    VERBS.find(clause, 0).is_some_and(|(verb, len)| GROUPS.find(clause, verb + len).is_some())
}

/// 领导小组下设办公室: the part of a group that a clause sets up and names, and whose duties follow.
fn set_up(clause: &[char]) -> Option<String> {
    const PARTS: &[&str] = &["办公室", "工作专班", "专班"];
    let at = ["下设", "内设", "设立"].iter().filter_map(|verb| find(clause, 0, verb)).min()? + 2;
    let name = &clause[at..];
    PARTS.iter().any(|part| name.iter().collect::<String>() == *part).then(|| name.iter().collect())
}

/// 负责…, 具体负责…: the duty of whoever was named.
pub(super) fn starts_duty(clause: &[char]) -> bool {
    ["负责", "具体负责", "主要负责", "统筹负责"].iter().any(|word| {
        // 主要负责人 is somebody.
        starts(clause, word) && clause.get(word.chars().count()) != Some(&'人')
    })
}

/// What a group that was just formed is there for.
fn is_duty(clause: &[char]) -> bool {
    starts_duty(clause)
        || ["全面负责", "承担", "统筹", "统一", "对", "办公室"].iter().any(|word| starts(clause, word))
}
