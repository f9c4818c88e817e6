//! Roles of a leading group: 组长, 常务副指挥长, 办公室主任 …, and where they label a line.

use crate::mark;
use crate::paragraph::Para;
use crate::text::{has_at, is_break};

const RANKS: &[&str] = &["第一", "常务", "执行", "名誉", "现场", "双"];
const BASES: &[&str] = &[
    "组长",
    "小组长",
    "总指挥长",
    "总指挥",
    "指挥长",
    "主任委员",
    "主任",
    "总召集人",
    "召集人",
    "秘书长",
    "秘书",
    "顾问",
    "政委",
    "成员单位",
    "成员",
    "组员",
    "联络员",
    "委员",
    "队长",
    "班长",
    "队员",
    "总林长",
    "林长",
    "总河长",
    "河长",
    "总路长",
    "路长",
    "团长",
    "总裁判长",
    "裁判长",
    "领队",
    "教练",
    "主编",
    "编委",
    "负责人",
    "工作人员",
    "评委",
    "会长",
    "理事长",
    "指挥",
    "指挥人",
    "裁判员",
    "计分员",
    "记录员",
    "组长单位",
    "副组长单位",
];

/// Length of the level that 河长, 林长 and 路长 may have: 县级河长, 村道路长. The one of 县总河长： counts in a label only.
fn level_len(chars: &[char], at: usize) -> usize {
    if !chars.get(at).is_some_and(|c| "市县区镇乡村".contains(*c)) {
        return 0;
    }
    let graded = usize::from(matches!(chars.get(at + 1), Some('级' | '道')));
    let rest = at + 1 + graded;
    let post = ["总", "副总", "副", ""].iter().find_map(|rank| {
        let post = rest + rank.chars().count();
        let fits = has_at(chars, rest, rank)
            && ["河长", "林长", "路长"].iter().any(|name| has_at(chars, post, name));
        fits.then_some(post)
    });
    let named = |post: usize| post > rest && matches!(chars.get(post + 2), Some('：' | ':'));
    if post.is_some_and(|post| graded > 0 || named(post)) { 1 + graded } else { 0 }
}

/// Length of the role at `at`: an optional 办公室, an optional rank, 副 or not, and the office.
pub(super) fn len_at(chars: &[char], at: usize) -> Option<usize> {
    // Most characters open no role.
    if !"小双办第常执名副组总指主召秘顾政成联委队班林河路团裁领教编现负工评市县区镇乡村会理计记"
        .contains(*chars.get(at)?)
    {
        return None;
    }
    let mut end = at;
    if has_at(chars, end, "办公室") {
        end += 3;
        let post = ["常务副主任", "副主任", "主任", "成员", "工作人员", "人员"]
            .iter()
            .find(|post| has_at(chars, end, post));
        // 办公室成员单位 are units.
        let unit = has_at(chars, end, "成员单位");
        return post.filter(|_| !unit).map(|post| end + post.chars().count() - at);
    }
    if let Some(rank) = RANKS.iter().find(|rank| has_at(chars, end, rank)) {
        end += rank.chars().count();
    }
    end += level_len(chars, end);
    end += usize::from(chars.get(end) == Some(&'副'));
    let base =
        BASES.iter().filter(|base| has_at(chars, end, base)).max_by_key(|base| base.chars().count())?;
    Some(end + base.chars().count() - at)
}

/// A role that labels what follows it; places in the loose text.
pub(super) struct Label {
    pub role: String,
    pub start: usize,
    pub end: usize,
}

