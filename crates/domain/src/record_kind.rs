//! 纪实类型: what a kind of record asks for, as data. The shipped kinds stand in
//! `standards/record_kinds.toml`; a bureau adds to them and changes them in the browser, in editions
//! that are frozen when they are published. One form, one list and one statistic serve all kinds.
//!
//! Nothing here blocks a record: a kind says what is wanted, [`crate::record::proof`] what is missing.

mod edit;
mod shipped;

pub use edit::{Edition, EditionState, KindForm, publish, retire, revise};
pub use shipped::{NotKinds, parse, shipped};

use crate::codes;
use crate::record::Record;
use crate::refused::Check;
use serde::{Deserialize, Serialize};

/// One kind of record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordKind {
    /// Stands in every record of the kind and never changes.
    pub key: String,
    pub name: String,
    pub group: Group,
    /// What the form says above its fields.
    #[serde(default)]
    pub hint: String,
    /// Words of a title or a duty that point at this kind.
    #[serde(default)]
    pub words: Vec<String>,
    /// Words of duties and criteria that such a record usually answers.
    #[serde(default)]
    pub serves: Vec<String>,
    #[serde(default)]
    pub fields: Vec<Field>,
    #[serde(default)]
    pub quantities: Vec<Quantity>,
    #[serde(default)]
    pub attendance: Attendance,
    /// Sequences of steps, of which a record follows one (道德讲堂).
    #[serde(default)]
    pub steps: Vec<Sequence>,
    #[serde(default)]
    pub proof: Proof,
    /// The register that records of this kind feed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<Register>,
}

/// A named input of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    pub key: String,
    pub label: String,
    #[serde(default)]
    pub form: FieldForm,
    /// Offered words; others may be typed too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Whether the next record of a series begins with the same answer, see [`crate::record::series`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stays: bool,
}

/// What is counted, and in which uom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    pub item: String,
    pub uom: String,
}

/// A named sequence of steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sequence {
    pub name: String,
    pub steps: Vec<String>,
}

/// What the proof of such a record usually needs: a floor, and a ceiling as well, for photos are not
/// wanted for the photo's sake.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    #[serde(default)]
    pub least_photos: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_photos: Option<u32>,
    /// Bounds of the text in characters, white space not counted.
    #[serde(default)]
    pub least_chars: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_chars: Option<u32>,
    /// 单位名称, 节日氛围: only people can see it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub must_show: Vec<String>,
    /// A 文号 is wanted.
    #[serde(default)]
    pub numbered: bool,
    /// A link or a screenshot stands in for text.
    #[serde(default)]
    pub instead: bool,
}

codes! {
    /// Under which heading a kind is offered.
    pub enum Group {
        Work = "work" "工作",
        Study = "study" "学习培训",
        Activity = "activity" "活动",
        Publicity = "publicity" "宣传公开",
        Ledger = "ledger" "制度阵地",
    }
}

codes! {
    /// How a field is typed and read.
    pub enum FieldForm {
        Text = "text" "文字",
        Day = "day" "日期",
        Time = "time" "时刻",
        Link = "link" "链接",
        PaperNumber = "paper_number" "文号",
    }
}

codes! {
    /// Whether it is kept who took part.
    pub enum Attendance {
        None = "none" "不记人员",
        Heads = "heads" "记参加人员",
        Hours = "hours" "记人员和时长",
    }
}

codes! {
    /// A register that is nothing but its records.
    pub enum Register {
        Volunteering = "volunteering" "志愿服务",
        Training = "training" "培训和证书",
        Regulation = "regulation" "制度",
        Venue = "venue" "阵地",
        Publicity = "publicity" "宣传",
        Disclosure = "disclosure" "党务政务公开",
    }
}

#[expect(clippy::derivable_impls, reason = "`codes!` derives the same for every list")]
impl Default for FieldForm {
    fn default() -> Self {
        Self::Text
    }
}

#[expect(clippy::derivable_impls, reason = "`codes!` derives the same for every list")]
impl Default for Attendance {
    fn default() -> Self {
        Self::None
    }
}

/// How many took part, in every kind that keeps it.
pub const HEADS: &str = "参加人数";
/// Fields, quantities and sequences of one kind, steps of one sequence.
pub const MOST: usize = 12;

