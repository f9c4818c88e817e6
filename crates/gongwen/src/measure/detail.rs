//! What a task says beyond its clause: who, by when, how often, how much, on which festival.
//!
//! Everything is taken in the paper's words; what it does not say stays empty.

use super::words::{DEEDS, VERBS};
use super::{festival, note, subject};
use crate::lexicon::{Lexicon, Words};
use crate::number::{arabic, is_numeral, read as read_number};
use crate::plan::Measure;
use crate::text::{behind, ends, find, has_at, is_break};
use std::ops::Range;
use std::sync::LazyLock;

/// Everything that the words of a task say beyond its text; who acts is told by [`super::subject`].
pub(super) fn of(words: &[char]) -> Measure {
    Measure {
        dept: subject::by(words),
        support: support(words),
        deadline: deadline(words),
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
    let mut new = fill(&mut last.deadline, deadline(clause));
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
        "局", "中心",
    ];
    let sound = unit.iter().any(|unit| names.ends_with(unit)) && names.chars().count() <= 30;
    if sound { note::split(&names) } else { Vec::new() }
}

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
static DEADLINES: Words = LazyLock::new(|| {
    Lexicon::of(
        "\
    放假前 年底前 年底之前 年内 月底前 季度末前 国庆节前 春节前 元旦前 中秋节前 \
    汛前 汛期前 节前 开学前 汛期来临前 入冬前 入汛前 \
    五一前 “五一”前 “七一”前 七一前 十一前 “十一”前 国庆前 \
    ",
    )
});

