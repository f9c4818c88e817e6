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

/// Sorts what stands in running text before or after a role.
pub(super) fn sort(cell: &Text) -> People {
    sorted(cell, false)
}

/// Sorts what stands behind the label of a role, or in a line under it.
pub(super) fn sort_labelled(cell: &Text) -> People {
    sorted(cell, true)
}

fn sorted(cell: &Text, labelled: bool) -> People {
    let mut people = People::default();
    let mut named = false;
    // Words whose part is told by what follows them.
    let mut loose: Vec<String> = Vec::new();
    let placed = placed(&super::cell::unpadded(&cell.chars, labelled));
    let cells = words(cell, labelled);
    let named_words = cells.iter().filter(|(word, _)| names_one(&word.chars().collect::<Vec<_>>())).count();
    // In running text only other names all around say that one is meant.
    let comrades = cells.iter().any(|(word, _)| word.strip_suffix("同志").and_then(comrade).is_some());
    let company = comrades || named_words > 0 && (labelled || named_words * 2 >= cells.len() && named_words > 1);
    // 种小军  那莉: words that all may be names, and nothing else.
    let all_names = labelled
        && cells.len() > 1
        && cells.iter().all(|(word, _)| {
            let chars: Vec<char> = word.chars().collect();
            may_name(&chars) && !is_unit(&chars)
        });
    let company = company || all_names;
    let mut posts_open = false;
    for (word, marked) in cells {
        let mut sure = false;
        let given = word.strip_suffix("同志").unwrap_or(&word).chars().count();
        let word = match word.strip_suffix("同志") {
            Some(bare) if is_masked_name(bare) => bare.to_owned(),
            Some(bare) => match comrade(bare) {
                Some(name) => {
                    sure = true;
                    name
                }
                None => word,
            },
            _ => word,
        };
        let posted = word.chars().count() < given;
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
        let rare = || is_rare(&chars, company, &cell.chars, labelled).then(|| word.clone());
        // 办事处主任  国栋: what white space parts from the post before it.
        let placed_behind = posts_open && !marked && may_name(&chars) && chars.len() <= 3;
        posts_open = is_post(&chars);
        let glued = || if labelled && people.is_empty() { run_into_unit(&chars) } else { None };
        if let Some(name) =
            name_in(&chars).or_else(|| (first || sure || placed_behind).then(|| word.clone())).or_else(rare).or_else(glued)
        {
            // 局长、经理张三 and 党委书记  张三 give posts of one person.
            if (!is_name(&chars) || !marked || posted) && !named {
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
            } else if !(starts(&chars, "从") && ends(&chars, "抽调")) {
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
            let short = labelled && chars.len() == 2 && matches!(chars[1], '办' | '委' | '科' | '室' | '部' | '联');
            if is_unit(&chars) || ends(&chars, "社区") || short {
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
        && post.len() >= 3
        && is_post(post)
        && !name.last().is_some_and(|c| NO_NAMES.contains(c))
        && !is_post(&name)
        && !NOUNS.iter().any(|noun| ends(&name, noun));
    sound.then_some(name)
}

/// 招丽娟 in 副乡长招丽娟同志: 同志 says that a name stands before it, whatever its surname.
fn comrade(bare: &str) -> Option<String> {
    let chars: Vec<char> = bare.chars().collect();
    if may_name(&chars) {
        return Some(bare.to_owned());
    }
    let name = [3, 2].into_iter().find_map(|len| {
        let at = chars.len().checked_sub(len).filter(|at| *at >= 2)?;
        (is_post(&chars[..at]) && may_name(&chars[at..])).then(|| chars[at..].iter().collect())
    });
    name
}

/// 从伟 and 那顺 beside other names, 区少芬（镇委委员）, or nothing but 胡格吉乐 behind a label: a name whose first character is
/// no common surname. `labelled` says that a label stands before the cell.
fn is_rare(word: &[char], company: bool, cell: &[char], labelled: bool) -> bool {
    const OTHERS: &[&str] =
        &["待定", "空缺", "暂缺", "另行", "附件", "附后", "全体", "若干", "具体", "根据", "名单", "如下", "同志", "部分", "本人", "无"];
    let sound = may_name(word) && !OTHERS.iter().any(|other| crate::text::contains(word, other));
    if !sound {
        return false;
    }
    let noted = || {
        let at = crate::text::find(cell, 0, &word.iter().collect::<String>());
        at.is_some_and(|at| matches!(cell.get(at + word.len()), Some('（' | '(')))
    };
    let whole = || cell.iter().filter(|c| is_han(**c)).count() == word.len();
    let known = RARE.contains(word[0]);
    word.len() <= 3 && (company || known && noted()) || labelled && (company || noted() || whole())
        || known && word.len() == 3 && whole()
}

/// Characters that stand in no given name but in words about people and work.
const BARRED: &str = "各的由任兼负责领导及等";

/// Last characters of units, which close no name.
const NO_NAMES: &[char] = &[
    '镇', '市', '县', '区', '局', '委', '府', '会', '组', '科', '股', '室', '站', '所', '队', '校', '院', '处', '办', '部', '村',
    '乡', '厂', '店', '司', '厅', '社', '团', '班', '门', '位', '员', '者', '层', '系', '机', '关', '段', '庭',
];

/// 康继战文广新局局长 opens a cell: three characters before a post with its unit.
fn run_into_unit(chars: &[char]) -> Option<String> {
    let (name, rest) = chars.split_at_checked(3).filter(|(name, _)| is_name(name))?;
    let sound = !name.last().is_some_and(|c| NO_NAMES.contains(c));
    let place = |unit: &[char]| unit.iter().any(|c| "省市县区镇乡".contains(*c));
    let posted = (2..rest.len()).any(|at| is_unit(&rest[..at]) && !place(&rest[..at]) && is_post(&rest[at..]));
    (sound && posted).then(|| name.iter().collect())
}

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
    // 副市长玄成哲: behind a post the rest is a name, whatever its surname.
    let unknown = [3, 2].into_iter().find_map(|len| {
        let at = chars.len().checked_sub(len).filter(|at| *at >= 2)?;
        (is_leading(&chars[..at]) && may_name(&chars[at..])).then(|| chars[at..].iter().collect())
    });
    // 局长张三, 县公安局张三
    let known = [2, 3].into_iter().find_map(|len| {
        let at = chars.len().checked_sub(len).filter(|at| *at >= 2)?;
        let before = &chars[..at];
        let owner = is_post(before) || at >= 3 && is_unit(before);
        (owner && is_name(&chars[at..])).then(|| chars[at..].iter().collect())
    });
    known.or(unknown)
}

/// True for a post that only one person holds: 副市长, 党委书记.
fn is_leading(chars: &[char]) -> bool {
    const ENDS: &[&str] = &[
        "书记", "市长", "县长", "区长", "镇长", "乡长", "局长", "主席", "部长", "院长", "校长", "处长", "科长", "所长", "站长", "队长",
        "经理", "董事长", "园长", "主任",
    ];
    ENDS.iter().any(|end| ends(chars, end))
}

/// True for characters that can be a name, though the first is no known surname.
fn may_name(chars: &[char]) -> bool {
    const OTHERS: &[&str] = &["分管", "有关", "下列", "以下", "部分", "其他", "办公", "助理", "级别", "会议", "牵头", "同志", "以上", "联席", "其它", "其余", "电话", "联系", "值班", "教务", "后勤", "政教", "总务", "财务", "人事", "保卫", "宣传", "综合", "待定", "姓氏", "笔画", "笔划", "排名"];
    // 木合塔尔·艾山
    let dotted = chars.len() > 4 && chars[1..chars.len() - 1].contains(&'·');
    ((2..=5).contains(&chars.len()) || dotted && chars.len() <= 14)
        && chars.iter().all(|c| (is_han(*c) || *c == '·') && !BARRED.contains(*c))
        && !chars.last().is_some_and(|c| NO_NAMES.contains(c))
        && !is_post(chars)
        && !is_group(chars)
        && !is_head(chars)
        && !NOUNS.iter().any(|noun| ends(chars, noun))
        && !OTHERS.iter().any(|word| crate::text::contains(chars, word))
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
    // 管委会 in 管委会主任 is none either.
    if matches!(chars.last(), Some('会' | '局' | '府')) {
        return false;
    }
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

pub(super) fn is_masked(word: &[char]) -> bool {
    is_masked_name(&word.iter().collect::<String>())
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
    ["科", "室", "局", "处", "所", "站", "队", "中心", "公司", "单位", "部", "委", "办", "街道", "居委会", "村委会", "办事处"]
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
