//! What is a name, a post, a group or a unit.
//!
//! A name is two or three characters that begin with a known surname. Others are names only where something beside
//! them says so, which is for [`super::people`] to tell.

use super::words::{DOUBLE, GROUPS, NOUNS, ORGANS, POSTS, RARE, SEATS, SURNAMES};
use crate::text::{ends, is_han, starts};

/// True where a word ends with a post. Most posts end with 长.
pub(super) fn is_post(chars: &[char]) -> bool {
    const MANY: &[&str] = &["人员", "成员", "党员", "队员", "会员", "团员", "议员"];
    let officer = chars.len() >= 3 && ends(chars, "员") && !MANY.iter().any(|end| ends(chars, end));
    POSTS.iter().any(|end| ends(chars, end)) || chars.len() >= 2 && ends(chars, "长") || officer
}

/// Characters that stand in no given name but in words about people and work.
const BARRED: &str = "各的由任兼负责领导及等";

/// Last characters of units, which close no name.
pub(super) const NO_NAMES: &[char] = &[
    '镇', '市', '县', '区', '局', '委', '府', '会', '组', '科', '股', '室', '站', '所', '队', '校', '院',
    '处', '办', '部', '村', '乡', '厂', '店', '司', '厅', '社', '团', '班', '门', '位', '员', '者', '层',
    '系', '机', '关', '段', '庭',
];

/// 康继战文广新局局长 opens a cell: three characters before a post with its unit.
pub(super) fn run_into_unit(chars: &[char]) -> Option<String> {
    let (name, rest) = chars.split_at_checked(3).filter(|(name, _)| is_name(name))?;
    let sound = !name.last().is_some_and(|c| NO_NAMES.contains(c));
    let place = |unit: &[char]| unit.iter().any(|c| "省市县区镇乡".contains(*c));
    let posted = rest.first() != Some(&'村')
        && (2..rest.len()).any(|at| is_unit(&rest[..at]) && !place(&rest[..at]) && is_post(&rest[at..]));
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
        (is_sole(&chars[..at]) && may_name(&chars[at..])).then(|| chars[at..].iter().collect())
    });
    // 局长张三, 县公安局张三
    let known = [4, 2, 3].into_iter().find_map(|len| {
        let at = chars.len().checked_sub(len).filter(|at| *at >= 2)?;
        let before = &chars[..at];
        let owner = is_post(before) || at >= 3 && is_unit(before);
        (owner && is_name(&chars[at..])).then(|| chars[at..].iter().collect())
    });
    known.or(unknown)
}

/// Posts that only one person holds.
const LEADING: &[&str] = &[
    "书记",
    "市长",
    "县长",
    "区长",
    "镇长",
    "乡长",
    "局长",
    "主席",
    "部长",
    "院长",
    "校长",
    "处长",
    "科长",
    "所长",
    "站长",
    "队长",
    "经理",
    "董事长",
    "园长",
    "主任",
    "省长",
    "大队长",
    "中队长",
    "支队长",
    "股长",
    "馆长",
    "调研员",
    "行长",
];

/// True for a post that only one person holds: 副市长, 党委书记.
fn is_leading(chars: &[char]) -> bool {
    LEADING.iter().any(|post| ends(chars, post))
}

/// True for a post that stands before one name: 副市长, or 安全员.
fn is_sole(chars: &[char]) -> bool {
    is_leading(chars) || ["安全员", "办事员", "科员", "技术员", "干事"].iter().any(|post| ends(chars, post))
}

/// True for characters that can be a name, though the first is no known surname.
pub(super) fn may_name(chars: &[char]) -> bool {
    const OTHERS: &[&str] = &[
        "分管", "有关", "下列", "以下", "部分", "其他", "办公", "助理", "级别", "会议", "牵头", "同志",
        "以上", "联席", "其它", "其余", "电话", "联系", "值班", "教务", "后勤", "政教", "总务", "财务",
        "人事", "保卫", "宣传", "综合", "待定", "姓氏", "笔画", "笔划", "排名",
    ];
    // 木合塔尔·艾山
    let dotted = chars.len() > 4 && chars[1..chars.len() - 1].contains(&'·');
    ((2..=5).contains(&chars.len()) || dotted && chars.len() <= 14)
        && chars.iter().all(|c| is_han(*c) || *c == '·')
        // 由佳, 任小青
        && !chars[1..].iter().any(|c| BARRED.contains(*c))
        && (!BARRED.contains(chars[0]) || SURNAMES.contains(chars[0]) || RARE.contains(chars[0]))
        && !chars.last().is_some_and(|c| NO_NAMES.contains(c))
        && !is_post(chars)
        && !is_group(chars)
        && !is_head(chars)
        && !NOUNS.iter().any(|noun| ends(chars, noun))
        && !OTHERS.iter().any(|word| crate::text::contains(chars, word))
}

