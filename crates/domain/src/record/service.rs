//! 本单位志愿服务记录: one line per person and record, with what the rules of volunteer records name
//! (民政部令第67号): who, what, for whom, where, from when until when, how long, who wrote it down, how it
//! was judged. Names and units, never a document number: none is kept anywhere.

use super::{Record, RecordState};
use crate::day::Day;
use crate::id::{PersonId, RecordId};
use crate::record_kind::{Attendance, RecordKind};

/// Keys of the fields of kinds that keep times of service.
pub const TEAM: &str = "team";
pub const PROJECT: &str = "project";
pub const SERVED: &str = "served";
pub const BEGINS: &str = "begins";
pub const ENDS: &str = "ends";
pub const JUDGED: &str = "judged";

/// What one person did in one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    pub record: RecordId,
    pub person: PersonId,
    /// Name of the volunteer.
    pub name: String,
    pub day: Day,
    /// 服务内容.
    pub title: String,
    pub team: String,
    pub project: String,
    /// 服务对象.
    pub served: String,
    pub place: String,
    pub begins: String,
    pub ends: String,
    /// Time of service in minutes; none where nobody wrote it down.
    pub minutes: Option<i64>,
    /// How those who were served judged it.
    pub judged: String,
    /// The unit, and who wrote it down.
    pub unit: String,
    pub author: String,
    pub state: RecordState,
}

/// The lines of a record; `names` are those of its people.
pub fn services(record: &Record, names: &[(PersonId, String)], unit: &str, author: &str) -> Vec<Service> {
    let said = |key: &str| record.detail(key).unwrap_or_default().to_owned();
    let line = |it: &super::Attended| Service {
        record: record.id,
        person: it.person,
        name: names.iter().find(|(id, _)| *id == it.person).map(|(_, name)| name.clone()).unwrap_or_default(),
        day: record.day,
        title: record.title.clone(),
        team: said(TEAM),
        project: said(PROJECT),
        served: said(SERVED),
        place: record.place.clone(),
        begins: said(BEGINS),
        ends: said(ENDS),
        minutes: it.minutes,
        judged: said(JUDGED),
        unit: unit.to_owned(),
        author: author.to_owned(),
        state: record.state,
    };
    record.people.iter().map(line).collect()
}

/// Minutes after midnight of `8:30`, `08：30`, `8点半`, `8点30分`.
pub fn clock(typed: &str) -> Option<i64> {
    let narrow: String = typed.chars().filter(|c| !c.is_whitespace()).map(super::time::narrow).collect();
    let narrow = narrow.trim_end_matches('分').replace(['点', '时'], ":").replace(":半", ":30");
    let (hours, minutes) = narrow.split_once(':')?;
    let whole = |text: &str, most: i64| -> Option<i64> {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten().filter(|n| *n <= most)
    };
    let minutes = if minutes.is_empty() { 0 } else { whole(minutes, 59)? };
    Some(whole(hours, 23)? * 60 + minutes)
}

impl Record {
    /// The record with the time of service that follows from beginning and end, for those of whom
    /// nobody wrote another.
    #[must_use]
    pub fn served(mut self, kind: &RecordKind) -> Self {
        let at = |key: &str| self.detail(key).and_then(clock);
        let long = at(BEGINS).zip(at(ENDS)).map(|(begins, ends)| ends - begins).filter(|n| *n > 0);
        if kind.attendance == Attendance::Hours
            && let Some(long) = long
        {
            for it in &mut self.people {
                it.minutes = it.minutes.or(Some(long));
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::tests::held;
    use crate::record::{Attended, Detail};
    use crate::record_kind::shipped;
    use uuid::Uuid;

    #[test]
    fn the_clock_is_understood_as_people_type_it() {
        for (typed, is) in
            [("8:30", Some(510)), ("０８：３０", Some(510)), ("14点半", Some(870)), ("9点", Some(540))]
        {
            assert_eq!(clock(typed), is, "{typed}");
        }
        for wrong in ["", "830", "25:00", "8:60", "-1:00", "上午", "8:3x", "123:00"] {
            assert_eq!(clock(wrong), None, "{wrong}");
        }
    }

    fn record(begins: &str, ends: &str, minutes: [Option<i64>; 2]) -> Record {
        let detail =
            |key: &str, value: &str| Detail { key: key.into(), label: String::new(), value: value.into() };
        let mut record = held(RecordState::Filed).row;
        record.details = vec![detail(BEGINS, begins), detail(ENDS, ends), detail(TEAM, "路姐服务队")];
        record.people = (1..)
            .zip(minutes)
            .map(|(n, minutes)| Attended { person: PersonId(Uuid::from_u128(n)), minutes })
            .collect();
        record
    }

    #[test]
    fn time_follows_from_beginning_and_end_unless_another_was_typed() {
        let kinds = shipped().unwrap();
        let of = |key: &str| kinds.iter().find(|it| it.key == key).unwrap();
        for (begins, ends, kind, is) in [
            ("8:30", "11:00", "volunteering", [Some(150), Some(60)]),
            ("11:00", "8:30", "volunteering", [None, Some(60)]),
            ("8:30", "", "volunteering", [None, Some(60)]),
            ("8:30", "11:00", "training", [None, Some(60)]),
        ] {
            let next = record(begins, ends, [None, Some(60)]).served(of(kind));
            let minutes: Vec<Option<i64>> = next.people.iter().map(|it| it.minutes).collect();
            assert_eq!(minutes, is, "{begins} {ends} {kind}");
        }
    }

    #[test]
    fn every_person_is_a_line_of_their_own() {
        let it = record("8:30", "11:00", [Some(90), None]);
        let names = [(PersonId(Uuid::from_u128(1)), "高翔宇".to_owned())];
        let lines = services(&it, &names, "人事教育科", "贺一帆");
        let told: Vec<(&str, &str, Option<i64>)> =
            lines.iter().map(|it| (it.name.as_str(), it.team.as_str(), it.minutes)).collect();
        assert_eq!(told, [("高翔宇", "路姐服务队", Some(90)), ("", "路姐服务队", None)]);
        assert_eq!(lines.iter().filter_map(|it| it.minutes).sum::<i64>(), it.minutes());
    }
}