/// The labels of a paragraph. A colon may follow a role anywhere a clause begins; white space alone only at the start.
pub(super) fn labels(para: &Para) -> Vec<Label> {
    let chars = &para.text.chars;
    let mut found = Vec::new();
    let mut at = opening(chars);
    let first = at;
    let colons = chars.iter().any(|c| matches!(c, '：' | ':'));
    if !colons && len_at(chars, first).is_none() {
        return found;
    }
    while at < chars.len() {
        // 组长:张三副组长:李四: copies lose what parted them.
        let glued =
            |at: usize, len: usize| !found.is_empty() && matches!(chars.get(at + len), Some('：' | ':'));
        // 综合协调组组长：张三 within a paragraph
        let grouped = |at: usize, len: usize| {
            at > 1 && chars[at - 1] == '组' && matches!(chars.get(at + len), Some('：' | ':'))
        };
        let opens =
            |at: usize, len: usize| at == first || begins(para, at) || glued(at, len) || grouped(at, len);
        let Some(len) = len_at(chars, at).filter(|len| opens(at, *len)) else {
            at += 1;
            continue;
        };
        let mut end = at + len;
        // 成员包括：…
        let including = has_at(chars, end, "包括") && matches!(chars.get(end + 2), Some('：' | ':'));
        end += if including { 2 } else { 0 };
        // 成员如下：
        let below = has_at(chars, end, "如下") && matches!(chars.get(end + 2), Some('：' | ':'));
        end += if below { 2 } else { 0 };
        // 组长（河长）：张三 has two roles in one.
        let also = matches!(chars.get(end), Some('（' | '('))
            .then(|| len_at(chars, end + 1))
            .flatten()
            .filter(|len| {
                matches!(chars.get(end + 1 + len), Some('）' | ')'))
                    && matches!(chars.get(end + 2 + len), Some('：' | ':'))
            });
        end += also.map_or(0, |len| len + 2);
        // 成员有：… 成员为：…
        end += usize::from(
            matches!(chars.get(end), Some('有' | '为')) && matches!(chars.get(end + 1), Some('：' | ':')),
        );
        let colon = matches!(chars.get(end), Some('：' | ':'));
        // A label alone in its line stands over its people.
        let alone = at == 0 && end == chars.len();
        // 警报组：组长 张三  成员 李四
        let listed =
            at > 0 && at != first && chars.len() < 60 && begins(para, at) && "组成副".contains(chars[at]);
        let padded = (at == first || listed)
            && chars.len() < 80
            && !chars.contains(&'。')
            && (end < chars.len() && para.gap_before(end) || alone);
        if colon || padded {
            let role = chars[at..at + len].iter().collect();
            found.push(Label {
                role,
                start: para.loose_at(at),
                end: para.loose_at(end) + usize::from(colon),
            });
        }
        at = end;
    }
    found
}

/// True for a line that begins with a role.
pub(super) fn opens(para: &Para) -> bool {
    let chars = para.text.chars.strip_prefix(&['|']).unwrap_or(&para.text.chars);
    len_at(chars, 0).is_some()
}

/// Where the role of a line may begin: after a number and the name of the group.
fn opening(chars: &[char]) -> usize {
    const GROUPS: &[&str] = &[
        "小组",
        "指挥部",
        "专班",
        "委员会",
        "组委会",
        "工作组",
        "办公室",
        "分队",
        "抢险队",
        "突击队",
        "服务队",
        "组",
    ];
    let number = mark::parse(chars).map_or(0, |mark| mark.len) + usize::from(chars.first() == Some(&'|'));
    // 办公室主任：… opens with a role itself.
    if len_at(chars, number).is_some_and(|len| matches!(chars.get(number + len), Some('：' | ':'))) {
        return number;
    }
    let limit = chars.len().min(number + 16);
    // 区创建工作领导小组第一副组长：…
    (number..limit)
        .filter(|at| len_at(chars, *at).is_some_and(|len| matches!(chars.get(at + len), Some('：' | ':'))))
        .find(|at| GROUPS.iter().any(|group| crate::text::ends(&chars[number..*at], group)))
        .unwrap_or(number)
}

/// True behind a stop, a comma or white space.
fn begins(para: &Para, at: usize) -> bool {
    is_break(para.text.chars[at - 1]) || matches!(para.text.chars[at - 1], '（' | '(') || para.gap_before(at)
}
