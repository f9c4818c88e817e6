//! Persons, posts and groups in the cells of a roster.
//!
//! A name is two to four characters that begin with a surname. Posts beside a name belong to that person
//! and are not listed; posts without a name stand for persons and are.

use super::cell::words;
use super::words::{DOUBLE, GROUPS, NOUNS, ORGANS, POSTS, RARE, SURNAMES};
use crate::text::{Text, ends, is_han, starts};

/// The people of one cell, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct People {
    pub names: Vec<String>,
    pub posts: Vec<String>,
    pub collective: Vec<String>,
    pub opens_with_name: bool,
}

impl People {
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.posts.is_empty() && self.collective.is_empty()
    }

    pub fn merge(&mut self, other: Self) {
        self.names.extend(other.names);
        self.posts.extend(other.posts);
        self.collective.extend(other.collective);
    }
}

/// True where a word ends with a post. Most posts end with 长.
pub(super) fn is_post(chars: &[char]) -> bool {
    const MANY: &[&str] = &["人员", "成员", "党员", "队员", "会员", "团员", "议员"];
    let officer = chars.len() >= 3 && ends(chars, "员") && !MANY.iter().any(|end| ends(chars, end));
    POSTS.iter().any(|end| ends(chars, end)) || chars.len() >= 2 && ends(chars, "长") || officer
}

/// Sorts what stands after a role.
pub(super) fn sort(cell: &Text) -> People {
    let mut people = People::default();
    let mut named = false;
    // Words whose part is told by what follows them.
    let mut loose: Vec<String> = Vec::new();
    let placed = placed(&cell.chars);
    let cells = words(cell);
    let company = cells.iter().any(|(word, _)| is_name(&word.chars().collect::<Vec<_>>()));
    for (word, marked) in cells {
        let word = match word.strip_suffix("同志") {
            Some(bare) if is_masked_name(bare) => bare.to_owned(),
            _ => word,
        };
        if is_masked_name(&word) {
            people.opens_with_name |= people.is_empty();
            people.names.push(word);
            named = true;
            loose.clear();
            continue;
        }
        // A masked name leaves the post: 局长***.
        let word: String = word.trim_matches(|c| matches!(c, '*' | '×' | '＊' | 'x' | 'X')).replace("某", "");
        let chars: Vec<char> = word.chars().collect();
        if chars.is_empty() {
            continue;
        }
        let first = people.is_empty() && placed.as_deref() == Some(&chars[..]);
        let rare = || is_rare(&chars, company, &cell.chars).then(|| word.clone());
        if let Some(name) = name_in(&chars).or_else(|| first.then(|| word.clone())).or_else(rare) {
            // 局长、经理张三 and 党委书记  张三 give posts of one person.
            if (!is_name(&chars) || !marked) && !named {
                people.posts.clear();
                people.collective.retain(|word| !loose.contains(word));
            }
            people.opens_with_name |= people.is_empty();
            people.names.push(name);
            named = true;
        } else if is_group(&chars) || !named && is_head(&chars) && !loose.is_empty() {
            // 区委、区政府分管领导 is one group with several heads.
            if is_head(&chars) && !loose.is_empty() {
                people.collective.retain(|word| !loose.contains(word));
                loose.push(word);
                people.collective.push(loose.join("、"));
            } else {
                people.collective.extend(groups(&word));
            }
            loose.clear();
            continue;
        } else if is_post(&chars) {
            // After a name and a space, or between 、 behind one, it is that person's post.
            if !named {
                people.posts.push(word);
            }
        } else {
            if is_unit(&chars) || ends(&chars, "社区") {
                people.collective.push(word.clone());
            }
            loose.push(word);
            continue;
        }
        loose.clear();
    }
    // 局长*** is told by the post.
    if !people.posts.is_empty() {
        people.names.retain(|name| name.chars().any(|c| c != '*'));
    }
    people
}

