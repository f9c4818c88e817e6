//! 纪实: one record of one activity. It answers assignments; what is filed once feeds everything.

use crate::assignment::{ReturnReason, check_return};
use crate::audit::Entry;
use crate::authority::{Action, Actor};
use crate::change::{Change, Versioned};
use crate::code::Code;
use crate::codes;
use crate::day::Day;
use crate::id::{AssignmentId, BureauId, FileId, PersonId, RecordId, UnitId};
use crate::message::{Message, Reason};
use crate::record_kind::{HEADS, RecordKind, SEQUENCE, STEP};
use crate::refused::{Check, Refused};
use serde::{Deserialize, Serialize};

pub mod caption;
pub mod proof;
pub mod series;
pub mod service;
pub mod time;

codes! {
    /// Where a record stands.
    pub enum RecordState {
        Draft = "draft" "草稿",
        Filed = "filed" "已报送",
        Accepted = "accepted" "已通过",
        Returned = "returned" "已退回",
        Void = "void" "已作废",
    }
}

/// A record of any kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub id: RecordId,
    pub bureau: BureauId,
    /// Key of the kind in `standards/record_kinds.toml`.
    pub kind: String,
    pub title: String,
    pub day: Day,
    pub place: String,
    pub unit: UnitId,
    pub author: PersonId,
    pub text: String,
    pub state: RecordState,
    /// Why and with which note it was returned last.
    pub return_reason: Option<ReturnReason>,
    pub return_note: String,
    pub figures: Vec<Figured>,
    /// What was typed into the fields and steps of its kind.
    pub details: Vec<Detail>,
    /// Who took part.
    pub people: Vec<Attended>,
    pub files: Vec<FileId>,
    pub assignments: Vec<AssignmentId>,
}

/// What a field or step of the kind was answered with. The label is kept, so that a record reads as
/// it was filed whatever becomes of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    pub key: String,
    pub label: String,
    pub value: String,
}

/// A person who took part; for volunteers with the time of service in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attended {
    pub person: PersonId,
    pub minutes: Option<i64>,
}

/// A quantity of a record: what was counted, canonical decimal text, uom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figured {
    pub item: String,
    pub value: String,
    pub uom: String,
}

/// The minimal kind, which every bureau has.
pub const ACTIVITY: &str = "activity";
/// Files of one record.
pub const MAX_FILES: usize = 20;
/// Figures of one record.
pub const MAX_FIGURES: usize = 20;
/// Fields and steps of one record.
pub const MAX_DETAILS: usize = 40;
/// Persons of one record: the largest bureau meets in a hall.
pub const MAX_PEOPLE: usize = 1000;

/// What was typed into the form, before it is judged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Key of the kind; blank keeps the one it has.
    pub kind: String,
    pub title: String,
    pub day: String,
    pub place: String,
    pub text: String,
    pub figures: Vec<Figured>,
    pub details: Vec<Detail>,
    pub people: Vec<Attended>,
    pub assignments: Vec<AssignmentId>,
}

