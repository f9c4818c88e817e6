//! What happens again and again (每周五的学习日) is not typed again: a new record begins as the last of
//! its series. What differs each time stays empty, for what was not is never filed by habit: the day,
//! the text, the photos, who took part, and every field that its kind does not mark with `stays`.

use super::{Detail, Figured, Record};
use crate::record_kind::{RecordKind, SEQUENCE};

/// A new record as the next of the series of `last`, whose kind is `kind`.
#[must_use]
pub fn next(blank: Record, last: &Record, kind: &RecordKind) -> Record {
    let stays = |it: &&Detail| {
        it.key == SEQUENCE || kind.fields.iter().any(|field| field.key == it.key && field.stays)
    };
    // The uom a bureau counts in stays, the count does not.
    let figures =
        last.figures.iter().map(|it| Figured { value: String::new(), ..it.clone() }).collect::<Vec<_>>();
    Record {
        kind: last.kind.clone(),
        title: last.title.clone(),
        place: last.place.clone(),
        details: last.details.iter().filter(stays).cloned().collect(),
        figures,
        ..blank
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{PersonId, RecordId};
    use crate::record::tests::held;
    use crate::record::{Attended, RecordState};
    use crate::record_kind::shipped;
    use uuid::Uuid;

    #[test]
    fn habit_fills_in_what_stays_and_nothing_that_happened() {
        let kinds = shipped().unwrap();
        let kind = kinds.iter().find(|it| it.key == "friday_study").unwrap();
        let mut blank = held(RecordState::Draft).row;
        blank.title.clear();
        let detail =
            |key: &str, value: &str| Detail { key: key.into(), label: key.into(), value: value.into() };
        let last = Record {
            id: RecordId(Uuid::from_u128(2)),
            kind: "friday_study".into(),
            title: "周五学习日".into(),
            day: "2026-06-05".parse().unwrap(),
            place: "三楼会议室".into(),
            text: "学习了安全生产法。".into(),
            state: RecordState::Accepted,
            details: vec![detail("topic", "安全生产法"), detail("teacher", "段丽华")],
            figures: vec![Figured { item: "参加人数".into(), value: "18".into(), uom: "人".into() }],
            people: vec![Attended { person: PersonId(Uuid::from_u128(3)), minutes: None }],
            ..blank.clone()
        };
        let again = next(blank.clone(), &last, kind);
        assert_eq!((again.id, again.day, again.state), (blank.id, blank.day, RecordState::Draft));
        assert_eq!(
            (&*again.kind, &*again.title, &*again.place),
            ("friday_study", "周五学习日", "三楼会议室")
        );
        assert_eq!(again.details, [detail("teacher", "段丽华")]);
        assert!(again.text.is_empty() && again.people.is_empty() && again.figures[0].value.is_empty());
    }
}
