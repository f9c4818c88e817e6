//! 提示: what was seen on a record that may need a word: a photo taken on another day, the same photo
//! in another record, text copied from another record, entries made long after the day. Shown to filer
//! and reviewer alike, explained by the filer, never blocking and never counted for a person.

pub mod photo;
pub mod text;

use crate::audit::Entry;
use crate::authority::{Action, Actor};
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::Day;
use crate::id::{BureauId, FileId, RecordId, RemarkId};
use crate::record::Record;
use crate::refused::{Check, Refused};
use photo::Taken;

codes! {
    /// What was seen.
    pub enum RemarkKind {
        TakenElsewhen = "taken" "拍摄日期不同",
        SamePhoto = "same_photo" "同一张照片",
        NearPhoto = "near_photo" "相似的照片",
        SameText = "same_text" "文字相近",
        Burst = "burst" "补录",
        NoTime = "no_time" "没有拍摄时间",
    }
}

impl RemarkKind {
    /// Whether it says something about the record at all; what is merely unknown is no contradiction.
    pub fn neutral(self) -> bool {
        self == Self::NoTime
    }
}

/// One remark on a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub id: RemarkId,
    pub bureau: BureauId,
    pub record: RecordId,
    pub seen: Seen,
    /// What the filer says to it; stays whatever becomes of the remark.
    pub explanation: String,
    /// Whether it was seen at the last look; what is no longer seen stays only where it was explained.
    pub stands: bool,
}

/// What was seen, with where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub kind: RemarkKind,
    pub file: Option<FileId>,
    /// The record in which the same was found.
    pub other: Option<RecordId>,
    /// One neutral sentence.
    pub text: String,
}

/// What is known of a photo of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoFacts {
    pub file: FileId,
    pub taken: Option<Taken>,
    /// Where the same bytes or nearly the same picture stand: in another record.
    pub elsewhere: Vec<Elsewhere>,
}

/// Another record, seen from this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    pub record: RecordId,
    pub title: String,
    pub day: Day,
    /// For photos the distance of the hashes, 0 and `same` for the same bytes; for texts the share of
    /// this text that stands in the other, in percent.
    pub measure: u32,
    pub same: bool,
}

/// How many records the unit filed on one day, and how many of these are of long before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filed {
    pub all: i64,
    pub late: i64,
}

/// Days after which an entry is late, and how many late ones on one day are a burst (house).
pub const LATE_DAYS: i64 = 14;
pub const BURST: i64 = 5;
/// Photos of a night's work still belong to its evening: until this hour.
const SMALL_HOURS: u8 = 4;

/// Everything that is to be said about a record. `filed` is the day on which it was handed in.
pub fn look(
    record: &Record,
    filed: Day,
    photos: &[PhotoFacts],
    texts: &[Elsewhere],
    day: Filed,
) -> Vec<Seen> {
    let mut seen = Vec::new();
    for (n, photo) in (1..).zip(photos) {
        seen.extend(taken(record, n, photo));
        seen.extend(photo.elsewhere.iter().map(|other| twice(n, photo.file, other)));
    }
    let unknown = photos.iter().filter(|it| it.taken.is_none()).count();
    if unknown > 0 {
        let text = format!("{unknown} 张照片里没有拍摄时间，微信转发的照片常常这样。");
        seen.push(Seen { kind: RemarkKind::NoTime, file: None, other: None, text });
    }
    seen.extend(texts.iter().map(copied));
    let gap = record.day.days_until(filed);
    if gap > LATE_DAYS && day.late >= BURST {
        let text = format!(
            "这是 {gap} 天前的事。本科室 {} 月 {} 日报送 {} 份，其中 {} 份记的是两周以前的事，属于补录。",
            filed.month(),
            filed.day(),
            day.all,
            day.late
        );
        seen.push(Seen { kind: RemarkKind::Burst, file: None, other: None, text });
    }
    seen
}

fn taken(record: &Record, n: usize, photo: &PhotoFacts) -> Option<Seen> {
    let taken = photo.taken?;
    let night = taken.hour < SMALL_HOURS && record.day.days_until(taken.day) == 1;
    if taken.day == record.day || night {
        return None;
    }
    let text = format!(
        "第 {n} 张照片里记的拍摄时间是 {} 年 {} 月 {} 日，与所填日期不同。",
        taken.day.year(),
        taken.day.month(),
        taken.day.day()
    );
    Some(Seen { kind: RemarkKind::TakenElsewhen, file: Some(photo.file), other: None, text })
}

