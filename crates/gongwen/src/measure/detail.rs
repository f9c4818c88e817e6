//! What a task says beyond its clause: who, by when, how often, how much, on which festival.
//!
//! Everything is taken in the paper's words; what it does not say stays empty.

use crate::number::read as read_number;
use crate::plan::Measure;
use crate::text::{ends, find, has_at, is_break, is_stop, starts};

/// What a whole sentence says about all its clauses: （责任科室：法规科；完成时限：6月底）.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub dept: Option<String>,
    pub support: Vec<String>,
    pub deadline: Option<String>,
}

pub(super) fn of_sentence(chars: &[char]) -> Facts {
    let labelled = |labels: &[&str]| labels.iter().find_map(|label| after_label(chars, label));
    Facts {
        dept: labelled(&["责任科室", "牵头科室", "责任单位", "牵头单位", "责任部门", "牵头部门", "承办科室"]),
        support: labelled(&["配合科室", "配合单位", "配合部门", "协办科室"])
            .map(|list| split(&list))
            .unwrap_or_default(),
        deadline: labelled(&["完成时限", "完成时间", "时限"]),
    }
}

/// Fills what `last` does not say yet from the clause after it; true where it said something new.
pub(super) fn complete(last: &mut Measure, clause: &[char]) -> bool {
    fn fill(slot: &mut Option<String>, value: Option<String>) -> bool {
        let new = slot.is_none() && value.is_some();
        if new {
            *slot = value;
        }
        new
    }
    let mut new = fill(&mut last.deadline, deadline(clause));
    new |= fill(&mut last.cadence, cadence(clause));
    new |= fill(&mut last.quantity, quantity(clause));
    new |= fill(&mut last.dept, dept(clause));
    if last.support.is_empty() {
        last.support = support(clause);
        new |= !last.support.is_empty();
    }
    new
}

/// True for words that name who and when, in brackets or not: （责任科室：法规科；完成时限：6月底）.
pub(super) fn is_note(chars: &[char]) -> bool {
    let labels = ["责任", "牵头", "配合", "完成时", "承办", "时限"];
    let at = usize::from(matches!(chars.first(), Some('（' | '(')));
    let labelled = labels.iter().any(|label| has_at(chars, at, label));
    labelled && chars.iter().skip(at).take(8).any(|c| matches!(c, '：' | ':'))
}

fn after_label(chars: &[char], label: &str) -> Option<String> {
    let at = find(chars, 0, label)? + label.chars().count();
    if !matches!(chars.get(at), Some('：' | ':')) {
        return None;
    }
    let end = (at + 1..chars.len())
        .find(|end| is_stop(chars[*end]) || matches!(chars[*end], '）' | ')' | '，' | ','))
        .unwrap_or(chars.len());
    (end > at + 1).then(|| chars[at + 1..end].iter().collect())
}

