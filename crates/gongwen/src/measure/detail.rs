//! What a task says beyond its clause: with whom, how often, how much, on which festival; when it is due stands in
//! [`super::due`].
//!
//! Everything is taken in the paper's words; what it does not say stays empty.

use super::{due, festival, note, subject};
use crate::lexicon::{Lexicon, Words};
use crate::number::{arabic, is_numeral, read as read_number};
use crate::plan::Measure;
use crate::text::{behind, find, has_at, is_break};

use std::sync::LazyLock;

/// Everything that the words of a task say beyond its text; who acts is told by [`super::subject`].
pub(super) fn of(words: &[char]) -> Measure {
    Measure {
        dept: subject::by(words),
        support: support(words),
        deadline: due::deadline(words),
        cadence: cadence(words),
        quantity: quantity(words),
        festivals: festival::named(words),
        ..Measure::default()
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
    let mut new = fill(&mut last.deadline, due::deadline(clause));
    new |= fill(&mut last.cadence, cadence(clause));
    new |= fill(&mut last.quantity, quantity(clause));
    new |= fill(&mut last.dept, subject::by(clause));
    if last.support.is_empty() {
        last.support = support(clause);
        new |= !last.support.is_empty();
    }
    new
}

/// X配合 at the end of a clause.
pub(super) fn support(clause: &[char]) -> Vec<String> {
    let Some(verb) = find(clause, 0, "配合") else { return Vec::new() };
    let start = behind(clause, verb, is_break);
    let names: String = clause[start..verb].iter().collect();
    let unit = [
        "科室", "单位", "部门", "科", "处", "股", "队", "室", "站", "所", "公司", "工会", "团委", "支部",
        "局", "中心", "镇", "乡", "街道", "办", "委", "部", "学校", "学院", "医院",
    ];
    let sound = unit.iter().any(|unit| names.ends_with(unit)) && names.chars().count() <= 30;
    if sound { note::split(&names) } else { Vec::new() }
}

/// How often, in the paper's words: 每季度, 每两个月, 定期.
pub(super) fn cadence(clause: &[char]) -> Option<String> {
    const WORDS: &[&str] = &[
        "按季度",
        "按季",
        "按月",
        "按年度",
        "按周",
        "每逢周五",
        "不定期",
        "定期",
        "经常性",
        "常态化",
        "经常",
    ];
    const STEPS: &[&str] = &[
        "季度",
        "季",
        "半年",
        "半个月",
        "半月",
        "晚",
        "学期",
        "学年",
        "小时",
        "星期",
        "周一",
        "周二",
        "周三",
        "周四",
        "周五",
        "周六",
        "周日",
        "年",
        "月",
        "周",
        "天",
        "日",
        "旬",
        "分钟",
    ];
    // Most clauses say nothing of the kind.
    static HINTS: Words = LazyLock::new(|| Lexicon::of("按 每 不定期 定期 经常 常态化 周五"));
    if !HINTS.within(clause) {
        return None;
    }
    // 《每周会议安排》 is a name.
    let titled =
        |at: usize| clause[..at].iter().rev().take(40).take_while(|c| **c != '》').any(|c| *c == '《');
    let every = clause.iter().enumerate().filter(|(_, c)| **c == '每').find_map(|(at, _)| {
        if titled(at) {
            return None;
        }
        let mut end = at + 1;
        if let Some((_, number)) = read_number(clause, end) {
            end = number;
        }
        end += usize::from(clause.get(end) == Some(&'个'));
        let step = STEPS.iter().find(|step| has_at(clause, end, step))?;
        let close = end + step.chars().count();
        // 每季度末, 每周末, but 每月末前 is a deadline.
        let part = matches!(clause.get(close), Some('末' | '初')) && clause.get(close + 1) != Some(&'前');
        let mut close = close + usize::from(part);
        // 每周三、周五
        while clause[at..close].contains(&'周')
            && clause.get(close) == Some(&'、')
            && clause.get(close + 1) == Some(&'周')
        {
            close += 3.min(clause.len() - close);
        }
        // 每日 is a rhythm, 每年度 and 每人 are not.
        Some(clause[at..close].iter().collect::<String>())
    });
    let weekly =
        || find(clause, 0, "周五").filter(|at| has_at(clause, at + 2, "学习")).map(|_| "周五".to_owned());
    every
        .or_else(|| WORDS.iter().find(|word| manner(clause, word)).map(|word| (*word).to_owned()))
        .or_else(weekly)
}

/// 定期体检制度 names a rule and says not how often.
fn manner(clause: &[char], word: &str) -> bool {
    find(clause, 0, word).is_some_and(|at| {
        let end = at + word.chars().count();
        !(at > 0 && (end + 1..end + 5).any(|at| has_at(clause, at, "制度") || has_at(clause, at, "机制")))
    })
}

/// 一次, 不少于2次, 20名: number and unit in the clause.
pub(super) fn quantity(clause: &[char]) -> Option<String> {
    const UNITS: &[&str] = &[
        "人次", "次", "场", "名", "条", "期", "篇", "份", "个", "项", "家", "户", "支", "块", "幅", "%",
        "小时", "学时", "元", "万元", "余条", "余人", "余次",
    ];
    for at in 0..clause.len() {
        if !is_numeral(clause[at]) && arabic(clause[at]).is_none() {
            continue;
        }
        if at > 0
            && (read_number(clause, at - 1).is_some() || matches!(clause[at - 1], '第' | '“' | '每' | '这'))
        {
            continue;
        }
        let Some((_, end)) = read_number(clause, at) else { continue };
        let Some(unit) = UNITS.iter().find(|unit| has_at(clause, end, unit)) else { continue };
        let close = end + unit.chars().count();
        let han = is_numeral(clause[at]);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn details_are_taken_in_the_papers_words() {
        let dept = |text: &str| subject::of(&chars(text)).map(|(name, _)| name);
        assert_eq!(dept("各科室要制定年度计划").as_deref(), Some("各科室"));
        assert_eq!(dept("组织各科室开展自查"), None);
        assert_eq!(dept("运动会将于9月举行"), None);
        assert_eq!(due::deadline(&chars("于6月30日前报送")).as_deref(), Some("6月30日前"));
        assert_eq!(cadence(&chars("每季度召开一次会议")).as_deref(), Some("每季度"));
        assert_eq!(quantity(&chars("每季度召开一次会议")).as_deref(), Some("一次"));
        assert_eq!(quantity(&chars("举办讲座不少于4场")).as_deref(), Some("不少于4场"));
    }
}