/// A number as canonical decimal text: full-width digits and separators are understood, blank stays blank.
pub fn decimal(typed: &str) -> Result<String, String> {
    let narrow: String = typed
        .trim()
        .chars()
        .filter(|c| !matches!(c, ',' | '，' | ' '))
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            '．' => '.',
            other => other,
        })
        .collect();
    if narrow.is_empty() {
        return Ok(String::new());
    }
    let (whole, part) = narrow.split_once('.').unwrap_or((&narrow, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || whole.len() > 12 || part.len() > 4 {
        return Err("请填数字，例如 38 或 1200.5。".into());
    }
    let whole = whole.trim_start_matches('0');
    let part = part.trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Ok(if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") })
}

/// Four places after the point, as [`decimal`] lets them in.
const PARTS: i64 = 10_000;

/// A typed number in 1/10 000; none for what is no number.
pub fn amount(typed: &str) -> Option<i64> {
    let text = decimal(typed).ok().filter(|text| !text.is_empty())?;
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    Some(whole.parse::<i64>().ok()? * PARTS + format!("{part:0<4}").parse::<i64>().ok()?)
}

/// 1/10 000 as canonical decimal text.
pub fn of_amount(amount: i64) -> String {
    let (whole, part) = (amount / PARTS, amount % PARTS);
    let part = format!("{part:04}");
    let part = part.trim_end_matches('0');
    if part.is_empty() { whole.to_string() } else { format!("{whole}.{part}") }
}

/// The sum of canonical decimal texts; what is no number counts nothing.
pub fn sum<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    of_amount(values.into_iter().filter_map(amount).sum())
}

impl Record {
    /// The record with what was typed. A draft may be unfinished: only lengths are checked, and a
    /// number that is none stays as it was typed until it is filed.
    pub fn with(&self, sheet: &Sheet) -> Result<Self, Refused> {
        let mut check = Check::new();
        let title = check.length("title", "做了什么", &sheet.title, 100);
        let place = check.length("place", "地点", &sheet.place, 100);
        let text = check.length("text", "经过", &sheet.text, 5000);
        let day = match sheet.day.trim() {
            "" => Some(self.day),
            typed => check.take("day", Day::parse_loose(typed).map_err(|wrong| wrong.to_string())),
        };
        let filled =
            sheet.figures.iter().filter(|it| !it.item.trim().is_empty() || !it.value.trim().is_empty());
        let figures: Vec<Figured> = filled
            .map(|it| Figured {
                item: check.length("figures", "数据名称", &it.item, 30),
                value: check.length("figures", "数据", &it.value, 20),
                uom: check.length("figures", "计量单位", &it.uom, 10),
            })
            .collect();
        check.require(figures.len() <= MAX_FIGURES, "figures", format!("最多填 {MAX_FIGURES} 项数据。"));
        check.require(sheet.assignments.len() <= 50, "assignments", "一份纪实最多用于 50 项任务。");
        let details = details(&mut check, &sheet.details);
        let people = people(&mut check, &sheet.people);
        check.done()?;
        let mut assignments = sheet.assignments.clone();
        assignments.sort_unstable();
        assignments.dedup();
        let kind = if sheet.kind.is_empty() { self.kind.clone() } else { sheet.kind.clone() };
        let day = day.unwrap_or(self.day);
        Ok(Self { kind, title, place, text, day, figures, details, people, assignments, ..self.clone() })
    }

    /// The record with the labels of its kind: they come from the kind, never from a form. What the
    /// kind does not ask for is left out.
    #[must_use]
    pub fn labelled(mut self, kind: &RecordKind) -> Self {
        let steps = kind.sequence(&self).map_or(&[][..], |it| &it.steps).to_vec();
        for detail in &mut self.details {
            let step = detail.key.strip_prefix(STEP).and_then(|n| n.parse::<usize>().ok());
            let step = step.and_then(|n| steps.get(n.checked_sub(1)?)).map(String::as_str);
            let named = if detail.key == SEQUENCE && !steps.is_empty() { Some("步骤") } else { None };
            detail.label = kind.label(&detail.key).or(step).or(named).unwrap_or_default().to_owned();
        }
        self.details.retain(|it| !it.label.is_empty());
        self
    }

    /// The record with what follows from who took part: the head-count, where nobody typed another.
    #[must_use]
    pub fn counted(mut self, kind: &RecordKind) -> Self {
        let typed = |it: &Figured| it.item == HEADS && !it.value.is_empty();
        if let Some(heads) = kind.heads()
            && !self.people.is_empty()
            && !self.figures.iter().any(typed)
        {
            self.figures.retain(|it| it.item != HEADS);
            let value = self.people.len().to_string();
            self.figures.insert(0, Figured { item: HEADS.into(), value, uom: heads.uom.clone() });
        }
        self
    }

    /// What a field of the kind was answered with.
    pub fn detail(&self, key: &str) -> Option<&str> {
        self.details.iter().find(|it| it.key == key).map(|it| it.value.as_str())
    }

    /// Time of service of all who took part, in minutes.
    pub fn minutes(&self) -> i64 {
        self.people.iter().filter_map(|it| it.minutes).sum()
    }
}

fn details(check: &mut Check, typed: &[Detail]) -> Vec<Detail> {
    let filled = typed.iter().filter(|it| !it.value.trim().is_empty());
    let details: Vec<Detail> = filled
        .map(|it| Detail { value: check.length("details", &it.label, &it.value, 300), ..it.clone() })
        .collect();
    check.require(details.len() <= MAX_DETAILS, "details", format!("最多填 {MAX_DETAILS} 个栏目。"));
    details
}

fn people(check: &mut Check, typed: &[Attended]) -> Vec<Attended> {
    let mut people = typed.to_vec();
    people.sort_by_key(|it| it.person);
    people.dedup_by_key(|it| it.person);
    check.require(people.len() <= MAX_PEOPLE, "people", format!("一份纪实最多记 {MAX_PEOPLE} 人。"));
    let fits = people.iter().all(|it| it.minutes.is_none_or(|n| (0..=time::MOST).contains(&n)));
    check.require(fits, "people", "每人的时长不能超过 24 小时。");
    people
}

/// Refuses changes to what was handed in, and to what is another's.
pub fn editable(held: &Record, who: &Actor) -> Result<(), Refused> {
    if held.author != who.person {
        return Err(Refused::rule("只有记录人可以修改。"));
    }
    match held.state {
        RecordState::Draft | RecordState::Returned => Ok(()),
        other => Err(Refused::rule(format!("这份纪实现在是“{other}”，不能修改。"))),
    }
}

/// 存草稿.
pub fn save(
    held: &Versioned<Record>,
    who: &Actor,
    next: Record,
) -> Result<Change<Versioned<Record>>, Refused> {
    editable(held, who)?;
    Ok(Change::new(held.to(next), Entry::new(Action::FileRecord, held.id).field("state", held.state.code())))
}

/// 提交: now everything must be right. Photos and text are never demanded (为基层减负).
pub fn submit(
    held: &Versioned<Record>,
    who: &Actor,
    today: Day,
) -> Result<Change<Versioned<Record>>, Refused> {
    editable(held, who)?;
    let mut check = Check::new();
    check.text("title", "做了什么", &held.title, 100);
    check.require(held.day <= today, "day", "日期还没有到。纪实只记已经做过的事。");
    check.require(held.files.len() <= MAX_FILES, "files", format!("一份纪实最多 {MAX_FILES} 个文件。"));
    let mut figures = Vec::new();
    for it in &held.figures {
        match decimal(&it.value) {
            Ok(value) if value.is_empty() => {}
            Ok(value) => {
                check.require(!it.item.is_empty(), "figures", "请写明这个数据是什么，例如 参加人数。");
                check.require(!it.uom.is_empty(), "figures", "请写上计量单位，例如 人、次、元。");
                figures.push(Figured { value, ..it.clone() });
            }
            Err(sentence) => {
                check.require(false, "figures", sentence);
            }
        }
    }
    check.done()?;
    let next = Record {
        state: RecordState::Filed,
        figures,
        return_reason: None,
        return_note: String::new(),
        ..held.row.clone()
    };
    Ok(change(held, next, Action::FileRecord))
}

/// 撤回 before the review: the record becomes a draft again.
pub fn withdraw(held: &Versioned<Record>, who: &Actor) -> Result<Change<Versioned<Record>>, Refused> {
    filed(held)?;
    if held.author != who.person {
        return Err(Refused::rule("只有记录人可以撤回。"));
    }
    Ok(change(held, Record { state: RecordState::Draft, ..held.row.clone() }, Action::FileRecord))
}

/// 审核通过.
pub fn accept(
    held: &Versioned<Record>,
    who: &Actor,
    alone: bool,
) -> Result<Change<Versioned<Record>>, Refused> {
    reviewable(held, who, alone)?;
    let change =
        change(held, Record { state: RecordState::Accepted, ..held.row.clone() }, Action::ReviewRecord);
    Ok(change.with_messages(tell(held, Reason::Accepted, format!("“{}”已通过审核。", held.title))))
}

/// 退回 with a reason code and a note.
pub fn send_back(
    held: &Versioned<Record>,
    who: &Actor,
    alone: bool,
    reason: ReturnReason,
    note: &str,
) -> Result<Change<Versioned<Record>>, Refused> {
    reviewable(held, who, alone)?;
    check_return(reason, note)?;
    let next = Record {
        state: RecordState::Returned,
        return_reason: Some(reason),
        return_note: note.trim().to_owned(),
        ..held.row.clone()
    };
    let text = format!("“{}”被退回：{reason}。改后可以再报。", held.title);
    Ok(change(held, next, Action::ReviewRecord).with_messages(tell(held, Reason::Returned, text)))
}

/// 作废 of a draft or a returned record; what was accepted is never deleted by its author.
pub fn void(held: &Versioned<Record>, who: &Actor) -> Result<Change<Versioned<Record>>, Refused> {
    editable(held, who)?;
    Ok(change(held, Record { state: RecordState::Void, ..held.row.clone() }, Action::FileRecord))
}

fn filed(held: &Record) -> Result<(), Refused> {
    if held.state == RecordState::Filed {
        return Ok(());
    }
    Err(Refused::rule(format!("这份纪实现在是“{}”，不在等待审核。", held.state)))
}

fn reviewable(held: &Record, who: &Actor, alone: bool) -> Result<(), Refused> {
    filed(held)?;
    if held.author == who.person && !alone {
        return Err(Refused::rule("自己报送的，要由另一位同志审核。"));
    }
    Ok(())
}

fn change(held: &Versioned<Record>, next: Record, action: Action) -> Change<Versioned<Record>> {
    let entry = Entry::new(action, held.id).field("state", next.state.code());
    Change::new(held.to(next), entry)
}

/// A record that answers assignments is reported by these, once per duty; a free one by itself.
fn tell(held: &Record, reason: Reason, text: String) -> Option<Message> {
    held.assignments.is_empty().then_some(Message {
        to: held.author,
        reason,
        noun: "record",
        object: held.id.0,
        text,
        due: None,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::id::AccountId;
    use uuid::Uuid;

    pub(crate) fn actor(n: u128) -> Actor {
        Actor {
            account: AccountId(Uuid::nil()),
            person: PersonId(Uuid::from_u128(n)),
            bureau: BureauId(Uuid::nil()),
            name: String::new(),
            login: String::new(),
            grants: Vec::new(),
            units: Vec::new(),
            receives: Vec::new(),
        }
    }

    pub(crate) fn held(state: RecordState) -> Versioned<Record> {
        let row = Record {
            id: RecordId(Uuid::from_u128(1)),
            bureau: BureauId(Uuid::nil()),
            kind: ACTIVITY.into(),
            title: "读书班动员会".into(),
            day: Day::new(2026, 6, 11).unwrap(),
            place: String::new(),
            unit: UnitId(Uuid::nil()),
            author: PersonId(Uuid::from_u128(1)),
            text: String::new(),
            state,
            return_reason: None,
            return_note: String::new(),
            figures: Vec::new(),
            details: Vec::new(),
            people: Vec::new(),
            files: Vec::new(),
            assignments: Vec::new(),
        };
        Versioned { version: 1, row }
    }

    fn today() -> Day {
        Day::new(2026, 6, 11).unwrap()
    }

    #[test]
    fn all_states_and_all_acts() {
        type Act = fn(&Versioned<Record>) -> Result<Change<Versioned<Record>>, Refused>;
        let acts: [(&str, Act); 6] = [
            ("save", |held| save(held, &actor(1), held.row.clone())),
            ("submit", |held| submit(held, &actor(1), today())),
            ("withdraw", |held| withdraw(held, &actor(1))),
            ("accept", |held| accept(held, &actor(2), false)),
            ("send_back", |held| send_back(held, &actor(2), false, ReturnReason::Blurred, "")),
            ("void", |held| void(held, &actor(1))),
        ];
        let expected = "\
            save      draft - - returned -\n\
            submit    filed - - filed -\n\
            withdraw  - draft - - -\n\
            accept    - accepted - - -\n\
            send_back - returned - - -\n\
            void      void - - void -\n";
        let mut found = String::new();
        for (name, act) in acts {
            let row: Vec<&str> = RecordState::ALL
                .iter()
                .map(|state| act(&held(*state)).map_or("-", |change| change.next.state.code()))
                .collect();
            found.push_str(&format!("{name:<9} {}\n", row.join(" ")));
        }
        assert_eq!(found, expected, "columns: {:?}", RecordState::ALL);
    }

    #[test]
    fn nobody_edits_or_reviews_across() {
        assert!(save(&held(RecordState::Draft), &actor(2), held(RecordState::Draft).row).is_err());
        assert!(accept(&held(RecordState::Filed), &actor(1), false).is_err());
        assert!(accept(&held(RecordState::Filed), &actor(1), true).is_ok());
    }

    #[test]
    fn numbers_are_understood_as_people_type_them() {
        for (typed, is) in
            [("38", "38"), (" １，２００．５０ ", "1200.5"), ("007", "7"), ("0", "0"), ("", "")]
        {
            assert_eq!(decimal(typed).as_deref(), Ok(is), "{typed}");
        }
        for wrong in ["三十", "1e9", "-1", "1.23456", "9999999999999", "=1+1", "."] {
            assert!(decimal(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn figures_add_up_exactly() {
        assert_eq!(sum(["38", "1200.5", "0.1234", "三十"]), "1238.6234");
        assert_eq!((sum(["0.1", "0.2"]), sum([])), ("0.3".into(), "0".into()));
    }

    #[test]
    fn a_draft_keeps_what_is_unfinished_and_filing_asks_for_the_rest() {
        let figures =
            vec![Figured { item: "参加人数".into(), value: "三十".into(), uom: "人".into() }];
        let sheet = Sheet { figures, day: "2026年6月12日".into(), ..Sheet::default() };
        let draft = held(RecordState::Draft);
        let draft = draft.to(draft.with(&sheet).unwrap());
        assert_eq!(draft.figures[0].value, "三十");
        let Err(Refused::Invalid(wrong)) = submit(&draft, &actor(1), today()) else {
            panic!("filed unfinished")
        };
        let fields: Vec<&str> = wrong.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["title", "day", "figures"]);
    }

    #[test]
    fn the_head_count_follows_who_took_part_unless_one_was_typed() {
        let kind = crate::record_kind::shipped().unwrap().remove(0);
        let people: Vec<Attended> =
            (1..=3).map(|n| Attended { person: PersonId(Uuid::from_u128(n)), minutes: None }).collect();
        let count = |figures: Vec<Figured>| {
            let sheet = Sheet { figures, people: [&people[..], &people[..1]].concat(), ..Sheet::default() };
            let next = held(RecordState::Draft).with(&sheet).unwrap().counted(&kind);
            (next.people.len(), next.figures.iter().map(|it| it.value.clone()).collect::<Vec<_>>())
        };
        let typed =
            |value: &str| vec![Figured { item: HEADS.into(), value: value.into(), uom: "人".into() }];
        assert_eq!(count(Vec::new()), (3, vec!["3".to_owned()]), "one person twice is one");
        assert_eq!(count(typed("")), (3, vec!["3".to_owned()]));
        assert_eq!(count(typed("40")), (3, vec!["40".to_owned()]), "guests are counted too");
    }

    #[test]
    fn labels_come_from_the_kind_and_steps_from_their_sequence() {
        let kinds = crate::record_kind::shipped().unwrap();
        let kind = kinds.iter().find(|it| it.key == "moral_lecture").unwrap();
        let typed =
            [("theme", "敬业"), (SEQUENCE, "七步"), ("step_7", "捐书"), ("step_8", "多的"), ("link", "x")];
        let details =
            typed.map(|(key, value)| Detail { key: key.into(), label: "伪造".into(), value: value.into() });
        let sheet = Sheet { details: details.to_vec(), ..Sheet::default() };
        let next = held(RecordState::Draft).with(&sheet).unwrap().labelled(kind);
        let labels: Vec<&str> = next.details.iter().map(|it| it.label.as_str()).collect();
        assert_eq!(labels, ["主题", "步骤", "行善举"]);
    }

    #[test]
    fn neither_photo_nor_text_is_demanded() {
        assert!(submit(&held(RecordState::Draft), &actor(1), today()).is_ok());
    }
}
