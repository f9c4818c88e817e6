//! Numbers that open a heading or an item: 一、 （一） 1. （1） ① 第一章 第三条 第一阶段, and the words of chains
//! such as 一是, 首先.

use crate::number::{arabic, is_numeral, parse_han};

/// The style of a number, outermost first. The order only breaks ties; levels come from the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Style {
    /// A heading without a number.
    Bare,
    Chapter,
    Section,
    Article,
    Han,
    HanBracket,
    Stage,
    /// An item of a chain (一是) that numbered lines follow.
    Chain,
    Digit,
    /// 1.1
    Decimal,
    /// 1.1.1
    Decimal3,
    /// 1.1.1.1
    Decimal4,
    DigitBracket,
    DigitHalf,
    Circle,
    /// a. b.
    Letter,
    /// A heading without a number under one that has one.
    Inner,
}

/// A number at the start of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub style: Style,
    pub value: u64,
    /// As given in the record: 一, 1, ①, 第一阶段.
    pub label: String,
    /// Characters up to the title.
    pub len: usize,
}

/// Reads the mark at the start of `chars` (white space already removed).
pub(crate) fn parse(chars: &[char]) -> Option<Mark> {
    let first = *chars.first()?;
    match first {
        '（' | '(' => bracketed(chars),
        '第' => ordinal(chars),
        '①'..='⑳' => circled(chars, first),
        'a'..='h' | 'A'..='H' => letter(chars, first),
        '⑴'..='⒇' | '⒈'..='⒛' | '㈠'..='㈩' => enclosed(chars, first),
        c if is_numeral(c) => han(chars),
        c if arabic(c).is_some() => digits(chars),
        _ => None,
    }
}

fn numeral_len(chars: &[char]) -> usize {
    chars.iter().take_while(|c| is_numeral(**c)).count()
}

fn digit_len(chars: &[char]) -> usize {
    chars.iter().take_while(|c| arabic(**c).is_some()).count()
}

fn value_of(chars: &[char]) -> u64 {
    chars
        .iter()
        .filter_map(|c| arabic(*c))
        .fold(0u64, |sum, digit| sum.saturating_mul(10).saturating_add(u64::from(digit)))
}

fn han(chars: &[char]) -> Option<Mark> {
    let len = numeral_len(chars);
    let value = parse_han(&chars[..len]).filter(|value| (1..=99).contains(value))?;
    let sep = *chars.get(len)?;
    let next = chars.get(len + 1).copied();
    let closes = match sep {
        '、' | '．' => {
            next.is_none_or(|c| !is_numeral(c) || next_is_title(chars[len - 1], &chars[len + 1..]))
        }
        // 七.一建党节
        '.' => next.is_none_or(|c| !is_numeral(c)),
        // 二）整治标准 lost the half of its brackets.
        '）' | ')' => len <= 2,
        _ => false,
    };
    let style = if matches!(sep, '）' | ')') { Style::HanBracket } else { Style::Han };
    (len <= 3 && closes).then(|| Mark { style, value, label: text(&chars[..len]), len: len + 1 })
}

/// 一、二级… is an enumeration, 一、三项… may be a heading: only a numeral before 级 or 、 speaks against it, and only one
/// that counts on; 一、一类行业 is a heading.
fn next_is_title(last: char, rest: &[char]) -> bool {
    let len = numeral_len(rest);
    let on = || parse_han(&rest[..len]) > parse_han(&[last]);
    !matches!(rest.get(len), Some('、' | '级' | '类' | '季' | '月' | '是') | None) || !on()
}

fn bracketed(chars: &[char]) -> Option<Mark> {
    let inner = &chars[1..];
    let (len, style, value) = match numeral_len(inner) {
        0 => {
            let len = digit_len(inner);
            (len, Style::DigitBracket, value_of(&inner[..len]))
        }
        len => (len, Style::HanBracket, parse_han(&inner[..len])?),
    };
    let closed = matches!(inner.get(len), Some('）' | ')'));
    if !closed || len == 0 || len > 3 || !(1..=99).contains(&value) {
        return None;
    }
    let mut end = len + 2;
    if matches!(chars.get(end), Some('、' | '．' | '.')) {
        end += 1;
    }
    Some(Mark { style, value, label: text(&inner[..len]), len: end })
}