/// 香小元 镇党委副书记: the word that a cell opens with is a name, whatever its first character, where white space
/// parts it from a post.
fn placed(chars: &[char]) -> Option<Vec<char>> {
    let open = chars.iter().position(|c| !c.is_whitespace())?;
    let name: Vec<char> = chars[open..].iter().copied().take_while(|c| is_han(*c)).collect();
    let rest = &chars[open + name.len()..];
    let post = rest
        .split(|c| c.is_whitespace() || matches!(c, '、' | '，' | ',' | '；'))
        .find(|word| !word.is_empty())?;
    let sound = (2..=3).contains(&name.len())
        && rest.first().is_some_and(|c| c.is_whitespace())
        && post.len() >= 4
        && is_post(post)
        && !name.last().is_some_and(|c| NO_NAMES.contains(c))
        && !is_post(&name)
        && !NOUNS.iter().any(|noun| ends(&name, noun));
    sound.then_some(name)
}

/// 从伟 beside other names, 区少芬（镇委委员）, or nothing but 区少芬: a name whose first character mostly opens other words.
fn is_rare(word: &[char], company: bool, cell: &[char]) -> bool {
    let sound = (2..=3).contains(&word.len())
        && RARE.contains(word[0])
        && word.iter().all(|c| is_han(*c))
        && !word.last().is_some_and(|c| NO_NAMES.contains(c))
        && !is_post(word)
        && !is_group(word)
        && !NOUNS.iter().any(|noun| ends(word, noun));
    let noted = || {
        let at = crate::text::find(cell, 0, &word.iter().collect::<String>());
        at.is_some_and(|at| matches!(cell.get(at + word.len()), Some('（' | '(')))
    };
    sound && (company || noted() || word.len() == 3 && cell.len() == 3)
}

/// Last characters of units, which close no name.
const NO_NAMES: &[char] = &[
    '镇', '市', '县', '区', '局', '委', '府', '会', '组', '科', '股', '室', '站', '所', '队', '校', '院', '处', '办', '部', '村',
];

/// The name that a word is, or that it begins or ends with beside a post.
pub(super) fn name_in(chars: &[char]) -> Option<String> {
    if is_name(chars) {
        return Some(chars.iter().collect());
    }
    // 张三同志, 局长张三同志
    if let Some(bare) = chars.strip_suffix(&['同', '志']) {
        return name_in(bare);
    }
    if is_post(chars) {
        return name_before_post(chars).or_else(|| name_before_organ(chars));
    }
    // 局长张三, 县公安局张三
    [2, 3].into_iter().find_map(|len| {
        let at = chars.len().checked_sub(len).filter(|at| *at >= 2)?;
        let before = &chars[..at];
        let owner = is_post(before) || at >= 3 && is_unit(before);
        (owner && is_name(&chars[at..])).then(|| chars[at..].iter().collect())
    })
}

/// 张立三副县长, 县交通运输局张立局长: a whole name before a post. Two characters are sure behind a unit only.
fn name_before_post(chars: &[char]) -> Option<String> {
    const POSTS: &[&str] = &[
        "省长", "处长", "科长", "县长", "市长", "区长", "局长", "镇长", "乡长", "书记", "主任", "校长",
        "院长", "主席",
    ];
    let post = POSTS.iter().find(|post| ends(chars, post))?;
    let mut end = chars.len() - post.chars().count();
    end -= usize::from(end > 0 && chars[end - 1] == '副');
    [3, 2].into_iter().find_map(|len| {
        let start = end.checked_sub(len)?;
        let before = &chars[..start];
        // Behind a unit two characters are a name as well.
        let owner = before.is_empty() && len == 3 || start >= 3 && is_unit(before);
        (owner && is_name(&chars[start..end])).then(|| chars[start..end].iter().collect())
    })
}

/// 徐立三市委常委, 徐立珠海市副市长: a name right before the organ of its post. Only what opens names of organs tells
/// where it ends.
fn name_before_organ(chars: &[char]) -> Option<String> {
    [3, 2].into_iter().find_map(|len| {
        let (name, rest) = chars.split_at_checked(len)?;
        let placed = rest.len() >= 4 && matches!(rest[0], '省' | '市' | '县' | '区' | '镇' | '乡' | '团');
        // 张小生珠海市副市长
        let placed = placed || rest.len() >= 5 && matches!(rest[2], '省' | '市' | '县' | '区');
        let opens = placed || starts(rest, "副") || ORGANS.iter().any(|word| starts(rest, word));
        (rest.len() >= 3 && opens && is_name(name)).then(|| name.iter().collect())
    })
}

/// True for people of any sort: a group, a post, a unit or a name.
pub(super) fn is_people(chars: &[char]) -> bool {
    ends(chars, "机构")
        || is_group(chars)
        || is_head(chars)
        || is_post(chars)
        || is_unit(chars)
        || names_one(chars)
}

