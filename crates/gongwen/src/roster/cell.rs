//! The words of a cell of a roster: what parts them, and what only looks as if it did.

use super::bracket::{bracketed, within_word};
use super::names::{is_group, is_name, is_post, is_unit, name_in, names_one, opens_several};
use super::words::{DOUBLE, RARE, SURNAMES};
use crate::text::{Text, is_han};

/// Words of the cell: parted at 、，； and at white space, except inside a padded name (张 三). `true` says that a mark
/// stands before the word.
/// `labelled` says that the label of a role stands before the cell, so that whatever is padded is a name.
pub(super) fn words(cell: &Text, labelled: bool) -> Vec<(String, bool)> {
    let mut chars = Vec::new();
    let bracketed = bracketed(&cell.chars);
    // 组 长：（院长）
    let bracket = |c: Option<&char>, marks: [char; 2]| c.is_some_and(|c| marks.contains(c));
    let said = cell.chars.iter().filter(|c| !c.is_whitespace());
    let whole = bracket(said.clone().next(), ['（', '('])
        && bracket(said.clone().next_back(), ['）', ')'])
        && said.filter(|c| matches!(c, '（' | '(')).count() == 1;
    for (at, c) in cell.chars.iter().enumerate() {
        if whole && matches!(c, '（' | '(' | '）' | ')') {
            continue;
        }
        if !whole && bracketed[at] && !within_word(&cell.chars, at) {
            continue;
        }
        // 张三13812345678 李四: a number to call parts names.
        chars.push(if in_long_number(&cell.chars, at) { ' ' } else { *c });
    }
    let chars = unpadded(&chars, labelled);
    let sentence = chars.iter().position(|c| *c == '。').unwrap_or(chars.len());
    let mark = |c: &char| matches!(c, '、' | '，' | ',' | '；' | ';' | '：' | ':' | '|');
    let listed: Vec<(String, bool)> = without_posts(&chars[..sentence])
        .split(mark)
        .flat_map(|part| crate::text::words(part).enumerate().map(|(at, word)| (word, at == 0)))
        // 张三/李四 are two, 学院/部门领导 is one.
        .flat_map(|(word, marked)| {
            let named = word.split(|c| *c == '/').any(is_name);
            word.split(move |c| named && *c == '/').map(move |word| (word, marked))
        })
        .filter(|(word, _)| !word.is_empty())
        // 平潭海事局及各景区属地乡镇
        .flat_map(|(word, marked)| {
            let at = crate::text::find(word, 3, "及各").filter(|at| {
                let headed = crate::text::ends(word, "负责人") && !word.contains(&'等');
                is_unit(&word[..*at]) && word[at - 1] != '以' && !headed
            });
            let (one, other) = at.map_or((word, None), |at| (&word[..at], Some((&word[at + 1..], true))));
            std::iter::once((one, marked)).chain(other)
        })
        .map(|(word, marked)| (word.strip_prefix(&['以', '及']).unwrap_or(word).iter().collect(), marked))
        .collect();
    let listed = match &listed[..] {
        [(word, marked)] if labelled => {
            let names = run_together(&word.chars().collect::<Vec<_>>());
            names.map_or(listed.clone(), |names| names.into_iter().map(|name| (name, *marked)).collect())
        }
        _ => listed,
    };
    charged(of_each(listed))
        .into_iter()
        .flat_map(|(word, marked)| joined(word).into_iter().map(move |word| (word, marked)))
        .collect()
}

/// 侯良朱灵芳: names that lost what parted them, where their surnames leave one way to part them. Of several ways the one
/// with more surnames of two characters counts.
fn run_together(word: &[char]) -> Option<Vec<String>> {
    // Names of other tongues may hold what looks like a surname.
    const OTHERS: &str = "阿古买艾巴哈木迪";
    if !(5..=16).contains(&word.len())
        || !word.iter().all(|c| is_han(*c))
        || word.iter().any(|c| OTHERS.contains(*c))
    {
        return None;
    }
    let double = |name: &[char]| DOUBLE.iter().any(|surname| crate::text::starts(name, surname));
    // For each place how many doubles the best way there has, how many ways are as good, and where its last name begins.
    let mut best: Vec<Option<(usize, usize, usize)>> = vec![None; word.len() + 1];
    best[0] = Some((0, 1, 0));
    for end in 2..=word.len() {
        for len in 2..=4.min(end) {
            let name = &word[end - len..end];
            let Some((doubles, ways, _)) = best[end - len].filter(|_| is_name(name)) else { continue };
            let doubles = doubles + usize::from(double(name));
            best[end] = match best[end] {
                Some((known, more, from)) if known == doubles => Some((known, more + ways, from)),
                Some(found) if found.0 > doubles => Some(found),
                _ => Some((doubles, ways, end - len)),
            };
        }
    }
    let mut names = Vec::new();
    let mut end = best[word.len()].filter(|(_, ways, _)| *ways == 1).map(|_| word.len())?;
    while end > 0 {
        let from = best[end]?.2;
        names.push(word[from..end].iter().collect());
        end = from;
    }
    names.reverse();
    (names.len() > 1).then_some(names)
}

