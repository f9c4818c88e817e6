//! What a reading yields: the record `wenming.plan_read/1`, field by field.
//!
//! Field names are stable, because programs outside this repository read the JSON. What a paper does not
//! state is `None` or empty; nothing here is ever guessed. The rules that fill these fields live in the
//! neighbouring modules.

use serde::{Deserialize, Serialize};

/// Half-open range `[start, end)` in Unicode scalar values of the decoded original text.
pub type Span = [usize; 2];

/// The name of the format, the value of [`PlanRead::format`].
pub const FORMAT: &str = "wenming.plan_read/1";

/// Everything that was read from one paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRead {
    /// Always [`FORMAT`].
    pub format: String,
    /// What the paper is for; a notice that carries a plan is a plan.
    pub class: Class,
    /// 文种: the paper's own word for its kind, such as 实施方案.
    pub kind: Option<String>,
    /// Whole title without line breaks or white space.
    pub title: Option<String>,
    /// Titles of the papers printed under this one whose text is present.
    pub attached_titles: Vec<String>,
    /// Issuing organ.
    pub issuer: Option<String>,
    /// 发文字号 of the paper itself, never a cited one.
    pub doc_number: Option<String>,
    /// 主送.
    pub recipients: Vec<String>,
    /// 抄送.
    pub cc: Vec<String>,
    /// 成文日期 as ISO day; `None` where it is absent or not a full date.
    pub date: Option<String>,
    /// 成文日期 as printed.
    pub date_raw: Option<String>,
    /// Organ of the 印发 line.
    pub print_office: Option<String>,
    /// 印发日期 as ISO day.
    pub print_date: Option<String>,
    /// Headings and inline items in reading order.
    pub outline: Vec<Node>,
    /// Stages with their months.
    pub stages: Vec<Stage>,
    /// 领导小组 and similar, one entry per role.
    pub roster: Vec<RosterEntry>,
    /// Where the office of the leading group sits.
    pub office: Option<String>,
    /// Candidate tasks, in the paper's words.
    pub measures: Vec<Measure>,
    /// Figures with their unit of measure.
    pub quantities: Vec<Quantity>,
    /// Honours that are held, aimed at, awarded or campaigned for.
    pub honours: Vec<Honour>,
    /// What was repaired, what is doubtful, what is worth knowing.
    pub diagnostics: Vec<Diagnostic>,
}

/// The purpose of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// 方案, 计划, 要点.
    Plan,
    /// 意见.
    Opinion,
    /// 通知 that carries no other paper, 通报, 公告.
    Notice,
    /// 总结, 汇报, 经验材料.
    Retrospective,
    /// 名单, 成立领导小组的通知.
    Roster,
    /// 办法, 规定, 制度.
    Rules,
    /// 测评体系, 标准.
    Standard,
    /// 简报, 信息.
    Brief,
    /// Anything else.
    Other,
}

/// One heading or inline item of the outline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// 1-based, in reading order.
    pub id: usize,
    /// Id of the node above, `None` at the top.
    pub parent: Option<usize>,
    /// Depth in this paper, from 1; not the style of the numeral.
    pub level: usize,
    /// The number without brackets and closing mark: `一`, `1`, `第一阶段`.
    pub number: Option<String>,
    /// The title without number and closing mark.
    pub title: String,
    /// True for 一是/二是 items and the like.
    pub inline: bool,
    /// Number and title in the original.
    pub span: Span,
}

/// One stage of the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Name without number and months.
    pub name: String,
    /// First month, 1 to 12.
    pub start_month: Option<u32>,
    /// Last month, 1 to 12.
    pub end_month: Option<u32>,
    /// The time as printed.
    pub raw: Option<String>,
    /// Name (and time, where it stands beside it) in the original.
    pub span: Span,
}

/// One role of a leading group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterEntry {
    /// 组长, 副组长, 成员 …
    pub role: String,
    /// Persons.
    pub names: Vec<String>,
    /// 职务 named instead of persons.
    pub posts: Vec<String>,
    /// Groups such as 各科室负责人.
    pub collective: Vec<String>,
    /// The entry in the original.
    pub span: Span,
}

/// A candidate task: a clause of the paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// The clause.
    pub text: String,
    /// Id of the outline node under which it stands.
    pub under: Option<usize>,
    /// Responsible section, in the paper's words.
    pub dept: Option<String>,
    /// Supporting sections.
    pub support: Vec<String>,
    /// Deadline, in the paper's words.
    pub deadline: Option<String>,
    /// How often, in the paper's words.
    pub cadence: Option<String>,
    /// How much, in the paper's words.
    pub quantity: Option<String>,
    /// Festivals named in the clause.
    pub festivals: Vec<String>,
    /// True where the paper reports it as done.
    pub done: bool,
    /// The clause in the original.
    pub span: Span,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quantity {
    /// What is counted or measured.
    pub item: String,
    /// Decimal digits as printed; 万 and 亿 stay in the unit.
    pub value: String,
    /// Unit of measure.
    pub unit: String,
    /// True for 余, 多, 约, 近.
    pub approx: bool,
    /// `≥`, `≤`, `>` or `<` where the paper sets a bound.
    pub op: Option<String>,
    /// Number, marks and unit as printed.
    pub raw: String,
    /// Place of `raw` in the original.
    pub span: Span,
}

/// An honour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Honour {
    /// Its name in the paper's words.
    pub text: String,
    /// How the paper speaks of it.
    pub status: HonourStatus,
    /// Who holds it, where the paper says so.
    pub holder: Option<String>,
    /// Its name in the original.
    pub span: Span,
}

/// How a paper speaks of an honour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HonourStatus {
    /// Won already.
    Held,
    /// Aimed at by the unit.
    Target,
    /// To be given by the issuer, as in a selection.
    ToAward,
    /// Object of a wider campaign that the unit takes part in.
    Campaign,
}

/// A remark on the reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// A sentence for the user.
    pub message: String,
    /// What the user could do or what was probably meant.
    pub hint: Option<String>,
    /// The place in the original.
    pub span: Span,
}

/// Gravity of a [`Diagnostic`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The text was mended.
    Repair,
    /// A person should look.
    Doubt,
    /// Good to know.
    Note,
}

impl Diagnostic {
    pub(crate) fn new(severity: Severity, span: Span, message: impl Into<String>) -> Self {
        Self { severity, message: message.into(), hint: None, span }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}