fn digits(chars: &[char]) -> Option<Mark> {
    let len = digit_len(chars);
    let value = value_of(&chars[..len]);
    if len > 2 || !(1..=60).contains(&value) {
        return None;
    }
    let next = chars.get(len + 1).copied();
    let style = match chars.get(len)? {
        '.' | '．' | '、'
            if next.is_none_or(|c| {
                arabic(c).is_none()
                    || digit_title(chars[len], &chars[len + 1..])
                    // 1. 2017全国竞赛作品: no number of a level has four figures.
                    || digit_len(&chars[len + 1..]) == 4
                    // 2.45岁以下教师优先
                    || digit_len(&chars[len + 1..]) == 2 && chars.get(len + 3) == Some(&'岁')
                    || chars[len] == '、' && counts(value, &chars[len + 1..])
                    || is_household(&chars[len + 1..])
            }) =>
        {
            Style::Digit
        }
        '）' | ')' => Style::DigitHalf,
        _ => return None,
    };
    Some(Mark { style, value, label: value.to_string(), len: len + 1 })
}

/// Reads 1.1 or 2.3.1 at the start of `chars`, which counts only in papers that number so.
pub(crate) fn decimal(chars: &[char]) -> Option<Mark> {
    let (mut at, mut parts) = (0, 0);
    let value = loop {
        let len = digit_len(&chars[at..]);
        let value = value_of(&chars[at..at + len]);
        if len == 0 || len > 2 || value == 0 {
            return None;
        }
        at += len;
        parts += 1;
        if !(matches!(chars.get(at), Some('.' | '．'))
            && chars.get(at + 1).is_some_and(|c| arabic(*c).is_some()))
        {
            break value;
        }
        at += 1;
    };
    let style = match parts {
        2 => Style::Decimal,
        3 => Style::Decimal3,
        4 => Style::Decimal4,
        _ => return None,
    };
    let label = text(&chars[..at]);
    at += usize::from(matches!(chars.get(at), Some('.' | '．' | '、')));
    let opens = chars
        .get(at)
        .is_some_and(|c| crate::text::is_han(*c) || matches!(c, '“' | '《' | 'Ⅰ'..='Ⅻ' | 'I' | 'V'));
    (opens && !"万亿年月日个%".contains(chars[at])).then_some(Mark { style, value, label, len: at })
}

/// Reads a bare `1` that white space parts from its title: the upper level of 1.1.
pub(crate) fn plain(loose: &[char], chars: &[char]) -> Option<Mark> {
    let len = digit_len(chars);
    let value = value_of(&chars[..len]);
    let parted = loose.get(len).is_some_and(|c| c.is_whitespace());
    let title = chars.get(len).is_some_and(|c| crate::text::is_han(*c));
    ((1..=2).contains(&len) && (1..=30).contains(&value) && parted && title).then(|| Mark {
        style: Style::Digit,
        value,
        label: value.to_string(),
        len,
    })
}

/// Reads `1.` that white space parts from a title which begins with a figure: 1. 3天以上….
pub(crate) fn parted(loose: &[char]) -> Option<Mark> {
    let len = digit_len(loose);
    let value = value_of(&loose[..len]);
    let dot = matches!(loose.get(len), Some('.' | '．'));
    let gap = loose.get(len + 1).is_some_and(|c| c.is_whitespace());
    let figure = loose[(len + 2).min(loose.len())..]
        .iter()
        .find(|c| !c.is_whitespace())
        .is_some_and(|c| arabic(*c).is_some());
    ((1..=2).contains(&len) && (1..=60).contains(&value) && dot && gap && figure).then(|| Mark {
        style: Style::Digit,
        value,
        label: value.to_string(),
        len: len + 1,
    })
}

/// Reads a `1` that nothing parts from the words of its title: 1强化制度建设. It counts only in papers that number so.
pub(crate) fn unmarked(chars: &[char]) -> Option<Mark> {
    let len = digit_len(chars);
    let value = value_of(&chars[..len]);
    let words = chars.get(len..)?.iter().take(4).filter(|c| crate::text::is_han(**c)).count() == 4;
    let counted = crate::quantity::unit_at(chars, len).is_some()
        || chars.get(len).is_some_and(|c| "年月日号时点分秒级类届期次轮万亿千百十多余第至到".contains(*c));
    (len == 1 && value > 0 && words && !counted).then(|| Mark {
        style: Style::Digit,
        value,
        label: value.to_string(),
        len,
    })
}

/// Reads a bare `1` over a line that begins with 1.1, where nothing parts it from its title: 1总则.
pub(crate) fn bare(chars: &[char]) -> Option<Mark> {
    let len = digit_len(chars);
    let value = value_of(&chars[..len]);
    let title = chars.get(len).is_some_and(|c| crate::text::is_han(*c)) && chars.len() <= 24;
    ((1..=2).contains(&len) && (1..=30).contains(&value) && title).then(|| Mark {
        style: Style::Digit,
        value,
        label: value.to_string(),
        len,
    })
}

/// 1.3人户家庭: households are no second figure.
fn is_household(rest: &[char]) -> bool {
    crate::text::has_at(rest, digit_len(rest), "人户")
}