fn twice(n: usize, file: FileId, other: &Elsewhere) -> Seen {
    let (kind, how) = if other.same {
        (RemarkKind::SamePhoto, "也用在")
    } else {
        (RemarkKind::NearPhoto, "看起来很像")
    };
    let tail = if other.same { "里" } else { "里的一张" };
    let text = format!("第 {n} 张照片{how}{}{tail}。", named(other));
    Seen { kind, file: Some(file), other: Some(other.record), text }
}

fn copied(other: &Elsewhere) -> Seen {
    let text = format!("文字有 {} % 与{}相同。", other.measure, named(other));
    Seen { kind: RemarkKind::SameText, file: None, other: Some(other.record), text }
}

fn named(other: &Elsewhere) -> String {
    format!("“{}”（{} 年 {} 月 {} 日）", other.title, other.day.year(), other.day.month(), other.day.day())
}

/// The remarks of a record after another look: what is seen again keeps its explanation, what is no
/// longer seen stays where it was explained and goes where it was not. `None` where nothing changed.
pub fn renew(held: &[Remark], seen: &[Seen]) -> Option<Vec<Renewed>> {
    let same = |a: &Seen, b: &Seen| (a.kind, a.file, a.other) == (b.kind, b.file, b.other);
    let mut renewed = Vec::new();
    for it in held {
        match seen.iter().find(|now| same(now, &it.seen)) {
            Some(now) if it.stands && now.text == it.seen.text => {}
            Some(now) => renewed.push(Renewed::Stands(it.id, now.clone())),
            None if it.explanation.is_empty() => renewed.push(Renewed::Gone(it.id)),
            None if it.stands => renewed.push(Renewed::Past(it.id)),
            None => {}
        }
    }
    let new = seen.iter().filter(|now| !held.iter().any(|it| same(&it.seen, now)));
    renewed.extend(new.cloned().map(Renewed::New));
    (!renewed.is_empty()).then_some(renewed)
}

/// What becomes of one remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Renewed {
    New(Seen),
    Stands(RemarkId, Seen),
    /// No longer seen, but explained: it stays to be read.
    Past(RemarkId),
    Gone(RemarkId),
}

