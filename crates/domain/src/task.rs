//! 任务: a duty in the paper's words. All state lives on its assignments.

use crate::assignment::{self, Assignment};
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::Day;
use crate::id::{BureauId, CampaignId, MeasureId, PlanId, StageId, TaskId};
use crate::refused::{Check, Refused};
use serde::{Deserialize, Serialize};

codes! {
    /// Where a task came from.
    pub enum Origin {
        /// Read from a document.
        Import = "import" "文件导入",
        /// Written by hand.
        Manual = "manual" "手工新增",
        /// Made from a 任务分解表.
        Table = "table" "任务分解表",
    }
}

/// A task of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub id: TaskId,
    pub bureau: BureauId,
    pub campaign: CampaignId,
    pub plan: PlanId,
    pub measure: Option<MeasureId>,
    pub stage: Option<StageId>,
    pub position: i64,
    pub title: String,
    /// The sentence of the paper, with the span `[from, to)` in the decoded text.
    pub source: String,
    pub span: Option<(i64, i64)>,
    /// Cadence in the paper's words (每季度 …), empty if none.
    pub cadence: String,
    /// Deadline in the paper's words, empty if none.
    pub deadline: String,
    /// Due day of a task without recurrence.
    pub due: Option<Day>,
    /// Quantity as canonical decimal text and its uom, e.g. `2` `次`.
    pub quantity: String,
    pub uom: String,
    /// What must be handed in, in the bureau's words (材料要求).
    pub material: String,
    pub origin: Origin,
    /// Why the task was voided; empty while it stands.
    pub void_reason: String,
}

/// What a person writes about a task: all that can be reworded later.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wording {
    pub title: String,
    pub material: String,
    /// Decimal digits, or blank.
    pub quantity: String,
    pub uom: String,
}

impl Wording {
    /// Checks what was typed: a title, and a quantity that is a number with its uom.
    pub fn parse(title: &str, material: &str, quantity: &str, uom: &str) -> Result<Self, Refused> {
        let mut check = Check::new();
        let title = check.text("title", "任务", title, 200);
        let material = check.length("material", "材料要求", material, 500);
        let uom = check.length("uom", "计量单位", uom, 10);
        let quantity = match crate::record::decimal(quantity) {
            Ok(quantity) => quantity,
            Err(sentence) => {
                check.require(false, "quantity", sentence);
                String::new()
            }
        };
        check.require(
            quantity.is_empty() || !uom.is_empty(),
            "uom",
            "填了数量，请写上计量单位，例如 次、人、场。",
        );
        check.done()?;
        Ok(Self { title, material, quantity, uom })
    }
}

type Edited = (Versioned<Task>, Vec<Versioned<Assignment>>);

/// 改任务: other words for the same duty. The paper's sentence stays.
pub fn reword(held: &Versioned<Task>, words: &Wording) -> Result<Change<Versioned<Task>>, Refused> {
    standing(held)?;
    let words = words.clone();
    let entry =
        Entry::new(Action::EditTask, held.id).field("title", &words.title).field("material", &words.material);
    let Wording { title, material, quantity, uom } = words;
    Ok(Change::new(held.to(Task { title, material, quantity, uom, ..held.row.clone() }), entry))
}

/// 改时限 of a task that does not recur, with all its open assignments.
pub fn set_due(
    held: &Versioned<Task>,
    assignments: &[Versioned<Assignment>],
    due: Option<Day>,
) -> Result<Change<Edited>, Refused> {
    standing(held)?;
    if assignments.iter().any(|it| !it.occurrence.is_empty()) {
        return Err(Refused::rule("这是反复要办的任务，时限按次计算，请在落实里逐次修改。"));
    }
    let mut moved = Vec::new();
    for it in assignments.iter().filter(|it| it.due != due) {
        // What is closed or under review keeps the day that it was judged by.
        if let Ok(change) = assignment::set_due(it, due) {
            moved.push(change.next);
        }
    }
    let day = due.map(|day| day.to_string()).unwrap_or_default();
    let next = held.to(Task { due, ..held.row.clone() });
    Ok(Change::new((next, moved), Entry::new(Action::EditTask, held.id).field("due", day)))
}

