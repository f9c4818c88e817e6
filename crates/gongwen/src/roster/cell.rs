//! The words of a cell of a roster: what parts them, and what only looks as if it did.

use super::names::{is_group, is_name, is_post, name_in, names_one};
use super::words::{RARE, SURNAMES};
use crate::text::{Text, depths, is_han};

/// Words of the cell: parted at 、，； and at white space, except inside a padded name (张 三). `true` says that a mark
/// stands before the word.
pub(super) fn words(cell: &Text) -> Vec<(String, bool)> {
    let mut chars = Vec::new();
    let depths = depths(&cell.chars);
    for (at, c) in cell.chars.iter().enumerate() {
        if (depths[at] > 0 || matches!(c, '（' | '(')) && !within_word(&cell.chars, at) {
            continue;
        }
        let padding = c.is_whitespace() && padded(&cell.chars, at);
        if !padding {
            chars.push(*c);
        }
    }
    let sentence = chars.iter().position(|c| *c == '。').unwrap_or(chars.len());
    let mark = |c: &char| matches!(c, '、' | '，' | ',' | '；' | ';' | '：' | ':' | '|');
    let listed: Vec<(String, bool)> = without_posts(&chars[..sentence])
        .split(mark)
        .flat_map(|part| {
            let words = part.split(|c| c.is_whitespace()).filter(|word| !word.is_empty());
            words.enumerate().map(|(at, word)| (word, at == 0))
        })
        // 张三/李四 are two, 学院/部门领导 is one.
        .flat_map(|(word, marked)| {
            let named = word.split(|c| *c == '/').any(is_name);
            word.split(move |c| named && *c == '/').map(move |word| (word, marked))
        })
        .filter(|(word, _)| !word.is_empty())
        .map(|(word, marked)| (word.strip_prefix(&['以', '及']).unwrap_or(word).iter().collect(), marked))
        .collect();
    charged(listed)
        .into_iter()
        .flat_map(|(word, marked)| joined(word).into_iter().map(move |word| (word, marked)))
        .collect()
}

/// 张小三：应急负责人: what stands behind the colon of a name is that person's post.
fn without_posts(chars: &[char]) -> Vec<char> {
    let mut kept = Vec::with_capacity(chars.len());
    let mut at = 0;
    while at < chars.len() {
        let named = matches!(chars[at], '：' | ':') && {
            let from = kept.iter().rposition(|c: &char| !is_han(*c)).map_or(0, |at| at + 1);
            is_name(&kept[from..])
        };
        if named {
            at = (at..chars.len())
                .find(|at| matches!(chars[*at], '、' | '，' | ',' | '；' | ';'))
                .unwrap_or(chars.len());
        } else {
            kept.push(chars[at]);
            at += 1;
        }
    }
    kept
}

/// 县政府分管安全生产、道路交通副县长 is one: what a post is in charge of may be a list.
fn charged(words: Vec<(String, bool)>) -> Vec<(String, bool)> {
    let mut done: Vec<(String, bool)> = Vec::with_capacity(words.len());
    for (word, parted) in words {
        let chars: Vec<char> = word.chars().collect();
        match done.last_mut() {
            Some((open, _)) if is_post(&chars) && name_in(&chars).is_none() && in_charge(open) => {
                open.push('、');
                open.push_str(&word);
            }
            _ => done.push((word, parted)),
        }
    }
    done
}

/// 县政府分管安全生产: the post follows.
fn in_charge(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    ["分管", "联系", "主管"].iter().any(|verb| crate::text::find(&chars, 0, verb).is_some())
        && !is_post(&chars)
        && !is_group(&chars)
}

/// 张三及各班班主任: a name and a group behind it.
fn joined(word: String) -> Vec<String> {
    for join in ["以及", "及", "和"] {
        if let Some((name, group)) = word.split_once(join)
            && ["各", "全体", "其他", "其它", "有关", "相关"].iter().any(|open| group.starts_with(open))
            && names_one(&name.chars().collect::<Vec<_>>())
        {
            return vec![name.to_owned(), group.to_owned()];
        }
    }
    // 副厅长任小峰和纪检组长李小华
    let names = |part: &str| names_one(&part.chars().collect::<Vec<_>>());
    if let Some((one, other)) = word.split_once('和')
        && names(one)
        && names(other)
    {
        return vec![one.to_owned(), other.to_owned()];
    }
    // 党总支书记和副局长 are two posts.
    let post = |part: &str| is_post(&part.chars().collect::<Vec<_>>());
    if let Some((one, other)) = word.split_once('和')
        && post(one)
        && post(other)
    {
        return vec![one.to_owned(), other.to_owned()];
    }
    vec![word]
}

/// 各科（室）负责人: a short bracket between two halves of one word.
fn within_word(chars: &[char], at: usize) -> bool {
    let open = (at.saturating_sub(3)..at + 1).rev().find(|at| matches!(chars[*at], '（' | '('));
    let close = (at..chars.len().min(at + 4)).find(|at| matches!(chars[*at], '）' | ')'));
    let (Some(open), Some(close)) = (open, close) else { return false };
    close - open <= 3
        && open > 0
        && is_han(chars[open - 1])
        && chars.get(close + 1).is_some_and(|c| is_han(*c))
}

/// Widest gap inside a padded name.
const GAP: usize = 12;

/// Most single characters that are looked at around a gap.
const RUN: usize = 24;

/// White space pads a name where only single characters stand around it: 张 三, 李 四 光. Of more of them every two
/// make a name: 周 艳 潘 锋.
fn padded(chars: &[char], at: usize) -> bool {
    let (mut start, mut end) = (at, at);
    let mut before: Vec<char> = Vec::new();
    while before.len() < RUN {
        let from = (start.saturating_sub(GAP)..start).rev().find(|from| !chars[*from].is_whitespace());
        let Some(from) = from.filter(|from| is_han(chars[*from])) else { break };
        if from > 0 && is_han(chars[from - 1]) {
            break;
        }
        before.push(chars[from]);
        start = from;
    }
    let mut letters: Vec<char> = before.iter().rev().copied().collect();
    while letters.len() < before.len() + RUN {
        let to = (end..chars.len().min(end + GAP)).find(|to| !chars[*to].is_whitespace());
        let Some(to) = to.filter(|to| is_han(chars[*to])) else { break };
        if chars.get(to + 1).is_some_and(|c| is_han(*c)) {
            break;
        }
        letters.push(chars[to]);
        end = to + 1;
    }
    // 王 曦副省长: the given name runs into the post.
    if letters.len() == 1 && before.len() == 1 && SURNAMES.contains(letters[0]) {
        let word = (at..chars.len().min(at + GAP)).find(|at| !chars[*at].is_whitespace()).unwrap_or(at);
        let rest = chars[word..].iter().copied().take_while(|c| is_han(*c)).take(24);
        let whole: Vec<char> = std::iter::once(letters[0]).chain(rest).collect();
        return whole.len() > 3 && name_in(&whole).is_some_and(|name| name.chars().count() == 2);
    }
    // 院    长
    let post = letters.len() == 2 && (letters[1] == '长' || matches!(letters[..], ['书', '记'] | ['主', '任' | '席']));
    // The gap itself must stand between two of them.
    if start == at || end == at {
        return false;
    }
    if !SURNAMES.contains(letters[0]) {
        return post || letters.len() <= 3 && RARE.contains(letters[0]);
    }
    let pairs = letters.len() > 3 && letters.len().is_multiple_of(2);
    let named = || letters.iter().step_by(2).all(|c| SURNAMES.contains(*c));
    letters.len() <= 3 || pairs && before.len() % 2 == 1 && named()
}