impl RecordKind {
    /// Whether the kind has everything a form needs; all errors at once.
    ///
    /// # Errors
    /// [`crate::Refused::Invalid`] with the fields of the form that describes a kind.
    pub fn check(&self) -> Result<(), crate::Refused> {
        let mut check = Check::new();
        let key = |text: &str| {
            (1..=40).contains(&text.len())
                && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        check.require(key(&self.key), "key", "类型的标识只能是小写字母、数字和下划线。");
        check.text("name", "类型名称", &self.name, 20);
        check.length("hint", "说明", &self.hint, 100);
        check.require(self.fields.len() <= MOST, "fields", format!("最多 {MOST} 个栏目。"));
        check.require(self.quantities.len() <= MOST, "quantities", format!("最多 {MOST} 项数据。"));
        check.require(self.words.len().max(self.serves.len()) <= 20, "words", "最多 20 个词。");
        let long = |list: &[String]| list.iter().any(|it| it.chars().count() > 20 || it.trim().is_empty());
        check.require(!long(&self.words) && !long(&self.serves), "words", "每个词 1 到 20 个字。");
        for field in &self.fields {
            check.require(key(&field.key), "fields", "栏目的标识只能是小写字母、数字和下划线。");
            check.text("fields", "栏目名称", &field.label, 20);
            check.require(
                field.choices.len() <= 30 && !long(&field.choices),
                "fields",
                "选项每个 1 到 20 个字，最多 30 个。",
            );
        }
        let labels: Vec<&str> = self.fields.iter().map(|it| it.label.as_str()).collect();
        let keys: Vec<&str> = self.fields.iter().map(|it| it.key.as_str()).collect();
        check.require(unique(&labels) && unique(&keys), "fields", "栏目名称不能重复。");
        for it in &self.quantities {
            check.text("quantities", "数据名称", &it.item, 30);
            check.text("quantities", "计量单位", &it.uom, 10);
        }
        let items: Vec<&str> = self.quantities.iter().map(|it| it.item.as_str()).collect();
        check.require(unique(&items), "quantities", "数据名称不能重复。");
        for it in &self.steps {
            check.text("steps", "步骤的名称", &it.name, 20);
            let fit = (1..=MOST).contains(&it.steps.len()) && !long(&it.steps) && unique(&it.steps);
            check.require(fit, "steps", format!("每套 1 到 {MOST} 步，每步 1 到 20 个字，不重复。"));
        }
        self.proof.check(&mut check);
        check.done()
    }

    /// The quantity of heads, if the kind counts them.
    pub fn heads(&self) -> Option<&Quantity> {
        self.quantities.iter().find(|it| it.item == HEADS)
    }

    /// The sequence that a record follows: the one whose steps it names, else the first.
    pub fn sequence(&self, record: &Record) -> Option<&Sequence> {
        let named = |sequence: &&Sequence| record.detail(SEQUENCE) == Some(sequence.name.as_str());
        self.steps.iter().find(named).or_else(|| self.steps.first())
    }

    /// The label of a detail of a record of this kind.
    pub fn label(&self, key: &str) -> Option<&str> {
        self.fields.iter().find(|it| it.key == key).map(|it| it.label.as_str())
    }
}

/// The key of the detail that names the sequence of steps.
pub const SEQUENCE: &str = "sequence";
/// In front of the number of a step, in the key of the detail that tells of it.
pub const STEP: &str = "step_";

impl Proof {
    fn check(&self, check: &mut Check) {
        let fits = |least: u32, most: Option<u32>| most.is_none_or(|most| least <= most);
        check.require(fits(self.least_photos, self.most_photos), "photos", "照片的下限不能大于上限。");
        check.require(fits(self.least_chars, self.most_chars), "chars", "字数的下限不能大于上限。");
        check.require(
            self.least_photos.max(self.most_photos.unwrap_or(0)) <= 20,
            "photos",
            "照片最多 20 张。",
        );
        check.require(
            self.least_chars.max(self.most_chars.unwrap_or(0)) <= 5000,
            "chars",
            "文字最多 5000 字。",
        );
    }
}

fn unique<T: Ord>(list: &[T]) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    list.iter().all(|it| seen.insert(it))
}

/// The kind that some words point at: the one with the longest word in them. None where no word fits.
pub fn guess<'a>(kinds: &'a [RecordKind], text: &str) -> Option<&'a RecordKind> {
    let longest = |kind: &RecordKind| {
        let found = kind.words.iter().filter(|word| text.contains(word.as_str()));
        found.map(|word| word.chars().count()).max()
    };
    let mut best: Option<(usize, &RecordKind)> = None;
    for kind in kinds {
        if let Some(length) = longest(kind)
            && best.is_none_or(|(most, _)| length > most)
        {
            best = Some((length, kind));
        }
    }
    best.map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_points_at_its_kind() {
        let kinds = shipped().unwrap();
        for (title, key) in [
            ("党组理论学习中心组第三季度专题研讨", Some("study_group")),
            ("周五学习日：学习交通强国纲要", Some("friday_study")),
            ("端午“我们的节日”包粽子", Some("festival")),
            ("高考志愿护学岗", Some("volunteering")),
            ("修订公务接待制度", Some("regulation")),
            ("更换灯泡", None),
        ] {
            assert_eq!(guess(&kinds, title).map(|it| it.key.as_str()), key, "{title}");
        }
    }

    #[test]
    fn a_kind_that_no_form_can_show_is_refused_with_all_its_faults() {
        let mut kind = shipped().unwrap().remove(0);
        kind.key = "大写".into();
        kind.name = " ".into();
        kind.fields = vec![
            Field {
                key: "a".into(),
                label: "甲".into(),
                form: FieldForm::Text,
                choices: Vec::new(),
                stays: false,
            };
            2
        ];
        kind.steps = vec![Sequence { name: "一".into(), steps: Vec::new() }];
        kind.proof = Proof { least_photos: 3, most_photos: Some(2), least_chars: 9000, ..Proof::default() };
        let Err(crate::Refused::Invalid(wrong)) = kind.check() else { panic!("accepted") };
        let fields: Vec<&str> = wrong.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["key", "name", "fields", "steps", "photos", "chars"]);
    }
}
