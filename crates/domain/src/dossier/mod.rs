//! 迎检档案: everything behind one assessment in the order of its standard — folders with the standard's
//! numbering, an explanation report per indicator, evidence in order, reasons of what does not apply, gaps.
//! It is put together from records anew each time; nothing in it is typed twice.

mod assemble;
mod build;
mod difference;
mod name;
mod passage;
mod report;

pub use assemble::{Source, assemble};
pub use build::{Build, BuildState, Made, PaperForm, finish, order};
pub use difference::{Difference, Entry, Turn, differences};
pub use name::{LABELS, safe_name, volume_name};
pub use passage::passages;
pub use report::REPORT_CHARS;

use crate::day::Day;
use crate::id::{CriterionId, FileId, RecordId};
use crate::record::Figured;

/// The file of one unit and period under one version of a standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// 标准名称.
    pub standard: String,
    pub unit: String,
    pub from: Day,
    pub to: Day,
    /// 节选·来源等级·未经核对, where the copy of the standard is partial or unchecked.
    pub caution: Option<String>,
    /// One per node that is meant for this kind of unit, in the order of the standard.
    pub sections: Vec<Section>,
}

/// What stands under one node of the standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    pub criterion: CriterionId,
    /// How many sections stand above it.
    pub depth: usize,
    /// Number and title, as the standard writes them.
    pub heading: String,
    /// Names of the folders down to this one, safe on every system.
    pub path: Vec<String>,
    /// 说明报告 of an indicator, drafted from the records below it. None where there is nothing to tell.
    pub report: Option<String>,
    /// Why it does not apply.
    pub waiver: Option<String>,
    /// What is still missing, a sentence each.
    pub gaps: Vec<String>,
    /// Evidence, by day.
    pub proofs: Vec<Proof>,
    /// Whether evidence hangs on it: it is a criterion, not a sum of others.
    pub leaf: bool,
}

/// One record as evidence of a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    pub record: RecordId,
    pub title: String,
    pub day: Day,
    pub place: String,
    /// Name that the unit had on that day.
    pub unit: String,
    pub author: String,
    pub text: String,
    pub figures: Vec<Figured>,
    pub files: Vec<Enclosure>,
    /// Why it stands here.
    pub reason: String,
}

/// A file of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    pub file: FileId,
    pub name: String,
    /// Media type by content.
    pub media: String,
    /// Algorithm and digest of the original bytes.
    pub digest: String,
    /// Bytes.
    pub size: i64,
    /// What stands under a photo, see [`crate::record::caption`]; empty for other files.
    pub caption: String,
}

impl Enclosure {
    pub fn is_picture(&self) -> bool {
        self.media.starts_with("image/")
    }
}

impl Dossier {
    /// How many criteria have evidence or a reason why they do not apply, of how many.
    pub fn covered(&self) -> (usize, usize) {
        let leaves = || self.sections.iter().filter(|it| it.leaf);
        (leaves().filter(|it| !it.proofs.is_empty() || it.waiver.is_some()).count(), leaves().count())
    }
}
