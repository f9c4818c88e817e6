//! 维护纪实类型: a bureau's own edition of a kind is drafted, published and retired. A published
//! edition is never written again; what was filed under it keeps its labels.

use super::{Attendance, Field, FieldForm, Group, Proof, Quantity, RecordKind, Register, Sequence};
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::code::Code;
use crate::codes;
use crate::id::{BureauId, RecordKindId};
use crate::refused::{Check, Refused};

codes! {
    /// Where an edition stands.
    pub enum EditionState {
        Draft = "draft" "草稿",
        Published = "published" "使用中",
        /// Replaced by a later edition, or no longer offered.
        Retired = "retired" "已停用",
    }
}

/// One edition of a kind, of one bureau. Shipped kinds are edition 0 and stand in no table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    pub id: RecordKindId,
    pub bureau: BureauId,
    pub number: i64,
    pub state: EditionState,
    pub kind: RecordKind,
}

/// A kind as its form is typed: lists are lines, parts of a line are separated by a bar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KindForm {
    pub name: String,
    pub group: String,
    pub hint: String,
    pub words: String,
    pub serves: String,
    /// `名称|形式|选项、选项|沿用` per line; what is empty at its end may be left out.
    pub fields: String,
    /// `名称|计量单位` per line.
    pub quantities: String,
    pub attendance: String,
    /// `名称|步骤、步骤` per line.
    pub steps: String,
    pub least_photos: String,
    pub most_photos: String,
    pub least_chars: String,
    pub most_chars: String,
    pub must_show: String,
    pub numbered: bool,
    pub instead: bool,
    pub register: String,
}

impl KindForm {
    /// The form of a kind as it stands.
    pub fn of(kind: &RecordKind) -> Self {
        let words = |list: &[String]| list.join("、");
        let lines = |list: Vec<String>| list.join("\n");
        let number = |n: u32| if n == 0 { String::new() } else { n.to_string() };
        let field = |it: &Field| {
            let form = if it.form == FieldForm::Text { "" } else { it.form.label() };
            let choices = words(&it.choices);
            let parts = [it.label.as_str(), form, &choices, if it.stays { STAYS } else { "" }];
            parts.join("|").trim_end_matches('|').to_owned()
        };
        Self {
            name: kind.name.clone(),
            group: kind.group.code().into(),
            hint: kind.hint.clone(),
            words: words(&kind.words),
            serves: words(&kind.serves),
            fields: lines(kind.fields.iter().map(field).collect()),
            quantities: lines(kind.quantities.iter().map(|it| format!("{}|{}", it.item, it.uom)).collect()),
            attendance: kind.attendance.code().into(),
            steps: lines(kind.steps.iter().map(|it| format!("{}|{}", it.name, words(&it.steps))).collect()),
            least_photos: number(kind.proof.least_photos),
            most_photos: kind.proof.most_photos.map(|n| n.to_string()).unwrap_or_default(),
            least_chars: number(kind.proof.least_chars),
            most_chars: kind.proof.most_chars.map(|n| n.to_string()).unwrap_or_default(),
            must_show: words(&kind.proof.must_show),
            numbered: kind.proof.numbered,
            instead: kind.proof.instead,
            register: kind.register.map(|it| it.code().to_owned()).unwrap_or_default(),
        }
    }

    /// The kind that was typed. `key` is the kind's own; a field that keeps its label keeps the key
    /// that it had in `before`.
    ///
    /// # Errors
    /// [`Refused::Invalid`] with every field that is wrong.
    pub fn kind(&self, key: &str, before: Option<&RecordKind>) -> Result<RecordKind, Refused> {
        let mut check = Check::new();
        let group = check.take("group", code::<Group>(&self.group, "请选择归在哪一组。"));
        let attendance = check.take("attendance", code::<Attendance>(&self.attendance, "请选择是否记人员。"));
        let register = match self.register.trim() {
            "" => None,
            typed => check.take("register", code::<Register>(typed, "请选择台账，或者不进台账。")),
        };
        let mut count = |field: &str, typed: &str| match typed.trim() {
            "" => None,
            typed => check.take(field, typed.parse::<u32>().map_err(|_| "请填整数，或者留空。".to_owned())),
        };
        let proof = Proof {
            least_photos: count("photos", &self.least_photos).unwrap_or(0),
            most_photos: count("photos", &self.most_photos),
            least_chars: count("chars", &self.least_chars).unwrap_or(0),
            most_chars: count("chars", &self.most_chars),
            must_show: words(&self.must_show),
            numbered: self.numbered,
            instead: self.instead,
        };
        let fields = check.take("fields", fields(&self.fields, before)).unwrap_or_default();
        let quantities =
            lines(&self.quantities).map(|parts| Quantity { item: part(&parts, 0), uom: part(&parts, 1) });
        let steps = lines(&self.steps)
            .map(|parts| Sequence { name: part(&parts, 0), steps: words(&part(&parts, 1)) });
        let kind = RecordKind {
            key: key.to_owned(),
            name: self.name.trim().to_owned(),
            group: group.unwrap_or(Group::Work),
            hint: self.hint.trim().to_owned(),
            words: words(&self.words),
            serves: words(&self.serves),
            fields,
            quantities: quantities.collect(),
            attendance: attendance.unwrap_or_default(),
            steps: steps.collect(),
            proof,
            register,
        };
        check.done()?;
        kind.check()?;
        Ok(kind)
    }
}

/// The word for a field whose answer the next record of a series takes over.
const STAYS: &str = "沿用";

fn code<T: Code>(typed: &str, sentence: &str) -> Result<T, String> {
    T::from_code(typed).ok_or_else(|| sentence.to_owned())
}

