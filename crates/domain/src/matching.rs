//! 匹配: which criteria a record may stand behind, each with the reason in words. A proposal is no
//! more than that: a person confirms or removes it with one tap, and what was removed stays removed.

use crate::day::Day;
use crate::id::CriterionId;
use crate::record_kind::RecordKind;
use crate::standard::{Slot, Standard};
use std::collections::{HashMap, HashSet};

/// What is known of the record.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub kind: Option<&'a RecordKind>,
    pub title: &'a str,
    /// Text, details and place, joined.
    pub words: &'a str,
    pub day: Day,
    /// The unit as it was called on that day.
    pub unit: &'a str,
}

/// One criterion that a record may stand behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub id: CriterionId,
    /// The titles above it and its own.
    pub words: String,
    pub section: String,
    pub slot: Option<Slot>,
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub criterion: CriterionId,
    pub weight: u32,
    /// In one sentence.
    pub reason: String,
}

/// From this weight on a criterion is proposed: the word of a kind, or a long phrase in common.
const ENOUGH: u32 = 4;
/// A word of the kind in the criterion; one more for each further.
const KIND: u32 = 4;
/// Each character from the third on of a phrase in the title, or in the text.
const TITLE: u32 = 2;
const TEXT: u32 = 1;
const SECTION: u32 = 2;
const SLOT: u32 = 1;
/// Characters of the shortest phrase that says anything.
const PHRASE: usize = 3;
/// Proposals of one record.
pub const MOST: usize = 6;

/// The criteria of a standard as targets.
pub fn targets(standard: &Standard) -> Vec<Target> {
    let nodes = standard.tree.nodes();
    let of = |(index, node): (usize, &crate::standard::Node)| {
        let above = std::iter::successors(nodes[index].parent, |at| nodes[*at].parent);
        let mut titles: Vec<&str> = above.map(|at| nodes[at].title.as_str()).collect();
        titles.reverse();
        titles.push(&node.title);
        Target { id: node.id, words: titles.join(" "), section: node.section.clone(), slot: node.slot }
    };
    standard.tree.criteria().map(of).collect()
}

/// The likeliest criteria, the likeliest first. Words that stand in one of ten criteria say nothing
/// and are passed over, whatever they are.
pub fn matches(subject: &Subject<'_>, targets: &[Target]) -> Vec<Match> {
    let words: Vec<Vec<char>> = targets.iter().map(|it| it.words.chars().collect()).collect();
    let common = common(&words);
    let title = phrases(subject.title);
    let text = phrases(subject.words);
    let mut found: Vec<Match> = targets
        .iter()
        .zip(&words)
        .filter_map(|(target, words)| weigh(subject, target, words, (&title, &text), &common))
        .collect();
    found.sort_by_key(|it| std::cmp::Reverse(it.weight));
    found.truncate(MOST);
    found
}

type Phrases = HashSet<[char; PHRASE]>;

fn phrases(text: &str) -> Phrases {
    let chars: Vec<char> = text.chars().collect();
    windows(&chars).collect()
}

/// Runs of characters that belong to words: punctuation and white space break them.
fn windows(chars: &[char]) -> impl Iterator<Item = [char; PHRASE]> + '_ {
    let plain = |it: &[char]| it.iter().all(|c| c.is_alphanumeric());
    chars.windows(PHRASE).filter(move |it| plain(it)).map(|it| [it[0], it[1], it[2]])
}

/// Phrases of more than a tenth of the criteria, where there are enough to tell.
fn common(words: &[Vec<char>]) -> Phrases {
    let mut counts: HashMap<[char; PHRASE], usize> = HashMap::new();
    for chars in words {
        let mut own: Vec<[char; PHRASE]> = windows(chars).collect();
        own.sort_unstable();
        own.dedup();
        for phrase in own {
            *counts.entry(phrase).or_default() += 1;
        }
    }
    let most = (words.len() / 10).max(3);
    counts.into_iter().filter(|(_, n)| *n > most).map(|(phrase, _)| phrase).collect()
}