fn split(list: &str) -> Vec<String> {
    list.split(['、', '，', ',']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Ends of names of sections and units.
const UNITS: &[&str] = &[
    "科室",
    "单位",
    "部门",
    "领导小组",
    "党委",
    "党组",
    "支部",
    "办公室",
    "工会",
    "团委",
    "科",
    "处",
    "队",
    "专班",
    "负责人",
    "站",
    "所",
    "公司",
    "创建办",
];

/// End of a subject such as 各科室 or 局创建活动领导小组 before a modal verb; 0 where there is none.
pub(super) fn subject_end(clause: &[char]) -> usize {
    let limit = clause.len().min(22);
    for end in 2..limit {
        let verb = ["要", "应", "负责", "定期", "牵头", "须", "将", "每"]
            .iter()
            .any(|word| has_at(clause, end, word));
        let plain = || !clause[..end].iter().any(|c| matches!(c, '的' | '对' | '把' | '以' | '在'));
        if verb && plain() && UNITS.iter().any(|unit| ends(&clause[..end], unit)) {
            return end;
        }
    }
    for subject in [
        "局领导班子带头",
        "局领导班子",
        "领导干部带头",
        "领导干部",
        "党员领导干部",
        "广大干部职工",
        "我们",
        "我局",
        "领导班子",
    ] {
        if starts(clause, subject) {
            return subject.chars().count();
        }
    }
    0
}

/// Who is to act: the subject of the clause, or 由X负责.
pub(super) fn dept(clause: &[char]) -> Option<String> {
    let end = subject_end(clause);
    let subject = &clause[..end];
    if end > 0 && UNITS.iter().any(|unit| ends(subject, unit)) {
        let clean = subject.strip_prefix(&['由']).unwrap_or(subject);
        return Some(clean.iter().collect());
    }
    let by = find(clause, 0, "由")? + 1;
    let verb =
        ["牵头", "负责", "组织", "承办", "落实"].iter().filter_map(|verb| find(clause, by, verb)).min()?;
    let name = &clause[by..verb];
    let sound = (2..=16).contains(&name.len()) && UNITS.iter().any(|unit| ends(name, unit));
    sound.then(|| name.iter().collect())
}

/// X配合 at the end of a clause.
pub(super) fn support(clause: &[char]) -> Vec<String> {
    let Some(verb) = find(clause, 0, "配合") else { return Vec::new() };
    let start = clause[..verb].iter().rposition(|c| is_break(*c)).map_or(0, |at| at + 1);
    let names: String = clause[start..verb].iter().collect();
    let sound = UNITS.iter().any(|unit| names.ends_with(unit)) && names.chars().count() <= 30;
    if sound { split(&names) } else { Vec::new() }
}

/// 6月底前, 12月10日前, 年底前.
pub(super) fn deadline(clause: &[char]) -> Option<String> {
    for at in 0..clause.len() {
        for word in ["年底前", "年底之前", "年内", "月底前", "季度末前"] {
            if has_at(clause, at, word) {
                return Some(word.to_owned());
            }
        }
        if at > 0 && read_number(clause, at - 1).is_some() {
            continue;
        }
        let Some((_, mut end)) = read_number(clause, at) else { continue };
        if clause.get(end) == Some(&'年') {
            let Some((_, month)) = read_number(clause, end + 1) else { continue };
            end = month;
        }
        if clause.get(end) != Some(&'月') {
            continue;
        }
        end += 1;
        if let Some((_, day)) = read_number(clause, end).filter(|(_, day)| clause.get(*day) == Some(&'日')) {
            end = day + 1;
        }
        for part in ["上旬", "中旬", "下旬", "底", "末", "初", "份"] {
            if has_at(clause, end, part) {
                end += part.chars().count();
                break;
            }
        }
        for word in ["以前", "之前", "前"] {
            if has_at(clause, end, word) {
                return Some(clause[at..end + word.chars().count()].iter().collect());
            }
        }
    }
    None
}

/// How often, in the paper's words.
pub(super) fn cadence(clause: &[char]) -> Option<String> {
    const WORDS: &[&str] = &[
        "每周一",
        "每周三",
        "每周五",
        "每两个月",
        "每个季度",
        "每季度",
        "每半年",
        "每个月",
        "每月",
        "每周",
        "每年",
        "每天",
        "每日",
        "每半月",
        "按季度",
        "按月",
        "每逢周五",
        "不定期",
        "定期",
        "经常性",
        "常态化",
        "经常",
        "季度",
        "周五",
    ];
    let at = |word: &&&str| {
        find(clause, 0, word).filter(|_| **word != "季度" && **word != "周五" || has_schedule(clause, word))
    };
    let word = WORDS.iter().find(|word| at(word).is_some())?;
    Some((*word).to_owned())
}

/// 周五学习日 names a rhythm, 一季度 a time.
fn has_schedule(clause: &[char], word: &str) -> bool {
    find(clause, 0, word).is_some_and(|at| word == "周五" && has_at(clause, at + 2, "学习"))
}

/// 一次, 不少于2次, 20名: number and unit in the clause.
pub(super) fn quantity(clause: &[char]) -> Option<String> {
    const UNITS: &[&str] = &[
        "人次", "次", "场", "名", "条", "期", "篇", "份", "个", "项", "家", "户", "支", "块", "幅", "%",
        "小时", "学时", "元", "万元", "余条", "余人", "余次",
    ];
    for at in 0..clause.len() {
        if at > 0
            && (read_number(clause, at - 1).is_some() || matches!(clause[at - 1], '第' | '“' | '每' | '这'))
        {
            continue;
        }
        let Some((_, end)) = read_number(clause, at) else { continue };
        let Some(unit) = UNITS.iter().find(|unit| has_at(clause, end, unit)) else { continue };
        let close = end + unit.chars().count();
        let han = crate::number::is_numeral(clause[at]);
        let counts = !han
            || matches!(*unit, "次" | "场" | "期" | "人次" | "篇" | "名") && !has_at(clause, close, "性");
        if counts && !has_at(clause, at, "一次办") && !has_at(clause, at, "再一次") {
            let start = ["不少于", "不低于", "至少", "不超过"]
                .iter()
                .find(|word| at >= word.chars().count() && has_at(clause, at - word.chars().count(), word))
                .map_or(at, |word| at - word.chars().count());
            return Some(clause[start..close].iter().collect());
        }
    }
    None
}

/// Festivals that are named in the clause. Those whose names are mere numbers count only in quotes or with 节.
pub(super) fn festivals(clause: &[char]) -> Vec<String> {
    const NAMES: &[&str] = &[
        "元旦",
        "春节",
        "元宵",
        "清明",
        "端午",
        "七夕",
        "中秋",
        "重阳",
        "国庆",
        "劳动节",
        "妇女节",
        "青年节",
        "儿童节",
        "建党节",
        "建军节",
        "教师节",
        "植树节",
        "护士节",
        "冬至",
        "腊八",
        "除夕",
        "小年",
        "宪法日",
        "烈士纪念日",
        "学雷锋纪念日",
    ];
    const NUMBERS: &[&str] = &["三八", "五一", "五四", "六一", "七一", "八一", "十一", "三五", "3·5", "3.5"];
    let mut found: Vec<(usize, String)> = Vec::new();
    for name in NAMES {
        if let Some(at) = find(clause, 0, name) {
            found.push((at, (*name).to_owned()));
        }
    }
    for name in NUMBERS {
        let mut from = 0;
        while let Some(at) = find(clause, from, name) {
            let end = at + name.chars().count();
            from = end;
            let quoted =
                at > 0 && matches!(clause[at - 1], '“' | '"') && matches!(clause.get(end), Some('”' | '"'));
            let listed = at > 0
                && matches!(clause[at - 1], '“' | '、')
                && matches!(clause.get(end), Some('”' | '、'))
                && !quoted;
            let named =
                ["节", "期间", "前后", "国际", "建党", "建军"].iter().any(|word| has_at(clause, end, word));
            if quoted || named || listed && *name != "十一" {
                found.push((at, (*name).to_owned()));
                break;
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn details_are_taken_in_the_papers_words() {
        assert_eq!(dept(&chars("各科室要制定年度计划")).as_deref(), Some("各科室"));
        assert_eq!(deadline(&chars("于6月30日前报送")).as_deref(), Some("6月30日前"));
        assert_eq!(cadence(&chars("每季度召开一次会议")).as_deref(), Some("每季度"));
        assert_eq!(quantity(&chars("每季度召开一次会议")).as_deref(), Some("一次"));
        assert_eq!(quantity(&chars("举办讲座不少于4场")).as_deref(), Some("不少于4场"));
        assert_eq!(festivals(&chars("利用“五一”“十一”、春节开展活动")), ["五一", "十一", "春节"]);
        assert!(festivals(&chars("落实“十四五”规划和十一项制度")).is_empty());
    }
}