/// 1、5个分站评选…: what is counted is no second number of a list, unless it counts on from the first.
fn counts(value: u64, rest: &[char]) -> bool {
    let len = digit_len(rest);
    let counter = rest.get(len).is_some_and(|c| "个名家所项台辆处户条天%％".contains(*c));
    // 4、5天以上假期: no two numbers are bounded.
    let bounded = ["以上", "以下", "以内"].iter().any(|word| crate::text::has_at(rest, len + 1, word));
    (1..=4).contains(&len) && counter && (bounded || value_of(&rest[..len]) != value + 1)
}

/// A title may begin with a year or a month: `1.2023年…`, `2．4月至9月…`; 3、4月份 names two months.
fn digit_title(sep: char, rest: &[char]) -> bool {
    let len = digit_len(rest);
    // 1、07:10 玉泉路校区
    if len == 2
        && matches!(rest.get(2), Some(':' | '：'))
        && rest.get(3).is_some_and(|c| arabic(*c).is_some())
    {
        return true;
    }
    let year = len == 4 && matches!(rest.get(4), Some('年' | '届'));
    let dash = rest.get(len).is_some_and(|c| matches!(c, '—' | '-' | '–' | '至'));
    let until = if dash { 1 + digit_len(&rest[len + 1..]) } else { 0 };
    // 2、3月20日前…, but not 2、3月份.
    let dated = rest.get(len + until + 1).is_some_and(|c| arabic(*c).is_some());
    let month = (1..=2).contains(&len) && rest.get(len + until) == Some(&'月');
    let point =
        rest.get(len + until + 1).is_some_and(|c| matches!(c, '底' | '初' | '末' | '上' | '中' | '下'));
    year || month && (sep != '、' || dated || point)
}

fn circled(chars: &[char], first: char) -> Option<Mark> {
    let value = u64::from(first as u32 - '①' as u32) + 1;
    let len = 1 + usize::from(matches!(chars.get(1), Some('、' | '.')));
    Some(Mark { style: Style::Circle, value, label: first.to_string(), len })
}

/// a.悬挂横幅
fn letter(chars: &[char], first: char) -> Option<Mark> {
    let title = chars.get(2).is_some_and(|c| crate::text::is_han(*c));
    let marked = matches!(chars.get(1), Some('.' | '．' | '、' | ')' | '）'));
    let value = u64::from(first.to_ascii_lowercase() as u32 - 'a' as u32) + 1;
    (title && marked).then(|| Mark { style: Style::Letter, value, label: first.to_string(), len: 2 })
}

/// ⑴ is （1） in one character, ⒈ is 1., ㈠ is （一）.
fn enclosed(chars: &[char], first: char) -> Option<Mark> {
    let len = 1 + usize::from(matches!(chars.get(1), Some('、' | '.' | '．')));
    if first >= '㈠' {
        let at = first as usize - '㈠' as usize;
        let label = "一二三四五六七八九十".chars().nth(at)?.to_string();
        return Some(Mark { style: Style::HanBracket, value: at as u64 + 1, label, len });
    }
    let (style, one) = if first >= '⒈' { (Style::Digit, '⒈') } else { (Style::DigitBracket, '⑴') };
    let value = u64::from(first as u32 - one as u32) + 1;
    Some(Mark { style, value, label: value.to_string(), len })
}

fn ordinal(chars: &[char]) -> Option<Mark> {
    let inner = &chars[1..];
    let (len, value) = match numeral_len(inner) {
        0 => {
            let len = digit_len(inner);
            (len, value_of(&inner[..len]))
        }
        len => (len, parse_han(&inner[..len])?),
    };
    if len == 0 || value == 0 {
        return None;
    }
    let rest = &inner[len..];
    let (style, word) = match rest {
        ['阶', '段', ..] => (Style::Stage, 2),
        ['步', '骤', ..] => (Style::Stage, 2),
        ['步', ..] => (Style::Stage, 1),
        ['部', '分', ..] => (Style::Chapter, 2),
        ['章' | '编', ..] => (Style::Chapter, 1),
        ['节', ..] => (Style::Section, 1),
        ['条', ..] => (Style::Article, 1),
        // 第一季度：…, 第一周：…
        ['季', '度', '：' | ':', ..] => (Style::Stage, 2),
        ['周', '：' | ':', ..] => (Style::Stage, 1),
        // 第一小组：综合协调组, but not 第一组：张三
        ['小', '组', '：' | ':', name @ ..] if is_group(name) => (Style::Stage, 2),
        ['工', '作', '组', '：' | ':', name @ ..] if is_group(name) => (Style::Stage, 3),
        _ => return None,
    };
    let mut end = 1 + len + word;
    let label = text(&chars[..end]);
    while matches!(chars.get(end), Some('：' | ':' | '、' | '，' | ',' | '.' | '—' | '–' | '-')) {
        end += 1;
    }
    Some(Mark { style, value, label, len: end })
}

