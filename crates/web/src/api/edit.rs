//! The edits of a draft as JSON: `{"op": "confirm", "item": 12}`. Each is one act of the review page.

use super::{Problem, all_given, day_or_none, given_or_none, member};
use domain::code::Code;
use domain::draft::Edit;
use serde::Deserialize;
use utoipa::ToSchema;

/// One edit. Ids are those of the draft's tree; units and persons are named by their ids.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "op", rename_all = "snake_case")]
pub(super) enum EditIn {
    Confirm {
        item: u32,
    },
    Reopen {
        item: u32,
    },
    Drop {
        item: u32,
    },
    Restore {
        item: u32,
    },
    ConfirmMeasure {
        measure: u32,
    },
    Reword {
        item: u32,
        text: String,
    },
    /// Cuts the text before character `at`.
    Split {
        item: u32,
        at: usize,
    },
    /// Joins the item to the one before it.
    MergeUp {
        item: u32,
    },
    /// Before the item at `position`; at the end if it is missing.
    Move {
        item: u32,
        measure: u32,
        position: Option<usize>,
    },
    /// `fan`: sections, subordinates or both.
    Own {
        item: u32,
        #[serde(default)]
        leads: Vec<String>,
        fan: Option<String>,
        doer: Option<String>,
        #[serde(default)]
        support: Vec<String>,
    },
    Due {
        item: u32,
        due: Option<String>,
    },
    Cadence {
        item: u32,
        words: String,
    },
    Quantity {
        item: u32,
        quantity: String,
        uom: String,
    },
    Stage {
        item: u32,
        stage: Option<u32>,
    },
    Festival {
        item: u32,
        name: String,
        day: Option<String>,
    },
    AddItem {
        measure: u32,
        text: String,
    },
    AssignMeasure {
        measure: u32,
        leader: Option<String>,
        lead: Option<String>,
        doer: Option<String>,
        reviewer: Option<String>,
        due: Option<String>,
    },
    Header {
        title: String,
        doc_number: String,
        issuer: String,
        target: String,
        issued: Option<String>,
        year: i16,
    },
    StageDates {
        stage: u32,
        name: String,
        from: Option<String>,
        to: Option<String>,
    },
    Seat {
        seat: u32,
        person: Option<String>,
    },
    Settle {
        doubt: u32,
    },
    /// `status`: proposed, confirmed or dropped.
    Finding {
        id: u32,
        status: String,
    },
}

impl EditIn {
    /// The act that is meant.
    pub fn parse(self) -> Result<Edit, Problem> {
        Ok(match self {
            Self::Confirm { item } => Edit::Confirm { item },
            Self::Reopen { item } => Edit::Reopen { item },
            Self::Drop { item } => Edit::Drop { item },
            Self::Restore { item } => Edit::Restore { item },
            Self::ConfirmMeasure { measure } => Edit::ConfirmMeasure { measure },
            Self::Reword { item, text } => Edit::Reword { item, text },
            Self::Split { item, at } => Edit::Split { item, at },
            Self::MergeUp { item } => Edit::MergeUp { item },
            Self::Move { item, measure, position } => {
                Edit::Move { item, measure, position: position.unwrap_or(usize::MAX) }
            }
            Self::Own { item, leads, fan, doer, support } => Edit::Own {
                item,
                leads: all_given("leads", &leads)?,
                fan: code("fan", fan)?,
                doer: given_or_none("doer", doer.as_deref())?,
                support: all_given("support", &support)?,
            },
            Self::Due { item, due } => Edit::Due { item, due: day_or_none("due", due.as_deref())? },
            Self::Cadence { item, words } => Edit::Cadence { item, words },
            Self::Quantity { item, quantity, uom } => Edit::Quantity { item, quantity, uom },
            Self::Stage { item, stage } => Edit::Stage { item, stage },
            Self::Festival { item, name, day } => {
                Edit::Festival { item, name, day: day_or_none("day", day.as_deref())? }
            }
            Self::AddItem { measure, text } => Edit::AddItem { measure, text },
            Self::AssignMeasure { measure, leader, lead, doer, reviewer, due } => Edit::AssignMeasure {
                measure,
                leader: given_or_none("leader", leader.as_deref())?,
                lead: given_or_none("lead", lead.as_deref())?,
                doer: given_or_none("doer", doer.as_deref())?,
                reviewer: given_or_none("reviewer", reviewer.as_deref())?,
                due: day_or_none("due", due.as_deref())?,
            },
            Self::Header { title, doc_number, issuer, target, issued, year } => {
                let issued = day_or_none("issued", issued.as_deref())?;
                Edit::Header { title, doc_number, issuer, target, issued, year }
            }
            Self::StageDates { stage, name, from, to } => Edit::StageDates {
                stage,
                name,
                from: day_or_none("from", from.as_deref())?,
                to: day_or_none("to", to.as_deref())?,
            },
            Self::Seat { seat, person } => {
                Edit::Seat { seat, person: given_or_none("person", person.as_deref())? }
            }
            Self::Settle { doubt } => Edit::Settle { doubt },
            Self::Finding { id, status } => Edit::Finding { id, status: member("status", &status)? },
        })
    }
}

fn code<C: Code>(field: &str, text: Option<String>) -> Result<Option<C>, Problem> {
    text.filter(|text| !text.is_empty()).map(|text| member(field, &text)).transpose()
}
