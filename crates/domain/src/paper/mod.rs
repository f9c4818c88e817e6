//! 公文 in the product: drafted, reviewed, signed, checked, numbered, issued, filed. What a paper
//! says is text that this crate does not read; `app` knows its form, as it does for the reader.
//!
//! [`flow`] holds the steps, [`Number`] the 发文字号, [`delivery`] who gets the paper, [`archive`] its 档号.

pub mod archive;
pub mod delivery;
pub mod flow;

pub use flow::{Case, Sound, Step, advance, next};

use crate::audit::Entry;
use crate::authority::{Action, Actor};
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::Day;
use crate::id::{BureauId, PaperId, PersonId, PlanId, UnitId};
use crate::refused::{Check, Refused};
use serde::{Deserialize, Serialize};
use std::fmt;

codes! {
    /// Where a paper stands. The order is that of the steps.
    pub enum PaperState {
        Draft = "draft" "拟制中",
        Review = "review" "待审核",
        Signing = "signing" "待签发",
        Signed = "signed" "待复核",
        Checked = "checked" "待登记",
        Numbered = "numbered" "待印发",
        Issued = "issued" "已印发",
        Filed = "filed" "已归档",
        Void = "void" "已作废",
    }
}

codes! {
    /// What a paper begins as. The 文种 stands in its text; 方案, 简报 and 总结 are none of the fifteen.
    pub enum Template {
        Notice = "notice" "通知",
        Plan = "plan" "方案",
        Table = "table" "任务分解表",
        Circular = "circular" "通报",
        Rectify = "rectify" "整改通知",
        Bulletin = "bulletin" "简报",
        Summary = "summary" "总结",
        Minutes = "minutes" "纪要",
        Letter = "letter" "函",
    }
}

impl Template {
    /// Whether it is filled from a published plan.
    pub fn wants_plan(self) -> bool {
        matches!(self, Self::Plan | Self::Table)
    }

    /// Whether it is filled from records of a period.
    pub fn wants_period(self) -> bool {
        matches!(self, Self::Bulletin | Self::Summary)
    }
}

/// 发文字号 as it was registered: 机关代字, year, serial from 1.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Number {
    pub code: String,
    pub year: i16,
    pub serial: i64,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}〔{}〕{}号", self.code, self.year, self.serial)
    }
}

/// 签发: who, on which day, and the digest of the text that was signed. An approval record, no
/// electronic signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    pub by: PersonId,
    pub on: Day,
    pub digest: String,
}

/// A paper without its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    pub id: PaperId,
    pub bureau: BureauId,
    pub template: Template,
    pub title: String,
    pub state: PaperState,
    /// 经办人.
    pub author: PersonId,
    /// 拟稿 unit.
    pub unit: UnitId,
    /// The plan that it was filled from.
    pub plan: Option<PlanId>,
    /// Number of the newest version of the text, from 1.
    pub text: i64,
    /// Digest of that version, with the name of its algorithm.
    pub digest: String,
    pub signature: Option<Signature>,
    pub number: Option<Number>,
    pub issued_on: Option<Day>,
    pub void_reason: String,
}

/// A version of the text: never changed once written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub paper: PaperId,
    pub bureau: BureauId,
    pub number: i64,
    /// JSON that `app` understands.
    pub text: String,
    pub digest: String,
    pub author: PersonId,
}

/// Something about a version, said by someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub paper: PaperId,
    pub bureau: BureauId,
    pub number: i64,
    pub author: PersonId,
    pub text: String,
}

/// Saves a new text. Only a draft is edited, and only by those who may draft; the caller has asked.
pub fn revise(
    held: &Versioned<Paper>,
    title: &str,
    digest: &str,
) -> Result<Change<Versioned<Paper>>, Refused> {
    if held.state != PaperState::Draft {
        return Err(Refused::rule(format!("这份公文现在“{}”，不能修改。要改请先退回拟制。", held.state)));
    }
    if held.digest == digest {
        return Err(Refused::rule("内容没有变化，没有新的版本要存。"));
    }
    let next =
        Paper { title: title.to_owned(), text: held.text + 1, digest: digest.to_owned(), ..held.row.clone() };
    let entry = Entry::new(Action::DraftPaper, held.id).field("text", digest);
    Ok(Change::new(held.to(next), entry))
}

/// What someone has to say about the text.
pub fn comment(held: &Paper, who: &Actor, text: &str) -> Result<Change<Comment>, Refused> {
    let mut check = Check::new();
    let text = check.text("comment", "意见", text, 1000);
    check.done()?;
    let said = Comment { paper: held.id, bureau: held.bureau, number: held.text, author: who.person, text };
    Ok(Change::new(said, Entry::new(Action::ViewPaper, held.id).field("comment", held.text)))
}