fn weigh(
    subject: &Subject<'_>,
    target: &Target,
    words: &[char],
    own: (&Phrases, &Phrases),
    common: &Phrases,
) -> Option<Match> {
    let mut reasons = Vec::new();
    let mut weight = 0;
    if let Some(kind) = subject.kind {
        let served: Vec<&str> =
            kind.serves.iter().map(String::as_str).filter(|word| target.words.contains(word)).collect();
        if !served.is_empty() {
            weight += KIND + served.len() as u32 - 1;
            reasons.push(format!("“{}”常用在有“{}”的测评项", kind.name, served.join("”“")));
        }
    }
    for (phrases, each, place) in [(own.0, TITLE, "题目"), (own.1, TEXT, "内容")] {
        let phrase = longest(words, phrases, common);
        if phrase.chars().count() >= PHRASE && !reasons.iter().any(|it| it.contains(&phrase)) {
            weight += each * (phrase.chars().count() - PHRASE + 1) as u32;
            reasons.push(format!("{place}里有“{phrase}”"));
        }
    }
    // Section and time of year speak for what words have found, never alone.
    if weight == 0 {
        return None;
    }
    if !target.section.is_empty() && target.section.contains(subject.unit) && !subject.unit.is_empty() {
        weight += SECTION;
        reasons.push(format!("由{}负责", subject.unit));
    }
    match target.slot.map(|slot| fits(slot, subject.day)) {
        Some(Some(told)) => {
            weight += SLOT;
            reasons.push(told);
        }
        // What is asked for another month is answered by another record.
        Some(None) => return None,
        None => {}
    }
    (weight >= ENOUGH).then(|| Match {
        criterion: target.id,
        weight,
        reason: format!("{}。", reasons.join("，")),
    })
}

/// The longest run of the criterion that stands in the record phrase by phrase.
fn longest(words: &[char], phrases: &Phrases, common: &Phrases) -> String {
    let holds = |at: usize| {
        words.get(at..at + PHRASE).is_some_and(|it| {
            let phrase = [it[0], it[1], it[2]];
            phrases.contains(&phrase) && !common.contains(&phrase)
        })
    };
    let (mut best, mut at) = (0..0, 0);
    while at < words.len() {
        let mut end = at;
        while holds(end) {
            end += 1;
        }
        if end > at && end + PHRASE - 1 - at > best.len() {
            best = at..end + PHRASE - 1;
        }
        at = end + 1;
    }
    words[best].iter().collect()
}

/// Why a day fits, or nothing where it does not.
fn fits(slot: Slot, day: Day) -> Option<String> {
    let month = day.month().unsigned_abs();
    match slot {
        Slot::Year(year) => (year == day.year()).then(|| format!("是 {year} 年的事")),
        Slot::Month(asked) => (asked == month).then(|| format!("日期在 {month} 月")),
        Slot::Quarter(asked) => (asked == month.div_ceil(3)).then(|| format!("日期在第 {asked} 季度")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record_kind::shipped;
    use uuid::Uuid;

    fn target(n: u128, words: &str, section: &str, slot: Option<Slot>) -> Target {
        Target { id: CriterionId(Uuid::from_u128(n)), words: words.into(), section: section.into(), slot }
    }

    fn found(kind: &str, title: &str, words: &str, targets: &[Target]) -> Vec<(u128, String)> {
        let kinds = shipped().unwrap();
        let kind = kinds.iter().find(|it| it.key == kind);
        let subject =
            Subject { kind, title, words, day: "2026-03-05".parse().unwrap(), unit: "人事教育科" };
        matches(&subject, targets).into_iter().map(|it| (it.criterion.0.as_u128(), it.reason)).collect()
    }

    #[test]
    fn a_record_finds_its_criteria_with_the_reason_in_words() {
        let targets = [
            target(1, "服务社会 学雷锋志愿服务制度化", "人事教育科", None),
            target(2, "思想道德 每季度举办道德讲堂", "", None),
            target(3, "干部教育 业务培训有计划有记录", "人事教育科、办公室", None),
            target(4, "我们的节日 春节元宵活动", "", Some(Slot::Month(2))),
            target(5, "环境建设 绿化美化办公环境", "办公室", Some(Slot::Quarter(1))),
        ];
        let one = found("volunteering", "学雷锋日护学岗", "", &targets);
        assert_eq!(
            one,
            [(1, "“志愿服务”常用在有“志愿”“学雷锋”“服务社会”的测评项，由人事教育科负责。".into())]
        );
        let two = found("activity", "一季度业务培训", "讲了法规", &targets);
        assert_eq!(two, [(3, "题目里有“业务培训”，由人事教育科负责。".into())]);
        assert_eq!(
            found("tree_planting", "植树", "", &targets)[0].1,
            "“植树”常用在有“绿化”“环境”的测评项，日期在第 1 季度。"
        );
        assert_eq!(found("festival", "元宵猜灯谜", "", &targets), [], "another month's duty is not answered");
        assert_eq!(found("activity", "更换灯泡", "值班人员更换走廊灯泡。", &targets), []);
    }

    #[test]
    fn words_that_stand_everywhere_say_nothing() {
        let all: Vec<Target> =
            (0..100).map(|n| target(n, &format!("文明单位创建工作 第{n}号 {n}{n}"), "", None)).collect();
        assert_eq!(found("activity", "文明单位创建工作推进会", "文明单位创建工作", &all), []);
    }

    #[test]
    fn a_thousand_criteria_give_few_proposals() {
        let all: Vec<Target> =
            (0..1000).map(|n| target(n, &format!("志愿服务第{n}项 组织开展"), "", None)).collect();
        assert_eq!(found("volunteering", "护学", "", &all).len(), MOST);
    }
}