/// True for characters that are a name where a verb says that one person is meant.
pub(super) fn may_be_one(chars: &[char]) -> bool {
    const BODIES: &[&str] = &["总支", "支部", "妇联", "两委", "班子", "村干", "专人", "本人", "全体", "人员"];
    may_name(chars) && !BODIES.iter().any(|body| crate::text::contains(chars, body))
}

/// 张立三副县长, 县交通运输局张立局长: a whole name before a post. Two characters are sure behind a unit only.
fn name_before_post(chars: &[char]) -> Option<String> {
    // 陈强委员 and 林雄处长, but not 宣传委员 and 卫生局长.
    let told = matches!(chars.len(), 4 | 5) && !SEATS.iter().any(|seat| starts(chars, seat));
    let member = told && ["委员", "处长", "主任", "局长", "组长"].iter().any(|post| ends(chars, post));
    let post =
        LEADING.iter().copied().filter(|post| ends(chars, post)).max_by_key(|post| post.chars().count());
    let post = post.or(member.then_some("委员"))?;
    let mut end = chars.len() - post.chars().count();
    end -= usize::from(end > 0 && chars[end - 1] == '副');
    [4, 3, 2].into_iter().find_map(|len| {
        let start = end.checked_sub(len)?;
        let before = &chars[..start];
        // 施斌镇长, but not 计划科长.
        let head = || ["书记", "市长", "县长", "区长", "镇长", "乡长"].contains(&post) || member;
        // Behind a unit two characters are a name as well, and so are they in 主持党委工作的林永书记.
        let owner = before.is_empty() && (len == 3 || head())
            || start >= 3 && is_unit(before)
            || before.last() == Some(&'的')
            || ends(before, "领导");
        // 敖东镇 in 敖东镇镇长 is a place.
        let sound = !NO_NAMES.contains(&chars[end - 1]);
        (owner && sound && is_name(&chars[start..end])).then(|| chars[start..end].iter().collect())
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
        // 沐龙|社区党支部 is a place.
        // So is 苏平片|区党委.
        let district = name.last() == Some(&'片') && rest.first() == Some(&'区');
        let sound = !name.last().is_some_and(|c| NO_NAMES.contains(c)) && !district;
        (rest.len() >= 3 && opens && sound && is_name(name)).then(|| name.iter().collect())
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
    if chars.last().is_some_and(|c| "会局府院所站科股室处委办厅".contains(*c)) {
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

/// 张××, 李某某: a surname whose given name was masked.
pub(super) fn is_masked_name(word: &str) -> bool {
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
    // 各负其责 is said of them.
    if starts(chars, "各") && ends(chars, "责") {
        return false;
    }
    let several = starts(chars, "各") || starts(chars, "全体") || starts(chars, "其他");
    (several || !post) && GROUPS.iter().any(|word| crate::text::contains(chars, word))
}

/// 各科室, 有关单位: words that tell of several.
pub(super) fn opens_several(word: &str) -> bool {
    ["各", "全体", "其他", "其它", "有关", "相关"].iter().any(|open| word.starts_with(open))
}

/// The end of a group that names its people: 分管领导, 主要负责人.
pub(super) fn is_head(chars: &[char]) -> bool {
    ["负责人", "分管领导", "主要领导", "一把手", "负责同志", "有关人员"].iter().any(|end| ends(chars, end))
}

/// Sections as members: 办公室, 法规科.
pub(super) fn is_unit(chars: &[char]) -> bool {
    [
        "科",
        "股",
        "室",
        "局",
        "处",
        "所",
        "站",
        "队",
        "中心",
        "卫生院",
        "医院",
        "学校",
        "公司",
        "单位",
        "部",
        "委",
        "办",
        "街道",
        "居委会",
        "村委会",
        "办事处",
        "委员会",
        "管委会",
        "工作组",
        "专班",
        "政府",
        "协会",
        "学院",
    ]
    .iter()
    .any(|end| chars.len() >= 3 && ends(chars, end))
}
