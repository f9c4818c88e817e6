//! What a person can do to a draft. Each edit is one pure step from a tree to the next.

mod head;
mod item;

use super::*;
use crate::calendar::Deadline;
use crate::refused::{Check, Refused};

/// Longest text of a task, in characters.
pub const MAX_TEXT: usize = 200;

/// One act of a person on the review page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    Confirm {
        item: u32,
    },
    /// Back to 待确认.
    Reopen {
        item: u32,
    },
    /// Every open item of a measure.
    ConfirmMeasure {
        measure: u32,
    },
    Reword {
        item: u32,
        text: String,
    },
    /// Cuts the text before character `at`: the second half becomes an item of its own.
    Split {
        item: u32,
        at: usize,
    },
    /// Joins the item to the one before it.
    MergeUp {
        item: u32,
    },
    /// Moves the item into a measure, before the item at `position`.
    Move {
        item: u32,
        measure: u32,
        position: usize,
    },
    Own {
        item: u32,
        leads: Vec<UnitId>,
        fan: Option<Fan>,
        doer: Option<PersonId>,
        support: Vec<UnitId>,
    },
    Due {
        item: u32,
        due: Option<Day>,
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
        day: Option<Day>,
    },
    Drop {
        item: u32,
    },
    Restore {
        item: u32,
    },
    AddItem {
        measure: u32,
        text: String,
    },
    AssignMeasure {
        measure: u32,
        leader: Option<PersonId>,
        lead: Option<UnitId>,
        doer: Option<PersonId>,
        reviewer: Option<PersonId>,
        /// For items that say nothing about when.
        due: Option<Day>,
    },
    Header {
        title: String,
        doc_number: String,
        issuer: String,
        target: String,
        issued: Option<Day>,
        year: i16,
    },
    StageDates {
        stage: u32,
        name: String,
        from: Option<Day>,
        to: Option<Day>,
    },
    Seat {
        seat: u32,
        person: Option<PersonId>,
    },
    Settle {
        doubt: u32,
    },
    /// A figure or an honour of a retrospective is right or is dropped.
    Finding {
        id: u32,
        status: Status,
    },
}

/// The tree after an edit.
pub fn edit(draft: &Draft, edit: Edit) -> Result<Draft, Refused> {
    let mut next = draft.clone();
    next.apply(edit)?;
    Ok(next)
}

fn gone() -> Refused {
    Refused::rule("这一条已经不在草稿里了。请刷新页面。")
}

fn text(field: &str, value: &str) -> Result<String, Refused> {
    let mut check = Check::new();
    let value = check.text(field, "任务", value, MAX_TEXT);
    check.done()?;
    Ok(value)
}

impl Draft {
    fn apply(&mut self, edit: Edit) -> Result<(), Refused> {
        match edit {
            Edit::Confirm { item } => self.set_status(item, Status::Confirmed),
            Edit::Reopen { item } | Edit::Restore { item } => self.set_status(item, Status::Proposed),
            Edit::Drop { item } => self.set_status(item, Status::Dropped),
            Edit::ConfirmMeasure { measure } => self.confirm_measure(measure),
            Edit::Reword { item, text: words } => {
                self.item_mut(item)?.text = text("text", &words)?;
                Ok(())
            }
            Edit::Split { item, at } => self.split(item, at),
            Edit::MergeUp { item } => self.merge_up(item),
            Edit::Move { item, measure, position } => self.shift(item, measure, position),
            Edit::Own { item, leads, fan, doer, support } => {
                let it = self.item_mut(item)?;
                it.support = support.into_iter().filter(|unit| !leads.contains(unit)).collect();
                (it.leads, it.fan, it.doer) = (leads, fan, doer);
                self.settle(|about| about == &About::Item(item));
                Ok(())
            }
            Edit::Due { item, due } => {
                let it = self.item_mut(item)?;
                (it.due, it.due_by_hand) = (due, due.is_some());
                Ok(())
            }
            Edit::Cadence { item, words } => self.cadence(item, &words),
            Edit::Quantity { item, quantity, uom } => self.quantity(item, &quantity, &uom),
            Edit::Stage { item, stage } => {
                if stage.is_some_and(|id| self.stage(id).is_none()) {
                    return Err(gone());
                }
                self.item_mut(item)?.stage = stage;
                Ok(())
            }
            Edit::Festival { item, name, day } => self.festival(item, &name, day),
            Edit::AddItem { measure, text: words } => self.add_item(measure, &words),
            Edit::AssignMeasure { measure, leader, lead, doer, reviewer, due } => {
                let it = self.measure_mut(measure)?;
                (it.leader, it.lead, it.doer, it.reviewer) = (leader, lead, doer, reviewer);
                for item in
                    it.items.iter_mut().filter(|item| !item.is_dated() && item.status != Status::Dropped)
                {
                    (item.due, item.due_by_hand) = (due, due.is_some());
                }
                Ok(())
            }
            Edit::Header { title, doc_number, issuer, target, issued, year } => {
                self.header_fields(&title, &doc_number, &issuer, &target, (issued, year))
            }
            Edit::StageDates { stage, name, from, to } => self.stage_dates(stage, &name, from, to),
            Edit::Seat { seat, person } => {
                let it = self.team.iter_mut().find(|it| it.id == seat).ok_or_else(gone)?;
                it.person = person;
                self.settle(|about| about == &About::Seat(seat));
                Ok(())
            }
            Edit::Settle { doubt } => {
                let it = self.doubts.iter_mut().find(|it| it.id == doubt).ok_or_else(gone)?;
                it.settled = true;
                if it.about == About::Year {
                    self.header.year_presumed = false;
                }
                Ok(())
            }
            Edit::Finding { id, status } => self.finding(id, status),
        }
    }

    fn item_mut(&mut self, id: u32) -> Result<&mut Item, Refused> {
        self.measures
            .iter_mut()
            .flat_map(|measure| &mut measure.items)
            .find(|item| item.id == id)
            .ok_or_else(gone)
    }

    fn measure_mut(&mut self, id: u32) -> Result<&mut Measure, Refused> {
        self.measures.iter_mut().find(|measure| measure.id == id).ok_or_else(gone)
    }

    /// Measure and place of an item.
    fn place(&self, id: u32) -> Result<(usize, usize), Refused> {
        self.measures
            .iter()
            .enumerate()
            .find_map(|(m, measure)| measure.items.iter().position(|item| item.id == id).map(|i| (m, i)))
            .ok_or_else(gone)
    }

    fn settle(&mut self, on: impl Fn(&About) -> bool) {
        for doubt in self.doubts.iter_mut().filter(|doubt| on(&doubt.about)) {
            doubt.settled = true;
        }
    }
}

#[cfg(test)]
#[path = "edit_tests.rs"]
mod tests;