fn deadline_at(clause: &[char]) -> Option<Range<usize>> {
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

/// End of a time of day at `at`: 4:30, 下午5时, 上午9点半.
fn clock(clause: &[char], at: usize) -> Option<usize> {
    let part = match clause.get(at)? {
        '上' | '下' | '中' | '晚' | '早' => {
            Some(["上午", "下午", "中午", "晚上", "早上"].iter().find(|part| has_at(clause, at, part))?)
        }
        c if c.is_ascii_digit()
            && clause[at..].iter().take(3).any(|c| matches!(c, ':' | '：' | '时' | '点')) =>
        {
            None
        }
        _ => return None,
    };
    let from = at + part.map_or(0, |part| part.chars().count());
    let (hour, end) = read_number(clause, from).filter(|(hour, _)| *hour <= 24)?;
    match clause.get(end) {
        Some(':' | '：') => {
            let (minute, close) = read_number(clause, end + 1)?;
            (minute < 60 && hour <= 24 && close == end + 3).then_some(close)
        }
        Some('时' | '点') => {
            // 下午2点15分前, 下午2点15前
            let minute = read_number(clause, end + 1).filter(|(minute, _)| *minute < 60);
            let close = minute.map_or(end + 1, |(_, close)| close);
            let close = close + usize::from(matches!(clause.get(close), Some('半' | '分')));
            // 3点要求 is no time of day, 16时前 and 6月1日9时 are.
            let told = clause.get(close) == Some(&'前') || at > 0 && clause[at - 1] == '日';
            (part.is_some() || told).then_some(close)
        }
        _ => None,
    }
}

/// End of a point in time at `at`: 2022年6月底, 3月15日, 15日, 3月4日下午4:00.
fn point(clause: &[char], at: usize) -> Option<usize> {
    if let Some(end) = clock(clause, at) {
        return Some(end);
    }
    let end = day(clause, at)?;
    let end = weekday(clause, end).unwrap_or(end);
    Some(clock(clause, end).unwrap_or(end))
}

/// End of a day of the week in brackets: 3月30日(周六)前.
fn weekday(clause: &[char], at: usize) -> Option<usize> {
    let open = matches!(clause.get(at)?, '（' | '(');
    let named = ["周", "星期", "礼拜"].iter().any(|word| has_at(clause, at + 1, word));
    let close = (at + 3..clause.len().min(at + 6)).find(|at| matches!(clause[*at], '）' | ')'))?;
    (open && named).then_some(close + 1)
}

fn day(clause: &[char], at: usize) -> Option<usize> {
    let (_, mut end) = read_number(clause, at)?;
    // 一季度前, 三季度末前
    if has_at(clause, end, "季度") {
        let part = ["末", "底", "初"].iter().any(|part| has_at(clause, end + 2, part));
        return Some(end + 2 + usize::from(part));
    }
    if clause.get(end) == Some(&'年') {
        end = match read_number(clause, end + 1) {
            Some((_, month)) => month,
            None => return has_at(clause, end + 1, "底").then_some(end + 2),
        };
    }
    if clause.get(end) == Some(&'日') && at > 0 && matches!(clause[at - 1], '月') {
        return Some(end + 1);
    }
    // 24日下午4:00前: with a time of day the day says enough.
    let lone = clause.get(end) == Some(&'日') && (at == 0 || crate::text::is_han(clause[at - 1]));
    if lone
        && !(at > 0 && matches!(clause[at - 1], '月' | '年' | '每' | '至' | '到'))
        && clock(clause, end + 1).is_some()
    {
        return Some(end + 1);
    }
    if clause.get(end) != Some(&'月') {
        return None;
    }
    end += 1;
    // 11月13至14日
    if let Some((_, from)) = read_number(clause, end)
        && matches!(clause.get(from), Some('至' | '到' | '—' | '-' | '–' | '－' | '~' | '～'))
        && let Some((_, until)) = read_number(clause, from + 1)
        && clause.get(until) == Some(&'日')
    {
        return Some(until + 1);
    }
    let closed = |day: usize| clause.get(day) == Some(&'日');
    // 4月26中午12点: 日 may be lost before a time of day.
    let timed = |day: usize| ["上午", "下午", "中午", "晚上"].iter().any(|part| has_at(clause, day, part));
    if let Some((_, day)) = read_number(clause, end).filter(|(_, day)| closed(*day) || timed(*day)) {
        end = day + usize::from(closed(day));
    }
    let part = ["上旬", "中旬", "下旬", "月底", "底", "末", "初", "份"]
        .iter()
        .find(|part| has_at(clause, end, part));
    Some(end + part.map_or(0, |part| part.chars().count()))
}

/// What times open with; several may follow one another in this order.
const TIMES: &[&str] = &[
    "从",
    "自",
    "于",
    "每年",
    "今年",
    "明年",
    "当年",
    "全年",
    "年内",
    "每月",
    "同年",
    "每学期",
    "每季度",
    "每半年",
    "每周",
    "每天",
    "每日",
    "每半月",
    "每两个月",
    "夏季",
    "冬季",
    "春季",
    "秋季",
    "汛期",
    "假期",
    "节日",
    "平时",
    "近日",
    "近期",
];

/// Length of the time that opens a clause: 4月下旬, 5月至8月, 9月起, 每年11月, “五一”前后, 今年.
pub(super) fn time_len(clause: &[char]) -> Option<usize> {
    // Nearly every clause begins otherwise.
    let first = *clause.first()?;
    let may_open = TIMES.iter().any(|word| word.starts_with(first))
        || is_numeral(first)
        || arabic(first).is_some()
        || matches!(first, '上' | '下' | '中' | '晚' | '早' | '次')
        || DEADLINES.may_open(first);
    if !may_open {
        return None;
    }
    let mut end = 0;
    for word in TIMES {
        end += if has_at(clause, end, word) { word.chars().count() } else { 0 };
    }
    let opened = end;
    if let Some(close) = point(clause, end)
        .or_else(|| deadline_at(clause).filter(|range| range.start == end).map(|range| range.end))
    {
        end = close;
        if matches!(clause.get(end), Some('至' | '到' | '—' | '-' | '–' | '－')) {
            end = point(clause, end + 1)
                .or_else(|| {
                    read_number(clause, end + 1)
                        .filter(|(_, day)| clause.get(*day) == Some(&'日'))
                        .map(|(_, day)| day + 1)
                })
                .unwrap_or(end);
        }
    }
    // 每季度初, 每学期末
    let part = matches!(clause.get(end), Some('初' | '末')) && opened == end && end > 1;
    end += usize::from(part);
    for word in ["以前", "之前", "期间", "前后", "前", "起", "开始", "以来", "内", "间"] {
        if end > opened && has_at(clause, end, word) {
            end += word.chars().count();
            break;
        }
    }
    (end > 0 && (end > opened || !matches!(clause[0], '从' | '自' | '于'))).then_some(end)
}

/// True for a clause that is nothing but a time.
pub(super) fn is_time(clause: &[char]) -> bool {
    let named =
        ["期间", "前后", "前夕", "之际", "星期"].iter().any(|word| ends(clause, word)) && clause.len() <= 16;
    time_len(clause) == Some(clause.len()) || named
}

/// How often, in the paper's words: 每季度, 每两个月, 定期.
pub(super) fn cadence(clause: &[char]) -> Option<String> {
    const WORDS: &[&str] =
        &["按季度", "按月", "按年度", "按周", "每逢周五", "不定期", "定期", "经常性", "常态化", "经常"];
    const STEPS: &[&str] = &[
        "季度", "季", "半年", "半月", "学期", "学年", "小时", "星期", "周一", "周二", "周三", "周四", "周五",
        "周六", "周日", "年", "月", "周", "天", "日", "旬",
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
        let close = close + usize::from(part);
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
        assert_eq!(deadline(&chars("于6月30日前报送")).as_deref(), Some("6月30日前"));
        assert_eq!(cadence(&chars("每季度召开一次会议")).as_deref(), Some("每季度"));
        assert_eq!(quantity(&chars("每季度召开一次会议")).as_deref(), Some("一次"));
        assert_eq!(quantity(&chars("举办讲座不少于4场")).as_deref(), Some("不少于4场"));
    }
}