/// True for a line that is the name of a group and nothing else.
fn is_group(line: &[char]) -> bool {
    (3..=24).contains(&line.len())
        && line.last() == Some(&'组')
        && line.iter().all(|c| crate::text::is_han(*c) || *c == '、')
}

/// The kinds of chains inside paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chain {
    /// 一是, 二是
    Is,
    /// 一要, 二要
    Must,
    /// 其一, 其二
    OfThem,
    /// 首先, 其次
    First,
    /// 第一，第二，
    Ordinal,
    /// 第一阶段 …
    Stage,
    /// （一）（二）
    HanBracket,
    /// （1）（2）
    Bracket,
    /// ①②
    Circle,
    /// 1. 2. behind stops
    Digit,
}

/// A chain word at `at`; the caller checks that a clause begins there.
pub(crate) fn chain_at(chars: &[char], at: usize) -> Option<(Chain, Mark)> {
    let rest = &chars[at..];
    let mark =
        |chain, value, label: String, len| Some((chain, Mark { style: Style::Circle, value, label, len }));
    match *rest.first()? {
        '首' if rest.get(1) == Some(&'先') => mark(Chain::First, 1, "首先".into(), 2 + comma(rest, 2)),
        '其' if rest.get(1) == Some(&'次') => mark(Chain::First, 2, "其次".into(), 2 + comma(rest, 2)),
        '再' if rest.get(1) == Some(&'次') => mark(Chain::First, 3, "再次".into(), 2 + comma(rest, 2)),
        '其' => {
            let len = numeral_len(&rest[1..]);
            let value = parse_han(&rest[1..1 + len])?;
            (comma(rest, 1 + len) == 1)
                .then(|| mark(Chain::OfThem, value, text(&rest[..1 + len]), len + 2))?
        }
        '第' => {
            if let Some(found) = ordinal(rest) {
                return (found.style == Style::Stage).then_some((Chain::Stage, found));
            }
            let len = numeral_len(&rest[1..]);
            let value = parse_han(&rest[1..1 + len])?;
            (comma(rest, 1 + len) == 1)
                .then(|| mark(Chain::Ordinal, value, text(&rest[..1 + len]), len + 2))?
        }
        '①'..='⑳' => circled(rest, rest[0]).map(|mark| (Chain::Circle, mark)),
        '（' | '(' => bracketed(rest).map(|mark| match mark.style {
            Style::HanBracket => (Chain::HanBracket, mark),
            _ => (Chain::Bracket, mark),
        }),
        c if arabic(c).is_some() => {
            digits(rest).filter(|mark| mark.style == Style::Digit).map(|mark| (Chain::Digit, mark))
        }
        c if is_numeral(c) => {
            let len = numeral_len(rest);
            let value = parse_han(&rest[..len]).filter(|value| (1..=20).contains(value))?;
            let chain = match rest.get(len)? {
                '是' => Chain::Is,
                '要' => Chain::Must,
                _ => return None,
            };
            mark(chain, value, text(&rest[..len]), len + 1)
        }
        _ => None,
    }
}

fn comma(chars: &[char], at: usize) -> usize {
    usize::from(matches!(chars.get(at), Some('，' | ',' | '、' | '：' | ':')))
}

fn text(chars: &[char]) -> String {
    chars.iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, expect: Option<(&str, usize)>) {
        let chars: Vec<char> = given.chars().collect();
        let mark = parse(&chars);
        assert_eq!(mark.as_ref().map(|mark| (mark.label.as_str(), mark.len)), expect, "{given}");
    }

    #[test]
    fn marks() {
        check("一、工作目标", Some(("一", 2)));
        check("（十二）抓好落实", Some(("十二", 4)));
        check("1.加强领导", Some(("1", 2)));
        check("10、加强领导", Some(("10", 3)));
        check("（2）检查", Some(("2", 3)));
        check("③检查", Some(("③", 1)));
        check("⑶、检查", Some(("3", 2)));
        check("A、检查", Some(("A", 2)));
        check("一、一类行业", Some(("一", 2)));
        check("第一阶段：动员", Some(("第一阶段", 5)));
        check("第三条凡是", Some(("第三条", 3)));
    }

    #[test]
    fn no_marks() {
        for text in ["3、4月份开展", "5.1前后", "2022.3", "一、二级单位要", "一级抓一级", "第一次", "第三方"]
        {
            check(text, None);
        }
    }
}
