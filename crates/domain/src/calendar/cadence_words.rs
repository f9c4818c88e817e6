//! Reading how often from the papers' words: 每周五, 每季度不少于一次, 半年一次, 每年3月5日.
//!
//! Where a clause gives no frequency (定期, 适时, 常态化) the answer is `None`: nobody may guess a number.

use super::cadence::Cadence;
use super::words::{self, number};
use crate::day::Weekday;

impl Cadence {
    /// Reads the first frequency a phrase gives; `None` when it gives none, as with 定期 and 不定期.
    ///
    /// 月初 and 上旬 are read as the 10th, 中旬 as the 20th, 下旬 and 月底 as the end of the month.
    pub fn parse(words: &str) -> Option<Self> {
        let folded = words::fold(words);
        folded.split(['，', '。', '；', ',', ';', '：', ':']).find_map(clause)
    }
}

/// The spans a frequency is counted in.
#[derive(Clone, Copy, PartialEq)]
enum Span {
    Week,
    Month,
    Quarter,
    HalfYear,
    Year,
}

fn clause(text: &str) -> Option<Cadence> {
    let text = text.trim_matches(|c: char| "“”\"()（）、.".contains(c));
    if let Some(cadence) = whole(text) {
        return Some(cadence);
    }
    if let Some(cadence) = text.strip_prefix('逢').unwrap_or(text).strip_prefix('周').and_then(named_weekday)
    {
        return Some(cadence);
    }
    let after_every = text.match_indices('每').find_map(|(at, word)| every(&text[at + word.len()..]));
    after_every.or_else(|| text.char_indices().find_map(|(at, _)| spelled(&text[..at], &text[at..])))
}

/// Phrases that say it all, which would mean something else within a longer clause.
fn whole(text: &str) -> Option<Cadence> {
    match text {
        "一次" | "1次" | "一次性" | "一次性完成" => return Some(Cadence::Once),
        "年终" | "年底" | "年末" | "年终前" | "年底前" | "年末前" | "年度" | "全年" => {
            return Some(Cadence::Yearly);
        }
        "季度" => return Some(Cadence::Quarterly),
        "月度" => return Some(Cadence::Monthly { day: None }),
        _ => {}
    }
    // 周调度、月通报、季考评: the span and what is done in it, nothing else.
    let (span, rest) = span(text.trim_start_matches(['按', '逐']))?;
    // 按季节, 按年龄 and the like only begin with the same characters.
    let is_other_word = rest.starts_with(['份', '内', '初', '底', '末', '节', '期', '龄', '级', '薪']);
    let is_by = text.starts_with(['按', '逐']) && !is_other_word;
    let is_deed = DEEDS.iter().any(|deed| rest.trim_start_matches('度') == *deed);
    (is_by || is_deed).then(|| combine(span, 1, 1)).flatten()
}

const DEEDS: [&str; 16] = [
    "调度", "通报", "检查", "点评", "考评", "考核", "评比", "巡查", "督查", "督导", "总结", "报告", "例会",
    "小结", "测评", "自查",
];

/// What follows 每.
fn every(text: &str) -> Option<Cadence> {
    let (n, rest) = match number(text) {
        Some((n, rest)) => (n, rest),
        None => (1, text),
    };
    let rest = rest.strip_prefix('个').unwrap_or(rest);
    if n == 1
        && ["工作日", "天", "日"]
            .iter()
            .any(|word| rest.strip_prefix(word).is_some_and(|rest| !rest.starts_with(['常', '志'])))
    {
        return Some(Cadence::Daily);
    }
    if let Some(rest) = ["半个月", "半月"].iter().find_map(|word| rest.strip_prefix(word)) {
        return combine(Span::Month, 1, times(rest).saturating_mul(2));
    }
    let (span, rest) = span(rest)?;
    let named = match span {
        _ if n != 1 => None,
        Span::Week => named_weekday(rest),
        Span::Month => named_day(rest),
        Span::Year => named_date(rest),
        Span::Quarter | Span::HalfYear => None,
    };
    named.or_else(|| combine(span, n, times(rest)))
}

