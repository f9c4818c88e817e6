//! 方案草稿: the tree that was recognised in a paper, while people check it. Nothing here is live:
//! a draft becomes a plan only by [`crate::publish`].
//!
//! What the paper says, what a person decided and what the product proposes are three things: words
//! of the paper stand in fields of their own, decisions in the others, and proposals (建议) are
//! computed by [`propose`] and never stored.

mod build;
pub mod diff;
pub mod edit;
pub mod heads;
pub mod org;
pub mod paper;
pub mod propose;
pub mod row;

pub use build::{build, year_of_title};
pub use edit::{Edit, edit};
pub use org::{Org, OrgPerson, OrgUnit};
pub use paper::Paper;

use crate::calendar::Cadence;
use crate::codes;
use crate::day::Day;
use crate::day::Instant;
use crate::id::{BureauId, DraftId, FileId, MeasureId, PersonId, PlanId, StageId, TaskId, UnitId};
use serde::{Deserialize, Serialize};

/// Half-open range in Unicode scalars of the decoded paper.
pub type Span = [usize; 2];

codes! {
    /// Whether a person has looked at an item.
    pub enum Status {
        Proposed = "proposed" "待确认",
        Confirmed = "confirmed" "已确认",
        Dropped = "dropped" "不作任务",
    }
}

codes! {
    /// Words that name every unit of a kind, or every person: one assignment each at publication,
    /// and one for each who joins later ([`crate::joiner`]).
    pub enum Fan {
        Sections = "sections" "各科室",
        Subordinates = "subordinates" "局属各单位",
        Both = "both" "各科室和局属各单位",
        Staff = "staff" "全体干部职工",
    }
}

codes! {
    /// What a group of items is in the paper.
    pub enum MeasureKind {
        Stage = "stage" "步骤",
        Measure = "measure" "措施",
        Requirement = "requirement" "要求",
    }
}

codes! {
    /// Where a draft stands.
    pub enum DraftState {
        Open = "open" "核对中",
        Published = "published" "已发布",
        Discarded = "discarded" "回收站",
    }
}

/// The tree under review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub header: Header,
    pub stages: Vec<Stage>,
    pub team: Vec<Seat>,
    /// Where the office of the leading group sits, in the paper's words.
    pub office: String,
    pub measures: Vec<Measure>,
    pub doubts: Vec<Doubt>,
    pub repairs: Vec<Repair>,
    pub figures: Vec<FigureFound>,
    pub honours: Vec<HonourFound>,
    /// Ids inside a draft are small, stable and never used twice.
    pub next_id: u32,
}

/// The head of the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    pub class: String,
    pub title: String,
    pub doc_number: String,
    pub issuer: String,
    pub issued: Option<Day>,
    pub year: i16,
    /// 推定: derived, not yet confirmed by a person.
    pub year_presumed: bool,
    /// The honour aimed at, in the paper's words.
    pub target: String,
}

/// A stage as the paper names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    pub id: u32,
    pub name: String,
    pub raw: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub span: Span,
    /// The stage of the published plan, after publication.
    pub published: Option<StageId>,
}

/// One seat of the leading group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub id: u32,
    pub role: String,
    /// A name, a 职务 or a group such as 各科室负责人.
    pub name: String,
    /// False for a 职务 or a group.
    pub named: bool,
    pub person: Option<PersonId>,
    pub span: Span,
}

/// A heading of the paper with its items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    pub id: u32,
    pub kind: MeasureKind,
    pub number: String,
    pub title: String,
    pub span: Span,
    /// 责任领导.
    pub leader: Option<PersonId>,
    /// Leads every item that names no other.
    pub lead: Option<UnitId>,
    /// Does every item that names nobody.
    pub doer: Option<PersonId>,
    pub reviewer: Option<PersonId>,
    pub items: Vec<Item>,
    pub published: Option<MeasureId>,
}

/// One task candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: u32,
    /// 一是, 1. … as printed; empty where the paper has none.
    pub number: String,
    pub text: String,
    /// The sentence of the paper.
    pub source: String,
    pub span: Span,
    pub status: Status,
    /// The responsible section in the paper's words; empty where it does not say.
    pub dept: String,
    pub leads: Vec<UnitId>,
    pub fan: Option<Fan>,
    pub support: Vec<UnitId>,
    pub doer: Option<PersonId>,
    /// The deadline in the paper's words.
    pub deadline: String,
    pub due: Option<Day>,
    /// Whether a person set the due day, so that a change of year leaves it alone.
    pub due_by_hand: bool,
    /// The frequency in the paper's words.
    pub cadence: String,
    pub recurs: Option<Cadence>,
    pub quantity: String,
    pub uom: String,
    pub festivals: Vec<FestivalDay>,
    pub stage: Option<u32>,
    pub published: Option<TaskId>,
}

