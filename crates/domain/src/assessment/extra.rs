//! Beside the tree: awards, events and gates of one unit and period.

use crate::day::Day;
use crate::points::Points;
use crate::standard::{BonusRule, EventRule, Gate};
use std::collections::BTreeMap;

/// An award that is claimed under a bonus rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// Code of the bonus rule.
    pub rule: String,
    /// The work it was given for: what "highest only" groups by.
    pub work: String,
    pub points: Points,
    pub day: Day,
}

/// An event under a deduction rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Code of the event rule.
    pub rule: String,
    /// The day on which the finding was published or became known.
    pub found: Day,
    /// The day on which the unit reported it itself, if it did.
    pub reported: Option<Day>,
}

/// Something that a gate is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Code of the gate.
    pub gate: String,
    pub day: Day,
    /// Persons concerned; 1 where it is about none.
    pub heads: u32,
}

/// The assessed period and the day from which one looks back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Day,
    pub to: Day,
    /// The day of judgement.
    pub as_of: Day,
}

/// The points of one line and the sentence that explains them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra {
    pub title: String,
    /// Unknown where the standard's copy does not show them.
    pub points: Option<Points>,
    pub why: String,
}

/// What the awards of one rule add: per work the highest or all, then the cap.
pub fn bonus(rule: &BonusRule, awards: &[Award], period: Period) -> Extra {
    let (mut counted, mut outside) = (0_u32, 0_u32);
    let mut works: BTreeMap<&str, Points> = BTreeMap::new();
    for award in awards.iter().filter(|award| award.rule == rule.code) {
        if rule.same_year && !(period.from..=period.to).contains(&award.day) {
            outside += 1;
            continue;
        }
        counted += 1;
        let worth = works.entry(&award.work).or_default();
        *worth = if rule.highest_per_work { (*worth).max(award.points) } else { *worth + award.points };
    }
    let sum: Points = works.values().copied().sum();
    let points = rule.cap.map_or(sum, |cap| sum.min(cap));
    let mut why = format!("{counted} 项表彰");
    if rule.highest_per_work {
        why.push_str("，同一工作取最高");
    }
    if let Some(cap) = rule.cap.filter(|cap| sum > *cap) {
        why.push_str(&format!("，合计 {sum} 分，最高计 {cap} 分"));
    }
    if outside > 0 {
        why.push_str(&format!("；{outside} 项不在本期，不计"));
    }
    Extra { title: rule.title.clone(), points: Some(points), why }
}

/// What one event takes off; more where it was not reported in time.
pub fn deduction(rule: &EventRule, event: &Event, as_of: Day) -> Extra {
    let until = rule.report_within_months.map(|months| event.found.plus_months(u16::from(months)));
    let concealed = until.is_some_and(|until| event.reported.map_or(as_of > until, |day| day > until));
    let times = if concealed { rule.concealed_times } else { 1 };
    let why = match (until, concealed) {
        (Some(until), true) => format!("{} 前没有如实报告，按 {times} 倍扣分", until.full_text()),
        (Some(until), false) if event.reported.is_none() => format!("请在 {} 前主动报告", until.full_text()),
        (Some(_), false) => "已按时报告".into(),
        (None, _) => format!("{} 发现", event.found.full_text()),
    };
    Extra {
        title: rule.title.clone(),
        points: rule.points.map(|points| Points::ZERO - points.times(times)),
        why,
    }
}

/// How a gate stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GateState {
    /// Nobody has confirmed that there is nothing.
    Unknown,
    Clear,
    /// So many persons or cases within the window.
    Breached(u32),
}

/// The state of a gate; `confirmed` is the day on which someone stated that nothing else is known.
pub fn gate(gate: &Gate, breaches: &[Breach], confirmed: Option<Day>, period: Period) -> GateState {
    let from = gate.window.from(period.as_of, period.from);
    let heads = breaches
        .iter()
        .filter(|breach| breach.gate == gate.code && (from..=period.as_of).contains(&breach.day))
        .fold(0_u32, |sum, breach| sum.saturating_add(breach.heads.max(1)));
    match confirmed {
        _ if heads >= gate.heads.max(1) => GateState::Breached(heads),
        Some(day) if day >= from => GateState::Clear,
        _ => GateState::Unknown,
    }
}
