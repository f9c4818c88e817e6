//! What brackets in a roster say: something beside the word (张三（局长）), or a part of it (各科（室）, 旅发委（行管处）).

use super::names::{is_post, is_unit, name_in};
use crate::text::{bracket_end, ends, is_han};

/// For each character whether it stands in brackets that say something beside the word: 张三（局长）. Those that name a
/// section of the unit before them (旅发委（行管处）), or what else the post may be (村委会主任（常务副主任）), are part of it.
pub(super) fn bracketed(chars: &[char]) -> Vec<bool> {
    let mut inside = vec![false; chars.len()];
    let mut at = 0;
    while at < chars.len() {
        if !matches!(chars[at], '（' | '(') {
            at += 1;
            continue;
        }
        // One that does not close reaches to the end.
        let end = bracket_end(&chars[at..]).map_or(chars.len(), |len| at + len);
        let word = &chars[chars[..at].iter().rposition(|c| !is_han(*c)).map_or(0, |mark| mark + 1)..at];
        let inner = chars.get(at + 1..end.saturating_sub(1)).unwrap_or_default();
        let last = chars.get(end).is_none_or(|c| !is_han(*c) && !c.is_whitespace());
        let short = inner.len() <= 8 && inner.iter().all(|c| is_han(*c));
        let section = is_unit(word) && is_unit(inner) && !ends(inner, "单位");
        let other = is_post(word) && is_post(inner) && name_in(word).is_none() && word.len() > 4;
        let part = last && short && (section || other);
        inside[at..end].fill(!part);
        at = end;
    }
    inside
}

/// 旅发委（行管处）, 村委会主任（常务副主任）: the word before what its bracket adds.
pub(super) fn unnoted(word: &[char]) -> &[char] {
    let open = word.iter().position(|c| matches!(c, '（' | '('));
    open.filter(|_| word.last().is_some_and(|c| matches!(c, '）' | ')'))).map_or(word, |open| &word[..open])
}

/// 各科（室）负责人: a short bracket between two halves of one word.
pub(super) fn within_word(chars: &[char], at: usize) -> bool {
    let open = (at.saturating_sub(3)..at + 1).rev().find(|at| matches!(chars[*at], '（' | '('));
    let close = (at..chars.len().min(at + 4)).find(|at| matches!(chars[*at], '）' | ')'));
    let (Some(open), Some(close)) = (open, close) else { return false };
    close - open <= 3
        && open > 0
        && is_han(chars[open - 1])
        && (chars.get(close + 1).is_some_and(|c| is_han(*c))
            // 各行政村（社区）  党组织书记
            || chars[..open].first() == Some(&'各') && chars.get(close + 1).is_some_and(|c| c.is_whitespace()))
}
