//! What goes in and out as JSON. Ids are UUIDs, days `2026-06-11`, instants microseconds UTC; codes
//! come with the word that pages show. Never a personal field beyond the name.

use domain::code::Code;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Listed<T> {
    pub items: Vec<T>,
    /// Give it as `after` to get the next page; null on the last one.
    pub next: Option<String>,
}

/// A code and its word.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Coded {
    pub code: &'static str,
    pub label: &'static str,
}

impl<C: Code> From<C> for Coded {
    fn from(code: C) -> Self {
        Self { code: code.code(), label: code.label() }
    }
}

/// The token's owner.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    pub person: String,
    pub account: String,
    pub bureau: String,
    pub name: String,
    pub login: String,
    pub roles: Vec<Granted>,
}

/// A role for a unit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Granted {
    pub role: Coded,
    pub unit: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnitOut {
    pub id: String,
    pub kind: Coded,
    pub name: String,
    pub parent: Option<String>,
    /// 0 at the root; parents stand before their children.
    pub depth: usize,
    pub members: i64,
    /// 科室职责; empty where nobody wrote them.
    pub duties: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonOut {
    pub id: String,
    pub name: String,
    pub staff_no: Option<String>,
    pub posts: Vec<PostOut>,
}

/// Where a person serves today.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PostOut {
    pub unit: String,
    pub unit_name: String,
    pub title: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccountOut {
    pub id: String,
    pub person: String,
    pub name: String,
    pub login: String,
    pub state: Coded,
    pub roles: Vec<Granted>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DraftOut {
    pub id: String,
    pub name: String,
    pub state: Coded,
    pub updated: i64,
    pub plan: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AssignmentOut {
    pub id: String,
    pub task: String,
    pub title: String,
    pub occurrence: String,
    pub part: Coded,
    pub state: Coded,
    pub due: Option<String>,
    pub unit: Option<String>,
    pub unit_name: String,
    pub person: Option<String>,
    pub person_name: String,
    /// Records filed for it.
    pub records: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TaskOut {
    pub id: String,
    pub plan: String,
    pub title: String,
    /// The sentence of the paper.
    pub source: String,
    pub cadence: String,
    pub deadline: String,
    pub due: Option<String>,
    pub assignments: Vec<AssignmentOut>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordOut {
    pub id: String,
    pub title: String,
    pub day: String,
    pub place: String,
    pub unit: String,
    pub author: String,
    pub text: String,
    pub state: Coded,
    pub figures: Vec<FigureOut>,
    pub assignments: Vec<String>,
    pub version: i64,
}

/// A quantity: what was counted, a decimal number as text, its unit of measure.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct FigureOut {
    pub item: String,
    pub value: String,
    pub uom: String,
}

/// A record to be filed. It goes to review at once, unless it is to stay a draft.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct RecordIn {
    /// Key of the kind, as `GET /api/v1/record-kinds` lists them; empty for 工作纪实 or as it was.
    #[serde(default)]
    pub kind: String,
    pub title: String,
    /// The day on which it was done.
    pub day: String,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub figures: Vec<FigureOut>,
    /// What the fields of the kind are answered with, by their key.
    #[serde(default)]
    pub details: std::collections::BTreeMap<String, String>,
    /// Who took part, with the minutes of service of volunteers.
    #[serde(default)]
    pub people: Vec<AttendedIn>,
    /// The assignments that it answers.
    pub assignments: Vec<String>,
    /// Whether it stays a draft, so that files can be added before it is submitted.
    #[serde(default)]
    pub draft: bool,
}

/// Someone who took part in what a record tells.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct AttendedIn {
    pub person: String,
    #[serde(default)]
    pub minutes: Option<i64>,
}

/// The id of what was made or changed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Done {
    pub id: String,
}

impl Done {
    pub fn of(id: impl std::fmt::Display) -> axum::Json<Self> {
        axum::Json(Self { id: id.to_string() })
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MessageOut {
    pub id: String,
    pub reason: Coded,
    pub text: String,
    pub task: Option<String>,
    pub due: Option<String>,
    pub created: i64,
    pub read: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HitOut {
    pub noun: &'static str,
    pub id: String,
    pub title: String,
    pub snippet: String,
    pub unit: String,
    pub day: Option<String>,
}

/// Paging of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
pub(crate) struct Asked {
    /// `next` of the page before.
    #[serde(default)]
    pub after: String,
    /// Words to look for.
    #[serde(default)]
    pub q: String,
    /// Only in this state, where the list has states.
    #[serde(default)]
    pub state: String,
    /// Only this unit and below, where the list has units.
    #[serde(default)]
    pub unit: String,
}

/// Which year.
#[derive(Debug, Deserialize, IntoParams)]
pub(crate) struct Year {
    /// The present year if none is given.
    pub year: Option<i16>,
}

/// How a paper comes.
#[derive(Debug, Deserialize, IntoParams)]
pub(crate) struct PaperIn {
    /// Name of the file with its ending.
    #[serde(default)]
    pub name: String,
    /// utf-8, gbk, utf-16le or utf-16be, where it is not to be guessed.
    pub charset: Option<String>,
    /// The draft that this paper revises.
    pub revises: Option<String>,
}