/// True for a name, alone or behind a unit or a post.
pub(super) fn names_one(chars: &[char]) -> bool {
    name_in(chars).is_some()
}

pub(super) fn is_name(chars: &[char]) -> bool {
    if NOUNS.iter().any(|noun| ends(chars, noun)) {
        return false;
    }
    // 万秀区 in 万秀区区长 is a place.
    if chars.len() == 3 && matches!(chars[2], '区' | '县' | '市' | '旗') {
        return false;
    }
    // 党总支书记 is no person of the name 党.
    if matches!(chars, ['党', '总' | '支' | '工' | '委' | '组' | '政' | '群' | '校' | '办', ..]) {
        return false;
    }
    let double = DOUBLE.iter().any(|surname| starts(chars, surname));
    let sound = match chars.len() {
        2 | 3 => double || SURNAMES.contains(chars[0]),
        4 => double,
        _ => false,
    };
    sound
        && chars.iter().all(|c| is_han(*c))
        && !POSTS.iter().any(|post| ends(chars, post))
        && !is_unit(chars)
        && !is_group(chars)
}

/// 局属单位和局有关科室 are two groups.
fn groups(word: &str) -> Vec<String> {
    let group = |part: &str| {
        let chars: Vec<char> = part.chars().collect();
        chars.len() >= 3 && ["单位", "科室", "部门", "处室", "股室"].iter().any(|end| ends(&chars, end))
    };
    let word = word.strip_suffix('等').unwrap_or(word);
    match word.split_once('和') {
        Some((one, other)) if group(one) && group(other) => vec![one.to_owned(), other.to_owned()],
        _ => vec![word.to_owned()],
    }
}

/// 张××, 李某某: a surname whose given name was masked.
fn is_masked_name(word: &str) -> bool {
    // XXX, ×××: nothing of the name is left.
    let all = ['X', 'x', '×', '○', '某', '*'].iter().any(|mask| word.chars().all(|c| c == *mask));
    if all && (2..=6).contains(&word.chars().count()) {
        return true;
    }
    let stem = word.trim_end_matches(['*', '×', '＊', 'x', 'X', '某', '○', '_']);
    let masks = word.chars().count() - stem.chars().count();
    let mut letters = stem.chars();
    let surname = match (letters.next(), letters.next()) {
        (Some(first), None) => SURNAMES.contains(first),
        _ => DOUBLE.contains(&stem),
    };
    surname && (1..=3).contains(&masks)
}

pub(super) fn is_group(chars: &[char]) -> bool {
    let post = POSTS.iter().any(|end| ends(chars, end))
        && !ends(chars, "领导")
        && !ends(chars, "班子成员")
        && !ends(chars, "负责人");
    let several = starts(chars, "各") || starts(chars, "全体") || starts(chars, "其他");
    (several || !post) && GROUPS.iter().any(|word| crate::text::contains(chars, word))
}

/// The end of a group that names its people: 分管领导, 主要负责人.
fn is_head(chars: &[char]) -> bool {
    ["负责人", "分管领导", "主要领导", "一把手", "负责同志", "有关人员"].iter().any(|end| ends(chars, end))
}

/// Sections as members: 办公室, 法规科.
pub(super) fn is_unit(chars: &[char]) -> bool {
    ["科", "室", "局", "处", "所", "站", "队", "中心", "公司", "单位", "部", "委", "办"]
        .iter()
        .any(|end| chars.len() >= 3 && ends(chars, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, names: &[&str], posts: &[&str], collective: &[&str]) {
        let people = sort(&Text::new(given));
        assert_eq!(
            (people.names, people.posts, people.collective),
            (owned(names), owned(posts), owned(collective)),
            "{given}"
        );
    }

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn cells() {
        check("张 三、李四光，王五", &["张三", "李四光", "王五"], &[], &[]);
        check("赵六  局党组成员、副局长", &["赵六"], &[], &[]);
        check("党组书记、局长", &[], &["党组书记", "局长"], &[]);
        check("周红、吴山，局机关各科室负责人。", &["周红", "吴山"], &[], &["局机关各科室负责人"]);
        check("局长郑青（兼）", &["郑青"], &[], &[]);
        check("欧阳文静", &["欧阳文静"], &[], &[]);
    }
}
