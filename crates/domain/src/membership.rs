//! 任职: where a person serves, as what, from when to when.

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::Day;
use crate::id::{MembershipId, PersonId, UnitId};
use crate::refused::{Check, Refused};
use serde::{Deserialize, Serialize};

codes! {
    /// How a person belongs to a unit.
    pub enum MembershipKind {
        Established = "established" "编制",
        Seconded = "seconded" "借调",
        Concurrent = "concurrent" "兼职",
    }
}

/// One dated interval of service. `title` is the 职务.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    pub id: MembershipId,
    pub person: PersonId,
    pub unit: UnitId,
    pub kind: MembershipKind,
    pub title: String,
    /// Head of the unit: receives what is assigned to the unit and to no person.
    pub heads: bool,
    /// 联络员: files and receives for the unit.
    pub liaison: bool,
    pub from: Day,
    pub to: Option<Day>,
}

impl Membership {
    /// Whether the membership holds on `day`.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// 任职 begins. One cannot serve twice in the same unit at the same time.
pub fn begin(
    new: &Membership,
    unit: &crate::unit::Unit,
    others: &[Versioned<Membership>],
) -> Result<Change<Membership>, Refused> {
    let mut check = Check::new();
    let title = check.length("title", "职务", &new.title, 40);
    check.require(!unit.ended(), "unit", format!("“{}”已经撤销，请另选。", unit.name));
    check.require(new.to.is_none_or(|to| to >= new.from), "to", "结束日期早于开始日期。");
    let overlaps = |held: &Membership| {
        held.unit == new.unit
            && held.to.is_none_or(|to| to >= new.from)
            && new.to.is_none_or(|to| to >= held.from)
    };
    check.require(
        !others.iter().any(|held| overlaps(held)),
        "unit",
        format!("这段时间已经在“{}”任职，请直接修改原来那一条。", unit.name),
    );
    check.done()?;
    let next = Membership { title, ..new.clone() };
    let entry = entry(&next);
    Ok(Change::new(next, entry))
}

/// 任职 is corrected: title, kind, head, liaison, first and last day. The unit stays; a move is an
/// end here and a beginning there, so that who served where stays known.
pub fn correct(
    held: &Versioned<Membership>,
    next: &Membership,
) -> Result<Change<Versioned<Membership>>, Refused> {
    let mut check = Check::new();
    let title = check.length("title", "职务", &next.title, 40);
    check.require(next.to.is_none_or(|to| to >= next.from), "to", "结束日期早于开始日期。");
    check.done()?;
    let next = Membership { id: held.id, person: held.person, unit: held.unit, title, ..next.clone() };
    let entry = entry(&next);
    Ok(Change::new(held.to(next), entry))
}

/// Whether service may end on `to`: the last service of a person ends only when the `open` duties are
/// handed over, because nobody would answer for them from the next day on.
pub fn may_end(
    held: &Membership,
    to: Option<Day>,
    all: &[Versioned<Membership>],
    open: usize,
) -> Result<(), Refused> {
    let Some(last) = to.filter(|_| open > 0) else { return Ok(()) };
    if held.to.is_some_and(|was| was <= last) {
        return Ok(());
    }
    let goes_on = |it: &Versioned<Membership>| it.id != held.id && it.to.is_none_or(|to| to > last);
    if all.iter().any(goes_on) {
        return Ok(());
    }
    let sentence =
        format!("这是最后一段任职，还有 {open} 项职责没有移交。请先在人员页办“移交”，再填结束日期。");
    Err(Refused::field("to", sentence))
}

/// 任职 ends: `last` is its last day.
pub fn end(held: &Versioned<Membership>, last: Day) -> Result<Change<Versioned<Membership>>, Refused> {
    if held.to.is_some_and(|to| to <= last) {
        return Err(Refused::rule("这段任职已经结束。"));
    }
    if last < held.from.minus(1) {
        return Err(Refused::field("on", format!("任职从{}开始，日期不能更早。", held.from.full_text())));
    }
    let next = Membership { to: Some(last), ..held.row.clone() };
    let entry = entry(&next);
    Ok(Change::new(held.to(next), entry))
}

/// The same service goes on in another unit from `on`: the old interval ends the day before. The
/// successor keeps its own head, so that nobody heads it by a merger.
pub fn transfer(
    held: &Versioned<Membership>,
    to: UnitId,
    id: MembershipId,
    on: Day,
) -> (Versioned<Membership>, Membership) {
    let from = if held.from > on { held.from } else { on };
    let next = Membership { id, unit: to, heads: false, from, ..held.row.clone() };
    (held.to(Membership { to: Some(from.minus(1)), ..held.row.clone() }), next)
}

fn entry(it: &Membership) -> Entry {
    let entry = Entry::new(Action::EditPeople, it.id)
        .field("unit", it.unit)
        .field("title", &it.title)
        .field("heads", it.heads)
        .field("liaison", it.liaison)
        .field("from", it.from);
    match it.to {
        Some(to) => entry.field("to", to),
        None => entry,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{BureauId, Id};
    use crate::unit::{Unit, UnitKind};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn held(from: &str, to: Option<&str>) -> Versioned<Membership> {
        let id = uuid::Uuid::from_u128(5);
        let row = Membership {
            id: MembershipId::from_uuid(id),
            person: PersonId::from_uuid(id),
            unit: UnitId::from_uuid(id),
            kind: MembershipKind::Established,
            title: "科员".into(),
            heads: true,
            liaison: true,
            from: day(from),
            to: to.map(day),
        };
        Versioned { version: 1, row }
    }

    fn unit() -> Unit {
        Unit {
            id: held("2026-01-01", None).unit,
            bureau: BureauId::from_uuid(uuid::Uuid::from_u128(1)),
            kind: UnitKind::Section,
            name: "办公室".into(),
            parent: None,
            position: 1,
            valid_from: day("2020-01-01"),
            valid_to: None,
        }
    }

    #[test]
    fn nobody_serves_twice_in_one_unit_at_a_time() {
        let before = held("2024-01-01", Some("2025-12-31"));
        for (from, to, ok) in [
            ("2026-01-01", None, true),
            ("2025-12-31", None, false),
            ("2023-01-01", Some("2023-12-31"), true),
            ("2023-01-01", Some("2022-12-31"), false),
        ] {
            let begun = begin(&held(from, to).row, &unit(), std::slice::from_ref(&before));
            assert_eq!(begun.is_ok(), ok, "{from} {to:?}");
        }
    }

    #[test]
    fn a_transfer_leaves_no_day_twice_and_none_out() {
        let (old, new) = transfer(
            &held("2024-01-01", None),
            UnitId::from_uuid(uuid::Uuid::from_u128(6)),
            held("2024-01-01", None).id,
            day("2026-06-11"),
        );
        assert_eq!((old.to, new.from), (Some(day("2026-06-10")), day("2026-06-11")));
        assert!(!new.heads && new.liaison);
    }

    #[test]
    fn the_last_service_ends_only_without_open_duties() {
        let own = held("2024-01-01", None);
        let other = |to| {
            let mut other = held("2024-01-01", to);
            other.row.id = MembershipId::from_uuid(uuid::Uuid::from_u128(6));
            other
        };
        let last = Some(day("2026-06-11"));
        let over = held("2024-01-01", Some("2026-05-31"));
        assert!(may_end(&over, last, &[], 2).is_ok(), "what is over is corrected freely");
        for (to, others, open, ok) in [
            (last, vec![], 2, false),
            (last, vec![], 0, true),
            (None, vec![], 2, true),
            (last, vec![other(None)], 2, true),
            (last, vec![other(Some("2026-06-30"))], 2, true),
            (last, vec![other(Some("2026-06-11"))], 2, false),
        ] {
            assert_eq!(may_end(&own, to, &others, open).is_ok(), ok, "{to:?} {others:?} {open}");
        }
    }

    #[test]
    fn service_ends_once() {
        assert!(end(&held("2024-01-01", None), day("2026-06-11")).is_ok());
        assert!(end(&held("2024-01-01", Some("2025-01-01")), day("2026-06-11")).is_err());
        assert!(end(&held("2024-01-01", None), day("2023-06-11")).is_err());
    }
}