/// 说明: what the filer says to a remark, whenever they like.
///
/// # Errors
/// [`Refused::Rule`] for anybody but the author, [`Refused::Invalid`] for an empty or too long text.
pub fn explain(
    held: &Versioned<Remark>,
    record: &Record,
    who: &Actor,
    text: &str,
) -> Result<Change<Versioned<Remark>>, Refused> {
    if record.author != who.person {
        return Err(Refused::rule("只有记录人可以说明。"));
    }
    let mut check = Check::new();
    let explanation = check.text("explanation", "说明", text, 200);
    check.done()?;
    let entry = Entry::new(Action::FileRecord, held.id).field("explanation", &explanation);
    Ok(Change::new(held.to(Remark { explanation, ..held.row.clone() }), entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{PersonId, UnitId};
    use crate::record::RecordState;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn record() -> Record {
        Record {
            id: RecordId(Uuid::from_u128(1)),
            bureau: BureauId(Uuid::nil()),
            kind: "activity".into(),
            title: "护学".into(),
            day: day("2026-06-11"),
            place: String::new(),
            unit: UnitId(Uuid::nil()),
            author: PersonId(Uuid::from_u128(1)),
            text: String::new(),
            state: RecordState::Filed,
            return_reason: None,
            return_note: String::new(),
            figures: Vec::new(),
            details: Vec::new(),
            people: Vec::new(),
            files: Vec::new(),
            assignments: Vec::new(),
        }
    }

    fn photo(taken: Option<&str>) -> PhotoFacts {
        let taken = taken.map(|text| photo::parse_taken(text).unwrap());
        PhotoFacts { file: FileId(Uuid::from_u128(9)), taken, elsewhere: Vec::new() }
    }

    fn kinds(photos: &[PhotoFacts], texts: &[Elsewhere], filed: &str, count: Filed) -> Vec<RemarkKind> {
        look(&record(), day(filed), photos, texts, count).into_iter().map(|it| it.kind).collect()
    }

    #[test]
    fn only_contradictions_are_told_and_a_missing_time_is_neutral() {
        use RemarkKind as K;
        let other = Elsewhere {
            record: RecordId(Uuid::from_u128(2)),
            title: "植树".into(),
            day: day("2026-03-12"),
            measure: 80,
            same: false,
        };
        let with = |same| PhotoFacts {
            elsewhere: vec![Elsewhere { same, ..other.clone() }],
            ..photo(Some("2026:06:11 09:00:00"))
        };
        let many = Filed { all: 9, late: 7 };
        for (photos, texts, filed, count, expect) in [
            (vec![photo(Some("2026:06:11 23:59:59"))], vec![], "2026-06-12", many, vec![]),
            (vec![photo(Some("2026:06:12 03:10:00"))], vec![], "2026-06-12", many, vec![]),
            (vec![photo(Some("2026:06:12 04:00:00"))], vec![], "2026-06-12", many, vec![K::TakenElsewhen]),
            (vec![photo(Some("2026:06:09 10:00:00"))], vec![], "2026-06-12", many, vec![K::TakenElsewhen]),
            (vec![photo(None)], vec![], "2026-06-12", many, vec![K::NoTime]),
            (vec![with(true), with(false)], vec![], "2026-06-12", many, vec![K::SamePhoto, K::NearPhoto]),
            (vec![], vec![other.clone()], "2026-06-12", many, vec![K::SameText]),
            (vec![], vec![], "2026-06-25", many, vec![]),
            (vec![], vec![], "2026-06-26", many, vec![K::Burst]),
            (vec![], vec![], "2026-06-26", Filed { all: 9, late: 4 }, vec![]),
        ] {
            assert_eq!(kinds(&photos, &texts, filed, count), expect, "{photos:?} {filed}");
        }
    }

    #[test]
    fn an_explanation_stays_whatever_is_seen_later() {
        let seen = |kind| Seen { kind, file: None, other: None, text: "甲".into() };
        let held = |n: u128, kind, explanation: &str| Remark {
            id: RemarkId(Uuid::from_u128(n)),
            bureau: BureauId(Uuid::nil()),
            record: record().id,
            seen: seen(kind),
            explanation: explanation.into(),
            stands: true,
        };
        let (a, b) = (held(1, RemarkKind::Burst, "停电补录"), held(2, RemarkKind::NoTime, ""));
        let id = |n| RemarkId(Uuid::from_u128(n));
        assert_eq!(
            renew(&[a.clone(), b.clone()], &[seen(RemarkKind::Burst), seen(RemarkKind::NoTime)]),
            None
        );
        assert_eq!(renew(&[a.clone(), b], &[]), Some(vec![Renewed::Past(id(1)), Renewed::Gone(id(2))]));
        let past = Remark { stands: false, ..a };
        assert_eq!(renew(std::slice::from_ref(&past), &[]), None);
        let again = seen(RemarkKind::Burst);
        assert_eq!(
            renew(&[past], std::slice::from_ref(&again)),
            Some(vec![Renewed::Stands(id(1), again.clone())])
        );
        assert_eq!(renew(&[], std::slice::from_ref(&again)), Some(vec![Renewed::New(again)]));
    }

    #[test]
    fn nobody_explains_for_another() {
        let remark = Remark {
            id: RemarkId(Uuid::nil()),
            bureau: BureauId(Uuid::nil()),
            record: record().id,
            seen: Seen { kind: RemarkKind::Burst, file: None, other: None, text: String::new() },
            explanation: String::new(),
            stands: true,
        };
        let held = Versioned { version: 1, row: remark };
        let actor = |n| Actor {
            account: crate::id::AccountId(Uuid::nil()),
            person: PersonId(Uuid::from_u128(n)),
            bureau: BureauId(Uuid::nil()),
            name: String::new(),
            login: String::new(),
            grants: Vec::new(),
            units: Vec::new(),
            receives: Vec::new(),
        };
        assert_eq!(explain(&held, &record(), &actor(1), " 停电 ").unwrap().next.explanation, "停电");
        assert!(explain(&held, &record(), &actor(2), "停电").is_err());
        assert!(explain(&held, &record(), &actor(1), " ").is_err());
    }
}
