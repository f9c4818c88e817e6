//! Which criteria may ask for the same: equal words, or many words in common. Every proposal says why;
//! a person decides.

use super::Extent;
use crate::id::CriterionId;
use crate::standard::Standard;
use std::collections::{BTreeMap, BTreeSet};

/// Two criteria that may ask for the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub from: CriterionId,
    pub to: CriterionId,
    pub extent: Extent,
    pub reason: String,
}

/// Proposals of one criterion.
const MOST: usize = 2;
/// From this share of common words on, in percent, two criteria are proposed.
const ENOUGH: usize = 40;
/// Characters of the shortest text that can be compared.
const SHORTEST: usize = 4;

/// The words of a criterion as they are compared.
struct Words {
    id: CriterionId,
    bare: Vec<char>,
    pairs: BTreeSet<[char; 2]>,
}

fn words(standard: &Standard) -> Vec<Words> {
    let of = |(_, node): (usize, &crate::standard::Node)| {
        let bare: Vec<char> = node.title.chars().filter(|c| c.is_alphanumeric()).collect();
        Words { id: node.id, pairs: bare.windows(2).map(|it| [it[0], it[1]]).collect(), bare }
    };
    standard.tree.criteria().map(of).collect()
}

/// Proposals in the order of the first standard, the likeliest of each criterion first.
pub fn propose(from: &Standard, to: &Standard) -> Vec<Proposal> {
    let (ours, theirs) = (words(from), words(to));
    // Which criteria hold a pair of characters; what a tenth of them hold says nothing.
    let mut holders: BTreeMap<[char; 2], Vec<usize>> = BTreeMap::new();
    for (at, it) in theirs.iter().enumerate() {
        for pair in &it.pairs {
            holders.entry(*pair).or_default().push(at);
        }
    }
    let most = (theirs.len() / 10).max(3);
    let mut found = Vec::new();
    for own in ours.iter().filter(|it| it.bare.len() >= SHORTEST) {
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for holder in own.pairs.iter().filter_map(|pair| holders.get(pair)) {
            if holder.len() > most {
                continue;
            }
            for at in holder {
                *common.entry(*at).or_default() += 1;
            }
        }
        // Equal words are equal however common they are.
        for (at, other) in theirs.iter().enumerate().filter(|(_, other)| other.bare == own.bare) {
            common.insert(at, other.pairs.len());
        }
        let mut likely: Vec<(usize, usize)> = common
            .into_keys()
            .map(|at| (alike(own, &theirs[at]), at))
            .filter(|(share, _)| *share >= ENOUGH)
            .collect();
        likely.sort_by_key(|(share, at)| (std::cmp::Reverse(*share), *at));
        found.extend(likely.into_iter().take(MOST).map(|(share, at)| proposal(own, &theirs[at], share)));
    }
    found
}

/// How much two criteria have in common, in percent of their words.
fn alike(one: &Words, other: &Words) -> usize {
    let total = one.pairs.len() + other.pairs.len();
    if total == 0 {
        return 0;
    }
    200 * one.pairs.intersection(&other.pairs).count() / total
}

fn proposal(from: &Words, to: &Words, share: usize) -> Proposal {
    let (extent, reason) = if from.bare == to.bare {
        (Extent::Full, "两边的内容一字不差。".to_owned())
    } else {
        let phrase = longest(&from.bare, &to.bare);
        let said = if phrase.is_empty() { String::new() } else { format!("两边都有“{phrase}”，") };
        (Extent::Partial, format!("{said}用词有 {share}% 相同。"))
    };
    Proposal { from: from.id, to: to.id, extent, reason }
}

/// The longest run of characters that stands in both, of three and more.
fn longest(one: &[char], other: &[char]) -> String {
    let mut best = 0..0;
    let mut row = vec![0_usize; other.len() + 1];
    for (i, a) in one.iter().enumerate() {
        let mut corner = 0;
        for (j, b) in other.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if a == b { corner + 1 } else { 0 };
            if row[j + 1] > best.len() {
                best = i + 1 - row[j + 1]..i + 1;
            }
            corner = above;
        }
    }
    if best.len() < 3 { String::new() } else { one[best].iter().take(30).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Ids;
    use crate::standard::file::File;
    use std::sync::atomic::{AtomicU64, Ordering};
    use uuid::Uuid;

    #[derive(Default)]
    struct Counted(AtomicU64);

    impl Ids for Counted {
        fn next(&self) -> Uuid {
            Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)) + 1)
        }
    }

    fn standard(titles: &[&str]) -> Standard {
        let nodes: String = titles
            .iter()
            .enumerate()
            .map(|(at, title)| format!("[[node]]\ncode = \"{}\"\ntitle = \"{title}\"\n", at + 1))
            .collect();
        let head = "schema = 1\n[standard]\nname = \"甲\"\nissuer = \"乙\"\nlevel = \"bureau\"\nsource = \"example\"\n";
        File::parse(&format!("{head}{nodes}")).unwrap().build(&Counted::default(), None).unwrap()
    }

    #[test]
    fn equal_and_like_words_are_proposed_with_their_reason() {
        let from =
            standard(&["每季度举办一次道德讲堂", "成立创建工作领导小组，主要负责人任组长", "环境整洁有序"]);
        let to = standard(&[
            "成立文明创建领导小组，主要负责人任组长",
            "道德讲堂：每季度举办一次",
            "每季度举办一次道德讲堂。",
            "开展文体活动",
        ]);
        let name =
            |standard: &Standard, id| standard.tree.nodes()[standard.tree.position(id).unwrap()].code.clone();
        let said: Vec<(String, String, Extent)> = propose(&from, &to)
            .iter()
            .map(|it| (name(&from, it.from), name(&to, it.to), it.extent))
            .collect();
        let pair = |a: &str, b: &str, extent| (a.to_owned(), b.to_owned(), extent);
        assert_eq!(
            said,
            [pair("1", "3", Extent::Full), pair("1", "2", Extent::Partial), pair("2", "1", Extent::Partial),]
        );
        let reasons: Vec<String> = propose(&from, &to).into_iter().map(|it| it.reason).collect();
        assert_eq!(reasons[0], "两边的内容一字不差。");
        assert!(reasons[2].contains("领导小组主要负责人任组长"), "{reasons:?}");
    }
}