/// True within seven digits or more.
fn in_long_number(chars: &[char], at: usize) -> bool {
    let digit = |c: &&char| c.is_ascii_digit();
    chars[at].is_ascii_digit()
        && chars[..at].iter().rev().take(7).take_while(digit).count()
            + chars[at..].iter().take(7).take_while(digit).count()
            >= 7
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

/// 各行政村  党组织书记: white space parts each of several units from the post that is meant.
fn of_each(words: Vec<(String, bool)>) -> Vec<(String, bool)> {
    let mut done: Vec<(String, bool)> = Vec::with_capacity(words.len());
    for (word, marked) in words {
        let chars: Vec<char> = word.chars().collect();
        match done.last_mut() {
            Some((each, _))
                if !marked
                    && each.starts_with('各')
                    && each.ends_with(['村', '镇', '乡', '区', '局', '校', '所', '站'])
                    && is_post(&chars)
                    && name_in(&chars).is_none() =>
            {
                each.push_str(&word);
            }
            _ => done.push((word, marked)),
        }
    }
    done
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
            && (opens_several(group)
                || group.starts_with(|c: char| c.is_ascii_digit())
                || join != "和" && is_group(&group.chars().collect::<Vec<_>>()))
            && names_one(&name.chars().collect::<Vec<_>>())
        {
            return vec![name.to_owned(), group.to_owned()];
        }
    }
    // 副厅长任小峰和纪检组长李小华, 副乡长潘文和副乡长吴和记等
    let word = match word.strip_suffix('等') {
        Some(rest) if rest.contains('和') => rest.to_owned(),
        _ => word,
    };
    let names = |part: &str| names_one(&part.chars().collect::<Vec<_>>());
    if let Some((one, other)) = word.split_once('和')
        && names(one)
        && names(other)
    {
        return vec![one.to_owned(), other.to_owned()];
    }
    // 党群工作处吴佳佳及社会事业处刘峰同志: each of them is told by the unit.
    let placed = |part: &str| {
        let chars: Vec<char> = part.strip_suffix("同志").unwrap_or(part).chars().collect();
        [3, 2].into_iter().any(|len| {
            chars.len() > len + 2
                && is_unit(&chars[..chars.len() - len])
                && is_name(&chars[chars.len() - len..])
        })
    };
    for join in ["及", "和"] {
        if let Some((one, other)) = word.split_once(join)
            && word.ends_with("同志")
            && placed(one)
            && placed(other)
        {
            return vec![format!("{one}同志"), other.to_owned()];
        }
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

/// Widest gap inside a padded name.
const GAP: usize = 12;

/// Without the white space inside padded names. It stands where single characters follow one another: 张 三, 李 四 光;
/// of more of them every two make a name: 周 艳 潘 锋.
pub(super) fn unpadded(chars: &[char], labelled: bool) -> Vec<char> {
    let words = spans(chars);
    let single = |at: usize| words[at].len() == 1 && is_han(chars[words[at].start]);
    // True where nothing but a gap stands before the word `at`.
    let follows = |at: usize| {
        let gap = &chars[words[at - 1].end..words[at].start];
        gap.len() <= GAP && gap.iter().all(|c| c.is_whitespace())
    };
    let mut joins = vec![false; words.len()];
    let mut at = 0;
    while at < words.len() {
        let mut end = at + 1;
        while single(at) && end < words.len() && single(end) && follows(end) {
            end += 1;
        }
        // 逄 玉 梅  阚 立: the wider gap parts two names.
        let gap = |word: usize| words[word].start - words[word - 1].end;
        let (least, most) =
            (at + 1..end).map(gap).fold((GAP, 0), |(least, most), gap| (least.min(gap), most.max(gap)));
        let paired = (end - at).is_multiple_of(2) && gap(at + 1) == most;
        if end > at + 3 && least < most && !paired {
            end = (at + 1..end).find(|word| gap(*word) == most).unwrap_or(end);
        }
        let letters: Vec<char> = words[at..end].iter().map(|word| chars[word.start]).collect();
        match letters.len() {
            1 => {
                // 粟 裕民, 第五 平, 东方 晓: one part of a name stands apart.
                let beside = |word: usize| chars[words[word].clone()].to_vec();
                let given = at + 1 < words.len() && follows(at + 1) && {
                    let next = beside(at + 1);
                    labelled
                        && next.len() == 2
                        && next.iter().all(|c| is_han(*c))
                        && !is_post(&next)
                        && !is_name(&next)
                };
                let double = at > 0 && follows(at) && {
                    let before: String = beside(at - 1).iter().collect();
                    DOUBLE.contains(&before.as_str()) || before == "第五"
                };
                if single(at) && given && SURNAMES.contains(letters[0]) {
                    joins[at + 1] = true;
                } else if single(at) && double {
                    joins[at] = true;
                }
                let next = (at + 1 < words.len() && follows(at + 1)).then(|| &chars[words[at + 1].clone()]);
                let before = (at > 0 && follows(at)).then(|| &chars[words[at - 1].clone()]);
                if single(at) && next.is_some_and(|next| begins_post(letters[0], next)) {
                    joins[at + 1] = true;
                } else if single(at) && before.is_some_and(ends_in_name) {
                    joins[at] = true;
                }
            }
            2 | 3 => {
                let opens = chars[..words[at].start].iter().all(|c| c.is_whitespace());
                let rest = words.get(end).map(|word| &chars[word.clone()]);
                let posted =
                    opens && letters.len() == 2 && rest.is_some_and(|rest| rest.len() >= 4 && is_post(rest));
                if labelled || posted || is_padded_name(&letters) || is_padded_post(&letters) {
                    joins[at + 1..end].fill(true);
                }
            }
            count => {
                let named = letters.iter().step_by(2).all(|c| SURNAMES.contains(*c));
                if count.is_multiple_of(2) && (labelled || named) {
                    (at + 1..end).step_by(2).for_each(|second| joins[second] = true);
                }
            }
        }
        at = end;
    }
    let mut done = Vec::with_capacity(chars.len());
    let mut from = 0;
    for (word, joins) in words.iter().zip(joins) {
        if !joins {
            done.extend_from_slice(&chars[from..word.start]);
        }
        done.extend_from_slice(&chars[word.clone()]);
        from = word.end;
    }
    done.extend_from_slice(&chars[from..]);
    done
}

/// Runs of characters that neither white space nor a mark parts.
fn spans(chars: &[char]) -> Vec<std::ops::Range<usize>> {
    let inside = |c: char| {
        !c.is_whitespace() && !matches!(c, '、' | '，' | ',' | '；' | ';' | '：' | ':' | '|' | '。' | '/')
    };
    let mut found = Vec::new();
    let mut start = None;
    for at in 0..=chars.len() {
        match (chars.get(at).is_some_and(|c| inside(*c)), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn is_padded_name(letters: &[char]) -> bool {
    SURNAMES.contains(letters[0]) || RARE.contains(letters[0])
}

/// 院    长
fn is_padded_post(letters: &[char]) -> bool {
    letters.len() == 2 && (letters[1] == '长' || matches!(letters, ['书', '记'] | ['主', '任' | '席']))
}

/// 王 曦副省长: the given name runs into the post.
fn begins_post(surname: char, rest: &[char]) -> bool {
    let whole: Vec<char> = std::iter::once(surname).chain(rest.iter().copied().take(24)).collect();
    SURNAMES.contains(surname)
        && whole.len() > 3
        && name_in(&whole).is_some_and(|name| name.chars().count() == 2 && name.starts_with(surname))
}

/// 县住建局局长沐 阳: the surname runs into the post before it.
fn ends_in_name(before: &[char]) -> bool {
    before.split_last().is_some_and(|(_, post)| post.len() >= 2 && is_post(post)) && !is_post(before)
}