/// 作废 with a reason. What was accepted stays; all else is closed with the task.
pub fn void(
    held: &Versioned<Task>,
    assignments: &[Versioned<Assignment>],
    reason: &str,
) -> Result<Change<Edited>, Refused> {
    standing(held)?;
    let mut check = Check::new();
    let reason = check.text("reason", "作废的原因", reason, 200);
    check.done()?;
    let open = assignments.iter().filter(|it| !it.state.closed());
    let closed: Vec<_> = open.map(|it| assignment::void(it, &reason)).collect::<Result<_, _>>()?;
    let entry = Entry::new(Action::EditTask, held.id).field("void_reason", &reason);
    let next = held.to(Task { void_reason: reason, ..held.row.clone() });
    let mut change = Change::new((next, Vec::new()), entry);
    for one in closed {
        change.next.1.push(one.next);
        change.audit.extend(one.audit);
    }
    Ok(change)
}

/// A voided task takes no more acts.
pub fn standing(task: &Task) -> Result<(), Refused> {
    if task.void_reason.is_empty() {
        return Ok(());
    }
    Err(Refused::rule(format!("这项任务已经作废，原因：{}。", task.void_reason)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assignment::{Part, State};
    use crate::id::AssignmentId;
    use uuid::Uuid;

    fn task() -> Versioned<Task> {
        let row = Task {
            id: TaskId(Uuid::from_u128(1)),
            bureau: BureauId(Uuid::nil()),
            campaign: CampaignId(Uuid::nil()),
            plan: PlanId(Uuid::nil()),
            measure: None,
            stage: None,
            position: 0,
            title: "办一期读书班".into(),
            source: String::new(),
            span: None,
            cadence: String::new(),
            deadline: String::new(),
            due: None,
            quantity: String::new(),
            uom: String::new(),
            material: String::new(),
            origin: Origin::Manual,
            void_reason: String::new(),
        };
        Versioned { version: 1, row }
    }

    fn assignment(state: State, occurrence: &str) -> Versioned<Assignment> {
        let row = Assignment {
            id: AssignmentId(Uuid::from_u128(state as u128 + 5)),
            bureau: BureauId(Uuid::nil()),
            task: TaskId(Uuid::from_u128(1)),
            occurrence: occurrence.into(),
            unit: None,
            person: None,
            part: Part::Doer,
            due: None,
            state,
            submitter: None,
            reviewer: None,
            return_reason: None,
            return_note: String::new(),
            valid_from: Day::MIN,
            valid_to: None,
        };
        Versioned { version: 1, row }
    }

    #[test]
    fn a_voided_task_keeps_what_was_accepted_and_takes_no_more_acts() {
        let all: Vec<_> =
            [State::Todo, State::Doing, State::Review, State::Returned, State::Done, State::Void]
                .map(|state| assignment(state, ""))
                .into();
        assert!(void(&task(), &all, "  ").is_err(), "a reason is asked for");
        let change = void(&task(), &all, "上级取消").unwrap();
        let (voided, closed) = change.next;
        assert_eq!(closed.len(), 4);
        assert!(closed.iter().all(|it| it.state == State::Void));
        assert!(reword(&voided, &Wording::parse("新名", "", "", "").unwrap()).is_err());
        assert!(set_due(&voided, &[], None).is_err() && void(&voided, &[], "再来").is_err());
    }

    #[test]
    fn a_new_due_day_moves_only_what_is_open() {
        let due = Day::new(2026, 7, 31);
        let all: Vec<_> = [State::Todo, State::Review, State::Done].map(|state| assignment(state, "")).into();
        let (task_next, moved) = set_due(&task(), &all, due).unwrap().next;
        assert_eq!((task_next.due, moved.len(), moved[0].due), (due, 1, due));
        assert!(set_due(&task(), &[assignment(State::Todo, "第22周")], due).is_err());
    }

    #[test]
    fn words_are_checked_field_by_field() {
        let wrong = |title, quantity, uom| match Wording::parse(title, "", quantity, uom) {
            Err(Refused::Invalid(fields)) => {
                fields.into_iter().map(|f| f.field).collect::<Vec<_>>().join(",")
            }
            _ => String::new(),
        };
        assert_eq!(wrong("", "", ""), "title");
        assert_eq!(wrong("读书", "两", "次"), "quantity");
        assert_eq!(wrong("读书", "2", ""), "uom");
        assert_eq!(wrong("读书", "２", "次"), "");
    }
}
