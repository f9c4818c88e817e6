//! Orders of lists of work: what they sort by, how they page, how they are read backwards.

use crate::column::IntoArg;
use crate::way::{Order, Part};
use crate::{WorkRow, WorkTab};
use domain::assignment::State;
use domain::day::{Day, Instant};
use domain::id::AssignmentId;

/// What a list is ordered by. Its key and the id are the key by which it pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WorkOrder {
    #[default]
    Due,
    Changed,
    Title,
    Unit,
    Person,
    State,
}

/// An order with its direction. A list is turned back by reading it in the other direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkSort {
    pub by: WorkOrder,
    pub descending: bool,
}

impl From<WorkOrder> for WorkSort {
    /// The natural direction: what is due first, what changed last.
    fn from(by: WorkOrder) -> Self {
        Self { by, descending: by == WorkOrder::Changed }
    }
}

impl Default for WorkSort {
    fn default() -> Self {
        WorkOrder::default().into()
    }
}

impl WorkSort {
    pub fn reversed(self) -> Self {
        Self { descending: !self.descending, ..self }
    }

    /// The key as SQL, never null, so that rows compare; and what must be joined for it.
    pub(crate) fn order(self) -> Order {
        let (key, join) = match self.by {
            WorkOrder::Due => ("a.due_key", ""),
            WorkOrder::Changed => ("a.changed", ""),
            WorkOrder::Title => ("t.title", " join task t on t.id = a.task_id"),
            WorkOrder::Unit => ("coalesce(u.name, '')", " left join unit u on u.id = a.unit_id"),
            WorkOrder::Person => ("coalesce(p.name, '')", " left join person p on p.id = a.person_id"),
            WorkOrder::State => (
                "case a.state when 'returned' then '0' when 'doing' then '1' when 'todo' then '2' \
                 when 'review' then '3' when 'done' then '4' else '5' end",
                "",
            ),
        };
        Order { key, id: "a.id", join, down: self.descending }
    }

    /// The key of a row, as text.
    pub fn key_of(self, row: &WorkRow) -> String {
        match self.by {
            WorkOrder::Due => row.due.unwrap_or(Day::MAX).to_string(),
            WorkOrder::Changed => row.changed.0.to_string(),
            WorkOrder::Title => row.task_title.clone(),
            WorkOrder::Unit => row.unit_name.clone(),
            WorkOrder::Person => row.person_name.clone(),
            WorkOrder::State => match row.state {
                State::Returned => "0",
                State::Doing => "1",
                State::Todo => "2",
                State::Review => "3",
                State::Done => "4",
                State::Void => "5",
            }
            .to_owned(),
        }
    }

    /// The condition for the rows behind a key.
    pub(crate) fn behind(self, (key, id): &(String, AssignmentId)) -> Part {
        let key = match self.by {
            WorkOrder::Changed => (&Instant(key.parse().unwrap_or(i64::MAX))).into_arg(),
            _ => key.as_str().into_arg(),
        };
        self.order().after(key, id.into_arg())
    }
}

impl WorkTab {
    /// The order of a tab.
    pub fn sort(self) -> WorkSort {
        WorkSort { by: WorkOrder::Due, descending: self == Self::Done }
    }
}
