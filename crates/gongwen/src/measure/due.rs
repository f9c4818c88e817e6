//! When a task is due, in the paper's words: 6月底前, 于12月24日, 每月5日前.

use super::subject;
use super::time::{clock, point};
use super::words::{DEEDS, VERBS};
use crate::lexicon::{Lexicon, Words};
use crate::number::{arabic, is_numeral, read as read_number};
use crate::text::{ends, find, has_at};
use std::ops::Range;
use std::sync::LazyLock;

/// 6月底前, 12月10日前, 每月5日前, “七一”前, 年底前.
pub(super) fn deadline(clause: &[char]) -> Option<String> {
    deadline_at(clause).map(|range| clause[range].iter().collect())
}

/// The day on which a task is to be done, or the last of its days, where no 前 says so: 于12月24日, 6月底, 9月1日至15日.
///
/// The time opens the clause, or stands behind who is to act or 于. A month or a part of one (10月举办) is the time of an
/// event and no day to keep.
pub(super) fn due(clause: &[char]) -> Option<String> {
    let unit = subject::range(clause).map_or(0, |unit| unit.end);
    let opens = |at: usize| {
        let from = at
            + ["定于", "于", "在", "自", "从"]
                .iter()
                .find(|word| has_at(clause, at, word))
                .map_or(0, |word| word.chars().count());
        span(clause, from).filter(|range| ends_time(clause, range))
    };
    let inner = || (1..clause.len()).filter(|at| matches!(clause[*at - 1], '于' | '在')).find_map(opens);
    let range = opens(0).or_else(|| opens(unit).filter(|_| unit > 0)).or_else(inner)?;
    (!is_attribute(clause, &range)).then(|| clause[range].iter().collect())
}

/// A day or the end of a month at `at`, or what reaches to one.
fn span(clause: &[char], at: usize) -> Option<Range<usize>> {
    let digit = |c: &char| is_numeral(*c) || arabic(*c).is_some();
    let end = point(clause, at).filter(|_| clause.get(at).is_some_and(digit))?;
    // 2月28日上午, 11月19日内
    let part = ["上午", "下午", "中午", "晚上", "内"].iter().find(|part| has_at(clause, end, part));
    let end = end + part.map_or(0, |part| part.chars().count());
    let joined = matches!(clause.get(end), Some('至' | '到' | '—' | '-' | '–' | '－' | '~' | '～'));
    let close = joined.then(|| {
        point(clause, end + 1).or_else(|| {
            read_number(clause, end + 1)
                .filter(|(_, day)| clause.get(*day) == Some(&'日'))
                .map(|(_, day)| day + 1)
        })
    });
    let range = at..close.unwrap_or(Some(end))?;
    clause[range.clone()].iter().any(|c| matches!(c, '日' | '底')).then_some(range)
}

/// 5月1日起 says when something begins, 4月5日的 which one is meant.
fn ends_time(clause: &[char], range: &Range<usize>) -> bool {
    ![
        "起", "开始", "以来", "以后", "之后", "后", "前", "期间", "间", "的", "、", "是", "为", "季度", "至",
        "到",
    ]
    .iter()
    .any(|word| has_at(clause, range.end, word))
}

/// Deadlines that are words.
pub(super) static DEADLINES: Words = LazyLock::new(|| {
    Lexicon::of(
        "\
    年底前 年底之前 年内 月底前 季度末前 国庆节前 春节前 元旦前 中秋节前 \
    汛前 汛期前 节前 开学前 汛期来临前 入冬前 入汛前 \
    五一前 “五一”前 “七一”前 七一前 十一前 “十一”前 国庆前 \
    ",
    )
});

