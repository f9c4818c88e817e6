//! 任务分解表: tasks as rows of a sheet that goes out to sections and comes back filled in.
//!
//! [`compose`] turns a task into cells, [`read`] finds rows in a sheet that came back, [`want`] holds
//! them against the present, [`decide`] makes changes of what a person has agreed to. All pure.

mod decide;
mod read;
mod want;

pub use decide::{Decided, decide};
pub use read::{Cell, CellError, Merged, ReadRow, Reading, Sheet, read};
pub use want::{CellChange, Roster, Seat, Wanted, want};

use crate::assignment::{Assignment, Part, State};
use crate::codes;
use crate::day::Day;
use crate::task::Task;
use serde::{Deserialize, Serialize};

codes! {
    /// Columns in the order of the sheet.
    pub enum Column {
        Number = "number" "序号",
        Project = "project" "测评项目",
        Indicator = "indicator" "指标编号",
        Content = "content" "测评内容",
        Points = "points" "分值",
        Method = "method" "测评方法",
        Leader = "leader" "责任领导",
        Lead = "lead" "牵头科室",
        Support = "support" "配合科室",
        Doer = "doer" "责任人",
        Due = "due" "完成时限",
        Material = "material" "材料要求",
        Sent = "sent" "报送时间",
        Progress = "progress" "完成情况",
    }
}

/// How many columns people see; two hidden ones stand behind them.
pub const COLUMNS: usize = 14;
/// Head of the hidden column that names the task.
pub const ID: &str = "编号（勿改）";
/// Head of the hidden column that tells what the row was made from.
pub const STAMP: &str = "版本（勿改）";

impl Column {
    /// Whether a change of the cell is taken over when the sheet comes back.
    pub fn is_editable(self) -> bool {
        matches!(
            self,
            Self::Content
                | Self::Leader
                | Self::Lead
                | Self::Support
                | Self::Doer
                | Self::Due
                | Self::Material
        )
    }

    /// Whether a sheet without this column cannot be taken back.
    pub fn is_needed(self) -> bool {
        self.is_editable()
    }
}

/// The cells of one row.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells([String; COLUMNS]);

impl Cells {
    pub fn get(&self, column: Column) -> &str {
        &self.0[column as usize]
    }

    pub fn set(&mut self, column: Column, text: impl Into<String>) {
        self.0[column as usize] = text.into();
    }

    /// What an editor can change, in one text: its digest tells whether the row is still the same.
    pub fn editable_text(&self) -> String {
        use crate::code::Code;
        let editable = Column::ALL.iter().filter(|column| column.is_editable());
        editable.map(|column| self.get(*column)).collect::<Vec<_>>().join("\u{1f}")
    }
}

/// An assignment with the names that a page would print.
#[derive(Debug, Clone)]
pub struct Named<'a> {
    pub assignment: &'a Assignment,
    pub unit: &'a str,
    pub person: &'a str,
}

impl Named<'_> {
    fn stands(&self) -> bool {
        self.assignment.state != State::Void && self.assignment.valid_to.is_none()
    }

    fn answers(&self) -> bool {
        self.stands() && self.assignment.part.answers()
    }
}

/// The cells of a task as it stands. What the product does not know yet stays blank.
pub fn compose(task: &Task, held: &[Named<'_>]) -> Cells {
    let mut cells = Cells::default();
    cells.set(Column::Content, task.title.as_str());
    cells.set(Column::Material, task.material.as_str());
    let of = |part: Part| held.iter().filter(move |it| it.stands() && it.assignment.part == part);
    cells.set(Column::Leader, joined(of(Part::Leader).map(|it| it.person)));
    cells.set(
        Column::Support,
        joined(of(Part::Support).map(|it| if it.unit.is_empty() { it.person } else { it.unit })),
    );
    let answering: Vec<&Named<'_>> = held.iter().filter(|it| it.answers()).collect();
    cells.set(Column::Lead, joined(answering.iter().map(|it| it.unit)));
    cells.set(Column::Doer, joined(answering.iter().map(|it| it.person)));
    cells.set(Column::Due, due(task, &answering));
    cells.set(Column::Progress, progress(&answering));
    cells
}

/// Names once each, in their order, with the list comma of the paper.
fn joined<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut once: Vec<&str> = Vec::new();
    for name in names.filter(|name| !name.is_empty()) {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    once.join("、")
}

fn due(task: &Task, answering: &[&Named<'_>]) -> String {
    if recurs(answering.iter().map(|it| it.assignment)) {
        return if task.cadence.is_empty() { "按次办理".into() } else { task.cadence.clone() };
    }
    let mut days: Vec<Day> = answering.iter().filter_map(|it| it.assignment.due).collect();
    days.dedup();
    match (days.as_slice(), task.due) {
        ([day], _) => day.full_text(),
        ([], Some(day)) => day.full_text(),
        ([], None) => task.deadline.clone(),
        (several, _) => several.iter().map(|day| day.full_text()).collect::<Vec<_>>().join("、"),
    }
}

/// Whether a task is done several times: its days are its occurrences' own.
pub(crate) fn recurs<'a>(mut held: impl Iterator<Item = &'a Assignment>) -> bool {
    held.any(|it| !it.occurrence.is_empty())
}

fn progress(answering: &[&Named<'_>]) -> String {
    let done = answering.iter().filter(|it| it.assignment.state == State::Done).count();
    match answering {
        [] => "未指定责任".into(),
        [one] => one.assignment.state.to_string(),
        all if done == all.len() => "已完成".into(),
        all => format!("已完成 {done}/{}", all.len()),
    }
}
