//! A revised paper against what stands: items are matched by the likeness of their words, and what
//! people decided about the old item is carried over to the new one.

use super::*;
use std::collections::BTreeSet;

/// How an item of the old tree and one of the new belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    Same { old: u32, new: u32 },
    Changed { old: u32, new: u32 },
    New { new: u32 },
    Gone { old: u32 },
}

/// Likeness above which two items are the same duty in other words, in hundredths.
const ALIKE: usize = 50;

/// Compares two trees. New and changed items come in the order of the new paper, gone ones last.
pub fn diff(old: &Draft, new: &Draft) -> Vec<Matched> {
    let olds: Vec<(&Item, Vec<[char; 2]>)> = standing(old).map(|item| (item, grams(&item.text))).collect();
    let news: Vec<(&Item, Vec<[char; 2]>)> = standing(new).map(|item| (item, grams(&item.text))).collect();
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (n, (_, new)) in news.iter().enumerate() {
        for (o, (_, old)) in olds.iter().enumerate() {
            let score = likeness(old, new);
            if score >= ALIKE {
                pairs.push((score, n, o));
            }
        }
    }
    // The most alike first; between equals the one that stands nearest.
    pairs.sort_by_key(|(score, n, o)| (std::cmp::Reverse(*score), n.abs_diff(*o), *n));
    let (mut partner, mut taken) = (vec![None; news.len()], BTreeSet::new());
    for (_, n, o) in pairs {
        if partner[n].is_none() && taken.insert(o) {
            partner[n] = Some(o);
        }
    }
    let mut found: Vec<Matched> = news
        .iter()
        .zip(&partner)
        .map(|((item, _), partner)| match partner {
            Some(o) if says_the_same(olds[*o].0, item) => Matched::Same { old: olds[*o].0.id, new: item.id },
            Some(o) => Matched::Changed { old: olds[*o].0.id, new: item.id },
            None => Matched::New { new: item.id },
        })
        .collect();
    let gone = olds.iter().enumerate().filter(|(o, _)| !taken.contains(o));
    found.extend(gone.map(|(_, (item, _))| Matched::Gone { old: item.id }));
    found
}

/// The new tree with what people decided on the old one: owners, confirmations, dates set by hand
/// and the published rows behind the items. A changed item waits for confirmation again.
pub fn merge(old: &Draft, new: &Draft) -> Draft {
    let mut next = new.clone();
    for matched in diff(old, new) {
        let (o, n, same) = match matched {
            Matched::Same { old, new } => (old, new, true),
            Matched::Changed { old, new } => (old, new, false),
            Matched::New { .. } | Matched::Gone { .. } => continue,
        };
        let Some((_, held)) = old.item(o) else { continue };
        let into = next.measures.iter_mut().flat_map(|measure| &mut measure.items).find(|item| item.id == n);
        if let Some(into) = into {
            carry(held, into, same);
        }
    }
    for measure in &mut next.measures {
        if let Some(held) = old.measures.iter().find(|held| alike(&held.title, &measure.title)) {
            (measure.leader, measure.lead, measure.doer) = (held.leader, held.lead, held.doer);
            (measure.reviewer, measure.published) = (held.reviewer, held.published);
        }
    }
    for stage in &mut next.stages {
        stage.published =
            old.stages.iter().find(|held| alike(&held.name, &stage.name)).and_then(|held| held.published);
    }
    for seat in next.team.iter_mut().filter(|seat| seat.person.is_none()) {
        seat.person = old.team.iter().find(|held| held.name == seat.name).and_then(|held| held.person);
    }
    if !old.header.year_presumed && old.header.year == next.header.year {
        next.header.year_presumed = false;
        for doubt in next.doubts.iter_mut().filter(|doubt| doubt.about == About::Year) {
            doubt.settled = true;
        }
    }
    next
}

fn carry(held: &Item, into: &mut Item, same: bool) {
    into.published = held.published;
    if !into.has_owner() {
        (into.leads, into.fan, into.doer) = (held.leads.clone(), held.fan, held.doer);
    }
    if into.support.is_empty() {
        into.support.clone_from(&held.support);
    }
    if held.due_by_hand && into.due.is_none() {
        (into.due, into.due_by_hand) = (held.due, true);
    }
    if into.recurs.is_none() && into.cadence.is_empty() && held.deadline == into.deadline {
        (into.recurs, into.cadence) = (held.recurs, held.cadence.clone());
    }
    for festival in into.festivals.iter_mut().filter(|festival| festival.day.is_none()) {
        festival.day =
            held.festivals.iter().find(|other| other.name == festival.name).and_then(|other| other.day);
    }
    if same {
        into.status = held.status;
        into.text.clone_from(&held.text);
    }
}