/// A festival that an item names. Without a day it waits for a person to choose one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FestivalDay {
    pub name: String,
    pub day: Option<Day>,
}

/// A question to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    pub id: u32,
    pub about: About,
    pub sentence: String,
    pub span: Span,
    pub settled: bool,
}

/// What a doubt is about: where the page leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Paper,
    Year,
    Item(u32),
    Festival(u32),
    Seat(u32),
}

/// What the reader mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repair {
    pub sentence: String,
    pub span: Span,
}

/// A figure read from the paper; of use for retrospectives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigureFound {
    pub id: u32,
    pub item: String,
    pub value: String,
    pub uom: String,
    pub approx: bool,
    pub raw: String,
    pub span: Span,
    pub status: Status,
}

/// An honour read from the paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HonourFound {
    pub id: u32,
    pub text: String,
    /// held | target | to_award | campaign.
    pub standing: String,
    pub holder: String,
    pub span: Span,
    pub status: Status,
}

/// A draft as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    pub id: DraftId,
    pub bureau: BureauId,
    pub file: Option<FileId>,
    /// The name of the file, or the head of pasted text.
    pub name: String,
    pub class: String,
    pub state: DraftState,
    /// The reader's output as JSON: text, paragraphs, record.
    pub reading: String,
    pub tree: Draft,
    pub author: PersonId,
    pub created: Instant,
    pub updated: Instant,
    /// The published plan, or the one that a revised paper is to change.
    pub plan: Option<PlanId>,
    /// The draft that this paper revises, until the two are merged.
    pub revises: Option<DraftId>,
}

/// What the page counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub total: usize,
    pub confirmed: usize,
    pub proposed: usize,
    pub without_owner: usize,
    pub without_date: usize,
    pub dropped: usize,
    pub doubts: usize,
}

impl Draft {
    /// All items with their measure, in the paper's order.
    pub fn items(&self) -> impl Iterator<Item = (&Measure, &Item)> {
        self.measures.iter().flat_map(|measure| measure.items.iter().map(move |item| (measure, item)))
    }

    pub fn item(&self, id: u32) -> Option<(&Measure, &Item)> {
        self.items().find(|(_, item)| item.id == id)
    }

    pub fn measure(&self, id: u32) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == id)
    }

    pub fn stage(&self, id: u32) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// A fresh id.
    fn take_id(&mut self) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    pub fn counts(&self) -> Counts {
        let mut counts =
            Counts { doubts: self.doubts.iter().filter(|doubt| !doubt.settled).count(), ..Counts::default() };
        for (measure, item) in self.items() {
            match item.status {
                Status::Dropped => {
                    counts.dropped += 1;
                    continue;
                }
                Status::Confirmed => counts.confirmed += 1,
                Status::Proposed => counts.proposed += 1,
            }
            counts.total += 1;
            counts.without_owner += usize::from(!measure.owns(item));
            counts.without_date += usize::from(!item.is_dated());
        }
        counts
    }

    /// Whether the paper reports the past: it yields figures and honours, not a plan.
    pub fn is_retrospective(&self) -> bool {
        matches!(self.header.class.as_str(), "retrospective" | "brief")
    }
}

impl Measure {
    /// Whether somebody answers for the item: by itself or through its measure.
    pub fn owns(&self, item: &Item) -> bool {
        item.has_owner() || self.lead.is_some() || self.doer.is_some()
    }

    /// Units that lead the item.
    pub fn leads_of(&self, item: &Item) -> Vec<UnitId> {
        if item.has_owner() { item.leads.clone() } else { self.lead.into_iter().collect() }
    }

    /// The person who does the item.
    pub fn doer_of(&self, item: &Item) -> Option<PersonId> {
        if item.has_owner() { item.doer } else { self.doer }
    }
}

impl Item {
    pub fn has_owner(&self) -> bool {
        !self.leads.is_empty() || self.fan.is_some() || self.doer.is_some()
    }

    /// Whether the item says when: a day, a frequency or a festival with a day.
    pub fn is_dated(&self) -> bool {
        self.due.is_some()
            || self.recurs.is_some_and(|cadence| cadence != Cadence::Once)
            || self.festivals.iter().any(|festival| festival.day.is_some())
    }
}
