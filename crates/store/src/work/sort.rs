//! Orders of the lists of work, and the keys by which they are turned on and back.

use super::{JOINS, Page, WorkRow};
use crate::clause::Query;
use crate::column::args;
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

    /// The key as SQL: never null, so that rows compare.
    fn key(self) -> &'static str {
        match self.by {
            WorkOrder::Due => "a.due_key",
            WorkOrder::Changed => "a.changed",
            WorkOrder::Title => "t.title",
            WorkOrder::Unit => "coalesce(u.name, '')",
            WorkOrder::Person => "coalesce(p.name, '')",
            WorkOrder::State => {
                "case a.state when 'returned' then '0' when 'doing' then '1' when 'todo' then '2' \
                 when 'review' then '3' when 'done' then '4' else '5' end"
            }
        }
    }

    /// What must be joined to count by the key.
    pub(super) fn joined(self) -> &'static str {
        match self.by {
            WorkOrder::Due | WorkOrder::Changed | WorkOrder::State => "from assignment a",
            WorkOrder::Title | WorkOrder::Unit | WorkOrder::Person => JOINS,
        }
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

    /// Narrows to the rows behind a key.
    pub(super) fn behind(self, query: &mut Query, (key, id): &(String, AssignmentId)) {
        let sign = if self.descending { "<" } else { ">" };
        let clause = format!(" and ({}, a.id) {sign} (?, ?)", self.key());
        match self.by {
            WorkOrder::Changed => query.push(&clause, args![Instant(key.parse().unwrap_or(i64::MAX)), *id]),
            _ => query.push(&clause, args![*key, *id]),
        }
    }

    pub(super) fn page(self, query: &mut Query, page: &Page<(String, AssignmentId)>) {
        if let Some(key) = &page.after {
            self.behind(query, key);
        }
        let way = if self.descending { "desc" } else { "asc" };
        query.push(&format!(" order by {} {way}, a.id {way} limit ?", self.key()), args![page.limit]);
    }
}
