//! What stands beside the tree in a table of rows: 加分, 扣分 and 否决 under a heading of that name.

use super::words;
use crate::points::Points;
use crate::standard::{BonusRule, Effect, EventRule, Gate, Window};

const NUMERALS: &str = "一二三四五六七八九十";

/// What the rows under a heading are, where they are no criteria.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    Bonus,
    Event,
    Gate,
}

impl Beside {
    /// By the words of a top heading: short, and naming nothing else.
    pub fn of(title: &str) -> Option<Self> {
        let title = match title.split_once('、') {
            Some((number, rest)) if number.chars().all(|c: char| NUMERALS.contains(c)) => rest,
            _ => title,
        };
        let bare: String = title.chars().filter(|c| c.is_alphabetic()).collect();
        Some(match bare.as_str() {
            "加分项" | "加分项目" | "加分指标" | "加分" | "奖励加分" | "奖励分" | "奖励" | "奖励项" => {
                Self::Bonus
            }
            "减分项" | "减分项目" | "减分指标" | "扣分项" | "扣分事项" | "扣分项目" | "负分项" => {
                Self::Event
            }
            "一票否决" | "一票否决项" | "否决项" | "否决指标" | "一票否决事项" | "前置条件" | "前置指标"
            | "准入条件" | "准入指标" | "准入性指标" => Self::Gate,
            _ => return None,
        })
    }
}

/// A bonus; its points are the most that it can give.
pub(super) fn bonus(code: String, title: String, cap: Option<Points>) -> BonusRule {
    BonusRule {
        highest_per_work: ["只计最高", "只取最高", "取最高", "就高"].iter().any(|it| title.contains(it)),
        same_year: ["当年", "本年度"].iter().any(|it| title.contains(it)),
        code,
        title,
        cap,
    }
}

/// A deduction. Terms of reporting are written in the editor.
pub(super) fn event(code: String, title: String, points: Option<Points>) -> EventRule {
    EventRule { code, title, points, report_within_months: None, concealed_times: 1 }
}

/// A gate, and whether its words say how far back it looks.
pub(super) fn gate(code: String, title: String) -> (Gate, bool) {
    let window = window(&title);
    (
        Gate { code, title, effect: Effect::Veto, window: window.unwrap_or(Window::Period), heads: 1 },
        window.is_some(),
    )
}

/// `近两年`, `两年内`, `12个月内`, `自2018年1月1日以来`.
fn window(text: &str) -> Option<Window> {
    let folded: String = text.chars().filter(|c| !c.is_whitespace()).map(words::narrow).collect();
    if let Some((_, rest)) = folded.split_once('自')
        && let Some((day, _)) = rest.split_once(['以', '起'])
        && let Ok(day) = crate::day::Day::parse_loose(day)
    {
        return Some(Window::Since(day));
    }
    for (mark, months) in [("个月", 1_u16), ("年", 12)] {
        let mut from = 0;
        while let Some(at) = folded[from..].find(mark).map(|at| at + from) {
            let behind = &folded[at + mark.len()..];
            let (before, number) = number(&folded[..at]);
            if (behind.starts_with('内') || before.ends_with(['近', '前'])) && (1..=120).contains(&number)
            {
                return Some(Window::Months(number * months));
            }
            from = at + mark.len();
        }
    }
    None
}

/// The number at the end of a text, 0 where there is none, and what stands before it.
fn number(text: &str) -> (&str, u16) {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit());
    if before.len() < text.len() {
        return (before, text[before.len()..].parse().unwrap_or(0));
    }
    if let Some(before) = text.strip_suffix('两') {
        return (before, 2);
    }
    let before = text.trim_end_matches(|c: char| NUMERALS.contains(c));
    let digit = |c: &str| NUMERALS.chars().zip(1_u16..).find(|(it, _)| c.starts_with(*it)).map(|(_, n)| n);
    let numeral = &text[before.len()..];
    let said = match numeral.split_once('十') {
        // 十二, 二十, 二十四.
        Some((tens, ones)) => {
            digit(tens).or(tens.is_empty().then_some(1)).map(|tens| tens * 10 + digit(ones).unwrap_or(0))
        }
        None if numeral.chars().count() == 1 => digit(numeral),
        None => None,
    };
    (before, said.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_looks_back_as_far_as_its_words_say() {
        let since = crate::day::Day::new(2018, 1, 1).map(Window::Since);
        for (text, expected) in [
            ("近两年内领导班子成员严重违纪违法", Some(Window::Months(24))),
            ("12个月内发生重大安全生产事故", Some(Window::Months(12))),
            ("十二个月内发生重大安全生产事故", Some(Window::Months(12))),
            ("申报前3年内有职工刑事案件", Some(Window::Months(36))),
            ("自2018年1月1日以来有成员受到刑事处罚", since),
            ("发生重大安全生产事故", None),
            ("2026年发生事故", None),
        ] {
            assert_eq!(window(text), expected, "{text}");
        }
    }

    #[test]
    fn headings_beside_the_tree_are_told_by_their_whole_name() {
        assert_eq!(Beside::of("九、加分项（10分）"), None, "points are taken off before");
        assert_eq!(Beside::of("九、加分项"), Some(Beside::Bonus));
        assert_eq!(Beside::of("一票否决"), Some(Beside::Gate), "一 is part of the word");
        assert_eq!(Beside::of("减分项"), Some(Beside::Event));
        assert_eq!(Beside::of("加分项目的管理"), None);
    }
}