fn words(typed: &str) -> Vec<String> {
    let parts = typed.split(['、', '，', ',', ' ', '\n', '\r']).map(str::trim);
    parts.filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

fn lines(typed: &str) -> impl Iterator<Item = Vec<String>> {
    let parts = |line: &str| line.split(['|', '｜']).map(|part| part.trim().to_owned()).collect::<Vec<_>>();
    typed.lines().filter(|line| !line.trim().is_empty()).take(100).map(parts)
}

fn part(parts: &[String], at: usize) -> String {
    parts.get(at).cloned().unwrap_or_default()
}

fn fields(typed: &str, before: Option<&RecordKind>) -> Result<Vec<Field>, String> {
    let known: &[Field] = before.map_or(&[], |kind| &kind.fields);
    let mut fields: Vec<Field> = Vec::new();
    for parts in lines(typed) {
        let (label, form) = (part(&parts, 0), part(&parts, 1));
        let form = match form.as_str() {
            "" => FieldForm::Text,
            word => *FieldForm::ALL
                .iter()
                .find(|it| it.label() == word)
                .ok_or_else(|| format!("“{label}”的形式“{word}”不认识，请写：文字、日期、链接或文号。"))?,
        };
        let kept = known.iter().find(|it| it.label == label).map(|it| it.key.clone());
        let free = |key: &String| fields.iter().chain(known).all(|it| it.key != *key);
        let key = kept.or_else(|| (1..).map(|n| format!("own_{n}")).find(free));
        let stays = match part(&parts, 3).as_str() {
            "" => false,
            STAYS => true,
            word => return Err(format!("“{label}”的第四格“{word}”不认识，请写“沿用”或者不写。")),
        };
        let choices = words(&part(&parts, 2));
        fields.push(Field { key: key.unwrap_or_default(), label, form, choices, stays });
    }
    Ok(fields)
}

/// 改草稿: a draft takes the new kind.
pub fn revise(held: &Versioned<Edition>, kind: RecordKind) -> Result<Change<Versioned<Edition>>, Refused> {
    draft(held)?;
    Ok(change(held, Edition { kind, ..held.row.clone() }))
}

/// 发布: from now on the form offers this edition, and the one before is retired.
pub fn publish(
    held: &Versioned<Edition>,
    before: Option<&Versioned<Edition>>,
) -> Result<Change<Vec<Versioned<Edition>>>, Refused> {
    draft(held)?;
    held.kind.check()?;
    let mut next = vec![held.to(Edition { state: EditionState::Published, ..held.row.clone() })];
    next.extend(before.map(|it| it.to(Edition { state: EditionState::Retired, ..it.row.clone() })));
    let entry = Entry::new(Action::EditKind, held.id).field("state", EditionState::Published.code());
    Ok(Change::new(next, entry))
}

/// 停用: the form offers the shipped kind again, or none. What was filed stays as it is.
pub fn retire(held: &Versioned<Edition>) -> Result<Change<Versioned<Edition>>, Refused> {
    if held.state == EditionState::Retired {
        return Err(Refused::rule("这一版已经停用。"));
    }
    Ok(change(held, Edition { state: EditionState::Retired, ..held.row.clone() }))
}

fn draft(held: &Edition) -> Result<(), Refused> {
    match held.state {
        EditionState::Draft => Ok(()),
        other => Err(Refused::rule(format!("这一版现在是“{other}”，不能再改。请另起一版。"))),
    }
}

fn change(held: &Versioned<Edition>, next: Edition) -> Change<Versioned<Edition>> {
    let entry = Entry::new(Action::EditKind, held.id).field("state", next.state.code());
    Change::new(held.to(next), entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record_kind::shipped;
    use uuid::Uuid;

    #[test]
    fn every_shipped_kind_survives_its_form() {
        for kind in shipped().unwrap() {
            let again = KindForm::of(&kind).kind(&kind.key, Some(&kind));
            assert_eq!(again.as_ref(), Ok(&kind));
        }
    }

    #[test]
    fn a_new_field_gets_a_key_of_its_own_and_a_wrong_line_is_told() {
        let kind = shipped().unwrap().into_iter().find(|it| it.key == "visit").unwrap();
        let mut form = KindForm::of(&kind);
        form.fields.push_str("\n天气\n回访日期｜日期");
        let next = form.kind("visit", Some(&kind)).unwrap();
        let keys: Vec<&str> = next.fields.iter().map(|it| it.key.as_str()).collect();
        assert_eq!(keys, ["visited", "own_1", "own_2"]);
        assert_eq!(next.fields[2].form, FieldForm::Day);
        form.fields = "天气|颜色".into();
        form.least_photos = "两张".into();
        let Err(Refused::Invalid(wrong)) = form.kind("visit", None) else { panic!("accepted") };
        assert_eq!(wrong.len(), 2, "{wrong:?}");
    }

    #[test]
    fn what_is_published_is_frozen_and_retires_the_one_before() {
        let kind = shipped().unwrap().remove(0);
        let id = |n| RecordKindId(Uuid::from_u128(n));
        let edition = |n: u128, state| Versioned {
            version: 1,
            row: Edition {
                id: id(n),
                bureau: BureauId(Uuid::nil()),
                number: n as i64,
                state,
                kind: kind.clone(),
            },
        };
        let (old, new) = (edition(1, EditionState::Published), edition(2, EditionState::Draft));
        let states: Vec<EditionState> =
            publish(&new, Some(&old)).unwrap().next.iter().map(|it| it.state).collect();
        assert_eq!(states, [EditionState::Published, EditionState::Retired]);
        assert!(revise(&old, kind.clone()).is_err() && publish(&old, None).is_err());
        assert!(retire(&old).is_ok() && retire(&edition(3, EditionState::Retired)).is_err());
    }
}
