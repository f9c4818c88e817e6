//! 照片说明: the six elements that inspections ask of a photo (事由、时间、地点、人物、背景、摄影者). What the
//! record or the camera knows is filled in; what nobody knows stays empty until the filer writes it.

use super::{Record, RecordState};
use crate::audit::Entry;
use crate::authority::{Action, Actor};
use crate::change::Change;
use crate::id::{FileId, RecordId};
use crate::refused::{Check, Refused};
use crate::remark::photo::Taken;

/// One photo in six elements; empty where it is not known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Caption {
    pub reason: String,
    pub time: String,
    pub place: String,
    pub people: String,
    pub background: String,
    pub photographer: String,
}

/// Names that stand in a caption before it says how many there were.
const NAMED: usize = 5;
/// Characters of one element.
pub const LONGEST: usize = 100;

impl Caption {
    /// The labels, in the order in which captions are written.
    pub const LABELS: [&str; 6] = ["事由", "时间", "地点", "人物", "背景", "摄影者"];

    /// What the record and the camera say: `people` are the names of those who took part.
    pub fn known(record: &Record, taken: Option<Taken>, people: &[String]) -> Self {
        let day = |day: crate::Day| format!("{}年{}月{}日", day.year(), day.month(), day.day());
        let time = match taken {
            Some(it) => format!("{}{}时{:02}分", day(it.day), it.hour, it.minute),
            None => day(record.day),
        };
        let named = people.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join("、");
        let people = if people.len() > NAMED { format!("{named}等 {} 人", people.len()) } else { named };
        Self {
            reason: record.title.clone(),
            time,
            place: record.place.clone(),
            people,
            background: String::new(),
            photographer: String::new(),
        }
    }

    pub fn elements(&self) -> [&str; 6] {
        [&self.reason, &self.time, &self.place, &self.people, &self.background, &self.photographer]
    }

    /// `事由：…；时间：…`, without what is empty.
    pub fn line(&self) -> String {
        let parts = Self::LABELS.into_iter().zip(self.elements()).filter(|(_, text)| !text.is_empty());
        parts.map(|(label, text)| format!("{label}：{text}")).collect::<Vec<_>>().join("；")
    }
}

/// Captions of a record, to be written in place of those it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutCaptions {
    pub record: RecordId,
    pub captions: Vec<(FileId, Caption)>,
}

/// 写照片说明: by whoever filed the record, as long as it stands. It says what the photos show and
/// changes nothing that was reviewed.
///
/// # Errors
/// [`Refused::Rule`] for another's record or a void one; [`Refused::Invalid`] with the fields
/// `reason_0`, `time_0` …, numbered by photo.
pub fn write(
    held: &Record,
    who: &Actor,
    typed: Vec<(FileId, Caption)>,
) -> Result<Change<PutCaptions>, Refused> {
    if held.author != who.person {
        return Err(Refused::rule("只有记录人可以写照片说明。"));
    }
    if held.state == RecordState::Void {
        return Err(Refused::rule("这份纪实已经作废。"));
    }
    let mut check = Check::new();
    let mut captions = Vec::new();
    for (at, (file, it)) in typed.into_iter().enumerate() {
        if !held.files.contains(&file) {
            return Err(Refused::NotFound);
        }
        let mut element =
            |name: &str, label: &str, text: &str| check.length(&format!("{name}_{at}"), label, text, LONGEST);
        let caption = Caption {
            reason: element("reason", "事由", &it.reason),
            time: element("time", "时间", &it.time),
            place: element("place", "地点", &it.place),
            people: element("people", "人物", &it.people),
            background: element("background", "背景", &it.background),
            photographer: element("photographer", "摄影者", &it.photographer),
        };
        captions.push((file, caption));
    }
    check.done()?;
    let entry = Entry::new(Action::FileRecord, held.id).field("captions", captions.len().to_string());
    Ok(Change::new(PutCaptions { record: held.id, captions }, entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::tests::{actor, held};
    use uuid::Uuid;

    fn names(n: usize) -> Vec<String> {
        (1..=n).map(|n| format!("甲{n}")).collect()
    }

    #[test]
    fn what_is_known_is_filled_in_and_the_rest_left_empty() {
        let mut record = held(RecordState::Filed).row;
        record.place = "三楼会议室".into();
        let taken = crate::remark::photo::parse_taken("2026:06:11 09:05:00");
        assert_eq!(
            Caption::known(&record, taken, &names(2)).line(),
            "事由：读书班动员会；时间：2026年6月11日9时05分；地点：三楼会议室；人物：甲1、甲2"
        );
        let many = Caption::known(&record, None, &names(7));
        assert_eq!((&*many.time, &*many.people), ("2026年6月11日", "甲1、甲2、甲3、甲4、甲5等 7 人"));
        assert_eq!(Caption::known(&record, None, &[]).elements()[3..], ["", "", ""]);
    }

    #[test]
    fn only_the_filer_writes_and_only_of_photos_that_are_there() {
        let file = FileId(Uuid::from_u128(7));
        let mut record = held(RecordState::Accepted).row;
        record.files = vec![file];
        let typed = |file| vec![(file, Caption { background: " 迎检 ".into(), ..Caption::default() })];
        let change = write(&record, &actor(1), typed(file)).unwrap();
        assert_eq!(change.next.captions[0].1.background, "迎检");
        assert!(matches!(write(&record, &actor(2), typed(file)), Err(Refused::Rule(_))));
        assert_eq!(write(&record, &actor(1), typed(FileId(Uuid::nil()))).unwrap_err(), Refused::NotFound);
        let long = vec![(file, Caption { place: "长".repeat(101), ..Caption::default() })];
        let Err(Refused::Invalid(wrong)) = write(&record, &actor(1), long) else { panic!("accepted") };
        assert_eq!(wrong[0].field, "place_0");
        record.state = RecordState::Void;
        assert!(write(&record, &actor(1), typed(file)).is_err());
    }
}
