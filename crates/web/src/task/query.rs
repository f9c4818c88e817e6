//! The address of the task list: filters, order, columns and page key, read and written in one place.

use domain::assignment::State;
use domain::code::Code;
use domain::day::Day;
use domain::id::{AssignmentId, MeasureId};
use store::{WorkFilter, WorkOrder, WorkState};

/// What the address asks for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub filter: WorkFilter,
    /// The person as typed; the list resolves the name.
    pub person: String,
    pub state: String,
    pub order: WorkOrder,
    pub columns: Vec<String>,
    pub after: Option<(String, AssignmentId)>,
    /// Pairs without the page key, as they came.
    pub pairs: Vec<(String, String)>,
}

/// Columns that can be shown beside the task itself.
pub const COLUMNS: &[(&str, &str, bool)] = &[
    ("unit", "责任科室", true),
    ("person", "责任人", true),
    ("due", "时限", true),
    ("state", "状态", true),
    ("records", "纪实", true),
    ("measure", "措施", false),
    ("changed", "最近变化", false),
];

/// States that a filter offers, with their words.
pub const STATES: &[(&str, &str)] = &[
    ("open", "未完成"),
    ("late", "逾期"),
    ("todo", "未开始"),
    ("doing", "进行中"),
    ("review", "待审核"),
    ("returned", "已退回"),
    ("done", "已完成"),
    ("void", "已作废"),
    ("any", "全部"),
];

impl Asked {
    /// Reads an address. What does not parse is left out: an old link still opens.
    pub fn parse(raw: &str) -> Self {
        let all: Vec<(String, String)> = serde_urlencoded::from_str(raw).unwrap_or_default();
        let mut asked = Self::default();
        for (name, value) in all.into_iter().take(100) {
            if value.is_empty() {
                continue;
            }
            match name.as_str() {
                "q" => asked.filter.words = value.chars().take(50).collect(),
                "plan" => asked.filter.plan = value.parse().ok(),
                "measure" => asked.filter.measures.extend(value.parse::<MeasureId>()),
                "unit" => asked.filter.unit = value.parse().ok(),
                "person" => asked.person = value.chars().take(60).collect(),
                "person_id" => asked.filter.person = value.parse().ok(),
                "state" => asked.state = value.clone(),
                "from" => asked.filter.from = Day::parse_loose(&value).ok(),
                "to" => asked.filter.to = Day::parse_loose(&value).ok(),
                "gap" if value == "owner" => asked.filter.without_owner = true,
                "gap" if value == "date" => asked.filter.without_date = true,
                "sort" if value == "changed" => asked.order = WorkOrder::Changed,
                "cols" => asked.columns.push(value.clone()),
                "after" => {
                    asked.after = crate::work::key(&value);
                    continue;
                }
                _ => continue,
            }
            asked.pairs.push((name, value));
        }
        if asked.state.is_empty() {
            asked.state = "open".into();
        }
        asked.filter.state = state(&asked.state);
        if asked.columns.is_empty() {
            let usual = COLUMNS.iter().filter(|(_, _, usual)| *usual);
            asked.columns = usual.map(|(code, _, _)| (*code).to_owned()).collect();
        }
        asked
    }

    /// The address without some of its pairs.
    pub fn without(&self, drop: impl Fn(&str, &str) -> bool) -> String {
        address(self.pairs.iter().filter(|(name, value)| !drop(name, value)))
    }

    /// The address with one field set anew.
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut pairs: Vec<(String, String)> =
            self.pairs.iter().filter(|(it, _)| it != name).cloned().collect();
        if !value.is_empty() {
            pairs.push((name.to_owned(), value.to_owned()));
        }
        address(pairs.iter())
    }

    /// The address of the same list as the part behind the question mark.
    pub fn query(&self) -> String {
        serde_urlencoded::to_string(&self.pairs).unwrap_or_default()
    }

    pub fn shows(&self, column: &str) -> bool {
        self.columns.iter().any(|it| it == column)
    }
}

fn address<'a>(pairs: impl Iterator<Item = &'a (String, String)>) -> String {
    let pairs: Vec<&(String, String)> = pairs.collect();
    if pairs.is_empty() {
        return "/tasks".into();
    }
    format!("/tasks?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
}

fn state(code: &str) -> WorkState {
    match code {
        "any" => WorkState::Any,
        "late" => WorkState::Late,
        other => State::from_code(other).map_or(WorkState::Open, WorkState::Only),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_and_written_back() {
        let asked =
            Asked::parse("q=读书&state=late&from=2026-06-01&gap=owner&x=1&after=2026-06-12~bad&measure=bad");
        assert_eq!(asked.filter.state, WorkState::Late);
        assert!(asked.filter.without_owner && asked.after.is_none() && asked.filter.measures.is_empty());
        assert_eq!(asked.without(|name, _| name != "state"), "/tasks?state=late");
        assert!(asked.with("state", "").contains("gap=owner"));
        assert_eq!(Asked::parse("").state, "open");
    }
}