/// Items that count: what was dropped is matched too, so that it stays dropped.
fn standing(draft: &Draft) -> impl Iterator<Item = &Item> {
    draft.items().map(|(_, item)| item)
}

fn says_the_same(old: &Item, new: &Item) -> bool {
    let from_paper = !plain(&old.source).is_empty() && plain(&old.source) == plain(&new.source);
    (from_paper || plain(&old.text) == plain(&new.text))
        && (old.deadline == new.deadline || new.deadline.is_empty())
        && (old.dept == new.dept || new.dept.is_empty())
}

pub(super) fn alike(a: &str, b: &str) -> bool {
    likeness(&grams(a), &grams(b)) >= ALIKE
}

/// What counts of a text: no blanks, no marks.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn grams(text: &str) -> Vec<[char; 2]> {
    let chars: Vec<char> = plain(text).chars().collect();
    let mut grams: Vec<[char; 2]> = match chars.as_slice() {
        [one] => vec![[*one, *one]],
        _ => chars.windows(2).map(|pair| [pair[0], pair[1]]).collect(),
    };
    grams.sort_unstable();
    grams
}

/// Dice's coefficient of two sorted bags of bigrams, in hundredths.
fn likeness(a: &[[char; 2]], b: &[[char; 2]]) -> usize {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    200 * common / (a.len() + b.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::paper::{Clause, Node};
    use crate::draft::{Org, build};
    use uuid::Uuid;

    fn tree(texts: &[&str]) -> Draft {
        let clause = |(at, text): (usize, &&str)| Clause {
            text: (*text).into(),
            under: Some(1),
            span: [10 + at * 4, 12 + at * 4],
            ..Clause::default()
        };
        let paper = Paper {
            class: "plan".into(),
            outline: vec![Node { id: 1, title: "主要措施".into(), span: [0, 4], ..Node::default() }],
            measures: texts.iter().enumerate().map(clause).collect(),
            ..Paper::default()
        };
        build(&paper, &"。".repeat(99), &Org::default(), "2026-06-11".parse().unwrap())
    }

    #[test]
    fn items_are_matched_by_their_words() {
        let old = ["每季度办一期道德讲堂", "组织法律知识测试", "整理创建档案", "清理院内卫生死角"];
        for (new, expected) in [
            (
                vec!["每季度办一期道德讲堂", "组织法律知识测试", "整理创建档案", "清理院内卫生死角"],
                "====".to_owned(),
            ),
            (vec!["每季度办一期道德讲堂。", "组织全员法律知识测试", "清理院内卫生死角"], "=~=-".to_owned()),
            (vec!["清理院内卫生死角", "每季度办一期道德讲堂"], "==--".to_owned()),
            (vec!["开展学雷锋志愿服务"], "+----".to_owned()),
            (vec![], "----".to_owned()),
        ] {
            let marks: String = diff(&tree(&old), &tree(&new))
                .iter()
                .map(|matched| match matched {
                    Matched::Same { .. } => '=',
                    Matched::Changed { .. } => '~',
                    Matched::New { .. } => '+',
                    Matched::Gone { .. } => '-',
                })
                .collect();
            assert_eq!(marks, expected, "{new:?}");
        }
    }

    #[test]
    fn merging_keeps_owners_confirmations_and_published_rows() {
        let mut old = tree(&["每季度办一期道德讲堂", "组织法律知识测试", "整理创建档案"]);
        for item in &mut old.measures[0].items {
            item.status = Status::Confirmed;
            item.leads = vec![UnitId(Uuid::from_u128(7))];
            item.published = Some(TaskId(Uuid::from_u128(u128::from(item.id))));
        }
        let first = old.measures[0].items[0].published;
        let merged = merge(&old, &tree(&["每季度办一期道德讲堂", "组织全员法律知识测试", "开展志愿服务"]));
        let items = &merged.measures[0].items;
        assert_eq!((items[0].status, items[0].published), (Status::Confirmed, first));
        assert_eq!(items[1].status, Status::Proposed, "new words are looked at again");
        assert!(items[1].has_owner() && items[1].published.is_some());
        assert!(items[2].published.is_none() && !items[2].has_owner());
    }
}
