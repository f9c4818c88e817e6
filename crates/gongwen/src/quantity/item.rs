//! What a figure counts: the words before it in its clause, or the noun after it.

use crate::text::{behind, ends, has_at, is_break, is_han, starts};

/// Time and manner words before the thing that is counted.
const LEADS: &[&str] = &[
    "目前",
    "现在",
    "近年来",
    "全年",
    "今年",
    "去年",
    "年内",
    "先后",
    "累计",
    "共计",
    "总共",
    "一共",
    "我们",
    "我局",
    "同时",
    "其中",
    "全系统",
    "全局",
    "全市交通系统",
    "我市交通系统",
    "组织机关职工",
    "已",
    "共",
    "还",
    "并",
    "也",
    "现有",
    "拥有",
    "有",
    "每年",
    "年",
    "中",
    "**",
    "另一方面",
    "一方面",
    "积极",
    "主动",
    "预计",
    "力争",
    "截至",
    "截止",
    "为此",
    "至",
    "全区",
    "全市",
    "全县",
    "要",
    "确保",
];
/// Copulas between the thing and its number.
const TAILS: &[&str] = &[
    "达到了",
    "达到",
    "达",
    "为",
    "是",
    "共计",
    "共",
    "总计",
    "计",
    "有",
    "了",
    "已",
    "就",
    "在",
    "增长",
    "提高到",
    "上升到",
];
/// Verbs whose object stands after the number.
const VERBS: &[&str] = &[
    "聘请",
    "获得",
    "荣获",
    "建立",
    "建成",
    "新增",
    "成立",
    "评选",
    "评选出",
    "表彰",
    "推荐",
    "组织",
    "举办",
    "开展",
    "印发",
    "发放",
    "设立",
    "发展",
    "培养",
    "选派",
    "配备",
    "完成",
    "解决",
    "受理",
    "办理",
    "制定",
    "投入",
    "走访",
    "慰问",
    "开办",
    "打造",
    "创建",
    "设置",
    "安排",
    "组建",
    "不",
    "召开",
    "张贴",
];

/// Words for what the figure from `start` to `end` counts.
pub(super) fn of(chars: &[char], start: usize, end: usize, unit: &str) -> String {
    let open = match behind(chars, start, |c| is_break(c) || matches!(c, '、' | '\t' | '|')) {
        0 => crate::mark::parse(chars).map_or(0, |mark| mark.len.min(start)),
        open => open,
    };
    let mut before = &chars[open..start];
    strip(&mut before);
    let verb = VERBS.iter().any(|verb| ends(before, verb));
    let after = following(chars, end, unit);
    if (before.is_empty() || verb) && !after.is_empty() {
        return after;
    }
    if before.is_empty() { bracket_owner(chars, start) } else { before.iter().collect() }
}

fn strip(words: &mut &[char]) {
    loop {
        let len = words.len();
        let masked = words
            .iter()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '*' | '—' | '-' | ' '))
            .count();
        if words.get(masked) == Some(&'年') && masked > 0 {
            *words = &words[masked + 1..];
        }
        for lead in LEADS {
            let sound = starts(words, lead)
                && !(*lead == "共" && starts(words, "共产"))
                && !(*lead == "中" && starts(words, "中级"))
                && !(*lead == "年" && starts(words, "年度"));
            if sound {
                *words = &words[lead.chars().count()..];
            }
        }
        for tail in TAILS {
            if ends(words, tail) {
                *words = &words[..words.len() - tail.chars().count()];
            }
        }
        if words.len() == len {
            return;
        }
    }
}

/// The noun after the unit: 20名|行风监督员.
fn following(chars: &[char], end: usize, unit: &str) -> String {
    let mut start = end;
    if chars.get(start) == Some(&'的') {
        start += 1;
    }
    const PREPOSITIONS: &str = "对为用于在并和及与进给将";
    let stops = |at: usize| {
        !is_han(chars[at]) && !matches!(chars[at], '“' | '”' | '《' | '》')
            || (at > start && chars[at] == '的')
    };
    let stop = (start..chars.len()).find(|at| stops(*at)).unwrap_or(chars.len());
    let noun = &chars[start..stop];
    let opens = noun.first().is_some_and(|c| PREPOSITIONS.contains(*c));
    if opens || noun.len() > 16 || unit.ends_with('元') && chars.get(end) != Some(&'的') {
        return String::new();
    }
    noun.iter().collect()
}

/// Inside brackets the counted thing stands before them: 道德讲堂（4次）.
fn bracket_owner(chars: &[char], start: usize) -> String {
    let Some(open) = start.checked_sub(1).filter(|at| matches!(chars[*at], '（' | '(' | '、' | '：'))
    else {
        return String::new();
    };
    let from = behind(chars, open, |c| is_break(c) || c == '、');
    if has_at(chars, from, "（") { String::new() } else { chars[from..open].iter().collect() }
}
