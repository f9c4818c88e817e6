//! The address of the task list: its filters and columns.

use crate::listing::{Address, Column, Natural, Shown};
use crate::request::Ctx;
use domain::assignment::State;
use domain::authority::Action;
use domain::code::Code;
use domain::day::Day;
use domain::id::{MeasureId, PersonId};
use store::{WorkFilter, WorkOrder, WorkSort, WorkState};

/// What the address asks for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub address: Address,
    pub filter: WorkFilter,
    /// The person as typed; the list resolves the name.
    pub person: String,
    pub state: String,
}

/// The columns of the list, in their order.
pub const COLUMNS: &[Column] = &[
    Column::new("title", "任务", Shown::Always).sorts(Natural::Up),
    Column::new("measure", "措施", Shown::OnDemand),
    Column::new("unit", "责任科室", Shown::Usually).sorts(Natural::Up),
    Column::new("person", "责任人", Shown::Usually).sorts(Natural::Up),
    Column::new("due", "时限", Shown::Usually).sorts(Natural::Up).first(),
    Column::new("state", "状态", Shown::Usually).sorts(Natural::Up),
    Column::new("changed", "最近变化", Shown::OnDemand).sorts(Natural::Down),
    Column::new("records", "纪实", Shown::Usually).figures(),
];

/// Filters that the address may carry.
const FILTERS: &[&str] =
    &["q", "plan", "measure", "unit", "person", "person_id", "state", "from", "to", "gap"];

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
        let address = Address::parse("/tasks", COLUMNS, FILTERS, raw);
        let mut filter = WorkFilter::default();
        let mut person = String::new();
        for (name, value) in &address.pairs {
            match name.as_str() {
                "q" => filter.words = value.chars().take(50).collect(),
                "plan" => filter.plan = value.parse().ok(),
                "measure" => filter.measures.extend(value.parse::<MeasureId>()),
                "unit" => filter.unit = value.parse().ok(),
                "person" => person = value.chars().take(60).collect(),
                "person_id" => filter.person = value.parse().ok(),
                "from" => filter.from = Day::parse_loose(value).ok(),
                "to" => filter.to = Day::parse_loose(value).ok(),
                "gap" if value == "owner" => filter.without_owner = true,
                "gap" if value == "date" => filter.without_date = true,
                _ => {}
            }
        }
        let asked = address.get("state");
        let state = if asked.is_empty() { "open".to_owned() } else { asked.to_owned() };
        filter.state = match state.as_str() {
            "any" => WorkState::Any,
            "late" => WorkState::Late,
            other => State::from_code(other).map_or(WorkState::Open, WorkState::Only),
        };
        Self { address, filter, person, state }
    }

    /// Puts the person that was typed into the filter. A name that nobody bears lists nothing, rather
    /// than everything.
    pub async fn resolve(&mut self, ctx: &Ctx) -> app::Result<()> {
        if self.filter.person.is_some() || self.person.is_empty() {
            return Ok(());
        }
        let named = if ctx.who.reach(Action::AssignTask).is_some() {
            app::assignment::choices(&ctx.app, &ctx.who).await?.person(&self.person).ok().flatten()
        } else {
            None
        };
        self.filter.person = Some(named.unwrap_or(PersonId(uuid::Uuid::nil())));
        Ok(())
    }

    pub fn sort(&self) -> WorkSort {
        let (code, descending) = self.address.sort();
        let by = match code {
            "title" => WorkOrder::Title,
            "unit" => WorkOrder::Unit,
            "person" => WorkOrder::Person,
            "state" => WorkOrder::State,
            "changed" => WorkOrder::Changed,
            _ => WorkOrder::Due,
        };
        WorkSort { by, descending }
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
        assert!(asked.filter.without_owner && asked.filter.measures.is_empty());
        assert_eq!(asked.address.without(|name, _| name != "state"), "/tasks?state=late");
        assert!(asked.address.with("state", "").contains("gap=owner"));
        assert_eq!(Asked::parse("").state, "open");
        assert_eq!(Asked::parse("sort=-unit").sort(), WorkSort { by: WorkOrder::Unit, descending: true });
        assert_eq!(Asked::parse("sort=changed").sort(), WorkOrder::Changed.into());
    }
}
