//! Bounds and softeners around a figure: 不少于, 至少召开…, 以上, 左右.

use crate::number::arabic;
use crate::text::{behind, has_at, is_han};

/// Words before a number that set a bound or soften it.
const BEFORE: &[(&str, Option<&str>, bool)] = &[
    ("不少于", Some("≥"), false),
    ("不低于", Some("≥"), false),
    ("不得少于", Some("≥"), false),
    ("至少", Some("≥"), false),
    ("达到或超过", Some("≥"), false),
    ("不小于", Some("≥"), false),
    ("不得低于", Some("≥"), false),
    ("不应低于", Some("≥"), false),
    ("不应少于", Some("≥"), false),
    ("不应超过", Some("≤"), false),
    ("不大于", Some("≤"), false),
    ("不得超过", Some("≤"), false),
    ("控制在", None, false),
    ("≥", Some("≥"), false),
    ("不超过", Some("≤"), false),
    ("不高于", Some("≤"), false),
    ("不多于", Some("≤"), false),
    ("≤", Some("≤"), false),
    ("最高", Some("≤"), false),
    ("最多", Some("≤"), false),
    ("超过", Some(">"), false),
    ("突破", Some(">"), false),
    (">", Some(">"), false),
    ("＞", Some(">"), false),
    ("低于", Some("<"), false),
    ("不满", Some("<"), false),
    ("不足", Some("<"), false),
    ("未达到", Some("<"), false),
    ("未达", Some("<"), false),
    ("不得高于", Some("≤"), false),
    ("<", Some("<"), false),
    ("＜", Some("<"), false),
    ("大约", None, true),
    ("大约为", None, true),
    ("约为", None, true),
    ("约", None, true),
    ("近", None, true),
    ("将近", None, true),
];

/// Words after the unit that do the same.
const AFTER: &[(&str, Option<&str>, bool)] = &[
    ("以上", Some("≥"), false),
    ("及以上", Some("≥"), false),
    ("及以下", Some("≤"), false),
    ("以内", Some("≤"), false),
    ("以下", Some("≤"), false),
    ("左右", None, true),
    ("上下", None, true),
];

/// What stands before a figure: where it begins, its bound, and whether it is soft.
pub(super) fn bound_before(chars: &[char], at: usize) -> (usize, Option<&'static str>, bool) {
    // 至少召开2次: a verb may stand between.
    let near = (at.saturating_sub(6)..at).rev().find(|from| has_at(chars, *from, "至少"));
    if let Some(from) = near.filter(|from| chars[*from..at].iter().all(|c| is_han(*c))) {
        return (from, Some("≥"), false);
    }
    // 不超过班级总数的40%: so may a measure that 的 closes.
    if at > 0 && chars[at - 1] == '的' {
        let from = behind(chars, at, |c| !is_han(c) && arabic(c).is_none());
        let found =
            BEFORE.iter().filter(|(word, ..)| word.chars().count() > 2).find_map(|(word, op, soft)| {
                let place = (from..at).rev().find(|place| has_at(chars, *place, word))?;
                (at - place <= 20).then_some((place, *op, *soft))
            });
        if let Some(found) = found {
            return found;
        }
    }
    // 不低于摄氏26℃
    let scale = if at > 2 && has_at(chars, at - 2, "摄氏") { 2 } else { 0 };
    let at = at - scale;
    BEFORE
        .iter()
        .filter(|(word, ..)| {
            let len = word.chars().count();
            at >= len
                && has_at(chars, at - len, word)
                && !(*word == "近" && at > 1 && matches!(chars[at - 2], '最' | '附'))
                && !(*word == "约" && at > 1 && matches!(chars[at - 2], '节' | '公' | '契'))
        })
        .max_by_key(|(word, ..)| word.chars().count())
        .map_or((at + scale, None, false), |(word, op, soft)| (at - word.chars().count(), *op, *soft))
}

/// What stands behind a figure: where it ends, its bound, and whether it is soft.
pub(super) fn bound_after(chars: &[char], end: usize) -> (usize, Option<&'static str>, bool) {
    // 30人（含）以下
    let included = ["（含）", "(含)", "（含本数）"].iter().find(|word| has_at(chars, end, word));
    // 30万元人民币以上
    let money = ["人民币", "钱"].iter().find(|word| has_at(chars, end, word));
    // 3人（含3人）以上
    let again =
        has_at(chars, end, "（含").then(|| (end..chars.len().min(end + 8)).find(|at| chars[*at] == '）'));
    let again = again.flatten().filter(|close| AFTER.iter().any(|(word, ..)| has_at(chars, close + 1, word)));
    let from = match again {
        Some(close) => close + 1,
        None => end + included.or(money).map_or(0, |word| word.chars().count()),
    };
    let found = AFTER.iter().find(|(word, ..)| has_at(chars, from, word));
    found.map_or((end, None, false), |(word, op, soft)| (from + word.chars().count(), *op, *soft))
}

/// The bound behind a noun of a few words that stands behind the unit.
pub(super) fn bound_behind_noun(chars: &[char], end: usize) -> (usize, Option<&'static str>, bool) {
    let noun = (end + 1..chars.len().min(end + 5)).take_while(|at| is_han(chars[*at - 1]));
    noun.map(|at| bound_after(chars, at)).find(|found| found.1.is_some()).unwrap_or((end, None, false))
}