/// A frequency without 每: 一季度一次, 两个月一次, 半年一次, 全年不少于4次, 一月一调度.
fn spelled(before: &str, text: &str) -> Option<Cadence> {
    // Within a longer number or behind 第 the figures mean something else: 第一季度, 十二月.
    if before.ends_with(|c: char| c == '第' || c == '十' || c.is_ascii_digit() || words::digit(c).is_some())
    {
        return None;
    }
    if let Some(rest) = ["全年", "年内", "一年内"].iter().find_map(|word| text.strip_prefix(word)) {
        return counted(rest).and_then(|n| combine(Span::Year, 1, n));
    }
    let (n, rest, has_measure) = match number(text) {
        Some((n, rest)) => (n, rest.strip_prefix('个').unwrap_or(rest), rest.starts_with('个')),
        None if text.starts_with('半') => (1, text, true),
        None => return None,
    };
    let (span, rest) = span(rest)?;
    // 3月1次 is once in March; only 一月 or 3个月 is a span.
    if n != 1 && !has_measure && span != Span::Year && span != Span::Week {
        return None;
    }
    let rest = ["不少于", "不低于", "至少"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let (k, deed) = number(rest)?;
    let is_count = deed.starts_with(['次', '期', '轮', '场', '回']);
    // 一月一调度: the pair of ones makes it a frequency.
    let is_pair = k == 1
        && n == 1
        && !deed.is_empty()
        && !deed.starts_with(['日', '季', '月', '至', '到', '-', '—', '个']);
    (is_count || is_pair).then(|| combine(span, n, k)).flatten()
}

fn span(text: &str) -> Option<(Span, &str)> {
    const SPANS: [(&str, Span); 7] = [
        ("周", Span::Week),
        ("月", Span::Month),
        ("季度", Span::Quarter),
        ("季", Span::Quarter),
        ("半年", Span::HalfYear),
        ("年度", Span::Year),
        ("年", Span::Year),
    ];
    SPANS.iter().find_map(|(word, span)| text.strip_prefix(word).map(|rest| (*span, rest)))
}

/// The number of times a clause names, 1 when it names none: 至少组织2次.
fn times(text: &str) -> u32 {
    counted(text).unwrap_or(1)
}

fn counted(text: &str) -> Option<u32> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let is_inner =
            before == '第' || before == '十' || before.is_ascii_digit() || words::digit(before).is_some();
        if let Some((n, rest)) = number(&text[at..]).filter(|_| !is_inner) {
            // Of 1—2次 the lower number is the duty.
            let upper = rest.strip_prefix(['-', '—', '–', '~', '～', '至', '到']).and_then(number);
            let rest = upper.map_or(rest, |(_, rest)| rest);
            if rest.starts_with(['次', '期', '轮', '场', '回']) {
                return Some(n);
            }
        }
        before = c;
    }
    None
}

/// What follows 周: 五, 一至周五, 二、四. A figure before 次 is a count, not a day.
fn named_weekday(text: &str) -> Option<Cadence> {
    let (weekday, rest) = weekday(text)?;
    // 周五前 is a deadline in one week.
    if rest.starts_with(['次', '期', '轮', '场', '回', '篇', '条', '前']) {
        return None;
    }
    let next = |rest: &str| {
        let rest = rest.strip_prefix('周').unwrap_or(rest);
        self::weekday(rest).map(|(_, rest)| rest.to_owned())
    };
    if rest.strip_prefix(['至', '到', '-', '—']).and_then(next).is_some() {
        return Some(Cadence::Daily);
    }
    let mut days = 1;
    let mut rest = rest.to_owned();
    while let Some(after) = rest.strip_prefix(['、', '和', '及']).and_then(next) {
        days += 1;
        rest = after;
    }
    if days == 1 { Some(Cadence::Weekly { weekday: Some(weekday) }) } else { combine(Span::Week, 1, days) }
}

fn weekday(text: &str) -> Option<(Weekday, &str)> {
    let c = text.chars().next()?;
    let weekday = Weekday::ALL.into_iter().find(|weekday| weekday.letter() == c)?;
    Some((weekday, &text[c.len_utf8()..]))
}

