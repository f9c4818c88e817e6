//! What a revised paper changes beside its items: stages, headings and who answers for them, the
//! leading group. For the page that compares, and for the page before publication.

use super::diff::alike;
use super::*;

/// One difference, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadChange {
    /// 阶段, 措施 or 领导小组.
    pub what: &'static str,
    pub name: String,
    /// What stood; empty for what is new.
    pub old: String,
    /// What will stand; empty for what is gone.
    pub new: String,
}

/// Compares the tree that stands with the merged one, see [`super::diff::merge`].
pub fn heads(old: &Draft, merged: &Draft, org: &Org) -> Vec<HeadChange> {
    let mut found = Vec::new();
    stages(old, merged, &mut found);
    measures(old, merged, org, &mut found);
    seats(old, merged, &mut found);
    found
}

fn stages(old: &Draft, merged: &Draft, found: &mut Vec<HeadChange>) {
    let what = "阶段";
    for new in &merged.stages {
        let held =
            old.stages.iter().find(|held| same(&held.published, &new.published, &held.name, &new.name));
        let name = new.name.clone();
        match held {
            Some(held) => {
                let said = |stage: &Stage, from, to| format!("{} {}", stage.name, span(from, to));
                let (before, after) =
                    (said(held, held.from, held.to), said(new, new.from.or(held.from), new.to.or(held.to)));
                if before != after {
                    found.push(HeadChange { what, name, old: before, new: after });
                }
            }
            None => {
                let new = format!("{} {}", new.name, span(new.from, new.to));
                found.push(HeadChange { what, name, old: String::new(), new });
            }
        }
    }
}

fn measures(old: &Draft, merged: &Draft, org: &Org, found: &mut Vec<HeadChange>) {
    let what = "措施";
    let person = |id: Option<PersonId>| id.map_or("未定", |id| org.person_name(id)).to_owned();
    let unit = |id: Option<UnitId>| id.map_or("未定", |id| org.unit_name(id)).to_owned();
    for new in merged.measures.iter().filter(|it| it.kind == MeasureKind::Measure) {
        let name = format!("{}{}", new.number, new.title);
        let held =
            old.measures.iter().find(|held| same(&held.published, &new.published, &held.title, &new.title));
        let Some(held) = held else {
            found.push(HeadChange { what, name: name.clone(), old: String::new(), new: name });
            continue;
        };
        let pairs = [
            ("标题", format!("{}{}", held.number, held.title), name.clone()),
            ("责任领导", person(held.leader), person(new.leader)),
            ("牵头科室", unit(held.lead), unit(new.lead)),
            ("审核人", person(held.reviewer), person(new.reviewer)),
        ];
        for (part, before, after) in pairs.into_iter().filter(|(_, before, after)| before != after) {
            found.push(HeadChange {
                what,
                name: name.clone(),
                old: format!("{part}：{before}"),
                new: format!("{part}：{after}"),
            });
        }
    }
}

fn seats(old: &Draft, merged: &Draft, found: &mut Vec<HeadChange>) {
    let what = "领导小组";
    let (joined, left) = seat_changes(old, merged);
    let said = |seat: &Seat| format!("{} {}", seat.role, seat.name).trim().to_owned();
    for seat in left {
        found.push(HeadChange { what, name: seat.name.clone(), old: said(seat), new: String::new() });
    }
    for seat in joined {
        found.push(HeadChange { what, name: seat.name.clone(), old: String::new(), new: said(seat) });
    }
}

/// Seats that the new paper adds and drops. A paper without a leading group says nothing about it.
pub fn seat_changes<'a>(old: &'a Draft, new: &'a Draft) -> (Vec<&'a Seat>, Vec<&'a Seat>) {
    if new.team.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let missing = |from: &'a Draft, there: &'a Draft| -> Vec<&'a Seat> {
        let holds = |seat: &Seat| there.team.iter().any(|it| it.role == seat.role && it.name == seat.name);
        from.team.iter().filter(|seat| !holds(seat)).collect()
    };
    (missing(new, old), missing(old, new))
}

/// The same published row, or the same words where nothing is published yet.
fn same<I: PartialEq>(old: &Option<I>, new: &Option<I>, was: &str, is: &str) -> bool {
    match (old, new) {
        (Some(old), Some(new)) => old == new,
        (None, None) => alike(was, is),
        _ => false,
    }
}

fn span(from: Option<Day>, to: Option<Day>) -> String {
    let said = |day: Option<Day>| day.map(Day::full_text).unwrap_or_default();
    match (from, to) {
        (None, None) => "没有写起止日期".into(),
        _ => format!("{}至{}", said(from), said(to)),
    }
}