pub(super) fn deadline_at(clause: &[char]) -> Option<Range<usize>> {
    if !clause.contains(&'前') && !clause.contains(&'内') {
        return None;
    }
    (0..clause.len()).find_map(|at| {
        if let Some(len) = DEADLINES.longest(&clause[at..]) {
            let end = at + len;
            let year = ["今年", "明年", "本年", "当年", "次年", "同年"]
                .iter()
                .find(|word| at >= 2 && has_at(clause, at - 2, word));
            let start = match year {
                Some(_) => at - 2,
                None if at > 0 && matches!(clause[at - 1], '每' | '次' | '当' | '本' | '下') => at - 1,
                None => at,
            };
            let digit = |c: char| is_numeral(c) || arabic(c).is_some();
            let numbered = at > 0 && digit(clause[at - 1]);
            // 教师节前 names a festival, 每学期开学前 comes again.
            let again = has_at(clause, at, "节前")
                && at > 0
                && crate::text::is_han(clause[at - 1])
                && !matches!(clause[at - 1], '于' | '在')
                || (at.saturating_sub(7)..at).any(|from| has_at(clause, from, "每学期"));
            // 本学年内, 近年内
            let span = clause[at..end] == ['年', '内']
                && at > 0
                && matches!(clause[at - 1], '学' | '半' | '近' | '几' | '数' | '两');
            if has_at(clause, end, "后") || again || span || numbered && clause[at] == '年' {
                return None;
            }
            return (!is_attribute(clause, &(start..end))).then_some(start..end);
        }
        if at > 0 && read_number(clause, at - 1).is_some() {
            return None;
        }
        // x月28日前: of a month that is not told the day alone misleads.
        let daily = ["每日", "当日", "次日", "每天"].iter().any(|day| ends(&clause[..at], day));
        let inner = ["上午", "下午", "中午", "晚上", "早上"].iter().any(|part| ends(&clause[..at], part));
        if inner {
            return None;
        }
        let lost = at > 0 && matches!(clause[at - 1], '日' | '号') && !daily && clock(clause, at).is_some();
        if lost {
            return None;
        }
        let told = ["每月", "次月", "当月", "本月", "下月", "每个月", "下个月"];
        if at > 0 && clause[at - 1] == '月' && !told.iter().any(|month| ends(&clause[..at], month)) {
            return None;
        }
        // 4月21日下午下班前
        let hours = |at: usize| ["下午下班", "下班"].iter().find(|word| has_at(clause, at, word));
        let end = point(clause, at).map(|end| end + hours(end).map_or(0, |word| word.chars().count()))?;
        let word = ["以前", "之前", "前"].iter().find(|word| has_at(clause, end, word))?;
        let start = [
            "每年",
            "今年",
            "明年",
            "当年",
            "次年",
            "翌年",
            "下个月",
            "下月",
            "本月",
            "每个月",
            "每月",
            "每季度首月",
            "第",
            "次月",
            "当月",
            "每日",
            "每天",
            "当日",
            "当天",
        ]
        .iter()
        .find(|word| at >= word.chars().count() && has_at(clause, at - word.chars().count(), word))
        .map_or(at, |word| at - word.chars().count());
        // 考核当天上午6:30前
        let event = ["当天", "当日"].iter().any(|word| has_at(clause, start, word))
            && start >= 2
            && ["考核", "比赛", "活动", "会议", "报到", "考试", "演出", "测评", "验收", "开学"]
                .iter()
                .any(|word| has_at(clause, start - 2, word));
        let start = if event { start - 2 } else { start };
        // 前 may open a word: 3月前往.
        (!["前往", "前期", "前后", "前夕", "前来"].iter().any(|word| has_at(clause, end, word)))
            .then(|| start..end + word.chars().count())
            .filter(|range| !is_attribute(clause, range))
    })
}

/// 年底前的工作, 对2020年底前建成的小区: the time says which, not when something is due.
fn is_attribute(clause: &[char], time: &Range<usize>) -> bool {
    let rest = &clause[time.end..];
    // 对开学前长时间逗留在校园内的师生
    let before = &clause[..time.start];
    if ["对", "凡", "凡是"].iter().any(|word| ends(before, word)) && rest.contains(&'的') {
        return true;
    }
    let Some(of) = rest.iter().take(8).position(|c| *c == '的') else { return false };
    // What stands between is a bare verb (建成), or says that it was not done.
    let told = &rest[..of];
    let held = ["对", "将", "把", "凡", "凡是", "凡在", "对在", "对于"].iter().any(|word| ends(before, word));
    // 8月15日前调离学校的会员: nothing is done behind it either.
    let behind = &rest[of + 1..];
    let deed = |words: &[char]| VERBS.within(words) || DEEDS.within(words);
    let idle = behind.len() <= 8 && !deed(told) && !deed(behind);
    held || idle
        || told.len() <= 2
        || ["未", "没有", "不能", "已", "新"].iter().any(|word| find(told, 0, word).is_some())
}

/// 各企业每日下午5:00前: the deadline ends the clause, and what is to be done follows.
pub(super) fn ends_in_deadline(clause: &[char]) -> bool {
    clause.last() == Some(&'前') && deadline_at(clause).is_some_and(|range| range.end == clause.len())
}

/// What stands behind the deadline that opens a clause.
pub(super) fn after_deadline(clause: &[char]) -> Option<&[char]> {
    let range = deadline_at(clause).filter(|range| range.start <= 1)?;
    let mut rest = &clause[range.end..];
    for word in ["全部", "全面", "基本", "一次性", "务必", "均"] {
        rest = if crate::text::starts(rest, word) { &rest[word.chars().count()..] } else { rest };
    }
    Some(rest)
}