/// What follows 每月: 5日, 1日至5日, 底, 中旬, 第一个周五, 最后一个周五.
fn named_day(text: &str) -> Option<Cadence> {
    let text = text.trim_start_matches(['的', '份']);
    let on = |day: Option<i8>| Some(Cadence::Monthly { day });
    if let Some(rest) = text.strip_prefix("最后一个周") {
        return weekday(rest).map(|(weekday, _)| Cadence::MonthlyOn { nth: None, weekday });
    }
    if let Some((nth, rest)) = text.strip_prefix('第').and_then(number) {
        let rest = rest.strip_prefix("个周").or_else(|| rest.strip_prefix('周'));
        if let Some((weekday, _)) = rest.and_then(weekday) {
            let nth = (1..=4).contains(&nth).then(|| i8::try_from(nth).ok()).flatten()?;
            return Some(Cadence::MonthlyOn { nth: Some(nth), weekday });
        }
    }
    if let Some(day) = third(text) {
        return on(day);
    }
    let (day, rest) = number(text)?;
    let range = rest.trim_start_matches('日').strip_prefix(['至', '到', '-', '—', '–']);
    let range = range.map(|rest| rest.strip_prefix("每月").unwrap_or(rest)).and_then(number);
    let (day, rest) = range.unwrap_or((day, rest));
    if !rest.starts_with('日') || !(1..=31).contains(&day) {
        return None;
    }
    on(i8::try_from(day).ok())
}

/// The third of a month a word points to: its last day as a number, `Some(None)` for the month's end.
fn third(text: &str) -> Option<Option<i8>> {
    let starts = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    if starts(&["底", "末", "下旬", "月底", "月末", "最后"]) {
        Some(None)
    } else if starts(&["初", "上旬", "月初"]) {
        Some(Some(10))
    } else {
        starts(&["中旬"]).then_some(Some(20))
    }
}

/// What follows 每年: 3月5日, 6月底, 9月, 上半年; two and more months make a count.
fn named_date(text: &str) -> Option<Cadence> {
    if text.starts_with("上半年") {
        return Some(Cadence::YearlyOn { month: 6, day: 30 });
    }
    if text.starts_with("下半年") {
        return Some(Cadence::YearlyOn { month: 12, day: 31 });
    }
    let (month, rest) = month(text.trim_start_matches(['的', '于', '在']))?;
    let listed = rest.strip_prefix(['、', '和', '及']).and_then(self::month);
    if listed.is_some() {
        let more = rest.split(['、', '和', '及']).filter(|part| self::month(part).is_some()).count();
        return combine(Span::Year, 1, u32::try_from(more).ok()? + 1);
    }
    let day = match number(rest).filter(|(_, rest)| rest.starts_with('日')) {
        Some((day, _)) => i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?,
        None => third(rest.trim_start_matches('份')).flatten().unwrap_or(31),
    };
    Some(Cadence::YearlyOn { month, day })
}

fn month(text: &str) -> Option<(i8, &str)> {
    let (month, rest) = number(text)?;
    let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    rest.strip_prefix('月').map(|rest| (month, rest))
}

/// The plainest cadence for `times` in `n` spans; `None` where it would be less than yearly or absurd.
fn combine(span: Span, n: u32, times: u32) -> Option<Cadence> {
    let small = |n: u32| u8::try_from(n).ok().filter(|n| (2..=200).contains(n));
    match (span, n, times) {
        (_, 0, _) | (_, _, 0) => None,
        (Span::Week, 1, 1) => Some(Cadence::Weekly { weekday: None }),
        (Span::Week, 1, 2..=4) => small(times).map(Cadence::TimesPerWeek),
        (Span::Week, 1, 5..) => Some(Cadence::Daily),
        (Span::Week, 2..=52, 1) => small(n).map(Cadence::EveryWeeks),
        (Span::Month, 1, 1) => Some(Cadence::Monthly { day: None }),
        (Span::Month, 1, 2..=31) => small(times).map(Cadence::TimesPerMonth),
        (Span::Month, 2..=12, 1) if 12 % n == 0 => combine(Span::Year, 1, 12 / n),
        (Span::Month, 2..=12, 1) => small(n).map(Cadence::EveryMonths),
        (Span::Quarter, 1, _) => combine(Span::Year, 1, times.checked_mul(4)?),
        (Span::Quarter, 2, 1) => Some(Cadence::HalfYearly),
        (Span::HalfYear, 1, _) => combine(Span::Year, 1, times.checked_mul(2)?),
        (Span::Year, 1, 1) => Some(Cadence::Yearly),
        (Span::Year, 1, 2) => Some(Cadence::HalfYearly),
        (Span::Year, 1, 3) => Some(Cadence::EveryMonths(4)),
        (Span::Year, 1, 4) => Some(Cadence::Quarterly),
        (Span::Year, 1, 6) => Some(Cadence::EveryMonths(2)),
        (Span::Year, 1, 12) => Some(Cadence::Monthly { day: None }),
        (Span::Year, 1, 52) => Some(Cadence::Weekly { weekday: None }),
        (Span::Year, 1, _) => small(times).map(Cadence::TimesPerYear),
        _ => None,
    }
}
