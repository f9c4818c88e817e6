//! The dated nodes of a month view: festivals, commemorations, solar terms, rest and make-up days.
//!
//! Tasks are put beside them by the page; this module knows none.

use super::fixed::fixed_dates;
use super::lunar;
use super::workday::{Holiday, Holidays};
use crate::day::Day;
use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

/// What a day is marked for. The order is the one in which nodes of the same day are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// A day named by 全国年节及纪念日放假办法, or one a holiday notice names.
    Statutory,
    /// A festival of the lunar calendar.
    Lunar,
    /// A political commemoration.
    Political,
    /// A day of public campaigning.
    Campaign,
    /// A day of the transport trade.
    Industry,
    /// A solar term that is no festival.
    SolarTerm,
}

/// One mark on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The day.
    pub day: Day,
    /// What to print, such as 端午节, 端午节假期 or 端午节调休上班.
    pub name: String,
    /// Its kind.
    pub kind: NodeKind,
    /// 休 (`true`) or 班 (`false`) after the notice; `None` when no notice names the day.
    pub rest: Option<bool>,
}

/// The nodes of a month (1–12) in order; empty for a month that does not exist.
pub fn nodes_of_month(year: i16, month: i8, holidays: &Holidays) -> Vec<Node> {
    Day::new(year, month, 1).map_or_else(Vec::new, |first| nodes(first, first.month_end(), holidays))
}

/// The nodes from one day to another, both included, by day and then by kind.
///
/// Every day a notice names has at least one node: a day without a festival of its own is called after
/// the holiday it belongs to, so that 休 and 班 are never shown without a reason.
pub fn nodes(from: Day, to: Day, holidays: &Holidays) -> Vec<Node> {
    let mut found = Vec::new();
    for year in from.year()..=to.year() {
        found.extend(festivals_of(year).iter().filter(|node| (from..=to).contains(&node.day)).cloned());
    }
    for (day, holiday) in holidays.rows(from, to) {
        mark(&mut found, day, holiday);
    }
    found.sort_by_key(|node| (node.day, node.kind));
    found
}

/// Years that are kept once reckoned: nobody turns over more of them in a day.
const KEPT: usize = 64;

/// The nodes of a year that no notice names. The sun and the moon are reckoned once for each year:
/// every first page asks for them.
fn festivals_of(year: i16) -> Arc<[Node]> {
    static RECKONED: RwLock<BTreeMap<i16, Arc<[Node]>>> = RwLock::new(BTreeMap::new());
    if let Some(known) = RECKONED.read().unwrap_or_else(PoisonError::into_inner).get(&year) {
        return Arc::clone(known);
    }
    let nodes: Arc<[Node]> = reckon(year).collect();
    let mut reckoned = RECKONED.write().unwrap_or_else(PoisonError::into_inner);
    if reckoned.len() >= KEPT {
        reckoned.clear();
    }
    Arc::clone(reckoned.entry(year).or_insert(nodes))
}

fn reckon(year: i16) -> impl Iterator<Item = Node> {
    let node = |day, name, kind| Node { day, name, kind, rest: None };
    let fixed = fixed_dates()
        .iter()
        .filter_map(move |date| Some(node(date.in_year(year)?, date.name.to_owned(), date.kind)));
    let lunar = lunar::festivals(year);
    let festival_days: Vec<Day> = lunar.iter().map(|(day, _)| *day).collect();
    // 清明 and 冬至 are in both lists and shown once.
    let terms = lunar::solar_terms(year)
        .into_iter()
        .filter(move |(day, name)| !(festival_days.contains(day) && matches!(name.as_str(), "清明" | "冬至")))
        .map(move |(day, name)| node(day, name, NodeKind::SolarTerm));
    let lunar =
        lunar.into_iter().map(move |(day, festival)| node(day, festival.name().to_owned(), NodeKind::Lunar));
    fixed.chain(lunar).chain(terms)
}

/// Marks the nodes of a day as 休 or 班, and names the day after its holiday where no festival does.
fn mark(found: &mut Vec<Node>, day: Day, holiday: &Holiday) {
    let mut is_named = false;
    for node in found.iter_mut().filter(|node| node.day == day) {
        node.rest = Some(holiday.off);
        is_named |= holiday.off && holiday.name.contains(&node.name);
    }
    if !is_named {
        let suffix = if holiday.off { "假期" } else { "调休上班" };
        let name = format!("{}{suffix}", holiday.name);
        found.push(Node { day, name, kind: NodeKind::Statutory, rest: Some(holiday.off) });
    }
}
